package signin_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/signin"
)

func TestSessionFixationIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	h.hire(sys, sec, "clerk", haikou, "R10 "+haikou)

	t.Run("a planted token is not taken up", func(t *testing.T) {
		b := h.browser()
		planted := strings.Repeat("A", 43)
		b.plant(planted)
		b.login("clerk", word(1), "signed_in")
		if b.token() == planted || b.token() == "" {
			t.Error("the session goes on under the token it came with")
		}
		thief := h.browser()
		thief.plant(planted)
		thief.want(401, "access.signed_out", "GET", "/v1/session", nil)
	})
	t.Run("the session a thief began is ended by the login in it", func(t *testing.T) {
		thief := h.browser().login("clerk", word(1), "signed_in")
		victim := h.browser()
		victim.plant(thief.token())
		victim.login("clerk", word(1), "signed_in")
		thief.want(401, "access.signed_out", "GET", "/v1/session", nil)
		victim.want(200, "clerk", "GET", "/v1/session", nil)
	})
	t.Run("the cookie is for HTTP only and for this site only", func(t *testing.T) {
		r := h.browser().want(200, "signed_in", "POST", "/v1/session", map[string]string{"name": "clerk", "password": word(1)})
		c := r.header.Get("Set-Cookie")
		if !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Lax") || !strings.Contains(c, "Path=/") || strings.Contains(c, "Domain") {
			t.Errorf("cookie %q", c)
		}
		if strings.Contains(r.text, strings.TrimPrefix(strings.Split(c, ";")[0], "xinheng=")) {
			t.Error("the token is in the body, where scripts can read it")
		}
	})
	t.Run("beyond the own machine the cookie is Secure and bound to the host", func(t *testing.T) {
		req, err := http.NewRequestWithContext(t.Context(), "POST", h.srv.URL+"/v1/session", strings.NewReader(`{"name":"clerk","password":"`+word(1)+`"}`))
		h.must(err)
		req.Host = "credit.example"
		req.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(req)
		h.must(err)
		defer func() { _ = res.Body.Close() }()
		if c := res.Header.Get("Set-Cookie"); !strings.HasPrefix(c, "__Host-xinheng=") || !strings.Contains(c, "Secure") {
			t.Errorf("cookie %q", c)
		}
	})
}

func TestCSRFIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, _, _ := h.officers()
	evil := &browser{h: h, Client: sys.Client, origin: "https://evil.example"}
	before := h.acts("account.request")
	body := map[string]string{"login": "mole", "name": "虚构", "org": haikou, "reason": "x"}
	for _, c := range []struct {
		method, path string
		body         any
	}{{"POST", "/v1/accounts", body}, {"PUT", "/v1/session/post", map[string]string{}}, {"DELETE", "/v1/session", nil}, {"POST", "/v1/session", body}} {
		if r := evil.do(c.method, c.path, c.body); r.status != 403 {
			t.Errorf("%s %s from another site: %d %s", c.method, c.path, r.status, r.text)
		}
	}
	if h.acts("account.request") != before {
		t.Error("another site made an account")
	}
	sys.want(200, "sys", "GET", "/v1/session", nil)
}

func TestClickjackingIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	for _, path := range []string{"/v1/session", "/v1/oidc/start", "/nothing"} {
		head := h.browser().do("GET", path, nil).header
		if head.Get("X-Frame-Options") != "DENY" || !strings.Contains(head.Get("Content-Security-Policy"), "frame-ancestors 'none'") ||
			head.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, head)
		}
	}
}

func TestBruteForceIsSlowedAndTellsNothing(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	h.hire(sys, sec, "clerk", haikou, "R10 "+haikou)

	t.Run("a login that exists and one that does not are answered alike", func(t *testing.T) {
		for round := range 8 {
			var got [2]reply
			for i, name := range []string{"clerk", "nobody-here"} {
				got[i] = h.browser().do("POST", "/v1/session", map[string]string{"name": name, "password": "Wrong-Wrong-1234"})
			}
			if got[0].status != got[1].status || got[0].text != got[1].text {
				t.Fatalf("round %d: %d %s and %d %s", round, got[0].status, got[0].text, got[1].status, got[1].text)
			}
			if locked := round >= 5; locked != (got[0].status == 429) {
				t.Fatalf("round %d: %d %s", round, got[0].status, got[0].text)
			}
		}
	})
	t.Run("the right password waits as well, and the wait doubles", func(t *testing.T) {
		b := h.browser()
		in := map[string]string{"name": "clerk", "password": word(1)}
		wrong := map[string]string{"name": "clerk", "password": word(2)}
		h.pass(time.Minute - time.Second)
		b.want(429, "signin.locked", "POST", "/v1/session", in)
		h.pass(time.Second)
		b.want(401, "signin.refused", "POST", "/v1/session", wrong) // the sixth
		h.pass(2*time.Minute - time.Second)
		b.want(429, "signin.locked", "POST", "/v1/session", in)
		h.pass(time.Second)
		b.want(200, "signed_in", "POST", "/v1/session", in)
		for range 4 {
			h.browser().want(401, "signin.refused", "POST", "/v1/session", wrong)
		}
		b.want(200, "signed_in", "POST", "/v1/session", in) // the fifth in a row, but right
	})
	t.Run("many at once are no more than one after another", func(t *testing.T) {
		before := h.count(`select count(*) from signin.attempt where outcome = 'refused'`)
		var wg sync.WaitGroup
		for range 30 {
			wg.Go(func() {
				_, _ = h.browser().try(t.Context(), "POST", "/v1/session", map[string]string{"name": "clerk", "password": "Wrong-Wrong-1234"})
			})
		}
		wg.Wait()
		if n := h.count(`select count(*) from signin.attempt where outcome = 'refused'`) - before; n > 5 {
			t.Errorf("%d guesses were looked at, at most 5 may be", n)
		}
	})
	t.Run("the auditor sees each attempt, and no password", func(t *testing.T) {
		h.pass(time.Hour)
		aud := h.browser().login("aud", word(0), "signed_in")
		r := aud.want(200, "locked", "GET", "/v1/signin-attempts?limit=500", nil)
		if strings.Contains(r.text, "Wrong") || strings.Contains(r.text, "nobody-here") {
			t.Error("what was typed is kept")
		}
		h.browser().login("clerk", word(1), "signed_in").want(403, "access.no_permission", "GET", "/v1/signin-attempts", nil)
	})
}

func TestAFloodOfLoginsIsRefusedNotQueued(t *testing.T) {
	t.Parallel()
	h := open(t, signin.Config{OneFactor: true, Hashing: signin.Hashing{KiB: 8 << 10, Passes: 2, AtOnce: 1, Waiting: 1}})
	busy := make(chan int, 40)
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			r, _ := h.browser().try(t.Context(), "POST", "/v1/session", map[string]string{"name": "nobody" + string(rune('a'+i%26)) + string(rune('a'+i/26)), "password": word(1)})
			busy <- r.status
		})
	}
	wg.Wait()
	close(busy)
	count := map[int]int{}
	for s := range busy {
		count[s]++
	}
	if count[429] == 0 || count[401] == 0 || count[429]+count[401] != 40 {
		t.Errorf("answers %v: some are looked at, the rest are told to come back", count)
	}
	h.browser().want(401, "signin.refused", "POST", "/v1/session", map[string]string{"name": "nobodyaa", "password": word(1)})
}

func TestOneAddressKnocksSlowly(t *testing.T) {
	t.Parallel()
	h := open(t, signin.Config{OneFactor: true, Door: access.Rate{PerSecond: 1, Burst: 3}})
	for i := range 3 { // many names, one address: what counts failures by login does not see it
		h.browser().want(401, "signin.refused", "POST", "/v1/session", map[string]string{"name": "name-" + string(rune('a'+i)), "password": word(1)})
	}
	h.browser().want(429, "access.too_many", "POST", "/v1/session", map[string]string{"name": "sys", "password": word(1)})
	h.browser().want(429, "access.too_many", "POST", "/v1/session/setup", map[string]string{"token": h.links[access.Auditor], "password": word(1)})
	h.browser().want(429, "access.too_many", "POST", "/v1/session/totp", map[string]string{"code": "123456"})
	h.browser().want(429, "access.too_many", "GET", "/v1/oidc/start", nil)
	h.pass(time.Second)
	h.browser().want(200, "signed_in", "POST", "/v1/session/setup", map[string]string{"token": h.links[access.Auditor], "password": word(1)})
}

// secondFactor enrols one for a person in a house that asks for it, and gives its secret.
func secondFactor(t *testing.T, h *house, b *browser) (secret string) {
	t.Helper()
	secret = b.want(200, "pending", "POST", "/v1/session/totp/enrolment", map[string]string{}).str("secret")
	b.want(200, "enrolled", "POST", "/v1/session/totp/enrolment", map[string]string{"code": codeOf(t, secret, h.now())})
	return secret
}

func TestAReplayedCodeIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t, signin.Config{})
	b := h.browser()
	b.want(200, "enrolment_required", "POST", "/v1/session/setup", map[string]string{"token": h.links[access.SystemAdministrator], "password": word(0)})
	secret := secondFactor(t, h, b)
	code := func() map[string]string { return map[string]string{"code": codeOf(t, secret, h.now())} }

	first := h.browser().login("sys", word(0), "totp_required")
	first.want(401, "signin.code", "POST", "/v1/session/totp", code()) // it ended the enrolment
	h.pass(30 * time.Second)
	taken := code()
	first.want(200, "signed_in", "POST", "/v1/session/totp", taken)
	second := h.browser().login("sys", word(0), "totp_required")
	second.want(401, "signin.code", "POST", "/v1/session/totp", taken)
	h.pass(30 * time.Second) // the code before is still within what clocks may differ by, and still used
	second.want(401, "signin.code", "POST", "/v1/session/totp", taken)
	second.want(200, "signed_in", "POST", "/v1/session/totp", code())
	t.Run("of the same code twice at once one is taken", func(t *testing.T) {
		h.pass(time.Minute)
		both := [2]*browser{h.browser().login("sys", word(0), "totp_required"), h.browser().login("sys", word(0), "totp_required")}
		in, statuses := code(), make(chan int, 2)
		var wg sync.WaitGroup
		for _, b := range both {
			wg.Go(func() {
				r, _ := b.try(t.Context(), "POST", "/v1/session/totp", in)
				statuses <- r.status
			})
		}
		wg.Wait()
		if sum := <-statuses + <-statuses; sum != 200+401 {
			t.Errorf("the two answers add up to %d", sum)
		}
	})
	t.Run("guessing codes is slowed like guessing passwords", func(t *testing.T) {
		h.pass(time.Hour)
		for range 6 {
			b := h.browser()
			r := b.do("POST", "/v1/session", map[string]string{"name": "sys", "password": word(0)})
			if r.status == 429 {
				return
			}
			b.do("POST", "/v1/session/totp", map[string]string{"code": "000000"})
		}
		t.Error("twelve attempts without the right code, and no wait")
	})
}

func TestOpenRedirectIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t, signin.Config{OneFactor: true, OIDC: signin.OIDC{Issuer: "http://127.0.0.1:9", ClientID: "x"}})
	for _, to := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, `\\evil.example`, "javascript:alert(1)", "evil.example",
		"/%0d%0aSet-Cookie:x=y\r\n", "/\t/evil.example", "http:evil.example", " /x", "///evil.example"} {
		r := h.browser().do("GET", "/v1/oidc/start?return_to="+strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", "\t", "%09", " ", "%20", `\`, "%5C").Replace(to), nil)
		if r.status != 422 || r.header.Get("Location") != "" {
			t.Errorf("%q: %d to %q", to, r.status, r.header.Get("Location"))
		}
	}
	h.browser().want(503, "signin.provider_down", "GET", "/v1/oidc/start?return_to=/desk?tab=1", nil)
}

func TestAStolenKeyIsWorthNothingOnceRevoked(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	_, sec, _ := h.officers()
	issued := sec.want(201, "secret", "POST", "/v1/keys", map[string]any{"org": haikou, "scopes": []string{"check"}})
	ask := func(secret string) int {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), "GET", h.srv.URL+"/v1/trial/check", nil)
		h.must(err)
		req.Header.Set("Authorization", "Bearer "+secret)
		res, err := http.DefaultClient.Do(req)
		h.must(err)
		_ = res.Body.Close()
		return res.StatusCode
	}
	stolen := issued.str("secret")
	next := sec.want(201, "secret", "POST", "/v1/keys/"+issued.str("id")+"/rotation", map[string]int{"days": 7})
	if ask(stolen) != 200 || ask(next.str("secret")) != 200 {
		t.Fatal("old and new are not both live")
	}
	sec.want(409, "access.two_live_keys", "POST", "/v1/keys/"+next.str("id")+"/rotation", map[string]int{"days": 7})
	sec.want(204, "", "DELETE", "/v1/keys/"+issued.str("id"), nil)
	if ask(stolen) != 401 || ask(next.str("secret")) != 200 {
		t.Error("the stolen key lives, or its successor died with it")
	}
	if strings.Contains(sec.want(200, issued.str("id"), "GET", "/v1/keys", nil).text, stolen) {
		t.Error("the list of keys gives a secret away")
	}
	last := sec.want(201, "secret", "POST", "/v1/keys/"+next.str("id")+"/rotation", map[string]int{"days": 7}).str("secret")
	h.pass(7*24*time.Hour - time.Second)
	before := ask(next.str("secret"))
	h.pass(time.Second)
	if before != 200 || ask(next.str("secret")) != 401 || ask(last) != 200 {
		t.Error("the old key does not give way on its day")
	}
	if h.acts("key.issue") != 1 || h.acts("key.rotate") != 2 || h.acts("key.revoke") != 1 {
		t.Error("the ledger does not know of the keys")
	}
}

func TestMassAssignmentIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	clerk := h.hire(sys, sec, "clerk", haikou, "R10 "+haikou)
	good := `"login":"mole","name":"虚构","org":"` + haikou + `","reason":"x"`
	for _, extra := range []string{`"role":"R27"`, `"status":"active"`, `"posts":[{"role":"R27"}]`, `"made_by":"cli"`, `"id":"1"`} {
		sys.want(422, "web.invalid", "POST", "/v1/accounts", "{"+good+","+extra+"}")
	}
	for path, body := range map[string]string{
		"/v1/session/post":     `{"post_id":"","role":"R27"}`,
		"/v1/session/password": `{"old":"` + word(1) + `","new":"` + word(3) + `","account":"` + sys.id + `"}`,
	} {
		clerk.want(422, "web.invalid", "PUT", path, body)
	}
	clerk.want(404, "signin.no_choice", "PUT", "/v1/session/post", map[string]string{"post_id": sys.want(200, "", "GET", "/v1/session", nil).str("active_post")})
	clerk.want(403, "access.no_permission", "POST", "/v1/accounts/"+clerk.id+"/posts", map[string]string{"org": haikou, "role": "R11"})
	clerk.want(403, "access.no_permission", "POST", "/v1/keys", map[string]any{"org": haikou, "scopes": []string{"check"}})
	sec.want(403, "access.not_apart", "POST", "/v1/accounts/"+sec.id+"/posts", map[string]string{"org": operator, "role": "R19"})
	sec.want(422, "access.bad_scope", "POST", "/v1/keys", map[string]any{"org": haikou, "scopes": []string{"check", "account.approve"}})
	if h.count(`select count(*) from account.account where login = 'mole'`) != 0 {
		t.Error("a refused account was made")
	}
}
