package assess

import (
	"context"
	"sync"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/pg"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var (
	foodID, shipID = counter.Code("11460000", "MB000001"), counter.Code("11460000", "MB000002")
	leadID, awayID = counter.Code("11460000", "MB000003"), counter.Code("11460000", "MB000004")
	firmID         = counter.Code("91460000", "MA000010")
)

var people = map[string]access.Actor{
	"food":  counter.Person("food", foodID, "海口市虚构食品监管局", "460100", "R11"),
	"clerk": counter.Person("clerk", foodID, "海口市虚构食品监管局", "460100", "R10"),
	"ship":  counter.Person("ship", shipID, "三亚市虚构港航局", "460200", "R11"),
	"lead":  counter.Person("lead", leadID, "海南省虚构信用主管部门", "460000", "R19"),
	"away":  counter.Person("away", awayID, "三亚市虚构信用主管部门", "460200", "R20"),
	"town":  counter.Person("town", foodID, "海口市虚构食品监管局", "460100", "R20"),
}

type office struct {
	*counter.Counter
	*Desk
}

// open is the area on a real database in which the other areas have counted October 2026; its last working day is 30 October.
func open(t *testing.T, today string) *office {
	t.Helper()
	c := counter.Open(t, today, people)
	o := &office{c, NewDesk(c.DB, c.Law, c.Now)}
	o.Region = func(_ context.Context, org string) (string, error) {
		return map[string]string{foodID: "460100", shipID: "460200", leadID: "460000", awayID: "460200"}[org], nil
	}
	c.Serve(func(a *web.API) { Routes(a, o.Desk) })
	for _, sql := range []string{
		`insert into record.batch (id, item, source_id, source, actor, file_name, format, file_hash, edition, status, total, done, accepted, rejected, duplicate, queued, flaws, again, unknown, started_at, ended_at)
			select 'b' || n, 'penalty', '` + foodID + `', '虚构局', 'k', 'f', 'csv', '', '', 'complete', 100, 100, 100 - bad, bad, 0, 0, 0, false, '{}', at::timestamptz, at::timestamptz
			from (values (1, 0, '2026-10-01 00:00+08'), (2, 40, '2026-10-31 23:59+08'), (3, 99, '2026-11-01 00:00+08'), (4, 99, '2026-09-30 23:59+08')) as x (n, bad, at)`,
		`insert into record.tally (source_id, item, month, source, rows, accepted, rejected, duplicate, queued, clean, expected, filled, timed, late, orphans, records, last_seen)
			values ('` + foodID + `', 'penalty', '2026-10-01', '虚构局', 100, 100, 0, 0, 0, 100, 1, 1, 50, 5, 0, 100, '2026-10-20 00:00+08')`,
		`insert into "check".system (system_id, org, kind, name_zh, name_en, matters, line, since, registered_by, registered_at)
			values ('s1', '` + foodID + `', 'approval', '示例系统', 'invented', '{subsidy,tender}', 'line', '2026-01-01', 'x', '2026-01-01 00:00+08')`,
		`insert into "check".coverage (day, matter, org, calls) values ('2026-10-31', 'subsidy', '` + foodID + `', 3), ('2026-11-01', 'tender', '` + foodID + `', 3)`,
		`insert into watch.duty (entity_id, decision_id, org, matter, purpose, case_no, officer, at, measures, due_on, provisional)
			select '` + firmID + `', 'c' || n, '` + foodID + `', 'subsidy', 'p', 'n', '示例', '2026-10-01 00:00+08', '[{"code":"m"}]', due::date, false
			from (values (1, '2026-10-01'), (2, '2026-10-31'), (3, '2026-11-01'), (4, '2026-09-30')) as x (n, due)`,
		`insert into watch.feedback (entity_id, decision_id, org, at, actor, officer, results, late)
			values ('` + firmID + `', 'c1', '` + foodID + `', '2026-10-01 00:00+08', 'x', '示例', '[]', false)`,
		`insert into repair.outcome (entity_id, case_id, org, outcome, filed_on, decided_on, days, records, document, at)
			select '` + firmID + `', 'r' || n, org, outcome, '2026-09-01', decided::date, days, '{}', '', '2026-10-31 00:00+08'
			from (values (1, '` + foodID + `', 'granted', '2026-10-31', 30), (2, '` + foodID + `', 'refused', '2026-10-01', 10), (3, '` + foodID + `', 'inadmissible', '2026-10-15', 99),
				(4, '` + foodID + `', 'granted', '2026-11-01', 99), (5, '` + shipID + `', 'granted', '2026-10-15', 5)) as x (n, org, outcome, decided, days)`,
	} {
		_, err := c.DB.Exec(t.Context(), pg.Query{Name: "counted", SQL: sql})
		counter.Must(t, err)
	}
	return o
}

func (o *office) freeze(want bool) {
	o.T.Helper()
	done, err := o.Freeze(o.T.Context())
	if err != nil || done != want {
		o.T.Fatalf("frozen: %v %v, want %v", done, err, want)
	}
}

func (o *office) line(who, org string) *Line {
	o.T.Helper()
	s := counter.Want[Sheet](o.Counter, who, "GET", "/v1/assessment", nil, "")
	for i := range s.Lines {
		if s.Lines[i].Org == org {
			return &s.Lines[i]
		}
	}
	return nil
}

const october = "2026-10-01"

func TestF28_1_AMonthIsFrozenOnceAfterItHasClosed(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-01")
	counter.Want[Sheet](o.Counter, "lead", "GET", "/v1/assessment", nil, "assess.no_month")
	m, on, _ := o.model(workday.MustParse(october))
	last := o.due(m.Close, on)
	if on.String() != "2026-10-31" || last <= on {
		t.Fatalf("the model is that of %s, closed on %s", on, last)
	}
	for _, day := range []workday.Date{last.AddDays(-1), last} { // the day before, and the day itself
		o.On(day.String())
		o.freeze(false)
	}
	o.On(last.AddDays(1).String())
	var wait sync.WaitGroup
	for range 4 { // several servers at once
		wait.Go(func() {
			if _, err := o.Freeze(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	o.freeze(false)
	if n := o.Count(`select count(*) from assess.thing where org = $1 and indicator = 'intake'`, foodID); n != 2 {
		t.Errorf("%d batches are counted, want 2: neither the last of September nor the first of November", n)
	}
	if acts := o.Acts("assessment:" + october); len(acts) != 1 {
		t.Errorf("the ledger says %v", acts)
	}
}

func TestF28_1_FiguresAreSumsOfWhatWasCounted(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.freeze(true)
	want := map[string][3]int64{ // part, whole, points
		"intake": {160, 200, 816}, "timely": {45, 50, 918}, "checks": {1, 2, 555}, "feedback": {1, 2, 526}, "repair": {40, 2, 500},
	}
	l := o.line("lead", foodID)
	for _, f := range l.Figures {
		w, counted := want[f.Indicator]
		if f.Part != w[0] || f.Whole != w[1] || f.Points != w[2] || f.Counted != counted {
			t.Errorf("%+v, want %v", f, w)
		}
	}
	// objections were none: the other weights, 85 in all, share what it would have had
	if total := (816*20 + 918*20 + 555*15 + 526*15 + 500*15) / int64(85); *l.Total != total {
		t.Errorf("total %d, want %d", *l.Total, total)
	}
	// what comes later changes nothing that is frozen
	_, err := o.DB.Exec(t.Context(), pg.Query{Name: "later", SQL: `update repair.outcome set days = 400 where case_id = 'r1'`})
	counter.Must(t, err)
	if f := o.line("lead", foodID).Figures[4]; f.Part != 40 {
		t.Errorf("a frozen figure moved to %d", f.Part)
	}
	all := counter.Want[things](o.Counter, "food", "GET", "/v1/assessment/"+october+"/"+foodID+"/repair", nil, "")
	if len(all.Things) != 2 || all.Things[0] != (Thing{"r1", 30, 1, false}) || all.Things[1] != (Thing{"r2", 10, 1, false}) {
		t.Errorf("behind the figure stand %+v", all.Things)
	}
}

func TestF28_1_WhoSeesWhichBody(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.freeze(true)
	for who, sees := range map[string][2]bool{"lead": {true, true}, "food": {true, false}, "ship": {false, true}, "away": {false, true}} {
		if got := [2]bool{o.line(who, foodID) != nil, o.line(who, shipID) != nil}; got != sees {
			t.Errorf("%s sees %v, want %v", who, got, sees)
		}
	}
	path := "/v1/assessment/" + october + "/" + foodID + "/repair"
	counter.Want[things](o.Counter, "ship", "GET", path, nil, "assess.no_figure")
	counter.Want[things](o.Counter, "ship", "GET", "/v1/assessment/"+october+"/"+counter.Code("11460000", "MB000099")+"/repair", nil, "assess.no_figure")
}

func TestF28_1_AnAppealLeavesThingsOutForAReason(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.freeze(true)
	in := Filing{workday.MustParse(october), "repair", []string{"r1"}, "示例理由：当事人补正期间计入了办理天数。"}
	post := "/v1/assessment/appeals"
	counter.Want[Appeal](o.Counter, "clerk", "POST", post, in, "access.no_permission")
	counter.Want[Appeal](o.Counter, "ship", "POST", post, in, "assess.not_counted") // not its own
	bare := in
	bare.Reason = " "
	counter.Want[Appeal](o.Counter, "food", "POST", post, bare, "assess.reason")
	a := counter.Want[Appeal](o.Counter, "food", "POST", post, in, "")
	if again := counter.Want[Appeal](o.Counter, "food", "POST", post, in, ""); again.ID != a.ID {
		t.Error("a second click filed a second appeal")
	}
	other := in
	other.Things = []string{"r2"}
	counter.Want[Appeal](o.Counter, "food", "POST", post, other, "assess.open")

	answer := post + "/" + a.ID + "/answer"
	reply := Reply{[]string{"r1"}, "示例答复：补正期间不计，予以剔除。"}
	counter.Want[Appeal](o.Counter, "food", "POST", answer, reply, "access.no_permission")
	counter.Want[Appeal](o.Counter, "town", "POST", answer, reply, "assess.own")       // the same body, another hat
	counter.Want[Appeal](o.Counter, "away", "POST", answer, reply, "assess.no_appeal") // of another city
	counter.Want[Appeal](o.Counter, "lead", "POST", answer, Reply{[]string{"r2"}, "x"}, "assess.not_asked")
	got := counter.Want[Appeal](o.Counter, "lead", "POST", answer, reply, "")
	if got.State != "upheld" {
		t.Errorf("the appeal is %s", got.State)
	}
	counter.Want[Appeal](o.Counter, "lead", "POST", answer, reply, "") // a second click
	counter.Want[Appeal](o.Counter, "lead", "POST", answer, Reply{nil, "x"}, "assess.answered")
	if f := o.line("food", foodID).Figures[4]; f.Part != 10 || f.Whole != 1 || f.LeftOut != 1 || f.Points != 1000 {
		t.Errorf("the figure is not what is left: %+v", f)
	}
	if acts := o.Acts(a.ID); len(acts) != 2 {
		t.Errorf("the ledger says %v", acts)
	}
}

func TestF28_1_AppealsEndOnTheirLastDay(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.freeze(true)
	by := counter.Want[Sheet](o.Counter, "food", "GET", "/v1/assessment", nil, "").Period.AppealBy
	in := Filing{workday.MustParse(october), "repair", []string{"r1"}, "示例理由"}
	o.On(by.AddDays(1).String())
	counter.Want[Appeal](o.Counter, "food", "POST", "/v1/assessment/appeals", in, "assess.too_late")
	o.On(by.String())
	a := counter.Want[Appeal](o.Counter, "food", "POST", "/v1/assessment/appeals", in, "")
	got := counter.Want[Appeal](o.Counter, "lead", "POST", "/v1/assessment/appeals/"+a.ID+"/answer", Reply{nil, "示例答复：不予剔除。"}, "")
	if f := o.line("food", foodID).Figures[4]; got.State != "refused" || f.Part != 40 {
		t.Errorf("refused: %+v %+v", got, f)
	}
	o.On(by.AddDays(-1).String())
	in.Things = []string{"r2"} // the first is answered: another may be filed
	counter.Want[Appeal](o.Counter, "food", "POST", "/v1/assessment/appeals", in, "")
}

func TestF28_1_AFreezeThatDiesLeavesNothing(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	kept := counts["objection"]
	err := o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		p := periodRow{Month: workday.MustParse(october), Model: "departments", ModelOn: o.today(), ClosedOn: o.today(), AppealBy: o.today(), FrozenAt: o.instant()}
		if _, err := insertPeriod(ctx, tx, &p, ""); err != nil {
			return err
		}
		all, err := kept(ctx, tx, p.Month, p.Month.AddMonths(1))
		if err != nil {
			return err
		}
		if err := insertThings(ctx, tx, p.Month, "objection", all); err != nil {
			return err
		}
		return counter.ErrDied
	})
	if err == nil {
		t.Fatal("it did not die")
	}
	o.freeze(true) // and the next night makes up for it
}
