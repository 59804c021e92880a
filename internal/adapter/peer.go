package adapter

import (
	"bytes"
	"encoding/csv"
	"maps"
	"slices"
	"sync"
	"time"

	"xinheng/internal/exchange"
	"xinheng/internal/law"
	"xinheng/internal/seal"
)

// Receiver is a side that messages come to: the platform, the built-in peer, or somebody's own.
type Receiver interface {
	Receive(l Letter, folder bool) Receipt
}

// Reference is a peer that keeps every rule, in memory, for whoever builds one and for the tests of the kit. Breaks names the one case of
// the kit whose rule it does not keep; empty: it keeps all.
type Reference struct {
	Book    *law.Book
	Adapter law.Adapter
	Suite   seal.Suite
	Public  []byte // of the sender
	Now     func() time.Time
	Breaks  string

	mu    sync.Mutex
	held  map[string]*heldRow
	done  map[string]Receipt
	parts map[string]map[int][]byte
}

type heldRow struct {
	sheet    Sheet
	values   map[string]string
	sequence int64
	versions int
	ended    bool
}

func (p *Reference) breaks(rule string) bool { return p.Breaks == rule }

// Receive takes a letter.
func (p *Reference) Receive(l Letter, folder bool) Receipt {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held == nil {
		p.held, p.done, p.parts = map[string]*heldRow{}, map[string]Receipt{}, map[string]map[int][]byte{}
	}
	m, code := p.open(l, folder)
	r := receipt(&m, l, p.Now())
	if p.breaks("receipt") {
		r.Digest = "" // it answers, and does not say to what
	}
	if code != "" {
		return r.refuse(code)
	}
	before, done := p.done[m.ID]
	if done && !m.Ask && !p.breaks("duplicate") {
		before.State, before.Digest = Duplicate, r.Digest
		return before
	}
	data, whole := p.gather(&m)
	if !whole {
		r.State = Partial
		return r
	}
	sheet, _ := sheetOf(p.Book, &p.Adapter, m.Table)
	rows, code := p.read(sheet, &m, data)
	if code != "" {
		return r.refuse(code)
	}
	r.Rows = len(rows)
	for i := range rows {
		p.put(&r, sheet, &m, &rows[i])
	}
	if !m.Ask {
		p.done[m.ID] = r
	}
	return r
}

func (p *Reference) open(l Letter, folder bool) (Message, string) {
	d := Door{p.Adapter, p.Suite, p.Public, p.Now(), folder}
	if at, err := time.Parse(time.RFC3339, l.Header.Get(exchange.HeaderTime)); err == nil && p.breaks("clock") {
		d.Now = at
	}
	if p.breaks("signature") {
		d.Suite = anySignature{p.Suite}
	}
	return d.Open(l)
}

// anySignature believes everybody.
type anySignature struct{ seal.Suite }

func (anySignature) Verify(_, _, _ []byte) bool { return true }

func (p *Reference) gather(m *Message) ([]byte, bool) {
	if m.Parts == 1 {
		return m.Data, true
	}
	if p.breaks("pieces") {
		return m.Data, m.Part == 1 // what follows the first part is lost
	}
	if p.parts[m.ID] == nil {
		p.parts[m.ID] = map[int][]byte{}
	}
	p.parts[m.ID][m.Part] = m.Data
	if len(p.parts[m.ID]) < m.Parts {
		return nil, false
	}
	var all []byte
	for _, n := range slices.Sorted(maps.Keys(p.parts[m.ID])) {
		all = append(all, p.parts[m.ID][n]...)
	}
	delete(p.parts, m.ID)
	return all, true
}

func (p *Reference) read(s Sheet, m *Message, data []byte) ([]Row, string) {
	encoding := m.Encoding
	if p.breaks("encoding") && encoding == "GB18030" {
		encoding, data = "UTF-8", mojibake(data)
	}
	if p.breaks("malformed") {
		data = squared(data)
	}
	rows, code := s.Read(data, encoding, m.Ask)
	for i := range rows {
		rows[i].Problems = slices.DeleteFunc(rows[i].Problems, func(x Problem) bool {
			return p.breaks("required") && x.Code == "required" || p.breaks("codes") && x.Code == "code_list"
		})
	}
	return rows, code
}

func (p *Reference) put(r *Receipt, s Sheet, m *Message, row *Row) {
	key := s.key(row.Values)
	if m.Ask {
		r.Held = append(r.Held, p.show(s, row, p.held[key]))
		return
	}
	h := p.held[key]
	switch {
	case len(row.Problems) > 0:
		r.Refused++
		r.Problems = append(r.Problems, row.Problems...)
		return
	case h != nil && m.Sequence < h.sequence && !p.breaks("order"):
		r.Stale++
		return
	case h != nil && maps.Equal(h.values, row.Values) && !p.breaks("duplicate"):
		h.sequence = m.Sequence
		r.Known++
		return
	case h == nil:
		h = &heldRow{sheet: s}
		p.held[key] = h
	}
	r.Taken++
	h.values, h.sequence, h.versions = row.Values, m.Sequence, h.versions+1
	if s.Item.Amends != "" && !p.breaks("ended") {
		p.end(s, row.Values)
	}
}

// end ends what an amendment names.
func (p *Reference) end(s Sheet, values map[string]string) {
	if h := p.held[keyOf(s.role(values, "target_item"), s.role(values, "subject_uscc"), s.role(values, "target_document_no"))]; h != nil {
		h.ended = true
	}
}

func (p *Reference) show(s Sheet, asked *Row, h *heldRow) Held {
	out := Held{Subject: s.role(asked.Values, "subject_uscc"), Document: s.role(asked.Values, "document_no"), State: "absent", Values: map[string]string{}}
	if h == nil {
		return out
	}
	out.State, out.Versions = "held", h.versions
	if h.ended {
		out.State = "ended"
	}
	for theirs, v := range h.sheet.show(h.values) {
		i := slices.IndexFunc(h.sheet.Flow.Fields, func(f law.AdapterField) bool { return f.Theirs == theirs })
		if h.sheet.Flow.Fields[i].Required || !p.breaks("well_formed") { // what is not required is lost
			out.Values[theirs] = v
		}
	}
	return out
}

// mojibake reads bytes as if each were a character.
func mojibake(b []byte) []byte {
	out := make([]rune, len(b))
	for i, c := range b {
		out[i] = rune(c)
	}
	return []byte(string(out))
}

// squared cuts and fills the rows of a table to the width of its header.
func squared(data []byte) []byte {
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord = -1
	rows, _ := in.ReadAll()
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	for _, row := range rows {
		_ = out.Write(append(row, make([]string, len(rows[0]))...)[:len(rows[0])])
	}
	out.Flush()
	return b.Bytes()
}
