package inspection

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/adoption"
	"xinheng/internal/fault"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where inspections are planned and drawn.
type Desk struct {
	// People are those who hold the post of an inspector in a body: a body enters its own people only. Nil: not asked, for tests of
	// this area.
	People func(ctx context.Context, org string) ([]Colleague, error)
	// NameOf is the name of a body that works here; empty: there is no such body. Nil: not asked, for tests of this area.
	NameOf func(ctx context.Context, org string) string
	// Pilots are those that are on, on a day. Nil: there are none.
	Pilots func(ctx context.Context, db pg.DB, on workday.Date) (Switched, error)

	db     *pg.Pool
	law    *law.Library
	ledger *ledger.Log
	sealer *seal.Sealer
	now    func() time.Time
	jobs   *jobs.Queue
}

// NewDesk makes the desk. Rosters are read through the queue it is given next (Through).
func NewDesk(db *pg.Pool, lib *law.Library, log *ledger.Log, s *seal.Sealer, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, ledger: log, sealer: s, now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

func (d *Desk) append(ctx context.Context, tx pg.Tx, who, kind, about string, public map[string]string) (string, error) {
	return ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: who, About: about, Public: public})
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	return id.String(), err
}

// Matters is the inspection list, for everybody.
func (d *Desk) Matters(ctx context.Context) (_ []Matter, err error) {
	defer fault.Wrap(&err, "inspection.Matters")
	return pg.All[Matter](ctx, d.db, qMatters)
}

// PutMatter enters a matter of one's body, or changes it.
func (d *Desk) PutMatter(ctx context.Context, who access.Actor, m Matter) (Matter, error) {
	m.Org, m.ChangedAt = who.Org, d.instant()
	book := d.law.On(d.today())
	for _, code := range m.Promised {
		if _, ok := book.Matter(code); !ok {
			return m, errNoApproval
		}
	}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := d.putMatter(ctx, tx, m); err != nil {
			return err
		}
		_, err := d.append(ctx, tx, who.ID, "inspection.matter", m.Code, map[string]string{"org": m.Org, "kind": m.Kind, "active": strconv.FormatBool(m.Active)})
		return err
	})
	m.Version++
	return m, err
}

// Inspectors are those of one's body.
func (d *Desk) Inspectors(ctx context.Context, who access.Actor) (_ []Inspector, err error) {
	defer fault.Wrap(&err, "inspection.Inspectors")
	return pg.All[Inspector](ctx, d.db, qInspectors, who.Org)
}

// PutInspector enters an inspector of one's body, or changes what is said of them.
func (d *Desk) PutInspector(ctx context.Context, who access.Actor, i Inspector) (Inspector, error) {
	i.Org, i.ChangedAt = who.Org, d.instant()
	if i.CertificateUntil.IsZero() {
		return i, errNoCertificate
	}
	if d.People != nil {
		all, err := d.People(ctx, who.Org)
		if err != nil {
			return i, err
		}
		if !slices.ContainsFunc(all, func(c Colleague) bool { return c.Account == i.Account }) {
			return i, errNotOurs
		}
	}
	return i, d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := tx.Exec(ctx, qPutInspector, i.Account, i.Org, i.Duty, i.Certificate, i.CertificateUntil, i.Active, i.ChangedAt); err != nil {
			return err
		}
		_, err := d.append(ctx, tx, who.ID, "inspection.inspector", i.Account, map[string]string{"org": i.Org, "active": strconv.FormatBool(i.Active)})
		return err
	})
}

// Candidates are those of one's body who may be entered on the roster of inspectors.
func (d *Desk) Candidates(ctx context.Context, who access.Actor) ([]Colleague, error) {
	if d.People == nil {
		return nil, nil
	}
	return d.People(ctx, who.Org)
}

// Declared are the interests one has declared of oneself and not withdrawn: nobody else reads them here.
func (d *Desk) Declared(ctx context.Context, who access.Actor) (_ []Declared, err error) {
	defer fault.Wrap(&err, "inspection.Declared")
	all, err := pg.All[Declared](ctx, d.db, qDeclared, who.Account)
	for i := range all {
		if e, err := registry.Find(ctx, d.db, all[i].Entity); err == nil {
			all[i].Name = e.Name
		}
	}
	return all, err
}

// Declare says that an inspector must not inspect a firm (S5). Only of oneself, and at once: no draw after it sends them there.
func (d *Desk) Declare(ctx context.Context, who access.Actor, entity, ground string) error {
	if _, err := registry.Find(ctx, d.db, entity); err != nil {
		return err // a slip of the keyboard would be an interest in nobody
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := tx.Exec(ctx, qDeclare, who.Account, entity, ground, d.instant()); err != nil {
			return err
		}
		_, err := d.append(ctx, tx, who.ID, "inspection.declared", who.Account, nil) // of whom is between the inspector and the roster
		return err
	})
}

// Withdraw ends what one declared of oneself.
func (d *Desk) Withdraw(ctx context.Context, who access.Actor, entity string) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		n, err := tx.Exec(ctx, qWithdraw, who.Account, entity, d.instant())
		if err == nil && n == 0 {
			return errUnknown
		}
		if err == nil {
			_, err = d.append(ctx, tx, who.ID, "inspection.undeclared", who.Account, nil)
		}
		return err
	})
}

// Waive lets a pair that is kept apart meet again, for a written reason, until a day (S4).
func (d *Desk) Waive(ctx context.Context, who access.Actor, w Waiver) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := tx.Exec(ctx, qWaive, w.Account, w.Entity, w.Reason, who.ID, w.UntilOn, d.instant()); err != nil {
			return err
		}
		_, err := d.append(ctx, tx, who.ID, "inspection.waived", w.Account, map[string]string{"org": who.Org, "until": w.UntilOn.String()})
		return err
	})
}

// RecordVisit keeps who went where and whether anything was found, which is what rotation and frequency need of it.
func (d *Desk) RecordVisit(ctx context.Context, tx pg.Tx, visit, entity string, accounts []string, on workday.Date, found bool) (err error) {
	defer fault.Wrap(&err, "inspection.RecordVisit(%s)", visit)
	for _, a := range accounts {
		if _, err := tx.Exec(ctx, qAddVisit, entity, visit, a, on, found, d.instant()); err != nil {
			return err
		}
	}
	return nil
}

// MayAssign refuses a pair that is kept apart, or that declared an interest.
func (d *Desk) MayAssign(ctx context.Context, account, entity string) error {
	apart, err := d.apart(ctx, []string{account})
	if err == nil && apart[[2]string{account, entity}] {
		err = errApart
	}
	return err
}

// apart are the pairs of these inspectors that must not meet today: by rotation, and by what they declared.
func (d *Desk) apart(ctx context.Context, accounts []string) (map[[2]string]bool, error) {
	today := d.today()
	visits, err := pg.All[Visit](ctx, d.db, qVisits, accounts, today.AddMonths(-120))
	if err != nil {
		return nil, err
	}
	waivers, err := pg.All[Waiver](ctx, d.db, qWaivers, accounts, today)
	if err != nil {
		return nil, err
	}
	apart := KeptApart(visits, waivers, d.law.On(today), today)
	type pair struct{ Account, EntityID string }
	declared, err := pg.All[pair](ctx, d.db, qConflicts, accounts)
	for _, p := range declared { // an interest is waived by nobody
		apart[[2]string{p.Account, p.EntityID}] = true
	}
	return apart, err
}

// Plans of one's body; with region reach, of all.
func (d *Desk) Plans(ctx context.Context, who access.Actor) ([]Plan, error) {
	return listPlans(ctx, d.db, scope(who), "")
}

// scope is the body whose plans and draws an actor sees; empty for those whose reach is a region.
func scope(who access.Actor) string {
	if who.May(access.DrawRead) && len(who.Regions) > 0 {
		return ""
	}
	return who.Org
}

// PutPlan makes a plan or changes a draft of one.
func (d *Desk) PutPlan(ctx context.Context, who access.Actor, p Plan) (Plan, error) {
	if p.ID == "" {
		id, err := newID()
		if err != nil {
			return Plan{}, err
		}
		p.ID, p.Author = id, who.ID
	}
	m, err := one[Matter](ctx, d.db, qMatter, p.Matter)
	if fault.KindOf(err) == fault.Missing || err == nil && (m.Org != who.Org || !m.Active) {
		return Plan{}, errMatter
	}
	if err != nil {
		return Plan{}, err
	}
	if p.FirstOn > p.LastOn || p.FirstOn.Year() != int(p.Year) || p.LastOn.Year() != int(p.Year) {
		return Plan{}, errDays
	}
	p.Org, p.Status, p.ChangedAt = who.Org, "draft", d.instant()
	if p.Ratios, err = d.ratios(ctx, m, p.Ratios); err != nil {
		return Plan{}, err
	}
	if err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return putPlan(ctx, tx, p) }); err != nil {
		return Plan{}, err
	}
	p.Version++
	return p, nil
}

// ratios completes those of a plan by the law, and says of each where it comes from. The ratio of a general matter is never
// higher than the law's, assumed or not: a number that limits an authority needs no adoption.
func (d *Desk) ratios(ctx context.Context, m Matter, asked map[string]Ratio) (map[string]Ratio, error) {
	all, err := adoption.All(ctx, d.db)
	if err != nil {
		return nil, err
	}
	today, out := d.today(), map[string]Ratio{}
	pilots, err := d.pilots(ctx, d.db, today)
	if err != nil {
		return nil, err
	}
	for class := range asked {
		if !slices.Contains(law.Classes, class) {
			return nil, errClass
		}
	}
	for _, class := range law.Classes {
		key := "inspection.ratio." + class
		l, ok := d.law.On(today).Limit(key)
		r, given := asked[class]
		from := ""
		if !given {
			r.PPM = l.N * 1000
			if n, pilot, on := pilots.Ratio(m.Domain, m.Region, class); on {
				r.PPM, from = n*1000, piloted+pilot
			}
		}
		if m.Kind == "general" && ok && r.PPM > l.N*1000 {
			return nil, errRatio
		}
		r.Key = "plan"
		if settled, _ := all.Coercive("limit:"+key, l.Standing, today); ok && settled && r.PPM == l.N*1000 {
			r.Key = "limit:" + key
		}
		if from != "" {
			r.Key = from
		}
		out[class] = r
	}
	return out, nil
}

// PublishPlan makes a plan public and final.
func (d *Desk) PublishPlan(ctx context.Context, who access.Actor, id string) (p Plan, err error) {
	if p, err = findPlan(ctx, d.db, id); err != nil {
		return p, err
	}
	if p.Org != who.Org {
		return Plan{}, errUnknown
	}
	if p.Status == "published" {
		return Plan{}, errPublished
	}
	p.Status, p.ChangedAt = "published", d.instant()
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := putPlan(ctx, tx, p); err != nil {
			return err
		}
		_, err := d.append(ctx, tx, who.ID, "inspection.plan", p.ID, map[string]string{"org": p.Org, "matter": p.Matter, "year": strconv.Itoa(int(p.Year)), "month": strconv.Itoa(int(p.Month))})
		return err
	})
	p.Version++
	return p, err
}

// Board is what a planner must know before sending anybody: visits that can be one, and firms visited too often.
type Board struct {
	Merges   []Merge              `json:"merges"`
	Warnings map[string][]Warning `json:"warnings" doc:"by firm"`
}

// Overlap finds firms that several published or running draws send somebody to. Whom an unpublished draw drew is not told (S3):
// only tasks of published draws are looked at.
func (d *Desk) Overlap(ctx context.Context, who access.Actor) (b Board, err error) {
	defer fault.Wrap(&err, "inspection.Overlap")
	today := d.today()
	b = Board{Merges: []Merge{}, Warnings: map[string][]Warning{}}
	firms, err := pg.Column[string](ctx, d.db, qShared, today)
	if err != nil || len(firms) == 0 {
		return b, err
	}
	tasks, err := d.publishedTasks(ctx, firms, today)
	if err != nil {
		return b, err
	}
	book := d.law.On(today)
	window, _ := book.Limit("inspection.overlap")
	for _, m := range Overlaps(tasks, int(window.N)) {
		if org := scope(who); org == "" || slices.Contains(m.Orgs, org) {
			b.Merges = append(b.Merges, m)
		}
	}
	days, err := visitDays(ctx, d.db, firms, workday.MustParse(strconv.Itoa(today.Year())+"-01-01"))
	for _, t := range tasks {
		if w := Frequency(days[t.Entity], t.Class, book); len(w) > 0 {
			b.Warnings[t.Entity] = w
		}
	}
	return b, err
}

func (d *Desk) publishedTasks(ctx context.Context, firms []string, today workday.Date) ([]Task, error) {
	all, err := pg.All[Task](ctx, d.db, qTasksOf, firms, today)
	if err != nil {
		return nil, err
	}
	public := map[string]bool{}
	for _, t := range all {
		if _, known := public[t.Draw]; !known {
			s, err := one[stored](ctx, d.db, qDraw, t.Draw)
			if err != nil {
				return nil, err
			}
			public[t.Draw] = s.State == Published
		}
	}
	return slices.DeleteFunc(all, func(t Task) bool { return !public[t.Draw] }), nil
}

// Tasks are an inspector's own.
func (d *Desk) Tasks(ctx context.Context, who access.Actor) (_ []Task, err error) {
	defer fault.Wrap(&err, "inspection.Tasks")
	return pg.All[Task](ctx, d.db, qTasks, who.Account, d.today())
}
