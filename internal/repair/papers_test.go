package repair

import (
	"strings"
	"testing"
)

// Each paper is there from its occasion on, and only for whoever may see the case.
func TestF26_9_TheCaseHasItsPapers(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	_, id := o.filed(r)
	read := func(who, kind string, status int, words ...string) {
		t.Helper()
		got, b := o.Send(who, "GET", "/v1/repairs/cases/"+id+"/papers/"+kind, nil)
		if got != status {
			t.Errorf("%s as %s: %d %s", kind, who, got, b)
		}
		for _, w := range words {
			if !strings.Contains(string(b), w) {
				t.Errorf("the %s does not say %s", kind, w)
			}
		}
	}
	read("owner", "receipt", 200, "收件回执", id, "海南虚构食品有限公司", "示例非税系统")
	read("owner", "accepted", 404)
	read("owner", "decision", 404)
	read("stranger", "receipt", 404)
	o.do("handler", id, Ask, map[string]any{"missing": "整改情况说明。"}, "")
	read("owner", "supplement", 200, "整改情况说明。")
	o.do("owner", id, Complete, map[string]any{"statement": "已说明。"}, "")
	o.do("handler", id, Accept, nil, "")
	read("owner", "accepted", 200, "2026-11-09")
	o.do("handler", id, ProposeRefusal, refusing, "")
	read("owner", "decision", 404)
	o.do("decider", id, Refuse, nil, "")
	read("owner", "decision", 200, "不予信用修复决定书", "经核实，罚款尚未缴清。", "信用修复管理办法", "2026-11-10", "行政复议", bodyName)
	if docs := o.look("owner", id).Documents; len(docs) != 3 {
		t.Errorf("%v", docs)
	}
}

func TestF26_5_TheDecisionToGrantIsAPaperWithItsEffects(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	_, id := o.filed(r)
	o.through(id)
	o.do("decider", id, Grant, nil, "")
	for _, lang := range []string{"zh", "en"} {
		status, b := o.Send("owner", "GET", "/v1/repairs/cases/"+id+"/papers/decision?lang="+lang, nil)
		if status != 200 || !strings.Contains(string(b), map[string]string{"zh": "准予信用修复决定书", "en": "Decision granting credit repair"}[lang]) {
			t.Errorf("%d %s", status, b)
		}
	}
}

func TestTheReceiptCodeIsTheSameForTheSameApplication(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	if a, b := o.codeOf("XFSQ-A"), o.codeOf("XFSQ-B"); a == b || len(a) != codeLength || !o.opens("XFSQ-A", " "+strings.ToLower(a)+" ") || o.opens("XFSQ-A", b) {
		t.Errorf("%s %s", a, b)
	}
}
