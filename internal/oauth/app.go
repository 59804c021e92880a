package oauth

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
)

// Terms are what an app is registered with.
type Terms struct {
	Name         law.Text2 `json:"name" doc:"as firms read it"`
	Owner        string    `json:"owner" maxLength:"40" doc:"unified social credit code of the body or firm that answers for it"`
	Redirects    []string  `json:"redirects" maxItems:"10" doc:"addresses a firm is sent back to, compared character by character"`
	Origins      []string  `json:"origins" maxItems:"10" doc:"sites that may embed our pages, as https://host"`
	Confidential bool      `json:"confidential" doc:"it runs on a server of its own and keeps a secret"`
	Scopes       []string  `json:"scopes" maxItems:"10" doc:"what it may ask for"`
}

// State is how an app stands.
type State string

const (
	Proposed  State = "proposed"
	Live      State = "live"
	Suspended State = "suspended"
	Refused   State = "refused"
)

// App is an app as the officers see it.
type App struct {
	ID        string  `json:"id"`
	Terms     Terms   `json:"terms" doc:"in force; of one that never was, as proposed"`
	OwnerName string  `json:"owner_name"`
	State     State   `json:"state" enum:"proposed,live,suspended,refused"`
	Reason    string  `json:"reason,omitempty" doc:"of its suspension"`
	HasSecret bool    `json:"has_secret"`
	Waiting   *Change `json:"waiting,omitempty" doc:"a proposal that waits for the second officer"`
}

// Change is a proposal.
type Change struct {
	Version    int32     `json:"version"`
	Terms      Terms     `json:"terms"`
	ProposedBy string    `json:"proposed_by"`
	ProposedAt time.Time `json:"proposed_at"`
}

// Propose puts a new app, or other terms of one, before the second officer.
func (d *Desk) Propose(ctx context.Context, who access.Actor, id string, t Terms) (App, error) {
	isNew := id == ""
	if !isNew { // what is not there is not judged
		if known, err := newestProposals(ctx, d.db, id); err != nil || len(known) == 0 {
			return App{}, orElse(err, errUnknownApp)
		}
	}
	if err := t.check(); err != nil {
		return App{}, err
	}
	names, err := d.names(ctx, []string{t.Owner})
	switch {
	case err != nil:
		return App{}, err
	case names[t.Owner] == "":
		return App{}, errOwner
	}
	if isNew {
		id = "app-" + strings.ToLower(rand.Text()[:12])
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		version, err := insertProposal(ctx, tx, id, &t, who.ID, d.instant())
		if err != nil {
			return err
		}
		if version == 0 {
			return errWaiting
		}
		return d.act(ctx, tx, "oauth.proposed", who.ID, id, nil)
	})
	if err != nil {
		return App{}, err
	}
	return d.App(ctx, id)
}

// Decide approves or refuses what is proposed. Whoever proposed it does not (S2). An app that was suspended is live again by a change that
// two people made, and no other way.
func (d *Desk) Decide(ctx context.Context, who access.Actor, id string, version int32, approve bool) (App, error) {
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		p, err := waitingProposal(ctx, tx, id, version)
		if err != nil {
			return err
		}
		if err := access.Apart(access.Actor{ID: p.ProposedBy}, who); err != nil {
			return err
		}
		state, kind := "refused", "oauth.refused"
		if approve {
			state, kind = "approved", "oauth.approved"
			if err := putApp(ctx, tx, &p, d.instant()); err != nil {
				return err
			}
		}
		if err := decideProposal(ctx, tx, id, version, state, who.ID, d.instant()); err != nil {
			return err
		}
		return d.act(ctx, tx, kind, who.ID, id, nil)
	})
	if err != nil {
		return App{}, err
	}
	return d.App(ctx, id)
}

// Suspend stops an app at once: it gets no firm, no token, and no answer until two people have let it back.
func (d *Desk) Suspend(ctx context.Context, who access.Actor, id, reason string) (App, error) {
	if reason = strings.TrimSpace(reason); reason == "" || len([]rune(reason)) > 200 {
		return App{}, errReason
	}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if n, err := suspendApp(ctx, tx, id, reason, d.instant()); err != nil || n == 0 {
			return orElse(err, errUnknownApp)
		}
		return d.act(ctx, tx, "oauth.suspended", who.ID, id, nil)
	})
	if err != nil {
		return App{}, err
	}
	return d.App(ctx, id)
}

// Secret is the secret of a confidential app, shown once; the one before it is no longer good.
type Secret struct {
	Secret string `json:"secret" doc:"shown once; only a hash is kept"`
}

// NewSecret makes the secret of a confidential app.
func (d *Desk) NewSecret(ctx context.Context, who access.Actor, id string) (Secret, error) {
	s := secret(secretPrefix)
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if n, err := putSecret(ctx, tx, id, hashed(s), d.instant()); err != nil || n == 0 {
			return orElse(err, errUnknownApp)
		}
		return d.act(ctx, tx, "oauth.secret", who.ID, id, nil)
	})
	if err != nil {
		return Secret{}, err
	}
	return Secret{s}, nil
}

// Apps lists every app, those that wait first.
func (d *Desk) Apps(ctx context.Context) ([]App, error) { return d.apps(ctx, "") }

// App is one of them.
func (d *Desk) App(ctx context.Context, id string) (App, error) {
	all, err := d.apps(ctx, id)
	if err != nil || len(all) == 0 {
		return App{}, orElse(err, errUnknownApp)
	}
	return all[0], nil
}

func (d *Desk) apps(ctx context.Context, id string) ([]App, error) {
	newest, err := newestProposals(ctx, d.db, id)
	if err != nil {
		return nil, err
	}
	inForce, err := appsInForce(ctx, d.db, id)
	if err != nil {
		return nil, err
	}
	out, owners := make([]App, 0, len(newest)), []string{}
	for i := range newest {
		p := &newest[i]
		a := App{ID: p.AppID, Terms: p.terms(), State: State(p.State)}
		if j := slices.IndexFunc(inForce, func(r appRow) bool { return r.AppID == p.AppID }); j >= 0 {
			r := &inForce[j]
			a.Terms, a.State, a.Reason, a.HasSecret = r.terms(), State(r.State), r.Reason, r.SecretHash != nil
		}
		if p.State == "proposed" {
			a.Waiting = &Change{p.Version, p.terms(), p.ProposedBy, p.ProposedAt}
		}
		out, owners = append(out, a), append(owners, a.Terms.Owner)
	}
	names, err := d.names(ctx, owners)
	for i := range out {
		out[i].OwnerName = names[out[i].Terms.Owner]
	}
	return out, err
}

func (d *Desk) names(ctx context.Context, codes []string) (map[string]string, error) {
	if d.Names == nil || len(codes) == 0 {
		return nil, nil
	}
	return d.Names(ctx, slices.Compact(slices.Sorted(slices.Values(codes))))
}

// orElse is what went wrong while asking, or else that there is no such thing.
func orElse(err error, missing *fault.Error) error {
	if err != nil {
		return err
	}
	return missing
}

var (
	errOwner      = fault.New(fault.Invalid, "oauth.owner", "没有登记该代码的单位或企业；请核对应用运营者的统一社会信用代码。", "No body or firm is registered under this code; check the code of whoever answers for the app.").At("owner")
	errUnknownApp = fault.New(fault.Missing, "oauth.unknown_app", "没有这个应用，或者没有待决定的登记；请在应用列表中核对。", "There is no such app, or nothing of it waits to be decided; look in the list of apps.")
	errWaiting    = fault.New(fault.Conflict, "oauth.waiting", "该应用已有一项变更待审批；请先审批或者驳回。", "A change of this app waits already; have it decided first.")
	errReason     = fault.New(fault.Invalid, "oauth.reason", "请写明停用原因（二百字以内）。", "Say why, in at most two hundred characters.").At("reason")
)
