package app

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	lawdata "xinheng/law"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/check"
	"xinheng/internal/disclosure"
	"xinheng/internal/entry"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/portal"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/signin"
	"xinheng/internal/status"
	"xinheng/internal/web"
	webui "xinheng/web"
)

// Version of the program; the API keeps its own in the path.
const Version = "0.1.0"

// Routes mounts every row of every area; the rows are the source of OpenAPI and of docs/access.md.
func (a *App) Routes() *web.API {
	api := web.New(http.NewServeMux(), Version, access.Authorizer(a.Keys, a.Signin))
	lawRoutes(api, a.Law, a.Pool, a.Now)
	calendarRoutes(api, a.Law, a.Now)
	ledger.Routes(api, a.Ledger)
	account.Routes(api, a.Accounts)
	signin.Routes(api, a.Signin)
	disclosure.Routes(api, a.Disclosure)
	registry.Routes(api, a.Pool)
	record.Routes(api, a.Records)
	entry.Routes(api, a.Entries)
	check.Routes(api, a.Checks)
	status.Routes(api, a.Status)
	return api
}

// Handler is everything the process serves: the API, the public portal, and liveness for the operator's probe.
func (a *App) Handler() http.Handler {
	api := a.Routes()
	webui.Mount(api.Mux)
	portal.Mount(api.Mux, portal.Deps{Pool: a.Pool, Law: a.Law, Ledger: a.Ledger, Now: a.Now, Demo: a.opt.Demo, Notices: a.notices, Base: a.opt.Site.Base, Footer: a.opt.Site.Footer})
	api.Mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	return recovered(signin.Headers(http.NewCrossOriginProtection().Handler(api.Mux)))
}

// recovered turns a panic into the same internal error as any bug: logged with an id, never shown.
func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				slog.ErrorContext(r.Context(), "panic", "path", r.Pattern, "panic", p, "stack", string(debug.Stack()))
				web.WriteProblem(w, r, errPanic)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// Describe mounts the rows on desks without a database, for the documents made from them.
func Describe() (*web.API, error) {
	a := &App{Now: time.Now, Ledger: &ledger.Log{}}
	var err error
	if a.Law, err = law.Load(lawdata.FS); err != nil {
		return nil, err
	}
	if a.Sealer, err = seal.New(make([]byte, 32), seal.International); err != nil {
		return nil, err
	}
	a.desks()
	return a.Routes(), nil
}
