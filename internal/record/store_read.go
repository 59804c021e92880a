package record

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// publicOn keeps what may be shown on the day $1: the dates decide, no job has to run.
const publicOn = `v.publicity = 'public' and v.public_from is not null and v.state = 'effective' and v.public_from <= $1
	and (v.public_until is null or v.public_until >= $1) and ` + newest

const listFilter = `($3 = '' or v.region like $3 || '%') and ($4 = '' or v.authority = $4 or v.authority_id = $4)
	and v.decided_on >= $5 and v.decided_on <= $6 and (v.decided_on, v.record_id) < ($7, $8)
	order by v.decided_on desc, v.record_id desc limit $9`

var (
	// cross-shard, read-only, one record
	qVersions = pg.Q("record.versions", `
		select `+recordColumns+` from record.version v where v.record_id = $1 order by v.version`)

	qOfEntity = pg.Q("record.of_entity", `
		select distinct on (v.record_id) `+recordColumns+` from record.version v
		where v.entity_id = $1 and v.seen_at <= $2 order by v.record_id, v.version desc`)

	qKeptOf = pg.Q("record.kept_of", `
		select distinct on (v.record_id) `+recordColumns+`, v.fingerprint, v.sealed from record.version v
		where v.entity_id = $1 and v.seen_at <= $2 order by v.record_id, v.version desc`)

	// cross-shard, read-only, limited
	qListedItem = pg.Q("record.listed_item", `
		select `+recordColumns+` from record.version v where v.item = $2 and `+publicOn+` and `+listFilter)

	// cross-shard, read-only, limited
	qListedList = pg.Q("record.listed_list", `
		select `+recordColumns+` from record.version v where v.list = $2 and v.list <> '' and `+publicOn+` and `+listFilter)

	// cross-shard, read-only, limited: whoever holds a decision knows its number
	qByDocument = pg.Q("record.by_document", `
		select `+recordColumns+` from record.version v where v.adverse and v.document_no = $1 and `+newest+`
		order by v.decided_on desc, v.record_id limit 50`)

	qFreshnessOf = pg.Q("record.freshness_of", `
		select v.source_id, max(v.source) as source, v.item, max(v.seen_at) as last_seen, count(distinct v.record_id) as records
		from record.version v where v.entity_id = $1 group by v.source_id, v.item order by last_seen desc`)

	qFreshness = pg.Q("record.freshness", `
		select t.source_id, max(t.source) as source, t.item, max(t.last_seen) as last_seen, sum(t.records)::bigint as records
		from record.tally t group by t.source_id, t.item order by last_seen desc, t.source_id, t.item limit 10000`)

	// cross-shard, read-only, one record
	qPlace = pg.Q("record.place", `
		select `+recordColumns+`, v.entry_id::text as entry_id, v.leaf, v.salt, c.leaves
		from record.version v join record.chunk c on c.entry_id = v.entry_id
		where v.record_id = $1 and v.version = $2`)

	// cross-shard, read-only, limited: a page of one ledger entry's rows, if they are still the newest word, and if they were
	// or are public
	qChangedBy = pg.Q("record.changed_by", `
		select `+recordColumns+`, v.leaf from record.version v
		where v.entry_id = $1 and v.leaf >= $2 and not v.person and `+newest+`
			and exists (select from record.version p
				where p.entity_id = v.entity_id and p.record_id = v.record_id and p.publicity = 'public' and p.public_from is not null)
		order by v.leaf limit $3`)

	// cross-shard, read-only, limited: what ceased to be public by its date
	qEnded = pg.Q("record.ended", `
		select `+recordColumns+` from record.version v
		where v.public_from is not null and v.state = 'effective' and not v.person and v.publicity = 'public'
			and (v.public_until, v.record_id) > ($1, $2) and v.public_until < $3 and `+newest+`
		order by v.public_until, v.record_id limit $4`)
)

func versions(ctx context.Context, db pg.DB, id string) (_ []Record, err error) {
	defer fault.Wrap(&err, "record.versions(%s)", id)
	return pg.All[Record](ctx, db, qVersions, id)
}

func ofEntity(ctx context.Context, db pg.DB, entityID string, asOf time.Time) (_ []Record, err error) {
	defer fault.Wrap(&err, "record.ofEntity")
	if asOf.IsZero() {
		asOf = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return pg.All[Record](ctx, db, qOfEntity, entityID, asOf)
}

func byDocument(ctx context.Context, db pg.DB, number string) (_ []Record, err error) {
	defer fault.Wrap(&err, "record.byDocument")
	return pg.All[Record](ctx, db, qByDocument, number)
}

// keptOf is ofEntity with what is not shown of each version.
func keptOf(ctx context.Context, db pg.DB, entityID string, asOf time.Time) (_ []kept, err error) {
	defer fault.Wrap(&err, "record.keptOf")
	return pg.All[kept](ctx, db, qKeptOf, entityID, asOf)
}

func listed(ctx context.Context, db pg.DB, f Filter, today workday.Date) (_ []Record, err error) {
	defer fault.Wrap(&err, "record.listed(%s%s)", f.Item, f.List)
	before, id, err := placeAfter(f.After)
	if err != nil {
		return nil, err
	}
	q, of := qListedItem, f.Item
	if f.List != "" {
		q, of = qListedList, f.List
	}
	to := f.To
	if to == 0 {
		to = workday.New(9999, 12, 31)
	}
	return pg.All[Record](ctx, db, q, today, of, f.Region, f.Authority, max(f.From, 1), to, before, id, f.Limit)
}

// placeAfter is where a page of a list begins: the day and the id of the last record before it.
func placeAfter(after string) (before workday.Date, id string, err error) {
	if after == "" {
		return workday.New(9999, 12, 31), "~", nil
	}
	parts, err := uncursor(after, 2)
	if err != nil {
		return 0, "", err
	}
	if before, err = workday.Parse(parts[0]); err != nil {
		return 0, "", errCursor
	}
	return before, parts[1], nil
}

func freshness(ctx context.Context, db pg.DB, entityID string) (_ []Freshness, err error) {
	defer fault.Wrap(&err, "record.freshness")
	if entityID == "" {
		return pg.All[Freshness](ctx, db, qFreshness)
	}
	return pg.All[Freshness](ctx, db, qFreshnessOf, entityID)
}

// place is a version and where its chunk stands in the ledger.
type place struct {
	Record
	EntryID string
	Leaf    int32
	Salt    []byte
	Leaves  []byte
}

func placeOf(ctx context.Context, db pg.DB, id string, version int32) (_ place, err error) {
	defer fault.Wrap(&err, "record.placeOf(%s)", id)
	p, err := pg.One[place](ctx, db, qPlace, id, version)
	if errors.Is(err, pg.ErrNone) {
		return p, errUnknown
	}
	return p, err
}

// leafed is a version with its place among the rows of its entry.
type leafed struct {
	Record
	Leaf int32
}

func changedBy(ctx context.Context, db pg.DB, entryID string, from int32, limit int) (_ []leafed, err error) {
	defer fault.Wrap(&err, "record.changedBy(%s)", entryID)
	return pg.All[leafed](ctx, db, qChangedBy, entryID, from, limit)
}

func ended(ctx context.Context, db pg.DB, after workday.Date, id string, before workday.Date, limit int) (_ []Record, err error) {
	defer fault.Wrap(&err, "record.ended")
	return pg.All[Record](ctx, db, qEnded, after, id, before, limit)
}

const qualityColumns = `t.source_id, max(t.source) as source, sum(t.rows)::bigint as rows, sum(t.accepted)::bigint as accepted,
	sum(t.rejected)::bigint as rejected, sum(t.duplicate)::bigint as duplicate, sum(t.queued)::bigint as queued,
	sum(t.clean)::bigint as clean, sum(t.expected)::bigint as expected, sum(t.filled)::bigint as filled,
	sum(t.timed)::bigint as timed, sum(t.late)::bigint as late, sum(t.orphans)::bigint as orphans`

var (
	qQuality = pg.Q("record.quality", `
		select `+qualityColumns+`, (select count(*) from record.awaited a
			where a.source_id = t.source_id and a.alarm_on <= $3 and a.due_on >= $3) as due_soon
		from record.tally t where t.month >= $1 and t.month <= $2 and ($4 = '' or t.item = $4)
		group by t.source_id order by t.source_id limit 5000`)

	qDueSoon = pg.Q("record.due_soon", `
		select a.item, a.source_id, a.source, a.document_no, a.decided_on, a.alarm_on, a.due_on, a.why from record.awaited a
		where a.alarm_on <= $1 and a.due_on >= $1 and ($2 = '' or a.source_id = $2) order by a.due_on, a.key limit $3`)
)

// figures are the counts behind a source's quality.
type figures struct {
	SourceID, Source                                                                                    string
	Rows, Accepted, Rejected, Duplicate, Queued, Clean, Expected, Filled, Timed, Late, Orphans, DueSoon int64
}

func qualityFigures(ctx context.Context, db pg.DB, from, to, today workday.Date, item string) (_ []figures, err error) {
	defer fault.Wrap(&err, "record.qualityFigures")
	return pg.All[figures](ctx, db, qQuality, from, to, today, item)
}

func dueSoon(ctx context.Context, db pg.DB, today workday.Date, source string, limit int) (_ []Due, err error) {
	defer fault.Wrap(&err, "record.dueSoon")
	return pg.All[Due](ctx, db, qDueSoon, today, source, limit)
}
