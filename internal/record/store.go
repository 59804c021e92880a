package record

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const recordColumns = `v.entity_id, v.record_id as id, v.version, v.item, v.class, v.adverse, v.state, v.state_on,
	v.state_document, v.state_authority, v.subject, v.person, v.document_no, v.title, v.kinds, v.list, v.grade, v.domain,
	v.authority, v.authority_id, v.source, v.source_id, v.basis, v.region, v.fine, v.confiscated, v.decided_on, v.served_on,
	v.valid_from, v.valid_until, v.severity, v.severity_rule, v.public_from, v.repair_from, v.public_until, v.period,
	v.publicity, v.content, v.batch_id, v.row, v.seen_at`

// newest keeps a row only if no later version of its record is there.
const newest = `not exists (select from record.version n
		where n.entity_id = v.entity_id and n.record_id = v.record_id and n.version > v.version)`

var (
	qHeads = pg.Q("record.heads", `
		select distinct on (v.entity_id, v.record_id) v.entity_id, v.record_id as id, v.version, v.state, v.state_on,
			v.state_document, v.fingerprint, v.decided_on, v.authority_id, v.source_id,
			(select f.seen_at from record.version f
				where f.entity_id = v.entity_id and f.record_id = v.record_id and f.version = 1) as first_seen
		from unnest($1::text[], $2::text[]) as k (entity_id, record_id)
		join record.version v on v.entity_id = k.entity_id and v.record_id = k.record_id
		order by v.entity_id, v.record_id, v.version desc`)

	qTargets = pg.Q("record.targets", `
		select `+recordColumns+`, v.fingerprint, v.sealed from record.version v
		where v.entity_id = any($1) and v.item = any($2) and `+newest)

	qStored = pg.Q("record.stored", `
		select `+recordColumns+`, v.fingerprint, v.sealed from record.version v
		where v.entity_id = $1 and v.record_id = $2 order by v.version desc limit 1`)
)

// head is what the newest version of a record says about the next.
type head struct {
	EntityID      string
	ID            string
	Version       int32
	State         State
	StateOn       workday.Date
	StateDocument string
	Fingerprint   []byte
	DecidedOn     workday.Date
	AuthorityID   string
	SourceID      string
	FirstSeen     time.Time
}

// heads finds the newest versions of records, by record id.
func heads(ctx context.Context, db pg.DB, entities, ids []string) (_ map[string]head, err error) {
	defer fault.Wrap(&err, "record.heads(%d)", len(ids))
	found := make(map[string]head, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	rows, err := pg.All[head](ctx, db, qHeads, entities, ids)
	for _, h := range rows {
		found[h.ID] = h
	}
	return found, err
}

// kept is a version with what is not shown of it.
type kept struct {
	Record
	Fingerprint []byte
	Sealed      []byte
}

// targets finds the newest versions of the records of entities under some items.
func targets(ctx context.Context, db pg.DB, entities, items []string) (_ []kept, err error) {
	defer fault.Wrap(&err, "record.targets(%d)", len(entities))
	return pg.All[kept](ctx, db, qTargets, entities, items)
}

// stored finds the newest version of one record with what is not shown of it.
func stored(ctx context.Context, db pg.DB, entity, id string) (_ kept, err error) {
	defer fault.Wrap(&err, "record.stored(%s)", id)
	k, err := pg.One[kept](ctx, db, qStored, entity, id)
	if errors.Is(err, pg.ErrNone) {
		return k, errUnknown
	}
	return k, err
}

// fresh is a version on its way into the table.
type fresh struct {
	*Record
	content     []byte
	sealed      []byte
	fingerprint []byte
	salt        []byte
}

var versionColumns = []string{
	"entity_id", "record_id", "version", "item", "class", "adverse", "state", "state_on", "state_document", "state_authority",
	"subject", "person", "document_no", "title", "kinds", "list", "grade", "domain", "authority", "authority_id", "source",
	"source_id", "basis", "region", "fine", "confiscated", "decided_on", "served_on", "valid_from", "valid_until", "severity",
	"severity_rule", "public_from", "repair_from", "public_until", "period", "publicity", "content", "sealed", "fingerprint",
	"batch_id", "row", "seen_at", "entry_id", "leaf", "salt",
}

// copyVersions writes versions in their order, which is the order of their leaves.
func copyVersions(ctx context.Context, tx pg.Tx, entryID string, rows []fresh) (err error) {
	defer fault.Wrap(&err, "record.copyVersions(%d)", len(rows))
	var entry pgtype.UUID
	if err := entry.Scan(entryID); err != nil {
		return err
	}
	_, err = tx.Copy(ctx, "record", "version", versionColumns, &freshRows{rows: rows, next: -1, entry: entry, values: make([]any, len(versionColumns))})
	return err
}

// freshRows feeds COPY without building rows first.
type freshRows struct {
	rows   []fresh
	next   int
	entry  pgtype.UUID
	values []any
}

func (f *freshRows) Next() bool { f.next++; return f.next < len(f.rows) }
func (f *freshRows) Err() error { return nil }

func (f *freshRows) Values() ([]any, error) {
	r := &f.rows[f.next]
	v := append(f.values[:0], r.EntityID, r.ID, r.Version, r.Item, string(r.Class), r.Adverse, string(r.State), day(r.StateOn),
		r.StateDocument, r.StateAuthority, r.Subject, r.Person, r.DocumentNo, r.Title, texts(r.Kinds), r.List, r.Grade, r.Domain,
		r.Authority, r.AuthorityID, r.Source, r.SourceID, r.Basis, r.Region, r.Fine, r.Confiscated, day(r.DecidedOn))
	return append(v, day(r.ServedOn), day(r.ValidFrom), day(r.ValidUntil), string(r.Severity), r.SeverityRule, day(r.PublicFrom),
		day(r.RepairFrom), day(r.PublicUntil), r.Period, string(r.Publicity), r.content, r.sealed, r.fingerprint, r.BatchID, r.Row,
		r.SeenAt, f.entry, int32(f.next), r.salt), nil //nolint:gosec // a chunk has a few thousand rows
}

func day(d workday.Date) pgtype.Date {
	if d == 0 {
		return pgtype.Date{}
	}
	return pgtype.Date{Time: d.Time(), Valid: true}
}

func texts(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

var qChunk = pg.Q("record.chunk", `insert into record.chunk (entry_id, batch_id, leaves) values ($1, $2, $3)`)

// putChunk keeps the leaves a ledger entry commits to, so that any of its rows can be proven.
func putChunk(ctx context.Context, tx pg.Tx, entryID, batchID string, leaves []ledger.Hash) (err error) {
	defer fault.Wrap(&err, "record.putChunk(%s)", entryID)
	flat := make([]byte, 0, len(leaves)*len(ledger.Hash{}))
	for _, l := range leaves {
		flat = append(flat, l[:]...)
	}
	_, err = tx.Exec(ctx, qChunk, entryID, batchID, flat)
	return err
}

var errUnknown = fault.New(fault.Missing, "record.unknown", "没有这条记录；请核对编号。没有查到不等于没有记录。",
	"There is no such record; check its id. No result does not mean no record.")
