package law_test

import (
	"bufio"
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"

	lawdata "xinheng/law"

	"xinheng/internal/law"
)

// What the shipped measures and matters promise; the records they act on are in data_test.go.

func TestF16_1_FourteenKindsInThreeGroups(t *testing.T) {
	t.Parallel()
	groups := map[string]int{}
	for _, k := range theLaw(t).On(today).MeasureKinds() {
		groups[k.Group]++
	}
	if groups["I"] != 5 || groups["II"] != 6 || groups["III"] != 3 {
		t.Errorf("kinds by group: %v, want 5, 6, 3", groups)
	}
}

func TestG8_OnlyGroupOneBlocksAndOnlyOnALaw(t *testing.T) {
	t.Parallel()
	lib := theLaw(t)
	book := lib.On(today)
	if n := len(book.Measures()); n < 25 {
		t.Errorf("%d measures, want at least 25", n)
	}
	if n := len(book.Incentives()); n < 6 {
		t.Errorf("%d incentives, want at least 6", n)
	}
	statutes := []string{"law", "administrative_regulation", "local_regulation"}
	for _, m := range book.Measures() {
		if m.Body.EN == "" || m.Scope.EN == "" || m.Related.ZH == "" || len(m.Targets) == 0 || m.MaxMonths <= 0 {
			t.Errorf("measure %s lacks body, scope, relation, targets or length", m.Code)
		}
		kind, _ := book.MeasureKind(m.Kind)
		switch {
		case m.Automation == law.Block && kind.Group != "I":
			t.Errorf("measure %s of group %s blocks", m.Code, kind.Group)
		case m.Automation == law.Block && !slices.ContainsFunc(m.Basis, func(r law.Ref) bool {
			return r.Article != "" && slices.Contains(statutes, level(lib, r))
		}):
			t.Errorf("measure %s blocks without an article of a statute", m.Code)
		case kind.Group == "III" && m.Automation != law.Inform:
			t.Errorf("measure %s is for the market to decide and may only inform", m.Code)
		}
	}
}

// G3, F16-4, G2: nothing blocks on penalties, however many; what was minor leads to no measure; a grade never compels.
func TestG3_F16_4_PenaltiesAndGradesNeverBlock(t *testing.T) {
	t.Parallel()
	lib := theLaw(t)
	for _, on := range []string{"2022-01-01", "2024-07-01", "2026-11-22", "2027-01-01"} {
		book := lib.On(day(on))
		for _, m := range book.Matters() {
			for _, r := range m.Rules {
				measure, _ := book.Measure(r.Measure)
				switch {
				case r.When.Item == "penalty" && measure.Automation == law.Block:
					t.Errorf("%s %s: %s blocks on a penalty", on, m.Code, r.Measure)
				case r.When.Item == "penalty" && (len(r.When.Severity) == 0 || slices.Contains(r.When.Severity, law.Minor)):
					t.Errorf("%s %s: %s reaches minor penalties", on, m.Code, r.Measure)
				case r.When.Rating != "" && r.Measure != "" && measure.Automation == law.Block:
					t.Errorf("%s %s: %s blocks on a grade", on, m.Code, r.Measure)
				case r.When.Item == "commitment" && measure.Automation == law.Block:
					t.Errorf("%s %s: %s blocks on a broken commitment", on, m.Code, r.Measure)
				}
			}
		}
	}
}

func TestF07_1_MattersSayWhoChecksAtWhichStep(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	fields, modes := map[string]int{}, map[law.Mode]int{}
	for _, m := range book.Matters() {
		fields[m.Field]++
		modes[m.Mode]++
		if m.Name.EN == "" || m.Body.EN == "" || m.Step.ZH == "" || m.Step.EN == "" || len(m.Subjects) == 0 {
			t.Errorf("matter %s lacks a name, body, step or subjects in both languages", m.Code)
		}
		for i, r := range m.Rules {
			if r.Next.ZH == "" || r.Next.EN == "" || len(r.Basis) == 0 {
				t.Errorf("matter %s, rule %d: next action in both languages and basis are needed", m.Code, i+1)
			}
			if r.Must && r.Incentive == "" && r.Next.ZH == r.Next.EN {
				t.Errorf("matter %s, rule %d: the next action is not translated", m.Code, i+1)
			}
		}
		if slices.Equal(m.Subjects, []string{"person"}) && m.Level != 1 {
			t.Errorf("matter %s asks about persons and must answer only yes or no (F07-10)", m.Code)
		}
	}
	if n := len(book.Matters()); n < 26 {
		t.Errorf("%d matters, want at least 26", n)
	}
	for _, f := range []string{"approval", "procurement", "bidding", "subsidy", "honour", "appointment", "market_entry", "duty_free", "finance", "supervision", "land"} {
		if fields[f] == 0 {
			t.Errorf("no matter of the field %s", f)
		}
	}
	for _, m := range []law.Mode{law.Abolished, law.Commitment, law.Ordinary} {
		if modes[m] == 0 {
			t.Errorf("no matter of mode %s", m)
		}
	}
}

func TestF01_1_ShippedMattersChangeWithTheLaw(t *testing.T) {
	t.Parallel()
	lib := theLaw(t)
	for _, c := range []struct{ code, on, version string }{
		{"bid-qualification", "2026-12-31", "1"}, {"bid-qualification", "2027-01-01", "2"},
		{"director-appointment", "2024-06-30", "1"}, {"director-appointment", "2024-07-01", "2"},
		{"commitment-entry", "2023-12-31", "1"}, {"commitment-entry", "2024-01-01", "2"},
		{"sport-licence", "2022-11-29", "1"}, {"sport-licence", "2022-11-30", "2"},
		{"customs-clearance", "2026-03-31", "1"}, {"customs-clearance", "2026-04-01", "2"},
	} {
		m, ok := lib.On(day(c.on)).Matter(c.code)
		if !ok || m.Version != c.version {
			t.Errorf("%s on %s: version %q, want %q", c.code, c.on, m.Version, c.version)
		}
	}
	if m, _ := lib.On(today).Matter("food-licence"); m.Mode != law.Ordinary || m.Exclusion.ZH == "" || m.Exclusion.EN == "" {
		t.Error("a matter kept out of the commitment route says why (F02-1)")
	}
}

// F05-1, P5: whoever is on a list or broke a commitment takes the ordinary route until repaired, on the Policy's own words.
func TestF05_2_TheCommitmentRouteIsClosedOnThePolicyItself(t *testing.T) {
	t.Parallel()
	policy := law.Ref{Instrument: "qfb-2021-4", Article: "（五）"}
	for _, m := range theLaw(t).On(today).Matters() {
		if m.Mode != law.Commitment {
			continue
		}
		for what, meets := range map[string]func(law.When) bool{
			"a listing":           func(w law.When) bool { return w.List == "*" },
			"a broken commitment": func(w law.When) bool { return w.Item == "commitment" },
		} {
			i := slices.IndexFunc(m.Rules, func(r law.Rule) bool { return meets(r.When) && r.Measure == "no-commitment-route" })
			if i < 0 {
				t.Errorf("matter %s: no rule for %s", m.Code, what)
				continue
			}
			if r := m.Rules[i]; !r.Must || r.Standing != law.Text || !slices.Contains(r.Basis, policy) {
				t.Errorf("matter %s: the rule for %s must, on %v, as text", m.Code, what, policy)
			}
		}
	}
}

// G4: a matter of persons takes only measures against persons; none reaches them through a company.
func TestG4_MeasuresOfPersonMattersTargetPersons(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	for _, m := range book.Matters() {
		for _, r := range m.Rules {
			if measure, ok := book.Measure(r.Measure); ok && !slices.ContainsFunc(m.Subjects, func(s string) bool { return slices.Contains(measure.Targets, s) }) {
				t.Errorf("matter %s asks about %v, measure %s targets %v", m.Code, m.Subjects, r.Measure, measure.Targets)
			}
		}
	}
}

func TestF16_6_IncentivesFollowGoodFactsOnly(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	used := map[string]bool{}
	for _, m := range book.Matters() {
		for _, r := range m.Rules {
			if r.Incentive != "" {
				used[r.Incentive] = true
				bad := []string{"失信", "严重失信", "警示", "不良", "C", "D"}
				if slices.ContainsFunc(r.When.Grades, func(g string) bool { return slices.Contains(bad, g) }) {
					t.Errorf("matter %s: %s for grade %v", m.Code, r.Incentive, r.When.Grades)
				}
			}
		}
	}
	if len(used) < 6 {
		t.Errorf("only %d incentives are ever offered: %v", len(used), used)
	}
}

func TestG1_WhatIsAssumedSaysWhatWasNotVerified(t *testing.T) {
	t.Parallel()
	for _, v := range theLaw(t).Values(today) {
		if v.Standing == law.Assumed && v.Note == "" && !strings.HasPrefix(v.Key, "limit:") {
			t.Errorf("%s is assumed without a word on why", v.Key)
		}
		if v.Standing != law.Assumed && len(v.Basis) == 0 && !strings.HasPrefix(v.Key, "instrument:") {
			t.Errorf("%s claims to be %s and cites nothing", v.Key, v.Standing)
		}
	}
}

// G6: the words of 2021 stay in notes and in aliases, which only match what departments write. No XYCN_ code was ever seen.
func TestG6_RetiredWordsAndInventedCodesStayOut(t *testing.T) {
	t.Parallel()
	words := []string{"黑名单", "红名单", "红黑榜", "黑榜", "联合惩戒黑", "XYCN_", "blacklist"}
	err := fs.WalkDir(lawdata.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(lawdata.FS, path)
		if err != nil {
			return err
		}
		lines := bufio.NewScanner(bytes.NewReader(text))
		for n := 1; lines.Scan(); n++ {
			line := strings.TrimSpace(lines.Text())
			if strings.HasPrefix(line, "note:") || strings.HasPrefix(line, "aliases:") || strings.HasPrefix(line, "#") {
				continue
			}
			for _, w := range words {
				if strings.Contains(line, w) {
					t.Errorf("%s:%d holds %q", path, n, w)
				}
			}
		}
		return lines.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
}
