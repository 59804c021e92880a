package alert

import (
	"testing"

	"xinheng/internal/counter"
)

// irregular enters the firm in the register of abnormal operation, for a reason as departments write it.
func (o *office) irregular(no, reason string) {
	o.T.Helper()
	_, err := o.enter("abnormal", map[string]string{"YC_QYMC": firmName, "YC_TYSHXYDM": firmID, "YC_LRYY": reason, "YC_LRRQ": "2026-09-01", "YC_WSH": no,
		"YC_YJ": "《企业信息公示暂行条例》第十七条", "YC_JG": bodyName, "YC_JGDM": bodyID, "YC_SDRQ": "2026-09-01"})
	counter.Must(o.T, err)
}

// Each rule about the register reads the reason as departments write it, and no other reason.
func TestF23_1_AnEntryIsReadByItsReason(t *testing.T) {
	t.Parallel()
	for reason, rule := range map[string]string{
		"未按规定期限公示年度报告":      "annual_report_overdue",
		"未依照规定报送2025年年报":    "annual_report_overdue",
		"通过登记的住所（经营场所）无法联系": "address_unreachable",
		"公示企业信息隐瞒真实情况、弄虚作假": "",
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			o := open(t, "2026-11-23")
			o.irregular("示异〔2026〕1号", reason)
			o.round()
			hints := o.mine("owner")
			switch {
			case rule == "" && len(hints) > 0:
				t.Errorf("a reason no rule names raised %+v", hints)
			case rule != "" && (len(hints) != 1 || hints[0].Rule != rule):
				t.Errorf("want %s: %+v", rule, hints)
			}
		})
	}
}

func TestF23_1_ABrokenCommitmentIsHintedAtAndAKeptOneIsNot(t *testing.T) {
	t.Parallel()
	for kept, alerts := range map[string]int{"全部履行": 0, "全部未履行": 1} {
		t.Run(kept, func(t *testing.T) {
			t.Parallel()
			o := open(t, "2026-11-23")
			values := map[string]string{"CODE": "46010020260601000001", "SUBJECTNAME": firmName, "SUBJECTCATEGORY": "法人及非法人组织", "IDENTIFY": firmID,
				"COMMITMENTTYPEID": "审批替代型", "REASON": "申请办理示例许可证", "CONTENT": "承诺符合许可条件并接受核查。", "LIABILITYBREACHCOMMITMENT": "虚假承诺的，依法撤销许可。",
				"COMMITMENTDATE": "2026-06-01", "FULFILLMENTSTATUS": kept, "ACCEPTANCEUNIT": bodyName, "ACCEPTANCEUNITIDENTIFY": bodyID, "PUBLICATIONTYPE": "可向社会公开"}
			if alerts > 0 {
				values["UNPERFORMEDCOMMITMENTCONTENT"], values["LIABILITYBREACHCOMMITMENTCONTENT"] = "经营场所条件与承诺不符", "《中华人民共和国行政许可法》第六十九条"
				values["ACCEPTANCECONFIRMUNIT"], values["ACCEPTANCECONFIRMUNITIDENTIFY"], values["FULFILLMENTSTATUSDATE"] = bodyName, bodyID, "2026-09-01"
			}
			_, err := o.enter("commitment", values)
			counter.Must(t, err)
			if n := o.round(); n != alerts {
				t.Errorf("%d alerts, want %d: %+v", n, alerts, o.mine("owner"))
			}
		})
	}
}
