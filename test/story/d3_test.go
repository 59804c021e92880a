package story

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/ident"
)

// Two firms of one name, and the centre that reports for the bureau. All invented.
var (
	mistaken = string(ident.MakeUSCC("91460100" + ident.MakeOrgCode("XYQQ0501")))
	meant    = string(ident.MakeUSCC("91460200" + ident.MakeOrgCode("XYQQ0502")))
	centre   = string(ident.MakeUSCC("12460100" + ident.MakeOrgCode("XYQQ0503")))
)

const (
	sharedName = "海南椰影示例食品有限公司"
	centreName = "海口市示例数据中心"
	buyerName  = "海南省示例采购中心"
)

// hit is story D3 with its people and what it has met so far.
type hit struct {
	*stage
	asking                                  string // key of the buyer, who checks in batches
	boss, clerk, handler, decider, verifier *person
	queue, record, number                   string // the row that waited, the record it became, the case of the objection
}

// TestF27_2_F27_4_F09_5_TheWrongHit is story D3: a penalty of a firm of the same name is matched to another one; it objects, is
// marked and no longer held back at once, is put right at the source, and everybody who was given the wrong answer is told.
// Nothing in it waits for a job: two weeks pass in which none runs. It runs on the wiring of the program itself.
func TestF27_2_F27_4_F09_5_TheWrongHit(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.prose.WriteString("# 错配 The wrong hit\n\n两家虚构的同名企业；一条没有代码的处罚按名称归到了另一家名下。由 `test/story` 写成，每句话都来自平台的真实应答。\n" +
		"Two invented firms of one name; a penalty without a code was matched to the other one. Written by `test/story`; every line is what the platform answered.\n")
	h := &hit{stage: s}
	for _, act := range []struct {
		proves string
		play   func(*hit)
	}{
		{"people come to work", (*hit).seated},
		{"F09-5 a row without a code waits for a human, who errs", (*hit).matched},
		{"F07-2 two bodies are given the wrong answer, singly and in a batch", (*hit).misled},
		{"F27-1 F27-2 the objection marks at once, everywhere, and by rule its use rests", (*hit).objects},
		{"F27-5 the provider verifies; a week without any job changes no term", (*hit).verified},
		{"F09-5 F19-4 the decision undoes the match and every effect with it", (*hit).undone},
		{"F27-4 whoever was given the wrong answer is told", (*hit).letters},
		{"F27-3 F27-4 it closes when all have acknowledged; a week without any job is caught up on its legal day", (*hit).closed},
		{"F09-5 the row finds its right subject", (*hit).rightly},
	} {
		if !t.Run(act.proves, func(t *testing.T) {
			s.t = t
			act.play(h)
		}) {
			t.Fatal("what follows would only say so again")
		}
	}
	s.t = t
	s.told("wrong-hit.md")
}

func (h *hit) seated() {
	h.day("2026-11-02")
	f := h.officers()
	if in, err := h.app.Accounts.ImportOrgs(h.t.Context(), access.CLI(), []account.Org{{ID: centre, Name: centreName, Parent: operator, Region: "460100", Kind: "事业单位"},
		{ID: buyer, Name: buyerName, Parent: operator, Region: "460000", Kind: "事业单位"}}); err != nil || len(in.Wrong) > 0 {
		h.t.Fatalf("%+v %v", in, err)
	}
	reporter := h.key(bureau, bureauName, access.ScopeIntake)
	for _, r := range [][2]string{{mistaken, "460105"}, {meant, "460202"}} {
		h.ask(http.MethodPost, "/v1/intake/entity", reporter, []byte("统一社会信用代码,企业名称,主体类型,登记状态,行政区划\n"+r[0]+","+sharedName+",企业,存续,"+r[1]+"\n"), "X-File-Name", "entity.csv")
	}
	h.asking = h.key(buyer, buyerName, access.ScopeCheck, access.NoticeRead)
	h.clerk, h.handler, h.decider, h.verifier = f.hire("clerk", permits, "R7"), f.hire("handler", bureau, "R12"), f.hire("decider", bureau, "R13"), f.hire("verifier", centre, "R11")
	h.boss = f.hire("boss", "", "")
	f.sys.want(201, "R3", "POST", "/v1/delegations", map[string]any{"firm": mistaken, "login": "boss", "name": "示例boss", "role": "R3"})
	h.boss.actsFor()
}

func (h *hit) matched() {
	h.chapter("2026-11-02", "按名称匹配", "Matched by name")
	h.tell("数据中心代报一项责令停产停业的处罚，没有填代码。名称对应两家企业，平台不猜，等人判断；复核人选错了一家。",
		"The data centre reports a suspension of business without a code. Two firms bear the name; the platform does not guess and waits for a human, who picks the wrong one.")
	row := penalty("31", "重大食品安全隐患逾期未排除", "责令停产停业", "责令停产停业整顿。", "2026-10-28")
	row["CF_XDR_MC"], row["CF_XDR_SHXYM"] = sharedName, ""
	got := h.deliver(h.key(centre, centreName, access.ScopeIntake), "penalty", row)
	h.expect("queued", got.Queued, 1)
	var q struct{ Matches []struct{ ID string } }
	_ = json.Unmarshal(h.verifier.want(200, sharedName, "GET", "/v1/name-matches", nil).body, &q)
	h.expect("rows that wait", len(q.Matches), 1)
	h.queue = q.Matches[0].ID
	var r record
	_ = json.Unmarshal(h.verifier.want(200, mistaken, "POST", "/v1/name-matches/"+h.queue+"/decision", map[string]string{"entity_id": mistaken, "reason": "名称一致"}).body, &r)
	h.record = r.ID
	h.say("归到 matched to %s：%s　%s", sharedName, r.DocumentNo, r.Severity)
}

// asks is the clerk with a check of one firm, and tells the answer.
func (h *hit) asks() decision {
	h.t.Helper()
	d := read[decision](h.stage, h.clerk.want(200, "decision_id", "POST", "/v1/checks", map[string]string{"matter": "gp-qualification", "subject": mistaken, "purpose": "procurement", "case_no": "CG-1"}), 200)
	h.say("%s 查验 check：%s。%s", permitsName, d.Outcome, d.Advice.ZH)
	for _, p := range d.NotApplied {
		h.also("看过但不适用：%s %s（%s）%s", p.What.Title, p.What.DocumentNo, p.Why, p.Reason.ZH)
	}
	return d
}

// batch is the buyer with a check of both firms of the name, and tells the outcomes.
func (h *hit) batch(want string) {
	h.t.Helper()
	body, _ := json.Marshal(map[string]any{"matter": "gp-qualification", "purpose": "procurement", "case_no": "示采〔2026〕9号", "officer": "示例经办人", "subjects": []string{meant, mistaken}})
	b := read[struct{ Results []decision }](h.stage, h.ask(http.MethodPost, "/v1/checks/batch", h.asking, body, "Content-Type", "application/json"), 200)
	h.expect("outcomes in the batch", fmt.Sprint(b.Results[0].Outcome, " ", b.Results[1].Outcome), want)
	h.say("%s 批量查验 batch：三亚的一家 the one in Sanya %s，海口的一家 the one in Haikou %s", buyerName, b.Results[0].Outcome, b.Results[1].Outcome)
}

func (h *hit) misled() {
	h.chapter("2026-11-03", "两个单位得到了错误的答复", "Two bodies are given the wrong answer")
	h.clerk.today()
	h.expect("outcome", h.asks().Outcome, "restricted")
	h.batch("clear restricted")
}

// shown tells how the record is shown where anybody may look: the page of the firm, its own page, and its data.
func (h *hit) shown() (marked int) {
	h.t.Helper()
	for _, at := range []struct{ zh, path string }{{"主体页 the firm's page", "/entities/" + mistaken}, {"记录页 the record's page", "/records/" + h.record}} {
		status, text := h.page(at.path)
		said := regexp.MustCompile(`异议中（[^）]*）`).FindString(text)
		if said != "" {
			marked++
		}
		h.say("%s %d　%s", at.zh, status, cmp(said, "没有标注 no mark"))
	}
	a := h.ask(http.MethodGet, "/v1/records/"+h.record, "", nil)
	var r struct {
		DisputedOn string `json:"disputed_on"`
	}
	_ = json.Unmarshal(a.body, &r)
	if r.DisputedOn != "" {
		marked++
	}
	h.say("记录数据 its data %d　disputed_on %s", a.status, cmp(r.DisputedOn, "–"))
	return marked
}

func cmp(s, none string) string {
	if s == "" {
		return none
	}
	return s
}

func (h *hit) objects() {
	h.chapter("2026-11-05", "异议", "The objection")
	h.expect("marks before", h.shown(), 0)
	h.boss.today().actsFor()
	var r struct {
		Case, Use string
		Body      string `json:"body_name"`
		Due       string `json:"due_on"`
		Says      bilingual
	}
	_ = json.Unmarshal(h.boss.want(200, "freeze", "POST", "/v1/objections", map[string]any{"about": "record", "records": []string{h.record}, "ground": "incorrect",
		"statement": "决定书上的当事人是三亚的同名企业，不是我们。"}).body, &r)
	h.number = r.Case
	h.prose.WriteString("\n")
	h.tell("企业在线提出异议。", "The firm objects online.")
	h.say("回执 receipt：%s，%s，%s 前；%s", r.Case, r.Body, r.Due, r.Says.ZH)
	h.expect("by rule its use rests", r.Use, "freeze")
	h.expect("marks at once, without any job", h.shown(), 3)
	h.clerk.today()
	h.expect("outcome", h.asks().Outcome, "clear")
	h.batch("clear clear")
	h.boss.want(409, "objection.open", "POST", "/v1/objections", map[string]any{"about": "record", "records": []string{h.record}, "ground": "incorrect", "statement": "再次提出"})
}

// does is an act in the case, by somebody who has come to work that day.
func (h *hit) does(p *person, act string, fields map[string]any) {
	h.t.Helper()
	var c struct{ Version int }
	_ = json.Unmarshal(p.today().want(200, h.number, "GET", "/v1/cases/"+h.number, nil).body, &c)
	var done struct{ State string }
	_ = json.Unmarshal(p.want(200, "state", "POST", "/v1/cases/"+h.number+"/acts/"+act, map[string]any{"version": c.Version, "fields": fields}).body, &done)
	h.say("%s → %s", act, done.State)
}

// runs has a round of each job run, as the program would.
func (h *hit) runs(jobs ...string) {
	h.t.Helper()
	for _, j := range jobs {
		if err := h.app.Jobs.Run(h.t.Context(), j); err != nil {
			h.t.Fatal(err)
		}
	}
	h.settle()
}

func (h *hit) verified() {
	h.chapter("2026-11-06", "转信息提供单位", "Handed over to the provider")
	h.does(h.handler, "hand_over", map[string]any{"question": "请核对决定书载明的当事人。"})
	h.chapter("2026-11-13", "一周没有任何任务运行", "A week in which no job runs")
	h.tell("数据中心核对原件后答复有误，并先在来源系统更正；承办人据此拟办。", "The centre looks at the original, finds it wrong and puts it right at the source first; the officer proposes on its answer.")
	h.does(h.verifier, "answer", map[string]any{"finding": "wrong", "reason": "决定书载明的是三亚的同名企业，匹配有误。", "source_ref": "SJ-2026-31"})
	h.does(h.handler, "propose", map[string]any{"outcome": "delete", "findings": "决定书载明的是另一同名企业。"})
	h.expect("escalations", h.escalations(), "")
	h.runs("caseflow.sweep")
	h.expect("escalations, once the job has run", h.escalations(), "")
}

// escalations are the days on which the case went up.
func (h *hit) escalations() (days string) {
	h.t.Helper()
	var c struct {
		History []struct{ What, On string }
	}
	_ = json.Unmarshal(h.decider.today().want(200, "history", "GET", "/v1/cases/"+h.number, nil).body, &c)
	for _, e := range c.History {
		if e.What == "escalated" {
			days += e.On
		}
	}
	return days
}

func (h *hit) undone() {
	h.chapter("2026-11-16", "决定（期限的最后一日）", "Decided, on the last day of the term")
	h.news()
	h.does(h.decider, "delete", nil)
	h.expect("marks", h.shown(), 0)
	status, text := h.page("/entities/" + mistaken)
	h.expect("the firm's page", fmt.Sprint(status, strings.Contains(text, "〕31号")), "200 false")
	h.expect("its file", len(read[file](h.stage, h.ask(http.MethodGet, "/v1/entities/"+mistaken+"/records", "", nil), 200).Records), 0)
	gone := h.news()
	h.expect("the feed tells subscribers to forget it", len(gone) == 1 && strings.HasPrefix(gone[0], h.record), true)
	h.clerk.today()
	h.expect("outcome", h.asks().Outcome, "clear")
	h.batch("clear clear")
}

// inbox tells what a body was told, and gives what it has not acknowledged.
func (h *hit) inbox(name string, a answer) (id string) {
	h.t.Helper()
	got := read[struct {
		Notices []struct {
			ID, Kind, Case string
			Due            string `json:"due_on"`
		}
	}](h.stage, a, 200)
	for _, n := range got.Notices {
		if n.Kind == "reach_back" {
			h.expect("of the case", n.Case, h.number)
			h.say("%s 收到 is told：%s，%s 前确认 acknowledge by %s", name, n.Kind, n.Due, n.Due)
			id = n.ID
		}
	}
	return id
}

var answerNumber = regexp.MustCompile(`D-\d{8}`)

func (h *hit) letters() {
	h.prose.WriteString("\n")
	h.tell("答复中写有这条记录的两个单位，不论单个还是批量查验，各收到一封更正函；冻结以后的答复没有采用它，但仍写着它是这家企业的，也在其中。决定以后的不在其中。",
		"Both bodies whose answers named the record, singly or in a batch, have a letter each. The answers after the freeze did not count it and still called it this firm's, so they are among them; those after the decision are not.")
	note := h.inbox(permitsName, h.clerk.want(200, "notices", "GET", "/v1/inbox", nil))
	h.expect("the buyer is told", h.inbox(buyerName, h.ask(http.MethodGet, "/v1/inbox", h.asking, nil)) != "", true)
	letter := string(h.clerk.want(200, sharedName, "GET", "/v1/objections/"+h.number+"/letter", nil).body)
	for _, must := range []string{"该信息按名称误记于该当事人名下", "该信息不属于该当事人，已撤销匹配", "〕31号"} {
		h.expect("the letter says "+must, strings.Contains(letter, must), true)
	}
	h.expect("answers the letter names", strings.Join(answerNumber.FindAllString(letter, -1), " "), "D-20261103 D-20261105")
	var c struct {
		Panels struct {
			Harm    []struct{ How, Matter string }
			Letters []struct {
				Name    string
				Answers int
			}
			Decision struct{ Unmerged bool }
		}
	}
	_ = json.Unmarshal(h.boss.today().actsFor().want(200, h.number, "GET", "/v1/cases/"+h.number, nil).body, &c)
	h.expect("the harm", len(c.Panels.Harm), 4)
	h.expect("the match is undone in the decision", c.Panels.Decision.Unmerged, true)
	for _, l := range c.Panels.Letters {
		h.say("更正函 letter：%s，%d 次答复 answers", l.Name, l.Answers)
	}
	h.chapter("2026-11-17", "一个单位确认", "One of them acknowledges")
	h.clerk.today().want(200, "", "POST", "/v1/inbox/"+note+"/acknowledgement", nil)
	h.runs("objection.settle")
}

// says tells where the case stands, as its subject reads it.
func (h *hit) says() (state string) {
	h.t.Helper()
	var c struct{ State string }
	_ = json.Unmarshal(h.boss.today().actsFor().want(200, h.number, "GET", "/v1/cases/"+h.number, nil).body, &c)
	h.say("办件 case：%s", c.State)
	return c.State
}

func (h *hit) closed() {
	h.expect("not before all have acknowledged", h.says(), "deleted")
	h.chapter("2026-11-24", "又一周没有任何任务运行", "Another week in which no job runs")
	note := h.inbox(buyerName, h.ask(http.MethodGet, "/v1/inbox", h.asking, nil))
	h.runs("caseflow.sweep")
	h.say("采购中心逾期未确认，升级督办，记在法定之日 the buyer is late, and the case went up on its legal day：%s", h.escalations())
	h.expect("escalated on", h.escalations(), "2026-11-20")
	if a := h.ask(http.MethodPost, "/v1/inbox/"+note+"/acknowledgement", h.asking, nil); a.status != 200 {
		h.t.Fatalf("%d %s", a.status, a.body)
	}
	h.runs("objection.settle")
	h.expect("state", h.says(), "closed")
	harm := read[struct {
		Harm []struct {
			Answers, Told int
			Acknowledged  bool
			WrongFrom     string `json:"wrong_from"`
		}
	}](h.stage, h.ask(http.MethodGet, "/v1/objections/harm?year=2026", "", nil), 200).Harm
	for _, x := range harm {
		h.say("公开的影响记录 the public log of harm：自 %s 起有误，%d 次答复写有它，告知 %d 个单位，全部确认 %t", x.WrongFrom, x.Answers, x.Told, x.Acknowledged)
	}
	h.expect("the log of harm", fmt.Sprintf("%+v", harm), "[{Answers:4 Told:2 Acknowledged:true WrongFrom:2026-11-02}]")
}

func (h *hit) rightly() {
	h.chapter("2026-11-25", "归到应归的一家", "Under the right one")
	h.verifier.today().want(200, meant, "POST", "/v1/name-matches/"+h.queue+"/decision", map[string]string{"entity_id": meant, "reason": "决定书原件载明"})
	h.batch("restricted clear")
}
