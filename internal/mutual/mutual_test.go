package mutual

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

type proposal struct {
	Kind       string      `json:"kind"`
	Reason     string      `json:"reason"`
	Completion *Completion `json:"completion,omitempty"`
	Version    int32       `json:"version"`
}

type decision struct {
	Grant   bool   `json:"grant"`
	Reason  string `json:"reason"`
	Version int32  `json:"version"`
}

// F16-7: what may apply by itself applies, with the measures its own map to and no other; the page again changes nothing.
func TestF16_7_ASoundEntryAppliesFromItsServiceToItsEnd(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.trust()
	if got := o.take(theirEntry(nil)); got.Applied != 1 || len(got.Refused) != 0 {
		t.Fatalf("%+v", got)
	}
	if got := o.take(theirEntry(nil)); got.Unchanged != 1 {
		t.Errorf("the second time: %+v", got)
	}
	v := o.one()
	if v.Status != Applied || v.RecordID == "" || v.Adopted || len(v.Checklist) != 5 || len(v.Measures) != 2 || v.Measures[0].Code != "procurement-ban" ||
		!slices.Equal(v.Unmapped, []string{"限制乘坐虚构列车"}) {
		t.Errorf("%+v", v)
	}
	for day, stands := range map[string]bool{"2026-01-11": false, "2026-01-12": true, "2027-01-08": true, "2027-01-09": true, "2027-01-10": false} {
		if o.on(day); o.stands() != stands {
			t.Errorf("on %s it stands: %v", day, !stands)
		}
	}
	if o.on("2027-01-10"); !o.one().Over {
		t.Error("the day after its end it is not shown as over")
	}
	r, err := record.Find(t.Context(), o.db, v.RecordID)
	must(t, err)
	if r.StatusOn(workday.MustParse("2026-11-23")) != record.StatusHidden {
		t.Error("what another province published is published here")
	}
}

// F16-7: an entry never applies while a point of its due process is missing; the table itself refuses it.
func TestF16_7_NothingAppliesWithoutACompleteChecklist(t *testing.T) {
	t.Parallel()
	for point, change := range map[string]func(*Entry){
		Notice:   func(e *Entry) { e.NoticeOn = 0 },
		Decision: func(e *Entry) { e.DocumentNo = "" },
		Service:  func(e *Entry) { e.ServedOn = 0 },
		Remedy:   func(e *Entry) { e.Remedies = " " },
		End:      func(e *Entry) { e.Until = 0 },
	} {
		o := open(t, "2026-11-23")
		o.trust()
		if got := o.take(theirEntry(change)); got.Incomplete != 1 {
			t.Fatalf("%s: %+v", point, got)
		}
		v := o.one()
		if v.Status != Incomplete || v.RecordID != "" || o.stands() {
			t.Errorf("%s: %+v", point, v)
		}
		missing := slices.DeleteFunc(v.Checklist, func(p Point) bool { return p.Shown != "" })
		if len(missing) != 1 || missing[0].Code != point {
			t.Errorf("%s: %+v", point, missing)
		}
		_, err := o.db.Exec(t.Context(), pg.Query{Name: "force", SQL: `update mutual.entry set status = 'applied', record_id = 'x', until_on = '2027-01-09'`})
		if pg.Violated(err) != "entry_applies_with_due_process_shown" {
			t.Errorf("%s: the table lets it apply: %v", point, err)
		}
	}
	late := theirEntry(func(e *Entry) { e.NoticeOn = e.DecidedOn.AddDays(1) })
	early := theirEntry(func(e *Entry) { e.ServedOn = e.DecidedOn.AddDays(-1) })
	if late.shows(Notice) != "" || early.shows(Service) != "" {
		t.Error("a notice after its decision, or a service before it, shows due process")
	}
}

// F16-7: the conditions under which an entry applies by itself, at their boundaries.
func TestF16_7_ConditionsOfRecognitionAtTheirBoundaries(t *testing.T) {
	t.Parallel()
	lib, err := shipped()
	must(t, err)
	today := workday.MustParse("2026-11-23")
	rec, ok := lib.On(today).Recognition("440000")
	if !ok {
		t.Fatal("not recognised")
	}
	decided := func(day string, months, more int) Entry {
		return theirEntry(func(e *Entry) {
			e.DecidedOn = workday.MustParse(day)
			e.NoticeOn, e.ServedOn, e.Until = e.DecidedOn.AddDays(-10), e.DecidedOn, e.DecidedOn.AddMonths(months).AddDays(more)
		})
	}
	for _, c := range []struct {
		name  string
		e     Entry
		unmet string
	}{
		{"decided the day before recognition", decided("2025-06-21", 24, -1), DecidedToo},
		{"decided that day", decided("2025-06-22", 24, -1), ""},
		{"a day short of the shortest term", decided("2026-01-10", 12, -2), TooShort},
		{"the shortest term", decided("2026-01-10", 12, -1), ""},
		{"the longest term", decided("2026-01-10", 36, 0), ""},
		{"a day longer", decided("2026-01-10", 36, 1), TooLong},
		{"its last day is today", decided("2025-11-24", 12, -1), ""},
		{"its last day was yesterday", decided("2025-11-23", 12, -1), Over},
		{"another kind of list", theirEntry(func(e *Entry) { e.Kind = "watch" }), BadKind},
	} {
		v := Judge(&c.e, rec, today)
		if got := strings.Join(v.Unmet, " "); got != c.unmet || (v.status() == Applied) != (c.unmet == "") {
			t.Errorf("%s: %q %s, want %q", c.name, got, v.status(), c.unmet)
		}
	}
	if _, early := lib.On(workday.MustParse("2025-06-21")).Recognition("440000"); early {
		t.Error("recognised the day before")
	}
}

// F16-7, S2: opting out takes two people of the body and a reason, and ends the entry at once; another body's entry does not exist.
func TestF16_7_OptingOutTakesTwoPeopleAndAReason(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.trust()
	o.take(theirEntry(nil))
	path := "/v1/mutual/entries/" + o.one().ID
	want[View](o, "handler", "POST", path+"/proposals", proposal{Kind: OptOut, Reason: "  "}, "mutual.no_reason")
	want[View](o, "decider", "POST", path+"/proposals", proposal{Kind: OptOut, Reason: "虚构"}, "access.no_permission")
	want[View](o, "ohand", "POST", path+"/proposals", proposal{Kind: OptOut, Reason: "虚构"}, "mutual.unknown")
	want[View](o, "ohand", "GET", path, nil, "mutual.unknown")
	want[View](o, "clerk", "GET", path, nil, "access.no_permission")
	if got := want[entries](o, "ohand", "GET", "/v1/mutual/entries", nil, ""); len(got.Entries) != 0 {
		t.Errorf("another body lists %+v", got)
	}
	want[View](o, "decider", "POST", path+"/decision", decision{true, "虚构", 0}, "mutual.no_wish")
	v := want[View](o, "both", "POST", path+"/proposals", proposal{Kind: OptOut, Reason: "本省同一行为已处罚，过惩不当"}, "")
	if v.Wish == nil || !v.Wish.Mine {
		t.Fatalf("%+v", v)
	}
	want[View](o, "handler", "POST", path+"/proposals", proposal{Kind: OptOut, Reason: "再提一次"}, "mutual.waiting")
	want[View](o, "both", "POST", path+"/decision", decision{true, "同意", v.Version}, "access.not_apart")
	want[View](o, "handler", "POST", path+"/decision", decision{true, "同意", v.Version}, "access.no_permission")
	want[View](o, "odec", "POST", path+"/decision", decision{true, "同意", v.Version}, "mutual.unknown")
	want[View](o, "decider", "POST", path+"/decision", decision{true, "同意", v.Version - 1}, "mutual.changed")
	if !o.stands() {
		t.Fatal("a proposal alone ended it")
	}
	out := want[View](o, "decider", "POST", path+"/decision", decision{true, "同意不予采用", v.Version}, "")
	if out.Status != OptedOut || out.Reason != "同意不予采用" || o.stands() {
		t.Errorf("%+v", out)
	}
	want[View](o, "decider", "POST", path+"/decision", decision{true, "同意", 0}, "mutual.no_wish")
	o.on("2026-11-24")
	if got := o.take(theirEntry(func(e *Entry) { e.Until = workday.MustParse("2027-06-30") })); got.Unchanged != 1 || o.stands() {
		t.Errorf("what was opted out of came back: %+v", got)
	}
}

// F16-7: a wish that is refused leaves everything as it was, and somebody may propose again.
func TestF16_7_ARefusedProposalChangesNothing(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.trust()
	o.take(theirEntry(nil))
	path := "/v1/mutual/entries/" + o.one().ID
	want[View](o, "handler", "POST", path+"/proposals", proposal{Kind: OptOut, Reason: "虚构理由"}, "")
	if v := want[View](o, "decider", "POST", path+"/decision", decision{false, "理由不成立", 0}, ""); v.Status != Applied || v.Wish != nil || !o.stands() {
		t.Errorf("%+v", v)
	}
	want[View](o, "handler", "POST", path+"/proposals", proposal{Kind: Complete, Reason: "虚构"}, "mutual.not_now")
	want[View](o, "handler", "POST", path+"/proposals", proposal{Kind: OptOut, Reason: "另一理由"}, "")
}

// F16-7: what is missing may be found out: one officer says what and where from, another confirms; what the province said stands.
func TestF16_7_ACompletedChecklistLetsAnEntryApply(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.trust()
	o.take(theirEntry(func(e *Entry) { e.NoticeOn = 0 }))
	path := "/v1/mutual/entries/" + o.one().ID
	found := &Completion{NoticeOn: workday.MustParse("2025-12-20"), Until: workday.MustParse("2030-01-01")}
	want[View](o, "handler", "POST", path+"/proposals", proposal{Kind: Complete, Reason: "来源省函复并附告知书", Completion: found}, "")
	v := want[View](o, "decider", "POST", path+"/decision", decision{true, "已核对告知书", 0}, "")
	if v.Status != Applied || v.Until.String() != "2027-01-09" || !o.stands() {
		t.Errorf("%+v", v)
	}
}

// F16-7: repaired, removed or quashed at its origin, it ends here in the same breath, and never comes back by an old page.
func TestF16_7_WhatEndsAtItsOriginEndsHere(t *testing.T) {
	t.Parallel()
	for _, state := range []State{Repaired, Removed, Withdrawn} {
		o := open(t, "2026-11-23")
		o.trust()
		old := o.sent(theirEntry(nil))
		want[Taken](o, "handler", "POST", "/v1/mutual/feeds", old, "")
		o.on("2026-11-25")
		ended := theirEntry(func(e *Entry) {
			e.State, e.StateOn, e.StateDocument = state, workday.MustParse("2026-11-24"), "粤虚修〔2026〕1号"
		})
		o.die.Store(true) // the machine stops before the end: nothing of it happened
		want[Taken](o, "handler", "POST", "/v1/mutual/feeds", o.sent(ended), "internal")
		if o.die.Store(false); !o.stands() || o.one().Status != Applied {
			t.Fatalf("%s: half of it happened", state)
		}
		if got := o.take(ended); got.Ended != 1 || o.stands() || o.one().Status != Ended {
			t.Errorf("%s: %+v", state, got)
		}
		if got := want[Taken](o, "handler", "POST", "/v1/mutual/feeds", old, ""); got.Unchanged != 1 || o.stands() {
			t.Errorf("%s: an old page brought it back: %+v", state, got)
		}
	}
}

// F16-7: another last day at the origin is another last day here.
func TestF16_7_AShorterTermAtTheOriginIsOneHere(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.trust()
	o.take(theirEntry(func(e *Entry) { e.Until = workday.MustParse("2028-01-09") }))
	o.on("2026-11-25")
	if got := o.take(theirEntry(nil)); got.Applied != 1 {
		t.Fatalf("%+v", got)
	}
	for day, stands := range map[string]bool{"2027-01-09": true, "2027-01-10": false} {
		if o.on(day); o.stands() != stands {
			t.Errorf("on %s it stands: %v", day, !stands)
		}
	}
}

// F16-7: only a seal of a registered, approved key of that province opens anything.
func TestF16_7_OnlyAnApprovedSealOpensAFeed(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	feed := o.sent(theirEntry(nil))
	refused := func(f Feed, code string) {
		t.Helper()
		want[Taken](o, "handler", "POST", "/v1/mutual/feeds", f, code)
		if o.count(`select count(*) from mutual.entry`) != 0 {
			t.Fatal("something was taken")
		}
	}
	refused(feed, "mutual.seal")
	want[PartnerKey](o, "sys", "POST", "/v1/mutual/keys", NewKey{"330000", "Ed25519", o.theirs.Public()}, "mutual.province")
	want[PartnerKey](o, "sys", "POST", "/v1/mutual/keys", NewKey{"440000", "Ed25519", []byte("short")}, "mutual.bad_key")
	k := want[PartnerKey](o, "sys", "POST", "/v1/mutual/keys", NewKey{"440000", "Ed25519", o.theirs.Public()}, "")
	want[PartnerKey](o, "sys", "POST", "/v1/mutual/keys", NewKey{"440000", "Ed25519", o.theirs.Public()}, "") // the second click
	refused(feed, "mutual.seal")
	want[PartnerKey](o, "sys", "POST", "/v1/mutual/keys/"+k.KeyID+"/approval", nil, "access.no_permission")
	want[PartnerKey](o, "sec", "POST", "/v1/mutual/keys/nothing/approval", nil, "mutual.no_key")
	want[PartnerKey](o, "sec", "POST", "/v1/mutual/keys/"+k.KeyID+"/approval", nil, "")
	want[PartnerKey](o, "sec", "POST", "/v1/mutual/keys/"+k.KeyID+"/approval", nil, "mutual.key_done")
	changed := feed
	changed.Payload = strings.Replace(feed.Payload, "GD-2026-0001", "GD-2026-0002", 1)
	refused(changed, "mutual.seal")
	b, err := json.Marshal(Page{Province: "450000", Made: o.now().UTC(), Entries: []Entry{theirEntry(nil)}})
	must(t, err)
	refused(Feed{Format, string(b), "Ed25519", o.theirs.KeyID(), o.theirs.Sign(message(string(b)))}, "mutual.province")
	odd := `{"province":"440000","made_at":"2026-11-23T01:00:00Z","entries":[],"surprise":1}`
	refused(Feed{Format, odd, "Ed25519", o.theirs.KeyID(), o.theirs.Sign(message(odd))}, "mutual.page")
	want[Taken](o, "clerk", "POST", "/v1/mutual/feeds", feed, "access.no_permission")
	want[PartnerKey](o, "sec", "DELETE", "/v1/mutual/keys/"+k.KeyID, nil, "")
	refused(feed, "mutual.seal")
}

// F16-7, G10: an entry about a natural person, or one that cannot be read, is refused by its place, and the others are taken.
func TestF16_7_WhatCannotBeReadIsRefusedByItsPlace(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.trust()
	bad := theirEntry(func(e *Entry) { e.ID, e.Subject = "GD-2", "440101199001011234" })
	got := o.take(bad, theirEntry(nil), theirEntry(func(e *Entry) { e.ID, e.State = "GD-3", "sleeping" }))
	if got.Applied != 1 || len(got.Refused) != 2 || got.Refused[0] != (Refused{0, "subject"}) || got.Refused[1] != (Refused{2, "state"}) {
		t.Errorf("%+v", got)
	}
}

// F16-7: our own public entries leave in the same form under our seal, and anybody verifies them with a library of their own.
func TestF16_7_OurOwnEntriesAreSealedAndVerifiedOffline(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	records := record.NewDesk(o.db, o.law, o.sealer, o.events, nil, o.now)
	const head = "名单名称,主体名称,主体类别,统一社会信用代码,自然人证件号码,列入名单事由,列入日期,认定部门,认定部门统一社会信用代码,认定依据,认定文书号,送达日期,惩戒措施代码\n"
	row := func(name, kind, code, card, body, no string) string {
		return strings.Join([]string{"重大税收违法失信主体", name, kind, code, card, "示例事由", "2026-04-16", "海南省虚构税务局", body, "示例办法第六条", no, "2026-04-16", "procurement-ban"}, ",") + "\n"
	}
	csv := head + row("海南虚构示例公司", "法人及非法人组织", firmID, "", bodyID, "示税〔2026〕1号") +
		row("海南虚构外省认定公司", "法人及非法人组织", code("91460000", "MA000011"), "", theirBody, "粤税〔2026〕1号")
	got, err := records.Take(t.Context(), access.CLI(), record.Delivery{Item: "list_entry", Source: bodyID, SourceName: "海南省虚构税务局", Name: "x.csv", File: bytes.NewReader([]byte(csv))})
	must(t, err)
	if got.Accepted != 2 {
		t.Fatalf("%+v", got)
	}
	o.Noticed = func(context.Context, string, string) (workday.Date, error) {
		return workday.MustParse("2026-03-20"), nil
	}
	feed := want[Feed](o, "", "GET", "/v1/mutual/feed?list=tax-major", nil, "")
	key := want[Key](o, "", "GET", "/v1/mutual/key", nil, "")
	if feed.KeyID != key.KeyID || !ed25519.Verify(key.Public, []byte("xinheng-mutual/v1\n"+feed.Payload), feed.Signature) {
		t.Error("the seal does not verify")
	}
	if ed25519.Verify(key.Public, []byte("xinheng-mutual/v1\n"+feed.Payload+" "), feed.Signature) {
		t.Error("it verifies though changed")
	}
	var p Page
	must(t, json.Unmarshal([]byte(feed.Payload), &p))
	if p.Province != "460000" || len(p.Entries) != 1 || p.Entries[0].Subject != firmID || p.Entries[0].Measures[0] == "" || p.Entries[0].Until == 0 {
		t.Fatalf("%s", feed.Payload)
	}
	for _, point := range []string{Notice, Decision, Service, Remedy, End} {
		if p.Entries[0].shows(point) == "" {
			t.Errorf("it does not show %s", point)
		}
	}
	want[Feed](o, "", "GET", "/v1/mutual/feed?list=business-abnormal", nil, "mutual.no_list")
}
