package scene

import (
	"context"
	"slices"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pilot"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var leadID = counter.Code("11460000", "MB000001")

var people = map[string]access.Actor{
	"lead":   counter.Person("lead", leadID, "海南省虚构信用主管部门", "460000", "R19"),
	"second": counter.Person("second", leadID, "海南省虚构信用主管部门", "460000", "R19"),
	"here":   counter.Person("here", counter.Code("11460100", "MB000002"), "海口市虚构信用主管部门", "460100", "R20"),
	"away":   counter.Person("away", counter.Code("11460200", "MB000003"), "三亚市虚构信用主管部门", "460200", "R20"),
	"food":   counter.Person("food", counter.Code("11460100", "MB000004"), "海口市虚构食品监管局", "460100", "R11"),
}

type office struct {
	*counter.Counter
	*Desk
}

const scenes = "/v1/scenes"

func open(t *testing.T) *office {
	t.Helper()
	c := counter.Open(t, "2026-11-20", people)
	_, err := ledger.Open(t.Context(), c.DB, "xinheng/test", c.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	o := &office{c, NewDesk(c.DB, c.Law, c.Now)}
	o.Pilots = func(context.Context) ([]pilot.Pilot, error) {
		p := pilot.Pilot{ID: "SD-ON", FirstOn: day("2026-09-01"), LastOn: day("2026-10-31")}
		done := p
		done.ID, done.Evaluation = "SD-DONE", &pilot.Evaluation{From: day("2026-07-02"), Counts: []pilot.Compared{{Code: "visits", Before: 30, During: 20}, {Code: "found", Before: 3, During: 0}}}
		return []pilot.Pilot{p, done}, nil
	}
	c.Serve(func(a *web.API) { Routes(a, o.Desk) })
	return o
}

func day(s string) workday.Date { return workday.MustParse(s) }

func n(v int64) *int64 { return &v }

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

func draft() Draft {
	say := law.Text2{ZH: "示例", EN: "example"}
	return Draft{Name: say, Article: "a01", Region: "4601", Changed: say, Measured: say, Before: &Span{day("2026-07-01"), day("2026-08-31")}, After: &Span{day("2026-09-01"), day("2026-11-19")},
		Numbers: []Number{{Name: say, Before: n(9), After: n(0), Source: "示例统计表〔2026〕1 号"}}}
}

func TestF29_2_ASceneIsEnteredByOneAndConfirmedByAnother(t *testing.T) {
	t.Parallel()
	o := open(t)
	want[any](o, "food", "POST", scenes, draft(), "access.no_permission")
	want[any](o, "away", "POST", scenes, draft(), "scene.region")
	s := want[Scene](o, "here", "POST", scenes, draft(), "")
	if again := want[Scene](o, "here", "POST", scenes, draft(), ""); again.ID != s.ID || s.State != Entered || s.ArticleText != "（一）" {
		t.Errorf("a second click enters another: %+v", again)
	}
	if all := want[struct{ Items []Scene }](o, "", "GET", scenes, nil, "").Items; len(all) != 0 {
		t.Errorf("the public reads what nobody confirmed: %+v", all)
	}
	confirm := scenes + "/" + s.ID + "/confirmation"
	want[any](o, "here", "POST", confirm, nil, "access.no_permission")
	own := draft()
	own.Region = "46"
	mine := want[Scene](o, "lead", "POST", scenes, own, "")
	want[any](o, "lead", "POST", scenes+"/"+mine.ID+"/confirmation", nil, "access.not_apart")
	want[any](o, "second", "POST", scenes+"/CJ-NEVER/confirmation", nil, "scene.unknown")
	for range 2 { // a second click
		if got := want[Scene](o, "lead", "POST", confirm, nil, ""); got.State != Published || got.ConfirmedBy != people["lead"].Name {
			t.Errorf("confirmed: %+v", got)
		}
	}
	all := want[struct{ Items []Scene }](o, "", "GET", scenes, nil, "").Items
	if len(all) != 1 || *all[0].Numbers[0].Before != 9 || *all[0].Numbers[0].After != 0 { // none is a number too
		t.Errorf("the public reads %+v", all)
	}
	if list := want[struct{ Items []Scene }](o, "away", "GET", scenes+"/desk", nil, "").Items; len(list) != 0 {
		t.Errorf("Sanya's desk holds Haikou's: %+v", list)
	}
	if acts := o.Acts(s.ID); !slices.Equal(acts, []string{"scene.entered", "scene.published"}) {
		t.Errorf("the ledger says %v", acts)
	}
}

func TestF29_2_WithoutBothNumbersAndASourceASceneIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, x := range []struct {
		code string
		do   func(*Draft)
	}{
		{"scene.numbers", func(d *Draft) { d.Numbers = nil }},
		{"scene.numbers", func(d *Draft) { d.Numbers[0].Before = nil }},
		{"scene.numbers", func(d *Draft) { d.Numbers[0].After = nil }},
		{"scene.numbers", func(d *Draft) { d.Numbers[0].Source = " " }},
		{"scene.numbers", func(d *Draft) { d.Numbers[0].Name.EN = "" }},
		{"scene.text", func(d *Draft) { d.Measured.ZH = "" }},
		{"scene.article", func(d *Draft) { d.Article = "a99" }},
		{"scene.periods", func(d *Draft) { d.Before = nil }},
		{"scene.periods", func(d *Draft) { d.After.From = d.Before.To }},
		{"scene.periods", func(d *Draft) { d.After.To = day("2026-11-20") }}, // today has not ended
		{"scene.pilot", func(d *Draft) { d.Pilot = "SD-ON" }},
		{"scene.pilot", func(d *Draft) { d.Pilot = "SD-NEVER" }},
		{"scene.typed", func(d *Draft) { d.Pilot = "SD-DONE" }},
	} {
		in := draft()
		x.do(&in)
		want[any](o, "lead", "POST", scenes, in, x.code)
	}
}

func TestF29_2_NumbersOfAnEvaluatedPilotAreTakenFromIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := draft()
	in.Pilot, in.Numbers, in.Before, in.After = "SD-DONE", nil, nil, nil
	s := want[Scene](o, "here", "POST", scenes, in, "")
	if *s.Before != (Span{day("2026-07-02"), day("2026-08-31")}) || *s.After != (Span{day("2026-09-01"), day("2026-10-31")}) || len(s.Numbers) != 2 || *s.Numbers[0].Before != 30 || *s.Numbers[0].After != 20 ||
		*s.Numbers[1].After != 0 || s.Numbers[0].Name.EN != "Visits" || s.Numbers[0].Source == "" {
		t.Errorf("%+v", s)
	}
}

func TestF29_2_AWithdrawnSceneStaysWithItsReason(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := want[Scene](o, "here", "POST", scenes, draft(), "")
	want[Scene](o, "lead", "POST", scenes+"/"+s.ID+"/confirmation", nil, "")
	withdraw, why := scenes+"/"+s.ID+"/withdrawal", map[string]string{"why": "示例：统计口径有误。"}
	want[any](o, "away", "POST", withdraw, why, "scene.unknown")
	want[any](o, "here", "POST", withdraw, map[string]string{"why": " "}, "scene.why")
	_ = o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error { // the machine stops in between
		counter.Must(t, withdrawn(ctx, tx, s.ID))
		return counter.ErrDied
	})
	if all, err := o.Public(t.Context()); err != nil || all[0].State != Published {
		t.Errorf("half a withdrawal was kept: %+v %v", all, err)
	}
	for range 2 {
		want[Scene](o, "here", "POST", withdraw, why, "")
	}
	want[any](o, "here", "POST", withdraw, map[string]string{"why": "另一个理由"}, "scene.withdrawn")
	want[any](o, "second", "POST", scenes+"/"+s.ID+"/confirmation", nil, "scene.withdrawn")
	all := want[struct{ Items []Scene }](o, "", "GET", scenes, nil, "").Items
	if len(all) != 1 || all[0].State != Withdrawn || all[0].Why != why["why"] || all[0].WithdrawnAt == nil {
		t.Errorf("the public reads %+v", all)
	}
	waits := draft()
	waits.Name.ZH = "另一示例"
	w := want[Scene](o, "here", "POST", scenes, waits, "")
	want[Scene](o, "here", "POST", scenes+"/"+w.ID+"/withdrawal", why, "")
	if all := want[struct{ Items []Scene }](o, "", "GET", scenes, nil, "").Items; len(all) != 1 {
		t.Errorf("what was never public is shown as withdrawn: %+v", all)
	}
}

func withdrawn(ctx context.Context, tx pg.Tx, id string) error {
	return withdraw(ctx, tx, id, "person:here", "示例", day("2026-11-20").Start())
}
