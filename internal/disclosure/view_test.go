package disclosure

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/workday"
)

func pgOwner(t testing.TB, o *office) *pg.Pool {
	t.Helper()
	return pgtest.Owner(t, o.db)
}

// The day before the delay ends, the day, and the day after, for purposes with delays of their own.
func TestF24_6_TheSubjectSeesAReadingFromTheDayTheDelayEnds(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	for purpose, delay := range map[string]int{"approval": 1, "supervision": 30, Penalty: 60} {
		o.On("2026-11-02")
		must(t, o.read("officer", func(r *Reading) { r.Purpose = purpose }))
		sees := func() bool {
			return slices.ContainsFunc(o.views("boss"), func(v View) bool { return v.Purpose.Code == purpose })
		}
		for _, c := range []struct {
			day  int
			want bool
		}{{delay - 1, false}, {delay, true}, {delay + 1, true}} {
			o.On(workday.MustParse("2026-11-02").AddDays(c.day).String())
			if got := sees(); got != c.want {
				t.Errorf("%s, day %d: shown %v", purpose, c.day, got)
			}
		}
	}
	o.At(workday.MustParse("2026-11-03").Start().Add(-time.Second))
	if n := len(o.views("boss")); n != 0 {
		t.Errorf("a second before midnight %d are shown", n)
	}
	o.Later(time.Second)
	if n := len(o.views("boss")); n != 1 {
		t.Errorf("at midnight %d are shown", n)
	}
}

func TestF24_6_AViewTellsWhenWhoWhyAndWhatAndNothingMore(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	must(t, o.read("officer", nil))
	o.Later(time.Hour)
	must(t, o.read("officer", func(r *Reading) { r.Fields, r.Case = []string{"licence", "penalty"}, "SP-2026-2" }))
	must(t, o.read("handler", func(r *Reading) { r.Purpose = Repair }))
	must(t, o.read("officer", func(r *Reading) { r.Subject = otherFirm }))
	o.On("2026-11-03")
	must(t, o.read("officer", nil))
	o.On("2026-11-05")
	status, raw := o.Send("boss", "GET", "/v1/my/views?firm="+firm, nil)
	views := o.views("boss")
	if status != 200 || len(views) != 3 {
		t.Fatalf("%d %s", status, raw)
	}
	newest, grouped := views[0], views[slices.IndexFunc(views, func(v View) bool { return v.Count == 2 })]
	if newest.Count != 1 || workday.Of(newest.At).String() != "2026-11-03" {
		t.Errorf("the newest is %+v", newest)
	}
	if grouped.Body != "虚构示例局" || grouped.Org != body || grouped.Purpose.Name.ZH != "行政许可与审批" || grouped.Kind != KindReading ||
		!slices.Equal(grouped.Fields, []string{"licence", "penalty"}) || grouped.At.Sub(grouped.First) != time.Hour {
		t.Errorf("the day's readings of one body for one purpose are %+v", grouped)
	}
	for _, unwanted := range []string{"person:", "officer", "handler", "SP-2026", "salt"} {
		if strings.Contains(string(raw), unwanted) {
			t.Errorf("the subject is told %q: %s", unwanted, raw)
		}
	}
	if n := len(o.views("otherboss")); n != 1 {
		t.Errorf("the other firm sees %d", n)
	}
	want[none](o, "otherboss", "GET", "/v1/my/views?firm="+firm, nil, "disclosure.unknown_firm")
	want[none](o, "agent", "GET", "/v1/my/views", nil, "access.no_permission")
	want[none](o, "officer", "GET", "/v1/my/views", nil, "access.no_permission")
	want[none](o, "", "GET", "/v1/my/views", nil, "test.nobody")
	want[none](o, "boss", "GET", "/v1/my/views?after=x", nil, "disclosure.cursor")
}

func TestF24_6_ViewsArePagedWithoutLossOrRepetition(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-01-02")
	var want int
	for day := range 120 {
		o.On(workday.MustParse("2026-01-02").AddDays(day).String())
		var rs []Reading
		for i := range 12 {
			r := reading()
			r.Case = fmt.Sprintf("SP-%d-%d", day, i)
			rs = append(rs, r)
		}
		must(t, o.ReadMany(t.Context(), people["officer"], rs))
		want += len(rs)
	}
	// a long stretch that may not be shown yet is passed over, not shown as an empty page
	o.On("2026-06-01")
	var hidden []Reading
	for range 1200 {
		r := reading()
		r.Purpose = Penalty
		hidden = append(hidden, r)
	}
	must(t, o.ReadMany(t.Context(), people["handler"], hidden))
	o.On("2026-06-02")
	got, pages := 0, 0
	var last time.Time
	for after := ""; ; pages++ {
		views, next, err := o.Of(t.Context(), firm, after)
		must(t, err)
		for _, v := range views {
			got += v.Count
			if !last.IsZero() && v.At.After(last) {
				t.Fatalf("%v after %v", v.At, last)
			}
			last = v.At
		}
		if next == "" {
			break
		}
		if len(views) == 0 {
			t.Fatal("an empty page with a next one")
		}
		after = next
	}
	if got != want || pages < 1 {
		t.Errorf("%d readings on %d pages, want %d", got, pages+1, want)
	}
}

func TestF24_6_ASubjectAsksAndReadsTheAnswer(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	must(t, o.read("officer", nil))
	must(t, o.read("handler", func(r *Reading) { r.Purpose = Penalty }))
	hiddenID := func() string {
		seen, _, err := o.seen(t.Context(), firm, Mark{o.now().Add(time.Hour), lastID}, 10)
		must(t, err)
		return viewID(seen[slices.IndexFunc(seen, func(s Seen) bool { return s.Purpose == Penalty })])
	}()
	o.On("2026-11-03")
	view := o.views("boss")[0]
	path := "/v1/my/views/" + view.ID + "/question"
	words := map[string]string{"words": "我们没有申请过许可，为什么查我们？"}
	want[none](o, "otherboss", "POST", path, words, "disclosure.unknown_view")
	want[none](o, "boss", "POST", "/v1/my/views/"+hiddenID+"/question", words, "disclosure.unknown_view")
	want[none](o, "boss", "POST", "/v1/my/views/nonsense/question", words, "disclosure.unknown_view")
	want[none](o, "boss", "POST", path, map[string]string{"words": "  "}, "disclosure.no_words")
	want[none](o, "boss", "POST", path, words, "")
	want[none](o, "boss", "POST", path, words, "disclosure.already_asked")
	if q := o.views("boss")[0].Question; q == nil || q.Answer != nil || q.Words != words["words"] {
		t.Errorf("asked: %+v", q)
	}
	items := want[struct{ Items []Item }](o, "auditor", "GET", "/v1/audit/queue", nil, "").Items
	if len(items) != 1 || items[0].Kind != "question" || items[0].Evidence["words"] != words["words"] {
		t.Fatalf("%+v", items)
	}
	finding := "/v1/audit/queue/" + items[0].ID + "/finding"
	answer := map[string]any{"in_order": true, "note": "经核查，系许可延续办件所需。"}
	want[none](o, "officer", "POST", finding, answer, "access.no_permission")
	want[none](o, "auditor", "POST", "/v1/audit/queue/Q-0/finding", answer, "disclosure.unknown_item")
	want[none](o, "auditor", "POST", finding, map[string]any{"in_order": true, "note": " "}, "disclosure.no_note")
	want[none](o, "auditor", "POST", finding, answer, "")
	want[none](o, "auditor", "POST", finding, answer, "disclosure.settled")
	if q := o.views("boss")[0].Question; q == nil || q.Answer == nil || *q.Answer != answer["note"] || !*q.InOrder {
		t.Errorf("answered: %+v", q)
	}
	if left := want[struct{ Items []Item }](o, "auditor", "GET", "/v1/audit/queue", nil, "").Items; len(left) != 0 {
		t.Errorf("%+v still waits", left)
	}
	if all := want[struct{ Items []Item }](o, "auditor", "GET", "/v1/audit/queue?all=true", nil, "").Items; len(all) != 1 || all[0].Note == nil {
		t.Errorf("%+v", all)
	}
}

// A crash between the question and its place in the queue leaves neither.
func TestF24_6_AQuestionIsAskedWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	must(t, o.read("officer", nil))
	o.On("2026-11-03")
	must(t, execAs(o, `alter table disclosure.item add constraint broken_disk check (kind <> 'question')`))
	path := "/v1/my/views/" + o.views("boss")[0].ID + "/question"
	want[none](o, "boss", "POST", path, map[string]string{"words": "为什么？"}, "internal")
	must(t, execAs(o, `alter table disclosure.item drop constraint broken_disk`))
	want[none](o, "boss", "POST", path, map[string]string{"words": "为什么？"}, "")
}

func execAs(o *office, sql string) error {
	_, err := pgOwner(o.T, o).Exec(context.Background(), pg.Query{Name: "owner", SQL: sql})
	return err
}
