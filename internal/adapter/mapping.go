package adapter

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"xinheng/internal/law"
)

// Sheet is a table of theirs beside the item of ours it carries.
type Sheet struct {
	Flow law.AdapterFlow
	Item law.Item
}

// sheetOf finds the table of a message.
func sheetOf(book *law.Book, a *law.Adapter, table string) (Sheet, bool) {
	f, known := a.Flow(table)
	item, there := book.Item(f.Item)
	return Sheet{f, item}, known && there
}

// Row is one row of theirs in our words.
type Row struct {
	N        int // from 1
	Values   map[string]string
	Problems []Problem
}

// Read turns data into rows. A table that cannot be read whole is refused whole: half of a file is worse than none.
func (s Sheet) Read(data []byte, encoding string, ask bool) (rows []Row, code string) {
	text, ok := decode(data, encoding)
	if !ok {
		return nil, BadEncoding
	}
	all, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
	if err != nil || len(all) < 2 || !s.headed(all[0], ask) {
		return nil, BadMessage
	}
	for i, cells := range all[1:] {
		rows = append(rows, s.row(i+1, all[0], cells, ask))
	}
	return rows, ""
}

func decode(data []byte, encoding string) ([]byte, bool) {
	if encoding == "GB18030" {
		text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		return text, err == nil && !bytes.ContainsRune(text, utf8.RuneError)
	}
	return data, utf8.Valid(data)
}

func encode(text []byte, encoding string) ([]byte, error) {
	if encoding == "GB18030" {
		return simplifiedchinese.GB18030.NewEncoder().Bytes(text)
	}
	return text, nil
}

// headed says whether the columns that must be there are; a question needs those it is asked by.
func (s Sheet) headed(header []string, ask bool) bool {
	for _, f := range s.Flow.Fields {
		if (f.Required && !ask || ask && s.asks(f.Ours)) && !slices.Contains(header, f.Theirs) {
			return false
		}
	}
	return true
}

func (s Sheet) asks(field string) bool {
	role := s.roleOf(field)
	return role == "subject_uscc" || role == "document_no"
}

func (s Sheet) row(n int, header, cells []string, ask bool) Row {
	r := Row{N: n, Values: map[string]string{}}
	for _, f := range s.Flow.Fields {
		i := slices.Index(header, f.Theirs)
		value := ""
		if i >= 0 {
			value = strings.TrimSpace(cells[i])
		}
		ours, listed := f.In(value)
		switch {
		case ask:
		case value == "" && f.Required:
			r.Problems = append(r.Problems, Problem{n, f.Theirs, "required", "必填栏为空；请补齐后重新报送。", "A required column is empty; fill it and send the row again."})
		case !listed:
			r.Problems = append(r.Problems, Problem{n, f.Theirs, "code_list", "取值不在对照的代码表内；请按代码表填写。", "The value is not of the code list of the mapping; use one that is."})
		}
		if listed && ours != "" {
			r.Values[f.Ours] = ours
		}
	}
	return r
}

// Write turns values of ours, by field code, into data of theirs.
func (s Sheet) Write(rows []map[string]string, encoding string) ([]byte, error) {
	lines := make([][]string, len(rows))
	for n, values := range rows {
		for _, f := range s.Flow.Fields {
			lines[n] = append(lines[n], f.Out(values[f.Ours]))
		}
	}
	return s.table(lines, encoding)
}

// table writes cells under the header of their columns.
func (s Sheet) table(lines [][]string, encoding string) ([]byte, error) {
	var header []string
	for _, f := range s.Flow.Fields {
		header = append(header, f.Theirs)
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(append([][]string{header}, lines...)); err != nil {
		return nil, err
	}
	return encode(b.Bytes(), encoding)
}

// show turns what may be shown of a record of ours into their columns.
func (s Sheet) show(values map[string]string) map[string]string {
	out := map[string]string{}
	for _, f := range s.Flow.Fields {
		if v := f.Out(values[f.Ours]); v != "" {
			out[f.Theirs] = v
		}
	}
	return out
}

func (s Sheet) roleOf(field string) string {
	if i := slices.IndexFunc(s.Item.Fields, func(f law.Field) bool { return f.Code == field }); i >= 0 {
		return s.Item.Fields[i].Role
	}
	return ""
}

// field is the code of the field with a role; empty: the item has none.
func (s Sheet) field(role string) string {
	f, _ := s.Item.ByRole(role)
	return f.Code
}

func (s Sheet) role(values map[string]string, role string) string { return values[s.field(role)] }

// key is what makes two rows the same record at any receiver, folded: it names nobody.
func (s Sheet) key(values map[string]string) string {
	return keyOf(s.Item.Code, s.role(values, "subject_uscc"), s.role(values, "document_no"))
}

func keyOf(item, subject, document string) string {
	sum := sha256.Sum256([]byte(item + "\x1f" + strings.ToUpper(subject) + "\x1f" + document))
	return hex.EncodeToString(sum[:16])
}
