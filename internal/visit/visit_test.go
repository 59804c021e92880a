package visit_test

import (
	"strings"
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/record"
	"xinheng/internal/visit"
	"xinheng/internal/workday"
)

// F12-6: no step of a visit can be left out, and nobody approves what they asked for.
func TestF12_6_FromTaskToResultStepByStep(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.task("d1", firmID, bodyID, "market.food", "C", "ins0", "ins1")
	want[any](o, "clerk", "POST", "/v1/visits", asking("d1"), "access.no_permission")
	want[any](o, "ins2", "POST", "/v1/visits", asking("d1"), "visit.no_task") // not the draw's choice
	want[any](o, "oins", "POST", "/v1/visits", asking("d1"), "visit.no_task")
	want[any](o, "ins0", "POST", "/v1/visits", asking("no-such"), "visit.no_task")
	if due := want[[]visit.Due](o, "ins0", "GET", "/v1/visits/tasks", nil, ""); len(due) != 1 || due[0].Firm != firmName || due[0].Visit != "" || due[0].Basis == "" {
		t.Fatalf("the inspector's tasks: %+v", due)
	}
	id := o.opened(asking("d1"))
	if !strings.HasPrefix(id, "JC-") {
		t.Errorf("number %s", id)
	}
	want[any](o, "ins1", "POST", "/v1/visits", asking("d1"), "visit.task_taken")
	for _, a := range []caseflow.Act{visit.Notify, visit.Arrive, visit.Sign, visit.FormResult} {
		o.do("ins0", id, a, nil, "caseflow.not_now")
	}
	o.do("both", id, visit.Approve, nil, "access.not_apart")
	o.do("oplanner", id, visit.Approve, nil, "caseflow.unknown")
	o.do("stranger", id, visit.Rate, nil, "caseflow.unknown")
	o.do("planner", id, visit.Approve, nil, "")
	if v := o.look("owner", id); len(v.Inspectors) != 0 || v.Class != "" {
		t.Error("the firm sees more than it was told")
	}
	o.do("ins2", id, visit.Notify, servedOn(o, "notice_service"), "visit.not_inspector")
	o.do("ins0", id, visit.Notify, fields{"served_on": "2026-11-24", "means": "direct"}, "visit.served_on")
	o.do("ins0", id, visit.Notify, fields{"served_on": "2026-11-23", "means": "direct"}, "")
	if v := o.look("owner", id); len(v.Inspectors) != 2 || len(v.Tasks) != 1 || v.Tasks[0].Basis == "" || len(v.Lists) != 1 || len(v.Lists[0].Items) < 5 {
		t.Errorf("the firm is not told who, what and on which basis: %+v", v)
	}
}

// F12-6: one code of the firm, the same for every body; without it, or without the officer's, the visit is flagged for everybody.
func TestF12_6_WithoutACodeTheVisitIsFlagged(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.notified("d1")
	code := o.firmCode()
	if code != o.firmCode() || code == want[visit.Code](o, "stranger", "GET", "/v1/visits/code", nil, "").Code {
		t.Error("a firm has one code, and no other firm has it")
	}
	o.do("ins0", id, visit.Arrive, fields{"code": "QY-AAAA-BBBB-CCCC"}, "visit.code")
	o.do("ins0", id, visit.Arrive, fields{"code": want[visit.Code](o, "ins2", "GET", "/v1/visits/code", nil, "").Code}, "visit.code") // an officer of no visit here
	o.do("ins0", id, visit.Arrive, nil, "visit.no_code")
	o.do("ins0", id, visit.Arrive, fields{"no_code_reason": "企业码未张贴（示例）"}, "")
	if v := o.look("owner", id); len(v.Flags) != 1 || v.Flags[0] != "no_code" || v.Arrival.Reason == "" {
		t.Errorf("the firm does not see the flag: %+v", v.Arrival)
	}
	if f := want[visit.Figures](o, "", "GET", "/v1/visits/figures", nil, ""); f.Flagged != 1 {
		t.Errorf("%d flagged visits are public", f.Flagged)
	}
	second := o.notified("d2")
	o.do("ins0", second, visit.Arrive, fields{"code": strings.ToLower(code)}, "")
	if v := o.look("ins0", second); len(v.Flags) != 0 || v.Arrival.Code != "firm_code" {
		t.Errorf("%+v", v.Arrival)
	}
	third := o.notified("d3")
	o.do("ins1", third, visit.Arrive, fields{"code": want[visit.Code](o, "ins1", "GET", "/v1/visits/code", nil, "").Code}, "")
	if v := o.look("ins0", third); v.Arrival.Code != "officer_code" {
		t.Errorf("%+v", v.Arrival)
	}
}

// F12-6: the firm reads an officer's code and sees task, basis, officer and items, or that there is no such visit.
func TestF12_6_TheFirmReadsTheOfficersCode(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.notified("d1")
	mine := want[visit.Code](o, "ins1", "GET", "/v1/visits/code", nil, "").Code
	type in struct {
		Code string `json:"code"`
	}
	s := want[visit.Shown](o, "owner", "POST", "/v1/visits/scan", in{mine}, "")
	if s.Visit != id || s.Officer.Account != "ins1" || s.Officer.Certificate == "" || s.Tasks[0].Basis == "" || len(s.Lists) == 0 {
		t.Errorf("%+v", s)
	}
	want[any](o, "owner", "POST", "/v1/visits/scan", in{want[visit.Code](o, "ins2", "GET", "/v1/visits/code", nil, "").Code}, "visit.no_visit")
	want[any](o, "stranger", "POST", "/v1/visits/scan", in{mine}, "visit.no_visit") // not at that firm
	want[any](o, "ins0", "POST", "/v1/visits/scan", in{mine}, "access.no_permission")
	want[any](o, "planner", "GET", "/v1/visits/code", nil, "visit.unknown")
	if n := o.count(`select count(*) from visit.scan where side = 'firm' and kind = 'wrong_code'`); n != 2 {
		t.Errorf("%d readings of codes without a visit are kept", n)
	}
}

// F12-5, S4 and S5 hold for visits: who is kept apart is not sent, not approved, and does not arrive.
func TestF12_5_WhoIsKeptApartDoesNotGo(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.task("d1", firmID, bodyID, "market.food", "C", "ins0", "ins1")
	id := o.opened(asking("d1"))
	o.exec(`insert into inspection.conflict values ('ins1', $1, 'relative', now(), null)`, firmID)
	o.do("planner", id, visit.Approve, nil, "inspection.kept_apart")
	o.exec(`update inspection.conflict set withdrawn_at = now()`)
	o.do("planner", id, visit.Approve, nil, "")
	o.do("ins0", id, visit.Notify, servedOn(o, "notice_service"), "")
	for n := range 3 {
		o.exec(`insert into inspection.visit values ($1, $2, 'ins0', '2026-06-01', false, now())`, firmID, "old-"+string(rune('a'+n)))
	}
	o.do("ins0", id, visit.Arrive, fields{"code": o.firmCode()}, "inspection.kept_apart")
	o.task("d2", firmID, bodyID, "market.food", "C", "ins0", "ins1")
	want[any](o, "ins0", "POST", "/v1/visits", asking("d2"), "inspection.kept_apart")
	o.exec(`update inspection.inspector set certificate_until = '2026-11-22' where account = 'ins2'`)
	want[any](o, "ins1", "POST", "/v1/visits", visit.Asking{USCC: firmID, Matter: "market.food", Why: "投诉 示例-1", With: []string{"ins2"}, Mode: "on_site"}, "visit.team")
	o.exec(`update inspection.inspector set certificate_until = '2026-11-23' where account = 'ins2'`) // its last day
	in := visit.Asking{USCC: firmID, Matter: "market.food", Why: "投诉 示例-1", With: []string{"ins2"}, Mode: "on_site"}
	want[any](o, "ins1", "POST", "/v1/visits", visit.Asking{USCC: firmID, Matter: "market.food", Why: "投诉", Mode: "on_site"}, "visit.team") // one alone
	want[any](o, "ins1", "POST", "/v1/visits", visit.Asking{USCC: firmID, Matter: "fire.safety", Why: "投诉", With: []string{"ins2"}, Mode: "on_site"}, "inspection.no_matter")
	want[visit.Opened](o, "ins1", "POST", "/v1/visits", in, "")
}

// F12-5: who approves is told which numbers the visit passes; each visit is one, whoever's.
func TestF12_5_TheApproverIsToldWhatIsPassed(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	first := o.notified("d1")
	o.do("ins0", first, visit.Arrive, fields{"code": o.firmCode()}, "")
	o.task("d2", firmID, bodyID, "market.food", "C", "ins0", "ins1")
	id := o.opened(asking("d2"))
	if w := o.look("planner", id).Warnings; len(w) != 1 || w[0].Key != "limit:inspection.visits.day" || w[0].Most != 1 || !w[0].Assumed {
		t.Errorf("%+v", w)
	}
	if w := o.look("owner", id).Warnings; len(w) != 0 {
		t.Error("the firm sees the notes of the body")
	}
	o.on("2026-11-24") // another day, two in the week: the most there may be
	o.do("planner", id, visit.Approve, nil, "")
	if w := o.look("planner", id).Warnings; len(w) != 0 {
		t.Errorf("%+v", w)
	}
}

// F12-4: tasks of two bodies at one firm are one visit, and the other body's inspector signs in it.
func TestF12_4_AJointVisitServesTwoBodies(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.task("d1", firmID, bodyID, "market.food", "C", "ins0")
	o.task("d2", firmID, otherBody, "fire.safety", "B", "oins")
	id := o.opened(asking("d1", "d2"))
	o.do("planner", id, visit.Approve, nil, "")
	o.do("ins0", id, visit.Notify, servedOn(o, "notice_service"), "")
	send[visit.Opened](o, "ins0", "k1", "POST", "/v1/visits/"+id+"/sheet", visit.Filled{ArrivedAt: o.now(), Code: o.firmCode(), Answers: o.answers(id)}, "")
	if v := o.look("oins", id); len(v.Tasks) != 2 || len(v.Lists) != 2 || !v.Mine {
		t.Errorf("%+v", v)
	}
	o.do("oins", id, visit.SignJoint, nil, "")
	o.do("owner", id, visit.FirmSign, fields{"remark": "无异议（示例）"}, "")
	if s := o.state(id); s != visit.Signed {
		t.Errorf("the visit is %s", s)
	}
	if f := want[visit.Figures](o, "", "GET", "/v1/visits/figures", nil, ""); f.Savings.Joint != 1 {
		t.Errorf("saved %+v", f.Savings)
	}
}

// F12-7: a sheet filled in without a network is taken in once, however often it is sent, all of it or nothing; a wrong code is flagged
// and does not lose it.
func TestF12_7_ASheetIsTakenInOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.notified("d1")
	path := "/v1/visits/" + id + "/sheet"
	at := o.now()
	o.on("2026-11-25") // the network comes back two days later
	all := o.answers(id, "storage")
	in := visit.Filled{ArrivedAt: at, Code: "QY-0000-0000-0000", Answers: all, Signature: "attachment-drawn", Place: &visit.Place{Lat: 20.03, Lon: 110.32, Within: 12},
		Firm: &visit.Firmly{Signer: "示例经理", Signature: "attachment-firm", Remark: "已当场整改（示例）"}}
	send[any](o, "ins0", "", "POST", path, in, "visit.key")
	send[any](o, "clerk", "k", "POST", path, in, "access.no_permission")
	send[any](o, "ins2", "k", "POST", path, in, "visit.unknown") // of the body, and not of the visit
	send[any](o, "oins", "k", "POST", path, in, "caseflow.unknown")
	early, late, short, more, bare := in, in, in, in, in
	early.ArrivedAt, late.ArrivedAt = at.AddDate(0, 0, -1), o.now().Add(1)
	short.Answers = all[1:]
	more.Answers = append([]visit.Answer{{List: "food", Item: "invented", Value: "ok"}}, all...)
	bare.Answers = append([]visit.Answer{}, all...)
	for i := range bare.Answers {
		bare.Answers[i].Photos = nil
	}
	for want, sheet := range map[string]visit.Filled{"visit.unasked": more} {
		send[any](o, "ins0", "k", "POST", path, sheet, want)
	}
	for _, sheet := range []visit.Filled{early, late} {
		send[any](o, "ins0", "k", "POST", path, sheet, "visit.when")
	}
	for _, sheet := range []visit.Filled{short, bare} {
		send[any](o, "ins0", "k", "POST", path, sheet, "visit.item")
	}
	if s := o.state(id); s != visit.Notified { // arrival was undone with what was refused
		t.Fatalf("half a sheet was taken in: %s", s)
	}
	first := send[visit.Opened](o, "ins0", "k", "POST", path, in, "")
	again := send[visit.Opened](o, "ins0", "k", "POST", path, in, "")
	if first != again || first.State != visit.Recorded {
		t.Errorf("%+v, then %+v", first, again)
	}
	send[any](o, "ins1", "other", "POST", path, in, "caseflow.not_now") // another device: the first stands
	v := o.look("ins0", id)
	if v.Arrival.On != workday.MustParse("2026-11-23") || v.Arrival.Code != "wrong_code" || len(v.Flags) != 1 || len(v.Signed) != 1 || v.FirmSigned.By != "示例经理" ||
		len(v.Answers) != len(all) || v.Arrival.Place.Within != 12 {
		t.Errorf("%+v", v)
	}
	if n := o.count(`select count(*) from visit.scan where side = 'officer'`); n != 1 {
		t.Errorf("the arrival is kept %d times", n)
	}
	o.do("ins0", id, visit.Sign, nil, "visit.signed")
	o.do("owner", id, visit.FirmSign, nil, "visit.signed")
	o.do("ins1", id, visit.Sign, nil, "")
	if s := o.state(id); s != visit.Signed {
		t.Errorf("after everybody signed the visit is %s", s)
	}
}

// F12-7: the checklists are public, an article with every item.
func TestF12_7_ChecklistsAreOpenData(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	lists := want[[]visit.CitedList](o, "", "GET", "/v1/checklists", nil, "")
	if len(lists) < 2 {
		t.Fatalf("%d lists", len(lists))
	}
	for _, l := range lists {
		for _, i := range l.Items {
			if !strings.Contains(i.Cites.ZH, "条") || i.Asks.EN == "" {
				t.Errorf("%s/%s cites %q", l.Code, i.Code, i.Cites.ZH)
			}
		}
	}
	if old := want[[]visit.CitedList](o, "", "GET", "/v1/checklists?on=2021-12-31", nil, ""); len(old) != 0 {
		t.Errorf("%d lists before the first was in force", len(old))
	}
	want[any](o, "", "GET", "/v1/checklists?on=soon", nil, "web.bad_date")
	id := o.notified("d1")
	o.do("ins0", id, visit.Arrive, fields{"code": o.firmCode()}, "")
	o.do("ins0", id, visit.Record, nil, "visit.by_sheet")
	send[visit.Opened](o, "ins0", "later", "POST", "/v1/visits/"+id+"/sheet", visit.Filled{ArrivedAt: o.now(), Answers: o.answers(id)}, "") // arrived with a network before
	o.do("ins0", id, visit.NoteRefusal, fields{"reason": "负责人未到场，店员拒签，邻店在场见证（示例）。"}, "")
	o.do("ins1", id, visit.Sign, nil, "")
	if v := o.look("ins0", id); v.FirmSigned.How != "refused" || o.state(id) != visit.Signed {
		t.Errorf("%+v", v.FirmSigned)
	}
}

// F12-8: published until the twentieth working day after the result was formed; a day later it is late, and everybody sees it.
func TestF12_8_ResultsArePublishedWithinTheTermOfTheLaw(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	on, late := o.resulted("d1", "clear"), o.resulted("d2", "clear")
	due := o.look("ins0", on).Result.PublishBy
	if due != workday.MustParse("2026-12-21") {
		t.Fatalf("to be published until %s", due)
	}
	for _, day := range []workday.Date{due - 1, due, due + 1} {
		o.on(day.String())
		v := o.look("planner", on).Result
		f := want[visit.Figures](o, "", "GET", "/v1/visits/figures", nil, "")
		if v.Late != (day > due) || (f.Overdue == 2) != (day > due) {
			t.Errorf("%s: late %v, %d overdue", day, v.Late, f.Overdue)
		}
	}
	o.on(due.String())
	o.do("both", on, visit.Publish, nil, "access.not_apart")
	o.do("ins1", on, visit.Publish, nil, "caseflow.not_yours")
	o.do("oplanner", on, visit.Publish, nil, "caseflow.unknown")
	o.do("planner", on, visit.Publish, nil, "")
	o.do("planner", on, visit.Publish, nil, "caseflow.not_now")
	o.on((due + 1).String())
	o.do("planner", late, visit.Publish, nil, "")
	lines := want[visit.Page](o, "", "GET", "/v1/visit-results", nil, "").Results
	if len(lines) != 2 {
		t.Fatalf("%d results are public", len(lines))
	}
	for _, l := range lines {
		if l.Late != (l.Visit == late) || l.ResultName.ZH != "未发现问题" || l.Firm != firmName {
			t.Errorf("%+v", l)
		}
	}
	if n := o.count(`select count(*) from record.version where entity_id = $1`, firmID); n != 0 {
		t.Error("finding nothing became a record")
	}
	if n := o.count(`select count(*) from inspection.visit where not found`); n != 4 {
		t.Errorf("%d visits of inspectors count for rotation", n)
	}
}

// F12-8: what the firm says stays with the result, before and after publication; it is withheld for personal data only.
func TestF12_8_TheFirmsCommentStaysAttached(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.resulted("d1", "corrected", "storage")
	o.do("stranger", id, visit.Comment, fields{"text": "x"}, "caseflow.unknown")
	o.do("owner", id, visit.Comment, fields{"text": "联系张三13800000000"}, "")
	o.do("planner", id, visit.Publish, nil, "visit.comment_waits")
	o.do("ins0", id, visit.ShowComment, nil, "caseflow.not_yours")
	o.do("planner", id, visit.WithholdComment, fields{"reason": "含有个人电话"}, "")
	o.do("planner", id, visit.ShowComment, nil, "visit.no_comment")
	o.do("planner", id, visit.Publish, nil, "")
	if r := want[visit.Told](o, "", "GET", "/v1/visit-results/"+id, nil, ""); r.Comment != "" || r.Commented {
		t.Error("what was withheld is public")
	}
	o.do("owner", id, visit.Comment, fields{"text": "当日已下架并整改完毕（示例）。"}, "")
	if r := want[visit.Told](o, "", "GET", "/v1/visit-results/"+id, nil, ""); r.Comment != "" {
		t.Error("a comment is public before anybody looked at it")
	}
	o.do("planner", id, visit.Close, nil, "visit.comment_waits")
	o.do("planner", id, visit.ShowComment, nil, "")
	r := want[visit.Told](o, "", "GET", "/v1/visit-results/"+id, nil, "")
	if r.Comment != "当日已下架并整改完毕（示例）。" || !r.Commented || r.Summary == "" || len(r.Basis) != 1 {
		t.Errorf("%+v", r)
	}
	o.do("owner", id, visit.Rate, fields{"stars": "4"}, "")
	o.do("owner", id, visit.Rate, fields{"stars": "5"}, "visit.rated")
	if v := o.look("ins0", id); v.Stars != 0 {
		t.Error("the inspector sees who rated how")
	}
	o.do("planner", id, visit.Close, nil, "")
	m := want[visit.Mine](o, "owner", "GET", "/v1/my/visits", nil, "")
	if len(m.Visits) != 1 || m.Visits[0].Comment != "shown" || !m.Visits[0].Rated || m.Year != 1 || m.Code.Kind != "firm" || m.Visits[0].State != visit.Closed {
		t.Errorf("%+v", m)
	}
	if other := want[visit.Mine](o, "stranger", "GET", "/v1/my/visits", nil, ""); len(other.Visits) != 0 {
		t.Error("another firm's visits are shown")
	}
}

// G9, F12-8: what was found becomes a record with basis, document, service and end in the transaction of publication; repaired, it is
// gone from the published results too.
func TestF12_8_WhatWasFoundIsARecordThatCanBeRepaired(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.signed("d1", "storage")
	o.do("ins0", id, visit.FormResult, fields{"result": "clear", "summary": "x"}, "visit.result")     // items were not in order
	o.do("ins0", id, visit.FormResult, fields{"result": "corrected", "summary": "x"}, "visit.result") // until when?
	o.do("ins2", id, visit.FormResult, fields{"result": "corrected", "summary": "x", "correct_by": "2026-12-01"}, "visit.not_inspector")
	form := fields{"result": "corrected", "summary": "两批次贮存不符合要求，已责令改正（示例）。", "correct_by": "2026-12-01"}
	o.do("ins0", id, visit.FormResult, form, "")
	o.do("planner", id, visit.Publish, nil, "visit.not_served")
	o.do("ins0", id, visit.ServeResult, fields{"served_on": "2026-11-22", "means": "direct", "result_service": "attachment-1"}, "visit.served_on")
	o.do("ins0", id, visit.ServeResult, servedOn(o, "result_service"), "")
	o.do("planner", id, visit.ReturnResult, fields{"reason": "说明不清楚"}, "")
	o.do("ins0", id, visit.FormResult, form, "")
	o.do("planner", id, visit.Publish, nil, "visit.not_served") // the proof is of the result that was returned
	o.do("ins0", id, visit.ServeResult, servedOn(o, "result_service"), "")
	o.die.Store(true)
	o.do("planner", id, visit.Publish, nil, "internal")
	if s := o.state(id); s != visit.Resulted || o.count(`select count(*) from record.version`) != 0 || o.count(`select count(*) from inspection.visit`) != 0 {
		t.Fatalf("half of a publication remained: %s", s)
	}
	o.die.Store(false)
	o.do("planner", id, visit.Publish, nil, "")
	v := o.look("ins0", id)
	r, err := record.Find(t.Context(), o.db, v.Record)
	must(t, err)
	if !r.Adverse || r.DocumentNo != id || r.Basis == "" || r.ServedOn != workday.MustParse("2026-11-23") || r.PublicUntil != workday.MustParse("2027-11-22") || r.RepairFrom == 0 {
		t.Errorf("%+v", r)
	}
	if n := o.count(`select count(*) from standing.fact where entity_id = $1`, firmID); n != 0 {
		t.Error("a result of an inspection stands against the firm by itself")
	}
	if page := want[visit.Page](o, "", "GET", "/v1/visit-results", nil, ""); len(page.Results) != 1 {
		t.Error("it is not public")
	}
	o.on("2027-11-22")
	if page := want[visit.Page](o, "", "GET", "/v1/visit-results", nil, ""); len(page.Results) != 1 {
		t.Error("it is gone before its last day is over")
	}
	o.on("2027-11-23")
	if page := want[visit.Page](o, "", "GET", "/v1/visit-results", nil, ""); len(page.Results) != 0 {
		t.Error("it is public after its term")
	}
	want[any](o, "", "GET", "/v1/visit-results/"+id, nil, "visit.unknown")
}

// A visit that is not approved, or cancelled, sets its tasks free.
func TestF12_6_AVisitThatIsNotMadeFreesItsTask(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.task("d1", firmID, bodyID, "market.food", "C", "ins0", "ins1")
	id := o.opened(asking("d1"))
	o.do("planner", id, visit.Refuse, fields{"reason": "与消防检查合并"}, "")
	id = o.opened(asking("d1"))
	o.do("planner", id, visit.Approve, nil, "")
	o.do("planner", id, visit.Cancel, fields{"reason": "企业停产"}, "")
	id = o.opened(asking("d1"))
	o.do("planner", id, visit.Approve, nil, "")
	o.do("ins0", id, visit.Notify, servedOn(o, "notice_service"), "")
	o.do("planner", id, visit.Cancel, fields{"reason": "台风"}, "")
	if n := o.count(`select count(*) from visit.task where not dropped`); n != 0 {
		t.Errorf("%d tasks are still taken", n)
	}
}
