package commitment

import (
	"context"
	"slices"
	"strconv"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/signing"
	"xinheng/internal/workday"
)

// View is a commitment as its firm and its body see it.
type View struct {
	Public
	Org        Body         `json:"org" doc:"the body it is made to; empty: the public"`
	Body       string       `json:"body" doc:"the text as it was signed"`
	SM3        string       `json:"text_sm3"`
	Role       string       `json:"signer_role"`
	Signer     string       `json:"signer" doc:"account that signed"`
	Decision   string       `json:"decision,omitempty" doc:"the credit check the route rests on"`
	Replaces   string       `json:"replaces,omitempty"`
	ShownAt    time.Time    `json:"shown_at"`
	UndoUntil  *time.Time   `json:"undo_until,omitempty" doc:"until then it can be taken back or changed"`
	WaivedAt   *time.Time   `json:"waived_at,omitempty"`
	Permit     string       `json:"permit,omitempty"`
	Evidence   []Check      `json:"conditions"`
	Proofs     []law.Text2  `json:"proofs" doc:"no longer asked for"`
	Now        time.Time    `json:"now" doc:"of the server, to count down by"`
	MayUndo    bool         `json:"may_undo"`
	MayRevoke  bool         `json:"may_withdraw"`
	PermitName law.Text2    `json:"permit_name,omitzero"`
	IssueBy    workday.Date `json:"issue_by,omitzero" doc:"last day to issue what was promised for, while it is not issued"`
	IssueLate  bool         `json:"issue_late"`
}

// Public is a commitment as everybody may read it from the moment it takes effect (F03-3). Who signed it is nobody's business.
type Public struct {
	ID          string        `json:"id"`
	EntityID    string        `json:"entity_id"`
	Firm        string        `json:"firm"`
	Kind        string        `json:"kind" enum:"approval,deferred,proof,industry,voluntary,repair"`
	Code        string        `json:"undertaking"`
	Name        law.Text2     `json:"name"`
	Matter      string        `json:"matter,omitempty"`
	Project     string        `json:"project,omitempty"`
	Region      string        `json:"region"`
	Status      State         `json:"status" enum:"signed,undone,changed,performing,kept,broken,withdrawn"`
	Title       law.Text2     `json:"title"`
	Template    string        `json:"template"`
	Version     workday.Date  `json:"template_from"`
	Hash        string        `json:"template_hash"`
	Clauses     []ClauseState `json:"clauses"`
	SignedAt    time.Time     `json:"signed_at"`
	ReleasedAt  *time.Time    `json:"in_effect_at,omitempty"`
	PermittedAt *time.Time    `json:"permitted_at,omitempty"`
	Seconds     int64         `json:"seconds_to_permit,omitempty" doc:"from signing to the permit"`
	Checks      law.Text2     `json:"checks" doc:"who verifies it, as told in its notice"`
	CheckedBy   *Body         `json:"checked_by,omitempty"`
	CheckedOn   workday.Date  `json:"checked_on,omitempty"`
	Document    string        `json:"document,omitempty" doc:"of the finding"`
	EndedOn     workday.Date  `json:"ended_on,omitempty"`
	Grouping    string        `json:"grouping,omitempty"`
	Proof       Proof         `json:"signature"`
}

// ClauseState is a clause and how it stands.
type ClauseState struct {
	law.Clause
	Status State `json:"status" enum:"performing,kept,broken,withdrawn,signed,undone,changed"`
}

// Proof lets anybody verify the countersignature.
type Proof = signing.Countersign

// public is what everybody may read of a commitment, in the words of the version that was signed.
func (d *Desk) public(ctx context.Context, db pg.DB, c *commitment) (Public, error) {
	p := Public{ID: c.CommitmentID, EntityID: c.EntityID, Kind: c.Kind, Code: c.Undertaking, Matter: c.Matter, Project: c.Project, Region: c.Region, Status: c.State,
		Template: c.Template, Version: c.TemplateFrom, Hash: c.TemplateHash, Clauses: []ClauseState{}, SignedAt: c.SignedAt, ReleasedAt: c.ReleasedAt,
		PermittedAt: c.PermittedAt, CheckedOn: c.CheckedOn, Document: c.Document, Grouping: c.Grouping, Proof: *c.proof()}
	firm, err := registry.Find(ctx, db, c.EntityID)
	if err != nil {
		return p, err
	}
	p.Firm = firm.Name
	if u, ok := d.undertaking(&c.signed); ok {
		p.Name, p.Checks = u.Name, u.Checks
	}
	if t, ok := d.law.On(c.TemplateFrom).Template(c.Template); ok {
		p.Title = t.Title
		for _, x := range t.Clauses() {
			p.Clauses = append(p.Clauses, ClauseState{x, clauseState(c, x.ID)})
		}
	}
	if c.PermittedAt != nil {
		p.Seconds = int64(c.PermittedAt.Sub(c.SignedAt).Seconds())
	}
	if c.EndedAt != nil {
		p.EndedOn = workday.Of(*c.EndedAt)
	}
	if c.CheckedOrg == "" {
		return p, nil
	}
	b, err := d.body(ctx, db, c.CheckedOrg)
	p.CheckedBy = &b
	return p, err
}

// clauseState: a broken commitment breaks the clause it names; the others are not thereby broken.
func clauseState(c *commitment, clause string) State {
	if c.State == Broken && c.Clause != clause {
		return Performing
	}
	return c.State
}

// view is what the firm and the body see besides.
func (d *Desk) view(ctx context.Context, db pg.DB, c *commitment) (v View, err error) {
	if v.Public, err = d.public(ctx, db, c); err != nil {
		return v, err
	}
	if v.Org, err = d.body(ctx, db, c.Org); err != nil {
		return v, err
	}
	v.Body, v.SM3, v.Role, v.Signer, v.Decision, v.Replaces = c.Body, c.BodySM3, c.SignerRole, c.Signer, c.Decision, c.Replaces
	v.ShownAt, v.WaivedAt, v.Permit, v.Now, v.Proofs = c.ShownAt, c.WaivedAt, c.PermitNo, d.now().UTC(), []law.Text2{}
	if v.MayUndo = c.undoable(d.now()); v.MayUndo {
		v.UndoUntil = &c.UndoUntil
	}
	v.MayRevoke = c.State == Performing && c.PermitNo == ""
	book := d.law.On(workday.Of(c.SignedAt))
	for _, code := range c.Proofs {
		if p, ok := book.Proof(code); ok {
			v.Proofs = append(v.Proofs, p.Name)
		}
	}
	if u, ok := d.undertaking(&c.signed); ok {
		v.PermitName = u.Permit
	}
	if (v.Kind == string(law.ForApproval) || v.Kind == string(law.ForDeferred)) && c.State == Performing && c.PermitNo == "" && v.ReleasedAt != nil {
		if v.IssueBy, _, err = d.dueFrom("commitment.issue", workday.Of(*v.ReleasedAt)); err != nil {
			return v, err
		}
		v.IssueLate = d.today() > v.IssueBy
	}
	v.Evidence, err = d.checklist(ctx, db, c)
	return v, err
}

// Mine lists the commitments of the firm somebody acts for, newest first.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]View, error) {
	entity, err := firmOf(who)
	if err != nil {
		return []View{}, nil //nolint:nilerr // whoever acts for no firm has none
	}
	all, err := ofEntity(ctx, d.db, entity)
	return d.views(ctx, all, err)
}

// Taken lists the commitments made to the body somebody works for, once they are in effect, newest first.
func (d *Desk) Taken(ctx context.Context, who access.Actor) ([]View, error) {
	if who.Org == "" || who.Firm != "" {
		return []View{}, nil
	}
	all, err := ofOrg(ctx, d.db, who.Org)
	return d.views(ctx, all, err)
}

func (d *Desk) views(ctx context.Context, all []commitment, err error) ([]View, error) {
	out := make([]View, 0, len(all))
	for i := range all {
		v, err := d.view(ctx, d.db, &all[i])
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, err
}

// Find shows one commitment to its firm, or to the body it is made to; another's does not exist.
func (d *Desk) Find(ctx context.Context, who access.Actor, id string) (View, error) {
	c, err := d.seen(ctx, d.db, who, id)
	return d.viewOr(ctx, &c, err)
}

func (d *Desk) seen(ctx context.Context, db pg.DB, who access.Actor, id string) (commitment, error) {
	if who.Firm != "" {
		return d.mine(ctx, db, who, id, qFind)
	}
	return d.taken(ctx, db, who, id, qFind)
}

// Sought is what a visitor of the public column looks for.
type Sought struct {
	Entity string
	Kind   string
	Status string
	Matter string
	Region string
	After  string // cursor of the page before
	Limit  int
}

// Column lists what is public, newest first (信用承诺专栏, F03-3).
func (d *Desk) Column(ctx context.Context, s Sought) (page []Public, next string, err error) {
	if s.Limit <= 0 || s.Limit > mostListed {
		s.Limit = mostListed
	}
	rows, err := column(ctx, d.db, s, s.Limit+1)
	if err != nil {
		return nil, "", err
	}
	if len(rows) > s.Limit {
		rows = rows[:s.Limit]
		last := &rows[s.Limit-1]
		next = cursor(*last.ReleasedAt, last.CommitmentID)
	}
	page = []Public{}
	for i := range rows {
		p, err := d.public(ctx, d.db, &rows[i])
		if err != nil {
			return nil, "", err
		}
		page = append(page, p)
	}
	return page, next, nil
}

const mostListed = 50

// Public is one commitment as everybody may read it; one that never took effect does not exist.
func (d *Desk) Public(ctx context.Context, id string) (Public, error) {
	entity, err := whose(ctx, d.db, id)
	if err != nil {
		return Public{}, err
	}
	c, err := find(ctx, d.db, qFind, entity, id)
	if err != nil {
		return Public{}, err
	}
	if !slices.Contains(PublicStates, c.State) {
		return Public{}, errUnknown
	}
	return d.public(ctx, d.db, &c)
}

// Timing is how long it took from signing to the permit, by undertaking (F01-4): figures, and no single firm.
type Timing struct {
	Code    string    `json:"undertaking"`
	Name    law.Text2 `json:"name"`
	Signed  int64     `json:"in_effect" doc:"commitments that took effect"`
	Issued  int64     `json:"issued"`
	Median  int64     `json:"median_seconds" doc:"from signing to the permit"`
	Slowest int64     `json:"p90_seconds"`
	Waived  int64     `json:"waived" doc:"of those issued, how many did without the time to take it back"`
	Reading int64     `json:"median_reading_seconds" doc:"from the text being shown to its signing"`
}

// Timing is the public timer.
func (d *Desk) Timing(ctx context.Context) ([]Timing, error) {
	rows, err := timing(ctx, d.db)
	book := d.law.On(d.today())
	for i := range rows {
		u, _ := book.Undertaking(rows[i].Code)
		rows[i].Name = u.Name
	}
	return rows, err
}

func faultMissing(err error) bool { return fault.KindOf(err) == fault.Missing }

func itoa(n int32) string { return strconv.Itoa(int(n)) }

// Tally is how commitments of an undertaking stand, in public.
type Tally struct {
	Code       string    `json:"undertaking"`
	Name       law.Text2 `json:"name"`
	Performing int64     `json:"performing"`
	Kept       int64     `json:"kept"`
	Broken     int64     `json:"broken"`
	Withdrawn  int64     `json:"withdrawn"`
}

// Tally counts what is public, by undertaking.
func (d *Desk) Tally(ctx context.Context) ([]Tally, error) {
	rows, err := tally(ctx, d.db)
	book := d.law.On(d.today())
	for i := range rows {
		u, _ := book.Undertaking(rows[i].Code)
		rows[i].Name = u.Name
	}
	return rows, err
}
