package oauth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Tokens is what an app gets for a code or a refresh token (RFC 6749 5.1).
type Tokens struct {
	Access  string `json:"access_token"`
	Type    string `json:"token_type"`
	Expires int64  `json:"expires_in"`
	Refresh string `json:"refresh_token"`
	Scope   string `json:"scope"`
}

var (
	errGrant  = refuse("invalid_grant", "授权码或者刷新令牌无效：已用过、已到期，或者企业已撤回；请让企业重新授权。", "The code or refresh token is not good: used, over, or taken back by the firm; ask the firm again.")
	errClient = &Refusal{"invalid_client", "The client is not known, is suspended, or its secret is wrong; ask the operator of the platform.",
		"应用未登记、已停用，或者密钥有误；请联系平台。", http.StatusUnauthorized}
	errForm     = refuse("invalid_request", "请求缺少参数或者参数重复；请对照文档。", "A parameter is missing or given twice; see the documentation.")
	errFlow     = refuse("unsupported_grant_type", "只支持授权码与刷新令牌。", "Only authorization_code and refresh_token are supported.")
	verifierFor = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)
)

// Token answers the token endpoint.
func (d *Desk) Token(ctx context.Context, form url.Values) (Tokens, error) {
	for _, v := range form {
		if len(v) != 1 {
			return Tokens{}, errForm
		}
	}
	app, err := d.client(ctx, form)
	if err != nil {
		return Tokens{}, err
	}
	switch form.Get("grant_type") {
	case "authorization_code":
		return d.exchange(ctx, &app, form)
	case "refresh_token":
		return d.refresh(ctx, &app, form.Get("refresh_token"))
	}
	return Tokens{}, errFlow
}

// client finds the app that asks, by its secret where it has one to keep.
func (d *Desk) client(ctx context.Context, form url.Values) (appRow, error) {
	app, err := appBy(ctx, d.db, form.Get("client_id"))
	switch {
	case fault.Is(err, "oauth.unknown_app"), err == nil && app.State != string(Live):
		return app, errClient
	case err != nil:
		return app, err
	case app.Confidential && (app.SecretHash == nil || subtle.ConstantTimeCompare(hashed(form.Get("client_secret")), app.SecretHash) != 1):
		return app, errClient
	}
	return app, nil
}

// exchange gives tokens for a code. A code that comes a second time was stolen or will be: what came of the first time ends (RFC 9700 4.5).
// Whatever is said of a code, its one use is on disk, so an error never undoes it.
func (d *Desk) exchange(ctx context.Context, app *appRow, form url.Values) (Tokens, error) {
	var out Tokens
	var refusal error
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		refusal = nil
		c, err := codeBy(ctx, tx, hashed(form.Get("code")))
		switch {
		case err != nil:
			return err
		case c == nil || c.AppID != app.AppID:
			refusal = errGrant
			return nil
		case c.UsedAt != nil:
			refusal = errGrant
			_, err := d.end(ctx, tx, c.EntityID, c.GrantID, "app:"+app.AppID, "code_reused")
			return err
		}
		if err := useCode(ctx, tx, c.CodeHash, d.instant()); err != nil {
			return err
		}
		if !d.now().Before(c.ExpiresAt) || form.Get("redirect_uri") != c.Redirect || !proves(form.Get("code_verifier"), c.Challenge) {
			refusal = errGrant
			return nil
		}
		out, refusal, err = d.issue(ctx, tx, c.EntityID, c.GrantID, app)
		return err
	})
	if err != nil {
		return Tokens{}, err
	}
	return out, refusal
}

// proves says whether whoever asks for the token began the flow (PKCE, RFC 7636).
func proves(verifier, challenge string) bool {
	if !verifierFor.MatchString(verifier) {
		return false
	}
	h := sha256.Sum256([]byte(verifier))
	return subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(h[:])), []byte(challenge)) == 1
}

// refresh gives new tokens for a refresh token, which then is no longer good. One that comes twice is in two hands: the whole
// authorisation ends, since nobody can tell which of them is the thief.
func (d *Desk) refresh(ctx context.Context, app *appRow, token string) (Tokens, error) {
	var out Tokens
	var refusal error
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		refusal = nil
		t, err := tokenBy(ctx, tx, hashed(token))
		switch {
		case err != nil:
			return err
		case t == nil || t.Kind != "refresh" || t.AppID != app.AppID:
			refusal = errGrant
			return nil
		case t.UsedAt != nil:
			refusal = errGrant
			_, err := d.end(ctx, tx, t.EntityID, t.GrantID, "app:"+app.AppID, "token_reused")
			return err
		case !d.now().Before(t.ExpiresAt):
			refusal = errGrant
			return nil
		}
		if err := useToken(ctx, tx, t.TokenHash, d.instant()); err != nil {
			return err
		}
		out, refusal, err = d.issue(ctx, tx, t.EntityID, t.GrantID, app)
		return err
	})
	if err != nil {
		return Tokens{}, err
	}
	return out, refusal
}

// issue makes a pair of tokens of an authorisation that holds.
func (d *Desk) issue(ctx context.Context, tx pg.Tx, firm, grant string, app *appRow) (Tokens, error, error) { //nolint:revive // what is refused, then what went wrong
	a, err := authorisationBy(ctx, tx, firm, grant)
	if err != nil {
		return Tokens{}, nil, err
	}
	if a == nil || a.state(app, d.today()) != "live" {
		return Tokens{}, errGrant, nil
	}
	out := Tokens{Access: secret(access.AppTokenPrefix), Type: "Bearer", Expires: int64(tokenLife / time.Second), Refresh: secret(refreshPrefix), Scope: strings.Join(a.Scopes, " ")}
	now := d.instant()
	if err := insertToken(ctx, tx, hashed(out.Access), "access", a, now.Add(tokenLife)); err != nil {
		return Tokens{}, nil, err
	}
	return out, nil, insertToken(ctx, tx, hashed(out.Refresh), "refresh", a, now.Add(refreshLife))
}

// GiveBack is RFC 7009: an app that is done gives a token back. With a refresh token the authorisation ends; one nobody knows is answered alike.
func (d *Desk) GiveBack(ctx context.Context, form url.Values) error {
	app, err := d.client(ctx, form)
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		t, err := tokenBy(ctx, tx, hashed(form.Get("token")))
		if err != nil || t == nil || t.AppID != app.AppID {
			return err
		}
		if t.Kind == "refresh" {
			_, err := d.end(ctx, tx, t.EntityID, t.GrantID, "app:"+app.AppID, "given_back")
			return err
		}
		return dropToken(ctx, tx, t.TokenHash)
	})
}

// FindToken finds whom an access token acts for. It is asked each time: what is taken back opens nothing from that moment.
func (d *Desk) FindToken(ctx context.Context, token string) (access.Actor, error) {
	t, err := tokenBy(ctx, d.db, hashed(token))
	if err != nil || t == nil || t.Kind != "access" || !d.now().Before(t.ExpiresAt) {
		return access.Actor{}, orElse(err, errToken)
	}
	a, err := authorisationBy(ctx, d.db, t.EntityID, t.GrantID)
	if err != nil || a == nil {
		return access.Actor{}, orElse(err, errToken)
	}
	app, err := appBy(ctx, d.db, t.AppID)
	if err != nil || a.state(&app, workday.Of(d.now())) != "live" {
		return access.Actor{}, orElse(err, errToken)
	}
	return access.Actor{ID: "app:" + app.AppID, Kind: access.KindApp, Org: a.EntityID, Grant: a.GrantID, Scopes: a.Scopes}, nil
}

var errToken = fault.New(fault.Unauthenticated, "oauth.token", "令牌无效：已到期、已被撤回，或者应用已停用；请用刷新令牌换新，仍不行请让企业重新授权。",
	"The token is not good: over, taken back, or of a suspended app; refresh it, or ask the firm again.")
