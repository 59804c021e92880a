package repair

import (
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Asked is a question to the calculator: exactly one of the three.
type Asked struct {
	Record     string
	DocumentNo string
	USCC       string
	Path       string
}

// Calculate tells for each record when and how it can be repaired (F26-1). Without signing in, of what is public today; to the
// subject and the deciding body, of everything, with what the platform holds.
func (d *Desk) Calculate(ctx context.Context, q Asked) ([]Eligibility, error) {
	who, signed := access.From(ctx)
	if !signed && !d.asked.Take(access.VisitOf(ctx).Address) {
		return nil, access.ErrTooMany
	}
	found, err := d.find(ctx, q)
	if err != nil {
		return nil, err
	}
	out := []Eligibility{}
	for i := range found {
		r := &found[i]
		own := signed && (who.Firm != "" && who.Org == r.EntityID || who.Firm == "" && who.Org == r.AuthorityID)
		if !r.Adverse || r.Person || !own && r.StatusOn(d.today()) != record.StatusPublic {
			continue
		}
		e, err := d.answer(ctx, r, q.Path, own)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	if len(out) == 0 && q.USCC == "" {
		return nil, errNotFound
	}
	return out, nil
}

// find reads the records a question is about. Nothing is told here of what exists.
func (d *Desk) find(ctx context.Context, q Asked) ([]record.Record, error) {
	n := 0
	for _, s := range []string{q.Record, q.DocumentNo, q.USCC} {
		if s != "" {
			n++
		}
	}
	switch {
	case n != 1:
		return nil, errOneOf
	case q.Record != "":
		r, err := record.Find(ctx, d.db, q.Record)
		if fault.KindOf(err) == fault.Missing {
			return nil, errNotFound
		}
		return []record.Record{r}, err
	case q.DocumentNo != "":
		return record.ByDocument(ctx, d.db, q.DocumentNo)
	}
	id, _, err := ident.ParseUSCC(q.USCC)
	if err != nil {
		return nil, errNotFound
	}
	return record.Of(ctx, d.db, string(id), time.Time{})
}

func (d *Desk) answer(ctx context.Context, r *record.Record, path string, own bool) (Eligibility, error) {
	held, err := d.proofs(ctx, d.db, r.EntityID)
	if err != nil {
		return Eligibility{}, err
	}
	q := Question{Record: *r, Path: path, Today: d.today()}
	if own {
		q.Proofs = append(inRecord(d.law, r), held[r.ID]...)
	}
	e := Judge(d.law, q)
	if e.Verdict == Now || e.Verdict == NotYet {
		e.Days, err = d.days(ctx, d.db, r, &e)
	}
	return e, err
}

// leastFigures is how many decisions a median is of before it is shown: fewer say more of single cases than of the body.
const leastFigures = 5

// days is how long the body is likely to take: from its own figures of the last year, or else the longest the rule allows.
func (d *Desk) days(ctx context.Context, db pg.DB, r *record.Record, e *Eligibility) (*Days, error) {
	book := d.law.On(d.today())
	l, ok := book.Limit(e.rule.Total)
	if !ok {
		return nil, nil //nolint:nilnil // no term is laid down, so none is told
	}
	out := &Days{N: int(l.N), From: "law", Basis: cites(book, l.Basis), Standing: l.Standing}
	f, err := figuresOf(ctx, db, r.AuthorityID, d.today().AddMonths(-12))
	if err != nil {
		return nil, err
	}
	if f.Cases >= leastFigures {
		out.N, out.From, out.Cases = int(f.Median), "figures", int(f.Cases)
	}
	out.By, out.Provisional = workday.Due(max(e.From, d.today()), workday.Term{N: out.N, Unit: workday.WorkingDays}, d.law.Calendar())
	return out, nil
}

// Pledges are commitments of repair as they are published, newest first, and a cursor for the next page (F04-1).
func (d *Desk) Pledges(ctx context.Context, entity string, before workday.Date, id string) (page []Pledge, err error) {
	rows, err := pledges(ctx, d.db, entity, before, id, pledgePage)
	page = []Pledge{}
	for i := range rows {
		page = append(page, d.pledge(&rows[i]))
	}
	return page, err
}

const pledgePage = 50

// Rules are the methods in force, for whoever wants to read them without a record.
func (d *Desk) methods() []law.RepairMethod { return slices.Clone(d.law.On(d.today()).RepairMethods()) }

var (
	errOneOf = fault.New(fault.Invalid, "repair.one_of", "请填写一项：记录编号、决定书文号或者统一社会信用代码。",
		"Give one of the three: id of a record, number of a decision, or the unified social credit code.").At("record")
	errNotFound = fault.New(fault.Missing, "repair.not_found", "没有查到今天公示中的失信记录；请核对文号。没有查到不等于没有记录，企业登录后可以查看自己的全部记录。",
		"No adverse record that is public today was found; check the number. No result does not mean no record: the firm sees all of its own after signing in.")
)
