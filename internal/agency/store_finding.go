package agency

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const (
	dutyColumns = `entity_id, duty_id, org, record_id, reason, created_at, due_on, provisional, acknowledged_at, lifted_at, probed_at, probe_error`

	findingColumns = `entity_id, finding_id, org, record_id, duty_id, found_by, after_word, opened_at, due_on, provisional, seen_at, sightings, seen, state,
	comment, commented_at, document, confirmed_by, confirmed_at, closed_at`
)

var (
	qInsertDuty = pg.Q("agency.insert_duty", `
		insert into agency.duty (`+dutyColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, null, null, null, '')
		on conflict (entity_id, org, record_id) where lifted_at is null do nothing`)
	qLiftDuty    = pg.Q("agency.lift_duty", `update agency.duty set lifted_at = $4 where entity_id = $1 and org = $2 and record_id = $3 and lifted_at is null`)
	qLiftFinding = pg.Q("agency.lift_finding", `
		update agency.finding set state = 'closed', closed_at = $4 where entity_id = $1 and org = $2 and record_id = $3 and state = 'open'`)
	qAcknowledge = pg.Q("agency.acknowledge", `
		update agency.duty set acknowledged_at = $4
		where entity_id = $1 and org = $2 and record_id = $3 and lifted_at is null and acknowledged_at is null`)
	// cross-shard, one agency, limited
	qDuties = pg.Q("agency.duties", `select `+dutyColumns+` from agency.duty where org = $1 order by duty_id desc limit 500`)
	// cross-shard, one agency
	qStanding = pg.Q("agency.standing_duties", `select `+dutyColumns+` from agency.duty where org = $1 and lifted_at is null`)
	// cross-shard, one agency, limited
	qToProbe = pg.Q("agency.to_probe", `
		select `+dutyColumns+` from agency.duty where org = $1 and lifted_at is null order by probed_at nulls first, duty_id limit $2`)
	qProbed = pg.Q("agency.probed", `update agency.duty set probed_at = $3, probe_error = $4 where entity_id = $1 and duty_id = $2`)

	// The same sight again, as of a list that is read every night, is no new sighting.
	qOpenFinding = pg.Q("agency.open_finding", `
		insert into agency.finding as f (`+findingColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, 'open', '', null, '', '', null, null)
		on conflict (entity_id, duty_id) where state = 'open' do update set
			sightings = f.sightings + case when excluded.seen_at > f.seen_at then 1 else 0 end,
			seen = case when excluded.seen_at > f.seen_at then excluded.seen else f.seen end,
			after_word = f.after_word or excluded.after_word, seen_at = greatest(f.seen_at, excluded.seen_at)
		returning finding_id`)
	qCloseFinding = pg.Q("agency.close_finding", `
		update agency.finding set state = 'closed', closed_at = $4
		where entity_id = $1 and duty_id = $2 and state = 'open' and seen_at < $3 returning finding_id`)
	// cross-shard, limited: of one agency, or of all for the office
	qFindings = pg.Q("agency.findings", `
		select `+findingColumns+` from agency.finding where $1 = '' or org = $1 order by (state = 'open') desc, finding_id desc limit 500`)
	// cross-shard: what is open
	qOpen   = pg.Q("agency.open_findings", `select `+findingColumns+` from agency.finding where state = 'open' order by finding_id limit 10000`)
	qOpenBy = pg.Q("agency.open_finding_by", `
		select `+findingColumns+` from agency.finding where finding_id = $1 and state = 'open' and ($2 = '' or org = $2) for update`)
	qUpdateFinding = pg.Q("agency.update_finding", `
		update agency.finding set comment = $3, commented_at = $4, document = $5, confirmed_by = $6, confirmed_at = $7 where entity_id = $1 and finding_id = $2`)
)

// duty is a row of the table.
type duty struct {
	EntityID, DutyID, Org, RecordID, Reason string
	CreatedAt                               time.Time
	DueOn                                   workday.Date
	Provisional                             bool
	AcknowledgedAt, LiftedAt, ProbedAt      *time.Time
	ProbeError                              string
}

// finding is a row of the table.
type finding struct {
	EntityID, FindingID, Org, RecordID, DutyID, FoundBy string
	AfterWord                                           bool
	OpenedAt                                            time.Time
	DueOn                                               workday.Date
	Provisional                                         bool
	SeenAt                                              time.Time
	Sightings                                           int32
	Seen, State, Comment                                string
	CommentedAt                                         *time.Time
	Document, ConfirmedBy                               string
	ConfirmedAt, ClosedAt                               *time.Time
}

func insertDuty(ctx context.Context, tx pg.Tx, du *duty) (news bool, err error) {
	defer fault.Wrap(&err, "agency.insertDuty(%s)", du.DutyID)
	n, err := tx.Exec(ctx, qInsertDuty, du.EntityID, du.DutyID, du.Org, du.RecordID, du.Reason, du.CreatedAt, du.DueOn, du.Provisional)
	return n > 0, err
}

// lift ends what stands of a record that may be held again.
func lift(ctx context.Context, tx pg.Tx, h holder, at time.Time) (err error) {
	defer fault.Wrap(&err, "agency.lift(%s)", h.Org)
	for _, q := range []pg.Query{qLiftDuty, qLiftFinding} {
		if _, err := tx.Exec(ctx, q, h.EntityID, h.Org, h.RecordID, at); err != nil {
			return err
		}
	}
	return nil
}

func acknowledge(ctx context.Context, tx pg.Tx, e *exchange.Obeyed, at time.Time) (err error) {
	defer fault.Wrap(&err, "agency.acknowledge(%s)", e.Org)
	_, err = tx.Exec(ctx, qAcknowledge, e.EntityID, e.Org, e.About, at)
	return err
}

func dutiesOf(ctx context.Context, db pg.DB, org string) (_ []duty, err error) {
	defer fault.Wrap(&err, "agency.dutiesOf(%s)", org)
	return pg.All[duty](ctx, db, qDuties, org)
}

func standingDuties(ctx context.Context, db pg.DB, org string) (_ []duty, err error) {
	defer fault.Wrap(&err, "agency.standingDuties(%s)", org)
	return pg.All[duty](ctx, db, qStanding, org)
}

func toProbe(ctx context.Context, db pg.DB, org string, limit int) (_ []duty, err error) {
	defer fault.Wrap(&err, "agency.toProbe(%s)", org)
	return pg.All[duty](ctx, db, qToProbe, org, limit)
}

func probed(ctx context.Context, tx pg.Tx, du *duty, word string, at time.Time) (err error) {
	defer fault.Wrap(&err, "agency.probed(%s)", du.DutyID)
	_, err = tx.Exec(ctx, qProbed, du.EntityID, du.DutyID, at, word)
	return err
}

// openFinding opens a finding, or counts another sighting of the open one.
func openFinding(ctx context.Context, tx pg.Tx, f *finding) (news bool, err error) {
	defer fault.Wrap(&err, "agency.openFinding(%s)", f.DutyID)
	id, err := pg.Scalar[string](ctx, tx, qOpenFinding, f.EntityID, f.FindingID, f.Org, f.RecordID, f.DutyID, f.FoundBy, f.AfterWord, f.OpenedAt, f.DueOn,
		f.Provisional, f.SeenAt, f.Seen)
	return id == f.FindingID, err
}

// closeFinding ends the open finding of a duty that a later sight did not see; empty: there was none.
func closeFinding(ctx context.Context, tx pg.Tx, du *duty, seen, at time.Time) (id string, err error) {
	defer fault.Wrap(&err, "agency.closeFinding(%s)", du.DutyID)
	id, err = pg.Scalar[string](ctx, tx, qCloseFinding, du.EntityID, du.DutyID, seen, at)
	if errors.Is(err, pg.ErrNone) {
		return "", nil
	}
	return id, err
}

func findings(ctx context.Context, db pg.DB, org string) (_ []finding, err error) {
	defer fault.Wrap(&err, "agency.findings")
	return pg.All[finding](ctx, db, qFindings, org)
}

func openFindings(ctx context.Context, db pg.DB) (_ []finding, err error) {
	defer fault.Wrap(&err, "agency.openFindings")
	return pg.All[finding](ctx, db, qOpen)
}

func openFindingBy(ctx context.Context, tx pg.Tx, id, org string) (_ finding, err error) {
	defer fault.Wrap(&err, "agency.openFindingBy(%s)", id)
	f, err := pg.One[finding](ctx, tx, qOpenBy, id, org)
	if errors.Is(err, pg.ErrNone) {
		err = errFinding
	}
	return f, err
}

func updateFinding(ctx context.Context, tx pg.Tx, f *finding) (err error) {
	defer fault.Wrap(&err, "agency.updateFinding(%s)", f.FindingID)
	_, err = tx.Exec(ctx, qUpdateFinding, f.EntityID, f.FindingID, f.Comment, f.CommentedAt, f.Document, f.ConfirmedBy, f.ConfirmedAt)
	return err
}
