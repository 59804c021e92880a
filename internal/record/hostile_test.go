package record

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/record/sheet"
)

// endless is a file of one line that never ends: header, then the same byte, made as it is read.
type endless struct {
	head string
	size int64
	at   int64
}

func (e *endless) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for ; n < len(p) && off+int64(n) < e.size; n++ {
		if i := off + int64(n); i < int64(len(e.head)) {
			p[n] = e.head[i]
		} else {
			p[n] = 'x'
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (e *endless) Seek(off int64, whence int) (int64, error) {
	e.at = map[int]int64{io.SeekStart: 0, io.SeekCurrent: e.at, io.SeekEnd: e.size}[whence] + off
	return e.at, nil
}

// workbook writes one sheet of a workbook.
func workbook(t testing.TB, rows func(w io.Writer)) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range [][2]string{
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook><sheets><sheet name="1" id="r1"/></sheets></workbook>`},
		{"xl/worksheets/sheet1.xml", ""},
	} {
		w, err := z.Create(p[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, p[1]); err != nil {
			t.Fatal(err)
		}
		if p[1] == "" {
			_, _ = io.WriteString(w, `<worksheet><sheetData>`)
			rows(w)
			_, _ = io.WriteString(w, `</sheetData></worksheet>`)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func line(cells ...string) string {
	var b strings.Builder
	b.WriteString("<row>")
	for _, c := range cells {
		if strings.HasPrefix(c, "<") {
			b.WriteString(c)
		} else {
			fmt.Fprintf(&b, `<c t="inlineStr"><is><t>%s</t></is></c>`, c)
		}
	}
	b.WriteString("</row>")
	return b.String()
}

// watch samples the heap while f runs and returns by how much it grew at most.
func watch(f func()) (grown uint64) {
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	var most atomic.Uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				runtime.ReadMemStats(&now)
				most.Store(max(most.Load(), now.HeapAlloc))
			}
		}
	}()
	f()
	close(stop)
	<-done
	return most.Load() - min(most.Load(), before.HeapAlloc)
}

// wholeFile are the hostile files that are refused as a whole, by the code they are refused with.
func wholeFile(t testing.TB) map[string]File {
	sound := sheetOf(t, sound())
	headers := make([]string, 100)
	for i := range headers {
		headers[i] = fmt.Sprintf("列%d", i)
	}
	bombed := workbook(t, func(w io.Writer) {
		block := []byte(strings.Repeat(line("0", "0"), 20_000))
		for range 40 {
			_, _ = w.Write(block)
		}
	})
	return map[string]File{
		"record.file_bomb":         bytes.NewReader(bombed),
		"record.file_encoding":     bytes.NewReader(append(bytes.Clone(sound), "\xff\xfe\xfd,\n"...)),
		"record.file_columns":      strings.NewReader(strings.Join(headers, ",") + "\n" + strings.Repeat("1,", 99) + "1\n"),
		"record.file_header_twice": strings.NewReader("CF_WSH,cf_wsh\n1,2\n"),
		"record.file_truncated":    bytes.NewReader(sound[:len(sound)-40]),
		"record.file_damaged":      bytes.NewReader(bombed[:len(bombed)/2]),
		"record.file_line":         &endless{head: "CF_WSH,CF_XDR_MC\n", size: 1 << 30},
	}
}

func TestHostileFilesAreRefusedWholeInBoundedMemory(t *testing.T) { // not parallel: it looks at the heap
	o := newOffice(t, "2026-08-05")
	for code, file := range wholeFile(t) {
		var err error
		grown := watch(func() { _, err = o.Take(t.Context(), reporter, Delivery{Item: "penalty", File: file}) })
		f, _ := fault.Of(err)
		if f == nil || f.Code != code || f.ZH == "" || f.EN == "" {
			t.Errorf("%s: %v", code, err)
		}
		if grown > 48<<20 {
			t.Errorf("%s: the heap grew by %d MiB", code, grown>>20)
		}
	}
	if n, _ := o.versions(); n != 0 {
		t.Errorf("%d versions of refused files are kept", n)
	}
}

// TestHostileRows: what is wrong with one row is said of that row, and the others are taken in.
func TestHostileRowsAreRefusedOneByOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	good := []string{"海南虚构食品有限公司", firmID, "示〔2026〕1号", "经查", "《示例法》第一条", "罚款", "罚款", `<c><v>0.2</v></c>`, "2026-08-03", "海南省示例市场监督管理局"}
	change := func(i int, cell string) string {
		row := append([]string(nil), good...)
		row[2], row[i] = fmt.Sprintf("示〔2026〕%d号", i+10), cell
		return line(row...)
	}
	data := workbook(t, func(w io.Writer) {
		for _, row := range []string{
			line("CF_XDR_MC", "CF_XDR_SHXYM", "CF_WSH", "CF_SY", "CF_YJ", "CF_CFLB", "CF_NR", "CF_NR_FK", "CF_JDRQ", "CF_CFJG"),
			line(good...),
			change(7, `<c><f>SUM(A1:A9)</f><v>2</v></c>`),     // row 3: a formula
			change(1, `<c><v>9.1460000000000006E+17</v></c>`), // row 4: digits lost
			change(1, "9146000000000000"),                     // row 5: leading digits lost
			change(8, `<c><v>0</v></c>`),                      // row 6: day zero of 1900
			change(8, `<c><v>60</v></c>`),                     // row 7: 29 February 1900
			change(3, "经查\u0001"),                             // row 8: a control character
			change(8, `<c><v>46237</v></c>`),                  // row 9: a serial day, which is right
			change(6, strings.Repeat("长", sheet.MaxCell)),     // row 10: an endless cell
		} {
			_, _ = io.WriteString(w, strings.ReplaceAll(row, "\u0001", "&#1;"))
		}
	})
	r, err := o.Take(t.Context(), reporter, Delivery{Item: "penalty", File: bytes.NewReader(data)})
	if err != nil {
		t.Fatal(err)
	}
	counted(t, r, 2, 7, 0, 0)
	want := map[int64]string{3: "cell_formula", 4: "code_digits_lost", 5: "uscc_form", 6: "date_1900", 7: "date_1900", 8: "text_control", 10: "cell_long"}
	for _, e := range r.Errors {
		if want[e.Row] != e.Code {
			t.Errorf("row %d %s: %s", e.Row, e.Field, e.Code)
		}
		delete(want, e.Row)
	}
	if len(want) > 0 {
		t.Errorf("not told: %v", want)
	}
	var out bytes.Buffer
	if err := o.Errors(t.Context(), reporter, r.Batch, &out); err != nil || strings.Count(out.String(), "\r\n") != 8 || !strings.HasPrefix(out.String(), "\ufeffrow") {
		t.Errorf("%q, %v", out.String(), err)
	}
	if strings.Contains(out.String(), "9.146") {
		t.Error("the refused value is in the error file")
	}
}

func TestErrorFilesComputeNothing(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	err := WriteErrors(&out, func(do func(RowError) error) error {
		return do(RowError{Row: 2, Field: "=cmd|' /C calc'!A0", Code: "@x", ZH: "-1+1", EN: "-1"})
	})
	if err != nil || !strings.Contains(out.String(), "'=cmd") || !strings.Contains(out.String(), ",'@x,'-1+1,-1") {
		t.Errorf("%q, %v", out.String(), err)
	}
	for code, words := range reasons {
		if words[0] == "" || words[1] == "" || !strings.HasSuffix(words[0], "。") && !strings.HasSuffix(words[0], "）") {
			t.Errorf("%s has no whole sentence in both languages", code)
		}
	}
}

// TestALargeFileNeedsLittleMemory: what a file of 64 MiB of long rows costs is bounded by chunks, not by the file.
func TestALargeFileNeedsLittleMemory(t *testing.T) { // not parallel: it looks at the heap
	rows := many(12_000, func(_ int, r map[string]string) { r["CF_SY"] = strings.Repeat("长", 1500) })
	data := sheetOf(t, rows...)
	rows = nil
	cols, err := newColumns(judgeOf(t, "penalty", d("2026-08-05")).item, firstLine(t, data), nil)
	if err != nil {
		t.Fatal(err)
	}
	shape, err := sheet.Survey(t.Context(), bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	grown := watch(func() {
		in, err := shape.Open(bytes.NewReader(data))
		if err != nil {
			t.Error(err)
			return
		}
		out := make(chan chunk, ahead)
		go func() {
			defer close(out)
			j := newJudge(shipped(t), cols, body{sourceID, ""}, d("2026-08-05"), plainKeys{})
			if err := read(t.Context(), in, j, 0, out); err != nil {
				t.Error(err)
			}
		}()
		n := 0
		for c := range out {
			n += len(c.rows)
		}
		if n != 12_000 {
			t.Errorf("%d rows", n)
		}
	})
	if grown > 160<<20 {
		t.Errorf("the heap grew by %d MiB for a file of %d MiB", grown>>20, len(data)>>20)
	}
}

func firstLine(t testing.TB, data []byte) []string {
	t.Helper()
	head, _, _ := strings.Cut(string(data), "\n")
	return strings.Split(strings.TrimSpace(head), ",")
}
