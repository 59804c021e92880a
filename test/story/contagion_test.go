package story

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/ident"
	"xinheng/internal/registry"
)

const boss = "示例舟"

// whole is what the program knows and shows of one person and of the other firm of that person.
type whole struct {
	*stage
	key, person, number, sister string
}

// answer is what a matter of persons is answered: yes, no or not enough data, and nothing else (level 1).
func (w *whole) answer() string {
	w.t.Helper()
	body, _ := json.Marshal(map[string]string{"matter": "director-appointment", "subject": w.person, "purpose": "appointment", "case_no": "登〔2026〕1号", "officer": "示例经办人"})
	return read[struct{ Answer string }](w.stage, w.ask(http.MethodPost, "/v1/checks", w.key, body), http.StatusOK).Answer
}

// outcome is what a check of a firm is answered.
func (w *whole) outcome(of string) string {
	w.t.Helper()
	body, _ := json.Marshal(map[string]string{"matter": "gp-qualification", "subject": of, "purpose": "procurement", "case_no": "示采〔2026〕1号", "officer": "示例经办人"})
	return read[decision](w.stage, w.ask(http.MethodPost, "/v1/checks", w.key, body), http.StatusOK).Outcome
}

// flags are what the program holds about the person, wherever it could hold something.
func (w *whole) flags() int64 {
	w.t.Helper()
	return w.count(`select (select count(*) from standing.fact where entity_id like 'p-%') + (select count(*) from record.version where entity_id like 'p-%')
		+ (select count(*) from listing.entry where entity_id like 'p-%')`)
}

// unnamed asks the interfaces anybody or any body may read.
func (w *whole) unnamed(when string) {
	w.t.Helper()
	for _, path := range []string{"/v1/records/changes", "/v1/entities/" + w.sister + "/standing", "/v1/entities/" + firm + "/standing"} {
		a := w.ask(http.MethodGet, path, w.key, nil)
		if a.status != http.StatusOK || strings.Contains(string(a.body), boss) || strings.Contains(string(a.body), w.person) {
			w.t.Errorf("%s: %s names the person, or is not there: %d", when, path, a.status)
		}
	}
}

// entry is a row of the sheet of lists: of the firm, or of a person by the number of their document.
func entry(document, name, code, number string) map[string]string {
	kind := "法人及非法人组织"
	if number != "" {
		kind = "自然人"
	}
	return map[string]string{"HMDMC": "court-enforcement", "JGMC": name, "ZTLB": kind, "TYSHXYDM": code, "ZTZJHM": number, "LRMDSY": "有履行能力而拒不履行生效法律文书确定的义务（虚构）。",
		"LRRQ": "2026-11-02", "RDBM": bureauName, "RDBMTYSHXYDM": bureau, "RDYJ": "《最高人民法院关于公布失信被执行人名单信息的若干规定》第一条", "WSH": document, "SDRQ": "2026-11-02"}
}

// A firm is listed. Its representative, who also represents another firm, has no flag anywhere: no check of the person or of the
// other firm answers otherwise, no page, no list, no file and no feed names them. Their own decision changes that, and nothing else.
func TestG4_AListedFirmLeavesItsPeopleAlone(t *testing.T) {
	t.Parallel()
	s := newStageOn(t, "2026-11-03")
	w := &whole{stage: s, number: ident.MakeIDCard("46990019810203001"), sister: string(ident.MakeUSCC("91460200" + ident.MakeOrgCode("XYQQ0511")))}
	w.person = registry.PersonID(s.app.Sealer, w.number)
	w.key = s.key(buyer, "海南省示例采购中心", access.ScopeCheck, access.ScopeRead)
	reporter := s.key(bureau, bureauName, access.ScopeIntake)
	rows := "统一社会信用代码,企业名称,主体类型,登记状态,行政区划,法定代表人,法定代表人证件号码\n"
	for code, name := range map[string]string{firm: firmName, w.sister: "三亚云汀示例旅游有限公司"} {
		rows += strings.Join([]string{code, name, "企业", "存续", "460105", boss, w.number}, ",") + "\n"
	}
	read[receipt](s, s.ask(http.MethodPost, "/v1/intake/entity", reporter, []byte(rows), "X-File-Name", "entity.csv"), http.StatusOK)
	before := w.answer()
	s.expect("before: the person", before != "yes", true)
	s.expect("before: the other firm", w.outcome(w.sister), "clear")

	s.expect("taken in", s.deliver(reporter, "list_entry", entry("示执〔2026〕1号", firmName, firm, "")).Accepted, int64(1))
	s.expect("the firm itself", w.outcome(firm) != "clear", true)
	s.expect("the person", w.answer(), before)
	s.expect("the other firm of the same person", w.outcome(w.sister), "clear")
	s.expect("flags on anybody", w.flags(), int64(0))
	for _, path := range []string{"/search?q=" + boss, "/lists/court-enforcement", "/entities/" + w.sister, "/entities/" + firm} {
		status, text := s.page(path)
		if status != http.StatusOK || strings.Contains(text, boss) && !strings.HasPrefix(path, "/search") || strings.Contains(text, w.number) || strings.Contains(text, w.person) {
			t.Errorf("%s names the person, or is not there: %d", path, status)
		}
	}
	if status, _ := s.page("/entities/" + w.person); status != http.StatusNotFound {
		t.Errorf("the person has a page: %d", status)
	}
	w.unnamed("after the firm was listed")

	s.expect("their own decision is taken in", s.deliver(reporter, "list_entry", entry("示执〔2026〕2号", boss, "", w.number)).Accepted, int64(1))
	s.expect("now the person", w.answer(), "yes")
	s.expect("and still not the other firm", w.outcome(w.sister), "clear")
	w.unnamed("after their own decision, which is in no bulk file")
}
