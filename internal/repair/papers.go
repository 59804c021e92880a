package repair

import (
	"context"
	"net/http"
	"slices"
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// papers of a case, by the word of their address.
const (
	paperReceipt    = "receipt"
	paperAccepted   = "accepted"
	paperSupplement = "supplement"
	paperDecision   = "decision"
)

// Paper writes a document of a case on the template of the law of its day, for whoever may see the case. A paper that there is
// no occasion for yet does not exist.
func (d *Desk) Paper(ctx context.Context, who access.Actor, caseID, kind string, lang paper.Lang) (paper.Document, error) {
	c, err := d.cases.Seen(ctx, d.db, who, caseID)
	if err != nil {
		return paper.Document{}, err
	}
	x, err := detailsOf(c)
	if err != nil {
		return paper.Document{}, err
	}
	template, on := occasion(c, x, kind)
	if c.Kind != Kind || template == "" {
		return paper.Document{}, errNoDocument
	}
	t, ok := d.law.On(on).Template(template)
	if !ok {
		return paper.Document{}, errNoDocument
	}
	rs, err := d.recordsOf(ctx, d.db, c, x)
	if err != nil || len(rs) == 0 {
		return paper.Document{}, err
	}
	v := d.values(c, x, rs, lang)
	return paper.Fill(t, lang, v, paper.Extra{Number: c.ID, Issuer: rs[0].Authority, To: rs[0].Subject, On: on})
}

// occasion is the template of a paper and the day it is of; none while there is no occasion for it.
func occasion(c *caseflow.Case, x *details, kind string) (template string, on workday.Date) {
	switch {
	case kind == paperReceipt && c.State != Draft:
		return "case.receipt", c.OpenedOn
	case kind == paperAccepted && x.AcceptedOn != 0:
		return "case.accepted", x.AcceptedOn
	case kind == paperSupplement && x.Missing != "":
		return "case.supplement", x.AskedOn
	case kind == paperDecision && x.Decision != nil:
		return map[string]string{"granted": "repair.approved", "refused": "repair.refused", "inadmissible": "case.not_accepted"}[x.Decision.Outcome], x.Decision.On
	}
	return "", 0
}

// values fill the placeholders of every paper of a repair; a template takes those it asks for.
func (d *Desk) values(c *caseflow.Case, x *details, rs []record.Record, lang paper.Lang) paper.Values {
	say := func(t law.Text2) string {
		if lang == paper.EN {
			return t.EN
		}
		return t.ZH
	}
	v := paper.Values{Rows: map[string][][]string{}, Text: map[string]string{
		"matter": say(law.Text2{ZH: "信用修复", EN: "credit repair"}), "subject": rs[0].Subject, "subject_code": c.EntityID,
		"received": c.OpenedOn.String(), "due": c.DueOn.String(), "accepted": x.AcceptedOn.String(),
		"progress": say(law.Text2{ZH: "凭回执编号和查询码在本平台查询。", EN: "Follow it here with the number and code of the receipt."}),
	}}
	for _, r := range rs {
		v.Rows["records"] = append(v.Rows["records"], []string{r.DocumentNo, r.Title, r.Authority})
	}
	for _, p := range x.Confirmed {
		v.Rows["papers"] = append(v.Rows["papers"], []string{say(p.Name), p.Source})
	}
	for range x.Papers {
		v.Rows["papers"] = append(v.Rows["papers"], []string{say(law.Text2{ZH: "履行义务的证明", EN: "Proof of fulfilment"}), say(law.Text2{ZH: "申请人提交", EN: "the applicant"})})
	}
	v.Rows["papers"] = append(v.Rows["papers"], []string{say(law.Text2{ZH: "信用修复承诺书", EN: "Commitment of credit repair"}), say(law.Text2{ZH: "在线签署", EN: "signed online"})})
	v.Rows["missing"] = [][]string{{x.Missing}}
	d.decided(&v, x, say)
	for name := range v.Text { // a day that is not known is missing, and a paper that needs it is not written
		if v.Text[name] == "" {
			delete(v.Text, name)
		}
	}
	return v
}

// decided are the values of a decision.
func (d *Desk) decided(v *paper.Values, x *details, say func(law.Text2) string) {
	r := x.Decision
	if r == nil {
		return
	}
	v.Text["findings"], v.Text["reason"], v.Text["basis"], v.Text["next"], v.Text["remedy"] = r.Findings, r.Reason, say(r.Clause), r.Next.String(), r.Remedy
	if r.Findings == "" {
		v.Text["findings"] = r.Reason
	}
	if r.Outcome == "granted" && r.Remedy == "" { // whoever is granted what was asked for may still sue over how it is done
		v.Text["remedy"] = say(law.Text2{ZH: "对本决定不服的，可以依法申请行政复议或者提起行政诉讼。", EN: "Reconsideration and litigation are open as the law provides."})
	}
	for _, e := range effectNames {
		v.Rows["effects"] = append(v.Rows["effects"], []string{say(e.Name), say(e.Says), r.On.String()})
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

// papersOf names the papers a case has by now.
func papersOf(c *caseflow.Case, x *details) []string {
	all := []string{paperReceipt, paperAccepted, paperSupplement, paperDecision}
	return slices.DeleteFunc(all, func(kind string) bool { t, _ := occasion(c, x, kind); return t == "" })
}

var errNoDocument = fault.New(fault.Missing, "repair.no_document", "办件还没有这份文书；请从办件页所列的文书中选择。",
	"The case has no such paper yet; choose one of those its page lists.")
