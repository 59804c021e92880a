package ledger_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xinheng/internal/ledger"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
)

// The checkpoint of docs/ledger.md with both of its signatures. The SM2 key is that of GB/T 32918.5-2017 appendix A.2; the
// signature was made once and verified with OpenSSL as well.
const (
	vectorKey  = "xinheng.example/ledger+a135b6ac+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
	vectorSM2  = "xinheng.example/ledger/sm2+977c789a+/3hpbmhlbmctc20yLXNtMy8xCgQJ+d8xHlQhoVDdfRYeS8XGchefrRgz/AdrsI/zVvNQIMzqSQziZ3WlLcbqcYzBqmAK7QX7814ISmYy9gctqa0T"
	vectorText = "xinheng.example/ledger\n1\nCn1OWINnRGf4e/kGYsOBcIB4MqvBAqHAas3TtZBaRUw=\n\n"
	firstLine  = "— xinheng.example/ledger oTW2rOn4kHq+wPEQ8zDk9XrCbeQF00bKEQsKSpt8xf/O7u0lq7UTyeK1vUdvLkihRQXWCr/UE+SupsGzHmkLJT4YeQ8=\n"
	secondLine = "— xinheng.example/ledger/sm2 l3x4mjBFAiAng8nZIiI+GkZeohkDG0m5Iv26vs6lmRbmFhA7Jfsl9QIhAKJUwIJaM0QLMoXMLaMMqCjRyW8krmJFjy3akVBrWN8H\n"
)

func TestF24_5_ACheckpointCarriesTwoSignaturesAndEachIsDemandedByItsKey(t *testing.T) {
	t.Parallel()
	both := vectorKey + "\n" + vectorSM2
	for name, c := range map[string]struct{ note, keys, code string }{
		"both, with both keys":        {vectorText + firstLine + secondLine, both, ""},
		"in the other order":          {vectorText + secondLine + firstLine, vectorSM2 + " " + vectorKey, ""},
		"both, with the first key":    {vectorText + firstLine + secondLine, vectorKey, ""},
		"the first alone":             {vectorText + firstLine, vectorKey, ""},
		"the second taken off":        {vectorText + firstLine, both, "ledger.no_second_signature"},
		"the first taken off":         {vectorText + secondLine, both, "ledger.bad_signature"},
		"the second changed":          {vectorText + firstLine + strings.Replace(secondLine, "N8H\n", "N8I\n", 1), both, "ledger.bad_signature"},
		"the first spelt otherwise":   {vectorText + strings.Replace(firstLine, "eQ8=", "eQ9=", 1), vectorKey, "ledger.bad_signature"},
		"the text changed":            {strings.Replace(vectorText, "\n1\n", "\n2\n", 1) + firstLine + secondLine, both, "ledger.bad_signature"},
		"the second key alone":        {vectorText + firstLine + secondLine, vectorSM2, "ledger.bad_key"},
		"the second key twice":        {vectorText + firstLine + secondLine, both + " " + vectorSM2, "ledger.bad_key"},
		"an id that is not the key's": {vectorText + firstLine + secondLine, vectorKey + " " + strings.Replace(vectorSM2, "+977c789a+", "+977c789b+", 1), "ledger.bad_key"},
		"a key of another ledger":     {vectorText + firstLine + secondLine, vectorKey + " " + strings.Replace(vectorSM2, "ledger/sm2", "other/sm2", 1), "ledger.bad_key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c2, err := ledger.VerifyCheckpoint(c.note, c.keys)
			if c.code != "" {
				wantFault(t, err, c.code)
			} else if err != nil || c2.Size != 1 {
				t.Errorf("%+v %v", c2, err)
			}
		})
	}
}

func second(t testing.TB) seal.Signer {
	t.Helper()
	s, err := seal.New(make([]byte, seal.MinMaster), seal.International)
	if err != nil {
		t.Fatal(err)
	}
	return s.SigningKeyOf(seal.National, "ledger")
}

// A ledger that was begun without the second key goes on with it; what was signed before stays valid, what comes after
// cannot lose it.
func TestF24_5_AnExportIsVerifiedOfflineWithTheSM2Key(t *testing.T) {
	t.Parallel()
	db, before, _ := grown(t, 14)
	l, err := ledger.Open(t.Context(), db, origin, key(t, 1), second(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Verify(t.Context()); err != nil {
		t.Errorf("before the first checkpoint under both keys: %v", err)
	}
	both := l.VerifierKey() + "\n" + l.SecondKey()
	if _, err := verify(export(t, l, 0, 0), both); err == nil {
		t.Error("an export without any SM2 signature passes for one with it")
	}
	id := add(t, db, "after")[0]
	sequence(t, l)
	add(t, db, "later")
	sequence(t, l)

	lines := export(t, l, 0, 0)
	report, err := verify(lines, both)
	if err != nil || report.Checkpoints != 4 || report.Seconded != 2 {
		t.Errorf("%+v %v", report, err)
	}
	if report, err = verify(lines, before.VerifierKey()); err != nil || report.Seconded != 0 {
		t.Errorf("with the first key alone: %+v %v", report, err)
	}
	brought, err := ledger.ExportKey(strings.NewReader(lines[0]))
	if err != nil || strings.Fields(brought)[1] != l.SecondKey() {
		t.Errorf("the export brings %q, %v", brought, err)
	}
	if report, err = l.Verify(t.Context()); err != nil || report.Seconded != 2 {
		t.Errorf("in the database: %+v %v", report, err)
	}
	for _, at := range []int{len(lines) - 1, len(lines) - 3} { // the last checkpoint, and the one before it
		bare := append([]string(nil), lines...)
		from := strings.Index(bare[at], "— "+origin+"/sm2")
		if from < 0 {
			t.Fatalf("line %d carries no second signature: %s", at, bare[at])
		}
		bare[at] = bare[at][:from] + "\"}\n"
		if _, err = verify(bare, both); at == len(lines)-1 {
			wantFault(t, err, "ledger.no_second_signature")
		} else if report, err := verify(bare, both); err != nil || report.Seconded != 1 {
			t.Errorf("a checkpoint from before the second key: %+v %v", report, err)
		}
	}
	p, err := l.Proof(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.VerifyProof(p, both); err != nil {
		t.Errorf("the proof: %v", err)
	}
	dir := t.TempDir()
	if _, err := l.Anchor(t.Context(), dir, 738000); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, mustOne(t, dir))); err != nil || strings.Count(string(b), "— ") != 2 {
		t.Errorf("the anchor is %s %v", b, err)
	}
	anchors, err := ledger.ReadAnchors(dir)
	if err != nil {
		t.Fatal(err)
	}
	if report, err := verify(lines, both, anchors...); err != nil || report.Anchors != 1 {
		t.Errorf("with the anchor: %+v %v", report, err)
	}
}

func mustOne(t *testing.T, dir string) string {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil || len(all) != 1 {
		t.Fatalf("%v %v", all, err)
	}
	return all[0].Name()
}

func TestASecondKeyThatIsNotSM2IsRefused(t *testing.T) {
	t.Parallel()
	if _, err := ledger.Open(t.Context(), pgtest.New(t), origin, key(t, 1), key(t, 2)); err == nil {
		t.Error("an Ed25519 key signs as the second one")
	}
	if _, err := ledger.Open(t.Context(), pgtest.New(t), origin, second(t)); err == nil {
		t.Error("an SM2 key signs as the first one")
	}
}
