package alert

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// hint is an alert as it is kept.
type hint struct {
	EntityID, AlertID, Rule        string
	RuleFrom                       workday.Date
	Edition, Org, Region, Evidence string
	Facts                          []string
	RaisedOn, AnswerBy, ValidUntil workday.Date
	State, Answer                  string
	Sealed                         []byte
	AnsweredBy                     string
	AnsweredAt                     *time.Time
	Reason, DecidedBy              string
	DecidedAt                      *time.Time
	EntryID                        string
}

func (h *hint) open() bool { return h.State == Told || h.State == Answered }

func (h *hint) sealContext() string { return "alert.hint " + h.EntityID + " " + h.AlertID }

const columns = `entity_id, alert_id, rule, rule_from, edition, org, region, evidence, facts, raised_on, answer_by, valid_until, state, answer, sealed, answered_by,
	answered_at, reason, decided_by, decided_at, entry_id`

var (
	qNote = pg.Q("alert.note", `
		insert into alert.due as d (entity_id, look_on) select x, $2 from unnest($1::text[]) as x
		on conflict (entity_id) do update set look_on = excluded.look_on where d.look_on > excluded.look_on`)
	// cross-shard, read-only, limited
	qDue     = pg.Q("alert.due", `select entity_id from alert.due where look_on <= $1 order by look_on, entity_id limit $2`)
	qTakeDue = pg.Q("alert.take_due", `select entity_id from alert.due where entity_id = $1 and look_on <= $2 for update skip locked`)
	qAgain   = pg.Q("alert.again", `update alert.due set look_on = $2 where entity_id = $1`)
	qDone    = pg.Q("alert.done", `delete from alert.due where entity_id = $1`)
	qInsert  = pg.Q("alert.insert", `
		insert into alert.hint (`+columns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', null, '', null, '', '', null, $14)`)
	qUpdate = pg.Q("alert.update", `
		update alert.hint set state = $3, answer = $4, sealed = $5, answered_by = $6, answered_at = $7, reason = $8, decided_by = $9, decided_at = $10
		where entity_id = $1 and alert_id = $2`)
	qOfEntity = pg.Q("alert.of_entity", `select `+columns+` from alert.hint where entity_id = $1 order by raised_on desc, alert_id`)
	// cross-shard, read-only, one: whose number it is, is not known
	qFind = pg.Q("alert.find", `select `+columns+` from alert.hint where alert_id = $1`)
	qLock = pg.Q("alert.lock", `select `+columns+` from alert.hint where alert_id = $1 for update`)
	// cross-shard, read-only, limited
	qOfOrg = pg.Q("alert.of_org", `
		select `+columns+` from alert.hint
		where ($3 or org = $1 and org <> '' or region like any ($2::text[]))
			and (state in ('confirmed', 'dismissed') or valid_until >= $4 and (state = 'answered' or state = 'told' and answer_by < $4))
		order by state in ('confirmed', 'dismissed'), raised_on, alert_id limit 500`)
	// cross-shard, figures
	qFigures = pg.Q("alert.figures", `
		select rule, count(*) as raised, count(*) filter (where state = 'fixed') as fixed,
			count(*) filter (where state in ('told', 'answered') and valid_until >= $1) as waiting,
			count(*) filter (where state = 'confirmed') as confirmed, count(*) filter (where state = 'dismissed') as dismissed,
			count(*) filter (where state = 'expired' or state in ('told', 'answered') and valid_until < $1) as expired
		from alert.hint group by rule`)
	qStale = pg.Q("alert.stale", `
		select array[entity_id, alert_id] as key, sealed as value from alert.hint
		where (entity_id, alert_id) > ($2, $3) and sealed is not null and substring(sealed for length($1::bytea)) <> $1 order by entity_id, alert_id limit $4`)
	qReseal = pg.Q("alert.reseal", `
		update alert.hint h set sealed = g.anew from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) as g (entity, id, old, anew)
		where h.entity_id = g.entity and h.alert_id = g.id and h.sealed = g.old`)
)

func note(ctx context.Context, tx pg.Tx, firms []string, on workday.Date) (err error) {
	defer fault.Wrap(&err, "alert.note(%d)", len(firms))
	_, err = tx.Exec(ctx, qNote, firms, on)
	return err
}

func due(ctx context.Context, db pg.DB, today workday.Date, limit int) (_ []string, err error) {
	defer fault.Wrap(&err, "alert.due")
	return pg.Column[string](ctx, db, qDue, today, limit)
}

// takeDue holds the line of a firm until the transaction ends; false: another round has it, or is done with it.
func takeDue(ctx context.Context, tx pg.Tx, entity string, today workday.Date) (mine bool, err error) {
	defer fault.Wrap(&err, "alert.takeDue")
	ids, err := pg.Column[string](ctx, tx, qTakeDue, entity, today)
	return len(ids) > 0, err
}

func lookAgain(ctx context.Context, tx pg.Tx, entity string, on workday.Date) (err error) {
	defer fault.Wrap(&err, "alert.lookAgain")
	if on == 0 {
		_, err = tx.Exec(ctx, qDone, entity)
		return err
	}
	_, err = tx.Exec(ctx, qAgain, entity, on)
	return err
}

func insert(ctx context.Context, tx pg.Tx, h *hint) (err error) {
	defer fault.Wrap(&err, "alert.insert(%s)", h.AlertID)
	_, err = tx.Exec(ctx, qInsert, h.EntityID, h.AlertID, h.Rule, h.RuleFrom, h.Edition, h.Org, h.Region, h.Evidence, h.Facts, h.RaisedOn, h.AnswerBy, h.ValidUntil,
		h.State, h.EntryID)
	return err
}

func update(ctx context.Context, tx pg.Tx, h *hint) (err error) {
	defer fault.Wrap(&err, "alert.update(%s)", h.AlertID)
	_, err = tx.Exec(ctx, qUpdate, h.EntityID, h.AlertID, h.State, h.Answer, h.Sealed, h.AnsweredBy, h.AnsweredAt, h.Reason, h.DecidedBy, h.DecidedAt)
	return err
}

func ofEntity(ctx context.Context, db pg.DB, entity string) (_ []hint, err error) {
	defer fault.Wrap(&err, "alert.ofEntity")
	return pg.All[hint](ctx, db, qOfEntity, entity)
}

func find(ctx context.Context, db pg.DB, q pg.Query, id string) (h hint, err error) {
	defer fault.Wrap(&err, "alert.find")
	h, err = pg.One[hint](ctx, db, q, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return h, err
}

func ofOrg(ctx context.Context, db pg.DB, org string, regions []string, everywhere bool, today workday.Date) (_ []hint, err error) {
	defer fault.Wrap(&err, "alert.ofOrg")
	return pg.All[hint](ctx, db, qOfOrg, org, regions, everywhere, today)
}

func figures(ctx context.Context, db pg.DB, today workday.Date) (_ map[string]Figure, err error) {
	defer fault.Wrap(&err, "alert.figures")
	type row struct {
		Rule                                                  string
		Raised, Fixed, Waiting, Confirmed, Dismissed, Expired int64
	}
	rows, err := pg.All[row](ctx, db, qFigures, today)
	out := make(map[string]Figure, len(rows))
	for _, r := range rows {
		out[r.Rule] = Figure{Raised: r.Raised, Fixed: r.Fixed, Waiting: r.Waiting, Confirmed: r.Confirmed, Dismissed: r.Dismissed, Expired: r.Expired}
	}
	return out, err
}

// Holders are the sealed columns of alerts, for the rotation of keys.
func Holders() []seal.Holder {
	naming := func(key []string) string { return (&hint{EntityID: key[0], AlertID: key[1]}).sealContext() }
	return []seal.Holder{seal.Column("alert.hint", 2, naming, qStale, qReseal)}
}
