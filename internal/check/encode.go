package check

import (
	"encoding/base64"
	"strconv"
	"time"
	"unicode/utf8"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// The hot answer is written by hand: no reflection, one buffer. A test holds it equal, byte for byte, to what encoding/json
// makes of the same types, which document it.

// AppendJSON writes the answer with its receipt.
func (d *Decision) AppendJSON(b []byte) []byte {
	b = append(b, d.text[:len(d.text)-1]...)
	if d.Receipt != nil {
		b = d.Receipt.appendTo(append(b, `,"receipt":`...))
	}
	return append(b, '}')
}

// appendText writes the answer without its receipt: the exact text that the evidence commits to.
func (d *Decision) appendText(b []byte) []byte {
	b = text(append(b, `{"decision_id":`...), d.ID)
	b = append(b, `,"at":"`...)
	b = d.At.AppendFormat(b, time.RFC3339Nano)
	b = text(append(b, `","matter":{"code":`...), d.Matter.Code)
	b = text(append(b, `,"version":`...), d.Matter.Version)
	b = text2(append(b, `,"name":`...), d.Matter.Name)
	b = text(append(b, `},"subject":`...), d.Subject)
	b = text(append(b, `,"purpose":`...), d.Purpose)
	b = text(append(b, `,"case_no":`...), d.CaseNo)
	b = text(append(b, `,"officer":`...), d.Officer)
	b = text(append(b, `,"caller":`...), d.Caller)
	b = optional(b, "answer", string(d.Answer))
	if d.Finding != nil {
		b = d.Finding.appendFields(b)
	}
	b = text2(append(b, `,"advice":`...), d.Advice)
	if d.MarketReport != nil {
		b = d.MarketReport.appendTo(append(b, `,"market_report":`...))
	}
	b = date(append(b, `,"as_of":{"date":`...), d.AsOf.Date)
	b = strconv.AppendInt(append(b, `,"ledger_position":`...), d.AsOf.Position, 10)
	b = strconv.AppendInt(append(b, `,"age_ms":`...), d.AsOf.AgeMS, 10)
	b = text(append(b, `,"law_edition":`...), d.AsOf.Edition)
	b = text(append(b, `,"inputs_sha256":`...), d.AsOf.Inputs)
	return append(b, "}}"...)
}

func (f *Finding) appendFields(b []byte) []byte {
	b = text(append(b, `,"outcome":`...), string(f.Outcome))
	b = append(b, `,"effects":`...)
	b = list(b, f.Effects, (*Effect).appendTo)
	b = strconv.AppendBool(append(b, `,"commitment_route":{"eligible":`...), f.Route.Eligible)
	b = append(b, `,"reasons":`...)
	b = list(b, f.Route.Reasons, func(r *Reason, b []byte) []byte {
		b = text(append(b, `{"why":`...), r.Why)
		b = text2(append(b, `,"sentence":`...), r.Sentence)
		return append(optional(b, "record_id", r.RecordID), '}')
	})
	b = append(b, `,"basis":`...)
	b = list(b, f.Route.Basis, (*Citation).appendTo)
	b = append(b, `},"not_applied":`...)
	return list(b, f.NotApplied, (*Passed).appendTo)
}

func (e *Effect) appendTo(b []byte) []byte {
	b = e.Measure.appendTo(append(b, `{"measure":`...))
	b = text(append(b, `,"kind":`...), string(e.Kind))
	b = strconv.AppendBool(append(b, `,"must":`...), e.Must)
	b = text2(append(b, `,"next":`...), e.Next)
	b = append(b, `,"basis":`...)
	b = list(b, e.Basis, (*Citation).appendTo)
	b = e.Because.appendTo(append(b, `,"because":`...))
	b = optionalDate(b, "until", e.Until)
	if len(e.Adopted) > 0 {
		b = append(b, `,"adopted":`...)
		b = list(b, e.Adopted, func(a *Adopted, b []byte) []byte {
			b = text(append(b, `{"id":`...), a.ID)
			b = text(append(b, `,"body":`...), a.Body)
			return append(text2(append(b, `,"why":`...), a.Why), '}')
		})
	}
	if l := e.Lowered; l != nil {
		b = text(append(b, `,"lowered":{"from":`...), string(l.From))
		b = text(append(b, `,"why":`...), l.Why)
		b = append(text2(append(b, `,"reason":`...), l.Reason), '}')
	}
	return append(b, '}')
}

func (n *Named) appendTo(b []byte) []byte {
	b = text(append(b, `{"code":`...), n.Code)
	return append(text2(append(b, `,"name":`...), n.Name), '}')
}

func (c *Citation) appendTo(b []byte) []byte {
	b = text(append(b, `{"instrument":`...), c.Instrument)
	b = optional(b, "article", c.Article)
	b = text2(append(b, `,"text":`...), c.Text)
	return append(text(append(b, `,"standing":`...), string(c.Standing)), '}')
}

func (c *Because) appendTo(b []byte) []byte {
	b = text(append(b, `{"kind":`...), string(c.Kind))
	if c.List != nil {
		b = c.List.appendTo(append(b, `,"list":`...))
	}
	b = text(append(b, `,"title":`...), c.Title)
	b = text(append(b, `,"authority":`...), c.Authority)
	b = text(append(b, `,"document_no":`...), c.DocumentNo)
	b = optional(b, "basis", c.Basis)
	b = optional(b, "severity", string(c.Severity))
	b = optional(b, "grade", c.Grade)
	b = date(append(b, `,"from":`...), c.From)
	b = optionalDate(b, "until", c.Until)
	b = optionalDate(b, "repair_from", c.RepairFrom)
	b = text(append(b, `,"record_id":`...), c.RecordID)
	return append(optionalDate(b, "disputed_on", c.DisputedOn), '}')
}

func (p *Passed) appendTo(b []byte) []byte {
	b = p.What.appendTo(append(b, `{"what":`...))
	b = optional(b, "measure", p.Measure)
	b = text(append(b, `,"why":`...), p.Why)
	b = optionalDate(b, "on", p.On)
	return append(text2(append(b, `,"reason":`...), p.Reason), '}')
}

func (r *Receipt) appendTo(b []byte) []byte {
	b = text(append(b, `{"group":`...), r.Group)
	b = text(append(b, `,"entry_id":`...), r.Entry)
	b = strconv.AppendInt(append(b, `,"index":`...), int64(r.Index), 10)
	b = strconv.AppendInt(append(b, `,"count":`...), int64(r.Count), 10)
	b = raw(append(b, `,"salt":`...), r.Salt)
	b = raw(append(b, `,"leaf":`...), r.Leaf[:])
	b = append(b, `,"path":[`...)
	for i := range r.Path {
		if i > 0 {
			b = append(b, ',')
		}
		b = raw(b, r.Path[i][:])
	}
	b = raw(append(b, `],"root":`...), r.Root[:])
	b = text(append(b, `,"signature":{"algorithm":`...), r.Signature.Algorithm)
	b = text(append(b, `,"key_id":`...), r.Signature.KeyID)
	b = raw(append(b, `,"value":`...), r.Signature.Value)
	return append(b, "}}"...)
}

func list[T any](b []byte, vs []T, each func(*T, []byte) []byte) []byte {
	b = append(b, '[')
	for i := range vs {
		if i > 0 {
			b = append(b, ',')
		}
		b = each(&vs[i], b)
	}
	return append(b, ']')
}

func text2(b []byte, t law.Text2) []byte {
	b = text(append(b, `{"zh":`...), t.ZH)
	return append(text(append(b, `,"en":`...), t.EN), '}')
}

func optional(b []byte, name, s string) []byte {
	if s == "" {
		return b
	}
	return text(append(append(append(b, `,"`...), name...), `":`...), s)
}

func optionalDate(b []byte, name string, d workday.Date) []byte {
	if d == 0 {
		return b
	}
	return date(append(append(append(b, `,"`...), name...), `":`...), d)
}

func date(b []byte, d workday.Date) []byte {
	b = append(b, '"')
	if d != 0 {
		b = d.Time().AppendFormat(b, time.DateOnly)
	}
	return append(b, '"')
}

func raw(b, bytes []byte) []byte {
	b = append(b, '"')
	b = base64.StdEncoding.AppendEncode(b, bytes)
	return append(b, '"')
}

const hexDigits = "0123456789abcdef"

// text writes a JSON string. Broken UTF-8 becomes the replacement character, as encoding/json does.
func text(b []byte, s string) []byte {
	b = append(b, '"')
	done := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && size == 1:
				b = append(append(b, s[done:i]...), `\ufffd`...)
			case r == '\u2028' || r == '\u2029':
				b = append(append(b, s[done:i]...), `\u202`...)
				b = append(b, hexDigits[r&0xF])
			default:
				i += size
				continue
			}
			i += size
			done = i
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		b = escaped(append(b, s[done:i]...), c)
		i++
		done = i
	}
	return append(append(b, s[done:]...), '"')
}

func escaped(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\b':
		return append(b, '\\', 'b')
	case '\f':
		return append(b, '\\', 'f')
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xF])
}
