package adapter

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"xinheng/internal/exchange"
	"xinheng/internal/law"
)

func (k *Kit) first() Sheet { return k.sheets(false)[0] }

func (k *Kit) wellFormed(ctx context.Context) error {
	for i, s := range k.sheets(false) {
		doc := k.document("w", i)
		line := k.line(s, doc, nil)
		if err := k.taken(ctx, s, 1, line); err != nil {
			return err
		}
		h, err := k.holds(ctx, s, doc, "held")
		if err != nil {
			return err
		}
		if err := same(s, line, h, ""); err != nil {
			return err
		}
	}
	return nil
}

func (k *Kit) malformed(ctx context.Context) error {
	s := k.first()
	doc := k.document("m", 0)
	m := k.message(s, 1)
	data, err := s.table([][]string{k.line(s, doc, nil)}, m.Encoding)
	if err != nil {
		return err
	}
	m.Data = []byte(strings.TrimRight(string(data), "\n") + "\n" + strings.Repeat(",", len(s.Flow.Fields)+2) + "\n")
	return k.refusedAs(ctx, s, m, BadMessage, doc)
}

// refusedAs posts a message that must be refused as a whole, and sees that nothing of it is held.
func (k *Kit) refusedAs(ctx context.Context, s Sheet, m Message, code, doc string) error {
	r, _, err := k.post(ctx, m)
	if err != nil {
		return err
	}
	if r.State != Refused || r.Code != code {
		return wanted(r, "整体拒收（"+code+"）", "refused ("+code+")", s)
	}
	_, err = k.holds(ctx, s, doc, "absent")
	return err
}

func (k *Kit) required(ctx context.Context) error {
	return k.spoilt(ctx, "r", "required", func(f law.AdapterField) (string, bool) { return "", f.Required })
}

func (k *Kit) codes(ctx context.Context) error {
	return k.spoilt(ctx, "c", "code_list", func(f law.AdapterField) (string, bool) { return "不在表内", len(f.Codes) > 0 })
}

// spoilt sends one row for each column it spoils; each must be refused for that column.
func (k *Kit) spoilt(ctx context.Context, letter, code string, spoil func(law.AdapterField) (string, bool)) error {
	for n, s := range append(k.sheets(false), k.sheets(true)...) {
		var lines [][]string
		var columns []string
		for _, f := range s.Flow.Fields {
			if v, spoils := spoil(f); spoils {
				lines = append(lines, k.line(s, k.document(letter, n*100+len(lines)), map[string]string{f.Ours: v}))
				columns = append(columns, f.Theirs)
			}
		}
		if len(lines) == 0 {
			continue
		}
		r, err := k.send(ctx, s, 1, lines...)
		if err != nil {
			return err
		}
		for i, column := range columns {
			if !slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.Row == i+1 && p.Field == column && p.Code == code }) {
				return miss{ZH: fmt.Sprintf("表%s第%d行的栏目%s有误（%s），对方没有指出", s.Flow.Table, i+1, column, code),
					EN: fmt.Sprintf("Column %s in row %d of table %s is wrong (%s), and the receipt does not say so", column, i+1, s.Flow.Table, code)}
			}
		}
		if r.Refused != len(lines) {
			return wanted(r, "逐行拒收", "refused row by row", s)
		}
	}
	return nil
}

func (k *Kit) duplicate(ctx context.Context) error {
	s, doc := k.first(), k.document("d", 0)
	m := k.message(s, 1)
	var err error
	if m.Data, err = s.table([][]string{k.line(s, doc, nil)}, m.Encoding); err != nil {
		return err
	}
	for _, state := range []State{Accepted, Duplicate} {
		r, _, err := k.post(ctx, m)
		switch {
		case err != nil:
			return err
		case r.State != state:
			return wanted(r, "回执 "+string(state), string(state), s)
		}
	}
	h, err := k.holds(ctx, s, doc, "held")
	if err == nil && h.Versions != 1 {
		err = miss{ZH: fmt.Sprintf("重复送达后对方有 %d 个版本", h.Versions), EN: fmt.Sprintf("After the same message twice there are %d versions", h.Versions)}
	}
	return err
}

// told is the column whose text a case changes: the facts, or else the last text.
func told(s Sheet) string {
	if f := s.field("facts"); f != "" {
		return f
	}
	all := words(s)
	return all[len(all)-1].Ours
}

func (k *Kit) order(ctx context.Context) error {
	s, doc := k.first(), k.document("o", 0)
	newer, older := k.line(s, doc, map[string]string{told(s): "更新后的内容。"}), k.line(s, doc, nil)
	if err := k.taken(ctx, s, 7, newer); err != nil {
		return err
	}
	if _, err := k.send(ctx, s, 3, older); err != nil {
		return err
	}
	h, err := k.holds(ctx, s, doc, "held")
	if err != nil {
		return err
	}
	return same(s, newer, h, told(s))
}

func (k *Kit) ended(ctx context.Context) error {
	for i, s := range k.sheets(true) {
		base := k.first()
		for _, f := range s.Flow.Fields {
			if s.roleOf(f.Ours) == "target_item" {
				item, _ := f.In(f.Sample)
				if flow, ok := k.Adapter.FlowOf(item); ok {
					base, _ = sheetOf(k.Book, &k.Adapter, flow.Table)
				}
			}
		}
		doc := k.document("e", i)
		if err := k.taken(ctx, base, 1, k.line(base, doc, nil)); err != nil {
			return err
		}
		if err := k.taken(ctx, s, 1, k.line(s, k.document("x", i), map[string]string{s.field("target_document_no"): doc})); err != nil {
			return err
		}
		if _, err := k.holds(ctx, base, doc, "ended"); err != nil {
			return err
		}
	}
	return nil
}

func (k *Kit) receipt(ctx context.Context) error {
	s := k.first()
	m := k.message(s, 1)
	var err error
	if m.Data, err = s.table([][]string{k.line(s, k.document("t", 0), nil), k.line(s, k.document("t", 1), nil)}, m.Encoding); err != nil {
		return err
	}
	r, l, err := k.post(ctx, m)
	switch {
	case err != nil:
		return err
	case r.ID != m.ID || r.Digest != digest(l.Body):
		return miss{ZH: "回执没有指明所收的是这份正文", EN: "The receipt does not say that this body was received"}
	case r.Rows != 2 || r.Rows != r.Taken+r.Known+r.Waiting+r.Stale+r.Refused:
		return miss{ZH: "回执的行数合计不符", EN: "The counts of the receipt do not add up"}
	}
	return nil
}

func (k *Kit) clock(ctx context.Context) error {
	skews := []struct {
		by    time.Duration
		taken bool
	}{{time.Hour, false}, {-time.Hour, k.Folder}, {2 * time.Minute, true}}
	for i, x := range skews {
		s := k.first()
		m := k.message(s, 1)
		data, err := s.table([][]string{k.line(s, k.document("k", i), nil)}, m.Encoding)
		if err != nil {
			return err
		}
		m.Data = data
		l, err := Write(m, k.Signer, k.Now().Add(x.by))
		if err != nil {
			return err
		}
		r, err := k.Way.Send(ctx, l)
		switch {
		case err != nil:
			return err
		case x.taken != (r.State == Accepted), !x.taken && r.Code != BadClock:
			return miss{ZH: fmt.Sprintf("时钟相差 %s 的消息，回执为 %s %s", x.by, r.State, r.Code), EN: fmt.Sprintf("A message %s off got the receipt %s %s", x.by, r.State, r.Code)}
		}
	}
	return nil
}

func (k *Kit) signature(ctx context.Context) error {
	s, doc := k.first(), k.document("s", 0)
	m := k.message(s, 1)
	var err error
	if m.Data, err = s.table([][]string{k.line(s, doc, nil)}, m.Encoding); err != nil {
		return err
	}
	l, err := Write(m, k.Signer, k.Now())
	if err != nil {
		return err
	}
	l.Header = maps.Clone(l.Header)
	l.Header.Set(exchange.HeaderOnce, m.ID+"-2") // the signature covers it
	r, err := k.Way.Send(ctx, l)
	switch {
	case err != nil:
		return err
	case r.State != Refused || r.Code != BadSignature:
		return wanted(r, "因签名拒收", "refused for its signature", s)
	}
	_, err = k.holds(ctx, s, doc, "absent")
	return err
}

const pieceRows = 300

func (k *Kit) pieces(ctx context.Context) error {
	s := k.first()
	lines := make([][]string, pieceRows)
	for i := range lines {
		lines[i] = k.line(s, k.document("p", i), nil)
	}
	m := k.message(s, 1)
	data, err := s.table(lines, m.Encoding)
	if err != nil {
		return err
	}
	m.Parts = 3
	third := len(data) / m.Parts
	piece := [][]byte{data[:third], data[third : 2*third], data[2*third:]} // wherever it falls, in the middle of a character too
	for _, n := range []int{2, 3, 2, 1} {
		m.Part, m.Data = n, piece[n-1]
		r, _, err := k.post(ctx, m)
		switch {
		case err != nil:
			return err
		case n != 1 && r.State != Partial, n == 1 && (r.State != Accepted || r.Taken != pieceRows):
			return wanted(r, "在各块到齐后完整收下", "taken whole once all pieces are there", s)
		}
	}
	for _, i := range []int{0, pieceRows - 1} {
		if _, err := k.holds(ctx, s, k.document("p", i), "held"); err != nil {
			return err
		}
	}
	return nil
}

// rare has characters of two and of four bytes in GB18030.
const rare = "经查，当事人在㙍头经营𠮷品。"

func (k *Kit) encoding(ctx context.Context) error {
	s := k.first()
	for i, name := range k.Adapter.Encodings {
		doc := k.document("n", i)
		line := k.line(s, doc, map[string]string{told(s): rare})
		m := k.message(s, 1)
		m.Encoding = name
		var err error
		if m.Data, err = s.table([][]string{line}, name); err != nil {
			return err
		}
		r, _, err := k.post(ctx, m)
		if err == nil && (r.State != Accepted || r.Taken != 1) {
			err = wanted(r, "按 "+name+" 收下", "taken as "+name, s)
		}
		if err != nil {
			return err
		}
		h, err := k.holds(ctx, s, doc, "held")
		if err != nil {
			return err
		}
		if err := same(s, line, h, told(s)); err != nil {
			return err
		}
	}
	m := k.message(s, 1)
	doc := k.document("n", len(k.Adapter.Encodings))
	var err error
	if m.Data, err = s.table([][]string{k.line(s, doc, nil)}, "GB18030"); err != nil {
		return err
	}
	return k.refusedAs(ctx, s, m, BadEncoding, doc) // it says UTF-8 and is not
}
