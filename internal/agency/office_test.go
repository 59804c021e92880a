package agency

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/exchange"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var (
	bodyID           = counter.Code("11460000", "MB000001")
	agencyID         = counter.Code("91460000", "MA000077")
	rivalID          = counter.Code("91460000", "MA000078")
	firmID           = counter.Code("91460000", "MA000010")
	bodyName         = "海南省虚构发展和改革委员会"
	agencyZH         = "海南虚构征信有限公司"
	hereID, foodName = counter.Code("11460000", "MB000002"), "海口市虚构市场监督管理局"
)

var people = map[string]access.Actor{
	"editor":  counter.Person("editor", bodyID, bodyName, "460000", "R16"),
	"lead":    counter.Person("lead", bodyID, bodyName, "460000", "R19"),
	"second":  counter.Person("second", bodyID, bodyName, "460000", "R19"),
	"agency":  counter.Person("agency", agencyID, agencyZH, "460100", "R23"),
	"system":  counter.System("agency", agencyID, agencyZH),
	"rival":   counter.Person("rival", rivalID, "海南虚构评级有限公司", "460100", "R23"),
	"decider": counter.Person("decider", hereID, foodName, "460100", "R13"),
	"clerk":   counter.Person("clerk", hereID, foodName, "460100", "R10"),
}

// office is the area on a real database, with an agency that answers the comparison over HTTP.
type office struct {
	*counter.Counter
	*Desk
	records *record.Desk
	key     seal.Signer // of the agency
	remote  *answers
}

// answers is what the agency holds, as it answers.
type answers struct {
	sync.Mutex
	ids  map[string]bool
	down bool
	url  string
}

func (h *answers) set(ids ...string) {
	h.Lock()
	defer h.Unlock()
	h.ids = map[string]bool{}
	for _, id := range ids {
		h.ids[id] = true
	}
}

func (h *answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.Lock()
	defer h.Unlock()
	switch {
	case h.down:
		w.WriteHeader(http.StatusBadGateway)
	case !h.ids[strings.TrimPrefix(r.URL.Path, "/held/")]:
		w.WriteHeader(http.StatusNotFound)
	}
}

func open(t *testing.T, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people), remote: &answers{}}
	other, err := seal.New(bytes.Repeat([]byte{9}, seal.MinMaster), seal.National)
	counter.Must(t, err)
	o.key = other.SigningKey("agency")
	events := &record.Events{}
	o.records = record.NewDesk(o.DB, o.Law, o.Sealer, events, nil, o.Now)
	ex := exchange.NewDesk(o.DB, jobs.New(o.DB, o.Now), o.Law, o.Sealer, o.Now)
	o.Desk = NewDesk(o.DB, o.Law, ex, o.Now)
	events.Changed.Within(o.Changed)
	events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error { return o.Survive() })
	ex.Obeyed.Within(o.Acknowledged)
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: firmID, Name: "海南虚构食品有限公司", Kind: registry.Enterprise}})
	}))
	server := httptest.NewServer(o.remote)
	t.Cleanup(server.Close)
	o.remote.url = server.URL + "/held/{record}"
	o.Serve(func(api *web.API) { Routes(api, o.Desk); exchange.Routes(api, ex) })
	return o
}

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

type list[T any] struct{ Items []T }

// terms are those of an agreement that fits.
func (o *office) terms(org string) Terms {
	return Terms{Org: org, Name: law.Text2{ZH: agencyZH, EN: "Invented Credit Reporting"}, Kind: "credit_reporting", FilingNo: "示征备〔2026〕1号",
		LicensedFrom: workday.MustParse("2026-01-01"), ReportKinds: []string{"credit"}, Items: []string{"penalty"}, Purpose: "示例征信产品", Quota: 3,
		From: workday.MustParse("2026-11-01"), Until: workday.MustParse("2026-12-31"), ProbeURL: o.remote.url, KeySuite: "national", PublicKey: o.key.Public(), Active: true}
}

// agreed enters an agreement by one person and has another approve it.
func (o *office) agreed(org string, change ...func(*Terms)) Agreement {
	o.T.Helper()
	in := o.terms(org)
	for _, f := range change {
		f(&in)
	}
	a := want[Agreement](o, "editor", "POST", "/v1/agencies/register", in, "")
	return want[Agreement](o, "lead", "POST", "/v1/agencies/"+org+"/decision", map[string]any{"version": a.Version, "approve": true}, "")
}

func (o *office) fined(number string) record.Record {
	o.T.Helper()
	it, _ := o.Law.On(o.today()).Item("penalty")
	file, err := record.OneRow(it, map[string]string{"CF_XDR_MC": "海南虚构食品有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": number, "CF_WFXW": "未按规定贮存食品",
		"CF_SY": "虚构", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "罚款", "CF_NR": "罚款。", "CF_NR_FK": "2", "CF_JDRQ": "2026-10-20",
		"CF_CFJG": foodName, "CF_CFJGDM": hereID, "CF_SDRQ": "2026-10-20"})
	counter.Must(o.T, err)
	_, err = o.records.Take(o.T.Context(), counter.System("source", hereID, "示例来源单位"), record.Delivery{Item: "penalty", File: bytes.NewReader(file)})
	counter.Must(o.T, err)
	all, err := record.ByDocument(o.T.Context(), o.DB, number)
	counter.Must(o.T, err)
	return all[0]
}

func (o *office) read(who string) Reading {
	o.T.Helper()
	return want[Reading](o, who, "POST", "/v1/agency/readings", map[string]string{"subject": firmID}, "")
}

// rules has the deciding officer change the state of a record.
func (o *office) rules(r record.Record, state record.State) error {
	return o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.records.Rule(ctx, tx, people["decider"], "XF-1", []record.Ruling{{EntityID: firmID, ID: r.ID, State: state, On: workday.Of(o.Now()), Document: "示修决1号", Authority: "示例"}})
		return err
	})
}

// repaired is a record that an agency was given and that is repaired on the day.
func (o *office) repaired(number string) record.Record {
	o.T.Helper()
	r := o.fined(number)
	if got := o.read("agency"); len(got.Records) == 0 {
		o.T.Fatal("nothing was read")
	}
	counter.Must(o.T, o.rules(r, record.Repaired))
	return r
}

func (o *office) duties(who string) []Duty {
	o.T.Helper()
	return want[list[Duty]](o, who, "GET", "/v1/agency/duties", nil, "").Items
}

func (o *office) mine(who string) []Finding {
	o.T.Helper()
	return want[list[Finding]](o, who, "GET", "/v1/agency/findings", nil, "").Items
}

type told struct {
	Notices []exchange.Told `json:"notices"`
}

func (o *office) inbox(who string) []exchange.Told {
	o.T.Helper()
	return want[told](o, who, "GET", "/v1/inbox", nil, "").Notices
}

func (o *office) acknowledge(who string) {
	o.T.Helper()
	for _, n := range o.inbox(who) {
		want[any](o, who, "POST", "/v1/inbox/"+n.ID+"/acknowledgement", nil, "")
	}
}

// night is the round of a day.
func (o *office) night(day string) {
	o.T.Helper()
	o.At(workday.MustParse(day).Start().Add(2*time.Hour + 45*time.Minute))
	counter.Must(o.T, o.Probe(o.T.Context()))
}

func (o *office) listed(org string) Listed {
	o.T.Helper()
	for _, l := range want[list[Listed]](o, "", "GET", "/v1/agencies", nil, "").Items {
		if l.Org == org {
			return l
		}
	}
	return Listed{}
}

func (o *office) handsIn(who string, asOf time.Time, ids []string, code string) List {
	o.T.Helper()
	return want[List](o, who, "POST", "/v1/agency/holdings", NewList{AsOf: asOf, Records: ids, Signature: o.key.Sign(ListText(people[who].Org, asOf, ids))}, code)
}

// lied is an office on the day after the night an agency was found to hold what it had said it deleted.
func lied(t *testing.T) (*office, record.Record) {
	t.Helper()
	o := open(t, "2026-11-20")
	o.agreed(agencyID)
	r := o.repaired("示罚〔2026〕1号")
	o.acknowledge("agency")
	o.remote.set(r.ID)
	o.night("2026-11-21")
	return o, r
}
