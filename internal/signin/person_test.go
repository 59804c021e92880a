package signin_test

import (
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/ident"
	"xinheng/internal/signin"
	"xinheng/internal/signin/idptest"
)

// TestAProviderSaysWhoAPersonIs: the claims agreed on, in a token it signed, verify the account; only where they are agreed
// on, only what can be a document, and never a person who has another account.
func TestAProviderSaysWhoAPersonIs(t *testing.T) {
	t.Parallel()
	card := ident.MakeIDCard("46000019900101007")
	f := openForeign(t, signin.Config{OIDC: signin.OIDC{DocumentClaim: "doc_kind", NumberClaim: "doc_number"}})
	tell := func(kind, number string) {
		f.idp.Bend(func(k *idptest.Token) { k.Claims["doc_kind"], k.Claims["doc_number"] = kind, number })
	}
	verified := func() int64 {
		return f.count(`select count(*) from account.verified where ended_at is null and level = 'oidc'`)
	}
	in := func() *browser {
		t.Helper()
		b := f.browser()
		if r := f.walk(b, "/desk"); r.status != 303 || r.header.Get("Location") != "/desk" {
			t.Fatalf("%d %s", r.status, r.text)
		}
		b.want(200, "signed_in", "PUT", "/v1/session/post", map[string]string{}) // as itself, if it is anybody
		return b
	}
	for _, wrong := range []string{"", card[:17] + "?", "460000199001010070"} {
		tell("", wrong)
		in().want(403, "access.no_permission", "GET", "/v1/trial/view.own", nil)
	}
	tell("会员卡", card)
	in().want(403, "access.no_permission", "GET", "/v1/trial/view.own", nil)
	if n := verified(); n != 0 {
		t.Fatalf("%d were verified", n)
	}
	tell("", card) // an identity card, where the kind is not told
	b := in()
	b.want(200, `"org":"p-`, "GET", "/v1/trial/view.own", nil)
	b.want(200, `"level":"oidc"`, "GET", "/v1/session", nil)
	in()
	if n, all := verified(), f.count(`select count(*) from account.verified`); n != 1 || all != 1 {
		t.Errorf("told the same twice: %d links, %d of them in force", all, n)
	}
	f.idp.Subject = "subject-2"
	sys, sec := f.browser().login("sys", word(0), "signed_in"), f.browser().login("sec", word(0), "signed_in")
	second := f.hire(sys, sec, "second", "").id
	sys.want(200, "subject-2", "POST", "/v1/accounts/"+second+"/identities", map[string]string{"subject": "subject-2"})
	sec.want(200, "approved_by", "POST", "/v1/accounts/"+second+"/identities/approval", map[string]string{"subject": "subject-2"})
	in().want(403, "access.no_permission", "GET", "/v1/trial/view.own", nil)
	if n := verified(); n != 1 {
		t.Errorf("%d accounts are one person", n)
	}
}

// TestAProviderVerifiesNobodyUnasked: without the name of a claim in the configuration its claims mean nothing.
func TestAProviderVerifiesNobodyUnasked(t *testing.T) {
	t.Parallel()
	f := openForeign(t, signin.Config{})
	f.idp.Bend(func(k *idptest.Token) {
		k.Claims["doc_number"], k.Claims[""] = ident.MakeIDCard("46000019900101007"), "x"
	})
	f.walk(f.browser(), "/desk")
	if n := f.count(`select count(*) from account.verified`); n != 0 {
		t.Errorf("%d were verified", n)
	}
}

// TestWhatAWindowSawStandsAndOpensNothingWithoutTheSecondFactor: a provider does not overrule a clerk; and a verified person
// who has yet to enrol a second factor may do nothing but enrol it.
func TestWhatAWindowSawStandsAndOpensNothingWithoutTheSecondFactor(t *testing.T) {
	t.Parallel()
	card, another := ident.MakeIDCard("46000019900101007"), ident.MakeIDCard("46000019900101015")
	f := openForeign(t, signin.Config{OIDC: signin.OIDC{NumberClaim: "doc_number"}})
	sys, sec := f.browser().login("sys", word(0), "signed_in"), f.browser().login("sec", word(0), "signed_in")
	window := f.hire(sys, sec, "window", haikou, "R6 "+haikou)
	window.want(201, "window", "POST", "/v1/verified-persons", map[string]string{"login": "clerk", "name": "示例clerk", "document": "身份证", "number": card})
	f.idp.Bend(func(k *idptest.Token) { k.Claims["doc_number"] = another })
	b := f.browser()
	f.walk(b, "/desk")
	b.want(200, `"level":"window"`, "GET", "/v1/session", nil)

	h := open(t, signin.Config{})
	half := h.browser()
	half.want(200, "enrolment_required", "POST", "/v1/session/setup", map[string]string{"token": h.links[access.Auditor], "password": word(0)})
	id := half.want(200, "", "GET", "/v1/session", nil).str("account.id")
	h.must(h.accounts.VerifyByProvider(t.Context(), id, "https://idp.example", account.IdentityCard, card))
	half.want(403, "access.no_permission", "GET", "/v1/trial/view.own", nil)
	half.want(200, `"active_person":false`, "GET", "/v1/session", nil)
}
