package disclosure

import (
	"strings"
	"testing"
	"time"
)

const emergencyReason = "示例系统故障，须核对数据后恢复服务"

func (o *office) askGlass(subject string) Glass {
	o.T.Helper()
	return want[Glass](o, "operator", "POST", "/v1/glass", map[string]string{"subject": subject, "reason": emergencyReason}, "")
}

func (o *office) through(who, glass, subject string) error {
	return o.read(who, func(r *Reading) { r.Subject, r.Purpose, r.Glass = subject, Emergency, glass })
}

func TestS7_OnePersonAloneCannotBreakTheGlass(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	g := o.askGlass(firm)
	if g.State != GlassAsked {
		t.Fatalf("%+v", g)
	}
	o.refuses(o.through("operator", g.ID, firm), "disclosure.glass_closed")
	want[none](o, "operator", "POST", "/v1/glass/"+g.ID+"/opening", nil, "access.no_permission")
	want[none](o, "auditor", "POST", "/v1/glass/"+g.ID+"/opening", nil, "access.no_permission")
	want[none](o, "security", "POST", "/v1/glass", map[string]string{"reason": emergencyReason}, "access.no_permission")
	want[none](o, "security", "POST", "/v1/glass/G-0/opening", nil, "disclosure.unknown_glass")
	want[none](o, "operator", "POST", "/v1/glass", map[string]string{"reason": "急"}, "disclosure.no_reason")
	// even an account that held both posts could not do both steps
	own := want[Glass](o, "both", "POST", "/v1/glass", map[string]string{"reason": emergencyReason}, "")
	want[none](o, "both", "POST", "/v1/glass/"+own.ID+"/opening", nil, "access.not_apart")

	opened := want[Glass](o, "security", "POST", "/v1/glass/"+g.ID+"/opening", nil, "")
	if opened.State != GlassOpen || opened.Until.Sub(*opened.OpenedAt) != 4*time.Hour {
		t.Errorf("%+v", opened)
	}
	want[none](o, "security", "POST", "/v1/glass/"+g.ID+"/opening", nil, "disclosure.glass_over")
	must(t, o.through("operator", g.ID, firm))
	o.refuses(o.through("operator", g.ID, otherFirm), "disclosure.glass_closed")
	o.refuses(o.through("security", g.ID, firm), "disclosure.glass_closed")
	o.refuses(o.through("officer", g.ID, firm), "disclosure.glass_closed")
	o.refuses(o.through("operator", "G-0", firm), "disclosure.glass_closed")
	o.refuses(o.read("operator", func(r *Reading) { r.Glass = g.ID }), "disclosure.no_glass")
}

func TestS7_TheGlassClosesByItself(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	g := o.askGlass("")
	o.Later(4*time.Hour - time.Second)
	want[Glass](o, "security", "POST", "/v1/glass/"+g.ID+"/opening", nil, "")
	o.Later(4*time.Hour - time.Second)
	must(t, o.through("operator", g.ID, firm))
	must(t, o.through("operator", g.ID, otherFirm))
	o.Later(time.Second)
	o.refuses(o.through("operator", g.ID, firm), "disclosure.glass_closed")
	want[none](o, "operator", "DELETE", "/v1/glass/"+g.ID, nil, "disclosure.glass_not_open")

	late := o.askGlass("")
	o.Later(4 * time.Hour)
	want[none](o, "security", "POST", "/v1/glass/"+late.ID+"/opening", nil, "disclosure.glass_over")

	for _, closer := range [][2]string{{"operator", ""}, {"security", "/opening"}} {
		g := o.askGlass("")
		path := "/v1/glass/" + g.ID + closer[1]
		want[none](o, closer[0], "DELETE", path, nil, map[bool]string{true: "disclosure.glass_not_open", false: "disclosure.unknown_glass"}[closer[0] == "operator"])
		want[Glass](o, "security", "POST", "/v1/glass/"+g.ID+"/opening", nil, "")
		want[none](o, "both", "DELETE", path, nil, "disclosure.unknown_glass")
		want[none](o, closer[0], "DELETE", path, nil, "")
		o.refuses(o.through("operator", g.ID, firm), "disclosure.glass_closed")
		want[none](o, closer[0], "DELETE", path, nil, "disclosure.glass_not_open")
	}
	states := map[GlassState]int{}
	for _, g := range want[struct{ Glasses []Glass }](o, "auditor", "GET", "/v1/audit/glass", nil, "").Glasses {
		states[g.State]++
	}
	if states[GlassClosed] != 3 || states[GlassExpired] != 1 {
		t.Errorf("%v", states)
	}
	if mine := want[struct{ Glasses []Glass }](o, "both", "GET", "/v1/glass", nil, "").Glasses; len(mine) != 0 {
		t.Errorf("another sees %v", mine)
	}
}

func TestS7_ReadingsThroughTheGlassAreShownToSubjectAndAuditor(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	g := o.askGlass(firm)
	if waiting := want[struct{ Glasses []Glass }](o, "security", "GET", "/v1/glass/waiting", nil, "").Glasses; len(waiting) != 1 || waiting[0].Reason != emergencyReason {
		t.Errorf("%+v", waiting)
	}
	want[Glass](o, "security", "POST", "/v1/glass/"+g.ID+"/opening", nil, "")
	must(t, o.through("operator", g.ID, firm))
	items := want[struct{ Items []Item }](o, "auditor", "GET", "/v1/audit/queue", nil, "").Items
	if len(items) != 1 || items[0].Kind != "glass" || items[0].Actor != "person:operator" || items[0].Evidence["opened_by"] != "person:security" || items[0].Evidence["reason"] != emergencyReason {
		t.Errorf("%+v", items)
	}
	entries := want[struct{ Entries []Entry }](o, "auditor", "GET", "/v1/audit/entries?kind=reading&about="+firm, nil, "").Entries
	if len(entries) != 1 || entries[0].Glass != g.ID || entries[0].Purpose != Emergency {
		t.Errorf("%+v", entries)
	}
	for _, c := range []struct {
		day  string
		want int
	}{{"2026-11-08", 0}, {"2026-11-09", 1}, {"2026-11-10", 1}} {
		o.On(c.day)
		views := o.views("boss")
		if len(views) != c.want || c.want > 0 && (views[0].Kind != KindGlass || views[0].Purpose.Code != Emergency) {
			t.Errorf("%s: %+v", c.day, views)
		}
	}
	if n := o.Count(`select count(*) from ledger.entry where kind in ('glass.ask', 'glass.open')`); n != 2 {
		t.Errorf("%d acts", n)
	}
	text := entriesText(t, o)
	if strings.Contains(text, firm) || strings.Contains(text, emergencyReason) {
		t.Errorf("the public ledger tells too much: %s", text)
	}
}

func entriesText(t *testing.T, o *office) string {
	t.Helper()
	must(t, o.log.Sequence(t.Context()))
	all, err := o.log.Since(t.Context(), 0, 1000)
	must(t, err)
	var b strings.Builder
	for _, e := range all {
		b.WriteString(e.Text())
	}
	return b.String()
}
