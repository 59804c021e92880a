package disclosure

import (
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/pg"
)

var ask = map[string]any{"source": "test.shelf", "reason": "年度数据质量核对，用后即删"}

func (o *office) asked(rows int) Export {
	o.T.Helper()
	o.Sources = []Source{shelf(rows)}
	return want[Export](o, "clerk", "POST", "/v1/exports", ask, "")
}

func (o *office) approved(rows int) Export {
	o.T.Helper()
	e := o.asked(rows)
	e = want[Export](o, "reviewer", "POST", "/v1/exports/"+e.ID+"/approval", map[string]any{"approve": true}, "")
	if e.Approvals == 2 {
		e = want[Export](o, "lead", "POST", "/v1/exports/"+e.ID+"/second", map[string]any{"approve": true}, "")
	}
	if e.State != ExportApproved {
		o.T.Fatalf("%+v", e)
	}
	return e
}

func (o *office) fetch(who, id string) (int, string) {
	status, b := o.Send(who, "GET", "/v1/exports/"+id+"/file", nil)
	return status, string(b)
}

// table reads a fetched file: its marks, its head and its rows.
func table(t *testing.T, file string) (mark string, head []string, rows [][]string) {
	t.Helper()
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff")))
	in.FieldsPerRecord = -1
	all, err := in.ReadAll()
	must(t, err)
	if len(all) < 3 || all[0][0] != all[len(all)-1][0] {
		t.Fatalf("no mark at head and foot: %.300s", file)
	}
	return all[0][0], all[1], all[2 : len(all)-1]
}

func TestF24_4_AnExportNeedsAnotherPersonAndIsMarkedAndCounted(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	e := o.asked(40)
	if e.State != ExportAsked || e.Estimate != 40 || e.Approvals != 1 || e.RowLimit != 20000 {
		t.Fatalf("%+v", e)
	}
	path, yes := "/v1/exports/"+e.ID, map[string]any{"approve": true}
	want[none](o, "clerk", "GET", path+"/file", nil, "disclosure.export_waits")
	want[none](o, "clerk", "POST", path+"/approval", yes, "access.no_permission")
	want[none](o, "stranger", "POST", path+"/approval", yes, "disclosure.unknown_export") // S10: another body
	want[none](o, "lead", "POST", path+"/second", yes, "disclosure.export_answered")
	if w := want[exports](o, "stranger", "GET", "/v1/exports/waiting", nil, "").Exports; len(w) != 0 {
		t.Errorf("another body's reviewer sees %+v", w)
	}
	if w := want[exports](o, "reviewer", "GET", "/v1/exports/waiting", nil, "").Exports; len(w) != 1 || w[0].Reason == "" {
		t.Errorf("the reviewer sees %+v", w)
	}
	want[Export](o, "reviewer", "POST", path+"/approval", yes, "")
	want[none](o, "reviewer", "POST", path+"/approval", yes, "access.not_apart") // the second click
	for _, who := range []string{"reviewer", "auditor", "lead"} {
		if status, _ := o.fetch(who, e.ID); status != 403 {
			t.Errorf("%s fetches: %d", who, status)
		}
	}
	want[none](o, "doubleclerk", "GET", path+"/file", nil, "disclosure.unknown_export")

	status, file := o.fetch("clerk", e.ID)
	if status != 200 {
		t.Fatal(status, file)
	}
	mark, head, rows := table(t, file)
	for _, part := range []string{"示例clerk", "2026-11-22 10:00", e.ID, "40 行"} {
		if !strings.Contains(mark, part) {
			t.Errorf("the mark %q does not say %q", mark, part)
		}
	}
	if len(rows) != 40 || !slices.Equal(head, []string{"文号", "名称", "序号", "备注"}) {
		t.Errorf("%d rows under %q", len(rows), head)
	}
	if _, again := o.fetch("clerk", e.ID); again != file {
		t.Error("fetched again it is another file")
	}
	got := want[exports](o, "auditor", "GET", "/v1/audit/exports", nil, "").Exports
	if len(got) != 1 || got[0].Downloads != 2 || *got[0].Rows != 40 || *got[0].Bytes != int64(len(file)) {
		t.Errorf("%+v", got)
	}
	if n := o.Count(`select count(*) from disclosure.export_product`); n != 1 {
		t.Errorf("produced %d times", n)
	}
	// who is in the file was read, and sees it
	if n := o.Count(`select count(*) from disclosure.reading where purpose = 'export' and case_no = $1 and org = $2`, e.ID, body); n != 20 {
		t.Errorf("%d readings of 20 subjects", n)
	}
	o.On("2026-11-24")
	if views, _, err := o.Of(t.Context(), "E-0003", ""); err != nil || len(views) != 1 || views[0].Kind != KindExport {
		t.Errorf("%+v %v", views, err)
	}
}

type exports struct{ Exports []Export }

func TestF24_4_NoCellIsAFormula(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	_, file := o.fetch("clerk", o.approved(10).ID)
	_, _, rows := table(t, file)
	for _, r := range rows {
		for _, cell := range r {
			if cell != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(strings.TrimLeft(cell, " \u3000"))[0]) {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
	for in, out := range map[string]string{
		"": "", "示例": "示例", "-12.50": "-12.50", "+86": "+86", "-1e5": "-1e5", "0": "0", "  文": "  文",
		"=1+1": "'=1+1", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "-2+3": "'-2+3", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1",
		" =1": "' =1", "\u3000=1": "'\u3000=1", "\u200b=1": "'\u200b=1", "\ufeff=1": "'\ufeff=1", "＝1+1": "'＝1+1", "＠x": "'＠x",
		"-0x1F": "'-0x1F", "-Inf": "'-Inf", "+": "'+", "|calc": "'|calc", "%0A=1": "'%0A=1",
	} {
		if got := Inert(in); got != out || Inert(got) != got {
			t.Errorf("%q became %q, want %q", in, got, out)
		}
	}
}

func TestF24_4_WhoseCopyItWasShowsInTheOrderOfItsRows(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	mine, others := o.approved(60), []Export{}
	for range 5 {
		others = append(others, o.approved(60))
	}
	_, file := o.fetch("clerk", mine.ID)
	_, _, rows := table(t, file)
	leaked := slices.Collect(func(yield func([]string) bool) { // every third row, without the lines that say so
		for i := 0; i < len(rows); i += 3 {
			if !yield(rows[i]) {
				return
			}
		}
	})
	if !o.Traces(mine.ID, leaked) {
		t.Error("the leaked rows are not traced to their export")
	}
	for _, other := range others {
		if o.Traces(other.ID, leaked) {
			t.Errorf("they are traced to another one")
		}
	}
	traced := want[exports](o, "auditor", "POST", "/v1/audit/trace", map[string]any{"rows": leaked}, "").Exports
	if len(traced) != 1 || traced[0].ID != mine.ID || traced[0].Actor != "person:clerk" {
		t.Errorf("the auditor traces them to %+v", traced)
	}
	want[none](o, "auditor", "POST", "/v1/audit/trace", map[string]any{"rows": leaked[:11]}, "disclosure.too_few_rows")
	want[none](o, "clerk", "POST", "/v1/audit/trace", map[string]any{"rows": leaked}, "access.no_permission")
	slices.Reverse(leaked)
	if o.Traces(mine.ID, leaked) {
		t.Error("rows in another order are traced: that would accuse anybody")
	}
}

func TestF24_4_AboveAThousandRowsAThirdPersonApproves(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	if e := o.asked(1000); e.Approvals != 1 {
		t.Errorf("a thousand rows need %d", e.Approvals)
	}
	e := o.asked(1001)
	path, yes := "/v1/exports/"+e.ID, map[string]any{"approve": true}
	if e.Approvals != 2 {
		t.Fatalf("%+v", e)
	}
	want[none](o, "lead", "POST", path+"/second", yes, "disclosure.export_answered") // not before the first
	if e = want[Export](o, "reviewer", "POST", path+"/approval", yes, ""); e.State != ExportSecond {
		t.Errorf("%+v", e)
	}
	want[none](o, "clerk", "GET", path+"/file", nil, "disclosure.export_waits")
	people := people["reviewer"]
	people.Scopes = append(slices.Clone(people.Scopes), access.ExportSecond)
	_, err := o.AnswerExport(t.Context(), people, e.ID, true, true, "")
	o.refuses(err, "access.not_apart")
	for range exportPage + 1 { // what needed one approval and has it is no longer in anybody's way
		o.Later(time.Second)
		o.approved(1)
	}
	o.Sources = []Source{shelf(1001)}
	if w := want[exports](o, "lead", "GET", "/v1/exports/second", nil, "").Exports; len(w) != 1 || w[0].ID != e.ID {
		t.Errorf("the lead office sees %+v", w)
	}
	want[Export](o, "lead", "POST", path+"/second", yes, "")
	if status, file := o.fetch("clerk", e.ID); status != 200 || strings.Count(file, "\n") < 1001 {
		t.Errorf("%d", status)
	}
}

func TestS2_WhoeverAskedForAnExportDoesNotApproveIt(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	o.Sources = []Source{shelf(5)}
	e := want[Export](o, "doubleclerk", "POST", "/v1/exports", ask, "")
	want[none](o, "doubleclerk", "POST", "/v1/exports/"+e.ID+"/approval", map[string]any{"approve": true}, "access.not_apart")
	want[none](o, "doubleclerk", "GET", "/v1/exports/"+e.ID+"/file", nil, "disclosure.export_waits")
}

func TestF24_4_AnExportIsHeldToTheRowsOfTheRole(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	o.Sources = []Source{shelf(20001)}
	want[none](o, "clerk", "POST", "/v1/exports", ask, "disclosure.too_many_rows")
	if n, err := o.rowLimit(o.now(), []string{"R12"}); err != nil || n != 5000 {
		t.Errorf("a role without a number of its own has %d, %v", n, err)
	}
	for name, bad := range map[string]map[string]any{
		"unknown source": {"source": "test.none", "reason": ask["reason"]},
		"unknown filter": {"source": "test.shelf", "reason": ask["reason"], "filter": map[string]string{"sql": "1=1"}},
	} {
		t.Run(name, func(t *testing.T) { want[none](o, "clerk", "POST", "/v1/exports", bad, "disclosure.unknown_source") })
	}
	want[none](o, "clerk", "POST", "/v1/exports", map[string]any{"source": "test.shelf", "reason": "看看"}, "disclosure.no_reason")
	want[none](o, "clerk", "POST", "/v1/exports", map[string]any{"source": "test.shelf", "reason": ask["reason"], "approvals": 0}, "web.invalid")

	// between asking and fetching the data grew past what one approval covers
	e := o.approved(900)
	o.Sources = []Source{shelf(1001)}
	want[none](o, "clerk", "GET", "/v1/exports/"+e.ID+"/file", nil, "disclosure.too_many_rows")
	if n := o.Count(`select count(*) from disclosure.reading`) + o.Count(`select count(*) from disclosure.export_product`); n != 0 {
		t.Errorf("a refused file left %d rows", n)
	}
}

func TestF24_4_AnExportExpiresAndItsFileIsDestroyed(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	e, refused := o.approved(10), o.asked(10)
	want[Export](o, "reviewer", "POST", "/v1/exports/"+refused.ID+"/approval", map[string]any{"approve": false, "note": "理由不足"}, "")
	want[none](o, "clerk", "GET", "/v1/exports/"+refused.ID+"/file", nil, "disclosure.export_refused")
	if status, _ := o.fetch("clerk", e.ID); status != 200 {
		t.Fatal(status)
	}
	o.At(o.instant("2026-11-09 09:59:59"))
	if status, _ := o.fetch("clerk", e.ID); status != 200 {
		t.Errorf("a second before its end: %d", status)
	}
	if s, err := o.Sweep(t.Context()); err != nil || s.Destroyed != 0 {
		t.Errorf("%+v %v", s, err)
	}
	o.Later(time.Second)
	if status, b := o.fetch("clerk", e.ID); status != 410 {
		t.Errorf("at its end: %d %s", status, b)
	}
	for _, want := range []int64{1, 0} {
		if s, err := o.Sweep(t.Context()); err != nil || s.Destroyed != want {
			t.Errorf("%+v %v, want %d", s, err, want)
		}
	}
	if n := o.Count(`select count(*) from disclosure.export_file`); n != 0 {
		t.Errorf("%d files are left", n)
	}
	if got := want[exports](o, "clerk", "GET", "/v1/exports", nil, "").Exports; len(got) != 2 {
		t.Errorf("%+v", got)
	} else if states := map[string]ExportState{got[0].ID: got[0].State, got[1].ID: got[1].State}; states[e.ID] != ExportExpired || states[refused.ID] != ExportRefused {
		t.Errorf("%v", states)
	}
}

func TestF24_4_TheFileIsSealedAtRest(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	e := o.approved(10)
	_, _ = o.fetch("clerk", e.ID)
	raw, err := pg.Scalar[string](t.Context(), o.db, pg.Query{SQL: `select encode(sealed, 'escape') from disclosure.export_file`})
	must(t, err)
	if strings.Contains(raw, "F-0003") || strings.Contains(raw, e.ID) {
		t.Error("the file lies in the table in clear")
	}
}

// The machine dies while the file is made: nothing was made, nobody was read, and the next fetch makes it.
func TestF24_4_AFileIsMadeOnceOrNotAtAll(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	e := o.approved(10)
	good := o.Sources[0]
	broken := good
	broken.Rows = func(ctx context.Context, a access.Actor, f map[string]string, each func(Row) error) error {
		n := 0
		return good.Rows(ctx, a, f, func(r Row) error {
			if n++; n == 8 {
				return counter.ErrDied
			}
			return each(r)
		})
	}
	o.Sources = []Source{broken}
	if _, err := o.Fetch(t.Context(), people["clerk"], e.ID); err == nil {
		t.Fatal("a file came out of a machine that died")
	}
	must(t, execAs(o, `alter table disclosure.export_download add constraint broken_disk check (seq > 1)`))
	o.Sources = []Source{good}
	if _, err := o.Fetch(t.Context(), people["clerk"], e.ID); err == nil {
		t.Fatal("a file came out though its fetch could not be counted")
	}
	must(t, execAs(o, `alter table disclosure.export_download drop constraint broken_disk`))
	for _, table := range []string{"reading", "export_product", "export_file", "export_download"} {
		if n := o.Count(`select count(*) from disclosure.` + table); n != 0 {
			t.Errorf("%d rows in %s", n, table)
		}
	}
	var files sync.Map
	var fetches sync.WaitGroup
	for range 4 { // four windows at once
		fetches.Go(func() {
			f, err := o.Fetch(t.Context(), people["clerk"], e.ID)
			if err != nil {
				t.Error(err)
			}
			files.Store(string(f), true)
		})
	}
	fetches.Wait()
	different := 0
	files.Range(func(any, any) bool { different++; return true })
	if n := o.Count(`select count(*) from disclosure.export_download`); different != 1 || n != 4 {
		t.Errorf("%d different files in %d fetches", different, n)
	}
}

func TestF24_4_UnusualExportsRingAnAlarmWithEvidence(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	e := o.approved(10)
	rules := func() (rules []string) {
		for _, it := range want[struct{ Items []Item }](o, "auditor", "GET", "/v1/audit/queue", nil, "").Items {
			if it.Kind != "alarm" || it.Actor != "person:clerk" || it.Org != body || it.Evidence["found"] == "" {
				t.Errorf("%+v", it)
			}
			rules = append(rules, fmt.Sprintf("%s %s", it.Evidence["rule"], it.Evidence["found"]))
		}
		slices.Sort(rules)
		return rules
	}
	for range 3 {
		_, _ = o.fetch("clerk", e.ID)
	}
	if got := rules(); len(got) != 0 {
		t.Errorf("three fetches by day: %v", got)
	}
	_, _ = o.fetch("clerk", e.ID)
	_, _ = o.fetch("clerk", e.ID)
	if got := rules(); !slices.Equal(got, []string{"disclosure.alarm.downloads 4"}) {
		t.Errorf("the fourth fetch: %v", got)
	}
	big := o.approved(10_000)
	_, _ = o.fetch("clerk", big.ID)
	if got := rules(); !slices.Contains(got, "disclosure.alarm.rows 10050") {
		t.Errorf("ten thousand rows in a day: %v", got)
	}
	for _, c := range []struct {
		at    string
		night bool
	}{{"2026-11-23 21:59:59", false}, {"2026-11-23 22:00:00", true}, {"2026-11-24 05:59:59", true}, {"2026-11-24 06:00:00", false}} {
		o.At(o.instant(c.at))
		if night, err := o.night(o.now()); err != nil || night != c.night {
			t.Errorf("%s is night: %v %v", c.at, night, err)
		}
	}
	o.At(o.instant("2026-11-23 23:15:00"))
	_, _ = o.fetch("clerk", big.ID)
	if got := rules(); !slices.Contains(got, "disclosure.alarm.night 23:15") {
		t.Errorf("at a quarter past eleven: %v", got)
	}
}
