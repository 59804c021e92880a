package declaration

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/attach"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// linkKind is the kind of object under which papers are linked to a declaration; storeKind to the store itself.
const (
	linkKind  = "declaration"
	storeKind = "store"
)

// Kinds of what nobody had to hand in again.
const (
	usedAgain   = "document" // a paper used again
	sharedPaper = "shared"   // a paper not asked for, since shared data prove it
	filledForm  = "fact"     // a form filled from a fact
)

// Document is a paper a firm handed in anywhere, once (F11-3). Its grade says how far it can be trusted (国办函〔2016〕108号).
type Document struct {
	attach.Attachment
	Used    int64        `json:"used" doc:"how often it was used again"`
	EndsOn  workday.Date `json:"ends_on,omitzero" doc:"valid until, as its owner said"`
	Revoked bool         `json:"revoked" doc:"not offered again; what was handed in with it stays"`
	Usable  bool         `json:"usable"`
}

// Documents are what the firm somebody acts for handed in, wherever it was, each content once, newest first.
func (d *Desk) Documents(ctx context.Context, who access.Actor) ([]Document, error) {
	entity, err := firmOf(who)
	if err != nil || d.Attach == nil {
		return []Document{}, nil //nolint:nilerr // whoever acts for no firm has none
	}
	return d.documents(ctx, d.db, entity)
}

func (d *Desk) documents(ctx context.Context, db pg.DB, entity string) ([]Document, error) {
	out := []Document{}
	all, err := d.Attach.OfOwner(ctx, db, entity)
	if err != nil {
		return nil, err
	}
	marks, err := marksOf(ctx, db, entity)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		m := marks[a.ID]
		x := Document{Attachment: a, Used: m.Used, EndsOn: m.EndsOn, Revoked: m.RevokedAt != nil}
		x.Usable = !x.Revoked && (x.EndsOn == 0 || x.EndsOn >= d.today())
		out = append(out, x)
	}
	return out, nil
}

func (d *Desk) document(ctx context.Context, tx pg.Tx, entity, id string) (Document, error) {
	all, err := d.documents(ctx, tx, entity)
	for _, x := range all {
		if x.ID == id {
			return x, err
		}
	}
	if err == nil {
		err = errDoc
	}
	return Document{}, err
}

// Using says what a document is used for again.
type Using struct {
	Kind string `json:"kind" minLength:"1" maxLength:"32" doc:"what the form asks for"`
}

// Reuse makes of a document that is there another attachment for another form, with the grade it has: nothing is handed in, and one
// paper more is saved. What is revoked or has expired cannot be used.
func (d *Desk) Reuse(ctx context.Context, who access.Actor, id string, in Using) (a attach.Attachment, err error) {
	entity, err := firmOf(who)
	if err != nil || d.Attach == nil {
		return a, errDoc
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		x, err := d.document(ctx, tx, entity, id)
		if err != nil {
			return err
		}
		if !x.Usable {
			return errDoc
		}
		if a, err = d.Attach.Again(ctx, tx, who, id, in.Kind); err != nil {
			return err
		}
		return d.saveOnce(ctx, tx, entity, a.ID, usedAgain, id, in.Kind)
	})
	return a, err
}

// Marking is what an owner says of a document.
type Marking struct {
	EndsOn  workday.Date `json:"ends_on,omitempty" doc:"valid until; empty: not said"`
	Revoked bool         `json:"revoked"`
}

// Mark says until when a document is valid, or that it is not to be offered again. What was handed in with it stays as it is.
func (d *Desk) Mark(ctx context.Context, who access.Actor, id string, in Marking) (x Document, err error) {
	entity, err := signerOf(who)
	if err != nil || d.Attach == nil {
		return x, errDoc
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := d.document(ctx, tx, entity, id); err != nil {
			return err
		}
		var revoked *time.Time
		if in.Revoked {
			now := d.instant()
			revoked = &now
		}
		if err := putMark(ctx, tx, entity, id, in.EndsOn, revoked, who.ID, d.instant()); err != nil {
			return err
		}
		x, err = d.document(ctx, tx, entity, id)
		return err
	})
	return x, err
}

// Keep puts a file that was handed in into the store without any form: it is there for the forms to come.
func (d *Desk) Keep(ctx context.Context, who access.Actor, id string, ends workday.Date) (x Document, err error) {
	entity, err := signerOf(who)
	if err != nil || d.Attach == nil {
		return x, errDoc
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := d.Attach.Link(ctx, tx, who, attach.Link{Kind: storeKind, ID: entity}, id); err != nil {
			return err
		}
		if err := putMark(ctx, tx, entity, id, ends, nil, who.ID, d.instant()); err != nil {
			return err
		}
		x, err = d.document(ctx, tx, entity, id)
		return err
	})
	return x, err
}

// MaySee says who may read a paper of a declaration: its firm, and the body that verifies it.
func (d *Desk) MaySee(ctx context.Context, db pg.DB, who access.Actor, id string) (bool, error) {
	_, err := d.seen(ctx, db, who, id)
	return seen(err)
}

// MaySeeStore says who may read what is only in the store: its owner.
func (d *Desk) MaySeeStore(_ context.Context, _ pg.DB, who access.Actor, entity string) (bool, error) {
	own, err := firmOf(who)
	return err == nil && own == entity, nil
}

func (d *Desk) save(ctx context.Context, tx pg.Tx, entity, kind, of, use string) error {
	return d.saveOnce(ctx, tx, entity, use+" "+kind+" "+of, kind, of, use)
}

// saveOnce counts one paper nobody had to hand in; told twice it counts once.
func (d *Desk) saveOnce(ctx context.Context, tx pg.Tx, entity, id, kind, of, use string) error {
	return insertSaved(ctx, tx, entity, id, kind, of, use, d.instant())
}

// Savings is how many papers nobody had to hand in, in all and by kind; no firm (F11-3).
type Savings struct {
	Document int64 `json:"documents" doc:"papers used again"`
	Shared   int64 `json:"shared" doc:"papers not asked for, since shared data prove it"`
	Fact     int64 `json:"facts" doc:"forms filled from what was filed before"`
	Total    int64 `json:"total"`
	// Declared counts declarations in effect, and how many of them are verified.
	Declared int64 `json:"declared"`
	Verified int64 `json:"verified"`
}

// Savings is the public figure.
func (d *Desk) Savings(ctx context.Context) (Savings, error) {
	s, err := savings(ctx, d.db, "", d.today())
	s.Total = s.Document + s.Shared + s.Fact
	return s, err
}

// SavingsOf is the figure of the firm somebody acts for.
func (d *Desk) SavingsOf(ctx context.Context, who access.Actor) (Savings, error) {
	entity, err := firmOf(who)
	if err != nil {
		return Savings{}, nil //nolint:nilerr // whoever acts for no firm has none
	}
	s, err := savings(ctx, d.db, entity, d.today())
	s.Total = s.Document + s.Shared + s.Fact
	return s, err
}
