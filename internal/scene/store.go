package scene

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

const columns = `scene_id, region, content, org, body, actor, at, confirmed_by, confirmed_body, confirmed_at, withdrawn_at, withdrawn_why`

var (
	qInsert = pg.Q("scene.insert", `
		insert into scene.scene (scene_id, region, content, org, body, actor, at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (actor, md5(content::text)) where confirmed_at is null and withdrawn_at is null do nothing`)
	qSame = pg.Q("scene.same", `
		select scene_id from scene.scene where actor = $1 and content = $2 and confirmed_at is null and withdrawn_at is null`)
	qOne       = pg.Q("scene.one", `select `+columns+` from scene.scene where scene_id = $1`)
	qLock      = pg.Q("scene.lock", `select `+columns+` from scene.scene where scene_id = $1 for update`)
	qConfirmed = pg.Q("scene.confirmed", `select `+columns+` from scene.scene where confirmed_at is not null order by confirmed_at desc, scene_id limit 1000`)
	qAll       = pg.Q("scene.all", `select `+columns+` from scene.scene order by at desc, scene_id limit 1000`)
	qConfirm   = pg.Q("scene.confirm", `update scene.scene set confirmed_by = $2, confirmed_body = $3, confirmed_at = $4 where scene_id = $1 and confirmed_at is null`)
	qWithdraw  = pg.Q("scene.withdraw", `update scene.scene set withdrawn_by = $2, withdrawn_why = $3, withdrawn_at = $4 where scene_id = $1 and withdrawn_at is null`)
)

type row struct {
	SceneID, Region            string
	Content                    json.RawMessage
	Org, Body, Actor           string
	At                         time.Time
	ConfirmedBy, ConfirmedBody string
	ConfirmedAt, WithdrawnAt   *time.Time
	WithdrawnWhy               string
}

// insert says whether the same scene of the same person waits already; then r is that one.
func insert(ctx context.Context, tx pg.Tx, r *row) (there bool, err error) {
	defer fault.Wrap(&err, "scene.insert")
	n, err := tx.Exec(ctx, qInsert, r.SceneID, r.Region, r.Content, r.Org, r.Body, r.Actor, r.At)
	if err != nil || n > 0 {
		return false, err
	}
	r.SceneID, err = pg.Scalar[string](ctx, tx, qSame, r.Actor, r.Content)
	return true, err
}

// find finds one; q may lock it.
func find(ctx context.Context, db pg.DB, q pg.Query, id string) (r row, err error) {
	defer fault.Wrap(&err, "scene.find")
	r, err = pg.One[row](ctx, db, q, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return r, err
}

func confirmed(ctx context.Context, db pg.DB) (_ []row, err error) {
	defer fault.Wrap(&err, "scene.confirmed")
	return pg.All[row](ctx, db, qConfirmed)
}

func everyone(ctx context.Context, db pg.DB) (_ []row, err error) {
	defer fault.Wrap(&err, "scene.everyone")
	return pg.All[row](ctx, db, qAll)
}

func confirm(ctx context.Context, tx pg.Tx, id string, who access.Actor, at time.Time) (err error) {
	defer fault.Wrap(&err, "scene.confirm")
	_, err = tx.Exec(ctx, qConfirm, id, who.ID, who.Name, at)
	return err
}

func withdraw(ctx context.Context, tx pg.Tx, id, actor, why string, at time.Time) (err error) {
	defer fault.Wrap(&err, "scene.withdraw")
	_, err = tx.Exec(ctx, qWithdraw, id, actor, why, at)
	return err
}
