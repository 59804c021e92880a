package mutual

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

const entryColumns = `entity_id, entry_id, province, origin_id, org, status, body, lacks, unmet, measures, unmapped, until_on, record_id, taken_by,
	wish, wish_by, wish_why, wish_body, decided_by, decided_why, version, created_at, changed_at`

var (
	qInsert = pg.Q("mutual.insert", `
		insert into mutual.entry (`+entryColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`)
	qOf = pg.Q("mutual.of", `select `+entryColumns+` from mutual.entry where entity_id = $1 and entry_id = $2 for update`)
	// cross-shard, one row: a body knows its entry by the id
	qFind = pg.Q("mutual.find", `select `+entryColumns+` from mutual.entry where entry_id = $1 and org = $2`)
	qLock = pg.Q("mutual.lock", `select `+entryColumns+` from mutual.entry where entry_id = $1 and org = $2 for update`)
	// cross-shard, limited: one page of a body
	qPage = pg.Q("mutual.page", `
		select `+entryColumns+` from mutual.entry
		where org = $1 and ($2 = '' or status = $2) and ($3 = '' or entry_id < $3) and (not $4::boolean or wish <> '') order by entry_id desc limit $5`)
	qUpdate = pg.Q("mutual.update", `
		update mutual.entry set status = $3, body = $4, lacks = $5, unmet = $6, measures = $7, unmapped = $8, until_on = $9, record_id = $10, wish = $11,
			wish_by = $12, wish_why = $13, wish_body = $14, decided_by = $15, decided_why = $16, version = $17, changed_at = $18
		where entity_id = $1 and entry_id = $2 and version = $17 - 1`)
)

func values(r *kept) (what, wish []byte, err error) {
	if what, err = json.Marshal(r.Body); err == nil && r.WishBody != nil {
		wish, err = json.Marshal(r.WishBody)
	}
	return what, wish, err
}

func insertEntry(ctx context.Context, tx pg.Tx, r *kept) (err error) {
	defer fault.Wrap(&err, "mutual.insertEntry(%s)", r.EntryID)
	what, wish, err := values(r)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qInsert, r.EntityID, r.EntryID, r.Province, r.OriginID, r.Org, r.Status, what, r.Lacks, r.Unmet, r.Measures, r.Unmapped,
		r.UntilOn, r.RecordID, r.TakenBy, r.Wish, r.WishBy, r.WishWhy, wish, r.DecidedBy, r.DecidedWhy, r.Version, r.CreatedAt, r.ChangedAt)
	return err
}

func updateEntry(ctx context.Context, tx pg.Tx, r *kept) (err error) {
	defer fault.Wrap(&err, "mutual.updateEntry(%s)", r.EntryID)
	what, wish, err := values(r)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, qUpdate, r.EntityID, r.EntryID, r.Status, what, r.Lacks, r.Unmet, r.Measures, r.Unmapped, r.UntilOn, r.RecordID, r.Wish,
		r.WishBy, r.WishWhy, wish, r.DecidedBy, r.DecidedWhy, r.Version, r.ChangedAt)
	if err == nil && n == 0 {
		err = errChanged
	}
	return err
}

// entryOf holds an entry of a subject for a change, whichever body took it in.
func entryOf(ctx context.Context, tx pg.Tx, entity, id string) (r kept, found bool, err error) {
	defer fault.Wrap(&err, "mutual.entryOf")
	r, err = pg.One[kept](ctx, tx, qOf, entity, id)
	if errors.Is(err, pg.ErrNone) {
		return r, false, nil
	}
	return r, err == nil, err
}

func entryByID(ctx context.Context, db pg.DB, q pg.Query, id, org string) (r kept, err error) {
	defer fault.Wrap(&err, "mutual.entryByID")
	r, err = pg.One[kept](ctx, db, q, id, org)
	if errors.Is(err, pg.ErrNone) {
		return r, errUnknown
	}
	return r, err
}

func entriesOf(ctx context.Context, db pg.DB, org string, f Filter, limit int) (_ []kept, err error) {
	defer fault.Wrap(&err, "mutual.entriesOf")
	return pg.All[kept](ctx, db, qPage, org, f.Status, f.After, f.Waiting, limit)
}

const keyColumns = `key_id, province, algorithm, public, proposed_by, proposed_at, approved_at, ended_at`

var (
	qInsertKey = pg.Q("mutual.insert_key", `
		insert into mutual.partner_key (key_id, province, algorithm, public, proposed_by, proposed_at, approved_by) values ($1, $2, $3, $4, $5, $6, '')
		on conflict (key_id) do nothing`)
	qKey        = pg.Q("mutual.key", `select `+keyColumns+` from mutual.partner_key where key_id = $1`)
	qLockKey    = pg.Q("mutual.lock_key", `select `+keyColumns+` from mutual.partner_key where key_id = $1 for update`)
	qLiveKey    = pg.Q("mutual.live_key", `select `+keyColumns+` from mutual.partner_key where key_id = $1 and approved_at is not null and ended_at is null`)
	qKeys       = pg.Q("mutual.keys", `select `+keyColumns+` from mutual.partner_key order by proposed_at desc, key_id limit 200`)
	qApproveKey = pg.Q("mutual.approve_key", `update mutual.partner_key set approved_by = $2, approved_at = $3 where key_id = $1`)
	qEndKey     = pg.Q("mutual.end_key", `update mutual.partner_key set ended_at = $2 where key_id = $1`)
)

func insertKey(ctx context.Context, tx pg.Tx, k PartnerKey) (added bool, err error) {
	defer fault.Wrap(&err, "mutual.insertKey")
	n, err := tx.Exec(ctx, qInsertKey, k.KeyID, k.Province, k.Algorithm, k.Public, k.ProposedBy, k.ProposedAt)
	return n > 0, err
}

func keyOf(ctx context.Context, db pg.DB, q pg.Query, id string) (k PartnerKey, err error) {
	defer fault.Wrap(&err, "mutual.keyOf")
	k, err = pg.One[PartnerKey](ctx, db, q, id)
	if errors.Is(err, pg.ErrNone) {
		return k, errNoKey
	}
	return k, err
}

func liveKey(ctx context.Context, db pg.DB, id string) (_ PartnerKey, err error) {
	defer fault.Wrap(&err, "mutual.liveKey")
	return pg.One[PartnerKey](ctx, db, qLiveKey, id)
}

func allKeys(ctx context.Context, db pg.DB) (_ []PartnerKey, err error) {
	defer fault.Wrap(&err, "mutual.allKeys")
	return pg.All[PartnerKey](ctx, db, qKeys)
}

func approveKey(ctx context.Context, tx pg.Tx, id, by string, at time.Time) (err error) {
	defer fault.Wrap(&err, "mutual.approveKey")
	_, err = tx.Exec(ctx, qApproveKey, id, by, at)
	return err
}

func endKey(ctx context.Context, tx pg.Tx, id, _ string, at time.Time) (err error) {
	defer fault.Wrap(&err, "mutual.endKey")
	_, err = tx.Exec(ctx, qEndKey, id, at)
	return err
}
