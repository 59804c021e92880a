package snapshot

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const recheckColumns = `org, ref, entity_id, decision_id, digest, day, on_date, matter, purpose, case_no, officer, was, now, agrees, at, due_on, provisional`
const joined = `
		select r.org, r.ref, r.entity_id, r.decision_id, r.digest, r.day, r.on_date, r.matter, r.purpose, r.case_no, r.officer, r.was, r.now, r.agrees, r.at,
			r.due_on, r.provisional, y.at as replied_at, coalesce(y.officer, '') as replier, coalesce(y.done, '') as done, coalesce(y.note, '') as note,
			coalesce(y.late, false) as was_late
		from snapshot.recheck r left join snapshot.reply y on y.org = r.org and y.decision_id = r.decision_id`

var (
	qInsertRecheck = pg.Q("snapshot.insert_recheck", `
		insert into snapshot.recheck (`+recheckColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) on conflict (org, ref) do nothing`)
	qRechecksOf  = pg.Q("snapshot.rechecks_of", `select `+recheckColumns+` from snapshot.recheck where org = $1 and ref = any($2)`)
	qFindRecheck = pg.Q("snapshot.find_recheck", joined+` where r.org = $1 and r.decision_id = $2`)
	qRechecks    = pg.Q("snapshot.rechecks", joined+`
		where r.org = $1 and ($2 = '' or r.decision_id = $2)
			and case $3 when '' then true when 'agrees' then r.agrees when 'open' then not r.agrees and y.at is null
				when 'overdue' then not r.agrees and y.at is null and r.due_on < $4 else y.at is not null end
			and ($5 = '' or (r.at, r.decision_id) < (select x.at, x.decision_id from snapshot.recheck x where x.org = $1 and x.decision_id = $5))
		order by r.at desc, r.decision_id desc limit $6`)
	qCounts = pg.Q("snapshot.counts", `
		select count(*) filter (where r.agrees) as agree, count(*) filter (where not r.agrees) as differ,
			count(*) filter (where not r.agrees and y.at is null) as open,
			count(*) filter (where not r.agrees and y.at is null and r.due_on < $2) as overdue
		from snapshot.recheck r left join snapshot.reply y on y.org = r.org and y.decision_id = r.decision_id
		where r.org = $1`)
	qInsertReply = pg.Q("snapshot.insert_reply", `
		insert into snapshot.reply (org, decision_id, at, actor, officer, done, note, late) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`)
	qReply = pg.Q("snapshot.reply", `select org, decision_id, at, actor, officer, done, note, late from snapshot.reply where org = $1 and decision_id = $2`)
)

// recheck is an answer given from a snapshot with what a check made of it.
type recheck struct {
	Org, Ref, EntityID, DecisionID, Digest string
	Day, OnDate                            workday.Date
	Matter, Purpose, CaseNo, Officer       string
	Was, Now                               Told
	Agrees                                 bool
	At                                     time.Time
	DueOn                                  workday.Date
	Provisional                            bool
}

// recheckRow is a recheck with what was said of it.
type recheckRow struct {
	recheck
	RepliedAt           *time.Time
	Replier, Done, Note string
	WasLate             bool
}

type reply struct {
	Org, DecisionID            string
	At                         time.Time
	Actor, Officer, Done, Note string
	Late                       bool
}

func insertRecheck(ctx context.Context, tx pg.Tx, r *recheck) (news bool, err error) {
	defer fault.Wrap(&err, "snapshot.insertRecheck")
	n, err := tx.Exec(ctx, qInsertRecheck, r.Org, r.Ref, r.EntityID, r.DecisionID, r.Digest, r.Day, r.OnDate, r.Matter, r.Purpose, r.CaseNo, r.Officer,
		text(r.Was), text(r.Now), r.Agrees, r.At, r.DueOn, r.Provisional)
	return n > 0, err
}

func text(t Told) string {
	b, err := json.Marshal(t)
	if err != nil {
		panic(err) // strings always encode
	}
	return string(b)
}

func rechecksOf(ctx context.Context, db pg.DB, org string, refs []string) (_ map[string]recheck, err error) {
	defer fault.Wrap(&err, "snapshot.rechecksOf")
	all, err := pg.All[recheck](ctx, db, qRechecksOf, org, refs)
	out := map[string]recheck{}
	for _, r := range all {
		out[r.Ref] = r
	}
	return out, err
}

func findRecheck(ctx context.Context, db pg.DB, org, id string) (r recheckRow, err error) {
	defer fault.Wrap(&err, "snapshot.findRecheck")
	r, err = pg.One[recheckRow](ctx, db, qFindRecheck, org, id)
	if errors.Is(err, pg.ErrNone) {
		err = errNoRecheck
	}
	return r, err
}

func rechecks(ctx context.Context, db pg.DB, org, decision, state string, today workday.Date, after string, limit int) (_ []recheckRow, err error) {
	defer fault.Wrap(&err, "snapshot.rechecks")
	return pg.All[recheckRow](ctx, db, qRechecks, org, decision, state, today, after, limit)
}

// Counts is how many answers agreed, and how many differences are still to be answered for.
type Counts struct {
	Agree   int64 `json:"agree"`
	Differ  int64 `json:"differ"`
	Open    int64 `json:"open" doc:"differences nothing has been said of yet, overdue ones too"`
	Overdue int64 `json:"overdue"`
}

func counts(ctx context.Context, db pg.DB, org string, today workday.Date) (_ Counts, err error) {
	defer fault.Wrap(&err, "snapshot.counts")
	return pg.One[Counts](ctx, db, qCounts, org, today)
}

// insertReply writes a reply down once; of a second one it gives the first.
func insertReply(ctx context.Context, tx pg.Tx, y *reply) (was reply, news bool, err error) {
	defer fault.Wrap(&err, "snapshot.insertReply")
	n, err := tx.Exec(ctx, qInsertReply, y.Org, y.DecisionID, y.At, y.Actor, y.Officer, y.Done, y.Note, y.Late)
	if err != nil || n > 0 {
		return *y, true, err
	}
	was, err = pg.One[reply](ctx, tx, qReply, y.Org, y.DecisionID)
	return was, false, err
}
