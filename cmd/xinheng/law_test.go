package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

// lawSays runs a law command and returns what it printed, its remarks and its exit status.
func lawSays(args ...string) (out, remarks string, status int) {
	var o, e bytes.Buffer
	status = run(append([]string{"law"}, args...), &o, &e)
	return o.String(), e.String(), status
}

// lastJSON decodes the JSON object that ends the output of --json.
func lastJSON[T any](t *testing.T, out string) (v T) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &v); err != nil {
		t.Fatalf("the last line is not JSON: %v\n%s", err, out)
	}
	return v
}

func TestF20_3_LawShowOnBothSidesOfAChange(t *testing.T) {
	t.Parallel()
	for on, n := range map[string]int{"2025-12-24": 15, "2025-12-25": 7} {
		out, _, status := lawSays("show", "repair.samr.decide", "--on", on, "--json")
		v := lastJSON[struct {
			Key      string
			Standing string
			Body     struct{ N int }
		}](t, out)
		if status != 0 || v.Key != "limit:repair.samr.decide" || v.Body.N != n || v.Standing != "secondary" {
			t.Errorf("on %s: %d %+v, want %d", on, status, v, n)
		}
		if !strings.Contains(out, "据转述") || !strings.Contains(out, "《市场监督管理信用修复管理办法") {
			t.Errorf("on %s neither basis nor standing is shown:\n%s", on, out)
		}
	}
	_, remarks, status := lawSays("show", "repair.samr.decide", "--on", "2021-08-31")
	if status != 1 || !strings.Contains(remarks, "2021-09-01 – 2025-12-24") {
		t.Errorf("before it began: %d %q; want to be told when it applied", status, remarks)
	}
}

func TestLawShowOfAMisspeltKeySuggests(t *testing.T) {
	t.Parallel()
	out, remarks, status := lawSays("show", "limit:publicity.dul", "--json")
	if status != 1 || !strings.Contains(remarks, "limit:publicity.dual") {
		t.Errorf("%d %q", status, remarks)
	}
	if e := lastJSON[map[string]string](t, out); e["error"] != "law.unknown_key" {
		t.Errorf("json: %v", e)
	}
	if _, remarks, status := lawSays("show", "limit:publicity.dual", "--on", "22.11.2026"); status != 1 || !strings.Contains(remarks, "2026-11-22") {
		t.Errorf("a date in another form: %d %q", status, remarks)
	}
}

func TestF20_1_LawImpactBeforeAndAfterARepeal(t *testing.T) {
	t.Parallel()
	type impact struct {
		Repealed   bool
		Dependants []string
		Needy      []string `json:"need_new_basis"`
	}
	before, _, _ := lawSays("impact", "ndrc-58", "--on", "2026-03-31", "--json")
	if v := lastJSON[impact](t, before); v.Repealed || len(v.Dependants) == 0 {
		t.Errorf("the day before: %+v", v)
	}
	after, _, _ := lawSays("impact", "ndrc-58", "--on", "2026-04-01", "--json")
	if v := lastJSON[impact](t, after); !v.Repealed || len(v.Needy) != 0 || !strings.Contains(after, "ndrc-36") {
		t.Errorf("the day of the repeal: %+v\n%s", v, after)
	}
	if _, remarks, status := lawSays("impact", "ndrc-59"); status != 1 || !strings.Contains(remarks, "instrument:ndrc-58") {
		t.Errorf("an unknown instrument: %d %q", status, remarks)
	}
}

func TestLawDiffAcrossARepeal(t *testing.T) {
	t.Parallel()
	out, _, status := lawSays("diff", "2026-03-31", "2026-04-01", "--json")
	v := lastJSON[struct {
		Changes []struct{ Key, Kind string }
	}](t, out)
	kinds := map[string]string{}
	for _, c := range v.Changes {
		kinds[c.Key] = c.Kind
	}
	if status != 0 || kinds["instrument:ndrc-58"] != "ended" || kinds["instrument:ndrc-36"] != "added" || kinds["limit:repair.elsewhere"] != "changed" {
		t.Errorf("%d %v", status, kinds)
	}
	if out, _, _ := lawSays("diff", "2026-11-21", "2026-11-22"); !strings.Contains(out, "没有变化") {
		t.Errorf("no change: %q", out)
	}
}

func TestLawExplainNamesUsersAndOtherVersions(t *testing.T) {
	t.Parallel()
	out, _, status := lawSays("explain", "limit:retention.adverse", "--json")
	v := lastJSON[struct{ Users []string }](t, out)
	if status != 0 || len(v.Users) == 0 || !strings.Contains(out, "未核实") {
		t.Errorf("%d\n%s", status, out)
	}
	if out, _, _ := lawSays("explain", "limit:repair.samr.decide", "--on", "2026-11-22"); !strings.Contains(out, "15个工作日") {
		t.Errorf("the version before is not told:\n%s", out)
	}
}

func TestLawListByPrefix(t *testing.T) {
	t.Parallel()
	out, _, status := lawSays("list", "limit:repair.", "--on", "2026-11-22", "--json")
	listed := lastJSON[struct{ Values []struct{ Key string } }](t, out).Values
	for _, v := range listed {
		if !strings.HasPrefix(v.Key, "limit:repair.") {
			t.Errorf("not asked for: %s", v.Key)
		}
	}
	if status != 0 || len(listed) < 4 || !strings.Contains(out, "limit:repair.total") || strings.Contains(out, "limit:repair.false_bar") {
		t.Errorf("%d\n%s", status, out)
	}
}

func TestLawCheckOfAFolder(t *testing.T) {
	t.Parallel()
	if out, _, status := lawSays("check"); status != 0 || !strings.Contains(out, "Edition") {
		t.Errorf("the rules built in: %d\n%s", status, out)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, lawdata.FS); err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(dir, "limits", "zz.yaml")
	if err := os.WriteFile(at, []byte("limits:\n  - key: odd\n    n: 1\n    from: 2020-01-01\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, remarks, status := lawSays("check", "--dir", dir)
	if status != 1 || !strings.Contains(out, "law/limits/zz.yaml:2: ") || !strings.Contains(remarks, "mend each") {
		t.Errorf("%d\n%s\n%s", status, out, remarks)
	}
}

func TestLawAdoptRefusesAKeyThatNamesNoRule(t *testing.T) {
	t.Parallel()
	_, remarks, status := lawSays("adopt", "--keys", "measures:*", "--by", "示例官员（虚构）", "--body", "示例市", "--why", "虚构", "--until", "2027-12-31")
	if status != 1 || !strings.Contains(remarks, "measures:*") {
		t.Errorf("%d %q", status, remarks)
	}
}

func TestG1_AnAdoptionIsRecordedWithItsOfficerReasonAndEnd(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	end := workday.Of(time.Now()).AddMonths(6).String()
	adopt := []string{"law", "adopt", "--keys", "severity:serious.fine", "--by", "示例官员（虚构）", "--body", "示例市（虚构）", "--why", "虚构演示", "--json"}
	if status, _, remarks := s.online(append(adopt, "--until", "2020-01-01")...); status != 1 {
		t.Errorf("an adoption that has already ended was taken: %d %s", status, remarks)
	}
	if status, _, remarks := s.online(append(adopt, "--until", end)...); status != 0 {
		t.Fatalf("%d %s", status, remarks)
	}
	_, out, _ := s.online("law", "adoptions", "--json")
	all := lastJSON[struct {
		Adoptions []struct {
			By, Body, Until string
			Keys            []string
		}
	}](t, out).Adoptions
	if len(all) != 1 || all[0].By != "示例官员（虚构）" || all[0].Until != end || all[0].Keys[0] != "severity:serious.fine" {
		t.Errorf("%+v", all)
	}
}
