package listing

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"xinheng/internal/caseflow"
)

// read is a paper as somebody gets it; empty with a refusal.
func (o *office) read(who, id, paper string) (kind, text string) {
	o.T.Helper()
	r, err := http.NewRequestWithContext(o.T.Context(), http.MethodGet, o.Base()+"/v1/listings/cases/"+id+"/papers/"+paper, nil)
	must(o.T, err)
	r.Header.Set("Authorization", who)
	resp, err := http.DefaultClient.Do(r)
	must(o.T, err)
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	must(o.T, err)
	if resp.StatusCode != http.StatusOK {
		if resp.StatusCode != http.StatusNotFound {
			o.T.Errorf("%s reads %s: %d %s", who, paper, resp.StatusCode, b)
		}
		return "", ""
	}
	return resp.Header.Get("Content-Type"), string(b)
}

func says(t *testing.T, what, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s does not say %q", what, w)
		}
	}
}

// 国办发〔2020〕49号（八）: the notice says facts, basis, measures, rights and their time; the decision says findings, the answer to what
// was said, how to come off and remedies; the subject reads each once it was served, and never before.
func TestF14_1_ThePapersSayWhatTheLawWantsSaid(t *testing.T) {
	t.Parallel()
	for _, kind := range both {
		o := open(t, "2026-11-23")
		id := o.clue(kind)
		none := func(who, paper string) {
			t.Helper()
			if _, text := o.read(who, id, paper); text != "" {
				t.Errorf("%s in state %s: %s reads the %s", kind, o.state(id), who, paper)
			}
		}
		none("handler", paperNotice)
		o.do("handler", id, Propose, proposed(kind), "")
		none("owner", paperNotice)
		_, text := o.read("handler", id, paperNotice) // it is printed and signed before it can be served
		says(t, "the notice", text, firmName, firmID, "销售不合格食品", "5 个工作日", "听证", "严重", id)
		if kind == BanKind {
			says(t, "the notice of a ban", text, "行业禁入：C14", "不得从事食品制造", "2027-11-22")
		} else {
			says(t, "the notice", text, "移出条件", "政府采购")
		}
		o.do("handler", id, ServeNotice, servedOn("2026-11-23", noticeService), "")
		_, served := o.read("owner", id, paperNotice)
		if served != text {
			t.Error("the firm reads another notice than the body served")
		}
		_, en := o.read("owner", id, paperNotice+"?lang=en")
		says(t, "the notice in English", en, "5 working days", "Your rights")
		none("stranger", paperNotice)
		o.day(o.look("handler", id).AskUntil + 1)
		o.sweep()
		o.do("handler", id, ProposeListing, findings, "")
		o.do("decider", id, Discuss, minutes, "")
		none("handler", paperDecision)
		o.do("decider", id, Decide, nil, "")
		none("owner", paperDecision)
		o.do("handler", id, ServeDecision, servedOn(o.today().String(), decisionService), "")
		_, decision := o.read("owner", id, paperDecision)
		says(t, "the decision", decision, firmName, "事实清楚", "当事人未陈述申辩", "六十日内申请行政复议", "移出条件", "自送达之日起生效")
		o.do("decider", id, Enter, nil, "")
		none("owner", paperRemoval)
		o.do("handler", id, ProposeRemoval, fields{"findings": "已消除危害后果（示例）。"}, "")
		o.do("decider", id, Remove, nil, "")
		_, removal := o.read("owner", id, paperRemoval)
		says(t, "the removal", removal, "提前移出", "已消除危害后果", "终止公示", "解除措施")
		if _, still := o.read("owner", id, paperDecision); still != decision {
			t.Error("taking it off changed the paper of the decision it ends")
		}
	}
}

// Who is not listed after all gets that in writing, too.
func TestF14_1_NotListedIsSaidInWriting(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.noticed(Kind)
	o.do("owner", id, State, fields{"statement": "批次为他人假冒。"}, "")
	o.do("handler", id, ProposeDrop, fields{"findings": "批次为他人假冒（虚构）。"}, "")
	o.do("decider", id, Drop, nil, "")
	_, text := o.read("owner", id, paperDecision)
	says(t, "the paper", text, "批次为他人假冒（虚构）。", "没有因此留下任何记录")
}

// A move that brings its own evidence is offered as it is, and not as one that lacks what its form asks for; one whose facts are
// not there says so.
func TestTheStepsOfferedSayWhatTheyReallyLack(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.clue(Kind)
	o.do("handler", id, Propose, proposal(), "")
	offered := map[caseflow.Act][]string{}
	for _, m := range want[struct{ Moves []caseflow.Offer }](o, "both", "GET", "/v1/cases/"+id, nil, "").Moves {
		offered[m.Act] = m.Missing
	}
	if lacks, there := offered[ServeNotice]; !there || len(lacks) != 0 {
		t.Errorf("the notice cannot be served: %v %v", there, lacks)
	}
	if lacks := offered[ConfirmOverride]; len(lacks) != 1 || lacks[0] != overrideAsked {
		t.Errorf("a severity nobody asked for can be confirmed: %v", lacks)
	}
}

// F18-2: the letter is its author's until it is sent, then the recipient's as well, and never the firm's it is about.
func TestF18_2_TheLetterIsReadByItsRecipientOnceItIsSent(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := want[Opened](o, "handler", "POST", "/v1/letters", Writing{USCC: firmID, Body: auditID, To: "audit", Facts: "虚构合同〔2026〕1号逾期未付。"}, "").Case
	sees := func(who string, does bool) {
		t.Helper()
		if _, text := o.read(who, id, paperLetter); (text != "") != does {
			t.Errorf("in state %s: %s reads the letter: %v", o.state(id), who, !does)
		}
	}
	sees("handler", true)
	sees("auditor", false)
	o.do("decider", id, SendLetter, nil, "")
	_, text := o.read("auditor", id, paperLetter)
	says(t, "the letter", text, firmName, "虚构合同〔2026〕1号逾期未付。", "审计部门", "只作通报")
	sees("owner", false)
	sees("ohandler", false)
	if c := o.caseFor(id); c.State != caseflow.State(LetterSent) {
		t.Errorf("%s", c.State)
	}
}
