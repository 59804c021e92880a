package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	_ "xinheng/internal/chance"
	"xinheng/internal/fault"
)

func ringOf(t testing.TB, r Ring) *Sealer {
	t.Helper()
	s, err := FromRing(r)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func opens(t testing.TB, s *Sealer, sealed []byte, want string) {
	t.Helper()
	if plain, err := s.Open("test", sealed); err != nil || string(plain) != want {
		t.Errorf("opened %q, %v; want %q", plain, err, want)
	}
}

func TestATurnedRingSealsWithTheNewestAndOpensEverything(t *testing.T) {
	t.Parallel()
	eachSuite(t, func(t *testing.T, suite Suite) {
		first := NewRing(suite)
		third := first.Turned().Turned()
		old, now := ringOf(t, first), ringOf(t, third)
		was := old.Seal("test", []byte("示例"))
		is := now.Seal("test", []byte("示例"))
		opens(t, now, was, "示例")
		opens(t, now, is, "示例")
		if now.Version() != 3 || !bytes.HasPrefix(is, now.Header()) || bytes.HasPrefix(was, now.Header()) {
			t.Errorf("version %d, header %x, sealed %x", now.Version(), now.Header(), is[:4])
		}
		if _, err := old.Open("test", is); !errors.Is(err, ErrSealed) {
			t.Errorf("an older ring opens what it has no key for: %v", err)
		}
		anew, changed, err := now.Reseal("test", was)
		if err != nil || !changed || !bytes.HasPrefix(anew, now.Header()) {
			t.Errorf("resealed %x, %v, %v", anew, changed, err)
		}
		opens(t, now, anew, "示例")
		if again, changed, err := now.Reseal("test", anew); err != nil || changed || !bytes.Equal(again, anew) {
			t.Errorf("what is new was sealed again: %v %v", changed, err)
		}
		if _, _, err := now.Reseal("elsewhere", was); !errors.Is(err, ErrSealed) {
			t.Errorf("resealed in another context: %v", err)
		}
		// the ids of natural persons and the keys of checkpoints must survive every turn
		if old.Blind("person", "x") != now.Blind("person", "x") || old.SigningKey("ledger").KeyID() != now.SigningKey("ledger").KeyID() {
			t.Error("turning the ring changed the blind index or a signing key")
		}
	})
}

func TestABitTurnedInAVersionedValueIsFound(t *testing.T) {
	t.Parallel()
	s := ringOf(t, NewRing(National).Turned().Turned())
	rapid.Check(t, func(t *rapid.T) {
		sealed := s.Seal("test", []byte("示例"))
		at := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
		sealed[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if _, err := s.Open("test", sealed); !errors.Is(err, ErrSealed) {
			t.Fatalf("byte %d: %v", at, err)
		}
		if _, err := s.Open("test", sealed[:at]); !errors.Is(err, ErrSealed) {
			t.Fatalf("cut to %d: %v", at, err)
		}
	})
}

func TestARingIsKeptAsTextAndReadBack(t *testing.T) {
	t.Parallel()
	for _, suite := range suites {
		r := NewRing(suite).Turned()
		again, err := DecodeRing(r.Encode())
		if err != nil || again.Version() != 2 || again.Suite != suite || !bytes.Equal(again.Encode(), r.Encode()) {
			t.Errorf("%v: %v %v", suite.Name(), again, err)
		}
		for _, printed := range []string{fmt.Sprint(r), fmt.Sprintf("%+v", r), fmt.Sprintf("%#v", r)} {
			if printed != "ring of 2 secrets" {
				t.Errorf("a printed ring shows %q", printed)
			}
		}
	}
	bare, err := DecodeRing(bytes.Repeat([]byte{7}, 32))
	if err != nil || bare.Version() != 1 || bare.Suite != International {
		t.Errorf("a bare secret: %v %v", bare, err)
	}
	good := string(NewRing(National).Turned().Encode())
	for name, bad := range map[string]string{
		"empty": "", "31 bytes": strings.Repeat("x", 31), "another head": "x" + good, "no suite": strings.Replace(good, "national", "rot13", 1),
		"a key left out": strings.Replace(good, "key 1 ", "key 3 ", 1), "keys swapped": strings.NewReplacer("key 1 ", "key 2 ", "key 2 ", "key 1 ").Replace(good),
		"a key cut": good[:len(good)-20], "no key": "xinheng-keys/1\nsuite national\n",
	} {
		if r, err := DecodeRing([]byte(bad)); err == nil {
			t.Errorf("%s: read as %v", name, r)
		}
	}
}

func TestF24_5_AFolderMadeWithOneSuiteIsRefusedToTheOther(t *testing.T) {
	t.Parallel()
	for made, other := range map[string]string{"national": "international", "international": "national"} {
		file := filepath.Join(t.TempDir(), "master.key")
		s, err := OpenFile(file, made)
		if err != nil || s.Suite().Name() != made {
			t.Fatalf("%v %v", s, err)
		}
		for _, asked := range []string{made, ""} {
			again, err := OpenFile(file, asked)
			if err != nil || again.Suite().Name() != made || again.Blind("a", "b") != s.Blind("a", "b") {
				t.Errorf("made with %s, asked for %q: %v", made, asked, err)
			}
		}
		if _, err := OpenFile(file, other); !fault.Is(err, "seal.other_suite") {
			t.Errorf("made with %s, asked for %s: %v", made, other, err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info.Mode(), err)
		}
	}
	if _, err := OpenFile(filepath.Join(t.TempDir(), "master.key"), "rot13"); !fault.Is(err, "seal.no_such_suite") {
		t.Errorf("%v", err)
	}
}

// A folder from before there were rings goes on: its file is 32 bytes.
func TestABareSecretIsTurnedIntoARing(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "master.key")
	if err := os.WriteFile(file, bytes.Repeat([]byte{7}, 32), 0o600); err != nil {
		t.Fatal(err)
	}
	running, err := OpenFile(file, "")
	if err != nil {
		t.Fatal(err)
	}
	before := running.Seal("test", []byte("before"))
	opens(t, sealer(t, International, 7), before, "before")

	if r, err := TurnFile(file); err != nil || r.Version() != 2 {
		t.Fatalf("%v %v", r, err)
	}
	restarted, err := OpenFile(file, "")
	if err != nil || restarted.Version() != 2 {
		t.Fatalf("%v %v", restarted, err)
	}
	opens(t, restarted, before, "before")
	after := restarted.Seal("test", []byte("after"))
	if running.Version() != 1 {
		t.Error("the running process knows of the turn already")
	}
	opens(t, running, after, "after") // it finds the newer key in the file
	if running.Version() != 2 {
		t.Error("having met the newer key, it seals with the old one")
	}
	if _, err := TurnFile(file); err != nil {
		t.Fatal(err)
	}
	if err := running.Refresh(); err != nil || running.Version() != 3 {
		t.Errorf("refreshed to %d, %v", running.Version(), err)
	}
}

func TestTurningIsExclusiveAndNeverLeavesHalfARing(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "master.key")
	if _, err := TurnFile(file); !fault.Is(err, "seal.no_ring") {
		t.Errorf("turning nothing: %v", err)
	}
	s, err := OpenFile(file, "")
	if err != nil {
		t.Fatal(err)
	}
	sealed := s.Seal("test", []byte("示例"))
	var turns sync.WaitGroup
	for range 8 {
		turns.Go(func() {
			if _, err := TurnFile(file); err != nil && !fault.Is(err, "seal.turning") {
				t.Error(err)
			}
		})
	}
	turns.Wait()
	r, err := ReadRing(file)
	if err != nil || r.Version() < 2 {
		t.Fatalf("%v %v", r, err)
	}
	opens(t, ringOf(t, r), sealed, "示例")
	if left, _ := filepath.Glob(file + ".*"); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := os.WriteFile(file, r.Encode()[:60], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenFile(file, ""); !fault.Is(err, "seal.secret_unreadable") {
		t.Errorf("a damaged file: %v", err)
	}
	if _, err := ReadRing(file + "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestAnotherRingIsNotTaken(t *testing.T) {
	t.Parallel()
	mine := NewRing(International).Turned()
	s := ringOf(t, mine)
	for name, r := range map[string]Ring{"a stranger's": NewRing(International).Turned().Turned(), "an older state": SingleRing(International, mine.secrets[0]),
		"another suite": {National, mine.secrets}} {
		if err := s.Use(r); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if err := s.Use(mine.Turned()); err != nil || s.Version() != 3 {
		t.Errorf("the next state: %d %v", s.Version(), err)
	}
}
