package oauth

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var (
	bodyID       = counter.Code("11460000", "MB000001")
	ownerID      = counter.Code("91460000", "MA000020")
	firmID, othA = counter.Code("91460000", "MA000010"), counter.Code("91460000", "MA000011")
)

const (
	firmName = "海南虚构食品有限公司"
	back     = "https://app.example/back?from=xinheng"
	verifier = "invented-verifier-of-an-app-that-does-not-exist-01"
)

var people = map[string]access.Actor{
	"sys":      counter.Person("sys", bodyID, "海南虚构审批局", "460000", access.SystemAdministrator),
	"sec":      counter.Person("sec", bodyID, "海南虚构审批局", "460000", access.SecurityOfficer),
	"boss":     counter.ForFirm("boss", firmID, firmName, access.LegalRepresentative),
	"manager":  counter.ForFirm("manager", firmID, firmName, access.Manager),
	"agent":    counter.ForFirm("agent", firmID, firmName, access.Agent),
	"stranger": counter.ForFirm("stranger", othA, "海南虚构贸易有限公司", access.LegalRepresentative),
	"citizen":  itself(),
}

func itself() access.Actor {
	a := counter.ForFirm("citizen", "p-0123456789abcdef", "示例公民", access.Person)
	a.Itself = true
	return a
}

type house struct {
	*counter.Counter
	*Desk
	records *record.Desk
	apps    string // where apps ask
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{Counter: counter.Open(t, "2026-11-20", people)}
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, h.Law, e) })
	h.records = record.NewDesk(h.DB, h.Law, h.Sealer, events, nil, h.Now)
	h.Desk = NewDesk(h.DB, h.Law, h.Now)
	h.Names = func(_ context.Context, codes []string) (map[string]string, error) {
		known, out := map[string]string{ownerID: "海南虚构软件有限公司", firmID: firmName}, map[string]string{}
		for _, c := range codes {
			if known[c] != "" {
				out[c] = known[c]
			}
		}
		return out, nil
	}
	counter.Must(t, h.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: firmID, Name: firmName, Kind: registry.Enterprise}, {ID: othA, Name: "海南虚构贸易有限公司", Kind: registry.Enterprise}})
	}))
	h.Serve(func(api *web.API) { Routes(api, h.Desk) })
	keys := access.NewKeys(h.DB, h.Now)
	keys.Apps = h.Desk
	api := web.New(http.NewServeMux(), "test", access.Authorizer(keys, nil)) // the gate of the program, for who shows a token
	Routes(api, h.Desk)
	server := httptest.NewServer(api.Mux)
	t.Cleanup(server.Close)
	h.apps = server.URL
	return h
}

func want[T any](h *house, who, method, path string, in any, code string) T {
	h.T.Helper()
	return counter.Want[T](h.Counter, who, method, path, in, code)
}

type list[T any] struct{ Items []T }

func terms(confidential bool) Terms {
	return Terms{Name: law.Text2{ZH: "示例记账", EN: "Example Books"}, Owner: ownerID, Redirects: []string{back}, Confidential: confidential,
		Scopes: []string{access.AppFile, access.AppCommitments}}
}

// app registers an app with both officers; one that keeps a secret gets it.
func (h *house) app(confidential bool) (id, secret string) {
	h.T.Helper()
	a := want[App](h, "sys", "POST", "/v1/apps", terms(confidential), "")
	want[App](h, "sec", "POST", "/v1/apps/"+a.ID+"/decision", map[string]any{"version": a.Waiting.Version, "approve": true}, "")
	if confidential {
		secret = want[Secret](h, "sec", "POST", "/v1/apps/"+a.ID+"/secret", nil, "").Secret
	}
	return a.ID, secret
}

func challenge() string {
	s := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(s[:])
}

// query is what an app sends a browser with.
func query(app string) url.Values {
	return url.Values{"response_type": {"code"}, "client_id": {app}, "redirect_uri": {back}, "scope": {access.AppFile}, "state": {"s-7 &?"},
		"code_challenge": {challenge()}, "code_challenge_method": {"S256"}}
}

// visit opens the entrance with a browser that follows nothing.
func (h *house) visit(q url.Values) (status int, to *url.URL, body string) {
	h.T.Helper()
	r, err := http.NewRequestWithContext(h.T.Context(), "GET", h.apps+"/oauth/authorize?"+q.Encode(), nil)
	counter.Must(h.T, err)
	resp, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	counter.Must(h.T, err)
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	counter.Must(h.T, err)
	to, _ = url.Parse(resp.Header.Get("Location"))
	return resp.StatusCode, to, string(b)
}

// request is the text the page of consent gets.
func (h *house) request(q url.Values) string {
	h.T.Helper()
	status, to, body := h.visit(q)
	if status != http.StatusSeeOther || to.Path != "/centre/authorise" {
		h.T.Fatalf("%d %s %s", status, to, body)
	}
	return to.Query().Get("request")
}

// code is what the app gets once somebody agreed until a day.
func (h *house) code(who string, q url.Values, until string) string {
	h.T.Helper()
	sent := want[Sent](h, who, "POST", "/v1/my/apps", map[string]any{"request": h.request(q), "until": until}, "")
	u, err := url.Parse(sent.Location)
	counter.Must(h.T, err)
	if got := u.Query(); u.Host != "app.example" || got.Get("from") != "xinheng" || got.Get("state") != q.Get("state") || got.Get("iss") != h.apps {
		h.T.Fatalf("sent to %s", sent.Location)
	}
	return u.Query().Get("code")
}

type answer struct {
	Tokens
	Error string
}

// post sends a form as an app does.
func (h *house) post(path string, form url.Values) (int, answer) {
	h.T.Helper()
	status, b := h.raw("POST", path, "", "application/x-www-form-urlencoded", form.Encode())
	var a answer
	if len(b) > 0 {
		counter.Must(h.T, json.Unmarshal(b, &a))
	}
	return status, a
}

func (h *house) raw(method, path, token, kind, body string) (int, []byte) {
	h.T.Helper()
	r, err := http.NewRequestWithContext(h.T.Context(), method, h.apps+path, strings.NewReader(body))
	counter.Must(h.T, err)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(r)
	counter.Must(h.T, err)
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	counter.Must(h.T, err)
	if path == "/oauth/token" && resp.Header.Get("Cache-Control") != "no-store" {
		h.T.Error("an answer with tokens may be kept")
	}
	return resp.StatusCode, b
}

func exchange(app, code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "client_id": {app}, "code": {code}, "redirect_uri": {back}, "code_verifier": {verifier}}
}

// tokens goes the whole road for a firm.
func (h *house) tokens(app, who, scope, until string) Tokens {
	h.T.Helper()
	q := query(app)
	q.Set("scope", scope)
	return h.good(exchange(app, h.code(who, q, until)))
}

func (h *house) good(form url.Values) Tokens {
	h.T.Helper()
	status, a := h.post("/oauth/token", form)
	if status != 200 || a.Type != "Bearer" || a.Access == "" || a.Refresh == "" {
		h.T.Fatalf("%d %+v", status, a)
	}
	return a.Tokens
}

func (h *house) bad(form url.Values, status int, code string) {
	h.T.Helper()
	if got, a := h.post("/oauth/token", form); got != status || a.Error != code || a.Access != "" {
		h.T.Errorf("%d %+v, want %s", got, a, code)
	}
}

func refresh(app, token string) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "client_id": {app}, "refresh_token": {token}}
}

// opens says how an address answers a token.
func (h *house) opens(token, path string, status int, code string) []byte {
	h.T.Helper()
	got, b := h.raw("GET", path, token, "", "")
	var p web.Problem
	_ = json.Unmarshal(b, &p)
	if got != status || p.Code != code {
		h.T.Errorf("GET %s: %d %s, want %d %s", path, got, b, status, code)
	}
	return b
}

func (h *house) fined(number, decided string) {
	it, _ := h.Law.On(workday.MustParse("2026-11-20")).Item("penalty")
	file, err := record.OneRow(it, map[string]string{"CF_XDR_MC": firmName, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": number, "CF_WFXW": "未按规定贮存食品",
		"CF_SY": "虚构", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "罚款", "CF_NR": "罚款。", "CF_NR_FK": "2", "CF_JDRQ": decided,
		"CF_CFJG": "海口市虚构市场监督管理局", "CF_CFJGDM": bodyID, "CF_SDRQ": decided})
	counter.Must(h.T, err)
	got, err := h.records.Take(h.T.Context(), access.Actor{ID: "key:source", Kind: access.KindKey, Org: bodyID, Name: "示例来源单位", Scopes: access.Scopes()},
		record.Delivery{Item: "penalty", File: bytes.NewReader(file)})
	counter.Must(h.T, err)
	if len(got.Errors) > 0 {
		h.T.Fatalf("%+v", got.Errors)
	}
}
