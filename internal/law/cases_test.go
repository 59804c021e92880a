package law_test

import (
	"slices"
	"strings"
	"testing"

	"xinheng/internal/law"
)

// F26-4: which rule speaks of a fact depends on the fact and on the day the application is filed.
func TestF26_4_TheRuleOfRepairFollowsTheFactAndTheDay(t *testing.T) {
	t.Parallel()
	lib := theLaw(t)
	for _, row := range []struct {
		on, item, list string
		severity       law.Severity
		code           string
		opens          string
	}{
		{"2023-04-30", "penalty", "", law.Minor, "", ""}, // the day before there was a rule
		{"2023-05-01", "penalty", "", law.Minor, "penalty", "minimum"},
		{"2025-06-21", "penalty", "", law.Minor, "penalty", "minimum"},
		{"2025-06-22", "penalty", "", law.Minor, "penalty.minor", "fulfilled"},
		{"2025-06-22", "penalty", "", law.General, "penalty.published", "minimum"},
		{"2026-11-22", "penalty", "", law.Serious, "penalty.published", "minimum"},
		{"2026-11-22", "list_entry", "tax-major", "", "listing", "minimum"},
		{"2025-12-24", "list_entry", "samr-serious", "", "listing", "minimum"},
		{"2025-12-25", "list_entry", "samr-serious", "", "listing.samr-serious", "minimum"},
		{"2026-11-22", "list_entry", "procurement-serious", "", "listing.procurement-serious", "never"},
		{"2026-11-22", "list_entry", "court-enforcement", "", "listing.court-enforcement", "fulfilled"},
		{"2026-11-22", "abnormal", "", "", "abnormal", "fulfilled"},
		{"2026-11-22", "honour", "", "", "", ""}, // nothing to repair
	} {
		r, ok := lib.On(day(row.on)).RepairRule(row.item, row.list, row.severity)
		if ok != (row.code != "") || r.Code != row.code || r.Opens != row.opens {
			t.Errorf("%s %s %s %s: rule %q opens %q, want %q %q", row.on, row.item, row.list, row.severity, r.Code, r.Opens, row.code, row.opens)
		}
	}
}

func TestF26_4_EveryAdverseItemHasARuleOfRepair(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	for _, item := range book.Items() {
		severities := []law.Severity{law.NoSeverity}
		if item.Periods == "severity" {
			severities = []law.Severity{law.Minor, law.General, law.Serious}
		}
		for _, s := range severities {
			if _, ok := book.RepairRule(item.Code, "", s); item.Adverse && !ok {
				t.Errorf("nothing says how %s %s is repaired", item.Code, s)
			}
		}
	}
	for _, l := range book.Lists() {
		if _, ok := book.RepairRule("list_entry", l.Code, law.NoSeverity); l.Kind == "serious" && !ok {
			t.Errorf("nothing says how one leaves %s early", l.Code)
		}
	}
}

// G7: two papers, of which the platform looks for the proof itself; training, reports and good works are never demanded.
func TestG7_RepairAsksForTwoPapersAndNoMore(t *testing.T) {
	t.Parallel()
	lib := theLaw(t)
	for _, on := range []string{"2023-05-01", "2025-06-22", "2026-04-01", "2026-11-22"} {
		for _, r := range lib.On(day(on)).RepairRules() {
			for _, p := range r.Papers {
				if p.Code != "commitment" && !p.Fetch {
					t.Errorf("%s: the platform looks for %s first (F26-3)", r.Code, p.Code)
				}
			}
			for _, m := range r.Methods {
				if m.Must && m.Method != "commitment" && m.Method != "rectification" {
					t.Errorf("%s demands %s, which is a third paper", r.Code, m.Method)
				}
			}
		}
	}
}

// What a rule of repair says of the least period must be what the period says: "never" where it is not repairable.
func TestRepairRulesAgreeWithThePeriods(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	for _, p := range book.Periods() {
		r, ok := book.RepairRule(p.Item, p.List, p.Severity)
		if p.Item == "list_entry" && p.List == "second-line-watch" || !ok {
			continue
		}
		if (r.Opens == "never") == p.Repairable {
			t.Errorf("period %s: repairable %v, rule %s opens %q", p.Code, p.Repairable, r.Code, r.Opens)
		}
	}
}

func TestReorganisationIsAPathOfItsOwn(t *testing.T) {
	t.Parallel()
	lib := theLaw(t)
	if _, ok := lib.On(day("2026-03-31")).Reorganisation(); ok {
		t.Error("the path begins before its day")
	}
	r, ok := lib.On(day("2026-04-01")).Reorganisation()
	if !ok || !r.Temporary || r.Papers[0].Code != "ruling" {
		t.Errorf("the path of a firm in reorganisation: %v %+v", ok, r)
	}
}

// F27-2: marked always, frozen where a rule says so; the rule that names most of the case decides.
func TestF27_2_WhetherUseIsFrozenIsData(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	for _, row := range []struct {
		law.Objected
		use law.Use
	}{
		{law.Objected{About: "record", Item: "penalty", Ground: "incorrect"}, law.MarkOnly},
		{law.Objected{About: "record", Item: "penalty", Ground: "incorrect", Matched: true}, law.Frozen},
		{law.Objected{About: "record", Item: "penalty", Ground: "other", Matched: true}, law.MarkOnly},
		{law.Objected{About: "record", Item: "penalty", Ground: "expired"}, law.Frozen},
		{law.Objected{About: "record", Item: "enforcement", Ground: "expired"}, law.MarkOnly},
		{law.Objected{About: "listing", Item: "list_entry", List: "court-enforcement", Ground: "expired"}, law.MarkOnly},
		{law.Objected{About: "listing", Item: "list_entry", List: "tax-major", Ground: "unmet"}, law.MarkOnly},
		{law.Objected{About: "measure", Item: "list_entry", List: "tax-major", Ground: "unmet"}, law.Frozen},
		{law.Objected{About: "score", Ground: "other"}, law.Frozen},
	} {
		r, ok := book.Freeze(row.Objected)
		if !ok || r.Use != row.use {
			t.Errorf("%v: %v by %s, want %v", row, r.Use, r.Code, row.use)
		}
	}
	small := smallLaw(t)
	if _, ok := small.On(day("2023-12-31")).Freeze(law.Objected{About: "record", Item: "penalty", Ground: "wrong"}); ok {
		t.Error("a freeze rule before its day")
	}
	if r, ok := small.On(day("2024-01-01")).Freeze(law.Objected{About: "record", Item: "penalty", Ground: "wrong"}); !ok || r.Use != law.Frozen {
		t.Error("no freeze rule on its day")
	}
}

// F27-1: an objection to anything finds a ground, and every ground can be rejected as well as upheld.
func TestF27_1_EverythingCanBeObjectedTo(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	for _, about := range []string{"record", "listing", "measure", "score", "check"} {
		if !slices.ContainsFunc(book.Grounds(), func(g law.Ground) bool { return slices.Contains(g.About, about) }) {
			t.Errorf("no ground for an objection to a %s", about)
		}
	}
	for _, g := range book.Grounds() {
		upheld := false
		for _, code := range g.Outcomes {
			o, _ := book.Outcome(code)
			upheld = upheld || o.Upholds
			if o.Upholds && !o.Source {
				t.Errorf("outcome %s: what is mended is mended at the source (F27-5)", o.Code)
			}
		}
		if !upheld || !slices.Contains(g.Outcomes, "reject") {
			t.Errorf("ground %s cannot end in %v alone", g.Code, g.Outcomes)
		}
	}
}

func TestF03_1_TemplatesAreVersionedAndTheirClausesNamed(t *testing.T) {
	t.Parallel()
	lib := smallLaw(t)
	before, _ := lib.On(day("2023-12-31")).Template("receipt")
	after, ok := lib.On(day("2024-01-01")).Template("receipt")
	if !ok || before.Hash() == after.Hash() || before.Hash() == "" {
		t.Error("two versions share a hash")
	}
	again, _ := smallLaw(t).On(day("2030-05-01")).Template("receipt")
	if again.Hash() != after.Hash() {
		t.Error("one version has two hashes")
	}
	pledge, _ := lib.On(day("2024-01-01")).Template("pledge")
	if c := pledge.Clauses(); len(c) != 2 || c[0].ID != "truth" || c[1].ID != "public" {
		t.Errorf("clauses %v", c)
	}
	if changes := lib.Diff(day("2023-12-31"), day("2024-01-01")); !slices.ContainsFunc(changes, func(c law.Change) bool {
		return c.Key == "template:receipt" && c.Kind == "changed"
	}) {
		t.Errorf("the diff of the two days does not show the template: %v", changes)
	}
}

// Every word of a version is in its hash: none can be changed under a signature.
func TestF01_3_TheHashOfATemplateCoversEveryWord(t *testing.T) {
	t.Parallel()
	template := func(before, after string) string {
		lib := load(t, with(t, "cases.yaml", before, after))
		p, _ := lib.On(today).Template("pledge")
		return p.Hash()
	}
	was := template("材料真实。", "材料真实。")
	for before, after := range map[string]string{
		"材料真实。": "材料不实。", "The papers are true.": "The papers are fine.", "id: truth": "id: troth", "en: Pledge}": "en: Promise}",
		"heads: [{zh: 文号": "heads: [{zh: 编号", "{zh: 愿望, en: Wish}, text": "{zh: 心愿, en: Wish}, text", "kind: text, may: true": "kind: text",
	} {
		if template(before, after) == was {
			t.Errorf("%q for %q leaves the hash as it was", after, before)
		}
	}
}

// F26-9, G9: a refusal of whatever kind says why, on what, what next and where else to turn.
func TestF26_9_RefusalsHaveRoomForReasonBasisNextAndRemedy(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	for code, needs := range map[string][]string{
		"repair.refused": {"reason", "basis", "next", "remedy"}, "case.not_accepted": {"reason", "basis", "next", "remedy"},
		"objection.rejected": {"findings", "reason", "basis", "remedy"}, "objection.upheld": {"findings", "basis", "remedy"},
		"repair.approved": {"basis", "effects", "remedy"}, "case.receipt": {"received", "due"}, "case.accepted": {"due"},
		"case.supplement": {"missing", "due"}, "case.extended": {"old_due", "due", "reason"}, "correction.letter": {"was", "now", "queried"},
		"service.receipt": {"document", "served"}, "commitment.repair": {"records", "signer"}, "commitment.repair.samr": {"records", "signer"},
		"objection.accepted": {"record", "due"}, "authority.agent": {"services", "until"},
	} {
		tpl, ok := book.Template(code)
		for _, name := range needs {
			if p, found := tpl.Field(name); !ok || !found || p.May {
				t.Errorf("template %s: %s must be there and must be filled", code, name)
			}
		}
	}
}

func TestTemplatesAreInBothLanguagesAndNeverTakeMoney(t *testing.T) {
	t.Parallel()
	for _, tpl := range theLaw(t).On(today).Templates() {
		for _, b := range tpl.Blocks {
			for _, x := range b.Texts() {
				if x.EN == "" || strings.Contains(x.ZH, "工本费") {
					t.Errorf("template %s: %q", tpl.Code, x.ZH)
				}
			}
		}
	}
}
