package check

import (
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/law"
)

// codeHeaders are what the column of codes may be called.
var codeHeaders = []string{"统一社会信用代码", "subject", "uscc"}

// ReadSubjects reads the codes of a CSV file (UTF-8, with or without BOM): of the column with a known header, or of the
// first column when the file has no header.
func ReadSubjects(r io.Reader) (subjects []string, err error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord, in.ReuseRecord, in.LazyQuotes = -1, true, true
	column := 0
	for line := 0; ; line++ {
		cells, err := in.Read()
		if err == io.EOF {
			return subjects, nil
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "check.bad_csv", "CSV 无法读取；请用 UTF-8 保存，首列或“统一社会信用代码”列为代码。",
				"The CSV cannot be read; save it as UTF-8 with the codes in the first column or in one headed subject.")
		}
		if line == 0 {
			cells[0] = strings.TrimPrefix(cells[0], "\ufeff")
			if i := slices.IndexFunc(cells, isCodeHeader); i >= 0 {
				column = i
				continue
			}
		}
		if len(subjects) > MaxBatch {
			return subjects, nil // DecideMany says that there are too many
		}
		if column < len(cells) && strings.TrimSpace(cells[column]) != "" {
			subjects = append(subjects, strings.TrimSpace(cells[column]))
		}
	}
}

func isCodeHeader(s string) bool {
	return slices.Contains(codeHeaders, strings.ToLower(strings.TrimSpace(s)))
}

var csvHeader = []string{"统一社会信用代码 subject", "结论 outcome", "措施 effects", "依据 basis", "因为 because", "截至 until",
	"查验编号 decision_id", "问题 error"}

// AppendCSV writes the result file as a table, one row a subject; several effects of a subject are parted by semicolons.
func (b *Batch) AppendCSV(out []byte) []byte {
	var buf bytes.Buffer
	buf.WriteString("\ufeff") // spreadsheets take the file for UTF-8 only so
	w := csv.NewWriter(&buf)
	_ = w.Write(csvHeader)
	for i, a := range b.rows {
		if a == nil {
			_ = w.Write([]string{disclosure.Inert(b.subjects[i]), string(Refused), "", "", "", "", "", b.problems[i].ZH + " " + b.problems[i].EN})
			continue
		}
		_ = w.Write(a.csvRow())
	}
	w.Flush()
	return append(out, buf.Bytes()...)
}

func (d *Decision) csvRow() []string {
	row := []string{d.Subject, string(told(d)), "", "", "", "", d.ID, ""}
	if d.Finding == nil {
		return row
	}
	var effects, basis, because, until []string
	for _, e := range d.Effects {
		effects = append(effects, mustWord(e)+e.Measure.Name.ZH)
		for _, c := range e.Basis {
			basis = append(basis, c.Text.ZH)
		}
		because = append(because, e.Because.Title+" "+e.Because.Authority+" "+e.Because.DocumentNo)
		until = append(until, e.Until.String())
	}
	for i, parts := range [][]string{effects, basis, because, until} {
		row[2+i] = disclosure.Inert(strings.Join(parts, "；"))
	}
	return row
}

// mustWord is how strongly an effect binds, in two characters.
func mustWord(e Effect) string {
	switch {
	case e.Kind == law.Benefit:
		return "激励："
	case e.Must:
		return "应当："
	case e.Kind == law.Block:
		return "可以："
	case e.Kind == law.Warn:
		return "提示："
	}
	return "告知："
}
