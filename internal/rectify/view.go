package rectify

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// OrderView is the panel of an order on its case page.
type OrderView struct {
	Subject    Subject      `json:"subject"`
	Campaign   string       `json:"campaign,omitempty"`
	Ordered    *OrderedView `json:"ordered,omitempty" doc:"for the subject once it was served"`
	Issued     *SealView    `json:"issued,omitempty"`
	Service    *Service     `json:"service,omitempty"`
	Due        workday.Date `json:"due,omitzero" doc:"last day, while the subject's time runs"`
	Extension  *Extension   `json:"extension,omitempty"`
	MayAsk     bool         `json:"may_ask" doc:"more time may still be asked for"`
	Answers    []Said       `json:"answers"`
	Handed     []Said       `json:"handed"`
	Missing    []Said       `json:"missing"`
	Outcome    *Said        `json:"outcome,omitempty"`
	Reminders  []Reminder   `json:"reminders"`
	Suggestion *Suggested   `json:"suggestion,omitempty" doc:"only for officers; it starts nothing"`
	Talks      []TalkLine   `json:"talks"`
	Papers     []string     `json:"papers"`
}

// OrderedView is what an order says, in words.
type OrderedView struct {
	Ordered
	Cited law.Text2 `json:"cited"`
}

// SealView is a sealed paper with whether its words are those that were sealed.
type SealView struct {
	Sealed
	Genuine bool `json:"genuine"`
}

// Suggested is what the platform suggests, with its clause in words.
type Suggested struct {
	Talk   Sort      `json:"talk" enum:",remind,warning"`
	Why    law.Text2 `json:"why"`
	Clause law.Text2 `json:"clause"`
}

// TalkLine is a talk about an order.
type TalkLine struct {
	Case   string       `json:"case"`
	Record string       `json:"record"`
	Until  workday.Date `json:"until" doc:"last day of its record"`
	Ended  workday.Date `json:"ended,omitzero" doc:"earlier: the order was kept after all"`
}

func (d *Desk) viewOrder(ctx context.Context, db pg.DB, c *caseflow.Case, who access.Actor) (any, error) {
	x, err := orderOf(c)
	if err != nil {
		return nil, err
	}
	v := OrderView{Subject: x.Subject, Campaign: x.Campaign, Service: x.Service, Extension: x.Extension, Answers: append([]Said{}, x.Answers...), Handed: append([]Said{}, x.Handed...),
		Missing: append([]Said{}, x.Missing...), Outcome: x.Outcome, Reminders: []Reminder{}, Talks: []TalkLine{}, Papers: []string{}, MayAsk: c.State == Served && x.Extension == nil}
	if c.State == Served {
		v.Due = c.DueOn
	}
	if who.Firm != "" && x.Service == nil { // nothing is asked of anybody before it was served
		return OrderView{Subject: x.Subject, Answers: v.Answers, Handed: v.Handed, Missing: v.Missing, Reminders: v.Reminders, Talks: v.Talks, Papers: v.Papers}, nil
	}
	if x.Ordered != nil {
		v.Ordered = &OrderedView{Ordered: *x.Ordered, Cited: d.law.On(x.Ordered.On).Cite(x.Ordered.Basis)}
	}
	if x.Issued != nil {
		doc, err := d.orderPaper(c, x, x.Issued.Issuer, x.Issued.On, zh)
		v.Issued, v.Papers = &SealView{*x.Issued, err == nil && d.genuine(x.Issued, doc, c.ID)}, []string{paperOrder}
	}
	if v.Reminders, err = remindersOf(ctx, db, c.EntityID, c.ID); err != nil {
		return nil, err
	}
	v.Reminders = append([]Reminder{}, v.Reminders...)
	return v, d.talked(ctx, db, c, who, &v)
}

// talked adds the talks of an order, and for officers what the platform suggests.
func (d *Desk) talked(ctx context.Context, db pg.DB, c *caseflow.Case, who access.Actor, v *OrderView) error {
	rows, err := talksOf(ctx, db, c.EntityID, c.ID)
	if err != nil {
		return err
	}
	for _, r := range rows {
		v.Talks = append(v.Talks, TalkLine{r.CaseID, r.RecordID, r.UntilOn, r.EndedOn})
	}
	if who.Firm != "" {
		return nil
	}
	s, err := d.suggest(ctx, db, c.EntityID, c.ID, c.State == Overdue)
	if s.Talk != NoTalk {
		v.Suggestion = &Suggested{s.Talk, s.Why, d.law.On(d.today()).Cite(s.Clause)}
	}
	return err
}

// TalkView is the panel of a talk on its case page.
type TalkView struct {
	Order      string       `json:"order"`
	Subject    Subject      `json:"subject"`
	Kind       Sort         `json:"talk_kind" enum:"remind,warning"`
	Suggested  Sort         `json:"suggested" enum:",remind,warning" doc:"only for officers"`
	Topic      string       `json:"topic,omitempty"`
	On         workday.Date `json:"on,omitzero"`
	Place      string       `json:"place,omitempty"`
	Approved   workday.Date `json:"approved_on,omitzero"`
	Invitation *SealView    `json:"invitation,omitempty"`
	Service    *Service     `json:"service,omitempty"`
	Absent     []Said       `json:"absent"`
	Minutes    *Minutes     `json:"minutes,omitempty"`
	Remarks    []Said       `json:"remarks"`
	Officer    *SignView    `json:"officer,omitempty"`
	Other      *SignView    `json:"other,omitempty" doc:"of the subject"`
	Refusal    *Said        `json:"refusal,omitempty"`
	Record     *RecordView  `json:"record,omitempty"`
	Papers     []string     `json:"papers"`
}

// SignView is a signature as it is shown: who, when, over what, and whether it holds.
type SignView struct {
	Name   string    `json:"name"`
	At     time.Time `json:"at"`
	Digest string    `json:"digest"`
	Paper  bool      `json:"paper"`
	Key    string    `json:"key"`
	Stamp  []byte    `json:"stamp"`
	Valid  bool      `json:"valid"`
}

// RecordView is what was pushed, as it stands now.
type RecordView struct {
	ID      string       `json:"id"`
	State   record.State `json:"state" enum:"effective,withdrawn,repaired,removed,unmerged"`
	Until   workday.Date `json:"until"`
	Adverse bool         `json:"adverse" doc:"never: a talk is a neutral record of supervision"`
}

func (d *Desk) viewTalk(ctx context.Context, db pg.DB, c *caseflow.Case, who access.Actor) (any, error) {
	x, err := talkOf(c)
	if err != nil {
		return nil, err
	}
	v := TalkView{Order: x.Order, Subject: x.Subject, Kind: x.Kind, Absent: append([]Said{}, x.Absent...), Remarks: append([]Said{}, x.Remarks...), Papers: []string{}}
	if who.Firm != "" && x.Service == nil && x.Minutes == nil { // it is told by its invitation
		return v, nil
	}
	v.Topic, v.On, v.Place, v.Approved, v.Service, v.Minutes, v.Refusal = x.Topic, x.On, x.Place, x.ApprovedOn, x.Service, x.Minutes, x.Refusal
	if who.Firm == "" {
		v.Suggested = x.Suggested
	}
	if x.Invitation != nil {
		doc, err := d.invitationPaper(c, x, x.Invitation.Issuer, x.Invitation.On, zh)
		v.Invitation, v.Papers = &SealView{*x.Invitation, err == nil && d.genuine(x.Invitation, doc, c.ID)}, append(v.Papers, paperInvitation)
	}
	if x.Minutes != nil {
		v.Papers = append(v.Papers, paperMinutes)
		v.Officer, v.Other = d.signView(x.Officer, c, x), d.signView(x.Other, c, x)
	}
	v.Record, err = recordView(ctx, db, x)
	return v, err
}

// signView verifies a signature anew: over the words of the minutes as they are, not over what was stored of them.
func (d *Desk) signView(s *Signed, c *caseflow.Case, x *talk) *SignView {
	if s == nil {
		return nil
	}
	doc, err := d.minutesPaper(c, x, zh)
	return &SignView{s.Name, s.At, s.Digest, s.Paper, s.Key, s.Stamp, err == nil && d.valid(s, c, digestOf(doc))}
}

func recordView(ctx context.Context, db pg.DB, x *talk) (*RecordView, error) {
	if x.Record == "" {
		return nil, nil
	}
	r, err := record.Find(ctx, db, x.Record)
	if errors.Is(err, pg.ErrNone) || fault.KindOf(err) == fault.Missing {
		return nil, nil
	}
	return &RecordView{r.ID, r.State, x.Until, r.Adverse}, err
}
