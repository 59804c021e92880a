package visit_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/app"
	"xinheng/internal/counter"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/remote"
	"xinheng/internal/visit"
	"xinheng/internal/workday"
)

// afar is the office with devices beside it, and a key of the body's system for what they report.
func afar(t *testing.T, today string) *office {
	t.Helper()
	o := open(t, today)
	lib, err := shipped()
	must(t, err)
	accounts := account.NewDesk(o.db, access.NewKeys(o.db, o.now), lib, o.now)
	in, err := accounts.ImportOrgs(t.Context(), access.CLI(), []account.Org{{ID: bodyID, Name: "海口市虚构市场监督管理局", Region: "460100", Kind: "department"},
		{ID: otherBody, Name: "三亚市虚构消防救援支队", Region: "460200", Kind: "department"}})
	if must(t, err); len(in.Wrong) > 0 {
		t.Fatalf("%+v", in.Wrong)
	}
	o.remote = remote.NewDesk(o.db, o.sealer, accounts, o.now)
	app.WireRemote(o.remote, o.Desk, o.draws)
	o.serve() // again, with the routes of devices
	return o
}

type items[T any] struct{ Items []T }

func declaring(f func(*remote.Declaration)) remote.Declaration {
	in := remote.Declaration{Name: "冷库温度计（示例）", Kind: "iot", Matter: "market.food", Basis: "《食品生产经营监督检查管理办法》第二十一条", Measures: []string{"冷库温度"}, Firm: firmID,
		From: workday.MustParse("2026-11-20"), Until: workday.MustParse("2026-11-24")}
	if f != nil {
		f(&in)
	}
	return in
}

func (o *office) declared(f func(*remote.Declaration)) string {
	o.t.Helper()
	return want[remote.Device](o, "planner", "POST", "/v1/remote/devices", declaring(f), "").ID
}

func reporting(device, number, at string) remote.Report {
	return remote.Report{Device: device, Number: number, Firm: firmID, Measure: "冷库温度", Reading: "-2℃，应当不高于-18℃", SeenAt: workday.MustParse(at).Start().Add(8 * time.Hour), Evidence: strings.Repeat("ab", 32)}
}

func (o *office) reported(device, number string) string {
	o.t.Helper()
	return want[remote.View](o, "device", "POST", "/v1/remote/events", reporting(device, number, workday.Of(o.now()).String()), "").ID
}

func (o *office) events(who string) []remote.View {
	o.t.Helper()
	path := "/v1/remote/events"
	if who == "owner" || who == "stranger" {
		path = "/v1/my/events"
	}
	return want[items[remote.View]](o, who, "GET", path, nil, "").Items
}

func fromAfar(event string) visit.Asking {
	return visit.Asking{USCC: firmID, Event: event, With: []string{"ins1"}, Mode: "remote"}
}

func TestF23_3_OnlyADeclaredDeviceReportsAndOnlyWhatItMayMeasure(t *testing.T) {
	t.Parallel()
	o := afar(t, "2026-11-23")
	want[any](o, "ins0", "POST", "/v1/remote/devices", declaring(nil), "access.no_permission")
	want[any](o, "planner", "POST", "/v1/remote/devices", declaring(func(d *remote.Declaration) { d.Matter = "fire.safety" }), "inspection.no_matter") // another body's
	want[any](o, "planner", "POST", "/v1/remote/devices", declaring(func(d *remote.Declaration) { d.Firm = "" }), "remote.device")
	want[any](o, "planner", "POST", "/v1/remote/devices", declaring(func(d *remote.Declaration) { d.Basis = "  " + "    " }), "remote.device")
	id := o.declared(nil)
	for _, c := range []struct {
		what, refusal string
		change        func(*remote.Report)
	}{
		{"another measure", "remote.undeclared", func(r *remote.Report) { r.Measure = "噪声" }},
		{"another firm", "remote.undeclared", func(r *remote.Report) { r.Firm = otherFirm }},
		{"no hash", "remote.event", func(r *remote.Report) { r.Evidence = strings.Repeat("zz", 32) }},
		{"tomorrow", "remote.event", func(r *remote.Report) { r.SeenAt = o.now().Add(24 * time.Hour) }},
		{"the day before the first", "remote.undeclared", func(r *remote.Report) { r.SeenAt = workday.MustParse("2026-11-19").Start() }},
		{"no such device", "remote.unknown", func(r *remote.Report) { r.Device = "SB-AAAA" }},
	} {
		in := reporting(id, "no-"+c.what, "2026-11-23")
		c.change(&in)
		want[any](o, "device", "POST", "/v1/remote/events", in, c.refusal)
	}
	want[any](o, "odevice", "POST", "/v1/remote/events", reporting(id, "1", "2026-11-23"), "remote.unknown")
	want[any](o, "ins0", "POST", "/v1/remote/events", reporting(id, "1", "2026-11-23"), "access.no_permission")
	if first := o.reported(id, "1"); first != o.reported(id, "1") || len(o.events("ins0")) != 1 {
		t.Error("the second delivery is another event")
	}
	for day, refusal := range map[string]string{"2026-11-20": "", "2026-11-24": "", "2026-11-25": "remote.undeclared"} { // the first day, the last, the one after
		o.on("2026-11-26")
		want[any](o, "device", "POST", "/v1/remote/events", reporting(id, "day-"+day, day), refusal)
	}
	want[any](o, "oplanner", "DELETE", "/v1/remote/devices/"+id, nil, "remote.unknown")
	other := o.declared(func(d *remote.Declaration) { d.Until = workday.MustParse("2026-12-31") })
	want[any](o, "planner", "DELETE", "/v1/remote/devices/"+other, nil, "")
	o.on("2026-11-27")
	want[any](o, "device", "POST", "/v1/remote/events", reporting(other, "x", "2026-11-27"), "remote.undeclared")
	if len(o.events("oins")) != 0 || len(want[items[remote.Device]](o, "oplanner", "GET", "/v1/remote/devices", nil, "").Items) != 0 {
		t.Error("another body reads them")
	}
}

func TestF23_3_TheFirmIsToldAtOnceMayObjectAndNothingFollowsByItself(t *testing.T) {
	t.Parallel()
	o := afar(t, "2026-11-23")
	id := o.reported(o.declared(nil), "1")
	mine := o.events("owner")
	if len(mine) != 1 || mine[0].Device.Basis == "" || mine[0].Reading == "" || mine[0].Evidence != strings.Repeat("ab", 32) || mine[0].State != remote.Told {
		t.Fatalf("the firm reads %+v", mine)
	}
	if len(o.events("stranger")) != 0 {
		t.Error("another firm reads it")
	}
	records, err := record.Of(t.Context(), o.db, firmID, time.Time{})
	if must(t, err); len(records) != 0 || o.count(`select count(*) from visit.visit`) != 0 || o.count(`select count(*) from caseflow.case`) != 0 {
		t.Error("something followed by itself")
	}
	path := "/v1/my/events/" + id + "/answer"
	want[any](o, "stranger", "POST", path, remote.Said{Kind: "objected", Text: "x"}, "remote.unknown")
	want[any](o, "agent", "POST", path, remote.Said{Kind: "objected", Text: "x"}, "access.no_permission")
	want[any](o, "owner", "POST", path, remote.Said{Kind: "objected", Text: "当时正在除霜（虚构）。"}, "")
	want[any](o, "owner", "POST", path, remote.Said{Kind: "explained", Text: "x"}, "remote.done")
	counter.Reseals(t, o.db, o.sealer, remote.Holders()[0], 1)
	want[any](o, "ins0", "POST", "/v1/visits", fromAfar(id), "remote.objected")
	want[any](o, "oins", "POST", "/v1/remote/events/"+id+"/dismissal", map[string]string{"reason": "x"}, "remote.unknown")
	want[any](o, "planner", "POST", "/v1/remote/events/"+id+"/dismissal", map[string]string{"reason": "x"}, "access.no_permission")
	want[any](o, "ins0", "POST", "/v1/remote/events/"+id+"/dismissal", map[string]string{"reason": "除霜记录属实（虚构）。"}, "")
	want[any](o, "ins0", "POST", "/v1/remote/events/"+id+"/dismissal", map[string]string{"reason": "x"}, "remote.done")
	in := fromAfar(id)
	in.Why = "虚构"
	want[any](o, "ins0", "POST", "/v1/visits", in, "remote.done")
	if mine := o.events("owner"); mine[0].State != remote.Dismissed || mine[0].Reason == "" || mine[0].Text == "" {
		t.Errorf("the firm reads %+v", mine)
	}
}

func TestF23_3_AnEventBecomesAVisitWithTheSameStepsAndIsCounted(t *testing.T) {
	t.Parallel()
	o := afar(t, "2026-11-23")
	device := o.declared(nil)
	event := o.reported(device, "1")
	in := fromAfar(event)
	in.Matter = "market.food"
	want[any](o, "ins0", "POST", "/v1/visits", in, "visit.cause")
	elsewhere := fromAfar(event)
	elsewhere.USCC = otherFirm
	want[any](o, "ins0", "POST", "/v1/visits", elsewhere, "remote.unknown")
	want[any](o, "oins", "POST", "/v1/visits", fromAfar(event), "remote.unknown")
	alone := fromAfar(event)
	alone.With = nil
	want[any](o, "ins0", "POST", "/v1/visits", alone, "visit.team")
	if mine := o.events("owner"); mine[0].State != remote.Told {
		t.Error("a visit that was refused took the event")
	}
	id := o.opened(fromAfar(event))
	want[any](o, "ins0", "POST", "/v1/visits", fromAfar(event), "remote.done")
	o.do("planner", id, visit.Refuse, fields{"reason": "先请企业说明（虚构）。"}, "")
	if mine := o.events("owner"); mine[0].State != remote.Told || mine[0].Visit != "" {
		t.Errorf("not approved: the event waits again: %+v", mine)
	}
	id = o.opened(fromAfar(event))
	if v := o.look("planner", id); v.Cause != "event" || v.Event == nil || v.Event.Evidence != strings.Repeat("ab", 32) || v.Mode != "remote" || len(v.Warnings) != 0 {
		t.Errorf("%+v", v)
	}
	o.do("both", id, visit.Approve, nil, "access.not_apart")
	o.do("planner", id, visit.Approve, nil, "")
	o.do("ins0", id, visit.Notify, servedOn(o, "notice_service"), "")
	if v := o.look("owner", id); v.Event == nil || len(v.Inspectors) != 2 || v.Tasks[0].Basis == "" {
		t.Errorf("the firm is told %+v", v)
	}
	send[visit.Opened](o, "ins0", "k", "POST", "/v1/visits/"+id+"/sheet", visit.Filled{ArrivedAt: o.now(), Answers: o.answers(id)}, "")
	o.do("ins1", id, visit.Sign, nil, "")
	o.do("owner", id, visit.FirmSign, nil, "")
	o.do("ins0", id, visit.FormResult, fields{"result": "clear", "summary": "远程核对冷库温度记录（示例）。"}, "")
	if mine := o.events("owner"); mine[0].Visit != id || mine[0].State != remote.Visited {
		t.Errorf("%+v", mine)
	}
	second := o.opened(fromAfar(o.reported(device, "2"))) // the same day: the number of a day is passed, as by a draw
	if w := o.look("planner", second).Warnings; !slices.ContainsFunc(w, func(w visit.Warning) bool { return w.Key == "limit:inspection.visits.day" }) {
		t.Errorf("a visit from afar is not counted: %+v", w)
	}
}

func TestF23_3_TheMachineStopsBetweenEventAndVisit(t *testing.T) {
	t.Parallel()
	o := afar(t, "2026-11-23")
	event := o.reported(o.declared(nil), "1")
	serve := o.Serve
	o.Serve = func(ctx context.Context, tx pg.Tx, id, visit string) error {
		must(t, serve(ctx, tx, id, visit))
		return errDied
	}
	want[any](o, "ins0", "POST", "/v1/visits", fromAfar(event), "internal")
	o.Serve = serve
	if mine := o.events("owner"); mine[0].State != remote.Told || o.count(`select count(*) from visit.visit`) != 0 {
		t.Errorf("half a visit: %+v", mine)
	}
	o.opened(fromAfar(event))
}
