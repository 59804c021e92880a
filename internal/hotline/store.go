package hotline

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// complaint is one as it is kept.
type complaint struct {
	ComplaintID, Source, Number, EntityID, Name, Matter, Caller string
	Sealed                                                      []byte
	ReceivedOn                                                  workday.Date
	Org, OrgName, Region, JoinedBy, State, FirstID              string
	Document, Reason, DecidedBy                                 string
	DecidedOn                                                   workday.Date
	EndedDocument, EndedReason, EndedBy                         string
	EndedOn                                                     workday.Date
	Answer                                                      []byte
	AnsweredOn                                                  workday.Date
	At                                                          time.Time
}

func (c *complaint) sealContext() string { return sealContext(c.ComplaintID) }

func sealContext(id string) string { return "hotline.complaint " + id }

func answerContext(id string) string { return "hotline.answer " + id }

const columns = `complaint_id, source, number, entity_id, name, matter, caller, sealed, received_on, org, org_name, region, joined_by, state, first_id, document, reason,
	decided_by, decided_on, ended_document, ended_reason, ended_by, ended_on, answer, answered_on, at`

var (
	qInsert = pg.Q("hotline.insert", `
		insert into hotline.complaint (`+columns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', '', '', null, '', '', '', null, null, null, $16)
		on conflict (complaint_id) do nothing`)
	// One at a time for a firm: of two deliveries at once the second sees the first.
	qHold = pg.Q("hotline.hold", `select pg_advisory_xact_lock($1, hashtext($2))`)
	// cross-shard, read-only, one
	qFirst = pg.Q("hotline.first", `
		select complaint_id from hotline.complaint
		where entity_id = $1 and caller = $2 and matter = $3 and state in ('unverified', 'verified') and received_on between $4 and $5 and complaint_id <> $6
		order by received_on, complaint_id limit 1`)
	qLock = pg.Q("hotline.lock", `select `+columns+` from hotline.complaint where complaint_id = $1 for update`)
	qPut  = pg.Q("hotline.put", `
		update hotline.complaint set entity_id = $2, joined_by = $3, state = $4, first_id = $5, document = $6, reason = $7, decided_by = $8, decided_on = $9,
			ended_document = $10, ended_reason = $11, ended_by = $12, ended_on = $13, answer = $14, answered_on = $15
		where complaint_id = $1`)
	// cross-shard, read-only, limited
	qOfEntity = pg.Q("hotline.of_entity", `
		select `+columns+` from hotline.complaint where entity_id = $1 and entity_id <> '' order by received_on desc, complaint_id limit 300`)
	qListed = pg.Q("hotline.listed", `
		select `+columns+` from hotline.complaint where (org = $1 and org <> '' or region like any ($2::text[])) and ($3 = '' or state = $3)
		order by state in ('unnamed', 'unverified') desc, received_on desc, complaint_id limit 300`)
	qVerified = pg.Q("hotline.verified", `
		select complaint_id as id, matter, document, org, org_name, received_on as "on"
		from hotline.complaint where entity_id = $1 and entity_id <> '' and state = 'verified' order by received_on`)
	qStale = pg.Q("hotline.stale", `
		select array[complaint_id] as key, sealed as value from hotline.complaint
		where complaint_id > $2 and substring(sealed for length($1::bytea)) <> $1 order by complaint_id limit $3`)
	qReseal = pg.Q("hotline.reseal", `
		update hotline.complaint c set sealed = g.anew from unnest($1::text[], $2::bytea[], $3::bytea[]) as g (id, old, anew)
		where c.complaint_id = g.id and c.sealed = g.old`)
	qStaleAnswer = pg.Q("hotline.stale_answer", `
		select array[complaint_id] as key, answer as value from hotline.complaint
		where complaint_id > $2 and answer is not null and substring(answer for length($1::bytea)) <> $1 order by complaint_id limit $3`)
	qResealAnswer = pg.Q("hotline.reseal_answer", `
		update hotline.complaint c set answer = g.anew from unnest($1::text[], $2::bytea[], $3::bytea[]) as g (id, old, anew)
		where c.complaint_id = g.id and c.answer = g.old`)
)

// insert keeps a complaint; false: it was delivered before, and nothing is another.
func insert(ctx context.Context, tx pg.Tx, c *complaint) (anew bool, err error) {
	defer fault.Wrap(&err, "hotline.insert(%s)", c.ComplaintID)
	n, err := tx.Exec(ctx, qInsert, c.ComplaintID, c.Source, c.Number, c.EntityID, c.Name, c.Matter, c.Caller, c.Sealed, c.ReceivedOn, c.Org, c.OrgName, c.Region, c.JoinedBy,
		c.State, c.FirstID, c.At)
	return n == 1, err
}

const hold = 0x78_68_68_01

// firstOf is the complaint that this one repeats; empty when it is the first.
func firstOf(ctx context.Context, tx pg.Tx, c *complaint, from, until workday.Date) (_ string, err error) {
	defer fault.Wrap(&err, "hotline.firstOf")
	if _, err := tx.Exec(ctx, qHold, int32(hold), c.EntityID); err != nil {
		return "", err
	}
	all, err := pg.Column[string](ctx, tx, qFirst, c.EntityID, c.Caller, c.Matter, from, until, c.ComplaintID)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0], nil
}

func lock(ctx context.Context, tx pg.Tx, id string) (c complaint, err error) {
	defer fault.Wrap(&err, "hotline.lock")
	c, err = pg.One[complaint](ctx, tx, qLock, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return c, err
}

func put(ctx context.Context, tx pg.Tx, c *complaint) (err error) {
	defer fault.Wrap(&err, "hotline.put(%s)", c.ComplaintID)
	_, err = tx.Exec(ctx, qPut, c.ComplaintID, c.EntityID, c.JoinedBy, c.State, c.FirstID, c.Document, c.Reason, c.DecidedBy, c.DecidedOn,
		c.EndedDocument, c.EndedReason, c.EndedBy, c.EndedOn, c.Answer, c.AnsweredOn)
	return err
}

func ofEntity(ctx context.Context, db pg.DB, entity string) (_ []complaint, err error) {
	defer fault.Wrap(&err, "hotline.ofEntity")
	return pg.All[complaint](ctx, db, qOfEntity, entity)
}

func listed(ctx context.Context, db pg.DB, org string, regions []string, state string) (_ []complaint, err error) {
	defer fault.Wrap(&err, "hotline.listed")
	return pg.All[complaint](ctx, db, qListed, org, regions, state)
}

func verifiedOf(ctx context.Context, db pg.DB, entity string) (_ []Fact, err error) {
	defer fault.Wrap(&err, "hotline.verifiedOf")
	return pg.All[Fact](ctx, db, qVerified, entity)
}

// Holders are the sealed columns of this area, for the rotation of keys.
func Holders() []seal.Holder {
	return []seal.Holder{
		seal.Column("hotline.complaint", 1, func(key []string) string { return sealContext(key[0]) }, qStale, qReseal),
		seal.Column("hotline.answer", 1, func(key []string) string { return answerContext(key[0]) }, qStaleAnswer, qResealAnswer),
	}
}
