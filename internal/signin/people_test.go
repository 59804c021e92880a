package signin_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

func TestF24_2_S1_NoAccountHoldsTwoOfTheThreeOfficers(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	clerk := h.hire(sys, sec, "clerk", haikou, "R10 "+haikou)
	plain := h.hire(sys, sec, "plain", operator)

	for _, c := range []struct {
		name   string
		to     *browser
		role   string
		status int
		code   string
	}{
		{"a second officer's post", sys, "R28", 409, "access.three_officers"},
		{"a business post for an officer", sys, "R19", 409, "access.three_officers"},
		{"an officer's post for a clerk", clerk, "R26", 409, "access.three_officers"},
		{"a system account's role", plain, "R25", 422, "account.post_role"},
		{"an identity that is no post", plain, "R3", 422, "account.post_role"},
		{"a role that does not exist", plain, "R99", 422, "account.post_role"},
		{"the first officer's post", plain, "R28", 201, "R28"},
		{"then the second", plain, "R26", 409, "access.three_officers"},
	} {
		t.Run("S1 "+c.name, func(t *testing.T) {
			c.to.h = h
			sec.want(c.status, c.code, "POST", "/v1/accounts/"+c.to.id+"/posts", map[string]string{"org": operator, "role": c.role})
		})
	}
	t.Run("S1 the key of a system holds no officer's permission", func(t *testing.T) {
		for _, role := range []string{access.SystemAdministrator, access.SecurityOfficer, access.Auditor} {
			r, _ := access.RoleOf(role)
			for _, p := range r.May {
				if p != access.OrgRead { // which every system may have
					sec.want(422, "access.bad_scope", "POST", "/v1/keys", map[string]any{"org": operator, "scopes": []string{p}})
				}
			}
		}
	})
	t.Run("S1 the database refuses it as well", func(t *testing.T) {
		_, err := h.db.Exec(t.Context(), pg.Query{Name: "test", SQL: `
			insert into account.post (post_id, account_id, org, role, region, from_on, granted_by, granted_at)
			select gen_random_uuid(), account_id, org, 'R28', '460000', '2026-11-23', 'cli', now() from account.post where role = 'R26' and ended_at is null`})
		if pg.Violated(err) != "post_of_one_officer" {
			t.Errorf("%v", err)
		}
	})
	t.Run("F24-2 they are made once, and the ledger tells of it", func(t *testing.T) {
		_, err := h.accounts.Bootstrap(t.Context(), account.First{Org: account.Org{ID: operator, Name: "虚构", Region: "460000", Kind: "platform"},
			People: map[string]account.Invitee{access.SecurityOfficer: {Login: "another", Name: "示丁"}}})
		if !fault.Is(err, "account.not_first") || h.acts("account.bootstrap") != 3 {
			t.Errorf("%v, %d acts", err, h.acts("account.bootstrap"))
		}
	})
	t.Run("F24-2 the last auditor is not sent away, nor suspended by one alone", func(t *testing.T) {
		h := open(t, oneFactor)
		sys, sec, aud := h.officers()
		post := aud.want(200, "", "GET", "/v1/session", nil).str("active_post")
		sec.want(409, "account.last_officer", "DELETE", "/v1/posts/"+post, nil)
		sys.want(409, "account.officer_by_two", "POST", "/v1/accounts/"+aud.id+"/suspension", nil)
		next := h.hire(sys, sec, "auditor2", operator, "R28 "+operator)
		sec.want(204, "", "DELETE", "/v1/posts/"+post, nil)
		next.want(200, "", "GET", "/v1/signin-attempts", nil)
	})
}

func TestF24_2_WhatTheThreeOfficersMayAndMayNot(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, aud := h.officers()
	body := map[string]any{"login": "new", "name": "虚构", "org": haikou, "reason": "x"}
	for _, c := range []struct {
		who    *browser
		name   string
		may    []string
		mayNot []string
	}{
		{sys, "R26", []string{access.AccountRequest, access.OrgEdit}, []string{access.AccountApprove, access.RoleGrant, access.AuditRead, access.SubjectRead, access.KeyIssue}},
		{sec, "R27", []string{access.AccountApprove, access.RoleGrant, access.KeyIssue}, []string{access.AccountRequest, access.AuditRead, access.SubjectRead, access.AuditExport}},
		{aud, "R28", []string{access.AuditRead, access.AccountRead, access.RoleRead}, []string{access.AccountRequest, access.AccountApprove, access.RoleGrant, access.KeyIssue, access.OrgEdit, access.SubjectRead}},
	} {
		held := permissions(c.who.want(200, "", "GET", "/v1/session", nil))
		for _, p := range c.may {
			if !slices.Contains(held, p) {
				t.Errorf("%s lacks %s", c.name, p)
			}
		}
		for _, p := range c.mayNot {
			if slices.Contains(held, p) {
				t.Errorf("%s holds %s", c.name, p)
			}
		}
	}
	sec.want(403, "access.no_permission", "POST", "/v1/accounts", body)
	aud.want(403, "access.no_permission", "POST", "/v1/accounts", body)
	sys.want(403, "access.no_permission", "GET", "/v1/signin-attempts", nil)
	id := sys.want(201, "requested", "POST", "/v1/accounts", body).str("id")
	for _, wrong := range []*browser{sys, aud} {
		wrong.want(403, "access.no_permission", "POST", "/v1/accounts/"+id+"/approval", map[string]any{"approve": true})
	}
	aud.want(200, `"waiting":"open"`, "GET", "/v1/accounts/"+id, nil)
}

func TestS2_AskingAndApprovingNeedTwoPeople(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	id := sys.want(201, "requested", "POST", "/v1/accounts", map[string]any{"login": "new", "name": "虚构", "org": haikou, "reason": "x"}).str("id")

	t.Run("S2 nobody signs in with an account that is not approved", func(t *testing.T) {
		h.browser().want(401, "signin.refused", "POST", "/v1/session", map[string]string{"name": "new", "password": word(1)})
		sec.want(409, "account.state", "POST", "/v1/accounts/"+id+"/posts", map[string]string{"org": haikou, "role": "R10"})
	})
	t.Run("S2 one who holds both permissions does not approve what he asked", func(t *testing.T) {
		both := access.Actor{ID: "person:" + sys.id, Account: sys.id, Kind: access.KindPerson, Org: operator, Regions: []string{"46"},
			Scopes: []string{access.AccountRequest, access.AccountApprove}}
		_, _, err := h.accounts.Decide(t.Context(), both, id, true, "")
		if !fault.Is(err, "access.not_apart") {
			t.Errorf("%v", err)
		}
		_, err = h.db.Exec(t.Context(), pg.Query{Name: "test", SQL: `update account.request set decided_by = asked_by, decided_at = now(), approved = true where decided_at is null`})
		if pg.Violated(err) != "request_is_decided_by_another" {
			t.Errorf("the database: %v", err)
		}
	})
	t.Run("S2 nobody approves what is asked for himself", func(t *testing.T) {
		sys.want(200, `"waiting":"reset"`, "POST", "/v1/accounts/"+sec.id+"/requests", map[string]string{"kind": "reset", "reason": "换机"})
		sec.want(403, "access.not_apart", "POST", "/v1/accounts/"+sec.id+"/approval", map[string]any{"approve": true})
	})
	t.Run("S2 it is decided once", func(t *testing.T) {
		sec.want(200, `"link"`, "POST", "/v1/accounts/"+id+"/approval", map[string]any{"approve": true})
		sec.want(409, "account.nothing_asked", "POST", "/v1/accounts/"+id+"/approval", map[string]any{"approve": true})
	})
	t.Run("S2 a refusal says why, and the account stays shut", func(t *testing.T) {
		id := sys.want(201, "requested", "POST", "/v1/accounts", map[string]any{"login": "other", "name": "虚构", "org": haikou, "reason": "x"}).str("id")
		sec.want(422, "account.reason", "POST", "/v1/accounts/"+id+"/approval", map[string]any{"approve": false})
		r := sec.want(200, `"refused"`, "POST", "/v1/accounts/"+id+"/approval", map[string]any{"approve": false, "reason": "非本单位人员"})
		if strings.Contains(r.text, "link") {
			t.Error("a refused account got a link")
		}
	})
	if h.acts("account.request") != 3 || h.acts("account.approve") != 1 || h.acts("account.refuse") != 1 {
		t.Error("the ledger tells another story")
	}
	if n := h.count(`select count(*) from ledger.entry where (public::text || about || actor) ~ '虚构|示甲|示乙|mole|other'`); n != 0 {
		t.Errorf("%d acts name a person", n)
	}
}

func TestS9_LeavingAPostRemovesRightsTheSameDay(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	feed := sec.want(201, "secret", "POST", "/v1/keys", map[string]any{"org": operator, "scopes": []string{"org.feed"}}).str("secret")
	elsewhere := sec.want(201, "secret", "POST", "/v1/keys", map[string]any{"org": sanya, "scopes": []string{"org.feed"}}).str("secret")
	tell := func(key, body string) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), "POST", h.srv.URL+"/v1/org-events", strings.NewReader(body))
		h.must(err)
		req.Header.Set("Authorization", "Bearer "+key)
		req.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(req)
		h.must(err)
		defer func() { _ = res.Body.Close() }()
		b := make([]byte, 2000)
		n, _ := res.Body.Read(b)
		return res.StatusCode, string(b[:n])
	}
	event := func(login, on string) string {
		return `{"event":"left","login":"` + login + `","org":"` + haikou + `","on":"` + on + `"}`
	}

	t.Run("S9 left today: gone with the next request", func(t *testing.T) {
		clerk := h.hire(sys, sec, "clerk", haikou, "R10 "+haikou)
		clerk.want(200, haikou, "GET", "/v1/trial/record.enter", nil)
		if status, body := tell(elsewhere, event("clerk", "2026-11-23")); status != 404 {
			t.Errorf("the feed of another body: %d %s", status, body)
		}
		clerk.want(200, haikou, "GET", "/v1/trial/record.enter", nil)
		if status, body := tell(feed, event("clerk", "2026-11-23")); status != 200 || !strings.Contains(body, `"ended":1`) {
			t.Fatalf("%d %s", status, body)
		}
		clerk.want(401, "access.signed_out", "GET", "/v1/trial/record.enter", nil)
		h.browser().want(401, "signin.refused", "POST", "/v1/session", map[string]string{"name": "clerk", "password": word(1)})
		if status, body := tell(feed, event("clerk", "2026-11-23")); status != 200 || !strings.Contains(body, `"ended":0`) {
			t.Errorf("told again: %d %s", status, body)
		}
	})
	t.Run("S9 left from a later day: rights to the day before, none on the day", func(t *testing.T) {
		guest := h.hire(sys, sec, "guest", operator, "R10 "+haikou) // of another body, with a post in this one
		if status, body := tell(feed, event("guest", "2026-11-25")); status != 200 || !strings.Contains(body, `"ended":1`) {
			t.Fatalf("%d %s", status, body)
		}
		h.clock.Store(workday.MustParse("2026-11-25").Start().Add(-time.Second).UnixNano())
		b := h.browser().login("guest", word(1), "signed_in")
		b.want(200, haikou, "GET", "/v1/trial/record.enter", nil)
		h.pass(time.Second)
		b.want(403, "access.no_permission", "GET", "/v1/trial/record.enter", nil)
		guest.want(401, "access.signed_out", "GET", "/v1/session", nil) // idle since the 23rd
	})
	t.Run("S9 a post that is taken away ends the sessions", func(t *testing.T) {
		sec := h.browser().login("sec", word(0), "signed_in")
		sys := h.browser().login("sys", word(0), "signed_in")
		aide := h.hire(sys, sec, "aide", haikou, "R10 "+haikou)
		post := aide.want(200, "", "GET", "/v1/session", nil).str("active_post")
		aide.want(403, "access.no_permission", "DELETE", "/v1/posts/"+post, nil)
		sec.want(204, "", "DELETE", "/v1/posts/"+post, nil)
		aide.want(401, "access.signed_out", "GET", "/v1/trial/record.enter", nil)
		sec.want(404, "account.no_post", "DELETE", "/v1/posts/"+post, nil)
		again := h.browser().login("aide", word(1), "signed_in")
		again.want(403, "access.no_permission", "GET", "/v1/trial/record.enter", nil)
	})
	t.Run("S9 a suspended account is out at once", func(t *testing.T) {
		sec := h.browser().login("sec", word(0), "signed_in")
		sys := h.browser().login("sys", word(0), "signed_in")
		b := h.hire(sys, sec, "susp", haikou, "R10 "+haikou)
		sys.want(200, "suspended", "POST", "/v1/accounts/"+b.id+"/suspension", nil)
		b.want(401, "access.signed_out", "GET", "/v1/session", nil)
		h.browser().want(401, "signin.refused", "POST", "/v1/session", map[string]string{"name": "susp", "password": word(1)})
		sys.want(200, `"waiting":"reopen"`, "POST", "/v1/accounts/"+b.id+"/requests", map[string]string{"kind": "reopen", "reason": "核实无误"})
		sec.want(200, "active", "POST", "/v1/accounts/"+b.id+"/approval", map[string]any{"approve": true})
		h.browser().login("susp", word(1), "signed_in")
	})
}

func TestS10_WhatLiesOutsideTheRegionDoesNotExist(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	citySys := h.hire(sys, sec, "city-sys", haikou, "R26 "+haikou)
	citySec := h.hire(sys, sec, "city-sec", haikou, "R27 "+haikou)
	far := h.hire(sys, sec, "far", sanya, "R10 "+sanya)
	near := h.hire(sys, sec, "near", haikou, "R10 "+haikou)
	nobody := "00000000-0000-7000-8000-000000000000"
	farPost := far.want(200, "", "GET", "/v1/session", nil).str("active_post")
	farKey := sec.want(201, "secret", "POST", "/v1/keys", map[string]any{"org": sanya, "scopes": []string{"check"}}).str("id")
	sys.want(200, "reset", "POST", "/v1/accounts/"+far.id+"/requests", map[string]string{"kind": "reset", "reason": "x"})

	for _, c := range []struct {
		who          *browser
		method, path string // %s is the id
		there, none  string
		body         any
	}{
		{citySys, "GET", "/v1/accounts/%s", far.id, nobody, nil},
		{citySys, "POST", "/v1/accounts/%s/suspension", far.id, nobody, nil},
		{citySys, "POST", "/v1/accounts/%s/requests", far.id, nobody, map[string]string{"kind": "reset", "reason": "x"}},
		{citySys, "GET", "/v1/accounts/%s/identities", far.id, nobody, nil},
		{citySec, "POST", "/v1/accounts/%s/approval", far.id, nobody, map[string]any{"approve": true}},
		{citySec, "POST", "/v1/accounts/%s/posts", far.id, nobody, map[string]string{"org": haikou, "role": "R10"}},
		{citySec, "DELETE", "/v1/posts/%s", farPost, nobody, nil},
		{citySec, "DELETE", "/v1/keys/%s", farKey, "k-none", nil},
		{citySec, "POST", "/v1/keys/%s/rotation", farKey, "k-none", map[string]int{"days": 1}},
	} {
		t.Run("S10 "+c.method+" "+c.path, func(t *testing.T) {
			there := c.who.do(c.method, strings.Replace(c.path, "%s", c.there, 1), c.body)
			none := c.who.do(c.method, strings.Replace(c.path, "%s", c.none, 1), c.body)
			if there.status != 404 || there.text != none.text {
				t.Errorf("%d %s; of what does not exist %d %s", there.status, there.text, none.status, none.text)
			}
		})
	}
	t.Run("S10 lists leave it out", func(t *testing.T) {
		if r := citySys.want(200, "near", "GET", "/v1/accounts", nil); strings.Contains(r.text, `"far"`) || strings.Contains(r.text, `"sys"`) {
			t.Error(r.text)
		}
		if r := citySys.want(200, `"items":[]`, "GET", "/v1/accounts?q=far", nil); strings.Contains(r.text, "far") {
			t.Error(r.text)
		}
		if r := citySec.want(200, "", "GET", "/v1/keys", nil); strings.Contains(r.text, farKey) {
			t.Error(r.text)
		}
		sys.want(200, `"far"`, "GET", "/v1/accounts?q=far", nil)
	})
	t.Run("S10 nothing is granted beyond one's region", func(t *testing.T) {
		citySec.want(404, "account.no_org", "POST", "/v1/accounts/"+near.id+"/posts", map[string]string{"org": sanya, "role": "R10"})
		citySec.want(422, "account.post_region", "POST", "/v1/accounts/"+near.id+"/posts", map[string]string{"org": haikou, "role": "R20", "region": "460000"})
		citySec.want(422, "account.post_region", "POST", "/v1/accounts/"+near.id+"/posts", map[string]string{"org": haikou, "role": "R20", "region": "460200"})
		citySec.want(404, "account.no_org", "POST", "/v1/keys", map[string]any{"org": sanya, "scopes": []string{"check"}})
		citySys.want(404, "account.no_org", "POST", "/v1/accounts", map[string]string{"login": "mine", "name": "虚构", "org": sanya, "reason": "x"})
	})
	t.Run("S10 a body is not moved into one's region, nor one's own out of it", func(t *testing.T) {
		citySys.want(422, "account.org_elsewhere", "POST", "/v1/orgs", map[string]string{"id": sanya, "name": "虚构", "region": "460100", "kind": "部门"})
		citySys.want(422, "account.org_elsewhere", "POST", "/v1/orgs", map[string]string{"id": haikou, "name": "虚构", "region": "460000", "kind": "部门"})
		citySys.want(200, "改名", "POST", "/v1/orgs", map[string]string{"id": haikou, "name": "虚构海口改名局", "parent": operator, "region": "460105", "kind": "部门"})
	})
}

func TestF24_7_PermissionsFollowThePostChosen(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	b := h.hire(sys, sec, "two", haikou, "R10 "+haikou, "R11 "+sanya)

	first := b.want(200, "", "GET", "/v1/session", nil)
	if first.str("active_post") != "" || len(permissions(first)) != 1 {
		t.Errorf("before a choice: %s", first.text)
	}
	b.want(403, "access.no_permission", "GET", "/v1/trial/record.enter", nil)
	byRole := map[string]string{}
	for _, p := range first.json["posts"].([]any) {
		post := p.(map[string]any)
		byRole[post["role"].(string)] = post["id"].(string)
	}
	for _, c := range []struct{ role, org, may, mayNot string }{
		{"R10", haikou, access.RecordEnter, access.RecordApprove}, {"R11", sanya, access.RecordApprove, access.RecordEnter}, {"R10", haikou, access.RecordEnter, access.RecordApprove},
	} {
		before := b.token()
		b.want(200, "signed_in", "PUT", "/v1/session/post", map[string]string{"post_id": byRole[c.role]})
		if b.token() == before {
			t.Error("the token is the same after a change of post")
		}
		thief := h.browser()
		thief.plant(before)
		thief.want(401, "access.signed_out", "GET", "/v1/trial/"+c.may, nil)
		b.want(200, c.org, "GET", "/v1/trial/"+c.may, nil)
		b.want(403, "access.no_permission", "GET", "/v1/trial/"+c.mayNot, nil)
		b.want(403, "access.no_permission", "GET", "/v1/trial/"+access.AuditRead, nil)
	}
	b.want(404, "signin.no_choice", "PUT", "/v1/session/post", map[string]string{"post_id": "00000000-0000-7000-8000-000000000000"})
	h.browser().want(401, "access.no_key", "GET", "/v1/trial/record.enter", nil)
}

func TestS8_AnExpiredCertificateRemovesTheRight(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	h.hire(sys, sec, "reviewer", haikou, "R11 "+haikou)
	ask := func(day string) int {
		t.Helper()
		h.clock.Store(workday.MustParse(day).Start().Add(time.Hour).UnixNano())
		b := h.browser().login("reviewer", word(1), "signed_in")
		held := permissions(b.want(200, "", "GET", "/v1/session", nil))
		if !slices.Contains(held, access.ScopeRead) {
			t.Errorf("%s: without a certificate one still reads", day)
		}
		return b.do("GET", "/v1/trial/"+access.RecordApprove, nil).status
	}
	if ask("2026-11-23") != 200 {
		t.Error("S8 without a rule no certificate is needed")
	}
	id := h.browser().login("reviewer", word(1), "signed_in").want(200, "", "GET", "/v1/session", nil).str("account.id")
	h.must(h.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		rule := account.CertificateRule{Role: "R11", Kind: "record-basics", From: workday.MustParse("2026-11-25"), Basis: "示例规则（虚构）"}
		if err := h.accounts.RequireCertificate(ctx, tx, access.CLI(), rule); err != nil {
			return err
		}
		return h.accounts.Certify(ctx, tx, access.CLI(), account.Certificate{Account: id, Kind: "record-basics",
			From: workday.MustParse("2026-11-27"), Until: workday.MustParse("2026-11-28")})
	}))
	for day, want := range map[string]int{"2026-11-24": 200, "2026-11-25": 403, "2026-11-26": 403, "2026-11-27": 200, "2026-11-28": 200, "2026-11-29": 403} {
		if got := ask(day); got != want {
			t.Errorf("S8 on %s: %d, want %d", day, got, want)
		}
	}
}

func TestDelegationsAreByServiceAndTime(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	boss := h.hire(sys, sec, "boss", "")
	staff := h.hire(sys, sec, "staff", "")
	agent := h.hire(sys, sec, "agent", "")
	other := h.hire(sys, sec, "other-boss", "")
	grant := func(status int, piece string, by *browser, login, role, code, until string, services ...string) reply {
		t.Helper()
		return by.want(status, piece, "POST", "/v1/delegations", map[string]any{"firm": code, "login": login, "name": "示例" + login, "role": role, "services": services, "until": until})
	}
	t.Run("an officer records the legal representative, and nothing else", func(t *testing.T) {
		grant(404, "account.no_firm", boss, "boss", "R3", firm, "")
		grant(422, "account.delegate_role", sys, "staff", "R4", firm, "2027-01-31", access.ViewOwn)
		sys.want(404, "account.no_person", "POST", "/v1/delegations", map[string]any{"firm": firm, "login": "boss", "name": "别人", "role": "R3"})
		grant(201, "R3", sys, "boss", "R3", firm, "")
		grant(201, "R3", sys, "other-boss", "R3", rival, "")
	})
	choose := func(b *browser) *browser {
		t.Helper()
		firms := b.want(200, "", "GET", "/v1/session", nil).json["firms"].([]any)
		b.want(200, "signed_in", "PUT", "/v1/session/post", map[string]string{"delegation_id": firms[0].(map[string]any)["id"].(string)})
		return b
	}
	choose(boss).want(200, firm, "GET", "/v1/trial/view.own", nil)
	choose(other)
	t.Run("for the own firm, within the role, until a day", func(t *testing.T) {
		grant(404, "account.no_firm", boss, "staff", "R4", rival, "2027-01-31", access.ViewOwn)
		grant(422, "account.delegate_role", boss, "staff", "R3", "", "2027-01-31", access.ViewOwn)
		grant(422, "account.delegate_services", boss, "staff", "R4", "", "2027-01-31", access.DelegateGrant)
		grant(422, "account.delegate_services", boss, "staff", "R4", "", "2027-01-31")
		grant(422, "account.delegate_until", boss, "staff", "R4", "", "", access.ViewOwn)
		grant(422, "account.delegate_until", boss, "staff", "R4", "", "2028-11-24", access.ViewOwn)
		grant(403, "access.not_apart", boss, "boss", "R4", "", "2027-01-31", access.ViewOwn)
		grant(201, `"confirm":false`, boss, "staff", "R4", "", "2026-11-24", access.ViewOwn)
		grant(201, `"confirm":true`, boss, "agent", "R5", "", "2026-12-31", access.CasePrepare)
	})
	choose(staff)
	staff.want(200, firm, "GET", "/v1/trial/view.own", nil)
	if held := permissions(staff.want(200, "", "GET", "/v1/session", nil)); slices.Contains(held, access.CaseSubmit) || slices.Contains(held, access.ConsentGrant) {
		t.Errorf("staff holds %v", held)
	}
	choose(agent).want(403, "access.no_permission", "GET", "/v1/trial/view.own", nil)
	t.Run("nobody delegates further", func(t *testing.T) {
		grant(404, "account.no_firm", staff, "agent", "R5", "", "2026-12-31", access.CasePrepare)
	})
	t.Run("other firms see nothing of it", func(t *testing.T) {
		id := staff.want(200, "", "GET", "/v1/session", nil).str("active_firm")
		other.want(404, "account.no_delegation", "DELETE", "/v1/delegations/"+id, nil)
		other.want(404, "account.no_firm", "GET", "/v1/delegations?firm="+firm, nil)
		if r := other.want(200, "other-boss", "GET", "/v1/delegations", nil); strings.Contains(r.text, "示例staff") {
			t.Error(r.text)
		}
	})
	t.Run("over on the day after its last", func(t *testing.T) {
		h.clock.Store(workday.MustParse("2026-11-25").Start().Add(-time.Second).UnixNano())
		b := choose(h.browser().login("staff", word(1), "signed_in"))
		b.want(200, firm, "GET", "/v1/trial/view.own", nil)
		h.pass(time.Second)
		b.want(403, "access.no_permission", "GET", "/v1/trial/view.own", nil)
	})
	t.Run("taken back, it is over at once", func(t *testing.T) {
		boss := choose(h.browser().login("boss", word(1), "signed_in"))
		agent := choose(h.browser().login("agent", word(1), "signed_in"))
		id := agent.want(200, "", "GET", "/v1/session", nil).str("active_firm")
		boss.want(204, "", "DELETE", "/v1/delegations/"+id, nil)
		agent.want(401, "access.signed_out", "GET", "/v1/session", nil)
		boss.want(404, "account.no_delegation", "DELETE", "/v1/delegations/"+id, nil)
	})
}

func TestOrganisationsAreImportedOverHTTP(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	file := "统一社会信用代码,机构名称,上级机构代码,行政区划代码,机构类别\n" + haikou + ",虚构海口改名局," + operator + ",460100,部门\n"
	sys.want(200, `"written":1`, "POST", "/v1/orgs/import", file)
	sys.want(207, "account.org_kind", "POST", "/v1/orgs/import", strings.Replace(file, "部门", "帮派", 1))
	sys.want(422, "record.file_", "POST", "/v1/orgs/import", "%PDF-1.7")
	sec.want(403, "access.no_permission", "POST", "/v1/orgs/import", file)
	sec.want(200, "改名", "GET", "/v1/orgs?parent="+operator, nil)
}
