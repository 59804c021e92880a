package inspection

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/inspection/draw"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

// held changes a draw in a transaction that holds it, at the one step at which that may be done.
func (d *Desk) held(ctx context.Context, who access.Actor, id string, states []string, f func(ctx context.Context, tx pg.Tx, s *stored, shares []share) error) (View, error) {
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		s, err := one[stored](ctx, tx, qLockDraw, id)
		if err != nil {
			return err
		}
		if !visible(who, s) {
			return errUnknown
		}
		if !slices.Contains(states, s.State) {
			return errState
		}
		shares, err := pg.All[share](ctx, tx, qShares, id)
		if err != nil {
			return err
		}
		if err := f(ctx, tx, &s, shares); err != nil {
			return err
		}
		return save(ctx, tx, &s, d.instant())
	})
	if err != nil {
		return View{}, err
	}
	return d.Draw(ctx, who, id)
}

// visible: to the planning body, to the parties, and to those whose reach is a region. To others there is no such draw.
func visible(who access.Actor, s stored) bool {
	return mayLook(who) && (scope(who) == "" || who.Org == s.Org || slices.Contains(s.Parties, who.Org))
}

// mayLook: whoever plans draws or reads them. The routes ask for less, because they have one permission and these are two.
func mayLook(who access.Actor) bool { return who.May(access.DrawRun) || who.May(access.DrawRead) }

// party refuses whoever is not of a body that takes part.
func party(who access.Actor, s *stored) error {
	if !slices.Contains(s.Parties, who.Org) {
		return errNotParty
	}
	return nil
}

// Commit publishes what a body has committed to. The share itself stays with it.
func (d *Desk) Commit(ctx context.Context, who access.Actor, id, commitment string) (View, error) {
	if _, err := draw.ParseHash(commitment); err != nil {
		return View{}, errHex
	}
	return d.held(ctx, who, id, []string{Frozen}, func(ctx context.Context, tx pg.Tx, s *stored, shares []share) error {
		if err := party(who, s); err != nil {
			return err
		}
		if d.today() > s.CommitBy {
			return errShareLate
		}
		if slices.ContainsFunc(shares, func(x share) bool { return x.Party == who.Org }) {
			return errTwice
		}
		setup, err := draw.ParseSetup(s.Setup)
		if err != nil {
			return err
		}
		entry, err := d.append(ctx, tx, who.ID, draw.ActCommitted, id, map[string]string{"setup": setup.Hash().String(), "party": who.Org, "commitment": commitment})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, qCommit, id, who.Org, commitment, entry)
		return err
	})
}

// Root fixes the root of the ledger: a signed checkpoint that covers every commitment, before anybody has revealed.
func (d *Desk) Root(ctx context.Context, who access.Actor, id string) (View, error) {
	return d.held(ctx, who, id, []string{Frozen}, func(ctx context.Context, tx pg.Tx, s *stored, shares []share) error {
		if len(shares) < len(s.Parties) {
			return errMissing
		}
		last := int64(0)
		for _, x := range shares {
			p, err := d.ledger.Proof(ctx, x.CommitEntry)
			if err != nil {
				return err // too early: about to be placed
			}
			last = max(last, p.Position)
		}
		note, err := d.ledger.Latest(ctx)
		if err != nil {
			return err
		}
		c, err := ledger.VerifyCheckpoint(note, d.ledger.VerifierKey())
		if err != nil || c.Size < last {
			return errMissing
		}
		s.State, s.Checkpoint, s.RootSize, s.RevealBy = Rooted, note, c.Size, d.due(d.law.On(d.today()))
		s.RootedEntry, err = d.append(ctx, tx, who.ID, draw.ActRooted, id, map[string]string{"size": strconv.FormatInt(c.Size, 10), "root": draw.Hash(c.Root).String()})
		return err
	})
}

// Reveal publishes the share a body committed to.
func (d *Desk) Reveal(ctx context.Context, who access.Actor, id, value string) (View, error) {
	h, err := draw.ParseHash(value)
	if err != nil {
		return View{}, errHex
	}
	return d.held(ctx, who, id, []string{Rooted}, func(ctx context.Context, tx pg.Tx, s *stored, shares []share) error {
		if err := party(who, s); err != nil {
			return err
		}
		if d.today() > s.RevealBy {
			return errShareLate
		}
		setup, err := draw.ParseSetup(s.Setup)
		if err != nil {
			return err
		}
		mine := shares[slices.IndexFunc(shares, func(x share) bool { return x.Party == who.Org })]
		if mine.Share != "" {
			return errTwice
		}
		if draw.Commitment(setup.Hash(), who.Org, h).String() != mine.Commitment {
			return errShare
		}
		entry, err := d.append(ctx, tx, who.ID, draw.ActRevealed, id, map[string]string{"party": who.Org, "share": value})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, qReveal, id, who.Org, value, entry)
		return err
	})
}

// Void ends a draw for which a party did not come in time. It stays on the ledger with that party's name, and is never completed
// without its share; the matter is drawn anew.
func (d *Desk) Void(ctx context.Context, who access.Actor, id string) (View, error) {
	return d.held(ctx, who, id, []string{Frozen, Rooted}, func(ctx context.Context, tx pg.Tx, s *stored, shares []share) error {
		came := map[string]bool{}
		for _, x := range shares {
			came[x.Party] = s.State == Frozen || x.Share != ""
		}
		missing := slices.DeleteFunc(slices.Clone(s.Parties), func(p string) bool { return came[p] })
		by := s.CommitBy
		if s.State == Rooted {
			by = s.RevealBy
		}
		if len(missing) == 0 || d.today() <= by {
			return errNotLate
		}
		s.State, s.VoidFor = Void, missing
		_, err := d.append(ctx, tx, who.ID, "inspection.voided", id, map[string]string{"org": s.Org, "why": "share_late", "missing": strings.Join(missing, " ")})
		return err
	})
}

// drawing is all a draw is made of, once its shares are there.
func (d *Desk) drawing(ctx context.Context, db pg.DB, s stored, shares []share) (x draw.Drawing, codes map[draw.Hash]string, err error) {
	if x.Setup, err = draw.ParseSetup(s.Setup); err != nil {
		return x, nil, err
	}
	if x.Pool, err = draw.ParsePool(s.Inspectors); err != nil {
		return x, nil, err
	}
	c, err := ledger.VerifyCheckpoint(s.Checkpoint, d.ledger.VerifierKey())
	if err != nil {
		return x, nil, err
	}
	x.Root = draw.Hash(c.Root)
	for _, one := range shares {
		h, err := draw.ParseHash(one.Share)
		if err != nil {
			return x, nil, errMissing
		}
		x.Shares = append(x.Shares, h)
	}
	if x.Roster, codes, err = d.roster(ctx, db, s); err != nil {
		return x, nil, err
	}
	return x, codes, x.Fits()
}

// result is the drawn entities, opened.
func (d *Desk) result(s stored, x draw.Drawing, codes map[draw.Hash]string) []draw.Line {
	lines := x.Run()
	for i := range lines {
		lines[i].Code = codes[lines[i].ID]
		lines[i].Salt = d.salt(s.DrawID, lines[i].Code)
	}
	return lines
}

// Run draws. Inspectors have their own tasks from here on; whom else the draw met nobody sees before it is published (S3).
func (d *Desk) Run(ctx context.Context, who access.Actor, id string) (View, error) {
	return d.held(ctx, who, id, []string{Rooted}, func(ctx context.Context, tx pg.Tx, s *stored, shares []share) error {
		x, codes, err := d.drawing(ctx, tx, *s, shares)
		if err != nil {
			return err
		}
		lines := d.result(*s, x, codes)
		if err := d.assign(ctx, tx, *s, lines); err != nil {
			return err
		}
		s.State, s.Seed, s.Result = Drawn, x.Seed().String(), draw.ResultHash(lines).String()
		s.DrawnEntry, err = d.append(ctx, tx, who.ID, draw.ActDrawn, id, map[string]string{"seed": s.Seed, "result": s.Result, "drawn": strconv.Itoa(len(lines))})
		return err
	})
}

func (d *Desk) assign(ctx context.Context, tx pg.Tx, s stored, lines []draw.Line) error {
	plan, err := findPlan(ctx, tx, s.PlanID)
	if err != nil {
		return err
	}
	accounts := map[draw.Hash]string{}
	for _, a := range s.Accounts {
		accounts[draw.InspectorID(d.salt(s.DrawID, a), a)] = a
	}
	entities, classes, teams := make([]string, len(lines)), make([]string, len(lines)), make([]string, len(lines))
	for i, l := range lines {
		names := make([]string, len(l.Team))
		for n, t := range l.Team {
			names[n] = accounts[t]
		}
		entities[i], classes[i], teams[i] = l.Code, l.Stratum, strings.Join(names, ",")
	}
	_, err = tx.Exec(ctx, qAssign, s.DrawID, s.Org, s.Matter, entities, classes, teams, plan.FirstOn, plan.LastOn)
	return err
}

// Publish shows everybody everything, with the proof.
func (d *Desk) Publish(ctx context.Context, who access.Actor, id string) (View, error) {
	return d.held(ctx, who, id, []string{Drawn}, func(ctx context.Context, tx pg.Tx, s *stored, shares []share) error {
		h := draw.Header{Setup: s.Setup, Inspectors: s.Inspectors, Checkpoint: s.Checkpoint, Key: strings.TrimSpace(d.ledger.VerifierKey() + " " + d.ledger.SecondKey())}
		entries := []string{s.FrozenEntry}
		for _, x := range shares {
			entries = append(entries, x.CommitEntry)
		}
		entries = append(entries, s.RootedEntry)
		for _, x := range shares {
			entries = append(entries, x.RevealEntry)
		}
		for _, e := range append(entries, s.DrawnEntry) {
			p, err := d.ledger.Proof(ctx, e)
			if err != nil {
				return err
			}
			p.Key = ""
			text, err := asWritten(p)
			if err != nil {
				return err
			}
			h.Acts = append(h.Acts, text)
		}
		text, err := headerOf(h, *s, shares)
		if err != nil {
			return err
		}
		s.State, s.Header = Published, text
		_, err = d.append(ctx, tx, who.ID, "inspection.published", id, map[string]string{"org": s.Org, "result": s.Result})
		return err
	})
}

func headerOf(h draw.Header, s stored, shares []share) (string, error) {
	for _, x := range shares {
		c, err := draw.ParseHash(x.Commitment)
		if err != nil {
			return "", err
		}
		v, err := draw.ParseHash(x.Share)
		if err != nil {
			return "", err
		}
		h.Commitments, h.Shares = append(h.Commitments, c), append(h.Shares, v)
	}
	var err error
	if h.Seed, err = draw.ParseHash(s.Seed); err != nil {
		return "", err
	}
	if h.Result, err = draw.ParseHash(s.Result); err != nil {
		return "", err
	}
	b, err := json.Marshal(h)
	return string(b), err
}

// WriteProof writes the proof file of a published draw.
func (d *Desk) WriteProof(ctx context.Context, w io.Writer, id string) error {
	s, err := one[stored](ctx, d.db, qDraw, id)
	if err != nil {
		return err
	}
	if s.State != Published {
		return errUnknown
	}
	shares, err := pg.All[share](ctx, d.db, qShares, id)
	if err != nil {
		return err
	}
	x, codes, err := d.drawing(ctx, d.db, s, shares)
	if err != nil {
		return err
	}
	var h draw.Header
	if err := json.NewDecoder(bytes.NewReader([]byte(s.Header))).Decode(&h); err != nil {
		return err
	}
	return draw.WriteProof(w, h, x.Roster, d.result(s, x, codes))
}
