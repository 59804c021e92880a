package signin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/signin"
	"xinheng/internal/signin/idptest"
)

// foreign is a house with a provider, and a clerk linked to a subject of it.
type foreign struct {
	*house
	idp   *idptest.Provider
	clerk string
}

func openForeign(t *testing.T, cfg signin.Config) *foreign {
	t.Helper()
	f := &foreign{}
	f.idp = idptest.New(t, func() time.Time { return f.now() })
	cfg.OIDC = signin.OIDC{Issuer: f.idp.URL, ClientID: f.idp.ClientID, ClientSecret: f.idp.ClientSecret, SecondFactor: cfg.OIDC.SecondFactor,
		DocumentClaim: cfg.OIDC.DocumentClaim, NumberClaim: cfg.OIDC.NumberClaim}
	cfg.OneFactor = true
	f.house = open(t, cfg)
	f.idp.Redirect, f.idp.Subject = f.srv.URL+"/v1/oidc/callback", "subject-1"
	sys, sec, _ := f.officers()
	f.clerk = f.hire(sys, sec, "clerk", haikou, "R10 "+haikou).id
	sys.want(200, "subject-1", "POST", "/v1/accounts/"+f.clerk+"/identities", map[string]string{"subject": "subject-1"})
	f.refused(f.browser(), "signin.oidc_unlinked") // asked for is not approved
	sec.want(200, "approved_by", "POST", "/v1/accounts/"+f.clerk+"/identities/approval", map[string]string{"subject": "subject-1"})
	return f
}

// walk goes the whole way round: to the provider, and back to us.
func (f *foreign) walk(b *browser, returnTo string) reply {
	f.t.Helper()
	out := b.want(303, "", "GET", "/v1/oidc/start?return_to="+url.QueryEscape(returnTo), nil)
	return b.do("GET", f.provider(b, out.header.Get("Location")), nil)
}

// provider visits the provider and gives where it sends the browser, as a path of ours.
func (f *foreign) provider(b *browser, location string) string {
	f.t.Helper()
	req, err := http.NewRequestWithContext(f.t.Context(), "GET", location, nil)
	f.must(err)
	res, err := b.Do(req)
	f.must(err)
	_ = res.Body.Close()
	if res.StatusCode != 302 {
		f.t.Fatalf("the provider answers %d to %s", res.StatusCode, location)
	}
	return strings.TrimPrefix(res.Header.Get("Location"), f.srv.URL)
}

func (f *foreign) refused(b *browser, code string) {
	f.t.Helper()
	r := f.walk(b, "/desk")
	f.is(r, code)
	b.want(401, "access.no_key", "GET", "/v1/session", nil)
}

func (f *foreign) is(r reply, code string) {
	f.t.Helper()
	if r.status != 303 || r.header.Get("Location") != "/app/login?refused="+code {
		f.t.Errorf("%d to %q %s, want refused %s", r.status, r.header.Get("Location"), r.text, code)
	}
}

func TestOIDCSignsLinkedPeopleIn(t *testing.T) {
	t.Parallel()
	f := openForeign(t, signin.Config{})
	b := f.browser()
	r := f.walk(b, "/desk?tab=1")
	if r.status != 303 || r.header.Get("Location") != "/desk?tab=1" || r.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %v", r.status, r.header)
	}
	b.want(200, `"clerk"`, "GET", "/v1/session", nil)
	b.want(200, haikou, "GET", "/v1/trial/record.enter", nil)

	t.Run("no account is made for a stranger", func(t *testing.T) {
		f.idp.Subject = "stranger"
		before := f.count(`select count(*) from account.account`)
		f.refused(f.browser(), "signin.oidc_unlinked")
		if f.count(`select count(*) from account.account`) != before {
			t.Error("an account was made")
		}
		f.idp.Subject = "subject-1"
	})
	t.Run("a second factor enrolled here is asked for", func(t *testing.T) {
		secret := secondFactor(t, f.house, b)
		half := f.browser()
		r := f.walk(half, "/desk")
		if to := r.header.Get("Location"); to != "/app/login?return_to=%2Fdesk&state=totp_required" {
			t.Errorf("sent to %q", to)
		}
		half.want(401, "access.signed_out", "GET", "/v1/session", nil)
		f.pass(30 * time.Second)
		half.want(200, "signed_in", "POST", "/v1/session/totp", map[string]string{"code": codeOf(t, secret, f.now())})
	})
	t.Run("a link taken away ends what it opened", func(t *testing.T) {
		sys := f.browser().login("sys", word(0), "signed_in")
		sys.want(200, `"items":[]`, "DELETE", "/v1/accounts/"+f.clerk+"/identities", map[string]string{"subject": "subject-1"})
		b.want(401, "access.signed_out", "GET", "/v1/session", nil)
		f.refused(f.browser(), "signin.oidc_unlinked")
	})
}

func TestOIDCRefusesTokensThatAreNotForThisSignIn(t *testing.T) {
	t.Parallel()
	f := openForeign(t, signin.Config{})
	other, err := idptest.OtherKey()
	f.must(err)
	for name, bend := range map[string]func(*idptest.Token){
		"another nonce":         func(k *idptest.Token) { k.Claims["nonce"] = "another" },
		"no nonce":              func(k *idptest.Token) { delete(k.Claims, "nonce") },
		"another audience":      func(k *idptest.Token) { k.Claims["aud"] = "somebody-else" },
		"another issuer":        func(k *idptest.Token) { k.Claims["iss"] = "https://evil.example" },
		"expired":               func(k *idptest.Token) { k.Claims["exp"] = f.now().Add(-time.Second).Unix() },
		"without an end":        func(k *idptest.Token) { delete(k.Claims, "exp") },
		"without a subject":     func(k *idptest.Token) { delete(k.Claims, "sub") },
		"unsigned":              func(k *idptest.Token) { k.Bare = true },
		"alg none":              func(k *idptest.Token) { k.Header["alg"] = "none"; k.Bare = true },
		"alg none, yet signed":  func(k *idptest.Token) { k.Header["alg"] = "none" },
		"alg of a shared key":   func(k *idptest.Token) { k.Header["alg"] = "HS256" },
		"a key of somebody":     func(k *idptest.Token) { k.Key = other },
		"an unknown key":        func(k *idptest.Token) { k.Key, k.Header["kid"] = other, "k9" },
		"not yet to be used":    func(k *idptest.Token) { k.Claims["nbf"] = f.now().Add(time.Hour).Unix() },
		"a subject of no text":  func(k *idptest.Token) { k.Claims["sub"] = 1 },
		"two audiences, no us":  func(k *idptest.Token) { k.Claims["aud"] = []string{"a", "b"} },
		"claims that are a lie": func(k *idptest.Token) { k.Claims["sub"] = "subject-1"; k.Claims["iss"] = f.idp.URL + "/" },
	} {
		t.Run(name, func(t *testing.T) {
			f.idp.Bend(bend)
			f.refused(f.browser(), "signin.oidc_token")
		})
	}
	f.idp.Bend(nil)
	if f.walk(f.browser(), "/desk").header.Get("Location") != "/desk" {
		t.Error("the provider's own token is refused")
	}
}

func TestOIDCAnswersBelongToTheBrowserThatAsked(t *testing.T) {
	t.Parallel()
	f := openForeign(t, signin.Config{})
	set := func(b *browser) string {
		t.Helper()
		return b.want(303, "", "GET", "/v1/oidc/start?return_to=/desk", nil).header.Get("Location")
	}
	t.Run("another's answer is not taken up (login CSRF)", func(t *testing.T) {
		attacker, victim := f.browser(), f.browser()
		answer := f.provider(attacker, set(attacker))
		f.is(victim.do("GET", answer, nil), "signin.oidc_flow")
		set(victim)
		f.is(victim.do("GET", answer, nil), "signin.oidc_flow")
		victim.want(401, "access.no_key", "GET", "/v1/session", nil)
	})
	t.Run("an answer is taken once", func(t *testing.T) {
		b := f.browser()
		answer := f.provider(b, set(b))
		if to := b.do("GET", answer, nil).header.Get("Location"); to != "/desk" {
			t.Fatalf("sent to %q", to)
		}
		f.is(b.do("GET", answer, nil), "signin.oidc_flow")
	})
	t.Run("an answer comes in time", func(t *testing.T) {
		b := f.browser()
		answer := f.provider(b, set(b))
		f.pass(10*time.Minute + time.Second)
		f.is(b.do("GET", answer, nil), "signin.oidc_flow")
	})
	t.Run("a code stolen on the way is worth nothing without what the browser carries", func(t *testing.T) {
		b, thief := f.browser(), f.browser()
		answer, err := url.Parse(f.provider(b, set(b)))
		f.must(err)
		mine, err := url.Parse(set(thief))
		f.must(err)
		q := answer.Query()
		q.Set("state", mine.Query().Get("state")) // the thief's own state, the victim's code: PKCE and nonce refuse it
		f.is(thief.do("GET", "/v1/oidc/callback?"+q.Encode(), nil), "signin.oidc_token")
	})
	t.Run("what the provider declines is declined", func(t *testing.T) {
		b := f.browser()
		to, err := url.Parse(set(b))
		f.must(err)
		f.is(b.do("GET", "/v1/oidc/callback?error=access_denied&state="+to.Query().Get("state"), nil), "signin.oidc_declined")
	})
	t.Run("a session from before is not gone on with", func(t *testing.T) {
		b := f.browser()
		planted := strings.Repeat("B", 43)
		b.plant(planted)
		f.walk(b, "/desk")
		if b.token() == planted || b.token() == "" {
			t.Error("the planted token is in use")
		}
	})
}

func TestOIDCFollowsTheProvidersKeysAndOutlivesItsOutages(t *testing.T) {
	t.Parallel()
	f := openForeign(t, signin.Config{})
	first := f.walk(f.browser(), "/desk")
	if first.header.Get("Location") != "/desk" {
		t.Fatalf("%d to %q", first.status, first.header.Get("Location"))
	}
	fresh, err := idptest.OtherKey()
	f.must(err)
	var old idptest.Token
	f.idp.Bend(func(k *idptest.Token) { old = *k })
	f.walk(f.browser(), "/desk") // to get hold of the old key
	f.idp.Bend(nil)

	f.idp.Turn(fresh, "k2")
	if to := f.walk(f.browser(), "/desk").header.Get("Location"); to != "/desk" {
		t.Errorf("a turned key is not followed: sent to %q", to)
	}
	f.idp.Bend(func(k *idptest.Token) { k.Key, k.Header["kid"] = old.Key, "k1" })
	f.refused(f.browser(), "signin.oidc_token") // the key the provider no longer has is stolen goods
	f.idp.Bend(func(k *idptest.Token) { k.Key, k.Header["kid"] = old.Key, "k2" })
	f.refused(f.browser(), "signin.oidc_token")
	f.idp.Bend(nil)

	b := f.browser()
	answer := f.provider(b, b.want(303, "", "GET", "/v1/oidc/start?return_to=/desk", nil).header.Get("Location"))
	f.idp.Down(true)
	if r := b.do("GET", answer, nil); r.status >= 500 || !strings.HasPrefix(r.header.Get("Location"), "/app/login?refused=signin.") {
		t.Errorf("%d to %q %s", r.status, r.header.Get("Location"), r.text)
	}
	b.want(401, "access.no_key", "GET", "/v1/session", nil)
	f.idp.Down(false)
	if to := f.walk(b, "/desk").header.Get("Location"); to != "/desk" {
		t.Errorf("after the outage: sent to %q", to)
	}
}

func TestOIDCLinksNeedTwo(t *testing.T) {
	t.Parallel()
	f := openForeign(t, signin.Config{})
	sys, sec := f.browser().login("sys", word(0), "signed_in"), f.browser().login("sec", word(0), "signed_in")
	secID := sec.want(200, "", "GET", "/v1/session", nil).str("account.id")
	path := "/v1/accounts/" + secID + "/identities"
	sys.want(200, "mine", "POST", path, map[string]string{"subject": "mine"})
	sys.want(409, "signin.identity_taken", "POST", path, map[string]string{"subject": "subject-1"})
	sys.want(403, "access.no_permission", "POST", path+"/approval", map[string]string{"subject": "mine"})
	sec.want(403, "access.not_apart", "POST", path+"/approval", map[string]string{"subject": "mine"}) // it is about himself
	sec.want(404, "signin.no_identity", "POST", path+"/approval", map[string]string{"subject": "subject-1"})
	f.idp.Subject = "mine"
	f.refused(f.browser(), "signin.oidc_unlinked")
	if n := f.count(`select count(*) from ledger.entry where public::text like '%subject-1%' or about like '%subject%'`); n != 0 {
		t.Error("the ledger names an outside identity")
	}
}

func TestAProviderThatAsksForASecondFactorIsBelieved(t *testing.T) {
	t.Parallel()
	f := openForeign(t, signin.Config{OIDC: signin.OIDC{SecondFactor: true}})
	b := f.browser()
	f.walk(b, "/desk")
	b.want(200, "signed_in", "GET", "/v1/session", nil)
	secondFactor(t, f.house, b)
	again := f.browser()
	if to := f.walk(again, "/desk").header.Get("Location"); to != "/desk" {
		t.Errorf("sent to %q", to)
	}
	h := open(t, oneFactor)
	_ = h.officer(access.SystemAdministrator)
	h.browser().want(404, "signin.no_provider", "GET", "/v1/oidc/start", nil)
}
