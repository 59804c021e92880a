package commitment

import (
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

// draft is what somebody is about to promise.
type draft struct {
	book    *law.Book
	u       law.Undertaking
	firm    registry.Entity
	proofs  []law.Proof
	project string
	org     Body
	role    string
	on      workday.Date
}

// text is what is signed, in a language: Chinese is what counts; English is a reading copy.
func (f *draft) text(lang paper.Lang) (paper.Document, error) { return f.fill(f.u.Text, lang) }

func (f *draft) fill(template string, lang paper.Lang) (paper.Document, error) {
	t, ok := f.book.Template(template)
	if !ok {
		return paper.Document{}, errNoText
	}
	issuer := f.org.Name
	if issuer == "" {
		issuer = say(lang, f.u.Checks)
	}
	return paper.Fill(t, lang, f.values(lang), paper.Extra{Issuer: issuer, To: f.firm.Name, On: f.on})
}

func (f *draft) values(lang paper.Lang) paper.Values {
	v := paper.Values{Text: map[string]string{
		"subject": f.firm.Name, "subject_code": f.firm.ID, "matter": say(lang, f.u.Name), "permit": say(lang, f.u.Permit), "checks": f.checks(lang),
		"signer": say(lang, signerWords[f.role]), "undo": f.minutes(lang), "verify": f.verify(lang), "project": f.project,
	}, Rows: map[string][][]string{}}
	for _, c := range f.u.Conditions {
		v.Rows["conditions"] = append(v.Rows["conditions"], []string{say(lang, c.Name), say(lang, byWords[c.By])})
	}
	for _, p := range f.proofs {
		v.Rows["proofs"] = append(v.Rows["proofs"], []string{say(lang, p.Name), say(lang, p.Issuer)})
	}
	return v
}

// checks is who will verify: the body by name where one takes it in, else the kind of body the law data gives.
func (f *draft) checks(lang paper.Lang) string {
	if f.org.Name != "" {
		return f.org.Name
	}
	return say(lang, f.u.Checks)
}

func (f *draft) minutes(lang paper.Lang) string {
	d, ok := signing.Undo(f.book)
	if !ok {
		return ""
	}
	return quantity(lang, int64(d/time.Minute), law.Minutes)
}

func (f *draft) verify(lang paper.Lang) string {
	l, ok := f.book.Limit(f.u.Verify)
	if !ok {
		return ""
	}
	return quantity(lang, l.N, l.Unit)
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
			line(x.Table.Heads...)
			for _, r := range x.Table.Rows {
				line(r...)
			}
		}
		for _, s := range x.Signs {
			line(s.Role, s.Name)
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

func quantity(lang paper.Lang, n int64, unit law.Unit) string {
	return strconv.FormatInt(n, 10) + say(lang, unitWords[unit])
}

var (
	unitWords = map[law.Unit]law.Text2{law.Minutes: {ZH: "分钟", EN: " minutes"}, law.Months: {ZH: "个月", EN: " months"}, law.Days: {ZH: "日", EN: " days"},
		law.WorkingDays: {ZH: "个工作日", EN: " working days"}}
	byWords = map[string]law.Text2{"land": {ZH: "提交用地证明", EN: "land approval is shown"}, "evidence": {ZH: "提交证明", EN: "shown by evidence"},
		"commitment": {ZH: "承诺", EN: "promised here"}}
	signerWords = map[string]law.Text2{access.LegalRepresentative: {ZH: "法定代表人（实名账号）", EN: "legal representative (verified account)"},
		access.Manager: {ZH: "企业经办人（实名账号）", EN: "manager of the firm (verified account)"}}
)
