package record

import (
	"math"
	"testing"

	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestF09_3_QualityFiguresPerDepartment(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-12") // the seventh working day after 3 August
	other := code("11460000", "MB000002")
	rows := many(10, func(i int, r map[string]string) {
		switch i {
		case 0:
			r["CF_JDRQ"] = "" // refused
		case 1:
			r["CF_XDR_SHXYM"] = "" // a name
		case 2:
			r["CF_CFLB"] = "没有这种处罚" // doubtful
		case 3:
			r["CF_WFXW"] = "" // incomplete
		case 4:
			r["CF_JDRQ"], r["CF_SDRQ"] = "2026-07-31", "2026-07-31" // due on 11 August
		case 9:
			r["CF_SJLYDM"], r["CF_SJLY"] = other, "海南省示例城管局"
		}
	})
	o.take("penalty", append(rows, rows[5])...)
	all, err := QualityOf(t.Context(), o.db, d("2026-08-01"), d("2026-08-31"), o.today(), "penalty")
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	q := all[0]
	if q.SourceID != sourceID || q.Rows != 10 || q.Accepted != 7 || q.Rejected != 1 || q.Queued != 1 || q.Duplicate != 1 {
		t.Errorf("%+v", q)
	}
	if !near(q.Intake, 0.8) || !near(q.Accurate, 6.0/9) || !near(q.Timely, 7.0/8) || q.Late != 1 || q.Complete >= 1 || q.Complete < 0.9 {
		t.Errorf("%+v", q)
	}
	if q := all[1]; q.Source != "海南省示例城管局" || q.Rows != 1 || q.Accepted != 1 || !near(q.Intake, 1) || !near(q.Timely, 1) {
		t.Errorf("%+v", q)
	}
	if none, err := QualityOf(t.Context(), o.db, d("2026-09-01"), d("2026-09-30"), o.today(), ""); err != nil || len(none) != 0 {
		t.Errorf("another month: %+v, %v", none, err)
	}
}

// TestF09_4: decided on Monday 3 August 2026; the alarm goes off on the fifth working day, the 10th; the seventh is the 12th.
func TestF09_4_TheAlarmOfTheFifthDay(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-04")
	row := with(sound(), "CF_SDRQ", "", "CF_XDR_SHXYM", "")
	refused := with(sound(), "CF_SDRQ", "", "CF_WSH", "琼示市监处罚〔2026〕8号", "CF_YJ", "")
	counted(t, o.take("penalty", row, refused), 0, 1, 0, 1)
	for day, want := range map[string]int{"2026-08-07": 0, "2026-08-09": 0, "2026-08-10": 2, "2026-08-12": 2, "2026-08-13": 0} {
		due, err := DueSoon(t.Context(), o.db, d(day), "", 10)
		if err != nil || len(due) != want {
			t.Errorf("on %s: %+v, %v", day, due, err)
		}
	}
	o.on("2026-08-11")
	if q := o.quality(); q.DueSoon != 2 {
		t.Errorf("%+v", q)
	}
	counted(t, o.take("penalty", with(refused, "CF_YJ", "《示例法》第一条")), 1, 0, 0, 0)
	due, err := DueSoon(t.Context(), o.db, d("2026-08-11"), sourceID, 10)
	if err != nil || len(due) != 1 || due[0].DocumentNo != "琼示市监处罚〔2026〕1号" || due[0].Why != "queued" || due[0].DueOn != d("2026-08-12") {
		t.Errorf("%+v, %v", due, err)
	}
	if q := o.quality(); q.Late != 0 || !near(q.Timely, 1) {
		t.Errorf("%+v", q)
	}
	o.on("2026-08-13")
	o.take("penalty", with(sound(), "CF_WSH", "琼示市监处罚〔2026〕9号"))
	if q := o.quality(); q.Late != 1 {
		t.Errorf("a day late: %+v", q)
	}
}

func TestFreshnessBySource(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.take("penalty", many(3, nil)...)
	for _, entity := range []string{firmID, ""} {
		f, err := FreshnessOf(t.Context(), o.db, entity)
		if err != nil || len(f) != 1 || f[0].Records != 3 || f[0].SourceID != sourceID || !f[0].LastSeen.Equal(o.now()) || f[0].Source == "" {
			t.Errorf("%q: %+v, %v", entity, f, err)
		}
	}
}

func TestListsHoldOnlyWhatIsPublicThatDay(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	card := ident.MakeIDCard("46010019900101001")
	rows := many(8, func(i int, r map[string]string) {
		switch i {
		case 5:
			r["CF_CFLB"], r["CF_NR_FK"] = "警告", "" // never public
		case 6:
			r["CF_XDR_MC"], r["CF_XDR_LB"], r["CF_XDR_SHXYM"], r["CF_XDR_ZJHM"] = "示某某", "自然人", "", card
		case 7:
			r["CF_JDRQ"], r["CF_SDRQ"] = "2025-07-01", "" // public until July 2026
		}
	})
	o.take("penalty", rows...)
	var got []Record
	f := Filter{Item: "penalty", Limit: 4}
	for page := 0; ; page++ {
		rs, next, err := Listed(t.Context(), o.db, f, d("2026-08-05"))
		if err != nil || page > 3 {
			t.Fatal(page, err)
		}
		got = append(got, rs...)
		if f.After = next; next == "" {
			break
		}
	}
	if len(got) != 6 {
		t.Fatalf("%d records", len(got))
	}
	for _, r := range got {
		if r.Person && r.Subject != ident.MaskName("示某某") || r.StatusOn(d("2026-08-05")) != StatusPublic {
			t.Errorf("%+v", r)
		}
	}
	for day, want := range map[string]int{"2026-08-04": 0, "2027-08-04": 6, "2027-08-05": 0} {
		if rs, _, err := Listed(t.Context(), o.db, Filter{Item: "penalty", Limit: 50}, d(day)); err != nil || len(rs) != want {
			t.Errorf("on %s: %d, %v", day, len(rs), err)
		}
	}
	for name, f := range map[string]Filter{
		"region": {Item: "penalty", Region: "4602"}, "authority": {Item: "penalty", Authority: "别的局"}, "to": {Item: "penalty", To: d("2026-08-02")}, "list": {List: "tax-major"},
	} {
		if rs, _, err := Listed(t.Context(), o.db, f, d("2026-08-05")); err != nil || len(rs) != 0 {
			t.Errorf("%s: %+v, %v", name, rs, err)
		}
	}
}

// TestF19_4: what is repaired, and what ends by its date, leaves the feed with a tombstone; persons are never in it.
func TestF19_4_TheFeedSendsTombstones(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	card := ident.MakeIDCard("46010019900101001")
	o.take("penalty", sound(), with(sound(), "CF_WSH", "琼示市监处罚〔2026〕2号"),
		with(sound(), "CF_WSH", "琼示市监处罚〔2026〕3号", "CF_CFLB", "警告", "CF_NR_FK", ""),
		with(sound(), "CF_WSH", "琼示市监处罚〔2026〕4号", "CF_XDR_LB", "自然人", "CF_XDR_SHXYM", "", "CF_XDR_ZJHM", card))
	changes, next := o.feed("")
	if len(changes) != 2 || changes[0].Gone || changes[0].Record == nil || changes[0].EntityID != firmID {
		t.Fatalf("%+v", changes)
	}
	if none, _ := o.feed(next); len(none) != 0 {
		t.Errorf("told twice: %+v", none)
	}
	o.on("2026-11-10")
	o.take("repair", amendment("XF_", "2026-11-10"))
	changes, next = o.feed(next)
	if len(changes) != 1 || !changes[0].Gone || changes[0].Why != StatusRepaired || changes[0].Record != nil {
		t.Fatalf("%+v", changes)
	}
	o.on("2027-08-04")
	if changes, next = o.feed(next); len(changes) != 0 {
		t.Errorf("on its last day: %+v", changes)
	}
	o.on("2027-08-05")
	changes, next = o.feed(next)
	if len(changes) != 1 || !changes[0].Gone || changes[0].Why != StatusEnded {
		t.Errorf("the day after its last day: %+v", changes)
	}
	if changes, _ = o.feed(next); len(changes) != 0 {
		t.Errorf("told twice: %+v", changes)
	}
	if changes, _ = o.feed(""); len(changes) != 2 || !changes[0].Gone || !changes[1].Gone {
		t.Errorf("from the beginning: %+v", changes)
	}
}

func (o *office) feed(after string) (all []Change, next string) {
	o.t.Helper()
	if err := o.log.Sequence(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
	for next = after; ; {
		page, n, more, err := Changes(o.t.Context(), o.db, o.log, next, o.today())
		if err != nil {
			o.t.Fatal(err)
		}
		all, next = append(all, page...), n
		if !more {
			return all, next
		}
	}
}

func TestF19_4_TheFeedPagesThroughALargeChunk(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.take("penalty", many(feedRows*2+7, nil)...)
	changes, _ := o.feed("")
	seen := map[string]bool{}
	for _, c := range changes {
		seen[c.ID] = true
	}
	if len(changes) != feedRows*2+7 || len(seen) != len(changes) {
		t.Errorf("%d changes, %d of them different", len(changes), len(seen))
	}
}

// TestG8 and TestF16_2: a row that names a measure outside the catalogue is refused, and the refusal is on the ledger.
func TestF16_2_G8_AMeasureOutsideTheCatalogueIsRefusedAndRecorded(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	item, _ := o.law.On(o.today()).Item("list_entry")
	field := ""
	for _, f := range item.Fields {
		if f.Role == "measures" {
			field = f.Code
		}
	}
	if field == "" {
		t.Fatal("the list item has no column for measures")
	}
	listed := o.law.On(o.today()).Measures()[0].Code
	good := with(listing(), field, listed)
	bad := with(listing(), "WSH", "示税告〔2026〕2号", field, listed+"、永久禁止出门")
	r := o.take("list_entry", good, bad)
	counted(t, r, 1, 1, 0, 0)
	if len(r.Errors) != 1 || r.Errors[0].Code != "measure_unlisted" || r.Errors[0].Row != 3 {
		t.Errorf("%+v", r.Errors)
	}
	o.verify()
	entries, err := o.log.Since(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, e := range entries {
		if e.Kind == "measure.refused" {
			found++
			if e.About != r.Batch || e.Public["rows"] != "1" || e.Public["first_row"] != "3" {
				t.Errorf("%+v", e)
			}
		}
	}
	if found != 1 {
		t.Errorf("%d entries about it", found)
	}
	if rec := o.only(firmID); rec.List != "tax-major" || rec.Class != law.ListEntry || rec.PublicUntil == 0 || rec.Period == "" {
		t.Errorf("%+v", rec)
	}
}

func TestVersionsCannotBeChanged(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.take("penalty", sound())
	for _, sql := range []string{`update record.version set fine = 0`, `delete from record.version`, `delete from record.rejection`, `update record.match set reason = ''`} {
		if _, err := o.db.Exec(t.Context(), pg.Query{Name: "test", SQL: sql}); !pg.Denied(err) {
			t.Errorf("%s: %v", sql, err)
		}
	}
}
