package exchange

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

var (
	qGenerations = pg.Q("exchange.generations", `select generation, begins_at from exchange.signing order by generation`)
	qGeneration  = pg.Q("exchange.insert_generation", `insert into exchange.signing (generation, begins_at, made_by, made_at) values ($1, $2, $3, $4)`)
)

// generations are the signing keys after the first.
func generations(ctx context.Context, db pg.DB) (_ []generation, err error) {
	defer fault.Wrap(&err, "exchange.generations")
	return pg.All[generation](ctx, db, qGenerations)
}

func insertGeneration(ctx context.Context, tx pg.Tx, g generation, by string, at time.Time) (err error) {
	defer fault.Wrap(&err, "exchange.insertGeneration")
	_, err = tx.Exec(ctx, qGeneration, g.Generation, g.BeginsAt, by, at)
	if pg.Violated(err) == "signing_generation_is_made_once" {
		err = errAnnounced
	}
	return err
}
