package listing

import (
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/record"
)

// both kinds go the same ways, and each is walked for each: a ban weighs no less than an entry.
var both = []string{Kind, BanKind}

func proposed(kind string) fields {
	if kind == BanKind {
		return banning()
	}
	return proposal()
}

// nothing asks that there is neither fact nor record of the firm.
func (o *office) nothing(after string) {
	o.T.Helper()
	if n := o.Count(`select count(*) from record.version where entity_id = $1`, firmID); n != 0 || len(o.facts(firmID)) != 0 {
		o.T.Errorf("after %s there are %d versions of records and %d facts", after, n, len(o.facts(firmID)))
	}
}

// A clue that comes to nothing leaves nothing, and cannot be taken up again.
func TestG9_AClueThatComesToNothingLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, kind := range both {
		o := open(t, "2026-11-23")
		id := o.clue(kind)
		o.do("handler", id, Close, nil, "caseflow.field")
		o.do("ohandler", id, Close, fields{"reason": "x"}, "caseflow.unknown")
		o.do("handler", id, Close, fields{"reason": "经查不是当事人所为。"}, "")
		o.do("handler", id, Close, fields{"reason": "经查不是当事人所为。"}, "caseflow.ended")
		o.do("handler", id, Propose, proposed(kind), "caseflow.ended")
		o.nothing("the clue was closed")
	}
}

// Who has nothing to be held against is told so: not listing is a decision too, by another than who proposed it.
func TestF14_1_NotToListIsDecidedByTwoAndLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, kind := range both {
		o := open(t, "2026-11-23")
		id := o.noticed(kind)
		o.do("handler", id, ReceiveState, fields{"statement": "批次不是我公司生产。", statementPaper: "attachment-4"}, "")
		o.do("both", id, ProposeDrop, fields{"findings": "陈述属实，批次为他人假冒。"}, "") // needs no waiting: it is for the subject
		o.do("decider", id, Decide, nil, "listing.not_drafted")
		o.do("both", id, Drop, nil, "access.not_apart")
		o.do("decider", id, Return, fields{"reason": "请附鉴定意见。"}, "")
		o.do("handler", id, ProposeDrop, fields{"findings": "陈述属实，鉴定意见附后。"}, "")
		o.do("decider", id, Drop, nil, "")
		if v := o.look("owner", id); v.Decision == nil || v.Decision.Outcome != "drop" || v.Entry != nil || o.state(id) != Dropped {
			t.Errorf("%s: %+v", kind, v.Decision)
		}
		o.nothing("it was dropped")
	}
}

// Other facts or another basis are told again: what was noticed before counts no more, and neither does a draft, a hearing or
// another severity that were about it.
func TestF14_1_OtherFactsAreToldAgain(t *testing.T) {
	t.Parallel()
	for _, kind := range both {
		o := open(t, "2026-11-23")
		id := o.heard(kind)
		changed := proposed(kind)
		changed["facts"] = "另查明同一批次还销往两家门店（虚构）。"
		o.do("handler", id, Revise, changed, "")
		if v := o.look("handler", id); v.Notice != nil || v.AskUntil != 0 || o.state(id) != Proposed {
			t.Errorf("%s: a notice about other facts still counts: %+v", kind, v)
		}
		if v := o.look("owner", id); v.Proposal != nil {
			t.Errorf("%s: the new facts are held against the firm before it was told", kind)
		}
		o.do("handler", id, ProposeListing, findings, "caseflow.not_now")
		o.do("handler", id, ServeNotice, servedOn(o.today().String(), noticeService), "")
		o.do("handler", id, ReceiveState, fields{"statement": "无异议。", statementPaper: "attachment-4"}, "")
		o.do("handler", id, ProposeListing, findings, "listing.still_open")
	}
}

// A ban knows the hearing of a listing: asked for by the firm or on paper, to the day, and held before anything is proposed.
func TestF14_1_AHearingIsTheSameForABan(t *testing.T) {
	t.Parallel()
	for _, kind := range both {
		for _, way := range []struct {
			who string
			act caseflow.Act
			f   fields
		}{{"owner", AskHearing, nil}, {"handler", ReceiveAsk, fields{statementPaper: "attachment-4"}}} {
			o := open(t, "2026-11-23")
			id := o.noticed(kind)
			o.do("owner", id, State, fields{"statement": "请听取我公司意见。"}, "")
			o.day(o.look("handler", id).AskUntil)
			o.do(way.who, id, way.act, way.f, "")
			o.do("handler", id, CallHearing, fields{"on": "2026-12-10", "place": "示例会议室"}, "")
			o.On("2026-12-10")
			o.do("handler", id, HoldHearing, fields{hearingMinutes: "attachment-3"}, "")
			o.do(way.who, id, way.act, way.f, "listing.heard")
			o.do("handler", id, ProposeListing, findings, "")
		}
		o := open(t, "2026-11-23")
		id := o.noticed(kind)
		o.do("handler", id, ReceiveAsk, nil, "caseflow.field") // on paper means with the paper
		o.do("handler", id, ReceiveState, fields{"statement": "x"}, "caseflow.field")
		o.day(o.look("handler", id).AskUntil + 1)
		o.do("handler", id, ReceiveAsk, fields{statementPaper: "attachment-4"}, "listing.hearing_late")
	}
}

// F14-5 holds for a ban as well: nobody is barred for less than serious conduct.
func TestF14_5_ABanNeedsTheSameSecondPerson(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.clue(BanKind)
	o.do("handler", id, Propose, banning("conduct", "breach.general", "measures", "key-supervision"), "")
	for _, again := range []caseflow.Act{RefuseOverride, ConfirmOverride} {
		o.do("handler", id, ServeNotice, servedOn("2026-11-23", noticeService), "listing.not_serious")
		o.do("both", id, Override, fields{"severity": "serious", "reason": "造成虚构的重大社会影响。"}, "")
		o.do("both", id, ConfirmOverride, nil, "access.not_apart")
		o.do("decider", id, again, nil, "")
		o.do("decider", id, again, nil, "listing.no_override")
	}
	o.do("handler", id, ServeNotice, servedOn("2026-11-23", noticeService), "")
}

// outside is the decision of a court against the firm.
func outside(kind string) Importing {
	in := Importing{Clueing: Clueing{Kind: kind, USCC: firmID, List: "tax-major", Source: "移送"}, Fields: fields{"authority": "虚构税务局", "authority_code": courtID,
		"document_no": "虚税〔2026〕3号", "decided_on": "2026-11-02", "served_on": "2026-11-09", "basis": "《重大税收违法失信主体信息公布管理办法》", "facts": "虚开发票（虚构）。",
		outsideDecision: "attachment-1", outsideService: "attachment-2"}}
	if kind == BanKind {
		in.List = ""
		in.Fields["ban_kind"], in.Fields["industry"], in.Fields["scope"], in.Fields["until"] = "industry", "C14", "不得从事食品制造", "2027-11-08"
	}
	return in
}

// An outside decision that is not complete, or not of this list, is not recorded; a ban that has no end cannot be taken in at all.
func TestF17_1_AnOutsideDecisionIsComparedBeforeItCounts(t *testing.T) {
	t.Parallel()
	for _, kind := range both {
		o := open(t, "2026-11-23")
		id := want[Opened](o, "both", "POST", "/v1/listings/outside", outside(kind), "").Case
		o.do("decider", id, RefuseOutside, nil, "caseflow.field")
		o.do("decider", id, RefuseOutside, fields{"reason": "送达凭证不是该文书的。"}, "")
		o.do("decider", id, AcceptOutside, nil, "caseflow.ended")
		o.nothing("it was refused")
		id = want[Opened](o, "both", "POST", "/v1/listings/outside", outside(kind), "").Case
		o.do("both", id, AcceptOutside, nil, "access.not_apart")
		o.do("decider", id, AcceptOutside, nil, "")
		if o.state(id) != Recorded || len(o.facts(firmID)) != 1 {
			t.Errorf("%s: %s, %+v", kind, o.state(id), o.facts(firmID))
		}
	}
	o := open(t, "2026-11-23")
	in := outside(BanKind)
	delete(in.Fields, "until")
	want[Opened](o, "both", "POST", "/v1/listings/outside", in, "caseflow.field")
	in.Fields["until"] = "2026-11-23" // over on the day it is entered
	want[Opened](o, "both", "POST", "/v1/listings/outside", in, "listing.ban_end")
}

// An entry is taken off early by two, quashed by two, or kept with a reason; it ends by itself at midnight of its last day.
func TestF14_1_AnEntryAndABanEndTheSameWays(t *testing.T) {
	t.Parallel()
	for _, kind := range both {
		o := open(t, "2026-11-23")
		id, r := o.listed(kind)
		o.do("handler", id, ProposeRemoval, fields{"findings": "已消除危害后果（示例）。"}, "")
		o.do("decider", id, KeepListed, fields{"reason": "尚未满一年。"}, "")
		o.do("decider", id, Remove, nil, "listing.not_drafted")
		o.do("both", id, ProposeRemoval, fields{"findings": "已消除危害后果（示例）。"}, "")
		o.do("both", id, Remove, nil, "access.not_apart")
		o.do("decider", id, Remove, nil, "")
		if o.find(r.ID).State != record.Removed || o.state(id) != Removed || len(o.facts(firmID)) != 0 {
			t.Errorf("%s is %s after it was taken off", kind, o.state(id))
		}

		o = open(t, "2026-11-23")
		id, r = o.listed(kind)
		o.do("handler", id, ProposeQuash, fields{"reason": "复议决定〔2026〕虚构1号撤销。"}, "")
		o.do("decider", id, Quash, nil, "")
		if o.find(r.ID).State != record.Withdrawn || o.state(id) != Quashed || len(o.facts(firmID)) != 0 {
			t.Errorf("%s is %s after it was quashed", kind, o.state(id))
		}

		for to, end := range map[record.State]caseflow.State{record.Repaired: Removed, record.Withdrawn: Quashed} {
			o = open(t, "2026-11-23")
			id, r = o.listed(kind)
			o.rule(r, to)
			if o.state(id) != end {
				t.Errorf("the record of a %s is %s, and its case %s", kind, to, o.state(id))
			}
		}

		o = open(t, "2026-11-23")
		id, r = o.listed(kind)
		o.day(r.PublicUntil)
		if n, err := o.Settle(t.Context()); n != 0 || err != nil {
			t.Errorf("%s ends before its last day is over: %d, %v", kind, n, err)
		}
		o.day(r.PublicUntil + 1)
		if len(o.facts(firmID)) != 0 {
			t.Errorf("%s still stands the day after its last, before any job", kind)
		}
		if n, err := o.Settle(t.Context()); n != 1 || err != nil || o.state(id) != Expired {
			t.Errorf("%s: %d closed, %v, %s", kind, n, err, o.state(id))
		}
	}
}

// A letter nobody signs is not sent, and its recipient never sees it.
func TestF18_2_ALetterThatIsNotSignedIsNotSent(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := want[Opened](o, "handler", "POST", "/v1/letters", Writing{USCC: firmID, Body: auditID, To: "audit", Facts: "虚构合同〔2026〕2号逾期未付。"}, "").Case
	o.do("decider", id, DropLetter, nil, "caseflow.field")
	o.do("decider", id, DropLetter, fields{"reason": "款项已经付清。"}, "")
	o.do("decider", id, SendLetter, nil, "caseflow.ended")
	o.do("auditor", id, ReplyLetter, fields{"reply": "x"}, "caseflow.ended")
	o.nothing("a letter was dropped")
}
