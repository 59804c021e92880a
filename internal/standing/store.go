package standing

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

const columns = `entity_id, fact_id, version, kind, item, list, grade, ban, industry, domain, severity, title, authority,
	document_no, basis_text, basis, standing, law_keys, assumed_keys, from_on, until_on, repair_from, ended_on, ended_by,
	adverse`

// marked are the columns read: what the record says, and what is held against it.
const marked = columns + `, disputed_on, held, held_from, held_until`

var (
	qPut = pg.Q("standing.put", `
		insert into standing.fact (`+columns+`, entry_id)
		select entity_id, fact_id, version, kind, item, list, grade, ban, industry, domain, severity, title, authority,
			document_no, basis_text, basis::jsonb, standing, law_keys::jsonb, assumed_keys::jsonb, from_on, until_on,
			repair_from, ended_on, ended_by, adverse, $26
		from unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
			$9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[],
			$17::text[], $18::text[], $19::text[], $20::date[], $21::date[], $22::date[], $23::date[], $24::text[],
			$25::boolean[])
			as given (`+columns+`)
		on conflict (entity_id, fact_id) do update set
			version = excluded.version, kind = excluded.kind, item = excluded.item, list = excluded.list,
			grade = excluded.grade, ban = excluded.ban, industry = excluded.industry, domain = excluded.domain,
			severity = excluded.severity, title = excluded.title, authority = excluded.authority,
			document_no = excluded.document_no, basis_text = excluded.basis_text, basis = excluded.basis,
			standing = excluded.standing, law_keys = excluded.law_keys, assumed_keys = excluded.assumed_keys,
			from_on = excluded.from_on, until_on = excluded.until_on, repair_from = excluded.repair_from,
			ended_on = excluded.ended_on, ended_by = excluded.ended_by, adverse = excluded.adverse,
			entry_id = excluded.entry_id
		where fact.version <= excluded.version`)

	qStrike = pg.Q("standing.strike", `
		update standing.fact set version = given.version, ended_on = fact.from_on, ended_by = $4, entry_id = $5
		from unnest($1::text[], $2::text[], $3::integer[]) as given (entity_id, fact_id, version)
		where fact.entity_id = given.entity_id and fact.fact_id = given.fact_id and fact.entity_id = any($1)`)

	qOf = pg.Q("standing.of", `
		select `+marked+` from standing.fact where entity_id = any($1) order by entity_id, fact_id`)

	// cross-shard, read-only: the change feed of the memory index, at most one page of ledger entries at a time
	qChanged = pg.Q("standing.changed", `
		select `+marked+` from standing.fact where entry_id = any($1) order by entity_id, fact_id`)

	// cross-shard, read-only, one page: firms that have facts, in the order of their codes
	qEntities = pg.Q("standing.entities", `
		select distinct entity_id from standing.fact where entity_id > $1 and not starts_with(entity_id, 'p-') order by entity_id limit $2`)

	// cross-shard, read-only: streamed once when the memory index loads
	qEach = pg.Q("standing.each", `
		select `+marked+` from standing.fact order by entity_id, fact_id`)
)

// row is a fact as the table keeps it.
type row struct {
	EntityID    string
	FactID      string
	Version     int32
	Kind        string
	Item        string
	List        string
	Grade       string
	Ban         string
	Industry    string
	Domain      string
	Severity    string
	Title       string
	Authority   string
	DocumentNo  string
	BasisText   string
	Basis       []law.Ref
	Standing    string
	LawKeys     []string
	AssumedKeys []string
	FromOn      workday.Date
	UntilOn     workday.Date
	RepairFrom  workday.Date
	EndedOn     workday.Date
	EndedBy     string
	Adverse     bool
	DisputedOn  workday.Date
	Held        string
	HeldFrom    workday.Date
	HeldUntil   workday.Date
}

func (r *row) fact() Fact {
	return Fact{
		EntityID: r.EntityID, ID: r.FactID, Version: r.Version, Kind: FactKind(r.Kind), Item: r.Item, List: r.List,
		Grade: r.Grade, Ban: r.Ban, Industry: r.Industry, Domain: r.Domain, Severity: law.Severity(r.Severity),
		Title: r.Title, Authority: r.Authority, DocumentNo: r.DocumentNo, BasisText: r.BasisText, Basis: r.Basis,
		Standing: law.Standing(r.Standing), LawKeys: r.LawKeys, AssumedKeys: r.AssumedKeys, From: r.FromOn,
		Until: r.UntilOn, RepairFrom: r.RepairFrom, EndedOn: r.EndedOn, EndedBy: r.EndedBy, Adverse: r.Adverse,
		DisputedOn: r.DisputedOn, Held: HoldKind(r.Held), HeldFrom: r.HeldFrom, HeldUntil: r.HeldUntil,
	}
}

// Of returns every fact of an entity, ended ones too.
func Of(ctx context.Context, db pg.DB, entityID string) (_ []Fact, err error) {
	defer fault.Wrap(&err, "standing.Of")
	return read(ctx, db, qOf, []string{entityID})
}

// OfMany returns the facts of many entities in one statement.
func OfMany(ctx context.Context, db pg.DB, entityIDs []string) (_ map[string][]Fact, err error) {
	defer fault.Wrap(&err, "standing.OfMany(%d)", len(entityIDs))
	facts, err := read(ctx, db, qOf, entityIDs)
	return byEntity(facts), err
}

// Entities lists firms that have facts, ended ones too, after one of them by code; natural persons are never listed.
func Entities(ctx context.Context, db pg.DB, after string, limit int) (_ []string, err error) {
	defer fault.Wrap(&err, "standing.Entities")
	return pg.Column[string](ctx, db, qEntities, after, limit)
}

func changedBy(ctx context.Context, db pg.DB, entryIDs []string) (_ []Fact, err error) {
	defer fault.Wrap(&err, "standing.changedBy(%d)", len(entryIDs))
	return read(ctx, db, qChanged, entryIDs)
}

func read(ctx context.Context, db pg.DB, q pg.Query, ids []string) ([]Fact, error) {
	rows, err := pg.All[row](ctx, db, q, ids)
	if err != nil {
		return nil, err
	}
	facts := make([]Fact, len(rows))
	for i := range rows {
		facts[i] = rows[i].fact()
	}
	return facts, nil
}

func byEntity(facts []Fact) map[string][]Fact {
	m := map[string][]Fact{}
	for _, f := range facts {
		m[f.EntityID] = append(m[f.EntityID], f)
	}
	return m
}

// each streams every fact in entity order.
func each(ctx context.Context, db pg.DB, do func(*Fact)) (err error) {
	defer fault.Wrap(&err, "standing.each")
	rows, err := db.Query(ctx, qEach)
	if err != nil {
		return err
	}
	var r row
	into := []any{&r.EntityID, &r.FactID, &r.Version, &r.Kind, &r.Item, &r.List, &r.Grade, &r.Ban, &r.Industry, &r.Domain,
		&r.Severity, &r.Title, &r.Authority, &r.DocumentNo, &r.BasisText, &r.Basis, &r.Standing, &r.LawKeys, &r.AssumedKeys,
		&r.FromOn, &r.UntilOn, &r.RepairFrom, &r.EndedOn, &r.EndedBy, &r.Adverse,
		&r.DisputedOn, &r.Held, &r.HeldFrom, &r.HeldUntil}
	_, err = pgx.ForEachRow(rows, into, func() error {
		f := r.fact()
		do(&f)
		r.Basis, r.LawKeys, r.AssumedKeys = nil, nil, nil // the next row must not write into these
		return nil
	})
	return err
}

// put stores facts in one statement; they come sorted by entity.
func put(ctx context.Context, tx pg.Tx, entryID string, facts []Fact) (err error) {
	if len(facts) == 0 {
		return nil
	}
	defer fault.Wrap(&err, "standing.put(%d)", len(facts))
	text := func(of func(*Fact) string) []string { return column(facts, of) }
	date := func(of func(*Fact) workday.Date) []workday.Date { return column(facts, of) }
	_, err = tx.Exec(ctx, qPut,
		text(func(f *Fact) string { return f.EntityID }), text(func(f *Fact) string { return f.ID }),
		column(facts, func(f *Fact) int32 { return f.Version }),
		text(func(f *Fact) string { return string(f.Kind) }), text(func(f *Fact) string { return f.Item }),
		text(func(f *Fact) string { return f.List }), text(func(f *Fact) string { return f.Grade }),
		text(func(f *Fact) string { return f.Ban }), text(func(f *Fact) string { return f.Industry }),
		text(func(f *Fact) string { return f.Domain }), text(func(f *Fact) string { return string(f.Severity) }),
		text(func(f *Fact) string { return f.Title }), text(func(f *Fact) string { return f.Authority }),
		text(func(f *Fact) string { return f.DocumentNo }), text(func(f *Fact) string { return f.BasisText }),
		text(func(f *Fact) string { return array(f.Basis) }), text(func(f *Fact) string { return string(f.Standing) }),
		text(func(f *Fact) string { return array(f.LawKeys) }), text(func(f *Fact) string { return array(f.AssumedKeys) }),
		date(func(f *Fact) workday.Date { return f.From }), date(func(f *Fact) workday.Date { return f.Until }),
		date(func(f *Fact) workday.Date { return f.RepairFrom }), date(func(f *Fact) workday.Date { return f.EndedOn }),
		text(func(f *Fact) string { return f.EndedBy }), column(facts, func(f *Fact) bool { return f.Adverse }),
		entryID)
	return err
}

// strike ends the facts of records which, as corrected, make none.
func strike(ctx context.Context, tx pg.Tx, entryID string, rs []record.Record) (err error) {
	if len(rs) == 0 {
		return nil
	}
	defer fault.Wrap(&err, "standing.strike(%d)", len(rs))
	_, err = tx.Exec(ctx, qStrike,
		column(rs, func(r *record.Record) string { return r.EntityID }),
		column(rs, func(r *record.Record) string { return r.ID }),
		column(rs, func(r *record.Record) int32 { return r.Version }), Corrected, entryID)
	return err
}

func column[T, V any](rows []T, of func(*T) V) []V {
	out := make([]V, len(rows))
	for i := range rows {
		out[i] = of(&rows[i])
	}
	return out
}

// array is a JSON array; nothing is [], not null.
func array[T any](vs []T) string {
	if len(vs) == 0 {
		return "[]"
	}
	b, err := json.Marshal(vs)
	if err != nil {
		panic(err) // strings and refs always encode
	}
	return string(b)
}
