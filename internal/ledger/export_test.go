package ledger_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pgtest"
)

func export(t testing.TB, l *ledger.Log, from, to int64) []string {
	t.Helper()
	var b bytes.Buffer
	if err := l.Export(t.Context(), &b, from, to); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(b.String(), "\n")
	return lines[:len(lines)-1] // nothing follows the last line feed
}

func verify(lines []string, key string, anchors ...ledger.Anchor) (ledger.Report, error) {
	return ledger.VerifyExport(strings.NewReader(strings.Join(lines, "")), key, anchors...)
}

func TestF24_3_AnAuditorRecomputesTheExportOffline(t *testing.T) {
	t.Parallel()
	_, l, _ := grown(t, 40)
	for _, span := range []struct{ from, to, first, last, checkpoints int64 }{
		{0, 0, 1, 40, 6}, {1, 40, 1, 40, 6}, {1, 7, 1, 7, 1}, {1, 8, 1, 14, 2}, {8, 14, 8, 14, 1}, {10, 12, 10, 14, 1}, {39, 0, 39, 40, 1}, {40, 40, 40, 40, 1},
	} {
		report, err := verify(export(t, l, span.from, span.to), l.VerifierKey())
		if err != nil || report.From != span.first || report.To != span.last || report.Checkpoints != span.checkpoints {
			t.Errorf("%d to %d: %+v %v", span.from, span.to, report, err)
		}
	}
	for _, beyond := range [][2]int64{{41, 0}, {1, 41}} {
		wantFault(t, l.Export(t.Context(), &bytes.Buffer{}, beyond[0], beyond[1]), "ledger.no_such_size")
	}
	empty := open(t, pgtest.New(t))
	wantFault(t, empty.Export(t.Context(), &bytes.Buffer{}, 0, 0), "ledger.empty")
	_, err := empty.Verify(t.Context())
	wantFault(t, err, "ledger.empty")
}

// lineOf finds the line of a position, and the line of the checkpoint behind it.
func lineOf(lines []string, position int) int {
	return slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, fmt.Sprintf(`{"position":%d,`, position)) })
}

func TestF24_3_TamperedExportsAreDetected(t *testing.T) {
	t.Parallel()
	_, l, _ := grown(t, 21) // checkpoints at 7, 14, 21: lines 8, 16, 24
	_, twin, _ := grown(t, 21)
	good, foreign := export(t, l, 0, 0), export(t, twin, 0, 0)
	at := func(position int) int { return lineOf(good, position) }
	edit := func(i int, old, new string) func([]string) []string {
		return func(ls []string) []string {
			if !strings.Contains(ls[i], old) {
				t.Errorf("line %d has no %q to change", i, old)
			}
			ls[i] = strings.Replace(ls[i], old, new, 1)
			return ls
		}
	}
	for name, c := range map[string]struct {
		code string
		do   func(lines []string) []string
	}{
		"a fact of an entry":                 {"ledger.entry_changed", edit(at(10), "act-009", "act-010")},
		"the time of an entry":               {"ledger.entry_changed", edit(at(10), "09:40:00", "09:40:01")},
		"the leaf of an entry":               {"ledger.entry_changed", edit(at(10), leafOf(good[at(10)]), leafOf(good[at(11)]))},
		"entry and leaf, consistently":       {"ledger.root_differs", func(ls []string) []string { ls[at(10)] = foreign[at(10)]; return ls }},
		"an entry removed":                   {"ledger.entry_missing", func(ls []string) []string { return slices.Delete(ls, at(10), at(10)+1) }},
		"the first entry removed":            {"ledger.entry_missing", func(ls []string) []string { return slices.Delete(ls, 1, 2) }},
		"an entry removed, renumbered":       {"ledger.checkpoint_moved", func(ls []string) []string { return renumber(slices.Delete(ls, at(10), at(10)+1)) }},
		"entries swapped":                    {"ledger.entry_missing", swap(at(9), at(10))},
		"entries swapped, renumbered":        {"ledger.root_differs", func(ls []string) []string { return renumber(swap(at(9), at(10))(ls)) }},
		"an entry twice":                     {"ledger.entry_repeated", func(ls []string) []string { return slices.Insert(ls, at(10), ls[at(10)]) }},
		"an entry twice, renumbered":         {"ledger.checkpoint_moved", func(ls []string) []string { return renumber(slices.Insert(ls, at(10), ls[at(10)])) }},
		"an entry twice, in another's place": {"ledger.root_differs", func(ls []string) []string { ls[at(10)] = ls[at(9)]; return renumber(ls) }},
		"an entry added at the end":          {"ledger.entry_surplus", func(ls []string) []string { return renumber(append(ls, ls[at(10)])) }},
		"a checkpoint edited":                {"ledger.bad_signature", edit(16, `\n14\n`, `\n15\n`)},
		"a checkpoint removed":               {"", func(ls []string) []string { return slices.Delete(ls, 16, 17) }}, // the next one covers the same entries
		"a checkpoint twice":                 {"ledger.checkpoint_moved", func(ls []string) []string { return slices.Insert(ls, 16, ls[16]) }},
		"a checkpoint earlier":               {"ledger.checkpoint_moved", swap(15, 16)},
		"another ledger's checkpoint":        {"ledger.root_differs", func(ls []string) []string { ls[16] = foreign[16]; return ls }},
		"the end cut off":                    {"ledger.truncated", func(ls []string) []string { return ls[:20] }},
		"the last checkpoint cut off":        {"ledger.truncated", func(ls []string) []string { return ls[:24] }},
		"cut in a line":                      {"ledger.unreadable", func(ls []string) []string { ls[20] = ls[20][:30]; return ls[:21] }},
		"a stray field":                      {"ledger.unreadable", edit(at(10), `{"position"`, `{"x":1,"position"`)},
		"an empty line":                      {"ledger.unreadable", func(ls []string) []string { return slices.Insert(ls, 3, "\n") }},
		"a line without end":                 {"ledger.unreadable", func(ls []string) []string { ls[20] = strings.Repeat("x", 2<<20); return ls }},
		"no header":                          {"ledger.not_an_export", func(ls []string) []string { return ls[1:] }},
		"nothing at all":                     {"ledger.not_an_export", func([]string) []string { return nil }},
		"header starts later":                {"ledger.not_an_export", edit(0, `"from":1`, `"from":2`)},
		"header ends later":                  {"ledger.truncated", edit(0, `"to":21`, `"to":22`)},
		"header ends earlier":                {"ledger.entry_surplus", edit(0, `"to":21`, `"to":14`)},
	} {
		_, err := verify(c.do(slices.Clone(good)), l.VerifierKey())
		if c.code == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		f, _ := fault.Of(err)
		if f == nil || f.Code != c.code {
			t.Errorf("%s: got %v, want %s", name, err, c.code)
			continue
		}
		t.Logf("%-36s %s %s", name, f.ZH, f.EN)
	}
	_, err := verify(foreign, open(t, pgtest.New(t)).VerifierKey())
	if err != nil {
		t.Errorf("a ledger of the same key and origin: %v", err)
	}
}

// Every single byte of a small export matters, save what the header says of itself.
func TestF24_3_NoByteOfAnExportCanChange(t *testing.T) {
	t.Parallel()
	_, l, _ := grown(t, 3)
	lines := export(t, l, 0, 0)
	body := []byte(strings.Join(lines[1:], ""))
	for i := range body {
		bent := bytes.Clone(body)
		bent[i] ^= 1
		if i+1 < len(body) && body[i+1] == '=' {
			continue // the last bits of a base64 text carry nothing
		}
		if _, err := verify([]string{lines[0], string(bent)}, l.VerifierKey()); err == nil {
			t.Fatalf("byte %d (%q) was changed and nobody noticed: %s", i, body[i], bent[max(0, i-20):min(len(bent), i+20)])
		}
	}
}

func swap(i, j int) func([]string) []string {
	return func(ls []string) []string { ls[i], ls[j] = ls[j], ls[i]; return ls }
}

func leafOf(line string) string {
	_, rest, _ := strings.Cut(line, `"leaf":"`)
	leaf, _, _ := strings.Cut(rest, `"`)
	return leaf
}

// renumber makes positions dense again, as a careful forger would.
func renumber(lines []string) []string {
	n := 0
	for i, l := range lines {
		if rest, ok := strings.CutPrefix(l, `{"position":`); ok {
			n++
			lines[i] = fmt.Sprintf(`{"position":%d%s`, n, rest[strings.IndexByte(rest, ','):])
		}
	}
	return lines
}
