package program

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"xinheng/internal/ident"
	"xinheng/internal/seed"
)

// alone runs the program without any data folder.
func alone(t testing.TB, args ...string) outcome {
	t.Helper()
	return start(t, nil, args...).wait()
}

func TestTheProgramAloneTeaches(t *testing.T) {
	t.Parallel()
	got := alone(t).must()
	for _, want := range []string{"xinheng demo", "xinheng intake", "xinheng check", "xinheng law show", "xinheng ledger verify", "--help", "从这里开始"} {
		if !strings.Contains(got.out, want) {
			t.Errorf("it does not mention %q:\n%s", want, got.out)
		}
	}
}

// leaves lists every command by its full name, as the help lists them.
func leaves(t testing.TB) []string {
	t.Helper()
	var out []string
	for _, m := range regexp.MustCompile(`(?m)^  ([a-z]+(?: [a-z]+)*)  `).FindAllStringSubmatch(alone(t, "--help").must().out, -1) {
		out = append(out, m[1])
	}
	if len(out) < 20 {
		t.Fatalf("the help lists only %v", out)
	}
	return out
}

func TestEveryCommandExplainsItselfWithAnExample(t *testing.T) {
	t.Parallel()
	for _, leaf := range leaves(t) {
		got := alone(t, append(strings.Fields(leaf), "--help")...).must()
		_, example, ok := strings.Cut(got.out, "Example:")
		if !ok || !strings.Contains(example, "xinheng "+leaf) {
			t.Errorf("xinheng %s --help shows no example of it:\n%s", leaf, got.out)
		}
		for _, code := range regexp.MustCompile(`\b[1-9A-Z][0-9A-Z]{17}\b`).FindAllString(got.out, -1) {
			if _, _, err := ident.ParseUSCC(code); err != nil {
				t.Errorf("xinheng %s --help: %s is no valid code", leaf, code)
			}
		}
	}
}

func TestWhatIsNoCommandIsUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"frobnicate"}, {"law"}, {"law", "frobnicate"}, {"check"}, {"intake", "--item", "penalty"}, {"serve", "--frobnicate"}, {"seed", "--size", "world"}} {
		got := alone(t, args...)
		if got.code != 64 || !strings.Contains(got.err, "--help") {
			t.Errorf("xinheng %s: exit status %d, want 64 and the way to the help:\n%s%s", got.args, got.code, got.out, got.err)
		}
	}
}

func TestJSONIsTheLastLineOfEveryCommand(t *testing.T) {
	t.Parallel()
	h := village(t)
	dir := filepath.Dir(h.data)
	good, bad := filepath.Join(dir, "good.csv"), filepath.Join(dir, "bad.csv")
	const header = "CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_WSH,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_JDRQ,CF_CFJG,CF_CFJGDM\n"
	rest := "海汐示例,法人及非法人组织," + seed.Characters()[0].USCC + ",示测罚〔2026〕1号,示例事实,《示例条例》,罚款,罚款一万元,2026-08-03,示例机关," + seed.SampleBody().USCC + "\n"
	for file, text := range map[string]string{good: header + rest, bad: "文号,金额\n1,2\n"} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	intake := []string{"intake", "--item", "penalty", "--source", seed.SampleBody().USCC}
	if err := os.Mkdir(filepath.Join(dir, "notary"), 0o755); err != nil {
		t.Fatal(err)
	}
	s := h.serve() // so that the commands need not start a server each
	for _, c := range []struct {
		args []string
		want string // members of the object
		code int
	}{
		{append(intake, good), "accepted rejected duplicate queued receipts", 0},
		{append(intake, good, good), "accepted rejected duplicate queued receipts", 0},
		{append(intake, bad), "error detail detail_zh", 1},
		{[]string{"check", "--uscc", seed.ListedFirm(), "--matter", "gp-qualification"}, "decision_id outcome effects not_applied as_of receipt", 0},
		{[]string{"check", "--uscc", "91460000XX", "--matter", "gp-qualification"}, "error detail detail_zh", 1},
		{[]string{"check", "--uscc", seed.ListedFirm(), "--matter", "nothing"}, "error detail detail_zh", 1},
		{[]string{"queue", "list"}, "matches", 0},
		{[]string{"queue", "assign", "q-none", seed.ListedFirm(), "--reason", "x"}, "error detail detail_zh", 1},
		{[]string{"key", "list"}, "keys", 0},
		{[]string{"key", "revoke", "k-none"}, "error detail detail_zh", 1},
		{[]string{"seed", "--size", "village", "--to", filepath.Join(dir, "files")}, "files", 0},
		{[]string{"seed", "--characters"}, "characters", 0},
		{[]string{"seed", "--size", "village"}, "files rows accepted rejected duplicate queued", 0},
		{[]string{"migrate"}, "schema", 0},
		{[]string{"law", "check"}, "edition values", 0},
		{[]string{"law", "list", "list:"}, "edition values", 0},
		{[]string{"law", "show", "list:tax-major"}, "key from basis standing", 0},
		{[]string{"law", "show", "list:tax-minor"}, "error detail detail_zh", 1},
		{[]string{"law", "explain", "list:tax-major"}, "value versions users", 0},
		{[]string{"law", "diff", "2026-03-31", "2026-04-01"}, "changes", 0},
		{[]string{"law", "impact", "ndrc-58"}, "instrument dependants", 0},
		{[]string{"law", "adoptions"}, "adoptions", 0},
		{[]string{"ledger", "verify"}, "ledger", 0},
		{[]string{"ledger", "checkpoint"}, "checkpoint key", 0},
		{[]string{"ledger", "export", "--out", filepath.Join(dir, "ledger.jsonl")}, "file key", 0},
		{[]string{"ledger", "verify", "--export", filepath.Join(dir, "ledger.jsonl")}, "ledger", 0},
		{[]string{"ledger", "anchor", "--to", filepath.Join(dir, "notary")}, "file size root", 0},
	} {
		got := h.run(append(c.args, "--json")...)
		if got.code != c.code {
			t.Errorf("xinheng %s: exit status %d, want %d:\n%s%s", got.args, got.code, c.code, got.out, got.err)
			continue
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal([]byte(got.last()), &members); err != nil {
			t.Errorf("xinheng %s: the last line is no JSON object: %.200s", got.args, got.last())
			continue
		}
		for _, want := range strings.Fields(c.want) {
			if _, ok := members[want]; !ok {
				t.Errorf("xinheng %s: the object has no %s: %.300s", got.args, want, got.last())
			}
		}
	}
	h.stop(s.process, 0)
}
