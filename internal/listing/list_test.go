package listing

import (
	"slices"
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// F14-1: basis, notice, statement, decision, service, list; at each step what was skipped is refused, and before the last nothing
// stands against anybody.
func TestF14_1_FromClueToEntryStepByStep(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.clue(Kind)
	nothing := func(after string) {
		t.Helper()
		if f := o.facts(firmID); len(f) != 0 {
			t.Errorf("after %s there stands %+v", after, f)
		}
		if n := o.count(`select count(*) from record.version where entity_id = $1`, firmID); n != 0 {
			t.Errorf("after %s there are %d versions of records", after, n)
		}
	}
	for _, a := range []struct {
		who string
		act caseflow.Act
		f   fields
	}{{"handler", ServeNotice, servedOn("2026-11-23", noticeService)}, {"handler", ProposeListing, findings}, {"decider", Decide, nil},
		{"handler", ServeDecision, servedOn("2026-11-23", decisionService)}, {"decider", Enter, nil}} {
		o.do(a.who, id, a.act, a.f, "caseflow.not_now")
	}
	o.do("handler", id, Propose, proposal("instrument", "no-such"), "listing.basis")
	o.do("handler", id, Propose, proposal(), "")
	nothing("the proposal")
	if v := o.look("owner", id); v.Proposal != nil || v.Severity != "" {
		t.Error("something is held against the firm before it was told")
	}
	o.do("handler", id, ServeNotice, fields{"served_on": "2026-11-23", "means": "direct"}, "caseflow.field") // no proof of service
	o.do("handler", id, ServeNotice, servedOn("2026-11-24", noticeService), "listing.served_on")
	o.do("handler", id, ServeNotice, servedOn("2026-11-22", noticeService), "listing.served_on")
	o.do("handler", id, ServeNotice, servedOn("2026-11-23", noticeService), "")
	nothing("the notice")
	if v := o.look("owner", id); v.Proposal == nil || v.Proposal.Facts == "" || v.List.Removal.ZH == "" || v.List.Remedies.ZH == "" {
		t.Errorf("the firm is not told what, on what, and what it can do: %+v", v)
	}
	o.do("owner", id, State, fields{"statement": "我公司已在检查当日下架全部批次。"}, "")
	o.do("handler", id, ProposeListing, findings, "listing.still_open")
	o.on("2026-12-01")
	o.do("handler", id, ProposeListing, fields{"findings": "x", "remedy": "y"}, "caseflow.field") // the statement must be answered
	o.do("handler", id, ProposeListing, findings, "")
	if v := o.look("owner", id); v.Draft != nil {
		t.Error("the firm reads a draft as if it were an answer")
	}
	o.do("decider", id, Decide, nil, "listing.no_panel")
	o.do("decider", id, Discuss, minutes, "")
	o.do("decider", id, Decide, nil, "")
	nothing("the decision")
	o.do("decider", id, Enter, nil, "caseflow.not_now")
	o.do("handler", id, ServeDecision, servedOn("2026-11-30", decisionService), "listing.served_on")
	o.do("handler", id, ServeDecision, servedOn("2026-12-01", decisionService), "")
	nothing("service")
	o.do("decider", id, Enter, nil, "")
	r := o.find(o.look("owner", id).Entry.Record)
	facts := o.facts(firmID)
	if r.List != "samr-serious" || r.DocumentNo != id || r.Basis == "" || r.ServedOn.String() != "2026-12-01" || r.PublicUntil.String() != "2029-11-30" ||
		r.StatusOn(o.today()) != record.StatusPublic || len(facts) != 1 || facts[0].Until.String() != "2029-11-30" {
		t.Errorf("%+v\n%+v", r, facts)
	}
}

func TestF14_1_TheTimeToAnswerAndToAskForAHearingToTheDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ day, hearing, propose string }{ // noticed on Monday the 23rd: five working days end on Monday the 30th
		{"2026-11-30", "", "listing.still_open"}, {"2026-12-01", "listing.hearing_late", ""}} {
		o := open(t, "2026-11-23")
		id := o.noticed(Kind)
		if until := o.look("owner", id).AskUntil; until.String() != "2026-11-30" {
			t.Fatalf("a hearing may be asked for until %s", until)
		}
		o.do("owner", id, State, fields{"statement": "有异议。"}, "")
		o.on(c.day)
		o.do("handler", id, ProposeListing, findings, c.propose)
		if c.propose == "" {
			o.do("decider", id, Return, fields{"reason": "补充证据"}, "")
		}
		o.do("owner", id, AskHearing, nil, c.hearing)
	}
}

// A hearing is called with the working days of notice the law gives, and nothing is proposed before it was held.
func TestF14_1_AHearingIsCalledInTimeAndHeldBeforeAnythingIsProposed(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.noticed(Kind)
	o.do("owner", id, AskHearing, nil, "")
	o.do("handler", id, ProposeListing, findings, "caseflow.not_now")
	o.do("handler", id, HoldHearing, fields{hearingMinutes: "attachment-3"}, "caseflow.needs")
	// seven working days after the 23rd end on 2 December
	o.do("handler", id, CallHearing, fields{"on": "2026-12-02", "place": "示例会议室"}, "listing.hearing_soon")
	if _, text := o.read("owner", id, paperHearing); text != "" {
		t.Error("the subject reads a notice of a hearing that was not called")
	}
	o.do("handler", id, CallHearing, fields{"on": "2026-12-03", "place": "示例会议室"}, "")
	_, text := o.read("owner", id, paperHearing)
	says(t, "the notice of the hearing", text, "听证通知书", "2026-12-03", "示例会议室", "委托一至二人代理", firmName)
	o.on("2026-12-02")
	o.do("handler", id, HoldHearing, fields{hearingMinutes: "attachment-3"}, "listing.hearing_early")
	o.on("2026-12-03")
	o.do("handler", id, HoldHearing, fields{hearingMinutes: "attachment-3"}, "")
	o.do("owner", id, AskHearing, nil, "listing.heard")
	o.do("handler", id, ProposeListing, findings, "")
}

// S2: who drafts does not decide, whatever roles they hold; who is of another body does not know of the case (S10).
func TestS2_WhoDraftsDoesNotDecide(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.heard(Kind)
	o.do("both", id, ProposeListing, findings, "")
	o.do("both", id, Discuss, minutes, "")
	o.do("both", id, Decide, nil, "access.not_apart")
	o.do("handler", id, Decide, nil, "caseflow.not_yours")
	o.do("odecider", id, Decide, nil, "caseflow.unknown")
	o.do("stranger", id, State, fields{"statement": "x"}, "caseflow.unknown")
	o.do("decider", id, Decide, nil, "")
	o.do("decider", id, Decide, nil, "caseflow.not_now")
	want[struct{}](o, "clerk", "POST", "/v1/listings", Clueing{Kind: Kind, USCC: firmID, List: "samr-serious", Source: "x"}, "access.no_permission")
}

// What follows the entry fails: then there is no entry, and the case waits to be entered again, once.
func TestG9_EntryAndEffectsAreOneTransaction(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.decided(Kind)
	o.do("handler", id, ServeDecision, servedOn(o.today().String(), decisionService), "")
	o.die.Store(true)
	o.do("decider", id, Enter, nil, "internal")
	if o.state(id) != Served || len(o.facts(firmID)) != 0 || o.count(`select count(*) from listing.entry`) != 0 {
		t.Error("something of an entry that failed is left")
	}
	o.die.Store(false)
	o.do("decider", id, Enter, nil, "")
	o.do("decider", id, Enter, nil, "caseflow.not_now")
	if len(o.facts(firmID)) != 1 {
		t.Error("the entry does not stand")
	}
}

func TestF14_2_AListThatIsNotFullyDefinedCannotBeUsed(t *testing.T) {
	t.Parallel()
	lib, err := shipped()
	must(t, err)
	book := lib.On(workday.MustParse("2026-11-23"))
	own, _ := book.List("hainan-commitment")
	national, _ := book.List("samr-serious")
	if !whole(book, own) || !whole(book, national) {
		t.Fatal("the shipped lists are not whole")
	}
	for what, break_ := range map[string]func(l *law.List){
		"without its rules": func(l *law.List) { l.Rules = "" }, "with rules nobody has": func(l *law.List) { l.Rules = "none" },
		"without its catalogue of measures": func(l *law.List) { l.Catalogue = "" }, "without removal conditions": func(l *law.List) { l.Removal = law.Text2{} },
		"without an authority": func(l *law.List) { l.Authority = law.Text2{} }, "without remedies": func(l *law.List) { l.Remedies = law.Text2{} },
		"without a basis": func(l *law.List) { l.Basis = nil }, "with a document as its basis": func(l *law.List) { l.Basis = []law.Ref{{Instrument: "qfb-2021-4"}} },
	} {
		l := own
		break_(&l)
		if whole(book, l) {
			t.Errorf("a list of the province %s is taken for whole", what)
		}
	}
	o := open(t, "2026-11-23")
	for _, l := range want[listsOut](o, "", "GET", "/v1/listings/lists", nil, "").Items {
		if refusal := "listing.no_list"; !l.Usable {
			want[Opened](o, "handler", "POST", "/v1/listings", Clueing{Kind: Kind, USCC: firmID, List: l.Code, Source: "x"}, refusal)
		}
		if len(l.Cited) == 0 || l.Usable && (l.Kind != "serious" || len(l.Lacks) > 0) {
			t.Errorf("%s: %+v", l.Code, l)
		}
	}
	if then := want[listsOut](o, "", "GET", "/v1/listings/lists?on=2023-12-31", nil, ""); slices.ContainsFunc(then.Items, func(l Defined) bool { return l.Code == own.Code }) {
		t.Error("a list is there on the day before it came into force")
	}
	want[listsOut](o, "", "GET", "/v1/listings/lists?on=yesterday", nil, "web.invalid")
	for list, refusal := range map[string]string{"business-abnormal": "listing.no_list", "second-line-watch": "listing.no_list", "no-such": "listing.no_list", "": "listing.no_list"} {
		want[Opened](o, "handler", "POST", "/v1/listings", Clueing{Kind: Kind, USCC: firmID, List: list, Source: "x"}, refusal)
	}
}

// F14-5: severity comes from the table; another needs a reason and a second person, and until then nothing goes on.
func TestF14_5_AnotherSeverityNeedsAReasonAndASecondPerson(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.clue(Kind)
	o.do("handler", id, Propose, proposal("conduct", "breach.general", "measures", "key-supervision"), "")
	o.do("handler", id, ServeNotice, servedOn("2026-11-23", noticeService), "listing.not_serious")
	o.do("both", id, Override, fields{"severity": "serious"}, "caseflow.field")
	o.do("both", id, Override, fields{"severity": "general", "reason": "x"}, "listing.same_severity")
	o.do("both", id, Override, fields{"severity": "serious", "reason": "造成虚构的重大社会影响。"}, "")
	o.do("handler", id, ServeNotice, servedOn("2026-11-23", noticeService), "listing.override_open")
	o.do("both", id, ConfirmOverride, nil, "access.not_apart")
	o.do("decider", id, RefuseOverride, nil, "")
	o.do("handler", id, ServeNotice, servedOn("2026-11-23", noticeService), "listing.not_serious")
	o.do("both", id, Override, fields{"severity": "serious", "reason": "造成虚构的重大社会影响。"}, "")
	o.do("decider", id, ConfirmOverride, nil, "")
	o.do("handler", id, ServeNotice, servedOn("2026-11-23", noticeService), "")
	if v := o.look("handler", id); v.Severity != law.Serious || v.Proposal.Severity != law.General || v.Override.Reason == "" {
		t.Errorf("%+v", v)
	}
}

// F05-1: the table of conduct allows measures by severity; the desk refuses one above it, and says so on the ledger (F16-2 does
// the same for one outside the catalogue).
func TestF05_1_AMeasureAboveTheSeverityIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.clue(Kind)
	o.do("handler", id, Propose, proposal("conduct", "breach.general", "measures", "procurement-ban"), "listing.measure_above")
	o.do("handler", id, Propose, proposal("conduct", "breach.minor", "measures", "key-supervision"), "listing.measure_above")
	o.do("handler", id, Propose, proposal("measures", "consumption-limit"), "listing.measure_above")
	if n := o.count(`select count(*) from ledger.entry where kind = 'listing.measure_refused'`); n != 3 {
		t.Errorf("%d refusals on the ledger, want 3", n)
	}
	o.do("handler", id, Propose, proposal("conduct", "commitment.false"), "listing.conduct") // leads to another list
	o.do("handler", id, Propose, proposal("conduct", "breach.general", "measures", "key-supervision，honour-limit"), "")
}

func TestF16_2_AMeasureOutsideTheCatalogueIsRefusedAndAudited(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.clue(Kind)
	o.do("handler", id, Propose, proposal("measures", "public-shaming"), "listing.measure_unlisted")
	if o.state(id) != Clue || o.count(`select count(*) from ledger.entry where kind = 'listing.measure_refused' and about = $1`, id) != 1 {
		t.Error("the refusal is not on the ledger, or the proposal was kept")
	}
}
