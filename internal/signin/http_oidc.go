package signin

import (
	"net/http"
	"net/url"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/web"
)

func oidcRoutes(a *web.API, d *Desk) {
	a.AddRaw(row(http.MethodGet, "/v1/oidc/start", "", "oidc_start", "统一身份登录 · Sign in with the outside provider",
		"Redirects there. `return_to`: a path of this site.", "signin.return_to", "signin.no_provider", "signin.provider_down"), nil, nil, d.serveStart)
	a.AddRaw(row(http.MethodGet, callbackPath, "", "oidc_callback", "统一身份登录返回 · The provider's answer",
		"Redirects to `return_to`, or to the login page with `state` or `refused`."), nil, nil, d.serveCallback)
}

// flowCookie carries what a sign-in set out with.
func flowCookie(local bool) string { return access.SessionCookie(local) + "-oidc" }

func (d *Desk) serveStart(w http.ResponseWriter, r *http.Request) error {
	v := access.VisitOf(r.Context())
	leadTo, carried, err := d.Start(r.Context(), v, r.URL.Query().Get("return_to"))
	if err != nil {
		return err
	}
	c := d.cookieNamed(v, flowCookie(v.Local), carried)
	c.MaxAge = int(flowFor.Seconds())
	http.SetCookie(w, c)
	leave(w, r, leadTo)
	return nil
}

// serveCallback always leads to a page of ours: a person stands before the browser.
func (d *Desk) serveCallback(w http.ResponseWriter, r *http.Request) error {
	v := access.VisitOf(r.Context())
	carried := ""
	if c, err := r.Cookie(flowCookie(v.Local)); err == nil {
		carried = c.Value
	}
	http.SetCookie(w, d.cookieNamed(v, flowCookie(v.Local), "")) // one answer for each setting out
	out, returnTo, err := d.Callback(r.Context(), v, carried, r.URL.Query())
	if err != nil {
		f, ok := fault.Of(err)
		if !ok {
			return err
		}
		leave(w, r, d.cfg.LoginPath+"?"+url.Values{"refused": {f.Code}}.Encode())
		return nil
	}
	http.SetCookie(w, d.cookie(v, out.Token))
	if out.State != SignedIn {
		returnTo = d.cfg.LoginPath + "?" + url.Values{"state": {out.State}, "return_to": {returnTo}}.Encode()
	}
	leave(w, r, returnTo)
	return nil
}

// leave sends the browser on. Addresses with codes and states in them stay out of caches and of the next site's log.
func leave(w http.ResponseWriter, r *http.Request, to string) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// Headers keeps pages of others from framing ours (clickjacking), browsers from guessing types, and addresses from being
// told to the next site. What serves a page sets its own, stricter or wider, policy over this one.
func Headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Frame-Options", "DENY")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

var _ access.SessionFinder = (*Desk)(nil)
