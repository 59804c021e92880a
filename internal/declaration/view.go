package declaration

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/attach"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/signing"
	"xinheng/internal/workday"
)

// View is a declaration as its firm and the body that verifies it see it.
type View struct {
	ID          string              `json:"id"`
	EntityID    string              `json:"entity_id"`
	Firm        string              `json:"firm"`
	Kind        string              `json:"kind"`
	Group       string              `json:"group" enum:"qualification,operation,contract,honour,welfare"`
	Name        law.Text2           `json:"name"`
	Fields      []law.DeclaredField `json:"fields"`
	Values      map[string]string   `json:"values"`
	State       State               `json:"state" enum:"signed,undone,unverified,verified,differs,withdrawn,replaced"`
	Scopes      []Scope             `json:"scopes"`
	Org         Body                `json:"org"`
	Papers      []attach.Attachment `json:"papers"`
	SignedAt    time.Time           `json:"signed_at"`
	ReleasedAt  *time.Time          `json:"in_effect_at,omitempty"`
	UndoUntil   *time.Time          `json:"undo_until,omitempty"`
	DueOn       workday.Date        `json:"due_on,omitzero" doc:"an officer verifies by then"`
	Late        bool                `json:"late"`
	VerifiedOn  workday.Date        `json:"verified_on,omitzero"`
	VerifiedBy  string              `json:"verified_by,omitempty" doc:"shared, or the code of the body"`
	CountsUntil workday.Date        `json:"counts_until,omitzero"`
	Counts      bool                `json:"counts" doc:"verified and still counting today"`
	Looks       []Look              `json:"looks" doc:"what it was compared with, newest first"`
	Case        string              `json:"case,omitempty" doc:"inquiry into it"`
	Replaces    string              `json:"replaces,omitempty"`
	EndedAt     *time.Time          `json:"ended_at,omitempty"`
	Text        string              `json:"text" doc:"as it was signed"`
	SM3         string              `json:"text_sm3"`
	Template    string              `json:"template"`
	Version     workday.Date        `json:"template_from"`
	Proof       signing.Countersign `json:"signature"`
	Now         time.Time           `json:"now" doc:"of the server, to count down by"`
	MayUndo     bool                `json:"may_undo"`
	MayWithdraw bool                `json:"may_withdraw"`
}

// Look is one time a declaration was compared.
type Look struct {
	At     time.Time `json:"at"`
	By     string    `json:"by" doc:"shared, or the code of the body"`
	Answer string    `json:"answer" enum:"match,mismatch,unknown"`
	Lines  []Line    `json:"lines"`
}

func (d *Desk) viewOr(ctx context.Context, who access.Actor, x *declaration, err error) (View, error) {
	if err != nil {
		return View{}, err
	}
	return d.view(ctx, d.db, who, x)
}

func (d *Desk) view(ctx context.Context, db pg.DB, who access.Actor, x *declaration) (v View, err error) {
	c, err := d.open(x)
	if err != nil {
		return v, err
	}
	k, _ := d.law.On(x.KindFrom).DeclarationKind(x.Kind)
	v = View{ID: x.DeclarationID, EntityID: x.EntityID, Kind: x.Kind, Group: k.Group, Name: k.Name, Fields: k.Fields, Values: c.Values, State: x.State, Scopes: []Scope{},
		Papers: []attach.Attachment{}, SignedAt: x.SignedAt, ReleasedAt: x.ReleasedAt, DueOn: x.DueOn, VerifiedOn: x.VerifiedOn, VerifiedBy: x.VerifiedBy,
		CountsUntil: x.CountsUntil, Looks: []Look{}, Replaces: x.Replaces, EndedAt: x.EndedAt, Text: c.Text, SM3: x.TextSM3, Template: x.Template, Version: x.TemplateFrom,
		Proof: x.proof(), Now: d.now().UTC()}
	for _, s := range x.Scopes {
		v.Scopes = append(v.Scopes, Scope(s))
	}
	today := d.today()
	v.Late = x.State == Unverified && x.DueOn != 0 && x.DueOn < today
	v.Counts = x.State == Verified && today <= x.CountsUntil
	if v.MayUndo = x.undoable(d.now()); v.MayUndo {
		v.UndoUntil = &x.UndoUntil
	}
	v.Case = x.CaseID
	if x.CaseID != "" && who.Firm != "" {
		if v.Case, err = d.toldCase(ctx, db, x.CaseID); err != nil {
			return v, err
		}
	}
	v.MayWithdraw = x.State.open() && v.Case == ""
	return v, d.around(ctx, db, x, &v)
}

// toldCase is the inquiry a firm was told of; one it was not told of yet does not exist for it.
func (d *Desk) toldCase(ctx context.Context, db pg.DB, id string) (string, error) {
	c, err := d.cases.Find(ctx, db, id)
	if err == nil && c.State == Looking {
		id = ""
	}
	return id, err
}

// around reads what belongs to a declaration.
func (d *Desk) around(ctx context.Context, db pg.DB, x *declaration, v *View) error {
	firm, err := registry.Find(ctx, db, x.EntityID)
	if err != nil && fault.KindOf(err) != fault.Missing {
		return err
	}
	v.Firm = firm.Name
	if v.Org, err = d.body(ctx, db, x.Org); err != nil {
		return err
	}
	rows, err := looksAt(ctx, db, x.EntityID, x.DeclarationID)
	for _, r := range rows {
		l := Look{At: r.At, By: r.By, Answer: r.Answer}
		if err := json.Unmarshal([]byte(r.Lines), &l.Lines); err != nil {
			return err
		}
		v.Looks = append(v.Looks, l)
	}
	if err != nil || d.Attach == nil {
		return err
	}
	v.Papers, err = d.Attach.Of(ctx, db, attach.Link{Kind: linkKind, ID: x.DeclarationID})
	return err
}

// Mine lists the declarations of the firm somebody acts for, newest first.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]View, error) {
	entity, err := firmOf(who)
	if err != nil {
		return []View{}, nil //nolint:nilerr // whoever acts for no firm has none
	}
	rows, err := ofEntity(ctx, d.db, entity)
	return d.views(ctx, who, rows, err)
}

// Received lists the declarations a body verifies, once they are in effect: what waits first, the soonest due before the others.
func (d *Desk) Received(ctx context.Context, who access.Actor, state string) ([]View, error) {
	if who.Org == "" || who.Firm != "" {
		return []View{}, nil
	}
	rows, err := ofOrg(ctx, d.db, who.Org, state)
	return d.views(ctx, who, rows, err)
}

func (d *Desk) views(ctx context.Context, who access.Actor, rows []declaration, err error) ([]View, error) {
	out := make([]View, 0, len(rows))
	for i := range rows {
		v, err := d.view(ctx, d.db, who, &rows[i])
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, err
}

// Look shows one declaration to its firm or to the body that verifies it; another's does not exist.
func (d *Desk) Look(ctx context.Context, who access.Actor, id string) (View, error) {
	x, err := d.seen(ctx, d.db, who, id)
	return d.viewOr(ctx, who, &x, err)
}

func (d *Desk) seen(ctx context.Context, db pg.DB, who access.Actor, id string) (declaration, error) {
	if who.Firm != "" {
		return d.mine(ctx, db, who, id, qFind)
	}
	return d.received(ctx, db, who, id, qFind)
}

// seen turns "there is none" into no.
func seen(err error) (bool, error) {
	if fault.KindOf(err) == fault.Missing {
		return false, nil
	}
	return err == nil, err
}

// Kind is a kind of declaration as it is shown.
type Kind struct {
	law.DeclarationKind
	Cited law.Text2 `json:"cited"`
}

// Kinds are those in force.
func (d *Desk) Kinds() []Kind {
	book, out := d.law.On(d.today()), []Kind{}
	for _, k := range book.DeclarationKinds() {
		k.Papers, k.Sources = slices.Clip(append([]law.DeclaredPaper{}, k.Papers...)), append([]law.DeclarationSource{}, k.Sources...)
		out = append(out, Kind{k, book.Cite(k.Basis[0])})
	}
	return out
}
