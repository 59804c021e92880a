package oauth

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

var (
	qInsertEmbed = pg.Q("oauth.insert_embed", `insert into oauth.embed (token_hash, app_id, entity_id, show, expires_at) values ($1, $2, $3, $4, $5)`)
	qEmbed       = pg.Q("oauth.embed", `select app_id, entity_id, show, expires_at from oauth.embed where token_hash = $1`)
	qDropEmbeds  = pg.Q("oauth.drop_embeds", `delete from oauth.embed where expires_at < $1`)
)

type embedRow struct {
	AppID     string
	EntityID  string
	Show      string
	ExpiresAt time.Time
}

func insertEmbed(ctx context.Context, tx pg.Tx, hash []byte, app, entity, show string, until time.Time) (err error) {
	defer fault.Wrap(&err, "oauth.insertEmbed")
	_, err = tx.Exec(ctx, qInsertEmbed, hash, app, entity, show, until)
	return err
}

// embedBy is nil when there is none.
func embedBy(ctx context.Context, db pg.DB, hash []byte) (_ *embedRow, err error) {
	defer fault.Wrap(&err, "oauth.embedBy")
	return maybe(pg.One[embedRow](ctx, db, qEmbed, hash))
}

func dropEmbeds(ctx context.Context, db pg.DB, before time.Time) (_ int64, err error) {
	defer fault.Wrap(&err, "oauth.dropEmbeds")
	return db.Exec(ctx, qDropEmbeds, before)
}
