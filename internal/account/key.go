package account

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// province is where a body stands that was never imported: only officers of the whole province see its keys.
const province = "460000"

// Issued is a new key with its secret, shown once.
type Issued struct {
	access.Key
	Secret string `json:"secret" doc:"shown once; only a hash is kept"`
}

// Keys lists the keys of bodies within an actor's scope, revoked ones too.
func (d *Desk) Keys(ctx context.Context, who access.Actor) ([]access.Key, error) {
	if err := need(who, access.KeyRead); err != nil {
		return nil, err
	}
	all, err := d.keys.List(ctx)
	if err != nil {
		return nil, err
	}
	known, err := orgTree(ctx, d.db)
	seen := []access.Key{}
	for _, k := range all {
		if access.InScope(who, k.Org, placeOf(known, k.Org)) {
			seen = append(seen, k)
		}
	}
	return seen, err
}

// Uses lists the calls of keys within an actor's scope, of the last days.
func (d *Desk) Uses(ctx context.Context, who access.Actor, days int) ([]access.Use, error) {
	keys, err := d.Keys(ctx, who)
	if err != nil {
		return nil, err
	}
	lines := map[string]bool{}
	for _, k := range keys {
		lines[k.Line] = true
	}
	all, err := d.keys.Uses(ctx, d.today().AddDays(1-days))
	return slices.DeleteFunc(all, func(u access.Use) bool { return !lines[u.Line] }), err
}

func placeOf(known map[string]place, org string) string {
	if at, ok := known[org]; ok {
		return at.Region
	}
	return province
}

// IssueKey gives a system of a body a key. Its scopes are those a system may hold: never an officer's (S1).
func (d *Desk) IssueKey(ctx context.Context, who access.Actor, t access.Terms) (issued Issued, err error) {
	if err := need(who, access.KeyIssue); err != nil {
		return Issued{}, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		o, err := d.orgWithin(ctx, tx, who, t.Org)
		if err != nil {
			return err
		}
		t.Name = o.Name
		if issued.Key, issued.Secret, err = d.keys.IssueIn(ctx, tx, t); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "key.issue", issued.ID, map[string]string{"org": t.Org, "scopes": strings.Join(issued.Scopes, " "),
			"per_day": strconv.FormatInt(issued.PerDay, 10)})
	})
	return issued, err
}

// mostGrace is how long an old key may stay beside its successor.
const mostGrace = 30

// RotateKey issues the successor of a key; the old one stays good for some days, so that a system can change over.
func (d *Desk) RotateKey(ctx context.Context, who access.Actor, id string, days int) (issued Issued, err error) {
	if days < 0 || days > mostGrace {
		return Issued{}, invalid("account.key_days", "days", "新旧密钥并行不超过 30 天；请填 0–30。", "Old and new live side by side for at most 30 days; give 0–30.")
	}
	err = d.onKey(ctx, who, id, func(ctx context.Context, tx pg.Tx) error {
		issued.Key, issued.Secret, err = d.keys.RotateIn(ctx, tx, id, d.now().Add(time.Duration(days)*24*time.Hour))
		if err != nil {
			return err
		}
		return d.act(ctx, tx, who, "key.rotate", id, map[string]string{"successor": issued.ID, "days": strconv.Itoa(days)})
	})
	return issued, err
}

// RevokeKey ends a key at once: it was stolen, or is no longer needed.
func (d *Desk) RevokeKey(ctx context.Context, who access.Actor, id string) error {
	return d.onKey(ctx, who, id, func(ctx context.Context, tx pg.Tx) error {
		if err := d.keys.RevokeIn(ctx, tx, id); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "key.revoke", id, map[string]string{})
	})
}

// onKey does something to a key within an actor's scope; one out of it does not exist (S10). What was remembered of keys
// is forgotten after the commit: here it takes effect at once.
func (d *Desk) onKey(ctx context.Context, who access.Actor, id string, do func(context.Context, pg.Tx) error) error {
	if err := need(who, access.KeyIssue); err != nil {
		return err
	}
	defer d.keys.Forget()
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		k, err := d.keys.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		region := province
		if o, err := d.orgIn(ctx, tx, k.Org); err == nil {
			region = o.Region
		} else if fault.KindOf(err) != fault.Missing {
			return err
		}
		if !access.InScope(who, k.Org, region) {
			return access.NoSuchKey
		}
		return do(ctx, tx)
	})
}
