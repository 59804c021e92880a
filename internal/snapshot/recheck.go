package snapshot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// MaxRechecks is the most answers one request may have checked again.
const MaxRechecks = 200

// Given is an answer that was given from a snapshot.
type Given struct {
	Ref      string       `json:"ref" minLength:"1" maxLength:"64" doc:"the caller's own number of the answer: delivered again it is the same answer"`
	Snapshot string       `json:"snapshot" maxLength:"64" doc:"digest of the snapshot, as in its answer"`
	Matter   string       `json:"matter" maxLength:"64"`
	Subject  string       `json:"subject" maxLength:"64" doc:"unified social credit code"`
	On       workday.Date `json:"on" doc:"the day that was answered for"`
	Purpose  string       `json:"purpose" maxLength:"32" doc:"as in POST /v1/checks"`
	CaseNo   string       `json:"case_no" maxLength:"64"`
	Officer  string       `json:"officer,omitempty" maxLength:"64" doc:"who answered; as in POST /v1/checks"`
	Outcome  string       `json:"outcome" maxLength:"32" doc:"as the snapshot answered"`
	Measures []string     `json:"measures" maxItems:"100" doc:"codes of its effects, each once or more"`
}

// Told is what was answered, without its wording.
type Told struct {
	Outcome  string   `json:"outcome"`
	Measures []string `json:"measures"`
}

func toldOf(outcome string, measures []string) Told {
	m := slices.Clone(measures)
	slices.Sort(m)
	if m = slices.Compact(m); m == nil {
		m = []string{}
	}
	return Told{outcome, m}
}

// now is what a check tells, in the same terms: of a matter answered in one word the word.
func told(a *check.Decision) Told {
	if a.Finding == nil {
		return toldOf(string(a.Answer), nil)
	}
	var codes []string
	for i := range a.Effects {
		codes = append(codes, a.Effects[i].Measure.Code)
	}
	return toldOf(string(a.Outcome), codes)
}

func (t Told) same(o Told) bool {
	return t.Outcome == o.Outcome && slices.Equal(t.Measures, o.Measures)
}

// without lists what is told here and not there.
func (t Told) without(o Told) []string {
	out := []string{}
	for _, m := range t.Measures {
		if !slices.Contains(o.Measures, m) {
			out = append(out, m)
		}
	}
	return out
}

// Rechecked is what became of one answer.
type Rechecked struct {
	Ref         string       `json:"ref"`
	Decision    string       `json:"decision_id,omitempty" doc:"the check that was made; its evidence is at /v1/decisions/{id}"`
	Agrees      bool         `json:"agrees"`
	Snapshot    workday.Date `json:"snapshot_day,omitzero"`
	Was         *Told        `json:"was,omitempty"`
	Now         *Told        `json:"now,omitempty"`
	Missed      []string     `json:"missed,omitempty" doc:"measures the snapshot did not tell"`
	Undue       []string     `json:"undue,omitempty" doc:"measures the snapshot told and the check does not"`
	DueOn       workday.Date `json:"due_on,omitzero" doc:"last day to say what was done about a difference"`
	Provisional bool         `json:"provisional,omitempty" doc:"the calendar of that year is not published yet"`
	Error       *Problem     `json:"error,omitempty" doc:"why it was not checked; the others were"`
}

// Problem is why one answer of a delivery was not checked.
type Problem struct {
	Code   string    `json:"code"`
	Detail law.Text2 `json:"detail"`
}

// Recheck makes the real check of each answer, in the order they are given: evidence and what was answered are kept together, or neither
// is. An answer delivered before is told as it was then; a failure in between is made good by delivering everything again.
func (d *Desk) Recheck(ctx context.Context, who access.Actor, all []Given) ([]Rechecked, error) {
	refs, digests, err := named(all)
	if err != nil {
		return nil, err
	}
	of, err := filesOfDigests(ctx, d.db, digests)
	if err != nil {
		return nil, err
	}
	was, err := rechecksOf(ctx, d.db, who.Org, refs)
	if err != nil {
		return nil, err
	}
	out, errs := make([]Rechecked, len(all)), make([]error, len(all))
	var wg sync.WaitGroup
	lanes := make(chan struct{}, 8) // so many are recorded together
	for i := range all {
		lanes <- struct{}{}
		wg.Go(func() {
			defer func() { <-lanes }()
			out[i], errs[i] = d.recheck(ctx, who, &all[i], of, was)
		})
	}
	wg.Wait()
	for i, err := range errs {
		f, refused := fault.Of(err)
		switch {
		case err == nil:
		case !refused || f.Kind == fault.Unavailable:
			return nil, err
		default:
			out[i] = Rechecked{Ref: all[i].Ref, Error: &Problem{f.Code, law.Text2{ZH: f.ZH, EN: f.EN}}}
		}
	}
	return out, nil
}

// named lists the numbers of a delivery, each once, and the snapshots it speaks of.
func named(all []Given) (refs, digests []string, err error) {
	if n := len(all); n == 0 || n > MaxRechecks {
		return nil, nil, errSize
	}
	seen := map[string]bool{}
	for i := range all {
		g := &all[i]
		if seen[g.Ref] {
			return nil, nil, errTwice
		}
		seen[g.Ref] = true
		refs, digests = append(refs, g.Ref), append(digests, g.Snapshot)
	}
	return refs, digests, nil
}

func (d *Desk) recheck(ctx context.Context, who access.Actor, g *Given, of map[string]file, was map[string]recheck) (Rechecked, error) {
	if r, done := was[g.Ref]; done {
		return r.again(g)
	}
	f, known := of[g.Snapshot]
	switch {
	case !known:
		return Rechecked{}, errNoSuch
	case g.On < f.Day, g.On > f.UntilOn:
		return Rechecked{}, errOtherDay
	case strings.HasPrefix(g.Subject, "p-"):
		return Rechecked{}, errPerson
	}
	r := recheck{Org: who.Org, Ref: g.Ref, Digest: g.Snapshot, Day: f.Day, OnDate: g.On, Matter: g.Matter, Purpose: g.Purpose, CaseNo: g.CaseNo,
		Was: toldOf(g.Outcome, g.Measures), At: d.instant()}
	ask := check.Request{Matter: g.Matter, Subject: g.Subject, Purpose: g.Purpose, CaseNo: g.CaseNo, Officer: g.Officer, On: g.On}
	_, err := d.checks.DecideAgain(ctx, who, ask, func(ctx context.Context, tx pg.Tx, a *check.Decision) error { return d.keep(ctx, tx, who, &r, a) })
	if errors.Is(err, errKept) { // it was delivered twice at the same moment
		again, err := rechecksOf(ctx, d.db, who.Org, []string{g.Ref})
		if err != nil {
			return Rechecked{}, err
		}
		first := again[g.Ref]
		return first.again(g)
	}
	if err != nil {
		return Rechecked{}, err
	}
	return r.shown(), nil
}

// keep writes down what a check made of an answer, in the transaction that records the check.
func (d *Desk) keep(ctx context.Context, tx pg.Tx, who access.Actor, r *recheck, a *check.Decision) error {
	r.EntityID, r.DecisionID, r.Officer, r.Now = a.Subject, a.ID, a.Officer, told(a)
	if r.Agrees = r.Was.same(r.Now); !r.Agrees {
		r.DueOn, r.Provisional = d.law.Due("recheck.answer", workday.Of(r.At))
	}
	news, err := insertRecheck(ctx, tx, r)
	switch {
	case err != nil:
		return err
	case !news:
		return errKept
	case r.Agrees:
		return nil
	}
	_, err = ledger.Append(ctx, tx, r.At, ledger.Act{Kind: "recheck.differs", Actor: who.ID, About: r.DecisionID,
		Public: map[string]string{"matter": r.Matter, "snapshot": r.Day.String()}})
	return err
}

var errKept = errors.New("snapshot: the answer was checked already")

// again tells an answer that was delivered before as it was told then; under the same number nothing else can be delivered.
func (r *recheck) again(g *Given) (Rechecked, error) {
	if r.Digest != g.Snapshot || r.Matter != g.Matter || r.OnDate != g.On || r.CaseNo != g.CaseNo || !r.Was.same(toldOf(g.Outcome, g.Measures)) {
		return Rechecked{}, errOtherAnswer
	}
	return r.shown(), nil
}

func (r *recheck) shown() Rechecked {
	out := Rechecked{Ref: r.Ref, Decision: r.DecisionID, Agrees: r.Agrees, Snapshot: r.Day, Was: &r.Was, Now: &r.Now, DueOn: r.DueOn, Provisional: r.Provisional}
	if !r.Agrees {
		out.Missed, out.Undue = r.Now.without(r.Was), r.Was.without(r.Now)
	}
	return out
}

// Reply is what a body did where a check differs from what it had answered.
type Reply struct {
	At      time.Time `json:"at"`
	Officer string    `json:"officer"`
	Done    string    `json:"done" enum:"changed,kept,not_concluded" doc:"已按复核结论改正, 维持原处理, 办件尚未办结或已终止"`
	Note    string    `json:"note,omitempty"`
	Late    bool      `json:"late"`
}

// Answer takes down what was done about a difference. The same again finds it taken; another one is refused.
func (d *Desk) Answer(ctx context.Context, who access.Actor, id, officer, done, note string) (Differs, error) {
	row, err := findRecheck(ctx, d.db, who.Org, id)
	switch {
	case err != nil:
		return Differs{}, err
	case row.Agrees:
		return Differs{}, errAgrees
	}
	if who.Kind == access.KindPerson { // who answers is who is signed in; only a system says who sits behind it
		officer = who.Person
	}
	officer, note = strings.TrimSpace(officer), strings.TrimSpace(note)
	switch {
	case officer == "" || utf8.RuneCountInString(officer) > 64:
		return Differs{}, errOfficer
	case done == "kept" && note == "", utf8.RuneCountInString(note) > 200:
		return Differs{}, errNote
	}
	y := reply{Org: who.Org, DecisionID: id, At: d.instant(), Actor: who.ID, Officer: officer, Done: done, Note: note, Late: row.DueOn != 0 && d.today() > row.DueOn}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		was, news, err := insertReply(ctx, tx, &y)
		switch {
		case err != nil:
			return err
		case !news && was.Done == done && was.Note == note:
			return nil
		case !news:
			return errAnswered
		}
		_, err = ledger.Append(ctx, tx, y.At, ledger.Act{Kind: "recheck.answered", Actor: who.ID, About: id, Public: map[string]string{"matter": row.Matter, "done": done}})
		return err
	})
	if err != nil {
		return Differs{}, err
	}
	if row, err = findRecheck(ctx, d.db, who.Org, id); err != nil {
		return Differs{}, err
	}
	return d.differs(&row), nil
}

var (
	errSize   = fault.New(fault.TooLarge, "snapshot.size", "一次复核须有 1 至 200 件；请分批提交。", "A delivery holds 1 to 200 answers; send it in parts.").At("answers")
	errTwice  = fault.New(fault.Invalid, "snapshot.twice", "同一批中有重复的 ref；每件答复只提交一次。", "A ref comes twice in one delivery; send each answer once.").At("answers")
	errNoSuch = fault.New(fault.Missing, "snapshot.unknown", "平台没有这份快照，或者已过保留期；请核对 snapshot，并按一般程序重新查验。",
		"The platform has no such snapshot, or keeps it no longer; compare snapshot, and check anew in the ordinary way.").At("snapshot")
	errOtherDay    = fault.New(fault.Invalid, "snapshot.not_usable", "该日期不在这份快照可用的期间内；请核对 on。", "The snapshot could not be used on that day; compare on.").At("on")
	errPerson      = fault.New(fault.Invalid, "snapshot.person", "快照不含自然人，自然人不能据此作答；请重新查验。", "No natural person is in a snapshot, so none can have been answered about; check anew.").At("subject")
	errOtherAnswer = fault.New(fault.Conflict, "snapshot.other_answer", "这个 ref 已提交过内容不同的答复；请使用新的 ref。", "Another answer was delivered under this ref; use a new one.").At("ref")
	errNoRecheck   = fault.New(fault.Missing, "snapshot.no_recheck", "贵单位没有这个编号的复核；请从复核列表中打开。", "Your body has no re-check of this number; open it from the list.")
	errAgrees      = fault.New(fault.Conflict, "snapshot.agrees", "复核与快照答复一致，无须说明。", "The re-check agrees with what was answered; nothing has to be said.")
	errAnswered    = fault.New(fault.Conflict, "snapshot.answered", "处理情况已经提交，不能更改；有误的请另行书面更正。", "What was done has been said already and cannot be changed; correct it in writing.")
	errOfficer     = fault.New(fault.Invalid, "snapshot.no_officer", "须注明经办人（不超过 64 字）；请填写 officer。", "Name the officer (at most 64 characters); fill in officer.").At("officer")
	errNote        = fault.New(fault.Invalid, "snapshot.note", "维持原处理的须说明理由（不超过 200 字）；请填写 note。", "Say why it was kept (at most 200 characters); fill in note.").At("note")
)
