package exchange

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const lineColumns = `entity_id, removal_id, about, target, action, version, case_no, reason, basis, org, region, revision, state, created_at, due_on,
	provisional, attempts, last_error, tried_at, sent_at, acknowledged_at, probed_at, probe_error, location`

// An open line that is ordered again is the same line: the newest instruction counts, its revision tells old answers from
// new ones, and a line whose instruction did not change is left as it is but for the number of its case.
var (
	qUpsert = pg.Q("exchange.upsert", `
		insert into exchange.removal as r (`+lineColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, 'waiting', $12, $13, $14, 0, '', null, null, null, null, '', $15)
		on conflict (entity_id, about, target) where state <> 'acknowledged' do update set
			case_no = case when r.case_no = '' then excluded.case_no else r.case_no end,
			action = excluded.action, version = greatest(r.version, excluded.version), reason = excluded.reason,
			basis = case when excluded.basis = '' then r.basis else excluded.basis end,
			state = case when r.action <> excluded.action or excluded.version > r.version then 'waiting' else r.state end,
			revision = r.revision + case when r.action <> excluded.action or excluded.version > r.version then 1 else 0 end
		returning removal_id, revision`)
	qFind  = pg.Q("exchange.find", `select `+lineColumns+` from exchange.removal where entity_id = $1 and removal_id = $2`)
	qTried = pg.Q("exchange.tried", `
		update exchange.removal set attempts = attempts + 1, last_error = $3, tried_at = $4 where entity_id = $1 and removal_id = $2`)
	qSent = pg.Q("exchange.mark_sent", `
		update exchange.removal set state = 'sent', sent_at = coalesce(sent_at, $4)
		where entity_id = $1 and removal_id = $2 and revision = $3 and state = 'waiting'`)
	qAcked = pg.Q("exchange.mark_acknowledged", `
		update exchange.removal set state = 'acknowledged', acknowledged_at = $4
		where entity_id = $1 and removal_id = $2 and revision = $3 and state <> 'acknowledged'`)
	qProbed = pg.Q("exchange.mark_probed", `
		update exchange.removal set probed_at = $3, probe_error = $4 where entity_id = $1 and removal_id = $2`)
	qToProbe = pg.Q("exchange.to_probe", `
		select `+lineColumns+` from exchange.removal r
		where target = $1 and action in ('delete', 'replace') and not exists (
			select from exchange.removal n where n.entity_id = r.entity_id and n.about = r.about and n.target = r.target and n.removal_id > r.removal_id)
		order by (created_at >= $2) desc, probed_at nulls first, created_at limit $3`)
	qOpenTicket = pg.Q("exchange.open_ticket", `
		insert into exchange.ticket as t (entity_id, about, target, removal_id, state, opened_at, reopened, sightings, seen_at, seen_hash, seen, closed_at)
		values ($1, $2, $3, $4, 'open', $5, 0, 1, $5, $6, $7, null)
		on conflict (entity_id, about, target) do update set removal_id = excluded.removal_id, state = 'open', closed_at = null,
			reopened = t.reopened + case when t.state = 'closed' then 1 else 0 end,
			sightings = case when t.state = 'closed' then 1 else t.sightings + 1 end,
			seen_at = excluded.seen_at, seen_hash = excluded.seen_hash, seen = excluded.seen
		returning sightings = 1`)
	qCloseTicket = pg.Q("exchange.close_ticket", `
		update exchange.ticket set state = 'closed', closed_at = $4 where entity_id = $1 and about = $2 and target = $3 and state = 'open'`)
)

// line is one row of the sync ledger.
type line struct {
	EntityID, RemovalID, About, Target, Action string
	Version                                    int32
	CaseNo, Reason, Basis, Org, Region         string
	Revision                                   int32
	State                                      string
	CreatedAt                                  time.Time
	DueOn                                      workday.Date
	Provisional                                bool
	Attempts                                   int32
	LastError                                  string
	TriedAt, SentAt, AcknowledgedAt, ProbedAt  *time.Time
	ProbeError                                 string
	Location                                   string
}

// upserted tells whether there is something to send.
type upserted struct {
	RemovalID string
	Revision  int32
	Changed   bool `db:"-"`
}

// upsert opens a line, or brings the open one up to date.
func upsert(ctx context.Context, tx pg.Tx, l *line) (u upserted, err error) {
	defer fault.Wrap(&err, "exchange.upsert(%s)", l.Target)
	before, err := pg.One[upserted](ctx, tx, qOpenLine, l.EntityID, l.About, l.Target)
	if err != nil && !errors.Is(err, pg.ErrNone) {
		return u, err
	}
	u, err = pg.One[upserted](ctx, tx, qUpsert, l.EntityID, l.RemovalID, l.About, l.Target, l.Action, l.Version, l.CaseNo, l.Reason, l.Basis, l.Org,
		l.Region, l.CreatedAt, l.DueOn, l.Provisional, l.Location)
	u.Changed = u.RemovalID != before.RemovalID || u.Revision != before.Revision
	return u, err
}

var qOpenLine = pg.Q("exchange.open_line", `
	select removal_id, revision from exchange.removal where entity_id = $1 and about = $2 and target = $3 and state <> 'acknowledged' for update`)

func find(ctx context.Context, db pg.DB, entity, id string) (_ line, err error) {
	defer fault.Wrap(&err, "exchange.find(%s)", id)
	return pg.One[line](ctx, db, qFind, entity, id)
}

func tried(ctx context.Context, db pg.DB, l *line, word string, at time.Time) (err error) {
	defer fault.Wrap(&err, "exchange.tried(%s)", l.RemovalID)
	_, err = db.Exec(ctx, qTried, l.EntityID, l.RemovalID, word, at)
	return err
}

func markSent(ctx context.Context, tx pg.Tx, l *line, at time.Time) (news bool, err error) {
	return mark(ctx, tx, qSent, l, at)
}

func markAcknowledged(ctx context.Context, tx pg.Tx, l *line, at time.Time) (news bool, err error) {
	return mark(ctx, tx, qAcked, l, at)
}

func mark(ctx context.Context, tx pg.Tx, q pg.Query, l *line, at time.Time) (news bool, err error) {
	defer fault.Wrap(&err, "exchange.mark(%s)", l.RemovalID)
	n, err := tx.Exec(ctx, q, l.EntityID, l.RemovalID, l.Revision, at)
	return n > 0, err
}

func probed(ctx context.Context, tx pg.Tx, l *line, word string, at time.Time) (err error) {
	defer fault.Wrap(&err, "exchange.probed(%s)", l.RemovalID)
	_, err = tx.Exec(ctx, qProbed, l.EntityID, l.RemovalID, at, word)
	return err
}

// toProbe gives the newest line of each thing at a target: what ended lately first, then what was not read for longest.
func toProbe(ctx context.Context, db pg.DB, target string, since time.Time, limit int) (_ []line, err error) {
	defer fault.Wrap(&err, "exchange.toProbe(%s)", target)
	return pg.All[line](ctx, db, qToProbe, target, since, limit)
}

func openTicket(ctx context.Context, tx pg.Tx, l *line, s sight, at time.Time) (news bool, err error) {
	defer fault.Wrap(&err, "exchange.openTicket(%s)", l.RemovalID)
	return pg.Scalar[bool](ctx, tx, qOpenTicket, l.EntityID, l.About, l.Target, l.RemovalID, at, s.hash[:], s.seen)
}

func closeTicket(ctx context.Context, tx pg.Tx, l *line, at time.Time) (news bool, err error) {
	defer fault.Wrap(&err, "exchange.closeTicket(%s)", l.RemovalID)
	n, err := tx.Exec(ctx, qCloseTicket, l.EntityID, l.About, l.Target, at)
	return n > 0, err
}
