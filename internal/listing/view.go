package listing

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// View is the panel of a listing or a ban on its case page.
type View struct {
	Subject   string        `json:"subject" doc:"masked for natural persons"`
	Person    bool          `json:"person"`
	FirmCase  string        `json:"firm_case,omitempty" doc:"of a person: a firm's case it is connected with; nothing of it counts here"`
	List      *ListView     `json:"list,omitempty"`
	Proposal  *ProposalView `json:"proposal,omitempty"`
	Override  *Overridden   `json:"override,omitempty"`
	Severity  law.Severity  `json:"severity,omitempty" enum:"minor,general,serious" doc:"that counts"`
	Notice    *Service      `json:"notice,omitempty"`
	AskUntil  workday.Date  `json:"ask_until,omitzero" doc:"last day for asking for a hearing"`
	Said      []Said        `json:"said" doc:"what the subject said"`
	HearingOn workday.Date  `json:"hearing_on,omitzero"`
	Place     string        `json:"hearing_place,omitempty"`
	Held      bool          `json:"hearing_held"`
	Discussed bool          `json:"discussed" doc:"a panel has sat on the draft"`
	Draft     *Draft        `json:"draft,omitempty" doc:"only for the body"`
	Decision  *Decision     `json:"decision,omitempty"`
	Service   *Service      `json:"service,omitempty"`
	Outside   *Outside      `json:"outside,omitempty"`
	Leaving   *Draft        `json:"leaving,omitempty" doc:"only for the body"`
	Ended     *Decision     `json:"ended,omitempty" doc:"how the entry was ended early"`
	Entry     *EntryView    `json:"entry,omitempty"`
	Measures  []NamedRule   `json:"measures" doc:"that are intended or were decided, in words"`
	Documents []string      `json:"documents" doc:"papers the case has by now: notice, hearing, decision, removal; at /v1/listings/cases/{id}/papers/{paper}"`
}

// ListView is the definition the case rests on.
type ListView struct {
	Code     string       `json:"code"`
	Name     law.Text2    `json:"name"`
	Removal  law.Text2    `json:"removal"`
	Remedies law.Text2    `json:"remedies"`
	Basis    []law.Text2  `json:"basis"`
	Refs     []law.Ref    `json:"refs" doc:"the same articles by instrument and article, for a form to begin with"`
	Standing law.Standing `json:"standing" enum:"text,secondary,assumed"`
}

// ProposalView is what is intended, in words.
type ProposalView struct {
	Proposal
	Pattern law.Text2    `json:"pattern" doc:"the row of the table of conduct, in words"`
	Cited   law.Text2    `json:"cited"`
	Sure    law.Standing `json:"standing" enum:"text,secondary,assumed" doc:"of that row"`
}

// NamedRule is a rule by its code and in words.
type NamedRule struct {
	Code string    `json:"code"`
	Name law.Text2 `json:"name"`
}

// EntryView is the entry the case brought about, as it stands now.
type EntryView struct {
	Record string       `json:"record"`
	State  record.State `json:"state" enum:"effective,withdrawn,repaired,removed,unmerged"`
	From   workday.Date `json:"from"`
	Until  workday.Date `json:"until"`
	Status string       `json:"status" doc:"as shown to people today"`
}

func (d *Desk) view(ctx context.Context, db pg.DB, c *caseflow.Case, who access.Actor) (any, error) {
	x, err := detailsOf(c)
	if err != nil {
		return nil, err
	}
	v := View{Subject: masked(x.Subject), Person: x.Subject.Person, FirmCase: x.FirmCase, List: d.listView(x), Proposal: d.proposalView(x), Override: x.Override,
		Severity: x.severity(), Notice: x.Notice, AskUntil: x.AskUntil, Said: append([]Said{}, x.Said...), HearingOn: x.HearingOn, Place: x.Place, Held: x.Held,
		Discussed: x.Discussed, Decision: x.Decision, Service: x.Service, Outside: x.Outside}
	own := own(who, c)
	v.Ended, v.Documents = x.Ended, papersOf(x, own)
	if own {
		v.Draft, v.Leaving = x.Draft, x.Leaving
	} else {
		v.Override, v.FirmCase = nil, ""
	}
	if !own && c.State == Drafted { // until it is decided it is nobody's answer
		v.Decision = nil
	}
	if !own && x.Notice == nil { // nothing is held against anybody before it was told
		v.Proposal, v.Severity = nil, law.NoSeverity
	}
	v.Measures = d.measuresView(v.Proposal)
	v.Entry, err = d.entryView(ctx, db, x)
	return v, err
}

func (d *Desk) listView(x *details) *ListView {
	l, ok := d.law.On(d.today()).List(x.List)
	if !ok {
		return nil
	}
	v := &ListView{Code: l.Code, Name: l.Name, Removal: l.Removal, Remedies: l.Remedies, Standing: l.Standing, Basis: []law.Text2{}, Refs: append([]law.Ref{}, l.Basis...)}
	for _, r := range l.Basis {
		v.Basis = append(v.Basis, d.law.On(d.today()).Cite(r))
	}
	return v
}

func (d *Desk) proposalView(x *details) *ProposalView {
	if x.Proposal == nil {
		return nil
	}
	v := &ProposalView{Proposal: *x.Proposal, Cited: d.law.On(x.Proposal.On).Cite(x.Proposal.Basis)}
	v.Measures = append([]string{}, x.Proposal.Measures...)
	if row, ok := d.law.On(x.Proposal.On).Misconduct(x.Proposal.Conduct); ok {
		v.Pattern, v.Sure = row.Name, row.Standing
	}
	return v
}

// measuresView names the measures of a proposal.
func (d *Desk) measuresView(p *ProposalView) []NamedRule {
	out := []NamedRule{}
	if p == nil {
		return out
	}
	book := d.law.On(p.On)
	for _, code := range p.Measures {
		m, _ := book.Measure(code)
		out = append(out, NamedRule{code, m.Name})
	}
	return out
}

func (d *Desk) entryView(ctx context.Context, db pg.DB, x *details) (*EntryView, error) {
	if x.Record == "" {
		return nil, nil
	}
	r, err := record.Find(ctx, db, x.Record)
	if err != nil {
		if fault.KindOf(err) == fault.Missing {
			return nil, nil
		}
		return nil, err
	}
	return &EntryView{r.ID, r.State, r.PublicFrom, r.PublicUntil, string(r.StatusOn(d.today()))}, nil
}

// masked is the name of the subject as the page shows it.
func masked(s Subject) string {
	if s.Person {
		return ident.MaskName(s.Name)
	}
	return s.Name
}
