package guard

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// sheet is a row of the national sheet of penalties about the firm, reported by the body in Haikou.
func sheet(no string) map[string]string {
	return map[string]string{
		"CF_XDR_MC": "海口示例食品有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firm, "CF_WSH": "示罚〔2026〕" + no + "号",
		"CF_WFXW": "未按规定贮存食品", "CF_SY": "经查，当事人未按规定贮存食品。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条第一款",
		"CF_CFLB": "罚款", "CF_NR": "罚款2000元。", "CF_NR_FK": "0.2", "CF_JDRQ": "2026-11-20", "CF_SDRQ": "2026-11-20",
		"CF_CFJG": "海口市示例局", "CF_CFJGDM": haikou, "XH_LY": "food",
	}
}

// file writes rows as a CSV.
func file(rows ...map[string]string) []byte {
	var header []string
	for f := range rows[0] {
		header = append(header, f)
	}
	text := strings.Join(header, ",") + "\n"
	for _, r := range rows {
		for i, f := range header {
			if i > 0 {
				text += ","
			}
			text += `"` + r[f] + `"`
		}
		text += "\n"
	}
	return []byte(text)
}

// attempt is one request for a thing of somebody else's. {} stands for its id.
type attempt struct {
	as, method, path string
	body             any
}

// thing is something that belongs to somebody, and who of the other side tries to get at it with the same role.
type thing struct {
	name, id string
	never    string // an id of the same form that was never given
	secret   []string
	tries    []attempt
	own      []attempt // of whoever it belongs to, who gets in
	shows    string    // what the owner's answers hold
}

// town is both sides: people of a body and a firm in Haikou who make things, and their like in Sanya who ask for them.
type town struct {
	*house
	of map[string]*caller
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{house: open(t), of: map[string]*caller{}}
	w.register()
	for side, org := range map[string]string{"a": haikou, "b": sanya} {
		for _, role := range []string{"R7", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R17", "R18", "R19", "R20", "R26", "R27", "R29", "R30"} {
			w.of[side+role] = w.hire(side+"-"+strings.ToLower(role), org, role)
		}
		w.of[side+"K"] = w.key(org, "intake", "match", "check", "read")
	}
	w.of["aR3"], w.of["bR3"] = w.boss("a-boss", firm), w.boss("b-boss", rival)
	return w
}

// made asks as somebody of the own side and gives a text of the answer.
func (w *town) made(status int, as, method, path string, body any, field string) string {
	w.t.Helper()
	var got map[string]any
	w.of[as].want(status, "", method, path, body).read(w.t, &got)
	var v any = got
	for key := range strings.SplitSeq(field, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[key]
		case []any:
			v = at[0].(map[string]any)[key]
		}
	}
	s, ok := v.(string)
	if !ok {
		w.t.Fatalf("%s %s: no %s in %v", method, path, field, got)
	}
	return s
}

const uuid0 = "0198aaaa-0000-7000-8000-000000000000"

// things makes one of everything that belongs to somebody.
func (w *town) things() []thing {
	w.t.Helper()
	draft := w.made(201, "aR10", "POST", "/v1/drafts", map[string]any{"item": "penalty", "values": sheet("1")}, "id")
	export := w.made(201, "aR10", "POST", "/v1/exports", map[string]any{"source": "record.own", "reason": "核对本单位报送的处罚信息"}, "id")
	batch := w.made(200, "aK", "POST", "/v1/intake/penalty", file(sheet("2")), "batch")
	w.of["oK"] = w.key(operator, "intake") // another body reports another amount of the same penalty
	more := sheet("2")
	more["CF_NR_FK"] = "0.3"
	w.of["oK"].want(207, "not_yours", "POST", "/v1/intake/penalty", file(more))
	difference := w.made(200, "aR11", "GET", "/v1/differences", nil, "items.id")
	unnamed := sheet("3")
	unnamed["CF_XDR_SHXYM"] = ""
	w.of["aK"].want(200, `"queued":1`, "POST", "/v1/intake/penalty", file(unnamed))
	match := w.made(200, "aK", "GET", "/v1/name-matches", nil, "matches.id")
	decision := w.made(200, "aR7", "POST", "/v1/checks", map[string]string{"matter": "gp-qualification", "subject": firm, "purpose": "procurement",
		"case_no": "CG-1"}, "decision_id")
	w.made(200, "aR7", "POST", "/v1/watches", map[string]string{"decision": decision}, "decision_id")
	w.settle()
	again := w.again()
	w.hire("a-aide", "", "")
	delegation := w.made(201, "aR3", "POST", "/v1/delegations", map[string]any{"login": "a-aide", "name": "示例a-aide", "role": "R4",
		"services": []string{"view.own"}, "until": "2027-06-30"}, "id")
	consent := w.made(201, "aR3", "POST", "/v1/my/consents", map[string]any{"grantee": operator, "fields": []string{"penalty"}, "purpose": "finance",
		"until": "2026-12-31"}, "id")
	session := w.made(200, "aR10", "GET", "/v1/sessions", nil, "items.id")
	special := w.made(201, "aR3", "POST", "/v1/my/reports", map[string]any{"classes": []string{"penalty"}, "from": "2026-01-01", "purpose": "虚构的上市申请"}, "number")
	card := w.made(201, "aR3", "POST", "/v1/my/cards", map[string]any{"fields": []string{"status"}, "style": "sea", "until": "2026-12-31"}, "id")
	pack := w.made(201, "aR3", "POST", "/v1/my/packs", map[string]any{"grantee": operator, "items": []string{"penalty"}, "until": "2026-12-31"}, "id")
	glass := w.made(201, "aR30", "POST", "/v1/glass", map[string]any{"reason": "虚构的数据库故障需要核对一条记录"}, "id")
	post := w.made(200, "aR26", "GET", "/v1/accounts/"+w.of["aR10"].id, nil, "posts.id")
	key := w.made(200, "aR26", "GET", "/v1/keys", nil, "items.id")
	listing := w.made(201, "aR12", "POST", "/v1/listings", map[string]string{"kind": "listing", "uscc": firm, "list": "samr-serious", "source": "虚构的检查"}, "case")
	order := w.made(201, "aR12", "POST", "/v1/rectifications", map[string]string{"uscc": firm, "facts": "虚构的仓库记录缺失", "instrument": "qfb-2021-4", "article": "（十五）",
		"demands": "补齐记录", "remedy": "行政复议"}, "case")
	campaign := w.made(201, "aR20", "POST", "/v1/campaigns", map[string]any{"topic": "other", "name": map[string]string{"zh": "海口示例专项", "en": "Example"}, "basis": "示例函 1",
		"bodies": []string{haikou}, "first_on": "2026-11-23", "last_on": "2026-12-31", "shown": false}, "id")
	w.of["aR20"].want(204, "", "POST", "/v1/campaigns/"+campaign+"/subjects", map[string]string{"uscc": firm, "body": haikou, "problem": "虚构欠款"})
	about := w.made(200, "aR3", "GET", "/v1/entities/"+firm+"/records", nil, "records.id")
	objection := w.made(200, "aR3", "POST", "/v1/objections", map[string]any{"about": "record", "records": []string{about}, "ground": "incorrect", "statement": "罚款数额有误"}, "case")
	complaint := w.made(200, "aR3", "POST", "/v1/complaints", map[string]any{"body": haikou, "statement": "重复要求提交材料"}, "case")
	word := w.promised()
	proof, said := w.declared()
	visit := w.visit()
	letter, hint, told := w.letter(), w.hint(), w.told()
	device, event := w.afar()
	fits, policyList, enrolled := w.fitted()
	tried := w.made(201, "aR9", "POST", "/v1/inspection/backtests", map[string]any{"domain": "market.food", "unknown": "B", "rows": []map[string]any{{"class": "D", "listed": true,
		"why": map[string]string{"zh": "名单", "en": "list"}}}}, "id")
	foreign := w.foreign("aR12")
	model, agreed := w.agreed()
	w.made(200, "aR3", "POST", "/v1/my/partners", map[string]any{"lines": []map[string]string{{"code": rival}}}, "items.outcome")
	system := w.made(201, "aR26", "POST", "/v1/connectors", map[string]any{"org": haikou, "kind": "approval", "name": map[string]string{"zh": "海口示例审批系统", "en": "Invented"},
		"matters": []string{"gp-qualification"}, "key": key}, "id")
	task := w.made(200, "aR19", "POST", "/v1/policy/tasks", map[string]any{"task": "a26-1", "org": haikou, "due_on": "2026-12-31"}, "id")
	pilot := w.made(200, "aR20", "POST", "/v1/pilots", map[string]any{"name": map[string]string{"zh": "海口示例试点", "en": "Invented"}, "feature": "class_table", "domain": "market.food",
		"class_table": "general", "regions": []string{"4601"}, "basis": "示例函 1", "first_on": "2026-12-01", "last_on": "2026-12-31"}, "id")
	study := map[string]any{"form": "study", "kind": "repair", "title": map[string]string{"zh": "海口示例案例", "en": "Invented"}, "body": map[string]string{"zh": "虚构", "en": "Invented"},
		"articles": []map[string]string{{"instrument": "qfb-2021-4", "article": "（二十六）"}}}
	piece := w.made(201, "aR29", "POST", "/v1/case-library", study, "id")
	study["version"] = 1
	span := func(from, to string) map[string]string { return map[string]string{"from": from, "to": to} }
	example := map[string]string{"zh": "海口示例场景", "en": "Invented"}
	scene := w.made(201, "aR20", "POST", "/v1/scenes", map[string]any{"name": example, "article": "a01", "region": "4601", "changed": example, "measured": example, "before": span("2026-01-01", "2026-05-31"),
		"after": span("2026-06-01", "2026-10-31"), "numbers": []map[string]any{{"name": example, "before": 9, "after": 1, "source": "示例统计表"}}}, "id")
	give := map[string]bool{"approve": true}
	first := map[string]any{"version": 1}
	version := map[string]any{"version": 1, "values": map[string]string{"CF_WSH": "x"}}
	breach := w.made(201, "aR10", "POST", "/v1/leaks", map[string]string{"cause": "leak", "statement": "虚构网站上有一份表格"}, "case")
	link := w.made(201, "aR26", "POST", "/v1/adapter-links", map[string]any{"adapter": "industry", "org": haikou, "suite": "international", "transport": "push",
		"public": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}, "id")
	return []thing{
		{"a link of another system", link, uuid0, []string{haikou}, []attempt{{"bR26", "DELETE", "/v1/adapter-links/{}", nil}}, []attempt{{"aR26", "GET", "/v1/adapter-links", nil}}, haikou},
		{"a case of a leak", breach, "AQ-460000-20261122-999999", []string{"虚构网站"}, []attempt{
			{"bR27", "GET", "/v1/cases/{}", nil}, {"bR27", "GET", "/v1/leaks/{}/log", nil}, {"bR27", "POST", "/v1/leaks/{}/trace", map[string]string{"text": "x"}},
			{"bR27", "POST", "/v1/leaks/{}/verification", map[string]string{}}, {"bR10", "GET", "/v1/leaks/{}/letter", nil}, {"bR19", "GET", "/v1/leaks/{}/log", nil},
			{"bR10", "POST", "/v1/my/suspensions/{}/statement", map[string]string{"text": "x"}}}, nil, ""},
		{"a draft", draft, uuid0, []string{"示罚", "海口示例"}, []attempt{
			{"bR10", "GET", "/v1/drafts/{}", nil}, {"bR11", "GET", "/v1/drafts/{}", nil}, {"bK", "GET", "/v1/drafts/{}", nil},
			{"bR10", "PUT", "/v1/drafts/{}", version}, {"bR10", "POST", "/v1/drafts/{}/submission", nil}, {"bR10", "DELETE", "/v1/drafts/{}", nil},
			{"bR11", "POST", "/v1/drafts/{}/decision", map[string]any{"approve": true, "version": 1}}, {"bR11", "GET", "/v1/drafts/{}/papers", nil}}, []attempt{{"aR10", "GET", "/v1/drafts/{}", nil}, {"aR11", "GET", "/v1/drafts/{}", nil}}, "示罚"},
		{"a difference of sources", difference, uuid0, []string{"示罚", "0.3", firm}, []attempt{
			{"bR10", "GET", "/v1/differences/{}", nil}, {"bR11", "GET", "/v1/differences/{}", nil}, {"bR20", "GET", "/v1/differences/{}", nil},
			{"bR11", "POST", "/v1/differences/{}/resolution", map[string]any{"claim": 2, "seen": 2, "reason": "看起来对"}},
			{"bR20", "POST", "/v1/differences/{}/resolution", map[string]any{"claim": 2, "seen": 2, "reason": "看起来对"}}},
			[]attempt{{"aR10", "GET", "/v1/differences/{}", nil}, {"aR20", "GET", "/v1/differences/{}", nil}}, "0.3"},
		{"a listing case", listing, "MD-460100-20261123-999999", []string{"虚构的检查", "海口示例", firm}, []attempt{
			{"bR12", "GET", "/v1/cases/{}", nil}, {"bR3", "GET", "/v1/cases/{}", nil}, {"bR12", "POST", "/v1/cases/{}/take", nil},
			{"bR29", "GET", "/v1/case-library/sources/{}", nil}, {"bR12", "GET", "/v1/listings/cases/{}/papers/notice", nil}, {"bR3", "GET", "/v1/listings/cases/{}/papers/decision?as=pdf", nil},
			{"bR12", "POST", "/v1/cases/{}/acts/close", map[string]any{"version": 1, "fields": map[string]string{"reason": "x"}}}}, []attempt{{"aR12", "GET", "/v1/cases/{}", nil}}, "海口示例"},
		{"a visit", visit, "JC-460100-20261123-999999", []string{"投诉件", "海口示例", firm}, []attempt{
			{"bR8", "GET", "/v1/cases/{}", nil}, {"bR9", "GET", "/v1/cases/{}", nil}, {"bR3", "GET", "/v1/cases/{}", nil}, {"bR8", "GET", "/v1/visits/{}/sheet", nil},
			{"bR8", "GET", "/v1/visits/{}/papers/approval", nil}, {"bR3", "GET", "/v1/visits/{}/papers/notice?as=pdf", nil},
			{"bR9", "POST", "/v1/cases/{}/acts/approve", first}, {"bR3", "POST", "/v1/cases/{}/acts/comment", first},
			{"aR3", "GET", "/v1/visit-results/{}", nil}}, []attempt{{"aR8", "GET", "/v1/visits/{}/sheet", nil}, {"aR9", "GET", "/v1/cases/{}", nil}}, "海口示例"},
		{"a task of the policy", task, "RW-NEVER", []string{"海口"}, []attempt{{"bR11", "GET", "/v1/policy/tasks/{}", nil}, {"bR20", "GET", "/v1/policy/tasks/{}", nil},
			{"bR19", "POST", "/v1/policy/tasks/{}/withdraw", map[string]string{"why": "x"}}, {"bR19", "POST", "/v1/policy/tasks/{}/reports/BS-NEVER/answer", map[string]any{"accept": true}},
			{"bR11", "POST", "/v1/policy/tasks/{}/reports", map[string]any{"finished": true, "says": "x", "document": uuid0}}}, []attempt{{"aR11", "GET", "/v1/policy/tasks/{}", nil}, {"aR20", "GET", "/v1/policy/tasks/{}", nil}}, "a26-1"},
		{"a pilot that is proposed", pilot, "SD-NEVER", []string{"海口"}, []attempt{{"bR19", "POST", "/v1/pilots/{}/approve", nil}, {"bR20", "POST", "/v1/pilots/{}/stop", map[string]string{"why": "x"}},
			{"bR20", "POST", "/v1/pilots/{}/evaluation", map[string]string{"says": "x", "advice": "drop"}}}, []attempt{{"aR20", "GET", "/v1/pilots/desk", nil}}, "海口示例试点"},
		{"a case study that is drafted", piece, "AL-NEVER", []string{"海口示例案例"}, []attempt{{"bR29", "GET", "/v1/case-library/{}", nil}, {"bR29", "GET", "/v1/case-studies/{}", nil}, {"bR29", "GET", "/v1/outreach/{}", nil},
			{"bR29", "POST", "/v1/case-library/{}/versions", study}, {"bR29", "POST", "/v1/case-library/{}/publication", first}, {"bR29", "POST", "/v1/case-library/{}/withdrawal", map[string]string{"why": "x"}},
			{"bR29", "POST", "/v1/case-library/{}/materials", map[string]string{"file": uuid0}}, {"bR29", "GET", "/v1/outreach/{}/materials/" + uuid0, nil},
			{"bR29", "POST", "/v1/case-library/{}/attendance", map[string]any{"on": "2026-11-22", "people": 1, "document": "x", "file": uuid0}}}, []attempt{{"aR29", "GET", "/v1/case-library/{}", nil}}, "海口示例案例"},
		{"a scene that waits", scene, "CJ-NEVER", []string{"海口"}, []attempt{{"bR19", "POST", "/v1/scenes/{}/confirmation", nil}, {"bR20", "POST", "/v1/scenes/{}/withdrawal", map[string]string{"why": "x"}}},
			[]attempt{{"aR20", "GET", "/v1/scenes/desk", nil}}, "海口示例场景"},
		{"a class table that was tried", tried, uuid0, []string{"market.food"}, []attempt{{"bR9", "GET", "/v1/inspection/backtests/{}", nil}},
			[]attempt{{"aR9", "GET", "/v1/inspection/backtests/{}", nil}}, "market.food"},
		{"a rectification order", order, "ZG-460100-20261123-999999", []string{"虚构的仓库", "海口示例", firm}, []attempt{
			{"bR12", "GET", "/v1/cases/{}", nil}, {"bR3", "GET", "/v1/cases/{}", nil}, {"bR13", "POST", "/v1/cases/{}/acts/issue", first},
			{"bR12", "GET", "/v1/rectifications/{}/papers/order", nil}, {"bR3", "GET", "/v1/rectifications/{}/papers/order", nil}},
			[]attempt{{"aR12", "GET", "/v1/cases/{}", nil}}, "海口示例"},
		{"a campaign", campaign, uuid0, []string{"海口示例", firm, "虚构欠款"}, []attempt{
			{"bR12", "GET", "/v1/campaigns/{}", nil}, {"bR20", "GET", "/v1/campaigns/{}", nil}, {"bR20", "POST", "/v1/campaigns/{}/end", nil},
			{"bR20", "POST", "/v1/campaigns/{}/subjects", map[string]string{"uscc": rival, "body": sanya, "problem": "x"}},
			{"bR13", "POST", "/v1/campaigns/{}/subjects/" + firm + "/clearing", map[string]string{"document": "x"}}},
			[]attempt{{"aR12", "GET", "/v1/campaigns/{}", nil}, {"aR20", "GET", "/v1/campaigns/{}", nil}}, "海口示例"},
		{"an export", export, "E-20261123-AAAAAAAAAA", []string{"核对本单位", haikou}, []attempt{
			{"bR10", "GET", "/v1/exports/{}/file", nil}, {"bR11", "POST", "/v1/exports/{}/approval", give}, {"bR20", "POST", "/v1/exports/{}/second", give}}, []attempt{{"aR11", "POST", "/v1/exports/{}/approval", give}}, "approved"},
		{"a delivery", batch, uuid0, []string{haikou}, []attempt{
			{"bR10", "GET", "/v1/intake/batches/{}", nil}, {"bK", "GET", "/v1/intake/batches/{}", nil}, {"bK", "GET", "/v1/intake/batches/{}/errors.csv", nil}}, []attempt{{"aR10", "GET", "/v1/intake/batches/{}", nil}}, haikou},
		{"a row that waits for its subject", match, "0000000000000000", []string{"海口示例"}, []attempt{
			{"bR11", "POST", "/v1/name-matches/{}/decision", map[string]string{"entity_id": rival, "reason": "看起来像"}},
			{"bK", "POST", "/v1/name-matches/{}/decision", map[string]string{"entity_id": rival, "reason": "看起来像"}},
			{"bR11", "POST", "/v1/name-matches/{}/undo", map[string]string{"reason": "看起来不像"}}}, []attempt{{"aR11", "POST", "/v1/name-matches/{}/decision", map[string]string{"entity_id": firm, "reason": "文书原件载明"}},
			{"aK", "POST", "/v1/name-matches/{}/undo", map[string]string{"reason": "误认"}}}, firm},
		{"a check", decision, "D-20261123-AAAAAAAAA", []string{"CG-1", firm}, []attempt{
			{"bR7", "GET", "/v1/decisions/{}", nil}, {"bR7", "GET", "/v1/decisions/{}/proof", nil}, {"bR7", "POST", "/v1/decisions/{}/replay", nil},
			{"bK", "GET", "/v1/decisions/{}", nil}}, []attempt{{"aR7", "GET", "/v1/decisions/{}", nil}, {"aK", "GET", "/v1/decisions/{}", nil}}, "CG-1"},
		{"a watched case", decision, "D-20261123-AAAAAAAAA", []string{"CG-1", firm}, []attempt{
			{"bR7", "GET", "/v1/watches/{}", nil}, {"bK", "GET", "/v1/watches/{}", nil}, {"bR7", "DELETE", "/v1/watches/{}", nil},
			{"bK", "POST", "/v1/watches", map[string]string{"decision": decision}}}, []attempt{{"aR7", "GET", "/v1/watches/{}", nil}, {"aK", "GET", "/v1/watches/{}", nil}}, "CG-1"},
		{"what is to be reported of a check", decision, "D-20261123-AAAAAAAAA", []string{"CG-1", firm}, []attempt{
			{"bR7", "POST", "/v1/decisions/{}/feedback", map[string]any{"results": []map[string]any{{"measure": "x", "applied": true}}}}},
			[]attempt{{"aR7", "GET", "/v1/feedback", nil}}, ""},
		{"an answer from a snapshot that was checked again", again, "D-20261123-AAAAAAAAA", []string{"CG-2", firm}, []attempt{
			{"bR7", "POST", "/v1/checks/rechecks/{}/answer", map[string]any{"done": "changed"}}},
			[]attempt{{"aR7", "GET", "/v1/checks/rechecks?decision={}", nil}, {"aK", "GET", "/v1/checks/rechecks?decision={}", nil}}, "CG-2"},
		{"a delegation", delegation, uuid0, []string{firm, "a-aide"}, []attempt{
			{"bR3", "DELETE", "/v1/delegations/{}", nil}, {"bR10", "DELETE", "/v1/delegations/{}", nil}}, []attempt{{"aR3", "DELETE", "/v1/delegations/{}", nil}}, ""},
		{"who acts for a firm", firm, nobody, []string{"a-aide"}, []attempt{{"bR3", "GET", "/v1/delegations?firm={}", nil}, {"bR10", "GET", "/v1/delegations?firm={}", nil}}, []attempt{{"aR3", "GET", "/v1/delegations?firm={}", nil}}, "a-aide"},
		{"what a firm consented to", firm, nobody, []string{operator}, []attempt{
			{"bR3", "GET", "/v1/my/consents?firm={}", nil}, {"bR3", "GET", "/v1/my/views?firm={}", nil},
			{"bR3", "POST", "/v1/my/consents?firm={}", map[string]any{"grantee": sanya, "fields": []string{"penalty"}, "purpose": "finance", "until": "2026-12-31"}}}, []attempt{{"aR3", "GET", "/v1/my/consents?firm={}", nil}}, operator},
		{"a special report", special, "XYBG20261122-AAAAAAAAAAAAAAAA-Z", []string{"虚构的上市申请"}, []attempt{{"bR3", "GET", "/v1/my/reports/{}/file", nil}, {"bR3", "POST", "/v1/my/reports/{}/withdrawal", nil},
			{"bR3", "POST", "/v1/my/reports/{}/receipts/HZ-AAAAAAAAAAAAAAAA/asked-again", map[string]string{"what": "虚构"}}}, []attempt{{"aR3", "GET", "/v1/my/reports/{}/file", nil}}, "虚构的上市申请"},
		{"a credit card", card, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", nil, []attempt{{"bR3", "DELETE", "/v1/my/cards/{}", nil}}, []attempt{{"aR3", "DELETE", "/v1/my/cards/{}", nil}}, ""},
		{"a data pack", pack, "SJB-AAAAAAAAAAAAAAAA", nil, []attempt{{"bR3", "DELETE", "/v1/my/packs/{}", nil}}, []attempt{{"aR3", "DELETE", "/v1/my/packs/{}", nil}}, ""},
		{"an app's authorisation", w.authorised(), "YY-AAAAAAAAAAAAAAAA", nil, []attempt{{"bR3", "DELETE", "/v1/my/apps/{}", nil}},
			[]attempt{{"aR3", "DELETE", "/v1/my/apps/{}", nil}}, ""},
		{"a consent", consent, uuid0, []string{operator}, []attempt{{"bR3", "DELETE", "/v1/my/consents/{}", nil}}, []attempt{{"aR3", "DELETE", "/v1/my/consents/{}", nil}}, ""},
		{"a session", session, uuid0, []string{"127.0.0.1"}, []attempt{{"bR10", "DELETE", "/v1/sessions/{}", nil}, {"aR11", "DELETE", "/v1/sessions/{}", nil}}, []attempt{{"aR10", "GET", "/v1/session", nil}}, "a-r10"},
		{"a request to break the glass", glass, "G-20261123-AAAAAAAAAA", []string{"故障"}, []attempt{
			{"bR30", "DELETE", "/v1/glass/{}", nil}, {"bR27", "POST", "/v1/glass/{}/opening", nil}, {"bR27", "DELETE", "/v1/glass/{}/opening", nil}}, []attempt{{"aR27", "POST", "/v1/glass/{}/opening", nil}}, "open"},
		{"an account of a body", w.of["aR10"].id, uuid0, []string{"a-r10"}, []attempt{
			{"bR26", "GET", "/v1/accounts/{}", nil}, {"bR27", "GET", "/v1/accounts/{}", nil}, {"bR26", "POST", "/v1/accounts/{}/suspension", nil},
			{"bR26", "POST", "/v1/accounts/{}/requests", map[string]string{"kind": "reset", "reason": "虚构"}}, {"bR27", "POST", "/v1/accounts/{}/approval", give},
			{"bR27", "POST", "/v1/accounts/{}/posts", map[string]string{"org": sanya, "role": "R7"}}, {"bR26", "GET", "/v1/accounts/{}/identities", nil},
			{"bR26", "DELETE", "/v1/accounts/{}/identities", map[string]string{"subject": "x"}},
			{"bR27", "POST", "/v1/accounts/{}/identities/approval", map[string]string{"subject": "x"}}}, []attempt{{"aR26", "GET", "/v1/accounts/{}", nil}}, "a-r10"},
		{"an objection", objection, "YY-460100-20261123-999999", []string{"罚款数额", firm, "示罚"}, []attempt{
			{"bR3", "GET", "/v1/cases/{}", nil}, {"bR3", "POST", "/v1/cases/{}/acts/withdraw", first}, {"bR3", "POST", "/v1/cases/{}/urge", nil},
			{"bR12", "GET", "/v1/cases/{}", nil}, {"bR12", "POST", "/v1/cases/{}/take", nil}, {"bR12", "POST", "/v1/cases/{}/acts/verify", first},
			{"bR13", "POST", "/v1/cases/{}/acts/delete", first}, {"bR14", "GET", "/v1/cases/{}", nil},
			{"bR3", "GET", "/v1/objections/cases/{}/papers/receipt", nil}, {"bR12", "GET", "/v1/objections/cases/{}/papers/accepted?as=pdf", nil},
			{"bR14", "POST", "/v1/cases/{}/escalation", map[string]string{"reason": "虚构"}}, {"bR11", "POST", "/v1/cases/{}/acts/answer", first},
			{"bR7", "GET", "/v1/objections/{}/letter", nil}, {"bR7", "GET", "/v1/objections/{}/letter?to=" + haikou, nil}},
			[]attempt{{"aR3", "GET", "/v1/cases/{}", nil}, {"aR12", "GET", "/v1/cases/{}", nil}, {"aR14", "GET", "/v1/cases/{}", nil}}, "罚款数额"},
		{"a complaint, also to the body it is about", complaint, "TS-460000-20261123-999999", []string{"重复要求", firm}, []attempt{
			{"bR3", "GET", "/v1/cases/{}", nil}, {"bR3", "POST", "/v1/cases/{}/acts/withdraw", first}, {"bR12", "GET", "/v1/cases/{}", nil},
			{"bR13", "POST", "/v1/cases/{}/acts/decline", first}, {"bR14", "GET", "/v1/cases/{}", nil},
			{"aR12", "GET", "/v1/cases/{}", nil}, {"aR12", "POST", "/v1/cases/{}/acts/accept", first}, {"aR13", "GET", "/v1/cases/{}", nil}},
			[]attempt{{"aR3", "GET", "/v1/cases/{}", nil}}, "重复要求"},
		{"a commitment", word, "CM-AAAAAAAAAAAAAAAA", []string{"海口示例", firm, haikou}, []attempt{
			{"bR3", "GET", "/v1/commitments/{}", nil}, {"bR3", "POST", "/v1/commitments/{}/undo", nil}, {"bR3", "POST", "/v1/commitments/{}/waiver", nil},
			{"bR3", "POST", "/v1/commitments/{}/withdrawal", map[string]string{"reason": "虚构"}},
			{"bR3", "POST", "/v1/commitments/{}/evidence", map[string]string{"condition": "land", "attachment": uuid0}},
			{"bR7", "GET", "/v1/commitments/{}", nil}, {"bR7", "POST", "/v1/commitments/{}/permit", map[string]string{"number": "示例1号"}}},
			[]attempt{{"aR3", "GET", "/v1/commitments/{}", nil}, {"aR7", "GET", "/v1/commitments/{}", nil}}, "海口示例"},
		{"a declaration", said, "DC-AAAAAAAAAAAAAAAA", []string{"海口示例", firm, haikou, "示票"}, []attempt{
			{"bR3", "GET", "/v1/declarations/{}", nil}, {"bR3", "POST", "/v1/declarations/{}/undo", nil}, {"bR3", "POST", "/v1/declarations/{}/waiver", nil},
			{"bR3", "POST", "/v1/declarations/{}/withdrawal", nil}, {"bR3", "PUT", "/v1/declarations/{}/consent", map[string]any{"scopes": []string{"public"}}},
			{"bR12", "GET", "/v1/declarations/{}", nil}, {"bR12", "POST", "/v1/declarations/{}/finding", map[string]string{"answer": "mismatch", "findings": "虚构"}},
			{"bR12", "POST", "/v1/declarations/{}/inquiry", map[string]string{"why": "虚构"}}},
			[]attempt{{"aR3", "GET", "/v1/declarations/{}", nil}, {"aR12", "GET", "/v1/declarations/{}", nil}}, "示票"},
		{"a letter to an association", letter, "SQ-AAAAAAAAAAAAAAAA", []string{"海口示例", firm}, []attempt{
			{"bR3", "DELETE", "/v1/my/letters/{}", nil}, {"bR22", "GET", "/v1/members/{}", nil}},
			[]attempt{{"aR3", "GET", "/v1/my/letters", nil}, {"aR22", "GET", "/v1/members/{}", nil}}, letter},
		{"a firm a policy fits", fits, "PX-AAAAAAAAAAAAAAAA", []string{"海口示例", firm}, []attempt{
			{"reformR13", "GET", "/v1/support/matches/{}", nil}, {"reformR13", "POST", "/v1/support/matches/{}/confirmation", nil}},
			[]attempt{{"foodR13", "GET", "/v1/support/matches/{}", nil}}, "海口示例"},
		{"a list of a policy", policyList, "ZC-AAAAAAAAAAAAAAAA", []string{"海口示例", foodBody}, []attempt{{"reformR13", "GET", "/v1/support/lists/{}/replay", nil}},
			[]attempt{{"foodR13", "GET", "/v1/support/lists/{}/replay", nil}}, policyList},
		{"a consent to be matched", enrolled, "PP-AAAAAAAAAAAAAAAA", []string{firm}, []attempt{{"bR3", "DELETE", "/v1/my/support/consents/{}", nil}},
			[]attempt{{"aR3", "GET", "/v1/my/support", nil}}, enrolled},
		{"a risk alert", hint, "AL-AAAAAAAAAAAAAAAA", []string{"海口示例", firm, "虚构的解释"}, []attempt{
			{"bR3", "POST", "/v1/my/alerts/{}/answer", map[string]string{"kind": "explained", "text": "x"}}, {"bR12", "GET", "/v1/alerts/{}", nil},
			{"bR13", "GET", "/v1/alerts/{}", nil}, {"bR13", "POST", "/v1/alerts/{}/decision", map[string]any{"confirm": true, "reason": "x"}}},
			[]attempt{{"aR3", "GET", "/v1/my/alerts", nil}, {"aR12", "GET", "/v1/alerts/{}", nil}}, "虚构的解释"},
		{"a complaint of a hotline", told, "RX-AAAAAAAAAAAAAAAAAAAAAAAAAA", []string{"海口示例", firm, "虚构的反映"}, []attempt{
			{"bR3", "POST", "/v1/my/complaints/{}/answer", map[string]string{"text": "x"}}, {"bR12", "POST", "/v1/hotline/complaints/{}/firm", map[string]string{"firm": firm}},
			{"bR12", "POST", "/v1/hotline/complaints/{}/finding", map[string]string{"state": "withdrawn", "document": "x", "reason": "x"}}},
			[]attempt{{"aR3", "GET", "/v1/my/complaints", nil}, {"aR12", "GET", "/v1/hotline/complaints", nil}}, "虚构的事项"},
		{"a device", device, "SB-AAAAAAAAAAAAAAAA", []string{"海口示例", "虚构的温度计"}, []attempt{{"bR9", "DELETE", "/v1/remote/devices/{}", nil}},
			[]attempt{{"aR9", "GET", "/v1/remote/devices", nil}}, "虚构的温度计"},
		{"an event of a device", event, "YC-AAAAAAAAAAAAAAAAAAAAAAAAAA", []string{"海口示例", firm, "虚构的读数"}, []attempt{
			{"bR3", "POST", "/v1/my/events/{}/answer", map[string]string{"kind": "objected", "text": "x"}}, {"bR8", "POST", "/v1/remote/events/{}/dismissal", map[string]string{"reason": "x"}}},
			[]attempt{{"aR3", "GET", "/v1/my/events", nil}, {"aR8", "GET", "/v1/remote/events", nil}}, "虚构的读数"},
		{"a document", proof, uuid0, []string{"捐赠票据"}, []attempt{
			{"bR3", "POST", "/v1/documents/{}/uses", map[string]string{"kind": "receipt"}}, {"bR3", "PUT", "/v1/documents/{}", map[string]any{"revoked": true}},
			{"bR3", "GET", "/v1/attachments/{}/info", nil}}, []attempt{{"aR3", "GET", "/v1/attachments/{}/info", nil}}, "捐赠票据"},
		{"an entry of another province", foreign, "HR-44-aaaaaaaaaaaaaaaa", []string{"粤虚", firm}, []attempt{
			{"bR12", "GET", "/v1/mutual/entries/{}", nil}, {"bR12", "POST", "/v1/mutual/entries/{}/proposals", map[string]any{"kind": "opt_out", "reason": "虚构", "version": 0}},
			{"bR13", "POST", "/v1/mutual/entries/{}/decision", map[string]any{"grant": true, "reason": "虚构", "version": 0}}}, []attempt{{"aR12", "GET", "/v1/mutual/entries/{}", nil}}, "粤虚"},
		{"a version of a model", model, "never_demo", nil, []attempt{
			{"bR18", "POST", "/v1/ratings/models/{}/versions/1/impact", nil}, {"bR17", "POST", "/v1/ratings/models/{}/versions/1/release", map[string]string{"valid_from": today, "reason": "虚构"}},
			{"bR17", "DELETE", "/v1/ratings/models/{}", nil}, {"bR17", "POST", "/v1/ratings/models/{}/runs", nil},
			{"bR18", "POST", "/v1/ratings/models/{}/data", map[string]any{"field": "complaints_settled", "rows": []map[string]any{{"uscc": rival, "value": 9, "from": today, "until": today}}}}},
			[]attempt{{"aR18", "POST", "/v1/ratings/models/{}/versions/1/impact", nil}}, "impact"},
		{"an agreement on ratings", agreed, uuid0, []string{"虚构的协议"}, []attempt{{"bR17", "POST", "/v1/ratings/agreements/{}/sign", nil}, {"bR17", "DELETE", "/v1/ratings/agreements/{}", nil}},
			[]attempt{{"aR17", "POST", "/v1/ratings/agreements/{}/sign", nil}}, "虚构的协议"},
		{"a counterparty", rival, nobody, nil, []attempt{{"bR3", "DELETE", "/v1/my/partners/{}", nil}}, []attempt{{"aR3", "GET", "/v1/my/partners", nil}}, rival},
		{"a connected system", system, uuid0, []string{"海口示例"}, []attempt{{"bR26", "DELETE", "/v1/connectors/{}", nil}}, []attempt{{"aR26", "GET", "/v1/connectors", nil}}, "海口示例审批"},
		{"a post", post, uuid0, []string{haikou}, []attempt{{"bR27", "DELETE", "/v1/posts/{}", nil}}, []attempt{{"aR27", "DELETE", "/v1/posts/{}", nil}}, ""},
		{"a key", key, "k-aaaaaaaa", []string{haikou}, []attempt{
			{"bR27", "DELETE", "/v1/keys/{}", nil}, {"bR27", "POST", "/v1/keys/{}/rotation", map[string]int{"days": 1}}}, []attempt{{"aR27", "DELETE", "/v1/keys/{}", nil}}, ""},
	}
}

// again is an answer the body in Haikou gave from a snapshot, which differs from the check that was made of it.
func (w *town) again() string {
	w.t.Helper()
	_, err := w.app.Snapshots.Build(w.t.Context())
	w.must(err)
	digest := w.made(200, "aR7", "GET", "/v1/checks/snapshots", nil, "snapshots.digest")
	return w.made(200, "aR7", "POST", "/v1/checks/rechecks", map[string]any{"answers": []map[string]any{{"ref": "1", "snapshot": digest, "matter": "gp-qualification", "subject": firm, "on": today,
		"purpose": "procurement", "case_no": "CG-2", "outcome": "prohibited", "measures": []string{}}}}, "results.decision_id")
}

// agreed is an agreement of the body in Haikou on a model of its own, in force, that waits for its second signature.
func (w *town) agreed() (model, id string) {
	w.t.Helper()
	w.rates(haikou, 70)
	return localModel, w.made(201, "aR18", "POST", "/v1/ratings/agreements", map[string]any{"consumer": operator, "title": "虚构的协议", "models": []string{localModel}, "fields": []string{"grade"},
		"purpose": "finance", "use": map[string]string{"zh": "仅供参考（虚构）", "en": "For reference only (invented)"}, "from": today, "until": "2026-12-31"}, "id")
}

// promised is a commitment of the firm to the body in Haikou, in effect.
func (w *town) promised() string {
	w.t.Helper()
	w.of["aR19"].want(200, "", "PUT", "/v1/undertakings/travel-agency/receivers", map[string]string{"org": haikou})
	var x struct {
		SM3    string `json:"text_sm3"`
		Ticket string `json:"ticket"`
	}
	w.of["aR3"].want(200, "", "GET", "/v1/undertakings/travel-agency/offer?org="+haikou, nil).read(w.t, &x)
	return w.made(201, "aR3", "POST", "/v1/commitments", map[string]any{"undertaking": "travel-agency", "org": haikou, "text_sm3": x.SM3, "ticket": x.Ticket, "waive": true}, "id")
}

// declared is a declaration of the firm that the body in Haikou verifies, with its proof.
func (w *town) declared() (proof, id string) {
	w.t.Helper()
	w.of["aR19"].want(200, "", "PUT", "/v1/declarations/verifiers", map[string]string{"kind": "welfare", "org": haikou})
	proof = w.made(201, "aR3", "POST", "/v1/attachments?kind=receipt&name="+url.QueryEscape("捐赠票据.txt"), map[string]string{"示例": "捐赠票据"}, "id")
	in := map[string]any{"kind": "welfare", "org": haikou, "scopes": []string{"government"},
		"values": map[string]string{"title": "虚构助学项目", "recipient": "海口市虚构慈善会", "number": "示票 1 号", "done_on": "2026-06-01"}}
	var x struct {
		SM3    string `json:"text_sm3"`
		Ticket string `json:"ticket"`
	}
	w.of["aR3"].want(200, "", "POST", "/v1/declarations/text", in).read(w.t, &x)
	in["text_sm3"], in["ticket"], in["waive"], in["papers"] = x.SM3, x.Ticket, true, []string{proof}
	return proof, w.made(201, "aR3", "POST", "/v1/declarations", in, "id")
}

// visit is one for a complaint in Haikou, with an inspector from the table and another.
func (w *town) visit() string {
	w.t.Helper()
	other := w.hire("a-r8b", haikou, "R8")
	w.of["aR9"].want(200, "", "PUT", "/v1/inspection/matters", map[string]any{"code": "market.food", "name_zh": "食品检查（示例）", "name_en": "Food (example)", "domain": "market.food",
		"kind": "key", "basis": "《食品生产经营监督检查管理办法》第二十一条", "active": true, "version": 0})
	for _, id := range []string{w.of["aR8"].id, other.id} {
		w.of["aR9"].want(200, "", "PUT", "/v1/inspection/inspectors", map[string]any{"account": id, "duty": "检查员", "certificate": "示例-1", "certificate_until": "2027-12-31", "active": true})
	}
	return w.made(201, "aR8", "POST", "/v1/visits", map[string]any{"uscc": firm, "matter": "market.food", "why": "投诉件 示例-1", "with": []string{other.id}, "mode": "on_site"}, "case")
}

// TestS10_WhatIsAnothersDoesNotExist makes one of everything in Haikou and asks for it from Sanya with the same role: the
// answer is word for word the one for something that was never there.
func TestS10_WhatIsAnothersDoesNotExist(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	things := w.things()
	for _, x := range things {
		t.Run(x.name, func(t *testing.T) {
			for _, a := range x.tries {
				real := w.of[a.as].ask(a.method, strings.ReplaceAll(a.path, "{}", x.id), a.body)
				none := w.of[a.as].ask(a.method, strings.ReplaceAll(a.path, "{}", x.never), a.body)
				what := a.method + " " + a.path + " as " + a.as
				if real.status != http.StatusNotFound || real.text != none.text || none.status != real.status {
					t.Errorf("%s: %d %s\nwhat never was: %d %s", what, real.status, real.text, none.status, none.text)
				}
				for _, s := range x.secret {
					if strings.Contains(real.text, s) {
						t.Errorf("%s tells %q: %s", what, s, real.text)
					}
				}
			}
		})
	}
	w.nothingHappened(t)
	w.listsHoldOnesOwn(t)
	for _, x := range things { // and it was there all the while, for whoever it belongs to
		for _, a := range x.own {
			if got := w.of[a.as].ask(a.method, strings.ReplaceAll(a.path, "{}", x.id), a.body); got.status >= 300 || !strings.Contains(got.text, x.shows) {
				t.Errorf("%s: %s %s as %s: %d %.300s", x.name, a.method, a.path, a.as, got.status, got.text)
			}
		}
	}
}

// nothingHappened asks the owners: all is as it was.
func (w *town) nothingHappened(t *testing.T) {
	t.Helper()
	for what, sql := range map[string]string{
		"tasks touched":          `select count(*) from tracker.assignment a left join tracker.report r using (assignment_id) where a.withdrawn_at is not null or r.report_id is not null`,
		"policies answered":      `select count(*) from support.answer`,
		"pilots touched":         `select count(*) from pilot.pilot where approved_at is not null or stopped_on is not null`,
		"pieces touched":         `select count(*) from caselib.piece where version <> 1 or published_at is not null`,
		"scenes touched":         `select count(*) from scene.scene where confirmed_at is not null or withdrawn_at is not null`,
		"drafts changed":         `select count(*) from entry.draft where version <> 1 or status <> 'draft'`,
		"exports answered":       `select count(*) from disclosure.export_answer`,
		"rows matched":           `select count(*) from record.match`,
		"delegations ended":      `select count(*) from account.delegation where ended_at is not null`,
		"complaints touched":     `select count(*) from hotline.complaint where state <> 'verified' or answer is not null`,
		"events touched":         `select count(*) from remote.event e join remote.device d using (device_id) where e.state <> 'told' or e.answer is not null or d.ended_on is not null`,
		"alerts decided":         `select count(*) from alert.hint where state <> 'answered'`,
		"consents taken back":    `select count(*) from disclosure.consent_end`,
		"glasses opened":         `select count(*) from disclosure.glass_opening`,
		"cases moved":            `select count(*) from caseflow.case where moves <> 1 or holder not in ('', opener) or urged_on is not null`,
		"commitments changed":    `select count(*) from commitment.performance where state <> 'performing' or permit_no <> ''`,
		"declarations changed":   `select count(*) from declaration.status where state not in ('unverified', 'verified', 'differs') or scopes <> '{government}' or case_id <> ''`,
		"agreements decided":     `select count(*) from rating.agreement where approver <> '' or ended_on is not null`,
		"models out of force":    `select count(*) from rating.release where ended_on is not null`,
		"posts ended":            `select count(*) from account.post where ended_at is not null`,
		"keys revoked":           `select count(*) from access.api_key where revoked_at is not null or ends_at is not null`,
		"accounts out of use":    `select count(*) from account.account where status <> 'active'`,
		"consents by a stranger": `select count(*) from disclosure.consent where grantee = '` + sanya + `'`,
	} {
		if n := w.count(sql); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
}

// listsHoldOnesOwn looks for things of Haikou in every list Sanya may see.
func (w *town) listsHoldOnesOwn(t *testing.T) {
	t.Helper()
	for _, l := range []struct{ as, path string }{
		{"bR10", "/v1/drafts"}, {"bR11", "/v1/drafts"}, {"bR10", "/v1/exports"}, {"bR11", "/v1/exports/waiting"}, {"bR20", "/v1/exports/second"},
		{"bR11", "/v1/name-matches"}, {"bK", "/v1/name-matches"}, {"bR3", "/v1/delegations"}, {"bR3", "/v1/my/consents"}, {"bR3", "/v1/my/reports"}, {"bR3", "/v1/my/cards"}, {"bR3", "/v1/my/packs"}, {"bR3", "/v1/my/views"}, {"bR3", "/v1/my/letters"}, {"bR22", "/v1/members"}, {"bR3", "/v1/my/alerts"}, {"bR12", "/v1/alerts"}, {"bR13", "/v1/alerts"}, {"bR3", "/v1/my/complaints"}, {"bR3", "/v1/my/events"}, {"bR8", "/v1/remote/events"}, {"bR9", "/v1/remote/devices"}, {"bR12", "/v1/hotline/complaints"}, {"bR13", "/v1/hotline/complaints"},
		{"bR3", "/v1/my/partners"}, {"bR3", "/v1/my/partners/checks"}, {"bR3", "/v1/my/partners/alerts"}, {"bR17", "/v1/ratings/agreements/register"}, {"bR18", "/v1/ratings/agreements/register"},
		{"bR11", "/v1/policy/tasks"}, {"bR20", "/v1/policy/tasks"}, {"bR20", "/v1/pilots/desk"}, {"bR20", "/v1/scenes/desk"}, {"bR9", "/v1/comparisons/desk"}, {"bR29", "/v1/case-library"},
		{"bR11", "/v1/policy/tasks"}, {"bR20", "/v1/policy/tasks"}, {"bR20", "/v1/pilots/desk"}, {"reformR13", "/v1/support/lists"}, {"bR13", "/v1/support/lists"},
		{"bR3", "/v1/commitments"}, {"bR7", "/v1/commitments/received"},
		{"bR3", "/v1/declarations"}, {"bR12", "/v1/declarations/received"}, {"bR3", "/v1/documents"},
		{"bR3", "/v1/cases"}, {"bR11", "/v1/cases"}, {"bR12", "/v1/cases"}, {"bR13", "/v1/cases"}, {"bR14", "/v1/cases"}, {"bR8", "/v1/cases"}, {"bR9", "/v1/cases"}, {"bR8", "/v1/visits/tasks"}, {"bR3", "/v1/my/visits"},
		{"bR10", "/v1/sessions"}, {"bR30", "/v1/glass"}, {"bR27", "/v1/glass/waiting"}, {"bR26", "/v1/accounts"}, {"bR27", "/v1/accounts"}, {"bR26", "/v1/keys"}, {"bR12", "/v1/mutual/entries"}, {"bR26", "/v1/connectors"},
	} {
		a := w.of[l.as].want(200, "", "GET", l.path, nil)
		for _, of := range []string{haikou, firm, "a-r10", "a-aide", "海口", "故障"} {
			if strings.Contains(a.text, of) {
				t.Errorf("GET %s as %s shows %s: %.600s", l.path, l.as, of, a.text)
			}
		}
	}
}
