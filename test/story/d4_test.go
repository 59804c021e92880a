package story

import (
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/inspection"
	"xinheng/internal/inspection/draw"
	"xinheng/internal/visit"
)

// inTheOpen is story D4: a random inspection in the open, from the plan to what it found, with whoever walks it.
type inTheOpen struct {
	*road
	planner, auditor, first, second, boss *person
	draw, visit, firmCode                 string
}

// D4: a plan, a draw that two bodies make together and anybody re-runs, a visit with the firm's code, a result with the firm's comment,
// and what visits find by class, on the wiring of the program itself.
func TestF12_3_F12_6_F12_8_F12_10_ADrawInTheOpen(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.prose.WriteString("# 公开的抽查 A draw in the open\n\n一次虚构的双随机检查：计划、两个机构共同抽取、任何人都能复算、扫码入企、结果与企业的说明一并公示。由 `test/story` 写成，每句话都来自平台的真实应答。\n" +
		"An invented random inspection: a plan, a draw two bodies make together and anybody can do again, a code on arrival, a result published with the firm's word. Written by `test/story`; every line is what the platform answered.\n")
	o := &inTheOpen{road: &road{stage: s, reporter: s.key(bureau, bureauName, access.ScopeIntake, access.ScopeRead)}}
	for _, act := range []struct {
		proves string
		play   func(*inTheOpen)
	}{
		{"people and a firm", (*inTheOpen).seated},
		{"F12-3 two bodies draw, and anybody does it again", (*inTheOpen).drawn},
		{"F12-6 approved by another, told to the firm, begun with its code", (*inTheOpen).visited},
		{"F12-8 published with what the firm says", (*inTheOpen).published},
		{"F12-10 what visits find is public", (*inTheOpen).figured},
	} {
		if !t.Run(act.proves, func(t *testing.T) {
			s.t = t
			act.play(o)
		}) {
			t.Fatal("the story breaks off")
		}
	}
	s.t = t
	s.told("draw-in-the-open.md")
}

func (o *inTheOpen) seated() {
	o.registered()
	f := o.officers()
	o.planner, o.first, o.second = f.hire("planner", bureau, "R9"), f.hire("first", bureau, "R8"), f.hire("second", bureau, "R8")
	f.hire("boss", "", "")
	f.sys.want(201, "R3", "POST", "/v1/delegations", map[string]any{"firm": firm, "login": "boss", "name": "示例boss", "role": "R3"})
	o.boss = o.browser("boss").today().actsFor()
	o.auditor = f.hire("lead", permits, "R19") // of another body, so that nobody draws alone
}

// id is the account of whoever is signed in.
func (p *person) id() string {
	p.t.Helper()
	var me struct{ Account struct{ ID string } }
	if err := json.Unmarshal(p.want(200, "", "GET", "/v1/session", nil).body, &me); err != nil {
		p.t.Fatal(err)
	}
	return me.Account.ID
}

func (o *inTheOpen) drawn() {
	o.chapter("2026-08-03", "计划与抽取", "Plan and draw")
	o.planner.today()
	o.first.today()
	o.second.today()
	o.planner.want(200, "market.food", "PUT", "/v1/inspection/matters", map[string]any{"code": "market.food", "name_zh": "食品生产监督检查（示例）", "name_en": "Food production (example)",
		"domain": "market.food", "kind": "key", "basis": "《食品生产经营监督检查管理办法》第二十一条", "active": true, "version": 0})
	for _, p := range []*person{o.first, o.second} {
		o.planner.want(200, "示例", "PUT", "/v1/inspection/inspectors", map[string]any{"account": p.id(), "duty": "检查员", "certificate": "示例-" + p.login, "certificate_until": "2027-12-31", "active": true})
	}
	p := read[inspection.Plan](o.stage, o.planner.want(200, "draft", "PUT", "/v1/inspection/plans", map[string]any{"matter": "market.food", "year": 2026, "month": 8, "first_on": "2026-08-03", "last_on": "2026-12-31",
		"ratios": map[string]any{"B": map[string]any{"ppm": 1_000_000}, "C": map[string]any{"ppm": 1_000_000}}, "version": 0}), http.StatusOK)
	o.planner.want(200, "published", "POST", "/v1/inspection/plans/"+p.ID+"/publication", nil)
	o.say("计划已公布　the plan is published")
	v := read[inspection.View](o.stage, o.planner.want(201, "", "POST", "/v1/inspection/draws", map[string]any{"plan": p.ID, "parties": []string{bureau, permits}}), http.StatusCreated)
	o.draw = v.ID
	if err := o.app.Inspection.Gather(o.t.Context(), v.ID); err != nil {
		o.t.Fatal(err)
	}
	o.settle()
	v = read[inspection.View](o.stage, o.planner.want(200, "frozen", "GET", "/v1/inspection/draws/"+o.draw, nil), http.StatusOK)
	setup, err := draw.ParseHash(v.SetupHash)
	if err != nil {
		o.t.Fatal(err)
	}
	o.auditor.today()
	parties := map[string]*person{bureau: o.planner, permits: o.auditor}
	share := func(org string) draw.Hash { return sha256.Sum256([]byte("story" + org)) }
	for org, who := range parties {
		who.want(200, "", "POST", "/v1/inspection/draws/"+o.draw+"/commitments", map[string]string{"value": draw.Commitment(setup, org, share(org)).String()})
	}
	o.planner.want(200, "rooted", "POST", "/v1/inspection/draws/"+o.draw+"/root", nil)
	for org, who := range parties {
		who.want(200, "", "POST", "/v1/inspection/draws/"+o.draw+"/shares", map[string]string{"value": share(org).String()})
	}
	o.planner.want(200, "drawn", "POST", "/v1/inspection/draws/"+o.draw+"/result", nil)
	o.planner.want(200, "published", "POST", "/v1/inspection/draws/"+o.draw+"/publication", nil)
	proof := o.ask(http.MethodGet, "/v1/inspection/draws/"+o.draw+"/proof", "", nil)
	report, err := inspection.VerifyProof(strings.NewReader(string(proof.body)), o.app.Ledger.VerifierKey())
	o.expect("the draw done again", err, nil)
	o.say("抽取完成；凭公开的证明文件复算，结果一致　drawn; done again from the public proof with the same result: %v", report.Drawn == 1)
}

func (o *inTheOpen) visited() {
	o.chapter("2026-08-05", "入企检查", "The visit")
	o.first.today()
	o.planner.today()
	o.boss.today().actsFor()
	c := read[visit.Opened](o.stage, o.first.want(201, "JC-", "POST", "/v1/visits", map[string]any{"uscc": firm, "draws": []string{o.draw}, "mode": "on_site"}), http.StatusCreated)
	o.visit = c.Case
	do := func(who *person, version int, act string, fields map[string]any) {
		o.t.Helper()
		who.want(200, "", "POST", "/v1/cases/"+o.visit+"/acts/"+act, map[string]any{"version": version, "fields": fields})
	}
	do(o.planner, o.version(o.planner), "approve", nil)
	do(o.first, o.version(o.first), "notify", map[string]any{"served_on": "2026-08-05", "means": "electronic"})
	o.say("另一人审批，并通知企业　approved by another, and told to the firm")
	code := read[visit.Code](o.stage, o.first.want(200, "JC-", "GET", "/v1/visits/code", nil), http.StatusOK).Code
	shown := read[visit.Shown](o.stage, o.boss.want(200, o.visit, "POST", "/v1/visits/scan", map[string]string{"code": code}), http.StatusOK)
	o.say("企业扫检查人员的码，看到：%s，依据%s，清单%d份　the firm reads the officer's code", shown.Tasks[0].Name.ZH, shown.Tasks[0].Basis, len(shown.Lists))
	o.firmCode = read[visit.Code](o.stage, o.boss.want(200, "QY-", "GET", "/v1/visits/code", nil), http.StatusOK).Code
	sheet := read[visit.Sheet](o.stage, o.first.want(200, firmName, "GET", "/v1/visits/"+o.visit+"/sheet", nil), http.StatusOK)
	in := visit.Filled{ArrivedAt: o.clock.Add(-time.Minute), Code: o.firmCode}
	for _, l := range sheet.Lists {
		for _, i := range l.Items {
			in.Answers = append(in.Answers, visit.Answer{List: l.Code, Item: i.Code, Value: "ok"})
		}
	}
	for range 2 { // the answer to the first was lost on the way
		o.first.want(200, "recorded", "POST", "/v1/visits/"+o.visit+"/sheet", in, "Idempotency-Key", "sheet-1")
	}
	o.say("离线填写的检查表重复上传，只登记一次　a sheet filled in offline and sent twice is recorded once")
	o.second.today()
	do(o.second, o.version(o.second), "sign", nil)
	do(o.boss, o.version(o.boss), "firm_sign", map[string]any{"remark": "无异议（示例）"})
	o.say("两名检查人员和企业已签署　signed by two inspectors and the firm")
}

func (o *inTheOpen) version(who *person) int {
	o.t.Helper()
	return read[struct {
		Version int `json:"version"`
	}](o.stage, who.want(200, o.visit, "GET", "/v1/cases/"+o.visit, nil), http.StatusOK).Version
}

func (o *inTheOpen) published() {
	o.chapter("2026-08-06", "结果", "The result")
	o.first.today()
	o.planner.today()
	o.boss.today().actsFor()
	do := func(who *person, act string, fields map[string]any) {
		o.t.Helper()
		who.want(200, "", "POST", "/v1/cases/"+o.visit+"/acts/"+act, map[string]any{"version": o.version(who), "fields": fields})
	}
	do(o.first, "form_result", map[string]any{"result": "clear", "summary": "按清单检查六项，均符合（示例）。"})
	a := struct{ ID string }{}
	o.site.Client().Jar = o.first.jar
	up := o.ask(http.MethodPost, "/v1/attachments?kind=evidence&name="+url.QueryEscape("送达回证示例.txt"), "", []byte("示例送达回证\n"), "Content-Type", "text/plain")
	o.site.Client().Jar = nil
	if err := json.Unmarshal(up.body, &a); err != nil || up.status != http.StatusCreated {
		o.t.Fatal(err)
	}
	do(o.first, "serve_result", map[string]any{"served_on": "2026-08-06", "means": "electronic", "result_service": a.ID})
	do(o.boss, "comment", map[string]any{"text": "检查人员先出示了码，查得快（示例）。"})
	o.planner.want(409, "visit.comment_waits", "POST", "/v1/cases/"+o.visit+"/acts/publish", map[string]any{"version": o.version(o.planner)})
	do(o.planner, "show_comment", nil)
	do(o.planner, "publish", nil)
	status, text := o.page("/inspections/results/" + o.visit)
	o.expect("the result is public", status, http.StatusOK)
	o.expect("with the firm's word", strings.Contains(text, "检查人员先出示了码"), true)
	o.say("结果页 page %d，企业的说明随附　with the firm's comment", status)
}

func (o *inTheOpen) figured() {
	o.chapter("2026-08-07", "查得准不准", "Does it aim well")
	f := read[visit.Figures](o.stage, o.ask(http.MethodGet, "/v1/visits/figures", "", nil), http.StatusOK)
	o.expect("visits and alarms", []any{len(f.Hits.Classes), f.Published, f.Late, f.Flagged, f.Hits.Alarm}, []any{1, int64(1), int64(0), int64(0), false})
	_, text := o.page("/inspections")
	o.expect("the list of results", strings.Contains(text, "未发现问题") && strings.Contains(text, "企业有说明"), true)
	o.say("公示 1 次，逾期 0 次，无码 0 次；各级别查出了什么，人人可见　1 published, 0 late, 0 without a code; what visits find by class is public")
}
