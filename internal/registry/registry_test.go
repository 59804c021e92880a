package registry_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

var seen = time.Date(2026, 11, 22, 9, 0, 0, 0, workday.Shanghai)

func newSealer(t testing.TB) *seal.Sealer {
	t.Helper()
	s, err := seal.New([]byte(strings.Repeat("示例", 16)), seal.International)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// code makes the n-th valid code of invented entities of a kind ("91") and region.
func code(kind, region string, n int) string {
	return string(ident.MakeUSCC(kind + region + ident.MakeOrgCode(fmt.Sprintf("MA%06d", n))))
}

func firm(n int, name string) registry.Registration {
	return registry.Registration{Entity: registry.Entity{ID: code("91", "460000", n), Name: name, SeenAt: seen}}
}

func put(t testing.TB, db *pg.Pool, rows ...registry.Registration) (counts [3]int) {
	t.Helper()
	if err := tryPut(t, db, &counts, rows...); err != nil {
		t.Fatal(err)
	}
	return counts
}

func tryPut(t testing.TB, db *pg.Pool, counts *[3]int, rows ...registry.Registration) error {
	return db.InTx(context.Background(), func(ctx context.Context, tx pg.Tx) (err error) {
		counts[0], counts[1], counts[2], err = registry.Put(ctx, tx, newSealer(t), rows)
		return err
	})
}

func stub(t testing.TB, db *pg.Pool, subjects ...registry.Entity) {
	t.Helper()
	err := db.InTx(context.Background(), func(ctx context.Context, tx pg.Tx) error { return registry.Stub(ctx, tx, subjects) })
	if err != nil {
		t.Fatal(err)
	}
}

func find(t testing.TB, db *pg.Pool, id string) registry.Entity {
	t.Helper()
	e, err := registry.Find(context.Background(), db, id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestF09_5_OnlyAValidCodeRegisters(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	good := firm(1, "海南虚构椰风贸易有限公司")
	rows := []struct {
		name string
		turn func(*registry.Registration)
		want string
	}{
		{"no code, a name only", func(r *registry.Registration) { r.ID = "" }, "ident.missing"},
		{"wrong check character", func(r *registry.Registration) { r.ID = "914600000000000008" }, "ident.uscc_check"},
		{"placeholder", func(r *registry.Registration) { r.ID = "00000000000000000X" }, "ident.placeholder"},
		{"registration number", func(r *registry.Registration) { r.ID = "110108000000016" }, "ident.uscc_length"},
		{"not normalised", func(r *registry.Registration) { r.ID = strings.ToLower(r.ID) }, "registry.id_form"},
		{"a natural person", func(r *registry.Registration) { r.ID = "p-abc" }, "registry.person"},
		{"kind person", func(r *registry.Registration) { r.Kind = registry.Person }, "registry.person"},
		{"no name", func(r *registry.Registration) { r.Name = " \t" }, "registry.no_name"},
		{"unknown kind", func(r *registry.Registration) { r.Kind = "firm" }, "registry.kind"},
		{"unknown status", func(r *registry.Registration) { r.Status = "stub" }, "registry.status"},
		{"its own head office", func(r *registry.Registration) { r.Parent = r.ID }, "registry.parent"},
		{"head office by a wrong code", func(r *registry.Registration) { r.Parent = "914600000000000008" }, "registry.parent"},
	}
	for _, r := range rows {
		bad := good
		r.turn(&bad)
		if err := tryPut(t, db, new([3]int), good, bad); !fault.Is(err, r.want) {
			t.Errorf("%s: %v, want %s", r.name, err, r.want)
		}
	}
	if n, err := registry.Count(context.Background(), db); n != 0 || err != nil {
		t.Errorf("a refused batch left %d entities (%v)", n, err)
	}

	// Two entities of one name, address and registration number stay two.
	twin := good
	twin.ID = code("91", "460000", 2)
	good.RegNo, twin.RegNo = "110108000000016", "110108000000016"
	if got := put(t, db, good, twin); got != [3]int{2, 0, 0} {
		t.Errorf("two codes, one name: %v", got)
	}
	hits, err := registry.ByName(context.Background(), db, "海南虚构椰风贸易有限公司")
	if err != nil || len(hits) != 2 || hits[0].Match != registry.Ambiguous {
		t.Errorf("a name alone gives candidates: %v %v", hits, err)
	}
}

func TestPutInsertsUpdatesAndLeavesTheSame(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	r := registry.Registration{
		Entity: registry.Entity{ID: code("91", "469027", 7), Name: "海南虚构旧名（集团）有限公司", Region: "469023", RegionDerived: true, Industry: "C14",
			EstablishedOn: workday.MustParse("2019-03-01"), Address: "虚构县示例路1号", RegNo: "4600001000001", SeenAt: seen},
		LegalRepName: "欧阳虚构", LegalRepID: ident.MakeIDCard("46010019800101001"),
		Persons: []registry.ResponsiblePerson{{"董事", "王示例", ident.MakeIDCard("46010019800101002")}, {"监事", "李虚", ""}},
	}
	if got := put(t, db, r); got != [3]int{1, 0, 0} {
		t.Fatalf("first: %v", got)
	}
	want := registry.Entity{ID: r.ID, Name: r.Name, Kind: registry.Enterprise, Status: registry.Registered, Region: "469023", RegionDerived: true,
		Industry: "C14", EstablishedOn: r.EstablishedOn, Address: r.Address, LegalRep: "欧阳**", RegNo: r.RegNo, SeenAt: seen}
	same(t, find(t, db, r.ID), want)

	later := r
	later.SeenAt = seen.Add(time.Hour)
	if got := put(t, db, later); got != [3]int{0, 0, 1} {
		t.Errorf("the same again: %v", got)
	}
	want.SeenAt = later.SeenAt
	same(t, find(t, db, r.ID), want)

	later.Name, later.Persons = "海南虚构新名有限公司", later.Persons[:1]
	if got := put(t, db, later, firm(8, "海南示例另一家有限公司")); got != [3]int{1, 1, 0} {
		t.Errorf("a new name and a new firm: %v", got)
	}
	want.Name, want.FormerNames = later.Name, []string{r.Name}
	same(t, find(t, db, r.ID), want)
	officers, err := registry.Officers(context.Background(), db, r.ID)
	if err != nil || len(officers) != 1 || officers[0].Name != "王**" || officers[0].PersonID != registry.PersonID(newSealer(t), r.Persons[0].IDNumber) {
		t.Errorf("officers %v %v", officers, err)
	}

	// Within one call a later row is a later registration.
	once, twice := firm(9, "海南虚构甲有限公司"), firm(9, "海南虚构乙有限公司")
	if got := put(t, db, once, twice, twice); got != [3]int{1, 1, 1} {
		t.Errorf("three rows of one code: %v", got)
	}
	if e := find(t, db, once.ID); e.Name != twice.Name || !slices.Equal(e.FormerNames, []string{once.Name}) {
		t.Errorf("the last row counts: %+v", e)
	}
}

func same(t *testing.T, got, want registry.Entity) {
	t.Helper()
	got.SeenAt, want.SeenAt = got.SeenAt.UTC(), want.SeenAt.UTC()
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestStubsWaitForTheirRegistration(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), pgtest.New(t)
	household := registry.Entity{ID: code("92", "460100", 3), Name: "虚构文书上的名称", Region: "460100", RegionDerived: true}
	put(t, db, firm(1, "海南虚构甲有限公司"))
	stub(t, db, household, household, registry.Entity{ID: firm(1, "").ID, Name: "另一个写法"})
	stub(t, db, household)
	stub(t, db)

	if e := find(t, db, household.ID); e.Kind != registry.Household || e.Status != registry.Stubbed || e.Region != "460100" {
		t.Errorf("stub %+v", e)
	}
	if e := find(t, db, firm(1, "").ID); e.Name != "海南虚构甲有限公司" || e.Status != registry.Registered {
		t.Errorf("a registered entity was changed by a stub: %+v", e)
	}
	full := registry.Registration{Entity: registry.Entity{ID: household.ID, Name: "示例小吃店（个体工商户）"}}
	if got := put(t, db, full); got != [3]int{0, 1, 0} {
		t.Errorf("registration of a stub: %v", got)
	}
	if e := find(t, db, household.ID); e.Status != registry.Registered || len(e.FormerNames) != 0 {
		t.Errorf("the name on a document is no former name: %+v", e)
	}
	err := db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: "914600000000000008", Name: "虚构"}})
	})
	if !fault.Is(err, "ident.uscc_check") {
		t.Errorf("stub of a wrong code: %v", err)
	}
}

func TestPersonalDataIsSealed(t *testing.T) {
	t.Parallel()
	ctx, db, s := context.Background(), pgtest.New(t), newSealer(t)
	number := ident.MakeIDCard("46010019800101001")
	r := firm(1, "海南虚构椰风贸易有限公司")
	r.LegalRepName, r.LegalRepID = "王虚构", number
	r.Persons = []registry.ResponsiblePerson{{"法定代表人", "王虚构", number}}
	put(t, db, r)
	person := registry.PersonID(s, number)
	stub(t, db, registry.Entity{ID: person, Name: "王虚构"})

	if e := find(t, db, person); e.Name != "王**" || e.Kind != registry.Person {
		t.Errorf("natural person %+v", e)
	}
	if old := registry.PersonID(s, number[:6]+number[8:17]); old != person {
		t.Errorf("the old form of a number is another person: %s, %s", old, person)
	}
	if registry.PersonID(s, " ") != "" || registry.PersonID(s, "E虚12345") == person {
		t.Error("no number, no id; another document, another id")
	}
	everything, err := pg.Column[string](ctx, pgtest.Owner(t, db), pg.Query{Name: "test", SQL: `
		select e::text || encode(coalesce(legal_rep_sealed, ''), 'escape') from registry.entity e
		union all select p::text || encode(sealed, 'escape') from registry.person p`})
	if err != nil || len(everything) != 3 {
		t.Fatal(everything, err)
	}
	for _, row := range everything {
		if strings.Contains(row, number) || strings.Contains(row, "王虚构") {
			t.Errorf("in clear: %s", row)
		}
	}
}

func TestLookUps(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), pgtest.New(t)
	head, branch := firm(1, "海南虚构总部有限公司"), firm(2, "海南虚构总部有限公司三亚分公司")
	branch.Parent = head.ID
	put(t, db, head, branch)
	stub(t, db, registry.Entity{ID: "p-xyz", Name: "王虚构"})

	if _, err := registry.Find(ctx, db, code("91", "460000", 99)); !fault.Is(err, "registry.unknown") {
		t.Errorf("unknown: %v", err)
	}
	ids := []string{head.ID, code("91", "460000", 99), "p-xyz"}
	known, err := registry.Known(ctx, db, ids)
	if err != nil || len(known) != 2 || !known[head.ID] || !known["p-xyz"] {
		t.Errorf("known %v %v", known, err)
	}
	many, err := registry.FindMany(ctx, db, ids)
	if err != nil || len(many) != 2 || many[head.ID].Name != head.Name {
		t.Errorf("many %v %v", many, err)
	}
	branches, err := registry.Branches(ctx, db, head.ID)
	if err != nil || len(branches) != 1 || branches[0].ID != branch.ID || branches[0].Parent != head.ID {
		t.Errorf("branches %v %v", branches, err)
	}
	if none, err := registry.Branches(ctx, db, ""); err != nil || len(none) != 0 {
		t.Errorf("branches of nobody: %v %v", none, err)
	}
	if n, err := registry.Count(ctx, db); n != 2 || err != nil {
		t.Errorf("count %d %v", n, err)
	}
	var all []string
	if err := registry.EachID(ctx, db, func(id string) { all = append(all, id) }); err != nil || len(all) != 3 {
		t.Errorf("every id: %v %v", all, err)
	}
}

func TestManyPutsAtOnceDoNotDeadlock(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var rows []registry.Registration
	for n := range 200 {
		rows = append(rows, firm(n, fmt.Sprintf("海南虚构%d号有限公司", n)))
	}
	errs := make(chan error)
	for worker := range 4 {
		mine := slices.Clone(rows)
		for i := range mine {
			mine[i].Address = fmt.Sprintf("虚构路%d号", worker)
		}
		if worker%2 == 1 {
			slices.Reverse(mine)
		}
		go func() { errs <- tryPut(t, db, new([3]int), mine...) }()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if n, _ := registry.Count(context.Background(), db); n != 200 {
		t.Errorf("%d entities", n)
	}
}

func TestKindOfACode(t *testing.T) {
	for prefix, want := range map[string]registry.Kind{
		"91": registry.Enterprise, "92": registry.Household, "93": registry.Cooperative, "99": registry.OtherKind, "11": registry.Organ,
		"12": registry.Institution, "19": registry.OtherKind, "51": registry.Social, "53": registry.Social, "N2": registry.OtherKind,
	} {
		if got := registry.KindOf(ident.USCC(code(prefix, "460000", 1))); got != want {
			t.Errorf("%s: %s, want %s", prefix, got, want)
		}
	}
}
