package access_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// watch is a clock that tests set.
type watch struct {
	mu sync.Mutex
	t  time.Time
}

func (w *watch) now() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.t }
func (w *watch) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.t = w.t.Add(d)
}

func newWatch() *watch {
	return &watch{t: time.Date(2026, 11, 22, 9, 40, 0, 0, workday.Shanghai)}
}

var org = string(ident.MakeUSCC("11469900MB0000001"))

func issue(t testing.TB, k *access.Keys, scopes ...string) string {
	t.Helper()
	secret, err := k.Issue(t.Context(), org, "虚构市示例局", scopes)
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

func wantFault(t testing.TB, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Errorf("got %v, want fault %s", err, code)
	}
}

func TestAKeySpeaksForItsBody(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	k := access.NewKeys(db, newWatch().now)
	secret := issue(t, k, access.ScopeRead, access.ScopeCheck, access.ScopeCheck)
	if !regexp.MustCompile(`^xh_[A-Za-z0-9_-]{43}$`).MatchString(secret) {
		t.Errorf("a secret of another form, %d characters", len(secret))
	}
	a, err := k.Authenticate(t.Context(), secret)
	if err != nil || a.Org != org || a.Name != "虚构市示例局" || !strings.HasPrefix(a.ID, "key:k-") {
		t.Fatalf("%+v %v", a, err)
	}
	if !a.May(access.ScopeCheck) || !a.May(access.ScopeRead) || a.May(access.ScopeIntake) || a.May("") || len(a.Scopes) != 2 {
		t.Errorf("scopes %v", a.Scopes)
	}
	for _, bad := range []string{"", "xh_", secret[:45], secret + "A", strings.ToUpper(secret), "xh_" + strings.Repeat("A", 43), "yh_" + secret[3:]} {
		_, err := k.Authenticate(t.Context(), bad)
		wantFault(t, err, "access.unknown_key")
	}
}

func TestOnlyAHashOfTheSecretIsKept(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	secret := issue(t, access.NewKeys(db, newWatch().now), access.ScopeCheck)
	row, err := pg.Scalar[string](t.Context(), db, pg.Query{SQL: `select api_key::text from access.api_key`})
	sum := sha256.Sum256([]byte(secret))
	if err != nil || strings.Contains(row, secret[3:]) || !strings.Contains(row, hex.EncodeToString(sum[:])) {
		t.Errorf("the row is %s (%v)", row, err)
	}
}

func TestKeysAreIssuedToBodiesForKnownScopes(t *testing.T) {
	t.Parallel()
	k := access.NewKeys(pgtest.New(t), newWatch().now)
	for _, c := range []struct {
		org, name string
		scopes    []string
		code      string
	}{
		{"114699000000000000", "虚构局", []string{"check"}, "access.bad_org"},
		{"", "虚构局", []string{"check"}, "access.bad_org"},
		{org, "  ", []string{"check"}, "access.no_name"},
		{org, "虚构局", nil, "access.bad_scope"},
		{org, "虚构局", []string{"check", "everything"}, "access.bad_scope"},
	} {
		_, err := k.Issue(t.Context(), c.org, c.name, c.scopes)
		wantFault(t, err, c.code)
	}
	if all, err := k.List(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("a refused key was kept: %v %v", all, err)
	}
}

func TestARevokedKeyEndsHereAtOnceAndElsewhereWithinAMinute(t *testing.T) {
	t.Parallel()
	db, w := pgtest.New(t), newWatch()
	here, elsewhere := access.NewKeys(db, w.now), access.NewKeys(db, w.now)
	secret := issue(t, here, access.ScopeCheck)
	for _, k := range []*access.Keys{here, elsewhere} {
		if _, err := k.Authenticate(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
	}
	all, _ := here.List(t.Context())
	if err := here.Revoke(t.Context(), all[0].ID); err != nil {
		t.Fatal(err)
	}
	_, err := here.Authenticate(t.Context(), secret)
	wantFault(t, err, "access.unknown_key")
	w.pass(time.Minute - time.Second)
	if _, err := elsewhere.Authenticate(t.Context(), secret); err != nil {
		t.Errorf("the cache did not last: %v", err)
	}
	w.pass(time.Second)
	_, err = elsewhere.Authenticate(t.Context(), secret)
	wantFault(t, err, "access.unknown_key")
	wantFault(t, here.Revoke(t.Context(), all[0].ID), "access.no_such_key")
	wantFault(t, here.Revoke(t.Context(), "k-none"), "access.no_such_key")
	if all, _ = here.List(t.Context()); len(all) != 1 || all[0].RevokedAt == nil {
		t.Errorf("a revoked key is not listed as such: %+v", all)
	}
}

// Use is noted once a civil day: the hot path writes nothing.
func TestUseIsNotedOnceADay(t *testing.T) {
	t.Parallel()
	db, w := pgtest.New(t), newWatch()
	k := access.NewKeys(db, w.now)
	secret := issue(t, k, access.ScopeCheck)
	use := func() (usedOn, version string) {
		t.Helper()
		if _, err := k.Authenticate(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
		all, err := k.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		version, err = pg.Scalar[string](t.Context(), db, pg.Query{SQL: `select xmin::text from access.api_key`})
		if err != nil {
			t.Fatal(err)
		}
		return all[0].LastUsedOn.String(), version
	}
	day, version := use()
	if day != "2026-11-22" {
		t.Errorf("used on %q", day)
	}
	w.pass(5 * time.Minute)
	if _, again := use(); again != version {
		t.Error("the second use of a day was written")
	}
	w.pass(14*time.Hour + 14*time.Minute + 59*time.Second) // one second before midnight in Shanghai
	if day, _ = use(); day != "2026-11-22" {
		t.Errorf("used on %q", day)
	}
	w.pass(time.Second) // the cache holds, the day is another
	if day, _ = use(); day != "2026-11-23" {
		t.Errorf("after midnight used on %q", day)
	}
}

func TestTheApplicationCannotRewriteKeys(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	issue(t, access.NewKeys(db, newWatch().now), access.ScopeCheck)
	for _, s := range []string{"update access.api_key set scopes = '{intake}'", "update access.api_key set hash = hash", "delete from access.api_key", "truncate access.api_key"} {
		if _, err := db.Exec(t.Context(), pg.Query{Name: s, SQL: s}); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v", s, err)
		}
	}
}

var _ web.Authorize = access.Authorizer(&access.Keys{}, nil)

func request(t testing.TB, authorization, from string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	r.RemoteAddr = from
	return r
}

func TestARouteIsOpenOrNeedsItsScope(t *testing.T) {
	t.Parallel()
	k := access.NewKeys(pgtest.New(t), newWatch().now)
	authorize := access.Authorizer(k, nil)
	secret := issue(t, k, access.ScopeCheck)
	for _, c := range []struct{ header, permission, code string }{
		{"", "", ""},
		{"", "check", "access.no_key"},
		{"Bearer " + secret, "", ""},
		{"Bearer " + secret, "check", ""},
		{"bearer  " + secret + " ", "check", ""},
		{"Bearer " + secret, "intake", "access.no_scope"},
		{"Bearer " + secret[:45] + "!", "", "access.unknown_key"},
		{"Bearer", "", "access.unknown_key"},
		{"Basic " + secret, "check", "access.unknown_key"},
		{secret, "check", "access.unknown_key"},
	} {
		ctx, err := authorize(request(t, c.header, "192.0.2.1:1"), c.permission)
		if c.code != "" {
			wantFault(t, err, c.code)
			continue
		}
		if err != nil {
			t.Errorf("%.10q for %q: %v", c.header, c.permission, err)
			continue
		}
		if a, ok := access.From(ctx); ok != (c.header != "") || (ok && a.Org != org) {
			t.Errorf("%.10q: the context carries %+v, %v", c.header, a, ok)
		}
	}
}

func TestARunawayClientIsSlowed(t *testing.T) {
	t.Parallel()
	w := newWatch()
	k := access.NewKeys(pgtest.New(t), w.now)
	k.Limits = access.Limits{Key: access.Rate{PerSecond: 2, Burst: 5}, Address: access.Rate{PerSecond: 1, Burst: 3}}
	authorize := access.Authorizer(k, nil)
	ask := func(header, from string) error {
		_, err := authorize(request(t, header, from), "")
		return err
	}
	count := func(n int, header, from string) (taken int) {
		for range n {
			if err := ask(header, from); err == nil || fault.Is(err, "access.unknown_key") {
				taken++
			} else {
				wantFault(t, err, "access.too_many")
			}
		}
		return taken
	}
	key, other := "Bearer "+issue(t, k, access.ScopeCheck), "Bearer "+issue(t, k, access.ScopeCheck)
	if n := count(9, "", "192.0.2.1:1000"); n != 3 {
		t.Errorf("an address gets %d of 9 at once, want 3", n)
	}
	if n := count(9, "Bearer xh_guess", "192.0.2.1:1001"); n != 0 {
		t.Errorf("%d guesses of a key past the limit of the address", n)
	}
	if n := count(9, "", "192.0.2.2:1000"); n != 3 {
		t.Errorf("another address gets %d of 9, want 3", n)
	}
	w.pass(2 * time.Second)
	if n := count(9, "", "192.0.2.1:1002"); n != 2 {
		t.Errorf("two seconds later %d of 9, want 2", n)
	}
	if n := count(9, key, "192.0.2.3:1"); n != 5 {
		t.Errorf("a key gets %d of 9 at once, want 5", n)
	}
	if n := count(9, other, "192.0.2.3:1"); n != 5 {
		t.Errorf("another key gets %d of 9, want 5", n)
	}
	w.pass(time.Hour)
	if n := count(9, key, "192.0.2.1:1"); n != 5 {
		t.Errorf("after an hour %d of 9, want no more than the burst of 5", n)
	}
}

func TestBehindAProxyTheAddressIsTheOneItNames(t *testing.T) {
	t.Parallel()
	for behind, want := range map[bool]int{true: 1, false: 4} { // refusals among five requests of one visitor
		k := access.NewKeys(pgtest.New(t), newWatch().now)
		k.Limits = access.Limits{Address: access.Rate{PerSecond: 1, Burst: 1}, BehindProxy: behind}
		authorize := access.Authorizer(k, nil)
		refused := 0
		for i := range 5 {
			r := request(t, "", "127.0.0.1:1")
			r.Header.Set("X-Forwarded-For", fmt.Sprintf("203.0.113.9, 192.0.2.%d", max(i, 1)))
			if _, err := authorize(r, ""); err != nil {
				refused++
			}
		}
		if refused != want {
			t.Errorf("behind a proxy %v: %d refused, want %d", behind, refused, want)
		}
	}
}

func TestTheOperatorMayEverything(t *testing.T) {
	t.Parallel()
	for _, s := range access.Scopes() {
		if !access.CLI().May(s) {
			t.Errorf("the command line lacks %s", s)
		}
	}
	if _, ok := access.From(context.Background()); ok {
		t.Error("an empty context carries an actor")
	}
	if a, ok := access.From(access.With(context.Background(), access.CLI())); !ok || a.ID != "cli" {
		t.Errorf("%+v", a)
	}
}
