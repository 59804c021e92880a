package leak

import (
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/counter/walked"
	"xinheng/internal/disclosure"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

func TestMain(m *testing.M) {
	walked.Main(m, func() []caseflow.Def { return []caseflow.Def{Flow()} })
}

func TestTheTableIsSound(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	counter.Must(t, err)
	for _, f := range Flow().Check(lib) {
		t.Error(f)
	}
}

func TestF24_8_AnybodyReportsWithoutANameAndFollowsByReceipt(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	in := Told{Cause: "leak", Statement: "虚构网站上有一份含平台数据的表格。", Contact: "虚构联系方式"}
	want[none](o, "", "POST", "/v1/leaks", in, "leak.no_office")
	o = staffed(t, "2026-11-22")
	want[none](o, "", "POST", "/v1/leaks", Told{Cause: "leak", Statement: "  "}, "leak.told")
	first := counter.Want[Receipt](o.Counter, "", "POST", "/v1/leaks", in, "", "Idempotency-Key", "k1")
	again := counter.Want[Receipt](o.Counter, "", "POST", "/v1/leaks", in, "", "Idempotency-Key", "k1") // the second click
	if first.Code == "" || again.Case != first.Case || again.Code != "" {
		t.Fatalf("%+v then %+v", first, again)
	}
	in.Statement = "另一件（虚构）。"
	if other := counter.Want[Receipt](o.Counter, "", "POST", "/v1/leaks", in, "", "Idempotency-Key", "k1"); other.Case == first.Case {
		t.Error("somebody else's words under the same key found the case")
	}
	p := want[caseflow.Progress](o, "", "GET", "/v1/progress?receipt="+first.Case+"&code="+first.Code, nil, "")
	if p.State.ZH == "" || p.Due == 0 {
		t.Errorf("%+v", p)
	}
	v := o.look("security", first.Case)
	if v.Source != "anybody" || v.Contact == "" || v.Statement == "" {
		t.Errorf("%+v", v)
	}
	if v := o.look("auditor", first.Case); v.Contact != "" || v.Statement == "" {
		t.Errorf("the auditor reads all but how to reach the one who reported: %+v", v)
	}
	if v := o.look("security", o.told("clerk", "misuse").Case); v.Source != "official" {
		t.Errorf("%+v", v)
	}
	for who, code := range map[string]string{"citizen": "caseflow.unknown", "owner": "caseflow.unknown", "clerk": "caseflow.unknown", "far": "caseflow.unknown", "farlead": "caseflow.unknown"} {
		want[none](o, who, "GET", "/v1/cases/"+first.Case, nil, code)
	}
	o.do("auditor", first.Case, TakeUp, nil, "caseflow.not_yours") // reads, never acts
	o.do("lead", first.Case, TakeUp, nil, "caseflow.not_yours")
	o.do("security", first.Case, Decline, map[string]any{"reason": "所称表格与平台数据不符（虚构）。"}, "")
	o.do("security", first.Case, TakeUp, nil, "caseflow.ended")
}

func TestF24_8_AnAlarmOfAnExportOpensOneCaseADayOrNothingHappened(t *testing.T) {
	t.Parallel()
	o := staffed(t, "2026-11-20")
	id, _ := o.exported()
	o.fetched(id)
	o.fetched(id)
	if n := len(o.worklist("security")); n != 0 {
		t.Fatalf("%d cases before any alarm", n)
	}
	o.Dies.Store(true)
	if status, _ := o.Send("clerk", "GET", "/v1/exports/"+id+"/file", nil); status != 500 {
		t.Errorf("the machine died and answered %d", status)
	}
	if n := o.Count(`select count(*) from leak.filed`); n != 0 {
		t.Errorf("%d cases of a fetch that was undone", n)
	}
	o.Dies.Store(false)
	o.fetched(id)
	o.fetched(id)
	all := o.worklist("security")
	if len(all) != 1 {
		t.Fatalf("cases %v, want one", all)
	}
	v := o.look("security", all[0])
	if v.Source != "export_alarm" || v.Export != id || v.Rule != "disclosure.alarm.downloads" || len(v.Concerned) != 1 || v.Concerned[0].Actor != o.People["clerk"].ID {
		t.Errorf("%+v", v)
	}
	o.On("2026-11-21")
	o.fetched(id)
	if all := o.worklist("security"); len(all) != 2 {
		t.Errorf("the next day: %v", all)
	}
}

func TestF24_8_FromReportToWhatEverySubjectReads(t *testing.T) {
	t.Parallel()
	o := staffed(t, "2026-11-20")
	export, file := o.exported()
	o.On("2026-11-22")
	id := o.told("", "leak").Case
	want[none](o, "security", "GET", "/v1/leaks/"+id+"/log", nil, "leak.no_scope")
	o.do("security", id, TakeUp, nil, "")
	want[none](o, "second", "POST", "/v1/leaks/"+id+"/trace", map[string]string{"text": file}, "leak.not_investigator") // another has it in hand
	want[none](o, "lead", "POST", "/v1/leaks/"+id+"/trace", map[string]string{"text": file}, "access.no_permission")
	want[none](o, "security", "POST", "/v1/leaks/"+id+"/trace", map[string]string{"text": "F-0001,虚构"}, "leak.too_few_rows")
	found := want[items[Traced]](o, "security", "POST", "/v1/leaks/"+id+"/trace", map[string]string{"text": cut(file)}, "").Items
	if len(found) != 1 || found[0].Export != export || found[0].How != "order" {
		t.Fatalf("without its marked lines: %+v", found)
	}
	if found = want[items[Traced]](o, "security", "POST", "/v1/leaks/"+id+"/trace", map[string]string{"text": file}, "").Items; len(found) != 1 || found[0].How != "mark" {
		t.Errorf("with them: %+v", found)
	}
	if n := o.Count(`select count(*) from leak.traced`); n != 1 {
		t.Errorf("%d traces, want one", n)
	}
	o.do("security", id, Scope, map[string]any{"from": "2026-11-02", "until": "2026-11-23"}, "leak.scope") // tomorrow is not over
	o.do("security", id, Scope, map[string]any{"from": "2026-11-02", "until": "2026-11-20", "actors": "nobody"}, "leak.no_target")
	o.do("security", id, Scope, days, "")
	looks := want[items[disclosure.Look]](o, "security", "GET", "/v1/leaks/"+id+"/log", nil, "").Items
	if len(looks) != 14 || !slices.ContainsFunc(looks, func(l disclosure.Look) bool {
		return l.Subject == firmID && l.CaseNo == export && l.Actor == o.People["clerk"].ID
	}) {
		t.Fatalf("the log: %d lines", len(looks))
	}
	if n := len(want[items[disclosure.Look]](o, "auditor", "GET", "/v1/leaks/"+id+"/log", nil, "").Items); n != 14 {
		t.Errorf("the auditor reads %d lines", n)
	}
	want[none](o, "second", "GET", "/v1/leaks/"+id+"/log", nil, "leak.not_investigator")
	want[none](o, "lead", "GET", "/v1/leaks/"+id+"/log", nil, "leak.not_investigator")
	want[none](o, "clerk", "GET", "/v1/leaks/"+id+"/log", nil, "caseflow.unknown")
	if n := o.Count(`select count(*) from ledger.entry where kind = 'leak.log_read' and about = $1`, id); n != 2 {
		t.Errorf("%d readings of the log on the ledger, want 2", n)
	}
	o.decided(id)
}

// decided walks the second half: proposed, returned, decided by another body, handed over, told, counted.
func (o *office) decided(id string) {
	t := o.T
	t.Helper()
	o.do("security", id, Propose, confirmed("done", ""), "leak.not_done")
	o.do("security", id, Propose, confirmed("handed_to", "discipline"), "leak.hand_over")
	o.do("security", id, Propose, confirmed(), "")
	o.do("lead", id, Return, map[string]any{"reason": "补充移送意见。"}, "")
	o.do("security", id, Propose, confirmed("handed_to", "discipline", "handed_name", "虚构纪检监察组"), "")
	o.do("lead", id, FindUnfounded, nil, "leak.not_proposed")
	o.do("security", id, Confirm, nil, "caseflow.not_yours")
	want[none](o, "security", "GET", "/v1/leaks/"+id+"/letter", nil, "leak.no_letter")
	if all := want[items[Touched]](o, "owner", "GET", "/v1/my/leaks", nil, "").Items; len(all) != 0 {
		t.Errorf("told before it was decided: %+v", all)
	}
	o.do("lead", id, Confirm, nil, "")
	if status, b := o.Send("auditor", "GET", "/v1/leaks/"+id+"/letter", nil); status != 200 || !strings.Contains(string(b), "虚构纪检监察组") {
		t.Errorf("the letter: %d %.200s", status, b)
	}
	o.do("security", id, Notify, nil, "")
	o.do("security", id, Notify, nil, "caseflow.ended") // the second click
	told := want[items[Touched]](o, "owner", "GET", "/v1/my/leaks", nil, "").Items
	if len(told) != 1 || told[0].Case != id || !slices.Equal(told[0].What, []string{"record.own"}) || told[0].Since.Format("2006-01-02") != "2026-11-20" ||
		told[0].ToldOn.String() != "2026-11-22" || told[0].Done == "" {
		t.Errorf("the firm reads %+v", told)
	}
	if all := want[items[Touched]](o, "stranger", "GET", "/v1/my/leaks", nil, "").Items; len(all) != 0 {
		t.Errorf("another firm reads %+v", all)
	}
	want[none](o, "citizen", "GET", "/v1/my/leaks", nil, "access.no_permission")
	years := want[items[Year]](o, "", "GET", "/v1/leaks/figures", nil, "").Items
	if len(years) != 1 || years[0] != (Year{Year: 2026, Reported: 1, Confirmed: 1, HandedTo: 1, Told: 14}) {
		t.Errorf("figures %+v", years)
	}
}

func TestF24_8_ASuspensionHoldsAtOnceAndEndsOnItsDay(t *testing.T) {
	t.Parallel()
	o := staffed(t, "2026-11-20")
	export, _ := o.exported()
	id := o.told("", "leak").Case
	o.do("security", id, Freeze, suspend("export", "clerk", "2026-12-21"), "leak.freeze_days") // a day more than the longest
	o.do("security", id, Freeze, suspend("export", "clerk", "2026-11-19"), "leak.freeze_days")
	o.do("security", id, Freeze, suspend("key", "clerk", "2026-11-25"), "leak.no_target")
	o.do("security", id, Freeze, suspend("export", "clerk", "2026-11-25"), "")
	ask := map[string]any{"source": "record.own", "reason": "年度数据质量核对，用后即删"}
	want[none](o, "clerk", "POST", "/v1/exports", ask, "disclosure.export_frozen")
	want[none](o, "clerk", "GET", "/v1/exports/"+export+"/file", nil, "disclosure.export_frozen") // approved before
	mine := want[items[Suspension]](o, "clerk", "GET", "/v1/my/suspensions", nil, "").Items
	if len(mine) != 1 || !mine[0].Holds || mine[0].Reason == "" || mine[0].Remedy.ZH == "" || mine[0].BodyName != officeName || mine[0].Until.String() != "2026-11-25" {
		t.Fatalf("the suspended reads %+v", mine)
	}
	path := "/v1/my/suspensions/" + mine[0].ID + "/statement"
	want[none](o, "reviewer", "POST", path, map[string]string{"text": "不是我。"}, "leak.no_freeze") // not theirs
	want[none](o, "clerk", "POST", path, map[string]string{"text": "该导出经批准（虚构）。"}, "")
	want[none](o, "clerk", "POST", path, map[string]string{"text": "再说一次。"}, "leak.said_once")
	counter.Reseals(t, o.DB, o.Sealer, Holders()[0], 1)
	if v := o.look("security", id); len(v.Frozen) != 1 || v.Frozen[0].Said != "该导出经批准（虚构）。" {
		t.Errorf("in the file: %+v", v.Frozen)
	}
	for day, code := range map[string]string{"2026-11-24": "disclosure.export_frozen", "2026-11-25": "disclosure.export_frozen", "2026-11-26": ""} {
		o.On(day)
		want[disclosure.Export](o, "clerk", "POST", "/v1/exports", ask, code) // no round has run
	}
}

func TestF24_8_KeysAndAccountsAreSuspendedAndLiftedWithTheDecision(t *testing.T) {
	t.Parallel()
	o := staffed(t, "2026-11-20")
	secret, err := o.keys.Issue(t.Context(), dataID, "海口市虚构数据局", []string{access.ScopeCheck})
	counter.Must(t, err)
	issued, err := o.keys.List(t.Context())
	counter.Must(t, err)
	good := func() error { _, err := o.keys.Authenticate(t.Context(), secret); return err }
	counter.Must(t, good())
	id := o.told("", "leak").Case
	o.do("security", id, TakeUp, nil, "")
	o.do("security", id, Freeze, suspend("key", issued[0].ID, "2026-11-30"), "")
	if good() == nil {
		t.Error("a suspended key is taken")
	}
	o.do("security", id, Freeze, suspend("account", "reviewer", "2026-11-30"), "")
	frozen := func() bool {
		ok, err := access.Frozen(t.Context(), o.DB, access.FreezeAccount, o.People["reviewer"].ID, o.today())
		counter.Must(t, err)
		return ok
	}
	v := o.look("security", id)
	if !frozen() || len(v.Frozen) != 2 {
		t.Fatalf("%+v", v.Frozen)
	}
	o.do("security", id, Release, map[string]any{"freeze": "nothing", "reason": "误报"}, "leak.no_freeze")
	for _, f := range v.Frozen {
		if f.Kind == access.FreezeKey {
			o.do("security", id, Release, map[string]any{"freeze": f.ID, "reason": "密钥与本案无关（虚构）。"}, "")
			o.do("security", id, Release, map[string]any{"freeze": f.ID, "reason": "再次"}, "leak.no_freeze")
		}
	}
	counter.Must(t, good())
	o.do("security", id, Propose, map[string]any{"outcome": "unfounded", "findings": "文件不是本平台的（虚构）。"}, "")
	o.do("lead", id, FindUnfounded, nil, "")
	if frozen() {
		t.Error("the decision did not lift the suspension")
	}
}

func TestF24_8_NobodyLooksIntoTheirOwnAccount(t *testing.T) {
	t.Parallel()
	o := staffed(t, "2026-11-20")
	id := o.told("", "leak").Case
	o.do("security", id, Freeze, suspend("account", "security", "2026-11-30"), "leak.own")
	o.do("security", id, Freeze, suspend("account", "auditor", "2026-11-30"), "leak.officer") // no officer silences another
	o.do("lead", id, FreezeOfficer, suspend("account", "clerk", "2026-11-30"), "leak.no_officer")
	o.do("second", id, Scope, map[string]any{"from": "2026-11-02", "until": "2026-11-20", "actors": "security\n"}, "")
	want[none](o, "security", "GET", "/v1/cases/"+id, nil, "caseflow.unknown")
	o.do("security", id, TakeUp, nil, "caseflow.unknown")
	want[none](o, "security", "GET", "/v1/leaks/"+id+"/log", nil, "caseflow.unknown")
	if all := o.worklist("security"); len(all) != 0 {
		t.Errorf("their worklist shows %v", all)
	}
	if all := o.worklist("second"); !slices.Equal(all, []string{id}) {
		t.Errorf("the other officer's shows %v", all)
	}
	o.do("second", id, Scope, map[string]any{"from": "2026-11-02", "until": "2026-11-20", "actors": "second"}, "leak.own")
	o.do("lead", id, FreezeOfficer, suspend("account", "security", "2026-11-30"), "")
	if frozen, err := access.Frozen(t.Context(), o.DB, access.FreezeAccount, o.People["security"].ID, o.today()); err != nil || !frozen {
		t.Errorf("%v %v", frozen, err)
	}
}

func TestF24_8_ALedgerThatDoesNotHoldOpensACaseThatShowsIt(t *testing.T) {
	t.Parallel()
	o := staffed(t, "2026-11-20")
	o.told("", "leak")
	counter.Must(t, o.log.Sequence(t.Context()))
	if v := want[disclosure.Verified](o, "auditor", "POST", "/v1/audit/verification", nil, ""); !v.Holds || len(o.worklist("security")) != 1 {
		t.Fatalf("an untouched ledger: %+v", v)
	}
	entry, err := pg.Scalar[string](t.Context(), o.DB, pg.Query{Name: "e", SQL: `select min(id::text) from ledger.entry`})
	counter.Must(t, err)
	id := o.worklist("security")[0]
	o.do("security", id, TakeUp, nil, "")
	if r := want[Recomputed](o, "security", "POST", "/v1/leaks/"+id+"/verification", map[string]string{"entry": entry}, ""); !r.Holds || r.Entry != entry {
		t.Errorf("an untouched entry: %+v", r)
	}
	want[none](o, "auditor", "POST", "/v1/leaks/"+id+"/verification", map[string]string{}, "access.no_permission")
	_, err = pgtest.Owner(t, o.DB).Exec(t.Context(), pg.Query{Name: "t", SQL: `update ledger.entry set actor = 'person:somebody' where id::text = '` + entry + `'`})
	counter.Must(t, err)
	for range 2 {
		o.Later(time.Second)
		if v := want[disclosure.Verified](o, "auditor", "POST", "/v1/audit/verification", nil, ""); v.Holds {
			t.Fatalf("a changed ledger: %+v", v)
		}
	}
	all := o.worklist("security")
	if len(all) != 2 {
		t.Fatalf("cases %v, want one more", all)
	}
	if all[0] == id {
		all[0] = all[1]
	}
	if v := o.look("security", all[0]); v.Cause != "tamper" || v.Source != "ledger" || v.Broken != "ledger.entry_changed" {
		t.Errorf("%+v", v)
	}
	o.Later(time.Second)
	if r := want[Recomputed](o, "security", "POST", "/v1/leaks/"+all[0]+"/verification", map[string]string{}, ""); r.Holds || r.Code != "ledger.entry_changed" {
		t.Errorf("recomputed for the case: %+v", r)
	}
	if r := want[Recomputed](o, "security", "POST", "/v1/leaks/"+all[0]+"/verification", map[string]string{"entry": entry}, ""); r.Holds {
		t.Errorf("the changed entry: %+v", r)
	}
	if v := o.look("auditor", all[0]); len(v.Recomputed) != 2 || v.Recomputed[0].Holds {
		t.Errorf("in the case: %+v", v.Recomputed)
	}
}
