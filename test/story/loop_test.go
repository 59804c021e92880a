package story

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/exchange"
	"xinheng/internal/law"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// loop is story D2 whole: who walks it, and what it has met so far.
type loop struct {
	*mending
	lead    *person
	listing string // number of the listing case
	entry   string // id of the list entry
	watched string // the check whose case is watched
	hook    *otherSite
}

// Story D2, from the clue to the clean check: a firm is listed with due process, a procurement meets the restriction and is
// watched, reports what it did, and is called back when the repair lifts it; every site and every body acknowledges.
func TestF07_3_F07_4_F16_5_F14_1_F26_5_TheLoopThatCloses(t *testing.T) {
	t.Parallel()
	s := newStageOn(t, "2025-07-14")
	s.prose.WriteString("# 闭环 The loop that closes\n\n一家虚构的企业经告知、陈述、集体讨论列入严重违法失信名单；采购人查验受限并持续关注、反馈执行；一年后修复，措施解除，各处确认，查验恢复正常。由 `test/story` 写成，每句话都来自平台的真实应答。\n" +
		"An invented firm is listed after due process; a buyer meets the restriction, watches the case and reports; a year later the repair lifts it, every site and body acknowledges, and the check is clean. Written by `test/story`; every line is what the platform answered.\n")
	l := &loop{mending: &mending{road: &road{stage: s, reporter: s.key(bureau, bureauName, access.ScopeIntake, access.ScopeRead),
		asking: s.key(buyer, buyerName, access.ScopeCheck, access.NoticeRead, access.MeasureAnswer)}}}
	for _, act := range []struct {
		proves string
		play   func(*loop)
	}{
		{"people come to work", (*loop).seated},
		{"F14-1 no entry without notice, hearing and another's decision", (*loop).listed},
		{"F07-2 F07-3 a procurement meets it, and watches", (*loop).met},
		{"F07-4 it is reported what was done; who does not is named", (*loop).reported},
		{"F26-5 after a year the firm repairs; one decision, every effect", (*loop).repaired},
		{"F16-5 everybody who was told is called back and acknowledges", (*loop).calledBack},
		{"the check is clean, and the case is closed", (*loop).clean},
	} {
		if !t.Run(act.proves, func(t *testing.T) {
			s.t = t
			act.play(l)
		}) {
			t.Fatal("the story breaks off")
		}
	}
	s.t = t
	s.told("loop.md")
}

func (l *loop) seated() {
	l.deliver(l.reporter, "entity", map[string]string{"统一社会信用代码": firm, "企业名称": firmName, "主体类型": "企业", "登记状态": "存续",
		"行政区划": "460105", "行业代码": "C14", "成立日期": "2020-04-18", "住所": "海口市秀英区示例大道9号", "法定代表人": "符示安"})
	f := l.officers()
	in, err := l.app.Accounts.ImportOrgs(l.t.Context(), access.CLI(), []account.Org{{ID: buyer, Name: buyerName, Parent: operator, Region: "460000", Kind: "事业单位"}})
	l.must(err)
	l.expect("bodies refused", len(in.Wrong), 0)
	l.handler, l.decider, l.reviewer = f.hire("handler", bureau, "R12"), f.hire("decider", bureau, "R13"), f.hire("reviewer", bureau, "R11")
	l.lead = f.hire("lead", operator, "R19")
	l.boss = f.hire("boss", "", "")
	f.sys.want(201, "R3", "POST", "/v1/delegations", map[string]any{"firm": firm, "login": "boss", "name": "示例boss", "role": "R3"})
	l.gsxt = l.otherSite("gsxt", "公示系统（示例站点）", "publicity system (example site)", exchange.GSXT)
	l.hook = l.caseSystem()
}

// caseSystem is the buyer's own system: a process of its own that takes signed messages.
func (l *loop) caseSystem() *otherSite {
	l.t.Helper()
	o := l.otherSite("buyer", buyerName, "example procurement centre", exchange.ThirdParty)
	ctx := l.t.Context()
	t, err := l.app.Exchange.Propose(ctx, access.Actor{ID: "person:system", Kind: access.KindPerson}, "buyer", exchange.Draft{
		Name: law.Text2{ZH: buyerName, EN: "example procurement centre"}, Kind: exchange.Consumer, Org: buyer, PushURL: o.url + "/take-down", Rule: "示例共享协议", Active: true})
	l.must(err)
	_, err = l.app.Exchange.Decide(ctx, access.Actor{ID: "person:safety", Kind: access.KindPerson}, "buyer", t.Version, true)
	l.must(err)
	o.behaves("later") // it takes every message, and a person of the buyer acknowledges
	return o
}

// paper uploads a scan as somebody, and gives its id.
func (l *loop) paperOf(p *person, name string) string {
	l.t.Helper()
	var up struct{ ID string }
	l.site.Client().Jar = p.jar
	a := l.ask(http.MethodPost, "/v1/attachments?kind=other&name="+url.QueryEscape(name+".txt"), "", []byte(name+"（虚构）\n"), "Content-Type", "text/plain")
	l.site.Client().Jar = nil
	if json.Unmarshal(a.body, &up) != nil || a.status != http.StatusCreated {
		l.t.Fatalf("%d %s", a.status, a.body)
	}
	return up.ID
}

func (l *loop) listed() {
	l.chapter("2025-07-14", "线索、拟列入、告知", "A clue, a proposal, a notice")
	l.handler.today()
	var opened struct{ Case string }
	l.must(json.Unmarshal(l.handler.want(201, "", "POST", "/v1/listings", map[string]string{"kind": "listing", "uscc": firm, "list": "samr-serious", "source": "虚构的监督检查"}).body, &opened))
	l.listing = opened.Case
	l.does(l.handler, l.listing, "propose", map[string]any{"facts": "当事人在虚构的检查中被查明销售不合格食品，受到较重行政处罚。", "instrument": "samr-44", "article": "第二条",
		"conduct": "breach.serious", "measures": "procurement-consideration, key-supervision"})
	l.does(l.handler, l.listing, "serve_notice", map[string]any{"served_on": "2025-07-14", "means": "direct", "notice_service": l.paperOf(l.handler, "告知书送达回证")})
	l.expect("nothing follows from a notice", l.check(l.asking, "gp-qualification", "").Outcome, "clear")
	var k casePage
	l.must(json.Unmarshal(l.handler.want(200, "", "GET", "/v1/cases/"+l.listing, nil).body, &k))
	l.say("已告知，企业可以陈述、要求听证 the firm may answer and ask for a hearing：%s", k.Clocks[len(k.Clocks)-1].Due)

	l.chapter("2025-07-28", "陈述期满、拟办、集体讨论、决定、送达", "Heard, proposed, discussed, decided, served")
	l.round("caseflow.sweep")
	l.does(l.handler, l.listing, "propose_listing", map[string]any{"findings": "经核实，事实清楚、证据充分。", "answer": "当事人未陈述申辩。", "remedy": "六十日内申请行政复议，或者六个月内提起行政诉讼。"})
	l.does(l.decider, l.listing, "discuss", map[string]any{"panel_minutes": l.paperOf(l.decider.today(), "集体讨论记录")})
	l.does(l.decider, l.listing, "decide", nil)
	l.expect("decided is not listed", l.check(l.asking, "gp-qualification", "").Outcome, "clear")
	l.does(l.handler, l.listing, "serve_decision", map[string]any{"served_on": "2025-07-28", "means": "direct", "decision_service": l.paperOf(l.handler.today(), "决定书送达回证")})
	l.does(l.decider, l.listing, "enter", nil)
	all := l.file("", "").Records
	l.expect("what the public sees", len(all), 1)
	l.grave, l.entry = all[0], all[0].ID
	l.looksUp(l.grave, http.StatusOK)
	l.gsxt.publishes(l.entry)
}

func (l *loop) met() {
	l.chapter("2025-08-04", "采购人查验并关注", "A buyer checks, and watches")
	body, _ := json.Marshal(map[string]any{"matter": "gp-qualification", "subject": firm, "purpose": "procurement", "case_no": "示采〔2025〕8号", "officer": "示例经办人", "watch": true})
	d := read[decision](l.stage, l.ask(http.MethodPost, "/v1/checks", l.asking, body), http.StatusOK)
	l.watched = d.ID
	l.expect("effects", len(d.Effects) > 0, true)
	l.say("查验 check：%s，%s；持续关注 watched", d.Outcome, d.Effects[0].Measure.Name.ZH)
	l.expect("a stranger sees no watch", l.ask(http.MethodGet, "/v1/watches/"+d.ID, l.key(elsewhere, "三亚", access.ScopeCheck), nil).status, http.StatusNotFound)
}

// owes is what the buyer still has to report.
func (l *loop) owes(state string) (all []struct {
	ID       string `json:"decision_id"`
	Due      string `json:"due_on"`
	Left     int
	Late     bool
	Measures []struct{ Measure string }
}) {
	l.t.Helper()
	a := l.ask(http.MethodGet, "/v1/feedback?state="+state, l.asking, nil)
	var page struct{ Feedback json.RawMessage }
	l.must(json.Unmarshal(a.body, &page))
	l.must(json.Unmarshal(page.Feedback, &all))
	return all
}

func (l *loop) reported() {
	l.chapter("2025-08-19", "反馈逾期被列出，随后反馈", "The report is late and named, then given")
	owed := l.owes("overdue")
	l.expect("owed", len(owed), 1)
	l.say("应于 %s 反馈，已逾期 %d 个工作日 due, and late", owed[0].Due, -owed[0].Left)
	l.lead.today().want(200, `"overdue":1`, "GET", "/v1/feedback/debt", nil)
	var results []map[string]any
	for _, m := range owed[0].Measures {
		results = append(results, map[string]any{"measure": m.Measure, "applied": true})
	}
	body, _ := json.Marshal(map[string]any{"officer": "示例经办人", "results": results})
	l.expect("reported", l.ask(http.MethodPost, "/v1/decisions/"+l.watched+"/feedback", l.asking, body).status, http.StatusOK)
	l.expect("twice", l.ask(http.MethodPost, "/v1/decisions/"+l.watched+"/feedback", l.asking, body).status, http.StatusOK)
	l.expect("owed", len(l.owes("open")), 0)
	rate := string(l.ask(http.MethodGet, "/v1/feedback/rate", "", nil).body)
	l.expect("the public rate", strings.Contains(rate, `"permille":1000`), true)
	l.say("已反馈；反馈率 100%% reported; the public rate is whole")
}

// renew gives people new passwords: a year has passed, and theirs have grown old.
func (l *loop) renew(people ...*person) {
	l.t.Helper()
	for _, p := range people {
		p.want(200, "password_expired", "POST", "/v1/session", map[string]string{"name": p.login, "password": password})
		p.want(200, "", "PUT", "/v1/session/password", map[string]string{"old": password, "new": newPassword})
		p.word = newPassword
	}
}

const newPassword = "Short-Walk-19-Harbour"

func (l *loop) repaired() {
	l.chapter("2026-07-28", "满一年，申请修复", "After a year the firm asks for repair")
	l.renew(l.reviewer, l.handler, l.decider, l.boss, l.lead)
	l.reviewer.today().want(200, "", "POST", "/v1/repair/proofs", map[string]any{"entity_id": firm, "record": l.entry, "kind": "payment", "on": "2025-09-17", "source": "示例非税系统", "document": "JK-2025-12"})
	l.expect("verdict", l.eligible(), "now")
	l.boss.today().actsFor()
	got := read[filed](l.stage, l.boss.want(201, "", "POST", "/v1/repairs", l.application(), "Idempotency-Key", "k-1"), 201)
	l.id = got.Cases[0].Case
	l.clock = l.clock.Add(11 * time.Minute)
	l.round("repair.push")
	l.does(l.handler, l.id, "accept", nil)
	l.does(l.handler, l.id, "fulfil", map[string]any{"method": "rectification", "evidence": "示市监复查〔2026〕9号"})
	l.does(l.handler, l.id, "propose_grant", map[string]any{"findings": "已改正并履行义务，一年内未发现同类违法行为。"})
	l.expect("before", l.check(l.asking, "gp-qualification", "").Outcome != "clear", true)
	l.does(l.decider, l.id, "grant", nil)
	l.looksUp(l.grave, http.StatusGone)
	l.drain()
	of := l.ledger(l.entry)
	l.expect("the sites", fmt.Sprint(of["gsxt"].State, l.gsxt.shows(l.entry)), "acknowledged已无 gone")
}

type told struct {
	Notices []struct {
		ID, Kind, About, Reason, Decision string
		DeliveredBy                       string `json:"delivered_by"`
	}
}

func (l *loop) calledBack() {
	l.prose.WriteString("\n")
	l.tell("曾查验的采购人同时收到：关注的办件有变化、措施已解除。当天确认。", "The buyer is told at once that the watched case has changed and that the measure has ended, and acknowledges the same day.")
	inbox := read[told](l.stage, l.ask(http.MethodGet, "/v1/inbox", l.asking, nil), 200)
	kinds := map[string]int{}
	for _, n := range inbox.Notices {
		kinds[n.Kind]++
		if n.Kind != "tombstone" {
			l.say("%s：%s（%s）", n.Kind, n.Reason, n.DeliveredBy)
		}
		l.expect("delivered by", n.DeliveredBy, "webhook")
	}
	l.expect("told", kinds["lift"] >= 1 && kinds["watch"] == 1 && kinds["tombstone"] == 1, true)
	l.lead.today().want(200, `"acknowledged":0`, "GET", "/v1/lifts/lag", nil)
	l.clock = l.clock.Add(20 * time.Minute)
	for _, n := range inbox.Notices {
		l.expect("acknowledged", l.ask(http.MethodPost, "/v1/inbox/"+n.ID+"/acknowledgement", l.asking, nil).status, 200)
	}
	var lag struct {
		All struct {
			Acknowledged, Open, Late int
			Median                   int `json:"median_seconds"`
			Worst                    int `json:"worst_seconds"`
		}
	}
	l.must(json.Unmarshal(l.lead.want(200, buyerName, "GET", "/v1/lifts/lag", nil).body, &lag))
	l.expect("open or late", lag.All.Open+lag.All.Late, 0)
	l.say("解除台账：已确认 %d，中位用时 %s，最长 %s", lag.All.Acknowledged, time.Duration(lag.All.Median)*time.Second, time.Duration(lag.All.Worst)*time.Second)
}

func (l *loop) clean() {
	l.prose.WriteString("\n")
	d := l.check(l.asking, "gp-qualification", "")
	l.expect("after", fmt.Sprint(d.Outcome, len(d.Effects)), "clear0")
	v := string(l.ask(http.MethodGet, "/v1/watches/"+l.watched, l.asking, nil).body)
	l.expect("the watch says why", strings.Contains(v, `"why":"repaired"`), true)
	l.expect("closed", l.ask(http.MethodDelete, "/v1/watches/"+l.watched, l.asking, nil).status, 200)
	l.handler.today()
	l.expect("the listing has ended with its entry", l.readAs(l.handler, l.listing).State, "removed")
	l.say("查验恢复正常，关注结束，名单办件随之办结 the check is clean, the watch is closed, and so is the listing")
}

// A ban ends at midnight while every job is stopped: at the last second of its last day the check prohibits, at the first second
// of the next it does not, and whoever watches finds it in the inbox that very moment.
func TestF17_2_F07_3_ABanEndsAtMidnightWithEveryJobStopped(t *testing.T) {
	t.Parallel()
	s := newStageOn(t, "2026-07-01")
	reporter, asking := s.key(bureau, bureauName, access.ScopeIntake), s.key(buyer, buyerName, access.ScopeCheck, access.NoticeRead)
	s.deliver(reporter, "entity", map[string]string{"统一社会信用代码": firm, "企业名称": firmName, "主体类型": "企业", "登记状态": "存续", "行政区划": "460105", "行业代码": "C14"})
	s.deliver(reporter, "ban", map[string]string{"主体名称": firmName, "主体类别": "法人及非法人组织", "统一社会信用代码": firm, "禁入类型": "市场禁入", "禁入范围": "不得从事食品生产经营", "禁入依据": "《中华人民共和国食品安全法》第一百三十五条",
		"禁入决定文书号": "示禁〔2026〕1号", "决定日期": "2026-07-01", "送达日期": "2026-07-01", "禁入起始日期": "2026-07-01", "禁入截止日期": "2026-09-30", "决定机关": bureauName, "决定机关统一社会信用代码": bureau})
	check := func(watch bool) decision {
		body, _ := json.Marshal(map[string]any{"matter": "company-registration", "subject": firm, "purpose": "market_entry", "case_no": "DJ-1", "officer": "示例经办人", "watch": watch})
		return read[decision](s, s.ask(http.MethodPost, "/v1/checks", asking, body), http.StatusOK)
	}
	told := func() (kinds []string) {
		for _, n := range read[told](s, s.ask(http.MethodGet, "/v1/inbox", asking, nil), 200).Notices {
			kinds = append(kinds, n.Kind+" "+n.Reason)
		}
		slices.Sort(kinds)
		return kinds
	}
	first := check(true)
	s.expect("at the beginning something follows", len(first.Effects) > 0 && first.Outcome != "clear", true)
	midnight := workday.MustParse("2026-10-01").Start()
	s.clock = midnight.Add(-time.Second)
	s.expect("at the last second", check(false).Outcome, first.Outcome)
	s.expect("told at the last second", len(told()), 0)
	s.clock = midnight
	s.expect("at midnight", check(false).Outcome, "clear")
	s.expect("told at midnight", fmt.Sprint(told()), "[lift expired lift expired watch outcome_changed]")
	s.expect("told once", fmt.Sprint(len(told())), "3")
}

// A firm is on the list; the person at its head is asked about and nothing is held against that person: the word is not no, no
// record is about the person, and no page says so.
func TestF18_1_AListedFirmAndTheDirectorsCleanFile(t *testing.T) {
	t.Parallel()
	s := newStageOn(t, "2026-07-01")
	number := "46010019900101001X"
	reporter, asking := s.key(bureau, bureauName, access.ScopeIntake), s.key(buyer, buyerName, access.ScopeCheck, access.MeasureAnswer)
	s.deliver(reporter, "entity", map[string]string{"统一社会信用代码": firm, "企业名称": firmName, "主体类型": "企业", "登记状态": "存续", "行政区划": "460105", "法定代表人": "符示安"})
	s.deliver(reporter, "list_entry", map[string]string{"名单名称": "重大税收违法失信主体", "主体名称": firmName, "主体类别": "法人及非法人组织", "统一社会信用代码": firm, "列入名单事由": "示例事由",
		"列入日期": "2026-07-01", "认定部门": bureauName, "认定部门统一社会信用代码": bureau, "认定依据": "示例办法第六条", "认定文书号": "示税〔2026〕22号", "送达日期": "2026-07-01", "法定代表人": "符示安", "法定代表人证件号码": number})
	person := registry.PersonID(s.app.Sealer, number)
	ask := func(matter, subject, purpose string) map[string]any {
		body, _ := json.Marshal(map[string]any{"matter": matter, "subject": subject, "purpose": purpose, "case_no": "RZ-1", "officer": "示例经办人", "watch": true})
		return read[map[string]any](s, s.ask(http.MethodPost, "/v1/checks", asking, body), http.StatusOK)
	}
	s.expect("the firm is held back", ask("gp-qualification", firm, "procurement")["outcome"] != "clear", true)
	got := ask("director-appointment", person, "appointment")
	s.expect("nothing but the word", got["effects"] == nil && got["outcome"] == nil && got["answer"] != "no", true)
	facts, _, err := s.app.Index.Look(t.Context(), person)
	s.must(err)
	s.expect("facts about the person", len(facts), 0)
	s.expect("reports owed about the person", strings.Contains(string(s.ask(http.MethodGet, "/v1/feedback", asking, nil).body), person), false)
	_, text := s.page("/entities/" + firm)
	s.expect("the firm's page lists the firm", strings.Contains(text, "重大税收违法失信主体"), true)
	s.expect("and no number of anybody", strings.Contains(text, number), false)
	status, _ := s.page("/entities/" + person)
	s.expect("a page of the person", status, http.StatusNotFound)
}
