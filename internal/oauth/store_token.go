package oauth

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

const tokenColumns = `token_hash, kind, entity_id, grant_id, app_id, expires_at, used_at`

var (
	qInsertCode = pg.Q("oauth.insert_code", `
		insert into oauth.code (code_hash, entity_id, grant_id, app_id, redirect, challenge, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`)
	qCode        = pg.Q("oauth.code", `select code_hash, entity_id, grant_id, app_id, redirect, challenge, expires_at, used_at from oauth.code where code_hash = $1 for update`)
	qUseCode     = pg.Q("oauth.use_code", `update oauth.code set used_at = $2 where code_hash = $1`)
	qInsertToken = pg.Q("oauth.insert_token", `
		insert into oauth.token (token_hash, kind, entity_id, grant_id, app_id, expires_at) values ($1, $2, $3, $4, $5, $6)`)
	qToken      = pg.Q("oauth.token", `select `+tokenColumns+` from oauth.token where token_hash = $1`)
	qTokenIn    = pg.Q("oauth.token_in", `select `+tokenColumns+` from oauth.token where token_hash = $1 for update`)
	qUseToken   = pg.Q("oauth.use_token", `update oauth.token set used_at = $2 where token_hash = $1`)
	qDropToken  = pg.Q("oauth.drop_token", `delete from oauth.token where token_hash = $1`)
	qDropCodes  = pg.Q("oauth.drop_codes", `delete from oauth.code where expires_at < $1`)
	qDropTokens = pg.Q("oauth.drop_tokens", `delete from oauth.token where expires_at < $1`)
)

type codeRow struct {
	CodeHash            []byte
	EntityID            string
	GrantID             string
	AppID               string
	Redirect, Challenge string
	ExpiresAt           time.Time
	UsedAt              *time.Time
}

type tokenRow struct {
	TokenHash []byte
	Kind      string
	EntityID  string
	GrantID   string
	AppID     string
	ExpiresAt time.Time
	UsedAt    *time.Time
}

func insertCode(ctx context.Context, tx pg.Tx, hash []byte, a *authorisation, redirect, challenge string, until time.Time) (err error) {
	defer fault.Wrap(&err, "oauth.insertCode")
	_, err = tx.Exec(ctx, qInsertCode, hash, a.EntityID, a.GrantID, a.AppID, redirect, challenge, until)
	return err
}

// codeBy locks a code; nil when there is none.
func codeBy(ctx context.Context, tx pg.Tx, hash []byte) (_ *codeRow, err error) {
	defer fault.Wrap(&err, "oauth.codeBy")
	return maybe(pg.One[codeRow](ctx, tx, qCode, hash))
}

func useCode(ctx context.Context, tx pg.Tx, hash []byte, at time.Time) (err error) {
	defer fault.Wrap(&err, "oauth.useCode")
	_, err = tx.Exec(ctx, qUseCode, hash, at)
	return err
}

func insertToken(ctx context.Context, tx pg.Tx, hash []byte, kind string, a *authorisation, until time.Time) (err error) {
	defer fault.Wrap(&err, "oauth.insertToken")
	_, err = tx.Exec(ctx, qInsertToken, hash, kind, a.EntityID, a.GrantID, a.AppID, until)
	return err
}

// tokenBy finds a token, and locks it within a transaction; nil when there is none.
func tokenBy(ctx context.Context, db pg.DB, hash []byte) (_ *tokenRow, err error) {
	defer fault.Wrap(&err, "oauth.tokenBy")
	q := qToken
	if _, in := db.(pg.Tx); in {
		q = qTokenIn
	}
	return maybe(pg.One[tokenRow](ctx, db, q, hash))
}

func useToken(ctx context.Context, tx pg.Tx, hash []byte, at time.Time) (err error) {
	defer fault.Wrap(&err, "oauth.useToken")
	_, err = tx.Exec(ctx, qUseToken, hash, at)
	return err
}

func dropToken(ctx context.Context, tx pg.Tx, hash []byte) (err error) {
	defer fault.Wrap(&err, "oauth.dropToken")
	_, err = tx.Exec(ctx, qDropToken, hash)
	return err
}

func dropExpired(ctx context.Context, db pg.DB, before time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "oauth.dropExpired")
	codes, err := db.Exec(ctx, qDropCodes, before)
	if err != nil {
		return codes, err
	}
	n, err = db.Exec(ctx, qDropTokens, before)
	return n + codes, err
}
