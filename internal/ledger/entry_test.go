package ledger

import (
	"crypto/ed25519"
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"

	_ "xinheng/internal/chance"
)

// testKey is an Ed25519 key of a known seed.
type testKey byte

func (k testKey) private() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(rune(k)), ed25519.SeedSize)))
}
func (k testKey) Sign(message []byte) []byte { return ed25519.Sign(k.private(), message) }
func (k testKey) Public() []byte             { return k.private().Public().(ed25519.PublicKey) }
func (k testKey) KeyID() string              { return string(rune(k)) }

// The vector of docs/ledger.md: the page is written by hand, so it is compared with what the program does.
func TestDocumentedVector(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/ledger.md")
	if err != nil {
		t.Fatal(err)
	}
	e := Entry{ID: "019a9b1c-5d40-7c3e-9f10-2b4c6d8e0f12", At: time.Date(2026, 11, 22, 1, 40, 0, 123456000, time.UTC),
		Act: Act{Kind: "record.batch", Actor: "key:k-example", About: "示例批次-1",
			Public: map[string]string{"rows": "3", "item": "penalty", "accepted": "3"},
			Root:   RowRoot([]Hash{RowLeaf([]byte("salt0"), []byte("row 0")), RowLeaf([]byte("salt1"), []byte("row 1")), RowLeaf([]byte("salt2"), []byte("row 2"))})}}
	signer, key, err := newSigner("xinheng.example/ledger", testKey(0))
	if err != nil {
		t.Fatal(err)
	}
	leaf := e.Leaf()
	tree := edge{}
	tree.add(leaf, nil)
	signed, err := note.Sign(&note.Note{Text: Checkpoint{"xinheng.example/ledger", 1, tree.root()}.text()}, signer)
	if err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string]string{"text": e.Text(), "leaf": hex.EncodeToString(leaf[:]), "key": key, "checkpoint": string(signed)} {
		if !strings.Contains(string(page), want) {
			t.Errorf("docs/ledger.md lacks the %s of its vector:\n%s", what, want)
		}
	}
}

func TestEntryTextIsReadBackExactly(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[a-z][a-z0-9_.]{0,10}`)
	value := rapid.StringMatching(`[ -~中文（）]{0,20}`)
	rapid.Check(t, func(t *rapid.T) {
		e := Entry{ID: "019a9b1c-5d40-7c3e-9f10-2b4c6d8e0f12", At: time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "at")).UTC(),
			Act: Act{Kind: word.Draw(t, "kind"), Actor: "key:" + value.Draw(t, "actor"), About: value.Draw(t, "about"),
				Public: rapid.MapOf(word, value).Draw(t, "public")}}
		if rapid.Bool().Draw(t, "batch") {
			e.Root = RowLeaf(nil, []byte(e.About))
		}
		got, err := ParseEntry(e.Text())
		if err != nil || got.Text() != e.Text() || got.Leaf() != e.Leaf() {
			t.Fatalf("read back differently (%v):\n%s", err, e.Text())
		}
		bent := []byte(e.Text())
		i := rapid.IntRange(0, len(bent)-1).Draw(t, "byte")
		bent[i] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if again, err := ParseEntry(string(bent)); err == nil && again.Leaf() == e.Leaf() {
			t.Fatalf("a changed byte at %d kept the leaf", i)
		}
	})
}

func TestActsThatCouldPassForOthersAreRefused(t *testing.T) {
	t.Parallel()
	ok := Act{Kind: "test.act", Actor: "cli", About: "x"}
	for name, spoil := range map[string]func(*Act){
		"line break in a fact": func(a *Act) { a.Public = map[string]string{"a": "1\npublic b 2"} },
		"line break in about":  func(a *Act) { a.About = "x\nat 2020" },
		"carriage return":      func(a *Act) { a.About = "x\r" },
		"broken UTF-8":         func(a *Act) { a.About = "\xff" },
		"NUL":                  func(a *Act) { a.About = "a\x00b" },
		"kind in capitals":     func(a *Act) { a.Kind = "Test.Act" },
		"no kind":              func(a *Act) { a.Kind = "" },
		"no actor":             func(a *Act) { a.Actor = "" },
		"fact with a space":    func(a *Act) { a.Public = map[string]string{"a b": "c"} },
		"unnamed fact":         func(a *Act) { a.Public = map[string]string{"": "c"} },
		"too long":             func(a *Act) { a.About = strings.Repeat("长", maxText) },
	} {
		a := ok
		spoil(&a)
		if (Entry{Act: a}).check() == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if err := (Entry{Act: ok}).check(); err != nil {
		t.Error(err)
	}
}

func TestParseEntryRefusesOtherForms(t *testing.T) {
	t.Parallel()
	good := Entry{ID: "019a9b1c-5d40-7c3e-9f10-2b4c6d8e0f12", At: time.Unix(1, 0), Act: Act{Kind: "a.b", Actor: "cli", Public: map[string]string{"k": "v", "l": "w"}}}.Text()
	for name, text := range map[string]string{
		"empty": "", "head only": textHead, "no final line feed": strings.TrimSuffix(good, "\n"),
		"facts out of order": strings.Replace(good, "public k v\npublic l w\n", "public l w\npublic k v\n", 1),
		"a fact twice":       strings.Replace(good, "public k v\n", "public k v\npublic k v\n", 1),
		"another version":    strings.Replace(good, "v1", "v2", 1),
		"a stray line":       good + "more\n",
		"local time":         strings.Replace(good, "Z\n", "+08:00\n", 1),
	} {
		if _, err := ParseEntry(text); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if _, err := ParseEntry(good); err != nil {
		t.Error(err)
	}
}
