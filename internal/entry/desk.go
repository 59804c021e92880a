package entry

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where records are typed and approved.
type Desk struct {
	db      *pg.Pool
	records *record.Desk
	law     *law.Library
	sealer  *seal.Sealer
	now     func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, records *record.Desk, lib *law.Library, s *seal.Sealer, now func() time.Time) *Desk {
	return &Desk{db: db, records: records, law: lib, sealer: s, now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// instant is now, as exact as the table keeps it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// itemOf is the item of a draft as it was when somebody began it: one that has expired since still shows what was typed.
func (d *Desk) itemOf(r *row) law.Item {
	item, _ := d.law.On(workday.Of(r.CreatedAt)).Item(r.Item)
	return item
}

// show is a draft as its body sees it.
func (d *Desk) show(r *row) Draft { return r.draft(d.itemOf(r), true) }

// Create begins a draft.
func (d *Desk) Create(ctx context.Context, who access.Actor, item string, values map[string]string) (Draft, error) {
	it, err := d.item(item)
	if err != nil {
		return Draft{}, err
	}
	if values, err = tidy(it, values); err != nil {
		return Draft{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Draft{}, err
	}
	now := d.instant()
	r := &row{held{DraftID: id.String(), Org: who.Org, Item: it.Code, Status: Open, Writers: []string{who.ID}, Version: 1, CreatedAt: now, ChangedAt: now},
		inner{Values: values, Author: official(who)}}
	return d.show(r), d.insert(ctx, d.db, r)
}

func (d *Desk) item(code string) (law.Item, error) {
	it, ok := d.law.On(d.today()).Item(code)
	if !ok {
		return it, fault.New(fault.Invalid, "entry.unknown_item", "目录中没有这一项，或已不再施行，不得录入；请从目录中选择。",
			"The catalogue has no such item, or it is no longer in force, so nothing may be entered under it; choose one of the catalogue.").
			At("item").Under("琼府办〔2021〕4号（九）")
	}
	return it, nil
}

// change does something to a draft of one's body in a transaction that holds it.
func (d *Desk) change(ctx context.Context, who access.Actor, id string, version int32, f func(ctx context.Context, tx pg.Tx, r *row) error) (Draft, error) {
	var out Draft
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		r, err := d.find(ctx, tx, qLock, who.Org, id)
		if err != nil {
			return err
		}
		if err := r.still(version); err != nil {
			return err
		}
		if err := f(ctx, tx, r); err != nil {
			return err
		}
		r.ChangedAt = d.instant()
		err = d.update(ctx, tx, r)
		out = d.show(r)
		return err
	})
	return out, err
}

func (r *row) open() error {
	if r.Status != Open && r.Status != Returned {
		return errNotOpen
	}
	return nil
}

// Edit replaces the values of a draft. A colleague may, and is then one of its writers.
func (d *Desk) Edit(ctx context.Context, who access.Actor, id string, values map[string]string, version int32) (Draft, error) {
	return d.change(ctx, who, id, version, func(_ context.Context, _ pg.Tx, r *row) (err error) {
		if err := r.open(); err != nil {
			return err
		}
		if r.Values, err = tidy(d.itemOf(r), values); err != nil {
			return err
		}
		r.wrote(who)
		r.Flaws = nil
		return nil
	})
}

// Discard deletes a draft of one's own that is not under way.
func (d *Desk) Discard(ctx context.Context, who access.Actor, id string) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		r, err := d.find(ctx, tx, qLock, who.Org, id)
		if err != nil {
			return err
		}
		if err := r.open(); err != nil {
			return err
		}
		if r.Writers[0] != who.ID {
			return fault.New(fault.Forbidden, "entry.not_yours", "只有草稿的录入人可以删除；请联系录入人。", "Only its author may delete a draft; ask the author.")
		}
		return remove(ctx, tx, id)
	})
}

// Submit hands a draft without flaws to the second person.
func (d *Desk) Submit(ctx context.Context, who access.Actor, id string, version int32) (Draft, error) {
	r, err := d.find(ctx, d.db, qFind, who.Org, id)
	if err != nil {
		return Draft{}, err
	}
	if err := r.open(); err != nil {
		return Draft{}, err
	}
	t, err := d.try(ctx, who, r.Item, r.Values)
	if err != nil {
		return Draft{}, err
	}
	if len(t.Flaws) > 0 {
		return Draft{}, errFlawed
	}
	if version == 0 {
		version = r.Version // what was judged is what is submitted
	}
	return d.change(ctx, who, id, version, func(ctx context.Context, tx pg.Tx, r *row) error {
		if err := r.open(); err != nil {
			return err
		}
		r.wrote(who)
		r.Status, r.Second, r.Note, r.Flaws = Submitted, nil, "", nil
		r.Round++
		return d.append(ctx, tx, who, "entry.submitted", r, nil)
	})
}

// append puts an act on the ledger: ids and codes, nothing of what was typed.
func (d *Desk) append(ctx context.Context, tx pg.Tx, who access.Actor, kind string, r *row, more map[string]string) error {
	public := map[string]string{"item": r.Item, "org": r.Org}
	for k, v := range more {
		public[k] = v
	}
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: who.ID, About: r.DraftID, Public: public})
	return err
}

// Find shows a draft of one's body; one that is not approved yet with what would become of it.
func (d *Desk) Find(ctx context.Context, who access.Actor, id string) (Draft, error) {
	if !mayRead(who) {
		return Draft{}, errUnknown
	}
	r, err := d.find(ctx, d.db, qFind, who.Org, id)
	if err != nil {
		return Draft{}, err
	}
	out := d.show(r)
	if r.Status != Approved {
		p, err := d.Preview(ctx, who, r.Item, r.Values)
		if err != nil {
			return Draft{}, err
		}
		out.Preview = &p
	}
	return out, nil
}

const pageSize = 50

// List shows the drafts of one's body without their values, newest first.
func (d *Desk) List(ctx context.Context, who access.Actor, status Status, after string) (page []Draft, next string, err error) {
	page = []Draft{}
	if !mayRead(who) {
		return page, "", nil
	}
	rows, err := d.page(ctx, who.Org, status, after, pageSize+1)
	if err != nil {
		return nil, "", err
	}
	if len(rows) > pageSize {
		rows = rows[:pageSize]
		next = rows[pageSize-1].DraftID
	}
	for i := range rows {
		page = append(page, rows[i].draft(d.itemOf(&rows[i]), false))
	}
	return page, next, nil
}

// mayRead: whoever types or approves. The route asks for less, because it has one permission and they are two.
func mayRead(who access.Actor) bool {
	return who.May(access.RecordEnter) || who.May(access.RecordApprove)
}

// Preview judges values as intake would, and stores nothing.
func (d *Desk) Preview(ctx context.Context, who access.Actor, item string, values map[string]string) (Preview, error) {
	t, err := d.try(ctx, who, item, values)
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Outcome: t.Outcome, Flaws: append([]record.RowError{}, t.Flaws...), Hints: []record.RowError{}, Similar: []Similar{}}
	it, ok := d.law.On(d.today()).Item(item)
	if !ok {
		return p, nil
	}
	if decided, code := record.ParseDay(strings.TrimSpace(it.ValueOf(values, "decided_on"))); code == "" {
		p.Clock = ClockOf(d.law, it, decided, d.today())
	}
	if t.Outcome == record.Refused {
		return p, nil
	}
	p.Hints = hints(it, &t.Record)
	if t.Outcome == record.NameMatch {
		return p, nil
	}
	p.Record = &t.Record
	p.Similar, err = d.similar(ctx, who, &t.Record)
	return p, err
}

// try judges values in the name of their body. An item or a body that the catalogue no longer takes is a flaw of the draft.
func (d *Desk) try(ctx context.Context, who access.Actor, item string, values map[string]string) (record.Trial, error) {
	it, err := d.item(item)
	var t record.Trial
	if err == nil {
		t, err = d.records.Try(ctx, deliverer(who, who.ID), it, values)
	}
	switch f, _ := fault.Of(err); fault.KindOf(err) {
	case fault.Invalid, fault.Forbidden:
		return record.Trial{Outcome: record.Refused, Flaws: []record.RowError{{Row: 1, Code: f.Code, ZH: f.ZH, EN: f.EN}}}, nil
	default:
		return t, err
	}
}

// deliverer is an officer of a body handing in for it: whoever may enter or approve a record may do that with this record.
func deliverer(who access.Actor, id string) access.Actor {
	return access.Actor{ID: id, Kind: who.Kind, Org: who.Org, Name: who.Name, Scopes: []string{access.ScopeIntake}}
}

// hints tell what the catalogue does not demand and a subject would miss: the day of service, from which remedies run.
func hints(item law.Item, r *record.Record) []record.RowError {
	out := []record.RowError{}
	for _, f := range item.Fields {
		if f.Role == "served_on" && r.Adverse && r.ServedOn == 0 {
			out = append(out, record.RowError{Row: 1, Field: f.Code, Code: "service_missing",
				ZH: "送达日期待补；送达后请补录，当事人的救济期限由此起算。", EN: "The day of service is missing; add it once served, as the time for remedies runs from it."})
		}
	}
	return out
}

const mostSimilar = 5

// similar finds records of the subject under the same item that share number, day or title: the same matter, perhaps. What
// is neither public nor of one's own body is not told.
func (d *Desk) similar(ctx context.Context, who access.Actor, r *record.Record) ([]Similar, error) {
	out := []Similar{}
	all, err := record.Of(ctx, d.db, r.EntityID, time.Time{})
	for _, o := range all {
		alike := o.DocumentNo == r.DocumentNo || o.DecidedOn == r.DecidedOn || o.Title == r.Title
		shown := o.AuthorityID == who.Org || o.SourceID == who.Org || o.StatusOn(d.today()) == record.StatusPublic
		if o.ID != r.ID && o.Item == r.Item && alike && shown && len(out) < mostSimilar {
			out = append(out, Similar{o.ID, o.DocumentNo, o.Title, o.Authority, o.DecidedOn, o.State})
		}
	}
	return out, err
}
