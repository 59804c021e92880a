package sheet

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// jsonReader reads one JSON object a line. Its header is every key of the file, in order of appearance: the survey lets it
// grow, so that it is complete when the rows are read.
type jsonReader struct {
	lines   *lines
	header  []string
	index   map[string]int
	growing bool
	buf     []byte
	cells   []Cell
}

func (j *jsonReader) Header() []string { return j.header }

var errNotObject = errors.New("not one JSON object")

func (j *jsonReader) Next() (Row, error) {
	for {
		var err error
		if j.buf, err = j.lines.appendLine(j.buf[:0]); err != nil {
			return Row{}, err
		}
		line := bytes.TrimSpace(j.buf)
		if len(line) == 0 {
			continue
		}
		row := Row{Number: j.lines.no}
		if err := j.object(row.Number, line); errors.Is(err, errNotObject) {
			return row, refuseAt(row.Number, "record.file_json", "这一行不是一个完整的 JSON 对象；请每行写一个对象，检查文件是否中断。",
				"this line is not one complete JSON object; write one object a line, and check that the file is whole.")
		} else if err != nil {
			return row, err
		}
		row.Cells = j.cells
		return row, nil
	}
}

// object puts the values of one object into cells. Decoding token by token keeps duplicate keys from hiding each other.
func (j *jsonReader) object(row int64, line []byte) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errNotObject
	}
	j.cells = j.cells[:0]
	for range j.header {
		j.cells = append(j.cells, Cell{})
	}
	seen := map[int]bool{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return errNotObject
		}
		col, err := j.column(row, key.(string))
		if err != nil {
			return err
		}
		if seen[col] {
			return refuseAt(row, "record.file_header_twice", "同一对象中有重复的键；请删去其中一个。", "a key occurs twice in one object; remove one of them.")
		}
		seen[col] = true
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return errNotObject
		}
		j.cells[col] = jsonCell(raw)
	}
	if _, err := d.Token(); err != nil || d.InputOffset() != int64(len(line)) {
		return errNotObject
	}
	return nil
}

func (j *jsonReader) column(row int64, key string) (int, error) {
	if col, ok := j.index[Fold(key)]; ok {
		return col, nil
	}
	if !j.growing {
		return 0, errNotObject // the file changed between the survey and the reading
	}
	if len(j.header) >= MaxColumns {
		return 0, tooManyColumns(row)
	}
	if len(key) > 256 || hasControl(key) {
		return 0, refuseAt(row, "record.file_header", "键名不是文字；请改名。", "a key is not text; rename it.")
	}
	if j.index == nil {
		j.index = map[string]int{}
	}
	j.index[Fold(key)] = len(j.header)
	j.header = append(j.header, key)
	j.cells = append(j.cells, Cell{})
	return len(j.header) - 1, nil
}

// jsonCell turns a JSON value into a cell. A list of plain values is a multi-valued cell; an object is not a value.
func jsonCell(raw json.RawMessage) Cell {
	switch raw[0] {
	case 'n':
		return Cell{}
	case '"':
		var s string
		_ = json.Unmarshal(raw, &s) // the decoder has already read it as a string
		return textCell(s)
	case '{':
		return Cell{Kind: Broken}
	case '[':
		var parts []string
		if json.Unmarshal(raw, &parts) != nil {
			return Cell{Kind: Broken}
		}
		return textCell(strings.Join(parts, "、"))
	case 't', 'f':
		return Cell{Text: string(raw)}
	default:
		return numberCell(string(raw))
	}
}
