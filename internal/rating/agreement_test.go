package rating

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"

	"xinheng/internal/counter"
	"xinheng/internal/disclosure"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
)

func (o *office) disclosing() *disclosure.Desk {
	d := disclosure.NewDesk(o.DB, o.Law, o.log, o.Sealer, o.Now)
	o.Disclosure = d
	return d
}

// A bank is told under an agreement another person signed, with the subject's consent, no more than is agreed, signed with the limit of
// its use; its subject sees who asked; and it ends by itself.
func TestF10_4_ResultsAreToldByAgreementWithTheLimitOfTheirUse(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.People["bank"] = counter.Person("银行", bank, "虚构示例银行", "460000", "R23")
	o.People["otherbank"] = counter.Person("他行", elsewhere, "虚构他行", "460000", "R23")
	views := o.disclosing()
	o.inForceNow(o.template())
	o.change(penalty(firm, "p", "2026-11-01"))
	terms := Proposal{Consumer: bank, Terms: Terms{Title: "示例共享协议", Models: []string{"demo"}, Fields: []string{"grade"}, Purpose: "finance", Push: true,
		Use: law.Text2{ZH: "仅用于本行示例贷前审查，不得转供", EN: "For its own review of loans only; not to be passed on"}, From: day(today), Until: day("2026-12-31")}}
	never := terms
	never.Until = 0
	counter.Want[any](o.Counter, "author", "POST", "/v1/ratings/agreements", never, "rating.bad_term")
	counter.Want[any](o.Counter, "far", "POST", "/v1/ratings/agreements", terms, "rating.no_model") // another sector's model
	a := counter.Want[Agreement](o.Counter, "both", "POST", "/v1/ratings/agreements", terms, "")
	ask := Asking{Agreement: a.ID, Model: "demo", USCC: firm, Case: "示例贷款1号"}
	counter.Want[any](o.Counter, "bank", "POST", "/v1/ratings/ask", ask, "rating.not_live")
	counter.Want[any](o.Counter, "both", "POST", "/v1/ratings/agreements/"+a.ID+"/sign", nil, "access.not_apart")
	counter.Want[any](o.Counter, "far", "POST", "/v1/ratings/agreements/"+a.ID+"/sign", nil, "rating.no_agreement")
	counter.Want[Agreement](o.Counter, "lawyer", "POST", "/v1/ratings/agreements/"+a.ID+"/sign", nil, "")
	counter.Want[any](o.Counter, "lawyer", "POST", "/v1/ratings/agreements/"+a.ID+"/sign", nil, "rating.decided")
	counter.Want[any](o.Counter, "bank", "POST", "/v1/ratings/ask", ask, "disclosure.no_consent")
	counter.Want[any](o.Counter, "otherbank", "POST", "/v1/ratings/ask", ask, "rating.no_agreement")
	consent, err := views.Grant(t.Context(), o.People["firm"], firm, disclosure.Grant{Grantee: bank, Fields: []string{"rating"}, Purpose: "finance", Until: day("2026-12-31")})
	counter.Must(t, err)
	ask.Consent = consent.ID
	got := counter.Want[Answer](o.Counter, "bank", "POST", "/v1/ratings/ask", ask, "")
	if got.Told.Grade != "C" || got.Told.Points != nil || len(got.Told.Lines) != 0 || got.Told.Consumer != bank || got.Told.Use.ZH != terms.Use.ZH || got.Told.Until != day("2026-12-31") || !strings.Contains(got.Text, terms.Use.ZH) {
		t.Errorf("%+v", got.Told)
	}
	public, _ := base64.StdEncoding.DecodeString(counter.Want[Key](o.Counter, "", "GET", "/v1/ratings/key", nil, "").Public)
	signature, _ := base64.StdEncoding.DecodeString(got.Signature)
	if !o.suite.Verify(public, []byte(got.Text), signature) || o.suite.Verify(public, []byte(strings.Replace(got.Text, "不得转供", "可以转供", 1)), signature) {
		t.Error("the signature does not bind the limit of use")
	}
	var news []News
	o.Tell = func(_ context.Context, _ pg.Tx, all []News) error { news = append(news, all...); return nil }
	repaired := penalty(firm, "p", "2026-11-01")
	repaired.Version, repaired.State, repaired.StateOn = 2, record.Repaired, day(today)
	o.change(repaired)
	if len(news) != 1 || news[0].Org != bank || news[0].Agreement != a.ID {
		t.Errorf("told %+v", news)
	}
	o.On("2026-12-31")
	counter.Want[Answer](o.Counter, "bank", "POST", "/v1/ratings/ask", ask, "")
	o.On("2027-01-01") // nobody ended it
	counter.Want[any](o.Counter, "bank", "POST", "/v1/ratings/ask", ask, "rating.not_live")
	o.On("2027-01-10")
	seen, _, err := views.Of(t.Context(), firm, "")
	counter.Must(t, err)
	if len(seen) == 0 || seen[0].Org != bank {
		t.Errorf("the subject sees %+v", seen)
	}
}

// What if: a comparison moves nobody, shows who would move and where, and without it nothing is let into force; nor by the author, nor
// for days that have passed. An earlier version is let in again the same way.
func TestF10_6_AVersionIsComparedThenSignedByAnother(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.change(penalty(firm, "p", "2026-11-01"), penalty(otherFirm, "q", "2026-11-01"))
	m := o.template()
	broken := m
	broken.Indicators = append([]law.Indicator{}, m.Indicators...)
	broken.Indicators[0].Points = 8 // a penalty that raises
	counter.Want[any](o.Counter, "author", "POST", "/v1/ratings/models", broken, "rating.flawed")
	first := o.inForceNow(m)
	m.Indicators = append([]law.Indicator{}, m.Indicators...)
	m.Indicators[0].Points, m.Indicators[0].Fades = -30, nil
	second := counter.Want[Version](o.Counter, "both", "POST", "/v1/ratings/models", m, "")
	if second.Model.Version != 2 || second.State != "draft" {
		t.Fatalf("%+v", second)
	}
	in := Releasing{day(today), "示例"}
	counter.Want[any](o.Counter, "lawyer", "POST", path(second, "release"), in, "rating.no_impact")
	counter.Want[any](o.Counter, "far", "POST", path(second, "impact"), nil, "rating.no_model")
	run := counter.Want[Run](o.Counter, "author", "POST", path(second, "impact"), nil, "")
	if again := counter.Want[Run](o.Counter, "author", "POST", path(second, "impact"), nil, ""); again.ID != run.ID {
		t.Error("a second click began another")
	}
	o.drain()
	card := counter.Want[Run](o.Counter, "inspect", "GET", "/v1/ratings/runs/"+run.ID, nil, "").Card
	if card == nil || card.Against != 1 || len(card.Moves) != 1 || card.Moves[0] != (Move{"C", "D", 2}) || len(card.Groups[0].Was) == 0 || *card.Groups[0].Mean != 40 || *card.Groups[0].WasM != 62 {
		t.Fatalf("%+v", card)
	}
	by := map[string]bool{}
	for _, g := range card.Groups {
		by[g.By] = true
		if g.By != "all" && !g.Few {
			t.Errorf("figures of three firms are told: %+v", g)
		}
	}
	if !by["kind"] || !by["region"] || !by["age"] {
		t.Errorf("%+v", by)
	}
	if n := o.Count(`select count(*) from rating.result`); n != 0 {
		t.Errorf("a comparison kept %d results", n)
	}
	counter.Want[any](o.Counter, "both", "POST", path(second, "release"), in, "access.not_apart")
	counter.Want[any](o.Counter, "far", "POST", path(second, "release"), in, "rating.no_model")
	counter.Want[any](o.Counter, "author", "POST", path(second, "release"), in, "access.no_permission")
	counter.Want[any](o.Counter, "lawyer", "POST", path(second, "release"), Releasing{day("2026-11-21"), "示例"}, "rating.past")
	counter.Want[Version](o.Counter, "lawyer", "POST", path(second, "release"), Releasing{day("2026-12-01"), "示例"}, "")
	if x := o.own("firm")["demo"]; x.Model.Version != 1 || x.Result.Grade != "C" {
		t.Errorf("before its day: %+v", x.Model)
	}
	o.On("2026-12-01")
	if x := o.own("firm")["demo"]; x.Model.Version != 2 || x.Result.Grade != "D" {
		t.Errorf("on its day: %+v", x.Model)
	}
	counter.Want[Version](o.Counter, "lawyer", "POST", path(first, "release"), Releasing{day("2026-12-01"), "退回上一版"}, "")
	if x := o.own("firm")["demo"]; x.Model.Version != 1 {
		t.Errorf("rolled back: %+v", x.Model)
	}
	counter.Want[any](o.Counter, "lawyer", "DELETE", "/v1/ratings/models/demo", nil, "")
	if _, on := o.own("firm")["demo"]; on {
		t.Error("ended, and still in force")
	}
}

// The studio tries a model on invented firms, tells every flaw, and takes numbers of the sector in.
func TestF10_5_TheStudioTriesOnInventedFirmsAndTakesOwnData(t *testing.T) {
	t.Parallel()
	o := open(t)
	m := o.template()
	trial := counter.Want[Trial](o.Counter, "author", "POST", "/v1/ratings/try", m, "")
	if len(trial.Flaws) != 0 || len(trial.Cases) != 8 {
		t.Fatalf("%+v", trial.Flaws)
	}
	want := []string{"", "A", "C", "B", "", "C", "D", "B"}
	for i, c := range trial.Cases {
		if c.Result.Grade != want[i] {
			t.Errorf("%s: %s %d, want %s", c.Name.EN, c.Result.Grade, c.Result.Points, want[i])
		}
	}
	bad := m
	bad.Caps = append([]law.RatingCap{}, m.Caps...)
	bad.Caps[0].Item = "penalty"
	bad.Bands = m.Bands[:2]
	if trial := counter.Want[Trial](o.Counter, "author", "POST", "/v1/ratings/try", bad, ""); len(trial.Flaws) < 2 || len(trial.Cases) != 0 {
		t.Errorf("%+v", trial)
	}
	o.inForceNow(m)
	rows := Bringing{Field: "complaints_settled", Rows: []Brought{{firm, 95, day(today), day("2027-11-21")}}}
	counter.Want[any](o.Counter, "far", "POST", "/v1/ratings/models/demo/data", rows, "rating.no_model")
	counter.Want[Receipt](o.Counter, "author", "POST", "/v1/ratings/models/demo/data", rows, "")
	rows.Rows[0].Until = day("2030-01-01")
	counter.Want[any](o.Counter, "author", "POST", "/v1/ratings/models/demo/data", rows, "rating.bad_span")
	rows.Field = "nothing"
	counter.Want[any](o.Counter, "author", "POST", "/v1/ratings/models/demo/data", rows, "rating.no_field")
	if x := o.own("firm")["demo"]; x.Result.Points != 75 || *x.Sources[0].Value != 95 {
		t.Errorf("%+v", x)
	}
	o.On("2027-11-22")
	if x := o.own("firm")["demo"]; x.Result.Rated {
		t.Errorf("own data count past their end: %+v", x.Result)
	}
}
