package portal

import (
	"context"
	"net/http"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/adapter"
	"xinheng/internal/agency"
	"xinheng/internal/caseflow"
	"xinheng/internal/commitment"
	"xinheng/internal/law"
	"xinheng/internal/leak"
	"xinheng/internal/ledger"
	"xinheng/internal/page"
	"xinheng/internal/pg"
	"xinheng/internal/product"
	"xinheng/internal/rectify"
	"xinheng/internal/repair"
	"xinheng/internal/report"
	"xinheng/internal/scene"
	uptime "xinheng/internal/status"
	inspected "xinheng/internal/visit"
	"xinheng/internal/workday"
)

// Deps is what the site reads from, and what the deployment says of itself.
type Deps struct {
	Pool         *pg.Pool
	Law          *law.Library
	Ledger       *ledger.Log
	Now          func() time.Time
	Demo         bool                                       // the data are invented: say so on every page
	Tour         *Tour                                      // a demonstration leads its visitors around; nil: a real site does not
	Notices      func(context.Context) ([]law.Text2, error) // lines of the operator, on every page; nil: none
	Base         string                                     // "https://credit.example.gov.cn", for canonical addresses; empty: addresses without a host
	Footer       Footer
	Cases        *caseflow.Desk                                                    // how cases stand, by their receipts; nil: none are shown
	Commitments  *commitment.Desk                                                  // the public column of commitments; nil: there is none
	Visits       *inspected.Desk                                                   // published results and figures of visits; nil: none are shown
	Repairs      *repair.Desk                                                      // the calculator and published commitments; nil: the guide alone
	Reports      *report.Desk                                                      // credit reports and cards; nil: there are none
	Verification Verification                                                      // how commitments are kept; nil: nothing is counted
	Education    Education                                                         // courses and certificates; nil: none are shown
	Ratings      Ratings                                                           // cards of the models; nil: none are shown
	Comment      func(ctx context.Context, entity, record string) (string, error)  // what the subject says to an entry on a list; nil: nobody says anything
	Leaks        *leak.Desk                                                        // nil: nobody reports here
	Campaigns    func(context.Context) ([]rectify.Figures, error)                  // figures of campaigns; nil: none
	Annual       Annual                                                            // figures of a year by department; nil: none
	Libraries    Libraries                                                         // libraries of fields; nil: none are shown
	Declared     Declared                                                          // what firms declared and share with everybody; nil: nothing
	Policy       Policy                                                            // how the policy is carried out; nil: nothing is assigned
	Pilots       Pilots                                                            // where which rule stands in; nil: there are none
	Comparisons  Comparisons                                                       // ways of drawing that were compared; nil: none
	Scenes       func(context.Context) ([]scene.Scene, error)                      // the library of scenes; nil: it is empty
	CaseLib      CaseLib                                                           // case studies and publicity activities; nil: there are none
	Products     func(ctx context.Context, kind string) (product.Directory, error) // the directory of credit products; nil: it is empty
	Support      Support                                                           // policies that support firms; nil: there are none
	OpenData     OpenData                                                          // files anybody may take; nil: there are none
	Developer    Developer                                                         // what developers are given; nil: rules and changes alone
	Measured     func(context.Context) (uptime.Board, error)                       // uptime and feeds, as they were measured; nil: nothing is shown
	Differences  Differences                                                       // where sources differ; nil: nowhere
	Sandbox      Sandbox                                                           // firms to try checks on; nil: none
	Agencies     func(context.Context) ([]agency.Listed, error)                    // the register of credit service agencies; nil: it is empty
	Adapters     func(context.Context) ([]adapter.View, error)                     // adapters of other systems; nil: none are shown
	Frames       Frames                                                            // pages other sites embed; zero: none
	Limits       access.Limits                                                     // how fast one may ask, as it is said to developers
}

// Footer holds the slots a government site must fill before it opens (国办发〔2017〕47号); empty ones are not drawn.
type Footer struct {
	Organiser string // 主办单位
	Contact   string // 联系方式
	SiteCode  string // 政府网站标识码
	ICP       string // ICP 备案号
	Police    string // 公安备案号
	FindFault string // address of 我为政府网站找错
}

// site is the portal with its templates parsed and its slow figures kept.
type site struct {
	Deps
	tongues   map[page.Lang]*tongue
	css, mark asset
	adoptions *kept[law.Adoptions]
	figures   *kept[figures]
	charts    *kept[map[string]*chart]
	held      *kept[held]
	notices   *kept[[]law.Text2]
	measured  *kept[uptime.Board]
}

// routes is the map of the site: every page answers in every language.
var routes = []struct {
	path string
	show func(*visit) (sheet, error)
}{
	{"/{$}", home},
	{"/search", search},
	{"/entities/{id}", entityFile},
	{"/records/{id}", recordPage},
	{"/commitments", commitments},
	{"/commitments/{id}", commitmentPage},
	{"/proofs", proofs},
	{"/proofs/{code}", proofPage},
	{"/publicity", publicity},
	{"/lists", lists},
	{"/lists/{code}", listPage},
	{"/catalogue", catalogue},
	{"/catalogue/{item}", cataloguePage},
	{"/catalogue/libraries", libraries},
	{"/catalogue/libraries/{code}", libraryPage},
	{"/figures", yearFigures},
	{"/measures", measures},
	{"/measures/{code}", measurePage},
	{"/matters", matters},
	{"/matters/{code}", matterPage},
	{"/repair", repairGuide},
	{"/repair/commitments", pledges},
	{"/objection", objectionGuide},
	{"/progress", progressForm},
	{"/inspections", inspections},
	{"/campaigns", campaigns},
	{"/policy", policyPage},
	{"/pilots", pilotsPage},
	{"/comparisons", comparisonsPage},
	{"/scenes", scenesPage},
	{"/comparisons/{id}", comparisonPage},
	{"/case-studies", studiesPage},
	{"/case-studies/{id}", studyPage},
	{"/credit-products", productsPage},
	{"/outreach", activitiesPage},
	{"/outreach/{id}", activityPage},
	{"/support", supportPage},
	{"/leaks", leaks},
	{"/open-data", openDataPage},
	{"/agencies", agencies},
	{"/developers", developersPage},
	{"/developers/errors", errorsPage},
	{"/developers/sandbox", sandboxPage},
	{"/developers/apps", appsPage},
	{"/developers/adapters", adaptersPage},
	{"/developers/adapters/{code}", adapterPage},
	{"/inspections/{id}", drawPage},
	{"/inspections/results/{id}", visitPage},
	{"/inspections/checklists", checklists},
	{"/codes/{code}", codePage},
	{"/law", library},
	{"/law/values", lawValues},
	{"/law/diff", lawDiff},
	{"/law/supervision", supervised},
	{"/law/{instrument}", instrumentPage},
	{"/law/value/{key}", lawValue},
	{"/status", status},
	{"/about", still("about")},
	{"/help", help},
	{"/tour", tour},
	{"/verify", still("verify")},
	{"/courses", courses},
	{"/verification", verification},
	{"/models", models},
	{"/models/{code}", modelPage},
	{"/courses/{code}", coursePage},
	{"/certificates/{id}", certificatePage},
	{"/reports", reportsPage},
	{"/reports/{number}", reportPage},
	{"/special-reports", specialPage},
	{"/cards/{id}", cardPage},
}

// Mount puts the site on a mux. It answers every path nobody else has claimed, so that a lost reader gets a page that
// says what to do; unknown paths of the API get a problem document.
func Mount(mux *http.ServeMux, d Deps) {
	s := newSite(d)
	for _, r := range routes {
		for _, l := range page.Langs {
			mux.HandleFunc("GET "+l.Prefix()+r.path, s.serve(l, r.show))
		}
	}
	for _, l := range page.Langs { // the one form whose answers may not stand in an address
		mux.HandleFunc("POST "+l.Prefix()+"/progress", s.serve(l, progressAnswer))
		mux.HandleFunc("POST "+l.Prefix()+"/commitments/{id}/report", s.serve(l, reported))
		mux.HandleFunc("POST "+l.Prefix()+"/leaks", s.serve(l, leakReported))
	}
	s.elsewhere(mux)
	s.frames(mux)
	s.reporting(mux)
	mux.HandleFunc("GET /en", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/en/", http.StatusMovedPermanently) })
	mux.HandleFunc("GET "+s.css.path, s.css.serve)
	mux.HandleFunc("GET "+s.mark.path, s.mark.serve)
	mux.HandleFunc("GET /docs/faults", func(w http.ResponseWriter, r *http.Request) { // the type of every problem points here
		http.Redirect(w, r, "/developers/errors", http.StatusMovedPermanently)
	})
	mux.HandleFunc("GET /favicon.ico", s.mark.serve)
	mux.HandleFunc("GET /robots.txt", s.robots)
	mux.HandleFunc("GET /sitemap.xml", s.sitemapIndex)
	mux.HandleFunc("GET /sitemap-pages.xml", s.sitemapPages)
	mux.HandleFunc("/", s.lost)
}

func newSite(d Deps) *site {
	s := &site{Deps: d, css: stylesheet(), mark: favicon()}
	s.tongues = tongues(s)
	s.adoptions = keep(time.Minute, d.Now, s.loadAdoptions)
	s.figures = keep(time.Minute, d.Now, s.loadFigures)
	if d.Measured == nil {
		s.Measured = func(context.Context) (uptime.Board, error) { return uptime.Board{}, nil }
	}
	s.measured = keep(10*time.Second, d.Now, s.Measured) // it reads each minute of ninety days
	s.charts = keep(10*time.Minute, d.Now, s.loadCharts)
	s.held = keep(10*time.Minute, d.Now, s.loadHeld)
	if d.Notices == nil {
		s.Notices = func(context.Context) ([]law.Text2, error) { return nil, nil }
	}
	s.notices = keep(5*time.Second, d.Now, s.Notices)
	return s
}

// today is the civil date the site judges by.
func (s *site) today() workday.Date { return workday.Of(s.Now()) }
