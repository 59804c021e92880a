package access_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

func TestAKeyAndItsSuccessorAreOneCaller(t *testing.T) {
	t.Parallel()
	db, w := pgtest.New(t), newWatch()
	k := access.NewKeys(db, w.now)
	first, secret, err := k.IssueIn(t.Context(), db, access.Terms{Org: org, Name: "虚构市示例局", Scopes: []string{"check"}})
	if err != nil {
		t.Fatal(err)
	}
	rotate := func(id string) (next access.Key, secret string, err error) {
		err = db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
			next, secret, err = k.RotateIn(ctx, tx, id, w.now().Add(time.Hour))
			return err
		})
		return next, secret, err
	}
	second, successor, err := rotate(first.ID)
	if err != nil || second.Line != first.ID || second.ID == first.ID {
		t.Fatalf("%+v %v", second, err)
	}
	for _, s := range []string{secret, successor} {
		if a, err := k.Authenticate(t.Context(), s); err != nil || a.ID != "key:"+first.ID {
			t.Errorf("%+v %v", a, err)
		}
	}
	_, _, err = rotate(second.ID)
	wantFault(t, err, "access.two_live_keys")
	w.pass(time.Hour - time.Second)
	if _, err := k.Authenticate(t.Context(), secret); err != nil {
		t.Error("the old key ended early")
	}
	w.pass(time.Second) // within the minute a key is remembered for
	_, err = k.Authenticate(t.Context(), secret)
	wantFault(t, err, "access.unknown_key")
	_, _, err = rotate(first.ID)
	wantFault(t, err, "access.no_such_key")
	_, _, err = rotate("k-none")
	wantFault(t, err, "access.no_such_key")

	var made atomic.Int32
	var wg sync.WaitGroup
	for range 6 { // of several rotations at once one goes through
		wg.Go(func() {
			if _, _, err := rotate(second.ID); err == nil {
				made.Add(1)
			} else if !fault.Is(err, "access.two_live_keys") {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if made.Load() != 1 {
		t.Errorf("%d successors", made.Load())
	}
}

func TestAQuotaHoldsAcrossProcessesAndForADay(t *testing.T) {
	t.Parallel()
	db, w := pgtest.New(t), newWatch()
	here, there := access.NewKeys(db, w.now), access.NewKeys(db, w.now)
	_, secret, err := here.IssueIn(t.Context(), db, access.Terms{Org: org, Name: "虚构市示例局", Scopes: []string{"check"}, PerDay: 205})
	if err != nil {
		t.Fatal(err)
	}
	ask := []func(*http.Request, string) (context.Context, error){access.Authorizer(here, nil), access.Authorizer(there, nil)}
	taken := func(n int) (ok int) {
		t.Helper()
		for i := range n {
			if _, err := ask[i%2](request(t, "Bearer "+secret, "192.0.2.1:1"), "check"); err == nil {
				ok++
			} else {
				wantFault(t, err, "access.quota")
			}
		}
		return ok
	}
	if ok := taken(300); ok != 205 {
		t.Errorf("%d calls, the quota is 205", ok)
	}
	w.pass(14*time.Hour + 19*time.Minute) // 23:59
	if ok := taken(4); ok != 0 {
		t.Errorf("%d calls more", ok)
	}
	w.pass(time.Minute)
	if ok := taken(300); ok != 205 {
		t.Errorf("%d calls the day after", ok)
	}
	_, _, err = here.IssueIn(t.Context(), db, access.Terms{Org: org, Name: "虚构市示例局", Scopes: []string{"check"}, PerDay: -1})
	wantFault(t, err, "access.bad_quota")
}

// sessions is two people by their tokens.
type sessions map[string]access.Actor

func (s sessions) Find(_ context.Context, token string) (access.Actor, error) {
	if token == "broken" {
		return access.Actor{}, fault.New(fault.Unavailable, "pg.unavailable", "", "")
	}
	a, ok := s[token]
	if !ok {
		return a, fault.New(fault.Unauthenticated, "signin.no_session", "", "")
	}
	return a, nil
}

func TestARouteTakesAKeyOrASession(t *testing.T) {
	t.Parallel()
	k := access.NewKeys(pgtest.New(t), newWatch().now)
	secret := issue(t, k, access.ScopeCheck)
	authorize := access.Authorizer(k, sessions{"clerk": {ID: "person:1", Kind: access.KindPerson, Scopes: []string{access.RecordEnter}}})
	for _, c := range []struct{ key, cookie, host, permission, code, actor string }{
		{"", "xinheng=clerk", "127.0.0.1:80", access.RecordEnter, "", "person:1"},
		{"", "xinheng=clerk", "[::1]:80", access.RecordEnter, "", "person:1"},
		{"", "xinheng=clerk", "localhost", access.RecordEnter, "", "person:1"},
		{"", "xinheng=clerk", "127.0.0.1", access.AuditRead, "access.no_permission", ""},
		{"", "xinheng=clerk", "127.0.0.1", "", "", "person:1"},
		{"", "xinheng=gone", "127.0.0.1", access.RecordEnter, "access.signed_out", ""},
		{"", "xinheng=gone", "127.0.0.1", "", "", ""}, // whoever comes back must be able to sign in
		{"", "xinheng=broken", "127.0.0.1", "", "pg.unavailable", ""},
		{"", "", "127.0.0.1", access.RecordEnter, "access.no_key", ""},
		{"", "xinheng=clerk", "credit.example", access.RecordEnter, "access.no_key", ""}, // planted by a neighbouring host
		{"", "__Host-xinheng=clerk", "credit.example", access.RecordEnter, "", "person:1"},
		{"Bearer " + secret, "xinheng=clerk", "127.0.0.1", access.RecordEnter, "access.no_scope", ""}, // a key shown is a key meant
		{"Bearer xh_bad", "xinheng=clerk", "127.0.0.1", access.RecordEnter, "access.unknown_key", ""},
	} {
		r := request(t, c.key, "192.0.2.1:1")
		r.Host = c.host
		if c.cookie != "" {
			r.Header.Set("Cookie", c.cookie)
		}
		ctx, err := authorize(r, c.permission)
		if c.code != "" {
			wantFault(t, err, c.code)
			continue
		}
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		if a, _ := access.From(ctx); a.ID != c.actor {
			t.Errorf("%+v: the actor is %q", c, a.ID)
		}
		if v := access.VisitOf(ctx); v.Address != "192.0.2.1" || v.Local != (c.host != "credit.example") {
			t.Errorf("%+v: the visit is %+v", c, v)
		}
	}
	proxied := request(t, "", "127.0.0.1:1")
	proxied.Host = "127.0.0.1:8080"
	proxied.Header.Set("X-Forwarded-Proto", "https")
	proxied.Header.Set("User-Agent", strings.Repeat("示", 300))
	ctx, err := authorize(proxied, "")
	if v := access.VisitOf(ctx); err != nil || v.Local || len(v.Agent) > 200 || strings.Trim(v.Agent, "示") != "" {
		t.Errorf("through a proxy: %+v %v", v, err)
	}
}

func TestPeopleBehindOneAddressAreLimitedToo(t *testing.T) {
	t.Parallel()
	w := newWatch()
	k := access.NewKeys(pgtest.New(t), w.now)
	k.Limits = access.Limits{Key: access.Rate{PerSecond: 1, Burst: 3}, Address: access.Rate{PerSecond: 1, Burst: 10}}
	authorize := access.Authorizer(k, sessions{"clerk": {ID: "person:1"}})
	taken := 0
	for range 9 {
		r := request(t, "", "192.0.2.1:1")
		r.Host = "localhost"
		r.Header.Set("Cookie", "xinheng=clerk")
		if _, err := authorize(r, ""); err == nil {
			taken++
		} else {
			wantFault(t, err, "access.too_many")
		}
	}
	if taken != 3 {
		t.Errorf("one person gets %d at once, want 3", taken)
	}
}
