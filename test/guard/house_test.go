package guard

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/app"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/signin"
	"xinheng/internal/workday"
)

// Bodies and firms of nobody, in two cities. 均为虚构。
var (
	operator = code("11460000", "XYQQ0401")
	haikou   = code("11460100", "XYQQ0402")
	sanya    = code("11460200", "XYQQ0403")
	firm     = code("91460100", "XYQQ0501")
	rival    = code("91460200", "XYQQ0502")
	nobody   = code("91460100", "XYQQ0599") // well formed, and registered nowhere
)

const (
	today    = "2026-11-23"
	password = "Long-Walk-07-Beach"
)

func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

// house is the whole program on a database of its own, on a clock that is set.
type house struct {
	t     *testing.T
	app   *app.App
	url   string
	data  string // keys and anchors
	clock atomic.Int64
	sys   *caller
	sec   *caller
	aud   *caller
}

// open starts the program, with its three officers and two bodies. Limits of pace are off: these tests hurry.
func open(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, data: t.TempDir()}
	h.clock.Store(workday.MustParse(today).Start().Add(9 * time.Hour).UnixNano())
	owner, _ := pgtest.NewURLs(t)
	a, err := app.Open(t.Context(), app.Options{DatabaseURL: owner, Data: h.data, Log: io.Discard, Now: func() time.Time { return time.Unix(0, h.clock.Load()) },
		Signin: signin.Config{OneFactor: true, Hashing: signin.Hashing{KiB: 64, Passes: 1, Waiting: 1000}, Door: access.Rate{PerSecond: 1e6, Burst: 1e6}}})
	h.must(err)
	t.Cleanup(a.Close)
	a.Keys.Limits = access.Limits{}
	h.app = a
	srv := httptest.NewServer(a.Handler())
	t.Cleanup(srv.Close)
	h.url = srv.URL
	h.begin()
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// begin seats the three officers through the links of the first start, and names the bodies.
func (h *house) begin() {
	h.t.Helper()
	made, err := h.app.Accounts.Bootstrap(h.t.Context(), account.First{
		Org: account.Org{ID: operator, Name: "虚构省信用平台", Region: "460000", Kind: "platform"},
		People: map[string]account.Invitee{access.SystemAdministrator: {Login: "sys", Name: "示甲"}, access.SecurityOfficer: {Login: "sec", Name: "示乙"},
			access.Auditor: {Login: "aud", Name: "示丙"}},
	})
	h.must(err)
	in, err := h.app.Accounts.ImportOrgs(h.t.Context(), access.CLI(), []account.Org{
		{ID: haikou, Name: "海口市示例局", Parent: operator, Region: "460100", Kind: "部门"},
		{ID: sanya, Name: "三亚市示例局", Parent: operator, Region: "460200", Kind: "部门"},
	})
	h.must(err)
	if len(in.Wrong) > 0 {
		h.t.Fatalf("%+v", in.Wrong)
	}
	seats := map[string]**caller{access.SystemAdministrator: &h.sys, access.SecurityOfficer: &h.sec, access.Auditor: &h.aud}
	for _, o := range made {
		*seats[o.Role] = h.visitor(o.Role).setUp(o.Link.Token)
	}
}

// register puts the two firms into the registry, as their registrar reports them.
func (h *house) register() {
	h.t.Helper()
	k := h.key(operator, access.ScopeIntake)
	rows := "统一社会信用代码,企业名称,主体类型,登记状态,行政区划\n" + firm + ",海口示例食品有限公司,企业,存续,460100\n" + rival + ",三亚示例旅行社有限公司,企业,存续,460200\n"
	k.want(200, `"accepted":2`, "POST", "/v1/intake/entity", []byte(rows))
}

// caller is somebody at a browser of their own with real cookies, or a system with its key.
type caller struct {
	h    *house
	who  string
	key  string
	id   string // of the account
	jar  http.CookieJar
	http *http.Client
}

func (h *house) visitor(who string) *caller {
	jar, err := cookiejar.New(nil)
	h.must(err)
	return &caller{h: h, who: who, jar: jar, http: &http.Client{Jar: jar, Timeout: 5 * time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// key is a system with a key, issued by the security administrator through the API.
func (h *house) key(org string, scopes ...string) *caller {
	h.t.Helper()
	var issued struct{ Secret string }
	h.sec.want(201, "secret", "POST", "/v1/keys", map[string]any{"org": org, "scopes": scopes}).read(h.t, &issued)
	k := h.visitor("key " + strings.Join(scopes, " "))
	k.key = issued.Secret
	return k
}

// hire lets somebody in by the front door: asked for by one officer, approved by another, with a post if a role is given.
func (h *house) hire(login, org, role string) *caller {
	h.t.Helper()
	ask := map[string]string{"login": login, "name": "示例" + login, "reason": "虚构演示"}
	if org == "" {
		ask["region"] = "460100"
	} else {
		ask["org"] = org
	}
	var a struct{ ID string }
	var approved struct{ Link struct{ Token string } }
	h.sys.want(201, "requested", "POST", "/v1/accounts", ask).read(h.t, &a)
	h.sec.want(200, "active", "POST", "/v1/accounts/"+a.ID+"/approval", map[string]any{"approve": true}).read(h.t, &approved)
	if role != "" {
		h.sec.want(201, role, "POST", "/v1/accounts/"+a.ID+"/posts", map[string]string{"role": role, "org": org})
	}
	c := h.visitor(login).setUp(approved.Link.Token)
	c.id = a.ID
	return c
}

// boss is the legal representative of a firm, acting for it.
func (h *house) boss(login, of string) *caller {
	h.t.Helper()
	b := h.hire(login, "", "")
	h.sys.want(201, "R3", "POST", "/v1/delegations", map[string]any{"firm": of, "login": login, "name": "示例" + login, "role": "R3"})
	return b.actsFor()
}

// helper is somebody whom a firm lets act for it.
func (boss *caller) helper(login, role string, services ...string) *caller {
	boss.h.t.Helper()
	c := boss.h.hire(login, "", "")
	boss.want(201, role, "POST", "/v1/delegations", map[string]any{"login": login, "name": "示例" + login, "role": role, "services": services, "until": "2027-06-30"})
	return c.actsFor()
}

func (c *caller) setUp(token string) *caller {
	c.h.t.Helper()
	c.want(200, "signed_in", "POST", "/v1/session/setup", map[string]string{"token": token, "password": password})
	return c
}

func (c *caller) signIn() *caller {
	c.h.t.Helper()
	c.want(200, "signed_in", "POST", "/v1/session", map[string]string{"name": c.who, "password": password})
	return c
}

func (c *caller) actsFor() *caller {
	c.h.t.Helper()
	var me struct{ Firms []struct{ ID string } }
	c.want(200, "", "GET", "/v1/session", nil).read(c.h.t, &me)
	if len(me.Firms) != 1 {
		c.h.t.Fatalf("%s acts for %d firms", c.who, len(me.Firms))
	}
	c.want(200, "signed_in", "PUT", "/v1/session/post", map[string]string{"delegation_id": me.Firms[0].ID})
	return c
}

// answer is what the program answered.
type answer struct {
	status int
	header http.Header
	text   string
}

func (a answer) read(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.text), v); err != nil {
		t.Fatalf("%v: %.300s", err, a.text)
	}
}

// code is the stable code of a refusal.
func (a answer) code() string {
	var p struct{ Code string }
	_ = json.Unmarshal([]byte(a.text), &p)
	return p.Code
}

// ask sends a request. A body is sent as it is when it is bytes, and as JSON otherwise.
func (c *caller) ask(method, path string, in any, header ...string) answer {
	c.h.t.Helper()
	a, err := c.try(method, path, in, header...)
	if err != nil {
		c.h.t.Fatalf("%s %s as %s: no answer: %v", method, path, c.who, err)
	}
	return a
}

func (c *caller) try(method, path string, in any, header ...string) (answer, error) {
	var body io.Reader
	kind := ""
	switch v := in.(type) {
	case nil:
	case []byte:
		body, kind = bytes.NewReader(v), "text/csv"
	default:
		raw, err := json.Marshal(v)
		if err != nil {
			return answer{}, err
		}
		body, kind = bytes.NewReader(raw), "application/json"
	}
	req, err := http.NewRequestWithContext(c.h.t.Context(), method, c.h.url+path, body)
	if err != nil {
		return answer{}, err
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if c.key != "" {
		req.Header.Set("Authorization", "Bearer "+c.key)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := c.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(text)}, err
}

// want asks, and fails unless the answer has a status and holds a piece of text.
func (c *caller) want(status int, piece, method, path string, in any, header ...string) answer {
	c.h.t.Helper()
	a := c.ask(method, path, in, header...)
	if a.status != status || !strings.Contains(a.text, piece) {
		c.h.t.Fatalf("%s %s as %s: %d %.500s, want %d with %q", method, path, c.who, a.status, a.text, status, piece)
	}
	return a
}

func (h *house) count(sql string) int64 {
	h.t.Helper()
	n, err := pg.Scalar[int64](h.t.Context(), h.app.Pool, pg.Query{Name: "guard", SQL: sql})
	h.must(err)
	return n
}

// settle lets the ledger give positions and the index read on.
func (h *house) settle() {
	h.t.Helper()
	h.must(h.app.Ledger.Sequence(h.t.Context()))
	h.must(h.app.Index.CatchUp(h.t.Context()))
}

// crew seats one real person in every role, and one system with a key for everything.
func (h *house) crew() map[string]*caller {
	h.t.Helper()
	h.register()
	all := map[string]*caller{"R1": h.visitor("R1"), access.System: h.key(operator, access.Scopes()...),
		access.SystemAdministrator: h.sys, access.SecurityOfficer: h.sec, access.Auditor: h.aud}
	boss := h.boss("role-r3", firm)
	all[access.LegalRepresentative] = boss
	for _, code := range []string{access.Manager, access.Agent} {
		role, _ := access.RoleOf(code)
		all[code] = boss.helper("role-"+strings.ToLower(code), code, role.May...)
	}
	for _, r := range access.Roles() {
		if all[r.Code] == nil && r.Code != access.Person {
			all[r.Code] = h.hire("role-"+strings.ToLower(r.Code), operator, r.Code)
		}
	}
	all[access.Person] = h.citizen("role-r2", all["R6"], 1)
	if len(all) != len(access.Roles()) {
		h.t.Fatalf("%d of %d roles are seated", len(all), len(access.Roles()))
	}
	return all
}

// cardOf is the number of an invented identity card: of a division nobody is registered in.
func cardOf(n int) string { return ident.MakeIDCard(fmt.Sprintf("46000019900101%03d", n)) }

// citizen is a natural person whom a window clerk has verified, acting as itself.
func (h *house) citizen(login string, clerk *caller, n int) *caller {
	h.t.Helper()
	c := h.hire(login, "", "")
	clerk.want(201, "window", "POST", "/v1/verified-persons", shown(login, cardOf(n)))
	return c.asItself()
}

// shown is a document at a window.
func shown(login, number string) map[string]string {
	return map[string]string{"login": login, "name": "示例" + login, "document": "身份证", "number": number}
}

func (c *caller) asItself() *caller {
	c.h.t.Helper()
	c.want(200, "signed_in", "PUT", "/v1/session/post", map[string]string{})
	return c
}
