package visit

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/pg"
)

// View is the panel of a visit on its case page.
type View struct {
	Firm       string      `json:"firm"`
	Address    string      `json:"address,omitempty"`
	Cause      string      `json:"cause" enum:"draw,case,event"`
	Event      *Event      `json:"event,omitempty" doc:"what a device or online check reported; the firm reads it too"`
	Why        string      `json:"why,omitempty" doc:"of a complaint or a transfer: where it comes from; not for the firm"`
	Class      string      `json:"class,omitempty" doc:"not for the firm"`
	Mode       string      `json:"mode" enum:"on_site,remote,written"`
	ModeWhy    string      `json:"mode_why,omitempty"`
	ApprovalNo string      `json:"approval_no,omitempty"`
	Tasks      []Task      `json:"tasks"`
	Inspectors []Inspector `json:"inspectors"`
	Warnings   []Warning   `json:"warnings" doc:"numbers of visits that this one passes; for the body"`
	Lists      []CitedList `json:"checklists"`
	Notice     *Service    `json:"notice,omitempty"`
	Arrival    *Arrival    `json:"arrival,omitempty"`
	Flags      []string    `json:"flags"`
	Scans      []Scan      `json:"scans"`
	Answers    []Answer    `json:"answers"`
	Remarks    string      `json:"remarks,omitempty"`
	Signed     []Signing   `json:"signed"`
	FirmSigned *FirmSigned `json:"firm_signed,omitempty"`
	Result     *ResultView `json:"result,omitempty"`
	Comment    *Said       `json:"comment,omitempty"`
	Stars      int         `json:"stars,omitempty" doc:"only for the firm"`
	Record     string      `json:"record,omitempty"`
	Digest     string      `json:"record_sm3,omitempty" doc:"SM3 of the record: what inspectors and firm sign"`
	Genuine    bool        `json:"record_genuine" doc:"the record still has the words that were signed"`
	Papers     []string    `json:"papers" enum:"approval,notice,record,result"`
	Mine       bool        `json:"mine" doc:"the reader is an inspector of this visit"`
}

// ResultView is a result in words.
type ResultView struct {
	Result
	Name    law.Text2 `json:"name"`
	After   string    `json:"after" enum:"nothing,correct,abnormal,case"`
	Adverse bool      `json:"adverse"`
}

func (d *Desk) view(ctx context.Context, db pg.DB, c *caseflow.Case, who access.Actor) (any, error) {
	x, err := detailsOf(c)
	if err != nil {
		return nil, err
	}
	v := View{Firm: x.Firm, Address: x.Address, Cause: x.Cause, Event: x.Event, Why: x.Why, Class: x.Class, Mode: x.Mode, ModeWhy: x.ModeWhy, ApprovalNo: x.ApprovalNo, Tasks: x.Tasks,
		Inspectors: x.Inspectors, Warnings: append([]Warning{}, x.Warnings...), Lists: []CitedList{}, Notice: x.Notice, Arrival: x.Arrival, Flags: []string{},
		Answers: append([]Answer{}, x.Answers...), Remarks: x.Remarks, Signed: append([]Signing{}, x.Signed...), FirmSigned: x.Firmly, Comment: x.Comment, Record: x.Record,
		Mine: x.inspects(who.Account) && who.Firm == ""}
	book := d.law.On(d.today())
	for _, l := range x.lists(book) {
		v.Lists = append(v.Lists, cited(l, book))
	}
	v.Papers, v.Digest = x.papers(who.Firm != ""), x.Digest
	if x.Digest != "" {
		now, err := d.digest(c, x)
		if err != nil {
			return nil, err
		}
		v.Genuine = now == x.Digest
	}
	if x.Arrival != nil {
		v.Flags = flagsOf(x.Arrival)
	}
	if r := x.Result; r != nil {
		shown := *r
		shown.Late = r.Published == 0 && d.today() > r.PublishBy || r.Published > r.PublishBy
		kind, _ := d.law.On(r.On).VisitResult(r.Code)
		v.Result = &ResultView{shown, kind.Name, kind.After, kind.Adverse}
	}
	v.Scans, err = scansOf(ctx, db, c.EntityID, c.ID)
	if v.Scans == nil {
		v.Scans = []Scan{}
	}
	if who.Firm != "" {
		v.forFirm(x)
	}
	return v, err
}

// forFirm leaves out what is not for the firm: who complained, how it is classed, what its body was warned of; and everything before it
// was told.
func (v *View) forFirm(x *details) {
	v.Why, v.Class, v.ModeWhy, v.Warnings, v.Stars = "", "", "", []Warning{}, x.Stars
	for i := range v.Tasks {
		v.Tasks[i].Class = ""
	}
	if v.Result != nil && v.Result.Served == nil {
		v.Result = nil
	}
	if x.Notice == nil {
		v.Inspectors, v.Scans = []Inspector{}, []Scan{}
	}
}
