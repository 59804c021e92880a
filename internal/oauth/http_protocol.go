package oauth

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"xinheng/internal/web"
)

// protocol mounts what apps speak: RFC 8414, 6749 as OAuth 2.1 narrows it, 7009. None of it reads a cookie or allows another site's page.
func protocol(a *web.API, d *Desk) {
	row := func(id, method, path, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "oauth." + id, Method: method, Path: path, Area: "oauth", Summary: summary, Notes: notes, Faults: faults}
	}
	a.AddRaw(row("metadata", http.MethodGet, "/.well-known/oauth-authorization-server", "授权服务器描述 · Metadata of the authorization server", "RFC 8414."), nil, metadata{}, d.serveMetadata)
	a.AddRaw(row("begin", http.MethodGet, "/oauth/authorize", "授权入口 · Where an app sends a browser",
		"Code with PKCE (S256) and a state. Goes on to the page of consent, or back to the app with an error; nobody is sent to an address that is not registered.",
		"oauth.request", "oauth.suspended"), nil, nil, d.serveBegin)
	form := row("token", http.MethodPost, "/oauth/token", "换取令牌 · Tokens for a code or a refresh token",
		"A form (`application/x-www-form-urlencoded`); a confidential app sends client_secret in it. Refusals are those of RFC 6749 5.2, with a sentence in both languages.")
	form.MaxBody = 16 << 10
	a.AddRaw(form, nil, Tokens{}, d.serveToken)
	back := row("revoke", http.MethodPost, "/oauth/revoke", "交回令牌 · Give a token back", "RFC 7009: with a refresh token the authorisation ends.")
	back.MaxBody = 16 << 10
	a.AddRaw(back, nil, nil, d.serveRevoke)
	embed := row("embed", http.MethodPost, "/oauth/embed", "领取嵌入令牌 · A token to embed a page",
		"A form from the app's own server: client_id, client_secret, entity (unified social credit code), show (file or commitments). Good for ten minutes, on the app's registered sites (F22-2).")
	embed.MaxBody = 16 << 10
	a.AddRaw(embed, nil, EmbedToken{}, d.serveEmbed)
}

// metadata is what a client library reads first.
type metadata struct {
	Issuer     string   `json:"issuer"`
	Authorize  string   `json:"authorization_endpoint"`
	Token      string   `json:"token_endpoint"`
	Revoke     string   `json:"revocation_endpoint"`
	Scopes     []string `json:"scopes_supported"`
	Responses  []string `json:"response_types_supported"`
	Modes      []string `json:"response_modes_supported"`
	Grants     []string `json:"grant_types_supported"`
	Methods    []string `json:"token_endpoint_auth_methods_supported"`
	Challenges []string `json:"code_challenge_methods_supported"`
	Iss        bool     `json:"authorization_response_iss_parameter_supported"`
	Docs       string   `json:"service_documentation"`
}

// issuer is the address tokens come from.
func (d *Desk) issuer(r *http.Request) string {
	if d.Base != "" {
		return strings.TrimSuffix(d.Base, "/")
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (d *Desk) serveMetadata(w http.ResponseWriter, r *http.Request) error {
	at := d.issuer(r)
	m := metadata{Issuer: at, Authorize: at + "/oauth/authorize", Token: at + "/oauth/token", Revoke: at + "/oauth/revoke", Responses: []string{"code"}, Modes: []string{"query"},
		Grants: []string{"authorization_code", "refresh_token"}, Methods: []string{"none", "client_secret_post"}, Challenges: []string{"S256"}, Iss: true, Docs: at + "/developers/apps"}
	for _, s := range scopes {
		m.Scopes = append(m.Scopes, s.Code)
	}
	return say(w, http.StatusOK, m)
}

func (d *Desk) serveBegin(w http.ResponseWriter, r *http.Request) error {
	to, err := d.Begin(r.Context(), d.issuer(r), r.URL.Query())
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Location", to)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

func (d *Desk) serveToken(w http.ResponseWriter, r *http.Request) error {
	form, err := posted(r)
	if err == nil {
		var t Tokens
		if t, err = d.Token(r.Context(), form); err == nil {
			return say(w, http.StatusOK, t)
		}
	}
	return sayNo(w, err)
}

func (d *Desk) serveRevoke(w http.ResponseWriter, r *http.Request) error {
	form, err := posted(r)
	if err == nil {
		err = d.GiveBack(r.Context(), form)
	}
	if err != nil {
		return sayNo(w, err)
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
	return nil
}

func (d *Desk) serveEmbed(w http.ResponseWriter, r *http.Request) error {
	form, err := posted(r)
	if err == nil {
		var t EmbedToken
		if t, err = d.EmbedFor(r.Context(), d.issuer(r), form); err == nil {
			return say(w, http.StatusOK, t)
		}
	}
	return sayNo(w, err)
}

// posted reads a form from the body alone: what stands in an address ends up in logs.
func posted(r *http.Request) (url.Values, error) {
	if err := r.ParseForm(); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return nil, err
		}
		return nil, errForm
	}
	if len(r.URL.RawQuery) > 0 || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return nil, errForm
	}
	return r.PostForm, nil
}

func say(w http.ResponseWriter, status int, v any) error {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
	return nil
}

// sayNo answers as RFC 6749 5.2 has it. What is no refusal of the protocol is a problem like any other.
func sayNo(w http.ResponseWriter, err error) error {
	var r *Refusal
	if !errors.As(err, &r) {
		return err
	}
	return say(w, r.Status, struct {
		Error string `json:"error"`
		EN    string `json:"error_description"`
		ZH    string `json:"detail_zh"`
		Code  string `json:"code"`
	}{r.Code, r.EN, r.ZH, "oauth." + r.Code})
}
