package seed

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/rectify"
)

// organs are invented public bodies: subjects of the campaign like anybody else.
var organs = []Body{
	{code("11", "460100", 760), "海口市虚构街道办事处"},
	{code("11", "460100", 761), "海口市虚构镇人民政府"},
	{code("12", "460100", 762), "海口市虚构项目管理中心"},
}

// ordered is an order of the demonstration: how many days ago it was drafted, and what was done since.
type ordered struct {
	subject  string
	ago      int
	days     int
	campaign bool
	demands  string
	steps    []step
}

const paperAttached = "attached" // stands for a file that is uploaded when the step is taken

var (
	orderServed = caseflow.Values{"served_on": "today", "means": "direct", "order_service": paperAttached}
	handedIn    = caseflow.Values{"statement": "已按要求整改（示例），附凭证。", "evidence_papers": []any{paperAttached}}
	found1      = caseflow.Values{"findings": "核对凭证并现场复查（示例），逐项到位。"}
)

func orders() []ordered {
	firm, owner := Nth(0).USCC, Nth(9).USCC
	return []ordered{
		{organs[0].USCC, 55, 20, true, "支付拖欠的工程尾款（示例）并提交付款凭证。", []step{{1, "decide", rectify.Issue, nil}, {2, "handle", rectify.Serve, orderServed},
			{20, "handle", rectify.ReceiveEvidence, handedIn}, {22, "handle", rectify.Confirm, found1}}},
		{organs[1].USCC, 50, 15, true, "与供应商确认欠款并一次付清（示例）。", []step{{1, "decide", rectify.Issue, nil}, {2, "handle", rectify.Serve, orderServed}}},
		{firm, 12, 10, false, "安装温度记录仪（示例）并提交三日记录。", []step{{1, "decide", rectify.Issue, nil}, {2, "handle", rectify.Serve, orderServed}}},
		{owner, 60, 10, false, "补办健康证明（示例）并提交名册。", []step{{1, "decide", rectify.Issue, nil}, {2, "handle", rectify.Serve, orderServed}}},
		{owner, 6, 20, false, "更换标签（示例）并提交照片。", []step{{1, "decide", rectify.Issue, nil}, {2, "handle", rectify.Serve, orderServed},
			{4, "owner", rectify.AskExtension, caseflow.Values{"reason": "标签印制需要时间（示例）。"}}}},
	}
}

// Rectifications opens the orders, a talk and the campaign of the demonstration on the days of the story. What is there is left as it is.
func Rectifications(ctx context.Context, a *app.App) error {
	b := &backstage{app: a, at: a.Now(), people: map[string]access.Actor{}}
	b.open()
	b.cases.Attached = a.Cases.Attached
	r := &rectifying{b, rectify.NewDesk(a.Pool, a.Law, a.Sealer, a.Records, b.cases, b.now)}
	r.desk.Accounts, r.desk.Press = a.Accounts, a.Press
	b.cases.Events.Moved.Within(r.desk.Follow)
	for _, login := range []string{"handle", "decide", "lead"} {
		who, err := actor(ctx, a, login)
		if err != nil {
			return err
		}
		b.people[login] = who
	}
	if all, err := r.desk.Campaigns(ctx, b.people["lead"]); err != nil || len(all) > 0 {
		return err
	}
	var err error
	if b.people["owner"], err = b.owner(ctx, Nth(9)); err != nil {
		return err
	}
	if err := r.contracts(ctx); err != nil {
		return fmt.Errorf("seed: contracts of public bodies: %w", err)
	}
	campaign, err := r.start(ctx)
	if err != nil {
		return fmt.Errorf("seed: campaign: %w", err)
	}
	var ids []string
	for i, o := range orders() {
		id, err := r.walk(ctx, o, campaign)
		if err != nil {
			return fmt.Errorf("seed: order %d: %w", i, err)
		}
		ids = append(ids, id)
	}
	if err := r.talks(ctx, ids[3]); err != nil {
		return fmt.Errorf("seed: talk: %w", err)
	}
	b.at = b.app.Now()
	if _, err := r.desk.Remind(ctx); err != nil {
		return err
	}
	return a.Ledger.Sequence(ctx)
}

type rectifying struct {
	*backstage
	desk *rectify.Desk
}

// contracts are what is recorded of the public bodies: their own performance, not their suppliers'.
func (r *rectifying) contracts(ctx context.Context) error {
	who := r.people["handle"]
	return r.app.Pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		for i, o := range organs {
			n := strconv.Itoa(i + 1)
			_, err := r.app.Records.Enter(ctx, tx, who, "demo-contracts", "government_contract", map[string]string{
				"ZWHT_ZTMC": o.Name, "ZWHT_TYSHXYDM": o.USCC, "ZWHT_HTBH": "示合同〔2025〕" + n + "号", "ZWHT_HTMC": "虚构路面改造工程施工合同", "ZWHT_DFMC": "海南虚构建设有限公司",
				"ZWHT_JE": "86.5", "ZWHT_WFJE": "12." + n, "ZWHT_QDRQ": r.day(500, 9).Format("2006-01-02"), "ZWHT_LYQX": r.day(100, 9).Format("2006-01-02"),
				"ZWHT_LYZT": "逾期未付清", "ZWHT_JG": who.Name, "ZWHT_JGDM": who.Org})
			if err != nil {
				return err
			}
			_, err = r.app.Records.Enter(ctx, tx, who, "demo-contracts", "government_contract", map[string]string{
				"ZWHT_ZTMC": o.Name, "ZWHT_TYSHXYDM": o.USCC, "ZWHT_HTBH": "示合同〔2026〕" + n + "号", "ZWHT_HTMC": "虚构办公设备采购合同", "ZWHT_DFMC": "海南虚构商贸有限公司",
				"ZWHT_JE": "18", "ZWHT_WFJE": "0", "ZWHT_QDRQ": r.day(200, 9).Format("2006-01-02"), "ZWHT_LYQX": r.day(60, 9).Format("2006-01-02"),
				"ZWHT_LYZT": "已履行完毕", "ZWHT_JG": who.Name, "ZWHT_JGDM": who.Org})
			if err != nil {
				return err
			}
		}
		o := organs[0]
		_, err := r.app.Records.Enter(ctx, tx, who, "demo-contracts", "government_judgment", map[string]string{
			"ZWCP_ZTMC": o.Name, "ZWCP_TYSHXYDM": o.USCC, "ZWCP_AH": "（2026）琼虚构民初 21 号", "ZWCP_AY": "建设工程合同纠纷（虚构）", "ZWCP_JE": "30", "ZWCP_WLJE": "30",
			"ZWCP_SXRQ": r.day(120, 9).Format("2006-01-02"), "ZWCP_LXQX": r.day(45, 9).Format("2006-01-02"), "ZWCP_LXZT": "未履行", "ZWCP_FY": "海口市虚构人民法院", "ZWCP_FYDM": who.Org})
		return err
	})
}

func (r *rectifying) start(ctx context.Context) (string, error) {
	r.at = r.day(63, 9)
	lead, food := r.people["lead"], r.people["handle"].Org
	c, err := r.desk.Start(ctx, lead, rectify.Starting{Topic: "government", Name: law.Text2{ZH: "政府机构拖欠账款专项治理（示例）", EN: "Campaign on arrears of public bodies (example)"},
		Basis: "琼示例信用函〔2026〕9号", Bodies: []string{food}, First: r.today(), Last: r.today().AddDays(150), Shown: true})
	if err != nil {
		return "", err
	}
	for _, o := range organs {
		if err := r.desk.Add(ctx, lead, c.ID, rectify.Adding{USCC: o.USCC, Body: food, Problem: "逾期未付清合同价款（示例）"}); err != nil {
			return "", err
		}
	}
	r.at = r.day(9, 9)
	return c.ID, r.desk.Clear(ctx, r.people["decide"], c.ID, organs[2].USCC, rectify.Clearing{Document: "示例支付凭证 2026-318"})
}

// walk drafts one order and takes its case as far as the story goes; what ran out meanwhile has run out on its day.
func (r *rectifying) walk(ctx context.Context, o ordered, campaign string) (string, error) {
	r.at = r.day(o.ago, 9)
	in := rectify.Ordering{USCC: o.subject, Facts: "虚构检查发现的问题，见检查记录（示例）。", Instrument: "qfb-2021-4", Article: "（十五）", Demands: o.demands,
		Remedy: "对本通知有异议的，可以向本单位书面说明，或者依法申请行政复议、提起行政诉讼。", Days: strconv.Itoa(o.days)}
	if o.campaign {
		in.Campaign = campaign
	}
	c, err := r.desk.Draft(ctx, r.people["handle"], in, "demo-"+o.subject+strconv.Itoa(o.ago))
	if err != nil {
		return "", err
	}
	for _, s := range o.steps {
		r.at = r.day(o.ago-s.after, 10)
		if err := r.do(ctx, c.ID, s); err != nil {
			return "", err
		}
	}
	r.at = r.app.Now()
	_, err = r.cases.Sweep(ctx, r.today())
	return c.ID, err
}

// talks plans a talk on the overdue order of the owner's firm, holds it, and leaves its minutes for the firm to sign.
func (r *rectifying) talks(ctx context.Context, order string) error {
	r.at = r.day(14, 9)
	c, err := r.desk.Plan(ctx, r.people["handle"], rectify.Planning{Order: order, Kind: rectify.Reminding, Topic: "健康证明名册仍未提交（示例）。", On: r.today().AddDays(11), Place: "海口市示例路 1 号三楼会议室"}, "demo-talk")
	if err != nil {
		return err
	}
	steps := []struct {
		ago int
		step
	}{
		{13, step{by: "decide", act: rectify.Approve}},
		{12, step{by: "handle", act: rectify.Invite, fields: caseflow.Values{"served_on": "today", "means": "direct", "invitation_service": paperAttached}}},
		{3, step{by: "handle", act: rectify.Minute, fields: caseflow.Values{"held_on": "today", "present": "示辰（承办人）；示未（企业）",
			"minutes": "承办人说明名册逾期未提交；企业说明人员变动较大（示例）。", "undertaking": "五个工作日内提交完整名册（示例）。"}}},
	}
	for _, s := range steps {
		r.at = r.day(s.ago, 10)
		if err := r.do(ctx, c.ID, s.step); err != nil {
			return err
		}
	}
	r.at = r.app.Now()
	return nil
}

// do takes one step; what its form asks of dates and files is filled in as of that day.
func (r *rectifying) do(ctx context.Context, id string, s step) error {
	fields := caseflow.Values{}
	for name, v := range s.fields {
		switch v := v.(type) {
		case string:
			switch v {
			case "today":
				fields[name] = r.today().String()
			case paperAttached:
				ref, err := r.paper(ctx, s.by, id+" "+name)
				if err != nil {
					return err
				}
				fields[name] = ref
			default:
				fields[name] = v
			}
		case []any:
			ref, err := r.paper(ctx, s.by, id+" "+name)
			if err != nil {
				return err
			}
			fields[name] = []any{ref}
		}
	}
	err := r.app.Pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		_, err := r.cases.Do(ctx, tx, id, caseflow.Doing{Act: s.act, Actor: r.people[s.by], Fields: fields, Key: "demo-" + string(s.act)})
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", s.act, err)
	}
	return nil
}

func (r *rectifying) paper(ctx context.Context, by, what string) (string, error) {
	at, err := r.app.Attach.Put(ctx, r.people[by], attach.Upload{Kind: "evidence", Name: "示例凭证.txt"}, strings.NewReader("示例凭证，内容为虚构："+what+"\n"))
	return at.ID, err
}
