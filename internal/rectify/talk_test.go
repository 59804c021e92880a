package rectify

import (
	"encoding/hex"
	"strings"
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/record"
	"xinheng/internal/seal"
)

// TestF15_2_OnlyAnOrderThatIsReallyOverdueLeadsToATalk: not while its term runs, not while evidence waits, not once it is done; looked
// at again when the talk is approved and when the invitation is served.
func TestF15_2_OnlyAnOrderThatIsReallyOverdueLeadsToATalk(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	id := o.served()
	due := o.order("handler", id).Due
	o.day(due)
	o.sweep()
	want[Opened](o, "handler", "POST", "/v1/talks", planning(id, due.AddDays(10).String()), "rectify.not_overdue")
	if s := o.order("handler", id).Suggestion; s != nil {
		t.Errorf("on the last day a talk is suggested: %+v", s)
	}
	o.day(due + 1)
	o.sweep()
	if s := o.order("handler", id).Suggestion; s == nil || s.Talk != Reminding || s.Clause.ZH == "" {
		t.Errorf("the day after %+v is suggested", s)
	}
	plan := planning(id, due.AddDays(20).String())
	want[Opened](o, "clerk", "POST", "/v1/talks", plan, "access.no_permission")
	want[Opened](o, "ohandler", "POST", "/v1/talks", plan, "caseflow.unknown")
	want[Opened](o, "handler", "POST", "/v1/talks", planning(id, due.String()), "rectify.talk_day")
	talk := want[Opened](o, "both", "POST", "/v1/talks", plan, "").Case
	want[Opened](o, "both", "POST", "/v1/talks", planning(talk, due.AddDays(20).String()), "rectify.no_order")
	o.do("both", talk, Approve, nil, "access.not_apart") // whoever planned it does not approve it
	o.do("owner", id, HandIn, evidence, "")
	o.do("decider", talk, Approve, nil, "rectify.not_overdue") // what was handed in waits to be looked at
	o.do("handler", id, Insufficient, fields{"missing": "未见照片。"}, "")
	o.do("decider", talk, Approve, nil, "")
	o.do("owner", id, HandIn, evidence, "")
	o.do("handler", talk, Invite, servedOn(o.today().String(), invitationService), "rectify.not_overdue")
	o.do("handler", id, Confirm, findings, "")
	o.do("handler", talk, Invite, servedOn(o.today().String(), invitationService), "rectify.not_overdue")
	o.do("decider", talk, CallOff, fields{"reason": "已经整改到位。"}, "")
	if n := o.Count(`select count(*) from record.version where entity_id = $1`, firmID); n != 0 {
		t.Errorf("a talk that was called off left %d records", n)
	}
}

// TestF15_2_TheInvitationLeavesTimeToPrepare: three working days lie between; with one day less it is refused.
func TestF15_2_TheInvitationLeavesTimeToPrepare(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	order := o.overdue() // Tuesday 17 November
	for on, refusal := range map[string]string{"2026-11-20": "rectify.talk_soon", "2026-11-21": ""} {
		id := want[Opened](o, "handler", "POST", "/v1/talks", planning(order, on), "").Case
		o.do("decider", id, Approve, nil, "")
		if v := o.talk("owner", id); v.Topic != "" || v.On != 0 {
			t.Errorf("before it was told the firm reads %+v", v)
		}
		o.do("handler", id, Invite, servedOn("2026-11-17", invitationService), refusal)
		if refusal == "" {
			if v := o.talk("owner", id); !v.Invitation.Genuine || v.On.String() != on || v.Suggested != NoTalk {
				t.Errorf("the firm is told %+v", v)
			}
		}
	}
	id := o.invited(order)
	o.do("handler", id, Absent, fields{"reason": "未说明。"}, "rectify.talk_early")
	o.do("handler", id, Reschedule, fields{"on": "2026-12-04", "place": "线上会议"}, "")
	o.do("handler", id, Invite, servedOn("2026-11-17", invitationService), "")
	o.On("2026-12-04")
	o.do("handler", id, Absent, fields{"reason": "电话未接。"}, "")
	if v := o.talk("handler", id); o.state(id) != Approved || len(v.Absent) != 1 || v.Service != nil {
		t.Errorf("when nobody came the talk is %s with %+v", o.state(id), v)
	}
}

// TestF15_2_BothSidesSignTheMinutesTheyRead: over their SM3 digest, each from its own account, countersigned by the platform; corrected
// minutes must be signed anew; an agent does not sign; the record needs both signatures and a third person.
func TestF15_2_BothSidesSignTheMinutesTheyRead(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	order := o.overdue()
	id := o.invited(order)
	o.do("handler", id, Minute, minutes(o.today().String()), "rectify.held_on") // before the day that was told
	o.day(o.talk("handler", id).On)
	o.do("handler", id, Minute, minutes(o.today().AddDays(1).String()), "rectify.held_on") // on a day to come
	o.do("handler", id, Minute, minutes(o.today().String()), "")
	first := o.digest(id)
	o.do("decider", id, Push, nil, "rectify.unsigned")
	o.do("owner", id, SignSubject, fields{"digest": strings.Repeat("0", 64)}, "rectify.other_minutes")
	o.do("owner", id, SignSubject, first, "")
	o.do("owner", id, Remark, fields{"statement": "第二句应为“已下单”。"}, "")
	corrected := minutes(o.today().String())
	corrected["minutes"] = "企业说明设备已下单（虚构）。"
	delete(corrected, "held_on")
	o.do("handler", id, Rewrite, corrected, "")
	if v := o.talk("owner", id); v.Other != nil || v.Minutes.Version != 2 || v.Minutes.Digest == first["digest"] {
		t.Fatalf("corrected minutes are still signed: %+v", v)
	}
	o.do("owner", id, SignSubject, first, "rectify.other_minutes")
	o.do("handler", id, SignOfficer, o.digest(id), "")
	o.do("decider", id, Push, nil, "rectify.unsigned")
	o.do("stranger", id, SignSubject, o.digest(id), "caseflow.unknown")
	o.do("agent", id, SignSubject, o.digest(id), "") // waits for the firm, who must sign itself
	pending := want[caseflow.Page](o, "owner", "GET", "/v1/cases/"+id, nil, "").Waiting
	if len(pending) != 1 || o.talk("owner", id).Other != nil {
		t.Fatalf("an agent's signature: %+v", pending)
	}
	want[any](o, "owner", "POST", "/v1/cases/"+id+"/waiting/"+pending[0].ID, map[string]bool{"confirm": true}, "rectify.agent_signs")
	o.do("manager", id, SignSubject, o.digest(id), "")
	v := o.talk("owner", id)
	if !v.Officer.Valid || !v.Other.Valid || v.Officer.Name != "示例handler" || v.Other.Name != "示例manager" {
		t.Errorf("signed as %+v and %+v", v.Officer, v.Other)
	}
	o.do("handler", id, Push, nil, "caseflow.not_yours")
	o.do("decider", id, Push, nil, "")
	if s := o.state(id); s != Pushed {
		t.Errorf("it ends in %s", s)
	}
}

// TestF15_2_TheSignaturesHoldOutsideThePlatform: whoever has the paper can hash its words with SM3 and verify the stamp with the key of
// the platform; one other word, and neither holds.
func TestF15_2_TheSignaturesHoldOutsideThePlatform(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	id := o.pushed(o.overdue())
	c := o.theCase(id)
	x, err := talkOf(c)
	must(t, err)
	doc, err := o.Paper(t.Context(), people["owner"], id, paperMinutes, paper.ZH)
	must(t, err)
	if d := digestOf(doc); d != x.Minutes.Digest {
		t.Errorf("the paper has the digest %s, signed was %s", d, x.Minutes.Digest)
	}
	for _, s := range []*Signed{x.Officer, x.Other} {
		if raw, err := hex.DecodeString(s.Digest); err != nil || len(raw) != 32 || !seal.National.Verify(o.key().Public(), s.message(id), s.Stamp) {
			t.Errorf("the signature of the %s does not verify", s.Side)
		}
		other := *s
		other.Signer = "person:somebody"
		if seal.National.Verify(o.key().Public(), other.message(id), s.Stamp) {
			t.Error("it verifies for another signer")
		}
	}
	x.Minutes.Text += "！"
	if v := o.signView(x.Other, c, x); v.Valid {
		t.Error("a signature holds over other minutes")
	}
}

// TestF15_2_RefusingToSignIsRecordedAsItHappened: only after the body has signed, with proof; and whoever signs after all has not refused.
func TestF15_2_RefusingToSignIsRecordedAsItHappened(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	refused := fields{"reason": "代表称需请示后再定（虚构）。", refusalWitness: "attachment-9"}
	id := o.minuted(o.overdue(), "talk_kind", "warning")
	o.do("handler", id, RecordRefusal, refused, "caseflow.needs")
	o.do("handler", id, SignOfficer, o.digest(id), "")
	o.do("handler", id, RecordRefusal, refused, "")
	if v := o.talk("owner", id); v.Refusal == nil || v.Other != nil {
		t.Errorf("the firm reads %+v", v)
	}
	o.do("decider", id, Push, nil, "")
	if r := o.theRecord(id); r.Content["YT_QSQK"] != "当事人拒绝签署" || r.Kinds[0] != "警示约谈" {
		t.Errorf("pushed as %+v", r.Content)
	}
	after := o.minuted(o.overdue())
	o.do("handler", after, SignOfficer, o.digest(after), "")
	o.do("handler", after, RecordRefusal, refused, "")
	o.do("handler", after, ReceiveSigned, fields{"digest": o.digest(after)["digest"], signedMinutes: "attachment-8"}, "")
	o.do("handler", after, RecordRefusal, refused, "rectify.signed_already")
	if v := o.talk("owner", after); v.Refusal != nil || !v.Other.Paper || !v.Other.Valid {
		t.Errorf("signed after all: %+v", v)
	}
	o.do("decider", after, Push, nil, "")
	if r := o.theRecord(after); r.Content["YT_QSQK"] != "双方签署（当事人书面）" {
		t.Errorf("pushed as %+v", r.Content)
	}
}

func (o *office) theRecord(talk string) record.Record {
	o.T.Helper()
	v := o.talk("handler", talk)
	if v.Record == nil {
		o.T.Fatal("nothing was pushed")
	}
	return o.find(v.Record.ID)
}

// TestF15_2_ThePushedRecordIsNeutralAndEnds: with basis and number, shared within government only, nothing stands against the firm; its
// last day is the day before the date a year on; a kept order ends it at once.
func TestF15_2_ThePushedRecordIsNeutralAndEnds(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	order := o.overdue()
	o.Dies.Store(false)
	id := o.minuted(order)
	o.do("handler", id, SignOfficer, o.digest(id), "")
	o.do("owner", id, SignSubject, o.digest(id), "")
	o.Dies.Store(true)
	o.do("decider", id, Push, nil, "internal")
	o.Dies.Store(false)
	if n := o.Count(`select count(*) from record.version where entity_id = $1`, firmID); n != 0 || o.state(id) != Minuted {
		t.Fatalf("after the machine died there are %d records and the talk is %s", n, o.state(id))
	}
	o.do("decider", id, Push, nil, "")
	r := o.theRecord(id)
	if r.Adverse || r.Publicity != law.GovernmentOnly || r.StatusOn(o.today()) == record.StatusPublic {
		t.Errorf("a talk is a record against the firm: %+v", r)
	}
	if r.DocumentNo != id || !strings.Contains(r.Basis, "（十五）") || r.AuthorityID != bodyID || r.Content["YT_ZGWSH"] != order || r.Content["YT_JYZY"] != o.talk("handler", id).Minutes.Digest {
		t.Errorf("pushed as %+v", r)
	}
	if until := r.DecidedOn.AddMonths(12) - 1; r.ValidUntil != until {
		t.Errorf("its last day is %s, want %s", r.ValidUntil, until)
	}
	if f := o.facts(firmID); len(f) != 0 {
		t.Errorf("a talk counts against the firm: %+v", f)
	}
	if s := o.order("handler", order).Suggestion; s == nil || s.Talk != Warning {
		t.Errorf("after a talk that changed nothing %+v is suggested", s)
	}
	o.do("owner", order, HandIn, evidence, "")
	o.do("second", order, Confirm, findings, "")
	if r := o.theRecord(id); r.State != record.Removed || r.StateDocument != order {
		t.Errorf("the order was kept and the record is %s by %s", r.State, r.StateDocument)
	}
	if talks := o.order("owner", order).Talks; len(talks) != 1 || talks[0].Ended != o.today() {
		t.Errorf("the firm reads of its talks %+v", talks)
	}
}

// TestSuggestStartsNothing is the judgement by itself.
func TestSuggestStartsNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		overdue bool
		held    []Sort
		want    Sort
	}{{false, nil, NoTalk}, {false, []Sort{Reminding}, NoTalk}, {true, nil, Reminding}, {true, []Sort{Reminding}, Warning}, {true, []Sort{Warning}, Warning}} {
		if s := Suggest(c.overdue, c.held); s.Talk != c.want || s.Why.ZH == "" || s.Why.EN == "" || s.Clause.Article != "（十五）" {
			t.Errorf("overdue %v after %v: %+v, want %q", c.overdue, c.held, s, c.want)
		}
	}
}
