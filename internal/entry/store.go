package entry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

const draftColumns = `draft_id, org, item, status, writers, reviewer, record_id, round, version, sealed, created_at, changed_at`

var (
	qInsert = pg.Q("entry.insert", `
		insert into entry.draft (`+draftColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`)
	qFind = pg.Q("entry.find", `select `+draftColumns+` from entry.draft where draft_id = $1 and org = $2`)
	qLock = pg.Q("entry.lock", `select `+draftColumns+` from entry.draft where draft_id = $1 and org = $2 for update`)
	qPage = pg.Q("entry.page", `
		select `+draftColumns+` from entry.draft
		where org = $1 and ($2 = '' or status = $2) and ($3 = '' or draft_id < $3) order by draft_id desc limit $4`)
	qUpdate = pg.Q("entry.update", `
		update entry.draft set status = $3, writers = $4, reviewer = $5, record_id = $6, round = $7, version = $2 + 1, sealed = $8, changed_at = $9
		where draft_id = $1 and version = $2`)
	qDelete = pg.Q("entry.delete", `delete from entry.draft where draft_id = $1`)

	qStale = pg.Q("entry.stale", `
		select array[draft_id] as key, sealed as value from entry.draft
		where draft_id > $2 and substring(sealed for length($1::bytea)) <> $1 order by draft_id limit $3`)
	qReseal = pg.Q("entry.reseal", `
		with given as (select key, old, anew from unnest($1::text[], $2::bytea[], $3::bytea[]) as g (key, old, anew)),
		locked as (select draft_id from entry.draft where draft_id = any($1) order by draft_id for update)
		update entry.draft d set sealed = given.anew
		from given, locked where d.draft_id = locked.draft_id and d.draft_id = given.key and d.sealed = given.old`)
)

func sealContext(id string) string { return "entry.draft " + id }

func (d *Desk) seal(r *row) error {
	b, err := json.Marshal(r.inner)
	r.Sealed = d.sealer.Seal(sealContext(r.DraftID), b)
	return err
}

func (d *Desk) unseal(r *row) error {
	b, err := d.sealer.Open(sealContext(r.DraftID), r.Sealed)
	if err != nil {
		return fmt.Errorf("entry.unseal(%s): %w", r.DraftID, err)
	}
	return json.Unmarshal(b, &r.inner)
}

func (d *Desk) insert(ctx context.Context, db pg.DB, r *row) (err error) {
	defer fault.Wrap(&err, "entry.insert(%s)", r.DraftID)
	if err := d.seal(r); err != nil {
		return err
	}
	_, err = db.Exec(ctx, qInsert, r.DraftID, r.Org, r.Item, string(r.Status), r.Writers, r.Reviewer, r.RecordID, r.Round, r.Version, r.Sealed,
		r.CreatedAt, r.ChangedAt)
	return err
}

// find reads a draft of a body; what another body has does not exist.
func (d *Desk) find(ctx context.Context, db pg.DB, q pg.Query, org, id string) (r *row, err error) {
	defer fault.Wrap(&err, "entry.find")
	found, err := pg.One[held](ctx, db, q, id, org)
	if errors.Is(err, pg.ErrNone) {
		return nil, errUnknown
	}
	if err != nil {
		return nil, err
	}
	r = &row{held: found}
	return r, d.unseal(r)
}

func (d *Desk) page(ctx context.Context, org string, status Status, after string, limit int) (_ []row, err error) {
	defer fault.Wrap(&err, "entry.page")
	found, err := pg.All[held](ctx, d.db, qPage, org, string(status), after, limit)
	rows := make([]row, len(found))
	for i := range found {
		rows[i].held = found[i]
		if err := d.unseal(&rows[i]); err != nil {
			return nil, err
		}
	}
	return rows, err
}

// update writes a draft that was read and counts its version on; whoever read an earlier one is too late.
func (d *Desk) update(ctx context.Context, tx pg.Tx, r *row) (err error) {
	defer fault.Wrap(&err, "entry.update(%s)", r.DraftID)
	if err := d.seal(r); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, qUpdate, r.DraftID, r.Version, string(r.Status), r.Writers, r.Reviewer, r.RecordID, r.Round, r.Sealed, r.ChangedAt)
	if err == nil && n == 0 {
		err = errChanged
	}
	r.Version++
	return err
}

func remove(ctx context.Context, tx pg.Tx, id string) (err error) {
	defer fault.Wrap(&err, "entry.remove(%s)", id)
	_, err = tx.Exec(ctx, qDelete, id)
	return err
}

// Holders are the sealed columns of drafts, for the rotation of keys.
func Holders() []seal.Holder {
	return []seal.Holder{seal.Column("entry.draft", 1, func(key []string) string { return sealContext(key[0]) }, qStale, qReseal)}
}

// Typed is a record that was entered by hand here and approved.
type Typed struct {
	Org, RecordID string
	ChangedAt     time.Time // when it was approved
}

// AllTyped are those approved since an instant, a page after an id. It reads every body, so it is a round's and no page's (F21-5).
func AllTyped(ctx context.Context, db pg.DB, since time.Time, after string, limit int) (_ []Typed, next string, err error) {
	defer fault.Wrap(&err, "entry.AllTyped")
	rows, err := pg.All[typedRow](ctx, db, qTyped, since, after, limit)
	out := make([]Typed, len(rows))
	for i, r := range rows {
		out[i] = Typed{r.Org, r.RecordID, r.ChangedAt}
		next = r.DraftID
	}
	return out, next, err
}

type typedRow struct {
	DraftID, Org, RecordID string
	ChangedAt              time.Time
}

var qTyped = pg.Q("entry.typed", `
	select draft_id, org, record_id, changed_at from entry.draft
	where status = 'approved' and record_id <> '' and changed_at >= $1 and draft_id > $2 order by draft_id limit $3`)
