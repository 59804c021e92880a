package record

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"

	"xinheng/internal/ident"
	"xinheng/internal/law"
)

// sources settles who the data comes from and who decided: the row's own word, else the body that hands in.
func (j *judge) sources(f *finding) {
	f.rec.SourceID, f.rec.Source = j.role("source_uscc"), j.role("source")
	if f.rec.SourceID == "" {
		f.rec.SourceID = j.source.ID
		if f.rec.Source == "" {
			f.rec.Source = j.source.Name
		}
	}
	f.sourceID = f.rec.SourceID
	f.rec.Authority, f.rec.AuthorityID = j.role("authority"), j.role("authority_uscc")
	if f.rec.AuthorityID == "" && (f.rec.Authority == "" || ident.NormalName(f.rec.Authority) == ident.NormalName(j.source.Name)) {
		// the layout of 2015–2018 and the court list name the authority without its code
		f.rec.AuthorityID = j.source.ID
		if i := j.at("authority_uscc"); i >= 0 && !f.flawed(j.item.Fields[i].Code) {
			j.text[i] = j.source.ID
		}
	}
	if f.rec.Authority == "" && f.rec.AuthorityID == j.source.ID {
		f.rec.Authority = j.source.Name
	}
}

const naturalPerson = "自然人"

// subject settles who it is about: a valid code, a natural person's document, or a name that a human must match.
func (j *judge) subject(f *finding) {
	f.name = j.role("subject_name")
	uscc, id := j.role("subject_uscc"), j.role("subject_id")
	if i := j.at("subject_uscc"); i >= 0 && j.item.Fields[i].Type != "uscc" && uscc != "" {
		// one column for both kinds of subject, as in the sheet of commitments
		if j.role("subject_kind") == naturalPerson {
			uscc, id = "", uscc
		} else if code := j.uscc(i, f); code != "" {
			f.flaw(j.item.Fields[i].Code, code)
			uscc = ""
		} else {
			uscc = j.text[i]
		}
	}
	isPerson := j.role("subject_kind") == naturalPerson && (uscc == "" || id != "") ||
		j.role("subject_kind") == "" && uscc == "" && id != ""
	switch {
	case isPerson:
		f.rec.Person = true
		f.rec.EntityID = j.personID(f, id)
	case uscc != "":
		f.rec.EntityID = uscc
	case f.flawed(j.field("subject_uscc")):
	case f.name == "":
		f.flaw(j.field("subject_name"), "subject_missing")
	case j.item.Class == law.Amendment || j.item.Class == law.EntityItem:
		f.flaw(j.field("subject_uscc"), "required")
	default:
		f.byName = true
	}
}

func (f *finding) flawed(field string) bool {
	return slices.ContainsFunc(f.flaws, func(x flaw) bool { return x.field == field })
}

// personID makes the id of a natural person from the document: the number of an identity card must hold; those of other
// documents have no check character.
func (j *judge) personID(f *finding, id string) string {
	document := j.role("subject_id_type")
	switch {
	case f.flawed(j.field("subject_id")):
		return ""
	case id == "":
		f.flaw(j.field("subject_id"), "person_id_missing")
		return ""
	case document == "" || document == "身份证" || document == "居民身份证":
		card, err := ident.ParseIDCard(id)
		if err != nil {
			f.flaw(j.field("subject_id"), "person_id")
			return ""
		}
		if i := j.at("subject_id"); i >= 0 {
			j.text[i] = card
		}
		return j.keys.Person("", card)
	}
	number := strings.ToUpper(narrow(id))
	if n := len(number); n < 5 || n > 32 {
		f.flaw(j.field("subject_id"), "person_id")
		return ""
	}
	return j.keys.Person(document, number)
}

// id is the natural key of a record, folded into 26 characters: the same item, authority, document and subject give the
// same record whichever way it comes.
func (j *judge) id(entity string) string {
	h := sha256.New()
	for _, role := range j.item.Key {
		v := ""
		switch role {
		case "item":
			v = j.item.Code
		case "subject", "subject_uscc":
			v = entity
		case "document_no", "certificate_no", "target_document_no":
			v = sameNumber(j.role(role))
		case "authority", "subject_name":
			v = ident.NormalName(j.role(role))
		default:
			v = j.role(role)
		}
		h.Write([]byte(v))
		h.Write([]byte{0x1f})
	}
	var sum [sha256.Size]byte
	return shortID(h.Sum(sum[:0]))
}

var idText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// shortID writes the first 130 bits of a hash in 26 characters.
func shortID(sum []byte) string { return idText.EncodeToString(sum[:17])[:26] }
