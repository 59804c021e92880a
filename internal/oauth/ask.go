package oauth

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"xinheng/internal/fault"
)

// Refusal is an error of RFC 6749: the app reads its code, a person its sentence.
type Refusal struct {
	Code   string
	EN, ZH string
	Status int
}

func (r *Refusal) Error() string { return "oauth: " + r.Code }

func refuse(code, zh, en string) *Refusal { return &Refusal{code, en, zh, http.StatusBadRequest} }

// request is what an app asks a firm for. It travels through the page of consent as one text, and is judged again where it comes out.
type request struct {
	Client    string `json:"c"`
	Redirect  string `json:"r"`
	Kind      string `json:"k"`
	Scope     string `json:"s"`
	State     string `json:"t"`
	Challenge string `json:"p"`
	Method    string `json:"m"`
	Issuer    string `json:"i"` // the address the app asked at
}

const (
	longestState   = 500
	longestRequest = 4000
)

var challengeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

func requestOf(q url.Values) (request, bool) {
	for _, name := range []string{"client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method"} {
		if len(q[name]) > 1 {
			return request{}, false // RFC 6749 3.1: no parameter twice
		}
	}
	return request{Client: q.Get("client_id"), Redirect: q.Get("redirect_uri"), Kind: q.Get("response_type"), Scope: q.Get("scope"), State: q.Get("state"),
		Challenge: q.Get("code_challenge"), Method: q.Get("code_challenge_method")}, true
}

func (rq *request) text() string {
	b, _ := json.Marshal(rq)
	return "r" + base64.RawURLEncoding.EncodeToString(b)
}

func requestFrom(text string) (rq request, err error) {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(text, "r"))
	if err != nil || len(text) > longestRequest || json.Unmarshal(b, &rq) != nil {
		return rq, errRequest
	}
	return rq, nil
}

// judge finds the app behind a request. Where app or address are not known together nobody is sent anywhere (an open redirector serves
// thieves); anything else that is wrong is told to the app at its address.
func (d *Desk) judge(ctx context.Context, rq *request) (appRow, *Refusal, error) {
	app, err := appBy(ctx, d.db, rq.Client)
	switch {
	case fault.Is(err, "oauth.unknown_app"), err == nil && !slices.Contains(app.Redirects, rq.Redirect):
		return app, nil, errRequest
	case err != nil:
		return app, nil, err
	case app.State != string(Live):
		return app, nil, errSuspended
	}
	return app, rq.wrong(&app), nil
}

func (rq *request) wrong(app *appRow) *Refusal {
	asked := rq.scopes()
	switch {
	case rq.Kind != "code":
		return refuse("unsupported_response_type", "只支持授权码方式。", "Only the response type code is supported.")
	case rq.Method != "S256" || !challengeForm.MatchString(rq.Challenge):
		return refuse("invalid_request", "须使用 PKCE（S256）。", "PKCE with S256 is needed.")
	case rq.State == "" || len(rq.State) > longestState:
		return refuse("invalid_request", "须带 state。", "A state is needed.")
	case len(asked) == 0 || slices.ContainsFunc(asked, func(s string) bool { return !slices.Contains(app.Scopes, s) }):
		return refuse("invalid_scope", "请求的范围未登记。", "The app is not registered for these scopes.")
	}
	return nil
}

func (rq *request) scopes() []string {
	return slices.Compact(slices.Sorted(slices.Values(strings.Fields(rq.Scope))))
}

// back is the address a firm is sent back to, with what the app is told. The issuer is named, so that an app that talks to several
// platforms cannot be made to take one for another (RFC 9207).
func (rq *request) back(told url.Values) string {
	u, _ := url.Parse(rq.Redirect) // it was parsed when it was registered
	q := u.Query()
	for k, v := range told {
		q[k] = v
	}
	q.Set("state", rq.State)
	q.Set("iss", rq.Issuer)
	u.RawQuery = q.Encode()
	return u.String()
}

func (rq *request) backWith(r *Refusal) string {
	return rq.back(url.Values{"error": {r.Code}, "error_description": {r.EN}})
}

// Begin judges what a browser was sent with, and says where it goes: to the page of consent, or back to the app with an error.
func (d *Desk) Begin(ctx context.Context, issuer string, q url.Values) (to string, err error) {
	rq, once := requestOf(q)
	if !once {
		return "", errRequest
	}
	rq.Issuer = issuer
	_, wrong, err := d.judge(ctx, &rq)
	switch {
	case err != nil:
		return "", err
	case wrong != nil:
		return rq.backWith(wrong), nil
	}
	return "/centre/authorise?request=" + rq.text(), nil
}

var (
	errRequest = fault.New(fault.Invalid, "oauth.request", "授权请求有误：应用未登记，或者返回地址与登记的不一致；请回到应用重试，仍不行请告诉应用运营者。",
		"The request is not in order: the app is not registered, or its address is not the registered one; go back and try again, or tell whoever runs the app.")
	errSuspended = fault.New(fault.Conflict, "oauth.suspended", "该应用已被停用，不能查看任何企业的档案；请联系应用运营者。",
		"This app is suspended and reads no firm's file; ask whoever runs it.")
)
