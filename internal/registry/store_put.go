package registry

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// insertEntities writes many entities, in the order given, which is that of their ids: whoever locks several entities
// locks them in entity order. Pairs of characters come as one text per name.
const insertEntities = `
insert into registry.entity (entity_id, name, name_norm, core_name, bigrams, kind, status, region, region_derived, industry,
	established_on, address, legal_rep_masked, legal_rep_sealed, legal_rep_blind, parent_id, reg_no, digest, told_by, told_name, first_seen,
	last_seen)
select entity_id, name, name_norm, core_name, string_to_array(pairs, chr(31)), kind, status, region, region_derived, industry,
	established_on, address, legal_rep_masked, legal_rep_sealed, legal_rep_blind, parent_id, reg_no, digest, told_by, told_name, seen, seen
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[],
	$10::text[], $11::date[], $12::text[], $13::text[], $14::bytea[], $15::text[], $16::text[], $17::text[], $18::text[],
	$19::timestamptz[], $20::text[], $21::text[])
	as given (entity_id, name, name_norm, core_name, pairs, kind, status, region, region_derived, industry, established_on,
		address, legal_rep_masked, legal_rep_sealed, legal_rep_blind, parent_id, reg_no, digest, seen, told_by, told_name)
on conflict (entity_id) `

var (
	qStub = pg.Q("registry.stub", insertEntities+`do nothing`)

	// An entity that is already there is locked and shown as it was.
	qMeet = pg.Q("registry.meet", insertEntities+`do update set last_seen = excluded.last_seen
returning entity_id as id, name, status, digest`)

	qReplace = pg.Q("registry.replace", insertEntities+`do update set name = excluded.name, name_norm = excluded.name_norm,
	core_name = excluded.core_name, bigrams = excluded.bigrams, kind = excluded.kind, status = excluded.status,
	region = excluded.region, region_derived = excluded.region_derived, industry = excluded.industry,
	established_on = excluded.established_on, address = excluded.address, legal_rep_masked = excluded.legal_rep_masked,
	legal_rep_sealed = excluded.legal_rep_sealed, legal_rep_blind = excluded.legal_rep_blind, parent_id = excluded.parent_id,
	reg_no = excluded.reg_no, digest = excluded.digest, told_by = excluded.told_by, told_name = excluded.told_name,
	last_seen = excluded.last_seen`)

	qFormer = pg.Q("registry.former", `
insert into registry.former_name (entity_id, name_norm, name)
select entity_id, name_norm, name from unnest($1::text[], $2::text[], $3::text[]) as given (entity_id, name_norm, name)
on conflict (entity_id, name_norm) do nothing`)

	qLeave = pg.Q("registry.leave", `delete from registry.person where entity_id = any($1)`)
)

// Stub makes sure entities exist for ids seen on documents; existing ones are left as they are. One statement for many.
func Stub(ctx context.Context, tx pg.Tx, subjects []Entity) (err error) {
	defer fault.Wrap(&err, "registry.Stub(%d subjects)", len(subjects))
	var rows columns
	for _, e := range inOrder(subjects, func(e Entity) string { return e.ID }) {
		if err := checkID(e.ID); err != nil {
			return err
		}
		e = e.tidy()
		e.Status = Stubbed
		rows.add(entry{Entity: e})
	}
	if len(rows.id) == 0 {
		return nil
	}
	_, err = tx.Exec(ctx, qStub, rows.args()...)
	return err
}

// inOrder sorts by id and keeps the first of each.
func inOrder[T any](all []T, id func(T) string) []T {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b T) int { return strings.Compare(id(a), id(b)) })
	return slices.CompactFunc(sorted, func(a, b T) bool { return id(a) == id(b) })
}

// Put inserts or updates full registrations (intake item "entity"); a changed name joins the former names. Identity
// numbers and names of responsible persons are sealed here and never returned. Rows are as Check accepts them; where an
// id occurs more than once the later row is a later registration.
func Put(ctx context.Context, tx pg.Tx, s *seal.Sealer, rows []Registration) (inserted, updated, same int, err error) {
	defer fault.Wrap(&err, "registry.Put(%d rows)", len(rows))
	for len(rows) > 0 {
		first, later := firstOfEach(rows)
		i, u, n, err := putOnce(ctx, tx, s, first)
		if err != nil {
			return 0, 0, 0, err
		}
		inserted, updated, same, rows = inserted+i, updated+u, same+n, later
	}
	return inserted, updated, same, nil
}

func firstOfEach(rows []Registration) (first, later []Registration) {
	seen := make(map[string]bool, len(rows))
	for _, r := range rows {
		if seen[r.ID] {
			later = append(later, r)
			continue
		}
		seen[r.ID] = true
		first = append(first, r)
	}
	return first, later
}

// before is an entity as it stood when it was met.
type before struct {
	ID, Name, Status, Digest string
}

func putOnce(ctx context.Context, tx pg.Tx, s *seal.Sealer, rows []Registration) (inserted, updated, same int, err error) {
	entries := make([]entry, 0, len(rows))
	ids := make([]string, 0, len(rows))
	for _, r := range inOrder(rows, func(r Registration) string { return r.ID }) {
		if err := r.Check(); err != nil {
			return 0, 0, 0, err
		}
		entries = append(entries, sealed(s, r.tidy()))
		ids = append(ids, r.ID)
	}
	known, err := Known(ctx, tx, ids)
	if err != nil {
		return 0, 0, 0, err
	}
	met, err := pg.All[before](ctx, tx, qMeet, columnsOf(entries).args()...)
	if err != nil {
		return 0, 0, 0, err
	}
	was := make(map[string]before, len(met))
	for _, b := range met {
		was[b.ID] = b
	}
	var changed, written []entry
	for _, e := range entries {
		switch b := was[e.ID]; {
		case b.Digest != e.digest:
			changed, written, updated = append(changed, e), append(written, e), updated+1
		case known[e.ID]:
			same++
		default:
			written, inserted = append(written, e), inserted+1
		}
	}
	return inserted, updated, same, write(ctx, tx, s, changed, written, was)
}

// write replaces what changed, and gives what is new or changed its former names and persons.
func write(ctx context.Context, tx pg.Tx, s *seal.Sealer, changed, written []entry, was map[string]before) error {
	if len(written) == 0 {
		return nil
	}
	if len(changed) > 0 {
		if _, err := tx.Exec(ctx, qReplace, columnsOf(changed).args()...); err != nil {
			return err
		}
	}
	if err := addFormerNames(ctx, tx, written, was); err != nil {
		return err
	}
	return replacePersons(ctx, tx, s, changed, written)
}

// addFormerNames keeps the names told as former and the name just replaced. The name of a stub was read off a document
// and is no evidence that the entity was ever called so.
func addFormerNames(ctx context.Context, tx pg.Tx, written []entry, was map[string]before) error {
	var ids, norms, names []string
	for _, e := range written {
		former := slices.Clone(e.FormerNames)
		if b := was[e.ID]; b.Status != Stubbed {
			former = append(former, b.Name)
		}
		for _, name := range former {
			name = clean(name)
			if norm := ident.NormalName(name); norm != "" && norm != e.norm {
				ids, norms, names = append(ids, e.ID), append(norms, norm), append(names, name)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, qFormer, ids, norms, names)
	return err
}

func replacePersons(ctx context.Context, tx pg.Tx, s *seal.Sealer, changed, written []entry) error {
	if len(changed) > 0 {
		ids := make([]string, len(changed))
		for i, e := range changed {
			ids[i] = e.ID
		}
		if _, err := tx.Exec(ctx, qLeave, ids); err != nil {
			return err
		}
	}
	var rows [][]any
	for _, e := range written {
		for seq, p := range e.persons {
			rows = append(rows, []any{e.ID, int16(seq), clean(p.Role), ident.MaskName(p.Name),
				sealPerson(s, e.ID, p.Name, p.IDNumber), PersonID(s, p.IDNumber)})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.Copy(ctx, "registry", "person", []string{"entity_id", "seq", "role", "name_masked", "sealed", "blind"},
		pgx.CopyFromRows(rows))
	return err
}

// entry is an entity ready to be written.
type entry struct {
	Entity
	norm    string
	digest  string
	rep     []byte
	repID   string
	persons []ResponsiblePerson

	toldBy, toldName string
}

// sealed makes the entry of a registration. The digest covers everything that was told, so that the same registration
// told again changes nothing; it is keyed, because it covers identity numbers.
func sealed(s *seal.Sealer, r Registration) entry {
	e := entry{Entity: r.Entity, norm: ident.NormalName(r.Name), persons: r.Persons, toldBy: r.ToldBy, toldName: r.ToldName}
	if r.LegalRepName != "" || r.LegalRepID != "" {
		e.rep, e.repID = sealPerson(s, r.ID, r.LegalRepName, r.LegalRepID), PersonID(s, r.LegalRepID)
	}
	r.SeenAt = time.Time{}
	told, _ := json.Marshal(r) // strings, dates and booleans always marshal
	e.digest = s.Blind("registration", string(told))
	return e
}

// columns are many entries turned into arrays, one per column.
type columns struct {
	id, name, norm, core, pairs, kind, status, region []string
	derived                                           []bool
	industry                                          []string
	established                                       []workday.Date
	address, rep                                      []string
	repSealed                                         [][]byte
	repBlind, parent, regNo, digest                   []string
	seen                                              []*time.Time
	toldBy, toldName                                  []string
}

func columnsOf(entries []entry) *columns {
	var c columns
	for _, e := range entries {
		c.add(e)
	}
	return &c
}

func (c *columns) add(e entry) {
	norm, core := ident.NormalName(e.Name), ident.CoreName(e.Name)
	if e.Kind == Person { // in no index that a search can reach
		norm, core = "", ""
	}
	c.id, c.name, c.norm, c.core = append(c.id, e.ID), append(c.name, e.Name), append(c.norm, norm), append(c.core, core)
	c.pairs = append(c.pairs, strings.Join(bigrams(norm), "\x1f"))
	c.kind, c.status = append(c.kind, string(e.Kind)), append(c.status, e.Status)
	c.region, c.derived = append(c.region, e.Region), append(c.derived, e.RegionDerived)
	c.industry, c.established = append(c.industry, e.Industry), append(c.established, e.EstablishedOn)
	c.address, c.rep = append(c.address, e.Address), append(c.rep, e.LegalRep)
	c.repSealed, c.repBlind = append(c.repSealed, e.rep), append(c.repBlind, e.repID)
	c.parent, c.regNo, c.digest = append(c.parent, e.Parent), append(c.regNo, e.RegNo), append(c.digest, e.digest)
	var seen *time.Time
	if !e.SeenAt.IsZero() {
		seen = &e.SeenAt
	}
	c.seen = append(c.seen, seen)
	c.toldBy, c.toldName = append(c.toldBy, e.toldBy), append(c.toldName, e.toldName)
}

func (c *columns) args() []any {
	return []any{c.id, c.name, c.norm, c.core, c.pairs, c.kind, c.status, c.region, c.derived, c.industry, c.established,
		c.address, c.rep, c.repSealed, c.repBlind, c.parent, c.regNo, c.digest, c.seen,
		c.toldBy, c.toldName}
}
