package disclosure

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

func TestS6_AReadingNeedsPurposeAndCase(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	for name, c := range map[string]struct {
		change func(*Reading)
		code   string
	}{
		"no purpose":             {func(r *Reading) { r.Purpose = "" }, "disclosure.no_purpose"},
		"a purpose of one's own": {func(r *Reading) { r.Purpose = "curiosity" }, "disclosure.no_purpose"},
		"no case":                {func(r *Reading) { r.Case = "" }, "disclosure.no_case"},
		"a blank case":           {func(r *Reading) { r.Case = " \t " }, "disclosure.no_case"},
		"a case with a line":     {func(r *Reading) { r.Case = "SP\n1" }, "disclosure.no_case"},
		"too long a case":        {func(r *Reading) { r.Case = strings.Repeat("x", 65) }, "disclosure.no_case"},
		"neither":                {func(r *Reading) { r.Case, r.Purpose = "", "" }, "disclosure.no_purpose"},
		"nobody":                 {func(r *Reading) { r.Subject = "" }, "disclosure.no_subject"},
		"nothing":                {func(r *Reading) { r.Fields = nil }, "disclosure.no_subject"},
		"an export of one's own": {func(r *Reading) { r.Purpose = Exporting }, "disclosure.no_purpose"},
		"an emergency by itself": {func(r *Reading) { r.Purpose = Emergency }, "disclosure.no_glass"},
	} {
		t.Run(name, func(t *testing.T) { o.refuses(o.read("officer", c.change), c.code) })
	}
	if n := o.Count(`select count(*) from disclosure.reading`) + o.Count(`select count(*) from ledger.entry`); n != 0 {
		t.Errorf("%d rows after refusals alone", n)
	}
	must(t, o.read("officer", nil))
	// on disk, for everybody, before Read returns
	if n := o.Count(`select count(*) from disclosure.reading where entity_id = $1 and actor = 'person:officer' and org = $2 and purpose = 'approval'
		and case_no = 'SP-2026-1' and fields = '{penalty}'`, firm, body); n != 1 {
		t.Errorf("%d readings", n)
	}
}

func TestS6_ManyReadingsAreOneActAndProvable(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	var rs []Reading
	for i := range 1000 {
		rs = append(rs, Reading{Subject: fmt.Sprintf("E-%04d", i), Fields: []string{"penalty", "licence"}, Purpose: "supervision", Case: "JC-1"})
	}
	must(t, o.ReadMany(t.Context(), people["officer"], rs))
	if n := o.Count(`select count(*) from ledger.entry where kind = 'disclosure.read' and public = '{"rows": "1000"}'`); n != 1 {
		t.Errorf("%d ledger entries", n)
	}
	must(t, o.log.Sequence(t.Context()))
	id, err := pg.Scalar[string](t.Context(), o.db, pg.Query{SQL: `select reading_id::text from disclosure.reading where entity_id = 'E-0613'`})
	must(t, err)
	p := want[ledger.Proof](o, "auditor", "GET", "/v1/audit/readings/E-0613/"+id+"/proof", nil, "")
	e, err := ledger.VerifyProof(p, o.log.VerifierKey())
	if err != nil || !strings.Contains(p.Row.Content, "E-0613") || strings.Contains(e.Text(), "E-0613") || strings.Contains(e.Text(), "supervision") {
		t.Errorf("%v: the row says %s, the public entry %s", err, p.Row.Content, e.Text())
	}
	want[ledger.Proof](o, "auditor", "GET", "/v1/audit/readings/E-0614/"+id+"/proof", nil, "disclosure.unknown_reading")
	want[ledger.Proof](o, "auditor", "GET", "/v1/audit/readings/E-0614/x/proof", nil, "disclosure.unknown_reading")
	want[ledger.Proof](o, "officer", "GET", "/v1/audit/readings/E-0613/"+id+"/proof", nil, "access.no_permission")

	rs[500].Case = ""
	o.refuses(o.ReadMany(t.Context(), people["officer"], rs), "disclosure.no_case")
	o.refuses(o.ReadMany(t.Context(), people["officer"], make([]Reading, MaxReadings+1)), "disclosure.too_many")
	if n := o.Count(`select count(*) from disclosure.reading`); n != 1000 {
		t.Errorf("a refused batch left rows: %d", n)
	}
}

// Somebody who can write to the tables still cannot change what was committed to.
func TestS6_AChangedReadingNoLongerHasAProof(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	must(t, o.read("officer", nil))
	must(t, o.log.Sequence(t.Context()))
	id, err := pg.Scalar[string](t.Context(), o.db, pg.Query{SQL: `update disclosure.reading set actor = 'person:somebody' returning reading_id::text`})
	if !pg.Denied(err) {
		t.Errorf("the application may change readings: %q %v", id, err)
	}
	id, err = pg.Scalar[string](t.Context(), pgOwner(t, o), pg.Query{SQL: `update disclosure.reading set actor = 'person:somebody' returning reading_id::text`})
	must(t, err)
	p, err := o.Proof(t.Context(), firm, id)
	must(t, err)
	if _, err = ledger.VerifyProof(p, o.log.VerifierKey()); err == nil {
		t.Error("a reading laid upon somebody else is still proven")
	}
}

func TestS6_AReadingThatNothingFollowedIsSampledForTheAuditor(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	var rs []Reading
	for i := range 400 {
		rs = append(rs, Reading{Subject: fmt.Sprintf("E-%04d", 1000+i), Fields: []string{"penalty"}, Purpose: "approval", Case: fmt.Sprintf("SP-%d", 1000+i)})
	}
	must(t, o.ReadMany(t.Context(), people["officer"], rs))
	chosen := o.Count(`select count(*) from disclosure.reading where sampled`)
	if chosen < 2 || chosen > 200 { // the ids are random; that it is a tenth is asked of fixed ones below
		t.Fatalf("%d of 400 are chosen, want about 40", chosen)
	}
	first, err := pg.Scalar[string](t.Context(), o.db, pg.Query{SQL: `select min(entity_id) from disclosure.reading where sampled`})
	must(t, err)
	o.On("2026-11-05")
	must(t, o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		for _, a := range []Act{{Subject: first, Org: body, Case: "SP-" + first[2:], What: "licence.decided"},
			{Subject: "E-9999", Org: body, Case: "SP-1", What: "another's"}, {Subject: first, Org: body, Case: "", What: "no case"}} {
			if err := o.Acted(ctx, tx, a); err != nil {
				return err
			}
		}
		return nil
	}))
	for _, c := range []struct {
		day  string
		want int64
	}{{"2026-11-16", 0}, {"2026-11-17", chosen - 1}, {"2026-11-18", 0}} { // the fifteenth day, and a second sweep
		o.On(c.day)
		if got, err := o.Sweep(t.Context()); err != nil || got.Sampled != c.want {
			t.Errorf("%s: %+v %v, want %d", c.day, got, err, c.want)
		}
	}
	page := want[struct{ Items []Item }](o, "auditor", "GET", "/v1/audit/queue", nil, "")
	if len(page.Items) != int(chosen-1) || page.Items[0].Kind != "sample" || page.Items[0].Evidence["case_no"] == "" || page.Items[0].Actor != "person:officer" {
		t.Errorf("%d items, the first %+v", len(page.Items), page.Items)
	}
	want[none](o, "officer", "GET", "/v1/audit/queue", nil, "access.no_permission")
}

func TestS6_TheSampleIsDecidedByTheHashOfTheId(t *testing.T) {
	t.Parallel()
	hits := 0
	const n = 20_000
	for i := range n {
		id := uuid.NewSHA1(uuid.NameSpaceURL, []byte(strconv.Itoa(i))).String() // always the same ones
		if sampled(id, 0) || !sampled(id, 1000) || sampled(id, 50) && !sampled(id, 100) {
			t.Fatal(id)
		}
		if sampled(id, 100) {
			hits++
		}
	}
	if share := float64(hits) / n; math.Abs(share-0.1) > 0.01 {
		t.Errorf("%.3f of the readings are chosen, want 0.1", share)
	}
}

func TestF24_4_UnusualReadingRingsAnAlarmOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	many := func(who string, n int) {
		for i := range n {
			must(t, o.read(who, func(r *Reading) { r.Subject = fmt.Sprintf("E-%04d", i) }))
		}
	}
	many("officer", 120)
	if s, err := o.Sweep(t.Context()); err != nil || s.Alarms != 0 {
		t.Errorf("at the number itself: %+v %v", s, err)
	}
	o.Later(time.Second)
	many("officer", 1)
	o.Later(time.Second)
	must(t, o.ReadMany(t.Context(), people["handler"], manySubjects(301)))
	o.Later(time.Second)
	if s, err := o.Sweep(t.Context()); err != nil || s.Alarms != 3 {
		t.Errorf("one above: %+v %v", s, err)
	}
	if s, err := o.Sweep(t.Context()); err != nil || s.Alarms != 0 {
		t.Errorf("a second sweep: %+v %v", s, err)
	}
	for _, it := range want[struct{ Items []Item }](o, "auditor", "GET", "/v1/audit/queue", nil, "").Items {
		e := it.Evidence
		switch it.Actor + " " + e["rule"] {
		case "person:officer disclosure.alarm.readings":
			if e["found"] != "121" || e["most"] != "120" {
				t.Errorf("%+v", e)
			}
		case "person:handler disclosure.alarm.subjects", "person:handler disclosure.alarm.readings":
			if e["found"] != "301" {
				t.Errorf("%+v", e)
			}
		default:
			t.Errorf("%+v", it)
		}
	}
}

func manySubjects(n int) (rs []Reading) {
	for i := range n {
		r := reading()
		r.Subject = fmt.Sprintf("E-%04d", i)
		rs = append(rs, r)
	}
	return rs
}

func TestWhoReadsUnderAConsentOnly(t *testing.T) {
	t.Parallel()
	for who, needs := range map[string]bool{"officer": false, "handler": false, "clerk": false, "banker": true, "lead": false} {
		if needsConsent(people[who]) != needs {
			t.Errorf("%s: %v", who, !needs)
		}
	}
	key := access.Actor{ID: "key:1", Kind: access.KindKey, Org: body, Roles: []string{"R25"}, Scopes: access.Scopes()}
	if needsConsent(key) {
		t.Error("the key of a department needs a consent")
	}
	if key.Org = bank; !needsConsent(key) {
		t.Error("the key of a bank needs none")
	}
	if needsConsent(access.CLI()) || !needsConsent(access.Actor{}) {
		t.Error("the operator, or nobody")
	}
}
