package inspection

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const (
	matterColumns    = `code, org, name_zh, name_en, domain, kind, basis, industries, region, active, version, changed_at, promised`
	inspectorColumns = `account, org, duty, certificate, certificate_until, active, changed_at`
	planColumns      = `plan_id, org, matter, year, month, first_on, last_on, ratios, status, author, version, changed_at`
	drawColumns      = `draw_id, plan_id, org, matter, state, parties, on_day, edition, after, seen, chunks, setup, inspectors, accounts, frozen_entry,
		commit_by, checkpoint, root_size, rooted_entry, reveal_by, seed, result, drawn_entry, header, void_for, author, changed_at, void_why`
	taskColumns = `entity_id, draw_id, org, matter, class, inspectors, first_on, last_on`
)

var (
	qMatters   = pg.Q("inspection.matters", `select `+matterColumns+` from inspection.matter order by code`)
	qMatter    = pg.Q("inspection.matter", `select `+matterColumns+` from inspection.matter where code = $1`)
	qPutMatter = pg.Q("inspection.put_matter", `
		insert into inspection.matter as m (`+matterColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $12, $13)
		on conflict (code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en, domain = excluded.domain, kind = excluded.kind,
			basis = excluded.basis, industries = excluded.industries, region = excluded.region, active = excluded.active, promised = excluded.promised,
			version = m.version + 1, changed_at = excluded.changed_at
		where m.org = excluded.org and m.version = $11`)

	qInspectors   = pg.Q("inspection.inspectors", `select `+inspectorColumns+` from inspection.inspector where org = $1 order by account`)
	qPutInspector = pg.Q("inspection.put_inspector", `
		insert into inspection.inspector as i (`+inspectorColumns+`) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (account) do update set org = excluded.org, duty = excluded.duty, certificate = excluded.certificate,
			certificate_until = excluded.certificate_until, active = excluded.active, changed_at = excluded.changed_at`)
	qDeclare = pg.Q("inspection.declare", `
		insert into inspection.conflict (account, entity_id, ground, declared_at) values ($1, $2, $3, $4)
		on conflict (account, entity_id) do update set ground = excluded.ground, declared_at = excluded.declared_at, withdrawn_at = null`)
	qWithdraw = pg.Q("inspection.withdraw", `
		update inspection.conflict set withdrawn_at = $3 where account = $1 and entity_id = $2 and withdrawn_at is null`)
	qConflicts = pg.Q("inspection.conflicts", `
		select account, entity_id from inspection.conflict where account = any($1) and withdrawn_at is null`)
	qDeclared = pg.Q("inspection.declared", `
		select entity_id, ground, declared_at from inspection.conflict where account = $1 and withdrawn_at is null order by declared_at desc, entity_id`)
	qVisits = pg.Q("inspection.visits", `
		select entity_id, account, visited_on, found from inspection.visit where account = any($1) and visited_on > $2`)
	qAddVisit = pg.Q("inspection.add_visit", `
		insert into inspection.visit (entity_id, visit_id, account, visited_on, found, at) values ($1, $2, $3, $4, $5, $6)
		on conflict (entity_id, visit_id, account) do nothing`)
	qVisitDays = pg.Q("inspection.visit_days", `
		select entity_id, visit_id, min(visited_on) as visited_on from inspection.visit
		where entity_id = any($1) and visited_on >= $2 group by entity_id, visit_id`)
	qWaive   = pg.Q("inspection.waive", `insert into inspection.waiver (account, entity_id, reason, author, until_on, at) values ($1, $2, $3, $4, $5, $6)`)
	qWaivers = pg.Q("inspection.waivers", `select account, entity_id, reason, until_on from inspection.waiver where account = any($1) and until_on >= $2`)

	qPlans   = pg.Q("inspection.plans", `select `+planColumns+` from inspection.plan where ($1 = '' or org = $1) and ($2 = '' or status = $2) order by plan_id desc limit 500`)
	qPlan    = pg.Q("inspection.plan", `select `+planColumns+` from inspection.plan where plan_id = $1`)
	qPutPlan = pg.Q("inspection.put_plan", `
		insert into inspection.plan as p (`+planColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $12)
		on conflict (plan_id) do update set first_on = excluded.first_on, last_on = excluded.last_on, ratios = excluded.ratios,
			status = excluded.status, version = p.version + 1, changed_at = excluded.changed_at
		where p.org = excluded.org and p.version = $11 and p.status = 'draft'`)

	qAddDraw = pg.Q("inspection.add_draw", `
		insert into inspection.draw (`+drawColumns+`) values ($1, $2, $3, $4, 'gathering', $5, $6, $7, '', 0, 0, '', '', '{}', '', null, '', 0, '', null, '', '', '', '', '{}', $8, $9, '')`)
	qDraws = pg.Q("inspection.draws", `
		select `+drawColumns+` from inspection.draw where ($1 or org = $2 or $2 = any(parties)) order by draw_id desc limit 200`)
	qPublic   = pg.Q("inspection.public", `select `+drawColumns+` from inspection.draw where state in ('published', 'void') or frozen_entry <> '' order by draw_id desc limit 200`)
	qDraw     = pg.Q("inspection.draw", `select `+drawColumns+` from inspection.draw where draw_id = $1`)
	qLockDraw = pg.Q("inspection.lock_draw", `select `+drawColumns+` from inspection.draw where draw_id = $1 for update`)
	qSaveDraw = pg.Q("inspection.save_draw", `
		update inspection.draw set state = $2, after = $3, seen = $4, chunks = $5, setup = $6, inspectors = $7, accounts = $8, frozen_entry = $9,
			commit_by = $10, checkpoint = $11, root_size = $12, rooted_entry = $13, reveal_by = $14, seed = $15, result = $16, drawn_entry = $17,
			header = $18, void_for = $19, changed_at = $20, void_why = $21
		where draw_id = $1`)
	qAddChunk = pg.Q("inspection.add_chunk", `insert into inspection.roster_chunk (draw_id, seq, body) values ($1, $2, $3)`)
	qChunks   = pg.Q("inspection.chunks", `select body from inspection.roster_chunk where draw_id = $1 order by seq`)
	qShares   = pg.Q("inspection.shares", `select party, commitment, commit_entry, share, reveal_entry from inspection.share where draw_id = $1 order by party collate "C"`)
	qCommit   = pg.Q("inspection.commit", `insert into inspection.share (draw_id, party, commitment, commit_entry, share, reveal_entry) values ($1, $2, $3, $4, '', '')`)
	qReveal   = pg.Q("inspection.reveal", `update inspection.share set share = $3, reveal_entry = $4 where draw_id = $1 and party = $2 and share = ''`)

	qAssign = pg.Q("inspection.assign", `
		insert into inspection.assignment (`+taskColumns+`)
		select u.entity, $1, $2, $3, u.class, string_to_array(u.team, ','), $7, $8 from unnest($4::text[], $5::text[], $6::text[]) as u (entity, class, team)`)
	qTasks   = pg.Q("inspection.tasks", `select `+taskColumns+` from inspection.assignment where $1 = any(inspectors) and last_on >= $2 order by first_on, entity_id limit 500`)
	qTasksOf = pg.Q("inspection.tasks_of", `select `+taskColumns+` from inspection.assignment where entity_id = any($1) and last_on >= $2`)
	// cross-shard, read-only: firms that more than one draw sends somebody to
	qShared = pg.Q("inspection.shared", `
		select entity_id from inspection.assignment where last_on >= $1 group by entity_id having count(*) > 1 order by entity_id limit 500`)
)

func one[T any](ctx context.Context, db pg.DB, q pg.Query, args ...any) (v T, err error) {
	v, err = pg.One[T](ctx, db, q, args...)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	fault.Wrap(&err, "%s", q.Name)
	return v, err
}

func (d *Desk) putMatter(ctx context.Context, tx pg.Tx, m Matter) (err error) {
	defer fault.Wrap(&err, "inspection.putMatter(%s)", m.Code)
	n, err := tx.Exec(ctx, qPutMatter, m.Code, m.Org, m.NameZH, m.NameEN, m.Domain, m.Kind, m.Basis, list(m.Industries), m.Region, m.Active, m.Version, m.ChangedAt, list(m.Promised))
	if err == nil && n == 0 {
		err = errChanged
	}
	return err
}

// list is never null.
func list(s []string) []string { return append([]string{}, s...) }

type planRow struct {
	Plan
	Ratios json.RawMessage
}

func (r planRow) plan() (Plan, error) {
	p := r.Plan
	return p, json.Unmarshal(r.Ratios, &p.Ratios)
}

func findPlan(ctx context.Context, db pg.DB, id string) (Plan, error) {
	r, err := one[planRow](ctx, db, qPlan, id)
	if err != nil {
		return Plan{}, err
	}
	return r.plan()
}

func listPlans(ctx context.Context, db pg.DB, org, status string) (out []Plan, err error) {
	defer fault.Wrap(&err, "inspection.listPlans")
	rows, err := pg.All[planRow](ctx, db, qPlans, org, status)
	out = []Plan{}
	for _, r := range rows {
		p, err := r.plan()
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, err
}

func putPlan(ctx context.Context, tx pg.Tx, p Plan) (err error) {
	defer fault.Wrap(&err, "inspection.putPlan(%s)", p.ID)
	ratios, err := json.Marshal(p.Ratios)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, qPutPlan, p.ID, p.Org, p.Matter, p.Year, p.Month, p.FirstOn, p.LastOn, ratios, p.Status, p.Author, p.Version, p.ChangedAt)
	if err == nil && n == 0 {
		err = errChanged
	}
	return err
}

func save(ctx context.Context, tx pg.Tx, s *stored, now time.Time) (err error) {
	defer fault.Wrap(&err, "inspection.save(%s)", s.DrawID)
	s.ChangedAt = now
	_, err = tx.Exec(ctx, qSaveDraw, s.DrawID, s.State, s.After, s.Seen, s.Chunks, s.Setup, s.Inspectors, list(s.Accounts), s.FrozenEntry, s.CommitBy,
		s.Checkpoint, s.RootSize, s.RootedEntry, s.RevealBy, s.Seed, s.Result, s.DrawnEntry, s.Header, list(s.VoidFor), now, s.VoidWhy)
	return err
}

// days of visits to firms since a day, one for each visit.
func visitDays(ctx context.Context, db pg.DB, entities []string, since workday.Date) (out map[string][]workday.Date, err error) {
	defer fault.Wrap(&err, "inspection.visitDays(%d)", len(entities))
	type row struct {
		EntityID, VisitID string
		VisitedOn         workday.Date
	}
	rows, err := pg.All[row](ctx, db, qVisitDays, entities, since)
	out = map[string][]workday.Date{}
	for _, r := range rows {
		out[r.EntityID] = append(out[r.EntityID], r.VisitedOn)
	}
	return out, err
}
