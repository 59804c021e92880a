package visit

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const visitColumns = `entity_id, visit_id, org, cause, class, mode, title_zh, title_en, approval_no, planned_on, begun_on, flags, result, found, formed_on, publish_by,
	published_on, record_id, comment, rating, state, changed_at`

var (
	qInsert = pg.Q("visit.insert", `
		insert into visit.visit (`+visitColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null, '{}', '', false, null, null, null, '', '', 0, $11, $12)`)
	qLock = pg.Q("visit.lock", `select `+visitColumns+` from visit.visit where entity_id = $1 and visit_id = $2 for update`)
	qSave = pg.Q("visit.save", `
		update visit.visit set begun_on = $3, flags = $4, result = $5, found = $6, formed_on = $7, publish_by = $8, published_on = $9, record_id = $10, comment = $11,
			rating = $12, state = $13, changed_at = $14
		where entity_id = $1 and visit_id = $2`)
	qInsertTask = pg.Q("visit.insert_task", `
		insert into visit.task (entity_id, visit_id, matter, org, draw_id, dropped) values ($1, $2, $3, $4, $5, false)`)
	qDropTasks  = pg.Q("visit.drop_tasks", `update visit.task set dropped = true where entity_id = $1 and visit_id = $2`)
	qServing    = pg.Q("visit.serving", `select entity_id, draw_id, visit_id from visit.task where entity_id = any($1) and draw_id <> '' and not dropped`)
	qBegunDays  = pg.Q("visit.begun_days", `select begun_on from visit.visit where entity_id = $1 and cause <> 'case' and begun_on >= $2 order by begun_on`)
	qInsertScan = pg.Q("visit.insert_scan", `insert into visit.scan (entity_id, scan_id, visit_id, kind, side, by, at) values ($1, $2, $3, $4, $5, $6, $7)`)
	qScans      = pg.Q("visit.scans", `select kind, side, at from visit.scan where entity_id = $1 and visit_id = $2 order by at limit 50`)
	qOfFirm     = pg.Q("visit.of_firm", `select `+visitColumns+` from visit.visit where entity_id = $1 order by planned_on desc, visit_id desc limit 200`)
	// of one firm, which is where they are kept: the number alone does not say of which
	qPublicOne = pg.Q("visit.public_one", `select `+visitColumns+` from visit.visit where visit_id = $1 and published_on is not null`)
	// cross-shard, read-only, one page
	qPublic = pg.Q("visit.public", `
		select `+visitColumns+` from visit.visit
		where published_on is not null and ($1 = '' or org = $1) and (published_on, visit_id) < ($2, $3) order by published_on desc, visit_id desc limit $4`)
	// cross-shard, read-only, limited: results that should be public and are not
	qOverdue = pg.Q("visit.overdue", `select count(*) from visit.visit where state = 'resulted' and publish_by < $1 and ($2 = '' or org = $2)`)
)

type visitRow struct {
	EntityID, VisitID, Org, Cause, Class, Mode, TitleZH, TitleEN, ApprovalNo string
	PlannedOn, BegunOn                                                       workday.Date
	Flags                                                                    []string
	Result                                                                   string
	Found                                                                    bool
	FormedOn, PublishBy, PublishedOn                                         workday.Date
	RecordID, Comment                                                        string
	Rating                                                                   int32
	State                                                                    string
	ChangedAt                                                                time.Time
}

func (r *visitRow) title() law.Text2 { return law.Text2{ZH: r.TitleZH, EN: r.TitleEN} }

func insertVisit(ctx context.Context, tx pg.Tx, r visitRow) (err error) {
	defer fault.Wrap(&err, "visit.insertVisit(%s)", r.VisitID)
	_, err = tx.Exec(ctx, qInsert, r.EntityID, r.VisitID, r.Org, r.Cause, r.Class, r.Mode, r.TitleZH, r.TitleEN, r.ApprovalNo, r.PlannedOn, r.State, r.ChangedAt)
	return err
}

func lockVisit(ctx context.Context, tx pg.Tx, entity, id string) (r visitRow, err error) {
	defer fault.Wrap(&err, "visit.lockVisit(%s)", id)
	return pg.One[visitRow](ctx, tx, qLock, entity, id)
}

func saveVisit(ctx context.Context, tx pg.Tx, r visitRow) (err error) {
	defer fault.Wrap(&err, "visit.saveVisit(%s)", r.VisitID)
	_, err = tx.Exec(ctx, qSave, r.EntityID, r.VisitID, r.BegunOn, r.Flags, r.Result, r.Found, r.FormedOn, r.PublishBy, r.PublishedOn, r.RecordID, r.Comment, r.Rating,
		r.State, r.ChangedAt)
	return err
}

func insertTask(ctx context.Context, tx pg.Tx, entity, id string, t Task) (err error) {
	defer fault.Wrap(&err, "visit.insertTask(%s)", id)
	_, err = tx.Exec(ctx, qInsertTask, entity, id, t.Matter, t.Org, t.Draw)
	if pg.Violated(err) == "task_of_a_draw_is_in_one_visit" {
		return errTaken
	}
	return err
}

func dropTasks(ctx context.Context, tx pg.Tx, entity, id string) (err error) {
	defer fault.Wrap(&err, "visit.dropTasks(%s)", id)
	_, err = tx.Exec(ctx, qDropTasks, entity, id)
	return err
}

// serving says which visit serves which drawn task.
func serving(ctx context.Context, db pg.DB, entities []string) (out map[[2]string]string, err error) {
	defer fault.Wrap(&err, "visit.serving(%d)", len(entities))
	type row struct{ EntityID, DrawID, VisitID string }
	rows, err := pg.All[row](ctx, db, qServing, entities)
	out = map[[2]string]string{}
	for _, r := range rows {
		out[[2]string{r.EntityID, r.DrawID}] = r.VisitID
	}
	return out, err
}

func begunDays(ctx context.Context, db pg.DB, entity string, since workday.Date) (_ []workday.Date, err error) {
	defer fault.Wrap(&err, "visit.begunDays(%s)", entity)
	return pg.Column[workday.Date](ctx, db, qBegunDays, entity, since)
}

type scanRow struct {
	EntityID, ScanID, VisitID, Kind, Side, By string
	At                                        time.Time
}

func insertScan(ctx context.Context, tx pg.Tx, s scanRow) (err error) {
	defer fault.Wrap(&err, "visit.insertScan(%s)", s.VisitID)
	_, err = tx.Exec(ctx, qInsertScan, s.EntityID, s.ScanID, s.VisitID, s.Kind, s.Side, s.By, s.At)
	return err
}

// Scan is a code that was shown or read.
type Scan struct {
	Kind string    `json:"kind" enum:"firm_code,officer_code,no_code,wrong_code"`
	Side string    `json:"side" enum:"officer,firm"`
	At   time.Time `json:"at"`
}

func scansOf(ctx context.Context, db pg.DB, entity, id string) (_ []Scan, err error) {
	defer fault.Wrap(&err, "visit.scansOf(%s)", id)
	return pg.All[Scan](ctx, db, qScans, entity, id)
}

func ofFirm(ctx context.Context, db pg.DB, entity string) (_ []visitRow, err error) {
	defer fault.Wrap(&err, "visit.ofFirm(%s)", entity)
	return pg.All[visitRow](ctx, db, qOfFirm, entity)
}

func publicOne(ctx context.Context, db pg.DB, id string) (r visitRow, err error) {
	defer fault.Wrap(&err, "visit.publicOne(%s)", id)
	r, err = pg.One[visitRow](ctx, db, qPublicOne, id)
	if errors.Is(err, pg.ErrNone) {
		return r, errUnknown
	}
	return r, err
}

func publicPage(ctx context.Context, db pg.DB, org string, before workday.Date, after string, limit int) (_ []visitRow, err error) {
	defer fault.Wrap(&err, "visit.publicPage")
	return pg.All[visitRow](ctx, db, qPublic, org, before, after, limit)
}

func overdue(ctx context.Context, db pg.DB, org string, today workday.Date) (_ int64, err error) {
	defer fault.Wrap(&err, "visit.overdue")
	return pg.Scalar[int64](ctx, db, qOverdue, today, org)
}
