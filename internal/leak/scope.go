package leak

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// lines are the entries of a field that takes many: one a line, or apart by commas.
func lines(s string) []string {
	all := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\r\n,，、;；", r) })
	slices.Sort(all)
	return slices.Compact(all)
}

const mostNamed = 500

func (d *Desk) scope(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	e := &Extent{From: m.Fields.Date("from"), Until: m.Fields.Date("until"), Subjects: lines(m.Fields.Text("subjects")), All: m.Fields.Bool("all")}
	named := lines(m.Fields.Text("actors"))
	if e.Until < e.From || e.Until > m.On || len(named) > mostNamed || len(e.Subjects) > mostNamed {
		return errScope
	}
	var actors []string
	for _, n := range named {
		a, err := d.actorOf(ctx, tx, n)
		if err != nil {
			return err
		}
		if a == m.Actor.ID {
			return errOwn
		}
		actors = append(actors, a)
	}
	x.Scope = e
	if err := d.concern(ctx, tx, c.ID, actors); err != nil {
		return err
	}
	return c.Keep(x)
}

// actorOf is the actor of a login or of the id of a key.
func (d *Desk) actorOf(ctx context.Context, tx pg.Tx, name string) (string, error) {
	if id := strings.TrimPrefix(name, "key:"); strings.HasPrefix(id, "k-") {
		k, err := d.keys.Find(ctx, tx, id)
		if err == nil || fault.KindOf(err) != fault.Missing {
			return "key:" + k.Line, err
		}
	}
	account, err := d.accounts.LoginIn(ctx, tx, name)
	if err == nil && account == "" {
		err = errNoTarget
	}
	return "person:" + account, err
}

// freeze suspends at once: the next request of whoever it is already meets it; a key's within the minute its owner may be remembered.
func (d *Desk) freeze(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	kind, last := m.Fields.Text("kind"), m.Fields.Date("until")
	most, ok := d.law.On(m.On).Limit("leak.freeze")
	if !ok {
		return errNoTerm
	}
	if last < m.On || last > m.On.AddDays(int(most.N)) {
		return errFreezeDays
	}
	actor, err := d.actorOf(ctx, tx, strings.TrimSpace(m.Fields.Text("target")))
	if err != nil {
		return err
	}
	line, isKey := strings.CutPrefix(actor, "key:")
	if isKey != (kind == access.FreezeKey) {
		return errNoTarget
	}
	if err := d.mayFreeze(ctx, tx, actor, isKey, m); err != nil {
		return err
	}
	f := access.Freeze{ID: uuid.Must(uuid.NewV7()).String(), Kind: kind, Target: actor, Case: c.ID, From: d.instant(), Until: last, By: m.Actor.ID}
	if isKey {
		f.Target = line
		defer d.keys.Forget()
	}
	if err := f.Put(ctx, tx); err != nil {
		return err
	}
	if err := d.concern(ctx, tx, c.ID, []string{actor}); err != nil {
		return err
	}
	m.Public["kind"], m.Public["until"] = kind, last.String()
	x.Frozen = append(x.Frozen, frozen{f.ID, m.Fields.Text("reason")})
	return c.Keep(x)
}

// mayFreeze: never oneself, and one of the three officers only from above, so that none of them silences another.
func (d *Desk) mayFreeze(ctx context.Context, tx pg.Tx, actor string, isKey bool, m *caseflow.Doing) error {
	if actor == m.Actor.ID {
		return errOwn
	}
	if isKey {
		return nil
	}
	officer, err := d.accounts.OfficerOf(ctx, tx, strings.TrimPrefix(actor, "person:"))
	switch {
	case err != nil:
		return err
	case officer && m.Act == Freeze:
		return errOfficer
	case !officer && m.Act == FreezeOfficer:
		return errNoOfficer
	}
	return nil
}

func (d *Desk) release(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	id := strings.TrimSpace(m.Fields.Text("freeze"))
	n, err := access.Release(ctx, tx, c.ID, id, m.Actor.ID, d.instant())
	if err == nil && (n == 0 || id == "") {
		err = errNoFreeze
	}
	d.keys.Forget()
	return err
}

// releaseAll ends every suspension of a case with its decision.
func (d *Desk) releaseAll(ctx context.Context, tx pg.Tx, c *caseflow.Case, by string) error {
	_, err := access.Release(ctx, tx, c.ID, "", by, d.instant())
	d.keys.Forget()
	return err
}
