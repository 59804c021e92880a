package disclosure

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

const glassColumns = `g.glass_id as id, g.at, g.actor, g.org, g.subject, g.reason, o.at as opened_at, o.actor as opener, o.until, c.at as closed_at
	from disclosure.glass g left join disclosure.glass_opening o on o.glass_id = g.glass_id
	left join disclosure.glass_closing c on c.glass_id = g.glass_id`

var (
	qAskGlass = pg.Q("disclosure.ask_glass", `
		insert into disclosure.glass (glass_id, at, actor, org, subject, reason) values ($1, $2, $3, $4, $5, $6)`)
	qOpenGlass = pg.Q("disclosure.open_glass", `
		insert into disclosure.glass_opening (glass_id, at, actor, until) values ($1, $2, $3, $4)`)
	qCloseGlass = pg.Q("disclosure.close_glass", `
		insert into disclosure.glass_closing (glass_id, at, actor) values ($1, $2, $3)`)
	qGlassesOf = pg.Q("disclosure.glasses_of", `select `+glassColumns+` where g.glass_id = any($1)`)
	qGlasses   = pg.Q("disclosure.glasses", `select `+glassColumns+` order by g.at desc, g.glass_id desc limit $1`)
)

func insertGlass(ctx context.Context, tx pg.Tx, g Glass) (err error) {
	defer fault.Wrap(&err, "disclosure.insertGlass")
	_, err = tx.Exec(ctx, qAskGlass, g.ID, g.At, g.Actor, g.Org, g.Subject, g.Reason)
	return err
}

func insertGlassOpening(ctx context.Context, tx pg.Tx, id string, at time.Time, actor string, until time.Time) (err error) {
	defer fault.Wrap(&err, "disclosure.insertGlassOpening")
	_, err = tx.Exec(ctx, qOpenGlass, id, at, actor, until)
	if pg.Violated(err) == "glass_is_opened_once" {
		return errGlassOver
	}
	return err
}

func insertGlassClosing(ctx context.Context, tx pg.Tx, id string, at time.Time, actor string) (err error) {
	defer fault.Wrap(&err, "disclosure.insertGlassClosing")
	_, err = tx.Exec(ctx, qCloseGlass, id, at, actor)
	if pg.Violated(err) == "glass_is_closed_once" {
		return errGlassNotOpen
	}
	return err
}

func glassesOf(ctx context.Context, db pg.DB, ids []string) (_ map[string]Glass, err error) {
	defer fault.Wrap(&err, "disclosure.glassesOf")
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := pg.All[Glass](ctx, db, qGlassesOf, ids)
	found := make(map[string]Glass, len(rows))
	for _, g := range rows {
		found[g.ID] = g
	}
	return found, err
}

func findGlass(ctx context.Context, db pg.DB, id string) (Glass, error) {
	found, err := glassesOf(ctx, db, []string{id})
	if g, ok := found[id]; ok || err != nil {
		return g, err
	}
	return Glass{}, errUnknownGlass
}

func listGlasses(ctx context.Context, db pg.DB, limit int) (_ []Glass, err error) {
	defer fault.Wrap(&err, "disclosure.listGlasses")
	return pg.All[Glass](ctx, db, qGlasses, limit)
}

var (
	qAsk = pg.Q("disclosure.ask", `
		insert into disclosure.question (entity_id, view_id, at, actor, words, item_id) values ($1, $2, $3, $4, $5, $6)`)
	qAsked = pg.Q("disclosure.asked", `
		select view_id, at, words, item_id from disclosure.question where entity_id = $1 order by at desc limit $2`)
	qFound = pg.Q("disclosure.found", `select item_id, at, in_order, note from disclosure.finding where item_id = any($1)`)

	qItems = pg.Q("disclosure.items", `
		insert into disclosure.item (item_id, kind, at, actor, org, about, evidence)
		select item_id, kind, $7, actor, org, about, evidence::jsonb
		from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as g (item_id, kind, actor, org, about, evidence)
		on conflict (item_id) do nothing`)
	qQueue = pg.Q("disclosure.queue", `
		select i.item_id as id, i.kind, i.at, i.actor, i.org, i.about, i.evidence, f.at as found_at, f.actor as found_by, f.in_order, f.note
		from disclosure.item i left join disclosure.finding f on f.item_id = i.item_id
		where (i.at, i.item_id) < ($1, $2) and ($3 or f.item_id is null)
		order by i.at desc, i.item_id desc limit $4`)
	qItem = pg.Q("disclosure.item", `
		select i.item_id as id, i.kind, i.at, i.actor, i.org, i.about, i.evidence, f.at as found_at, f.actor as found_by, f.in_order, f.note
		from disclosure.item i left join disclosure.finding f on f.item_id = i.item_id
		where i.item_id = $1`)
	qFind = pg.Q("disclosure.finding", `
		insert into disclosure.finding (item_id, at, actor, in_order, note) values ($1, $2, $3, $4, $5)`)
)

func insertQuestion(ctx context.Context, tx pg.Tx, subject, view string, at time.Time, actor, words, item string) (err error) {
	defer fault.Wrap(&err, "disclosure.insertQuestion")
	_, err = tx.Exec(ctx, qAsk, subject, view, at, actor, words, item)
	if pg.Violated(err) == "question_is_asked_once" {
		return fault.New(fault.Conflict, "disclosure.already_asked", "这一查阅记录已经问过；请等待答复。", "This view was asked about already; wait for the answer.")
	}
	return err
}

// questionsOf gives what a subject asked, by the id of what was seen, with what was found.
func questionsOf(ctx context.Context, db pg.DB, subject string) (_ map[string]Question, err error) {
	defer fault.Wrap(&err, "disclosure.questionsOf")
	type asked struct {
		ViewID string
		At     time.Time
		Words  string
		ItemID string
	}
	rows, err := pg.All[asked](ctx, db, qAsked, subject, 1000)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	items := make([]string, len(rows))
	for i, r := range rows {
		items[i] = r.ItemID
	}
	type found struct {
		ItemID  string
		At      time.Time
		InOrder bool
		Note    string
	}
	findings, err := pg.All[found](ctx, db, qFound, items)
	byItem := make(map[string]found, len(findings))
	for _, f := range findings {
		byItem[f.ItemID] = f
	}
	out := make(map[string]Question, len(rows))
	for _, r := range rows {
		q := Question{At: r.At, Words: r.Words}
		if f, ok := byItem[r.ItemID]; ok {
			q.Answered, q.InOrder, q.Answer = &f.At, &f.InOrder, &f.Note
		}
		out[r.ViewID] = q
	}
	return out, err
}

func insertItems(ctx context.Context, tx pg.Tx, items []item, at time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "disclosure.insertItems(%d)", len(items))
	columns := make([][]string, 6)
	for _, i := range items {
		evidence, err := json.Marshal(i.Evidence)
		if err != nil {
			return 0, err
		}
		for c, v := range []string{i.id(), i.Kind, i.Actor, i.Org, i.About, string(evidence)} {
			columns[c] = append(columns[c], v)
		}
	}
	return tx.Exec(ctx, qItems, columns[0], columns[1], columns[2], columns[3], columns[4], columns[5], at)
}

func listItems(ctx context.Context, db pg.DB, all bool, behind Mark, limit int) (_ []Item, err error) {
	defer fault.Wrap(&err, "disclosure.listItems")
	return pg.All[Item](ctx, db, qQueue, behind.At, behind.ID, all, limit)
}

func findItem(ctx context.Context, db pg.DB, id string) (it Item, err error) {
	defer fault.Wrap(&err, "disclosure.findItem")
	it, err = pg.One[Item](ctx, db, qItem, id)
	if errors.Is(err, pg.ErrNone) {
		return it, fault.New(fault.Missing, "disclosure.unknown_item", "审计队列中没有这一项；请刷新后选择。", "The queue has no such item; look at it again.")
	}
	return it, err
}

func insertFinding(ctx context.Context, tx pg.Tx, id string, at time.Time, actor string, inOrder bool, note string) (err error) {
	defer fault.Wrap(&err, "disclosure.insertFinding")
	_, err = tx.Exec(ctx, qFind, id, at, actor, inOrder, note)
	if pg.Violated(err) == "item_is_settled_once" {
		return fault.New(fault.Conflict, "disclosure.settled", "该项已有核查结论；请刷新后查看。", "This item was settled already; look at it again.")
	}
	return err
}

var (
	qVerified = pg.Q("disclosure.verified", `
		insert into disclosure.verification (at, actor, holds, code, last, checkpoints) values ($1, $2, $3, $4, $5, $6)`)
	qLastVerified = pg.Q("disclosure.last_verified", `
		select at, actor, holds, code, last, checkpoints from disclosure.verification order by at desc limit 1`)
)

func insertVerified(ctx context.Context, db pg.DB, v Verified) (err error) {
	defer fault.Wrap(&err, "disclosure.insertVerified")
	_, err = db.Exec(ctx, qVerified, v.At, v.Actor, v.Holds, v.Code, v.Last, v.Checkpoints)
	return err
}

func lastVerified(ctx context.Context, db pg.DB) (_ *Verified, err error) {
	defer fault.Wrap(&err, "disclosure.lastVerified")
	v, err := pg.One[Verified](ctx, db, qLastVerified)
	if errors.Is(err, pg.ErrNone) {
		return nil, nil
	}
	return &v, err
}

var qReadingDays = pg.Q("disclosure.reading_days", `
	select (at at time zone 'Asia/Shanghai')::date as day, 'reading' as area, count(*) as acts
	from disclosure.reading where at >= $1 and at < $2 group by 1 order by 1`)

func readingDays(ctx context.Context, db pg.DB, from, until time.Time) (all []ledger.Day, err error) {
	defer fault.Wrap(&err, "disclosure.readingDays")
	return pg.All[ledger.Day](ctx, db, qReadingDays, from, until)
}
