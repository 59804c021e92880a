package guard

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/adoption"
	"xinheng/internal/check"
	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

var shop = code("91460100", "XYQQ0601") // an invented duty-free shop

// adopt records that the invented province adopts what is assumed, so that it has an effect.
func (h *house) adopt() {
	h.t.Helper()
	_, err := adoption.Adopt(h.t.Context(), h.app.Pool, access.CLI(), h.app.Now(), law.Adoption{
		Keys: []string{"list.*", "period.*", "measure.*", "kind.*", "matter.*", "item.*", "recognition.*"}, By: "示例官员", Body: "虚构省",
		Why: law.Text2{ZH: "虚构省采纳未核实的规则，供测试使用", EN: "adopted by an invented province for a test"}, From: workday.MustParse("2026-01-01"), Until: workday.MustParse("2030-12-31")})
	h.must(err)
	h.settle()
}

// till is a house with a duty-free shop, customs that decided about one traveller, and two bodies to confirm.
type till struct {
	*house
	shop, other, customs, sanyaDecides, traveller *caller
}

// customsRow is an invented decision of customs, six years long: the law ends what follows from it after three.
func customsRow(no, name, number string) map[string]string {
	return map[string]string{"MS_XM": name, "MS_LB": "自然人", "MS_ZJLX": "身份证", "MS_ZJHM": number, "MS_LX": "industry", "MS_HY": "F", "MS_SY": "虚构的转售", "MS_YJ": "海关监管办法第十七条",
		"MS_WSH": "虚海关免〔2026〕" + no + "号", "MS_JDRQ": "2026-01-10", "MS_SDRQ": "2026-01-10", "MS_QSRQ": "2026-01-10", "MS_JZRQ": "2032-01-09", "MS_JG": "虚构海口海关", "MS_JGDM": haikou}
}

func newTill(t *testing.T) *till {
	t.Helper()
	x := &till{house: open(t)}
	x.register()
	_, err := x.app.Accounts.ImportOrgs(t.Context(), access.CLI(), []account.Org{{ID: shop, Name: "海口虚构离岛免税商店", Parent: operator, Region: "460100", Kind: "executor"}})
	x.must(err)
	x.key(haikou, "intake").want(200, `"accepted":1`, "POST", "/v1/intake/duty_free_ban", file(customsRow("1", "示例traveller", cardOf(1))))
	x.adopt()
	window := x.hire("window", haikou, "R6")
	x.traveller = x.citizen("traveller", window, 1)
	x.shop, x.other = x.hire("cashier", shop, "R15"), x.hire("colleague", shop, "R15")
	x.customs, x.sanyaDecides = x.hire("customs", haikou, "R13"), x.hire("sanya-decides", sanya, "R13")
	return x
}

func passenger(n int, name, caseNo string) map[string]string {
	return map[string]string{"number": cardOf(n), "name": name, "matter": "duty-free-person", "purpose": "duty_free", "case_no": caseNo, "basis": "law"}
}

// word asks at the till and gives the word; everything else of the answer is always the same.
func (x *till) word(n int, name string) string {
	x.t.Helper()
	in := passenger(n, name, "GW-1")
	if x.shop.key != "" {
		in["officer"] = "示例收银员" // a system says who sits behind it
	}
	a := x.shop.want(200, "", "POST", "/v1/checks/person", in)
	var got map[string]string
	a.read(x.t, &got)
	if len(got) != 1 || len(a.text) != 64 || a.header.Get("Content-Length") != "64" {
		x.t.Errorf("an answer of %d bytes with %v", len(a.text), got)
	}
	return got["answer"]
}

// F16-8: a shop asks yes or no of a passenger; the word follows the decision of customs and its three years, from its first day to its
// last, and every answer has one shape and size.
func TestF16_8_AShopIsAnsweredByTheCustomsDecisionAndItsThreeYears(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	if got := x.word(1, "示例traveller"); got != "no" {
		t.Errorf("whom customs decided about: %s", got)
	}
	if got := x.word(2, "示例别人"); got != "yes" {
		t.Errorf("whom nobody decided about: %s", got)
	}
	system := x.key(shop, "person.check")
	for day, want := range map[string]string{"2029-01-08": "no", "2029-01-09": "no", "2029-01-10": "yes"} {
		x.on(day)
		x.shop = system // nobody's password is good for two years
		if got := x.word(1, "示例traveller"); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
}

// F07-10: another name than that of the number, or a source that has not reported for a month, is not enough data; and it is told no
// differently from the other words.
func TestF07_10_NotEnoughDataIsAnAnswerOfItsOwn(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	if got := x.word(1, "冒名者"); got != "not_enough_data" {
		t.Errorf("another name: %s", got)
	}
	for day, want := range map[string]string{"2026-12-22": "yes", "2026-12-23": "yes", "2026-12-24": "not_enough_data"} { // reported on 23 November
		x.on(day, x.shop)
		if got := x.word(2, "示例别人"); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
}

// F07-10, G10: what is asked needs a basis, is not asked fast, and leaves neither name nor number anywhere; who may not ask, may not.
func TestF07_10_AskingNeedsABasisAndLeavesNoNameOrNumber(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	refused := func(who *caller, status int, code, key, value string) {
		t.Helper()
		in := passenger(1, "示例traveller", "GW-1")
		in[key] = value
		if a := who.ask("POST", "/v1/checks/person", in); a.status != status || a.code() != code || strings.Contains(a.text, cardOf(1)) {
			t.Errorf("%s=%s: %d %s", key, value, a.status, a.text)
		}
	}
	refused(x.shop, 403, "check.no_basis", "purpose", "finance")
	refused(x.shop, 403, "disclosure.no_consent", "basis", "consent")
	refused(x.shop, 422, "check.identity", "number", cardOf(1)[:17]+"?")
	refused(x.shop, 422, "check.identity", "name", "")
	refused(x.shop, 422, "check.number_in_case", "case_no", "GW "+cardOf(1))
	refused(x.shop, 422, "check.not_person", "matter", "gp-qualification")
	refused(x.shop, 422, "check.bad_purpose", "purpose", "")
	refused(x.hire("enter", haikou, "R10"), 403, "access.no_permission", "case_no", "GW-1")
	refused(x.visitor("nobody"), 401, "access.no_key", "case_no", "GW-1")
	// a person may consent to a body that no rule obliges
	consent := map[string]any{"grantee": shop, "fields": []string{"check"}, "purpose": "finance", "until": "2026-12-31"}
	var c struct{ ID string }
	x.traveller.want(201, "live", "POST", "/v1/my/consents", consent).read(t, &c)
	in := passenger(1, "示例traveller", "GW-2")
	in["purpose"], in["basis"], in["consent"] = "finance", "consent", c.ID
	x.shop.want(200, `{"answer":"no"}`, "POST", "/v1/checks/person", in)
	in["number"], in["name"] = cardOf(2), "示例别人"
	x.shop.want(403, "disclosure.no_consent", "POST", "/v1/checks/person", in)
	x.settle()
	for _, sql := range []string{
		`select count(*) from "check".decision d where d::text like '%19900101%' or d::text like '%示例traveller%'`,
		`select count(*) from "check".page p where p::text like '%19900101%' or p::text like '%示例traveller%'`,
		`select count(*) from ledger.entry e where e::text like '%19900101%' or e::text like '%示例traveller%' or e::text like '%p-%' and kind like 'check.%'`,
	} {
		if n := x.count(sql); n != 0 {
			t.Errorf("%d: %s", n, sql)
		}
	}
	if n := x.count(`select count(*) from "check".page, string_to_table(texts, e'\n') as t (line) where line like '%"ground":"law:gac-duty-free%' or line like '%"ground":"consent:` + c.ID + `%'`); n != 1 {
		t.Errorf("%d checks say what entitled the caller", n)
	}
	slow := 0
	for range 40 {
		if a := x.shop.ask("POST", "/v1/checks/person", passenger(2, "示例别人", "GW-3")); a.status == 429 && a.code() == "access.too_many" {
			slow++
		}
	}
	if slow < 5 {
		t.Errorf("only %d of 40 at once were refused", slow)
	}
}

// F07-10: the reasons behind the word are shown only to whoever asked for them, after somebody else of another body confirmed the need,
// for seven days; everything of it is in the person's own view.
func TestF07_10_ReasonsNeedASecondAuthority(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	need := map[string]string{"number": cardOf(1), "case_no": "GW-1", "authority": haikou, "need": "旅客当场申请说明理由（虚构）"}
	x.shop.want(404, "check.no_answer", "POST", "/v1/checks/person/reasons", need)
	x.word(1, "示例traveller")
	for code, change := range map[string]map[string]string{
		"check.second": {"authority": shop}, "check.no_need": {"need": " "}, "check.no_answer": {"case_no": "GW-9"},
	} {
		in := map[string]string{}
		for k, v := range need {
			in[k] = v
		}
		for k, v := range change {
			in[k] = v
		}
		if a := x.shop.ask("POST", "/v1/checks/person/reasons", in); a.code() != code {
			t.Errorf("%s: %d %s", code, a.status, a.text)
		}
	}
	x.key(shop, "person.check").want(403, "access.no_scope", "POST", "/v1/checks/person/reasons", need)
	var r, again struct{ ID string }
	a := x.shop.want(201, `"status":"waiting"`, "POST", "/v1/checks/person/reasons", need)
	a.read(t, &r)
	x.shop.want(201, `"status":"waiting"`, "POST", "/v1/checks/person/reasons", need).read(t, &again) // the second click
	if r.ID != again.ID || strings.Contains(a.text, "p-") || strings.Contains(a.text, "虚海关") {
		t.Errorf("%s and %s: %s", r.ID, again.ID, a.text)
	}
	reasons, confirm := "/v1/checks/person/reasons/"+r.ID, "/v1/checks/person/confirmations/"+r.ID
	yes := map[string]any{"confirm": true, "note": "核实本人在场申请（虚构）"}
	x.shop.want(409, "check.not_confirmed", "GET", reasons, nil)
	x.shop.want(403, "access.no_permission", "POST", confirm, yes)
	x.sanyaDecides.want(404, "check.no_request", "POST", confirm, yes)
	x.sanyaDecides.want(200, `"items":[]`, "GET", "/v1/checks/person/confirmations", nil)
	x.customs.want(200, "旅客当场申请", "GET", "/v1/checks/person/confirmations", nil)
	x.customs.want(422, "check.no_note", "POST", confirm, map[string]any{"confirm": true, "note": " "})
	x.customs.want(200, `"open_until":"2026-11-30"`, "POST", confirm, yes)
	x.customs.want(409, "check.reasons_done", "POST", confirm, yes)
	counter.Reseals(t, x.app.Pool, x.app.Sealer, check.Holders()[0], 2) // the need, and the note of who confirmed it
	x.other.want(404, "check.no_request", "GET", reasons, nil)          // a colleague did not ask
	x.customs.want(403, "access.no_permission", "GET", reasons, nil)
	x.shop.want(200, "虚海关免〔2026〕1号", "GET", reasons, nil)
	for day, status := range map[string]int{"2026-11-29": 200, "2026-11-30": 200, "2026-12-01": 422} {
		x.on(day, x.shop)
		if a := x.shop.ask("GET", reasons, nil); (a.status == 200) != (status == 200) || status != 200 && a.code() != "check.reasons_over" {
			t.Errorf("on %s: %d %s", day, a.status, a.text)
		}
	}
	x.on("2026-12-03", x.traveller)
	x.traveller.asItself()
	views := x.traveller.want(200, "duty_free", "GET", "/v1/my/views", nil).text
	for _, of := range []string{shop, `"check.duty-free-person"`, `"check.duty-free-person.reasons"`} {
		if !strings.Contains(views, of) {
			t.Errorf("the person does not see %s: %s", of, views)
		}
	}
}

// F05-2: the exclusion set of the commitment route is the lists of the nation and the province, those of recognised provinces, and earlier
// false commitments; a repair makes the firm eligible again, measured here with the program's own workers running.
func TestF05_2_ARepairOpensTheCommitmentRouteWithinAMinute(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	h.adopt()
	boss, k := h.boss("boss", firm), h.key(haikou, "intake")
	const list = "名单名称,主体名称,主体类别,统一社会信用代码,列入名单事由,列入日期,认定部门,认定部门统一社会信用代码,认定依据,认定文书号,送达日期\n"
	k.want(200, `"accepted":2`, "POST", "/v1/intake/list_entry", []byte(list+
		"重大税收违法失信主体,海口示例食品有限公司,法人及非法人组织,"+firm+",示例事由,2026-04-16,海口市示例局,"+haikou+",示例办法第六条,示税〔2026〕22号,2026-04-16\n"+
		"市场准入承诺即入制严重失信主体名单,海口示例食品有限公司,法人及非法人组织,"+firm+",示例事由,2026-04-16,海口市示例局,"+haikou+",示例办法第三条,示承〔2026〕23号,2026-04-16\n"))
	stop, err := h.app.Work(t.Context())
	h.must(err)
	defer stop()
	route := "/v1/my/eligibility?matter=travel-agency"
	until := func(want string) time.Duration {
		t.Helper()
		began := time.Now()
		for {
			if a := boss.want(200, "", "GET", route, nil); strings.Contains(a.text, want) {
				return time.Since(began)
			}
			if time.Since(began) > time.Minute {
				t.Fatalf("a minute passed without %s: %s", want, boss.ask("GET", route, nil).text)
			}
		}
	}
	until(`"set":"provincial"`)
	a := boss.want(200, `"eligible":false`, "GET", route, nil)
	if !strings.Contains(a.text, `"set":"national"`) {
		t.Fatal(a.text)
	}
	repair := "信用主体名称,统一社会信用代码,原信息类别,原决定文书号,原认定机关统一社会信用代码,修复决定文书号,修复决定日期,修复机关,修复机关统一社会信用代码,修复依据\n"
	for i, no := range []string{"示税〔2026〕22号", "示承〔2026〕23号"} {
		k.want(200, `"accepted":1`, "POST", "/v1/intake/repair", []byte(repair+fmt.Sprintf(
			"海口示例食品有限公司,%s,严重失信主体名单,%s,%s,示修〔2026〕%d号,2026-11-23,海口市示例局,%s,示例办法第九条\n", firm, no, haikou, i, haikou)))
	}
	if took := until(`"eligible":true`); took > time.Minute {
		t.Errorf("eligible again after %v", took)
	}
	h.citizen("alone", h.hire("window", haikou, "R6"), 1).want(409, "check.no_firm", "GET", route, nil)
}

// F16-3: the automation rate is the share of checks that a registered system started, by body, kind and month.
func TestF16_3_TheAutomationRateCountsWhatSystemsStartedThemselves(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	sys, k := h.hire("h-sys", haikou, "R26"), h.key(haikou, "check")
	keyID := h.made("GET", "/v1/keys", "check") // while it is the only one
	stray := h.key(haikou, "check")
	officer, figures := h.hire("officer", haikou, "R7"), h.hire("figures", haikou, "R11")
	lead, elsewhere := h.hire("lead", operator, "R19"), h.hire("elsewhere", sanya, "R11")
	system := map[string]any{"org": haikou, "kind": "approval", "name": map[string]string{"zh": "虚构审批系统", "en": "Invented approval system"}, "matters": []string{"gp-qualification"}, "key": keyID}
	officer.want(403, "access.no_permission", "POST", "/v1/connectors", system)
	h.hire("s-sys", sanya, "R26").want(404, "connector.no_body", "POST", "/v1/connectors", system)
	var made struct{ ID string }
	sys.want(201, "虚构审批系统", "POST", "/v1/connectors", system).read(t, &made)
	sys.want(409, "connector.twice", "POST", "/v1/connectors", system)
	for code, change := range map[string]map[string]any{"connector.bad_matter": {"matters": []string{"nothing"}}, "connector.future": {"since": "2026-11-24"}, "access.no_such_key": {"key": "k-none"},
		"connector.bad_name": {"name": map[string]string{"zh": " ", "en": "x"}}} {
		in := map[string]any{}
		for key, v := range system {
			in[key] = v
		}
		for key, v := range change {
			in[key] = v
		}
		if a := sys.ask("POST", "/v1/connectors", in); a.code() != code {
			t.Errorf("%s: %d %s", code, a.status, a.text)
		}
	}
	check := map[string]string{"matter": "gp-qualification", "subject": firm, "purpose": "procurement", "case_no": "CG-1", "officer": "示例"}
	for range 3 {
		k.want(200, "decision_id", "POST", "/v1/checks", check)
	}
	stray.want(200, "decision_id", "POST", "/v1/checks", check)
	trial := map[string]string{"matter": "gp-qualification", "subject": firm, "purpose": "test", "case_no": "CG-1", "officer": "示例"}
	k.want(200, "decision_id", "POST", "/v1/checks", trial) // trying out counts for nothing
	delete(check, "officer")
	officer.want(200, "decision_id", "POST", "/v1/checks", check)
	const rate = `{"connector":3,"unnamed":1,"hand":1,"permille":600}`
	for _, who := range []*caller{figures, lead} {
		who.want(200, `"total":`+rate, "GET", "/v1/automation", nil)
		who.want(200, `"kinds":[{"kind":"approval","calls":3}]`, "GET", "/v1/automation", nil)
	}
	elsewhere.want(200, `"total":{"connector":0,"unnamed":0,"hand":0}`, "GET", "/v1/automation", nil)
	officer.want(403, "access.no_permission", "GET", "/v1/automation", nil)
	public := h.visitor("anybody").want(200, `"total":`+rate, "GET", "/v1/figures/automation", nil)
	if strings.Contains(public.text, haikou) {
		t.Errorf("the public figure names bodies: %s", public.text)
	}
	elsewhere.want(200, `"items":[]`, "GET", "/v1/connectors", nil)
	h.hire("t-sys", sanya, "R26").want(404, "connector.unknown", "DELETE", "/v1/connectors/"+made.ID, nil)
	sys.want(200, `"ended_on":"2026-11-23"`, "DELETE", "/v1/connectors/"+made.ID, nil)
	sys.want(409, "connector.ended", "DELETE", "/v1/connectors/"+made.ID, nil)
	figures.want(200, `"total":`+rate, "GET", "/v1/automation", nil) // what it started in its month stays counted for it
	h.on("2026-12-01", figures)
	k.want(200, "decision_id", "POST", "/v1/checks", map[string]string{"matter": "gp-qualification", "subject": firm, "purpose": "procurement", "case_no": "CG-2", "officer": "示例"})
	figures.want(200, `"month":"2026-12-01","connector":0,"unnamed":1,"hand":0,"permille":0`, "GET", "/v1/automation", nil)
}

// made gives the id of the first key of Haikou that holds a scope.
func (h *house) made(method, path, scope string) string {
	h.t.Helper()
	var all struct {
		Items []struct {
			ID, Org string
			Scopes  []string
		}
	}
	h.sec.want(200, "", method, path, nil).read(h.t, &all)
	id := ""
	for _, k := range all.Items {
		if k.Org == haikou && len(k.Scopes) == 1 && k.Scopes[0] == scope {
			id = k.ID // newest first: the last is the one issued first
		}
	}
	return id
}

// F05-2, F16-7: an entry of a recognised province bars the commitment route of the firm, once the recognition is adopted, until the last
// day it names; opted out of, it bars no more.
func TestF05_2_ARecognisedProvincesEntryBarsUntilItsEnd(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	boss, handler, decider := h.boss("boss", firm), h.hire("handler", operator, "R12"), h.hire("decider", operator, "R13")
	feed := h.sealedFeed(firm, rival)
	handler.want(200, `"applied":2`, "POST", "/v1/mutual/feeds", feed)
	h.settle()
	const route = "/v1/my/eligibility?matter=travel-agency"
	boss.want(200, `"eligible":true`, "GET", route, nil) // nobody has adopted the recognition yet
	h.adopt()
	boss.want(200, `"set":"recognised"`, "GET", route, nil)
	for day, open := range map[string]string{"2026-11-23": "false", "2026-11-24": "false", "2026-11-25": "true"} {
		h.on(day, boss)
		boss.actsFor().want(200, `"eligible":`+open, "GET", route, nil)
	}
	h.on("2026-11-24", handler, decider, boss)
	var all struct{ Entries []struct{ ID string } }
	handler.want(200, firm, "GET", "/v1/mutual/entries", nil).read(t, &all)
	for _, e := range all.Entries {
		handler.want(200, "opt_out", "POST", "/v1/mutual/entries/"+e.ID+"/proposals", map[string]any{"kind": "opt_out", "reason": "过惩不当（虚构）", "version": 0})
		decider.want(200, "opted_out", "POST", "/v1/mutual/entries/"+e.ID+"/decision", map[string]any{"grant": true, "reason": "同意（虚构）", "version": 0})
	}
	h.settle()
	boss.actsFor().want(200, `"eligible":true`, "GET", route, nil)
}

// sealedFeed is a page of an invented neighbour about firms, sealed with a key that two officers have registered.
func (h *house) sealedFeed(firms ...string) map[string]any {
	h.t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	h.must(err)
	var key struct {
		KeyID string `json:"key_id"`
	}
	h.sys.want(201, "", "POST", "/v1/mutual/keys", map[string]any{"province": "440000", "algorithm": "Ed25519", "public": []byte(public)}).read(h.t, &key)
	h.sec.want(200, "approved_at", "POST", "/v1/mutual/keys/"+key.KeyID+"/approval", nil)
	var entries []any
	for i, subject := range firms {
		id := fmt.Sprint(i + 1)
		entries = append(entries, map[string]any{"id": id, "subject": subject, "name": "示例公司", "list": "虚构严重失信主体名单", "kind": "serious", "authority": "广东省虚构部门",
			"authority_code": code("11440000", "XYQQ0701"), "document_no": "粤虚〔2025〕" + id + "号", "basis": "虚构条例第一条", "reason": "虚构", "notice_on": "2025-11-01",
			"decided_on": "2025-11-25", "served_on": "2025-11-25", "remedies": "复议、诉讼", "until": "2026-11-24", "measures": []string{"不适用告知承诺制"}, "state": "effective"})
	}
	page, err := json.Marshal(map[string]any{"province": "440000", "made_at": h.app.Now().UTC(), "entries": entries})
	h.must(err)
	return map[string]any{"format": "xinheng-mutual/v1", "payload": string(page), "algorithm": "Ed25519", "key_id": key.KeyID,
		"signature": ed25519.Sign(private, append([]byte("xinheng-mutual/v1\n"), page...))}
}

// foreign takes such a page in and gives the id of its entry.
func (w *town) foreign(as string) string {
	w.t.Helper()
	w.of[as].want(200, `"applied":1`, "POST", "/v1/mutual/feeds", w.sealedFeed(firm))
	return w.made(200, as, "GET", "/v1/mutual/entries", nil, "entries.id")
}
