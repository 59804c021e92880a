package check

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// ReasonRequest asks for what is behind the one word of a check of a person (level 2). Another body must confirm the need first.
type ReasonRequest struct {
	Document  string `json:"document,omitempty" enum:"身份证,护照,港澳居民来往内地通行证,台湾居民来往大陆通行证,外国人永久居留身份证"`
	Number    string `json:"number" maxLength:"64"`
	CaseNo    string `json:"case_no" maxLength:"64" doc:"that of the check"`
	Authority string `json:"authority" maxLength:"18" doc:"code of the second authority: an organ, and not one's own body"`
	Need      string `json:"need" maxLength:"1000" doc:"why the reasons are needed; no name, no number"`
}

// Asked is a request for reasons as both bodies see it: neither sees here whom it is about.
type Asked struct {
	ID        string       `json:"id"`
	Matter    Named        `json:"matter"`
	Purpose   string       `json:"purpose"`
	CaseNo    string       `json:"case_no"`
	Org       string       `json:"org" doc:"the body that asks"`
	Authority string       `json:"authority"`
	Need      string       `json:"need"`
	Status    string       `json:"status" enum:"waiting,confirmed,refused,over" doc:"over: confirmed, and no longer open"`
	Note      string       `json:"note,omitempty"`
	OpenUntil workday.Date `json:"open_until,omitzero" doc:"last day the reasons may be read"`
	AskedAt   time.Time    `json:"asked_at"`
	DecidedAt *time.Time   `json:"decided_at,omitempty"`
	Mine      bool         `json:"mine" doc:"asked by whoever looks: only they read the reasons"`
}

// Reasons are what the answer was judged from, as it stood when it was given.
type Reasons struct {
	Answer  Answer    `json:"answer" enum:"yes,no,not_enough_data"`
	On      time.Time `json:"at"`
	Effects []Effect  `json:"effects"`
	Passed  []Passed  `json:"not_applied"`
}

const longestNeed = 1000

// AskReasons puts a request before the second authority. Asked twice, it is one request.
func (d *Desk) AskReasons(ctx context.Context, actor access.Actor, r ReasonRequest) (Asked, error) {
	need := strings.TrimSpace(r.Need)
	if need == "" || utf8.RuneCountInString(need) > longestNeed || strings.Contains(need, strings.TrimSpace(r.Number)) {
		return Asked{}, errNoNeed
	}
	subject, err := d.personID(r.Document, r.Number)
	if err != nil {
		return Asked{}, err
	}
	if err := d.second(ctx, actor, r.Authority); err != nil {
		return Asked{}, err
	}
	now := d.now().UTC().Truncate(time.Microsecond)
	days, ok := d.lib.On(workday.Of(now)).Limit("check.reasons.after")
	if !ok {
		return Asked{}, errNoAnswer
	}
	told, err := answered(ctx, d.db, subject, actor.Org, strings.TrimSpace(r.CaseNo), workday.Of(now).AddDays(-int(days.N)).Start())
	if errors.Is(err, pg.ErrNone) {
		return Asked{}, errNoAnswer
	}
	if err != nil {
		return Asked{}, err
	}
	row := reasonRow{RequestID: uuid.Must(uuid.NewV7()).String(), Subject: subject, DecisionID: told.DecisionID, Matter: told.Matter, Purpose: told.Purpose,
		CaseNo: told.CaseNo, Org: actor.Org, AskedBy: actor.ID, Authority: r.Authority, Status: "waiting", AskedAt: now}
	row.Need = d.seal.Seal(reasonSeal(row.RequestID), []byte(need))
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		added, err := insertReasons(ctx, tx, &row)
		if err != nil || !added {
			return err
		}
		return d.act(ctx, tx, actor, "check.reasons_asked", row.RequestID, map[string]string{"matter": row.Matter, "authority": row.Authority})
	})
	if err != nil {
		return Asked{}, err
	}
	if row, err = waitingReasons(ctx, d.db, actor.Org, told.DecisionID); err != nil {
		return Asked{}, err
	}
	return d.asked(&row, actor)
}

// second: the second authority is an organ that works here, and another body than the one that asks.
func (d *Desk) second(ctx context.Context, actor access.Actor, code string) error {
	id, err := subjectOf(code)
	if err != nil || id != code || code[0] != '1' || code == actor.Org {
		return errSecond
	}
	if d.Disclosure == nil || d.Disclosure.Region == nil {
		return nil
	}
	region, err := d.Disclosure.Region(ctx, code)
	if err == nil && region == "" {
		err = errSecond
	}
	return err
}

func (d *Desk) act(ctx context.Context, tx pg.Tx, actor access.Actor, kind, about string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: kind, Actor: actor.ID, About: about, Public: public})
	return err
}

// DecideReasons confirms the need, or does not: somebody else of another body, with a word why. Whom it is about is not shown.
func (d *Desk) DecideReasons(ctx context.Context, actor access.Actor, id string, confirm bool, note string) (Asked, error) {
	if note = strings.TrimSpace(note); note == "" || utf8.RuneCountInString(note) > longestNeed {
		return Asked{}, errNoNote
	}
	var row reasonRow
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if row, err = reasonsByID(ctx, tx, qLockReasons, id); err != nil {
			return err
		}
		switch {
		case row.Authority != actor.Org:
			return errNoRequest
		case row.Status != "waiting":
			return errReasonsDone
		}
		if err := access.Apart(access.Actor{ID: row.AskedBy}, actor); err != nil {
			return err
		}
		now := d.now().UTC().Truncate(time.Microsecond)
		row.Status, row.DecidedBy, row.DecidedAt, row.Note = "refused", actor.ID, &now, d.seal.Seal(reasonSeal(id), []byte(note))
		if confirm {
			open, ok := d.lib.On(workday.Of(now)).Limit("check.reasons.open")
			if !ok {
				return errReasonsDone
			}
			row.Status, row.OpenUntil = "confirmed", workday.Of(now).AddDays(int(open.N))
		}
		if err := decideReasons(ctx, tx, &row); err != nil {
			return err
		}
		return d.act(ctx, tx, actor, "check.reasons_"+row.Status, id, map[string]string{"org": row.Org, "authority": row.Authority})
	})
	if err != nil {
		return Asked{}, err
	}
	return d.asked(&row, actor)
}

// ReadReasons shows the reasons to whoever asked for them, while a second authority's word is good. The person sees that they were read.
func (d *Desk) ReadReasons(ctx context.Context, actor access.Actor, id string) (Reasons, error) {
	row, err := reasonsByID(ctx, d.db, qReasons, id)
	switch {
	case err != nil:
		return Reasons{}, err
	case row.Org != actor.Org || row.AskedBy != actor.ID:
		return Reasons{}, errNoRequest
	case row.Status != "confirmed":
		return Reasons{}, errNotConfirmed
	case workday.Of(d.now()) > row.OpenUntil:
		return Reasons{}, errReasonsOver
	case d.Disclosure == nil:
		return Reasons{}, errNotConfirmed
	}
	read := disclosure.Reading{Subject: row.Subject, Fields: []string{"check." + row.Matter + ".reasons"}, Purpose: row.Purpose, Case: row.CaseNo, Authority: row.Authority}
	if err := d.Disclosure.Read(ctx, actor, read); err != nil {
		return Reasons{}, err
	}
	k, _, err := find(ctx, d.db, row.DecisionID, row.Org)
	if err != nil {
		return Reasons{}, err
	}
	return reasonsOf(d.lib, k)
}

// reasonsOf judges the stored inputs of an answer again: what was behind it when it was given.
func reasonsOf(lib *law.Library, k kept) (out Reasons, err error) {
	var told Decision
	var in Inputs
	if err = json.Unmarshal([]byte(k.Answer), &told); err == nil {
		err = json.Unmarshal([]byte(k.Inputs), &in)
	}
	if err != nil {
		return out, err
	}
	book := lib.On(k.OnDate)
	m, err := matterOn(lib, book, k.Matter)
	f := JudgeIn(in.Industry, in.Facts, m, book, in.Adoptions, k.OnDate)
	return Reasons{told.Answer, told.At, f.Effects, f.NotApplied}, err
}

// ReasonRequests lists what one's body asked for, and what waits for it as the second authority, newest first.
func (d *Desk) ReasonRequests(ctx context.Context, actor access.Actor, side string) ([]Asked, error) {
	rows, err := reasonsFor(ctx, d.db, actor.Org, side == "authority")
	out := make([]Asked, len(rows))
	for i := range rows {
		if out[i], err = d.asked(&rows[i], actor); err != nil {
			return nil, err
		}
	}
	return out, err
}

func (d *Desk) asked(row *reasonRow, actor access.Actor) (a Asked, err error) {
	today := workday.Of(d.now())
	a = Asked{ID: row.RequestID, Matter: Named{Code: row.Matter}, Purpose: row.Purpose, CaseNo: row.CaseNo, Org: row.Org, Authority: row.Authority,
		Status: row.Status, OpenUntil: row.OpenUntil, AskedAt: row.AskedAt, DecidedAt: row.DecidedAt, Mine: row.AskedBy == actor.ID}
	if m, ok := d.lib.On(workday.Of(row.AskedAt)).Matter(row.Matter); ok {
		a.Matter.Name = m.Name
	}
	if row.Status == "confirmed" && today > row.OpenUntil {
		a.Status = "over"
	}
	need, err := d.seal.Open(reasonSeal(row.RequestID), row.Need)
	if err == nil && len(row.Note) > 0 {
		var note []byte
		note, err = d.seal.Open(reasonSeal(row.RequestID), row.Note)
		a.Note = string(note)
	}
	a.Need = string(need)
	return a, err
}

func reasonSeal(id string) string { return "check.reason_request " + id }

var (
	errNoNeed = fault.New(fault.Invalid, "check.no_need", "请写明为何需要知道理由（一千字以内，不写姓名和证件号码）。",
		"Say why the reasons are needed, in at most 1,000 characters, without names and numbers.").At("need")
	errNoNote   = fault.New(fault.Invalid, "check.no_note", "请写明确认或者不确认的理由（一千字以内）。", "Say why you confirm or do not, in at most 1,000 characters.").At("note")
	errNoAnswer = fault.New(fault.Missing, "check.no_answer", "贵单位没有在该办件中对该人作过查验，或已超过可以申请的期限；请先查验。",
		"Your body has no check of this person in this case, or it was too long ago; make the check first.")
	errSecond = fault.New(fault.Invalid, "check.second", "第二机关须为在本平台办公的另一个机关；请核对其统一社会信用代码。",
		"The second authority is another body, an organ that works here; check its code.").At("authority")
	errNoRequest    = fault.New(fault.Missing, "check.no_request", "没有这个编号的申请；请在列表中核对。", "There is no request of this id; look in the list.")
	errReasonsDone  = fault.New(fault.Conflict, "check.reasons_done", "该申请已经决定；请刷新。", "The request was decided already; reload.")
	errNotConfirmed = fault.New(fault.Conflict, "check.not_confirmed", "第二机关尚未确认需要，理由不予显示；请等待其决定。", "The second authority has not confirmed the need: no reasons are shown. Wait for its decision.")
	errReasonsOver  = fault.New(fault.TooLate, "check.reasons_over", "确认的查看期限已过；确有需要请重新申请。", "The time for reading has passed; ask again if there is need.")
)
