package commitment

import (
	"reflect"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// ProofView is a proof of the catalogue as it was in force on a day, with its history.
type ProofView struct {
	law.Proof
	Excluded   []law.Exclusion `json:"excluded" doc:"the grounds, in words"`
	Cited      []Cited         `json:"cited"`
	Overridden []Cited         `json:"overridden,omitempty" doc:"the provision that lets an excluded proof go by commitment"`
	Versions   []Span          `json:"versions" doc:"every version there is, oldest first"`
}

// Span is when a version was in force.
type Span struct {
	Version string       `json:"version"`
	From    workday.Date `json:"from"`
	Until   workday.Date `json:"until,omitempty"`
}

// Proof shows the version of a proof in force on a day (F02-1).
func (d *Desk) Proof(book *law.Book, code string) (ProofView, error) {
	p, ok := book.Proof(code)
	if !ok {
		return ProofView{}, errUnknownProof
	}
	v := ProofView{Proof: p, Excluded: []law.Exclusion{}, Cited: cite(book, p.Basis), Overridden: cite(book, p.OverrideBasis)}
	for _, g := range p.Grounds {
		if x, ok := book.Exclusion(g); ok {
			v.Excluded = append(v.Excluded, x)
		}
	}
	for _, each := range d.law.Versions("proof:" + code) {
		if p, ok := each.Body.(law.Proof); ok {
			v.Versions = append(v.Versions, Span{p.Version, p.From, p.Until})
		}
	}
	return v, nil
}

func cite(book *law.Book, refs []law.Ref) []Cited {
	out := make([]Cited, 0, len(refs))
	for _, r := range refs {
		out = append(out, Cited{r.Instrument, r.Article, book.Cite(r)})
	}
	return out
}

// ProofDiff is what differs between a proof on two days.
type ProofDiff struct {
	Code    string     `json:"code"`
	From    *law.Proof `json:"from" doc:"null: not in force that day"`
	To      *law.Proof `json:"to" doc:"null: not in force that day"`
	Changed []string   `json:"changed" doc:"names of the fields that differ"`
}

// DiffProof compares a proof on two days.
func (d *Desk) DiffProof(code string, from, to *law.Book) (ProofDiff, error) {
	diff := ProofDiff{Code: code, Changed: []string{}}
	if p, ok := from.Proof(code); ok {
		diff.From = &p
	}
	if p, ok := to.Proof(code); ok {
		diff.To = &p
	}
	switch {
	case diff.From == nil && diff.To == nil:
		return diff, errUnknownProof
	case diff.From != nil && diff.To != nil:
		diff.Changed = Differs(*diff.From, *diff.To)
	}
	return diff, nil
}

// Differs names the fields in which two versions differ, as the API spells them.
func Differs(a, b law.Proof) []string {
	names := []string{}
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	for _, f := range reflect.VisibleFields(va.Type()) {
		if f.Anonymous || reflect.DeepEqual(va.FieldByIndex(f.Index).Interface(), vb.FieldByIndex(f.Index).Interface()) {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

var errUnknownProof = fault.New(fault.Missing, "commitment.unknown_proof", "证明事项目录在该日没有这个代码；全部见 /v1/proofs。",
	"The catalogue of that day has no such proof; all are at /v1/proofs.").At("code")
