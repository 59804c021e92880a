package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"xinheng/internal/fault"
)

// table reads a whole file: its header, then every row.
func table(t testing.TB, data []byte) (s Shape, rows []Row, err error) {
	t.Helper()
	f := bytes.NewReader(data)
	if s, err = Survey(context.Background(), f, int64(len(data))); err != nil {
		return s, nil, err
	}
	r, err := s.Open(f)
	if err != nil {
		return s, nil, err
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			if int64(len(rows)) != s.Rows {
				t.Errorf("%d rows were surveyed, %d were read", s.Rows, len(rows))
			}
			return s, rows, nil
		}
		if err != nil {
			return s, rows, err
		}
		row.Cells = append([]Cell(nil), row.Cells...)
		rows = append(rows, row)
	}
}

func texts(r Row) (out []string) {
	for _, c := range r.Cells {
		out = append(out, c.Text)
	}
	return out
}

func gb18030(s string) []byte {
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return b
}

func TestF09_2_EveryTextFormatReadsTheSame(t *testing.T) {
	t.Parallel()
	csv := "文号,名称\r\n\"示〔2026〕1号\",\"示例, \"\"甲\"\"店\"\r\n\r\n示〔2026〕2号,虚构\"乙\"店\r\n"
	want := [][]string{{"示〔2026〕1号", `示例, "甲"店`}, {"示〔2026〕2号", `虚构"乙"店`}}
	for name, c := range map[string]struct {
		data     []byte
		format   string
		encoding string
		numbers  []int64
	}{
		"utf-8":           {[]byte(csv), "CSV", "UTF-8", []int64{2, 4}},
		"with a BOM":      {[]byte("\ufeff" + csv), "CSV", "UTF-8", []int64{2, 4}},
		"GB18030":         {gb18030(csv), "CSV", "GB18030", []int64{2, 4}},
		"line feeds only": {[]byte(strings.ReplaceAll(csv, "\r\n", "\n")), "CSV", "UTF-8", []int64{2, 4}},
		"tabs":            {[]byte("文号\t名称\n示〔2026〕1号\t\"示例, \"\"甲\"\"店\"\n示〔2026〕2号\t虚构\"乙\"店"), "CSV", "UTF-8", []int64{2, 3}},
		"below a title":   {[]byte("行政处罚信息,\n文号,名称\n示〔2026〕1号,\"示例, \"\"甲\"\"店\"\n示〔2026〕2号,虚构\"乙\"店\n"), "CSV", "UTF-8", []int64{3, 4}},
		"JSON lines":      {[]byte(`{"文号":"示〔2026〕1号","名称":"示例, \"甲\"店"}` + "\n" + `{"名称":"虚构\"乙\"店","文号":"示〔2026〕2号"}`), "JSON lines", "UTF-8", []int64{1, 2}},
		"JSON in GB18030": {gb18030(`{"文号":"示〔2026〕1号","名称":"示例, \"甲\"店"}` + "\n\n" + `{"名称":"虚构\"乙\"店","文号":"示〔2026〕2号"}`), "JSON lines", "GB18030", []int64{1, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, rows, err := table(t, c.data)
			if err != nil {
				t.Fatal(err)
			}
			if s.Format != c.format || s.Encoding != c.encoding || !reflect.DeepEqual(s.Header, []string{"文号", "名称"}) {
				t.Errorf("shape %s %s %q", s.Format, s.Encoding, s.Header)
			}
			for i, r := range rows {
				if !reflect.DeepEqual(texts(r), want[i]) || r.Number != c.numbers[i] {
					t.Errorf("row %d: %q", r.Number, texts(r))
				}
			}
		})
	}
}

func TestCellsThatCannotBeTrustedSaySo(t *testing.T) {
	t.Parallel()
	if _, _, err := table(t, []byte("a,b,c\n1,2,3\n1,2")); !fault.Is(err, "record.file_truncated") {
		t.Fatalf("a last row without all cells and without a line end: %v", err)
	}
	_, rows, err := table(t, []byte("a,b,c\n=1+1,\"x\"y,1,2\n"+strings.Repeat("长", MaxCell)+",,\n1\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c := rows[0].Cells; c[0].Kind != Formula || c[1].Kind != Broken || !rows[0].Extra {
		t.Errorf("%+v", rows[0])
	}
	if rows[1].Cells[0].Kind != TooLong || len(rows[2].Cells) != 3 {
		t.Errorf("%+v", rows[2])
	}
}

// book writes a small workbook.
func book(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	all := map[string]string{
		"[Content_Types].xml":        `<Types/>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="x"><sheets><sheet name="a" r:id="rId1"/><sheet name="b" r:id="rId2"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData/></worksheet>`,
		"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":       `<sst><si><t>文号</t></si><si><r><t>决定</t></r><r><t xml:space="preserve">日期 </t></r><rPh><t>x</t></rPh></si><si><t>a&amp;b &#x4E2D;_x000D_&lt;</t></si></sst>`,
	}
	for k, v := range parts {
		all[k] = v
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range all {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const someRows = `<?xml version="1.0"?><!-- c --><x:worksheet xmlns:x="y"><x:sheetData>
	<x:row r="2"><x:c r="A2" t="s"><x:v>0</x:v></x:c><x:c r="B2" t="s"><x:v>1</x:v></x:c><x:c r="D2" t="inlineStr"><x:is><x:t>数量</x:t></x:is></x:c></x:row>
	<x:row r="3"><x:c r="A3" t="s"><x:v>2</x:v></x:c><x:c r="B3" s="1"><x:v>46237.5</x:v></x:c><x:c r="D3"><x:v>0.30000000000000004</x:v></x:c></x:row>
	<x:row r="4"/>
	<x:row r="7"><x:c r="A7"><x:v>9.1460000000000006E+17</x:v></x:c><x:c r="B7" s="2"><x:v>0</x:v></x:c><x:c r="D7"><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row>
</x:sheetData></x:worksheet>`

func TestF09_2_Workbooks(t *testing.T) {
	t.Parallel()
	s, rows, err := table(t, book(t, map[string]string{"xl/worksheets/sheet2.xml": someRows}))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(s.Header, []string{"文号", "决定日期", "", "数量"}) || len(rows) != 2 {
		t.Fatalf("header %q, %d rows", s.Header, len(rows))
	}
	if rows[0].Number != 3 || !reflect.DeepEqual(texts(rows[0]), []string{"a&b 中\r<", "2026-08-03", "", "0.3"}) || rows[0].Cells[3].Kind != Number {
		t.Errorf("%+v", rows[0])
	}
	if rows[1].Number != 7 || rows[1].Cells[1].Text != "1900-01-00" || rows[1].Cells[3].Kind != Formula || rows[1].Cells[0].Text != "9.1460000000000006E+17" {
		t.Errorf("%+v", rows[1])
	}
}

func TestTheExcelCalendars(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		serial   string
		from1904 bool
		want     string
	}{
		{"0", false, "1900-01-00"}, {"1", false, "1900-01-01"}, {"59", false, "1900-02-28"}, {"60", false, "1900-02-29"},
		{"61", false, "1900-03-01"}, {"46237", false, "2026-08-03"}, {"46237.99", false, "2026-08-03"}, {"2958465", false, "9999-12-31"},
		{"2958466", false, ""}, {"-1", false, ""}, {"x", false, ""}, {"0", true, "1904-01-01"}, {"44775", true, "2026-08-03"},
	} {
		if got, _ := ParseSerial(c.serial, c.from1904); got != c.want {
			t.Errorf("%s (1904: %v) is %q, want %q", c.serial, c.from1904, got, c.want)
		}
	}
}

func TestHiddenSheetsAreNotRead(t *testing.T) {
	t.Parallel()
	_, _, err := table(t, book(t, map[string]string{
		"xl/workbook.xml":          `<workbook><sheets><sheet id="rId1"/><sheet state="veryHidden" id="rId2"/></sheets></workbook>`,
		"xl/worksheets/sheet2.xml": someRows,
	}))
	if !fault.Is(err, "record.file_header") {
		t.Errorf("%v", err)
	}
}

// refusals are files that must be refused whole, each with its own code.
func refusals(t testing.TB) map[string][]byte {
	wide := strings.Repeat("列,", MaxColumns+1)
	for i := range MaxColumns + 1 {
		wide = strings.Replace(wide, "列,", fmt.Sprintf("c%d,", i), 1)
	}
	sound := book(t, map[string]string{"xl/worksheets/sheet2.xml": someRows})
	return map[string][]byte{
		"record.file_empty":        []byte(" \n"),
		"record.file_no_rows":      []byte("a,b\n"),
		"record.file_columns":      []byte(wide + "\n1,2\n"),
		"record.file_header_twice": []byte("文号,名称,ＷＨ,wh\n1,2,3,4\n"),
		"record.file_header":       []byte("x\ny\n"),
		"record.file_encoding":     append(gb18030("文号,名称\n甲,乙\n"), 0xff, 0xff, ',', '1', '\n'),
		"record.file_type":         []byte("<html><table>"),
		"record.file_old_excel":    []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
		"record.file_truncated":    []byte("a,b\n1,\"2\n"),
		"record.file_line":         []byte("a,b\n" + strings.Repeat("x", MaxLine+1) + ",2\n"),
		"record.file_json":         []byte("{\"a\":1}\n{\"a\":"),
		"record.file_damaged":      sound[:len(sound)*2/3],
		"record.file_bomb": book(t, map[string]string{"xl/worksheets/sheet2.xml": "<worksheet><sheetData>" +
			strings.Repeat("<row><c><v>1</v></c></row>", 2_000_000) + "</sheetData></worksheet>"}),
	}
}

func TestF09_2_WhatCannotBeReadIsRefusedWhole(t *testing.T) {
	t.Parallel()
	for code, data := range refusals(t) {
		_, rows, err := table(t, data)
		if !fault.Is(err, code) {
			t.Errorf("%s: %d rows, %v", code, len(rows), err)
		}
	}
}

func TestATruncatedSheetInASoundArchive(t *testing.T) {
	t.Parallel()
	_, _, err := table(t, book(t, map[string]string{"xl/worksheets/sheet2.xml": someRows[:len(someRows)-80]}))
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
	_, _, err = table(t, book(t, map[string]string{"xl/worksheets/sheet2.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]>" + someRows}))
	if !fault.Is(err, "record.file_damaged") {
		t.Errorf("a document type: %v", err)
	}
}
