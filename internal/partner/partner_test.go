package partner

import (
	"bytes"
	"context"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/report"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

type office struct {
	*counter.Counter
	*Desk
	records *record.Desk
	law     *law.Library
}

var (
	bodyID            = counter.Code("11460000", "MB000001")
	ownerID, rivalID  = counter.Code("91460000", "MA000010"), counter.Code("91460000", "MA000011")
	firmID, otherFirm = counter.Code("91460000", "MA000012"), counter.Code("91460000", "MA000013")
	nobodyID          = counter.Code("91460000", "MA000099")
)

var people = map[string]access.Actor{
	"buyer": counter.ForFirm("buyer", ownerID, "海南虚构控股有限公司", access.Manager),
	"rival": counter.ForFirm("rival", rivalID, "海南虚构贸易有限公司", access.LegalRepresentative),
	"agent": counter.ForFirm("agent", ownerID, "海南虚构控股有限公司", access.Agent),
	"citizen": func() access.Actor {
		a := counter.ForFirm("citizen", "p-abcdefghijklmnopqrstuvwxyz", "", access.Person)
		a.Itself = true
		return a
	}(),
	"decider": counter.Person("decider", bodyID, "海口市虚构市场监督管理局", "460100", "R13"),
	"lead":    counter.Person("lead", bodyID, "海南省虚构信用主管部门", "460000", "R19"),
}

func open(t *testing.T, today string) *office {
	t.Helper()
	c := counter.Open(t, today, people)
	o := &office{Counter: c, law: c.Law}
	events := &record.Events{}
	o.records = record.NewDesk(c.DB, c.Law, c.Sealer, events, nil, c.Now)
	o.Desk = NewDesk(c.DB, c.Law, report.NewDesk(c.DB, c.Law, c.Sealer, c.Now), c.Now)
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, c.Law, e) })
	events.Changed.Within(o.Changed)
	events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error { return c.Survive() })
	counter.Must(t, c.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: firmID, Name: "海南虚构食品有限公司", Kind: registry.Enterprise}, {ID: otherFirm, Name: "海南虚构建材有限公司", Kind: registry.Enterprise},
			{ID: ownerID, Name: "海南虚构控股有限公司", Kind: registry.Enterprise}})
	}))
	c.Serve(func(api *web.API) { Routes(api, o.Desk) })
	return o
}

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

type list[T any] struct{ Items []T }

func (o *office) add(who string, codes ...string) []Imported {
	o.T.Helper()
	var lines []Line
	for _, c := range codes {
		lines = append(lines, Line{Code: c, Note: "示例供应商"})
	}
	return want[list[Imported]](o, who, "POST", "/v1/my/partners", map[string]any{"lines": lines}, "").Items
}

func (o *office) fined(number string) record.Record {
	o.T.Helper()
	it, _ := o.law.On(workday.Of(o.Now())).Item("penalty")
	file, err := record.OneRow(it, map[string]string{"CF_XDR_MC": "海南虚构食品有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": number, "CF_WFXW": "未按规定贮存食品",
		"CF_SY": "虚构", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "罚款", "CF_NR": "罚款。", "CF_NR_FK": "2", "CF_JDRQ": "2026-10-20",
		"CF_CFJG": "海口市虚构市场监督管理局", "CF_CFJGDM": bodyID, "CF_SDRQ": "2026-10-20"})
	counter.Must(o.T, err)
	_, err = o.records.Take(o.T.Context(), access.Actor{ID: "key:source", Kind: access.KindKey, Org: bodyID, Name: "示例来源单位", Scopes: access.Scopes()},
		record.Delivery{Item: "penalty", File: bytes.NewReader(file)})
	if o.Dies.Load() {
		if err == nil {
			o.T.Fatal("it was taken in although the machine died")
		}
		return record.Record{}
	}
	counter.Must(o.T, err)
	all, err := record.ByDocument(o.T.Context(), o.DB, number)
	counter.Must(o.T, err)
	return all[0]
}

func (o *office) alerts(who string) []Alert {
	o.T.Helper()
	return want[list[Alert]](o, who, "GET", "/v1/my/partners/alerts", nil, "").Items
}

// Counterparties are added by code, line by line; what cannot be added is said, and the same again changes nothing.
func TestF08_5_CounterpartiesAreImportedByCode(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	got := o.add("buyer", firmID, "91460000MA00000000", nobodyID, ownerID, firmID, otherFirm)
	for i, outcome := range []string{"added", "wrong", "unknown", "itself", "there", "added"} {
		if got[i].Outcome != outcome || got[i].Line != i+1 {
			t.Errorf("line %d: %+v, want %s", i+1, got[i], outcome)
		}
	}
	want[any](o, "buyer", "POST", "/v1/my/partners", map[string]any{"lines": []Line{}}, "partner.lines")
	want[any](o, "citizen", "GET", "/v1/my/partners", nil, "partner.no_firm")
	want[any](o, "agent", "GET", "/v1/my/partners", nil, "access.no_permission")
	if l := want[list[Partner]](o, "rival", "GET", "/v1/my/partners", nil, ""); len(l.Items) != 0 {
		t.Errorf("another firm sees them: %+v", l)
	}
	want[any](o, "rival", "DELETE", "/v1/my/partners/"+firmID, nil, "partner.not_watched")
	want[any](o, "buyer", "DELETE", "/v1/my/partners/"+otherFirm, nil, "")
	if l := want[list[Partner]](o, "buyer", "GET", "/v1/my/partners", nil, ""); len(l.Items) != 1 || l.Items[0].Name != "海南虚构食品有限公司" || l.Items[0].Note != "示例供应商" {
		t.Errorf("%+v", l)
	}
	if again := o.add("buyer", otherFirm); again[0].Outcome != "added" {
		t.Errorf("taken up again: %+v", again)
	}
}

// A public change is told to whoever watches, with the change or not at all, once; it keeps no word of the record.
func TestF08_5_APublicChangeIsAnAlert(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.add("buyer", firmID)
	o.Dies.Store(true)
	o.fined("琼虚市监罚〔2026〕0号")
	if len(o.alerts("buyer")) != 0 {
		t.Fatal("an alert of what never was")
	}
	o.Dies.Store(false)
	r := o.fined("琼虚市监罚〔2026〕1号")
	a := o.alerts("buyer")
	if len(a) != 1 || a[0].Kind != "new" || a[0].Record != r.ID || !a[0].Adverse || a[0].Name != "海南虚构食品有限公司" || a[0].What.ZH == "" {
		t.Fatalf("%+v", a)
	}
	p := want[list[Partner]](o, "buyer", "GET", "/v1/my/partners", nil, "").Items[0]
	if p.Adverse != 1 || p.Listed != 0 || p.Unread != 1 {
		t.Errorf("%+v", p)
	}
	want[any](o, "buyer", "POST", "/v1/my/partners/alerts/reading", map[string]any{"until": a[0].At}, "")
	o.Later(time.Hour)
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.records.Rule(ctx, tx, people["decider"], "XF-1", []record.Ruling{{EntityID: firmID, ID: r.ID, State: record.Repaired, On: workday.Of(o.Now()), Document: "示修决1号", Authority: "示例"}})
		return err
	}))
	a = o.alerts("buyer")
	if len(a) != 2 || a[0].Kind != "repaired" || a[0].ReadAt != nil || a[1].ReadAt == nil {
		t.Fatalf("%+v", a)
	}
	if p := want[list[Partner]](o, "buyer", "GET", "/v1/my/partners", nil, "").Items[0]; p.Adverse != 0 {
		t.Errorf("repaired, and it still counts: %+v", p)
	}
	if len(o.alerts("rival")) != 0 {
		t.Error("who does not watch is told")
	}
	want[any](o, "buyer", "DELETE", "/v1/my/partners/"+firmID, nil, "")
	o.fined("琼虚市监罚〔2026〕2号")
	if len(o.alerts("buyer")) != 2 {
		t.Error("told after it stopped watching")
	}
}

// A check leaves the number of the report looked at; the use is counted, for the firm and for all firms together.
func TestF08_5_ChecksAreOnRecordAndCounted(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.add("buyer", firmID)
	why := map[string]string{"purpose": "签订采购合同前（示例）"}
	want[any](o, "rival", "POST", "/v1/my/partners/"+firmID+"/checks", why, "partner.not_watched")
	want[any](o, "buyer", "POST", "/v1/my/partners/"+firmID+"/checks", map[string]string{"purpose": " "}, "partner.purpose")
	c := want[Checked](o, "buyer", "POST", "/v1/my/partners/"+firmID+"/checks", why, "")
	o.fined("琼虚市监罚〔2026〕1号")
	second := want[Checked](o, "buyer", "POST", "/v1/my/partners/"+firmID+"/checks", why, "")
	log := want[list[Checked]](o, "buyer", "GET", "/v1/my/partners/checks", nil, "").Items
	if len(log) != 2 || c.Number == "" || c.Number == second.Number || log[0].Name == "" {
		t.Fatalf("%+v", log)
	}
	own, all := want[Usage](o, "buyer", "GET", "/v1/my/partners/figures", nil, ""), want[Usage](o, "lead", "GET", "/v1/partners/figures", nil, "")
	for _, u := range []Usage{own, all} {
		if u.Firms != 1 || u.Partners != 1 || len(u.Months) != 1 || u.Months[0].Month != "2026-11" || u.Months[0].Checks != 2 || u.Months[0].Alerts != 1 || u.Months[0].Read != 0 {
			t.Errorf("%+v", u)
		}
	}
	if u := want[Usage](o, "rival", "GET", "/v1/my/partners/figures", nil, ""); u.Partners != 0 || len(u.Months) != 0 {
		t.Errorf("%+v", u)
	}
	want[any](o, "buyer", "GET", "/v1/partners/figures", nil, "access.no_permission")
}
