package verify

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const columns = `entity_id, commitment_id, kind, undertaking, matter, org, region, plan, plan_from, class, method, state, starts_on, due_on, planned_at,
	compared_at, case_id, outcome, ended_on, version`

var (
	qInsert = pg.Q("verify.insert", `
		insert into verify.verification (`+columns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
		on conflict (entity_id, commitment_id) do nothing`)
	qUpdate = pg.Q("verify.update", `
		update verify.verification set state = $3, starts_on = $4, due_on = $5, compared_at = $6, case_id = $7, outcome = $8, ended_on = $9, version = version + 1
		where entity_id = $1 and commitment_id = $2`)
	qFind = pg.Q("verify.find", `select `+columns+` from verify.verification where entity_id = $1 and commitment_id = $2`)
	qLock = pg.Q("verify.lock", `select `+columns+` from verify.verification where entity_id = $1 and commitment_id = $2 for update`)
	// cross-shard, read-only, limited
	qToCompare = pg.Q("verify.to_compare", `
		select entity_id, commitment_id from verify.verification where state = 'due' and compared_at is null and starts_on <= $1 order by starts_on, commitment_id limit 500`)
	// cross-shard, read-only, limited
	qOfOrg = pg.Q("verify.of_org", `
		select `+columns+` from verify.verification where org = $1 and ($2 = '' or state = $2) order by due_on nulls last, commitment_id limit 200`)
	// cross-shard, read-only, limited
	qPool = pg.Q("verify.pool", `
		select `+columns+` from verify.verification
		where state = 'pooled' and ($1 = '' or starts_with(region, $1)) and ($2 = '' or matter = $2) and commitment_id > $3 order by commitment_id limit $4`)
	// cross-shard, read-only, figures
	qFigures = pg.Q("verify.figures", `
		select matter, region, count(*) as made, count(*) filter (where state = 'due') as due, count(*) filter (where state = 'task') as task,
			count(*) filter (where state = 'kept') as kept, count(*) filter (where state = 'kept' and outcome = 'mended') as mended,
			count(*) filter (where state = 'broken') as broken, count(*) filter (where state = 'pooled') as pooled, count(*) filter (where state = 'ended') as ended,
			count(*) filter (where state in ('due', 'task') and due_on < $1) as late,
			coalesce(percentile_cont(0.5) within group (order by ended_on - starts_on) filter (where state in ('kept', 'broken') and starts_on is not null), 0)::bigint as days
		from verify.verification group by matter, region order by matter, region`)
	// cross-shard, read-only, bounded by a year: verifications that ended in it
	qYearly = pg.Q("verify.yearly", `
		select org, count(*) filter (where state in ('kept', 'broken')) as checked, count(*) filter (where state = 'kept') as kept,
			count(*) filter (where state in ('kept', 'broken')) as due
		from verify.verification where ended_on >= $1 and ended_on < $2 group by org order by org limit 5000`)
	// cross-shard, read-only: due in the year, past the day, and not done
	qMissed = pg.Q("verify.missed", `
		select org, 0::bigint as checked, 0::bigint as kept, count(*) as due
		from verify.verification where state in ('due', 'task') and due_on >= $1 and due_on < $2 and due_on < $3 group by org order by org limit 5000`)
	qAddComparison = pg.Q("verify.add_comparison", `
		insert into verify.comparison (entity_id, commitment_id, seq, at, edition, answer, lines)
		select $1, $2, 1 + count(*), $3, $4, $5, $6 from verify.comparison where entity_id = $1 and commitment_id = $2`)
	qComparisons = pg.Q("verify.comparisons", `
		select seq, at, edition, answer, lines from verify.comparison where entity_id = $1 and commitment_id = $2 order by seq desc limit 20`)
)

// dates are null where there are none.
func maybe(d workday.Date) *workday.Date {
	if d == 0 {
		return nil
	}
	return &d
}

func insert(ctx context.Context, tx pg.Tx, v *verification) (fresh bool, err error) {
	defer fault.Wrap(&err, "verify.insert(%s)", v.CommitmentID)
	n, err := tx.Exec(ctx, qInsert, v.EntityID, v.CommitmentID, v.Kind, v.Undertaking, v.Matter, v.Org, v.Region, v.Plan, v.PlanFrom, v.Class, v.Method, v.State,
		maybe(v.StartsOn), maybe(v.DueOn), v.PlannedAt, v.ComparedAt, v.CaseID, v.Outcome, maybe(v.EndedOn), v.Version)
	return n > 0, err
}

func update(ctx context.Context, tx pg.Tx, v *verification) (err error) {
	defer fault.Wrap(&err, "verify.update(%s)", v.CommitmentID)
	_, err = tx.Exec(ctx, qUpdate, v.EntityID, v.CommitmentID, v.State, maybe(v.StartsOn), maybe(v.DueOn), v.ComparedAt, v.CaseID, v.Outcome, maybe(v.EndedOn))
	v.Version++
	return err
}

func find(ctx context.Context, db pg.DB, entity, id string) (*verification, error) {
	return one(ctx, db, qFind, entity, id)
}

func lock(ctx context.Context, tx pg.Tx, entity, id string) (*verification, error) {
	return one(ctx, tx, qLock, entity, id)
}

func one(ctx context.Context, db pg.DB, q pg.Query, entity, id string) (_ *verification, err error) {
	defer fault.Wrap(&err, "verify.one")
	v, err := pg.One[verification](ctx, db, q, entity, id)
	if errors.Is(err, pg.ErrNone) {
		return nil, errUnknown
	}
	return &v, err
}

type key struct{ EntityID, CommitmentID string }

func toCompare(ctx context.Context, db pg.DB, today workday.Date) (all []key, err error) {
	defer fault.Wrap(&err, "verify.toCompare")
	return pg.All[key](ctx, db, qToCompare, today)
}

func ofOrg(ctx context.Context, db pg.DB, org, state string) (all []verification, err error) {
	defer fault.Wrap(&err, "verify.ofOrg")
	return pg.All[verification](ctx, db, qOfOrg, org, state)
}

func pool(ctx context.Context, db pg.DB, region, matter, after string, limit int) (all []verification, err error) {
	defer fault.Wrap(&err, "verify.pool")
	return pg.All[verification](ctx, db, qPool, region, matter, after, limit)
}

type figure struct {
	Matter, Region                                                   string
	Made, Due, Task, Kept, Mended, Broken, Pooled, Ended, Late, Days int64
}

func figures(ctx context.Context, db pg.DB, today workday.Date) (all []figure, err error) {
	defer fault.Wrap(&err, "verify.figures")
	return pg.All[figure](ctx, db, qFigures, today)
}

func insertComparison(ctx context.Context, tx pg.Tx, v *verification, at time.Time, edition, answer, lines string) (err error) {
	defer fault.Wrap(&err, "verify.insertComparison(%s)", v.CommitmentID)
	_, err = tx.Exec(ctx, qAddComparison, v.EntityID, v.CommitmentID, at, edition, answer, lines)
	return err
}

// Comparison is what was found on an occasion.
type Comparison struct {
	At      time.Time  `json:"at"`
	Edition string     `json:"edition" doc:"of the law it was judged by"`
	Answer  string     `json:"answer" enum:"match,mismatch,unknown"`
	Lines   []Compared `json:"lines"`
}

func comparisons(ctx context.Context, db pg.DB, entity, id string) (out []Comparison, err error) {
	defer fault.Wrap(&err, "verify.comparisons")
	type row struct {
		Seq             int32
		At              time.Time
		Edition, Answer string
		Lines           string
	}
	rows, err := pg.All[row](ctx, db, qComparisons, entity, id)
	out = []Comparison{}
	for _, r := range rows {
		c := Comparison{At: r.At, Edition: r.Edition, Answer: r.Answer}
		if err := json.Unmarshal([]byte(r.Lines), &c.Lines); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, err
}

// Yearly is how the commitments made to a body stood in a span: due to be verified, verified, and kept.
type Yearly struct {
	Org                string
	Due, Checked, Kept int64
}

// Yearly counts by body, over a span of days of which the last is not in it. What was due and is not done counts as due.
func (d *Desk) Yearly(ctx context.Context, from, to workday.Date) (all []Yearly, err error) {
	defer fault.Wrap(&err, "verify.Yearly")
	if all, err = pg.All[Yearly](ctx, d.db, qYearly, from, to); err != nil {
		return nil, err
	}
	missed, err := pg.All[Yearly](ctx, d.db, qMissed, from, to, d.today())
	for _, m := range missed {
		at := slices.IndexFunc(all, func(y Yearly) bool { return y.Org == m.Org })
		if at < 0 {
			all = append(all, m)
			continue
		}
		all[at].Due += m.Due
	}
	return all, err
}
