package paper_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	fontdata "xinheng/font"
	lawdata "xinheng/law"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/workday"
)

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

var onePress = sync.OnceValue(func() *paper.Press { return paper.NewPress(fontdata.Document()) })

// press holds the real font; without it nothing here could be seen, so its absence is a failure that says what to do.
func press(t testing.TB) *paper.Press {
	t.Helper()
	if fontdata.Document() == nil {
		t.Fatal("the font of documents is missing: run scripts/font.sh (make test does)")
	}
	return onePress()
}

func template(t testing.TB, code string) law.Template {
	t.Helper()
	lib, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	tpl, ok := lib.On(workday.MustParse("2026-11-22")).Template(code)
	if !ok {
		t.Fatalf("no template %s", code)
	}
	return tpl
}

// values gives every placeholder of a template something to print.
func values(t law.Template) paper.Values {
	v := paper.Values{Text: map[string]string{}, Rows: map[string][][]string{}}
	for _, p := range t.Fields {
		switch p.Kind {
		case "rows":
			v.Rows[p.Name] = [][]string{{"琼示市监罚〔2026〕118号", "未按规定公示年度报告，罚款人民币5000元；已于2026-09-30缴清", "示例市市场监督管理局"}}
		case "date":
			v.Text[p.Name] = paper.Day(paper.ZH, workday.MustParse("2026-11-22"))
		default:
			v.Text[p.Name] = "示例内容（" + p.Label.ZH + "）"
		}
	}
	return v
}

var extra = paper.Extra{
	Number: "XF-460100-20261109-000031", Issuer: "海口市示例市场监督管理局", To: "远帆示例物流有限公司", On: workday.MustParse("2026-11-22"),
	Verify: "https://credit.example.gov.cn/verify/7F3K-91QX",
}

func filled(t testing.TB, code string, lang paper.Lang) paper.Document {
	t.Helper()
	tpl := template(t, code)
	d, err := paper.Fill(tpl, lang, values(tpl), extra)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func pdf(t testing.TB, d paper.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := press(t).PDF(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func html(t testing.TB, d paper.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := paper.HTML(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAMissingValueIsAnErrorThatNamesIt(t *testing.T) {
	t.Parallel()
	tpl := template(t, "repair.refused")
	v := values(tpl)
	delete(v.Text, "basis")
	v.Text["next"] = " \u200b"
	_, err := paper.Fill(tpl, paper.ZH, v, extra)
	var m *paper.Missing
	if !errors.As(err, &m) || !fault.Is(err, "paper.missing_value") || fmt.Sprint(m.Names) != "[basis next]" {
		t.Fatalf("error %v", err)
	}
	delete(v.Text, "subject_code") // may be missing: a person has none
	v.Text["basis"], v.Text["next"] = "《信用修复管理办法》", "2027-01-01"
	d, err := paper.Fill(tpl, paper.ZH, v, extra)
	if err != nil || strings.Contains(html(t, d), "统一社会信用代码") {
		t.Errorf("an optional fact without a value is left out: %v", err)
	}
	x := extra
	x.To = ""
	if _, err := paper.Fill(tpl, paper.ZH, v, x); !fault.Is(err, "paper.missing_value") {
		t.Errorf("a paper to nobody: %v", err)
	}
}

func TestAValueThatLooksLikeAPlaceholderStaysAValue(t *testing.T) {
	t.Parallel()
	tpl := template(t, "repair.refused")
	v := values(tpl)
	v.Text["reason"] = "{basis}<script>alert(1)</script>\u202e反转"
	d, err := paper.Fill(tpl, paper.ZH, v, extra)
	if err != nil {
		t.Fatal(err)
	}
	page := html(t, d)
	if !strings.Contains(page, "{basis}&lt;script&gt;") || strings.Contains(page, "<script") || strings.ContainsRune(page, '\u202e') {
		t.Error("a value was taken for more than a value")
	}
}

func TestEveryTemplatePrintsInBothLanguagesAndForms(t *testing.T) {
	t.Parallel()
	lib, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, tpl := range lib.On(workday.MustParse("2026-11-22")).Templates() {
		for _, lang := range []paper.Lang{paper.ZH, paper.EN} {
			d := filled(t, tpl.Code, lang)
			page := html(t, d)
			if strings.Count(page, "<h1>") != 1 || !strings.Contains(page, `lang="`+string(lang)+`"`) || strings.Contains(page, "{") && strings.Contains(page, "{to}") {
				t.Errorf("%s %s: the page is not whole", tpl.Code, lang)
			}
			if b := pdf(t, d); !bytes.HasPrefix(b, []byte("%PDF-1.")) || len(b) > 200_000 {
				t.Errorf("%s %s: %d bytes of PDF", tpl.Code, lang, len(b))
			}
		}
	}
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	d := filled(t, "repair.approved", paper.ZH)
	first := pdf(t, d)
	for range 3 {
		if !bytes.Equal(first, pdf(t, d)) {
			t.Fatal("two printings differ")
		}
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var b bytes.Buffer
			if err := onePress().PDF(&b, d); err != nil || !bytes.Equal(first, b.Bytes()) {
				t.Errorf("printings at one time differ: %v", err)
			}
		})
	}
	wg.Wait()
	d.On++
	if bytes.Equal(first, pdf(t, d)) {
		t.Error("another day, the same bytes")
	}
}

// tool runs one of the poppler programs, which read the file as a stranger would.
func tool(t testing.TB, b []byte, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(args[0]); err != nil {
		t.Fatalf("%s is needed: apt-get install poppler-utils", args[0])
	}
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(args[0], append(append([]string(nil), args[1:]...), file, "-")...).Output() //nolint:gosec // the program is one of ours
	if args[0] == "pdfinfo" {
		out, err = exec.Command("pdfinfo", file).Output()
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func long(t testing.TB, rows int) paper.Document {
	d := filled(t, "repair.approved", paper.ZH)
	for i := range d.Blocks {
		if d.Blocks[i].Kind == paper.Grid && len(d.Blocks[i].Table.Heads) == 3 && d.Blocks[i].Table.Heads[0] == "文书号" {
			table := *d.Blocks[i].Table
			table.Rows = nil
			for n := range rows {
				table.Rows = append(table.Rows, []string{fmt.Sprintf("琼示市监罚〔2026〕%03d号", n+1), "未按规定公示年度报告，罚款人民币5000元；已缴清并改正。", "示例市市场监督管理局"})
			}
			d.Blocks[i].Table = &table
		}
	}
	return d
}

func TestLongTablesRepeatTheirHeadsAndLoseNothing(t *testing.T) {
	t.Parallel()
	text := tool(t, pdf(t, long(t, 90)), "pdftotext", "-layout")
	pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	for i, page := range pages {
		page = strings.Join(strings.Fields(page), "")
		if !strings.Contains(page, fmt.Sprintf("第%d页共%d页", i+1, len(pages))) {
			t.Errorf("page %d of %d is not numbered", i+1, len(pages))
		}
		if strings.Contains(page, "已缴清并改正") && !strings.Contains(page, "认定单位") {
			t.Errorf("page %d has rows without their heads", i+1)
		}
	}
	for n := range 90 {
		if !strings.Contains(text, fmt.Sprintf("〕%03d号", n+1)) {
			t.Errorf("row %d is lost", n+1)
		}
	}
	if len(pages) < 4 {
		t.Errorf("%d pages", len(pages))
	}
}

func TestARowTallerThanAPageIsCarriedOn(t *testing.T) {
	t.Parallel()
	d := long(t, 1)
	for i := range d.Blocks {
		if d.Blocks[i].Kind == paper.Grid && d.Blocks[i].Table.Heads[0] == "文书号" {
			d.Blocks[i].Table.Rows[0][1] = strings.Repeat("这一格很长，一页放不下。", 300) + "终了"
		}
	}
	text := strings.Join(strings.Fields(tool(t, pdf(t, d), "pdftotext", "-layout")), "")
	if !strings.Contains(text, "终了") || strings.Count(text, "文书号") < 2 {
		t.Error("the end of a long cell is lost")
	}
}

func TestWhatPDFSaysOfItself(t *testing.T) {
	t.Parallel()
	b := pdf(t, filled(t, "repair.approved", paper.ZH))
	info := tool(t, b, "pdfinfo")
	for _, want := range []string{"准予信用修复决定书 XF-460100-20261109-000031", "海口市示例市场监督管理局", "A4", "Encrypted:       no", "JavaScript:      no"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	if !bytes.Contains(b, []byte("/Lang (zh-CN)")) {
		t.Error("the language of the document is not named")
	}
}

// Both forms hold the same words: what is left of each after spaces go is compared block by block.
func TestPageAndPDFSayTheSame(t *testing.T) {
	t.Parallel()
	d := filled(t, "commitment.repair", paper.ZH)
	text := strings.Join(strings.Fields(tool(t, pdf(t, d), "pdftotext", "-layout")), "")
	page := strings.Join(strings.Fields(regexp.MustCompile(`(?s)<style>.*?</style>|<[^>]+>`).ReplaceAllString(html(t, d), "")), "")
	for _, b := range d.Blocks {
		if b.Kind != paper.Paragraph && b.Kind != paper.Note {
			continue
		}
		want := strings.Join(strings.Fields(b.Text), "")
		if !strings.Contains(text, want) || !strings.Contains(page, want) {
			t.Errorf("%q is not in both forms", want)
		}
	}
	for _, name := range []string{"第一条", "第六条"} {
		if !strings.Contains(text, name) || !strings.Contains(page, name) {
			t.Errorf("%s is not in both forms", name)
		}
	}
	if !strings.Contains(html(t, d), `id="clause-truth"`) {
		t.Error("a clause cannot be pointed at")
	}
}

// A character beyond the first plane occurs in real names; it is drawn, and one the font lacks does not fail the paper.
func TestRareCharactersOfNamesArePrinted(t *testing.T) {
	t.Parallel()
	d := filled(t, "case.receipt", paper.ZH)
	plain := pdf(t, d)
	d.Blocks[0].Text = "示例人𠂇野𣲗\U0002FA1F\uE000"
	drawn := pdf(t, d)
	if bytes.Equal(plain, drawn) {
		t.Fatal("nothing changed")
	}
	if text := tool(t, drawn, "pdftotext", "-layout"); !strings.Contains(text, "示例人") || !strings.Contains(text, "野") || strings.Count(text, "〓") != 2 {
		t.Errorf("the rest of the line is lost:\n%s", text)
	}
}

func TestWithoutAFontThePageStillWorks(t *testing.T) {
	t.Parallel()
	d := filled(t, "case.receipt", paper.ZH)
	for _, font := range [][]byte{nil, []byte("no font")} {
		var b bytes.Buffer
		if err := paper.NewPress(font).PDF(&b, d); !fault.Is(err, "paper.no_font") || b.Len() > 0 {
			t.Errorf("PDF without a font: %v", err)
		}
	}
	if html(t, d) == "" {
		t.Error("no page")
	}
}

func BenchmarkTwoPages(b *testing.B) {
	d := long(b, 14)
	if n := strings.Count(tool(b, pdf(b, d), "pdftotext"), "\f"); n != 2 {
		b.Fatalf("%d pages", n)
	}
	b.ReportAllocs()
	was := cpu(b)
	for b.Loop() {
		pdf(b, d)
	}
	b.ReportMetric(float64(cpu(b)-was)/float64(b.N)/1e6, "cpu-ms/op") // at most 60, whoever else uses the machine
}

// cpu is the time this process has computed, in nanoseconds.
func cpu(t testing.TB) int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
