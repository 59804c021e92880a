package compare

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var library = counter.Library

var bodyID, otherID = counter.Code("11460000", "MB000001"), counter.Code("11460000", "MB000002")

var people = map[string]access.Actor{
	"planner": counter.Person("planner", bodyID, "海南省虚构食品监管局", "", "R9"),
	"other":   counter.Person("other", otherID, "海南省虚构消防局", "", "R9"),
	"clerk":   counter.Person("clerk", bodyID, "海南省虚构食品监管局", "", "R10"),
}

type office struct {
	*counter.Counter
	*Desk
	queue *jobs.Queue
}

const theDraw = "draw-1"

// open is an office with a draw of forty firms that was published, and what visits found in its period.
func open(t *testing.T) *office {
	t.Helper()
	c := counter.Open(t, "2026-04-01", people)
	_, err := ledger.Open(t.Context(), c.DB, "xinheng/test", c.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	o := &office{c, NewDesk(c.DB, c.Law, c.Now), jobs.New(c.DB, c.Now)}
	o.Through(o.queue)
	c.Serve(func(a *web.API) { Routes(a, o.Desk) })
	o.history()
	return o
}

func firm(n int) string { return counter.Code("91460000", fmt.Sprintf("MA%06d", n)) }

func (o *office) exec(sql string, args ...any) {
	o.T.Helper()
	_, err := o.DB.Exec(o.T.Context(), pg.Query{Name: "history", SQL: sql}, args...)
	counter.Must(o.T, err)
}

// history: firms 0 to 19 are of class B, of which five had a problem and five none; 20 to 39 of class D and risk C, of which eight had one
// and two none. Of the others nothing is known: three were visited after the period, for another matter, and without a result.
func (o *office) history() {
	o.exec(`insert into inspection.draw (draw_id, plan_id, org, matter, state, parties, on_day, edition, after, seen, chunks, setup, inspectors, accounts, frozen_entry, checkpoint, root_size, rooted_entry,
		seed, result, drawn_entry, header, void_for, author, changed_at) values ($1, 'p', $2, 'food', 'published', '{a,b}', '2026-01-05', '', '', 40, 2, '', '', '{}', 'e', '', 0, 'e', 's', 'r', 'e', 'h', '{}', 'x', now())`, theDraw, bodyID)
	for part := range 2 {
		var lines strings.Builder
		for n := part * 20; n < part*20+20; n++ {
			lines.WriteString(firm(n) + " " + []string{"B", "D"}[part] + "\n")
			o.exec(`insert into registry.entity (entity_id, name, name_norm, core_name, bigrams, kind, status, region, region_derived, industry, address, legal_rep_masked, legal_rep_blind, parent_id, reg_no, digest)
				values ($1, '海南虚构食品有限公司', '', '', '{}', 'enterprise', 'registered', $2, false, 'C14', '', '', '', '', '', '')`, firm(n), []string{"460105", "460200"}[n%2])
			if part == 1 {
				o.exec(`insert into standing.fact (entity_id, fact_id, version, kind, item, list, grade, ban, industry, domain, severity, title, authority, document_no, basis_text, basis, standing, law_keys,
					assumed_keys, from_on, until_on, ended_by, adverse, entry_id)
					values ($1, $2, 1, 'rating', 'rating_risk', '', 'C', '', '', '', '', '', '', '', '', '[]', 'text', '[]', '[]', '2026-01-01', '2026-12-31', '', false, gen_random_uuid())`, firm(n), fmt.Sprint("f", n))
			}
		}
		o.exec(`insert into inspection.roster_chunk (draw_id, seq, body) values ($1, $2, $3)`, theDraw, part, []byte(lines.String()))
	}
	for n := range 10 {
		o.visit(n, []string{"2026-01-05", "2026-03-31"}[n%2], "food", "x", n < 5)
		o.visit(20+n, "2026-02-10", "food", "x", n < 8)
	}
	o.visit(37, "2026-02-10", "food", "", false)
	o.visit(38, "2026-04-01", "food", "x", true)
	o.visit(39, "2026-02-10", "fire", "x", true)
}

func (o *office) visit(n int, day, matter, result string, found bool) {
	formed := workday.MustParse(day)
	var formedOn *workday.Date
	if result != "" {
		formedOn = &formed
	}
	o.exec(`insert into visit.visit (entity_id, visit_id, org, cause, class, mode, title_zh, title_en, approval_no, planned_on, begun_on, flags, result, found, formed_on, publish_by, record_id, comment, rating, state, changed_at)
		values ($1, 'v', 'o', 'draw', 'B', 'on_site', '示例', 'invented', '', $2, $2, '{}', $3, $4, $5, $5, '', '', 0, 'resulted', now())`, firm(n), formed, result, found, formedOn)
	o.exec(`insert into visit.task (entity_id, visit_id, matter, org, draw_id, dropped) values ($1, 'v', $2, 'o', '', false)`, firm(n), matter)
}

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

const (
	ways = "/v1/draw-ways"
	path = "/v1/comparisons"
)

// ways of a test: by class alone, and by class and risk with a floor.
func (o *office) ways() (first, second Way) {
	o.T.Helper()
	first = want[Way](o, "planner", "POST", ways, Way{Code: "class-only", Name: law.Text2{ZH: "仅按级别（示例）", EN: "class alone"}, Ratios: ratios(0, 500_000, 0, 500_000)}, "")
	second = want[Way](o, "planner", "POST", ways, Way{Code: "class-risk", Name: law.Text2{ZH: "级别乘风险（示例）", EN: "class by risk"}, Ratios: ratios(0, 250_000, 0, 500_000), By: "rating_risk",
		Factors: map[string]int64{"C": 2000}, Floor: 1}, "")
	return first, second
}

func asking() Asking {
	return Asking{Draw: theDraw, From: workday.MustParse("2026-01-05"), To: workday.MustParse("2026-03-31"), First: Version{"class-only", 1}, Second: Version{"class-risk", 1}, Seeds: 20}
}

func TestF29_3_TwoWaysAreComparedOnWhatVisitsFoundAndAnybodyComputesTheSame(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ways()
	c := want[Comparison](o, "planner", "POST", path, asking(), "")
	if again := want[Comparison](o, "planner", "POST", path, asking(), ""); again.ID != c.ID || c.State != "gathering" {
		t.Errorf("a second click begins another: %+v", again)
	}
	want[any](o, "", "GET", path+"/"+c.ID, nil, "compare.unknown") // it is public once it is done
	want[any](o, "", "GET", path+"/"+c.ID+"/inputs", nil, "compare.unknown")
	counter.Must(t, o.queue.Drain(t.Context()))
	c = want[Comparison](o, "", "GET", path+"/"+c.ID, nil, "")
	// 40 firms; two of class D without a problem are too few to be published as such, and are unknown.
	if r := c.Result; r == nil || c.Drawn != 20 || r.Firms != 40 || r.Known != 18 || r.Found != 13 {
		t.Fatalf("%+v", c)
	}
	rows := map[string]Row{}
	for _, r := range c.Result.Rows {
		rows[r.Code] = r
	}
	if w := rows[Workload].Ways; w[0].Mean != 20_000 || w[1].Mean != 25_000 {
		t.Errorf("workload: %+v", w)
	}
	if w := rows[Reach].Ways; w[1].Low < 8*1_000_000/13 || w[0].Low == w[0].High || w[0].Draws != 20 {
		t.Errorf("reach: %+v; the second way draws every firm of D", w)
	}
	if rows[GapKind].Ways[0].Draws != 0 || rows[GapRegion].Ways[0].Draws != 20 {
		t.Errorf("one kind of firms has no gap, two places do: %+v", rows)
	}
	status, file := o.Send("", "GET", path+"/"+c.ID+"/inputs", nil)
	_, inputs, numbers, err := Verify(file)
	if status != 200 || err != nil || inputs.String() != c.Inputs || Same(numbers, c.Numbers) != nil {
		t.Errorf("%d %v: the published inputs give %s and %s, not %s and %s", status, err, inputs, numbers, c.Inputs, c.Numbers)
	}
	if strings.Contains(string(file), firm(0)[8:]) || strings.Contains(string(file), "海南虚构") {
		t.Error("the inputs name a firm")
	}
	if o.Counter.Count(`select count(*) from ledger.entry where kind = 'compare.done' and about = $1 and public->>'inputs' = $2 and public->>'numbers' = $3`, c.ID, c.Inputs, c.Numbers) != 1 {
		t.Error("the ledger does not hold both hashes")
	}
	if all := want[struct{ Items []Comparison }](o, "", "GET", path, nil, "").Items; len(all) != 1 || all[0].ID != c.ID {
		t.Errorf("the public reads %+v", all)
	}
}

func TestF29_3_AComparisonThatWasBrokenOffGoesOnWhereItStood(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ways()
	c := want[Comparison](o, "planner", "POST", path, asking(), "")
	step := func() stored {
		s, err := o.gatherStep(t.Context(), c.ID)
		counter.Must(t, err)
		return s
	}
	if s := step(); s.Part != 1 || s.Seen != 20 || s.State != "gathering" {
		t.Fatalf("a step reads one part: %+v", s)
	}
	_ = o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error { // the machine stops in the second part
		s, err := lock(ctx, tx, c.ID)
		counter.Must(t, err)
		counter.Must(t, o.gather(ctx, tx, &s))
		return counter.ErrDied
	})
	if s := step(); s.Part != 2 || s.Seen != 40 {
		t.Fatalf("it is not taken up where it stood: %+v", s)
	}
	s := step()
	if s.State != "running" {
		t.Fatalf("the inputs do not stand: %+v", s)
	}
	bench, err := NewBench([]byte(s.Inputs))
	counter.Must(t, err)
	for n := range int32(7) { // seven draws, and the machine stops
		counter.Must(t, addRun(t.Context(), o.DB, c.ID, n, bench.Draw(n)))
	}
	if mine := want[struct{ Items []Comparison }](o, "planner", "GET", path+"/desk", nil, "").Items; len(mine) != 1 || mine[0].State != "running" || mine[0].Drawn != 7 {
		t.Errorf("how far it is: %+v", mine)
	}
	counter.Must(t, o.queue.Drain(t.Context()))
	counter.Must(t, o.Run(t.Context(), c.ID)) // and once more, though it is done
	got := want[Comparison](o, "", "GET", path+"/"+c.ID, nil, "")
	if _, _, numbers, err := Verify([]byte(s.Inputs)); err != nil || Same(numbers, got.Numbers) != nil {
		t.Errorf("broken off it gives %s: %v", got.Numbers, err)
	}
	if acts := o.Acts(c.ID); !slices.Equal(acts, []string{"compare.begun", "compare.done"}) {
		t.Errorf("the ledger says %v", acts)
	}
}

func TestF29_3_WhatIsComparedIsHistory(t *testing.T) {
	t.Parallel()
	o := open(t)
	first, _ := o.ways()
	for _, x := range []struct {
		who, code string
		do        func(*Asking)
	}{
		{"clerk", "access.no_permission", func(*Asking) {}},
		{"other", "compare.no_draw", func(*Asking) {}},
		{"planner", "compare.no_draw", func(a *Asking) { a.Draw = "draw-never" }},
		{"planner", "compare.not_ended", func(a *Asking) { a.To = workday.MustParse("2026-04-01") }}, // today has not ended
		{"planner", "compare.not_ended", func(a *Asking) { a.To = workday.MustParse("2026-04-02") }},
		{"planner", "compare.period", func(a *Asking) { a.From = workday.MustParse("2026-01-04") }}, // the day before the roster was frozen
		{"planner", "compare.no_way", func(a *Asking) { a.Second = a.First }},
		{"planner", "compare.no_way", func(a *Asking) { a.Second.Version = 2 }},
	} {
		in := asking()
		x.do(&in)
		want[any](o, x.who, "POST", path, in, x.code)
	}
	o.exec(`update inspection.draw set state = 'drawn', header = ''`)
	want[any](o, "planner", "POST", path, asking(), "compare.no_draw") // whom it drew is nobody's to know yet (S3)
	// A way is data: it is changed by another version, and by its own body.
	want[any](o, "clerk", "POST", ways, first, "access.no_permission")
	changed := Way{Code: first.Code, Name: first.Name, Ratios: first.Ratios}
	want[any](o, "other", "POST", ways, changed, "compare.taken")
	if same := want[Way](o, "planner", "POST", ways, changed, ""); same.Version != 1 {
		t.Errorf("the same again is version %d", same.Version)
	}
	changed.Floor = 2
	if next := want[Way](o, "planner", "POST", ways, changed, ""); next.Version != 2 {
		t.Errorf("what is changed is version %d", next.Version)
	}
	if all := want[struct{ Items []Way }](o, "", "GET", ways, nil, "").Items; len(all) != 3 {
		t.Errorf("ways: %+v", all)
	}
}
