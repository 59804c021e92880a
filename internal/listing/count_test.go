package listing

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"xinheng/internal/access"
	_ "xinheng/internal/chance"
	"xinheng/internal/record"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// take takes penalties in as their body reports them.
func (o *office) take(rows ...map[string]string) {
	o.t.Helper()
	it, ok := o.law.On(o.today()).Item("penalty")
	if !ok {
		o.t.Fatal("no item")
	}
	who := access.Actor{ID: "key:source", Kind: access.KindKey, Org: bodyID, Name: bodyName, Scopes: access.Scopes()}
	for _, v := range rows {
		file, err := record.OneRow(it, v)
		must(o.t, err)
		receipt, err := o.records.Take(o.t.Context(), who, record.Delivery{Item: "penalty", File: bytes.NewReader(file)})
		must(o.t, err)
		if len(receipt.Errors) > 0 {
			o.t.Fatalf("%+v", receipt.Errors)
		}
	}
}

func penalty(n int, kind, fine string, decided string) map[string]string {
	return map[string]string{"CF_XDR_MC": firmName, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": fmt.Sprintf("虚罚〔2026〕%d号", n),
		"CF_WFXW": "未按规定贮存食品", "CF_SY": "经查，当事人未按规定贮存食品。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": kind, "CF_NR": "见决定书。",
		"CF_NR_FK": fine, "CF_JDRQ": decided, "CF_CFJG": bodyName, "CF_CFJGDM": bodyID, "CF_SDRQ": decided}
}

// G3: nine serious penalties, every round of every clock, and there is still no entry: three times three makes none.
func TestG3_NoNumberOfPenaltiesMakesAnEntry(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	var rows []map[string]string
	for n := range 9 {
		rows = append(rows, penalty(n+1, "责令停产停业", "", "2026-11-20"))
	}
	o.take(rows...)
	for _, day := range []string{"2026-11-24", "2026-12-31", "2027-11-23"} {
		o.on(day)
		o.sweep()
		if n, err := o.Settle(t.Context()); n != 0 || err != nil {
			t.Error(n, err)
		}
	}
	o.on("2026-11-24")
	for _, f := range o.facts(firmID) {
		if f.Kind != standing.Penalised || f.List != "" {
			t.Errorf("penalties made %+v", f)
		}
	}
	if n := o.count(`select count(*) from record.version where item in ('list_entry', 'ban')`); n != 0 {
		t.Errorf("%d entries", n)
	}
}

// G3 as a property, without a database: whatever penalties there are, each makes a fact about itself, and none makes another.
func TestG3_EachPenaltyIsAFactAboutItselfAlone(t *testing.T) {
	t.Parallel()
	lib, err := shipped()
	must(t, err)
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(rt, "penalties")
		for i := range n {
			r := record.Record{EntityID: firmID, ID: fmt.Sprintf("r%d", i), Version: 1, Item: "penalty", Class: "penalty", Adverse: true, State: record.Effective,
				DecidedOn: workday.MustParse("2025-07-01").AddDays(rapid.IntRange(0, 400).Draw(rt, "day")), DocumentNo: fmt.Sprint(i), Basis: "x", Publicity: "public",
				Kinds: []string{rapid.SampledFrom([]string{"罚款", "警告", "责令停产停业", "吊销许可证件"}).Draw(rt, "kind")}}
			f, ok := standing.FactOf(r, lib)
			if ok && (f.Kind != standing.Penalised || f.List != "" || f.ID != r.ID) {
				rt.Fatalf("a penalty makes %+v", f)
			}
		}
	})
}

// G3 in the code: one function of the whole program brings entries and bans about, and it is the handler of two moves of a case.
func TestG3_OneWayLeadsToAnEntry(t *testing.T) {
	t.Parallel()
	var callers []string
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, src, 0)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || filepath.Base(filepath.Dir(path)) == "record" {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if s, ok := call.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Enter" && len(call.Args) == 6 {
					callers = append(callers, filepath.Base(filepath.Dir(path))+"."+fn.Name.Name)
				}
				return true
			})
		}
		return nil
	})
	must(t, err)
	found := false
	for _, c := range callers {
		if c == "listing.enter" {
			found = true
		}
		if strings.HasPrefix(c, "listing.") && c != "listing.enter" {
			t.Errorf("%s brings records about as well", c)
		}
	}
	if !found {
		t.Errorf("nothing enters: %v", callers)
	}
	schedule, err := os.ReadFile("../app/schedule.go")
	must(t, err)
	for _, banned := range []string{"records.Enter", "Records.Enter", "Listings.Open", "Listings.Import", "list_entry"} {
		if strings.Contains(string(schedule), banned) {
			t.Errorf("a periodic job names %s", banned)
		}
	}
	lib, err := shipped()
	must(t, err)
	for _, kind := range []string{Kind, BanKind} {
		for _, m := range Flow(lib, kind).Moves {
			if (m.Act == Enter || m.Act == AcceptOutside) && (m.By != "body" || m.Permission != access.ListingDecide) {
				t.Errorf("%s of a %s is done by %s with %s", m.Act, kind, m.By, m.Permission)
			}
		}
	}
}
