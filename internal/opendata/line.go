package opendata

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Line is one record as it is given away, or a tombstone for one that may not be shown any more. It has no free text and nobody's name but
// that of the organisation it is about.
type Line struct {
	Op          string       `json:"op" doc:"put, or gone: stop showing it and forget what was shown"`
	ID          string       `json:"id"`
	Version     int32        `json:"version"`
	Why         string       `json:"why,omitempty" doc:"of a tombstone: ended, repaired, withdrawn, corrected"`
	EntityID    string       `json:"entity_id,omitempty"`
	Subject     string       `json:"subject,omitempty"`
	Item        string       `json:"item,omitempty"`
	Adverse     bool         `json:"adverse,omitempty"`
	List        string       `json:"list,omitempty"`
	DocumentNo  string       `json:"document_no,omitempty"`
	Title       string       `json:"title,omitempty"`
	Kinds       []string     `json:"kinds,omitempty"`
	Grade       string       `json:"grade,omitempty"`
	Authority   string       `json:"authority,omitempty"`
	AuthorityID string       `json:"authority_id,omitempty"`
	Region      string       `json:"region,omitempty"`
	Fine        int64        `json:"fine_fen,omitempty"`
	Confiscated int64        `json:"confiscated_fen,omitempty"`
	DecidedOn   workday.Date `json:"decided_on,omitzero"`
	ValidUntil  workday.Date `json:"valid_until,omitzero"`
	Severity    string       `json:"severity,omitempty"`
	PublicFrom  workday.Date `json:"public_from,omitzero"`
	PublicUntil workday.Date `json:"public_until,omitzero"`
	RepairFrom  workday.Date `json:"repair_from,omitzero"`
}

// Operations of a line.
const (
	put  = "put"
	gone = "gone"
)

func lineOf(r *record.Record) Line {
	return Line{Op: put, ID: r.ID, Version: r.Version, EntityID: r.EntityID, Subject: r.Subject, Item: r.Item, Adverse: r.Adverse, List: r.List, DocumentNo: r.DocumentNo,
		Title: r.Title, Kinds: r.Kinds, Grade: r.Grade, Authority: r.Authority, AuthorityID: r.AuthorityID, Region: r.Region, Fine: r.Fine, Confiscated: r.Confiscated,
		DecidedOn: r.DecidedOn, ValidUntil: r.ValidUntil, Severity: string(r.Severity), PublicFrom: r.PublicFrom, PublicUntil: r.PublicUntil, RepairFrom: r.RepairFrom}
}

// tombstone is what is left of a line. It tells the id and why, and nothing of what it said.
func tombstone(id string, version int32, why string) Line {
	return Line{Op: gone, ID: id, Version: version, Why: why}
}

// columns of the CSV, in their order.
var columns = []string{"op", "id", "version", "why", "entity_id", "subject", "item", "adverse", "list", "document_no", "title", "kinds", "grade", "authority", "authority_id",
	"region", "fine_fen", "confiscated_fen", "decided_on", "valid_until", "severity", "public_from", "public_until", "repair_from"}

func (l *Line) cells() []string {
	day := func(d workday.Date) string {
		if d == 0 {
			return ""
		}
		return d.String()
	}
	number := func(n int64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	adverse := ""
	if l.Op == put {
		adverse = strconv.FormatBool(l.Adverse)
	}
	cells := []string{l.Op, l.ID, strconv.FormatInt(int64(l.Version), 10), l.Why, l.EntityID, l.Subject, l.Item, adverse, l.List, l.DocumentNo, l.Title, strings.Join(l.Kinds, "；"),
		l.Grade, l.Authority, l.AuthorityID, l.Region, number(l.Fine), number(l.Confiscated), day(l.DecidedOn), day(l.ValidUntil), l.Severity, day(l.PublicFrom),
		day(l.PublicUntil), day(l.RepairFrom)}
	for i, c := range cells {
		if strings.IndexAny(c, "=+-@\t\r\n") == 0 {
			cells[i] = "'" + c // a sheet must not take a name for a formula
		}
	}
	return cells
}

// Formats of files.
const (
	jsonl  = "jsonl"
	csvIs  = "csv"
	headed = 0 // the piece that carries the heads of the columns
)

var formats = []string{jsonl, csvIs}

// encode writes lines as a piece: a gzip member, the same for the same lines.
func encode(format string, n int, lines []Line) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if format == csvIs {
		w := csv.NewWriter(z)
		if n == headed {
			_ = w.Write(columns) // the error is kept until Flush
		}
		for i := range lines {
			_ = w.Write(lines[i].cells())
		}
		w.Flush()
		err = w.Error()
	} else {
		e := json.NewEncoder(z)
		e.SetEscapeHTML(false)
		for i := range lines {
			if err = e.Encode(&lines[i]); err != nil {
				break
			}
		}
	}
	if err == nil {
		err = z.Close()
	}
	return b.Bytes(), err
}

// decode reads the lines of a JSON piece.
func decode(body []byte) (lines []Line, err error) {
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(z)
	for {
		var l Line
		switch err := d.Decode(&l); {
		case errors.Is(err, io.EOF):
			return lines, nil
		case err != nil:
			return nil, err
		}
		lines = append(lines, l)
	}
}
