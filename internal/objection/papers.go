package objection

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Papers of an objection, by the word of their address.
const (
	paperReceipt    = "receipt"    // 收件回执
	paperAccepted   = "accepted"   // 受理告知书：it is marked, and until when it is answered
	paperSupplement = "supplement" // 补充告知书
	paperTransfer   = "transfer"   // 转办函：to the provider of the data
	paperDecision   = "decision"   // 答复书：corrected, or not
	paperReview     = "review"     // 复核答复书，或者责令重新核查通知书
)

var paperKinds = []string{paperReceipt, paperAccepted, paperSupplement, paperTransfer, paperDecision, paperReview}

// occasion is the template of a paper and the day it is of; none while there is no occasion for it.
func occasion(c *caseflow.Case, x *details, kind string) (template string, on workday.Date) {
	switch {
	case kind == paperReceipt && x.MarkedOn != 0:
		return "case.receipt", c.OpenedOn
	case kind == paperAccepted && x.MarkedOn != 0:
		return "objection.accepted", x.MarkedOn
	case kind == paperSupplement && x.AskedOn != 0:
		return "objection.supplement", x.AskedOn
	case kind == paperTransfer && x.HandedOn != 0:
		return "objection.transfer", x.HandedOn
	case kind == paperDecision && x.Decision != nil && x.Decision.Upheld:
		return "objection.upheld", x.Decision.On
	case kind == paperDecision && x.Decision != nil:
		return "objection.rejected", x.Decision.On
	case kind == paperReview && x.Review != nil && x.Review.Kept:
		return "objection.kept", x.Review.On
	case kind == paperReview && x.Review != nil && x.Review.On != 0:
		return "objection.sent_back", x.Review.On
	}
	return "", 0
}

// papersOf names the papers a case has by now.
func papersOf(c *caseflow.Case, x *details) []string {
	return slices.DeleteFunc(slices.Clone(paperKinds), func(kind string) bool { t, _ := occasion(c, x, kind); return t == "" })
}

// Paper writes a document of a case on the template of the law of its day, for whoever may see the case. A paper that there is
// no occasion for yet does not exist.
func (d *Desk) Paper(ctx context.Context, who access.Actor, caseID, kind string, lang paper.Lang) (paper.Document, error) {
	c, err := d.cases.Seen(ctx, d.db, who, caseID)
	if err != nil {
		return paper.Document{}, err
	}
	if c.Kind != Kind {
		return paper.Document{}, errNoDocument
	}
	x, err := detailsOf(c)
	if err != nil {
		return paper.Document{}, err
	}
	template, on := occasion(c, x, kind)
	t, ok := d.law.On(on).Template(template)
	if template == "" || !ok {
		return paper.Document{}, errNoDocument
	}
	v, extra, err := d.valuesOf(ctx, c, x, kind, lang)
	if err != nil {
		return paper.Document{}, err
	}
	extra.On = on
	return paper.Fill(t, lang, v, extra)
}

// valuesOf are what the papers of a case say, and from whom to whom. A re-examination is answered by the body above.
func (d *Desk) valuesOf(ctx context.Context, c *caseflow.Case, x *details, kind string, lang paper.Lang) (v paper.Values, extra paper.Extra, err error) {
	say := speaking(lang)
	issuer, to := c.Org, ""
	if kind == paperReview && x.Review.By != "" {
		issuer = x.Review.By
	}
	subject, err := d.subjectName(ctx, c.EntityID)
	if err != nil {
		return v, extra, err
	}
	switch to = subject; {
	case kind == paperTransfer:
		to, err = d.nameOf(ctx, d.db, c.Provider)
	case kind == paperReview && !x.Review.Kept:
		to, err = d.nameOf(ctx, d.db, c.Org)
	}
	if err != nil {
		return v, extra, err
	}
	extra = paper.Extra{Number: c.ID, To: to}
	if extra.Issuer, err = d.nameOf(ctx, d.db, issuer); err != nil {
		return v, extra, err
	}
	v, err = d.values(ctx, c, x, kind, say)
	v.Text["subject"] = subject
	for name, said := range v.Text { // what is not known is missing, and a paper that needs it is not written
		if strings.TrimSpace(said) == "" {
			delete(v.Text, name)
		}
	}
	return v, extra, err
}

func (d *Desk) subjectName(ctx context.Context, code string) (string, error) {
	e, err := registry.Find(ctx, d.db, code)
	if fault.KindOf(err) == fault.Missing {
		return code, nil
	}
	return e.Name, err
}

// values fill the placeholders of every paper of an objection; a template takes those it asks for.
func (d *Desk) values(ctx context.Context, c *caseflow.Case, x *details, kind string, say func(law.Text2) string) (paper.Values, error) {
	due, err := d.dueWords(ctx, c, kind, say)
	v := paper.Values{Rows: map[string][][]string{}, Text: map[string]string{
		"matter": say(law.Text2{ZH: "异议", EN: "objection"}), "record": recordWords(x), "received": c.OpenedOn.String(), "due": due,
		"progress": say(law.Text2{ZH: "凭回执编号和查询码在本平台查询、催办，不收费。", EN: "Follow it and urge it here with the number and code of the receipt, free of charge."}),
		"reason":   say(x.Use.Says()), "missing": x.Missing, "question": x.Question, "statement": x.Statement,
	}}
	subject := say(law.Text2{ZH: "当事人提交", EN: "the subject"})
	v.Rows["papers"] = [][]string{{say(law.Text2{ZH: "异议及说明", EN: "Objection and statement"}), subject}}
	if x.Papers > 0 {
		v.Rows["papers"] = append(v.Rows["papers"], []string{say(law.Text2{ZH: "证据材料", EN: "Evidence"}) + " × " + strconv.Itoa(x.Papers), subject})
	}
	if err == nil {
		err = d.decidedValues(ctx, c, x, &v, say)
	}
	if r := x.Review; r != nil && r.On != 0 {
		v.Text["asked"], v.Text["outcome_reason"] = r.Asked, r.Reason
		if kind == paperReview {
			v.Text["remedy"] = r.Remedy
		}
	}
	return v, err
}

// dueWords are until when what a paper asks for, or promises, is done. A term that rests has no last day, and the paper says so.
func (d *Desk) dueWords(ctx context.Context, c *caseflow.Case, kind string, say func(law.Text2) string) (string, error) {
	clock := "own"
	switch {
	case kind == paperSupplement:
		clock = "supplement"
	case c.Provider != "":
		clock = "provider"
	}
	terms, err := d.cases.Clocks(ctx, d.db, c)
	for i := range terms {
		if terms[i].Clock == clock && terms[i].Due != 0 {
			return terms[i].Due.String(), err
		}
	}
	return say(law.Text2{ZH: "等待当事人期间暂停计算", EN: "the time stands still while the subject is waited for"}), err
}

// decidedValues are those of an answer. Whoever was right reads how it is now, and how many were told.
func (d *Desk) decidedValues(ctx context.Context, c *caseflow.Case, x *details, v *paper.Values, say func(law.Text2) string) error {
	r := x.Decision
	if r == nil || x.Draft == nil {
		return nil
	}
	v.Text["findings"], v.Text["outcome"], v.Text["basis"], v.Text["remedy"], v.Text["reason"] = r.Findings, say(r.Name), say(r.Clause), r.Remedy, r.Reason
	if !r.Upheld {
		return nil
	}
	if r.Remedy == "" {
		v.Text["remedy"] = say(law.Text2{ZH: "对本答复仍有异议的，可以依法申请行政复议或者提起行政诉讼。", EN: "Reconsideration and litigation are open as the law provides."})
	}
	rs, err := own(ctx, d.db, c.EntityID, r.Records)
	if err == nil && len(rs) > 0 {
		v.Text["was"], v.Text["now"] = d.wasAndNow(x, &rs[0])
	} else { // a wrong match is no longer the subject's own record
		v.Text["was"], v.Text["now"] = d.wasAndNow(x, &record.Record{})
	}
	ls, err := lettersOf(ctx, d.db, c.EntityID, c.ID)
	var names []string
	for i := range ls {
		names = append(names, ls[i].Name)
	}
	v.Text["queried"] = strings.Join(names, "、")
	return err
}

// recordWords name what is objected to.
func recordWords(x *details) string {
	if len(x.Records) == 0 {
		return x.Ref
	}
	numbers := make([]string, len(x.Records))
	for i, l := range x.Records {
		numbers[i] = cmp.Or(l.DocumentNo, l.Record)
	}
	return strings.Join(numbers, "、")
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

var errNoDocument = fault.New(fault.Missing, "objection.no_document", "办件还没有这份文书；请从办件页所列的文书中选择。",
	"The case has no such paper yet; choose one of those its page lists.")
