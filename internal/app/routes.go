package app

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/adapter"
	"xinheng/internal/agency"
	"xinheng/internal/alert"
	"xinheng/internal/annual"
	"xinheng/internal/assess"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/caselib"
	"xinheng/internal/check"
	"xinheng/internal/commitment"
	"xinheng/internal/compare"
	"xinheng/internal/connector"
	"xinheng/internal/declaration"
	"xinheng/internal/developer"
	"xinheng/internal/differ"
	"xinheng/internal/disclosure"
	"xinheng/internal/education"
	"xinheng/internal/entry"
	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/holdings"
	"xinheng/internal/hotline"
	"xinheng/internal/inspection"
	"xinheng/internal/law"
	"xinheng/internal/leak"
	"xinheng/internal/ledger"
	"xinheng/internal/listing"
	"xinheng/internal/mutual"
	"xinheng/internal/oauth"
	"xinheng/internal/objection"
	"xinheng/internal/opendata"
	"xinheng/internal/partner"
	"xinheng/internal/pilot"
	"xinheng/internal/portal"
	"xinheng/internal/product"
	"xinheng/internal/rating"
	"xinheng/internal/record"
	"xinheng/internal/rectify"
	"xinheng/internal/registry"
	"xinheng/internal/remote"
	"xinheng/internal/repair"
	"xinheng/internal/report"
	"xinheng/internal/sandbox"
	"xinheng/internal/scene"
	"xinheng/internal/seal"
	"xinheng/internal/signin"
	"xinheng/internal/snapshot"
	"xinheng/internal/space"
	"xinheng/internal/status"
	"xinheng/internal/support"
	"xinheng/internal/tracker"
	"xinheng/internal/verify"
	"xinheng/internal/visit"
	"xinheng/internal/watch"
	"xinheng/internal/web"
	sdkdata "xinheng/sdk"
	webui "xinheng/web"
)

// Version of the program; the API keeps its own in the path.
const Version = "0.1.0"

// Routes mounts every row of every area; the rows are the source of OpenAPI and of docs/access.md.
func (a *App) Routes() *web.API {
	api := web.New(http.NewServeMux(), Version, access.Authorizer(a.Keys, a.Signin))
	api.Retire(developer.Retirements())
	lawRoutes(api, a.Law, a.Pool, a.Now)
	templateRoutes(api, a.Law, a.Press, a.Now)
	calendarRoutes(api, a.Law, a.Now)
	ledger.Routes(api, a.Ledger)
	account.Routes(api, a.Accounts)
	signin.Routes(api, a.Signin)
	disclosure.Routes(api, a.Disclosure)
	registry.Routes(api, a.Pool)
	differ.Routes(api, a.Differ)
	record.Routes(api, a.Records)
	attach.Routes(api, a.Attach)
	entry.Routes(api, a.Entries)
	caseflow.Routes(api, a.Cases)
	repair.Routes(api, a.Repairs)
	objection.Routes(api, a.Objections)
	listing.Routes(api, a.Listings)
	mutual.Routes(api, a.Mutual)
	rectify.Routes(api, a.Rectify)
	check.Routes(api, a.Checks)
	exchange.Routes(api, a.Exchange)
	agency.Routes(api, a.Agencies)
	developer.Routes(api, a.Developer)
	sandbox.Routes(api, a.Sandbox)
	watch.Routes(api, a.Watches)
	snapshot.Routes(api, a.Snapshots)
	connector.Routes(api, a.Connectors)
	status.Routes(api, a.Status)
	inspection.Routes(api, a.Inspection)
	education.Routes(api, a.Education)
	verify.Routes(api, a.Verify)
	commitment.Routes(api, a.Commitments)
	visit.Routes(api, a.Visits)
	holdings.Routes(api, a.Holdings)
	annual.Routes(api, a.Annual)
	assess.Routes(api, a.Assess)
	report.Routes(api, a.Reports)
	rating.Routes(api, a.Ratings)
	declaration.Routes(api, a.Declared)
	partner.Routes(api, a.Partners)
	space.Routes(api, a.Space)
	opendata.Routes(api, a.OpenData)
	alert.Routes(api, a.Alerts)
	hotline.Routes(api, a.Hotline)
	remote.Routes(api, a.Remote)
	tracker.Routes(api, a.Tracker)
	pilot.Routes(api, a.Pilots)
	compare.Routes(api, a.Comparisons)
	scene.Routes(api, a.Scenes)
	caselib.Routes(api, a.CaseLib)
	product.Routes(api, a.Products)
	support.Routes(api, a.Support)
	leak.Routes(api, a.Leaks)
	oauth.Routes(api, a.OAuth)
	adapter.Routes(api, a.Adapters)
	return api
}

// site is what the public portal reads from.
func (a *App) site() portal.Deps {
	return portal.Deps{
		Pool: a.Pool, Law: a.Law, Ledger: a.Ledger, Now: a.Now,
		Demo: a.opt.Demo, Tour: a.opt.Site.Tour, Notices: a.notices, Base: a.opt.Site.Base, Footer: a.opt.Site.Footer,
		Cases: a.Cases, Repairs: a.Repairs,
		Comment:      a.Listings.Shown,
		Campaigns:    a.Rectify.Public,
		Leaks:        a.Leaks,
		Commitments:  a.Commitments,
		Visits:       a.Visits,
		Education:    a.Education,
		Verification: a.Verify,
		Annual:       a.Annual,
		Libraries:    a.Holdings,
		Reports:      a.Reports,
		OpenData:     a.OpenData,
		Policy:       a.Tracker,
		Pilots:       a.Pilots,
		Comparisons:  a.Comparisons,
		Scenes:       a.Scenes.Public,
		CaseLib:      a.CaseLib,
		Products:     a.Products.Directory,
		Support:      a.Support,
		Developer:    a.Developer,
		Sandbox:      a.Sandbox,
		Limits:       a.Keys.Limits,
		Declared:     a.Declared,
		Ratings:      a.Ratings,
		Frames:       portal.Frames{Find: a.OAuth.Embedded, Widget: sdkdata.Widget, Fit: sdkdata.Fit},
		Measured:     a.Status.Board,
		Differences:  a.Differ,
		Agencies:     a.Agencies.Public,
		Adapters:     a.Adapters.Public,
	}
}

// Handler is everything the process serves: the API, the public portal, and liveness for the operator's probe.
func (a *App) Handler() http.Handler {
	api := a.Routes()
	demo := ""
	if a.opt.Site.Tour != nil {
		demo = a.opt.Site.Tour.Password
	}
	webui.Mount(api.Mux, demo)
	portal.Mount(api.Mux, a.site())
	api.Mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	return recovered(signin.Headers(ownSite().Handler(api.Mux)))
}

// ownSite refuses what a page of another site makes a browser send: its cookies are not that page's to use.
func ownSite() *http.CrossOriginProtection {
	p := http.NewCrossOriginProtection()
	p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { web.WriteProblem(w, r, errCrossSite) }))
	return p
}

var errCrossSite = fault.New(fault.Forbidden, "web.cross_site", "该请求由其他网站的页面发出，未作任何改变；请在本平台的页面上操作。",
	"A page of another site sent this request; nothing was changed. Do it on a page of this platform.")

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
	a, err := described()
	if err != nil {
		return nil, err
	}
	return a.Routes(), nil
}

// CaseTables are the tables of every type of case, with the law they cite.
func CaseTables() (defs []caseflow.Def, lib *law.Library, err error) {
	a, err := described()
	if err != nil {
		return nil, nil, err
	}
	for _, t := range a.Cases.Types() {
		defs = append(defs, t.Def)
	}
	return defs, a.Law, nil
}

func described() (*App, error) {
	a := &App{Now: time.Now, Ledger: &ledger.Log{}}
	var err error
	if a.Law, err = shipped(); err != nil {
		return nil, err
	}
	if a.Sealer, err = seal.New(make([]byte, 32), seal.International); err != nil {
		return nil, err
	}
	a.desks()
	return a, nil
}
