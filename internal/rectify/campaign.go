package rectify

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Starting is what a campaign is started with (F15-3).
type Starting struct {
	Topic  string       `json:"topic" enum:"government,industry,other" doc:"public bodies in default, a trade, another"`
	Name   law.Text2    `json:"name"`
	Basis  string       `json:"basis" minLength:"1" maxLength:"200" doc:"the document that starts it"`
	Bodies []string     `json:"bodies" maxItems:"200" doc:"codes of the bodies that take part"`
	First  workday.Date `json:"first_on"`
	Last   workday.Date `json:"last_on"`
	Shown  bool         `json:"shown" doc:"its figures are public; its subjects never are"`
}

// Start starts a campaign that the reader's body leads.
func (d *Desk) Start(ctx context.Context, who access.Actor, in Starting) (c Campaign, err error) {
	row := campaignRow{CampaignID: uuid.Must(uuid.NewV7()).String(), Topic: in.Topic, NameZH: strings.TrimSpace(in.Name.ZH), NameEN: strings.TrimSpace(in.Name.EN),
		Basis: strings.TrimSpace(in.Basis), Lead: who.Org, Region: account.Division(ctx, d.db, d.Accounts, d.law.On(d.today()), who.Org), Bodies: slices.Compact(slices.Sorted(slices.Values(in.Bodies))),
		FirstOn: in.First, LastOn: in.Last, Shown: in.Shown, Author: who.ID, CreatedAt: d.instant()}
	switch {
	case row.NameZH == "" || row.NameEN == "" || row.Basis == "":
		return c, errNamed
	case in.First == 0 || in.Last < in.First || in.Last < d.today():
		return c, errDates
	}
	for _, b := range row.Bodies {
		if err := d.works(ctx, b); err != nil {
			return c, err
		}
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertCampaign(ctx, tx, row); err != nil {
			return err
		}
		return d.noted(ctx, tx, who, "rectify.campaign_started", row.CampaignID, map[string]string{"topic": row.Topic, "basis": row.Basis})
	})
	return d.campaign(ctx, who, row, tally{}), err
}

func (d *Desk) noted(ctx context.Context, tx pg.Tx, who access.Actor, kind, id string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: who.ID, About: id, Public: public})
	return err
}

// works: a body that takes part works here and so can act.
func (d *Desk) works(ctx context.Context, org string) error {
	if d.Accounts == nil {
		return nil
	}
	_, err := d.Accounts.Org(ctx, org)
	if fault.KindOf(err) == fault.Missing {
		return errBody
	}
	return err
}

// sees says whether a campaign exists for somebody: its bodies, and whoever's reach covers it (S10).
func (c campaignRow) sees(who access.Actor) bool {
	return access.InScope(who, c.Lead, c.Region) || slices.Contains(c.Bodies, who.Org)
}

func (d *Desk) seen(ctx context.Context, db pg.DB, q pg.Query, who access.Actor, id string) (campaignRow, error) {
	c, err := findCampaign(ctx, db, q, id)
	if err == nil && !c.sees(who) {
		err = errNoCampaign
	}
	return c, err
}

// Adding is a subject that joins a campaign.
type Adding struct {
	USCC    string `json:"uscc" maxLength:"18"`
	Body    string `json:"body" maxLength:"18" doc:"body in charge, of those that take part"`
	Problem string `json:"problem" minLength:"1" maxLength:"500" doc:"what is to be cleared; nothing personal"`
}

// Add puts a subject into a campaign. Being in one restricts nothing; a second time changes nothing.
func (d *Desk) Add(ctx context.Context, who access.Actor, id string, in Adding) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		c, err := d.led(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if in.Body != c.Lead && !slices.Contains(c.Bodies, in.Body) {
			return errBody
		}
		s, err := subject(ctx, tx, in.USCC)
		if err != nil {
			return err
		}
		anew, err := addMember(ctx, tx, memberRow{EntityID: s.Code, CampaignID: id, Body: in.Body, Problem: strings.TrimSpace(in.Problem), AddedOn: max(d.today(), c.FirstOn), At: d.instant()})
		if err != nil || !anew {
			return err
		}
		return d.noted(ctx, tx, who, "rectify.campaign_subject", id, map[string]string{"subject": s.Code, "body": in.Body})
	})
}

// led holds a running campaign for whoever's body leads it.
func (d *Desk) led(ctx context.Context, tx pg.Tx, who access.Actor, id string) (campaignRow, error) {
	c, err := d.seen(ctx, tx, qLockCampaign, who, id)
	switch {
	case err != nil:
		return c, err
	case c.Lead != who.Org:
		return c, errNotLead
	case c.EndedOn != 0:
		return c, errOver
	}
	return c, nil
}

// Clearing says what shows that a subject is cleared.
type Clearing struct {
	Document string `json:"document" minLength:"1" maxLength:"200" doc:"number of the document or voucher"`
}

// Clear notes that the problem of a subject is gone, on the word of the body in charge and a document. A kept order does it by itself.
func (d *Desk) Clear(ctx context.Context, who access.Actor, id, entity string, in Clearing) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := d.seen(ctx, tx, qLockCampaign, who, id); err != nil {
			return err
		}
		m, err := findMember(ctx, tx, entity, id)
		switch {
		case err != nil:
			return err
		case m.Body != who.Org:
			return errNotInCharge
		case m.AddedOn > d.today():
			return errDates
		}
		anew, err := clear(ctx, tx, entity, id, strings.TrimSpace(in.Document), d.today())
		if err != nil || !anew {
			return err
		}
		return d.noted(ctx, tx, who, "rectify.campaign_cleared", id, map[string]string{"subject": entity})
	})
}

// End closes a campaign; what was cleared stays counted, and a second time changes nothing.
func (d *Desk) End(ctx context.Context, who access.Actor, id string) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		c, err := d.seen(ctx, tx, qLockCampaign, who, id)
		switch {
		case err != nil || c.EndedOn != 0:
			return err
		case c.Lead != who.Org:
			return errNotLead
		}
		anew, err := endCampaign(ctx, tx, id, d.today())
		if err != nil || !anew {
			return err
		}
		return d.noted(ctx, tx, who, "rectify.campaign_ended", id, nil)
	})
}

// takesPart: an order of a campaign is drafted by the body in charge of its subject.
func (d *Desk) takesPart(ctx context.Context, db pg.DB, who access.Actor, campaign, entity string) error {
	if campaign == "" {
		return nil
	}
	c, err := d.seen(ctx, db, qCampaign, who, campaign)
	if err != nil {
		return err
	}
	if c.EndedOn != 0 {
		return errOver
	}
	m, err := findMember(ctx, db, entity, campaign)
	if err == nil && m.Body != who.Org {
		err = errNotInCharge
	}
	return err
}

var (
	errNoCampaign  = fault.New(fault.Missing, "rectify.no_campaign", "没有这项专项治理；请从专项治理列表中选择。", "There is no such campaign; choose one of the list.")
	errNoMember    = fault.New(fault.Missing, "rectify.no_member", "该主体不在这项专项治理的名册中；请先由牵头单位列入。", "The subject is not in this campaign; its lead must add it first.")
	errNamed       = fault.New(fault.Invalid, "rectify.named", "请填写专项治理的中英文名称和部署文件。", "Name the campaign in Chinese and English, and the document that starts it.").At("name")
	errDates       = fault.New(fault.Invalid, "rectify.dates", "专项治理须有起止日期，结束日期不能已过；请核对。", "A campaign has a first and a last day that is still to come; check them.").At("last_on")
	errBody        = fault.New(fault.Invalid, "rectify.body", "须是本平台上参加这项专项治理的机构；请核对其统一社会信用代码。", "It must be a body of this platform that takes part in the campaign; check its code.").At("body")
	errNotLead     = fault.New(fault.Forbidden, "rectify.not_lead", "只有牵头单位可以这样做；请联系牵头单位。", "Only the body that leads the campaign does this; ask it to.")
	errNotInCharge = fault.New(fault.Forbidden, "rectify.not_in_charge", "该主体由另一家机构负责；请联系负责的机构。", "Another body is in charge of this subject; ask it to.")
	errOver        = fault.New(fault.Conflict, "rectify.campaign_over", "这项专项治理已经结束；不能再列入或者据以发出整改通知。", "The campaign is over; nothing is added to it any more.")
)
