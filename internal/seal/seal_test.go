package seal

import (
	"bytes"
	"errors"
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

var suites = map[string]Suite{"international": International, "national": National}

func sealer(t testing.TB, suite Suite, fill byte) *Sealer {
	t.Helper()
	s, err := New(bytes.Repeat([]byte{fill}, MinMaster), suite)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func eachSuite(t *testing.T, f func(t *testing.T, s Suite)) {
	t.Helper()
	for name, s := range suites {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if named, ok := SuiteNamed(name); !ok || named != s {
				t.Errorf("SuiteNamed(%q) is %v", name, named)
			}
			f(t, s)
		})
	}
}

func TestAShortMasterSecretIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := New(make([]byte, MinMaster-1), International); err == nil {
		t.Error("31 bytes are accepted")
	}
	if _, ok := SuiteNamed("rot13"); ok {
		t.Error("an unknown suite has been found")
	}
}

func TestWhatIsSealedOpensInItsContextOnly(t *testing.T) {
	t.Parallel()
	eachSuite(t, func(t *testing.T, suite Suite) {
		mine, other := sealer(t, suite, 1), sealer(t, suite, 2)
		rapid.Check(t, func(t *rapid.T) {
			context, plain := rapid.String().Draw(t, "context"), rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
			sealed := mine.Seal(context, plain)
			got, err := mine.Open(context, sealed)
			if err != nil || !bytes.Equal(got, plain) {
				t.Fatalf("opened %x, %v", got, err)
			}
			if bytes.Equal(sealed, mine.Seal(context, plain)) {
				t.Fatal("the same field sealed twice looks the same")
			}
			if _, err := mine.Open(context+"x", sealed); !errors.Is(err, ErrSealed) {
				t.Fatalf("in another context: %v", err)
			}
			if _, err := other.Open(context, sealed); !errors.Is(err, ErrSealed) {
				t.Fatalf("with another secret: %v", err)
			}
			at := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
			sealed[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
			if _, err := mine.Open(context, sealed); !errors.Is(err, ErrSealed) {
				t.Fatalf("with a bit turned: %v", err)
			}
			if _, err := mine.Open(context, sealed[:at]); !errors.Is(err, ErrSealed) {
				t.Fatalf("cut short: %v", err)
			}
		})
	})
}

func TestAChangeOfSuiteLeavesWhatWasSealedReadable(t *testing.T) {
	t.Parallel()
	before, after := sealer(t, International, 1), sealer(t, National, 1)
	for _, way := range [][2]*Sealer{{before, after}, {after, before}} {
		plain, err := way[1].Open("test", way[0].Seal("test", []byte("示例")))
		if err != nil || string(plain) != "示例" {
			t.Errorf("%s reads %s: %q, %v", way[1].Suite().Name(), way[0].Suite().Name(), plain, err)
		}
	}
}

func TestBlindIndexFindsAndDoesNotTell(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^[a-z2-7]{26}$`)
	eachSuite(t, func(t *testing.T, suite Suite) {
		mine, other := sealer(t, suite, 1), sealer(t, suite, 2)
		rapid.Check(t, func(t *rapid.T) {
			kind, value := rapid.String().Draw(t, "kind"), rapid.String().Draw(t, "value")
			index := mine.Blind(kind, value)
			switch {
			case !shape.MatchString(index):
				t.Fatalf("%q is not 26 characters of base32", index)
			case index != mine.Blind(kind, value):
				t.Fatal("the same value has two indexes")
			case index == other.Blind(kind, value):
				t.Fatal("another secret gives the same index")
			case index == mine.Blind(kind+"x", value), index == mine.Blind(kind, value+"x"):
				t.Fatal("another kind or value gives the same index")
			}
		})
		if mine.Blind("ab", "c") == mine.Blind("a", "bc") {
			t.Error("the border between kind and value is lost")
		}
	})
}

func TestSignaturesHoldForTheirMessageAndKeyOnly(t *testing.T) {
	t.Parallel()
	eachSuite(t, func(t *testing.T, suite Suite) {
		key, other := sealer(t, suite, 1).SigningKey("ledger"), sealer(t, suite, 1).SigningKey("report")
		if key.KeyID() == other.KeyID() || len(key.KeyID()) != 16 {
			t.Errorf("key ids %s and %s", key.KeyID(), other.KeyID())
		}
		if again := sealer(t, suite, 1).SigningKey("ledger"); again.KeyID() != key.KeyID() {
			t.Error("the same secret and purpose give two keys")
		}
		rapid.Check(t, func(t *rapid.T) {
			message := rapid.SliceOf(rapid.Byte()).Draw(t, "message")
			signature := key.Sign(message)
			switch {
			case !suite.Verify(key.Public(), message, signature):
				t.Fatal("the signature does not hold")
			case suite.Verify(key.Public(), append(message, 'x'), signature):
				t.Fatal("it holds for another message")
			case suite.Verify(other.Public(), message, signature):
				t.Fatal("it holds under another key")
			}
			at := rapid.IntRange(0, len(signature)-1).Draw(t, "at")
			signature[at] ^= 1
			if suite.Verify(key.Public(), message, signature) {
				t.Fatal("it holds with a bit turned")
			}
		})
		for _, public := range [][]byte{nil, {4}, make([]byte, 32), make([]byte, 65)} {
			if suite.Verify(public, nil, key.Sign(nil)) {
				t.Errorf("a key of %d bytes verifies", len(public))
			}
		}
	})
}

func TestASeedThatIsNoScalarStillGivesAKey(t *testing.T) {
	t.Parallel()
	for _, fill := range []byte{0x00, 0xff} { // zero, and more than the order of the curve
		seed := bytes.Repeat([]byte{fill}, seedSize)
		key, again := National.signer(seed), National.signer(seed)
		if !bytes.Equal(key.Public(), again.Public()) || !National.Verify(key.Public(), seed, again.Sign(seed)) {
			t.Errorf("seed of %x: the key is not always the same", fill)
		}
	}
}
