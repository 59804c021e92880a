package remote

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// device is one as it is kept.
type device struct {
	DeviceID, Org, OrgName, Name, Kind, Matter, Basis string
	Measures                                          []string
	EntityID                                          string
	FromOn, UntilOn                                   workday.Date
	DeclaredBy                                        string
	EndedOn                                           workday.Date
	At                                                time.Time
}

// event is one as it is kept.
type event struct {
	EventID, DeviceID, Number, EntityID, Org, Measure, Reading, Evidence string
	SeenAt                                                               time.Time
	ToldOn                                                               workday.Date
	State, VisitID, Reason, DecidedBy                                    string
	DecidedOn                                                            workday.Date
	AnswerKind                                                           string
	Answer                                                               []byte
	AnsweredOn                                                           workday.Date
	At                                                                   time.Time
}

func sealContext(id string) string { return "remote.answer " + id }

const (
	deviceColumns = `device_id, org, org_name, name, kind, matter, basis, measures, entity_id, from_on, until_on, declared_by, ended_on, at`
	eventColumns  = `event_id, device_id, number, entity_id, org, measure, reading, evidence, seen_at, told_on, state, visit_id, reason, decided_by, decided_on, answer_kind,
	answer, answered_on, at`
)

var (
	qDeclare = pg.Q("remote.declare", `
		insert into remote.device (`+deviceColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, null, $13)`)
	qDevice  = pg.Q("remote.device", `select `+deviceColumns+` from remote.device where device_id = $1`)
	qEnd     = pg.Q("remote.end", `update remote.device set ended_on = $2 where device_id = $1 and ended_on is null`)
	qDevices = pg.Q("remote.devices", `select `+deviceColumns+` from remote.device where org = $1 order by at desc, device_id limit 300`)
	qNamed   = pg.Q("remote.named", `select `+deviceColumns+` from remote.device where device_id = any($1)`)
	qReport  = pg.Q("remote.report", `
		insert into remote.event (`+eventColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', '', '', null, '', null, null, $12)
		on conflict (event_id) do nothing`)
	qLock = pg.Q("remote.lock", `select `+eventColumns+` from remote.event where event_id = $1 for update`)
	qPut  = pg.Q("remote.put", `
		update remote.event set state = $2, visit_id = $3, reason = $4, decided_by = $5, decided_on = $6, answer_kind = $7, answer = $8, answered_on = $9 where event_id = $1`)
	// cross-shard, read-only, limited
	qEvents = pg.Q("remote.events", `
		select `+eventColumns+` from remote.event where org = $1 and org <> '' order by state = 'told' desc, seen_at desc, event_id limit 300`)
	qOfEntity = pg.Q("remote.of_entity", `select `+eventColumns+` from remote.event where entity_id = $1 order by seen_at desc, event_id limit 300`)
	qStale    = pg.Q("remote.stale", `
		select array[event_id] as key, answer as value from remote.event
		where event_id > $2 and answer is not null and substring(answer for length($1::bytea)) <> $1 order by event_id limit $3`)
	qReseal = pg.Q("remote.reseal", `
		update remote.event e set answer = g.anew from unnest($1::text[], $2::bytea[], $3::bytea[]) as g (id, old, anew)
		where e.event_id = g.id and e.answer = g.old`)
)

func insertDevice(ctx context.Context, tx pg.Tx, v *device) (err error) {
	defer fault.Wrap(&err, "remote.insertDevice(%s)", v.DeviceID)
	_, err = tx.Exec(ctx, qDeclare, v.DeviceID, v.Org, v.OrgName, v.Name, v.Kind, v.Matter, v.Basis, v.Measures, v.EntityID, v.FromOn, v.UntilOn, v.DeclaredBy, v.At)
	return err
}

func findDevice(ctx context.Context, db pg.DB, id string) (v device, err error) {
	defer fault.Wrap(&err, "remote.findDevice")
	v, err = pg.One[device](ctx, db, qDevice, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return v, err
}

func endDevice(ctx context.Context, tx pg.Tx, id string, on workday.Date) (err error) {
	defer fault.Wrap(&err, "remote.endDevice(%s)", id)
	_, err = tx.Exec(ctx, qEnd, id, on)
	return err
}

func devicesOf(ctx context.Context, db pg.DB, org string) (_ []device, err error) {
	defer fault.Wrap(&err, "remote.devicesOf")
	return pg.All[device](ctx, db, qDevices, org)
}

func devicesNamed(ctx context.Context, db pg.DB, ids []string) (_ map[string]Device, err error) {
	defer fault.Wrap(&err, "remote.devicesNamed")
	all, err := pg.All[device](ctx, db, qNamed, ids)
	out := map[string]Device{}
	for i := range all {
		out[all[i].DeviceID] = all[i].view()
	}
	return out, err
}

// insertEvent keeps an event; false: it was reported before.
func insertEvent(ctx context.Context, tx pg.Tx, e *event) (anew bool, err error) {
	defer fault.Wrap(&err, "remote.insertEvent(%s)", e.EventID)
	n, err := tx.Exec(ctx, qReport, e.EventID, e.DeviceID, e.Number, e.EntityID, e.Org, e.Measure, e.Reading, e.Evidence, e.SeenAt, e.ToldOn, e.State, e.At)
	return n == 1, err
}

func lockEvent(ctx context.Context, tx pg.Tx, id string) (e event, err error) {
	defer fault.Wrap(&err, "remote.lockEvent")
	e, err = pg.One[event](ctx, tx, qLock, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return e, err
}

func putEvent(ctx context.Context, tx pg.Tx, e *event) (err error) {
	defer fault.Wrap(&err, "remote.putEvent(%s)", e.EventID)
	_, err = tx.Exec(ctx, qPut, e.EventID, e.State, e.VisitID, e.Reason, e.DecidedBy, e.DecidedOn, e.AnswerKind, e.Answer, e.AnsweredOn)
	return err
}

func eventsOf(ctx context.Context, db pg.DB, org string) (_ []event, err error) {
	defer fault.Wrap(&err, "remote.eventsOf")
	return pg.All[event](ctx, db, qEvents, org)
}

func ofEntity(ctx context.Context, db pg.DB, entity string) (_ []event, err error) {
	defer fault.Wrap(&err, "remote.ofEntity")
	return pg.All[event](ctx, db, qOfEntity, entity)
}

// Holders are the sealed columns of this area, for the rotation of keys.
func Holders() []seal.Holder {
	return []seal.Holder{seal.Column("remote.answer", 1, func(key []string) string { return sealContext(key[0]) }, qStale, qReseal)}
}
