package report

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

const (
	cardColumns = `entity_id, card_id, fields, style, until_on, views, made_at, made_by, ended_at`
	packColumns = `entity_id, pack_id, consent_id, grantee, fields, token_hash, until_on, made_at, made_by`
)

var (
	qInsertCard = pg.Q("report.insert_card", `
		insert into report.card (entity_id, card_id, fields, style, until_on, views, made_at, made_by) values ($1, $2, $3, $4, $5, 0, $6, $7)`)
	qCards = pg.Q("report.cards", `select `+cardColumns+` from report.card where entity_id = $1 order by made_at desc, card_id limit 100`)
	// cross-shard, one row: whoever has the link knows the id
	qCard      = pg.Q("report.card", `select `+cardColumns+` from report.card where card_id = $1`)
	qEndCard   = pg.Q("report.end_card", `update report.card set ended_at = $3 where entity_id = $1 and card_id = $2 and ended_at is null`)
	qCountView = pg.Q("report.count_view", `update report.card set views = views + 1 where entity_id = $1 and card_id = $2`)

	qInsertPack = pg.Q("report.insert_pack", `insert into report.pack (`+packColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	qPacks      = pg.Q("report.packs", `select `+packColumns+` from report.pack where entity_id = $1 order by made_at desc, pack_id limit 100`)
	qPack       = pg.Q("report.pack", `select `+packColumns+` from report.pack where entity_id = $1 and pack_id = $2`)
	// cross-shard, one row: the bank knows the token
	qPackByToken    = pg.Q("report.pack_by_token", `select `+packColumns+` from report.pack where token_hash = $1`)
	qInsertPackRead = pg.Q("report.insert_pack_read", `
		insert into report.pack_read (entity_id, read_id, pack_id, org, case_no, digest, opened, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`)
	qPackReads = pg.Q("report.pack_reads", `
		select at, org, case_no as "case", opened from report.pack_read where entity_id = $1 and pack_id = $2 order by at desc, read_id limit 200`)
)

func insertCard(ctx context.Context, tx pg.Tx, k *keptCard) (err error) {
	defer fault.Wrap(&err, "report.insertCard(%s)", k.EntityID)
	_, err = tx.Exec(ctx, qInsertCard, k.EntityID, k.CardID, k.Fields, k.Style, k.UntilOn, k.MadeAt, k.MadeBy)
	return err
}

func cardsOf(ctx context.Context, db pg.DB, entity string) (_ []keptCard, err error) {
	defer fault.Wrap(&err, "report.cardsOf(%s)", entity)
	return pg.All[keptCard](ctx, db, qCards, entity)
}

func cardByID(ctx context.Context, db pg.DB, card string) (k keptCard, err error) {
	defer fault.Wrap(&err, "report.cardByID")
	k, err = pg.One[keptCard](ctx, db, qCard, card)
	if errors.Is(err, pg.ErrNone) {
		err = errNoCard
	}
	return k, err
}

func endCard(ctx context.Context, tx pg.Tx, entity, card string, at time.Time) (done bool, err error) {
	defer fault.Wrap(&err, "report.endCard(%s)", entity)
	n, err := tx.Exec(ctx, qEndCard, entity, card, at)
	return n > 0, err
}

func countView(ctx context.Context, db pg.DB, entity, card string) (err error) {
	defer fault.Wrap(&err, "report.countView(%s)", entity)
	_, err = db.Exec(ctx, qCountView, entity, card)
	return err
}

func insertPack(ctx context.Context, tx pg.Tx, k *keptPack) (err error) {
	defer fault.Wrap(&err, "report.insertPack(%s)", k.PackID)
	_, err = tx.Exec(ctx, qInsertPack, k.EntityID, k.PackID, k.ConsentID, k.Grantee, k.Fields, k.TokenHash, k.UntilOn, k.MadeAt, k.MadeBy)
	return err
}

func packsOf(ctx context.Context, db pg.DB, entity string) (_ []keptPack, err error) {
	defer fault.Wrap(&err, "report.packsOf(%s)", entity)
	return pg.All[keptPack](ctx, db, qPacks, entity)
}

func packOf(ctx context.Context, db pg.DB, entity, id string) (k keptPack, err error) {
	defer fault.Wrap(&err, "report.packOf(%s)", entity)
	return onePack(pg.One[keptPack](ctx, db, qPack, entity, id))
}

func packByToken(ctx context.Context, db pg.DB, hash string) (k keptPack, err error) {
	defer fault.Wrap(&err, "report.packByToken")
	return onePack(pg.One[keptPack](ctx, db, qPackByToken, hash))
}

func onePack(k keptPack, err error) (keptPack, error) {
	if errors.Is(err, pg.ErrNone) {
		err = errNoPack
	}
	return k, err
}

func insertPackRead(ctx context.Context, tx pg.Tx, k *keptPack, id, org, caseNo string, digest []byte, opened bool, at time.Time) (err error) {
	defer fault.Wrap(&err, "report.insertPackRead(%s)", k.PackID)
	_, err = tx.Exec(ctx, qInsertPackRead, k.EntityID, id, k.PackID, org, caseNo, digest, opened, at)
	return err
}

func packReads(ctx context.Context, db pg.DB, entity, pack string) (out []PackRead, err error) {
	defer fault.Wrap(&err, "report.packReads(%s)", pack)
	if out, err = pg.All[PackRead](ctx, db, qPackReads, entity, pack); out == nil {
		out = []PackRead{}
	}
	return out, err
}
