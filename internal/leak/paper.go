package leak

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/paper"
)

// Letter is the letter by which a confirmed case is handed over, for whoever may see the case.
func (d *Desk) Letter(ctx context.Context, who access.Actor, id string, lang paper.Lang) (doc paper.Document, err error) {
	c, err := d.cases.Seen(ctx, d.db, who, id)
	if err != nil {
		return doc, err
	}
	x, err := detailsOf(c)
	if err != nil {
		return doc, err
	}
	if c.Kind != Kind || x.Given == nil || x.Given.HandedTo == "" {
		return doc, errNoLetter
	}
	t, ok := d.law.On(x.Given.On).Template("leak.letter")
	if !ok {
		return doc, errNoLetter
	}
	issuer, err := d.nameOf(ctx, d.db, c.Org)
	if err != nil {
		return doc, err
	}
	say := func(t law.Text2) string {
		if lang == paper.EN {
			return t.EN
		}
		return t.ZH
	}
	return paper.Fill(t, lang, paper.Values{Text: map[string]string{"cause": say(causes[x.Cause]), "facts": x.Given.Findings, "done": x.Given.Done,
		"basis": say(d.law.On(x.Given.On).Cite(policy))}}, paper.Extra{Number: c.ID, Issuer: issuer, To: x.Given.HandedName, On: x.Given.On})
}

func (d *Desk) serveLetter(w http.ResponseWriter, r *http.Request) error {
	who, _ := access.From(r.Context())
	doc, err := d.Letter(r.Context(), who, r.PathValue("id"), paper.LangOf(r))
	if err != nil {
		return err
	}
	return d.Press.Serve(w, r, doc)
}
