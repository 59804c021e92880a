package listing

import (
	"cmp"
	"strings"

	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// details are what a case keeps, sealed.
type details struct {
	Subject   Subject      `json:"subject"`
	List      string       `json:"list,omitempty"` // of a listing
	FirmCase  string       `json:"firm_case,omitempty"`
	Proposal  *Proposal    `json:"proposal,omitempty"`
	Override  *Overridden  `json:"override,omitempty"`
	Notice    *Service     `json:"notice,omitempty"`
	AskUntil  workday.Date `json:"ask_until,omitzero"` // last day for asking for a hearing
	Said      []Said       `json:"said,omitempty"`
	HearingOn workday.Date `json:"hearing_on,omitzero"`
	Place     string       `json:"place,omitempty"`
	CalledOn  workday.Date `json:"called_on,omitzero"` // when the subject was told the day of the hearing
	Held      bool         `json:"held,omitempty"`
	Discussed bool         `json:"discussed,omitempty"`
	Draft     *Draft       `json:"draft,omitempty"`
	Decision  *Decision    `json:"decision,omitempty"`
	Service   *Service     `json:"service,omitempty"`
	Outside   *Outside     `json:"outside,omitempty"`
	Leaving   *Draft       `json:"leaving,omitempty"`
	Ended     *Decision    `json:"ended,omitempty"` // how an entry was ended early, beside the decision it ends
	Record    string       `json:"record,omitempty"`
}

// Subject is who the case is about. The number of a person's document stays under seal and is shown to nobody.
type Subject struct {
	Name   string `json:"name"`
	Code   string `json:"code"` // unified social credit code; of a person the platform's id
	Person bool   `json:"person"`
	Number string `json:"number,omitempty"`
}

// Proposal is what is intended, and on what.
type Proposal struct {
	Facts    string       `json:"facts"`
	Basis    law.Ref      `json:"basis"`
	Conduct  string       `json:"conduct" doc:"row of the table of dishonest conduct"`
	Severity law.Severity `json:"severity" doc:"by that row" enum:"minor,general,serious"`
	Measures []string     `json:"measures"`
	Ban      *Ban         `json:"ban,omitempty"`
	On       workday.Date `json:"on"`
}

// Ban is what a subject is barred from, and until when (F17-1).
type Ban struct {
	Kind     string       `json:"kind" enum:"market,industry"`
	Industry string       `json:"industry,omitempty" doc:"GB/T 4754"`
	Domain   string       `json:"domain,omitempty"`
	Scope    string       `json:"scope"`
	Until    workday.Date `json:"until"`
}

// Overridden is another severity than the table's: with a reason, and nothing before a second person has looked (F14-5).
type Overridden struct {
	Severity law.Severity `json:"severity" enum:"minor,general,serious"`
	Reason   string       `json:"reason"`
	State    string       `json:"state" enum:"asked,confirmed,refused"`
	On       workday.Date `json:"on"`
}

// Service is how and when a paper reached the subject.
type Service struct {
	On    workday.Date `json:"on"`
	Means string       `json:"means" enum:"direct,post,electronic,left,public"`
	Noted workday.Date `json:"noted" doc:"when it was noted here: terms of the subject run from the later day"`
}

// Said is something the subject said.
type Said struct {
	Text string       `json:"text"`
	On   workday.Date `json:"on"`
	By   string       `json:"by" enum:"subject,counter"`
}

// Draft is what the officer in charge proposes.
type Draft struct {
	Outcome  string       `json:"outcome" enum:"list,drop,remove,quash"`
	Findings string       `json:"findings"`
	Answer   string       `json:"answer,omitempty"`
	Remedy   string       `json:"remedy,omitempty"`
	On       workday.Date `json:"on"`
}

// Decision is what was decided. Its number is that of the case: one case, one decision.
type Decision struct {
	Outcome    string       `json:"outcome" enum:"list,drop,remove,quash"`
	DocumentNo string       `json:"document_no"`
	On         workday.Date `json:"on"`
	Findings   string       `json:"findings"`
	Answer     string       `json:"answer,omitempty"`
	Remedy     string       `json:"remedy,omitempty"`
	Severity   law.Severity `json:"severity,omitempty"`
}

// Outside is a decision of another body.
type Outside struct {
	Authority     string       `json:"authority"`
	AuthorityCode string       `json:"authority_code"`
	DocumentNo    string       `json:"document_no"`
	DecidedOn     workday.Date `json:"decided_on"`
	ServedOn      workday.Date `json:"served_on"`
	Until         workday.Date `json:"until,omitzero"`
	Basis         string       `json:"basis"`
	Facts         string       `json:"facts"`
	Ban           *Ban         `json:"ban,omitempty"`
}

func detailsOf(c *caseflow.Case) (*details, error) {
	x := &details{}
	return x, c.Into(x)
}

// severity is what counts: the table's, or another that a second person confirmed.
func (x *details) severity() law.Severity {
	if x.Override != nil && x.Override.State == "confirmed" {
		return x.Override.Severity
	}
	if x.Proposal == nil {
		return law.NoSeverity
	}
	return x.Proposal.Severity
}

// pending says that another severity was asked for and nobody has looked at it.
func (x *details) pending() bool { return x.Override != nil && x.Override.State == "asked" }

// banOf reads the fields of a ban; nil where the form asks for none.
func banOf(kind string, v caseflow.Values) *Ban {
	if kind != BanKind {
		return nil
	}
	return &Ban{Kind: v.Text("ban_kind"), Industry: strings.ToUpper(strings.TrimSpace(v.Text("industry"))), Domain: strings.TrimSpace(v.Text("domain")),
		Scope: v.Text("scope"), Until: v.Date("until")}
}

// listOf splits codes a person typed: commas of either script, spaces and 、 part them.
func listOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",，、; ；\n\t", r) })
}

// titleOf is the line lists of cases show: nothing of a person.
func titleOf(kind string, l law.List) string {
	if kind == BanKind {
		return "市场和行业禁入"
	}
	return cmp.Or(l.Name.ZH, "名单认定")
}
