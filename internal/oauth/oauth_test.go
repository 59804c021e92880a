package oauth

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/disclosure"
	"xinheng/internal/pg"
)

const until = "2026-12-31"

func TestF22_6_AFirmAgreesAndTheAppReadsItsPublicFile(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.fined("示罚〔2026〕1号", "2026-11-02")
	app, _ := h.app(false)
	ask := want[Asked](h, "boss", "POST", "/v1/my/apps/ask", map[string]string{"request": h.request(query(app))}, "")
	if ask.Name.ZH != "示例记账" || ask.OwnerName != "海南虚构软件有限公司" || ask.Firm != firmID || ask.FirmName != firmName || ask.Back != "app.example" ||
		len(ask.Scopes) != 1 || ask.Scopes[0].Reads.EN == "" || ask.Longest.String() != "2027-11-19" {
		t.Fatalf("%+v", ask)
	}
	tok := h.tokens(app, "boss", access.AppFile, until)
	if tok.Expires != 600 || tok.Scope != access.AppFile || !strings.HasPrefix(tok.Access, access.AppTokenPrefix) {
		t.Errorf("%+v", tok)
	}
	var f File
	counter.Must(t, json.Unmarshal(h.opens(tok.Access, "/v1/app/file", 200, ""), &f))
	if f.Entity.ID != firmID || len(f.Records) != 1 || f.Records[0].DocumentNo != "示罚〔2026〕1号" {
		t.Errorf("%+v", f)
	}
	mine := want[list[Authorised]](h, "manager", "GET", "/v1/my/apps", nil, "").Items
	if len(mine) != 1 || mine[0].State != "live" || mine[0].LastUsed == nil || !mine[0].LastUsed.Equal(h.Now()) || mine[0].Until.String() != until {
		t.Errorf("%+v", mine)
	}
	seen, err := h.Seen(t.Context(), firmID, disclosure.Mark{At: h.Now().Add(time.Hour), ID: "ffffffff-ffff-ffff-ffff-ffffffffffff"}, 10)
	if err != nil || len(seen) != 1 || seen[0].App.EN != "Example Books" || seen[0].Org != ownerID || seen[0].Kind != disclosure.KindApp || seen[0].Fields[0] != access.AppFile {
		t.Errorf("%+v %v", seen, err)
	}
	if acts := h.Acts(mine[0].ID); len(acts) != 1 || acts[0] != "oauth.agreed" || h.Count(`select count(*) from ledger.entry where kind = 'oauth.read'`) != 1 {
		t.Error(acts)
	}
}

// Where app and address are not registered together nobody is sent anywhere, not even with an error.
func TestF22_6_NobodyIsSentToAnAddressThatIsNotRegistered(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, _ := h.app(false)
	for name, spoil := range map[string]func(url.Values){
		"another host":      func(q url.Values) { q.Set("redirect_uri", "https://evil.example/back?from=xinheng") },
		"a longer path":     func(q url.Values) { q.Set("redirect_uri", back+"&x=1") },
		"a shorter one":     func(q url.Values) { q.Set("redirect_uri", "https://app.example/back") },
		"none":              func(q url.Values) { q.Del("redirect_uri") },
		"another app":       func(q url.Values) { q.Set("client_id", "app-000000000000") },
		"two of them":       func(q url.Values) { q.Add("redirect_uri", "https://evil.example/") },
		"two of the client": func(q url.Values) { q.Add("client_id", app) },
	} {
		q := query(app)
		spoil(q)
		if status, to, body := h.visit(q); status != 422 || to.String() != "" || !strings.Contains(body, "oauth.request") || strings.Contains(body, "evil") {
			t.Errorf("%s: %d %s %s", name, status, to, body)
		}
	}
	for want, spoil := range map[string]func(url.Values){
		"unsupported_response_type": func(q url.Values) { q.Set("response_type", "token") },
		"invalid_scope":             func(q url.Values) { q.Set("scope", "record.approve") },
		"invalid_request":           func(q url.Values) { q.Set("code_challenge_method", "plain") },
		"invalid_request ":          func(q url.Values) { q.Del("code_challenge") },
		"invalid_request  ":         func(q url.Values) { q.Del("state") },
	} {
		q := query(app)
		spoil(q)
		if status, to, _ := h.visit(q); status != 303 || to.Host != "app.example" || to.Query().Get("error") != strings.TrimSpace(want) || to.Query().Get("state") != q.Get("state") || to.Query().Has("code") {
			t.Errorf("%s: %d %s", want, status, to)
		}
	}
	want[any](h, "boss", "POST", "/v1/my/apps/ask", map[string]string{"request": "rAAAA"}, "oauth.request")
	forged := request{Client: app, Redirect: "https://evil.example/", Kind: "code", Scope: access.AppFile, State: "x", Challenge: challenge(), Method: "S256"}
	want[any](h, "boss", "POST", "/v1/my/apps", map[string]any{"request": forged.text(), "until": until}, "oauth.request")
	want[any](h, "boss", "POST", "/v1/my/apps/refusal", map[string]any{"request": forged.text()}, "oauth.request")
}

// The state an app began with comes back as it was, with the issuer, also when the firm does not agree: an answer somebody slips in has another.
func TestF22_6_TheStateComesBackAsItWasAlsoWithANo(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, _ := h.app(false)
	q := query(app)
	q.Set("state", `1e5"<7>汉`)
	h.code("boss", q, until)
	sent := want[Sent](h, "boss", "POST", "/v1/my/apps/refusal", map[string]string{"request": h.request(q)}, "")
	u, _ := url.Parse(sent.Location)
	if got := u.Query(); got.Get("error") != "access_denied" || got.Get("state") != q.Get("state") || got.Get("iss") != h.apps || got.Has("code") {
		t.Error(sent.Location)
	}
}

func TestF22_6_ACodeNeedsTheVerifierItBeganWith(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, _ := h.app(false)
	other, _ := h.app(false)
	for name, spoil := range map[string]func(url.Values){
		"no verifier":      func(f url.Values) { f.Del("code_verifier") },
		"a wrong verifier": func(f url.Values) { f.Set("code_verifier", strings.Repeat("x", 50)) },
		"the challenge":    func(f url.Values) { f.Set("code_verifier", challenge()) },
		"another address":  func(f url.Values) { f.Set("redirect_uri", "https://app.example/") },
		"another app":      func(f url.Values) { f.Set("client_id", other) },
	} {
		form := exchange(app, h.code("boss", query(app), until))
		spoil(form)
		t.Log(name)
		h.bad(form, 400, "invalid_grant")
		if name != "another app" { // one wrong guess burns the code
			h.bad(exchange(app, form.Get("code")), 400, "invalid_grant")
		}
	}
	if n := h.Count(`select count(*) from oauth.token`); n != 0 {
		t.Errorf("%d tokens", n)
	}
	form := exchange(app, h.code("boss", query(app), until))
	form.Add("code", "xc_x")
	h.bad(form, 400, "invalid_request")
	h.bad(url.Values{"grant_type": {"password"}, "client_id": {app}}, 400, "unsupported_grant_type")
	if status, b := h.raw("POST", "/oauth/token?code=x", "", "application/x-www-form-urlencoded", ""); status != 400 || !strings.Contains(string(b), "invalid_request") {
		t.Errorf("a code in an address: %d %s", status, b)
	}
}

func TestF22_6_AnAppWithASecretShowsIt(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, secret := h.app(true)
	code := h.code("boss", query(app), until)
	form := exchange(app, code)
	h.bad(form, 401, "invalid_client")
	form.Set("client_secret", "xs_wrong")
	h.bad(form, 401, "invalid_client")
	form.Set("client_secret", secret)
	h.good(form) // a caller that is not the app burns nothing
	next := want[Secret](h, "sec", "POST", "/v1/apps/"+app+"/secret", nil, "").Secret
	form = exchange(app, h.code("boss", query(app), until))
	form.Set("client_secret", secret)
	h.bad(form, 401, "invalid_client")
	form.Set("client_secret", next)
	h.good(form)
}

func TestF22_6_ACodeThatComesTwiceEndsWhatItGave(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, _ := h.app(false)
	form := exchange(app, h.code("boss", query(app), until))
	tok := h.good(form)
	h.opens(tok.Access, "/v1/app/file", 200, "")
	h.bad(form, 400, "invalid_grant")
	h.opens(tok.Access, "/v1/app/file", 401, "oauth.token")
	h.bad(refresh(app, tok.Refresh), 400, "invalid_grant")
	if mine := want[list[Authorised]](h, "boss", "GET", "/v1/my/apps", nil, "").Items; mine[0].State != "ended" || mine[0].Why != "code_reused" {
		t.Errorf("%+v", mine)
	}
}

func TestF22_6_ARefreshTokenThatComesTwiceEndsTheFamily(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, _ := h.app(false)
	other, _ := h.app(false)
	first := h.tokens(app, "boss", access.AppFile, until)
	h.bad(refresh(other, first.Refresh), 400, "invalid_grant") // not theirs, and no harm done
	second := h.good(refresh(app, first.Refresh))
	h.opens(second.Access, "/v1/app/file", 200, "")
	h.bad(refresh(app, first.Refresh), 400, "invalid_grant")
	h.opens(first.Access, "/v1/app/file", 401, "oauth.token")
	h.opens(second.Access, "/v1/app/file", 401, "oauth.token")
	h.bad(refresh(app, second.Refresh), 400, "invalid_grant")
	mine := want[list[Authorised]](h, "boss", "GET", "/v1/my/apps", nil, "").Items
	if mine[0].Why != "token_reused" || len(h.Acts(mine[0].ID)) != 2 {
		t.Errorf("%+v", mine)
	}
}

func TestF22_6_EverythingEndsToTheSecond(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, _ := h.app(false)
	code := h.code("boss", query(app), until)
	h.Later(codeLife - time.Second)
	tok := h.good(exchange(app, code))
	code = h.code("boss", query(app), until)
	h.Later(codeLife)
	h.bad(exchange(app, code), 400, "invalid_grant")

	tok = h.tokens(app, "boss", access.AppFile, until)
	h.Later(tokenLife - time.Second)
	h.opens(tok.Access, "/v1/app/file", 200, "")
	h.Later(time.Second)
	h.opens(tok.Access, "/v1/app/file", 401, "oauth.token")

	tok = h.good(refresh(app, tok.Refresh))
	h.Later(refreshLife - time.Second)
	tok = h.good(refresh(app, tok.Refresh))
	h.Later(refreshLife)
	h.bad(refresh(app, tok.Refresh), 400, "invalid_grant")
	if n, err := h.Sweep(t.Context()); err != nil || n == 0 || h.Count(`select count(*) from oauth.token where token_hash = $1`, hashed(tok.Refresh)) != 1 {
		t.Errorf("%d forgotten, or one that may still come: %v", n, err)
	}
}

// Until its last day an authorisation holds, the day after it does not, and no job has run.
func TestF22_6_AnAuthorisationHoldsUntilItsLastDay(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, _ := h.app(false)
	for day, code := range map[string]string{"2026-11-19": "oauth.until", "2027-11-20": "oauth.until", "2027-11-19": ""} {
		want[any](h, "boss", "POST", "/v1/my/apps", map[string]any{"request": h.request(query(app)), "until": day}, code)
	}
	tok := h.tokens(app, "boss", access.AppFile, "2026-11-21")
	h.On("2026-11-21")
	tok = h.good(refresh(app, tok.Refresh))
	h.opens(tok.Access, "/v1/app/file", 200, "")
	h.At(h.Now().Truncate(24 * time.Hour).Add(16*time.Hour - time.Minute)) // 23:59 in Hainan
	tok = h.good(refresh(app, tok.Refresh))
	h.Later(time.Minute)
	h.opens(tok.Access, "/v1/app/file", 401, "oauth.token")
	h.bad(refresh(app, tok.Refresh), 400, "invalid_grant")
}

func TestF22_6_TakenBackItIsOverAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, _ := h.app(false)
	tok := h.tokens(app, "boss", access.AppFile, until)
	id := want[list[Authorised]](h, "boss", "GET", "/v1/my/apps", nil, "").Items[0].ID
	want[any](h, "stranger", "DELETE", "/v1/my/apps/"+id, nil, "oauth.unknown")
	want[any](h, "agent", "DELETE", "/v1/my/apps/"+id, nil, "access.no_permission")
	h.opens(tok.Access, "/v1/app/file", 200, "")
	want[any](h, "manager", "DELETE", "/v1/my/apps/"+id, nil, "")
	h.opens(tok.Access, "/v1/app/file", 401, "oauth.token")
	h.bad(refresh(app, tok.Refresh), 400, "invalid_grant")
	want[any](h, "manager", "DELETE", "/v1/my/apps/"+id, nil, "oauth.unknown") // a second click
	if n := h.Count(`select count(*) from oauth.reading`); n != 1 {
		t.Errorf("%d readings: what was refused is none", n)
	}
}

func TestF22_6_AnAppGivesItsTokensBack(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, _ := h.app(false)
	other, _ := h.app(false)
	tok := h.tokens(app, "boss", access.AppFile, until)
	give := func(client, token string) {
		if status, a := h.post("/oauth/revoke", url.Values{"client_id": {client}, "token": {token}}); status != 200 || a.Error != "" {
			t.Errorf("%d %+v", status, a)
		}
	}
	give(other, tok.Refresh)
	give(app, "xr_nobody-knows-it")
	h.opens(tok.Access, "/v1/app/file", 200, "")
	give(app, tok.Access)
	h.opens(tok.Access, "/v1/app/file", 401, "oauth.token")
	tok = h.good(refresh(app, tok.Refresh))
	give(app, tok.Refresh)
	h.opens(tok.Access, "/v1/app/file", 401, "oauth.token")
	if mine := want[list[Authorised]](h, "boss", "GET", "/v1/my/apps", nil, "").Items; mine[0].Why != "given_back" {
		t.Errorf("%+v", mine)
	}
}

// A token opens what was agreed to, of the firm that agreed. To every other address it is nobody, or refused.
func TestF22_6_AnAppReadsWhatWasAgreedToAndNothingElse(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.fined("示罚〔2026〕1号", "2026-11-02")
	app, _ := h.app(false)
	tok := h.tokens(app, "stranger", access.AppFile, until)
	if b := h.opens(tok.Access, "/v1/app/file", 200, ""); strings.Contains(string(b), firmID) || !strings.Contains(string(b), othA) {
		t.Errorf("another firm's file: %s", b)
	}
	h.opens(tok.Access, "/v1/app/commitments", 403, "access.no_scope")
	h.opens(tok.Access, "/v1/my/apps", 403, "access.no_scope")
	h.opens(tok.Access, "/v1/apps", 403, "access.no_scope")
	h.opens(tok.Access, "/v1/apps/scopes", 200, "")
	h.opens(access.AppTokenPrefix+"unknown", "/v1/apps/scopes", 401, "oauth.token")
	h.opens("", "/v1/app/file", 401, "access.no_key")
	want[any](h, "boss", "GET", "/v1/app/file", nil, "access.no_permission")
	both := h.tokens(app, "stranger", access.AppFile+" "+access.AppCommitments, until)
	h.opens(both.Access, "/v1/app/commitments", 200, "")
	h.opens(tok.Access, "/v1/app/file", 401, "oauth.token") // agreeing again took its place
}

func TestF22_6_AnAppIsRegisteredByTwoPeople(t *testing.T) {
	t.Parallel()
	h := open(t)
	want[any](h, "sec", "POST", "/v1/apps", terms(false), "access.no_permission")
	want[any](h, "boss", "GET", "/v1/apps", nil, "access.no_permission")
	a := want[App](h, "sys", "POST", "/v1/apps", terms(false), "")
	if status, to, _ := h.visit(query(a.ID)); status != 422 || to.String() != "" || a.State != Proposed {
		t.Errorf("one officer alone let an app in: %d %+v", status, a)
	}
	give := map[string]any{"version": 1, "approve": true}
	want[any](h, "sys", "POST", "/v1/apps/"+a.ID+"/decision", give, "access.no_permission")
	both := people["sys"]
	both.Scopes = append([]string{access.AppApprove}, both.Scopes...)
	if _, err := h.Decide(t.Context(), both, a.ID, 1, true); err == nil {
		t.Error("whoever proposed it approved it")
	}
	want[any](h, "sys", "POST", "/v1/apps/"+a.ID+"/changes", terms(false), "oauth.waiting")
	want[any](h, "sys", "POST", "/v1/apps/app-000000000000/changes", Terms{}, "oauth.unknown_app")
	want[any](h, "sec", "POST", "/v1/apps/"+a.ID+"/decision", map[string]any{"version": 2, "approve": true}, "oauth.unknown_app")
	want[App](h, "sec", "POST", "/v1/apps/"+a.ID+"/decision", give, "")
	want[any](h, "sec", "POST", "/v1/apps/"+a.ID+"/decision", give, "oauth.unknown_app") // a second click
	want[any](h, "sec", "POST", "/v1/apps/"+a.ID+"/secret", nil, "oauth.unknown_app")    // it keeps none
	moved := terms(false)
	moved.Redirects = []string{"https://app.example/new"}
	want[App](h, "sys", "POST", "/v1/apps/"+a.ID+"/changes", moved, "")
	h.request(query(a.ID)) // what is proposed changes nothing yet
	got := want[App](h, "sec", "POST", "/v1/apps/"+a.ID+"/decision", map[string]any{"version": 2, "approve": false}, "")
	if got.State != Live || got.Terms.Redirects[0] != back || got.Waiting != nil {
		t.Errorf("%+v", got)
	}
	if acts := strings.Join(h.Acts(a.ID), " "); acts != "oauth.proposed oauth.approved oauth.proposed oauth.refused" {
		t.Error(acts)
	}
}

func TestF22_6_ASuspendedAppReadsNothingUntilTwoPeopleLetItBack(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, _ := h.app(false)
	tok := h.tokens(app, "boss", access.AppFile, until)
	text := h.request(query(app))
	want[any](h, "sec", "POST", "/v1/apps/"+app+"/suspension", map[string]string{"reason": " "}, "oauth.reason")
	want[any](h, "sys", "POST", "/v1/apps/"+app+"/suspension", map[string]string{"reason": "虚构"}, "access.no_permission")
	if a := want[App](h, "sec", "POST", "/v1/apps/"+app+"/suspension", map[string]string{"reason": "虚构的投诉"}, ""); a.State != Suspended {
		t.Errorf("%+v", a)
	}
	h.opens(tok.Access, "/v1/app/file", 401, "oauth.token")
	h.bad(refresh(app, tok.Refresh), 401, "invalid_client")
	want[any](h, "boss", "POST", "/v1/my/apps", map[string]any{"request": text, "until": until}, "oauth.suspended")
	if mine := want[list[Authorised]](h, "boss", "GET", "/v1/my/apps", nil, "").Items; mine[0].State != "suspended" {
		t.Errorf("%+v", mine)
	}
	want[App](h, "sys", "POST", "/v1/apps/"+app+"/changes", terms(false), "")
	h.opens(tok.Access, "/v1/app/file", 401, "oauth.token")
	want[App](h, "sec", "POST", "/v1/apps/"+app+"/decision", map[string]any{"version": 2, "approve": true}, "")
	h.opens(tok.Access, "/v1/app/file", 200, "")
}

func TestF22_6_WhatCannotBeKeptSafeIsNotRegistered(t *testing.T) {
	t.Parallel()
	h := open(t)
	for code, spoils := range map[string][]func(*Terms){
		"oauth.redirect": {
			func(x *Terms) { x.Redirects = []string{"http://app.example/back"} }, func(x *Terms) { x.Redirects = []string{"https://*.example/"} },
			func(x *Terms) { x.Redirects = []string{"https://app.example/#x"} }, func(x *Terms) { x.Redirects = []string{"https://u:p@app.example/"} },
			func(x *Terms) { x.Redirects = []string{"javascript:alert(1)"} }, func(x *Terms) { x.Redirects = []string{"myapp:/back"} },
			func(x *Terms) { x.Redirects, x.Confidential = []string{"example.app:/back"}, true },
			func(x *Terms) { x.Redirects = []string{"http://localhost:8000/"} },
		},
		"oauth.origin": {func(x *Terms) { x.Origins = []string{"https://site.example/path"} }, func(x *Terms) { x.Origins = []string{"*"} },
			func(x *Terms) { x.Origins = []string{"http://site.example"} }, func(x *Terms) { x.Origins = []string{"https://a.example; frame-src *"} }},
		"oauth.scopes":       {func(x *Terms) { x.Scopes = []string{"record.read"} }, func(x *Terms) { x.Scopes = nil }},
		"oauth.nothing":      {func(x *Terms) { x.Redirects, x.Scopes = nil, nil }},
		"oauth.public_embed": {func(x *Terms) { x.Origins = []string{"https://site.example"} }},
		"oauth.name":         {func(x *Terms) { x.Name.EN = "" }, func(x *Terms) { x.Name.ZH = strings.Repeat("名", 61) }},
		"oauth.owner":        {func(x *Terms) { x.Owner = othA }},
	} {
		for i, spoil := range spoils {
			x := terms(false)
			spoil(&x)
			t.Log(code, i)
			want[any](h, "sys", "POST", "/v1/apps", x, code)
		}
	}
	for _, good := range []string{"http://127.0.0.1:7777/back", "http://[::1]:7777/back", "example.app:/back", "https://app.example"} {
		x := terms(false)
		x.Redirects = []string{good}
		want[App](h, "sys", "POST", "/v1/apps", x, "")
	}
}

func TestF22_6_ANaturalPersonHasNoPublicFile(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, _ := h.app(false)
	want[any](h, "citizen", "POST", "/v1/my/apps", map[string]any{"request": h.request(query(app)), "until": until}, "oauth.no_file")
	if mine := want[list[Authorised]](h, "citizen", "GET", "/v1/my/apps", nil, "").Items; len(mine) != 0 {
		t.Errorf("%+v", mine)
	}
	want[any](h, "agent", "POST", "/v1/my/apps", map[string]any{"request": h.request(query(app)), "until": until}, "access.no_permission")
}

// Nothing that is a secret is kept in words: not in the tables, not on the ledger.
func TestF22_6_NoSecretIsKeptInWords(t *testing.T) {
	t.Parallel()
	h := open(t)
	app, secret := h.app(true)
	code := h.code("boss", query(app), until)
	form := exchange(app, code)
	form.Set("client_secret", secret)
	tok := h.good(form)
	h.opens(tok.Access, "/v1/app/file", 200, "")
	for _, table := range []string{"oauth.app", "oauth.proposal", "oauth.authorisation", "oauth.code", "oauth.token", "oauth.reading", "ledger.entry"} {
		rows, err := pg.Column[string](t.Context(), h.DB, pg.Query{Name: "words", SQL: "select x::text from " + table + " x"})
		counter.Must(t, err)
		all := strings.Join(rows, "\n")
		for _, s := range []string{secret, code, tok.Access, tok.Refresh, verifier} {
			if strings.Contains(all, s) {
				t.Errorf("%s holds a secret", table)
			}
		}
		if table == "ledger.entry" && strings.Contains(all, firmID) {
			t.Error("the ledger names the firm")
		}
	}
}

func TestF22_6_TheDiscoveryDocumentSaysWhatIsSpoken(t *testing.T) {
	t.Parallel()
	h := open(t)
	status, b := h.raw(http.MethodGet, "/.well-known/oauth-authorization-server", "", "", "")
	var m metadata
	counter.Must(t, json.Unmarshal(b, &m))
	if status != 200 || m.Issuer != h.apps || m.Token != h.apps+"/oauth/token" || len(m.Challenges) != 1 || m.Challenges[0] != "S256" || len(m.Responses) != 1 || !m.Iss ||
		len(m.Scopes) != 2 {
		t.Errorf("%d %s", status, b)
	}
}
