package objection

import (
	"context"
	"slices"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Filing is an objection as it is handed in.
type Filing struct {
	USCC      string                     `json:"uscc,omitempty" maxLength:"64" doc:"at a window: code of whoever is present"`
	Shown     string                     `json:"shown,omitempty" maxLength:"200" doc:"at a window: which proof of identity and authority was shown; no numbers"`
	About     About                      `json:"about" enum:"record,listing,measure,score,check"`
	Ref       string                     `json:"ref,omitempty" maxLength:"64" doc:"of a check: its decision id; of a measure or a score: its code"`
	Records   []string                   `json:"records,omitempty" maxItems:"50" doc:"ids; of a check: all it leaned on when empty"`
	Ground    string                     `json:"ground" maxLength:"64" doc:"one of /v1/objections/grounds"`
	Statement string                     `json:"statement" minLength:"1" maxLength:"5000" doc:"what is wrong, in one's own words"`
	Claims    map[string]caseflow.Change `json:"claims,omitempty" doc:"by field code: what it is, and what it should be"`
	Papers    []string                   `json:"papers,omitempty" maxItems:"20" doc:"attachments; evidence helps and is never demanded"`
}

// Receipt is what whoever filed goes away with.
type Receipt struct {
	Case     string          `json:"case"`
	Code     string          `json:"code,omitempty" doc:"to follow the case without signing in; given once"`
	State    caseflow.State  `json:"state"`
	Marked   bool            `json:"marked" doc:"the records are marked as under objection from this moment"`
	Use      law.Use         `json:"use" enum:"mark,freeze" doc:"what becomes of their use meanwhile, by rule"`
	Says     law.Text2       `json:"says"`
	Body     string          `json:"body"`
	BodyName string          `json:"body_name"`
	Opened   workday.Date    `json:"opened"`
	DueOn    workday.Date    `json:"due_on"`
	Clocks   []caseflow.Term `json:"clocks"`
	Progress string          `json:"progress" doc:"address under which the receipt and its code show how it stands"`
}

// File takes an objection in: the case, its receipt and the mark on every record concerned are one transaction. The same key
// of the same actor files once.
func (d *Desk) File(ctx context.Context, who access.Actor, in Filing, key string) (Receipt, error) {
	entity, err := subjectOf(who, in.USCC, in.Shown)
	if err != nil {
		return Receipt{}, err
	}
	var c *caseflow.Case
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		c, err = d.file(ctx, tx, who, entity, &in, key)
		return err
	})
	if err != nil {
		return Receipt{}, err
	}
	return d.receipt(ctx, c)
}

// subjectOf is whom a filing is for: the firm somebody acts for, or whoever is present at the window.
func subjectOf(who access.Actor, uscc, shown string) (string, error) {
	switch {
	case who.Firm != "" && (uscc == "" || uscc == who.Org):
		return who.Org, nil
	case who.Firm == "" && slices.Contains(who.Roles, windowClerk) && uscc != "" && strings.TrimSpace(shown) != "":
		return uscc, nil
	}
	return "", errNoSubject
}

func (d *Desk) file(ctx context.Context, tx pg.Tx, who access.Actor, entity string, in *Filing, key string) (*caseflow.Case, error) {
	if err := alone(ctx, tx, entity); err != nil {
		return nil, err
	}
	if c, err := d.again(ctx, tx, who, entity, key); c != nil || err != nil {
		return c, err
	}
	rs, p, err := d.object(ctx, tx, entity, in)
	if err != nil {
		return nil, err
	}
	x := details{About: in.About, Ref: in.Ref, Ground: in.Ground, Statement: in.Statement, Claims: in.Claims, Shown: in.Shown, Use: law.MarkOnly}
	for i := range rs {
		x.Records = append(x.Records, Line{rs[i].ID, rs[i].Item, rs[i].DocumentNo, rs[i].List})
	}
	o := caseflow.Opening{Kind: Kind, Act: File, EntityID: entity, Org: p.org, Region: p.region, Provider: p.provider, Title: titleOf(&x), Details: x, Key: openingKey(key)}
	if len(in.Papers) > 0 {
		o.Fields = caseflow.Values{"papers": in.Papers}
	}
	if p.provider != "" {
		o.Facts = []string{hasProvider}
	}
	switch {
	case who.Firm == "":
		o.Act = Enter
	case isAgent(who):
		o.Act = Prepare
	}
	return d.cases.Open(ctx, tx, who, o)
}

// again finds the case the same click opened.
func (d *Desk) again(ctx context.Context, tx pg.Tx, who access.Actor, entity, key string) (*caseflow.Case, error) {
	if key == "" {
		return nil, nil
	}
	return d.cases.Opened(ctx, tx, who, Kind, entity, openingKey(key))
}

func openingKey(key string) string {
	if key == "" {
		return ""
	}
	return "objection " + key
}

func (d *Desk) receipt(ctx context.Context, c *caseflow.Case) (r Receipt, err error) {
	r = Receipt{Case: c.ID, Code: c.Code, State: c.State, Body: c.Org, Opened: c.OpenedOn, DueOn: c.DueOn, Progress: "/v1/progress"}
	if r.BodyName, err = d.nameOf(ctx, d.db, c.Org); err != nil {
		return r, err
	}
	if c.Kind == Kind {
		again, err := d.cases.Find(ctx, d.db, c.ID)
		if err != nil {
			return r, err
		}
		x, err := detailsOf(again)
		if err != nil {
			return r, err
		}
		r.Use, r.Marked, r.Says = x.Use, x.MarkedOn != 0, x.Use.Says()
	}
	r.Clocks, err = d.cases.Clocks(ctx, d.db, c)
	return r, err
}
