package declaration

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/attach"
	"xinheng/internal/pg"
	"xinheng/internal/signing"
)

// Signature is what a signer sends: what it declares, the digest of the text it was shown, the ticket that says when, and the proof.
type Signature struct {
	Wanted
	Papers   []string `json:"papers,omitempty" maxItems:"20" doc:"ids of attachments"`
	SM3      string   `json:"text_sm3" maxLength:"64" doc:"of the text that was read"`
	Ticket   string   `json:"ticket" maxLength:"200"`
	Waive    bool     `json:"waive,omitempty" doc:"do without the time to take it back"`
	Replaces string   `json:"replaces,omitempty" maxLength:"64" doc:"the declaration it corrects"`
	From     []string `json:"from,omitempty" maxItems:"20" doc:"ids of the facts the form was filled from"`
}

// Sign takes a declaration in: once for a key, countersigned, and without any effect until it can no longer be taken back (F11-1, G5).
func (d *Desk) Sign(ctx context.Context, who access.Actor, in Signature, key string) (View, error) {
	entity, err := signerOf(who)
	if err != nil {
		return View{}, err
	}
	var x declaration
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if err = alone(ctx, tx, entity); err != nil {
			return err
		}
		var there bool
		if x, there, err = byKey(ctx, tx, entity, who.ID, key); err != nil || there {
			return err // the same click
		}
		if err = d.take(ctx, tx, who, entity, in, &x); err != nil {
			return err
		}
		x.Key = key
		if err = d.put(ctx, tx, who, &x); err != nil || !in.Waive {
			return err
		}
		return d.release(ctx, tx, &x)
	})
	return d.viewOr(ctx, who, &x, err)
}

// take judges a signature: it is over the text that would be shown now, that text was shown, and the proof that is wanted is there.
func (d *Desk) take(ctx context.Context, tx pg.Tx, who access.Actor, entity string, in Signature, x *declaration) error {
	f, err := d.draft(ctx, tx, who, entity, in.Wanted)
	if err != nil {
		return err
	}
	text, sum, err := f.sm3()
	if err != nil {
		return err
	}
	now := d.instant()
	shown, ok := d.shown(f, sum, in.Ticket)
	limit, known := f.book.Limit("declaration.shown")
	switch {
	case !known:
		return errText
	case in.SM3 != sum, !ok, shown.After(now), now.Sub(shown) > time.Duration(limit.N)*time.Hour:
		return errChanged
	}
	t, _ := f.book.Template(f.kind.Text)
	x.signed = signed{EntityID: entity, DeclarationID: newID("DC"), Kind: f.kind.Code, KindFrom: f.kind.From, Org: f.org.Code, Papers: append([]string{}, in.Papers...),
		Region:   account.Division(ctx, tx, d.Accounts, f.book, f.org.Code),
		Replaces: in.Replaces, Template: t.Code, TemplateFrom: t.From, TemplateHash: t.Hash(), TextSM3: sum, Signer: who.ID, SignerRole: f.role, ShownAt: shown, SignedAt: now}
	until, ok := signing.Window(f.book, now, false)
	if !ok {
		return errText
	}
	x.status = status{State: Signed, Scopes: words(f.scopes), UndoUntil: until, Version: 1}
	if in.Waive {
		x.WaivedAt = &now
	}
	if x.Sealed, err = d.hide(x, content{f.values, text}); err != nil {
		return err
	}
	if err := d.replaced(ctx, tx, who, x); err != nil {
		return err
	}
	return d.attached(ctx, tx, who, f, x, in.From)
}

func words(all []Scope) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = string(s)
	}
	return out
}

// attached links the proof, and counts what nobody had to hand in because shared data say the same.
func (d *Desk) attached(ctx context.Context, tx pg.Tx, who access.Actor, f *draft, x *declaration, from []string) error {
	_, answer, err := d.compared(ctx, tx, f)
	if err != nil {
		return err
	}
	have := map[string]bool{}
	if d.Attach != nil && len(x.Papers) > 0 {
		all, err := d.Attach.Link(ctx, tx, who, attach.Link{Kind: linkKind, ID: x.DeclarationID}, x.Papers...)
		if err != nil {
			return err
		}
		for _, a := range all {
			have[a.Kind] = true
		}
	}
	for _, p := range f.kind.Papers {
		switch {
		case have[p.Code]:
		case answer == Match:
			if err := d.save(ctx, tx, x.EntityID, sharedPaper, p.Code, x.DeclarationID); err != nil {
				return err
			}
		case p.Required:
			return errPaper
		}
	}
	if len(from) == 0 {
		return nil
	}
	offered, err := d.facts(ctx, tx, x.EntityID, x.Kind)
	for _, fact := range offered {
		if err == nil && slices.Contains(from, fact.ID) {
			err = d.save(ctx, tx, x.EntityID, filledForm, fact.ID, x.DeclarationID)
		}
	}
	return err
}

// replaced ends what a correction stands in for, once the correction can no longer be taken back; here it only must be one's own.
func (d *Desk) replaced(ctx context.Context, tx pg.Tx, who access.Actor, x *declaration) error {
	if x.Replaces == "" {
		return nil
	}
	old, err := d.mine(ctx, tx, who, x.Replaces, qLock)
	switch {
	case err != nil:
		return err
	case !old.State.open():
		return errOver
	case old.CaseID != "":
		return errAsked
	case old.Kind != x.Kind:
		return errKind
	}
	return nil
}

// put countersigns and stores a declaration, in the transaction of its signing.
func (d *Desk) put(ctx context.Context, tx pg.Tx, who access.Actor, x *declaration) (err error) {
	sign := signing.Sign(d.seal, keyPurpose, x.message())
	x.Suite, x.KeyID, x.PublicKey, x.Signature = sign.Suite, sign.KeyID, sign.PublicKey, sign.Signature
	x.EntryID, err = d.act(ctx, tx, who.ID, "declaration.signed", x.DeclarationID, map[string]string{"kind": x.Kind, "template": x.Template, "template_hash": x.TemplateHash,
		"text_sm3": x.TextSM3, "signature": sign.Digest(), "key": x.KeyID, "org": x.Org})
	if err != nil {
		return err
	}
	if err := insert(ctx, tx, x); err != nil {
		return err
	}
	return insertConsent(ctx, tx, x, who.ID, d.instant(), x.EntryID)
}

func (x *signed) sealContext() string {
	return "declaration.signed " + x.EntityID + " " + x.DeclarationID
}

func (d *Desk) hide(x *declaration, c content) ([]byte, error) {
	b, err := json.Marshal(c)
	return d.seal.Seal(x.sealContext(), b), err
}

func (d *Desk) open(x *declaration) (c content, err error) {
	b, err := d.seal.Open(x.sealContext(), x.Sealed)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(b, &c)
}
