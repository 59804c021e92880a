package caselib

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Source is what an editor is given of a closed case: how it went, and nobody it is about.
type Source struct {
	Case     string       `json:"case"`
	Name     law.Text2    `json:"name" doc:"of the type of case"`
	State    law.Text2    `json:"state" doc:"how it ended"`
	OpenedOn workday.Date `json:"opened_on"`
	EndedOn  workday.Date `json:"ended_on"`
}

// SourceOf shows an editor the course of a closed case within their reach.
func (d *Desk) SourceOf(ctx context.Context, who access.Actor, id string) (Source, error) {
	c, err := d.closed(ctx, d.db, who, id)
	if err != nil {
		return Source{}, err
	}
	name, state := d.cases.NamesOf(c)
	return Source{Case: c.ID, Name: name, State: state, OpenedOn: c.OpenedOn, EndedOn: c.EndedOn}, nil
}

// closed finds a case within reach that has ended.
func (d *Desk) closed(ctx context.Context, db pg.DB, who access.Actor, id string) (*caseflow.Case, error) {
	c, err := d.cases.Find(ctx, db, id)
	if fault.KindOf(err) == fault.Missing || err == nil && !access.InScope(who, c.Org, c.Region) {
		return nil, errNoCase
	}
	if err == nil && c.EndedOn == 0 {
		return nil, errOpenCase
	}
	return c, err
}

// tellings is all that stands in the source of a study and tells who it is about: of the firm and its persons as registered, and of what was
// said and filled in in the case. It is compared in memory and never shown, logged or stored.
func (d *Desk) tellings(ctx context.Context, db pg.DB, caseID string) (_ []Telling, err error) {
	defer fault.Wrap(&err, "caselib.tellings")
	if caseID == "" {
		return nil, nil
	}
	c, err := d.cases.Find(ctx, db, caseID)
	if err != nil {
		return nil, err
	}
	out := []Telling{{"code", c.ID}, {"code", c.EntityID}}
	e, err := registry.Find(ctx, db, c.EntityID)
	if err != nil && fault.KindOf(err) != fault.Missing {
		return nil, err
	}
	out = append(out, ofFirm(&e)...)
	persons, err := registry.PersonsClear(ctx, db, d.sealer, c.EntityID)
	if err != nil {
		return nil, err
	}
	for _, p := range persons {
		out = append(out, Telling{"person", p[0]}, Telling{"code", p[1]})
	}
	words, err := d.cases.Sealed(ctx, db, c)
	if err != nil {
		return nil, err
	}
	for _, w := range words {
		var v any
		if err := json.Unmarshal(w, &v); err != nil {
			return nil, err
		}
		out = append(out, spoken("", v)...)
	}
	return out, nil
}

// ofFirm is what tells of a firm: its names, what is left of them without place and form, its codes and its address.
func ofFirm(e *registry.Entity) (out []Telling) {
	for _, name := range append([]string{e.Name}, e.FormerNames...) {
		out = append(out, Telling{"firm", name})
		switch core := ident.CoreName(name); {
		case utf8.RuneCountInString(core) > 2:
			out = append(out, Telling{"firm", core})
		case core != "": // two characters may be a word of everybody's
			out = append(out, Telling{"firm", core + "公司"}, Telling{"firm", core + "集团"})
		}
	}
	if len(e.ID) == 18 {
		out = append(out, Telling{"code", e.ID[8:17]})
	}
	out = append(out, Telling{"code", e.RegNo})
	if utf8.RuneCountInString(e.Address) > 6 { // less is the name of a place
		out = append(out, Telling{"contact", e.Address})
	}
	return out
}

// keys are the names under which cases keep who somebody is and how they are reached.
var keys = map[string]string{
	"name": "person", "person": "person", "signer": "person", "signer_name": "person", "contact": "person", "contact_name": "person", "legal_rep": "person", "representative": "person",
	"applicant": "person", "person_name": "person", "phone": "contact", "mobile": "contact", "tel": "contact", "telephone": "contact", "email": "contact", "address": "contact",
	"id_card": "code", "number": "code", "document": "code", "document_no": "code", "uscc": "code", "subject": "code", "entity": "code", "entity_id": "code",
}

// spoken walks what is sealed with a case.
func spoken(key string, v any) (out []Telling) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			out = append(out, spoken(strings.ToLower(k), x)...)
		}
	case []any:
		for _, x := range v {
			out = append(out, spoken(key, x)...)
		}
	case string:
		what := keys[key]
		if what == "" || what == "person" && ofBody(v) || what == "code" && !numbered(v) {
			return nil
		}
		return []Telling{{what, v}}
	}
	return out
}

// ofBody says whether a name is that of an authority, which a study may name.
func ofBody(name string) bool {
	for _, end := range []string{"局", "厅", "委员会", "政府", "法院", "办公室", "部门", "管委会", "主管部门"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// numbered says whether a text is a number of something, not a word of a table.
func numbered(s string) bool {
	n := 0
	for _, r := range s {
		if '0' <= r && r <= '9' {
			n++
		}
	}
	return n >= 3 && len(s) >= 6
}
