package check

import (
	"fmt"
	"strings"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/standing"
)

// gist writes a finding in one line: the outcome, then each effect (! is must), then what does not count and why.
func gist(f Finding) string {
	parts := []string{string(f.Outcome)}
	for _, e := range f.Effects {
		s := fmt.Sprintf("%s %s", e.Kind, e.Measure.Code)
		if e.Must {
			s = "!" + s
		}
		if e.Lowered != nil {
			s += fmt.Sprintf(" (not %s: %s)", e.Lowered.From, e.Lowered.Why)
		}
		parts = append(parts, s)
	}
	for _, p := range f.NotApplied {
		s := "no " + p.What.RecordID
		if p.Measure != "" {
			s += "/" + p.Measure
		}
		parts = append(parts, s+": "+p.Why)
	}
	return strings.Join(parts, "; ")
}

// adopted covers the assumed rules of the test law during 2026.
var adopted = law.Adoptions{{ID: "ad-1", Keys: []string{"list:guessed-list", "period:guessed", "measure:guessed-ban"}, By: "示例官员",
	Body: "示例省", Why: law.Text2{ZH: "示例", EN: "example"}, From: day("2026-01-01"), Until: day("2026-12-31")}}

func TestJudge(t *testing.T) {
	t.Parallel()
	lib := library(t)
	repaired := with(onList("tax-major"), func(f *standing.Fact) { f.EndedOn, f.EndedBy = day("2027-05-01"), standing.Repaired })
	serious, general, minorOne := punished("s", law.Serious), punished("g", law.General), punished("m", law.Minor)
	sameConduct := with(onList("tax-major"), func(f *standing.Fact) {
		f.Authority, f.DocumentNo = serious.Authority, serious.DocumentNo
	})
	guessed := with(onList("guessed-list"), func(f *standing.Fact) {
		f.Standing, f.AssumedKeys = law.Assumed, []string{"list:guessed-list", "period:guessed"}
	})
	honour := standing.Fact{EntityID: firm, ID: "h", Kind: standing.Honoured, Item: "honour", From: day("2026-01-01")}
	gradeD := standing.Fact{EntityID: firm, ID: "d", Kind: standing.Rated, Item: "rating_local", Grade: "D", From: day("2026-01-01"), Until: day("2026-12-31")}
	frozen := with(onList("tax-major"), func(f *standing.Fact) {
		f.DisputedOn, f.Held, f.HeldFrom, f.HeldUntil = day("2026-10-01"), standing.Objection, day("2026-10-01"), day("2026-10-20")
	})
	disputed := with(onList("tax-major"), func(f *standing.Fact) { f.DisputedOn = day("2026-10-01") })
	reorganised := with(onList("tax-major"), func(f *standing.Fact) { f.Held, f.HeldFrom = standing.Reorganisation, day("2026-09-01") })
	ban := standing.Fact{EntityID: firm, ID: "b", Kind: standing.Banned, Item: "ban", Ban: "market", Adverse: true, From: day("2026-01-01"), Until: day("2026-12-31")}
	noEnd := with(onList("tax-major"), func(f *standing.Fact) { f.Until = 0 })
	unmerged := with(onList("tax-major"), func(f *standing.Fact) { f.EndedOn, f.EndedBy = day("2026-05-01"), standing.Unmerged })
	person := with(onList("tax-major"), func(f *standing.Fact) { f.EntityID = "p-abcdefghijklmnopqrstuvwxyz" })

	rows := []struct {
		name   string
		facts  []standing.Fact
		matter string
		on     string
		ad     law.Adoptions
		want   string
	}{
		{"F07-2 a list entry blocks from its first day", []standing.Fact{onList("tax-major")}, "gp-qualification", "2026-04-16", nil, "prohibited; !block procurement-ban"},
		{"the day before it does not", []standing.Fact{onList("tax-major")}, "gp-qualification", "2026-04-15", nil, "clear; no r-tax-major: not_yet"},
		{"on its last day it still does", []standing.Fact{onList("tax-major")}, "gp-qualification", "2029-04-15", nil, "prohibited; !block procurement-ban"},
		{"the day after it does not", []standing.Fact{onList("tax-major")}, "gp-qualification", "2029-04-16", nil, "clear; no r-tax-major: expired"},
		{"the day before the repair it blocks", []standing.Fact{repaired}, "gp-qualification", "2027-04-30", nil, "prohibited; !block procurement-ban"},
		{"on the day of the repair it does not", []standing.Fact{repaired}, "gp-qualification", "2027-05-01", nil, "clear; no r-tax-major: repaired"},
		{"an earlier version of the matter only allowed it", []standing.Fact{with(onList("tax-major"), func(f *standing.Fact) { f.From = day("2025-12-31") })}, "gp-qualification", "2025-12-31", nil, "restricted; block procurement-ban"},
		{"the next day the new version compels it", []standing.Fact{with(onList("tax-major"), func(f *standing.Fact) { f.From = day("2025-12-31") })}, "gp-qualification", "2026-01-01", nil, "prohibited; !block procurement-ban"},
		{"F16-4 minor severity never leads to a measure", []standing.Fact{minorOne}, "gp-qualification", "2026-06-01", nil, "clear; no m: minor"},
		{"general severity warns", []standing.Fact{general}, "gp-qualification", "2026-06-01", nil, "attention; warn closer-look"},
		{"a restriction the officer may apply", []standing.Fact{serious}, "gp-qualification", "2026-06-01", nil, "prohibited; !block procurement-ban; block short-ban; warn closer-look"},
		{"F16-4 the same conduct counts once per measure", []standing.Fact{serious, sameConduct}, "gp-qualification", "2026-06-01", nil,
			"prohibited; !block procurement-ban; block short-ban; warn closer-look; no s/procurement-ban: duplicate"},
		{"two different conducts count each", []standing.Fact{serious, onList("tax-major")}, "gp-qualification", "2026-06-01", nil,
			"prohibited; !block procurement-ban; !block procurement-ban; block short-ban; warn closer-look"},
		{"F16-4 the last day of a measure's longest term", []standing.Fact{serious}, "gp-qualification", "2026-08-31", nil, "prohibited; !block procurement-ban; block short-ban; warn closer-look"},
		{"the day after the measure is over though the fact stands", []standing.Fact{serious}, "gp-qualification", "2026-09-01", nil,
			"prohibited; !block procurement-ban; warn closer-look; no s/short-ban: term_over"},
		{"another field of supervision does not lead there", []standing.Fact{with(serious, func(f *standing.Fact) { f.Domain = "tax" })}, "gp-qualification", "2026-06-01", nil,
			"prohibited; !block procurement-ban; warn closer-look"},
		{"F16-6 an incentive", []standing.Fact{honour}, "gp-qualification", "2026-06-01", nil, "clear; incentive green-channel"},
		{"what has no bearing is said to have none", []standing.Fact{honour, general}, "licence-by-commitment", "2026-06-01", nil, "clear; no g: not_this_matter; no h: not_this_matter"},
		{"G2 a rating neither blocks nor compels", []standing.Fact{gradeD}, "licence-by-commitment", "2026-06-01", nil, "attention; warn rated-ban (not warn: rating)"},
		{"a ban from the market blocks", []standing.Fact{ban}, "licence-by-commitment", "2026-06-01", nil, "prohibited; !block procurement-ban"},
		{"any serious list", []standing.Fact{onList("tax-major")}, "licence-by-commitment", "2026-06-01", nil, "prohibited; !block short-ban"},
		{"F16-4 basis repealed: its last day", []standing.Fact{general}, "edge-cases", "2026-06-30", nil, "prohibited; !block old-ban"},
		{"F16-4 basis repealed: the day after", []standing.Fact{general}, "edge-cases", "2026-07-01", nil, "clear; no g/old-ban: basis_repealed"},
		{"a list that is no more: its last day", []standing.Fact{onList("ended-list")}, "edge-cases", "2026-06-30", nil, "prohibited; !block procurement-ban"},
		{"a list that is no more: the day after", []standing.Fact{onList("ended-list")}, "edge-cases", "2026-07-01", nil, "clear; no r-ended-list: basis_repealed"},
		{"group I may block", []standing.Fact{serious}, "edge-cases", "2026-06-30", nil, "prohibited; !block moved-ban"},
		{"F16-4 moved to group II it only warns", []standing.Fact{serious}, "edge-cases", "2026-07-01", nil, "restricted; !warn moved-ban (not block: group)"},
		{"G1 an assumed measure informs until it is adopted", []standing.Fact{onList("tax-major")}, "edge-cases", "2026-06-01", nil,
			"attention; inform guessed-ban (not block: assumed_not_adopted); no r-tax-major/guessed-ban: assumed_not_adopted"},
		{"adopted it blocks", []standing.Fact{onList("tax-major")}, "edge-cases", "2026-06-01", adopted, "prohibited; !block guessed-ban"},
		{"on the last day of the adoption it still blocks", []standing.Fact{onList("tax-major")}, "edge-cases", "2026-12-31", adopted, "prohibited; !block guessed-ban"},
		{"when the adoption has ended it no longer does", []standing.Fact{onList("tax-major")}, "edge-cases", "2027-01-01", adopted,
			"attention; inform guessed-ban (not block: assumed_not_adopted); no r-tax-major/guessed-ban: assumed_not_adopted"},
		{"a fact on assumed rules informs", []standing.Fact{guessed}, "edge-cases", "2026-06-01", nil,
			"attention; inform procurement-ban (not block: assumed_not_adopted); no r-guessed-list/procurement-ban: assumed_not_adopted"},
		{"a fact on adopted rules blocks", []standing.Fact{guessed}, "edge-cases", "2026-06-01", adopted, "prohibited; !block procurement-ban"},
		{"G9 an adverse fact without an end counts on no day", []standing.Fact{noEnd}, "gp-qualification", "2026-06-01", nil, "clear; no r-tax-major: no_end"},
		{"nothing adverse follows from a favourable fact without an end", []standing.Fact{honour}, "edge-cases", "2030-06-01", nil, "clear; no h/tell: term_over"},
		{"what was never about this subject is not mentioned", []standing.Fact{unmerged}, "gp-qualification", "2026-04-20", nil, "clear"},
		{"a measure for entities does not reach a person", []standing.Fact{person}, "licence-by-commitment", "2026-06-01", nil, "clear; no r-tax-major/short-ban: not_target"},
		{"the day before its use is frozen it blocks", []standing.Fact{frozen}, "gp-qualification", "2026-09-30", nil, "prohibited; !block procurement-ban"},
		{"frozen it does not", []standing.Fact{frozen}, "gp-qualification", "2026-10-01", nil, "clear; no r-tax-major: objection"},
		{"on the last day of the freeze it does not", []standing.Fact{frozen}, "gp-qualification", "2026-10-20", nil, "clear; no r-tax-major: objection"},
		{"the day after it does", []standing.Fact{frozen}, "gp-qualification", "2026-10-21", nil, "prohibited; !block procurement-ban"},
		{"disputed without a freeze it still counts", []standing.Fact{disputed}, "gp-qualification", "2026-10-01", nil, "prohibited; !block procurement-ban"},
		{"a reorganised firm is lifted for the time being", []standing.Fact{reorganised}, "gp-qualification", "2026-10-01", nil, "clear; no r-tax-major: reorganisation"},
		{"it may use the commitment route again", []standing.Fact{reorganised}, "licence-by-commitment", "2026-10-01", nil, "clear; no r-tax-major: reorganisation"},
		{"G11 nothing is known: clear", nil, "gp-qualification", "2026-06-01", nil, "clear"},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			book := lib.On(day(r.on))
			m, ok := book.Matter(r.matter)
			if !ok {
				t.Fatalf("%s is not in force on %s", r.matter, r.on)
			}
			if got := gist(Judge(r.facts, m, book, r.ad, day(r.on))); got != r.want {
				t.Errorf("on %s\n got %s\nwant %s", r.on, got, r.want)
			}
		})
	}
}

func TestG3_NoNumberOfPenaltiesIsAListing(t *testing.T) {
	t.Parallel()
	book := library(t).On(day("2026-06-01"))
	m, _ := book.Matter("licence-by-commitment") // blocks whoever is on a serious list
	var many []standing.Fact
	for i := range 100 {
		many = append(many, punished(fmt.Sprint("p", i), law.General))
	}
	if f := Judge(many, m, book, nil, book.Date); f.Outcome != Clear || len(f.Effects) != 0 || !f.Route.Eligible {
		t.Errorf("a hundred penalties lead to %s", gist(f))
	}
}

func TestF16_2_AMeasureOutsideTheCatalogueIsNamedAndNotApplied(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]string{"2026-06-30": "", "2026-07-01": "ended-ban"} {
		book := library(t).On(day(date))
		m, _ := book.Matter("unlisted")
		f := Judge([]standing.Fact{onList("tax-major")}, m, book, nil, book.Date)
		if got := strings.Join(f.Unlisted, ","); got != want || want != "" && len(f.Effects) != 0 {
			t.Errorf("on %s: unlisted %q, %s", date, got, gist(f))
		}
	}
}

func TestEffectsSayEverythingAnOfficerMustTell(t *testing.T) {
	t.Parallel()
	book := library(t).On(day("2026-06-01"))
	m, _ := book.Matter("gp-qualification")
	e := Judge([]standing.Fact{onList("tax-major")}, m, book, nil, book.Date).Effects[0]
	if len(e.Basis) != 1 || e.Basis[0].Text.ZH != "《示例采购法》第二十二条" || e.Basis[0].Standing != law.Text {
		t.Errorf("basis: %+v", e.Basis)
	}
	b := e.Because
	if b.List == nil || b.List.Name.ZH != "重大税收违法失信主体" || b.Authority != "示例税务局" || b.DocumentNo != "示税〔2026〕22号" ||
		b.From != day("2026-04-16") || b.Until != day("2029-04-15") || b.RecordID != "r-tax-major" {
		t.Errorf("because: %+v", b)
	}
	if e.Until != day("2029-04-15") || e.Next.ZH == "" || !e.Must || e.Kind != law.Block {
		t.Errorf("effect: %+v", e)
	}
}

func TestEffectNeverOutlastsFactOrMeasure(t *testing.T) {
	t.Parallel()
	f := punished("s", law.Serious)
	rows := []struct {
		name   string
		fact   standing.Fact
		months int
		until  string
	}{
		{"the fact ends first", f, 36, "2027-02-28"},
		{"the measure ends first", f, 6, "2026-08-31"},
		{"repair ended it", with(f, func(f *standing.Fact) { f.EndedOn, f.EndedBy = day("2026-06-10"), standing.Repaired }), 6, "2026-06-09"},
		{"no longest term", f, 0, "2027-02-28"},
		{"from the last day of a long month", with(f, func(f *standing.Fact) { f.From = day("2026-08-31") }), 6, "2027-02-27"},
	}
	for _, r := range rows {
		until, _ := term(&r.fact, r.months, r.fact.From)
		if until != day(r.until) {
			t.Errorf("%s: until %s, want %s", r.name, until, r.until)
		}
		if _, over := term(&r.fact, r.months, until); over {
			t.Errorf("%s: over on its last day", r.name)
		}
		if _, over := term(&r.fact, r.months, until+1); !over {
			t.Errorf("%s: not over the day after", r.name)
		}
	}
}

func TestCommitmentRoute(t *testing.T) {
	t.Parallel()
	broken := with(punished("k", law.NoSeverity), func(f *standing.Fact) { f.Kind = standing.BrokenPledge })
	guessed := with(onList("guessed-list"), func(f *standing.Fact) { f.AssumedKeys = []string{"list:guessed-list"} })
	mended := with(broken, func(f *standing.Fact) { f.EndedOn, f.EndedBy = day("2026-05-31"), standing.Repaired })
	rows := []struct {
		name   string
		matter string
		facts  []standing.Fact
		want   string
	}{
		{"nothing against it", "licence-by-commitment", nil, "yes"},
		{"a general penalty is no bar", "licence-by-commitment", []standing.Fact{punished("g", law.General)}, "yes"},
		{"a serious one is", "licence-by-commitment", []standing.Fact{punished("s", law.Serious)}, "no: serious_record"},
		{"a serious list is", "licence-by-commitment", []standing.Fact{onList("tax-major")}, "no: on_serious_list"},
		{"a broken commitment is", "licence-by-commitment", []standing.Fact{broken}, "no: false_commitment"},
		{"until it is repaired", "licence-by-commitment", []standing.Fact{mended}, "yes"},
		{"what rests on an unverified rule takes nothing away", "licence-by-commitment", []standing.Fact{guessed}, "yes"},
		{"the matter does not allow it", "gp-qualification", nil, "no: ordinary_matter"},
		{"nothing to approve", "abolished-matter", nil, "no: abolished"},
	}
	book := library(t).On(day("2026-06-01"))
	for _, r := range rows {
		m, _ := book.Matter(r.matter)
		route := Judge(r.facts, m, book, nil, book.Date).Route
		got := "yes"
		if !route.Eligible {
			got = "no: " + route.Reasons[0].Why
		}
		if got != r.want || !strings.HasSuffix(route.Basis[0].Text.ZH, "（五）") {
			t.Errorf("%s: %s, want %s (%v)", r.name, got, r.want, route.Basis)
		}
	}
}
