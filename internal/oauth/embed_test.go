package oauth

import (
	"encoding/json"
	"net/url"
	"slices"
	"testing"
	"time"

	"xinheng/internal/counter"
	"xinheng/internal/fault"
)

const site = "https://park.example"

// embedder registers an app of a site, with its secret.
func (h *house) embedder() (id, secret string) {
	h.T.Helper()
	x := terms(true)
	x.Redirects, x.Scopes, x.Origins = nil, nil, []string{site}
	a := want[App](h, "sys", "POST", "/v1/apps", x, "")
	want[App](h, "sec", "POST", "/v1/apps/"+a.ID+"/decision", map[string]any{"version": 1, "approve": true}, "")
	return a.ID, want[Secret](h, "sec", "POST", "/v1/apps/"+a.ID+"/secret", nil, "").Secret
}

func (h *house) embed(form url.Values) (status int, t EmbedToken, refusal string) {
	h.T.Helper()
	status, b := h.raw("POST", "/oauth/embed", "", "application/x-www-form-urlencoded", form.Encode())
	var a struct {
		EmbedToken
		Error string
	}
	counter.Must(h.T, json.Unmarshal(b, &a))
	return status, a.EmbedToken, a.Error
}

func TestF22_2_AnEmbedTokenOpensOnePageOnRegisteredSitesForMinutes(t *testing.T) {
	t.Parallel()
	h := open(t)
	id, secret := h.embedder()
	good := url.Values{"client_id": {id}, "client_secret": {secret}, "entity": {firmID}, "show": {"file"}}
	status, tok, _ := h.embed(good)
	if status != 200 || tok.Expires != 600 || tok.URL != h.apps+"/embed/file?token="+tok.Token {
		t.Fatalf("%d %+v", status, tok)
	}
	opened := func(show, code string) Embedded {
		e, err := h.Embedded(t.Context(), tok.Token, show)
		if code == "" && err != nil || code != "" && !fault.Is(err, code) {
			t.Errorf("%s: %v, want %q", show, err, code)
		}
		return e
	}
	if e := opened("file", ""); e.Entity != firmID || !slices.Equal(e.Origins, []string{site}) {
		t.Errorf("%+v", e)
	}
	opened("commitments", "oauth.no_embed")
	h.Later(embedLife - time.Second)
	opened("file", "")
	h.Later(time.Second)
	if e := opened("file", "oauth.embed_over"); !slices.Equal(e.Origins, []string{site}) {
		t.Error("the site cannot show why")
	}
	_, tok, _ = h.embed(good)
	want[App](h, "sec", "POST", "/v1/apps/"+id+"/suspension", map[string]string{"reason": "虚构"}, "")
	opened("file", "oauth.suspended")
	tok.Token = embedPrefix + "unknown"
	if e := opened("file", "oauth.no_embed"); e.Origins != nil {
		t.Error("an unknown token names sites")
	}
}

func TestF22_2_OnlyARegisteredSiteGetsEmbedTokens(t *testing.T) {
	t.Parallel()
	h := open(t)
	id, secret := h.embedder()
	plain, plainSecret := h.app(true)
	for name, c := range map[string]struct {
		form url.Values
		code string
	}{
		"no secret":     {url.Values{"client_id": {id}, "entity": {firmID}, "show": {"file"}}, "invalid_client"},
		"no site":       {url.Values{"client_id": {plain}, "client_secret": {plainSecret}, "entity": {firmID}, "show": {"file"}}, "unauthorized_client"},
		"another page":  {url.Values{"client_id": {id}, "client_secret": {secret}, "entity": {firmID}, "show": {"everything"}}, "invalid_request"},
		"a person":      {url.Values{"client_id": {id}, "client_secret": {secret}, "entity": {"p-0123456789abcdef"}, "show": {"file"}}, "invalid_request"},
		"nobody's code": {url.Values{"client_id": {id}, "client_secret": {secret}, "entity": {ownerID}, "show": {"file"}}, "invalid_request"},
	} {
		if _, tok, refusal := h.embed(c.form); refusal != c.code || tok.Token != "" {
			t.Errorf("%s: %s %+v", name, refusal, tok)
		}
	}
	if n := h.Count(`select count(*) from oauth.embed`); n != 0 {
		t.Errorf("%d tokens", n)
	}
}
