package listing

import (
	"context"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// F17-1: a ban has a subject, an industry, a scope, an article, a first and a last day; without an end, or with an industry
// nobody knows, it is not even proposed.
func TestF17_1_ABanNamesIndustryScopeArticleAndTerm(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.clue(BanKind)
	for _, c := range []struct {
		changes []any
		refusal string
	}{
		{[]any{"until", "2026-11-23"}, "listing.ban_end"}, {[]any{"until", ""}, "caseflow.field"}, {[]any{"industry", "C99"}, "listing.industry"}, {[]any{"industry", ""}, "listing.industry"},
		{[]any{"ban_kind", "market"}, "listing.industry"}, {[]any{"scope", ""}, "caseflow.field"}, {[]any{"instrument", "none"}, "listing.basis"},
	} {
		o.do("handler", id, Propose, banning(c.changes...), c.refusal)
	}
	id, r := o.listed(BanKind)
	facts := o.facts(firmID)
	if len(facts) != 1 || facts[0].Ban != "industry" || facts[0].Industry != "C14" || facts[0].Until.String() != "2027-11-22" || facts[0].From != o.today() {
		t.Fatalf("%+v", facts)
	}
	if id[:2] != "JR" || r.Basis == "" || r.ServedOn != o.today() || r.Content["JR_FW"] != "不得从事食品制造" {
		t.Errorf("%+v", r)
	}
}

// F17-2: a ban ends by its date with no job running: its last day counts, the day after does not, and it is no longer public.
func TestF17_2_ABanEndsAtMidnightWithEveryJobStopped(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id, r := o.listed(BanKind)
	for day, stands := range map[string]bool{"2027-11-21": true, "2027-11-22": true, "2027-11-23": false} {
		o.On(day)
		if got := len(o.facts(firmID)) == 1; got != stands {
			t.Errorf("on %s it stands: %v", day, got)
		}
		if public := r.StatusOn(workday.MustParse(day)) == record.StatusPublic; public != stands {
			t.Errorf("on %s it is public: %v", day, public)
		}
	}
	o.On("2027-11-23")
	if page, _, err := record.Listed(t.Context(), o.db, record.Filter{Item: "ban", Limit: 10}, o.today()); err != nil || len(page) != 0 {
		t.Errorf("an old ban is in public search: %v %v", page, err)
	}
	want[Entry](o, "", "GET", "/v1/listings/entries/"+r.ID, nil, "listing.no_entry")
	if n, err := o.Settle(t.Context()); err != nil || n != 1 || o.state(id) != Expired {
		t.Errorf("%d closed, %v, the case is %s", n, err, o.state(id))
	}
	if n, err := o.Settle(t.Context()); err != nil || n != 0 {
		t.Errorf("a second round closes %d, %v", n, err)
	}
}

// F17-2: or by an early decision of two people.
func TestF17_2_ABanIsLiftedEarlyByASecondPerson(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id, r := o.listed(BanKind)
	o.do("decider", id, Remove, nil, "listing.not_drafted")
	o.do("both", id, ProposeRemoval, fields{"findings": "已消除危害后果。"}, "")
	o.do("both", id, Remove, nil, "access.not_apart")
	o.do("decider", id, Quash, nil, "listing.not_drafted")
	if len(o.facts(firmID)) != 1 {
		t.Fatal("a proposal alone lifted it")
	}
	o.do("decider", id, Remove, nil, "")
	if got := o.find(r.ID); got.State != record.Removed || len(o.facts(firmID)) != 0 || o.state(id) != Removed {
		t.Errorf("%+v, %s", got, o.state(id))
	}
}

// What was wrong from the start is quashed; who does not agree keeps the entry and says why.
func TestF14_1_AWrongEntryIsQuashed(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id, r := o.listed(Kind)
	o.do("handler", id, ProposeQuash, fields{"reason": "复议决定〔2026〕虚构1号撤销。"}, "")
	o.do("decider", id, KeepListed, fields{"reason": "复议决定尚未生效。"}, "")
	o.do("decider", id, Quash, nil, "listing.not_drafted")
	o.do("handler", id, ProposeQuash, fields{"reason": "复议决定〔2026〕虚构1号撤销。"}, "")
	o.do("decider", id, Quash, nil, "")
	if got := o.find(r.ID); got.State != record.Withdrawn || len(o.facts(firmID)) != 0 || o.state(id) != Quashed {
		t.Errorf("%+v, %s", got, o.state(id))
	}
}

// rule changes a record as the decision of another case does.
func (o *office) rule(r record.Record, to record.State) {
	o.T.Helper()
	must(o.T, o.db.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.records.Rule(ctx, tx, people["decider"], "XF-460100-20271201-000001", []record.Ruling{{EntityID: r.EntityID, ID: r.ID, State: to, On: o.today(),
			Document: "XF-460100-20271201-000001", Authority: bodyName}})
		return err
	}))
}

// The case follows its record, whoever changed it: a repair ends it at once, an objection that is upheld quashes it.
func TestG7_TheCaseFollowsItsRecord(t *testing.T) {
	t.Parallel()
	for to, state := range map[record.State]caseflow.State{record.Repaired: Removed, record.Removed: Removed, record.Withdrawn: Quashed} {
		o := open(t, "2026-11-23")
		id, r := o.listed(Kind)
		o.rule(r, to)
		if o.state(id) != state || len(o.facts(firmID)) != 0 {
			t.Errorf("its record was %s, and the case is %s", to, o.state(id))
		}
		if n, err := o.Settle(t.Context()); n != 0 || err != nil {
			t.Errorf("closed again: %d, %v", n, err)
		}
	}
}

// F14-1: what a court decided enters with its document and proof of service, compared by a second person, under the court's name.
func TestF14_1_AnOutsideDecisionEntersWithItsDocumentAndService(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	in := Importing{Clueing: Clueing{Kind: Kind, USCC: firmID, List: "tax-major", Source: "移送"}, Fields: fields{"authority": "虚构税务局", "authority_code": courtID,
		"document_no": "虚税〔2026〕1号", "decided_on": "2026-11-02", "served_on": "2026-11-09", "basis": "《重大税收违法失信主体信息公布管理办法》", "facts": "虚开发票（虚构）。",
		outsideDecision: "attachment-1", outsideService: "attachment-2"}}
	lacks := func(field string, refusal string) {
		t.Helper()
		f := fields{}
		for k, v := range in.Fields {
			if k != field {
				f[k] = v
			}
		}
		want[Opened](o, "both", "POST", "/v1/listings/outside", Importing{in.Clueing, f}, refusal)
	}
	for _, field := range []string{"authority", "document_no", "served_on", "basis", outsideDecision, outsideService} {
		lacks(field, "caseflow.field")
	}
	id := want[Opened](o, "both", "POST", "/v1/listings/outside", in, "").Case
	if len(o.facts(firmID)) != 0 {
		t.Fatal("it counts before anybody compared it")
	}
	o.do("both", id, AcceptOutside, nil, "access.not_apart")
	o.do("decider", id, Enter, nil, "caseflow.not_now")
	o.do("decider", id, AcceptOutside, nil, "")
	r := o.find(o.look("handler", id).Entry.Record)
	if r.AuthorityID != courtID || r.Authority != "虚构税务局" || r.DocumentNo != "虚税〔2026〕1号" || r.SourceID != bodyID || len(o.facts(firmID)) != 1 || o.state(id) != Recorded {
		t.Errorf("%+v", r)
	}
}

// G4, F18-1: a firm is listed, and its representative keeps a clean file; the person's own case needs their own notice, statement,
// decision and service, though it names the firm's.
func TestF18_1_AListedFirmsDirectorKeepsACleanFile(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	firmCase, _ := o.listed(Kind)
	in := Clueing{Kind: Kind, List: "tax-major", Person: &Named{Name: "示例甲", Number: personNo}, Source: "关联", FirmCase: firmCase}
	id := want[Opened](o, "handler", "POST", "/v1/listings", in, "").Case
	person := o.caseFor(id).EntityID
	if person == firmID || len(o.facts(person)) != 0 || o.Count(`select count(*) from record.version where entity_id = $1`, person) != 0 {
		t.Fatal("something of the firm's stands against the person")
	}
	if v := o.look("handler", id); v.FirmCase != firmCase || v.Proposal != nil || v.Notice != nil || v.Severity != "" || v.Subject == "示例甲" {
		t.Errorf("the person's case begins with something of the firm's: %+v", v)
	}
	o.do("handler", id, ServeNotice, servedOn(o.today().String(), noticeService), "caseflow.not_now")
	o.do("decider", id, Enter, nil, "caseflow.not_now")
	o.do("handler", id, Propose, proposal("instrument", "sta-54", "article", "第六条"), "")
	o.do("handler", id, ServeNotice, servedOn(o.today().String(), noticeService), "")
	o.do("handler", id, ReceiveState, fields{"statement": "与本人无关。", statementPaper: "attachment-5"}, "")
	o.day(o.look("handler", id).AskUntil + 1)
	o.do("handler", id, ProposeListing, findings, "")
	o.do("decider", id, Discuss, minutes, "")
	o.do("decider", id, Decide, nil, "")
	o.do("handler", id, ServeDecision, servedOn(o.today().String(), decisionService), "")
	if len(o.facts(person)) != 0 {
		t.Fatal("it counts before it was entered")
	}
	o.do("decider", id, Enter, nil, "")
	r := o.find(o.look("handler", id).Entry.Record)
	if !r.Person || r.EntityID != person || r.Subject == "示例甲" || len(o.facts(person)) != 1 || len(o.facts(firmID)) != 1 {
		t.Errorf("%+v", r)
	}
	// a list that is not for persons takes none, and a firm's case is no case of a firm
	in.List = "statistics-serious"
	want[Opened](o, "handler", "POST", "/v1/listings", in, "listing.no_persons")
	want[Opened](o, "handler", "POST", "/v1/listings", Clueing{Kind: Kind, List: "tax-major", USCC: firmID, Source: "x", FirmCase: firmCase}, "listing.firm_case")
}

func (o *office) caseFor(id string) *caseflow.Case {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	return c
}

// F18-2: a letter about a public body goes to its superior, audit or discipline office by two people; the recipient alone answers,
// and what is late is seen.
func TestF18_2_ALetterIsSentByTwoAndAnsweredByItsRecipient(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	in := Writing{USCC: firmID, Body: auditID, To: "audit", Facts: "虚构合同〔2026〕1号逾期未付。"}
	want[Opened](o, "handler", "POST", "/v1/letters", Writing{USCC: firmID, Body: bodyID, To: "audit", Facts: "x"}, "listing.recipient")
	id := want[Opened](o, "both", "POST", "/v1/letters", in, "").Case
	o.do("auditor", id, ReplyLetter, fields{"reply": "x"}, "caseflow.not_now")
	o.do("both", id, SendLetter, nil, "access.not_apart")
	o.do("decider", id, SendLetter, nil, "")
	o.do("handler", id, CloseLetter, nil, "caseflow.not_now")
	o.do("handler", id, ReplyLetter, fields{"reply": "x"}, "caseflow.not_yours")
	o.do("owner", id, ReplyLetter, fields{"reply": "x"}, "caseflow.not_yours")
	due := o.caseFor(id).DueOn
	o.day(due)
	o.sweep()
	if o.caseFor(id).EscalatedOn != 0 {
		t.Error("on its last day it is late already")
	}
	o.day(due + 1)
	o.sweep()
	if o.caseFor(id).EscalatedOn == 0 {
		t.Error("nobody is told that no reply came")
	}
	o.do("auditor", id, ReplyLetter, fields{"reply": "已列入审计计划。"}, "")
	o.do("handler", id, AskAgain, fields{"reason": "结果"}, "")
	o.do("auditor", id, ReplyLetter, fields{"reply": "已整改。"}, "")
	o.do("handler", id, CloseLetter, nil, "")
	var l letter
	must(t, o.caseFor(id).Into(&l))
	if len(l.Reply) != 2 || o.state(id) != LetterClosed {
		t.Errorf("%+v", l)
	}
	if len(o.facts(firmID)) != 0 {
		t.Error("a letter restricts somebody")
	}
}

// F14-3, F14-4, F19-3: the public entry names body, document, basis, dates, removal conditions and remedies; the subject's comment
// stands beside it once it was looked at for personal data; the entry of a person is not to be indexed.
func TestF14_3_ThePublicEntrySaysHowToLeaveAndWhatToDo(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id, r := o.listed(Kind)
	e := want[Entry](o, "", "GET", "/v1/listings/entries/"+r.ID, nil, "")
	if e.Authority != bodyName || e.Document != id || e.Basis == "" || e.DecidedOn == 0 || e.ServedOn == 0 || e.Until != r.PublicUntil || e.Removal.ZH == "" || e.Removal.EN == "" ||
		e.Remedies.ZH == "" || e.Remedies.EN == "" || e.RemovalOn != r.RepairFrom || e.Comment != nil {
		t.Errorf("%+v", e)
	}
	want[Entry](o, "", "GET", "/v1/listings/entries/none", nil, "record.unknown")
	o.day(r.PublicUntil)
	want[Entry](o, "", "GET", "/v1/listings/entries/"+r.ID, nil, "")
	o.day(r.PublicUntil + 1)
	want[Entry](o, "", "GET", "/v1/listings/entries/"+r.ID, nil, "listing.no_entry")
}

func TestF14_4_TheSubjectsCommentStandsBesideTheEntry(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	_, r := o.listed(Kind)
	path := "/v1/listings/entries/" + r.ID + "/comments"
	say := func(who, text, refusal string) Comment {
		t.Helper()
		return want[Comment](o, who, "POST", path, map[string]string{"text": text}, refusal)
	}
	say("stranger", "x", "listing.no_entry")
	say("handler", "x", "access.no_permission")
	say("owner", "  ", "listing.text")
	bad := say("owner", "经办人示例乙，电话 13800000000。", "")
	shown := func() *Comment {
		t.Helper()
		return want[Entry](o, "", "GET", "/v1/listings/entries/"+r.ID, nil, "").Comment
	}
	if shown() != nil {
		t.Error("a comment nobody has looked at is public")
	}
	settle := func(who, id string, personal bool, refusal string) {
		t.Helper()
		want[struct{}](o, who, "POST", path+"/"+id, map[string]bool{"personal_data": personal}, refusal)
	}
	settle("ohandler", bad.ID, false, "listing.no_entry")
	settle("handler", "none", false, "listing.no_comment")
	settle("handler", bad.ID, true, "")
	settle("handler", bad.ID, false, "") // a second click, or a second thought: what is withheld stays so
	if shown() != nil {
		t.Error("what holds personal data is public")
	}
	good := say("owner", "我公司已下架并召回全部批次。", "")
	settle("handler", good.ID, false, "")
	if c := shown(); c == nil || c.Text != good.Text {
		t.Errorf("%+v", c)
	}
	if s, err := o.Shown(t.Context(), r.EntityID, r.ID); err != nil || s != good.Text {
		t.Errorf("the page shows %q, %v", s, err)
	}
	counter.Reseals(t, o.DB, o.Sealer, Holders()[0], 2)
	if all := want[[]Comment](o, "owner", "GET", path, nil, ""); len(all) != 2 || all[1].State != "withheld" {
		t.Errorf("%+v", all)
	}
	want[[]Comment](o, "stranger", "GET", path, nil, "listing.no_entry")
	if n := o.Count(`select count(*) from listing.comment where position('召回'::bytea in body) > 0`); n != 0 {
		t.Error("a comment is stored in clear")
	}
}

// F19-3: an entry of a natural person has an end, is masked, is not to be indexed, and is never among the public lists of a list
// that is not for persons.
func TestF19_3_APersonsEntryIsNotToBeIndexed(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	in := Importing{Clueing: Clueing{Kind: Kind, Person: &Named{Name: "示例甲", Number: personNo}, List: "tax-major", Source: "移送"}, Fields: fields{"authority": "虚构税务局",
		"authority_code": courtID, "document_no": "虚税〔2026〕2号", "decided_on": "2026-11-02", "served_on": "2026-11-09", "basis": "《重大税收违法失信主体信息公布管理办法》", "facts": "虚开发票（虚构）。",
		outsideDecision: "attachment-1", outsideService: "attachment-2"}}
	id := want[Opened](o, "handler", "POST", "/v1/listings/outside", in, "").Case
	o.do("decider", id, AcceptOutside, nil, "")
	r := o.find(o.look("handler", id).Entry.Record)
	resp := o.raw("/v1/listings/entries/" + r.ID)
	if resp.robots != "noindex, noarchive" || resp.cache != "no-store" || !resp.entry.Person || resp.entry.Subject == "示例甲" || resp.entry.Until == 0 {
		t.Errorf("%+v", resp)
	}
}

// S8: who decides needs the permission a training certificate carries; without it nothing can be decided, entered or taken off.
func TestS8_WithoutTheRightNothingIsDecided(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.heard(Kind)
	o.do("handler", id, ProposeListing, findings, "")
	for _, act := range []caseflow.Act{Discuss, Decide} {
		f := fields{}
		if act == Discuss {
			f = minutes
		}
		o.do("handler", id, act, f, "caseflow.not_yours")
	}
	p, ok := access.PermissionOf(access.ListingDecide)
	if !ok || !p.Affects {
		t.Error("deciding a listing is not among what a certificate is needed for")
	}
}
