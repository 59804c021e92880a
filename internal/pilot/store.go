package pilot

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
	written = `pilot_id, name_zh, name_en, feature, domain, class_table, ratios, regions, industries, basis, first_on, last_on, evaluate_by, org, body, actor, at, comparison`
	columns = written + `, approved_by, approved_at, stopped_on, stopped_why,
		exists (select from pilot.evaluation e where e.pilot_id = p.pilot_id) as evaluated`
)

var (
	qInsert = pg.Q("pilot.insert", `
		insert into pilot.pilot (`+written+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`)
	qOne  = pg.Q("pilot.one", `select `+columns+` from pilot.pilot p where p.pilot_id = $1`)
	qLock = pg.Q("pilot.lock", `select `+columns+` from pilot.pilot p where p.pilot_id = $1 for update of p`)
	// two proposals of the same thing wait for one another
	qTurn   = pg.Q("pilot.turn", `select pg_advisory_xact_lock(hashtextextended('pilot ' || $1, 0))`)
	qOthers = pg.Q("pilot.others", `select `+columns+` from pilot.pilot p where p.feature = $1
		and (p.domain = $2 or $2 like p.domain || '.%' or p.domain like $2 || '.%') order by p.first_on, p.pilot_id limit 2000`)
	qLive        = pg.Q("pilot.live", `select `+columns+` from pilot.pilot p where p.last_on >= $1 and p.first_on <= $1 and p.approved_at is not null order by p.pilot_id limit 2000`)
	qApproved    = pg.Q("pilot.approved", `select `+columns+` from pilot.pilot p where p.approved_at is not null order by p.first_on desc, p.pilot_id limit 2000`)
	qAll         = pg.Q("pilot.all", `select `+columns+` from pilot.pilot p order by p.first_on desc, p.pilot_id limit 2000`)
	qApprove     = pg.Q("pilot.approve", `update pilot.pilot set approved_by = $2, approved_at = $3 where pilot_id = $1 and approved_at is null`)
	qStop        = pg.Q("pilot.stop", `update pilot.pilot set stopped_on = $2, stopped_why = $3 where pilot_id = $1 and stopped_on is null`)
	qEvaluate    = pg.Q("pilot.evaluate", `insert into pilot.evaluation (pilot_id, says, advice, from_on, counted, actor, at) values ($1, $2, $3, $4, $5, $6, $7)`)
	qEvaluation  = pg.Q("pilot.evaluation", `select pilot_id, says, advice, from_on, counted, actor, at from pilot.evaluation where pilot_id = $1`)
	qEvaluations = pg.Q("pilot.evaluations", `select pilot_id, says, advice, from_on, counted, actor, at from pilot.evaluation order by pilot_id limit 2000`)
)

type row struct {
	PilotID    string
	NameZH     string `db:"name_zh"`
	NameEN     string `db:"name_en"`
	Feature    string
	Domain     string
	ClassTable string
	Ratios     json.RawMessage
	Regions    []string
	Industries []string
	Basis      string
	FirstOn    workday.Date
	LastOn     workday.Date
	EvaluateBy workday.Date
	Org        string
	Body       string
	Actor      string
	At         time.Time
	ApprovedBy string
	ApprovedAt *time.Time
	StoppedOn  *workday.Date
	StoppedWhy string
	Comparison string
	Evaluated  bool
}

type evaluation struct {
	PilotID string
	Says    string
	Advice  string
	FromOn  workday.Date
	Counted json.RawMessage
	Actor   string
	At      time.Time
}

func insert(ctx context.Context, tx pg.Tx, p *row) (err error) {
	defer fault.Wrap(&err, "pilot.insert")
	_, err = tx.Exec(ctx, qInsert, p.PilotID, p.NameZH, p.NameEN, p.Feature, p.Domain, p.ClassTable, p.Ratios, p.Regions, p.Industries, p.Basis, p.FirstOn, p.LastOn, p.EvaluateBy,
		p.Org, p.Body, p.Actor, p.At, p.Comparison)
	return err
}

// find finds one; q may lock it.
func find(ctx context.Context, db pg.DB, q pg.Query, id string) (p row, err error) {
	defer fault.Wrap(&err, "pilot.find")
	p, err = pg.One[row](ctx, db, q, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return p, err
}

// lockOthers are all of one thing in a field, above and below it; whoever asks next waits for this transaction.
func lockOthers(ctx context.Context, tx pg.Tx, feature, domain string) (_ []row, err error) {
	defer fault.Wrap(&err, "pilot.lockOthers")
	if _, err := tx.Exec(ctx, qTurn, feature); err != nil {
		return nil, err
	}
	return pg.All[row](ctx, tx, qOthers, feature, domain)
}

func live(ctx context.Context, db pg.DB, on workday.Date) (_ []row, err error) {
	defer fault.Wrap(&err, "pilot.live")
	return pg.All[row](ctx, db, qLive, on)
}

func approved(ctx context.Context, db pg.DB) (_ []row, err error) {
	defer fault.Wrap(&err, "pilot.approved")
	return pg.All[row](ctx, db, qApproved)
}

func everyone(ctx context.Context, db pg.DB) (_ []row, err error) {
	defer fault.Wrap(&err, "pilot.everyone")
	return pg.All[row](ctx, db, qAll)
}

func approve(ctx context.Context, tx pg.Tx, id, actor string, at time.Time) (err error) {
	defer fault.Wrap(&err, "pilot.approve")
	_, err = tx.Exec(ctx, qApprove, id, actor, at)
	return err
}

func stop(ctx context.Context, tx pg.Tx, id string, on workday.Date, why string) (err error) {
	defer fault.Wrap(&err, "pilot.stop")
	_, err = tx.Exec(ctx, qStop, id, on, why)
	return err
}

func insertEvaluation(ctx context.Context, tx pg.Tx, e *evaluation) (err error) {
	defer fault.Wrap(&err, "pilot.insertEvaluation")
	_, err = tx.Exec(ctx, qEvaluate, e.PilotID, e.Says, e.Advice, e.FromOn, e.Counted, e.Actor, e.At)
	return err
}

func evaluationOf(ctx context.Context, tx pg.Tx, id string) (evaluation, error) {
	return pg.One[evaluation](ctx, tx, qEvaluation, id)
}

func evaluations(ctx context.Context, db pg.DB) (_ []evaluation, err error) {
	defer fault.Wrap(&err, "pilot.evaluations")
	return pg.All[evaluation](ctx, db, qEvaluations)
}
