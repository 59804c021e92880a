package adapter

import (
	"context"
	"encoding/base64"
	"net/url"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where links are registered, messages arrive and leave, and runs of the kit are kept.
type Desk struct {
	// Region gives the region of a body; empty for one that does not work here. Bodies gives names by code. Set while wiring.
	Region func(ctx context.Context, org string) (string, error)
	Bodies func(ctx context.Context, codes []string) (map[string]string, error)
	// Dir holds a folder for each link that works by folder, by its id; empty: none does. Set while wiring.
	Dir string

	db      *pg.Pool
	queue   *jobs.Queue
	law     *law.Library
	records *record.Desk
	sealer  *seal.Sealer
	now     func() time.Time
	places  chan struct{}
}

// maxAtOnce bounds the messages taken at the same time: each holds a connection for its turn beside those intake works with.
const maxAtOnce = 2

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, q *jobs.Queue, lib *law.Library, records *record.Desk, s *seal.Sealer, now func() time.Time) *Desk {
	d := &Desk{db: db, queue: q, law: lib, records: records, sealer: s, now: now, places: make(chan struct{}, maxAtOnce)}
	d.handle()
	return d
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }
func (d *Desk) book() *law.Book     { return d.law.On(d.today()) }
func (d *Desk) instant() time.Time  { return d.now().UTC().Truncate(time.Microsecond) }

// Link is an adapter at work for a body.
type Link struct {
	ID        string     `json:"id"`
	Adapter   string     `json:"adapter"`
	Name      law.Text2  `json:"name"`
	Org       string     `json:"org"`
	Body      string     `json:"body"`
	Suite     string     `json:"suite" enum:"international,national"`
	KeyID     string     `json:"key_id"`
	Transport string     `json:"transport" enum:"push,folder"`
	URL       string     `json:"url,omitempty"`
	Trial     bool       `json:"trial"`
	At        time.Time  `json:"at"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
	Waiting   int64      `json:"waiting" doc:"records on their way back"`
	Received  int64      `json:"received" doc:"records that came back, by receipt"`
	Refused   int64      `json:"refused" doc:"records the other side refused"`
}

// New is what is registered.
type New struct {
	Adapter   string `json:"adapter" maxLength:"64"`
	Org       string `json:"org" maxLength:"18"`
	Suite     string `json:"suite" enum:"international,national"`
	Public    string `json:"public" maxLength:"500" doc:"public key the system signs with, base64"`
	Transport string `json:"transport" enum:"push,folder"`
	URL       string `json:"url,omitempty" maxLength:"500" doc:"where what is decided here is sent back; empty: nothing is"`
	Trial     bool   `json:"trial,omitempty" doc:"takes what the conformance kit sends, and nothing else; for a test installation"`
}

func (d *Desk) linkOf(r *linkRow) Link {
	a, _ := d.book().Adapter(r.Adapter)
	return Link{ID: r.LinkID, Adapter: r.Adapter, Name: a.Name, Org: r.Org, Body: r.Body, Suite: r.Suite, KeyID: r.KeyID, Transport: r.Transport,
		URL: r.Url, Trial: r.Trial, At: r.At, EndedAt: r.EndedAt}
}

func (d *Desk) reaches(ctx context.Context, who access.Actor, org string) (bool, error) {
	region, err := d.Region(ctx, org)
	return err == nil && region != "" && access.InScope(who, org, region), err
}

// Register links a body's system. The key that signs is its own: the API key it calls with gives the right to deliver, this one says that
// nobody changed what it sent.
func (d *Desk) Register(ctx context.Context, who access.Actor, n New) (Link, error) {
	if here, err := d.reaches(ctx, who, n.Org); err != nil || !here {
		return Link{}, firstOf(err, errNoBody)
	}
	a, known := d.book().Adapter(n.Adapter)
	suite, there := seal.SuiteNamed(n.Suite)
	public, err := base64.StdEncoding.DecodeString(n.Public)
	switch {
	case !known || !slices.Contains(a.Transports, n.Transport):
		return Link{}, errNoAdapter
	case !there || err != nil || len(public) < 32:
		return Link{}, errKey
	case !fitting(n.URL):
		return Link{}, errAddress
	}
	names, err := d.Bodies(ctx, []string{n.Org})
	if err != nil {
		return Link{}, err
	}
	r := linkRow{LinkID: uuid.Must(uuid.NewV7()).String(), Adapter: a.Code, Org: n.Org, Body: orElse(names[n.Org], n.Org), Suite: n.Suite, Public: public,
		KeyID: seal.KeyID(suite, public), Transport: n.Transport, Url: n.URL, Trial: n.Trial, At: d.instant()}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		added, err := insertLink(ctx, tx, &r, who.ID)
		if err == nil && !added {
			err = errTwice
		}
		if err != nil {
			return err
		}
		return d.append(ctx, tx, who.ID, "adapter.linked", &r)
	})
	return d.linkOf(&r), err
}

func firstOf(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// fitting says whether an address may be used: encrypted, except to this very machine.
func fitting(address string) bool {
	u, err := url.Parse(address)
	if address == "" || err != nil || u.User != nil || u.Fragment != "" || u.Host == "" {
		return address == ""
	}
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "127.0.0.1" || u.Hostname() == "::1")
}

func (d *Desk) append(ctx context.Context, tx pg.Tx, by, kind string, r *linkRow) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: by, About: r.LinkID, Public: map[string]string{"adapter": r.Adapter, "org": r.Org}})
	return err
}

// End ends a link at once: nothing is taken from it or sent to it any more.
func (d *Desk) End(ctx context.Context, who access.Actor, id string) (Link, error) {
	r, found, err := oneLink(ctx, d.db, qLink, id)
	if err != nil {
		return Link{}, err
	}
	here, err := d.reaches(ctx, who, r.Org)
	if err != nil || !found || !here {
		return Link{}, firstOf(err, errNoLink)
	}
	now := d.instant()
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		ended, err := endLink(ctx, tx, id, who.ID, now)
		if err == nil && !ended {
			err = errEnded
		}
		if err != nil {
			return err
		}
		return d.append(ctx, tx, who.ID, "adapter.unlinked", &r)
	})
	r.EndedAt = &now
	return d.linkOf(&r), err
}

// Links lists those of bodies within reach.
func (d *Desk) Links(ctx context.Context, who access.Actor) ([]Link, error) {
	all, err := links(ctx, d.db, qLinks)
	out := []Link{}
	for i := range all {
		here, err := d.reaches(ctx, who, all[i].Org)
		if err != nil {
			return nil, err
		}
		if here {
			out = append(out, d.linkOf(&all[i]))
		}
	}
	if err != nil {
		return nil, err
	}
	return out, d.counted(ctx, out)
}

// counted adds how much went back by each link.
func (d *Desk) counted(ctx context.Context, all []Link) error {
	ids := make([]string, len(all))
	for i := range all {
		ids[i] = all[i].ID
	}
	rows, err := back(ctx, d.db, ids)
	for _, r := range rows {
		i := slices.IndexFunc(all, func(l Link) bool { return l.ID == r.LinkID })
		switch r.State {
		case "waiting":
			all[i].Waiting = r.N
		case "received":
			all[i].Received = r.N
		case "refused":
			all[i].Refused = r.N
		}
	}
	return err
}

// Collect takes what lies in the folders of links, one after another.
func (d *Desk) Collect(ctx context.Context) error {
	if d.Dir == "" {
		return nil
	}
	all, err := links(ctx, d.db, qLive)
	for i := range all {
		if all[i].Transport != "folder" {
			continue
		}
		if _, one := Collect(filepath.Join(d.Dir, all[i].LinkID), &atLink{d, ctx, all[i]}); one != nil && err == nil {
			err = one // the others are collected all the same
		}
	}
	return err
}

// atLink is a link as a receiver of letters.
type atLink struct {
	d    *Desk
	ctx  context.Context //nolint:containedctx // of one round
	link linkRow
}

func (a *atLink) Receive(l Letter, folder bool) Receipt {
	r, err := a.d.receive(a.ctx, &a.link, l, folder)
	if err != nil {
		return Receipt{} // it stays where it is
	}
	return r
}

var (
	errNoBody    = fault.New(fault.Missing, "adapter.no_body", "没有这个单位，或不在您的管理范围内；请核对单位代码。", "There is no such body, or it is outside your reach; check its code.").At("org")
	errNoAdapter = fault.New(fault.Invalid, "adapter.unknown", "没有这个适配器，或它不支持这种传输方式；请从 /v1/adapters 中选择。", "There is no such adapter, or it does not work by this transport; choose one of /v1/adapters.").At("adapter")
	errKey       = fault.New(fault.Invalid, "adapter.bad_key", "请填写对方系统的签名公钥（base64）和所用算法。", "Give the public key the other system signs with, base64, and its algorithms.").At("public")
	errTwice     = fault.New(fault.Conflict, "adapter.twice", "该单位已用同一公钥登记了这个适配器；请先停用原登记，或使用另一把密钥。", "The body is linked by this adapter with the same key already; end that link first, or use another key.").At("public")
	errNoLink    = fault.New(fault.Missing, "adapter.no_link", "没有这个对接登记，或签名公钥与登记的不符；请核对单位、适配器和密钥编号。", "There is no such link, or the key is not the registered one; check the body, the adapter and the id of the key.")
	errEnded     = fault.New(fault.Conflict, "adapter.ended", "该对接已经停用；请刷新。", "The link was ended already; reload.")
	errRun       = fault.New(fault.Invalid, "adapter.bad_run", "测试结果的签名、适配器、版本或用例不符；请用当前版本的测试包重新运行并用登记的密钥签名。", "Signature, adapter, version or cases of the result do not fit; run the kit of this version again and sign with the registered key.")
)
