package registry_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/registry"
)

// town is a few firms whose names are easily taken for one another.
func town(t testing.TB) *pg.Pool {
	db := pgtest.New(t)
	renamed := firm(5, "海南虚构浪花文化有限公司")
	renamed.FormerNames = []string{"海南虚构椰风文化有限公司"}
	old := firm(6, "三亚虚构老字号饭店")
	old.RegNo = "110108000000016"
	put(t, db,
		firm(1, "海南虚构椰风贸易有限公司"), firm(2, "海口虚构椰风贸易有限责任公司"), firm(3, "海南虚构椰风贸易有限公司三亚分公司"),
		firm(4, "海南新虚构椰风（集团）股份有限公司"), renamed, old,
		firm(7, "海南示例同名有限公司"), firm(8, "海南示例同名有限公司"),
		firm(9, `示例100%_纯'天然\有限公司`), firm(10, "ABC示例（海南）有限公司"),
	)
	stub(t, db, registry.Entity{ID: registry.PersonID(newSealer(t), ident.MakeIDCard("46010019800101001")), Name: "虚构椰风"})
	return db
}

// search returns "number match" of every hit.
func search(t testing.TB, db *pg.Pool, query string) (got []string) {
	t.Helper()
	hits, more, err := registry.Search(context.Background(), db, query, 50, 0)
	if err != nil || more {
		t.Fatalf("%q: more %v, %v", query, more, err)
	}
	for _, h := range hits {
		n := 0
		for n = 1; n < 20 && code("91", "460000", n) != h.ID; n++ {
		}
		got = append(got, fmt.Sprintf("%d %s", n, h.Match))
	}
	return got
}

func TestF19_1_SearchInClasses(t *testing.T) {
	t.Parallel()
	db := town(t)
	rows := []struct {
		name, query string
		want        []string
	}{
		{"code", code("91", "460000", 1), []string{"1 exact_id"}},
		{"code, lower case and spaces", " " + strings.ToLower(code("91", "460000", 1)), []string{"1 exact_id"}},
		{"a code nobody has", code("91", "460000", 99), nil},
		{"old registration number", "110108000000016", []string{"6 exact_id"}},
		{"exact name first, then its cores, then what begins so", "海南虚构椰风贸易有限公司", []string{"1 exact_name", "2 normalised", "3 partial"}},
		{"full width is one writing", "海南新虚构椰风(集团)股份有限公司", []string{"4 exact_name"}},
		{"former name", "海南虚构椰风文化有限公司", []string{"5 former_name"}},
		{"another place and form", "虚构椰风贸易", []string{"1 normalised", "2 normalised", "3 partial"}},
		{"several of one name", "海南示例同名有限公司", []string{"7 ambiguous", "8 ambiguous"}},
		{"two characters, beginning before middle", "虚构", []string{"1 partial", "2 partial", "3 partial", "5 partial", "6 partial", "4 partial"}},
		{"two characters inside", "椰风", []string{"1 partial", "2 partial", "3 partial", "4 partial"}},
		{"two words", "椰风 三亚", []string{"3 partial"}},
		{"two words in the other order, one of them short", "贸易　南", []string{"1 partial", "3 partial"}},
		{"single characters are one word", "椰 风", []string{"1 partial", "2 partial", "3 partial", "4 partial"}},
		{"letters without regard to case", "abc", []string{"10 partial"}},
		{"a slip of the pen", "虚构椰凤贸易", []string{"1 similar", "2 similar", "3 similar"}},
		{"the characters but not together", "风椰", nil},
		{"nothing like it", "龙宫水产", nil},
		{"a percent sign is a percent sign", "100%", []string{"9 partial"}},
		{"an underscore is an underscore", "%_", []string{"9 partial"}},
		{"a quote", "纯'天", []string{"9 partial"}},
		{"a backslash", `然\有`, []string{"9 partial"}},
		{"wildcards find nothing", "%%", nil},
		{"controls are nothing", "\x00椰\n风\x7f", []string{"1 partial", "2 partial", "3 partial", "4 partial"}},
	}
	for _, r := range rows {
		got := search(t, db, r.query)
		if !slices.Equal(got, r.want) {
			t.Errorf("%s (%q): %v, want %v", r.name, r.query, got, r.want)
		}
	}
}

func TestSearchRefusals(t *testing.T) {
	t.Parallel()
	db := town(t)
	rows := []struct {
		query  string
		offset int
		want   string
	}{
		{"", 0, "registry.query_short"}, {"椰", 0, "registry.query_short"}, {" 椰 \n", 0, "registry.query_short"}, {"\xff\xfe椰", 0, "registry.query_short"},
		{strings.Repeat("椰", 101), 0, "registry.query_long"}, {strings.Repeat(" ", 1<<20), 0, "registry.query_long"},
		{"椰风", 1001, "registry.too_deep"},
	}
	for _, r := range rows {
		if _, _, err := registry.Search(context.Background(), db, r.query, 10, r.offset); !fault.Is(err, r.want) {
			t.Errorf("%.20q from %d: %v, want %s", r.query, r.offset, err, r.want)
		}
	}
	if _, _, err := registry.Search(context.Background(), db, strings.Repeat("椰", 100), 10, 1000); err != nil {
		t.Errorf("100 characters: %v", err)
	}
}

func TestSearchPagesAreOneListCutUp(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), pgtest.New(t)
	var rows []registry.Registration
	for n := range 1300 {
		rows = append(rows, firm(n, fmt.Sprintf("甲%d虚构贸易有限公司", n)))
	}
	put(t, db, rows...)
	for _, query := range []string{"甲1", "贸易", "虚构 贸易"} {
		whole, _, err := registry.Search(ctx, db, query, 100, 0)
		if err != nil || len(whole) != 100 {
			t.Fatalf("%s: %d hits, %v", query, len(whole), err)
		}
		var pages []registry.Hit
		for offset := 0; offset < 100; offset += 25 {
			page, more, err := registry.Search(ctx, db, query, 25, offset)
			if err != nil || !more {
				t.Fatalf("%s from %d: more %v, %v", query, offset, more, err)
			}
			pages = append(pages, page...)
		}
		if fmt.Sprint(pages) != fmt.Sprint(whole) {
			t.Errorf("%s: the pages are not the list", query)
		}
		seen := map[string]bool{}
		for _, h := range pages {
			seen[h.ID] = true
		}
		if len(seen) != 100 {
			t.Errorf("%s: %d different entities in 100 hits", query, len(seen))
		}
	}
	deep, more, err := registry.Search(ctx, db, "贸易", 100, 1000)
	if err != nil || len(deep) != 100 || !more {
		t.Errorf("the deepest page: %d hits, more %v, %v", len(deep), more, err)
	}
}

func TestByNameGivesCandidatesOnly(t *testing.T) {
	t.Parallel()
	db := town(t)
	hits, err := registry.ByName(context.Background(), db, "虚构椰风贸易有限公司")
	if err != nil || len(hits) < 2 || hits[0].Match != registry.Normalised {
		t.Errorf("%v %v", hits, err)
	}
	if hits, err := registry.ByName(context.Background(), db, code("91", "460000", 1)); err != nil || len(hits) != 0 {
		t.Errorf("a code is no name: %v %v", hits, err)
	}
	var many []registry.Registration
	for n := 100; n < 130; n++ {
		many = append(many, firm(n, "海南示例众多有限公司"))
	}
	put(t, db, many...)
	if hits, err := registry.ByName(context.Background(), db, "海南示例众多有限公司"); err != nil || len(hits) != 20 {
		t.Errorf("%d candidates, %v", len(hits), err)
	}
}

func FuzzSearchQuery(f *testing.F) {
	db := town(f)
	f.Fuzz(func(t *testing.T, query string) {
		hits, _, err := registry.Search(context.Background(), db, query, 10, 0)
		if _, refused := fault.Of(err); err != nil && !refused {
			t.Fatalf("%q: %v", query, err)
		}
		for _, h := range hits {
			if h.Kind == registry.Person {
				t.Errorf("%q found a natural person", query)
			}
			words := strings.Fields(query)
			if h.Match == registry.Partial && len(words) == 1 && !strings.Contains(ident.NormalName(h.Name), ident.NormalName(query)) {
				t.Errorf("%q is not in %q", query, h.Name)
			}
		}
	})
}
