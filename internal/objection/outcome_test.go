package objection

import (
	"bytes"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/record"
)

// What the officer asks for rests the clock until the subject has added it, at home or at the window.
func TestWhatIsAskedForIsAddedAtHomeOrAtTheWindow(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	ask := map[string]any{"missing": "请提供决定书原件照片。"}
	id := o.filed(o.penalty("示罚〔2026〕1号", bodyID), "incorrect").Case
	o.do("owner", id, Add, map[string]any{"statement": "补充说明：处罚当日已整改。"}, "")
	if s := o.state(id).State; s != Marked {
		t.Errorf("to add something moves nothing: %s", s)
	}
	o.do("handler", id, Ask, ask, "")
	o.do("handler", id, Verify, nil, "caseflow.not_now")
	o.do("stranger", id, Complete, nil, "caseflow.unknown")
	o.do("owner", id, Complete, map[string]any{"statement": "原件见附图。"}, "")
	if s := o.state(id).State; s != Marked {
		t.Errorf("completed: %s", s)
	}

	in := filingOf(o.penalty("示罚〔2026〕2号", bodyID), "incorrect")
	in.USCC, in.Shown = firmID, "营业执照和法定代表人身份证件"
	at := want[Receipt](o, "window", "POST", "/v1/objections", in, "").Case
	o.do("handler", at, Ask, ask, "")
	o.do("window", at, CompleteAt, map[string]any{"statement": "到场补交。"}, "")
	if s := o.state(at).State; s != Marked {
		t.Errorf("completed at the window: %s", s)
	}
}

// Each outcome does to the record what it says, by the source body and by nobody's count.
func TestEachOutcomeDoesToTheRecordWhatItSays(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	decided := func(r record.Record, about About, ground string, draft map[string]any, act caseflow.Act) record.Record {
		t.Helper()
		in := filingOf(r, ground)
		in.About = about
		id := want[Receipt](o, "owner", "POST", "/v1/objections", in, "").Case
		o.do("handler", id, Verify, nil, "")
		o.do("handler", id, Propose, draft, "")
		o.do("decider", id, act, nil, "")
		return o.record(r.DocumentNo)
	}
	gap := map[string]any{"outcome": "supplement", "findings": "报送时漏填。", "source_ref": "GZ-2026-8",
		"changes": map[string]any{"CF_NR_FK": map[string]any{"old": "", "new": "0.2"}}}
	if r := decided(o.penalty("示罚〔2026〕3号", bodyID), ARecord, "incorrect", gap, Complement); r.Version != 2 || r.State != record.Effective || r.Fine != 200_000 {
		t.Errorf("supplemented: %+v", r)
	}
	over := map[string]any{"outcome": "stop_publicity", "findings": "公示期的依据不成立。", "source_ref": "GZ-2026-9"}
	if r := decided(o.penalty("示罚〔2026〕4号", bodyID), ARecord, "expired", over, StopPublicity); r.State != record.Withdrawn || r.StatusOn(o.today()) == record.StatusPublic {
		t.Errorf("publicity stopped: %+v", r)
	}
	off := map[string]any{"outcome": "remove_listing", "findings": "不符合列入条件。", "source_ref": "GZ-2026-10"}
	if r := decided(o.listed("示列〔2026〕5号"), AListing, "unmet", off, RemoveListing); r.State != record.Removed {
		t.Errorf("removed from the list: %+v", r)
	}
}

// listed takes an entry on a list in, decided by the body.
func (o *office) listed(number string) record.Record {
	o.T.Helper()
	it, _ := o.law.On(o.today()).Item("list_entry")
	file, err := record.OneRow(it, map[string]string{"HMDMC": "市场监督管理严重违法失信名单", "JGMC": firmName, "ZTLB": "法人及非法人组织", "TYSHXYDM": firmID,
		"LRMDSY": "示例：性质恶劣、情节严重的违法行为", "LRRQ": "2026-08-03", "SDRQ": "2026-08-04", "RDBM": bodyName, "RDBMTYSHXYDM": bodyID,
		"RDYJ": "《市场监督管理严重违法失信名单管理办法》第二条", "WSH": number})
	must(o.T, err)
	who := access.Actor{ID: "key:source", Kind: access.KindKey, Org: bodyID, Name: bodyName, Scopes: access.Scopes()}
	receipt, err := o.records.Take(o.T.Context(), who, record.Delivery{Item: "list_entry", File: bytes.NewReader(file)})
	must(o.T, err)
	if len(receipt.Errors) > 0 {
		o.T.Fatalf("%+v", receipt.Errors)
	}
	o.settle()
	return o.record(number)
}

// A complaint may be declined with its reason and the right road, and a draft goes back to the officer before it is decided.
func TestAComplaintIsDeclinedOrSentBackWithReasons(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	file := func() string {
		return want[Receipt](o, "owner", "POST", "/v1/complaints", Complaint{Body: bodyID, Statement: "三次到窗口，均被要求重复提交材料。"}, "").Case
	}
	id := file()
	why := map[string]any{"reason": "所反映的是信息内容，请提出异议。", "remedy": "可以对该记录提出异议。"}
	o.do("above", id, Decline, why, "caseflow.not_yours")
	o.do("abovedecider", id, Decline, map[string]any{"remedy": "x"}, "caseflow.field")
	o.do("abovedecider", id, Decline, why, "")
	if s := o.state(id).State; s != Inadmissible {
		t.Errorf("%s", s)
	}
	id = file()
	o.do("above", id, Accept, nil, "")
	weigh := map[string]any{"outcome": "unfounded", "findings": "已向双方了解。", "remedy": "可以向本级人民政府反映。"}
	o.do("above", id, Weigh, weigh, "")
	o.do("abovedecider", id, Return, map[string]any{"reason": "请补充当事人陈述。"}, "")
	if s := o.state(id).State; s != Accepted {
		t.Errorf("%s", s)
	}
	o.do("above", id, Weigh, weigh, "")
	o.do("abovedecider", id, Dismiss, nil, "")
}
