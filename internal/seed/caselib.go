package seed

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/attach"
	"xinheng/internal/caselib"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// studies are the case studies of the demonstration: invented, and naming nobody.
func studies() []caselib.Draft {
	qfb := func(article string) []law.Ref { return []law.Ref{{Instrument: "qfb-2021-4", Article: article}} }
	return []caselib.Draft{
		{Form: caselib.Study, Kind: "repair", Articles: qfb("（二十六）"), Title: law.Text2{ZH: "履行义务后提前结束公示（虚构案例）", EN: "Duties done, publicity ended early (invented)"},
			Body: law.Text2{ZH: "某食品经营者因贮存不当受到行政处罚，处罚信息依法公示。\n经营者缴清罚款、完成整改，在最短公示期满后提交修复申请；主管部门在期限内核实并准予修复。\n各网站同步撤下，经营者没有支付任何费用。",
				EN: "A food business was fined for improper storage, and the penalty was published as the law says.\nIt paid, mended its ways and asked for repair once the shortest term of publicity had passed; the authority verified and granted it in time.\nAll sites took the entry down, and the business paid nothing for it."}},
		{Form: caselib.Study, Kind: "commitment", Articles: qfb("（五）"), Title: law.Text2{ZH: "一份承诺代替三份证明（虚构案例）", EN: "One commitment instead of three proofs (invented)"},
			Body: law.Text2{ZH: "某旅行经营者申请许可时选择告知承诺，当场签署并公开承诺内容，免交三份证明。\n事后核查属实，履约情况记入其信用档案。",
				EN: "A travel business chose to commit itself when it asked for a licence; it signed on the spot, the commitment was published, and three proofs were not asked for.\nIt was later found true, and that it was kept stands in the file of the business."}},
		{Form: caselib.Study, Kind: "objection", Articles: qfb("（二十七）"), Title: law.Text2{ZH: "同名误记，核实后更正（虚构案例）", EN: "A namesake's entry, verified and corrected (invented)"},
			Body: law.Text2{ZH: "某商贸经营者发现档案中有一条不属于自己的处罚，提出异议并附上登记资料。\n核实期间该条目标注异议；数据提供单位确认因名称相近误记，更正后告知了读取过该信息的各方。",
				EN: "A trading business found a penalty in its file that was not its own, and objected with its registration.\nThe entry was marked as disputed meanwhile; the source found that a similar name had been mistaken, corrected it, and whoever had read it was told."}},
	}
}

// CaseLib gives the demonstration three case studies, the first drawn from a closed case where there is one, a draft that waits for a second
// person, and an activity that is on. What is there is left as it is.
func CaseLib(ctx context.Context, a *app.App) error {
	editor, err := actor(ctx, a, "editor")
	if err != nil {
		return err
	}
	lead, err := actor(ctx, a, "lead")
	if err != nil {
		return err
	}
	if there, err := a.CaseLib.List(ctx, lead); err != nil || len(there) > 0 {
		return err
	}
	second := lead
	second.ID, second.Account = "person:demo-second", "demo-second"
	for i, d := range studies() {
		by, other := editor, lead
		if i == 0 { // the lead office reaches the cases of the province
			by, other = lead, second
			if d.Case, err = closedCase(ctx, a); err != nil {
				return err
			}
		}
		if err := publishStudy(ctx, a.CaseLib, by, other, d); err != nil {
			return fmt.Errorf("seed: a case study: %w", err)
		}
	}
	if _, err := a.CaseLib.Write(ctx, editor, caselib.Draft{Form: caselib.Study, Kind: "incentive", Articles: []law.Ref{{Instrument: "qfb-2021-4", Article: "（十二）"}},
		Title: law.Text2{ZH: "守信经营者少受打扰（草稿，虚构）", EN: "Fewer visits for those who keep their word (draft, invented)"},
		Body:  law.Text2{ZH: "某经营者连续多年为 A 级，抽查次数减少。\n联系电话 13800000000（示例：这一处会被标出并且不能发布）。", EN: "A business classed A for years was visited less often.\nThis draft holds a telephone number in Chinese, which is marked and cannot be published."}}); err != nil {
		return err
	}
	if err := activity(ctx, a, editor, lead); err != nil {
		return fmt.Errorf("seed: an activity: %w", err)
	}
	return a.Ledger.Sequence(ctx)
}

// closedCase is a case of the firms whose cases are shown that has ended; empty: none has.
func closedCase(ctx context.Context, a *app.App) (string, error) {
	for n := range 12 {
		all, err := a.Cases.Of(ctx, a.Pool, Nth(n).USCC, "repair")
		if err != nil {
			return "", err
		}
		for i := range all {
			if all[i].EndedOn != 0 {
				return all[i].ID, nil
			}
		}
	}
	return "", nil
}

func publishStudy(ctx context.Context, d *caselib.Desk, by, other access.Actor, in caselib.Draft) error {
	p, err := d.Write(ctx, by, in)
	if err != nil {
		return err
	}
	_, err = d.Publish(ctx, other, p.ID, p.Version)
	return err
}

// activity is one activity that began two days ago, with a material, its first day's attendance and the views of its page.
func activity(ctx context.Context, a *app.App, editor, lead access.Actor) error {
	now := a.Now()
	today := workday.Of(now)
	clock := now
	d := caselib.NewDesk(a.Pool, a.Law, a.Sealer, a.Cases, a.Attach, func() time.Time { return clock })
	d.Region = a.CaseLib.Region
	clock = now.AddDate(0, 0, -4)
	p, err := d.Write(ctx, editor, caselib.Draft{Form: caselib.Outreach, FirstOn: today.AddDays(-2), LastOn: today.AddDays(12),
		Title:     law.Text2{ZH: "诚信兴商宣传活动（虚构）", EN: "Honest trade: weeks of publicity (invented)"},
		Body:      law.Text2{ZH: "介绍信用承诺、信用修复和异议的办法，现场答疑，全部免费。", EN: "How commitments, repair and objections work; questions are answered on the spot, and all of it is free."},
		Programme: law.Text2{ZH: "第一日：在示例广场讲解与咨询。\n第二周：进园区宣讲信用修复。", EN: "First day: talks and advice at the example square.\nSecond week: repair is explained in the parks."}})
	if err != nil {
		return err
	}
	leaflet, err := a.Attach.Put(ctx, editor, attach.Upload{Kind: "outreach", Name: "信用修复宣传页（示例）.txt", Grade: attach.IssuerMade}, strings.NewReader("示例宣传页：信用修复全程免费，内容为虚构。\n"))
	if err != nil {
		return err
	}
	if _, err = d.Give(ctx, editor, p.ID, leaflet.ID); err != nil {
		return err
	}
	if p, err = d.Publish(ctx, lead, p.ID, p.Version); err != nil {
		return err
	}
	clock = now
	sheet, err := a.Attach.Put(ctx, editor, attach.Upload{Kind: "outreach", Name: "现场签到统计（示例）.txt", Grade: attach.IssuerMade}, strings.NewReader("示例统计：首日现场 46 人，内容为虚构。\n"))
	if err != nil {
		return err
	}
	_, err = d.Attend(ctx, editor, p.ID, caselib.NewAttendance{On: today.AddDays(-2), People: 46, Document: "示宣统〔2026〕1号", File: sheet.ID})
	return err
}
