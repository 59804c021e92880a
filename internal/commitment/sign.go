package commitment

import (
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/signing"
)

// Signature is what a signer sends: the words it was shown, named by their digest, and the ticket that says when.
type Signature struct {
	Wanted
	SM3    string `json:"text_sm3" maxLength:"64" doc:"of the text that was read: 64 hexadecimal digits"`
	Ticket string `json:"ticket" maxLength:"200"`
	Waive  bool   `json:"waive,omitempty" doc:"do without the time to take it back: it takes effect at once"`
	// Grouping: it confirms what an association signed for its members.
	Grouping string `json:"grouping,omitempty" maxLength:"64" doc:"the association's signing that is confirmed"`
}

// Sign takes a commitment in: once for a key, countersigned, and without any effect until it can no longer be taken back (F01-3, G5).
func (d *Desk) Sign(ctx context.Context, who access.Actor, in Signature, key string) (View, error) {
	return d.signing(ctx, who, in, key, "")
}

// Change signs another text in place of one that can still be taken back: the two are one act (F01-6).
func (d *Desk) Change(ctx context.Context, who access.Actor, id string, in Signature, key string) (View, error) {
	if _, err := d.mine(ctx, d.db, who, id, qFind); err != nil {
		return View{}, err
	}
	return d.signing(ctx, who, in, key, id)
}

func (d *Desk) signing(ctx context.Context, who access.Actor, in Signature, key, replaces string) (View, error) {
	entity, err := firmOf(who)
	switch {
	case err != nil:
		return View{}, err
	case slices.Contains(who.Roles, access.Agent):
		return View{}, errNotToSign
	}
	if old, there, err := byKey(ctx, d.db, entity, who.ID, key); err != nil || there {
		return d.viewOr(ctx, &old, err)
	}
	if err := d.learnt(ctx, entity, in.Undertaking); err != nil {
		return View{}, err
	}
	id := newID("CM")
	route, err := d.decide(ctx, who, entity, in.Undertaking, id)
	if err != nil {
		return View{}, err
	}
	var c commitment
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if err = alone(ctx, tx, entity); err != nil {
			return err
		}
		var there bool
		if c, there, err = byKey(ctx, tx, entity, who.ID, key); err != nil || there {
			return err // the same click came in between
		}
		if c, err = d.take(ctx, tx, who, entity, id, in, route); err != nil {
			return err
		}
		c.Key = key
		if err = d.joins(ctx, tx, &c, in.Grouping); err != nil {
			return err
		}
		if err = d.replace(ctx, tx, who, &c, replaces); err != nil {
			return err
		}
		if err = d.put(ctx, tx, who, &c); err != nil || !in.Waive {
			return err
		}
		return d.release(ctx, tx, &c)
	})
	return d.viewOr(ctx, &c, err)
}

func (d *Desk) viewOr(ctx context.Context, c *commitment, err error) (View, error) {
	if err != nil {
		return View{}, err
	}
	return d.view(ctx, d.db, c)
}

// decide keeps the answer of the credit check, on which the route rests. What is promised to the public needs none.
func (d *Desk) decide(ctx context.Context, who access.Actor, entity, undertaking, id string) (Route, error) {
	u, ok := d.law.On(d.today()).Undertaking(undertaking)
	if !ok {
		return Route{}, errNoUndertaking
	}
	if u.Matter == "" || d.Decide == nil {
		return Route{Eligible: true}, nil
	}
	r, err := d.Decide(ctx, who, entity, u.Matter, id)
	if err == nil && !r.Eligible {
		err = notEligible(r)
	}
	return r, err
}

// take judges a signature: it is over the text that would be shown now, and that text was shown.
func (d *Desk) take(ctx context.Context, tx pg.Tx, who access.Actor, entity, id string, in Signature, route Route) (c commitment, err error) {
	f, err := d.draft(ctx, tx, who, entity, in.Wanted)
	switch {
	case err != nil:
		return c, err
	case toBody(f.u.Kind) && f.org.Code == "":
		return c, errNoBody
	case f.u.Project.ZH != "" && f.project == "":
		return c, errNoProject
	}
	sm3, err := f.sm3()
	if err != nil {
		return c, err
	}
	now := d.instant()
	shown, ok := d.shown(f, sm3, in.Ticket)
	limit, known := f.book.Limit("commitment.shown")
	switch {
	case !known:
		return c, errNoText
	case in.SM3 != sm3, !ok, shown.After(now), now.Sub(shown) > time.Duration(limit.N)*time.Hour:
		return c, errOtherText
	}
	c.signed = f.signed(id, sm3, in.Wanted, shown, now)
	c.Signer, c.SignerRole, c.Decision = who.ID, roleOf(who.Roles), route.Decision
	if c.Region == "" {
		c.Region = d.regionOf(ctx, tx, &c.signed)
	}
	until, ok := signing.Window(f.book, now, false)
	if !ok {
		return c, errNoText
	}
	c.performance = performance{State: Signed, UndoUntil: until, Version: 1}
	if in.Waive {
		c.WaivedAt = &now
	}
	return c, nil
}

// signed is a draft as it is put down.
func (f *draft) signed(id, sm3 string, w Wanted, shown, now time.Time) signed {
	t, _ := f.book.Template(f.u.Text)
	x, _ := f.text("zh-CN") // it was filled a moment ago
	s := signed{EntityID: f.firm.ID, CommitmentID: id, Undertaking: f.u.Code, UndertakingFrom: f.u.From, Kind: string(f.u.Kind), Matter: f.u.Matter, Proofs: []string{},
		Project: f.project, Org: f.org.Code, Region: w.Region, Template: t.Code, TemplateFrom: t.From, TemplateHash: t.Hash(), Clauses: []string{}, Body: plain(x),
		BodySM3: sm3, ShownAt: shown, SignedAt: now}
	for _, p := range f.proofs {
		s.Proofs = append(s.Proofs, p.Code)
	}
	for _, c := range t.Clauses() {
		s.Clauses = append(s.Clauses, c.ID)
	}
	if n, ok := f.book.Template(f.u.Notice); ok {
		s.Notice, s.NoticeFrom, s.NoticeHash = n.Code, n.From, n.Hash()
	}
	return s
}

func (d *Desk) regionOf(ctx context.Context, tx pg.Tx, s *signed) string {
	if d.Accounts != nil && s.Org != "" {
		if o, err := d.Accounts.OrgIn(ctx, tx, s.Org); err == nil && o.Region != "" {
			return o.Region
		}
	}
	return province
}

// replace ends what a changed signature stands in for, which must still be one's own to take back.
func (d *Desk) replace(ctx context.Context, tx pg.Tx, who access.Actor, c *commitment, old string) error {
	if old == "" {
		return d.once(ctx, tx, c)
	}
	was, err := d.mine(ctx, tx, who, old, qLock)
	switch {
	case err != nil:
		return err
	case !was.undoable(d.now()):
		return errTooLate
	case was.Undertaking != c.Undertaking:
		return errOtherUndertaking
	}
	c.Replaces = old
	return d.end(ctx, tx, who.ID, &was, Changed, "commitment.changed")
}

// once refuses a second word for the same thing to the same body while the first stands.
func (d *Desk) once(ctx context.Context, tx pg.Tx, c *commitment) error {
	there, err := standing(ctx, tx, c.EntityID, c.Undertaking, c.Org, c.Project)
	if err == nil && there {
		err = errThere
	}
	return err
}

// put countersigns and stores a commitment, in the transaction of its signing.
func (d *Desk) put(ctx context.Context, tx pg.Tx, who access.Actor, c *commitment) error {
	sign := signing.Sign(d.seal, keyPurpose, c.message())
	c.Suite, c.KeyID, c.PublicKey, c.Signature = sign.Suite, sign.KeyID, sign.PublicKey, sign.Signature
	public := map[string]string{"undertaking": c.Undertaking, "kind": c.Kind, "template": c.Template, "template_hash": c.TemplateHash, "text_sm3": c.BodySM3,
		"signature": sign.Digest(), "key": c.KeyID, "org": c.Org, "waived": yes(c.WaivedAt != nil)}
	entry, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "commitment.signed", Actor: who.ID, About: c.CommitmentID, Public: public})
	if err != nil {
		return err
	}
	c.EntryID = entry
	return insert(ctx, tx, c)
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// Undo takes a signature back while nothing has followed from it (G5, F01-6). It leaves the signature and its undoing on the
// ledger, and nothing in public.
func (d *Desk) Undo(ctx context.Context, who access.Actor, id string) (View, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, c *commitment) error {
		switch {
		case c.State == Undone:
			return nil
		case !c.undoable(d.now()):
			return errTooLate
		}
		return d.end(ctx, tx, who.ID, c, Undone, "commitment.undone")
	})
}

// Waive does without the rest of the time to take it back: it takes effect at once.
func (d *Desk) Waive(ctx context.Context, who access.Actor, id string) (View, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, c *commitment) error {
		switch {
		case c.ReleasedAt != nil:
			return nil
		case c.State != Signed:
			return errOver
		}
		now := d.instant()
		c.WaivedAt = &now
		return d.release(ctx, tx, c)
	})
}

// change does something to a commitment of one's firm, which is held meanwhile.
func (d *Desk) change(ctx context.Context, who access.Actor, id string, f func(ctx context.Context, tx pg.Tx, c *commitment) error) (View, error) {
	if slices.Contains(who.Roles, access.Agent) {
		return View{}, errNotToSign
	}
	var c commitment
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if c, err = d.mine(ctx, tx, who, id, qLock); err != nil {
			return err
		}
		return f(ctx, tx, &c)
	})
	return d.viewOr(ctx, &c, err)
}

// mine finds a commitment of the firm somebody acts for; another's does not exist.
func (d *Desk) mine(ctx context.Context, db pg.DB, who access.Actor, id string, q pg.Query) (commitment, error) {
	entity, err := firmOf(who)
	if err != nil {
		return commitment{}, errUnknown
	}
	return find(ctx, db, q, entity, id)
}

// end puts a commitment into a state it does not leave, and says so on the ledger.
func (d *Desk) end(ctx context.Context, tx pg.Tx, actor string, c *commitment, to State, act string) error {
	now := d.instant()
	c.State, c.EndedAt = to, &now
	if err := update(ctx, tx, c); err != nil {
		return err
	}
	_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: act, Actor: actor, About: c.CommitmentID, Public: map[string]string{"undertaking": c.Undertaking, "clause": c.Clause}})
	return err
}
