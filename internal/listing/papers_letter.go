package listing

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/paper"
	"xinheng/internal/registry"
)

// letterPaper is the letter itself: of the body that writes it until it is sent, then also of the recipient.
func (d *Desk) letterPaper(ctx context.Context, who access.Actor, c *caseflow.Case, kind string, lang paper.Lang) (paper.Document, error) {
	var l letter
	if err := c.Into(&l); err != nil {
		return paper.Document{}, err
	}
	t, ok := d.law.On(c.OpenedOn).Template("letter.told")
	if kind != paperLetter || !ok || !reads(who, c) {
		return paper.Document{}, errNoDocument
	}
	about, err := registry.Find(ctx, d.db, c.EntityID)
	if err != nil {
		return paper.Document{}, err
	}
	say := speaking(lang)
	v := paper.Values{Text: map[string]string{"about": about.Name, "subject_code": c.EntityID, "as": say(addressees[l.To]), "facts": l.Facts,
		"within": d.term(d.law.On(c.OpenedOn), "letter.reply", say)}}
	return paper.Fill(t, lang, v, paper.Extra{Number: c.ID, Issuer: d.bodyName(ctx, c.Org), To: d.bodyName(ctx, c.Provider), On: c.OpenedOn})
}

// reads: a letter that was not sent is nobody's but its author's body's, and one about a firm is not the firm's.
func reads(who access.Actor, c *caseflow.Case) bool {
	return own(who, c) || who.Firm == "" && c.State != LetterDrafted && c.State != LetterDropped
}

// bodyName is what a body is called; its code where it is not known here.
func (d *Desk) bodyName(ctx context.Context, org string) string {
	if d.Accounts != nil {
		if o, err := d.Accounts.Org(ctx, org); err == nil {
			return o.Name
		}
	}
	return org
}
