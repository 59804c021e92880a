package commitment

import (
	"context"
	"errors"
	"strings"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

const (
	signedColumns = `s.entity_id, s.commitment_id, s.undertaking, s.undertaking_from, s.kind, s.matter, s.proofs, s.project, s.org, s.region, s.grouping, s.replaces,
	s.template, s.template_from, s.template_hash, s.notice, s.notice_from, s.notice_hash, s.clauses, s.body, s.body_sm3, s.signer, s.signer_role, s.decision,
	s.key, s.shown_at, s.signed_at, s.suite, s.key_id, s.public_key, s.signature, s.entry_id`
	columns = signedColumns + `, p.state, p.undo_until, p.waived_at, p.released_at, p.permit_no, p.permitted_at, p.checked_org, p.checked_on, p.clause,
	p.document, p.reason, p.ended_at, p.version`
	from = ` from commitment.signed s join commitment.performance p on p.entity_id = s.entity_id and p.commitment_id = s.commitment_id `
)

var (
	// one signature of a firm at a time: two of the same undertaking at once would both be the first
	qAlone = pg.Q("commitment.alone", `select pg_advisory_xact_lock(hashtextextended('commitment ' || $1, 0))`)

	qInsertSigned = pg.Q("commitment.insert_signed", `
		insert into commitment.signed (entity_id, commitment_id, undertaking, undertaking_from, kind, matter, proofs, project, org, region, grouping, replaces,
			template, template_from, template_hash, notice, notice_from, notice_hash, clauses, body, body_sm3, signer, signer_role, decision, key, shown_at, signed_at,
			suite, key_id, public_key, signature, entry_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)`)
	qInsertPerformance = pg.Q("commitment.insert_performance", `
		insert into commitment.performance (entity_id, commitment_id, state, undo_until, waived_at, permit_no, checked_org, clause, document, reason, version)
		values ($1, $2, $3, $4, $5, '', '', '', '', '', 1)`)
	qUpdate = pg.Q("commitment.update", `
		update commitment.performance set state = $3, waived_at = $4, released_at = $5, permit_no = $6, permitted_at = $7, checked_org = $8, checked_on = $9,
			clause = $10, document = $11, reason = $12, ended_at = $13, version = version + 1
		where entity_id = $1 and commitment_id = $2`)

	qFind  = pg.Q("commitment.find", `select `+columns+from+`where s.entity_id = $1 and s.commitment_id = $2`)
	qLock  = pg.Q("commitment.lock", `select `+columns+from+`where s.entity_id = $1 and s.commitment_id = $2 for update of p`)
	qByKey = pg.Q("commitment.by_key", `select `+columns+from+`where s.entity_id = $1 and s.signer = $2 and s.key = $3 and s.key <> ''`)
	// cross-shard, read-only, one: whose number it is, is not known
	qWhose    = pg.Q("commitment.whose", `select entity_id from commitment.signed where commitment_id = $1`)
	qStanding = pg.Q("commitment.standing", `
		select exists (select 1`+from+`where s.entity_id = $1 and s.undertaking = $2 and s.org = $3 and s.project = $4 and p.state in ('signed', 'performing'))`)
	qReplacing = pg.Q("commitment.replacing", `
		select s.commitment_id`+from+`where s.entity_id = $1 and $2 = any (s.proofs) and p.state in ('signed', 'performing', 'kept')
		order by s.signed_at desc limit 1`)
	qOfEntity = pg.Q("commitment.of_entity", `select `+columns+from+`where s.entity_id = $1 order by s.signed_at desc, s.commitment_id limit 200`)
	// cross-shard, read-only, limited
	qOfOrg = pg.Q("commitment.of_org", `
		select `+columns+from+`where s.org = $1 and p.released_at is not null order by p.released_at desc, s.commitment_id limit 200`)
	// cross-shard, read-only, limited
	qToRelease = pg.Q("commitment.to_release", `
		select entity_id, commitment_id from commitment.performance where state = 'signed' and undo_until <= $1 order by undo_until limit 200`)
	// cross-shard, read-only, limited; of one entity when it is named
	qColumn = pg.Q("commitment.column", `
		select `+columns+from+`
		where p.released_at is not null and ($1 = '' or s.entity_id = $1) and ($2 = '' or s.kind = $2) and ($3 = '' or p.state = $3) and ($4 = '' or s.matter = $4)
			and ($5 = '' or starts_with(s.region, $5)) and ($6::timestamptz is null or (p.released_at, p.commitment_id) < ($6, $7))
		order by p.released_at desc, p.commitment_id desc limit $8`)
	// cross-shard, read-only, figures
	qTally = pg.Q("commitment.tally", `
		select s.undertaking as code, count(*) filter (where p.state = 'performing') as performing, count(*) filter (where p.state = 'kept') as kept,
			count(*) filter (where p.state = 'broken') as broken, count(*) filter (where p.state = 'withdrawn') as withdrawn
		`+from+`where p.released_at is not null group by s.undertaking order by s.undertaking`)
	// cross-shard, read-only, figures
	qTiming = pg.Q("commitment.timing", `
		select s.undertaking as code, count(*) as signed, count(p.permitted_at) as issued,
			coalesce(percentile_cont(0.5) within group (order by extract(epoch from p.permitted_at - s.signed_at)), 0)::bigint as median,
			coalesce(percentile_cont(0.9) within group (order by extract(epoch from p.permitted_at - s.signed_at)), 0)::bigint as slowest,
			count(*) filter (where p.permitted_at is not null and p.waived_at is not null) as waived,
			coalesce(percentile_cont(0.5) within group (order by extract(epoch from s.signed_at - s.shown_at)), 0)::bigint as reading
		`+from+`where p.released_at is not null and s.kind = 'approval' group by s.undertaking order by s.undertaking`)
)

func alone(ctx context.Context, tx pg.Tx, entity string) (err error) {
	defer fault.Wrap(&err, "commitment.alone")
	_, err = tx.Exec(ctx, qAlone, entity)
	return err
}

func insert(ctx context.Context, tx pg.Tx, c *commitment) (err error) {
	defer fault.Wrap(&err, "commitment.insert(%s)", c.CommitmentID)
	s := &c.signed
	if _, err = tx.Exec(ctx, qInsertSigned, s.EntityID, s.CommitmentID, s.Undertaking, s.UndertakingFrom, s.Kind, s.Matter, s.Proofs, s.Project, s.Org, s.Region, s.Grouping,
		s.Replaces, s.Template, s.TemplateFrom, s.TemplateHash, s.Notice, s.NoticeFrom, s.NoticeHash, s.Clauses, s.Body, s.BodySM3, s.Signer, s.SignerRole, s.Decision,
		s.Key, s.ShownAt, s.SignedAt, s.Suite, s.KeyID, s.PublicKey, s.Signature, s.EntryID); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qInsertPerformance, s.EntityID, s.CommitmentID, c.State, c.UndoUntil, c.WaivedAt)
	return err
}

func update(ctx context.Context, tx pg.Tx, c *commitment) (err error) {
	defer fault.Wrap(&err, "commitment.update(%s)", c.CommitmentID)
	_, err = tx.Exec(ctx, qUpdate, c.EntityID, c.CommitmentID, c.State, c.WaivedAt, c.ReleasedAt, c.PermitNo, c.PermittedAt, c.CheckedOrg, c.CheckedOn, c.Clause,
		c.Document, c.Reason, c.EndedAt)
	return err
}

// whose finds the entity of a commitment.
func whose(ctx context.Context, db pg.DB, id string) (entity string, err error) {
	defer fault.Wrap(&err, "commitment.whose")
	entity, err = pg.Scalar[string](ctx, db, qWhose, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return entity, err
}

func find(ctx context.Context, db pg.DB, q pg.Query, entity, id string) (c commitment, err error) {
	defer fault.Wrap(&err, "commitment.find")
	c, err = pg.One[commitment](ctx, db, q, entity, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return c, err
}

// byKey finds the commitment a request made already.
func byKey(ctx context.Context, db pg.DB, entity, signer, key string) (c commitment, there bool, err error) {
	defer fault.Wrap(&err, "commitment.byKey")
	c, err = pg.One[commitment](ctx, db, qByKey, entity, signer, key)
	if errors.Is(err, pg.ErrNone) {
		return c, false, nil
	}
	return c, err == nil, err
}

func standing(ctx context.Context, db pg.DB, entity, undertaking, org, project string) (there bool, err error) {
	defer fault.Wrap(&err, "commitment.standing")
	return pg.Scalar[bool](ctx, db, qStanding, entity, undertaking, org, project)
}

// replacing finds the commitment that replaced a proof; empty when none did.
func replacing(ctx context.Context, db pg.DB, entity, proof string) (id string, err error) {
	defer fault.Wrap(&err, "commitment.replacing")
	id, err = pg.Scalar[string](ctx, db, qReplacing, entity, proof)
	if errors.Is(err, pg.ErrNone) {
		err = nil
	}
	return id, err
}

func ofEntity(ctx context.Context, db pg.DB, entity string) (_ []commitment, err error) {
	defer fault.Wrap(&err, "commitment.ofEntity")
	return pg.All[commitment](ctx, db, qOfEntity, entity)
}

func ofOrg(ctx context.Context, db pg.DB, org string) (_ []commitment, err error) {
	defer fault.Wrap(&err, "commitment.ofOrg")
	return pg.All[commitment](ctx, db, qOfOrg, org)
}

type due struct{ EntityID, CommitmentID string }

func toRelease(ctx context.Context, db pg.DB, now time.Time) (_ []due, err error) {
	defer fault.Wrap(&err, "commitment.toRelease")
	return pg.All[due](ctx, db, qToRelease, now)
}

func column(ctx context.Context, db pg.DB, s Sought, limit int) (_ []commitment, err error) {
	defer fault.Wrap(&err, "commitment.column")
	at, id := readCursor(s.After)
	return pg.All[commitment](ctx, db, qColumn, s.Entity, s.Kind, s.Status, s.Matter, s.Region, at, id, limit)
}

func cursor(at time.Time, id string) string { return at.UTC().Format(time.RFC3339Nano) + "_" + id }

// readCursor: a cursor that is none begins at the beginning.
func readCursor(s string) (*time.Time, string) {
	stamp, id, _ := strings.Cut(s, "_")
	at, err := time.Parse(time.RFC3339Nano, stamp)
	if err != nil {
		return nil, ""
	}
	return &at, id
}

func timing(ctx context.Context, db pg.DB) (_ []Timing, err error) {
	defer fault.Wrap(&err, "commitment.timing")
	type row struct {
		Code                                             string
		Signed, Issued, Median, Slowest, Waived, Reading int64
	}
	rows, err := pg.All[row](ctx, db, qTiming)
	out := make([]Timing, len(rows))
	for i, r := range rows {
		out[i] = Timing{Code: r.Code, Signed: r.Signed, Issued: r.Issued, Median: r.Median, Slowest: r.Slowest, Waived: r.Waived, Reading: r.Reading}
	}
	return out, err
}

func tally(ctx context.Context, db pg.DB) (_ []Tally, err error) {
	defer fault.Wrap(&err, "commitment.tally")
	type row struct {
		Code                                string
		Performing, Kept, Broken, Withdrawn int64
	}
	rows, err := pg.All[row](ctx, db, qTally)
	out := make([]Tally, len(rows))
	for i, r := range rows {
		out[i] = Tally{Code: r.Code, Performing: r.Performing, Kept: r.Kept, Broken: r.Broken, Withdrawn: r.Withdrawn}
	}
	return out, err
}
