package product

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const (
	written = `product_id, org, name_zh, name_en, kind, for_zh, for_en, items, purpose, price_zh, price_en, price_from, price_to, terms_url, from_on, until_on, author, at`
	columns = written + `, state, reviewer, why, ended_at, ended_why`
)

var (
	qInsert = pg.Q("product.insert", `
		insert into product.product (`+written+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`)
	qLock   = pg.Q("product.lock", `select `+columns+` from product.product where product_id = $1 for update`)
	qDecide = pg.Q("product.decide", `update product.product set state = $2, reviewer = $3, decided_at = $4, why = $5 where product_id = $1 and state = 'proposed'`)
	qEnd    = pg.Q("product.end", `update product.product set ended_by = $2, ended_at = $3, ended_why = $4 where product_id = $1 and ended_at is null`)
	qList   = pg.Q("product.list", `
		select `+columns+` from product.product where $1 = '' or org = $1
		order by state = 'proposed' and ended_at is null desc, at desc, product_id limit 1000`)
	qStanding = pg.Q("product.standing", `
		select `+columns+` from product.product where state = 'approved' and ended_at is null and from_on <= $1 and until_on >= $1 and ($2 = '' or kind = $2) limit 2000`)
)

type row struct {
	ProductID string
	Org       string
	NameZH    string `db:"name_zh"`
	NameEN    string `db:"name_en"`
	Kind      string
	ForZH     string `db:"for_zh"`
	ForEN     string `db:"for_en"`
	Items     []string
	Purpose   string
	PriceZH   string `db:"price_zh"`
	PriceEN   string `db:"price_en"`
	PriceFrom *int64
	PriceTo   *int64
	TermsURL  string `db:"terms_url"`
	FromOn    workday.Date
	UntilOn   workday.Date
	Author    string
	At        time.Time
	State     string
	Reviewer  string
	Why       string
	EndedAt   *time.Time
	EndedWhy  string
}

func insert(ctx context.Context, tx pg.Tx, p *row) (err error) {
	defer fault.Wrap(&err, "product.insert")
	_, err = tx.Exec(ctx, qInsert, p.ProductID, p.Org, p.NameZH, p.NameEN, p.Kind, p.ForZH, p.ForEN, p.Items, p.Purpose, p.PriceZH, p.PriceEN, p.PriceFrom, p.PriceTo, p.TermsURL,
		p.FromOn, p.UntilOn, p.Author, p.At)
	return err
}

func find(ctx context.Context, tx pg.Tx, id string) (p row, err error) {
	defer fault.Wrap(&err, "product.find")
	p, err = pg.One[row](ctx, tx, qLock, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return p, err
}

func decide(ctx context.Context, tx pg.Tx, p *row, at time.Time) (err error) {
	defer fault.Wrap(&err, "product.decide")
	_, err = tx.Exec(ctx, qDecide, p.ProductID, p.State, p.Reviewer, at, p.Why)
	return err
}

func end(ctx context.Context, tx pg.Tx, id, actor string, at time.Time, why string) (err error) {
	defer fault.Wrap(&err, "product.end")
	_, err = tx.Exec(ctx, qEnd, id, actor, at, why)
	return err
}

func list(ctx context.Context, db pg.DB, org string) (_ []row, err error) {
	defer fault.Wrap(&err, "product.list")
	return pg.All[row](ctx, db, qList, org)
}

func standing(ctx context.Context, db pg.DB, on workday.Date, kind string) (_ []row, err error) {
	defer fault.Wrap(&err, "product.standing")
	return pg.All[row](ctx, db, qStanding, on, kind)
}
