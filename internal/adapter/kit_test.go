package adapter

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

var sender = func() Signer {
	s, err := seal.New(make([]byte, seal.MinMaster), seal.National)
	if err != nil {
		panic(err)
	}
	return s.SigningKey("kit")
}()

func atNine() time.Time { return workday.MustParse("2026-11-22").Start().Add(9 * time.Hour) }

func bookOf(t testing.TB) *law.Book {
	t.Helper()
	lib, err := counter.Library()
	counter.Must(t, err)
	return lib.On(workday.MustParse("2026-11-22"))
}

// peer is a reference that breaks one rule, and a kit against it.
func peer(book *law.Book, a law.Adapter, breaks string) (*Reference, *Kit) {
	p := &Reference{Book: book, Adapter: a, Suite: seal.National, Public: sender.Public(), Now: atNine, Breaks: breaks}
	return p, &Kit{Book: book, Adapter: a, Signer: sender, Now: atNine, Run: "1", Peer: "reference", Way: Direct{To: p}}
}

func failed(r Result) (codes []string) {
	for _, c := range r.Cases {
		if !c.Passed {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

// The four systems the policy's article needs have an adapter each, said to be assumed; its suite passes against the built-in peer over
// every transport it declares.
func TestF21_1_TheSuiteOfEachAdapterPassesAgainstThePeerThatKeepsTheRules(t *testing.T) {
	t.Parallel()
	book := bookOf(t)
	for _, code := range []string{"exchange-platform", "supervision", "gsxt", "industry"} {
		a, ok := book.Adapter(code)
		if !ok || a.Standing != law.Assumed || a.Note == "" {
			t.Fatalf("adapter %s: %v %s", code, ok, a.Standing)
		}
		p, k := peer(book, a, "")
		server := httptest.NewServer(Serve(p))
		for i, way := range []Way{Direct{To: p}, Push{URL: server.URL}} {
			k.Way, k.Run = way, string(rune('a'+i))
			if r := k.Suite(context.Background()); !r.Passed || len(r.Cases) != len(kitCases) {
				t.Errorf("%s over %T: %+v", code, way, r.Cases)
			}
		}
		server.Close()
	}
}

// Over a folder a letter waits for whoever collects, and its receipt lies beside it; an old file is as good as a new one.
func TestF21_1_TheSuitePassesOverAFolderToo(t *testing.T) {
	t.Parallel()
	book := bookOf(t)
	a, _ := book.Adapter("gsxt")
	p, k := peer(book, a, "")
	dir := t.TempDir()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		look := time.NewTicker(10 * time.Millisecond)
		defer look.Stop()
		for ctx.Err() == nil {
			if _, err := Collect(dir, p); err != nil {
				t.Error(err)
			}
			select {
			case <-ctx.Done():
			case <-look.C:
			}
		}
	}()
	k.Way, k.Folder = Folder{Dir: dir}, true
	r := k.Suite(context.Background())
	stop()
	<-done
	if !r.Passed {
		t.Errorf("%+v", r.Cases)
	}
}

// A peer that breaks one rule is caught by the case of that rule, and by no other.
func TestF21_1_EachBrokenPeerIsCaughtByTheCaseMeantForIt(t *testing.T) {
	t.Parallel()
	book := bookOf(t)
	for _, a := range book.Adapters() {
		for _, c := range kitCases {
			_, k := peer(book, a, c.code)
			if got := failed(k.Suite(context.Background())); len(got) != 1 || got[0] != c.code {
				t.Errorf("%s: a peer that breaks %s is caught by %v", a.Code, c.code, got)
			}
		}
	}
}

// A result is worth what its signature is: another key, or another word in it, and it is nobody's.
func TestF21_1_AResultIsSignedByWhoeverRanTheKit(t *testing.T) {
	t.Parallel()
	book := bookOf(t)
	a, _ := book.Adapter("industry")
	_, k := peer(book, a, "")
	s, err := k.Suite(context.Background()).Sign(sender, seal.National)
	counter.Must(t, err)
	if r, ok := s.Open(seal.National, sender.Public()); !ok || !r.Passed || r.Adapter != "industry" {
		t.Errorf("%+v %v", r, ok)
	}
	other, err := seal.New(append(make([]byte, seal.MinMaster-1), 1), seal.National)
	counter.Must(t, err)
	if _, ok := s.Open(seal.National, other.SigningKey("kit").Public()); ok {
		t.Error("a result is believed under another key")
	}
	s.Result = append(s.Result[:len(s.Result)-1], ' ', '}')
	if _, ok := s.Open(seal.National, sender.Public()); ok {
		t.Error("a changed result is believed")
	}
}
