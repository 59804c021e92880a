package visit_test

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"xinheng/internal/paper"
	"xinheng/internal/visit"
	"xinheng/internal/web"
)

// raw is what is not JSON: a page, a picture.
func (o *office) raw(who, path, refusal string) string {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), http.MethodGet, o.url+path, http.NoBody)
	must(o.t, err)
	r.Header.Set("Authorization", who)
	resp, err := http.DefaultClient.Do(r)
	must(o.t, err)
	defer func() { _ = resp.Body.Close() }()
	out, err := io.ReadAll(resp.Body)
	must(o.t, err)
	var p web.Problem
	if _ = json.Unmarshal(out, &p); p.Code != refusal {
		o.t.Errorf("%s as %s: %d %.200s, want %q", path, who, resp.StatusCode, out, refusal)
	}
	return string(out)
}

func (o *office) holds(text string, want ...string) {
	o.t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			o.t.Errorf("the paper does not say %q", w)
		}
	}
}

// F12-6: every step of a visit has its paper, on the template of its day; each side reads what is for it, and nothing before its time.
func TestF12_6_EveryStepHasItsPaper(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.task("d1", firmID, bodyID, "market.food", "C", "ins0", "ins1")
	id := o.opened(asking("d1"))
	at := func(name string) string { return "/v1/visits/" + id + "/papers/" + name }
	o.holds(o.raw("planner", at("approval"), ""), "检查审批表", firmName, firmID, "示例ins0", "《食品生产经营监督检查管理办法》第二十一条", "海口市虚构市场监督管理局")
	o.raw("owner", at("approval"), "visit.no_paper")
	o.raw("planner", at("notice"), "visit.no_paper")
	o.raw("stranger", at("notice"), "caseflow.unknown")
	o.raw("oplanner", at("approval"), "caseflow.unknown")
	o.do("planner", id, visit.Approve, nil, "")
	o.holds(o.raw("planner", at("approval"), ""), "批准人", "示例planner")
	o.holds(o.raw("ins0", at("notice"), ""), "检查通知书", "不少于2人", "2026年11月1日")
	o.raw("owner", at("notice"), "visit.no_paper") // not served yet
	o.do("ins0", id, visit.Notify, servedOn(o, "notice_service"), "")
	o.holds(o.raw("owner", at("notice"), ""), firmName+"：", "2026年11月23日", "清单之外的事项不得检查")
	o.holds(o.raw("owner", at("notice")+"?lang=en", ""), "Notice of a visit", "Reading copy")
	o.raw("owner", at("record"), "visit.no_paper")
	o.raw("owner", at("no-such"), "visit.no_paper")
	o.raw("owner", at("notice")+"?as=pdf", "paper.no_font") // tests run without the font of documents
}

// F12-6: the record is printed with the signatures of two inspectors and the firm, who sign its digest; the result is for the firm once served.
func TestF12_6_TheRecordIsPrintedAsItWasSigned(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.recorded("d1", "storage")
	at := func(name string) string { return "/v1/visits/" + id + "/papers/" + name }
	before := o.look("ins0", id)
	if len(before.Digest) != 64 || !before.Genuine {
		t.Fatalf("the record has no digest to sign: %q %v", before.Digest, before.Genuine)
	}
	unsigned := o.raw("owner", at("record"), "")
	o.holds(unsigned, "现场检查记录", "扫企业码", "不符合", "标签日期模糊（示例）", "照片 1 张", before.Digest)
	o.do("ins1", id, visit.Sign, nil, "")
	o.do("owner", id, visit.FirmSign, fields{"remark": "标签已于当日更换（示例）"}, "")
	o.holds(o.raw("owner", at("record"), ""), "示例ins1", "检查对象", "标签已于当日更换（示例）", "以账号签署")
	if after := o.look("owner", id); after.Digest != before.Digest || !after.Genuine || len(after.Papers) != 2 {
		t.Errorf("signing changed what was signed: %+v", after.Papers)
	}
	if n := o.count(`select count(*) from ledger.entry where public->>'sm3' = $1`, before.Digest); n < 3 {
		t.Errorf("the digest stands %d times on the ledger, want those of record and two signatures", n)
	}
	o.do("ins0", id, visit.FormResult, fields{"result": "corrected", "summary": "一项标签不符合（示例）。", "correct_by": "2026-12-10"}, "")
	o.raw("owner", at("result"), "visit.no_paper") // not served
	o.do("ins0", id, visit.ServeResult, servedOn(o, "result_service"), "")
	o.holds(o.raw("owner", at("result"), ""), "检查结果通知书", "发现问题已责令改正", "2026年12月10日", "信用修复")
}

// F12-6: a refusal to sign is printed as what it is.
func TestF12_6_ARefusalToSignIsOnTheRecord(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	id := o.recorded("d1")
	o.do("ins0", id, visit.NoteRefusal, fields{"reason": "负责人不在（示例）"}, "")
	o.holds(o.raw("owner", "/v1/visits/"+id+"/papers/record", ""), "拒签", "负责人不在（示例）")
}

// F12-6: the one code is a picture of a plain address, and everybody has only their own.
func TestF12_6_TheCodeIsAPictureOfAPlainAddress(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	for _, who := range []string{"owner", "ins0"} {
		code := want[visit.Code](o, who, "GET", "/v1/visits/code", nil, "").Code
		if !regexp.MustCompile(`^(QY|JC)(-[A-Z2-7]{4}){3}$`).MatchString(code) { // the form the public page knows
			t.Errorf("the code %s has a form its page does not know", code)
		}
		expected, err := paper.QRImage(o.url + "/codes/" + code)
		must(t, err)
		if got := o.raw(who, "/v1/visits/code.svg", ""); got != string(expected) {
			t.Errorf("%s: the picture is not that of the code %s", who, code)
		}
	}
	o.raw("clerk", "/v1/visits/code.svg", "visit.unknown")
	id := o.notified("d1") // a reader of pictures gives the whole address: it is the code all the same
	officer := want[visit.Code](o, "ins0", "GET", "/v1/visits/code", nil, "").Code
	if s := want[visit.Shown](o, "owner", "POST", "/v1/visits/scan", fields{"code": o.url + "/codes/" + officer}, ""); s.Visit != id {
		t.Errorf("the address of the officer's picture belongs to %q", s.Visit)
	}
	o.do("ins0", id, visit.Arrive, fields{"code": o.url + "/codes/" + o.firmCode()}, "")
	o.Base = "https://credit.example.test/"
	code := o.firmCode()
	expected, err := paper.QRImage("https://credit.example.test/codes/" + code)
	must(t, err)
	if got := o.raw("owner", "/v1/visits/code.svg", ""); got != string(expected) {
		t.Error("the picture does not lead to the public address")
	}
}
