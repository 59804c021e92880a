package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"xinheng/internal/fault"
)

// Limits of what is read. They protect the machine; none is a legal number.
const (
	MaxLine    = 1 << 20  // bytes of one record, quoted line breaks included
	MaxCell    = 32 << 10 // bytes of one cell; Excel itself stops at 32,767 characters
	MaxColumns = 99       // the widest layout known has 45: a hundred columns are the wrong sheet
	maxLead    = 5        // title rows above the header
)

// Kind says what a cell was, where that matters for trusting it.
type Kind uint8

const (
	Text    Kind = iota
	Number       // a number cell of a workbook or of JSON: long codes have lost digits in it
	Day          // a date cell of a workbook, already written as an ISO date
	Formula      // computed, so not what the authority wrote
	Broken       // #REF!, a nested object, text after a closing quote
	TooLong
)

// Cell is one value as written.
type Cell struct {
	Text string
	Kind Kind
}

// Row is one row of the table. Cells holds one cell per column of the header and is valid until the next call of Next.
type Row struct {
	Number int64 // as a person sees it in the file
	Cells  []Cell
	Extra  bool // more filled cells than the header has columns: values may have slipped sideways
	Is1904 bool // serial days of the workbook count from 1904
}

// Reader gives the rows of a table. Next returns io.EOF after the last.
type Reader interface {
	Header() []string
	Next() (Row, error)
}

// Shape is what a survey found out about a file.
type Shape struct {
	Format   string // CSV | JSON lines | XLSX
	Encoding string // UTF-8 | GB18030
	Header   []string
	Rows     int64
	Hash     [32]byte // SHA-256 of the file
	size     int64
	comma    byte
	skip     int64 // byte order mark
}

// Survey reads a file once to its end. A file that cannot be read is refused whole.
func Survey(ctx context.Context, f io.ReaderAt, size int64) (Shape, error) {
	s := Shape{size: size}
	if err := s.detect(f); err != nil {
		return s, err
	}
	if err := s.digest(ctx, f); err != nil {
		return s, err
	}
	r, err := s.Open(f)
	if err != nil {
		return s, err
	}
	for {
		if _, err := r.Next(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return s, err
		}
		if s.Rows++; s.Rows%4096 == 0 && ctx.Err() != nil {
			return s, ctx.Err()
		}
	}
	s.Header = r.Header()
	if s.Rows == 0 {
		return s, refuse("record.file_no_rows", "文件只有表头，没有数据行；请检查后重新提交。", "The file has a header and no rows; check it and hand it in again.")
	}
	return s, nil
}

// Open begins reading the rows of a surveyed file.
func (s Shape) Open(f io.ReaderAt) (Reader, error) {
	switch s.Format {
	case "XLSX":
		return openXLSX(f, s.size)
	case "JSON lines":
		return &jsonReader{lines: newLines(s.text(f)), header: s.Header, index: columnsOf(s.Header), growing: s.Header == nil}, nil
	default:
		return openCSV(s.text(f), s.comma)
	}
}

func refuse(code, zh, en string) error { return fault.New(fault.Invalid, code, zh, en) }

func refuseAt(row int64, code, zh, en string) error {
	return fault.New(fault.Invalid, code, fmt.Sprintf("第%d行：", row)+zh, fmt.Sprintf("Row %d: ", row)+en)
}

// Fold makes headers comparable: full width to half, lower case, no blanks, no asterisk of a required column.
func Fold(s string) string {
	s = strings.ToLower(width.Fold.String(s))
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\n', '\r', '*', '\u3000', '\u00a0', '\ufeff', '\u200b':
			return -1
		}
		return r
	}, s)
}

// header checks a header row: at most MaxColumns names, none twice. Empty columns at the right are let go.
func header(row int64, cells []Cell) ([]string, error) {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1].Text) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) > MaxColumns {
		return nil, tooManyColumns(row)
	}
	names := make([]string, len(cells))
	seen := map[string]bool{}
	for i, c := range cells {
		names[i] = strings.Clone(strings.TrimSpace(c.Text))
		if len(names[i]) > 256 || c.Kind == Formula || c.Kind == Broken || hasControl(names[i]) || !utf8.ValidString(names[i]) {
			return nil, refuseAt(row, "record.file_header", "表头不是文字；请在数据上方放一行列名。", "the header is not text; put one row of column names above the data.")
		}
		key := Fold(names[i])
		if key == "" {
			continue
		}
		if seen[key] {
			return nil, refuseAt(row, "record.file_header_twice", "表头有重复的列名“"+names[i]+"”，无法判断以哪一列为准；请删去或改名其中一列。",
				"two columns are both named \""+names[i]+"\", so which one counts is unclear; remove or rename one.")
		}
		seen[key] = true
	}
	return names, nil
}

func tooManyColumns(row int64) error {
	return refuseAt(row, "record.file_columns", fmt.Sprintf("表头超过%d列，不是任何一种归集格式；请删去多余的列。", MaxColumns),
		fmt.Sprintf("the header has more than %d columns, which no layout has; remove what does not belong.", MaxColumns))
}

func hasControl(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' }) >= 0
}

// filled counts cells with something in them.
func filled(cells []Cell) int {
	n := 0
	for _, c := range cells {
		if c.Kind >= Formula || strings.TrimSpace(c.Text) != "" {
			n++
		}
	}
	return n
}

// fit cuts or pads the cells of a record to the width of the header.
func fit(cells []Cell, n int) (out []Cell, extra bool) {
	for len(cells) < n {
		cells = append(cells, Cell{})
	}
	return cells[:n], filled(cells[n:]) > 0
}

func columnsOf(header []string) map[string]int {
	m := make(map[string]int, len(header))
	for i, h := range header {
		m[Fold(h)] = i
	}
	return m
}

var bomUTF8 = []byte("\xef\xbb\xbf")

// detect tells the format from the first bytes.
func (s *Shape) detect(f io.ReaderAt) error {
	head := make([]byte, 4096)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("sheet.detect: %w", err)
	}
	head = head[:n]
	switch {
	case len(bytes.TrimSpace(head)) == 0 && int64(n) == s.size:
		return refuse("record.file_empty", "文件是空的；请检查后重新提交。", "The file is empty; check it and hand it in again.")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		s.Format, s.Encoding = "XLSX", "UTF-8"
		return nil
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return refuse("record.file_old_excel", "这是旧版 Excel（.xls）或加密的工作簿；请去掉密码，另存为 .xlsx 或 CSV 后提交。",
			"This is an old Excel (.xls) or encrypted workbook; remove the password, save it as .xlsx or CSV and hand that in.")
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return refuse("record.file_encoding", "文件是 UTF-16 编码；请另存为“CSV UTF-8”后提交。", "The file is in UTF-16; save it as \"CSV UTF-8\" and hand that in.")
	case bytes.IndexByte(head, 0) >= 0:
		return refuseType()
	}
	if bytes.HasPrefix(head, bomUTF8) {
		s.skip, head = 3, head[3:]
	}
	switch first := bytes.TrimLeft(head, " \t\r\n"); {
	case bytes.HasPrefix(first, []byte("{")):
		s.Format = "JSON lines"
	case bytes.HasPrefix(first, []byte("[")), bytes.HasPrefix(first, []byte("<")), bytes.HasPrefix(first, []byte("%PDF")):
		return refuseType()
	default:
		s.Format, s.comma = "CSV", comma(first)
	}
	return nil
}

func refuseType() error {
	return refuse("record.file_type", "认不出文件的格式；请提交 XLSX、CSV 或 JSON lines（每行一个对象）。",
		"The format of the file is not known; hand in XLSX, CSV or JSON lines (one object a line).")
}

// comma finds the separator from the first line: a comma, or what spreadsheets of some locales put in its place.
func comma(first []byte) byte {
	line, _, _ := bytes.Cut(first, []byte("\n"))
	if bytes.IndexByte(line, ',') >= 0 {
		return ','
	}
	for _, c := range []byte{'\t', ';'} {
		if bytes.IndexByte(line, c) >= 0 {
			return c
		}
	}
	return ','
}
