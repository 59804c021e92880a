package guard

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"xinheng/internal/access"
)

const (
	appBack     = "https://app.example/back"
	appVerifier = "invented-verifier-of-an-app-that-does-not-exist-02"
)

// market registers an invented app of a firm with both officers.
func (w *town) market() (id string) {
	w.t.Helper()
	id = w.made(201, "aR26", "POST", "/v1/apps", map[string]any{"name": map[string]string{"zh": "示例应用", "en": "Example"}, "owner": firm, "redirects": []string{appBack},
		"origins": []string{}, "confidential": false, "scopes": []string{access.AppFile}}, "id")
	w.of["aR27"].want(200, `"live"`, "POST", "/v1/apps/"+id+"/decision", map[string]any{"version": 1, "approve": true})
	return id
}

// codeFor lets the firm of the own side agree to an app, and gives the code.
func (w *town) codeFor(app string) string {
	w.t.Helper()
	hash := sha256.Sum256([]byte(appVerifier))
	q := url.Values{"client_id": {app}, "redirect_uri": {appBack}, "response_type": {"code"}, "scope": {access.AppFile}, "state": {"s"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(hash[:])}, "code_challenge_method": {"S256"}}
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.url+"/oauth/authorize?"+q.Encode(), nil)
	w.must(err)
	resp, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	w.must(err)
	_ = resp.Body.Close()
	_, text, _ := strings.Cut(resp.Header.Get("Location"), "request=")
	sent, err := url.Parse(w.made(200, "aR3", "POST", "/v1/my/apps", map[string]any{"request": text, "until": "2026-12-31"}, "location"))
	w.must(err)
	return sent.Query().Get("code")
}

// authorised gives an authorisation of the firm of the own side.
func (w *town) authorised() string {
	w.t.Helper()
	w.codeFor(w.market())
	return w.made(200, "aR3", "GET", "/v1/my/apps", nil, "items.id")
}

// tokenFor goes the whole road.
func (w *town) tokenFor() string {
	w.t.Helper()
	app := w.market()
	form := url.Values{"grant_type": {"authorization_code"}, "client_id": {app}, "code": {w.codeFor(app)},
		"redirect_uri": {appBack}, "code_verifier": {appVerifier}}
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.url+"/oauth/token", strings.NewReader(form.Encode()))
	w.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(r)
	w.must(err)
	defer func() { _ = resp.Body.Close() }()
	var tok struct {
		Access string `json:"access_token"`
	}
	w.must(json.NewDecoder(resp.Body).Decode(&tok))
	return tok.Access
}

// TestF22_6_AnAppsTokenOpensTwoRoutesOfTheWholeProgram asks every route that needs a permission with the token of an app; and the firm sees
// who read its file, under the app's name, on the same day.
func TestF22_6_AnAppsTokenOpensTwoRoutesOfTheWholeProgram(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	token, doc := w.tokenFor(), w.document()
	for _, row := range w.app.Routes().Rows() {
		if row.Permission == "" {
			continue
		}
		op, _ := doc.find(row.Method, row.Path)
		a := w.visitor("an app").ask(row.Method, nowhere(row.Path)+required(doc, op), doc.fitting(row.Method, op), "Authorization", "Bearer "+token)
		if own := row.Permission == access.AppFile; own != (a.status == http.StatusOK) || !own && a.code() != "access.no_scope" {
			t.Errorf("%s %s: %d %.200s", row.Method, row.Path, a.status, a.text)
		}
	}
	w.of["aR3"].want(200, `"app":{"zh":"示例应用","en":"Example"}`, "GET", "/v1/my/views", nil)
}
