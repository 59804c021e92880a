package objection

import (
	"bytes"
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// text reads a page as somebody.
func (o *office) text(who, path string) string {
	o.T.Helper()
	status, b := o.Send(who, "GET", path, nil)
	if status != 200 {
		o.T.Fatalf("%s as %s: %d %s", path, who, status, b)
	}
	return string(b)
}

func TestF27_3_TheSubjectUrgesAndALateCaseGoesUp(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-28") // 中秋 and 国庆 lie in between
	got := o.filed(o.penalty("示罚〔2026〕1号", bodyID), "incorrect")
	cal := o.law.Calendar().In("460100")
	own, _ := workday.Deadline{From: workday.MustParse("2026-09-28"), Term: workday.Term{N: 3, Unit: workday.WorkingDays}}.Due(cal)
	total, _ := workday.Deadline{From: workday.MustParse("2026-09-28"), Term: workday.Term{N: 7, Unit: workday.WorkingDays}}.Due(cal)
	if got.DueOn != own || own < workday.MustParse("2026-10-01") || total < workday.MustParse("2026-10-11") {
		t.Fatalf("due %s, own %s, in all %s", got.DueOn, own, total)
	}
	want[any](o, "", "POST", "/v1/progress/urge", map[string]string{"receipt": got.Case, "code": got.Code}, "")
	want[any](o, "owner", "POST", "/v1/cases/"+got.Case+"/urge", nil, "caseflow.urged")
	want[any](o, "stranger", "POST", "/v1/cases/"+got.Case+"/urge", nil, "caseflow.unknown")

	want[any](o, "lead", "GET", "/v1/cases/"+got.Case, nil, "caseflow.unknown")
	for _, day := range []struct {
		on   workday.Date
		late bool
	}{{own.AddDays(-1), false}, {own, false}, {own.AddDays(1), true}} {
		o.sweep(day.on.String())
		if c := o.state(got.Case); (c.EscalatedOn != 0) != day.late || c.State != Marked {
			t.Errorf("%s: escalated on %v, %s", day.on, c.EscalatedOn, c.State)
		}
	}
	if c := o.state(got.Case); c.EscalatedOn != own.AddDays(1) {
		t.Errorf("escalated on %s", c.EscalatedOn)
	}
	want[any](o, "lead", "GET", "/v1/cases/"+got.Case, nil, "")     // the lead office
	want[any](o, "reviewer", "GET", "/v1/cases/"+got.Case, nil, "") // the superior
	o.do("handler", got.Case, Verify, nil, "")                      // late is not lost: it is still to be answered
}

func TestF27_3_AWeekWithoutAnyJobIsCaughtUpOnItsLegalDay(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	id := o.filed(o.penalty("示罚〔2026〕1号", bodyID), "incorrect").Case
	o.sweep("2026-11-20")
	if c := o.state(id); c.EscalatedOn != workday.MustParse("2026-11-06") {
		t.Errorf("escalated on %s", c.EscalatedOn)
	}
}

func TestTheTermsOfAnObjectionToTheDay(t *testing.T) {
	t.Parallel()
	t.Run("the handing over is within the body's own term, and the whole runs from filing", func(t *testing.T) {
		t.Parallel()
		o := open(t, "2026-02-12") // 春节 2026 lies in between
		id := o.filed(o.penalty("示罚〔2026〕1号", sourceID, "CF_JDRQ", "2025-12-03", "CF_SDRQ", "2025-12-03"), "incorrect").Case
		cal := o.law.Calendar().In("460100")
		total, _ := workday.Deadline{From: workday.MustParse("2026-02-12"), Term: workday.Term{N: 7, Unit: workday.WorkingDays}}.Due(cal)
		o.do("handler", id, HandOver, map[string]any{"question": "请核对。"}, "")
		if c := o.state(id); c.DueOn != total || total < workday.MustParse("2026-02-25") {
			t.Errorf("due %s, want %s", c.DueOn, total)
		}
		for day, late := range map[workday.Date]bool{total: false} {
			o.sweep(day.String())
			if (o.state(id).EscalatedOn != 0) != late {
				t.Errorf("%s", day)
			}
		}
		if o.sweep(total.AddDays(1).String()); o.state(id).EscalatedOn != total.AddDays(1) {
			t.Error("the day after the last it goes up")
		}
	})
	t.Run("waiting for the subject rests the terms, and without anything added it goes on", func(t *testing.T) {
		t.Parallel()
		o := open(t, "2026-11-02")
		id := o.filed(o.penalty("示罚〔2026〕1号", bodyID), "incorrect").Case
		o.On("2026-11-03")
		o.do("handler", id, Ask, map[string]any{"missing": "缴款凭证"}, "")
		if c := o.state(id); c.DueOn.String() != "2026-11-10" { // five working days for the subject
			t.Errorf("due %s", c.DueOn)
		}
		o.sweep("2026-11-10")
		if o.state(id).State != Supplement {
			t.Error("the last day is the subject's")
		}
		o.sweep("2026-11-11")
		if c := o.state(id); c.State != Marked || c.EscalatedOn != 0 || c.DueOn.String() != "2026-11-13" { // one of three days was used
			t.Errorf("%s, due %s", c.State, c.DueOn)
		}
	})
	t.Run("without a request for re-examination a rejection closes on the day after its term", func(t *testing.T) {
		t.Parallel()
		o := open(t, "2026-11-02")
		id := o.filed(o.penalty("示罚〔2026〕1号", bodyID), "incorrect").Case
		o.do("handler", id, Verify, nil, "")
		o.do("handler", id, Propose, rejection(), "")
		o.do("decider", id, Reject, nil, "")
		if c := o.state(id); c.DueOn.String() != "2026-11-23" {
			t.Errorf("due %s", c.DueOn)
		}
		if o.sweep("2026-11-23"); o.state(id).State != Rejected {
			t.Error("the last day is the subject's")
		}
		if o.sweep("2026-11-24"); o.state(id).State != Closed || o.state(id).EscalatedOn != 0 {
			t.Errorf("%+v", o.state(id))
		}
	})
	t.Run("what an agent prepared lapses, and nothing is lost by it", func(t *testing.T) {
		t.Parallel()
		o := open(t, "2026-11-02")
		r := o.penalty("示罚〔2026〕1号", bodyID)
		id := want[Receipt](o, "agent", "POST", "/v1/objections", filingOf(r, "incorrect"), "").Case
		if o.sweep("2026-11-09"); o.state(id).State != Draft {
			t.Error("the last day is the firm's")
		}
		if o.sweep("2026-11-10"); o.state(id).State != Withdrawn || o.state(id).EscalatedOn != 0 {
			t.Errorf("%+v", o.state(id))
		}
		o.filed(r, "incorrect")
	})
}

// The term of the body above runs from the day it was asked, in working days: 7, over the weekends of November.
func TestF27_3_TheReExaminationToTheDay(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	id := o.filed(o.penalty("示罚〔2026〕1号", bodyID), "incorrect").Case
	o.do("handler", id, Verify, nil, "")
	o.do("handler", id, Propose, rejection(), "")
	o.do("decider", id, Reject, nil, "")
	o.On("2026-11-23") // the last day on which it may be asked for
	o.do("owner", id, Reexamine, map[string]any{"reason": "没有看原件。"}, "")
	o.On("2026-11-24")
	o.do("owner", id, Reexamine, map[string]any{"reason": "没有看原件。"}, "caseflow.not_now") // the second click
	if c := o.state(id); c.DueOn.String() != "2026-12-02" {
		t.Errorf("due %s", c.DueOn)
	}
	for _, day := range []struct {
		on, escalated string
	}{{"2026-12-01", ""}, {"2026-12-02", ""}, {"2026-12-03", "2026-12-03"}} {
		o.sweep(day.on)
		if c := o.state(id); c.EscalatedOn.String() != day.escalated || c.State != Reexamining {
			t.Errorf("%s: escalated on %q, %s", day.on, c.EscalatedOn, c.State)
		}
	}
	o.do("reviewer", id, Keep, map[string]any{"reason": "原件无误。", "remedy": "可以依法申请复议或者提起诉讼。"}, "") // late, and still answered
}

func TestF27_3_AComplaintToTheDay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		accepted    bool
		due         string
		before, day string // the day it is due stands between
	}{
		"five working days to accept it or not":            {false, "2026-11-09", "2026-11-08", "2026-11-10"},
		"fifteen to answer, and accepting starts no other": {true, "2026-11-23", "2026-11-22", "2026-11-24"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, "2026-11-02")
			id := want[Receipt](o, "owner", "POST", "/v1/complaints", Complaint{Body: bodyID, Statement: "三次到窗口，均被要求重复提交材料。"}, "").Case
			if c.accepted {
				o.On("2026-11-09")
				o.do("above", id, Accept, nil, "")
			}
			if due := o.state(id).DueOn; due.String() != c.due {
				t.Errorf("due %s", due)
			}
			for _, day := range []string{c.before, c.due} {
				if o.sweep(day); o.state(id).EscalatedOn != 0 {
					t.Errorf("%s: escalated", day)
				}
			}
			if o.sweep(c.day); o.state(id).EscalatedOn.String() != c.day {
				t.Errorf("%s: escalated on %q", c.day, o.state(id).EscalatedOn)
			}
		})
	}
}

func TestS2_WhoWeighsAComplaintDoesNotDecideIt(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	for outcome, act := range map[string]caseflow.Act{"founded": Find, "unfounded": Dismiss} {
		id := want[Receipt](o, "owner", "POST", "/v1/complaints", Complaint{Body: bodyID, Statement: "三次到窗口，均被要求重复提交材料。"}, "").Case
		o.do("aboveboth", id, Accept, nil, "")
		o.do("aboveboth", id, Weigh, map[string]any{"outcome": outcome, "findings": "已向双方了解。", "mended": "已责令改正。", "remedy": "可以向本级人民政府反映。"}, "")
		o.do("aboveboth", id, act, nil, "access.not_apart")
		o.do("above", id, act, nil, "caseflow.not_yours")
		o.do("abovedecider", id, act, nil, "")
		if c := o.state(id); string(c.State) != outcome {
			t.Errorf("%s: %s", outcome, c.State)
		}
	}
}

func TestF27_6_YearlyFiguresByBody(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	for i, outcome := range []string{"reject", "correct", ""} {
		o.On("2026-11-02")
		r := o.penalty("示罚〔2026〕"+string(rune('1'+i))+"号", bodyID)
		id := o.filed(r, "incorrect").Case
		o.do("handler", id, Verify, nil, "")
		switch outcome {
		case "reject":
			o.do("handler", id, Propose, rejection(), "")
			o.On("2026-11-03")
			o.do("decider", id, Reject, nil, "")
		case "correct":
			o.do("handler", id, Propose, correction(r), "")
			o.On("2026-11-05")
			o.do("decider", id, Correct, nil, "")
		default:
			o.do("owner", id, Withdraw, nil, "")
		}
	}
	type body struct{ Figures []Figure }
	got := want[body](o, "", "GET", "/v1/objections/figures?year=2026", nil, "").Figures
	if len(got) != 1 || got[0].Org != bodyID || got[0].Filed != 3 || got[0].Decided != 2 || got[0].Upheld != 1 || got[0].Permille != 500 || got[0].MedianDays != 1 {
		t.Errorf("%+v", got)
	}
	if got := want[body](o, "", "GET", "/v1/objections/figures?year=2025", nil, "").Figures; len(got) != 0 {
		t.Errorf("%+v", got)
	}
	want[any](o, "", "GET", "/v1/objections/figures?year=2020", nil, "objection.no_year")
	want[any](o, "", "GET", "/v1/objections/figures?year=2027", nil, "objection.no_year")
}

func TestF27_7_AComplaintAboutConductGoesToTheSuperior(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	in := Complaint{Body: bodyID, Statement: "三次到窗口，均被要求重复提交材料。"}
	want[any](o, "owner", "POST", "/v1/complaints", Complaint{Body: aboveID, Statement: "x"}, "objection.no_superior")
	want[any](o, "owner", "POST", "/v1/complaints", Complaint{Body: otherFirm, Statement: "x"}, "objection.no_body")
	got := want[Receipt](o, "owner", "POST", "/v1/complaints", in, "", "Idempotency-Key", "k")
	if again := want[Receipt](o, "owner", "POST", "/v1/complaints", in, "", "Idempotency-Key", "k"); again.Case != got.Case {
		t.Error("the second click opened another")
	}
	if got.Body != aboveID || got.Case[:3] != "TS-" || got.DueOn.String() != "2026-11-09" || o.Count(`select count(*) from standing.hold`) != 0 {
		t.Errorf("%+v", got)
	}
	for _, who := range []string{"handler", "decider", "both", "county"} { // the body complained of has no part in it
		want[any](o, who, "GET", "/v1/cases/"+got.Case, nil, "caseflow.unknown")
	}
	o.do("above", got.Case, Accept, nil, "")
	o.do("above", got.Case, Weigh, map[string]any{"outcome": "founded", "findings": "属实。", "remedy": "可以向本级人民政府反映。"}, "objection.not_mended")
	o.do("above", got.Case, Weigh, map[string]any{"outcome": "founded", "findings": "属实。", "mended": "已责令改正。", "remedy": "可以向本级人民政府反映。"}, "")
	o.do("abovedecider", got.Case, Dismiss, nil, "caseflow.needs")
	o.do("abovedecider", got.Case, Find, nil, "")
	v := want[struct{ Panels ComplaintView }](o, "owner", "GET", "/v1/cases/"+got.Case, nil, "").Panels
	if v.Answer == nil || v.Answer.Outcome != "founded" || v.BodyName != bodyName {
		t.Errorf("%+v", v)
	}
	figures := want[struct{ Figures []Figure }](o, "", "GET", "/v1/objections/figures", nil, "").Figures
	if len(figures) != 1 || figures[0].Kind != ComplaintKind || figures[0].Org != bodyID || figures[0].Upheld != 1 {
		t.Errorf("%+v", figures)
	}
	// a person complains for themselves, and nobody else sees it
	mine := want[Receipt](o, "citizen", "POST", "/v1/complaints", in, "")
	want[any](o, "owner", "GET", "/v1/cases/"+mine.Case, nil, "caseflow.unknown")
	o.do("citizen", mine.Case, Withdraw, nil, "")
	want[any](o, "agent", "POST", "/v1/complaints", in, "objection.as_oneself")
}

// rating takes an imported grade in, made by a body.
func (o *office) rating(year, body string) record.Record {
	o.T.Helper()
	it, _ := o.law.On(o.today()).Item("rating_tax")
	file, err := record.OneRow(it, map[string]string{"NS_MC": firmName, "NS_TYSHXYDM": firmID, "NS_ND": year, "NS_DJ": "C", "NS_PDRQ": "2026-04-30",
		"NS_YXQZ": "2027-04-30", "NS_PJDW": bodyName, "NS_PJDWDM": body})
	must(o.T, err)
	receipt, err := o.records.Take(o.T.Context(), counter.System("source", body, "示例来源单位"), record.Delivery{Item: "rating_tax", File: bytes.NewReader(file)})
	must(o.T, err)
	if len(receipt.Errors) > 0 {
		o.T.Fatalf("%+v", receipt.Errors)
	}
	return o.record(year)
}

// A grade that was imported is objected to in two ways: what it says, to whoever made it; how it was made, above its author.
func TestF10_7_AnObjectionToAScoreGoesAboveItsAuthor(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	first, second := o.rating("2025", bodyID), o.rating("2024", bodyID)
	plain := o.filed(first, "incorrect")
	scored := want[Receipt](o, "owner", "POST", "/v1/objections", Filing{About: AScore, Ref: second.ID, Ground: "incorrect", Statement: "评价方法有误。"}, "")
	if a, b := o.state(plain.Case), o.state(scored.Case); a.Org != bodyID || b.Org != aboveID {
		t.Errorf("the record goes to %s, the score to %s", a.Org, b.Org)
	}
	want[any](o, "handler", "GET", "/v1/cases/"+scored.Case, nil, "caseflow.unknown") // its author does not even see it
	want[any](o, "above", "GET", "/v1/cases/"+plain.Case, nil, "caseflow.unknown")
	want[any](o, "above", "GET", "/v1/cases/"+scored.Case, nil, "")
	want[any](o, "owner", "POST", "/v1/objections", Filing{About: AScore, Ref: second.ID, Ground: "incorrect", Statement: "再次提出。"}, "objection.open")
	top := o.rating("2023", aboveID)
	want[any](o, "owner", "POST", "/v1/objections", Filing{About: AScore, Ref: top.ID, Ground: "incorrect", Statement: "评价方法有误。"}, "objection.no_superior")
	want[any](o, "stranger", "POST", "/v1/objections", Filing{About: AScore, Ref: top.ID, Ground: "incorrect", Statement: "评价方法有误。"}, "objection.no_record")
}
