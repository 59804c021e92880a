package seed

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"xinheng/internal/law"
)

// Format of a delivered file.
type Format string

const (
	CSV     Format = "csv"         // UTF-8
	CSVBOM  Format = "csv-bom"     // UTF-8 with a byte order mark, as spreadsheets save it
	GB18030 Format = "csv-gb18030" // as older systems export it
	OldCSV  Format = "csv-2015"    // the 2015–2018 layout
	JSONL   Format = "jsonl"
	XLSX    Format = "xlsx"
)

// Ext is the file name ending of a format.
func (f Format) Ext() string {
	switch f {
	case JSONL:
		return "jsonl"
	case XLSX:
		return "xlsx"
	}
	return "csv"
}

// column of a sheet: its header, and the role and the national code its cell is known by.
type column struct{ header, role, code string }

// layout gives the columns of an item in a format: the national codes for CSV and JSON, the Chinese titles for XLSX.
func layout(item law.Item, f Format) []column {
	if f == OldCSV {
		if old, ok := oldLayouts[item.Code]; ok {
			return old
		}
	}
	var out []column
	for _, field := range item.Fields {
		c := column{field.Code, field.Role, field.Code}
		if f == XLSX {
			c.header = field.Name.ZH
		}
		out = append(out, c)
	}
	return out
}

// oldLayouts are the 2015–2018 sheets of 双公示.
var oldLayouts = map[string][]column{
	"penalty": {{"CF_WSH", "document_no", ""}, {"CF_AJMC", "title", ""}, {"CF_CFLB1", "kinds", ""}, {"CF_SY", "facts", ""},
		{"CF_YJ", "basis", ""}, {"CF_XDR_MC", "subject_name", ""}, {"CF_XDR_SHXYM", "subject_uscc", ""}, {"CF_FR", "legal_rep", ""},
		{"CF_JG", "", "CF_NR"}, {"CF_JDRQ", "decided_on", ""}, {"CF_XZJG", "authority", ""}, {"DFBM", "region", ""}},
	"licence": {{"XK_WSH", "document_no", ""}, {"XK_XMMC", "title", ""}, {"XK_SPLB", "kinds", ""}, {"XK_NR", "", "XK_NR"},
		{"XK_XDR", "subject_name", ""}, {"XK_XDR_SHXYM", "subject_uscc", ""}, {"XK_FR", "legal_rep", ""}, {"XK_JDRQ", "decided_on", ""},
		{"XK_JZQ", "valid_until", ""}, {"XK_XZJG", "authority", ""}, {"DFBM", "region", ""}},
}

func (v values) cell(c column) string {
	if s, ok := v[c.role]; ok && c.role != "" {
		return s
	}
	return v[c.code]
}

// WriteTo writes the delivery's rows as a file of its format.
func (d Delivery) write(w io.Writer, item law.Item) error {
	cols := layout(item, d.Format)
	switch d.Format {
	case JSONL:
		return d.writeJSONL(w, cols)
	case XLSX:
		return d.writeXLSX(w, cols)
	case GB18030:
		t := simplifiedchinese.GB18030.NewEncoder().Writer(w)
		return d.writeCSV(t, cols)
	case CSVBOM:
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return err
		}
	}
	return d.writeCSV(w, cols)
}

func (d Delivery) each(cols []column, f func(cells []string) error) error {
	cells := make([]string, len(cols))
	for _, v := range d.sheet() {
		for i, c := range cols {
			cells[i] = v.cell(c)
		}
		if err := f(cells); err != nil {
			return err
		}
	}
	return nil
}

func (d Delivery) writeCSV(w io.Writer, cols []column) error {
	b := bufio.NewWriterSize(w, 1<<16)
	cw := csv.NewWriter(b)
	header := make([]string, len(cols))
	for i, c := range cols {
		header[i] = c.header
	}
	if err := cw.Write(header); err != nil {
		return err
	}
	if err := d.each(cols, cw.Write); err != nil {
		return err
	}
	cw.Flush()
	if err := cw.Error(); err != nil {
		return err
	}
	return b.Flush()
}

func (d Delivery) writeJSONL(w io.Writer, cols []column) error {
	b := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	err := d.each(cols, func(cells []string) error {
		row := make(map[string]string, len(cells))
		for i, c := range cols {
			row[c.header] = cells[i]
		}
		return enc.Encode(row)
	})
	if err != nil {
		return err
	}
	return b.Flush()
}

func (d Delivery) writeXLSX(w io.Writer, cols []column) error {
	x := excelize.NewFile()
	defer func() { _ = x.Close() }()
	sw, err := x.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	n := 1
	put := func(cells []string) error {
		row := make([]any, len(cells))
		for i, c := range cells {
			row[i] = c
		}
		n++
		return sw.SetRow(fmt.Sprintf("A%d", n-1), row)
	}
	header := make([]string, len(cols))
	for i, c := range cols {
		header[i] = c.header
	}
	if err := put(header); err != nil {
		return err
	}
	if err := d.each(cols, put); err != nil {
		return err
	}
	if err := sw.Flush(); err != nil {
		return err
	}
	return x.Write(w)
}

// sheet is the rows of the delivery; registrations are made from their firms here.
func (d Delivery) sheet() []values {
	if d.firms == nil {
		return d.Rows
	}
	out := make([]values, len(d.firms))
	for i, f := range d.firms {
		v := f.subject()
		v["former_name"], v["entity_status"], v["industry"], v["established"] = f.Former, f.Status, f.Trade.industry, slash(f.EstablishedOn)
		v["address"], v["entity_kind"], v["legal_rep_id"], v["parent_uscc"] = f.Address, f.Kind, f.LegalRepID, f.Parent
		v["decided_on"] = slash(f.EstablishedOn)
		out[i] = decidedBy(v, market)
	}
	return out
}
