package hotline

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// View is a complaint as officers and the firm read it. The firm reads neither the hotline's number nor the words of the caller, by which it
// might know who called.
type View struct {
	ID         string       `json:"id"`
	Firm       string       `json:"firm,omitempty" doc:"empty until it is confirmed which one is meant"`
	FirmName   string       `json:"firm_name" doc:"as registered; until a firm is confirmed, as the caller gave it"`
	ByName     bool         `json:"by_name" doc:"an officer confirmed which firm is meant"`
	Candidates []Candidate  `json:"candidates" doc:"firms of like names, for the officer who confirms; none is taken by itself"`
	Source     string       `json:"source"`
	Number     string       `json:"number,omitempty" doc:"for officers"`
	Matter     string       `json:"matter"`
	Text       string       `json:"text,omitempty" doc:"for officers"`
	ReceivedOn workday.Date `json:"received_on"`
	Body       string       `json:"body" doc:"the body in charge"`
	State      string       `json:"state" enum:"unnamed,unverified,merged,verified,unfounded,withdrawn"`
	First      string       `json:"first,omitempty" doc:"the complaint this one repeats; it stands and falls with it"`
	Document   string       `json:"document,omitempty"`
	Reason     string       `json:"reason,omitempty"`
	DecidedOn  workday.Date `json:"decided_on,omitzero"`
	Withdrawal Withdrawal   `json:"withdrawal,omitzero"`
	Answer     string       `json:"answer,omitempty" doc:"what the firm says"`
	AnsweredOn workday.Date `json:"answered_on,omitzero"`
	Own        bool         `json:"own" doc:"the reader's body is in charge"`
}

// Withdrawal is by what, why and when a complaint stopped to count.
type Withdrawal struct {
	Document string       `json:"document"`
	Reason   string       `json:"reason"`
	On       workday.Date `json:"on"`
}

// Candidate is a firm a complaint may be about.
type Candidate struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// List are the complaints of an officer's body, or region, those that wait first; one state only if it is named.
func (d *Desk) List(ctx context.Context, who access.Actor, state string) ([]View, error) {
	regions := make([]string, 0, len(who.Regions))
	for _, r := range who.Regions {
		regions = append(regions, r+"%")
	}
	all, err := listed(ctx, d.db, who.Org, regions, state)
	if err != nil {
		return nil, err
	}
	return d.views(ctx, slices.DeleteFunc(all, func(c complaint) bool { return !access.InScope(who, c.Org, c.Region) }), who)
}

// Mine are the complaints about the firm somebody acts for that were verified.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]View, error) {
	firm, err := firmOf(who)
	if err != nil {
		return nil, err
	}
	all, err := ofEntity(ctx, d.db, firm)
	if err != nil {
		return nil, err
	}
	return d.views(ctx, slices.DeleteFunc(all, func(c complaint) bool { return !c.shown() }), who)
}

func (d *Desk) views(ctx context.Context, all []complaint, who access.Actor) ([]View, error) {
	var codes []string
	for i := range all {
		codes = append(codes, all[i].EntityID)
	}
	firms, err := registry.FindMany(ctx, d.db, codes)
	if err != nil {
		return nil, err
	}
	out := []View{}
	for i := range all {
		c := &all[i]
		v := View{ID: c.ComplaintID, Firm: c.EntityID, FirmName: firms[c.EntityID].Name, Candidates: []Candidate{}, Source: c.Source, Matter: c.Matter, ReceivedOn: c.ReceivedOn,
			Body: c.OrgName, State: c.State, First: c.FirstID, Document: c.Document, Reason: c.Reason, DecidedOn: c.DecidedOn, AnsweredOn: c.AnsweredOn,
			Withdrawal: Withdrawal{c.EndedDocument, c.EndedReason, c.EndedOn}}
		if who.Firm == "" {
			if err := d.forOfficer(ctx, &v, c, who); err != nil {
				return nil, err
			}
		}
		if c.Answer != nil {
			b, err := d.seal.Open(answerContext(c.ComplaintID), c.Answer)
			if err != nil {
				return nil, err
			}
			v.Answer = string(b)
		}
		out = append(out, v)
	}
	return out, nil
}

// forOfficer adds what the firm does not read: the number, the words, and which firms may be meant.
func (d *Desk) forOfficer(ctx context.Context, v *View, c *complaint, who access.Actor) error {
	b, err := d.seal.Open(c.sealContext(), c.Sealed)
	if err != nil {
		return err
	}
	v.Number, v.Text, v.Own, v.ByName = c.Number, string(b), c.Org == who.Org, c.Name != "" && c.EntityID != ""
	if c.EntityID != "" {
		return nil
	}
	v.FirmName = c.Name
	if c.State != Unnamed || !v.Own {
		return nil
	}
	hits, err := registry.ByName(ctx, d.db, c.Name)
	for i := range hits {
		v.Candidates = append(v.Candidates, Candidate{hits[i].ID, hits[i].Name})
	}
	return err
}
