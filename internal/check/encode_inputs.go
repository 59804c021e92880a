package check

import (
	"encoding/json"
	"strconv"

	"xinheng/internal/law"
	"xinheng/internal/standing"
)

// appendTo writes what a decision was judged from, as encoding/json would: a test compares them. Firms have a dozen facts, and
// reflection over them took longer than judging.
func (in *Inputs) appendTo(b []byte) ([]byte, error) {
	b = strconv.AppendBool(append(b, `{"known":`...), in.Known)
	b = append(b, `,"facts":`...)
	b = list(b, in.Facts, appendFact)
	b = append(b, `,"adoptions":`...)
	if len(in.Adoptions) == 0 {
		b = append(b, "[]"...)
	} else {
		adoptions, err := json.Marshal(in.Adoptions) // seldom
		if err != nil {
			return nil, err
		}
		b = append(b, adoptions...)
	}
	b = optional(b, "industry", in.Industry)
	return append(optional(b, "ground", in.Ground), '}'), nil
}

func appendFact(f *standing.Fact, b []byte) []byte {
	b = text(append(b, `{"entity_id":`...), f.EntityID)
	b = text(append(b, `,"id":`...), f.ID)
	b = strconv.AppendInt(append(b, `,"version":`...), int64(f.Version), 10)
	b = text(append(b, `,"kind":`...), string(f.Kind))
	b = text(append(b, `,"item":`...), f.Item)
	b = optional(b, "list", f.List)
	b = optional(b, "grade", f.Grade)
	b = optional(b, "ban", f.Ban)
	b = optional(b, "industry", f.Industry)
	b = optional(b, "domain", f.Domain)
	b = optional(b, "severity", string(f.Severity))
	b = text(append(b, `,"title":`...), f.Title)
	b = text(append(b, `,"authority":`...), f.Authority)
	b = text(append(b, `,"document_no":`...), f.DocumentNo)
	b = text(append(b, `,"basis_text":`...), f.BasisText)
	b = appendFooting(b, f)
	b = date(append(b, `,"from":`...), f.From)
	b = date(append(b, `,"until":`...), f.Until)
	b = optionalDate(b, "repair_from", f.RepairFrom)
	b = optionalDate(b, "ended_on", f.EndedOn)
	b = optional(b, "ended_by", f.EndedBy)
	b = strconv.AppendBool(append(b, `,"adverse":`...), f.Adverse)
	b = optionalDate(b, "disputed_on", f.DisputedOn)
	b = optional(b, "held", string(f.Held))
	b = optionalDate(b, "held_from", f.HeldFrom)
	return append(optionalDate(b, "held_until", f.HeldUntil), '}')
}

// appendFooting writes what a fact rests on.
func appendFooting(b []byte, f *standing.Fact) []byte {
	b = listOrNull(append(b, `,"basis":`...), f.Basis, func(r *law.Ref, b []byte) []byte {
		b = text(append(b, `{"instrument":`...), r.Instrument)
		return append(optional(b, "article", r.Article), '}')
	})
	b = text(append(b, `,"standing":`...), string(f.Standing))
	b = listOrNull(append(b, `,"law_keys":`...), f.LawKeys, appendKey)
	if len(f.AssumedKeys) > 0 {
		b = list(append(b, `,"assumed_keys":`...), f.AssumedKeys, appendKey)
	}
	return b
}

func appendKey(k *string, b []byte) []byte { return text(b, *k) }

// listOrNull: what was nil when it was judged is nil when it is judged again.
func listOrNull[T any](b []byte, vs []T, each func(*T, []byte) []byte) []byte {
	if vs == nil {
		return append(b, "null"...)
	}
	return list(b, vs, each)
}
