package story

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/ident"
	"xinheng/internal/ledger"
)

// The persons of the story. All invented.
var (
	firm   = string(ident.MakeUSCC("91460100" + ident.MakeOrgCode("XYQQ0101")))
	bureau = string(ident.MakeUSCC("11460100" + ident.MakeOrgCode("XYQQ0201")))
	buyer  = string(ident.MakeUSCC("12460000" + ident.MakeOrgCode("XYQQ0301")))
)

const (
	firmName   = "海口云崖示例食品有限公司"
	bureauName = "海口市示例市场监督管理局"
)

// penalty is a row of the national sheet about the firm.
func penalty(no, act, kinds, content, decided string) map[string]string {
	return map[string]string{
		"CF_XDR_MC": firmName, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firm, "CF_WSH": "示市监罚〔2026〕" + no + "号", "CF_WFXW": act,
		"CF_SY": "经查，当事人" + act + "。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条第一款", "CF_CFLB": kinds, "CF_NR": content,
		"CF_JDRQ": decided, "CF_SDRQ": decided, "CF_CFJG": bureauName, "CF_CFJGDM": bureau, "XH_LY": "food",
	}
}

// record is what the story reads of a record.
type record struct {
	ID, Title, State, Source, Severity string
	DocumentNo                         string `json:"document_no"`
	DecidedOn                          string `json:"decided_on"`
	RepairFrom                         string `json:"repair_from"`
	PublicUntil                        string `json:"public_until"`
	SeenAt                             string `json:"seen_at"`
}

// file is the file of the firm.
type file struct{ Records []record }

func (f file) of(no string) (record, bool) {
	for _, r := range f.Records {
		if strings.Contains(r.DocumentNo, "〕"+no+"号") {
			return r, true
		}
	}
	return record{}, false
}

// decision is what the story reads of the answer to a check.
type decision struct {
	ID      string `json:"decision_id"`
	Outcome string
	Advice  bilingual
	Effects []struct {
		Measure struct{ Name bilingual }
		Must    bool
		Next    bilingual
		Basis   []struct{ Text bilingual }
		Because because
		Until   string
	}
	NotApplied []struct {
		What   because
		Why    string
		Reason bilingual
	} `json:"not_applied"`
}

type bilingual struct{ ZH string }

type because struct {
	Title, Authority string
	DocumentNo       string `json:"document_no"`
}

// check asks as the buyer and tells the answer.
func (s *stage) check(key, matter, on string) decision {
	s.t.Helper()
	purpose := map[string]string{"gp-qualification": "procurement", "random-inspection": "supervision"}[matter]
	body, _ := json.Marshal(map[string]string{"matter": matter, "subject": firm, "purpose": purpose, "case_no": "示采〔2026〕8号", "officer": "示例经办人", "on": on})
	d := read[decision](s, s.ask(http.MethodPost, "/v1/checks", key, body), http.StatusOK)
	s.say("查验 check %s：%s。%s", matter, d.Outcome, d.Advice.ZH)
	for _, e := range d.Effects {
		must := "可以"
		if e.Must {
			must = "应当"
		}
		var basis []string
		for _, b := range e.Basis {
			basis = append(basis, b.Text.ZH)
		}
		s.also("%s：%s，因为 %s %s %s；依据 %s；至 %s；下一步：%s", must, e.Measure.Name.ZH, e.Because.Title, e.Because.Authority, e.Because.DocumentNo,
			strings.Join(basis, "、"), e.Until, e.Next.ZH)
	}
	for _, p := range d.NotApplied {
		s.also("看过但不适用：%s %s（%s）%s", p.What.Title, p.What.DocumentNo, p.Why, p.Reason.ZH)
	}
	return d
}

// looksUp opens the page of a record and the record itself, which must agree.
func (s *stage) looksUp(r record, want int) {
	s.t.Helper()
	status, text := s.page("/records/" + r.ID)
	if api := s.ask(http.MethodGet, "/v1/records/"+r.ID, "", nil).status; status != want || api != want {
		s.t.Errorf("%s of %s: the page answers %d, the API %d, want %d: %s", r.DocumentNo, s.clock.Format("2006-01-02"), status, api, want, text)
	}
	said := regexp.MustCompile(`\d{4}-\d\d-\d\d 起公示。.*?期满自动终止`).FindString(text)
	if want == http.StatusGone {
		said = "已依法终止公示"
		if !strings.Contains(text, said) {
			s.t.Errorf("the page does not say why nothing is there: %s", text)
		}
	}
	s.say("%s 页面 page %d　%s", r.DocumentNo, status, said)
}

// news reads on in the public feed and tells what ceased to be public.
func (s *stage) news() (gone []string) {
	s.t.Helper()
	type feed struct {
		Changes []struct {
			ID, Why string
			Gone    bool
		}
		Next string
		More bool
	}
	for {
		f := read[feed](s, s.ask(http.MethodGet, "/v1/records/changes?after="+s.cursor, "", nil), http.StatusOK)
		for _, c := range f.Changes {
			if c.Gone {
				gone = append(gone, c.ID+" "+c.Why)
			}
		}
		if s.cursor = f.Next; !f.More {
			return gone
		}
	}
}

// file reads the firm's file as it was known at the end of a day: what is public of it, or, for a body, what it reported.
func (s *stage) file(key, asOf string) file {
	s.t.Helper()
	var why []string
	if key != "" {
		why = []string{"X-Purpose", "quality", "X-Case", "GZ-2027-31"}
	}
	return read[file](s, s.ask(http.MethodGet, "/v1/entities/"+firm+"/records?as_of="+asOf, key, nil, why...), http.StatusOK)
}

func (s *stage) expect(what string, got, want any) {
	s.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		s.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// road is the stage with the keys the two bodies work with and what the story has met so far.
type road struct {
	*stage
	reporter, asking string
	grave, minor     record
	fine             record
	proof            ledger.Proof
	verifier         string
}

func TestTheFirstRoad(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.prose.WriteString("# 第一条路 The first road\n\n一家虚构的企业、一个报送的部门、一个查验的采购人，在定好的日历上走完第一条路。由 `test/story` 写成，每句话都来自平台的真实应答。\n" +
		"An invented firm, a department that reports and a buyer who asks walk the first road on a set calendar. Written by `test/story`; every line is what the platform answered.\n")
	r := &road{stage: s, reporter: s.key(bureau, bureauName, access.ScopeIntake, access.ScopeRead), asking: s.key(buyer, "海南省示例采购中心", access.ScopeCheck)}
	for _, act := range []struct {
		proves string
		play   func(*road)
	}{
		{"F09-1 a firm is registered", (*road).registered},
		{"F09-2 F09-8 F09-6 a department reports and what lacks its basis is refused", (*road).reports},
		{"F19-1 F09-9 the public page says from when until when", (*road).published},
		{"F07-2 F16-4 F07-7 a buyer asks and gets an answer with its clause", (*road).asked},
		{"F09-9 a second decision, a general one", (*road).finedAgain},
		{"F09-9 the earliest day of repair", (*road).repairable},
		{"F16-4 F19-4 a repair ends publication and every effect at once", (*road).repaired},
		{"F09-6 F20-3 what was known and what applied before", (*road).remembered},
		{"F09-9 F19-4 publicity ends by itself: the day before, the day, the day after", (*road).ends},
		{"F24-3 the proof of the row verifies offline", (*road).proven},
	} {
		t.Run(act.proves, func(t *testing.T) {
			s.t = t
			act.play(r)
		})
	}
	s.t = t
	s.told("first-road.md")
}

func (r *road) registered() {
	r.chapter("2026-07-01", "登记", "Registration")
	r.tell("登记机关报来企业的登记信息。", "The registrar reports the firm's registration.")
	got := r.deliver(r.reporter, "entity", map[string]string{"统一社会信用代码": firm, "企业名称": firmName, "主体类型": "企业", "登记状态": "存续",
		"行政区划": "460105", "行业代码": "C14", "成立日期": "2020-04-18", "住所": "海口市秀英区示例大道9号", "法定代表人": "符示安"})
	r.expect("accepted", got.Accepted, 1)
	status, text := r.page("/entities/" + firm)
	r.expect("the page of the firm", status, http.StatusOK)
	r.expect("its name is there", strings.Contains(text, firmName), true)
	r.say("主体页 page %d　%s", status, firmName)
}

func (r *road) reports() {
	r.chapter("2026-08-06", "部门报送", "The department reports")
	r.tell("三天前，监管部门作出一项责令停产停业的处罚和一项警告；第三行没有写依据。", "Three days ago the bureau suspended the firm's business and, in another case, warned it; the third row gives no legal basis.")
	baseless := penalty("14", "餐具未按规定清洗消毒", "罚款", "罚款2000元。", "2026-08-03")
	baseless["CF_YJ"] = ""
	got := r.deliver(r.reporter, "penalty",
		penalty("12", "重大食品安全隐患逾期未排除", "责令停产停业、罚款", "责令停产停业整顿，罚款300000元。", "2026-08-03"),
		penalty("13", "未按规定建立进货查验记录", "警告", "给予警告的行政处罚。", "2026-08-03"), baseless)
	r.expect("accepted and rejected", fmt.Sprint(got.Accepted, got.Rejected), "2 1")
	known := r.file(r.reporter, "")
	r.grave, _ = known.of("12")
	r.minor, _ = known.of("13")
	for _, x := range []record{r.grave, r.minor} {
		r.say("%s %s：%s，来源 %s，决定于 %s，%s 获知", x.DocumentNo, x.Title, x.Severity, x.Source, x.DecidedOn, x.SeenAt)
	}
	r.expect("severities", r.grave.Severity+" "+r.minor.Severity, "serious minor")
	again := r.deliver(r.reporter, "penalty", penalty("12", "重大食品安全隐患逾期未排除", "责令停产停业、罚款", "责令停产停业整顿，罚款300000元。", "2026-08-03"))
	r.expect("the same decision again is a duplicate", again.Duplicate, 1)
}

func (r *road) published() {
	r.chapter("2026-08-07", "公示", "Published")
	r.tell("停产停业属严重失信，公示；仅有警告属轻微，原则上不公示。", "A suspension of business is serious and published; a mere warning is minor and in principle is not.")
	r.looksUp(r.grave, http.StatusOK)
	status, _ := r.page("/records/" + r.minor.ID)
	r.expect("the page of the warning", status, http.StatusNotFound)
	r.say("%s 页面 page %d", r.minor.DocumentNo, status)
	r.expect("what the public sees", len(r.file("", "").Records), 1)
	r.expect("nothing has ceased to be public", len(r.news()), 0)
}

func (r *road) asked() {
	r.chapter("2026-08-10", "采购人查验", "A buyer asks")
	r.tell("企业投标，采购人在资格审查时查验。", "The firm takes part in a procurement, and the buyer checks it.")
	d := r.check(r.asking, "gp-qualification", "")
	r.expect("outcome", d.Outcome, "restricted")
	r.expect("effects", len(d.Effects), 1)
	r.expect("because of", d.Effects[0].Because.DocumentNo, r.grave.DocumentNo)
	var minor bool
	for _, p := range d.NotApplied {
		minor = minor || p.What.DocumentNo == r.minor.DocumentNo && p.Why == "minor"
	}
	r.expect("the warning was looked at and does not count because it is minor", minor, true)
	if a := r.ask(http.MethodGet, "/v1/decisions/"+d.ID, r.reporter, nil); a.status != http.StatusForbidden {
		r.t.Errorf("somebody else's decision: %d", a.status)
	}
	kept := read[decision](r.stage, r.ask(http.MethodGet, "/v1/decisions/"+d.ID, r.asking, nil), http.StatusOK)
	r.expect("the answer is kept", kept.ID, d.ID)
	r.proof = read[ledger.Proof](r.stage, r.ask(http.MethodGet, "/v1/records/"+r.grave.ID+"/proof", "", nil), http.StatusOK)
	r.verifier = strings.TrimSpace(string(r.ask(http.MethodGet, "/v1/ledger/key", "", nil).body))
	r.say("采购人存下了 %s 的存证证明和平台公布的公钥。 The buyer keeps the proof of the row and the published key.", r.grave.DocumentNo)
}

func (r *road) finedAgain() {
	r.chapter("2026-09-03", "又一次处罚", "A second penalty")
	r.tell("一般失信：罚款。不因为次数而加重。", "A general penalty, a fine. Nothing becomes graver by counting.")
	r.deliver(r.reporter, "penalty", penalty("21", "经营超过保质期的食品", "罚款", "罚款20000元。", "2026-09-01"))
	r.fine, _ = r.file("", "").of("21")
	r.expect("severity", r.fine.Severity, "general")
	r.looksUp(r.fine, http.StatusOK)
	r.check(r.asking, "random-inspection", "")
}

func (r *road) repairable() {
	r.chapter("2027-08-05", "最早修复日的前一天", "The day before the earliest day of repair")
	r.looksUp(r.grave, http.StatusOK)
	r.chapter("2027-08-06", "最早修复日", "The earliest day of repair")
	r.looksUp(r.grave, http.StatusOK)
	r.expect("the earliest day of repair", r.grave.RepairFrom, "2027-08-06")
}

func (r *road) repaired() {
	r.chapter("2027-08-20", "修复", "Repaired")
	r.tell("部门准予修复，报来修复决定。", "The bureau grants the repair and reports its decision.")
	got := r.deliver(r.reporter, "repair", map[string]string{"信用主体名称": firmName, "统一社会信用代码": firm, "原信息类别": "行政处罚",
		"原决定文书号": r.grave.DocumentNo, "原认定机关统一社会信用代码": bureau, "修复决定文书号": "示市监修〔2027〕3号", "修复决定日期": "2027-08-20",
		"修复机关": bureauName, "修复机关统一社会信用代码": bureau, "修复依据": "《信用修复管理办法》"})
	r.expect("accepted", got.Accepted, 1)
	r.looksUp(r.grave, http.StatusGone)
	r.expect("the feed tells subscribers to forget it", r.news(), []string{r.grave.ID + " repaired"})
	d := r.check(r.asking, "gp-qualification", "")
	r.expect("outcome", d.Outcome, "clear")
	r.expect("effects", len(d.Effects), 0)
	r.expect("no search finds it", strings.Contains(second(r.page("/entities/"+firm)), r.grave.DocumentNo), false)
}

func second(_ int, text string) string { return text }

func (r *road) remembered() {
	r.chapter("2027-08-21", "当时知道什么", "What was known then")
	r.tell("报送部门回看自己的档案：修复那天以前，它是有效的；更早以前，平台还不知道它。", "The bureau looks back into its own file: before the repair the record stood; before the report nobody knew of it.")
	for _, asOf := range []string{"2026-08-05", "2026-08-06", "2027-08-19", "2027-08-20"} {
		state := "尚不知道 not known"
		if x, ok := r.file(r.reporter, asOf).of("12"); ok {
			state = x.State
		}
		r.say("as_of=%s　%s　%s", asOf, r.grave.DocumentNo, state)
	}
	_, hadIt := r.file(r.reporter, "2026-08-05").of("12")
	then, _ := r.file(r.reporter, "2027-08-19").of("12")
	now, _ := r.file(r.reporter, "2027-08-20").of("12")
	r.expect("before the report, before the repair, after it", fmt.Sprintf("%t %s %s", hadIt, then.State, now.State), "false effective repaired")
	r.expect("the public sees no repaired record even in the past", len(r.file("", "2026-08-07").Records), 0)
	r.prose.WriteString("\n")
	r.tell("采购人问：那一天，它适用什么？", "The buyer asks what applied on the day of its procurement.")
	d := r.check(r.asking, "gp-qualification", "2026-08-10")
	r.expect("outcome on that day", d.Outcome, "restricted")
}

func (r *road) ends() {
	for _, day := range []struct {
		date, zh, en string
		status       int
		effects      int
	}{
		{"2027-09-01", "公示期届满的前一天", "The day before the last day of publicity", http.StatusOK, 1},
		{"2027-09-02", "公示期的最后一天", "The last day of publicity", http.StatusOK, 1},
		{"2027-09-03", "公示期满的次日", "The day after", http.StatusGone, 0},
	} {
		r.chapter(day.date, day.zh, day.en)
		r.looksUp(r.fine, day.status)
		d := r.check(r.asking, "random-inspection", "")
		r.expect("effects on "+day.date, len(d.Effects), day.effects)
	}
	r.expect("the last public day", r.fine.PublicUntil, "2027-09-02")
	r.expect("the feed tells subscribers to forget it", r.news(), []string{r.fine.ID + " ended"})
	r.say("没有任何任务运行过；日期自己决定。 No job has run; the dates decide.")
}

func (r *road) proven() {
	r.chapter("2027-09-04", "核验", "Verified")
	r.tell("采购人离线核验一年前存下的证明：记录已经终止公示，证明依然成立；改动一个字就不成立。", "Offline, the buyer verifies the proof it kept a year ago: the record is no longer public, the proof still holds; with one character changed it does not.")
	e, err := ledger.VerifyProof(r.proof, r.verifier)
	if err != nil {
		r.t.Fatal(err)
	}
	r.say("证明成立 the proof holds：%s，%s 记入，行 row %d / %d", e.Kind, e.At.Format("2006-01-02"), r.proof.Row.Index+1, r.proof.Row.Count)
	r.expect("the row is the record", strings.Contains(r.proof.Row.Content, r.grave.DocumentNo), true)
	forged := r.proof
	row := *forged.Row
	row.Content = strings.Replace(row.Content, "300000", "30000", 1)
	forged.Row = &row
	if _, err := ledger.VerifyProof(forged, r.verifier); err == nil {
		r.t.Error("a changed row still verifies")
	}
	r.say("改动罚款数额后不成立。 With the fine changed it does not hold.")
	if _, err := r.app.Ledger.Verify(r.t.Context()); err != nil {
		r.t.Error(err)
	}
}
