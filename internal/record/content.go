package record

import (
	"crypto/sha256"
	"strconv"
	"strings"
	"unicode/utf8"

	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/registry"
)

// write puts the row's values where they belong: open ones into the content, personal ones masked into it and in clear
// under seal, secret ones under seal only. The fingerprint covers everything that shows or does something; remarks and
// lineage columns, which change with every export, make no new version.
func (j *judge) write(f *finding) {
	r := &f.rec
	r.Subject = f.name
	if r.Person {
		r.Subject = ident.MaskName(f.name)
	}
	r.Content = make(map[string]string, len(j.sorted))
	f.content = append(make([]byte, 0, 1024), '{')
	f.secret = append(f.secret[:0], '{')
	var counted []byte
	for _, i := range j.sorted {
		field, v := &j.item.Fields[i], j.text[i]
		if v == "" {
			continue
		}
		shown := v
		switch privacy := j.privacy(field, r); privacy {
		case law.Open:
		default:
			f.secret = appendMember(f.secret, field.Code, v)
			if field.Role != "" && field.Role != "note" {
				counted = appendMember(counted, field.Code, v)
			}
			if shown = ""; privacy == law.Personal {
				shown = ident.MaskName(v)
			}
		}
		if shown != "" {
			f.content = appendMember(f.content, field.Code, shown)
			r.Content[field.Code] = shown
		}
	}
	f.content = append(f.content, '}')
	if len(f.secret) == 1 {
		f.secret = nil
	} else {
		f.secret = append(f.secret, '}')
	}
	h := sha256.New()
	h.Write(f.content)
	if len(counted) > 0 {
		h.Write([]byte(j.keys.Blind(string(counted))))
	}
	h.Sum(f.hash[:0])
}

// privacy of a field in this row: fields are secret unless classed otherwise, and the name of a natural person is personal.
func (j *judge) privacy(field *law.Field, r *Record) law.Privacy {
	switch {
	case field.Role == "subject_name" && r.Person:
		return law.Personal
	case field.Privacy == "":
		return law.Secret
	}
	return field.Privacy
}

// appendMember writes one member of a JSON object, with the comma it needs.
func appendMember(b []byte, key, value string) []byte {
	if len(b) > 0 && b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = appendString(b, key)
	b = append(b, ':')
	return appendString(b, value)
}

const hexDigits = "0123456789abcdef"

// appendString writes a JSON string. Texts have been cleaned: they are valid UTF-8 without NUL.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' && c < utf8.RuneSelf || c >= utf8.RuneSelf {
			continue
		}
		b = append(b, s[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		from = i + 1
	}
	b = append(b, s[from:]...)
	return append(b, '"')
}

// registration makes an entity of a row of the register.
func (j *judge) registration(f *finding) *registry.Registration {
	e := &registry.Registration{Entity: registry.Entity{
		ID: f.rec.EntityID, Name: f.name, Kind: registry.Kind(j.role("entity_kind")), Status: j.role("entity_status"),
		Region: f.rec.Region, RegionDerived: j.role("region") != f.rec.Region, Industry: j.role("industry"),
		EstablishedOn: j.day("established"), Address: j.role("address"), Parent: j.role("parent_uscc"), RegNo: j.role("subject_regno"),
	}, LegalRepName: j.role("legal_rep"), LegalRepID: j.role("legal_rep_id")}
	if i := j.at("former_name"); i >= 0 {
		e.FormerNames = j.many[i]
	}
	return e
}

// text is the exact text of a version that its batch's ledger entry commits to: what is public or could be, one fact a
// line, then the content with its keys sorted.
func (r *Record) text(content []byte) []byte {
	b := make([]byte, 0, 512+len(content))
	b = append(b, "xinheng record v1\n"...)
	for _, l := range [...][2]string{
		{"id", r.ID}, {"version", strconv.Itoa(int(r.Version))}, {"entity", r.EntityID}, {"item", r.Item}, {"state", string(r.State)}, {"state_on", r.StateOn.String()},
		{"state_document", r.StateDocument}, {"subject", r.Subject}, {"document", r.DocumentNo}, {"authority", r.AuthorityID},
		{"source", r.SourceID}, {"decided_on", r.DecidedOn.String()}, {"severity", string(r.Severity)},
		{"public_from", r.PublicFrom.String()}, {"repair_from", r.RepairFrom.String()}, {"public_until", r.PublicUntil.String()},
	} {
		b = append(b, l[0]...)
		b = append(b, ' ')
		b = append(b, strings.ReplaceAll(l[1], "\n", " ")...)
		b = append(b, '\n')
	}
	b = append(b, "content "...)
	return append(b, content...)
}
