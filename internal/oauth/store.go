package oauth

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
)

const (
	termColumns     = `name_zh, name_en, owner, redirects, origins, confidential, scopes`
	proposalColumns = `app_id, version, ` + termColumns + `, state, proposed_by, proposed_at`
	appColumns      = `app_id, version, ` + termColumns + `, state, reason, secret_hash`
)

var (
	qInsertProposal = pg.Q("oauth.insert_proposal", `
		insert into oauth.proposal (app_id, version, `+termColumns+`, state, proposed_by, proposed_at, decided_by)
		select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, 'proposed', $9, $10, ''
		from oauth.proposal where app_id = $1
		on conflict do nothing returning version`)
	qProposals = pg.Q("oauth.proposals", `
		select `+proposalColumns+` from oauth.proposal p
		where ($1 = '' or app_id = $1) and version = (select max(version) from oauth.proposal n where n.app_id = p.app_id)
		order by state <> 'proposed', app_id limit 500`)
	qWaiting = pg.Q("oauth.waiting", `select `+proposalColumns+` from oauth.proposal where app_id = $1 and version = $2 and state = 'proposed' for update`)
	qDecide  = pg.Q("oauth.decide", `update oauth.proposal set state = $3, decided_by = $4, decided_at = $5 where app_id = $1 and version = $2`)
	qPutApp  = pg.Q("oauth.put_app", `
		insert into oauth.app (app_id, version, `+termColumns+`, state, reason, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'live', '', $10)
		on conflict (app_id) do update set version = $2, name_zh = $3, name_en = $4, owner = $5, redirects = $6, origins = $7, confidential = $8, scopes = $9,
			state = 'live', reason = '', changed_at = $10, secret_hash = case when $8 then oauth.app.secret_hash end`)
	qApps    = pg.Q("oauth.apps", `select `+appColumns+` from oauth.app where $1 = '' or app_id = $1 order by app_id limit 500`)
	qAppsOf  = pg.Q("oauth.apps_of", `select `+appColumns+` from oauth.app where app_id = any($1)`)
	qSuspend = pg.Q("oauth.suspend", `update oauth.app set state = 'suspended', reason = $2, changed_at = $3 where app_id = $1`)
	qSecret  = pg.Q("oauth.secret", `update oauth.app set secret_hash = $2, changed_at = $3 where app_id = $1 and confidential`)
)

// words are the columns of terms.
type words struct {
	NameZh, NameEn, Owner      string //nolint:revive // names of columns
	Redirects, Origins, Scopes []string
	Confidential               bool
}

func (w *words) terms() Terms {
	return Terms{Name: law.Text2{ZH: w.NameZh, EN: w.NameEn}, Owner: w.Owner, Redirects: w.Redirects, Origins: w.Origins, Confidential: w.Confidential, Scopes: w.Scopes}
}

type proposalRow struct {
	AppID   string
	Version int32
	words
	State, ProposedBy string
	ProposedAt        time.Time
}

type appRow struct {
	AppID   string
	Version int32
	words
	State, Reason string
	SecretHash    []byte
}

func insertProposal(ctx context.Context, tx pg.Tx, id string, t *Terms, by string, at time.Time) (version int32, err error) {
	defer fault.Wrap(&err, "oauth.insertProposal(%s)", id)
	version, err = pg.Scalar[int32](ctx, tx, qInsertProposal, id, t.Name.ZH, t.Name.EN, t.Owner, t.Redirects, t.Origins, t.Confidential, t.Scopes, by, at)
	if errors.Is(err, pg.ErrNone) { // one waits already
		return 0, nil
	}
	return version, err
}

func newestProposals(ctx context.Context, db pg.DB, id string) (_ []proposalRow, err error) {
	defer fault.Wrap(&err, "oauth.newestProposals")
	return pg.All[proposalRow](ctx, db, qProposals, id)
}

func waitingProposal(ctx context.Context, tx pg.Tx, id string, version int32) (proposalRow, error) {
	p, err := pg.One[proposalRow](ctx, tx, qWaiting, id, version)
	if errors.Is(err, pg.ErrNone) {
		return p, errUnknownApp
	}
	return p, err
}

func decideProposal(ctx context.Context, tx pg.Tx, id string, version int32, state, by string, at time.Time) (err error) {
	defer fault.Wrap(&err, "oauth.decideProposal(%s)", id)
	_, err = tx.Exec(ctx, qDecide, id, version, state, by, at)
	return err
}

func putApp(ctx context.Context, tx pg.Tx, p *proposalRow, at time.Time) (err error) {
	defer fault.Wrap(&err, "oauth.putApp(%s)", p.AppID)
	_, err = tx.Exec(ctx, qPutApp, p.AppID, p.Version, p.NameZh, p.NameEn, p.Owner, p.Redirects, p.Origins, p.Confidential, p.Scopes, at)
	return err
}

func appsInForce(ctx context.Context, db pg.DB, id string) (_ []appRow, err error) {
	defer fault.Wrap(&err, "oauth.appsInForce")
	return pg.All[appRow](ctx, db, qApps, id)
}

// appBy is an app that was approved, suspended or not.
func appBy(ctx context.Context, db pg.DB, id string) (appRow, error) {
	all, err := appsBy(ctx, db, []string{id})
	if err == nil && len(all) == 0 {
		err = errUnknownApp
	}
	return all[id], err
}

func appsBy(ctx context.Context, db pg.DB, ids []string) (_ map[string]appRow, err error) {
	defer fault.Wrap(&err, "oauth.appsBy")
	all, err := pg.All[appRow](ctx, db, qAppsOf, ids)
	out := make(map[string]appRow, len(all))
	for i := range all {
		out[all[i].AppID] = all[i]
	}
	return out, err
}

func suspendApp(ctx context.Context, tx pg.Tx, id, reason string, at time.Time) (_ int64, err error) {
	defer fault.Wrap(&err, "oauth.suspendApp(%s)", id)
	return tx.Exec(ctx, qSuspend, id, reason, at)
}

func putSecret(ctx context.Context, tx pg.Tx, id string, hash []byte, at time.Time) (_ int64, err error) {
	defer fault.Wrap(&err, "oauth.putSecret(%s)", id)
	return tx.Exec(ctx, qSecret, id, hash, at)
}
