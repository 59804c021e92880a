package sheet

import (
	"bytes"
	"errors"
	"io"
	"strings"
)

// csvReader reads comma-separated values (RFC 4180), with what spreadsheets really write: any line ends, blank lines, a
// quote inside an unquoted cell.
type csvReader struct {
	lines  *lines
	comma  byte
	header []string
	row    int64  // records read, blank ones too: the row a spreadsheet shows
	raw    []byte // the record as written
	plain  []byte // its cells without quotes, one after the other
	ends   []int  // where each cell ends in plain
	odd    []bool // cells with text after their closing quote
	cells  []Cell
	ended  bool // the record had a line end
}

func openCSV(in io.Reader, comma byte) (Reader, error) {
	c := &csvReader{lines: newLines(in), comma: comma}
	for lead := 0; lead <= maxLead; lead++ {
		if err := c.record(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if filled(c.cells) >= 2 {
			var err error
			c.header, err = header(c.row, c.cells)
			return c, err
		}
	}
	return nil, noHeader()
}

func noHeader() error {
	return refuse("record.file_header", "没有找到表头；请在数据上方放一行列名。", "No header was found; put one row of column names above the data.")
}

func (c *csvReader) Header() []string { return c.header }

func (c *csvReader) Next() (Row, error) {
	for {
		if err := c.record(); err != nil {
			return Row{}, err
		}
		if filled(c.cells) == 0 {
			continue
		}
		if !c.ended && len(c.cells) < len(c.header) {
			return Row{}, truncated(c.row)
		}
		cells, extra := fit(c.cells, len(c.header))
		c.cells = cells
		return Row{Number: c.row, Cells: cells, Extra: extra}, nil
	}
}

func truncated(row int64) error {
	return refuseAt(row, "record.file_truncated", "文件在这一行中断，不完整；请重新导出后提交。", "the file breaks off in this row; export it again and hand that in.")
}

// record reads one record into c.cells.
func (c *csvReader) record() (err error) {
	c.raw, c.plain, c.ends, c.odd = c.raw[:0], c.plain[:0], c.ends[:0], c.odd[:0]
	if c.raw, err = c.lines.appendLine(c.raw); err != nil {
		return err
	}
	c.row++
	if bytes.IndexByte(c.raw, '"') < 0 {
		c.split()
		return nil
	}
	return c.unquote()
}

// split is the quick way: no quote in the record.
func (c *csvReader) split() {
	var body []byte
	body, c.ended = chomp(c.raw)
	s := string(body)
	c.cells = c.cells[:0]
	for {
		cell, rest, more := strings.Cut(s, string(rune(c.comma)))
		c.cells = append(c.cells, textCell(cell))
		if !more {
			return
		}
		s = rest
	}
}

func chomp(line []byte) (body []byte, ended bool) {
	body, ended = bytes.CutSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(body, []byte("\r")), ended
}

func textCell(s string) Cell {
	switch {
	case len(s) > MaxCell:
		return Cell{Kind: TooLong}
	case strings.HasPrefix(s, "="):
		return Cell{Kind: Formula}
	}
	return Cell{Text: s}
}

// unquote walks the record byte by byte, fetching further lines while a quoted cell is open.
func (c *csvReader) unquote() (err error) {
	const (
		start = iota
		bare
		quoted
		closed
	)
	state, odd := start, false
	for i := 0; ; i++ {
		if i == len(c.raw) {
			if state != quoted {
				break
			}
			if c.raw, err = c.lines.appendLine(c.raw); errors.Is(err, io.EOF) {
				return truncated(c.row)
			} else if err != nil {
				return err
			}
		}
		switch b := c.raw[i]; {
		case state == quoted && b == '"':
			if i+1 < len(c.raw) && c.raw[i+1] == '"' {
				c.plain = append(c.plain, '"')
				i++
			} else {
				state = closed
			}
		case state == quoted:
			c.plain = append(c.plain, b)
		case b == c.comma:
			c.closeCell(odd)
			state, odd = start, false
		case b == '\n' || b == '\r' && i+1 < len(c.raw) && c.raw[i+1] == '\n' || b == '\r' && i+1 == len(c.raw):
		case state == start && b == '"':
			state = quoted
		case state == closed:
			odd = odd || b != ' '
		default:
			state = bare
			c.plain = append(c.plain, b)
		}
	}
	c.closeCell(odd)
	c.ended = bytes.HasSuffix(c.raw, []byte("\n"))
	c.assemble()
	return nil
}

func (c *csvReader) closeCell(odd bool) {
	c.ends = append(c.ends, len(c.plain))
	c.odd = append(c.odd, odd)
}

func (c *csvReader) assemble() {
	s := string(c.plain)
	c.cells = c.cells[:0]
	from := 0
	for i, end := range c.ends {
		cell := textCell(s[from:end])
		if c.odd[i] {
			cell = Cell{Kind: Broken}
		}
		c.cells = append(c.cells, cell)
		from = end
	}
}
