package report

import (
	"context"
	"encoding/hex"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// issued is a report as it is kept.
type issued struct {
	EntityID  string
	Number    string
	Place     int64
	Kind      Kind
	Digest    []byte
	Edition   string
	IssuedAt  time.Time
	IssuedBy  string
	Algorithm string
	KeyID     string
	PublicKey []byte
	Signature []byte
	Records   []string
	GoodUntil *workday.Date
	Receiver  string
	Purpose   string
	State     State
	StateAt   *time.Time
	StateWhy  string
}

// on is how a report stands on a day: the dates decide, no job does.
func (r *issued) on(today workday.Date) (s State, why string) {
	if r.State == Valid && r.GoodUntil != nil && *r.GoodUntil != 0 && today > *r.GoodUntil {
		return Superseded, WhyExpired
	}
	return r.State, r.StateWhy
}

// Issue gives the public report of a market entity, free and at once. The same data is the same report (F08-3): one that holds and says
// the same is given again, however often anybody asks. Natural persons have none.
func (d *Desk) Issue(ctx context.Context, entity string) (View, error) {
	e, err := d.entity(ctx, entity)
	if err != nil {
		return View{}, err
	}
	for range 2 { // what changes while it is made makes it again
		r, body, err := d.issuePublic(ctx, e)
		if err != nil {
			return View{}, err
		}
		if again, err := d.changed(ctx, e, body); err != nil || !again {
			return d.view(ctx, &r), err
		}
		if err := d.end(ctx, &r, WhyCorrected); err != nil {
			return View{}, err
		}
	}
	return View{}, errBusy
}

// entity is the market entity of a code; who is none has no public report.
func (d *Desk) entity(ctx context.Context, id string) (registry.Entity, error) {
	code, _, err := ident.ParseUSCC(id)
	if err != nil {
		return registry.Entity{}, err
	}
	e, err := registry.Find(ctx, d.db, string(code))
	if err == nil && e.Kind == registry.Person {
		err = errNoEntity
	}
	return e, err
}

func (d *Desk) issuePublic(ctx context.Context, e registry.Entity) (r issued, body []byte, err error) {
	r0, err := d.read(ctx, d.db, e)
	if err != nil {
		return r, nil, err
	}
	c := publicContent(r0, d.book(), d.today())
	if body, err = canonical(&c); err != nil {
		return r, nil, err
	}
	sum := Digest(body)
	if r, err = sameReport(ctx, d.db, e.ID, sum[:], d.today()); err == nil || fault.KindOf(err) != fault.Missing {
		return r, body, err
	}
	r = d.newIssue(&c, sum, e.ID, anybody)
	err = d.keep(ctx, &r, body)
	if pg.Violated(err) == "issue_of_the_same_data_is_one" { // somebody asked at the same moment
		r, err = sameReport(ctx, d.db, e.ID, sum[:], d.today())
	}
	return r, body, err
}

// changed says whether the report would be another one by now: what changed between reading and storing has ended nothing yet.
func (d *Desk) changed(ctx context.Context, e registry.Entity, body []byte) (bool, error) {
	r, err := d.read(ctx, d.db, e)
	if err != nil {
		return false, err
	}
	c := publicContent(r, d.book(), d.today())
	now, err := canonical(&c)
	return string(now) != string(body), err
}

func (d *Desk) newIssue(c *Content, sum [32]byte, entity, by string) issued {
	r := issued{EntityID: entity, Number: d.newNumber(c.Kind), Kind: c.Kind, Digest: sum[:], Edition: d.book().Edition, IssuedAt: d.instant(), IssuedBy: by,
		Records: c.records(), State: Valid}
	if day := c.goodUntil(); day != 0 {
		r.GoodUntil = &day
	}
	if r.Records == nil {
		r.Records = []string{}
	}
	if c.Scope != nil {
		r.Receiver, r.Purpose = c.Scope.Receiver, c.Scope.Purpose
	}
	return r
}

// keep signs a report and stores it with its content, in one transaction with its entry on the ledger.
func (d *Desk) keep(ctx context.Context, r *issued, body []byte) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return d.keepIn(ctx, tx, r, body) })
}

func (d *Desk) keepIn(ctx context.Context, tx pg.Tx, r *issued, body []byte) (err error) {
	if r.Place, err = nextPlace(ctx, tx); err != nil {
		return err
	}
	f := d.file(r, body)
	s := d.sealed(f.signed())
	r.Algorithm, r.KeyID, r.PublicKey, r.Signature = s.Algorithm, s.KeyID, s.Public, s.Signature
	if err := insertIssue(ctx, tx, r); err != nil {
		return err
	}
	if r.Kind == Special {
		body = d.seal.Seal(sealContext(r.Number), body)
	}
	if err := insertContent(ctx, tx, r.EntityID, r.Number, body); err != nil {
		return err
	}
	return d.act(ctx, tx, r.IssuedBy, "report.issued", r.Number, map[string]string{"kind": string(r.Kind), "sm3": hex.EncodeToString(r.Digest)})
}

func sealContext(number string) string { return "report.content " + number }

// file is the machine's side of a report.
func (d *Desk) file(r *issued, body []byte) *File {
	return &File{Format: Format, Number: r.Number, Kind: r.Kind, Province: province, Issuer: issuer, IssuedAt: r.IssuedAt.UTC(), Edition: r.Edition,
		Verify: d.Address(r.Number), Status: placeOf(r.Place), Digest: DigestOf{"SM3", hex.EncodeToString(r.Digest)}, Content: body,
		Seal: Seal{r.Algorithm, r.KeyID, r.PublicKey, r.Signature}}
}

// body is what a report says, while it holds.
func (d *Desk) body(ctx context.Context, r *issued) ([]byte, error) {
	if s, why := r.on(d.today()); s != Valid {
		return nil, over(s, why)
	}
	b, err := contentOf(ctx, d.db, r.EntityID, r.Number)
	if err != nil || r.Kind == Public {
		return b, err
	}
	return d.seal.Open(sealContext(r.Number), b)
}

// View is a report in lists and on its page: that it is, and whether it holds.
type View struct {
	Number    string       `json:"number"`
	Kind      Kind         `json:"kind" enum:"public,special"`
	Subject   string       `json:"subject,omitempty" doc:"of a public report"`
	IssuedAt  time.Time    `json:"issued_at"`
	Digest    string       `json:"sm3"`
	Edition   string       `json:"law_edition"`
	KeyID     string       `json:"key_id"`
	Algorithm string       `json:"algorithm"`
	Status    StatusRef    `json:"status"`
	State     State        `json:"state" enum:"valid,superseded,withdrawn"`
	StateAt   *time.Time   `json:"state_at,omitempty"`
	Why       string       `json:"why,omitempty" enum:"repaired,removed,withdrawn,corrected,expired,subject"`
	GoodUntil workday.Date `json:"good_until,omitzero" doc:"last day of what it shows, if nothing changes before"`
	Verify    string       `json:"verify"`
	Entries   int          `json:"entries"`
}

func (d *Desk) view(_ context.Context, r *issued) View {
	v := View{Number: r.Number, Kind: r.Kind, IssuedAt: r.IssuedAt, Digest: hex.EncodeToString(r.Digest), Edition: r.Edition, KeyID: r.KeyID, Algorithm: r.Algorithm,
		Status: placeOf(r.Place), StateAt: r.StateAt, Verify: d.Address(r.Number), Entries: len(r.Records)}
	if r.Kind == Public {
		v.Subject = r.EntityID
	}
	if r.GoodUntil != nil {
		v.GoodUntil = *r.GoodUntil
	}
	v.State, v.Why = r.on(d.today())
	return v
}

// end ends a report that holds.
func (d *Desk) end(ctx context.Context, r *issued, why string) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		return d.endIn(ctx, tx, anybody, r.EntityID, []string{r.Number}, Superseded, why)
	})
}

func (d *Desk) endIn(ctx context.Context, tx pg.Tx, by, entity string, numbers []string, s State, why string) error {
	if err := endIssues(ctx, tx, entity, numbers, s, why, d.instant()); err != nil {
		return err
	}
	for _, n := range numbers {
		if err := d.act(ctx, tx, by, "report."+string(s), n, map[string]string{"why": why}); err != nil {
			return err
		}
	}
	return nil
}

// Follow ends the reports that hold a record which has changed, in the transaction that changes it, and deletes what they say: what was
// repaired is shown by no paper of ours from that moment (发改委令36号 §3).
func (d *Desk) Follow(ctx context.Context, tx pg.Tx, e record.Changed) error {
	changed := map[string]*record.Record{}
	var entities, ids []string
	for i := range e.Records {
		r := &e.Records[i]
		if r.Version > 1 {
			changed[r.ID] = r
			entities, ids = append(entities, r.EntityID), append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	held, err := holding(ctx, tx, entities, ids)
	if err != nil {
		return err
	}
	for i := range held {
		h := &held[i]
		at := slices.IndexFunc(h.Records, func(id string) bool { return changed[id] != nil })
		if err := d.endIn(ctx, tx, "platform", h.EntityID, []string{h.Number}, Superseded, whyOf(changed[h.Records[at]].State)); err != nil {
			return err
		}
	}
	return nil
}

func whyOf(s record.State) string {
	switch s {
	case record.Repaired:
		return WhyRepaired
	case record.Removed:
		return WhyRemoved
	case record.Withdrawn, record.Unmerged:
		return WhyWithdrawn
	}
	return WhyCorrected
}

// Look says how a report stands, to whoever has its number. What it says is another question.
func (d *Desk) Look(ctx context.Context, number string) (View, error) {
	r, err := issueByNumber(ctx, d.db, number)
	if err != nil {
		return View{}, err
	}
	return d.view(ctx, &r), nil
}

// Open gives a report to whoever may read it: a public one to anybody, a special one to who has its code (F08-2).
func (d *Desk) Open(ctx context.Context, number, code string) (*Opened, error) {
	r, err := issueByNumber(ctx, d.db, number)
	if err != nil {
		return nil, err
	}
	if r.Kind == Special {
		if !d.wrong.Take(number) {
			return nil, access.ErrTooMany
		}
		if !sameCode(code, d.code(number)) {
			return nil, errCode
		}
	}
	return d.opened(ctx, &r)
}

// Opened is a report with what it says.
type Opened struct {
	View
	Content Content `json:"content"`
	file    *File
	issued  issued
}

func (d *Desk) opened(ctx context.Context, r *issued) (*Opened, error) {
	body, err := d.body(ctx, r)
	if err != nil {
		return nil, err
	}
	f := d.file(r, body)
	c, err := f.content()
	return &Opened{View: d.view(ctx, r), Content: c, file: f, issued: *r}, err
}

// File is the report as a machine reads it.
func (o *Opened) File() *File { return o.file }

// over refuses what a report said that no longer holds.
func over(s State, why string) error {
	if s == Withdrawn {
		return fault.New(fault.Gone, "report.withdrawn", "该报告已被主体撤回，内容不再提供；请向主体索取新的报告。", "Its subject withdrew this report and it is given out no more; ask the subject for a new one.")
	}
	f := fault.New(fault.Gone, "report.superseded", "该报告所载信息已有变化（修复、移出、更正或者公示期满），报告已失效，内容不再提供；请重新获取最新报告。",
		"What this report shows has changed by repair, removal, correction or by its date; it no longer holds and is given out no more. Get the present one.")
	if why == WhyRepaired {
		return f.Under("发改委令36号第三条")
	}
	return f
}

var (
	errNoEntity = fault.New(fault.Missing, "report.no_entity", "没有该市场主体的公开信用报告；自然人的报告由本人登录后自行生成。", "There is no public report of it; a natural person makes its own after signing in.")
	errUnknown  = fault.New(fault.Missing, "report.unknown", "没有这个编号的报告：请核对编号；查不到的报告不是本平台出具的。", "There is no report of this number; compare the number. What is not found was not issued here.").At("number")
	errCode     = fault.New(fault.Forbidden, "report.code", "核验码不对；请向报告主体核对编号和核验码。", "The code is not the one of this report; ask its subject for number and code.").At("code")
	errBusy     = fault.New(fault.Conflict, "report.busy", "该主体的信息正在变化；请稍后再试。", "What is known of it is changing at this moment; try again in a moment.")
)
