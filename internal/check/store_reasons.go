package check

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

const reasonColumns = `request_id, subject, decision_id, matter, purpose, case_no, org, asked_by, authority, need, status, decided_by, note, open_until, asked_at, decided_at`

var (
	// of one subject, which is where they are kept
	qAnswered = pg.Q("check.answered", `
		select decision_id, matter, purpose, case_no from "check".decision
		where entity_id = $1 and org = $2 and case_no = $3 and at >= $4 order by at desc limit 1`)
	qInsertReasons = pg.Q("check.insert_reasons", `
		insert into "check".reason_request (request_id, subject, decision_id, matter, purpose, case_no, org, asked_by, authority, need, status, decided_by, asked_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', '', $11)
		on conflict (org, decision_id) where status = 'waiting' do nothing`)
	qWaitingReasons = pg.Q("check.waiting_reasons", `
		select `+reasonColumns+` from "check".reason_request where org = $1 and decision_id = $2 and status = 'waiting'`)
	qReasons     = pg.Q("check.reasons", `select `+reasonColumns+` from "check".reason_request where request_id = $1`)
	qLockReasons = pg.Q("check.lock_reasons", `select `+reasonColumns+` from "check".reason_request where request_id = $1 for update`)
	qReasonsOf   = pg.Q("check.reasons_of", `
		select `+reasonColumns+` from "check".reason_request where org = $1 order by request_id desc limit 200`)
	qReasonsTo = pg.Q("check.reasons_to", `
		select `+reasonColumns+` from "check".reason_request where authority = $1 order by request_id desc limit 200`)
	qDecideReasons = pg.Q("check.decide_reasons", `
		update "check".reason_request set status = $2, decided_by = $3, note = $4, open_until = $5, decided_at = $6 where request_id = $1`)

	qStaleReasons = pg.Q("check.stale_reasons", `
		select array[request_id, part] as key, value from "check".reason_request,
			lateral (values ('need', need), ('note', note)) as held (part, value)
		where value is not null and substring(value for length($1::bytea)) <> $1 and (request_id, part) > ($2, $3) order by request_id, part limit $4`)
	qResealReasons = pg.Q("check.reseal_reasons", `
		with given as (select id, part, old, anew from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) as g (id, part, old, anew))
		update "check".reason_request r set
			need = coalesce((select anew from given where id = r.request_id and part = 'need' and old = r.need), r.need),
			note = coalesce((select anew from given where id = r.request_id and part = 'note' and old = r.note), r.note)
		where exists (select from given where id = r.request_id and old = case part when 'need' then r.need else r.note end)`)
)

// reasonRow is a request for reasons as the table keeps it.
type reasonRow struct {
	RequestID  string
	Subject    string
	DecisionID string
	Matter     string
	Purpose    string
	CaseNo     string
	Org        string
	AskedBy    string
	Authority  string
	Need       []byte
	Status     string
	DecidedBy  string
	Note       []byte
	OpenUntil  workday.Date
	AskedAt    time.Time
	DecidedAt  *time.Time
}

type answeredRow struct{ DecisionID, Matter, Purpose, CaseNo string }

// answered is the latest check of a person a body made in a case.
func answered(ctx context.Context, db pg.DB, subject, org, caseNo string, since time.Time) (_ answeredRow, err error) {
	defer fault.Wrap(&err, "check.answered")
	return pg.One[answeredRow](ctx, db, qAnswered, subject, org, caseNo, since)
}

func insertReasons(ctx context.Context, tx pg.Tx, r *reasonRow) (added bool, err error) {
	defer fault.Wrap(&err, "check.insertReasons")
	n, err := tx.Exec(ctx, qInsertReasons, r.RequestID, r.Subject, r.DecisionID, r.Matter, r.Purpose, r.CaseNo, r.Org, r.AskedBy, r.Authority, r.Need, r.AskedAt)
	return n > 0, err
}

func waitingReasons(ctx context.Context, db pg.DB, org, decision string) (_ reasonRow, err error) {
	defer fault.Wrap(&err, "check.waitingReasons")
	return pg.One[reasonRow](ctx, db, qWaitingReasons, org, decision)
}

func reasonsByID(ctx context.Context, db pg.DB, q pg.Query, id string) (r reasonRow, err error) {
	defer fault.Wrap(&err, "check.reasonsByID")
	r, err = pg.One[reasonRow](ctx, db, q, id)
	if errors.Is(err, pg.ErrNone) {
		return r, errNoRequest
	}
	return r, err
}

func reasonsFor(ctx context.Context, db pg.DB, org string, authority bool) (_ []reasonRow, err error) {
	defer fault.Wrap(&err, "check.reasonsFor")
	q := qReasonsOf
	if authority {
		q = qReasonsTo
	}
	return pg.All[reasonRow](ctx, db, q, org)
}

func decideReasons(ctx context.Context, tx pg.Tx, r *reasonRow) (err error) {
	defer fault.Wrap(&err, "check.decideReasons")
	_, err = tx.Exec(ctx, qDecideReasons, r.RequestID, r.Status, r.DecidedBy, r.Note, r.OpenUntil, r.DecidedAt)
	return err
}

// Holders are the sealed columns of requests for reasons, for the rotation of keys.
func Holders() []seal.Holder {
	return []seal.Holder{seal.Column("check.reason_request", 2, func(key []string) string { return reasonSeal(key[0]) }, qStaleReasons, qResealReasons)}
}
