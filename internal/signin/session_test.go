package signin_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/signin"
)

func TestASessionEndsWhenItIsIdleAndInAnyCase(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys := h.officer(access.SystemAdministrator)
	alive := func() bool { return sys.do("GET", "/v1/session", nil).status == 200 }
	for range 23 { // 11½ hours of work
		h.pass(30*time.Minute - time.Second)
		if !alive() {
			t.Fatal("ended while it was used")
		}
	}
	h.pass(30 * time.Minute)
	if alive() {
		t.Error("idle for half an hour and alive")
	}
	sys.login("sys", word(0), "signed_in")
	for range 24 {
		h.pass(30*time.Minute - time.Second)
		if !alive() {
			t.Fatal("ended while it was used")
		}
	}
	h.pass(23 * time.Second)
	if !alive() {
		t.Error("ended before twelve hours")
	}
	h.pass(time.Second)
	if alive() {
		t.Error("twelve hours and alive")
	}
}

func TestSessionsAreListedAndEndedByTheirPersonOnly(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	desk, phone := h.browser().login("sys", word(0), "signed_in"), h.browser().login("sys", word(0), "signed_in")
	r := desk.want(200, "示例浏览器", "GET", "/v1/sessions", nil)
	items := r.json["items"].([]any)
	if len(items) != 3 || strings.Count(r.text, `"current":true`) != 1 || strings.Contains(r.text, desk.token()) {
		t.Fatalf("%s", r.text)
	}
	id := ""
	for _, s := range phone.want(200, "", "GET", "/v1/sessions", nil).json["items"].([]any) {
		if m := s.(map[string]any); m["current"] == true {
			id = m["id"].(string)
		}
	}
	sec.want(404, "signin.no_such_session", "DELETE", "/v1/sessions/"+id, nil)
	desk.want(404, "signin.no_such_session", "DELETE", "/v1/sessions/nonsense", nil)
	phone.want(200, "", "GET", "/v1/session", nil)
	desk.want(204, "", "DELETE", "/v1/sessions/"+id, nil)
	phone.want(401, "access.signed_out", "GET", "/v1/session", nil)
	desk.want(404, "signin.no_such_session", "DELETE", "/v1/sessions/"+id, nil)
	desk.want(204, "", "DELETE", "/v1/session", nil)
	if desk.token() != "" {
		t.Error("the cookie stays after signing out")
	}
	sys.want(200, "sys", "GET", "/v1/session", nil)
}

func TestPasswordsAreChangedByThePolicy(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys := h.officer(access.SystemAdministrator)
	change := func(status int, piece, old, password string) {
		t.Helper()
		sys.want(status, piece, "PUT", "/v1/session/password", map[string]string{"old": old, "new": password})
	}
	change(422, "signin.old_password", word(7), word(1))
	change(422, "signin.password_length", word(0), "Short-1-Aa!")
	change(422, "signin.password_kinds", word(0), "onlylowercaseletters")
	change(422, "signin.password_login", word(0), "My-Sys-Password-1")
	change(422, "signin.password_repeats", word(0), "Aa1Aa1Aa1Aa1Aa1")
	change(422, "signin.password_used", word(0), word(0))
	other := h.browser().login("sys", word(0), "signed_in")
	before := sys.token()
	change(200, "signed_in", word(0), word(1))
	if sys.token() == before {
		t.Error("the token is the same after a change of password")
	}
	other.want(401, "access.signed_out", "GET", "/v1/session", nil)
	for i := 1; i < 5; i++ {
		h.pass(time.Second)
		change(200, "signed_in", word(i), word(i+1))
	}
	change(422, "signin.password_used", word(5), word(1)) // five passwords ago is the last that counts
	change(200, "signed_in", word(5), word(0))            // six ago is not
	if n := h.acts("signin.password"); n != 7 {
		t.Errorf("%d changes on the ledger, want 7", n)
	}
	if n := h.count(`select count(*) from signin.credential where hash not like '$argon2id$v=19$m=64,t=1,p=1$%'`); n != 0 {
		t.Error("a password is kept in another form")
	}
}

func TestAnOldPasswordIsChangedBeforeAnythingElse(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	_ = h.officer(access.Auditor)
	h.pass(180*24*time.Hour - time.Second)
	h.browser().login("aud", word(0), "signed_in")
	h.pass(time.Second)
	b := h.browser().login("aud", word(0), "password_expired")
	b.want(403, "access.no_permission", "GET", "/v1/signin-attempts", nil)
	b.want(403, "signin.not_yet", "PUT", "/v1/session/post", map[string]string{})
	b.want(200, "password_expired", "GET", "/v1/session", nil)
	b.want(200, "signed_in", "PUT", "/v1/session/password", map[string]string{"old": word(0), "new": word(1)})
	b.want(200, "", "GET", "/v1/signin-attempts", nil)
}

func TestWithoutASecondFactorOneMayOnlyEnrolOne(t *testing.T) {
	t.Parallel()
	h := open(t, signin.Config{})
	b := h.browser()
	b.want(200, "enrolment_required", "POST", "/v1/session/setup", map[string]string{"token": h.links[access.Auditor], "password": word(0)})
	b.want(403, "access.no_permission", "GET", "/v1/signin-attempts", nil)
	b.want(409, "signin.no_enrolment", "POST", "/v1/session/totp/enrolment", map[string]string{"code": "123456"})
	pending := b.want(200, "pending", "POST", "/v1/session/totp/enrolment", map[string]string{})
	if !strings.HasPrefix(pending.str("uri"), "otpauth://totp/") || !strings.Contains(pending.str("uri"), "secret="+pending.str("secret")) {
		t.Errorf("uri %q", pending.str("uri"))
	}
	b.want(401, "signin.code", "POST", "/v1/session/totp/enrolment", map[string]string{"code": "000000"})
	before := b.token()
	codes := b.want(200, "enrolled", "POST", "/v1/session/totp/enrolment", map[string]string{"code": codeOf(t, pending.str("secret"), h.now())}).json["recovery"].([]any)
	if b.token() == before || len(codes) != 10 {
		t.Errorf("%d recovery codes, same token %v", len(codes), b.token() == before)
	}
	b.want(200, "", "GET", "/v1/signin-attempts", nil)
	if n := h.count(`select count(*) from signin.totp where position(convert_to('` + pending.str("secret") + `', 'UTF8') in secret) > 0`); n != 0 {
		t.Error("the secret is kept in the clear")
	}

	t.Run("with one, half a login is no login", func(t *testing.T) {
		half := h.browser().login("aud", word(0), "totp_required")
		half.want(401, "access.signed_out", "GET", "/v1/session", nil)
		half.want(401, "access.signed_out", "GET", "/v1/signin-attempts", nil)
		half.want(401, "access.signed_out", "PUT", "/v1/session/password", map[string]string{"old": word(0), "new": word(1)})
		h.pass(10*time.Minute - time.Second)
		h.pass(time.Second)
		half.want(401, "signin.no_session", "POST", "/v1/session/totp", map[string]string{"code": codeOf(t, pending.str("secret"), h.now())})
		h.browser().want(401, "signin.no_session", "POST", "/v1/session/totp", map[string]string{"code": "123456"})
	})
	t.Run("a recovery code works once", func(t *testing.T) {
		for range 2 {
			h.pass(time.Minute)
		}
		one := map[string]string{"code": strings.ToLower(codes[3].(string))}
		h.browser().login("aud", word(0), "totp_required").want(200, "signed_in", "POST", "/v1/session/totp", one)
		h.browser().login("aud", word(0), "totp_required").want(401, "signin.code", "POST", "/v1/session/totp", one)
	})
	t.Run("another factor needs the one in use, and none cannot be had", func(t *testing.T) {
		h.pass(time.Hour)
		b := h.browser().login("aud", word(0), "totp_required")
		b.want(200, "signed_in", "POST", "/v1/session/totp", map[string]string{"code": codeOf(t, pending.str("secret"), h.now())})
		b.want(401, "signin.code", "POST", "/v1/session/totp/enrolment", map[string]string{})
		h.pass(30 * time.Second)
		b.want(200, "pending", "POST", "/v1/session/totp/enrolment", map[string]string{"current": codeOf(t, pending.str("secret"), h.now())})
		b.want(409, "signin.second_needed", "DELETE", "/v1/session/totp/enrolment", map[string]string{"code": "123456"})
	})
}

func TestAResetNeedsTwoAndVoidsEverything(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	b := h.hire(sys, sec, "clerk", haikou, "R10 "+haikou)
	secret := secondFactor(t, h, b)
	sys.want(200, `"waiting":"reset"`, "POST", "/v1/accounts/"+b.id+"/requests", map[string]string{"kind": "reset", "reason": "手机遗失"})
	b.want(200, "clerk", "GET", "/v1/session", nil) // asked for is not approved
	link := sec.want(200, "link", "POST", "/v1/accounts/"+b.id+"/approval", map[string]any{"approve": true}).str("link.token")
	b.want(401, "access.signed_out", "GET", "/v1/session", nil)
	h.browser().want(401, "signin.refused", "POST", "/v1/session", map[string]string{"name": "clerk", "password": word(1)})
	set := func(status int, piece, token, password string) *browser {
		t.Helper()
		n := h.browser()
		n.want(status, piece, "POST", "/v1/session/setup", map[string]string{"token": token, "password": password})
		return n
	}
	set(422, "signin.password_used", link, word(1))
	set(422, "signin.password_length", link, "short")
	set(200, "signed_in", link, word(2)).want(200, `"second_factor":false`, "GET", "/v1/session", nil)
	set(404, "account.no_invitation", link, word(3))
	set(404, "account.no_invitation", "nonsense", word(3))
	h.browser().login("clerk", word(2), "signed_in")
	_ = secret

	t.Run("a link ends after three days, and with the next one", func(t *testing.T) {
		again := func() string {
			sys, sec := h.browser().login("sys", word(0), "signed_in"), h.browser().login("sec", word(0), "signed_in")
			sys.want(200, "", "POST", "/v1/accounts/"+b.id+"/requests", map[string]string{"kind": "reset", "reason": "x"})
			return sec.want(200, "link", "POST", "/v1/accounts/"+b.id+"/approval", map[string]any{"approve": true}).str("link.token")
		}
		first, second := again(), again()
		set(404, "account.no_invitation", first, word(4))
		h.pass(72 * time.Hour)
		set(404, "account.no_invitation", second, word(4))
		third := again()
		h.pass(72*time.Hour - time.Second)
		set(200, "signed_in", third, word(4))
	})
}

func TestRescueIsForOfficersAtTheMachineOnly(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	h.hire(sys, sec, "clerk", haikou, "R10 "+haikou)
	if _, err := h.accounts.Rescue(t.Context(), "clerk"); err == nil || !strings.Contains(fmt.Sprint(err), "account.rescue_officers_only") {
		t.Errorf("%v", err)
	}
	link, err := h.accounts.Rescue(t.Context(), "sec")
	h.must(err)
	sec.want(401, "access.signed_out", "GET", "/v1/session", nil)
	h.browser().want(200, "signed_in", "POST", "/v1/session/setup", map[string]string{"token": link.Token, "password": word(5)})
	if h.acts("account.rescue") != 1 {
		t.Error("the ledger does not tell of it")
	}
}
