package rectify

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const (
	orderedColumns  = `entity_id, case_id, org, campaign_id, state, due_on, ended_on`
	talkColumns     = `entity_id, case_id, order_id, record_id, until_on, ended_on, at`
	campaignColumns = `campaign_id, topic, name_zh, name_en, basis, lead, region, bodies, first_on, last_on, shown, ended_on, author, created_at`
	memberColumns   = `entity_id, campaign_id, body, problem, added_on, cleared_on, cleared_by, at`
)

var (
	qInsertOrdered = pg.Q("rectify.insert_ordered", `insert into rectify.ordered (`+orderedColumns+`) values ($1, $2, $3, $4, $5, null, null)`)
	qFollow        = pg.Q("rectify.follow", `update rectify.ordered set state = $3, due_on = $4, ended_on = $5 where entity_id = $1 and case_id = $2`)
	qOrdersOf      = pg.Q("rectify.orders_of", `select `+orderedColumns+` from rectify.ordered where entity_id = $1 order by case_id desc limit 200`)
	// cross-shard, limited: orders near their last day of which nobody was told yet
	qToRemind = pg.Q("rectify.to_remind", `
		select `+orderedColumns+` from rectify.ordered o where due_on between $1 and $2
			and not exists (select from rectify.reminder r where r.entity_id = o.entity_id and r.case_id = o.case_id and r.due_on = o.due_on)
		order by due_on, case_id limit 500`)
	qLockOrdered = pg.Q("rectify.lock_ordered", `select `+orderedColumns+` from rectify.ordered where entity_id = $1 and case_id = $2 for update`)
	qRemind      = pg.Q("rectify.remind", `
		insert into rectify.reminder (entity_id, case_id, due_on, on_day, days_left, at) values ($1, $2, $3, $4, $5, $6)
		on conflict (entity_id, case_id, due_on) do nothing`)
	qReminders = pg.Q("rectify.reminders", `
		select due_on, on_day, days_left from rectify.reminder where entity_id = $1 and case_id = $2 order by on_day limit 50`)

	qInsertTalk = pg.Q("rectify.insert_talk", `insert into rectify.talk (`+talkColumns+`) values ($1, $2, $3, $4, $5, null, $6)`)
	qTalks      = pg.Q("rectify.talks", `select `+talkColumns+` from rectify.talk where entity_id = $1 and order_id = $2 order by at limit 50`)
	qEndTalks   = pg.Q("rectify.end_talks", `update rectify.talk set ended_on = $3 where entity_id = $1 and order_id = $2 and ended_on is null and until_on >= $3`)

	qInsertCampaign = pg.Q("rectify.insert_campaign", `
		insert into rectify.campaign (`+campaignColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, null, $12, $13)`)
	qCampaign     = pg.Q("rectify.campaign", `select `+campaignColumns+` from rectify.campaign where campaign_id = $1`)
	qLockCampaign = pg.Q("rectify.lock_campaign", `select `+campaignColumns+` from rectify.campaign where campaign_id = $1 for update`)
	qCampaigns    = pg.Q("rectify.campaigns", `select `+campaignColumns+` from rectify.campaign where not $1 or shown order by first_on desc, campaign_id desc limit 200`)
	qEndCampaign  = pg.Q("rectify.end_campaign", `update rectify.campaign set ended_on = $2 where campaign_id = $1 and ended_on is null`)
	qAddMember    = pg.Q("rectify.add_member", `
		insert into rectify.member (`+memberColumns+`) values ($1, $2, $3, $4, $5, null, '', $6) on conflict (entity_id, campaign_id) do nothing`)
	qMember = pg.Q("rectify.member", `select `+memberColumns+` from rectify.member where entity_id = $1 and campaign_id = $2`)
	// cross-shard, limited: a campaign names its subjects
	qMembers = pg.Q("rectify.members", `select `+memberColumns+` from rectify.member where campaign_id = $1 order by entity_id limit 5001`)
	// cross-shard: a number for each campaign of a list
	qTallies = pg.Q("rectify.tallies", `
		select campaign_id, count(*) filter (where added_on <= $2) as members, count(*) filter (where cleared_on <= $2) as cleared
		from rectify.member where campaign_id = any($1) group by campaign_id`)
	qClear = pg.Q("rectify.clear", `
		update rectify.member set cleared_on = $3, cleared_by = $4 where entity_id = $1 and campaign_id = $2 and cleared_on is null and added_on <= $3`)
)

// orderedRow is an order outside of its case: where it stands, and the last day while the subject's time runs.
type orderedRow struct {
	EntityID   string
	CaseID     string
	Org        string
	CampaignID string
	State      string
	DueOn      workday.Date
	EndedOn    workday.Date
}

func insertOrdered(ctx context.Context, tx pg.Tx, r orderedRow) (err error) {
	defer fault.Wrap(&err, "rectify.insertOrdered(%s)", r.CaseID)
	_, err = tx.Exec(ctx, qInsertOrdered, r.EntityID, r.CaseID, r.Org, r.CampaignID, r.State)
	return err
}

func follow(ctx context.Context, tx pg.Tx, r orderedRow) (err error) {
	defer fault.Wrap(&err, "rectify.follow(%s)", r.CaseID)
	_, err = tx.Exec(ctx, qFollow, r.EntityID, r.CaseID, r.State, r.DueOn, r.EndedOn)
	return err
}

func ordersOf(ctx context.Context, db pg.DB, entity string) (_ []orderedRow, err error) {
	defer fault.Wrap(&err, "rectify.ordersOf")
	return pg.All[orderedRow](ctx, db, qOrdersOf, entity)
}

func toRemind(ctx context.Context, db pg.DB, from, until workday.Date) (_ []orderedRow, err error) {
	defer fault.Wrap(&err, "rectify.toRemind")
	return pg.All[orderedRow](ctx, db, qToRemind, from, until)
}

func lockOrdered(ctx context.Context, tx pg.Tx, r orderedRow) (_ orderedRow, err error) {
	defer fault.Wrap(&err, "rectify.lockOrdered(%s)", r.CaseID)
	return pg.One[orderedRow](ctx, tx, qLockOrdered, r.EntityID, r.CaseID)
}

// Reminder is a reminder before the end of the term.
type Reminder struct {
	DueOn    workday.Date `json:"due"`
	OnDay    workday.Date `json:"on"`
	DaysLeft int32        `json:"left" doc:"working days"`
}

func remind(ctx context.Context, tx pg.Tx, r orderedRow, on workday.Date, left int, at time.Time) (anew bool, err error) {
	defer fault.Wrap(&err, "rectify.remind(%s)", r.CaseID)
	n, err := tx.Exec(ctx, qRemind, r.EntityID, r.CaseID, r.DueOn, on, left, at)
	return n > 0, err
}

func remindersOf(ctx context.Context, db pg.DB, entity, caseID string) (_ []Reminder, err error) {
	defer fault.Wrap(&err, "rectify.reminders(%s)", caseID)
	return pg.All[Reminder](ctx, db, qReminders, entity, caseID)
}

// talkRow says which record a talk brought about.
type talkRow struct {
	EntityID string
	CaseID   string
	OrderID  string
	RecordID string
	UntilOn  workday.Date
	EndedOn  workday.Date
	At       time.Time
}

func insertTalk(ctx context.Context, tx pg.Tx, r talkRow) (err error) {
	defer fault.Wrap(&err, "rectify.insertTalk(%s)", r.CaseID)
	_, err = tx.Exec(ctx, qInsertTalk, r.EntityID, r.CaseID, r.OrderID, r.RecordID, r.UntilOn, r.At)
	return err
}

func talksOf(ctx context.Context, db pg.DB, entity, order string) (_ []talkRow, err error) {
	defer fault.Wrap(&err, "rectify.talksOf(%s)", order)
	return pg.All[talkRow](ctx, db, qTalks, entity, order)
}

func endTalks(ctx context.Context, tx pg.Tx, entity, order string, on workday.Date) (err error) {
	defer fault.Wrap(&err, "rectify.endTalks(%s)", order)
	_, err = tx.Exec(ctx, qEndTalks, entity, order, on)
	return err
}

type campaignRow struct {
	CampaignID string
	Topic      string
	NameZH     string
	NameEN     string
	Basis      string
	Lead       string
	Region     string
	Bodies     []string
	FirstOn    workday.Date
	LastOn     workday.Date
	Shown      bool
	EndedOn    workday.Date
	Author     string
	CreatedAt  time.Time
}

func insertCampaign(ctx context.Context, tx pg.Tx, c campaignRow) (err error) {
	defer fault.Wrap(&err, "rectify.insertCampaign(%s)", c.CampaignID)
	_, err = tx.Exec(ctx, qInsertCampaign, c.CampaignID, c.Topic, c.NameZH, c.NameEN, c.Basis, c.Lead, c.Region, c.Bodies, c.FirstOn, c.LastOn, c.Shown, c.Author, c.CreatedAt)
	return err
}

func findCampaign(ctx context.Context, db pg.DB, q pg.Query, id string) (c campaignRow, err error) {
	defer fault.Wrap(&err, "rectify.findCampaign")
	c, err = pg.One[campaignRow](ctx, db, q, id)
	if errors.Is(err, pg.ErrNone) {
		return c, errNoCampaign
	}
	return c, err
}

func allCampaigns(ctx context.Context, db pg.DB, onlyShown bool) (_ []campaignRow, err error) {
	defer fault.Wrap(&err, "rectify.campaigns")
	return pg.All[campaignRow](ctx, db, qCampaigns, onlyShown)
}

func endCampaign(ctx context.Context, tx pg.Tx, id string, on workday.Date) (anew bool, err error) {
	defer fault.Wrap(&err, "rectify.endCampaign(%s)", id)
	n, err := tx.Exec(ctx, qEndCampaign, id, on)
	return n > 0, err
}

type memberRow struct {
	EntityID   string
	CampaignID string
	Body       string
	Problem    string
	AddedOn    workday.Date
	ClearedOn  workday.Date
	ClearedBy  string
	At         time.Time
}

func addMember(ctx context.Context, tx pg.Tx, m memberRow) (anew bool, err error) {
	defer fault.Wrap(&err, "rectify.addMember(%s)", m.CampaignID)
	n, err := tx.Exec(ctx, qAddMember, m.EntityID, m.CampaignID, m.Body, m.Problem, m.AddedOn, m.At)
	return n > 0, err
}

func findMember(ctx context.Context, db pg.DB, entity, campaign string) (m memberRow, err error) {
	defer fault.Wrap(&err, "rectify.member(%s)", campaign)
	m, err = pg.One[memberRow](ctx, db, qMember, entity, campaign)
	if errors.Is(err, pg.ErrNone) {
		return m, errNoMember
	}
	return m, err
}

func membersOf(ctx context.Context, db pg.DB, campaign string) (_ []memberRow, err error) {
	defer fault.Wrap(&err, "rectify.members(%s)", campaign)
	return pg.All[memberRow](ctx, db, qMembers, campaign)
}

// tally is how far a campaign has come.
type tally struct {
	CampaignID string
	Members    int
	Cleared    int
}

func tallies(ctx context.Context, db pg.DB, ids []string, on workday.Date) (_ map[string]tally, err error) {
	defer fault.Wrap(&err, "rectify.tallies")
	rows, err := pg.All[tally](ctx, db, qTallies, ids, on)
	out := make(map[string]tally, len(rows))
	for _, r := range rows {
		out[r.CampaignID] = r
	}
	return out, err
}

func clear(ctx context.Context, tx pg.Tx, entity, campaign, by string, on workday.Date) (anew bool, err error) {
	defer fault.Wrap(&err, "rectify.clear(%s)", campaign)
	n, err := tx.Exec(ctx, qClear, entity, campaign, on, by)
	return n > 0, err
}
