package caseflow

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/pg"
)

// Open opens a case in the transaction of whoever calls, and runs the handler of the opening act. The same key of the same
// actor opens one case; a second time it is given without its code.
func (d *Desk) Open(ctx context.Context, tx pg.Tx, who access.Actor, o Opening) (*Case, error) {
	t, ok := d.kind(o.Kind)
	def, inForce := t.inForce(d.today())
	if !ok || !inForce {
		return nil, errNoKind
	}
	if !division.MatchString(o.Region) || o.EntityID == "" || strings.Contains(o.EntityID, " ") || o.Org == "" || len(o.Key) > maxKey || !clean(o.Key) {
		return nil, fmt.Errorf("caseflow: a case of %s is opened with the code of its subject, a body and a division of six digits", o.Kind)
	}
	c := &Case{EntityID: o.EntityID, Kind: o.Kind, Edition: def.Edition, Title: o.Title, Org: o.Org, Region: o.Region, Provider: o.Provider,
		Opener: who.ID, Version: 1, OpenedOn: d.today(), Facts: slices.Clone(o.Facts), created: d.instant()}
	m, err := opening(def, who, c, o.Act)
	if err != nil {
		return nil, err
	}
	n, err := serial(ctx, tx, def.Prefix, o.Region, c.OpenedOn)
	if err != nil {
		return nil, err
	}
	if o.Key != "" {
		if before, err := byKey(ctx, tx, o.EntityID, who.ID, o.Kind, o.Key); err != nil || before != nil {
			return before, err
		}
	}
	c.ID = fmt.Sprintf("%s-%s-%s-%06d", def.Prefix, o.Region, strings.ReplaceAll(c.OpenedOn.String(), "-", ""), n)
	c.Code = freshCode()
	if who.Confirm {
		c.Agent = who.ID
	}
	if o.Details != nil {
		if err := c.Keep(o.Details); err != nil {
			return nil, err
		}
	}
	doing := &Doing{Act: m.Act, Actor: who, Fields: o.Fields, Note: o.Note, Evidence: o.Evidence, Key: o.Key, Move: m}
	if err := fitDoing(*doing); err != nil {
		return nil, err
	}
	files, err := d.answers(ctx, tx, c, *doing)
	if err != nil {
		return nil, err
	}
	doing.Evidence = append(slices.Clip(doing.Evidence), files...)
	return c, d.carry(ctx, tx, t, def, c, doing, &terms{})
}

// Opened finds the case that an actor opened with a key, for an area that must know before it looks at anything else; nil when
// there is none.
func (d *Desk) Opened(ctx context.Context, db pg.DB, who access.Actor, kind, entityID, key string) (*Case, error) {
	return byKey(ctx, db, entityID, who.ID, kind, key)
}

const maxKey = 128

var division = regexp.MustCompile(`^\d{6}$`)

// opening is the row an actor opens a case with: the act named, or the only one of their side.
func opening(def Def, who access.Actor, c *Case, act Act) (Move, error) {
	err := error(errNoAct)
	for _, m := range def.Moves {
		if len(m.From) > 0 || act != "" && m.Act != act {
			continue
		}
		switch agent := who.Confirm && m.Confirm; {
		case agent && stands(who, c, m.By):
			err = errPrepareFirst
		case may(who, m) && stands(who, c, m.By):
			return m, nil
		case err == error(errNoAct):
			err = errNotYours
		}
	}
	return Move{}, err
}

func may(who access.Actor, m Move) bool { return m.By == Platform || who.May(m.Permission) }

// freshCode is a code of 80 bits in groups that can be read aloud: without 0, 1, 8 and 9 nothing looks like a letter.
func freshCode() string {
	b := make([]byte, 10)
	rand.Read(b)
	s := base32.StdEncoding.EncodeToString(b)
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
}

// codeHash forgives case, spaces and missing dashes.
func codeHash(code string) []byte {
	h := sha256.Sum256([]byte("caseflow.code " + strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(code))))
	return h[:]
}
