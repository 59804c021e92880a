package commitment

import (
	"context"
	"crypto/subtle"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Breach is what somebody reports: which clause, and what happened (F03-5). Nobody has to say who they are.
type Breach struct {
	Clause    string `json:"clause" maxLength:"64"`
	Statement string `json:"statement" minLength:"1" maxLength:"2000" doc:"what happened; write no names or numbers of persons"`
}

// Report is a report of a breach, as whoever made it, its party and the bodies see it. It is a word, not a finding: it is never
// public and changes no status.
type Report struct {
	ID         string       `json:"id"`
	Code       string       `json:"code,omitempty" doc:"with the number it opens the report; given once"`
	Commitment string       `json:"commitment"`
	EntityID   string       `json:"entity_id"`
	Name       law.Text2    `json:"name"`
	Clause     law.Clause   `json:"clause"`
	Statement  string       `json:"statement"`
	ReceivedAt time.Time    `json:"received_at"`
	DueOn      workday.Date `json:"due_on"`
	Days       int          `json:"days_left" doc:"working days until it is due; negative when late"`
	Late       bool         `json:"late"`
	Reply      string       `json:"reply,omitempty"`
	RepliedAt  *time.Time   `json:"replied_at,omitempty"`
}

// report is a report as it is kept.
type report struct {
	EntityID     string
	ReportID     string
	CommitmentID string
	Clause       string
	Statement    []byte
	ReceivedAt   time.Time
	DueOn        workday.Date
	Provisional  bool
	Reply        []byte
	RepliedAt    *time.Time
	RepliedBy    string
	EntryID      string
}

func statementSeal(id string) string { return "commitment.report " + id }
func replySeal(id string) string     { return "commitment.reply " + id }

// Report takes a report in, about a clause of a commitment that is public.
func (d *Desk) Report(ctx context.Context, id string, in Breach) (Report, error) {
	if !d.asked.Take(access.VisitOf(ctx).Address) {
		return Report{}, access.ErrTooMany
	}
	entity, err := whose(ctx, d.db, id)
	if err != nil {
		return Report{}, err
	}
	var r report
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		c, err := find(ctx, tx, qLock, entity, id)
		statement := strings.TrimSpace(in.Statement)
		switch {
		case err != nil:
			return err
		case !c.State.Public():
			return errUnknown
		case !c.has(in.Clause):
			return errNoClause
		case statement == "":
			return errNoStatement
		}
		r = report{EntityID: entity, ReportID: newID("CR"), CommitmentID: id, Clause: in.Clause, ReceivedAt: d.instant()}
		r.Statement = d.seal.Seal(statementSeal(r.ReportID), []byte(statement))
		if r.DueOn, r.Provisional, err = d.due("commitment.reply"); err != nil {
			return err
		}
		if r.EntryID, err = ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "commitment.reported", Actor: "public", About: id,
			Public: map[string]string{"report": r.ReportID, "clause": r.Clause, "due": r.DueOn.String()}}); err != nil {
			return err
		}
		return insertReport(ctx, tx, &r)
	})
	if err != nil {
		return Report{}, err
	}
	v, err := d.reportOf(ctx, d.db, &r)
	v.Code = d.codeOf(r.ReportID)
	return v, err
}

// due is the day by which something is to be done, counted from today.
func (d *Desk) due(key string) (workday.Date, bool, error) {
	return d.dueFrom(key, d.today())
}

// dueFrom is the same, counted from another day.
func (d *Desk) dueFrom(key string, from workday.Date) (workday.Date, bool, error) {
	limit, ok := d.law.On(from).Limit(key)
	if !ok {
		return 0, false, errNoText
	}
	on, provisional := workday.Due(from, limit.Term(), d.law.Calendar())
	return on, provisional, nil
}

// codeLength of a receipt's code: 60 bits.
const codeLength = 12

func (d *Desk) codeOf(id string) string {
	return strings.ToUpper(d.seal.Blind("commitment.report", id)[:codeLength])
}

// Progress shows a report to whoever holds its number and code.
func (d *Desk) Progress(ctx context.Context, id, code string) (Report, error) {
	if !d.asked.Take(access.VisitOf(ctx).Address) {
		return Report{}, access.ErrTooMany
	}
	if subtle.ConstantTimeCompare([]byte(d.codeOf(id)), []byte(strings.ToUpper(strings.TrimSpace(code)))) != 1 {
		return Report{}, errNoReport
	}
	r, err := findReport(ctx, d.db, qReport, id)
	if err != nil {
		return Report{}, err
	}
	return d.reportOf(ctx, d.db, &r)
}

// Reply is the party's reply to a report: once, and it stays.
func (d *Desk) Reply(ctx context.Context, who access.Actor, id, text string) (Report, error) {
	entity, err := firmOf(who)
	if err != nil {
		return Report{}, errNoReport
	}
	var r report
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if r, err = findReport(ctx, tx, qLockReport, id); err != nil {
			return err
		}
		text = strings.TrimSpace(text)
		switch {
		case r.EntityID != entity:
			return errNoReport
		case r.Reply != nil:
			return errReplied
		case text == "":
			return errNoReply
		}
		now := d.instant()
		r.Reply, r.RepliedAt, r.RepliedBy = d.seal.Seal(replySeal(id), []byte(text)), &now, who.ID
		if err := updateReport(ctx, tx, &r); err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "commitment.replied", Actor: who.ID, About: r.CommitmentID, Public: map[string]string{"report": id}})
		return err
	})
	if err != nil {
		return Report{}, err
	}
	return d.reportOf(ctx, d.db, &r)
}

// Reports lists those about a firm, for the firm; those to one's body; or, for the lead office, those whose answer is late.
func (d *Desk) Reports(ctx context.Context, who access.Actor) ([]Report, error) {
	var rows []report
	var err error
	switch {
	case who.Firm != "":
		rows, err = reportsOf(ctx, d.db, who.Org)
	case who.May(access.CommitmentWatch):
		rows, err = reportsLate(ctx, d.db, d.today())
	case who.May(access.CommitmentTake):
		rows, err = reportsTo(ctx, d.db, who.Org)
	}
	out := []Report{}
	for i := range rows {
		v, err := d.reportOf(ctx, d.db, &rows[i])
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, err
}

func (d *Desk) reportOf(ctx context.Context, db pg.DB, r *report) (Report, error) {
	v := Report{ID: r.ReportID, Commitment: r.CommitmentID, EntityID: r.EntityID, ReceivedAt: r.ReceivedAt, DueOn: r.DueOn, RepliedAt: r.RepliedAt}
	c, err := find(ctx, db, qFind, r.EntityID, r.CommitmentID)
	if err != nil {
		return v, err
	}
	if u, ok := d.undertaking(&c.signed); ok {
		v.Name = u.Name
	}
	if t, ok := d.law.On(c.TemplateFrom).Template(c.Template); ok {
		for _, x := range t.Clauses() {
			if x.ID == r.Clause {
				v.Clause = x
			}
		}
	}
	words, err := d.seal.Open(statementSeal(r.ReportID), r.Statement)
	if err != nil {
		return v, err
	}
	v.Statement = string(words)
	end := d.today()
	if r.RepliedAt != nil {
		if words, err = d.seal.Open(replySeal(r.ReportID), r.Reply); err != nil {
			return v, err
		}
		v.Reply, end = string(words), workday.Of(*r.RepliedAt)
	}
	v.Late = end > r.DueOn
	v.Days, _ = d.law.Calendar().Between(end, r.DueOn)
	return v, nil
}
