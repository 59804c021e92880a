package commitment

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	qReceivers = pg.Q("commitment.receivers", `
		select undertaking, region, org, since, until from commitment.receiver
		where ($1 = '' or undertaking = $1) and since <= $2 and (until is null or until >= $2) order by undertaking, region, org limit 1000`)
	qPutReceiver = pg.Q("commitment.put_receiver", `
		insert into commitment.receiver (undertaking, region, org, since, until, actor, at, entry_id) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (undertaking, region, org) do update set since = excluded.since, until = excluded.until, actor = excluded.actor, at = excluded.at,
			entry_id = excluded.entry_id`)

	qInsertEvidence = pg.Q("commitment.insert_evidence", `
		insert into commitment.evidence (entity_id, commitment_id, condition, ref, name, sha256, actor, at) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict do nothing`)
	qEvidence = pg.Q("commitment.evidence_of", `
		select condition, ref, name, sha256, at from commitment.evidence where entity_id = $1 and commitment_id = $2 order by at, ref`)

	qViolated = pg.Q("commitment.violated", `
		insert into commitment.violation (entity_id, commitment_id, proof, org, org_name, case_no, times, first_at, last_at) values ($1, $2, $3, $4, $5, $6, 1, $7, $7)
		on conflict (entity_id, commitment_id, proof, org) do update set times = commitment.violation.times + 1, case_no = excluded.case_no, last_at = excluded.last_at
		returning times`)
	// cross-shard, read-only, limited
	qViolations = pg.Q("commitment.violations", `
		select entity_id, commitment_id, proof, org, org_name, case_no, times, first_at, last_at from commitment.violation order by last_at desc, org limit 500`)
)

type receiverRow struct {
	Undertaking, Region, Org string
	Since, Until             workday.Date
}

func receivers(ctx context.Context, db pg.DB, undertaking string, on workday.Date) (_ []receiverRow, err error) {
	defer fault.Wrap(&err, "commitment.receivers")
	return pg.All[receiverRow](ctx, db, qReceivers, undertaking, on)
}

func putReceiver(ctx context.Context, tx pg.Tx, t *Taking, actor string, at time.Time, entry string) (err error) {
	defer fault.Wrap(&err, "commitment.putReceiver")
	_, err = tx.Exec(ctx, qPutReceiver, t.Undertaking, t.Region, t.Org, t.Since, t.Until, actor, at, entry)
	return err
}

// evidence is a paper that shows a condition.
type evidence struct {
	Condition string    `json:"condition"`
	Ref       string    `json:"attachment"`
	Name      string    `json:"name"`
	SHA256    string    `json:"sha256"`
	At        time.Time `json:"at"`
}

func insertEvidence(ctx context.Context, tx pg.Tx, c *commitment, e evidence, actor string) (news bool, err error) {
	defer fault.Wrap(&err, "commitment.insertEvidence")
	n, err := tx.Exec(ctx, qInsertEvidence, c.EntityID, c.CommitmentID, e.Condition, e.Ref, e.Name, e.SHA256, actor, e.At)
	return n > 0, err
}

func evidenceOf(ctx context.Context, db pg.DB, entity, id string) (_ []evidence, err error) {
	defer fault.Wrap(&err, "commitment.evidenceOf")
	return pg.All[evidence](ctx, db, qEvidence, entity, id)
}

// violated counts an asking and returns how often it happened.
func violated(ctx context.Context, tx pg.Tx, entity, id, proof, org, name, caseNo string, at time.Time) (times int32, err error) {
	defer fault.Wrap(&err, "commitment.violated")
	return pg.Scalar[int32](ctx, tx, qViolated, entity, id, proof, org, name, caseNo, at)
}

type violationRow struct {
	EntityID, CommitmentID, Proof, Org, OrgName, CaseNo string
	Times                                               int32
	FirstAt, LastAt                                     time.Time
}

func violations(ctx context.Context, db pg.DB) (_ []violationRow, err error) {
	defer fault.Wrap(&err, "commitment.violations")
	return pg.All[violationRow](ctx, db, qViolations)
}
