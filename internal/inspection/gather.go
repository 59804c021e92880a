package inspection

import (
	"bytes"
	"context"
	"crypto/sha256"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/inspection/draw"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// jobGather reads the roster of a draw to its end. Its one argument is the draw; how far it is stands in the draw itself, so that
// a try that was broken off is taken up by the next, on whichever server, where it stood.
const jobGather = "inspection.gather"

// gatherTime is how long one try may read; what it read until then is kept.
const gatherTime = 10 * time.Minute

type gathering struct {
	Draw string `json:"draw"`
}

// Through lets rosters be read by the jobs of the platform. While wiring, once.
func (d *Desk) Through(q *jobs.Queue) {
	d.jobs = q
	d.handleBacktests(q)
	jobs.Handle(q, jobGather, jobs.Retry{Timeout: gatherTime}, func(ctx context.Context, g gathering) error { return d.Gather(ctx, g.Draw) })
}

// Share lets a desk on another clock put its work where another's goes, and know the same bodies: for a story on its own calendar.
func (d *Desk) Share(with *Desk) { d.jobs, d.People, d.NameOf = with.jobs, with.People, with.NameOf }

// Begin starts a draw of a published plan. Its roster is read beside requests: the draw and the work of reading it are there
// together, or neither.
func (d *Desk) Begin(ctx context.Context, who access.Actor, plan string, parties []string) (View, error) {
	p, parties, err := d.beginnable(ctx, who, plan, parties)
	if err != nil {
		return View{}, err
	}
	id, err := newID()
	if err != nil {
		return View{}, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := tx.Exec(ctx, qAddDraw, id, p.ID, p.Org, p.Matter, parties, d.today(), d.law.Edition(), who.ID, d.instant()); err != nil {
			return err
		}
		if _, err := d.append(ctx, tx, who.ID, "inspection.begun", id, map[string]string{"org": p.Org, "matter": p.Matter, "plan": p.ID}); err != nil {
			return err
		}
		if d.jobs == nil { // on a calendar of its own: whoever begins it gathers it
			return nil
		}
		return d.jobs.Put(ctx, tx, jobGather, gathering{id})
	})
	if err != nil {
		return View{}, err
	}
	return d.Draw(ctx, who, id)
}

// beginnable is the plan a draw may begin from, and its parties, each once.
func (d *Desk) beginnable(ctx context.Context, who access.Actor, plan string, parties []string) (Plan, []string, error) {
	p, err := findPlan(ctx, d.db, plan)
	if err == nil && p.Org != who.Org {
		err = errUnknown
	}
	if err != nil {
		return p, nil, err
	}
	if p.Status != "published" {
		return p, nil, errDraftPlan
	}
	parties = slices.Compact(slices.Sorted(slices.Values(parties)))
	if len(parties) < draw.FewestParties {
		return p, nil, errParties
	}
	for _, org := range parties {
		if d.NameOf != nil && d.NameOf(ctx, org) == "" { // it could never commit, and the draw would be void
			return p, nil, errStranger
		}
	}
	m, err := one[Matter](ctx, d.db, qMatter, p.Matter)
	if err != nil {
		return p, nil, err
	}
	if _, ok := d.law.On(d.today()).ClassTableOf(m.Domain); !ok {
		return p, nil, errNoTable
	}
	return p, parties, nil
}

// Gather reads the roster of a draw to its end and freezes it.
func (d *Desk) Gather(ctx context.Context, id string) error {
	for {
		done, err := d.step(ctx, id)
		if err != nil || done {
			return err
		}
	}
}

// pageOf is how many entities one step reads.
const pageOf = 5_000

// step reads a page of the registry into a chunk, or freezes the roster when none is left.
func (d *Desk) step(ctx context.Context, id string) (done bool, err error) {
	defer fault.Wrap(&err, "inspection.step(%s)", id)
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		s, err := one[stored](ctx, tx, qLockDraw, id)
		if err != nil || s.State != Gathering {
			done = true
			return err
		}
		page, err := registry.After(ctx, tx, s.After, pageOf)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			done = true
			return d.freeze(ctx, tx, &s)
		}
		body, err := d.chunk(ctx, tx, s, page)
		if err != nil {
			return err
		}
		if len(body) > 0 {
			if _, err := tx.Exec(ctx, qAddChunk, s.DrawID, s.Chunks, body); err != nil {
				return err
			}
			s.Chunks++
		}
		s.After, s.Seen = page[len(page)-1].ID, s.Seen+int64(len(page))
		return save(ctx, tx, &s, d.instant())
	})
	return done, err
}

// chunk keeps those of a page that the matter concerns, with their class. A firm that has had all the visits of its class this
// year is left out (国办发〔2024〕54号: a yearly cap for each enterprise).
func (d *Desk) chunk(ctx context.Context, tx pg.Tx, s stored, page []registry.Entity) ([]byte, error) {
	m, err := one[Matter](ctx, tx, qMatter, s.Matter)
	if err != nil {
		return nil, err
	}
	book := d.law.On(s.OnDay)
	table, ok := book.ClassTableOf(m.Domain)
	if !ok {
		return nil, errNoTable
	}
	pilots, err := d.pilots(ctx, tx, s.OnDay)
	if err != nil {
		return nil, err
	}
	page = slices.DeleteFunc(slices.Clone(page), func(e registry.Entity) bool { return !m.reaches(e) }) // the caller goes on from its last
	daily, err := dailyOf(ctx, tx, idsOf(page))
	if err != nil {
		return nil, err
	}
	page = slices.DeleteFunc(page, func(e registry.Entity) bool { return !m.ofTrade(e) && len(m.brings(e, daily[e.ID])) == 0 })
	ids := idsOf(page)
	facts, err := standing.OfMany(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	visits, err := visitDays(ctx, tx, ids, workday.MustParse(strconv.Itoa(s.OnDay.Year())+"-01-01"))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	var held []Daily
	for _, e := range page {
		class, _ := tableFor(book, table, pilots, m.Domain, e.Region, e.Industry).Classify(KnownOf(e.Industry, facts[e.ID], book, s.OnDay))
		if most, capped := book.Limit("inspection.visits.year." + class); !capped || int64(len(visits[e.ID])) < most.N {
			b.WriteString(e.ID + " " + class + "\n")
			held = append(held, m.brings(e, daily[e.ID])...)
		}
	}
	return b.Bytes(), noteRoster(ctx, tx, s.DrawID, held)
}

func idsOf(page []registry.Entity) []string {
	ids := make([]string, len(page))
	for i, e := range page {
		ids[i] = e.ID
	}
	return ids
}

// reaches: the matter is about firms that stand in the registry, of its region.
func (m Matter) reaches(e registry.Entity) bool {
	if e.Status != registry.Registered || !strings.HasPrefix(e.Region, m.Region) {
		return false
	}
	switch e.Kind {
	case registry.Enterprise, registry.Household, registry.Cooperative:
		return true
	}
	return false
}

// ofTrade: the firm is of the industries of the matter.
func (m Matter) ofTrade(e registry.Entity) bool {
	known := law.Known{Industry: e.Industry}
	return len(m.Industries) == 0 || slices.ContainsFunc(m.Industries, known.Is)
}

// KnownOf is what a class table is asked with: grades that stand on the day, and whether a list of seriously dishonest subjects
// holds the firm itself. What is known of its people is not among it: nothing spreads from a firm to a person or back.
func KnownOf(industry string, facts []standing.Fact, book *law.Book, on workday.Date) law.Known {
	k := law.Known{Industry: industry, Grades: map[string]string{}}
	newest := map[string]workday.Date{}
	for _, f := range facts {
		if stands, _ := f.StandsOn(on); !stands {
			continue
		}
		switch f.Kind {
		case standing.OnList:
			l, ok := book.List(f.List)
			k.Listed = k.Listed || ok && l.Kind == "serious"
		case standing.Rated:
			if f.From >= newest[f.Item] {
				newest[f.Item], k.Grades[f.Item] = f.From, f.Grade
			}
		}
	}
	return k
}

// freeze ends the reading: from here on nobody joins the roster and nobody leaves it.
func (d *Desk) freeze(ctx context.Context, tx pg.Tx, s *stored) error {
	roster, codes, err := d.roster(ctx, tx, *s)
	if err != nil {
		return err
	}
	plan, err := findPlan(ctx, tx, s.PlanID)
	if err != nil {
		return err
	}
	book := d.law.On(s.OnDay)
	team, _ := book.Limit("inspection.inspectors.min")
	pool, accounts, err := d.pool(ctx, *s, codes)
	if err != nil {
		return err
	}
	if len(roster.Entities) == 0 {
		return d.fail(ctx, tx, s, errEmpty)
	}
	if int64(len(accounts)) < team.N {
		return d.fail(ctx, tx, s, errNobody)
	}
	setup := draw.Setup{Draw: s.DrawID, Matter: s.Matter, On: s.OnDay.String(), Law: s.Edition, Roster: roster.Hash(),
		Pool: sha256.Sum256([]byte(pool.Text())), Inspectors: int64(len(accounts)), Team: team.N, Parties: s.Parties}
	m, pilots, err := d.switchedFor(ctx, tx, s)
	if err != nil {
		return err
	}
	for i, n := range roster.Counts() {
		r := d.unpiloted(pilots, book, m, roster.Strata[i], plan.Ratios[roster.Strata[i]])
		setup.Strata = append(setup.Strata, draw.Stratum{Name: roster.Strata[i], Count: n, PPM: r.PPM, Key: r.Key})
	}
	setup.Strata = draw.Quotas(setup.Strata)
	if err := setup.Check(); err != nil {
		return err
	}
	s.State, s.Setup, s.Inspectors, s.Accounts, s.CommitBy = Frozen, setup.Text(), pool.Text(), accounts, d.due(book)
	s.FrozenEntry, err = d.append(ctx, tx, s.Author, draw.ActFrozen, s.DrawID, map[string]string{"setup": setup.Hash().String(), "roster": setup.Roster.String(),
		"entities": strconv.Itoa(len(roster.Entities)), "org": s.Org, "matter": s.Matter, "edition": s.Edition})
	if err != nil {
		return err
	}
	return save(ctx, tx, s, d.instant())
}

// fail ends a draw that cannot be: it stays, void, with the reason on the ledger.
func (d *Desk) fail(ctx context.Context, tx pg.Tx, s *stored, why *fault.Error) error {
	s.State, s.VoidWhy = Void, why.Code
	if _, err := d.append(ctx, tx, s.Author, "inspection.voided", s.DrawID, map[string]string{"org": s.Org, "why": why.Code}); err != nil {
		return err
	}
	return save(ctx, tx, s, d.instant())
}

// due is the last day for shares counted from today.
func (d *Desk) due(book *law.Book) workday.Date {
	term, _ := book.Limit("inspection.share")
	day, _ := d.law.Calendar().AddWorkdays(d.today(), int(term.N))
	return day
}

// salt of something in a draw: made of the platform's own secret, so that it need not be kept and cannot be tried.
func (d *Desk) salt(id, what string) (s draw.Salt) {
	h := sha256.Sum256([]byte(d.sealer.Blind("inspection.draw", id+" "+what)))
	copy(s[:], h[:])
	return s
}

// roster is that of a draw, with the code behind every commitment.
func (d *Desk) roster(ctx context.Context, db pg.DB, s stored) (*draw.Roster, map[draw.Hash]string, error) {
	chunks, err := pg.Column[[]byte](ctx, db, qChunks, s.DrawID)
	if err != nil {
		return nil, nil, err
	}
	place := map[string]uint8{}
	for i, c := range law.Classes {
		place[c] = uint8(i)
	}
	codes := map[draw.Hash]string{}
	var entities []draw.Entity
	for _, body := range chunks {
		for line := range strings.Lines(string(body)) {
			code, class, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			id := draw.EntityID(d.salt(s.DrawID, code), code)
			codes[id] = code
			entities = append(entities, draw.Entity{ID: id, Stratum: place[class]})
		}
	}
	r, err := draw.NewRoster(slices.Clone(law.Classes), entities)
	return r, codes, err
}

// pool is who may be sent: inspectors of the body with a certificate that holds today, and whom each must avoid.
func (d *Desk) pool(ctx context.Context, s stored, codes map[draw.Hash]string) (draw.Pool, []string, error) {
	all, err := pg.All[Inspector](ctx, d.db, qInspectors, s.Org)
	if err != nil {
		return draw.Pool{}, nil, err
	}
	ids, accounts := map[string]draw.Hash{}, []string{}
	for _, i := range all {
		if i.Active && i.CertificateUntil >= d.today() {
			ids[i.Account] = draw.InspectorID(d.salt(s.DrawID, i.Account), i.Account)
			accounts = append(accounts, i.Account)
		}
	}
	p := draw.Pool{Inspectors: slices.Collect(maps.Values(ids)), Avoid: map[draw.Hash][]draw.Hash{}}
	apart, err := d.apart(ctx, accounts)
	for pair := range apart {
		entity := draw.EntityID(d.salt(s.DrawID, pair[1]), pair[1])
		if _, there := codes[entity]; there {
			p.Avoid[entity] = append(p.Avoid[entity], ids[pair[0]])
		}
	}
	return p, accounts, err
}
