package declaration

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/registry"
	"xinheng/internal/signing"
	"xinheng/internal/workday"
)

// draft is what somebody is about to sign.
type draft struct {
	book   *law.Book
	kind   law.DeclarationKind
	firm   registry.Entity
	org    Body
	values map[string]string
	scopes []Scope
	role   string
	on     workday.Date
}

// text is what is signed, in a language: Chinese is what counts; English is a reading copy.
func (f *draft) text(lang paper.Lang) (paper.Document, error) {
	t, ok := f.book.Template(f.kind.Text)
	undo, known := signing.Undo(f.book)
	if !ok || !known {
		return paper.Document{}, errText
	}
	checks := say(lang, f.kind.Checks)
	if f.org.Name != "" {
		checks = f.org.Name
	}
	v := paper.Values{Text: map[string]string{"subject": f.firm.Name, "subject_code": f.firm.ID, "kind": say(lang, f.kind.Name), "checks": checks,
		"scopes": f.shared(lang), "undo": strconv.FormatInt(int64(undo/time.Minute), 10) + say(lang, law.Text2{ZH: "分钟", EN: " minutes"}),
		"signer": say(lang, signers[f.role])}, Rows: map[string][][]string{}}
	for _, field := range f.kind.Fields {
		if x := f.values[field.Code]; x != "" {
			v.Rows["declared"] = append(v.Rows["declared"], []string{say(lang, field.Name), x})
		}
	}
	return paper.Fill(t, lang, v, paper.Extra{Issuer: checks, To: f.firm.Name, On: f.on})
}

func (f *draft) shared(lang paper.Lang) string {
	var names []string
	for _, x := range Scopes {
		for _, s := range f.scopes {
			if s == x.Scope {
				names = append(names, say(lang, x.Name))
			}
		}
	}
	if len(names) == 0 {
		return say(lang, law.Text2{ZH: "不共享", EN: "nobody"})
	}
	return strings.Join(names, say(lang, law.Text2{ZH: "、", EN: ", "}))
}

// sm3 names the text a signer confirms.
func (f *draft) sm3() (text, sum string, err error) {
	x, err := f.text(paper.ZH)
	if err != nil {
		return "", "", err
	}
	text = plain(x)
	return text, signing.SM3(text), nil
}

// plain is a paper as a run of characters: what its digest is of.
func plain(d paper.Document) string {
	var b strings.Builder
	line := func(words ...string) { b.WriteString(strings.Join(words, "\t") + "\n") }
	line(d.Title)
	for _, x := range d.Blocks {
		if x.Text != "" {
			line(x.ID, x.Text)
		}
		for _, f := range x.Facts {
			line(f.Label, f.Text)
		}
		if x.Table != nil {
			for _, r := range x.Table.Rows {
				line(r...)
			}
		}
	}
	return b.String()
}

func say(lang paper.Lang, t law.Text2) string {
	if lang == paper.EN {
		return t.EN
	}
	return t.ZH
}

var signers = map[string]law.Text2{access.LegalRepresentative: {ZH: "法定代表人（实名账号）", EN: "legal representative (verified account)"},
	access.Manager: {ZH: "企业经办人（实名账号）", EN: "manager of the firm (verified account)"}}

// ticket says when a text was shown, so that nobody need write it down: it comes back with the signature, and is good for this firm,
// this kind and this text.
func (d *Desk) ticket(f *draft, sm3 string, at time.Time) string {
	stamp := strconv.FormatInt(at.UnixMicro(), 10)
	return base64.RawURLEncoding.EncodeToString([]byte(stamp + " " + d.seal.Blind("declaration.shown", stamp+" "+f.firm.ID+" "+f.kind.Code+" "+sm3)))
}

// shown reads a ticket; false when it is none, or of another text.
func (d *Desk) shown(f *draft, sm3, ticket string) (at time.Time, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(ticket)
	if err != nil {
		return at, false
	}
	stamp, _, _ := strings.Cut(string(raw), " ")
	n, err := strconv.ParseInt(stamp, 10, 64)
	at = time.UnixMicro(n).UTC()
	return at, err == nil && d.ticket(f, sm3, at) == ticket
}
