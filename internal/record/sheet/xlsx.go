package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"xinheng/internal/fault"
)

const maxShared = 256 << 20 // bytes of all shared strings together

// workbook is what the cells of a sheet refer to.
type workbook struct {
	from1904 bool
	shared   []byte   // all shared strings, one after the other
	ends     []uint32 // where each ends
	dates    []bool   // by style: does it show a day
}

// openXLSX opens the first visible sheet that has a header and rows.
func openXLSX(f io.ReaderAt, size int64) (Reader, error) {
	z, err := openZip(f, size)
	if err != nil {
		return nil, err
	}
	b := &workbook{}
	sheets, err := b.list(z)
	if err != nil {
		return nil, whole(err)
	}
	if err := b.readShared(z); err != nil {
		return nil, whole(err)
	}
	if err := b.readStyles(z); err != nil {
		return nil, whole(err)
	}
	err = noHeader()
	for _, name := range sheets {
		in, perr := part(z, name)
		if perr != nil {
			return nil, whole(perr)
		}
		r := &xlsxReader{book: b, x: newXML(in)}
		if err = r.readHeader(); err == nil {
			return r, nil
		} else if !fault.Is(err, "record.file_header") {
			return nil, whole(err)
		}
	}
	return nil, err
}

// whole turns whatever broke the reading of a workbook into a refusal.
func whole(err error) error {
	if _, ok := fault.Of(err); ok || err == nil || errors.Is(err, io.EOF) {
		return err
	}
	return damaged()
}

// list finds the parts of the visible sheets, in order.
func (b *workbook) list(z *zip.Reader) ([]string, error) {
	targets := map[string]string{}
	err := walk(z, "xl/_rels/workbook.xml.rels", func(x *xmlScanner, open bool) error {
		if open && string(x.name) == "Relationship" {
			if len(targets) > 1000 {
				return damaged()
			}
			targets[string(x.attr("Id"))] = string(unescape(nil, x.attr("Target")))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var sheets []string
	err = walk(z, "xl/workbook.xml", func(x *xmlScanner, open bool) error {
		switch {
		case !open:
		case string(x.name) == "workbookPr":
			v := string(x.attr("date1904"))
			b.from1904 = v == "1" || v == "true"
		case string(x.name) == "sheet" && !bytes.HasSuffix(bytes.ToLower(x.attr("state")), []byte("hidden")):
			target := targets[string(x.attr("id"))]
			if target == "" || len(sheets) > 1000 {
				return damaged()
			}
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			sheets = append(sheets, strings.TrimPrefix(target, "/"))
		}
		return nil
	})
	return sheets, err
}

// walk calls f with every tag of a part, opening or closing.
func walk(z *zip.Reader, name string, f func(x *xmlScanner, open bool) error) error {
	in, err := part(z, name)
	if err != nil {
		return err
	}
	x := newXML(in)
	for {
		t, err := x.next()
		if err != nil {
			return err
		}
		switch t {
		case xmlEnd:
			return nil
		case xmlOpen, xmlClose:
			if err := f(x, t == xmlOpen); err != nil {
				return err
			}
		case xmlText:
		}
	}
}

// readShared reads the strings cells point to. Phonetic guides (rPh) are not part of the text.
func (b *workbook) readShared(z *zip.Reader) error {
	in, err := part(z, "xl/sharedStrings.xml")
	if errors.Is(err, errNoPart) {
		return nil
	} else if err != nil {
		return err
	}
	x := newXML(in)
	var inText, phonetic bool
	for {
		t, err := x.next()
		if err != nil {
			return err
		}
		switch name := string(x.name); {
		case t == xmlEnd:
			return nil
		case t == xmlText:
			if inText && !phonetic {
				b.shared = unescape(b.shared, x.text)
			}
		case name == "t":
			inText = t == xmlOpen && !x.empty
		case name == "rPh":
			phonetic = t == xmlOpen && !x.empty
		case name == "si" && (t == xmlClose || x.empty):
			b.ends = append(b.ends, uint32(len(b.shared))) //nolint:gosec // bounded by maxShared
		}
		if len(b.shared)+4*len(b.ends) > maxShared {
			return refuse("record.file_large", "工作簿的文字过多，不能以 XLSX 读取；请另存为 CSV 后提交。", "The workbook holds too much text to be read as XLSX; save it as CSV and hand that in.")
		}
	}
}

func (b *workbook) sharedText(raw []byte) (string, bool) {
	i, err := strconv.Atoi(string(raw))
	if err != nil || i < 0 || i >= len(b.ends) {
		return "", false
	}
	from := uint32(0)
	if i > 0 {
		from = b.ends[i-1]
	}
	return string(b.shared[from:b.ends[i]]), true
}

// readStyles finds out which styles show a day.
func (b *workbook) readStyles(z *zip.Reader) error {
	codes := map[int]string{}
	inCells := false
	err := walk(z, "xl/styles.xml", func(x *xmlScanner, open bool) error {
		switch name := string(x.name); {
		case name == "numFmt" && open:
			if id, err := strconv.Atoi(string(x.attr("numFmtId"))); err == nil && len(codes) < 10_000 {
				codes[id] = string(unescape(nil, x.attr("formatCode")))
			}
		case name == "cellXfs":
			inCells = open
		case name == "xf" && open && inCells:
			if len(b.dates) > 70_000 { // Excel stops at 65,490
				return damaged()
			}
			id, _ := strconv.Atoi(string(x.attr("numFmtId")))
			b.dates = append(b.dates, isDateFormat(id, codes[id]))
		}
		return nil
	})
	if errors.Is(err, errNoPart) {
		return nil
	}
	return err
}

// xlsxReader streams the rows of one sheet.
type xlsxReader struct {
	book   *workbook
	x      *xmlScanner
	header []string
	cells  []Cell
	row    int64
	value  []byte
	col    int
	beyond bool // a filled cell lies beyond MaxColumns
	done   bool
}

func (r *xlsxReader) Header() []string { return r.header }

func (r *xlsxReader) readHeader() error {
	for lead := 0; lead <= maxLead; lead++ {
		err := r.read()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		if filled(r.cells) < 2 {
			continue
		}
		if r.beyond {
			return tooManyColumns(r.row)
		}
		r.header, err = header(r.row, r.cells)
		return err
	}
	return noHeader()
}

func (r *xlsxReader) Next() (Row, error) {
	for {
		if err := r.read(); err != nil {
			return Row{}, whole(err)
		}
		if filled(r.cells) == 0 && !r.beyond {
			continue
		}
		cells, extra := fit(r.cells, len(r.header))
		r.cells = cells
		return Row{Number: r.row, Cells: cells, Extra: extra || r.beyond, Is1904: r.book.from1904}, nil
	}
}

// read reads the next row element into r.cells, even an empty one.
func (r *xlsxReader) read() error {
	if r.done {
		return io.EOF
	}
	r.cells, r.col, r.beyond = r.cells[:0], 0, false
	inRow := false
	for {
		t, err := r.x.next()
		if err != nil {
			return err
		}
		switch name := string(r.x.name); {
		case t == xmlEnd:
			return truncated(r.row + 1)
		case t == xmlText:
		case name == "sheetData" && (t == xmlClose || r.x.empty):
			r.done = true
			return r.drain()
		case name == "row" && t == xmlOpen:
			if err := r.number(); err != nil {
				return err
			}
			if inRow = !r.x.empty; !inRow {
				return nil
			}
		case name == "row":
			return nil
		case name == "c" && t == xmlOpen && inRow:
			if err := r.cell(); err != nil {
				return err
			}
		}
	}
}

// drain reads the rest of the part, so that its checksum is compared.
func (r *xlsxReader) drain() error {
	if _, err := io.Copy(io.Discard, r.x.in); err != nil {
		return err
	}
	return io.EOF
}

// number finds the number of the row; rows that do not ascend are not a sheet.
func (r *xlsxReader) number() error {
	ref := r.x.attr("r")
	if ref == nil {
		r.row++
		return nil
	}
	n, err := strconv.ParseInt(string(ref), 10, 64)
	if err != nil || n <= r.row {
		return damaged()
	}
	r.row = n
	return nil
}

// cell reads one cell up to its closing tag and puts it in its column.
func (r *xlsxReader) cell() error {
	col := r.col
	if ref := r.x.attr("r"); ref != nil {
		col = columnOf(ref)
	}
	if col < r.col {
		return damaged()
	}
	r.col = col + 1
	kind, style := string(r.x.attr("t")), -1
	if s := r.x.attr("s"); s != nil {
		style, _ = strconv.Atoi(string(s))
	}
	formula, err := r.content()
	if err != nil {
		return err
	}
	if col >= MaxColumns {
		r.beyond = r.beyond || formula || len(bytes.TrimSpace(r.value)) > 0
		return nil
	}
	for len(r.cells) < col {
		r.cells = append(r.cells, Cell{})
	}
	c := Cell{Kind: Formula}
	if !formula {
		c = r.book.cell(kind, style, r.value)
	}
	r.cells = append(r.cells, c)
	return nil
}

// content gathers the value of a cell: <v>, or the texts of <is>.
func (r *xlsxReader) content() (formula bool, err error) {
	r.value = r.value[:0]
	if r.x.empty {
		return false, nil
	}
	var inValue, phonetic bool
	for {
		t, err := r.x.next()
		if err != nil {
			return false, err
		}
		switch name := string(r.x.name); {
		case t == xmlEnd:
			return false, truncated(r.row)
		case t == xmlText:
			if inValue && !phonetic {
				r.value = unescape(r.value, r.x.text)
			}
			if len(r.value) > MaxLine {
				return false, lineTooLong(r.row)
			}
		case name == "c" && t == xmlClose:
			return formula, nil
		case name == "v" || name == "t":
			inValue = t == xmlOpen && !r.x.empty
		case name == "rPh":
			phonetic = t == xmlOpen && !r.x.empty
		case name == "f":
			formula = true
		}
	}
}

// cell turns a value into a cell by its type and style.
func (b *workbook) cell(kind string, style int, value []byte) Cell {
	switch {
	case len(value) == 0:
		return Cell{}
	case kind == "s":
		s, ok := b.sharedText(value)
		if !ok {
			return Cell{Kind: Broken}
		}
		return textCell(s)
	case kind == "inlineStr" || kind == "str" || kind == "b":
		return textCell(string(value))
	case kind == "d":
		day, _, _ := strings.Cut(string(value), "T")
		return Cell{Text: day, Kind: Day}
	case kind == "e":
		return Cell{Kind: Broken}
	case style >= 0 && style < len(b.dates) && b.dates[style]:
		day, ok := ParseSerial(string(value), b.from1904)
		if !ok {
			return Cell{Kind: Broken}
		}
		return Cell{Text: day, Kind: Day}
	default:
		return numberCell(string(value))
	}
}

// columnOf reads the letters of a cell reference: A1 is 0, AB12 is 27.
func columnOf(ref []byte) int {
	n := 0
	for _, b := range ref {
		if b < 'A' || b > 'Z' || n > 20_000 {
			break
		}
		n = n*26 + int(b-'A') + 1
	}
	return n - 1
}
