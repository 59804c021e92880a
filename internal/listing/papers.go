package listing

import (
	"context"
	"net/http"
	"slices"
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/workday"
)

// Papers of a case, by the word of their address.
const (
	paperNotice   = "notice"   // 告知书：to be served before anything is decided
	paperHearing  = "hearing"  // 听证通知书：day and place, and what may be done there
	paperDecision = "decision" // 决定书，或者不予列入告知书
	paperRemoval  = "removal"  // 移出、解除、撤销决定书
	paperLetter   = "letter"   // 通报函
)

var paperKinds = []string{paperNotice, paperHearing, paperDecision, paperRemoval, paperLetter}

// Paper writes a document of a case on the template of the law of its day. Whoever may see the case may read it; the subject,
// once it was served: before that it is the body's draft of what it will say.
func (d *Desk) Paper(ctx context.Context, who access.Actor, caseID, kind string, lang paper.Lang) (paper.Document, error) {
	c, err := d.cases.Seen(ctx, d.db, who, caseID)
	if err != nil {
		return paper.Document{}, err
	}
	if c.Kind == LetterKind {
		return d.letterPaper(ctx, who, c, kind, lang)
	}
	x, err := detailsOf(c)
	if err != nil {
		return paper.Document{}, err
	}
	template, on := occasion(x, kind, own(who, c))
	t, ok := d.law.On(on).Template(template)
	if template == "" || !ok || c.Kind != Kind && c.Kind != BanKind {
		return paper.Document{}, errNoDocument
	}
	to := masked(x.Subject)
	if own(who, c) {
		to = x.Subject.Name // a paper that is served names whom it is for
	}
	v := d.values(c, x, kind, to, on, speaking(lang))
	return paper.Fill(t, lang, v, paper.Extra{Number: c.ID, Issuer: d.bodyName(ctx, c.Org), To: to, On: on})
}

// own: somebody of the body the case lies with.
func own(who access.Actor, c *caseflow.Case) bool {
	return who.Firm == "" && who.Org != "" && who.Org == c.Org
}

// occasion is the template of a paper and the day it is of; none while there is no occasion for it.
func occasion(x *details, kind string, own bool) (template string, on workday.Date) {
	switch {
	case kind == paperNotice && x.Proposal != nil && x.severity() == law.Serious && !x.pending() && (own || x.Notice != nil):
		return "listing.notice", x.Proposal.On
	case kind == paperHearing && x.HearingOn != 0 && x.CalledOn != 0:
		return "listing.hearing", x.CalledOn
	case kind == paperDecision && x.Decision != nil && x.Decision.Outcome == "drop":
		return "listing.dropped", x.Decision.On
	case kind == paperDecision && x.Decision != nil && (own || x.Service != nil):
		return "listing.decision", x.Decision.On
	case kind == paperRemoval && x.Ended != nil:
		return "listing.removed", x.Ended.On
	}
	return "", 0
}

// papersOf names the papers a case has by now for somebody.
func papersOf(x *details, own bool) []string {
	return slices.DeleteFunc(slices.Clone(paperKinds), func(kind string) bool { t, _ := occasion(x, kind, own); return t == "" })
}

func speaking(lang paper.Lang) func(law.Text2) string {
	return func(t law.Text2) string {
		if lang == paper.EN {
			return t.EN
		}
		return t.ZH
	}
}

// servePaper writes a paper as a page for reading and printing, or as PDF: the same document either way.
func (d *Desk) servePaper(w http.ResponseWriter, r *http.Request) error {
	who, _ := access.From(r.Context())
	doc, err := d.Paper(r.Context(), who, r.PathValue("id"), r.PathValue("paper"), paper.LangOf(r))
	if err != nil {
		return err
	}
	return d.Press.Serve(w, r, doc)
}

var errNoDocument = fault.New(fault.Missing, "listing.no_document", "办件还没有这份文书；请从办件页所列的文书中选择。",
	"The case has no such paper yet; choose one of those its page lists.")
