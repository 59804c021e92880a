package signin_test

import (
	"bytes"
	"context"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	lawdata "xinheng/law"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/app"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/signin"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// house is the platform's front door on a database of its own: real HTTP, real cookies, a clock that is set.
type house struct {
	t        *testing.T
	db       *pg.Pool
	clock    atomic.Int64 // nanoseconds
	keys     *access.Keys
	accounts *account.Desk
	desk     *signin.Desk
	srv      *httptest.Server
	rows     []web.Op
	links    map[string]string // first set-up tokens by role
}

var (
	operator = string(ident.MakeUSCC("11460000MB1A00001")) // of the province
	haikou   = string(ident.MakeUSCC("11460100MB1A00002"))
	sanya    = string(ident.MakeUSCC("11460200MB1A00003"))
	firm     = string(ident.MakeUSCC("91460100MA5T00001"))
	rival    = string(ident.MakeUSCC("91460200MA5T00002"))
)

// word is a password that fits the policy, for a login.
func word(n int) string { return fmt.Sprintf("Long-Walk-%02d-Beach", n) }

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

func open(t *testing.T, cfg signin.Config) *house {
	t.Helper()
	lib, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(bytes.Repeat([]byte{9}, seal.MinMaster), seal.International)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: pgtest.New(t), links: map[string]string{}}
	h.clock.Store(time.Date(2026, 11, 23, 9, 0, 0, 0, workday.Shanghai).UnixNano())
	now := func() time.Time { return time.Unix(0, h.clock.Load()) }
	if cfg.Hashing == (signin.Hashing{}) {
		cfg.Hashing = signin.Hashing{KiB: 64, Passes: 1} // tests do not guess passwords for a living
	}
	if cfg.Door == (access.Rate{}) {
		cfg.Door = access.Rate{PerSecond: 1000, Burst: 1000}
	}
	h.keys = access.NewKeys(h.db, now)
	h.accounts = account.NewDesk(h.db, h.keys, lib, now)
	h.accounts.ReadTable = app.ReadTable
	h.accounts.Seal, h.accounts.PersonID = sealer, func(document, number string) string { return registry.PersonID(sealer, document+number) }
	mux := http.NewServeMux()
	h.srv = httptest.NewServer(signin.Headers(http.NewCrossOriginProtection().Handler(mux)))
	t.Cleanup(h.srv.Close)
	if cfg.PublicURL == "" {
		cfg.PublicURL = h.srv.URL
	}
	h.desk = signin.NewDesk(h.db, h.accounts, sealer, cfg, now)
	h.accounts.Events.Ended.Within(h.desk.EndSessions)
	h.accounts.Events.Reset.Within(h.desk.Void)
	api := web.New(mux, "test", access.Authorizer(h.keys, h.desk))
	account.Routes(api, h.accounts)
	signin.Routes(api, h.desk)
	trial(api)
	h.rows = api.Rows()
	h.begin()
	return h
}

// trial mounts one route for each of a few permissions, in the place of the areas they open.
func trial(api *web.API) {
	for _, p := range []string{access.ScopeCheck, access.RecordEnter, access.RecordApprove, access.AuditRead, access.ViewOwn} {
		op := web.Op{ID: "trial." + p, Method: http.MethodGet, Path: "/v1/trial/" + p, Permission: p, Area: "trial", Summary: p}
		api.AddRaw(op, nil, nil, func(w http.ResponseWriter, r *http.Request) error {
			who, _ := access.From(r.Context())
			return json.NewEncoder(w).Encode(map[string]string{"actor": who.ID, "org": who.Org})
		})
	}
}

// begin makes the three officers and the bodies of two cities.
func (h *house) begin() {
	h.t.Helper()
	made, err := h.accounts.Bootstrap(h.t.Context(), account.First{
		Org: account.Org{ID: operator, Name: "虚构省信用平台运营中心", Region: "460000", Kind: "platform"},
		People: map[string]account.Invitee{access.SystemAdministrator: {Login: "sys", Name: "示甲"}, access.SecurityOfficer: {Login: "sec", Name: "示乙"},
			access.Auditor: {Login: "aud", Name: "示丙"}},
	})
	h.must(err)
	for _, o := range made {
		h.links[o.Role] = o.Link.Token
	}
	in, err := h.accounts.ImportOrgs(h.t.Context(), access.CLI(), []account.Org{
		{ID: haikou, Name: "虚构海口示例局", Parent: operator, Region: "460100", Kind: "部门"},
		{ID: sanya, Name: "虚构三亚示例局", Parent: operator, Region: "460200", Kind: "部门"},
	})
	h.must(err)
	if len(in.Wrong) > 0 {
		h.t.Fatalf("%+v", in.Wrong)
	}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) now() time.Time       { return time.Unix(0, h.clock.Load()) }
func (h *house) pass(d time.Duration) { h.clock.Add(int64(d)) }
func (h *house) count(sql string) int64 {
	h.t.Helper()
	n, err := pg.Scalar[int64](h.t.Context(), h.db, pg.Query{Name: "test", SQL: sql})
	h.must(err)
	return n
}

// acts counts entries on the ledger.
func (h *house) acts(kind string) int64 {
	h.t.Helper()
	n, err := pg.Scalar[int64](h.t.Context(), h.db, pg.Query{Name: "test", SQL: `select count(*) from ledger.entry where kind = $1`}, kind)
	h.must(err)
	return n
}

// browser is one with a jar of cookies. It follows no redirect.
type browser struct {
	h *house
	*http.Client
	origin string // of the page that asks; its own when empty
	id     string // of the account signed in
}

func (h *house) browser() *browser {
	jar, err := cookiejar.New(nil)
	h.must(err)
	return &browser{h: h, Client: &http.Client{Jar: jar, Timeout: 5 * time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// reply is an answer with its JSON.
type reply struct {
	status int
	header http.Header
	text   string
	json   map[string]any
}

func (r reply) str(path string) string {
	var v any = r.json
	for _, key := range strings.Split(path, ".") {
		m, _ := v.(map[string]any)
		v = m[key]
	}
	s, _ := v.(string)
	return s
}

func (b *browser) do(method, path string, body any) reply {
	b.h.t.Helper()
	r, err := b.try(b.h.t.Context(), method, path, body)
	b.h.must(err)
	return r
}

func (b *browser) try(ctx context.Context, method, path string, body any) (reply, error) {
	var content io.Reader
	if s, ok := body.(string); ok {
		content = strings.NewReader(s)
	} else if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return reply{}, err
		}
		content = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, b.h.srv.URL+path, content)
	if err != nil {
		return reply{}, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("User-Agent", "示例浏览器/1.0")
	if b.origin != "" {
		req.Header.Set("Origin", b.origin)
		req.Header.Set("Sec-Fetch-Site", "cross-site")
	}
	res, err := b.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	out := reply{status: res.StatusCode, header: res.Header, text: string(text), json: map[string]any{}}
	_ = json.Unmarshal(text, &out.json)
	return out, err
}

// want asks and fails unless the answer is as wanted: a status, and a code or piece of text.
func (b *browser) want(status int, piece, method, path string, body any) reply {
	b.h.t.Helper()
	r := b.do(method, path, body)
	if r.status != status || !strings.Contains(r.text, piece) {
		b.h.t.Fatalf("%s %s: %d %s; want %d with %q", method, path, r.status, r.text, status, piece)
	}
	return r
}

func (b *browser) token() string {
	u, err := url.Parse(b.h.srv.URL)
	b.h.must(err)
	for _, c := range b.Jar.Cookies(u) {
		if c.Name == "xinheng" {
			return c.Value
		}
	}
	return ""
}

func (b *browser) plant(token string) {
	u, err := url.Parse(b.h.srv.URL)
	b.h.must(err)
	b.Jar.SetCookies(u, []*http.Cookie{{Name: "xinheng", Value: token, Path: "/"}})
}

func (b *browser) login(name, password, state string) *browser {
	b.h.t.Helper()
	b.want(200, state, "POST", "/v1/session", map[string]string{"name": name, "password": password})
	return b
}

// officer is one of the first three, signed in. For houses of one factor.
func (h *house) officer(role string) *browser {
	h.t.Helper()
	b := h.browser()
	b.want(200, "signed_in", "POST", "/v1/session/setup", map[string]string{"token": h.links[role], "password": word(0)})
	b.id = b.want(200, role, "GET", "/v1/session", nil).str("account.id")
	return b
}

func (h *house) officers() (sys, sec, aud *browser) {
	h.t.Helper()
	return h.officer(access.SystemAdministrator), h.officer(access.SecurityOfficer), h.officer(access.Auditor)
}

// hire makes an account through the officers, and gives it posts: "R11 ORG" or "R20 ORG REGION".
func (h *house) hire(sys, sec *browser, login, org string, posts ...string) *browser {
	h.t.Helper()
	ask := map[string]string{"login": login, "name": "示例" + login, "reason": "虚构演示"}
	if org != "" {
		ask["org"] = org
	} else {
		ask["region"] = "460100"
	}
	id := sys.want(201, "requested", "POST", "/v1/accounts", ask).str("id")
	link := sec.want(200, "active", "POST", "/v1/accounts/"+id+"/approval", map[string]any{"approve": true}).str("link.token")
	for _, p := range posts {
		grant := map[string]string{}
		for i, v := range strings.Fields(p) {
			grant[[]string{"role", "org", "region"}[i]] = v
		}
		sec.want(201, grant["role"], "POST", "/v1/accounts/"+id+"/posts", grant)
	}
	b := h.browser()
	b.want(200, "signed_in", "POST", "/v1/session/setup", map[string]string{"token": link, "password": word(1)})
	b.id = id
	return b
}

func permissions(r reply) []string {
	var out []string
	items, _ := r.json["permissions"].([]any)
	for _, v := range items {
		out = append(out, v.(string))
	}
	slices.Sort(out)
	return out
}

// codeOf is an authenticator app: it turns a secret and a time into a code, as RFC 6238 says.
func codeOf(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret); err != nil {
		t.Fatal(err)
	}
	code, err := hotp.GenerateCodeCustom(secret, uint64(at.Unix()/30), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

var oneFactor = signin.Config{OneFactor: true}
