package exchange

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const targetColumns = `code, version, name_zh, name_en, kind, org, push_url, read_url, gone_text, secret_ref, limit_key, rule, active, state, author,
	reviewer, created_at`

// inForce are the newest approved versions.
const inForce = `select distinct on (code) ` + targetColumns + ` from exchange.target where state = 'approved' order by code, version desc`

var (
	qActive    = pg.Q("exchange.active", `select `+targetColumns+` from (`+inForce+`) t where active order by code`)
	qActiveOne = pg.Q("exchange.active_one", `select `+targetColumns+` from (`+inForce+`) t where active and code = $1`)
	qWebhook   = pg.Q("exchange.webhook", `
		select `+targetColumns+` from (`+inForce+`) t where active and kind = 'consumer' and org = $1 and push_url <> '' order by code limit 1`)
	qTargets = pg.Q("exchange.targets", `
		select `+targetColumns+` from exchange.target t
		where state = 'proposed' or version = (select max(n.version) from exchange.target n where n.code = t.code and n.state = 'approved')
		order by code, version`)
	qInsertTarget = pg.Q("exchange.insert_target", `
		insert into exchange.target (`+targetColumns+`)
		select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'proposed', $13, '', $14
		from exchange.target where code = $1 returning version`)
	qProposed = pg.Q("exchange.proposed", `
		select `+targetColumns+` from exchange.target where code = $1 and version = $2 and state = 'proposed' for update`)
	qDecideTarget = pg.Q("exchange.decide_target", `update exchange.target set state = $3, reviewer = $4, decided_at = $5 where code = $1 and version = $2`)
)

type targetRow struct {
	Code, NameZh, NameEn, Kind, Org, PushUrl, ReadUrl, GoneText, SecretRef, LimitKey, Rule string //nolint:revive // names of columns
	Version                                                                                int32
	Active                                                                                 bool
	State, Author, Reviewer                                                                string
	CreatedAt                                                                              time.Time
}

func (r *targetRow) target() Target {
	return Target{Code: r.Code, Version: r.Version, Name: law.Text2{ZH: r.NameZh, EN: r.NameEn}, Kind: r.Kind, Org: r.Org, PushURL: r.PushUrl,
		ReadURL: r.ReadUrl, GoneText: r.GoneText, Secret: r.SecretRef, Limit: r.LimitKey, Rule: r.Rule, Active: r.Active, State: r.State,
		Author: r.Author, Reviewer: r.Reviewer, Created: r.CreatedAt}
}

func targetsOf(rows []targetRow) []Target {
	out := make([]Target, len(rows))
	for i := range rows {
		out[i] = rows[i].target()
	}
	return out
}

func activeTargets(ctx context.Context, db pg.DB) (_ []Target, err error) {
	defer fault.Wrap(&err, "exchange.activeTargets")
	rows, err := pg.All[targetRow](ctx, db, qActive)
	return targetsOf(rows), err
}

func activeTarget(ctx context.Context, db pg.DB, code string) (_ Target, err error) {
	defer fault.Wrap(&err, "exchange.activeTarget(%s)", code)
	r, err := pg.One[targetRow](ctx, db, qActiveOne, code)
	return r.target(), err
}

// webhookOf is the consumer of a body that has an address; pg.ErrNone when it has none.
func webhookOf(ctx context.Context, db pg.DB, org string) (_ Target, err error) {
	defer fault.Wrap(&err, "exchange.webhookOf")
	r, err := pg.One[targetRow](ctx, db, qWebhook, org)
	return r.target(), err
}

func allTargets(ctx context.Context, db pg.DB) (_ []Target, err error) {
	defer fault.Wrap(&err, "exchange.allTargets")
	rows, err := pg.All[targetRow](ctx, db, qTargets)
	return targetsOf(rows), err
}

func insertTarget(ctx context.Context, tx pg.Tx, t *Target) (version int32, err error) {
	defer fault.Wrap(&err, "exchange.insertTarget(%s)", t.Code)
	version, err = pg.Scalar[int32](ctx, tx, qInsertTarget, t.Code, t.Name.ZH, t.Name.EN, t.Kind, t.Org, t.PushURL, t.ReadURL, t.GoneText, t.Secret,
		t.Limit, t.Rule, t.Active, t.Author, t.Created)
	if pg.Violated(err) == "target_version_is_numbered_once" {
		err = errTargetMoved
	}
	return version, err
}

func proposed(ctx context.Context, tx pg.Tx, code string, version int32) (_ Target, err error) {
	defer fault.Wrap(&err, "exchange.proposed(%s)", code)
	r, err := pg.One[targetRow](ctx, tx, qProposed, code, version)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknownTarget
	}
	return r.target(), err
}

func decideTarget(ctx context.Context, tx pg.Tx, t *Target, at time.Time) (err error) {
	defer fault.Wrap(&err, "exchange.decideTarget(%s)", t.Code)
	_, err = tx.Exec(ctx, qDecideTarget, t.Code, t.Version, t.State, t.Reviewer, at)
	return err
}

const noticeColumns = `notice_id, org, kind, entity_id, about, version, decision, case_no, reason, revision, created_at, due_on, provisional, attempts,
	last_error, delivered_at, delivered_by, acknowledged_at, acknowledged_by, source, source_region`

// A notice that was told again counts its revision when it says something new; then it must be delivered anew.
var (
	qLeave = pg.Q("exchange.leave", `
		insert into exchange.notice as n (`+noticeColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12, 0, '', null, '', null, '', $13, $14)
		on conflict (org, kind, about, decision) where acknowledged_at is null do update set
			case_no = case when n.case_no = '' then excluded.case_no else n.case_no end, reason = excluded.reason,
			version = greatest(n.version, excluded.version),
			revision = n.revision + case when excluded.version > n.version then 1 else 0 end,
			delivered_at = case when excluded.version > n.version then null else n.delivered_at end,
			delivered_by = case when excluded.version > n.version then '' else n.delivered_by end
		returning notice_id, revision`)
	qOpenNotice = pg.Q("exchange.open_notice", `
		select notice_id, revision from exchange.notice where org = $1 and kind = $2 and about = $3 and decision = $4 and acknowledged_at is null for update`)
	qNotice      = pg.Q("exchange.find_notice", `select `+noticeColumns+` from exchange.notice where notice_id = $1`)
	qNoticeTried = pg.Q("exchange.notice_tried", `
		update exchange.notice set attempts = attempts + 1, last_error = $3,
			delivered_at = case when $4 and delivered_at is null then $5 else delivered_at end,
			delivered_by = case when $4 and delivered_by = '' then 'webhook' else delivered_by end
		where notice_id = $1 and revision = $2`)
	qAcknowledged = pg.Q("exchange.acknowledge_notice", `
		update exchange.notice set acknowledged_at = $4, acknowledged_by = $3 where notice_id = $1 and revision = $2 and acknowledged_at is null`)
	qInbox = pg.Q("exchange.inbox", `
		select `+noticeColumns+` from exchange.notice
		where org = $1 and ($2 = '' or notice_id > $2) and ($3 or acknowledged_at is null) order by notice_id limit $4`)
	qOfCase  = pg.Q("exchange.of_case", `select `+noticeColumns+` from exchange.notice where case_no = $1 and kind = $2 order by notice_id limit 10000`)
	qInboxed = pg.Q("exchange.inboxed", `
		update exchange.notice set delivered_at = $2, delivered_by = 'inbox' where notice_id = any($1) and delivered_at is null`)
	qOverdue = pg.Q("exchange.overdue", `
		select `+noticeColumns+` from exchange.notice where acknowledged_at is null and due_on < $1 order by org, due_on, notice_id limit $2`)
)

type noticeRow struct {
	NoticeID, Org, Kind, EntityID, About string
	Version                              int32
	Decision, CaseNo, Reason             string
	Revision                             int32
	CreatedAt                            time.Time
	DueOn                                workday.Date
	Provisional                          bool
	Attempts                             int32
	LastError                            string
	DeliveredAt                          *time.Time
	DeliveredBy                          string
	AcknowledgedAt                       *time.Time
	AcknowledgedBy                       string
	Source, SourceRegion                 string
}

type left struct {
	NoticeID string
	Revision int32
	Changed  bool `db:"-"`
}

// leave writes a notice, or brings the one that is still open up to date.
func leave(ctx context.Context, tx pg.Tx, id string, n *Notice, now time.Time, due workday.Date, provisional bool) (_ left, err error) {
	defer fault.Wrap(&err, "exchange.leave")
	before, err := pg.One[left](ctx, tx, qOpenNotice, n.Org, string(n.Kind), n.About, n.Decision)
	if err != nil && !errors.Is(err, pg.ErrNone) {
		return before, err
	}
	put, err := pg.One[left](ctx, tx, qLeave, id, n.Org, string(n.Kind), n.EntityID, n.About, n.Version, n.Decision, n.Case, n.Reason, now, due, provisional,
		n.Source, n.SourceRegion)
	put.Changed = put.NoticeID != before.NoticeID || put.Revision != before.Revision
	return put, err
}

func notice(ctx context.Context, db pg.DB, id string) (_ noticeRow, err error) {
	defer fault.Wrap(&err, "exchange.notice")
	return pg.One[noticeRow](ctx, db, qNotice, id)
}

func noticeTried(ctx context.Context, db pg.DB, n *noticeRow, word string, received bool, now time.Time) (err error) {
	defer fault.Wrap(&err, "exchange.noticeTried(%s)", n.NoticeID)
	_, err = db.Exec(ctx, qNoticeTried, n.NoticeID, n.Revision, word, received, now)
	return err
}

func acknowledged(ctx context.Context, tx pg.Tx, id string, revision int32, by string, at time.Time) (news bool, err error) {
	defer fault.Wrap(&err, "exchange.acknowledged(%s)", id)
	n, err := tx.Exec(ctx, qAcknowledged, id, revision, by, at)
	return n > 0, err
}

func inbox(ctx context.Context, db *pg.Pool, org, after string, all bool, limit int, now time.Time) (rows []noticeRow, err error) {
	defer fault.Wrap(&err, "exchange.inbox")
	if rows, err = pg.All[noticeRow](ctx, db, qInbox, org, after, all, limit); err != nil {
		return nil, err
	}
	var fresh []string
	for i := range rows {
		if i < limit-1 && rows[i].DeliveredAt == nil {
			fresh = append(fresh, rows[i].NoticeID)
			rows[i].DeliveredAt, rows[i].DeliveredBy = &now, "inbox"
		}
	}
	if len(fresh) > 0 {
		_, err = db.Exec(ctx, qInboxed, fresh, now)
	}
	return rows, err
}

func overdue(ctx context.Context, db pg.DB, today workday.Date, limit int) (_ []noticeRow, err error) {
	defer fault.Wrap(&err, "exchange.overdue")
	return pg.All[noticeRow](ctx, db, qOverdue, today, limit)
}

func ofCase(ctx context.Context, db pg.DB, caseNo string, kind Kind) (_ []noticeRow, err error) {
	defer fault.Wrap(&err, "exchange.ofCase")
	return pg.All[noticeRow](ctx, db, qOfCase, caseNo, string(kind))
}
