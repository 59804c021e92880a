package main

import (
	"strings"
	"testing"
	"time"

	"xinheng/internal/check"
	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

func TestF07_2_TheCommandSaysWhatAnOfficerMustTell(t *testing.T) {
	t.Parallel()
	day := workday.MustParse
	because := check.Because{Kind: standing.OnList, List: &check.Named{Code: "tax-major", Name: law.Text2{ZH: "重大税收违法失信主体"}},
		Authority: "示例税务局", DocumentNo: "示税〔2026〕22号", From: day("2026-04-16"), Until: day("2029-04-15"), RepairFrom: day("2027-04-16")}
	d := &check.Decision{
		ID: "D-20261122-7F3K0Q9XA", At: time.Date(2026, 11, 22, 10, 41, 0, 0, workday.Shanghai), Subject: "91460000MAXNX0001A", CaseNo: "CG-1",
		Matter: check.VersionedNamed{Name: law.Text2{ZH: "政府采购资格审查"}}, Advice: law.Text2{ZH: "本事项依法不得通过。"},
		AsOf: check.AsOf{Date: day("2026-11-22"), Position: 1284907, AgeMS: 300, Edition: "2026-11-20·a41f"}, Receipt: &check.Receipt{Entry: "e-1", Count: 3},
		Finding: &check.Finding{Outcome: check.Prohibited,
			Effects: []check.Effect{
				{Measure: check.Named{Name: law.Text2{ZH: "限制参加政府采购活动"}}, Kind: law.Block, Must: true, Because: because, Until: day("2029-04-15"),
					Next:    law.Text2{ZH: "不得参加本次采购"},
					Basis:   []check.Citation{{Text: law.Text2{ZH: "《示例采购法》第二十二条"}, Standing: law.Assumed}},
					Adopted: []check.Adopted{{Body: "示例省", Why: law.Text2{ZH: "先行试行"}}}},
			},
			Route:      check.Route{Reasons: []check.Reason{{Sentence: law.Text2{ZH: "本事项不适用告知承诺"}}}},
			NotApplied: []check.Passed{{What: check.Because{Title: "行政处罚", Authority: "示例局", DocumentNo: "示罚1号"}, Why: "repaired", Reason: law.Text2{ZH: "已于 2026-03-02 修复"}}},
		},
	}
	var out strings.Builder
	printDecision(&out, "虚构示例物流有限公司", d)
	for _, want := range []string{
		"虚构示例物流有限公司 · 政府采购资格审查", "■ 禁止　本事项依法不得通过。", "1. ■ 必须　限制参加政府采购活动",
		"因为　列入“重大税收违法失信主体”　示例税务局　示税〔2026〕22号", "依据　《示例采购法》第二十二条（未核实）", "期限　2026-04-16 — 2029-04-15",
		"申请修复（最早 2027-04-16）、提出异议", "下一步　不得参加本次采购", "采纳　示例省：先行试行", "告知承诺　不适用：本事项不适用告知承诺",
		"看过但不适用的（1）", "行政处罚　示例局　示罚1号：已于 2026-03-02 修复", "账本 #1284907（0.3 秒前）", "凭证 e-1（第 1／3 条）",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}
