package app

import (
	"bytes"
	"encoding/csv"
	"maps"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/differ"
	"xinheng/internal/exchange"
	"xinheng/internal/ledger"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/web"
)

var (
	marketBody = counter.Code("11460100", "MB000001")
	taxBody    = counter.Code("11460100", "MB000002")
	farBody    = counter.Code("11460200", "MB000003")
	firmCode   = counter.Code("91460100", "MA000010")
)

// bureau is the whole program at a counter: two bodies that deliver, and people of each.
type bureau struct {
	*counter.Counter
	app *App
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	c := counter.Open(t, "2026-11-16", map[string]access.Actor{
		"owner": counter.Person("owner", marketBody, "海口市示例市场监管局", "460100", "R11"), "clerk": counter.Person("clerk", marketBody, "海口市示例市场监管局", "460100", "R10"),
		"tax": counter.Person("tax", taxBody, "海口市示例税务局", "460100", "R11"), "stranger": counter.Person("stranger", farBody, "三亚市示例局", "460200", "R11"),
		"office": counter.Person("office", counter.Code("11460100", "MB000004"), "海口市示例数据局", "460100", "R20"),
		"afar":   counter.Person("afar", counter.Code("11460200", "MB000005"), "三亚市示例数据局", "460200", "R20"),
	})
	log, err := ledger.Open(t.Context(), c.DB, origin, c.Sealer.SigningKeyOf(seal.National, "ledger"))
	counter.Must(t, err)
	a := &App{Pool: c.DB, Law: c.Law, Sealer: c.Sealer, Ledger: log, Now: c.Now}
	a.desks()
	a.react()
	c.Serve(func(api *web.API) { differ.Routes(api, a.Differ); exchange.Routes(api, a.Exchange) })
	return &bureau{c, a}
}

func registration(more ...string) map[string]string {
	return changed(map[string]string{"TYSHXYDM": firmCode, "ZTMC": "海口虚构食品有限公司", "ZTZT": "存续", "XZQH": "460100", "ZS": "海口市示例路1号", "FDDBR": "示某某"}, more...)
}

func fined(more ...string) map[string]string {
	return changed(map[string]string{
		"CF_XDR_MC": "海口虚构食品有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmCode, "CF_WSH": "示罚〔2026〕1号",
		"CF_WFXW": "未按规定贮存食品", "CF_SY": "经查，当事人未按规定贮存食品。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条第一款", "CF_CFLB": "罚款",
		"CF_NR": "罚款2000元。", "CF_NR_FK": "0.2", "CF_JDRQ": "2026-11-13", "CF_SDRQ": "2026-11-13", "CF_CFJG": "海口市示例市场监管局", "CF_CFJGDM": marketBody, "XH_LY": "food",
	}, more...)
}

func changed(row map[string]string, more ...string) map[string]string {
	row = maps.Clone(row)
	for i := 0; i+1 < len(more); i += 2 {
		row[more[i]] = more[i+1]
	}
	return row
}

// take hands one row in for a body.
func (b *bureau) take(who, item string, row map[string]string) record.Receipt {
	b.T.Helper()
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	header := slices.Sorted(maps.Keys(row))
	line := make([]string, len(header))
	for i, h := range header {
		line[i] = row[h]
	}
	counter.Must(b.T, w.WriteAll([][]string{header, line}))
	p := b.People[who]
	r, err := b.app.Records.Take(b.T.Context(), counter.System(who, p.Org, p.Name), record.Delivery{Item: item, Name: who + ".csv", File: bytes.NewReader(file.Bytes())})
	counter.Must(b.T, err)
	return r
}

type page struct {
	Items []differ.Difference `json:"items"`
}

// only is the one difference somebody sees.
func (b *bureau) only(who string) differ.Difference {
	b.T.Helper()
	p := counter.Want[page](b.Counter, who, "GET", "/v1/differences", nil, "")
	if len(p.Items) != 1 {
		b.T.Fatalf("%s sees %+v", who, p.Items)
	}
	return p.Items[0]
}

func (b *bureau) resolve(who string, d differ.Difference, claim int32, code string) differ.Difference {
	b.T.Helper()
	return counter.Want[differ.Difference](b.Counter, who, "POST", "/v1/differences/"+d.ID+"/resolution",
		differ.Choice{Claim: claim, Seen: int32(len(d.Claims)), Reason: "经核对登记档案（虚构）"}, code) //nolint:gosec // few
}

func (b *bureau) firm() registry.Entity {
	b.T.Helper()
	e, err := registry.Find(b.T.Context(), b.DB, firmCode)
	counter.Must(b.T, err)
	return e
}

// Two bodies give a firm two addresses: what stood stands on, both are shown with source, document and day, and whoever owns the
// registration decides, once. What was right is in force with the decision, and whoever said otherwise is told.
func TestF21_6_TwoSourcesStandSideBySideUntilTheOwnerDecides(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.take("owner", "entity", registration())
	b.On("2026-11-17")
	b.take("tax", "entity", registration("ZS", "海口市虚构街2号"))
	if e := b.firm(); e.Address != "海口市示例路1号" {
		t.Errorf("whoever wrote last has won: %s", e.Address)
	}
	d := b.only("owner")
	if d.Field != "address" || d.State != differ.Open || d.Owner != marketBody || len(d.Claims) != 2 || !d.Mine {
		t.Fatalf("%+v", d)
	}
	first, second := d.Claims[0], d.Claims[1]
	if first.SourceID != marketBody || first.Value != "海口市示例路1号" || !first.Stood || first.SaidOn.String() != "2026-11-16" ||
		second.SourceID != taxBody || second.Value != "海口市虚构街2号" || second.Document != "tax.csv" || second.SaidOn.String() != "2026-11-17" {
		t.Errorf("%+v", d.Claims)
	}
	if p := counter.Want[page](b.Counter, "", "GET", "/v1/entities/"+firmCode+"/differences", nil, ""); len(p.Items) != 1 || len(p.Items[0].Claims) != 2 || p.Items[0].Claims[1].Document != "" {
		t.Errorf("the public is not told that the sources differ: %+v", p)
	}
	counter.Want[differ.Difference](b.Counter, "stranger", "GET", "/v1/differences/"+d.ID, nil, "differ.unknown")
	b.resolve("stranger", d, 2, "differ.unknown")
	b.resolve("afar", d, 2, "differ.unknown")
	b.resolve("clerk", d, 2, "access.no_permission")
	b.resolve("tax", d, 2, "differ.not_owner") // it sees what it said, and does not judge itself
	if x := b.only("tax"); x.ID != d.ID || x.Mine {
		t.Errorf("%+v", x)
	}
	b.resolve("owner", d, 3, "differ.no_claim")
	counter.Want[differ.Difference](b.Counter, "owner", "POST", "/v1/differences/"+d.ID+"/resolution", differ.Choice{Claim: 2, Seen: 2, Reason: " "}, "differ.reason")
	done := b.resolve("owner", d, 2, "")
	if done.State != differ.Resolved || !done.Claims[1].Right || len(done.Resolutions) != 1 || done.Resolutions[0].Capacity != differ.ByOwner {
		t.Errorf("%+v", done)
	}
	b.resolve("owner", d, 1, "differ.resolved") // a second click
	if e := b.firm(); e.Address != "海口市虚构街2号" {
		t.Errorf("what was found right is not in force: %s", e.Address)
	}
	if p := counter.Want[page](b.Counter, "", "GET", "/v1/entities/"+firmCode+"/differences", nil, ""); len(p.Items) != 0 {
		t.Errorf("still shown as open: %+v", p.Items)
	}
}

// The ledger says who found what right when, over a hash of what was weighed: no value is on it.
func TestF21_6_TheResolutionIsOnTheLedgerWithoutValues(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.take("owner", "entity", registration())
	b.take("tax", "entity", registration("FDDBR", "示另某"))
	d := b.only("owner")
	b.resolve("owner", d, 1, "")
	counter.Must(t, b.app.Ledger.Sequence(t.Context()))
	var text strings.Builder
	counter.Must(t, b.app.Ledger.Export(t.Context(), &text, 0, 0))
	if !strings.Contains(text.String(), "differ.opened") || !strings.Contains(text.String(), "differ.resolved") || !strings.Contains(text.String(), d.ID) {
		t.Error("nothing of it is on the ledger")
	}
	for _, secret := range []string{"示另某", "示某某", "示*", "经核对"} {
		if strings.Contains(text.String(), secret) {
			t.Errorf("%s is on the ledger", secret)
		}
	}
	if strings.Contains(d.Claims[0].Value+d.Claims[1].Value, "某某") {
		t.Errorf("a person is shown in full: %+v", d.Claims)
	}
}

// What was weighed and comes again changes nothing; what is new opens it again, and what was found right may be stored.
func TestF21_6_ADeliveryAfterTheResolutionReopensOnlyWhenItDiffersAnew(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.take("owner", "entity", registration())
	b.take("tax", "entity", registration("ZS", "海口市虚构街2号"))
	b.resolve("owner", b.only("owner"), 1, "")
	for _, x := range []struct {
		day, who string
		row      map[string]string
	}{
		{"2026-11-18", "tax", registration("ZS", "海口市虚构街2号", "HYDM", "C14")}, // the loser says the same again
		{"2026-11-19", "owner", registration("HYDM", "C13")},                 // the owner says what was found right
	} {
		b.On(x.day)
		b.take(x.who, "entity", x.row)
		for _, d := range counter.Want[page](b.Counter, "owner", "GET", "/v1/differences?state=open", nil, "").Items {
			if d.Field == "address" {
				t.Errorf("reopened by what was weighed: %+v", d)
			}
		}
		if e := b.firm(); e.Address != "海口市示例路1号" {
			t.Errorf("%s: the resolution does not hold: %s", x.day, e.Address)
		}
	}
	b.On("2026-11-20")
	b.take("tax", "entity", registration("ZS", "海口市又一巷3号"))
	d := address(t, counter.Want[page](b.Counter, "owner", "GET", "/v1/differences?state=open", nil, ""))
	if d.Rounds != 2 || len(d.Claims) != 3 || len(d.Resolutions) != 1 {
		t.Fatalf("%+v", d)
	}
	b.take("owner", "entity", registration("ZS", "海口市示例路1号之一")) // the owner itself: by resolution only, once they have differed
	stale := d
	b.resolve("owner", stale, 3, "differ.moved")
	d = address(t, counter.Want[page](b.Counter, "owner", "GET", "/v1/differences?state=open", nil, ""))
	b.resolve("owner", d, 4, "")
	if e := b.firm(); e.Address != "海口市示例路1号之一" {
		t.Errorf("%s", e.Address)
	}
}

func address(t *testing.T, p page) differ.Difference {
	t.Helper()
	for _, d := range p.Items {
		if d.Field == "address" {
			return d
		}
	}
	t.Fatalf("no difference about the address is open: %+v", p.Items)
	return differ.Difference{}
}

// A source that nobody contradicts changes its own word as before, and who agrees makes no difference.
func TestF21_6_ASourceMayChangeItsOwnUncontradictedWord(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.take("owner", "entity", registration())
	b.take("tax", "entity", registration("FDDBR", "")) // agrees, and says nothing about the legal representative
	b.On("2026-11-18")
	b.take("owner", "entity", registration("ZS", "海口市示例路9号"))
	if e := b.firm(); e.Address != "海口市示例路9号" || e.LegalRep == "" {
		t.Errorf("%+v", e)
	}
	if p := counter.Want[page](b.Counter, "owner", "GET", "/v1/differences", nil, ""); len(p.Items) != 0 {
		t.Errorf("%+v", p.Items)
	}
}

// A legal representative comes with an identity number: found right, the name is stored with the next delivery of whoever said it.
func TestF21_6_TheRightRepresentativeComesWithTheNextDelivery(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.take("owner", "entity", registration("FDDBR", "甲示例"))
	b.take("tax", "entity", registration("FDDBR", "乙示例"))
	before := b.firm().LegalRep
	b.resolve("office", b.only("office"), 2, "")
	if d := b.only("tax"); d.Resolutions[0].Capacity != differ.ByOffice {
		t.Errorf("%+v", d.Resolutions)
	}
	b.On("2026-11-18")
	b.take("owner", "entity", registration("FDDBR", "甲示例", "HYDM", "C14"))
	if after := b.firm().LegalRep; after != before {
		t.Errorf("who was wrong has changed it: %s", after)
	}
	b.take("tax", "entity", registration("FDDBR", "乙示例", "HYDM", "C14"))
	if after := b.firm().LegalRep; after == before || !strings.HasPrefix(after, "乙") {
		t.Errorf("%s", after)
	}
}

// Two bodies report another amount of one penalty. Who decided it owns it; the other's row is refused and stands beside it, and is told.
func TestF21_6_TwoAmountsOfOnePenaltyStandSideBySide(t *testing.T) {
	t.Parallel()
	b := newBureau(t)
	b.take("owner", "penalty", fined())
	b.On("2026-11-18")
	if r := b.take("tax", "penalty", fined("CF_NR_FK", "0.3")); r.Rejected != 1 || r.Errors[0].Code != "not_yours" {
		t.Fatalf("%+v", r)
	}
	d := b.only("owner")
	if d.Field != "CF_NR_FK" || d.Owner != marketBody || d.About == "" || d.Claims[0].Value != "0.2" || d.Claims[1].Value != "0.3" || d.Claims[1].Document != "示罚〔2026〕1号" {
		t.Fatalf("%+v", d)
	}
	b.resolve("owner", d, 2, "")
	all, err := record.Of(t.Context(), b.DB, firmCode, b.Now())
	counter.Must(t, err)
	if len(all) != 1 || all[0].Version != 2 || all[0].Fine != 300_000 {
		t.Errorf("%+v", all)
	}
	inbox := counter.Want[struct{ Notices []exchange.Told }](b.Counter, "clerk", "GET", "/v1/inbox", nil, "")
	if !slices.ContainsFunc(inbox.Notices, func(n exchange.Told) bool { return n.About == d.ID && n.Kind == exchange.Correction }) {
		t.Errorf("who said otherwise is not told: %+v", inbox.Notices)
	}
	b.On("2026-11-19")
	b.take("tax", "penalty", fined("CF_NR_FK", "0.4"))
	if again := b.only("owner"); again.State != differ.Open || again.Rounds != 2 {
		t.Errorf("%+v", again)
	}
}
