package rectify

import (
	"context"
	"slices"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Campaign is a campaign with how far it has come.
type Campaign struct {
	ID      string       `json:"id"`
	Topic   string       `json:"topic" enum:"government,industry,other"`
	Name    law.Text2    `json:"name"`
	Basis   string       `json:"basis"`
	Lead    Body         `json:"lead"`
	Bodies  []Body       `json:"bodies"`
	First   workday.Date `json:"first_on"`
	Last    workday.Date `json:"last_on"`
	Ended   workday.Date `json:"ended_on,omitzero"`
	Shown   bool         `json:"shown"`
	Members int          `json:"members"`
	Cleared int          `json:"cleared"`
	Leads   bool         `json:"leads" doc:"the reader's body leads it"`
}

// Body is a body by its code and name.
type Body struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// Whole is a campaign with its subjects and its course.
type Whole struct {
	Campaign
	Series   []Point  `json:"series" doc:"every week from the first day"`
	Subjects []Member `json:"subjects"`
	ByBody   []Share  `json:"by_body"`
}

// Member is a subject of a campaign.
type Member struct {
	Entity  string       `json:"entity"`
	Name    string       `json:"name"`
	Kind    string       `json:"kind" doc:"of entity: organ, institution, enterprise…"`
	Body    Body         `json:"body" doc:"in charge"`
	Problem string       `json:"problem"`
	Added   workday.Date `json:"added_on"`
	Cleared workday.Date `json:"cleared_on,omitzero"`
	By      string       `json:"cleared_by,omitempty" doc:"the case or document that shows it"`
	Yours   bool         `json:"yours" doc:"the reader's body is in charge and it is not cleared"`
}

// Share is how far one body has come.
type Share struct {
	Body    Body `json:"body"`
	Members int  `json:"members"`
	Cleared int  `json:"cleared"`
}

// Figures are what the public reads of a campaign: no subject is named.
type Figures struct {
	Topic   string       `json:"topic" enum:"government,industry,other"`
	Name    law.Text2    `json:"name"`
	Basis   string       `json:"basis"`
	Lead    string       `json:"lead"`
	First   workday.Date `json:"first_on"`
	Last    workday.Date `json:"last_on"`
	Ended   workday.Date `json:"ended_on,omitzero"`
	Members int          `json:"members"`
	Cleared int          `json:"cleared"`
	Series  []Point      `json:"series"`
}

// Campaigns are those that exist for somebody, newest first.
func (d *Desk) Campaigns(ctx context.Context, who access.Actor) ([]Campaign, error) {
	rows, err := allCampaigns(ctx, d.db, false)
	if err != nil {
		return nil, err
	}
	out, mine, ids := []Campaign{}, []campaignRow{}, []string{}
	for _, c := range rows {
		if !c.sees(who) {
			continue
		}
		mine = append(mine, c)
		ids = append(ids, c.CampaignID)
	}
	counts, err := tallies(ctx, d.db, ids, d.today())
	for _, c := range mine {
		out = append(out, d.campaign(ctx, who, c, counts[c.CampaignID]))
	}
	return out, err
}

func (d *Desk) campaign(ctx context.Context, who access.Actor, c campaignRow, n tally) Campaign {
	out := Campaign{ID: c.CampaignID, Topic: c.Topic, Name: law.Text2{ZH: c.NameZH, EN: c.NameEN}, Basis: c.Basis, Lead: d.body(ctx, c.Lead), Bodies: []Body{},
		First: c.FirstOn, Last: c.LastOn, Ended: c.EndedOn, Shown: c.Shown, Members: n.Members, Cleared: n.Cleared, Leads: who.Org == c.Lead}
	for _, b := range c.Bodies {
		out.Bodies = append(out.Bodies, d.body(ctx, b))
	}
	return out
}

func (d *Desk) body(ctx context.Context, code string) Body {
	b := Body{Code: code, Name: code}
	if d.Accounts != nil {
		if o, err := d.Accounts.Org(ctx, code); err == nil {
			b.Name = o.Name
		}
	}
	return b
}

func spans(all []memberRow) []Span {
	out := make([]Span, len(all))
	for i, m := range all {
		out[i] = Span{m.AddedOn, m.ClearedOn}
	}
	return out
}

// until is the day a campaign is counted up to: today, but not beyond its end.
func (c campaignRow) until(today workday.Date) workday.Date {
	if c.EndedOn != 0 {
		return c.EndedOn
	}
	return today
}

// Campaign reads one with its subjects and its course.
func (d *Desk) Campaign(ctx context.Context, who access.Actor, id string) (Whole, error) {
	c, err := d.seen(ctx, d.db, qCampaign, who, id)
	if err != nil {
		return Whole{}, err
	}
	all, err := membersOf(ctx, d.db, id)
	if err != nil {
		return Whole{}, err
	}
	names, err := registry.FindMany(ctx, d.db, entities(all))
	if err != nil {
		return Whole{}, err
	}
	p := count(spans(all), d.today())
	w := Whole{Campaign: d.campaign(ctx, who, c, tally{id, p.Members, p.Cleared}), Series: Series(spans(all), c.FirstOn, c.until(d.today())), Subjects: []Member{}, ByBody: []Share{}}
	shares := map[string]*Share{}
	for _, m := range all {
		e := names[m.EntityID]
		b := d.body(ctx, m.Body)
		w.Subjects = append(w.Subjects, Member{Entity: m.EntityID, Name: e.Name, Kind: string(e.Kind), Body: b, Problem: m.Problem, Added: m.AddedOn, Cleared: m.ClearedOn,
			By: m.ClearedBy, Yours: m.Body == who.Org && m.ClearedOn == 0})
		s := shares[m.Body]
		if s == nil {
			s = &Share{Body: b}
			shares[m.Body] = s
		}
		s.Members++
		if m.ClearedOn != 0 {
			s.Cleared++
		}
	}
	for _, s := range shares {
		w.ByBody = append(w.ByBody, *s)
	}
	slices.SortFunc(w.ByBody, func(a, b Share) int { return strings.Compare(a.Body.Code, b.Body.Code) })
	return w, nil
}

func entities(all []memberRow) []string {
	out := make([]string, len(all))
	for i, m := range all {
		out[i] = m.EntityID
	}
	return out
}

// Public are the figures of the campaigns that are shown.
func (d *Desk) Public(ctx context.Context) ([]Figures, error) {
	rows, err := allCampaigns(ctx, d.db, true)
	if err != nil {
		return nil, err
	}
	out := []Figures{}
	for _, c := range rows {
		if c.FirstOn > d.today() {
			continue
		}
		all, err := membersOf(ctx, d.db, c.CampaignID)
		if err != nil {
			return nil, err
		}
		p := count(spans(all), c.until(d.today()))
		out = append(out, Figures{Topic: c.Topic, Name: law.Text2{ZH: c.NameZH, EN: c.NameEN}, Basis: c.Basis, Lead: d.body(ctx, c.Lead).Name, First: c.FirstOn, Last: c.LastOn,
			Ended: c.EndedOn, Members: p.Members, Cleared: p.Cleared, Series: Series(spans(all), c.FirstOn, c.until(d.today()))})
	}
	return out, nil
}
