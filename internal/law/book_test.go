package law_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "xinheng/internal/chance"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

func day(s string) workday.Date { return workday.MustParse(s) }

func TestG1_RulesFollowTheDate(t *testing.T) {
	t.Parallel()
	lib := smallLaw(t)
	for _, row := range []struct {
		on string
		n  int64
		ok bool
	}{
		{"2019-12-31", 0, false}, // the day before there was a rule
		{"2020-01-01", 15, true}, // its first day
		{"2023-12-31", 15, true}, // its last day
		{"2024-01-01", 7, true},  // the day the new one begins
		{"2030-01-01", 7, true},
	} {
		l, ok := lib.On(day(row.on)).Limit("publish")
		if l.N != row.n || ok != row.ok {
			t.Errorf("on %s: %d %v, want %d %v", row.on, l.N, ok, row.n, row.ok)
		}
	}
}

func TestF01_1_MatterVersionInForceThatDay(t *testing.T) {
	t.Parallel()
	lib := smallLaw(t)
	for on, version := range map[string]string{"2019-12-31": "", "2024-12-31": "1", "2025-01-01": "2"} {
		m, _ := lib.On(day(on)).Matter("open-shop")
		if m.Version != version {
			t.Errorf("on %s: version %q, want %q", on, m.Version, version)
		}
	}
}

func TestBooksAreSharedAndNameTheirEdition(t *testing.T) {
	t.Parallel()
	lib := smallLaw(t)
	a, b := lib.On(day("2024-05-01")), lib.On(day("2024-05-02"))
	if a != lib.On(day("2024-05-01")) {
		t.Error("the same date gave another Book")
	}
	if a == b || a.Date == b.Date {
		t.Error("two dates share one Book")
	}
	if a.Edition != lib.Edition() || lib.Edition()[:len("2026-01-02·")] != "2026-01-02·" {
		t.Errorf("edition %q; want the newest day of CHANGES.md and a hash", a.Edition)
	}
}

func TestEditionFollowsTheText(t *testing.T) {
	t.Parallel()
	lib := smallLaw(t)
	if load(t, with(t, "limits/limits.yaml", "n: 7", "n: 8")).Edition() == lib.Edition() {
		t.Error("another number, the same edition")
	}
	if load(t, with(t, "", "", "")).Edition() != lib.Edition() {
		t.Error("the same text, another edition")
	}
}

// naive is the law of a day by the definition: of every key the version whose span holds the day, told by its first day.
func naive(lib *law.Library, on workday.Date) map[string]workday.Date {
	m := map[string]workday.Date{}
	for _, key := range lib.Keys() {
		for _, v := range lib.Versions(key) {
			if v.InForce(on) {
				m[key] = v.From
			}
		}
	}
	return m
}

// indexed is what the Book of the day gives. Limits, instruments and calendars have no list in a Book: they are asked for one by one.
func indexed(lib *law.Library, on workday.Date) map[string]workday.Date {
	b, m := lib.On(on), map[string]workday.Date{}
	put := func(kind, code string, d law.Dated) { m[kind+":"+code] = d.From }
	for _, v := range b.Items() {
		put("item", v.Code, v.Dated)
	}
	for _, v := range b.Lists() {
		put("list", v.Code, v.Dated)
	}
	for _, v := range b.MeasureKinds() {
		put("kind", v.Code, v.Dated)
	}
	for _, v := range b.Measures() {
		put("measure", v.Code, v.Dated)
	}
	for _, v := range b.Incentives() {
		put("incentive", v.Code, v.Dated)
	}
	for _, v := range b.Matters() {
		put("matter", v.Code, v.Dated)
	}
	for _, v := range b.ClassTables() {
		put("class", v.Code, v.Dated)
	}
	for _, v := range b.Regions() {
		put("region", v.Code, v.Dated)
	}
	for _, v := range b.Periods() {
		put("period", v.Code, v.Dated)
	}
	for _, v := range b.SeverityRules() {
		put("severity", v.Code, v.Dated)
	}
	for _, v := range b.Templates() {
		put("template", v.Code, v.Dated)
	}
	for _, v := range b.RepairMethods() {
		put("method", v.Code, v.Dated)
	}
	for _, v := range b.RepairRules() {
		put("repair", v.Code, v.Dated)
	}
	for _, v := range b.VerificationPlans() {
		put("verification", v.Code, v.Dated)
	}
	for _, v := range b.VerificationOutcomes() {
		put("verification_outcome", v.Code, v.Dated)
	}
	for _, v := range b.DeclarationKinds() {
		put("declaration", v.Code, v.Dated)
	}
	for _, v := range b.MarketReports() {
		put("market_report", v.Code, v.Dated)
	}
	for _, v := range b.AlertRules() {
		put("alert", v.Code, v.Dated)
	}
	for _, v := range b.Courses() {
		put("course", v.Code, v.Dated)
	}
	for _, v := range b.Recognitions() {
		put("recognition", v.Code, v.Dated)
	}
	for _, v := range b.ReportClasses() {
		put("report_class", v.Code, v.Dated)
	}
	for _, v := range b.ReportRecognitions() {
		put("report_recognition", v.Code, v.Dated)
	}
	for _, v := range b.Checklists() {
		put("checklist", v.Code, v.Dated)
	}
	for _, v := range b.RatingModels() {
		put("rating", v.Code, v.Dated)
	}
	for _, v := range b.AssessmentModels() {
		put("assessment", v.Code, v.Dated)
	}
	for _, v := range b.PolicyArticles() {
		put("policy", v.Code, v.Dated)
	}
	for _, v := range b.Adapters() {
		put("adapter", v.Code, v.Dated)
	}
	for _, v := range b.SupportPolicies() {
		put("support", v.Code, v.Dated)
	}
	for _, v := range b.VisitResults() {
		put("visit_result", v.Code, v.Dated)
	}
	for _, v := range b.Domains() {
		put("domain", v.Code, v.Dated)
	}
	for _, v := range b.Supervised() {
		put("supervised", v.Code, v.Dated)
	}
	for _, v := range b.Misconducts() {
		put("misconduct", v.Code, v.Dated)
	}
	for _, v := range b.Exclusions() {
		put("exclusion", v.Code, v.Dated)
	}
	for _, v := range b.Proofs() {
		put("proof", v.Code, v.Dated)
	}
	for _, v := range b.Undertakings() {
		put("undertaking", v.Code, v.Dated)
	}
	for _, v := range b.Grounds() {
		put("ground", v.Code, v.Dated)
	}
	for _, v := range b.Outcomes() {
		put("outcome", v.Code, v.Dated)
	}
	for _, v := range b.FreezeRules() {
		put("freeze", v.Code, v.Dated)
	}
	for _, key := range lib.Keys() {
		kind, code, _ := strings.Cut(key, ":")
		if l, ok := b.Limit(code); ok && kind == "limit" {
			put(kind, code, l.Dated)
		}
		if in, ok := b.Instrument(code); ok && kind == "instrument" {
			put(kind, code, in.Dated)
		}
		if v, ok := lib.Find(key, on); ok && kind == "calendar" {
			put(kind, code, v.Dated)
		}
	}
	return m
}

func TestBookIsTheNaiveFilter(t *testing.T) {
	lib := shipped(t)
	rapid.Check(t, func(rt *rapid.T) {
		on := workday.New(2010, 1, 1).AddDays(rapid.IntRange(0, 20*365).Draw(rt, "day"))
		if want, got := naive(lib, on), indexed(lib, on); !maps.Equal(want, got) {
			rt.Fatalf("on %s the index differs from the filter", on)
		}
	})
}

// Around each day on which anything changes, the Book of the day before, the day, and the day after is the filter's.
func TestG1_EveryChangePointOfTheShippedLaw(t *testing.T) {
	t.Parallel()
	lib := shipped(t)
	days := map[workday.Date]bool{}
	for _, key := range lib.Keys() {
		for _, v := range lib.Versions(key) {
			days[v.From] = true
			if v.Until != 0 {
				days[v.Until+1] = true
			}
		}
	}
	for d := range days {
		for _, on := range []workday.Date{d - 1, d, d + 1} {
			if !maps.Equal(naive(lib, on), indexed(lib, on)) {
				t.Fatalf("on %s the index differs from the filter", on)
			}
		}
	}
}

func TestManyReadersOneLibrary(t *testing.T) {
	t.Parallel()
	lib := smallLaw(t)
	for worker := range 4 {
		t.Run(fmt.Sprint(worker), func(t *testing.T) {
			t.Parallel()
			for i := range 20000 {
				on := day("2015-01-01").AddDays(i * (worker + 1) % 9000)
				if b := lib.On(on); b.Date != on {
					t.Fatalf("asked for %s, got %s", on, b.Date)
				}
			}
		})
	}
}

func TestNamesAndAliases(t *testing.T) {
	t.Parallel()
	b := smallLaw(t).On(day("2024-05-01"))
	for _, name := range []string{"liars", "虚假承诺", "虚假承诺黑名单", "虚假承诺严重失信主体名单", "《虚假承诺》 名单"} {
		if l, ok := b.ListNamed(name); !ok || l.Code != "liars" {
			t.Errorf("ListNamed(%q) = %q %v", name, l.Code, ok)
		}
	}
	if _, ok := b.ListNamed("诚信"); ok {
		t.Error("an unknown list was found")
	}
	for _, name := range []string{"penalty", "PENALTY", " 行政处罚 "} {
		if it, ok := b.Item(name); !ok || it.Code != "penalty" {
			t.Errorf("Item(%q) = %q %v", name, it.Code, ok)
		}
	}
}

func TestCite(t *testing.T) {
	t.Parallel()
	lib := smallLaw(t)
	got := lib.On(day("2024-05-01")).Cite(law.Ref{Instrument: "old-rules", Article: "第二条"})
	if got.ZH != "《示例旧规则》第二条" || got.EN != "Old rules, Article 2" {
		t.Errorf("an instrument that ended is still cited by name, got %q", got)
	}
	for article, want := range map[string]string{
		"第一百三十五条": "Article 135", "第八条至第十条": "Article 8 to Article 10", "第二十一条第三项": "Article 21 item 3", "（十七）": "item 17",
		"第三条、第二十条": "Article 3, Article 20", "第一百零三条": "Article 103", "§4": "§4", "附件一": "附件一",
	} {
		if got := lib.On(day("2024-05-01")).Cite(law.Ref{Instrument: "new-rules", Article: article}); got.EN != "New rules, "+want {
			t.Errorf("%s: %q, want %q", article, got.EN, want)
		}
	}
	if got := lib.On(day("2024-05-01")).Cite(law.Ref{Instrument: "unknown", Article: "§4"}); got.ZH != "《unknown》§4" {
		t.Errorf("got %q", got.ZH)
	}
}

func TestLookupsOnTheHotPathDoNotAllocate(t *testing.T) {
	b := shipped(t).On(day("2026-11-22"))
	adopted := law.Adoptions{{Keys: []string{"measure.*"}, From: day("2026-01-01"), Until: day("2026-12-31")}}
	ref := b.Measures()[0].Basis[0]
	if n := testing.AllocsPerRun(100, func() {
		b.Matter("none")
		b.List("tax-major")
		b.Cite(ref)
		adopted.Coercive("measure:x", law.Assumed, b.Date)
		b.Classify(law.Act{Item: "penalty", Fine: 1})
		b.Period("penalty", "", law.Serious)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestGovernsPicksTheDate(t *testing.T) {
	t.Parallel()
	conduct, decision, filing := day("2024-01-01"), day("2024-06-01"), day("2024-12-01")
	for _, row := range []struct {
		g                         law.Governs
		conduct, decision, filing workday.Date
		want                      workday.Date
	}{
		{law.Conduct, conduct, decision, filing, conduct},
		{law.Decision, conduct, decision, filing, decision},
		{law.Filing, conduct, decision, filing, filing},
		{"", conduct, decision, filing, decision},
		{law.Conduct, 0, decision, filing, decision}, // the day of the conduct is often not known
		{law.Decision, 0, 0, filing, filing},
		{law.Filing, conduct, decision, 0, decision},
		{law.Filing, conduct, 0, 0, conduct},
	} {
		if got := row.g.Pick(row.conduct, row.decision, row.filing); got != row.want {
			t.Errorf("%q of %s %s %s: %s, want %s", row.g, row.conduct, row.decision, row.filing, got, row.want)
		}
	}
}
