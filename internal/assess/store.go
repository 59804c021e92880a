package assess

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const periodColumns = `month, model, model_on, closed_on, appeal_by, frozen_at`
const appealColumns = `appeal_id, month, org, indicator, things, reason, actor, at, state, left_out, answer, answer_org, answered_by, answered_at`

var (
	qInsertPeriod = pg.Q("assess.insert_period", `
		insert into assess.period (`+periodColumns+`, entry_id) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`)
	qPeriods      = pg.Q("assess.periods", `select `+periodColumns+` from assess.period order by month desc limit 600`)
	qInsertThings = pg.Q("assess.insert_things", `
		insert into assess.thing (month, org, indicator, thing, part, whole)
		select $1, o, $2, t, p, w from unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[]) as x (o, t, p, w)`)
	// one row a body and indicator; what an upheld appeal left out is not in the sum
	qSums = pg.Q("assess.sums", `
		select t.org, t.indicator, (sum(t.part) filter (where x.thing is null))::bigint as part, (sum(t.whole) filter (where x.thing is null))::bigint as whole,
			count(*) filter (where x.thing is null) as things, count(x.thing) as left_out
		from assess.thing t left join (
			select distinct a.org, a.indicator, unnest(a.left_out) as thing from assess.appeal a where a.month = $1 and a.state = 'upheld') as x
			on x.org = t.org and x.indicator = t.indicator and x.thing = t.thing
		where t.month = $1 and ($2 = '' or t.org = $2) group by t.org, t.indicator order by t.org, t.indicator limit 20000`)
	qThings = pg.Q("assess.things", `
		select t.thing, t.part, t.whole, exists (
			select from assess.appeal a where a.month = t.month and a.org = t.org and a.indicator = t.indicator and a.state = 'upheld' and t.thing = any (a.left_out)) as left_out
		from assess.thing t where t.month = $1 and t.org = $2 and t.indicator = $3 and t.thing > $4 order by t.thing limit $5`)
	qCounted = pg.Q("assess.counted", `
		select count(*) from assess.thing where month = $1 and org = $2 and indicator = $3 and thing = any ($4)`)
	qInsertAppeal = pg.Q("assess.insert_appeal", `
		insert into assess.appeal (appeal_id, month, org, indicator, things, reason, actor, at, state, left_out, answer, answer_org, answered_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '{}', '', '', '') on conflict (month, org, indicator) where state = 'open' do nothing`)
	qAnswer = pg.Q("assess.answer", `
		update assess.appeal set state = $2, left_out = $3, answer = $4, answer_org = $5, answered_by = $6, answered_at = $7
		where appeal_id = $1 and state = 'open'`)
	qAppeal     = pg.Q("assess.appeal", `select `+appealColumns+` from assess.appeal where appeal_id = $1`)
	qLockAppeal = pg.Q("assess.lock_appeal", `select `+appealColumns+` from assess.appeal where appeal_id = $1 for update`)
	qOpenAppeal = pg.Q("assess.open_appeal", `select `+appealColumns+` from assess.appeal where month = $1 and org = $2 and indicator = $3 and state = 'open'`)
	qAppeals    = pg.Q("assess.appeals", `select `+appealColumns+` from assess.appeal where month = $1 order by at, appeal_id limit 5000`)
)

type periodRow struct {
	Month    workday.Date
	Model    string
	ModelOn  workday.Date
	ClosedOn workday.Date
	AppealBy workday.Date
	FrozenAt time.Time
}

// thing is one thing that counted.
type thing struct {
	Org, Thing  string
	Part, Whole int64
}

type sumRow struct {
	Org, Indicator  string
	Part, Whole     *int64 // none: everything was left out
	Things, LeftOut int64
}

type appealRow struct {
	AppealID   string
	Month      workday.Date
	Org        string
	Indicator  string
	Things     []string
	Reason     string
	Actor      string
	At         time.Time
	State      string
	LeftOut    []string
	Answer     string
	AnswerOrg  string
	AnsweredBy string
	AnsweredAt *time.Time
}

func insertPeriod(ctx context.Context, tx pg.Tx, p *periodRow, entry string) (fresh bool, err error) {
	defer fault.Wrap(&err, "assess.insertPeriod")
	n, err := tx.Exec(ctx, qInsertPeriod, p.Month, p.Model, p.ModelOn, p.ClosedOn, p.AppealBy, p.FrozenAt, entry)
	return n > 0, err
}

func periods(ctx context.Context, db pg.DB) (_ []periodRow, err error) {
	defer fault.Wrap(&err, "assess.periods")
	return pg.All[periodRow](ctx, db, qPeriods)
}

func insertThings(ctx context.Context, tx pg.Tx, month workday.Date, indicator string, all []thing) (err error) {
	defer fault.Wrap(&err, "assess.insertThings")
	orgs, ids := make([]string, len(all)), make([]string, len(all))
	parts, wholes := make([]int64, len(all)), make([]int64, len(all))
	for i, t := range all {
		orgs[i], ids[i], parts[i], wholes[i] = t.Org, t.Thing, t.Part, t.Whole
	}
	_, err = tx.Exec(ctx, qInsertThings, month, indicator, orgs, ids, parts, wholes)
	return err
}

func sums(ctx context.Context, db pg.DB, month workday.Date, org string) (_ []sumRow, err error) {
	defer fault.Wrap(&err, "assess.sums")
	return pg.All[sumRow](ctx, db, qSums, month, org)
}

func thingsOf(ctx context.Context, db pg.DB, month workday.Date, org, indicator, after string, limit int) (_ []Thing, err error) {
	defer fault.Wrap(&err, "assess.thingsOf")
	return pg.All[Thing](ctx, db, qThings, month, org, indicator, after, limit)
}

func counted(ctx context.Context, db pg.DB, month workday.Date, org, indicator string, ids []string) (_ int64, err error) {
	defer fault.Wrap(&err, "assess.counted")
	return pg.Scalar[int64](ctx, db, qCounted, month, org, indicator, ids)
}

func insertAppeal(ctx context.Context, tx pg.Tx, a *appealRow) (fresh bool, err error) {
	defer fault.Wrap(&err, "assess.insertAppeal")
	n, err := tx.Exec(ctx, qInsertAppeal, a.AppealID, a.Month, a.Org, a.Indicator, a.Things, a.Reason, a.Actor, a.At)
	return n > 0, err
}

func answerAppeal(ctx context.Context, tx pg.Tx, a *appealRow) (err error) {
	defer fault.Wrap(&err, "assess.answerAppeal")
	_, err = tx.Exec(ctx, qAnswer, a.AppealID, a.State, a.LeftOut, a.Answer, a.AnswerOrg, a.AnsweredBy, a.AnsweredAt)
	return err
}

// findAppeal finds an appeal; q may lock it.
func findAppeal(ctx context.Context, db pg.DB, q pg.Query, args ...any) (a appealRow, err error) {
	defer fault.Wrap(&err, "assess.findAppeal")
	a, err = pg.One[appealRow](ctx, db, q, args...)
	if errors.Is(err, pg.ErrNone) {
		err = errNoAppeal
	}
	return a, err
}

func appealsOf(ctx context.Context, db pg.DB, month workday.Date) (_ []appealRow, err error) {
	defer fault.Wrap(&err, "assess.appealsOf")
	return pg.All[appealRow](ctx, db, qAppeals, month)
}
