package rectify

import (
	"slices"
	"strings"
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/workday"
)

// TestF15_1_AnOrderRunsFromServiceToDone: drafted by one, issued by another, served, answered, evidence handed in, looked at, closed.
func TestF15_1_AnOrderRunsFromServiceToDone(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	id := want[Opened](o, "both", "POST", "/v1/rectifications", ordering(), "").Case
	if !strings.HasPrefix(id, "ZG-4601") && !strings.HasPrefix(id, "ZG-4600") {
		t.Errorf("the number of an order is %s", id)
	}
	if v := o.order("owner", id); v.Ordered != nil || len(v.Papers) != 0 {
		t.Errorf("before service the firm reads %+v", v)
	}
	untold := func() {
		t.Helper()
		for _, h := range want[caseflow.Page](o, "owner", "GET", "/v1/cases/"+id, nil, "").History {
			if h.Fields["facts"] != nil || h.Fields["demands"] != nil {
				t.Errorf("the firm reads the draft in the history: %+v", h)
			}
		}
	}
	untold()
	o.do("both", id, Issue, nil, "access.not_apart")
	o.do("both", id, Redraft, redrafted("demands", "补齐并提交五日记录。"), "")
	o.do("handler", id, Issue, nil, "caseflow.not_yours")
	o.do("decider", id, Issue, nil, "")
	if v := o.order("handler", id); !v.Issued.Genuine || len(v.Issued.Digest) != 64 {
		t.Errorf("the order was sealed as %+v", v.Issued)
	}
	offers := map[caseflow.Act]bool{}
	for _, m := range want[caseflow.Page](o, "handler", "GET", "/v1/cases/"+id, nil, "").Moves {
		offers[m.Act] = len(m.Missing) == 0
	}
	if !offers[Serve] {
		t.Errorf("the proof of service that the form of serving asks for is said to be missing before it is opened: %v", offers)
	}
	o.do("handler", id, Serve, servedOn("2026-11-03", orderService), "rectify.served_on") // a day to come
	o.do("handler", id, Serve, servedOn("2026-11-01", orderService), "rectify.served_on") // before it was issued
	o.do("handler", id, Serve, servedOn("2026-11-02", orderService), "")
	if v := o.order("owner", id); v.Ordered == nil || v.Due.String() != "2026-11-16" || v.Ordered.Demands != "补齐并提交五日记录。" || v.Suggestion != nil {
		t.Errorf("the firm reads %+v", v)
	}
	untold()
	next := want[caseflow.Page](o, "owner", "GET", "/v1/cases/"+id, nil, "").Steps
	if i := slices.IndexFunc(next, func(s caseflow.Step) bool { return s.When == "next" }); i < 0 || next[i].State != Submitted {
		t.Errorf("the way on is shown as %+v", next)
	}
	o.do("owner", id, Answer, fields{"statement": "记录仪在维修（虚构）。"}, "")
	o.do("owner", id, HandIn, evidence, "")
	o.do("second", id, Insufficient, fields{"missing": "缺第二日的记录。"}, "")
	o.do("owner", id, HandIn, evidence, "")
	o.do("second", id, Confirm, findings, "")
	if v := o.order("owner", id); o.state(id) != Done || len(v.Answers) != 1 || len(v.Handed) != 2 || len(v.Missing) != 1 || v.Outcome == nil {
		t.Errorf("it ends in %s with %+v", o.state(id), v)
	}
	if n := o.Count(`select count(*) from record.version where entity_id = $1`, firmID); n != 0 {
		t.Errorf("an order that was kept left %d records", n)
	}
}

// redrafted is an order as the form of the case asks for it.
func redrafted(changes ...any) fields {
	f := ordering(changes...)
	delete(f, "uscc")
	return f
}

// TestF15_1_TheTermIsTheOrdersOwn: it lies within the bounds of the law library, and what the order leaves out the library says.
func TestF15_1_TheTermIsTheOrdersOwn(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	for days, refusal := range map[string]string{"4": "rectify.days", "5": "", "120": "", "121": "rectify.days", "x": "rectify.days", "-5": "rectify.days", "": ""} {
		want[Opened](o, "handler", "POST", "/v1/rectifications", ordering("days", days), refusal)
	}
	id := o.served("days", "")
	if v := o.order("handler", id); v.Ordered.Days != 30 {
		t.Errorf("an order that names no term has %d days", v.Ordered.Days)
	}
	want[Opened](o, "handler", "POST", "/v1/rectifications", ordering("instrument", "nothing"), "rectify.basis")
	want[Opened](o, "handler", "POST", "/v1/rectifications", ordering("uscc", "91460000MA0000000X"), "rectify.subject")
}

// TestF15_1_OverdueBeginsTheDayAfterTheLast: on the last day the subject is still in time, the day after it is overdue, and a sweep that
// ran late dates it to its legal day. Nothing else happens by itself.
func TestF15_1_OverdueBeginsTheDayAfterTheLast(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	in, late := o.served(), o.served()
	due := o.order("handler", in).Due
	o.day(due)
	o.sweep()
	if s := o.state(in); s != Served {
		t.Fatalf("on its last day an order is %s", s)
	}
	o.do("owner", in, HandIn, evidence, "")
	o.day(due + 5)
	o.sweep()
	if s := o.state(in); s != Submitted {
		t.Errorf("what was handed in on the last day is %s", s)
	}
	if s := o.state(late); s != Overdue {
		t.Errorf("after its last day an order is %s", s)
	}
	on := o.Count(`select count(*) from caseflow.move where case_id = $1 and act = 'lapse' and on_day = $2`, late, due+1)
	if c := o.theCase(late); on != 1 || c.EscalatedOn != 0 {
		t.Errorf("it lapsed on another day than %s, or was escalated on %s", due+1, c.EscalatedOn)
	}
	if n := o.Count(`select count(*) from caseflow.case where kind = 'talk'`); n != 0 {
		t.Error("a talk came about by itself")
	}
	o.do("owner", in, HandIn, evidence, "caseflow.not_now")
	o.do("owner", late, AskExtension, why, "caseflow.not_now") // too late to ask
	o.do("owner", late, HandIn, evidence, "")                  // never too late to do it
	o.do("handler", late, Insufficient, fields{"missing": "未见照片。"}, "")
	if s := o.state(late); s != Overdue {
		t.Errorf("evidence that came late and is not enough leaves it %s", s)
	}
	o.do("handler", late, ReceiveEvidence, evidence, "")
	o.do("handler", late, Confirm, findings, "")
}

// TestF15_1_MoreTimeIsAskedForOnceAndDecidedByAnother: asked on the last day at the latest; the term stands still meanwhile; whoever
// drafted the order does not decide; a second request is refused, granted or not.
func TestF15_1_MoreTimeIsAskedForOnceAndDecidedByAnother(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	id := want[Opened](o, "both", "POST", "/v1/rectifications", ordering(), "").Case
	o.do("decider", id, Issue, nil, "")
	o.do("handler", id, Serve, servedOn("2026-11-02", orderService), "")
	due := o.order("owner", id).Due // 16 November
	o.day(due)
	o.do("owner", id, AskExtension, why, "")
	if v := o.order("owner", id); v.MayAsk || v.Due != 0 {
		t.Errorf("while it waits the firm reads %+v", v)
	}
	o.day(due + 4)
	o.sweep()
	if s := o.state(id); s != Asking {
		t.Fatalf("while the answer is due the order is %s", s)
	}
	o.do("both", id, GrantExtension, nil, "access.not_apart")
	o.do("handler", id, GrantExtension, nil, "caseflow.not_yours")
	o.do("decider", id, GrantExtension, fields{"days": "16"}, "rectify.longer")
	o.do("decider", id, GrantExtension, fields{"days": "0"}, "rectify.longer")
	o.do("decider", id, GrantExtension, fields{"days": "5"}, "")
	v := o.order("owner", id)
	if v.Extension.Outcome != "granted" || v.Extension.Days != 5 {
		t.Errorf("granted as %+v", v.Extension)
	}
	if want := workday.MustParse("2026-11-27"); v.Due != want { // five working days beyond the 16th, and the four of waiting (17, 18, 19, 20) do not count
		t.Errorf("the last day is %s, want %s", v.Due, want)
	}
	o.do("owner", id, AskExtension, why, "rectify.extended_once")
	o.do("handler", id, ReceiveAsk, why, "rectify.extended_once")
	o.day(v.Due)
	o.sweep()
	if s := o.state(id); s != Served {
		t.Errorf("on its new last day it is %s", s)
	}
	o.day(v.Due + 1)
	o.sweep()
	if s := o.state(id); s != Overdue {
		t.Errorf("after its new last day it is %s", s)
	}
	no := o.served()
	o.do("handler", no, ReceiveAsk, why, "")
	o.do("decider", no, RefuseExtension, fields{"reason": "已有条件按期完成。"}, "")
	if v := o.order("owner", no); v.Extension.Outcome != "refused" || v.MayAsk || v.Due == 0 {
		t.Errorf("refused as %+v", v)
	}
	o.do("owner", no, AskExtension, why, "rectify.extended_once")
}

// TestF15_1_TheSubjectIsRemindedBeforeTheEndOnce: five working days before, not six; once however often the round runs; again for a new
// last day; and never of what was handed in.
func TestF15_1_TheSubjectIsRemindedBeforeTheEndOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	id, handed := o.served(), o.served()
	o.do("owner", handed, HandIn, evidence, "")
	told := func(want int) {
		t.Helper()
		n, err := o.Remind(t.Context())
		must(t, err)
		if n != want {
			t.Errorf("on %s %d were told, want %d", o.today(), n, want)
		}
	}
	o.On("2026-11-06") // Friday: six working days to the 16th
	told(0)
	o.On("2026-11-09")
	told(1)
	told(0)
	if r := o.order("owner", id).Reminders; len(r) != 1 || r[0].DaysLeft != 5 || r[0].OnDay.String() != "2026-11-09" {
		t.Errorf("the firm reads the reminders %+v", r)
	}
	mine := want[all[Mine]](o, "owner", "GET", "/v1/rectifications/mine", nil, "")
	if len(mine.All) != 2 || len(mine.All[1].Reminders) != 1 || mine.All[1].Left != 5 || !mine.All[1].MayAsk || mine.All[0].Due != 0 {
		t.Errorf("the centre shows %+v", mine.All)
	}
	if other := want[all[Mine]](o, "stranger", "GET", "/v1/rectifications/mine", nil, ""); len(other.All) != 0 {
		t.Errorf("another firm reads %+v", other.All)
	}
	o.do("owner", id, AskExtension, why, "")
	o.do("decider", id, GrantExtension, nil, "")
	o.day(o.order("owner", id).Due - 1)
	told(1)
	o.day(o.order("owner", id).Due + 1)
	told(0) // the time for telling is over, whether or not the clockwork ran
}

// TestF15_1_WhoMayDoWhat: another firm and another body find nothing; the wrong role is refused; an agent's act waits for the firm; a
// second click changes nothing; a machine that dies in between leaves it as it was.
func TestF15_1_WhoMayDoWhat(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	want[Opened](o, "clerk", "POST", "/v1/rectifications", ordering(), "access.no_permission")
	want[Opened](o, "owner", "POST", "/v1/rectifications", ordering(), "access.no_permission")
	id := o.served()
	for _, who := range []string{"stranger", "ohandler", "odecider"} {
		o.do(who, id, HandIn, evidence, "caseflow.unknown")
		want[caseflow.Page](o, who, "GET", "/v1/cases/"+id, nil, "caseflow.unknown")
		want[any](o, who, "GET", "/v1/rectifications/"+id+"/papers/order", nil, "caseflow.unknown")
	}
	o.do("handler", id, HandIn, evidence, "caseflow.not_yours")
	o.do("agent", id, HandIn, evidence, "")
	if s := o.state(id); s != Served {
		t.Fatalf("an agent's act moved the order to %s", s)
	}
	o.Dies.Store(true)
	o.do("owner", id, HandIn, evidence, "internal")
	o.Dies.Store(false)
	if v := o.order("owner", id); o.state(id) != Served || len(v.Handed) != 0 {
		t.Fatalf("after the machine died the order is %s with %+v", o.state(id), v.Handed)
	}
	c := o.theCase(id)
	again := map[string]any{"version": c.Version, "fields": evidence}
	first := want[acted](o, "owner", "POST", "/v1/cases/"+id+"/acts/hand_in", again, "")
	second := want[acted](o, "owner", "POST", "/v1/cases/"+id+"/acts/hand_in", again, "")
	if v := o.order("owner", id); first.State != Submitted || second.State != Submitted || len(v.Handed) != 1 {
		t.Errorf("a second click: %+v, %+v, %d handed in", first, second, len(v.Handed))
	}
}

// TestF15_1_WithdrawnAndNotDone: an order that was wrong is withdrawn at any time, one that was not kept is found so by another officer
// than its author; neither leaves a record.
func TestF15_1_WithdrawnAndNotDone(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	drop := want[Opened](o, "handler", "POST", "/v1/rectifications", ordering(), "").Case
	o.do("decider", drop, Drop, fields{"reason": "核实后问题不存在。"}, "")
	wrong := o.served()
	o.do("decider", wrong, Withdraw, fields{"reason": "事实有误。"}, "")
	if o.state(drop) != Withdrawn || o.state(wrong) != Withdrawn {
		t.Errorf("they end in %s and %s", o.state(drop), o.state(wrong))
	}
	id := want[Opened](o, "both", "POST", "/v1/rectifications", ordering(), "").Case
	o.do("decider", id, Issue, nil, "")
	o.do("handler", id, Serve, servedOn("2026-11-02", orderService), "")
	o.do("decider", id, Fail, findings, "caseflow.not_now")
	o.day(o.order("handler", id).Due + 1)
	o.sweep()
	o.do("both", id, Fail, findings, "access.not_apart")
	o.do("decider", id, Fail, findings, "")
	if s := o.state(id); s != NotDone {
		t.Errorf("it ends in %s", s)
	}
	if n := o.Count(`select count(*) from record.version where entity_id = $1`, firmID); n != 0 {
		t.Errorf("they left %d records", n)
	}
	want[any](o, "owner", "GET", "/v1/rectifications/"+drop+"/papers/order", nil, "rectify.no_paper")
}
