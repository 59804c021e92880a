package objection

import (
	"strings"
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/check"
	"xinheng/internal/law"
	"xinheng/internal/record"
)

func TestF27_1_AFirmObjectsAndGetsAReceiptAndAClock(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", bodyID)
	in := filingOf(r, "incorrect")
	in.Claims = map[string]caseflow.Change{"CF_NR": {Old: r.Content["CF_NR"], New: "罚款2000元。"}}
	in.Papers = []string{"attachment-1"}
	got := want[Receipt](o, "owner", "POST", "/v1/objections", in, "", "Idempotency-Key", "k1")
	if !strings.HasPrefix(got.Case, "YY-460100-20261102-") || got.Code == "" || !got.Marked || got.BodyName != bodyName || got.DueOn.String() != "2026-11-05" {
		t.Errorf("%+v", got)
	}
	p := want[caseflow.Progress](o, "", "GET", "/v1/progress?receipt="+got.Case+"&code="+got.Code, nil, "")
	if p.Left != 3 || p.Due.String() != "2026-11-05" || !strings.Contains(p.State.ZH, "异议中") {
		t.Errorf("%+v", p)
	}
	want[any](o, "", "GET", "/v1/progress?receipt="+got.Case+"&code=AAAA-AAAA-AAAA-AAAA", nil, "caseflow.no_progress")
	again := want[Receipt](o, "owner", "POST", "/v1/objections", in, "", "Idempotency-Key", "k1")
	if again.Case != got.Case || again.Code != "" {
		t.Errorf("the second click: %+v", again)
	}
	want[any](o, "owner", "POST", "/v1/objections", in, "objection.open")
	v := o.look("owner", got.Case)
	if v.Claims["CF_NR"].New != "罚款2000元。" || len(v.Records) != 1 || v.Records[0].DisputedOn.String() != "2026-11-02" || v.Records[0].Frozen {
		t.Errorf("%+v", v)
	}
	if n := o.Count(`select count(*) from caseflow.evidence where ref = 'attachment-1'`); n != 1 {
		t.Errorf("%d papers are in evidence", n)
	}
}

func TestF27_1_ToAListEntryAMeasureAndTheResultOfACheck(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", bodyID)
	d := o.check()
	in := filingOf(r, "incorrect")
	in.About = AListing
	want[any](o, "owner", "POST", "/v1/objections", in, "objection.not_listed")
	in.About, in.Ref = AMeasure, "no-such-measure"
	want[any](o, "owner", "POST", "/v1/objections", in, "objection.no_object")
	in.About, in.Ref = AScore, r.ID // a penalty is no score
	want[any](o, "owner", "POST", "/v1/objections", in, "objection.no_object")
	in.About, in.Ref, in.Ground = AMeasure, d.Effects[0].Measure.Code, "unmet"
	measure := want[Receipt](o, "owner", "POST", "/v1/objections", in, "")
	if measure.Use != law.Frozen {
		t.Errorf("a measure said to lack its conditions: %+v", measure)
	}
	o.do("owner", measure.Case, Withdraw, nil, "")
	in = Filing{About: ACheck, Ref: d.ID, Ground: "incorrect", Statement: "结果不对。"}
	want[any](o, "stranger", "POST", "/v1/objections", in, "check.unknown_decision")
	got := want[Receipt](o, "owner", "POST", "/v1/objections", in, "")
	if v := o.look("owner", got.Case); len(v.Records) != 1 || v.Records[0].Record != r.ID {
		t.Errorf("the records an answer leaned on are objected to with it: %+v", v.Records)
	}
}

func TestF27_1_WhoMayFileAndForWhom(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", bodyID)
	in := filingOf(r, "incorrect")
	want[any](o, "stranger", "POST", "/v1/objections", in, "objection.no_record")
	want[any](o, "handler", "POST", "/v1/objections", in, "access.no_permission")
	want[any](o, "citizen", "POST", "/v1/objections", in, "access.no_permission")
	want[any](o, "window", "POST", "/v1/objections", in, "objection.no_subject")
	in.Ground = "unmet"
	want[any](o, "owner", "POST", "/v1/objections", in, "objection.no_ground")
	in.Ground, in.Claims = "incorrect", map[string]caseflow.Change{"NO_SUCH": {New: "x"}}
	want[any](o, "owner", "POST", "/v1/objections", in, "objection.no_field")
	in.Claims = nil

	// an agent prepares, and nothing is marked until the firm files
	draft := want[Receipt](o, "agent", "POST", "/v1/objections", in, "")
	if draft.State != Draft || draft.Marked || o.Count(`select count(*) from standing.hold`) != 0 {
		t.Errorf("%+v", draft)
	}
	o.do("stranger", draft.Case, File, nil, "caseflow.unknown")
	o.do("agent", draft.Case, File, nil, "")
	if s := o.state(draft.Case).State; s != Draft {
		t.Errorf("an agent's act moves nothing: %s", s)
	}
	o.do("owner", draft.Case, File, nil, "")
	if v := o.look("owner", draft.Case); v.Records[0].DisputedOn == 0 {
		t.Errorf("%+v", v.Records)
	}
	o.do("owner", draft.Case, Withdraw, nil, "")

	// a clerk files for whoever is present, and can help on
	in.USCC, in.Shown = firmID, "营业执照和法定代表人身份证件"
	got := want[Receipt](o, "window", "POST", "/v1/objections", in, "")
	if got.State != Marked || got.Code == "" {
		t.Errorf("%+v", got)
	}
	if v := o.look("owner", got.Case); v.Shown != "" {
		t.Error("what was shown at the window is for the body")
	}
	o.do("window", got.Case, WithdrawAt, nil, "")
}

func TestF27_1_AnotherCountyKnowsNothingOfIt(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	got := o.filed(o.penalty("示罚〔2026〕1号", bodyID), "incorrect")
	for _, who := range []string{"county", "cdecider", "farreviewer", "stranger", "citizen", "sender"} {
		want[any](o, who, "GET", "/v1/cases/"+got.Case, nil, "caseflow.unknown")
		o.do(who, got.Case, Verify, nil, "caseflow.unknown")
	}
	want[any](o, "clerk", "GET", "/v1/cases/"+got.Case, nil, "caseflow.unknown") // of the body, with another post
	o.do("decider", got.Case, Verify, nil, "caseflow.not_yours")
	o.do("handler", got.Case, Verify, nil, "")
}

func TestF27_2_TheMarkIsThereWhenTheFilingIs(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", bodyID)
	before := o.check()
	got := o.filed(r, "incorrect")
	after := o.check() // no round of any job has run
	if before.Effects[0].Because.DisputedOn != 0 || after.Effects[0].Because.DisputedOn.String() != "2026-11-02" {
		t.Errorf("before %v, after %v", before.Effects[0].Because.DisputedOn, after.Effects[0].Because.DisputedOn)
	}
	if after.Outcome != before.Outcome || got.Use != law.MarkOnly {
		t.Errorf("marked only, and used meanwhile: %s, %s", after.Outcome, got.Use)
	}
	if kept := want[check.Decision](o, "buyer", "GET", "/v1/decisions/"+after.ID, nil, ""); kept.Effects[0].Because.DisputedOn != after.Effects[0].Because.DisputedOn {
		t.Error("the evidence does not hold the mark")
	}
	o.do("owner", got.Case, Withdraw, nil, "")
	if d := o.check(); d.Effects[0].Because.DisputedOn != 0 {
		t.Error("the mark goes with the withdrawal")
	}
}

func TestF27_2_UseRestsByRuleAndNotByChoice(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", bodyID)
	got := o.filed(r, "expired")
	if got.Use != law.Frozen || o.look("handler", got.Case).UseRule != "expired" {
		t.Errorf("%+v", got)
	}
	d := o.check()
	if d.Outcome != check.Clear || len(d.NotApplied) != 1 || d.NotApplied[0].Why != "objection" || d.NotApplied[0].What.DisputedOn == 0 {
		t.Errorf("%+v", d.Finding)
	}
	o.do("handler", got.Case, Verify, nil, "")
	o.do("handler", got.Case, Propose, rejection(), "")
	o.do("decider", got.Case, Reject, nil, "")
	if d := o.check(); d.Outcome != check.Restricted || d.Effects[0].Because.DisputedOn != 0 {
		t.Errorf("after the answer it counts again: %+v", d.Finding)
	}
}

func TestF27_2_ACrashInBetweenLeavesNothing(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", bodyID)
	in := filingOf(r, "incorrect")
	in.Papers = []string{"gone"} // refused after the number of the case was taken
	want[any](o, "owner", "POST", "/v1/objections", in, "attach.unknown")
	if n := o.Count(`select (select count(*) from standing.hold) + (select count(*) from caseflow.case) + (select count(*) from objection.filing)`); n != 0 {
		t.Errorf("%d rows of a filing that did not happen", n)
	}
}

// Wherever a record is shown it is marked: alone, in the file of its subject, and in the feed, to which the mark is a change.
func TestF27_2_TheMarkShowsWhereverTheRecordDoes(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", bodyID)
	type feed struct {
		Changes []record.Change
		Next    string
	}
	start := want[feed](o, "", "GET", "/v1/records/changes", nil, "").Next
	got := o.filed(r, "incorrect")
	o.settle()
	if one := want[record.Record](o, "", "GET", "/v1/records/"+r.ID, nil, ""); one.DisputedOn.String() != "2026-11-02" {
		t.Errorf("the record: %+v", one.DisputedOn)
	}
	file := want[struct{ Records []record.Record }](o, "", "GET", "/v1/entities/"+firmID+"/records", nil, "").Records
	if len(file) != 1 || file[0].DisputedOn == 0 {
		t.Errorf("the file: %+v", file)
	}
	next := want[feed](o, "", "GET", "/v1/records/changes?after="+start, nil, "")
	if len(next.Changes) != 1 || next.Changes[0].Record == nil || next.Changes[0].Record.DisputedOn == 0 {
		t.Errorf("the feed: %+v", next.Changes)
	}
	o.do("owner", got.Case, Withdraw, nil, "")
	o.settle()
	end := want[feed](o, "", "GET", "/v1/records/changes?after="+next.Next, nil, "").Changes
	if len(end) != 1 || end[0].Record.DisputedOn != 0 {
		t.Errorf("the feed after the withdrawal: %+v", end)
	}
}
