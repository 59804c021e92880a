package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/fault"
)

// provider is the outside provider, found when it is first needed: its being down must not keep the platform from starting.
type provider struct {
	cfg    OIDC
	back   string // where it sends people back to
	client *http.Client
	now    func() time.Time

	mu    sync.Mutex
	found *oidc.Provider
	tried time.Time // when it last did not answer
}

const (
	callbackPath    = "/v1/oidc/callback"
	providerTimeout = 10 * time.Second
	providerPause   = 10 * time.Second // after it did not answer nobody waits for it again so soon
	flowFor         = 10 * time.Minute // between leaving for the provider and coming back
)

// signatures an identity token may carry: never none, never one whose key the provider and we would share.
var signatures = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}

func newProvider(c Config, now func() time.Time) *provider {
	return &provider{cfg: c.OIDC, back: strings.TrimSuffix(c.PublicURL, "/") + callbackPath, client: &http.Client{Timeout: providerTimeout}, now: now}
}

// discover reads what the provider says of itself, once it answers.
func (p *provider) discover(ctx context.Context) (*oidc.Provider, error) {
	if p.cfg.Issuer == "" || p.back == callbackPath {
		return nil, fault.New(fault.Missing, "signin.no_provider", "本平台未启用统一身份登录；请用登录名和口令登录。",
			"This platform has no outside provider of identities; sign in with login and password.")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	if p.now().Sub(p.tried) < providerPause {
		return nil, errProvider
	}
	// the provider's keys are fetched long after this request has ended
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.cfg.Issuer)
	if err != nil {
		p.tried = p.now()
		return nil, errors.Join(errProvider, err)
	}
	p.found = found
	return found, nil
}

func (p *provider) oauth(found *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{ClientID: p.cfg.ClientID, ClientSecret: p.cfg.ClientSecret, Endpoint: found.Endpoint(), RedirectURL: p.back, Scopes: []string{oidc.ScopeOpenID}}
}

// flow is what must come back from the provider as it went there. The browser carries it sealed, so that an answer is
// worth something only in the browser that asked.
type flow struct {
	State    string    `json:"s"`
	Nonce    string    `json:"n"`
	Verifier string    `json:"v"` // of PKCE
	ReturnTo string    `json:"r"`
	Until    time.Time `json:"u"`
}

const flowSealed = "signin.oidc flow"

// Start gives where to send the browser, and what it must carry along.
func (d *Desk) Start(ctx context.Context, v access.Visit, returnTo string) (leadTo, carried string, err error) {
	if !d.door.Take(v.Address) {
		return "", "", access.ErrTooMany
	}
	if returnTo, err = within(returnTo); err != nil {
		return "", "", err
	}
	found, err := d.provider.discover(ctx)
	if err != nil {
		return "", "", err
	}
	f := flow{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), ReturnTo: returnTo, Until: d.now().Add(flowFor)}
	text, err := json.Marshal(f)
	if err != nil {
		return "", "", err
	}
	leadTo = d.provider.oauth(found).AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier))
	return leadTo, base64.RawURLEncoding.EncodeToString(d.sealer.Seal(flowSealed, text)), nil
}

// within keeps people on this site after signing in (no open redirect): a path that begins with one slash, nothing that a
// browser could read as another host.
func within(path string) (string, error) {
	if path == "" {
		return "/", nil
	}
	u, err := url.Parse(path)
	odd := strings.ContainsFunc(path, func(r rune) bool { return r == '\\' || unicode.IsControl(r) || unicode.IsSpace(r) })
	if err != nil || odd || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") {
		return "", fault.New(fault.Invalid, "signin.return_to", "登录后只能返回本站的页面；请使用以 / 开头的路径。",
			"After signing in one returns to a page of this site only; give a path that begins with /.").At("return_to")
	}
	return path, nil
}

// Callback takes the provider's answer: it must belong to what this browser set out with, and its token must be signed by
// the provider, for us, in time, with our nonce. The identity must be linked to an account; none is made.
func (d *Desk) Callback(ctx context.Context, v access.Visit, carried string, q url.Values) (out Outcome, returnTo string, err error) {
	f, err := d.carriedFlow(carried)
	if err != nil {
		return out, "", err
	}
	if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(f.State)) != 1 {
		return out, "", errFlow
	}
	if q.Get("error") != "" || q.Get("code") == "" {
		return out, "", errDeclined
	}
	id, err := d.tokenOf(ctx, f, q.Get("code"))
	if err != nil {
		return out, "", err
	}
	a, err := d.linked(ctx, id.Subject)
	if err != nil {
		if fault.Is(err, errUnlinked.Code) {
			err = d.refuse(ctx, v, "oidc", "", err)
		}
		return out, "", err
	}
	if err := d.verify(ctx, a.ID, id); err != nil {
		return out, "", err
	}
	out, err = d.enter(ctx, v, a, "oidc", false)
	return out, f.ReturnTo, err
}

// verify takes over who the provider has verified the person to be, where it says so in the claims agreed on. A number it
// cannot be, or one that another account has, leaves the account as it was: it still signs in, and is nobody's file.
func (d *Desk) verify(ctx context.Context, of string, id *oidc.IDToken) error {
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return errors.Join(errToken, err)
	}
	say := func(claim string) string { s, _ := claims[claim].(string); return s }
	number := say(d.provider.cfg.NumberClaim)
	if d.provider.cfg.NumberClaim == "" || number == "" {
		return nil
	}
	err := d.accounts.VerifyByProvider(ctx, of, id.Issuer, or(say(d.provider.cfg.DocumentClaim), account.IdentityCard), number)
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return nil
	}
	return err
}

func (d *Desk) carriedFlow(carried string) (f flow, err error) {
	sealed, err := base64.RawURLEncoding.DecodeString(carried)
	if err != nil {
		return f, errFlow
	}
	text, err := d.sealer.Open(flowSealed, sealed)
	if err != nil || json.Unmarshal(text, &f) != nil || d.now().After(f.Until) {
		return f, errFlow
	}
	return f, nil
}

// tokenOf exchanges the code and verifies the identity token.
func (d *Desk) tokenOf(ctx context.Context, f flow, code string) (*oidc.IDToken, error) {
	found, err := d.provider.discover(ctx)
	if err != nil {
		return nil, err
	}
	ctx = oidc.ClientContext(ctx, d.provider.client)
	token, err := d.provider.oauth(found).Exchange(ctx, code, oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return nil, errors.Join(errToken, err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return nil, errToken
	}
	verifier := found.VerifierContext(ctx, &oidc.Config{ClientID: d.provider.cfg.ClientID, SupportedSigningAlgs: signatures, Now: d.now})
	id, err := verifier.Verify(ctx, raw)
	if err != nil {
		return nil, errors.Join(errToken, err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(f.Nonce)) != 1 || id.Subject == "" {
		return nil, errToken
	}
	return id, nil
}

// linked is the account an identity was linked to, by two officers.
func (d *Desk) linked(ctx context.Context, subject string) (account.Account, error) {
	i, err := findIdentity(ctx, d.db, d.provider.cfg.Issuer, subject)
	if err != nil {
		return account.Account{}, orNone(err, errUnlinked)
	}
	if i.ApprovedAt == nil {
		return account.Account{}, errUnlinked
	}
	h, err := d.accounts.Holder(ctx, d.db, i.Account)
	if err == nil && h.Status != account.Active {
		err = errUnlinked
	}
	return h.Account, err
}

var (
	errProvider = fault.New(fault.Unavailable, "signin.provider_down", "统一身份平台暂时无法连接；请稍后重试，或用登录名和口令登录。",
		"The provider of identities cannot be reached; try again shortly, or sign in with login and password.")
	errFlow = fault.New(fault.Invalid, "signin.oidc_flow", "登录请求已过期或不是由本浏览器发起；请重新登录。",
		"This sign-in has expired or was not begun in this browser; begin again.")
	errDeclined = fault.New(fault.Unauthenticated, "signin.oidc_declined", "统一身份平台未完成登录；请重新登录。", "The provider did not complete the sign-in; begin again.")
	errToken    = fault.New(fault.Unauthenticated, "signin.oidc_token", "统一身份平台的回复未通过核验；请重新登录，若再次出现请联系系统管理员。",
		"What the provider answered could not be verified; begin again, and tell the system administrator if it happens twice.")
	errUnlinked = fault.New(fault.Unauthenticated, "signin.oidc_unlinked", "该外部身份尚未关联平台账号；请联系系统管理员办理关联。",
		"This identity belongs to no account here; ask the system administrator to link it.")
)
