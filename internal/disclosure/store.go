package disclosure

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	qBatch = pg.Q("disclosure.batch", `
		insert into disclosure.reading_batch (batch_id, entry_id, leaves) values ($1::text::uuid, $2::text::uuid, $3)`)
	qNoteAct = pg.Q("disclosure.note_act", `
		insert into disclosure.act (entity_id, org, case_no, at, what) values ($1, $2, $3, $4, $5) on conflict do nothing`)
	qNoteFollowing = pg.Q("disclosure.note_following", `
		insert into disclosure.act (entity_id, org, case_no, at, what)
		select given.entity_id, given.org, given.case_no, $5::timestamptz, given.what
		from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as given (entity_id, org, case_no, what)
		where exists (select from disclosure.reading r
			where r.entity_id = given.entity_id and r.org = given.org and r.case_no = given.case_no)
		on conflict do nothing`)
	qReading = pg.Q("disclosure.reading", `
		select entity_id, reading_id::text as reading_id, at, org, actor, purpose, case_no, fields, consent_id, glass_id, sampled,
			batch_id::text as batch_id, seq, salt
		from disclosure.reading where entity_id = $1 and reading_id = $2::text::uuid`)
	qBatchOf = pg.Q("disclosure.batch_of", `
		select entry_id::text as entry_id, leaves from disclosure.reading_batch where batch_id = $1::text::uuid`)
	// Ids of other areas stand beside ours in one order, hence the comparison as text.
	qSeen = pg.Q("disclosure.seen", `
		select reading_id::text as id, at, org, purpose, fields, consent_id, glass_id
		from disclosure.reading
		where entity_id = $1 and at <= $2 and (at < $2 or reading_id::text collate "C" < $3 collate "C")
		order by at desc, reading_id desc limit $4`)
	qSeenSince = pg.Q("disclosure.seen_since", `
		select reading_id::text as id, at, org, purpose, fields, consent_id, glass_id
		from disclosure.reading where entity_id = $1 and at >= $2 order by at, reading_id limit 10000`)
	// cross-shard, read-only: the auditor's page
	qPastReadings = pg.Q("disclosure.past_readings", `
		select reading_id::text as id, at, actor, entity_id, org, purpose, case_no, fields, glass_id, consent_id
		from disclosure.reading
		where (at, reading_id) < ($1, $2::text::uuid) and at >= $3 and ($4 = '' or actor = $4) and ($5 = '' or entity_id = $5)
		order by at desc, reading_id desc limit $6`)
	// cross-shard, read-only: sampled readings that nothing followed and that are not in the queue yet
	qIdle = pg.Q("disclosure.idle", `
		select r.entity_id, r.reading_id::text as reading_id, r.at, r.org, r.actor, r.purpose, r.case_no
		from disclosure.reading r
		where r.sampled and r.at >= $1 and r.at <= $2
		and not exists (select from disclosure.act a
			where a.entity_id = r.entity_id and a.org = r.org and a.case_no = r.case_no and a.at >= r.at)
		and not exists (select from disclosure.item i where i.about = r.reading_id::text and i.kind = 'sample')
		order by r.at limit $3`)
	// cross-shard, read-only; approved exports are looked at by their own rules
	qFrequent = pg.Q("disclosure.frequent", `
		select actor, max(org) as org, count(*) as n from disclosure.reading
		where at >= $1 and at < $2 and purpose <> 'export' group by actor having count(*) > $3`)
	qWide = pg.Q("disclosure.wide", `
		select actor, max(org) as org, count(distinct entity_id) as n from disclosure.reading
		where at >= $1 and at < $2 and purpose <> 'export' group by actor having count(distinct entity_id) > $3`)
)

var readingColumns = []string{"entity_id", "reading_id", "at", "org", "actor", "purpose", "case_no", "fields", "consent_id", "glass_id",
	"sampled", "batch_id", "seq", "salt"}

func insertReadings(ctx context.Context, tx pg.Tx, batch, entry string, rows []row, leaves []ledger.Hash) (err error) {
	defer fault.Wrap(&err, "disclosure.insertReadings(%d)", len(rows))
	flat := make([]byte, 0, len(leaves)*len(ledger.Hash{}))
	for i := range leaves {
		flat = append(flat, leaves[i][:]...)
	}
	if _, err = tx.Exec(ctx, qBatch, batch, entry, flat); err != nil {
		return err
	}
	_, err = tx.Copy(ctx, "disclosure", "reading", readingColumns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		r := &rows[i]
		return []any{r.Subject, r.ID, r.At, r.Org, r.Actor, r.Purpose, r.Case, r.Fields, r.Consent, r.Glass, r.Sampled, batch, r.Seq, r.Salt}, nil
	}))
	return err
}

func insertAct(ctx context.Context, tx pg.Tx, a Act, at time.Time) (err error) {
	defer fault.Wrap(&err, "disclosure.insertAct(%s)", a.What)
	_, err = tx.Exec(ctx, qNoteAct, a.Subject, a.Org, a.Case, at, a.What)
	return err
}

func insertFollowing(tx pg.Tx, acts []Act, at time.Time) {
	var column [4][]string
	for _, a := range acts {
		for i, v := range [...]string{a.Subject, a.Org, a.Case, a.What} {
			column[i] = append(column[i], v)
		}
	}
	tx.Later(qNoteFollowing, column[0], column[1], column[2], column[3], at)
}

// readingRow is a reading as the table holds it.
type readingRow struct {
	EntityID  string
	ReadingID string
	At        time.Time
	Org       string
	Actor     string
	Purpose   string
	CaseNo    string
	Fields    []string
	ConsentID string
	GlassID   string
	Sampled   bool
	BatchID   string
	Seq       int32
	Salt      []byte
}

func (r readingRow) row() row {
	return row{Reading: Reading{Subject: r.EntityID, Fields: r.Fields, Purpose: r.Purpose, Case: r.CaseNo, Consent: r.ConsentID, Glass: r.GlassID}, ID: r.ReadingID, At: r.At, Org: r.Org,
		Actor: r.Actor, Sampled: r.Sampled, Seq: r.Seq, Salt: r.Salt}
}

type batchRow struct {
	EntryID string
	Leaves  []byte
}

func (b batchRow) hashes() (out []ledger.Hash) {
	for c := range slices.Chunk(b.Leaves, len(ledger.Hash{})) {
		out = append(out, ledger.Hash(c))
	}
	return out
}

func findReading(ctx context.Context, db pg.DB, subject, id string) (r row, b batchRow, err error) {
	defer fault.Wrap(&err, "disclosure.findReading")
	unknown := fault.New(fault.Missing, "disclosure.unknown_reading", "没有这一查阅记录；请核对编号。", "There is no such reading; compare its id.")
	if uuid.Validate(id) != nil {
		return r, b, unknown
	}
	stored, err := pg.One[readingRow](ctx, db, qReading, subject, id)
	if errors.Is(err, pg.ErrNone) {
		return r, b, unknown
	}
	if err != nil {
		return r, b, err
	}
	b, err = pg.One[batchRow](ctx, db, qBatchOf, stored.BatchID)
	return stored.row(), b, err
}

type seenRow struct {
	ID        string
	At        time.Time
	Org       string
	Purpose   string
	Fields    []string
	ConsentID string
	GlassID   string
}

func (r seenRow) kind() Kind {
	switch {
	case r.GlassID != "":
		return KindGlass
	case r.Purpose == Exporting:
		return KindExport
	case r.ConsentID != "":
		return KindConsented
	}
	return KindReading
}

// readings is the feed of this area itself.
func (d *Desk) readings(ctx context.Context, entity string, behind Mark, limit int) (out []Seen, err error) {
	defer fault.Wrap(&err, "disclosure.readings")
	rows, err := pg.All[seenRow](ctx, d.db, qSeen, entity, behind.At, behind.ID, limit)
	for _, r := range rows {
		out = append(out, Seen{ID: r.ID, At: r.At, Kind: r.kind(), Org: r.Org, Purpose: r.Purpose, Fields: r.Fields})
	}
	return out, err
}

// SeenSince are the readings of an entity since an instant, oldest first, for whoever must tell all who read what was wrong. A
// file that was taken out is a reading of everybody in it, and its Fields name what the file is.
func (d *Desk) SeenSince(ctx context.Context, db pg.DB, entity string, since time.Time) (out []Seen, err error) {
	defer fault.Wrap(&err, "disclosure.SeenSince")
	rows, err := pg.All[seenRow](ctx, db, qSeenSince, entity, since)
	for _, r := range rows {
		out = append(out, Seen{ID: r.ID, At: r.At, Kind: r.kind(), Org: r.Org, Purpose: r.Purpose, Fields: r.Fields})
	}
	return out, err
}

func pastReadings(ctx context.Context, db pg.DB, w Wanted, behind Mark, limit int) (out []Entry, err error) {
	defer fault.Wrap(&err, "disclosure.pastReadings")
	type past struct {
		ID        string
		At        time.Time
		Actor     string
		EntityID  string
		Org       string
		Purpose   string
		CaseNo    string
		Fields    []string
		GlassID   string
		ConsentID string
	}
	rows, err := pg.All[past](ctx, db, qPastReadings, behind.At, behind.ID, w.from(), w.Actor, w.About, limit)
	for _, r := range rows {
		out = append(out, Entry{ID: r.ID, At: r.At, Kind: readingKind, Actor: r.Actor, About: r.EntityID, Org: r.Org, Purpose: r.Purpose,
			CaseNo: r.CaseNo, Fields: r.Fields, Glass: r.GlassID, Consent: r.ConsentID})
	}
	return out, err
}

// idle is a sampled reading that no act followed.
type idle struct {
	EntityID  string
	ReadingID string
	At        time.Time
	Org       string
	Actor     string
	Purpose   string
	CaseNo    string
}

func idleReadings(ctx context.Context, db pg.DB, from, until time.Time, limit int) (_ []idle, err error) {
	defer fault.Wrap(&err, "disclosure.idleReadings")
	return pg.All[idle](ctx, db, qIdle, from, until, limit)
}

// reader is who read more than a rule allows.
type reader struct {
	Actor string
	Org   string
	N     int64
}

func frequentReaders(ctx context.Context, db pg.DB, from, until time.Time, most int64) (_ []reader, err error) {
	defer fault.Wrap(&err, "disclosure.frequentReaders")
	return pg.All[reader](ctx, db, qFrequent, from, until, most)
}

func wideReaders(ctx context.Context, db pg.DB, from, until time.Time, most int64) (_ []reader, err error) {
	defer fault.Wrap(&err, "disclosure.wideReaders")
	return pg.All[reader](ctx, db, qWide, from, until, most)
}

const consentColumns = `c.consent_id::text as consent_id, c.entity_id, c.at, c.actor, c.grantee, c.fields, c.purpose, c.from_on, c.until_on, e.at as revoked_at`

var (
	qConsent = pg.Q("disclosure.consent", `
		insert into disclosure.consent (entity_id, consent_id, at, actor, grantee, fields, purpose, from_on, until_on)
		values ($1, $2::text::uuid, $3, $4, $5, $6, $7, $8, $9)`)
	qConsentEnd = pg.Q("disclosure.consent_end", `
		insert into disclosure.consent_end (entity_id, consent_id, at, actor) values ($1, $2::text::uuid, $3, $4)`)
	qConsents = pg.Q("disclosure.consents", `
		select `+consentColumns+` from disclosure.consent c
		left join disclosure.consent_end e on e.entity_id = c.entity_id and e.consent_id = c.consent_id
		where c.entity_id = any($1) and c.consent_id = any($2::text[]::uuid[])`)
	qConsentsOf = pg.Q("disclosure.consents_of", `
		select `+consentColumns+` from disclosure.consent c
		left join disclosure.consent_end e on e.entity_id = c.entity_id and e.consent_id = c.consent_id
		where c.entity_id = $1 order by c.at desc, c.consent_id desc limit $2`)
)

type consentRow struct {
	ConsentID string
	EntityID  string
	At        time.Time
	Actor     string
	Grantee   string
	Fields    []string
	Purpose   string
	FromOn    workday.Date
	UntilOn   workday.Date
	RevokedAt *time.Time
}

func (r consentRow) consent() Consent {
	return Consent{ID: r.ConsentID, Subject: r.EntityID, At: r.At, Grantee: r.Grantee, Fields: r.Fields, Purpose: r.Purpose,
		From: r.FromOn, Until: r.UntilOn, Revoked: r.RevokedAt, actor: r.Actor}
}

func insertConsent(ctx context.Context, tx pg.Tx, c Consent) (err error) {
	defer fault.Wrap(&err, "disclosure.insertConsent")
	_, err = tx.Exec(ctx, qConsent, c.Subject, c.ID, c.At, c.actor, c.Grantee, c.Fields, c.Purpose, c.From, c.Until)
	return err
}

func insertConsentEnd(ctx context.Context, tx pg.Tx, subject, id string, at time.Time, actor string) (err error) {
	defer fault.Wrap(&err, "disclosure.insertConsentEnd")
	_, err = tx.Exec(ctx, qConsentEnd, subject, id, at, actor)
	if pg.Violated(err) == "consent_is_revoked_once" {
		return errConsentOver
	}
	return err
}

// consentsOf finds consents by their ids among those of the subjects; an id that is none finds nothing.
func consentsOf(ctx context.Context, db pg.DB, subjects, ids []string) (_ map[string]Consent, err error) {
	defer fault.Wrap(&err, "disclosure.consentsOf")
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return uuid.Validate(id) != nil })
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := pg.All[consentRow](ctx, db, qConsents, subjects, ids)
	found := make(map[string]Consent, len(rows))
	for _, r := range rows {
		found[r.ConsentID] = r.consent()
	}
	return found, err
}

func listConsents(ctx context.Context, db pg.DB, subject string) (out []Consent, err error) {
	defer fault.Wrap(&err, "disclosure.listConsents")
	rows, err := pg.All[consentRow](ctx, db, qConsentsOf, subject, 200)
	out = make([]Consent, len(rows))
	for i, r := range rows {
		out[i] = r.consent()
	}
	return out, err
}
