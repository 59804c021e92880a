package repair

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const applicationColumns = `entity_id, application_id, actor, key, agent, authority, path, cases, records, papers, found, waived,
	signed_at, push_at, pushed_at, ended_at, created_at`

var (
	// one application of a subject at a time: two that ask for the same record at once would both be the first
	qAlone = pg.Q("repair.alone", `select pg_advisory_xact_lock(hashtextextended('repair ' || $1, 0))`)

	qInsertReceipt = pg.Q("repair.insert_receipt", `insert into repair.receipt (application_id, entity_id) values ($1, $2)`)
	qReceipt       = pg.Q("repair.receipt", `select entity_id from repair.receipt where application_id = $1`)

	qInsertApplication = pg.Q("repair.insert_application", `
		insert into repair.application (`+applicationColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`)
	qApplication = pg.Q("repair.application", `
		select `+applicationColumns+` from repair.application where entity_id = $1 and application_id = $2`)
	qLockApplication = pg.Q("repair.lock_application", `
		select `+applicationColumns+` from repair.application where entity_id = $1 and application_id = $2 for update`)
	qByKey = pg.Q("repair.by_key", `
		select `+applicationColumns+` from repair.application where entity_id = $1 and actor = $2 and key = $3 and key <> ''`)
	qApplications = pg.Q("repair.applications", `
		select `+applicationColumns+` from repair.application where entity_id = $1 order by created_at desc, application_id limit 200`)
	qUpdateApplication = pg.Q("repair.update_application", `
		update repair.application set cases = $3, papers = $4, found = $5, waived = $6, signed_at = $7, push_at = $8, pushed_at = $9, ended_at = $10
		where entity_id = $1 and application_id = $2`)
	// cross-shard, read-only, limited
	qToPush = pg.Q("repair.to_push", `
		select `+applicationColumns+` from repair.application
		where pushed_at is null and ended_at is null and push_at is not null and push_at <= $1 order by push_at limit 200`)

	// cross-shard, read-only, one agent
	qFirmsOf = pg.Q("repair.firms_of", `
		select count(distinct entity_id) from repair.application where agent = $1 and agent <> '' and created_at >= $2`)
	qAlarmed = pg.Q("repair.alarmed", `select count(*) from repair.alarm where agent = $1 and on_day = $2`)
	qAlarm   = pg.Q("repair.alarm", `
		insert into repair.alarm (agent, on_day, firms, since, limit_n, at, entry_id) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict do nothing`)
	qAlarms = pg.Q("repair.alarms", `
		select agent, on_day, firms, since, limit_n, at from repair.alarm order by on_day desc, agent limit 500`)
)

func alone(ctx context.Context, tx pg.Tx, entity string) (err error) {
	defer fault.Wrap(&err, "repair.alone")
	_, err = tx.Exec(ctx, qAlone, entity)
	return err
}

func insertApplication(ctx context.Context, tx pg.Tx, a *application) (err error) {
	defer fault.Wrap(&err, "repair.insertApplication(%s)", a.ApplicationID)
	if _, err = tx.Exec(ctx, qInsertReceipt, a.ApplicationID, a.EntityID); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qInsertApplication, a.EntityID, a.ApplicationID, a.Actor, a.Key, a.Agent, a.Authority, a.Path, listed(a.Cases), a.Records,
		a.Papers, a.Found, a.Waived, a.SignedAt, a.PushAt, a.PushedAt, a.EndedAt, a.CreatedAt)
	return err
}

func updateApplication(ctx context.Context, tx pg.Tx, a *application) (err error) {
	defer fault.Wrap(&err, "repair.updateApplication(%s)", a.ApplicationID)
	_, err = tx.Exec(ctx, qUpdateApplication, a.EntityID, a.ApplicationID, listed(a.Cases), a.Papers, a.Found, a.Waived, a.SignedAt, a.PushAt, a.PushedAt, a.EndedAt)
	return err
}

func listed(s []string) []string { return append([]string{}, s...) }

// whose finds the subject of an application.
func whose(ctx context.Context, db pg.DB, id string) (entity string, err error) {
	defer fault.Wrap(&err, "repair.whose")
	entity, err = pg.Scalar[string](ctx, db, qReceipt, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return entity, err
}

func findApplication(ctx context.Context, db pg.DB, q pg.Query, entity, id string) (a *application, err error) {
	defer fault.Wrap(&err, "repair.findApplication")
	found, err := pg.One[application](ctx, db, q, entity, id)
	if errors.Is(err, pg.ErrNone) {
		return nil, errUnknown
	}
	return &found, err
}

// byKey finds the application a request made already.
func byKey(ctx context.Context, db pg.DB, entity, actor, key string) (a *application, there bool, err error) {
	defer fault.Wrap(&err, "repair.byKey")
	found, err := pg.One[application](ctx, db, qByKey, entity, actor, key)
	if errors.Is(err, pg.ErrNone) {
		return nil, false, nil
	}
	return &found, err == nil, err
}

func applications(ctx context.Context, db pg.DB, entity string) (_ []application, err error) {
	defer fault.Wrap(&err, "repair.applications")
	return pg.All[application](ctx, db, qApplications, entity)
}

func toPush(ctx context.Context, db pg.DB, now time.Time) (_ []application, err error) {
	defer fault.Wrap(&err, "repair.toPush")
	return pg.All[application](ctx, db, qToPush, now)
}

func firmsOf(ctx context.Context, db pg.DB, agent string, since time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "repair.firmsOf")
	return pg.Scalar[int64](ctx, db, qFirmsOf, agent, since)
}

func alarmed(ctx context.Context, db pg.DB, agent string, on workday.Date) (_ bool, err error) {
	defer fault.Wrap(&err, "repair.alarmed")
	n, err := pg.Scalar[int64](ctx, db, qAlarmed, agent, on)
	return n > 0, err
}

func insertAlarm(ctx context.Context, tx pg.Tx, a *Alarm, entry string) (err error) {
	defer fault.Wrap(&err, "repair.insertAlarm")
	_, err = tx.Exec(ctx, qAlarm, a.Agent, a.OnDay, a.Firms, a.Since, a.LimitN, a.At, entry)
	return err
}

func alarms(ctx context.Context, db pg.DB) (_ []Alarm, err error) {
	defer fault.Wrap(&err, "repair.alarms")
	return pg.All[Alarm](ctx, db, qAlarms)
}
