package story

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
)

// newcomer is story D1 with its people and what it has met so far.
type newcomer struct {
	*stage
	boss, approver, lead *person
	system               string // key of the approval system
	id                   string // of the commitment
}

// word is what somebody reads before signing.
type word struct {
	Route struct {
		Eligible bool
		Reasons  []struct{ Sentence struct{ ZH string } }
	}
	Proofs []struct {
		Code, Way string
		Found     *struct{ Sentence struct{ ZH string } }
	}
	SM3    string `json:"text_sm3"`
	Ticket string
	Undo   int `json:"undo_minutes"`
}

type promise struct {
	ID, Status, Permit, Decision string
	Seconds                      int64 `json:"seconds_to_permit"`
}

// TestF01_2_F01_4_F02_2_EntryOnAWord is story D1 up to the permit: 准入即准营. The approval system asks whether the route is open; the
// firm reads, signs, has ten minutes, and the permit follows in the same visit; nobody may ask for the proofs again. It runs on the
// wiring of the program itself.
func TestF01_2_F01_4_F02_2_EntryOnAWord(t *testing.T) {
	t.Parallel()
	s := newStageOn(t, "2026-11-02")
	s.prose.WriteString("# 准入即准营 Entry on a word\n\n一家虚构的旅行社以告知承诺取得许可。由 `test/story` 写成，每句话都来自平台的真实应答。\n" +
		"An invented travel agency gets its permit on a commitment. Written by `test/story`; every line is what the platform answered.\n")
	e := &newcomer{stage: s}
	for _, act := range []struct {
		proves string
		play   func(*newcomer)
	}{
		{"people come to work", (*newcomer).seated},
		{"F01-2 the approval system asks whether the route is open", (*newcomer).asked},
		{"F02-3 F01-3 looked up first, then read and signed", (*newcomer).signs},
		{"F01-6 F01-4 after ten minutes the body is told and issues", (*newcomer).issued},
		{"F02-2 nobody asks again", (*newcomer).askedAgain},
		{"F03-3 everybody may read it", (*newcomer).public},
		{"F01-2 a firm on a list of seriously dishonest subjects takes the ordinary route", (*newcomer).barred},
	} {
		if !t.Run(act.proves, func(t *testing.T) {
			s.t = t
			act.play(e)
		}) {
			t.Fatal("what follows would only say so again")
		}
	}
	s.t = t
	s.told("entry-on-a-word.md")
}

func (e *newcomer) seated() {
	f := e.officers()
	e.system = e.key(permits, permitsName, access.Scopes()...)
	reporter := e.key(bureau, bureauName, access.ScopeIntake)
	for code, name := range map[string]string{meant: "海南椰影示例旅行社有限公司", mistaken: "海南礁石示例旅行社有限公司"} {
		e.ask(http.MethodPost, "/v1/intake/entity", reporter, []byte("统一社会信用代码,企业名称,主体类型,登记状态,行政区划\n"+code+","+name+",企业,存续,460100\n"), "X-File-Name", "entity.csv")
	}
	e.approver, e.lead, e.boss = f.hire("approver", permits, "R7"), f.hire("lead", operator, "R19"), f.hire("boss", "", "")
	f.sys.want(201, "R3", "POST", "/v1/delegations", map[string]any{"firm": meant, "login": "boss", "name": "示例boss", "role": "R3"})
	e.boss.actsFor()
	e.lead.want(200, permitsName, "PUT", "/v1/undertakings/travel-agency/receivers", map[string]string{"org": permits})
}

// checked is the answer of the credit check about the route.
func (e *newcomer) checked(subject string) (d struct {
	ID    string `json:"decision_id"`
	Route struct {
		Eligible bool
		Reasons  []struct{ Sentence struct{ ZH string } }
	} `json:"commitment_route"`
}) {
	e.t.Helper()
	in, _ := json.Marshal(map[string]string{"matter": "travel-agency", "subject": subject, "purpose": "approval", "case_no": "SP-1", "officer": "示例审批系统"})
	a := e.ask(http.MethodPost, "/v1/checks", e.system, in, "Content-Type", "application/json")
	if a.status != 200 || json.Unmarshal(a.body, &d) != nil || d.ID == "" {
		e.t.Fatalf("%d %s", a.status, a.body)
	}
	if proof := e.ask(http.MethodGet, "/v1/decisions/"+d.ID, e.system, nil); proof.status != 200 || !strings.Contains(string(proof.body), "signature") {
		e.t.Fatalf("the answer is not one to keep: %d %s", proof.status, proof.body)
	}
	return d
}

func (e *newcomer) asked() {
	e.chapter("2026-11-02", "先问能不能", "May it?")
	d := e.checked(meant)
	e.expect("the route is open", d.Route.Eligible, true)
	e.say("审批系统查验 the approval system asks：可以选择告知承诺，答复已签名存证。the route is open; the answer is signed.")
}

func (e *newcomer) offer() (w word) {
	e.t.Helper()
	return read[word](e.stage, e.boss.want(200, "text_sm3", "GET", "/v1/undertakings/travel-agency/offer?org="+permits, nil), 200)
}

func (e *newcomer) signs() {
	e.chapter("2026-11-02", "先查、再读、后签", "Looked up, read, signed")
	w := e.offer()
	for _, p := range w.Proofs {
		if p.Found != nil {
			e.say("%s：%s", p.Code, p.Found.Sentence.ZH)
		} else {
			e.say("%s：以承诺代替 a commitment in its place（%s）", p.Code, p.Way)
		}
	}
	e.clock = e.clock.Add(4 * time.Minute)
	in := map[string]any{"undertaking": "travel-agency", "org": permits, "text_sm3": w.SM3, "ticket": w.Ticket}
	p := read[promise](e.stage, e.boss.want(201, "CM-", "POST", "/v1/commitments", in, "Idempotency-Key", "visit-1"), 201)
	if p.Decision == "" {
		e.t.Error("the commitment rests on no credit check")
	}
	e.id = p.ID
	e.say("已签署，%d 分钟内可以撤回。Signed; %d minutes to take it back.", w.Undo, w.Undo)
	if a := e.ask(http.MethodGet, "/v1/inbox", e.system, nil); strings.Contains(string(a.body), e.id) {
		e.t.Error("the body was told while it can be taken back")
	}
}

func (e *newcomer) issued() {
	e.clock = e.clock.Add(9*time.Minute + 59*time.Second)
	e.run("commitment.release")
	e.approver.want(404, "commitment.unknown", "GET", "/v1/commitments/"+e.id, nil)
	e.clock = e.clock.Add(time.Second)
	e.run("commitment.release")
	a := e.ask(http.MethodGet, "/v1/inbox", e.system, nil)
	if !strings.Contains(string(a.body), e.id) || !strings.Contains(string(a.body), `"kind":"commitment"`) {
		e.t.Fatalf("%s", a.body)
	}
	e.clock = e.clock.Add(20 * time.Second)
	in, _ := json.Marshal(map[string]string{"number": "L-HAN-示例0042"})
	p := read[promise](e.stage, e.ask(http.MethodPost, "/v1/commitments/"+e.id+"/permit", e.system, in, "Content-Type", "application/json"), 200)
	e.expect("seconds from signing to the permit", p.Seconds, int64(620))
	e.say("十分钟满，审批机关即收到并发证：%s，从签署到发证 %d 秒。The ten minutes over, the body is told and issues: %d seconds from signing.", p.Permit, p.Seconds, p.Seconds)
	if t := e.ask(http.MethodGet, "/v1/public/commitments/timing", "", nil); !strings.Contains(string(t.body), `"median_seconds":620`) || strings.Contains(string(t.body), meant) {
		e.t.Errorf("%s", t.body)
	}
}

func (e *newcomer) run(round string) {
	e.t.Helper()
	if err := e.app.Jobs.Run(e.t.Context(), round); err != nil {
		e.t.Fatal(err)
	}
	e.settle()
}

func (e *newcomer) askedAgain() {
	in, _ := json.Marshal(map[string]string{"uscc": meant, "case_no": "SP-2"})
	a := e.ask(http.MethodPost, "/v1/proofs/qualified-staff/requests", e.system, in, "Content-Type", "application/json")
	e.expect("asking again", a.status, http.StatusConflict)
	if !strings.Contains(string(a.body), "commitment.already_committed") {
		e.t.Errorf("%s", a.body)
	}
	e.lead.want(200, permitsName, "GET", "/v1/commitments/violations", nil)
	e.say("再次索要证明：%d already_committed，已报告。Asked again: refused and reported.", a.status)
}

func (e *newcomer) public() {
	status, text := e.page("/commitments/" + e.id)
	if status != 200 || !strings.Contains(text, "履行中") || !strings.Contains(text, "旅行社业务经营许可") {
		e.t.Fatalf("%d %s", status, text)
	}
	e.say("公开页面：履行中。In public: being kept.")
}

func (e *newcomer) barred() {
	e.chapter("2026-11-03", "另一家走一般程序", "Another takes the ordinary route")
	listed := e.key(bureau, bureauName, access.ScopeIntake)
	e.deliver(listed, "list_entry", map[string]string{"HMDMC": "市场监督管理严重违法失信名单", "JGMC": "海南礁石示例旅行社有限公司", "ZTLB": "法人及非法人组织", "TYSHXYDM": mistaken,
		"LRMDSY": "虚构的违法行为", "RDBM": bureauName, "RDBMTYSHXYDM": bureau, "RDYJ": "《市场监督管理严重违法失信名单管理办法》", "WSH": "示列〔2026〕1号", "LRRQ": "2026-10-20", "SDRQ": "2026-10-20"})
	d := e.checked(mistaken)
	e.expect("the route is open", d.Route.Eligible, false)
	for _, r := range d.Route.Reasons {
		e.say("%s", r.Sentence.ZH)
	}
}
