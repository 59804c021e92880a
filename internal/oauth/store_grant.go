package oauth

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const grantColumns = `entity_id, grant_id, app_id, scopes, made_by, made_at, until_on, last_used_at, ended_at, ended_why`

var (
	qInsertGrant = pg.Q("oauth.insert_grant", `
		insert into oauth.authorisation (entity_id, grant_id, app_id, scopes, made_by, made_at, until_on, ended_by, ended_why) values ($1, $2, $3, $4, $5, $6, $7, '', '')`)
	qGrants  = pg.Q("oauth.grants", `select `+grantColumns+` from oauth.authorisation where entity_id = $1 order by made_at desc, grant_id limit 200`)
	qGrant   = pg.Q("oauth.grant", `select `+grantColumns+` from oauth.authorisation where entity_id = $1 and grant_id = $2`)
	qLiveBy  = pg.Q("oauth.live_by", `select grant_id from oauth.authorisation where entity_id = $1 and app_id = $2 and made_by = $3 and ended_at is null order by grant_id for update`)
	qEnd     = pg.Q("oauth.end", `update oauth.authorisation set ended_at = $5, ended_by = $3, ended_why = $4 where entity_id = $1 and grant_id = $2 and ended_at is null`)
	qUsed    = pg.Q("oauth.used", `update oauth.authorisation set last_used_at = $3 where entity_id = $1 and grant_id = $2`)
	qReading = pg.Q("oauth.reading", `insert into oauth.reading (entity_id, reading_id, at, app_id, grant_id, scope) values ($1, $2, $3, $4, $5, $6)`)
	qSeen    = pg.Q("oauth.seen", `
		select reading_id, at, app_id, scope from oauth.reading where entity_id = $1 and (at, reading_id) < ($2, $3) order by at desc, reading_id desc limit $4`)
)

// authorisation is what a firm agreed to, as it is kept.
type authorisation struct {
	EntityID   string
	GrantID    string
	AppID      string
	Scopes     []string
	MadeBy     string
	MadeAt     time.Time
	UntilOn    workday.Date
	LastUsedAt *time.Time
	EndedAt    *time.Time
	EndedWhy   string
}

type readingRow struct {
	ReadingID string
	At        time.Time
	AppID     string
	Scope     string
}

func insertAuthorisation(ctx context.Context, tx pg.Tx, a *authorisation) (err error) {
	defer fault.Wrap(&err, "oauth.insertAuthorisation(%s)", a.GrantID)
	_, err = tx.Exec(ctx, qInsertGrant, a.EntityID, a.GrantID, a.AppID, a.Scopes, a.MadeBy, a.MadeAt, a.UntilOn)
	return err
}

func authorisationsOf(ctx context.Context, db pg.DB, firm string) (_ []authorisation, err error) {
	defer fault.Wrap(&err, "oauth.authorisationsOf")
	return pg.All[authorisation](ctx, db, qGrants, firm)
}

// authorisationBy is nil when there is none.
func authorisationBy(ctx context.Context, db pg.DB, firm, id string) (_ *authorisation, err error) {
	defer fault.Wrap(&err, "oauth.authorisationBy(%s)", id)
	return maybe(pg.One[authorisation](ctx, db, qGrant, firm, id))
}

func maybe[T any](v T, err error) (*T, error) {
	if errors.Is(err, pg.ErrNone) {
		return nil, nil //nolint:nilnil // there is none, which is no error
	}
	return &v, err
}

func liveBy(ctx context.Context, tx pg.Tx, firm, app, by string) (_ []string, err error) {
	defer fault.Wrap(&err, "oauth.liveBy")
	return pg.Column[string](ctx, tx, qLiveBy, firm, app, by)
}

func endAuthorisation(ctx context.Context, tx pg.Tx, firm, id, by, why string, at time.Time) (_ int64, err error) {
	defer fault.Wrap(&err, "oauth.endAuthorisation(%s)", id)
	return tx.Exec(ctx, qEnd, firm, id, by, why, at)
}

// insertReading keeps one reading and when the authorisation was last used.
func insertReading(ctx context.Context, tx pg.Tx, firm, grant, app, id, scope string, at time.Time) (err error) {
	defer fault.Wrap(&err, "oauth.insertReading")
	if _, err = tx.Exec(ctx, qUsed, firm, grant, at); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qReading, firm, id, at, app, grant, scope)
	return err
}

func seenOf(ctx context.Context, db pg.DB, firm string, at time.Time, id string, limit int) (_ []readingRow, err error) {
	defer fault.Wrap(&err, "oauth.seenOf")
	return pg.All[readingRow](ctx, db, qSeen, firm, at, id, limit)
}
