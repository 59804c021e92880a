package disclosure

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

type entriesPage struct {
	Entries []Entry
	Next    string
}

func TestTheAuditorSeesActsAndReadingsInOneOrder(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	for i := range 30 {
		o.Later(time.Minute)
		must(t, o.read("officer", func(r *Reading) { r.Case = fmt.Sprintf("SP-%d", i) }))
	}
	o.On("2026-11-03")
	e := o.approved(4)
	_, _ = o.fetch("clerk", e.ID)
	want[Consent](o, "boss", "POST", "/v1/my/consents", grant(nil), "")

	seen := map[string]int{}
	var last time.Time
	for after, pages := "", 0; ; pages++ {
		page := want[entriesPage](o, "auditor", "GET", "/v1/audit/entries?limit=7&after="+after, nil, "")
		for _, x := range page.Entries {
			seen[x.Kind]++
			if !last.IsZero() && x.At.After(last) {
				t.Fatalf("%v after %v", x.At, last)
			}
			last = x.At
		}
		if after = page.Next; after == "" || pages > 20 {
			break
		}
	}
	for kind, n := range map[string]int{"reading": 32, "disclosure.read": 31, "export.request": 1, "export.approve": 1, "export.produce": 1, "export.download": 1, "consent.grant": 1} {
		if seen[kind] != n {
			t.Errorf("%d of %s, want %d", seen[kind], kind, n)
		}
	}
	count := func(query string) int {
		return len(want[entriesPage](o, "auditor", "GET", "/v1/audit/entries?limit=100&"+query, nil, "").Entries)
	}
	for query, n := range map[string]int{"kind=export.": 4, "kind=reading&actor=person:officer": 30, "kind=reading&about=" + firm: 30,
		"from=2026-11-03&kind=reading": 2, "until=2026-11-02&kind=reading": 30, "from=2026-11-04": 0, "until=2026-11-01": 0, "about=" + e.ID: 4} {
		if got := count(query); got != n {
			t.Errorf("%s: %d, want %d", query, got, n)
		}
	}
	want[none](o, "auditor", "GET", "/v1/audit/entries?after=x", nil, "disclosure.cursor")
	want[none](o, "auditor", "GET", "/v1/audit/entries?from=tomorrow", nil, "web.invalid")
}

// Only R28 reads the logs; not the other officers, not whoever administers.
func TestF24_3_TheLogsAreTheAuditorsAlone(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	for who := range people {
		for method, paths := range map[string][]string{
			"GET":  {"/v1/audit/entries", "/v1/audit/queue", "/v1/audit/verification", "/v1/audit/exports", "/v1/audit/glass", "/v1/audit/ledger"},
			"POST": {"/v1/audit/verification"}} {
			for _, path := range paths {
				status, b := o.Send(who, method, path, nil)
				if (status == http.StatusForbidden) != (who != "auditor") {
					t.Errorf("%s %s as %s: %d %s", method, path, who, status, b)
				}
			}
		}
	}
}

func TestF24_3_TheAuditorVerifiesTheLedgerFromThePage(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	want[none](o, "auditor", "GET", "/v1/audit/ledger", nil, "ledger.empty")
	for range 5 {
		must(t, o.read("officer", nil))
	}
	must(t, o.log.Sequence(t.Context()))
	if v := want[Verification](o, "auditor", "GET", "/v1/audit/verification", nil, ""); v.Last != nil || v.Size != 5 || v.Key != o.log.VerifierKey() || v.Checkpoint == "" {
		t.Errorf("%+v", v)
	}
	if v := want[Verified](o, "auditor", "POST", "/v1/audit/verification", nil, ""); !v.Holds || v.Last != 5 {
		t.Errorf("%+v", v)
	}
	_, b := o.Send("auditor", "GET", "/v1/audit/ledger", nil)
	if r, err := ledger.VerifyExport(bytes.NewReader(b), o.log.VerifierKey()); err != nil || r.To != 5 {
		t.Errorf("the export of the page: %+v %v", r, err)
	}
	_, err := pgOwner(t, o).Exec(context.Background(), pg.Query{SQL: `update ledger.entry set actor = 'person:somebody' where id = (select min(id::text) from ledger.entry)::uuid`})
	must(t, err)
	o.Later(time.Minute)
	if v := want[Verified](o, "auditor", "POST", "/v1/audit/verification", nil, ""); v.Holds || v.Code != "ledger.entry_changed" {
		t.Errorf("a changed entry: %+v", v)
	}
	if v := want[Verification](o, "auditor", "GET", "/v1/audit/verification", nil, ""); v.Last == nil || v.Last.Holds {
		t.Errorf("%+v", v)
	}
}

func TestPurposesAreTheChecksAndMore(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	var codes []string
	for _, p := range want[struct{ Purposes []Purpose }](o, "", "GET", "/v1/purposes", nil, "").Purposes {
		if p.Name.ZH == "" || p.Name.EN == "" || slices.Contains(codes, p.Code) {
			t.Errorf("%+v", p)
		}
		codes = append(codes, p.Code)
	}
	for _, c := range []string{"approval", "procurement", "duty_free", "land", Repair, Emergency} {
		if !slices.Contains(codes, c) {
			t.Errorf("%s is missing", c)
		}
	}
}

// Acts and readings are counted by the civil day of Hainan: the last second of a day is of that day.
func TestTheAuditorSeesHowManyActsADayHas(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	for _, at := range []string{"2026-11-02T23:59:59+08:00", "2026-11-03T00:00:00+08:00", "2026-11-03T00:00:01+08:00"} {
		at, err := time.Parse(time.RFC3339, at)
		must(t, err)
		o.At(at)
		must(t, o.read("officer", func(*Reading) {}))
	}
	type answer struct{ Days []ledger.Day }
	readings := func(path string) (n int64) {
		for _, d := range want[answer](o, "auditor", "GET", path, nil, "").Days {
			if d.Area == readingKind {
				n += d.Acts
			}
		}
		return n
	}
	for days, n := range map[string]int64{"from=2026-11-02&until=2026-11-02": 1, "from=2026-11-03&until=2026-11-03": 2, "from=2026-11-02&until=2026-11-03": 3, "from=2026-11-04&until=2026-11-05": 0} {
		if got := readings("/v1/audit/days?" + days); got != n {
			t.Errorf("%s: %d readings, want %d", days, got, n)
		}
	}
	want[answer](o, "auditor", "GET", "/v1/audit/days?from=2026-11-03&until=2026-11-02", nil, "disclosure.days")
	want[answer](o, "auditor", "GET", "/v1/audit/days?from=2025-11-02&until=2026-11-03", nil, "disclosure.days")
	if status, _ := o.Send("clerk", "GET", "/v1/audit/days?from=2026-11-02&until=2026-11-02", nil); status != http.StatusForbidden {
		t.Errorf("a clerk sees the auditor's days: %d", status)
	}
}
