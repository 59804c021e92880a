// Package idptest is a provider of identities for tests: a real OpenID Connect server with keys of its own. 测试用身份提供方。
//
// It does what the standard asks of a provider, and no more: discovery, keys, the code flow with PKCE, codes that work
// once. A test may bend the identity token before it is signed, to see that it is refused.
//
// Owns: its keys, codes and subjects. Does not own: any code of the platform; it shares none with what it tests.
package idptest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

// Token is an identity token before it is signed.
type Token struct {
	Header map[string]any
	Claims map[string]any
	Key    *rsa.PrivateKey // what it is signed with
	Bare   bool            // no signature at all
}

// Provider is a running provider.
type Provider struct {
	URL          string
	ClientID     string
	ClientSecret string
	Redirect     string // where people may be sent back to
	Subject      string // who signs in next

	mu    sync.Mutex
	bend  func(*Token)
	codes map[string]grant
	key   *rsa.PrivateKey
	kid   string
	down  bool
	now   func() time.Time
}

type grant struct{ nonce, challenge, redirect, subject string }

var keyOnce = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// OtherKey is a key that is not the provider's.
var OtherKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// New starts a provider that ends with the test.
func New(t testing.TB, now func() time.Time) *Provider {
	t.Helper()
	key, err := keyOnce()
	if err != nil {
		t.Fatal(err)
	}
	p := &Provider{ClientID: "xinheng-example", ClientSecret: rand.Text(), codes: map[string]grant{}, key: key, kid: "k1", now: now}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	p.URL = srv.URL
	return p
}

// Bend changes the next identity tokens before they are signed; nil stops that.
func (p *Provider) Bend(f func(*Token)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bend = f
}

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"}, "code_challenge_methods_supported": []string{"S256"},
	})
}

// Turn changes the key tokens are signed with: the old one is no longer published.
func (p *Provider) Turn(key *rsa.PrivateKey, kid string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.key, p.kid = key, kid
}

// Down says whether the provider hands out tokens and keys at all.
func (p *Provider) Down(down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = down
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	public, kid, down := p.key.PublicKey, p.kid, p.down
	p.mu.Unlock()
	if down {
		http.Error(w, "down", http.StatusBadGateway)
		return
	}
	answer(w, http.StatusOK, map[string]any{"keys": []any{map[string]string{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid,
		"n": b64(public.N.Bytes()), "e": b64(big.NewInt(int64(public.E)).Bytes())}}})
}

// authorize signs whoever is Subject in without asking: the person's side is not what is tested.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || q.Get("redirect_uri") != p.Redirect || q.Get("client_id") != p.ClientID {
		http.Error(w, "unknown client or redirect_uri", http.StatusBadRequest)
		return
	}
	if q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || q.Get("state") == "" {
		http.Error(w, "the code flow needs PKCE and a state", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	p.mu.Lock()
	p.codes[code] = grant{q.Get("nonce"), q.Get("code_challenge"), p.Redirect, p.Subject}
	p.mu.Unlock()
	back.RawQuery = url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	if id != p.ClientID || subtle.ConstantTimeCompare([]byte(secret), []byte(p.ClientSecret)) != 1 {
		answer(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	p.mu.Lock()
	g, ok := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code")) // once
	bend, key, kid, down := p.bend, p.key, p.kid, p.down
	p.mu.Unlock()
	if down {
		http.Error(w, "down", http.StatusBadGateway)
		return
	}
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !ok || r.FormValue("grant_type") != "authorization_code" || r.FormValue("redirect_uri") != g.redirect || b64(sum[:]) != g.challenge {
		answer(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
		return
	}
	t := &Token{Header: map[string]any{"alg": "RS256", "typ": "JWT", "kid": kid}, Key: key, Claims: map[string]any{
		"iss": p.URL, "aud": p.ClientID, "sub": g.subject, "nonce": g.nonce, "iat": p.now().Unix(), "exp": p.now().Add(5 * time.Minute).Unix()}}
	if bend != nil {
		bend(t)
	}
	answer(w, http.StatusOK, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "expires_in": 300, "id_token": t.sign()})
}

func (t *Token) sign() string {
	text := b64(text(t.Header)) + "." + b64(text(t.Claims))
	if t.Bare {
		return text + "."
	}
	sum := sha256.Sum256([]byte(text))
	sig, err := rsa.SignPKCS1v15(rand.Reader, t.Key, crypto.SHA256, sum[:])
	if err != nil {
		panic(err) // only for a key too short
	}
	return text + "." + b64(sig)
}

func text(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // a test put something into a token that is no JSON
	}
	return b
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
