package rating

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/counter"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/standing"
)

// Without data there is no evaluation, by the imported model and by one of points; nothing low, nothing kept, nothing counted against.
func TestF10_8_G11_NoDataIsNoEvaluationAndNeverALowGrade(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.inForceNow(o.template())
	counter.Must(t, o.Rate(t.Context()))
	o.drain()
	for code, x := range o.own("bare") {
		if x.Result.Rated || x.Result.Grade != "" || x.Result.Points != 0 || x.Result.Why != noData || !strings.Contains(x.Said.ZH, "无评价") {
			t.Errorf("%s: %+v", code, x.Result)
		}
	}
	if n := o.Count(`select count(*) from rating.result`); n != 0 {
		t.Errorf("%d results of firms nothing is known of", n)
	}
	card := counter.Want[ModelCard](o.Counter, "", "GET", "/v1/figures/ratings/demo", nil, "")
	if card.Card == nil || card.Card.Entities != 3 || card.Card.Rated != 0 {
		t.Errorf("%+v", card.Card)
	}
}

// The default takes the national grade over with its source and its end, and scores nothing.
func TestF10_1_TheNationalEvaluationIsTakenOverAsItIs(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.change(nationally(firm, "B", "2025-05-01"), nationally(firm, "C", "2026-05-01"))
	x := o.own("firm")["national"]
	if !x.Result.Rated || x.Result.Grade != "C" || x.Said.ZH != "失信观察" || len(x.Sources) != 1 || x.Sources[0].Authority != "示例评价机构" || x.Result.Points != 0 {
		t.Fatalf("%+v", x)
	}
	o.On("2027-05-01") // its last day
	if x := o.own("firm")["national"]; !x.Result.Rated {
		t.Error("ended a day early")
	}
	o.On("2027-05-02")
	if x := o.own("firm")["national"]; x.Result.Rated {
		t.Error("counts past its end")
	}
	if all := o.own("firm"); len(all) != 1 {
		t.Errorf("%d models are in force by default", len(all))
	}
}

// Points by indicator with their records, what age leaves of them, and what changes when, computed as it will be on that day.
func TestF10_3_TheSubjectSeesPointsSourcesAndWhatWouldChangeThem(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.inForceNow(o.template())
	o.change(penalty(firm, "p-new", "2026-11-01"), penalty(firm, "p-old", "2026-05-01"))
	x := o.own("firm")["demo"]
	line := x.Lines[slices.IndexFunc(x.Lines, func(l LineSaid) bool { return l.Indicator == "penalty" })]
	if x.Result.Points != 70-8-4 || x.Result.Grade != "C" || line.Points != -12 || len(line.Uses) != 2 || line.Basis[0].ZH == "" { // 8 × 600‰ = 4
		t.Fatalf("%d %s %+v", x.Result.Points, x.Result.Grade, line)
	}
	if len(x.Sources) != 2 || x.Sources[0].DocumentNo == "" || x.Sources[0].RepairFrom == 0 {
		t.Errorf("%+v", x.Sources)
	}
	if len(x.Repairs) != 2 || x.Repairs[0].On != day("2027-02-01") || x.Repairs[0].Points != 66 || x.Repairs[0].Grade != "B" || x.Repairs[1].On != day(today) {
		t.Errorf("repairs %+v", x.Repairs)
	}
	first := x.Ahead[0]
	if first.On != day("2027-05-01") || first.Why != "ends" || first.Points != 70-4 || first.Grade != "B" { // the older one ends that day, the newer is half a year old
		t.Errorf("ahead %+v", x.Ahead)
	}
	for _, turn := range x.Ahead { // what is foretold is what comes
		for _, days := range []int{-1, 0} {
			o.On(turn.On.AddDays(days).String())
			if now := o.own("firm")["demo"].Result; (now.Points == turn.Points && now.Rated == turn.Rated) != (days == 0) {
				t.Errorf("%s %+d: %+v, foretold %+v", turn.On, days, now, turn)
			}
		}
	}
	o.On(today)
	if r := counter.Want[Result](o.Counter, "firm", "POST", "/v1/ratings/own/simulate", Simulation{Model: "demo", Without: []string{"p-new"}}, ""); r.Points != 66 {
		t.Errorf("simulated %+v", r)
	}
	counter.Want[Result](o.Counter, "firm", "POST", "/v1/ratings/own/simulate", Simulation{Model: "demo", On: day("2040-01-01")}, "rating.too_far")
	if r := o.own("other")["demo"].Result; r.Rated {
		t.Errorf("another's records are counted: %+v", r)
	}
	counter.Want[any](o.Counter, "author", "GET", "/v1/ratings/own", nil, "access.no_permission")
}

// What is repaired, frozen, expired or withdrawn does not count, the very moment; of declarations only what was verified.
func TestF11_2_OnlyWhatStandsAndWhatWasVerifiedCounts(t *testing.T) {
	t.Parallel()
	m := theTemplate(t)
	s := Subject{ID: firm, Kind: "enterprise"}
	base := standing.Fact{ID: "p", Kind: standing.Penalised, Severity: law.General, Adverse: true, From: day("2026-10-01"), Until: day("2027-10-01")}
	on := day(today)
	for name, change := range map[string]func(*standing.Fact){
		"repaired":  func(f *standing.Fact) { f.EndedBy, f.EndedOn = standing.Repaired, on },
		"withdrawn": func(f *standing.Fact) { f.EndedBy, f.EndedOn = standing.Withdrawn, on },
		"expired":   func(f *standing.Fact) { f.Until = on.AddDays(-1) },
		"objection": func(f *standing.Fact) { f.Held, f.HeldFrom = standing.Objection, on },
		"not_yet":   func(f *standing.Fact) { f.From = on.AddDays(1) },
	} {
		f := base
		change(&f)
		k := Known{Facts: []standing.Fact{f}}
		if r := Score(m, s, k.Counting(on), on); r.Rated {
			t.Errorf("%s: %+v", name, r)
		}
		if a := k.Asides(on); len(a) != 1 || a[0].Why != name {
			t.Errorf("%s is set aside as %+v", name, a)
		}
	}
	f := base
	f.Until = on // the last day still counts
	if r := Score(m, s, Known{Facts: []standing.Fact{f}}.Counting(on), on); r.Points != 62 {
		t.Errorf("%+v", r)
	}
	declared := []Declaration{{"yes", "honour", true, on, on}, {"no", "honour", false, on, on}, {"over", "honour", true, on.AddDays(-2), on.AddDays(-1)}}
	r := Score(m, s, Known{Declared: declared}.Counting(on), on)
	if !r.Rated || r.Points != 72 {
		t.Errorf("declarations: %+v", r)
	}
	if r := Score(m, s, Known{Declared: declared[1:]}.Counting(on), on); r.Rated {
		t.Errorf("what was not verified counts: %+v", r)
	}
	list := standing.Fact{ID: "white", Kind: standing.OnList, From: day("2026-01-01"), Until: day("2027-01-01")}
	if r := Score(m, s, Known{Facts: []standing.Fact{list}}.Counting(on), on); r.Rated {
		t.Errorf("a list of the trustworthy counts against: %+v", r)
	}
}

func theTemplate(t *testing.T) *law.RatingModel {
	t.Helper()
	lib, err := counter.Library()
	counter.Must(t, err)
	m, _ := lib.On(day(today)).RatingModel("sector_demo")
	return &m
}

// Each rule at its bounds: weights, steps, grades, caps.
func TestF10_5_RulesAreBounded(t *testing.T) {
	t.Parallel()
	m, on := theTemplate(t), day(today)
	s := Subject{ID: firm, Kind: "enterprise"}
	var many []standing.Fact
	for i := range 9 {
		many = append(many, standing.Fact{ID: fmt.Sprint("p", i), Kind: standing.Penalised, Severity: law.General, Adverse: true, From: on, Until: on})
	}
	if r := Score(m, s, Known{Facts: many}.Counting(on), on); r.Points != 40 || !r.Lines[0].Bounded {
		t.Errorf("a weight does not bound: %+v", r)
	}
	for value, want := range map[int64]int64{0: 65, 59: 65, 60: 70, 89: 70, 90: 75} {
		k := Known{Own: []OwnValue{{ID: "v", Field: "complaints_settled", Value: value, From: on, Until: on}}}
		if r := Score(m, s, k.Counting(on), on); r.Points != want {
			t.Errorf("%d: %d, want %d", value, r.Points, want)
		}
	}
	rated := func(item, grade string) standing.Fact {
		return standing.Fact{ID: item + grade, Kind: standing.Rated, Item: item, Grade: grade, From: on, Until: on}
	}
	honours := []standing.Fact{{ID: "h", Kind: standing.Honoured, From: on, Until: on}, {ID: "h2", Kind: standing.Honoured, From: on, Until: on}, rated("rating_tax", "A")}
	if r := Score(m, s, Known{Facts: honours}.Counting(on), on); r.Points != 90 || r.Grade != "A" {
		t.Errorf("%+v", r)
	}
	if r := Score(m, s, Known{Facts: append(honours, rated("rating_national", "D"))}.Counting(on), on); r.Points != 90 || r.Grade != "B" || r.Capped != "rating_nationalD" {
		t.Errorf("a cap does not bound: %+v", r)
	}
	m.Industries = []string{"C"}
	if r := Score(m, s, Known{Facts: honours}.Counting(on), on); r.Rated || r.Why != outOfScope {
		t.Errorf("out of scope: %+v", r)
	}
}

// A past score computes to the same hash after the law, the facts and the versions have gone on; anything changed in it does not.
func TestF10_2_APastScoreComputesToTheSameHash(t *testing.T) {
	t.Parallel()
	o := open(t)
	v := o.inForceNow(o.template())
	o.change(penalty(firm, "p\tweird\\id\n", "2026-11-01"), nationally(firm, "B", "2026-05-01"))
	counter.Must(t, o.Rate(t.Context()))
	o.drain()
	counter.Must(t, o.log.Sequence(t.Context()))
	before := counter.Want[items[Kept]](o.Counter, "firm", "GET", "/v1/ratings/own/history?model=demo", nil, "").Items
	if len(before) != 1 || before[0].Points != 62 {
		t.Fatalf("%+v", before)
	}
	o.On("2027-03-01")
	m := o.template()
	m.Base = 60
	o.inForceNow(m)
	o.On("2027-03-03")
	repaired := penalty(firm, "p\tweird\\id\n", "2026-11-01")
	repaired.Version, repaired.State, repaired.StateOn = 2, record.Repaired, day("2027-03-03")
	o.change(repaired)
	again := counter.Want[Replayed](o.Counter, "firm", "GET", "/v1/ratings/own/results/"+before[0].ID, nil, "")
	if !again.Same || again.Again.Points != 62 || again.Model.Version != v.Model.Version || len(again.Inputs) != 2 || again.Proof == nil || again.Proof.Row == nil {
		t.Errorf("%+v", again)
	}
	counter.Want[any](o.Counter, "other", "GET", "/v1/ratings/own/results/"+before[0].ID, nil, "rating.no_result")
	card := counter.Want[ModelCard](o.Counter, "", "GET", "/v1/figures/ratings/demo", nil, "")
	if card.Replayed == 0 || card.Same != card.Replayed {
		t.Errorf("%d of %d", card.Same, card.Replayed)
	}
	rows, err := history(t.Context(), o.DB, firm, "demo", 10)
	counter.Must(t, err)
	first := rows[len(rows)-1]
	model, err := o.version(t.Context(), o.DB, "demo", int(first.Version))
	counter.Must(t, err)
	for name, change := range map[string]func() (same bool){
		"snapshot": func() bool {
			_, same, err := Again(o.suite, model, first.OnDay, []byte(strings.Replace(string(first.Snapshot), "general", "serious", 1)), first.Hash)
			counter.Must(t, err)
			return same
		},
		"day": func() bool {
			_, same, _ := Again(o.suite, model, first.OnDay+1, first.Snapshot, first.Hash)
			return same
		},
		"model": func() bool {
			m := *model
			m.Base++
			_, same, _ := Again(o.suite, &m, first.OnDay, first.Snapshot, first.Hash)
			return same
		},
	} {
		if change() {
			t.Errorf("a changed %s gives the same hash", name)
		}
	}
}

// A repair changes the evaluation in its own transaction, or neither happens.
func TestF26_5_F10_3_ARepairUpdatesTheEvaluationAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.inForceNow(o.template())
	o.change(penalty(firm, "p", "2026-07-01"), penalty(firm, "q", "2026-07-01"))
	counter.Must(t, o.Rate(t.Context()))
	o.drain()
	repaired := penalty(firm, "p", "2026-07-01")
	repaired.Version, repaired.State, repaired.StateOn, repaired.BatchID, repaired.Row = 2, record.Repaired, day(today), "XF-示例", 0
	o.change(repaired)
	h := counter.Want[items[Kept]](o.Counter, "firm", "GET", "/v1/ratings/own/history?model=demo", nil, "").Items
	if len(h) != 2 || h[0].Points != 62 || h[1].Points != 54 || h[0].Cause != "repaired" || h[0].Ref != "XF-示例" {
		t.Fatalf("%+v", h)
	}
	o.change(repaired) // the same again is no news
	if n := o.Count(`select count(*) from rating.result where model = 'demo'`); n != 2 {
		t.Errorf("%d results", n)
	}
	if x := o.own("firm")["demo"]; x.Kept != h[0].ID || x.Hash != h[0].Hash {
		t.Errorf("%+v", x)
	}
}

// A run is killed in the middle: what was done stays, what was not is done when somebody works again, and nothing is done twice.
func TestF10_1_AKilledRunGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	o := open(t)
	var more []string
	for i := range 7 {
		more = append(more, counter.Code("91460000", fmt.Sprintf("MC%06d", i)))
	}
	o.exist(more...)
	o.inForceNow(o.template())
	for _, id := range more {
		o.change(penalty(id, "p-"+id, "2026-07-01"))
	}
	run, err := o.RunNow(t.Context(), o.People["lawyer"], "demo")
	counter.Must(t, err)
	if run.Parts != 5 || run.Done != 0 {
		t.Fatalf("%+v", run)
	}
	counter.Must(t, o.part(t.Context(), partArgs{run.ID, 1}))
	o.Dies.Store(true)
	for no := range int32(5) {
		if err := o.part(t.Context(), partArgs{run.ID, no}); (err == nil) != (no == 1) {
			t.Fatalf("part %d: %v", no, err)
		}
	}
	if r, _ := o.RunOf(t.Context(), run.ID); r.Done != 1 || r.EndedAt != nil {
		t.Errorf("%+v", r)
	}
	kept := o.Count(`select count(*) from rating.result where model = 'demo'`)
	o.Dies.Store(false)
	other := NewDesk(o.DB, jobs.New(o.DB, o.Now), o.Law, o.log, o.Sealer, o.Now) // another machine
	for no := range int32(5) {
		counter.Must(t, other.part(t.Context(), partArgs{run.ID, no}))
		counter.Must(t, other.part(t.Context(), partArgs{run.ID, no}))
	}
	r, err := o.RunOf(t.Context(), run.ID)
	counter.Must(t, err)
	if r.EndedAt == nil || r.Card.Entities != 10 || r.Card.Rated != 7 || r.Card.News != 7 || kept > 2 {
		t.Errorf("%+v, %d kept before", r.Card, kept)
	}
	if n := o.Count(`select count(*) from rating.result where model = 'demo'`); n != 7 {
		t.Errorf("%d results", n)
	}
	if again, _ := o.RunNow(t.Context(), o.People["lawyer"], "demo"); again.ID != run.ID {
		t.Error("a second click began another run")
	}
	all := r.Card.Groups[0]
	if all.By != "all" || len(r.Card.Groups) < 4 || all.Share[1].N != 7 && all.Share[2].N != 7 {
		t.Errorf("%+v", r.Card.Groups)
	}
}
