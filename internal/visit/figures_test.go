package visit_test

import (
	"testing"

	"xinheng/internal/visit"
	"xinheng/internal/workday"
)

// F12-9: a firm of low risk and good credit is looked at from afar first; visits that were not made are counted.
func TestF12_9_LowRiskIsLookedAtFromAfarFirst(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.task("d1", firmID, bodyID, "market.food", "A", "ins0", "ins1")
	want[any](o, "ins0", "POST", "/v1/visits", asking("d1"), "visit.remote_first")
	afar := asking("d1")
	afar.Mode = "remote"
	id := o.opened(afar)
	o.do("planner", id, visit.Approve, nil, "")
	o.do("ins0", id, visit.Notify, servedOn(o, "notice_service"), "")
	o.do("ins0", id, visit.Arrive, nil, "") // from afar no code is shown, and nothing is flagged
	if v := o.look("ins0", id); len(v.Flags) != 0 {
		t.Errorf("%v", v.Flags)
	}
	if s := want[visit.Figures](o, "planner", "GET", "/v1/visits/analytics", nil, "").Savings; s.Remote != 1 || s.Total != 1 {
		t.Errorf("%+v", s)
	}
	o.task("d2", firmID, bodyID, "market.food", "A", "ins0", "ins1")
	near := asking("d2")
	near.ModeWhy = "远程核查发现地址疑点（示例）"
	o.opened(near)
	want[any](o, "ins0", "GET", "/v1/visits/analytics", nil, "access.no_permission")
}

func TestF12_9_SavedVisitsAreCounted(t *testing.T) {
	t.Parallel()
	strata := []visit.Stratum{
		{Draw: "d1", Class: "A", Count: 1000, PPM: 10_000, Quota: 10}, {Draw: "d1", Class: "B", Count: 500, PPM: 20_000, Quota: 10}, // 20 at the general ratio
		{Draw: "d2", Class: "A", Count: 1000, PPM: 50_000, Quota: 50}, {Draw: "d2", Class: "B", Count: 10, PPM: 20_000, Quota: 0}, // drawn more often: nothing saved
		{Draw: "d3", Class: "A", Count: 1000, PPM: 0, Quota: 0}, // nothing to compare with
	}
	if s := visit.Saved(strata, 3, 2); s.Fewer != 10 || s.Joint != 3 || s.Remote != 2 || s.Total != 15 {
		t.Errorf("%+v", s)
	}
}

// F12-10: the alarm is raised where high risk finds no more than low, once there are results enough of both to say so.
func TestF12_10_TheAlarmOnHitRates(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		highFound, high, lowFound, low int64
		alarm                          bool
	}{
		"high finds more":        {5, 10, 2, 10, false},
		"by one":                 {3, 10, 2, 10, false},
		"as much":                {2, 10, 2, 10, true},
		"less":                   {1, 10, 2, 10, true},
		"the same share of less": {1, 5, 2, 10, true},
		"too few of high":        {0, 4, 2, 10, false},
		"too few of low":         {0, 10, 2, 4, false},
		"just enough":            {0, 5, 1, 5, true},
		"neither finds anything": {0, 10, 0, 10, true},
	} {
		h := visit.Judge([]visit.Tally{{Class: "A", Resulted: c.low - 1, Found: c.lowFound}, {Class: "B", Resulted: 1}, {Class: "C", Resulted: 1},
			{Class: "D", Resulted: c.high - 1, Found: c.highFound}}, 5)
		if h.Alarm != c.alarm || h.High.Resulted != c.high || h.Low.Found != c.lowFound {
			t.Errorf("%s: %+v", name, h)
		}
	}
	if visit.Judge(nil, 0).Alarm {
		t.Error("an alarm without a rule")
	}
}

// F12-10: it is put on the ledger once a month, and the shares of each class are public.
func TestF12_10_TheAlarmIsGivenOnceAMonth(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	for n := range 10 {
		class := []string{"B", "D"}[n%2]
		o.exec(`insert into visit.visit values ($1, $2, $3, 'draw', $4, 'on_site', '示例', 'example', '', '2026-11-01', $5, '{}', 'corrected', $6, '2026-11-05', '2026-12-01', null, '', '', 0, 'resulted', now())`,
			firm(100+n/2), "v"+string(rune('a'+n)), bodyID, class, workday.MustParse("2026-11-02").AddDays(n%2), class == "B")
	}
	for _, day := range []string{"2026-11-23", "2026-11-24"} {
		o.on(day)
		must(t, o.Watch(t.Context()))
	}
	f := want[visit.Figures](o, "", "GET", "/v1/visits/figures", nil, "")
	if !f.Hits.Alarm || len(f.Alarms) != 1 || f.Alarms[0].Month != "2026-11" || f.Alarms[0].LowFound != 5 || f.Alarms[0].High != 5 {
		t.Errorf("%+v", f)
	}
	if len(f.Hits.Classes) != 2 || f.Hits.Classes[1].Repeats != 5 || f.Hits.Classes[0].Repeats != 0 || f.Months[0].Visits != 10 {
		t.Errorf("repeats: %+v, months %+v", f.Hits.Classes, f.Months)
	}
	o.on("2026-12-01")
	must(t, o.Watch(t.Context()))
	must(t, o.log.Sequence(t.Context()))
	if n := o.count(`select count(*) from visit.alarm`); n != 2 {
		t.Errorf("%d alarms in two months", n)
	}
	o.on("2027-11-03") // the visits of 2 November of the year before are no longer counted, those of the third are not either
	if h := want[visit.Figures](o, "", "GET", "/v1/visits/figures", nil, "").Hits; h.High.Visits != 0 || h.Low.Visits != 0 {
		t.Errorf("%+v", h)
	}
	o.on("2027-11-02")
	if h := want[visit.Figures](o, "", "GET", "/v1/visits/figures", nil, "").Hits; h.High.Visits != 5 || h.Low.Visits != 0 {
		t.Errorf("%+v", h)
	}
}

// F12-1: check, class and record of one approval; a chain is broken where a later event is there without an earlier one.
func TestF12_1_TheApprovalLinksThreeEvents(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	day := workday.MustParse
	o.checks = []visit.Query{{Entity: firmID, CaseNo: "SP-1", Ref: "decision-1", On: day("2026-10-01")}, {Entity: firmID, CaseNo: "SP-9", Ref: "decision-9", On: day("2026-10-02")}}
	o.task("d1", firmID, bodyID, "market.food", "C", "ins0", "ins1")
	for n, no := range []string{"SP-1", "SP-2"} {
		in := asking("d1")
		if in.ApprovalNo = no; n == 1 {
			in = visit.Asking{USCC: firmID, Matter: "market.food", Why: "投诉 示例-1", With: []string{"ins1"}, Mode: "on_site", ApprovalNo: no}
		}
		o.opened(in)
	}
	of := func(who string) map[string]visit.Chain {
		m := map[string]visit.Chain{}
		for _, c := range want[visit.Chains](o, who, "GET", "/v1/visits/chains", nil, "").Chains {
			m[c.ApprovalNo] = c
		}
		return m
	}
	mine := of("planner")
	if len(mine) != 2 || mine["SP-1"].State != "open" || mine["SP-1"].Missing[0] != "record" || mine["SP-2"].State != "broken" || mine["SP-2"].Missing[0] != "query" {
		t.Errorf("%+v", mine)
	}
	if all := of("lead"); len(all) != 3 || all["SP-9"].State != "open" || all["SP-9"].Missing[0] != "class" {
		t.Errorf("%+v", all)
	}
	if others := of("oplanner"); len(others) != 0 {
		t.Errorf("another body sees %+v", others)
	}
	o.exec(`update visit.visit set result = 'clear', formed_on = '2026-11-23', publish_by = '2026-12-21', published_on = '2026-11-23', state = 'published' where approval_no = 'SP-1'`)
	c := want[visit.Chains](o, "lead", "GET", "/v1/visits/chains", nil, "")
	if c.All != 3 || c.Complete != 1 || c.Broken != 1 || c.Permille != 333 || c.Chains[0].State != "broken" {
		t.Errorf("%+v", c)
	}
	o.checks[0].On = day("2026-11-24") // only after the visit was opened
	if c := of("lead")["SP-1"]; c.State != "broken" {
		t.Errorf("a check that came too late: %+v", c)
	}
	o.checks[0].On = day("2026-11-23") // the same day
	if c := of("lead")["SP-1"]; c.State != "complete" {
		t.Errorf("%+v", c)
	}
	want[any](o, "clerk", "GET", "/v1/visits/tasks", nil, "access.no_permission")
}
