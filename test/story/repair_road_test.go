package story

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/exchange"
)

// mending is the road of a repair: who walks it, and what it has met so far.
type mending struct {
	*road
	boss, reviewer, handler, decider, far *person
	gsxt, china, trader                   *otherSite
	id, taking, paper, commitment         string
}

// The second half of story D2, over more than a year and on a calendar with a long holiday: a restriction met, a repair asked
// for, decided and proved at every site; a promise broken, heard and taken back.
func TestF26_5_F04_1_F04_2_TheRoadOfARepair(t *testing.T) {
	t.Parallel()
	s := newStageOn(t, "2025-09-15")
	s.prose.WriteString("# 修复之路 The road of a repair\n\n一家虚构的企业被责令停产停业，在采购中受限，一年后申请修复，各处一一撤下，后来又违背了承诺。由 `test/story` 写成，每句话都来自平台的真实应答；国家企业信用信息公示系统等站点由独立进程扮演。\n" +
		"An invented firm is suspended, meets a restriction in a procurement, asks for repair after a year and sees it taken down everywhere; later it breaks its promise. Written by `test/story`; every line is what the platform answered, and the other sites are processes of their own.\n")
	m := &mending{road: &road{stage: s, reporter: s.key(bureau, bureauName, access.ScopeIntake, access.ScopeRead), asking: s.key(buyer, "海南省示例采购中心", access.ScopeCheck)}}
	for _, act := range []struct {
		proves string
		play   func(*mending)
	}{
		{"a penalty is published here and elsewhere", (*mending).fined},
		{"F07-2 a procurement check meets it", (*mending).restricted},
		{"F26-1 the day before the first day", (*mending).early},
		{"F04-1 the first day: signed, taken back, signed again", (*mending).filed},
		{"F26-3 a supplement rests the clock and its paper is of the case", (*mending).supplemented},
		{"accepted on the third working day", (*mending).accepted},
		{"a week in which nothing runs is caught up on its legal days", (*mending).idle},
		{"F26-5 one decision, four effects", (*mending).granted},
		{"F26-5 F26-6 the sync ledger: one fine, one slow, one lying", (*mending).synced},
		{"F04-1 the commitment is published here and told to the public site", (*mending).promised},
		{"F04-2 a broken promise is heard first, then the record is back", (*mending).broken},
	} {
		if !t.Run(act.proves, func(t *testing.T) {
			s.t = t
			act.play(m)
		}) {
			t.Fatal("the story breaks off")
		}
	}
	s.t = t
	s.told("road-of-repair.md")
}

func (m *mending) drain() {
	m.t.Helper()
	m.must(m.app.Jobs.Drain(m.t.Context()))
}

// round lets one kind of periodic work run.
func (m *mending) round(name string) {
	m.t.Helper()
	m.must(m.app.Jobs.Run(m.t.Context(), name))
	m.settle()
}

// term is what the story reads of a clock.
type term struct {
	Title             bilingual
	From, Due, Ended  string
	Left              int
	Running, Resting  bool
	Late, Provisional bool
}

// casePage is what the story reads of a case.
type casePage struct {
	State     string
	StateName bilingual `json:"state_name"`
	Version   int
	Clocks    []term
	History   []struct {
		What, On, Clock string
		Permille        int
		Name            bilingual
	}
	Evidence []struct{ Kind, Ref, Name, Source, SHA256 string }
	Panels   struct {
		Effects []struct {
			Code, State string
			Name, Says  bilingual
		}
		Decision struct {
			Document string
			Clause   bilingual
		}
	}
}

func (m *mending) read(id string) casePage {
	m.t.Helper()
	m.boss.today().actsFor()
	return m.readAs(m.boss, id)
}

func (m *mending) readAs(p *person, id string) casePage {
	m.t.Helper()
	return read[casePage](m.stage, p.want(http.StatusOK, "", http.MethodGet, "/v1/cases/"+id, nil), http.StatusOK)
}

// shows tells how a case and its clocks stand today.
func (m *mending) shows(id string) casePage {
	m.t.Helper()
	c := m.read(id)
	m.say("办件 %s：%s", id, c.StateName.ZH)
	for _, k := range c.Clocks {
		switch {
		case k.Ended != "":
			m.also("%s：%s 起，%s 结束", k.Title.ZH, k.From, k.Ended)
		case k.Resting:
			m.also("%s：%s 起，暂停计时", k.Title.ZH, k.From)
		default:
			m.also("%s：%s 起，至 %s，还剩 %d 个工作日", k.Title.ZH, k.From, k.Due, k.Left)
		}
	}
	return c
}

// does carries out an act of a case as somebody who has signed in today.
func (m *mending) does(p *person, id, act string, fields map[string]any) {
	m.t.Helper()
	p.today()
	if p == m.boss {
		p.actsFor()
	}
	var c casePage
	m.must(json.Unmarshal(p.want(http.StatusOK, "", http.MethodGet, "/v1/cases/"+id, nil).body, &c))
	p.want(http.StatusOK, "", http.MethodPost, "/v1/cases/"+id+"/acts/"+act, map[string]any{"version": c.Version, "fields": fields})
}

func (m *mending) fined() {
	m.chapter("2025-09-15", "停产停业", "Suspended")
	m.tell("监管部门作出责令停产停业的处罚，三天后送到平台；其他三个站点也公示了它。", "The bureau suspends the firm's business and reports it three days later; three other sites show it too.")
	m.deliver(m.reporter, "entity", map[string]string{"统一社会信用代码": firm, "企业名称": firmName, "主体类型": "企业", "登记状态": "存续",
		"行政区划": "460105", "行业代码": "C14", "成立日期": "2020-04-18", "住所": "海口市秀英区示例大道9号", "法定代表人": "符示安"})
	m.gsxt = m.otherSite("gsxt", "公示系统（示例站点）", "publicity system (example site)", exchange.GSXT)
	m.china = m.otherSite("credit-china", "信用中国（示例站点）", "Credit China (example site)", exchange.CreditChina)
	m.trader = m.otherSite("trader", "第三方网站（示例站点）", "a third party (example site)", exchange.ThirdParty)
	m.day("2025-09-18")
	m.deliver(m.reporter, "penalty", penaltyOf("示市监罚〔2025〕12号", "2025-09-15"))
	all := m.file("", "").Records
	m.expect("what the public sees", len(all), 1)
	m.grave = all[0]
	m.looksUp(m.grave, http.StatusOK)
	m.news()
	for _, s := range []*otherSite{m.gsxt, m.china, m.trader} {
		s.publishes(m.grave.ID)
	}
	m.gsxt.behaves("well")
	m.china.behaves("later")
	m.trader.behaves("lying")
}

func penaltyOf(no, decided string) map[string]string {
	p := penalty("12", "重大食品安全隐患逾期未排除", "责令停产停业、罚款", "责令停产停业整顿，罚款300000元。", decided)
	p["CF_WSH"] = no
	return p
}

func (m *mending) restricted() {
	m.chapter("2025-10-15", "采购人查验", "A buyer asks")
	d := m.check(m.asking, "gp-qualification", "")
	m.expect("outcome", d.Outcome, "restricted")
}

// eligible asks the calculator as anybody would.
func (m *mending) eligible() string {
	m.t.Helper()
	var got struct {
		Records []struct {
			Verdict, From string
			Why           bilingual
			Letter        struct{ Template, Hash string }
		}
	}
	m.must(json.Unmarshal(m.ask(http.MethodGet, "/v1/repair/eligibility?document_no="+url.QueryEscape(m.grave.DocumentNo), "", nil).body, &got))
	m.expect("records of that number", len(got.Records), 1)
	m.say("计算器：%s", got.Records[0].Why.ZH)
	return got.Records[0].Verdict
}

// application is what the firm hands in: everything that was found is confirmed, and every text it needs is signed.
func (m *mending) application() map[string]any {
	m.t.Helper()
	var got struct {
		Records []struct {
			Proofs []struct{ ID string }
			Letter struct{ Template, Hash string }
		}
	}
	m.must(json.Unmarshal(m.boss.want(200, "", "GET", "/v1/repair/eligibility?record="+m.grave.ID, nil).body, &got))
	r := got.Records[0]
	return map[string]any{"records": []string{m.grave.ID}, "confirmed": []string{r.Proofs[0].ID}, "signatures": []map[string]string{{"template": r.Letter.Template, "hash": r.Letter.Hash}}}
}

func (m *mending) early() {
	m.chapter("2026-09-17", "最早修复日的前一天", "The day before")
	m.expect("verdict", m.eligible(), "not_yet")
	f := m.officers()
	m.reviewer, m.handler, m.decider, m.far = f.hire("reviewer", bureau, "R11"), f.hire("handler", bureau, "R12"), f.hire("decider", bureau, "R13"), f.hire("far", elsewhere, "R12")
	m.boss = f.hire("boss", "", "")
	f.sys.want(201, "R3", "POST", "/v1/delegations", map[string]any{"firm": firm, "login": "boss", "name": "示例boss", "role": "R3"})
	m.reviewer.want(200, "", "POST", "/v1/repair/proofs", map[string]any{"entity_id": firm, "record": m.grave.ID, "kind": "payment", "on": "2025-09-17", "source": "示例非税系统", "document": "JK-2025-12"})
	m.say("处罚单位提供了缴款事实，企业不必提交 the bureau gives the fact of payment; the firm need not")
	m.boss.today().actsFor()
	a := m.boss.want(409, "repair.too_early", "POST", "/v1/repairs", m.application())
	var p struct {
		ZH string `json:"detail_zh"`
	}
	_ = json.Unmarshal(a.body, &p)
	m.say("提前申请被拒 refused：%s", p.ZH)
}

type filed struct {
	ID        string
	Undone    bool
	Papers    int
	Found     int
	UndoUntil time.Time `json:"undo_until"`
	Cases     []struct{ Case, State string }
}

func (m *mending) filed() {
	m.chapter("2026-09-18", "最早修复日", "The first day")
	m.tell("企业签署承诺并提交，随即撤回，想清楚后再次提交；十分钟内谁也没有收到。", "The firm signs and submits, takes it back, thinks, and submits again; for ten minutes nobody has it.")
	m.expect("verdict", m.eligible(), "now")
	m.boss.today().actsFor()
	unsigned := m.application()
	delete(unsigned, "signatures")
	m.boss.want(422, "repair.unsigned", "POST", "/v1/repairs", unsigned)
	first := read[filed](m.stage, m.boss.want(201, "", "POST", "/v1/repairs", m.application(), "Idempotency-Key", "k-1"), 201)
	m.boss.want(200, `"undone":true`, "POST", "/v1/repairs/"+first.ID+"/undo", nil)
	m.say("第一次提交已撤回 the first is taken back")
	got := read[filed](m.stage, m.boss.want(201, "", "POST", "/v1/repairs", m.application(), "Idempotency-Key", "k-2"), 201)
	again := read[filed](m.stage, m.boss.want(201, "", "POST", "/v1/repairs", m.application(), "Idempotency-Key", "k-2"), 201)
	m.expect("the second click", again.ID, got.ID)
	m.id = got.Cases[0].Case
	m.say("再次提交：材料 %d 份，平台查到 %d 份；可撤回至 %s", got.Papers, got.Found, got.UndoUntil.In(m.clock.Location()).Format("15:04"))
	m.round("repair.push")
	m.expect("within the window", m.read(m.id).State, "submitted")
	m.clock = m.clock.Add(11 * time.Minute)
	m.round("repair.push")
	m.expect("after it", m.shows(m.id).State, "pushed")
	m.looksUp(m.grave, http.StatusOK)
}

func (m *mending) supplemented() {
	m.chapter("2026-09-21", "第二个工作日：补正", "The second working day: to be completed")
	m.tell("9月20日（星期日）调休上班，是第一个工作日。承办人要求补充整改复查意见，办理时间暂停。", "Sunday 20 September is worked and counts as the first day. The officer asks for the re-inspection; the time stands still.")
	m.does(m.handler, m.id, "ask", map[string]any{"missing": "整改复查意见。"})
	m.expect("state", m.shows(m.id).State, "supplement")
	m.chapter("2026-09-23", "企业补正", "Completed")
	m.boss.today().actsFor()
	var up struct{ ID, Type string }
	body := []byte("整改复查意见：停产停业期间已完成整改，复查合格。虚构。\n")
	m.site.Client().Jar = m.boss.jar
	a := m.ask(http.MethodPost, "/v1/attachments?kind=rectification&name="+url.QueryEscape("复查意见.txt"), "", body, "Content-Type", "text/plain")
	m.site.Client().Jar = nil
	if json.Unmarshal(a.body, &up) != nil || a.status != http.StatusCreated {
		m.t.Fatalf("%d %s", a.status, a.body)
	}
	m.paper = up.ID
	m.handler.today().want(404, "attach.unknown", "GET", "/v1/attachments/"+m.paper, nil) // not handed in yet
	m.does(m.boss, m.id, "complete", map[string]any{"papers": []string{m.paper}})
	c := m.shows(m.id)
	m.expect("state", c.State, "pushed")
	i := slices.IndexFunc(c.Evidence, func(e struct{ Kind, Ref, Name, Source, SHA256 string }) bool { return strings.Contains(e.Ref, m.paper) })
	if i < 0 || len(c.Evidence[i].SHA256) != 64 {
		m.t.Fatalf("the paper is not of the case: %+v", c.Evidence)
	}
	m.handler.want(200, "复查合格", "GET", "/v1/attachments/"+m.paper, nil)
	m.decider.today().want(200, "复查合格", "GET", "/v1/attachments/"+m.paper, nil)
	m.far.today().want(404, "attach.unknown", "GET", "/v1/attachments/"+m.paper, nil)
	m.say("承办单位可以打开补正材料；外地的经办人 404 the body opens the paper; an officer elsewhere finds nothing")
}

func (m *mending) accepted() {
	m.chapter("2026-09-24", "第三个工作日：受理", "The third working day: accepted")
	m.does(m.handler, m.id, "accept", nil)
	m.expect("state", m.shows(m.id).State, "accepted")
	m.chapter("2026-09-29", "核实并拟办", "Examined, and proposed")
	m.does(m.handler, m.id, "fulfil", map[string]any{"method": "rectification", "evidence": "示市监复查〔2026〕9号"})
	m.does(m.handler, m.id, "propose_grant", map[string]any{"findings": "复查合格，罚款已缴清，一年内未发现同类违法行为。"})
	m.handler.want(403, "", "POST", "/v1/cases/"+m.id+"/acts/grant", map[string]any{"version": m.read(m.id).Version})
	m.expect("state", m.shows(m.id).State, "deciding")
}

func (m *mending) idle() {
	m.chapter("2026-10-09", "一周没有任何任务运行", "A week in which no job runs")
	m.tell("国庆假期和随后两天，平台的定时任务都停着。恢复后，提醒记在它本该发生的法定之日。", "Over the National Day holiday and two days more no periodic work ran. Once it does, what was due is written on the legal day it belongs to.")
	m.handler.today()
	before := len(m.readAs(m.handler, m.id).History)
	m.round("caseflow.sweep")
	c := m.readAs(m.handler, m.id)
	m.expect("something was caught up", len(c.History) > before, true)
	for _, h := range slices.Backward(c.History[:len(c.History)-before]) {
		m.say("%s 记：%s %s %d‰", h.On, h.What, h.Clock, h.Permille)
		if h.On > "2026-10-09" {
			m.t.Errorf("written on a day to come: %+v", h)
		}
	}
	m.round("caseflow.sweep")
	m.expect("a second round adds nothing", len(m.readAs(m.handler, m.id).History), len(c.History))
	m.shows(m.id)
}

func (m *mending) granted() {
	m.chapter("2026-10-12", "第七个工作日：准予修复", "The seventh working day: granted")
	m.tell("假期不计，10月10日（星期六）调休上班计入。决定作出的同一事务里，四个效果一起发生。", "The holiday does not count, Saturday 10 October does. In the transaction of the decision four effects happen together.")
	m.expect("before", m.check(m.asking, "gp-qualification", "").Outcome, "restricted")
	m.does(m.decider, m.id, "grant", nil)
	m.looksUp(m.grave, http.StatusGone)
	m.expect("the feed's tombstone", m.news(), []string{m.grave.ID + " repaired"})
	d := m.check(m.asking, "gp-qualification", "")
	m.expect("after", d.Outcome, "clear")
	m.expect("effects", len(d.Effects), 0)
	m.boss.today().actsFor()
	c := m.read(m.id)
	m.effects(c)
	m.boss.want(200, "准予信用修复决定书", "GET", "/v1/repairs/cases/"+m.id+"/papers/decision", nil)
	pdf := m.boss.want(200, "", "GET", "/v1/repairs/cases/"+m.id+"/papers/decision?as=pdf", nil)
	m.expect("the decision as a file", strings.HasPrefix(string(pdf.body), "%PDF-"), true)
	m.far.today().want(404, "", "GET", "/v1/repairs/cases/"+m.id+"/papers/decision?as=pdf", nil)
}

// effects tells the four, as they are read where they happen.
func (m *mending) effects(c casePage) {
	m.t.Helper()
	m.expect("effects", len(c.Panels.Effects), 4)
	for _, e := range c.Panels.Effects {
		m.say("%s：%s，%s", e.Name.ZH, e.State, e.Says.ZH)
	}
}

// ledger tells the sync ledger of something, target by target.
func (m *mending) ledger(about string) map[string]exchange.Line {
	m.t.Helper()
	lines, err := m.app.Exchange.Of(context.Background(), about)
	m.must(err)
	slices.SortFunc(lines, func(a, b exchange.Line) int { return strings.Compare(a.Target, b.Target) })
	of := map[string]exchange.Line{}
	for _, l := range lines {
		of[l.Target] = l
		state := map[bool]string{true: "，工单未结 ticket open"}[l.TicketOpen]
		m.say("%s（%s）：%s，限 %s，历时 %s%s%s", l.TargetName.ZH, l.Action, l.State, l.DueOn, time.Duration(l.LagSeconds)*time.Second, map[bool]string{true: "，" + l.LastError}[l.LastError != ""], state)
	}
	return of
}

func (m *mending) synced() {
	m.prose.WriteString("\n")
	m.tell("当天通知各站点：一处照办，一处答应稍后，一处口头照办而没有做。", "The sites are told the same day: one obeys, one promises to, one says it did and did not.")
	m.drain()
	of := m.ledger(m.grave.ID)
	m.expect("states", fmt.Sprint(of["gsxt"].State, of["credit-china"].State, of["trader"].State, of["own-portal"].State), "acknowledgedsentacknowledgedacknowledged")
	m.expect("what they show", m.gsxt.shows(m.grave.ID)+m.china.shows(m.grave.ID)+m.trader.shows(m.grave.ID), "已无 gone仍在 there仍在 there")
	m.round("repair.push")
	m.expect("not closed while one has not acknowledged", m.read(m.id).State, "syncing")

	m.chapter("2026-10-13", "夜间复读与撤下", "Read again at night, and taken down")
	m.round("exchange.probe")
	open, err := m.app.Exchange.Tickets(m.t.Context(), access.CLI(), false)
	m.must(err)
	m.expect("tickets", len(open), 1)
	m.expect("of", open[0].Target, "trader")
	m.ledger(m.grave.ID)
	m.china.behaves("well")
	m.trader.behaves("well")
	m.handler.today()
	told, err := m.app.Exchange.Of(m.t.Context(), m.pledge().ID)
	m.must(err)
	for _, l := range append(told, of["credit-china"], of["trader"]) { // at once, whatever pause a line is in
		if l.Target != "gsxt" {
			m.handler.want(200, "", "POST", "/v1/removals/"+l.ID+"/resend", nil)
		}
	}
	m.drain()
	m.round("exchange.probe")
	of = m.ledger(m.grave.ID)
	m.expect("ticket", of["trader"].TicketOpen, false)
	m.expect("what they show", m.gsxt.shows(m.grave.ID)+m.china.shows(m.grave.ID)+m.trader.shows(m.grave.ID), "已无 gone已无 gone已无 gone")
	m.round("repair.push")
	m.boss.today().actsFor()
	c := m.shows(m.id)
	m.expect("state", c.State, "closed")
	m.effects(c)
}

func (m *mending) pledge() (p struct{ ID, Status, Case string }) {
	m.t.Helper()
	var all struct {
		Commitments []struct{ ID, Status, Case string }
	}
	m.must(json.Unmarshal(m.ask(http.MethodGet, "/v1/repair/commitments?entity="+firm, "", nil).body, &all))
	m.expect("commitments", len(all.Commitments), 1)
	return all.Commitments[0]
}

func (m *mending) promised() {
	m.prose.WriteString("\n")
	m.tell("承诺书自准予之日公示，并推送到公示系统。", "The commitment is public since the grant and told to the public sites.")
	p := m.pledge()
	m.commitment = p.ID
	status, text := m.page("/commitments/" + p.ID)
	m.expect("the page", status, http.StatusOK)
	for _, piece := range []string{firmName, "信用修复承诺书", "重信守诺", "履行中"} {
		m.expect("the page says "+piece, strings.Contains(text, piece), true)
	}
	m.expect("who signed", strings.Contains(text, "示例boss"), false)
	status, text = m.page("/en/commitments/" + p.ID)
	m.expect("in English", fmt.Sprint(status, strings.Contains(text, "being kept")), "200 true")
	m.expect("the interface", m.ask(http.MethodGet, "/v1/repair/commitments/"+p.ID, "", nil).status, http.StatusOK)
	m.expect("no other", m.ask(http.MethodGet, "/v1/repair/commitments/CN-NONE", "", nil).status, http.StatusNotFound)
	status, _ = m.page("/commitments/CN-NONE")
	m.expect("no other page", status, http.StatusNotFound)
	of := m.ledger(p.ID)
	m.expect("told", fmt.Sprint(len(of), of["gsxt"].State, m.gsxt.shows(p.ID)), "2acknowledged仍在 there")
}

func (m *mending) broken() {
	m.chapter("2026-11-30", "承诺被违反", "The promise is broken")
	m.tell("监管部门又查出同类违法行为，告知企业拟撤销修复；先听取意见，再作决定。", "The bureau finds such conduct again and tells the firm that its repair may be revoked; it is heard first.")
	m.handler.today()
	var k struct {
		Case, State string
		DueOn       string `json:"due_on"`
	}
	m.must(json.Unmarshal(m.handler.want(201, "", "POST", "/v1/repair/revocations", map[string]any{"case": m.id, "clause": "honour", "reason": "复查发现再次发生同类违法行为。"}).body, &k))
	m.taking = k.Case
	m.say("告知：%s，可陈述至 %s", k.Case, k.DueOn)
	m.expect("still clear", m.check(m.asking, "gp-qualification", "").Outcome, "clear")
	m.handler.want(409, "caseflow.not_now", "POST", "/v1/cases/"+k.Case+"/acts/propose_revocation", map[string]any{"version": m.readAs(m.handler, k.Case).Version, "fields": map[string]any{}})
	m.day(k.DueOn)
	m.round("caseflow.sweep")
	m.boss.today().actsFor()
	m.expect("the last day to answer", m.read(k.Case).State, "told")
	m.does(m.boss, k.Case, "answer", map[string]any{"statement": "系个别员工所为，已经改正。"})
	m.say("%s 企业陈述了意见 the firm answers", k.DueOn)
	decision := map[string]any{"findings": "陈述已复核，不能改变事实。", "reason": "准予修复后再次发生同类失信行为，违反承诺。", "instrument": "qfb-2021-4", "article": "（四）",
		"remedy": "可自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"}
	m.does(m.handler, k.Case, "propose_revocation", decision)
	m.does(m.decider, k.Case, "revoke", nil)
	m.expect("the record is back", m.check(m.asking, "gp-qualification", "").Outcome, "restricted")
	m.looksUp(m.grave, http.StatusOK)
	m.drain()
	p := m.pledge()
	m.expect("status", p.Status, "broken")
	_, text := m.page("/commitments/" + p.ID)
	m.expect("the page says so", strings.Contains(text, "已违反") && strings.Contains(text, "违反的是这一条"), true)
	_, shown := m.gsxt.send(http.MethodGet, "/api/records/"+p.ID, "")
	m.expect("the public site has the newer version", strings.HasPrefix(shown, `{"version":2`), true)
	m.say("承诺书页面：已违反；公示系统已改为第 2 版 the page says broken; the public site shows version 2")
}
