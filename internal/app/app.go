package app

import (
	"context"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	fontdata "xinheng/font"
	lawdata "xinheng/law"

	docsdata "xinheng/docs"
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
	"xinheng/internal/holdings"
	"xinheng/internal/hotline"
	"xinheng/internal/inspection"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/leak"
	"xinheng/internal/ledger"
	"xinheng/internal/listing"
	"xinheng/internal/mutual"
	"xinheng/internal/oauth"
	"xinheng/internal/objection"
	"xinheng/internal/opendata"
	"xinheng/internal/paper"
	"xinheng/internal/partner"
	"xinheng/internal/pg"
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
	"xinheng/internal/standing"
	"xinheng/internal/status"
	"xinheng/internal/support"
	"xinheng/internal/tracker"
	"xinheng/internal/verify"
	"xinheng/internal/visit"
	"xinheng/internal/watch"
	sdkdata "xinheng/sdk"
)

// App is the whole program with its parts in ladder order.
type App struct {
	Pool        *pg.Pool
	Law         *law.Library
	Sealer      *seal.Sealer
	Press       *paper.Press
	Keys        *access.Keys
	Ledger      *ledger.Log
	Accounts    *account.Desk
	Signin      *signin.Desk
	Disclosure  *disclosure.Desk
	Differ      *differ.Desk
	Events      *record.Events
	Records     *record.Desk
	Attach      *attach.Desk
	Entries     *entry.Desk
	Index       *standing.Index
	Ratings     *rating.Desk
	Cases       *caseflow.Desk
	Repairs     *repair.Desk
	Objections  *objection.Desk
	Listings    *listing.Desk
	Mutual      *mutual.Desk
	Rectify     *rectify.Desk
	Checks      *check.Desk
	Exchange    *exchange.Desk
	Agencies    *agency.Desk
	Developer   *developer.Desk
	Sandbox     *sandbox.Desk
	Watches     *watch.Desk
	Snapshots   *snapshot.Desk
	Reports     *report.Desk
	Partners    *partner.Desk
	Space       *space.Desk
	Jobs        *jobs.Queue
	Status      *status.Desk
	Inspection  *inspection.Desk
	Commitments *commitment.Desk
	Education   *education.Desk
	Verify      *verify.Desk
	Connectors  *connector.Desk
	Visits      *visit.Desk
	Holdings    *holdings.Desk
	Annual      *annual.Desk
	Assess      *assess.Desk
	Tracker     *tracker.Desk
	Pilots      *pilot.Desk
	Comparisons *compare.Desk
	Scenes      *scene.Desk
	CaseLib     *caselib.Desk
	Products    *product.Desk
	Support     *support.Desk
	Declared    *declaration.Desk
	Alerts      *alert.Desk
	Hotline     *hotline.Desk
	Remote      *remote.Desk
	OpenData    *opendata.Desk
	Leaks       *leak.Desk
	OAuth       *oauth.Desk
	Adapters    *adapter.Desk
	Now         func() time.Time

	server   *pg.Server // the embedded one; nil for a server of one's own
	opt      Options
	ownerURL string
	close    []func()
}

// Options say where and how; what and how long is law.
type Options struct {
	Data        string        // data folder of the embedded PostgreSQL; keys and anchors live here in any case
	DatabaseURL string        // a server of one's own instead
	Anchors     string        // outside folder for the daily ledger anchor; Data/anchors when empty
	Demo        bool          // invented data: every page says so
	Crypto      string        // national or international algorithms; empty: those the data folder was made with
	Signin      signin.Config // how people sign in; good zero values
	Attach      attach.Limits // what an attachment may be; good zero values
	Site        Site          // what the public portal says of whoever runs it
	Log         io.Writer     // progress and remarks for the operator
	Now         func() time.Time
}

// Site is what a deployment says of itself on the public portal.
type Site struct {
	Base   string // "https://credit.example.gov.cn"
	Footer portal.Footer
	Tour   *portal.Tour // of a demonstration; nil: a real site
}

// shipped is the law that is built in. It is read once: nobody can change a Library.
var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

// Open starts what is needed, migrates, loads the law and wires the areas. It does not serve or sequence yet.
func Open(ctx context.Context, o Options) (_ *App, err error) {
	a := &App{opt: o, Now: o.Now}
	if a.Now == nil {
		a.Now = time.Now
	}
	defer func() {
		if err != nil {
			a.Close()
		}
	}()
	if a.Law, err = shipped(); err != nil {
		return nil, err
	}
	if err = a.openData(ctx); err != nil {
		return nil, err
	}
	if err = a.wire(ctx); err != nil {
		return nil, err
	}
	return a, nil
}

// wire builds the desks in ladder order and declares the reactions between areas.
func (a *App) wire(ctx context.Context) (err error) {
	if a.Ledger, err = ledger.Open(ctx, a.Pool, origin, a.Sealer.SigningKeyOf(seal.International, "ledger"), a.Sealer.SigningKeyOf(seal.National, "ledger")); err != nil {
		return err
	}
	a.desks()
	a.react()
	site := sync.OnceValue(a.Handler)                                                                          // few commands read it, and it takes as long to build as all the rest
	a.Exchange.Own = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { site().ServeHTTP(w, r) }) // as visitors do
	return a.publishCases(ctx)
}

// desks builds what people and systems work at.
func (a *App) desks() {
	a.Jobs = jobs.New(a.Pool, a.Now)
	a.Press = paper.NewPress(fontdata.Document())
	a.Keys = access.NewKeys(a.Pool, a.Now)
	a.Accounts = account.NewDesk(a.Pool, a.Keys, a.Law, a.Now)
	a.Accounts.ReadTable = ReadTable
	a.Accounts.FirmName = func(ctx context.Context, code string) (string, error) {
		firm, err := registry.Find(ctx, a.Pool, code)
		return firm.Name, err
	}
	a.Accounts.Seal, a.Accounts.PersonID = a.Sealer, func(document, number string) string { return registry.PersonID(a.Sealer, document+number) }
	a.Signin = signin.NewDesk(a.Pool, a.Accounts, a.Sealer, a.opt.Signin, a.Now)
	a.Disclosure = disclosure.NewDesk(a.Pool, a.Law, a.Ledger, a.Sealer, a.Now)
	a.Differ = differ.NewDesk(a.Pool, a.Now)
	a.Events = &record.Events{}
	a.Records = record.NewDesk(a.Pool, a.Law, a.Sealer, a.Events, a.Ledger, a.Now)
	a.Attach = attach.NewDesk(a.Pool, a.Sealer, a.opt.Attach, a.Now)
	a.Entries = entry.NewDesk(a.Pool, a.Records, a.Law, a.Sealer, a.Now)
	a.Index = standing.NewIndex(a.Pool, a.Ledger, a.Now)
	a.Cases = caseflow.NewDesk(a.Pool, a.Law, a.Sealer, a.Now)
	a.Cases.Accounts, a.Cases.Disclosure = a.Accounts, a.Disclosure
	a.Ratings = rating.NewDesk(a.Pool, a.Jobs, a.Law, a.Ledger, a.Sealer, a.Now)
	a.Ratings.Accounts, a.Ratings.Disclosure = a.Accounts, a.Disclosure
	a.Repairs = repair.NewDesk(a.Pool, a.Law, a.Sealer, a.Records, a.Cases, a.Now)
	a.Repairs.Accounts, a.Repairs.Index, a.Repairs.Lines, a.Repairs.Press = a.Accounts, a.Index, a.repairTargets, a.Press
	a.Repairs.Evaluators = a.evaluators
	a.Objections = objection.NewDesk(a.Pool, a.Law, a.Sealer, a.Records, a.Cases, a.Now)
	a.Listings = listing.NewDesk(a.Pool, a.Law, a.Sealer, a.Records, a.Cases, a.Now)
	a.Listings.Accounts, a.Listings.Press = a.Accounts, a.Press
	a.Mutual = mutual.NewDesk(a.Pool, a.Law, a.Sealer, a.Records, a.Now)
	a.Mutual.Noticed = a.Listings.NoticedOn
	a.Rectify = rectify.NewDesk(a.Pool, a.Law, a.Sealer, a.Records, a.Cases, a.Now)
	a.Rectify.Accounts, a.Rectify.Press = a.Accounts, a.Press
	a.Checks = check.NewDesk(a.Pool, a.Law, a.Index, a.Ledger, a.Sealer, a.Now)
	a.Connectors = connector.NewDesk(a.Pool, a.Law, a.Keys, a.Now)
	a.Connectors.Region, a.Connectors.Bodies = a.region, a.bodies
	a.Exchange = exchange.NewDesk(a.Pool, a.Jobs, a.Law, a.Sealer, a.Now)
	a.Exchange.Base, a.Exchange.Secret, a.Exchange.Names = a.opt.Site.Base, secret, a.bodies
	a.agencies()
	a.Watches = watch.NewDesk(a.Pool, a.Law, a.Index, a.Checks, a.Now)
	a.Watches.Tell, a.Watches.Region, a.Watches.Names, a.Exchange.Fresh = a.Exchange.Tell, a.region, a.bodies, a.Watches.Fresh
	a.Ratings.Tell = a.tellRatings
	a.stand()
	a.Inspection = inspection.NewDesk(a.Pool, a.Law, a.Ledger, a.Sealer, a.Now)
	a.inspect()
	a.Education = education.NewDesk(a.Pool, a.Law, a.Sealer, a.Now)
	a.Education.Accounts = a.Accounts
	a.commit()
	a.verification()
	a.visits()
	a.reports()
	a.declarations()
	a.warn()
	a.disclose()
	a.object()
	a.figures()
	a.attachments()
	a.Jobs.Schedule(a.schedule()...)
}

// stand builds what says how the platform stands.
func (a *App) stand() {
	a.Status = status.NewDesk(a.Pool, a.Now)
	a.Status.Version, a.Status.Started, a.Status.Gauges = Version, a.Now(), a.gauges()
	a.Status.Probes, a.Status.Feeding = a.probes(), a.feeding
}

// figures builds what only counts, and what is only handed out.
func (a *App) figures() {
	a.Holdings = holdings.NewDesk(a.Pool, a.Law, a.Now)
	a.Annual = annual.NewDesk(a.Now)
	a.Annual.Objections, a.Annual.Repairs, a.Annual.Watches, a.Annual.Verify, a.Annual.Names = a.Objections, a.Repairs, a.Watches, a.Verify, a.bodies
	a.Developer = developer.New(docsdata.Faults, sdkdata.Clients)
	a.snapshots()
	a.Sandbox = sandbox.NewDesk(a.Checks, a.Law, a.Developer.Refusals(), a.Now)
	a.Assess = assess.NewDesk(a.Pool, a.Law, a.Now)
	a.Assess.Region, a.Assess.Names = a.region, a.bodies
	a.track()
	a.compare()
	a.pilot()
	a.scenes()
	a.caseLibrary()
	a.adapters()
	a.Support = support.NewDesk(a.Pool, a.Jobs, a.Law, a.Disclosure, a.Sealer, a.Now)
}

// secret finds the token a target of the sync ledger demands. It is configuration: it stays out of the database.
func secret(ref string) string { return os.Getenv("XINHENG_TARGET_" + ref) }

// OwnerURL connects as the owner of the schema: for measuring and maintenance, never for serving.
func (a *App) OwnerURL() string { return a.ownerURL }

// origin names this ledger in its checkpoints.
const origin = "xinheng/ledger/v1"

// Close stops what Open started, in reverse order.
func (a *App) Close() {
	for i := len(a.close) - 1; i >= 0; i-- {
		a.close[i]()
	}
	a.close = nil
}

func (a *App) later(f func()) { a.close = append(a.close, f) }
