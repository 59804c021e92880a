package adoption

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// record is what is kept beside an adoption: when and through whom it came, and its place on the ledger.
type record struct {
	At    time.Time
	Actor string
	Salt  []byte
	Entry string
}

var qInsert = pg.Q("adoption.insert", `
	insert into adoption.adopted (id, keys, officer, body, why_zh, why_en, from_on, until_on, adopted_at, actor, salt, entry_id)
	values ($1::text::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text::uuid)`)

func insert(ctx context.Context, tx pg.Tx, a law.Adoption, r record) (err error) {
	defer fault.Wrap(&err, "adoption.insert(%s)", a.ID)
	_, err = tx.Exec(ctx, qInsert, a.ID, a.Keys, a.By, a.Body, a.Why.ZH, a.Why.EN, a.From, a.Until, r.At, r.Actor, r.Salt, r.Entry)
	if pg.Violated(err) == "adopted_only_once" {
		return fault.New(fault.Conflict, "adoption.twice", "同一机关已就相同的规则值与期间作出采用；无需重复，如需延长请另定期间。",
			"This body has already adopted these values for this time; nothing is left to do, or choose another time to prolong it.")
	}
	return err
}

var qAll = pg.Q("adoption.all", `
	select id::text, keys, officer, body, why_zh, why_en, from_on, until_on
	from adoption.adopted order by from_on, id`)

type row struct {
	ID            string
	Keys          []string
	Officer, Body string
	WhyZH         string `db:"why_zh"`
	WhyEN         string `db:"why_en"`
	FromOn        workday.Date
	UntilOn       workday.Date
}

func list(ctx context.Context, db pg.DB) (all law.Adoptions, err error) {
	defer fault.Wrap(&err, "adoption.All")
	rows, err := pg.All[row](ctx, db, qAll)
	for _, r := range rows {
		all = append(all, law.Adoption{ID: r.ID, Keys: r.Keys, By: r.Officer, Body: r.Body,
			Why: law.Text2{ZH: r.WhyZH, EN: r.WhyEN}, From: r.FromOn, Until: r.UntilOn})
	}
	return all, err
}
