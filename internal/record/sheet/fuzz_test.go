package sheet

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"unicode/utf8"

	"xinheng/internal/fault"
)

// sane reads a file of any bytes: it is refused with a sentence, or every row has as many cells as the header, in UTF-8, and
// the rows that were surveyed are the rows that are read.
func sane(t *testing.T, data []byte) {
	f := bytes.NewReader(data)
	s, err := Survey(context.Background(), f, int64(len(data)))
	if err != nil {
		if _, ok := fault.Of(err); !ok {
			t.Fatalf("not refused but broken: %v", err)
		}
		return
	}
	r, err := s.Open(f)
	if err != nil {
		t.Fatalf("surveyed, and then refused: %v", err)
	}
	n, last := int64(0), int64(0)
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("surveyed, and then refused: %v", err)
		}
		if n++; row.Number <= last || len(row.Cells) != len(s.Header) {
			t.Fatalf("row %d after %d with %d cells for %d columns", row.Number, last, len(row.Cells), len(s.Header))
		}
		last = row.Number
		for _, c := range row.Cells {
			if len(c.Text) > MaxCell || s.Format != "XLSX" && !utf8.ValidString(c.Text) {
				t.Fatalf("a cell of %d bytes", len(c.Text))
			}
		}
	}
	if n != s.Rows {
		t.Fatalf("%d rows surveyed, %d read", s.Rows, n)
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "文号,名称\r\n\"甲\"\"\",\"乙\n丙\"\r\n", "a;b\n=1;\"x\"y\n", "t\na,b\n1\n", "a,b\n\"\n"} {
		f.Add([]byte(s))
		f.Add(gb18030(s))
	}
	f.Fuzz(sane)
}

func FuzzJSONL(f *testing.F) {
	for _, s := range []string{`{"a":1,"b":"x"}`, `{"a":["甲","乙"]}` + "\n\n" + `{"b":null,"c":{}}`, `{"a":1}{"a":2}`, `{"a":9.146e17}`, `{"a":"\ud800"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(sane)
}

// FuzzXLSX fuzzes the sheet inside a sound archive, where the scanner has to work.
func FuzzXLSX(f *testing.F) {
	f.Add(someRows, `<sst><si><t>a</t></si></sst>`)
	f.Add(`<worksheet><sheetData><row r="1"><c t="s"><v>0</v></c><c><v>1</v></c></row><row><c r="ZZ2"><v>1</v></c></row></sheetData></worksheet>`, `<sst/>`)
	f.Add(`<row><c><is><![CDATA[<x>]]></is></c></row>`, `<sst><si><t>&#1114112;&bogus;</t></si></sst>`)
	f.Fuzz(func(t *testing.T, rows, shared string) {
		sane(t, book(t, map[string]string{"xl/worksheets/sheet2.xml": rows, "xl/sharedStrings.xml": shared}))
	})
}
