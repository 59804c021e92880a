package visit

import (
	"slices"
	"time"

	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Task is a matter to be inspected at a firm, and what sends somebody there.
type Task struct {
	Draw     string       `json:"draw,omitempty" doc:"the random draw; empty: a complaint or a transfer"`
	Org      string       `json:"org"`
	Matter   string       `json:"matter"`
	Name     law.Text2    `json:"name"`
	Domain   string       `json:"domain"`
	Basis    string       `json:"basis" doc:"article that allows the inspection"`
	Class    string       `json:"class"`
	FirstOn  workday.Date `json:"first_on,omitzero"`
	LastOn   workday.Date `json:"last_on,omitzero"`
	Promises []Promise    `json:"promises,omitempty" doc:"commitments under daily supervision that brought the firm into the roster; they add nothing to the checklist"`
	// Inspectors the draw assigned, by account.
	Inspectors []string `json:"-"`
}

// Promise is a commitment exempt from verification that is looked at in passing （十三）.
type Promise struct {
	Commitment string    `json:"commitment"`
	Name       law.Text2 `json:"name"`
}

// Inspector is an officer on a visit, as the firm may know them.
type Inspector struct {
	Account     string       `json:"account"`
	Name        string       `json:"name"`
	Certificate string       `json:"certificate"`
	Until       workday.Date `json:"certificate_until"`
}

// details are what a case keeps, sealed.
type details struct {
	Firm       string      `json:"firm"`
	Address    string      `json:"address"`
	Tasks      []Task      `json:"tasks"`
	Cause      string      `json:"cause"`
	Why        string      `json:"why,omitempty"` // of another cause than a draw
	Event      *Event      `json:"event,omitempty"`
	Class      string      `json:"class"`
	Mode       string      `json:"mode"`
	ModeWhy    string      `json:"mode_why,omitempty"`
	ApprovalNo string      `json:"approval_no,omitempty"`
	Inspectors []Inspector `json:"inspectors"`
	// Body is the name of the body it lies with, AskedBy and ApprovedBy two people; all as of those days, for the papers.
	Body       string       `json:"body,omitempty"`
	AskedBy    string       `json:"asked_by,omitempty"`
	AskedOn    workday.Date `json:"asked_on,omitzero"`
	ApprovedBy string       `json:"approved_by,omitempty"`
	ApprovedOn workday.Date `json:"approved_on,omitzero"`
	// Digest is the SM3 of the record as it was handed in: what inspectors and firm sign.
	Digest   string      `json:"digest,omitempty"`
	Warnings []Warning   `json:"warnings,omitempty"`
	Notice   *Service    `json:"notice,omitempty"`
	Arrival  *Arrival    `json:"arrival,omitempty"`
	Answers  []Answer    `json:"answers,omitempty"`
	Remarks  string      `json:"remarks,omitempty"`
	Signed   []Signing   `json:"signed,omitempty"`
	Firmly   *FirmSigned `json:"firm_signed,omitempty"`
	Result   *Result     `json:"result,omitempty"`
	Comment  *Said       `json:"comment,omitempty"`
	Stars    int         `json:"stars,omitempty"`
	Record   string      `json:"record,omitempty"`
}

// Event is what a declared device or online check reported, as it was when the visit was asked for (F23-3).
type Event struct {
	ID       string    `json:"id"`
	Device   string    `json:"device"`
	Kind     string    `json:"kind" enum:"iot,online"`
	Basis    string    `json:"basis" doc:"of the device"`
	Matter   string    `json:"matter"`
	Measure  string    `json:"measure"`
	Reading  string    `json:"reading"`
	Evidence string    `json:"evidence" doc:"SHA-256 of what shows it"`
	SeenAt   time.Time `json:"seen_at"`
}

// Service is how and when a paper reached the firm.
type Service struct {
	On    workday.Date `json:"on"`
	Means string       `json:"means" enum:"direct,post,electronic,left"`
}

// Arrival is how a visit began.
type Arrival struct {
	On     workday.Date `json:"on"`
	At     time.Time    `json:"at" doc:"by the clock of the device; noted here later if it had no network"`
	Noted  time.Time    `json:"noted_at"`
	Code   string       `json:"code" enum:"firm_code,officer_code,no_code,wrong_code" doc:"which code was shown"`
	Reason string       `json:"reason,omitempty" doc:"why there was none"`
	Place  *Place       `json:"place,omitempty"`
}

// Place is where a device said it was.
type Place struct {
	Lat    float64 `json:"lat" minimum:"-90" maximum:"90"`
	Lon    float64 `json:"lon" minimum:"-180" maximum:"180"`
	Within float64 `json:"within_m" minimum:"0" maximum:"100000" doc:"metres of uncertainty"`
}

// Answer is what was found for one item of a checklist.
type Answer struct {
	List   string   `json:"list" maxLength:"64"`
	Item   string   `json:"item" maxLength:"64"`
	Value  string   `json:"value" enum:"ok,not,na" doc:"in order, not in order, does not apply"`
	Note   string   `json:"note,omitempty" maxLength:"500"`
	Photos []string `json:"photos,omitempty" maxItems:"10" doc:"attachments"`
}

// Signing is the signature of an inspector.
type Signing struct {
	Account string       `json:"account"`
	Name    string       `json:"name"`
	On      workday.Date `json:"on"`
}

// FirmSigned is how the firm answered the record.
type FirmSigned struct {
	How    string       `json:"how" enum:"account,on_site,refused"`
	By     string       `json:"by,omitempty" doc:"who signed on site"`
	Remark string       `json:"remark,omitempty" doc:"what the firm says to the record; of a refusal what happened"`
	On     workday.Date `json:"on"`
}

// Result is what a visit ended in.
type Result struct {
	Code      string       `json:"code"`
	Summary   string       `json:"summary"`
	CorrectBy workday.Date `json:"correct_by,omitzero"`
	On        workday.Date `json:"on" doc:"formed on"`
	PublishBy workday.Date `json:"publish_by" doc:"last day for publishing"`
	Served    *Service     `json:"served,omitempty"`
	Published workday.Date `json:"published_on,omitzero"`
	Late      bool         `json:"late" doc:"published, or still not published, after that day"`
	Returned  string       `json:"returned,omitempty" doc:"why it was returned last"`
}

// Said is the firm's comment.
type Said struct {
	Text  string       `json:"text"`
	On    workday.Date `json:"on"`
	State string       `json:"state" enum:"waiting,shown,withheld"`
	Why   string       `json:"why,omitempty" doc:"of a withheld one: what is personal in it"`
}

func detailsOf(c *caseflow.Case) (*details, error) {
	x := &details{}
	return x, c.Into(x)
}

// inspects says whether an account is one of the inspectors of the visit.
func (x *details) inspects(account string) bool {
	return slices.ContainsFunc(x.Inspectors, func(i Inspector) bool { return i.Account == account })
}

// lists are the checklists of the visit's matters, each once, as they were in force the day it was approved or is read.
func (x *details) lists(book *law.Book) (out []law.Checklist) {
	for _, t := range x.Tasks {
		l, ok := book.ChecklistOf(t.Domain)
		if ok && !slices.ContainsFunc(out, func(o law.Checklist) bool { return o.Code == l.Code }) {
			out = append(out, l)
		}
	}
	return out
}

// wanting is the first item without an answer that will do, empty when all have one.
func wanting(lists []law.Checklist, answers []Answer) string {
	for _, l := range lists {
		for _, i := range l.Items {
			at := slices.IndexFunc(answers, func(a Answer) bool { return a.List == l.Code && a.Item == i.Code })
			if at < 0 || answers[at].Value == "not" && (answers[at].Note == "" || i.Photo && len(answers[at].Photos) == 0) {
				return l.Code + "/" + i.Code
			}
		}
	}
	return ""
}

// wrong says whether anything was not in order.
func wrong(answers []Answer) bool {
	return slices.ContainsFunc(answers, func(a Answer) bool { return a.Value == "not" })
}
