package rectify

import (
	"testing"

	"xinheng/internal/workday"
)

func starting(changes ...any) map[string]any {
	f := map[string]any{"topic": "government", "name": map[string]string{"zh": "政府机构失信专项治理（虚构）", "en": "Public bodies in default (invented)"}, "basis": "琼示例函〔2026〕7号",
		"bodies": []string{bodyID, otherBody}, "first_on": "2026-11-02", "last_on": "2026-12-31", "shown": true}
	for i := 0; i < len(changes); i += 2 {
		f[changes[i].(string)] = changes[i+1]
	}
	return f
}

func adding(uscc, body string) map[string]string {
	return map[string]string{"uscc": uscc, "body": body, "problem": "拖欠工程款（虚构）"}
}

// TestF15_3_ACampaignShowsHowFarItHasCome: a public body and a firm; one is cleared by a kept order, the other by a document; the rate
// over time is counted from those days.
func TestF15_3_ACampaignShowsHowFarItHasCome(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	id := want[Campaign](o, "lead", "POST", "/v1/campaigns", starting(), "").ID
	path := "/v1/campaigns/" + id
	want[none](o, "lead", "POST", path+"/subjects", adding(organID, bodyID), "")
	want[none](o, "lead", "POST", path+"/subjects", adding(organID, bodyID), "") // a second click
	want[none](o, "lead", "POST", path+"/subjects", adding(firmID, otherBody), "")
	w := want[Whole](o, "handler", "GET", path, nil, "")
	if w.Members != 2 || w.Cleared != 0 || w.Subjects[0].Kind != "organ" && w.Subjects[1].Kind != "organ" || len(w.ByBody) != 2 {
		t.Fatalf("the campaign is %+v", w)
	}
	order := o.served("uscc", organID, "campaign", id)
	o.On("2026-11-11")
	o.do("handler", order, ReceiveEvidence, evidence, "") // a public body without an account comes to the counter
	o.do("handler", order, Confirm, findings, "")
	o.On("2026-11-18")
	clearing := path + "/subjects/" + firmID + "/clearing"
	want[none](o, "decider", "POST", clearing, map[string]string{"document": "示例付款凭证 1"}, "rectify.not_in_charge")
	want[none](o, "odecider", "POST", clearing, map[string]string{"document": "示例付款凭证 1"}, "")
	want[none](o, "odecider", "POST", clearing, map[string]string{"document": "示例付款凭证 2"}, "") // a second click changes nothing
	w = want[Whole](o, "lead", "GET", path, nil, "")
	if w.Cleared != 2 || !w.Leads {
		t.Errorf("in the end the campaign is %+v", w.Campaign)
	}
	for _, m := range w.Subjects {
		by := map[string]string{organID: order, firmID: "示例付款凭证 1"}[m.Entity]
		if m.By != by {
			t.Errorf("%s was cleared by %s, want %s", m.Entity, m.By, by)
		}
	}
	var rates []int
	for _, p := range w.Series {
		rates = append(rates, p.Cleared)
	}
	if len(rates) != 4 || rates[0] != 0 || rates[1] != 0 || rates[2] != 1 || rates[3] != 2 { // 2, 9, 16, 18 November
		t.Errorf("over time %v were cleared", w.Series)
	}
	figures := want[all[Figures]](o, "", "GET", "/v1/campaigns/public", nil, "").All
	if len(figures) != 1 || figures[0].Members != 2 || figures[0].Cleared != 2 {
		t.Errorf("the public reads %+v", figures)
	}
	o.On("2026-11-20")
	want[none](o, "lead", "POST", path+"/end", nil, "")
	want[none](o, "lead", "POST", path+"/end", nil, "")
	want[none](o, "lead", "POST", path+"/subjects", adding(otherFirm, bodyID), "rectify.campaign_over")
	if w = want[Whole](o, "lead", "GET", path, nil, ""); w.Ended.String() != "2026-11-20" || w.Series[len(w.Series)-1].On != w.Ended {
		t.Errorf("after its end it is %+v", w.Campaign)
	}
}

// TestF15_3_WhoSeesAndRunsACampaign: it is 404 outside of one's reach, its lead alone runs it, and what is not shown is not public.
func TestF15_3_WhoSeesAndRunsACampaign(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	want[Campaign](o, "handler", "POST", "/v1/campaigns", starting(), "access.no_permission")
	for refusal, in := range map[string]map[string]any{
		"rectify.named": starting("name", map[string]string{"zh": "只有中文", "en": " "}),
		"rectify.dates": starting("last_on", "2026-11-01"),
	} {
		want[Campaign](o, "lead", "POST", "/v1/campaigns", in, refusal)
	}
	want[Campaign](o, "lead", "POST", "/v1/campaigns", starting("first_on", "2026-10-01", "last_on", "2026-11-01"), "rectify.dates")
	id := want[Campaign](o, "lead", "POST", "/v1/campaigns", starting("bodies", []string{bodyID}, "shown", false), "").ID
	path := "/v1/campaigns/" + id
	want[none](o, "lead", "POST", path+"/subjects", adding(organID, bodyID), "")
	want[none](o, "lead", "POST", path+"/subjects", adding(organID, otherBody), "rectify.body")
	want[Whole](o, "ohandler", "GET", path, nil, "rectify.no_campaign")
	want[Whole](o, "olead", "GET", path, nil, "rectify.no_campaign")
	want[none](o, "olead", "POST", path+"/subjects", adding(firmID, bodyID), "rectify.no_campaign")
	want[none](o, "olead", "POST", path+"/end", nil, "rectify.no_campaign")
	want[Opened](o, "ohandler", "POST", "/v1/rectifications", ordering("uscc", organID, "campaign", id), "rectify.no_campaign")
	want[Opened](o, "handler", "POST", "/v1/rectifications", ordering("campaign", id), "rectify.no_member")
	if seen := want[all[Campaign]](o, "olead", "GET", "/v1/campaigns", nil, "").All; len(seen) != 0 {
		t.Errorf("another city sees %+v", seen)
	}
	if mine := want[all[Campaign]](o, "handler", "GET", "/v1/campaigns", nil, "").All; len(mine) != 1 || mine[0].Members != 1 || mine[0].Leads {
		t.Errorf("a body that takes part sees %+v", mine)
	}
	if figures := want[all[Figures]](o, "", "GET", "/v1/campaigns/public", nil, "").All; len(figures) != 0 {
		t.Errorf("the public reads %+v", figures)
	}
	if n := o.Count(`select count(*) from record.version where entity_id = $1`, organID); n != 0 {
		t.Errorf("being in a campaign left %d records", n)
	}
}

// TestSeriesCountsByDays: nothing is cleared before its day, and the last point is the day asked for.
func TestSeriesCountsByDays(t *testing.T) {
	t.Parallel()
	first := workday.MustParse("2026-11-02")
	s := Series([]Span{{first, first + 7}, {first + 1, 0}}, first, first+8)
	want := []Point{{first, 1, 0}, {first + 7, 2, 1}, {first + 8, 2, 1}}
	if len(s) != len(want) {
		t.Fatalf("the series is %v", s)
	}
	for i := range want {
		if s[i] != want[i] {
			t.Errorf("point %d is %v, want %v", i, s[i], want[i])
		}
	}
	if one := Series(nil, first+5, first); len(one) != 1 || one[0].On != first+5 {
		t.Errorf("a campaign that has not begun: %v", one)
	}
}
