package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Dossier is an account as its officers see it: with what was asked for it and how that was decided, and the training it
// has to show for the posts that touch the rights of others (S8).
type Dossier struct {
	Holder
	Requests     []Asked       `json:"requests" doc:"newest first"`
	Certificates []Certificate `json:"certificates"`
	Demands      []Demand      `json:"demands" doc:"roles of its posts that need a certificate"`
}

// Asked is a request with what became of it.
type Asked struct {
	Request
	DecidedBy string     `json:"decided_by,omitempty"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
	Approved  *bool      `json:"approved,omitempty"`
	Why       string     `json:"why,omitempty" doc:"reason of a refusal, or a remark"`
}

// Demand says that a role needs a certificate today, and whether the account has one that is good.
type Demand struct {
	Role  string `json:"role"`
	Kind  string `json:"kind"`
	Basis string `json:"basis"`
	Met   bool   `json:"met" doc:"false: until it is earned, the post is without the permissions that touch others"`
}

// Dossier finds an account within an actor's scope.
func (d *Desk) Dossier(ctx context.Context, who access.Actor, id string) (f Dossier, err error) {
	if f.Holder, err = d.Account(ctx, who, id); err != nil {
		return f, err
	}
	if f.Requests, err = requestsOf(ctx, d.db, id); err != nil {
		return f, err
	}
	if f.Certificates, err = certificatesOf(ctx, d.db, id); err != nil {
		return f, err
	}
	rules, err := certificateRules(ctx, d.db, d.today())
	f.Demands = demandsOf(f.Holder, rules, f.Certificates, d.today())
	return f, err
}

// demandsOf says for every role held, or to come, which certificates it needs and whether they are there.
func demandsOf(h Holder, rules []CertificateRule, held []Certificate, today workday.Date) []Demand {
	out := []Demand{}
	for _, r := range rules {
		has := slices.ContainsFunc(h.Posts, func(p Post) bool {
			return p.Role == r.Role && p.EndedAt == nil && (p.Until.IsZero() || today <= p.Until)
		})
		if has {
			met := slices.ContainsFunc(held, func(c Certificate) bool { return c.Kind == r.Kind && c.From <= today && today <= c.Until })
			out = append(out, Demand{Role: r.Role, Kind: r.Kind, Basis: r.Basis, Met: met})
		}
	}
	return out
}

// Rules lists which roles need which certificate on a day.
func (d *Desk) Rules(ctx context.Context, day workday.Date) ([]CertificateRule, error) {
	return certificateRules(ctx, d.db, day)
}

// LaterRules lists the demands that begin after a day, so that people in post can earn what they will need.
func (d *Desk) LaterRules(ctx context.Context, day workday.Date) ([]CertificateRule, error) {
	return laterRules(ctx, d.db, day)
}

// Named is whose account an id is.
type Named struct {
	ID      string `json:"id"`
	Login   string `json:"login"`
	Name    string `json:"name"`
	OrgName string `json:"org_name,omitempty"`
}

// Names gives the names of accounts within an actor's scope, so that a log of ids can be read by a person.
func (d *Desk) Names(ctx context.Context, who access.Actor, ids []string) ([]Named, error) {
	if err := need(who, access.AccountRead); err != nil {
		return nil, err
	}
	return namesOf(ctx, d.db, reach(who), slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !isID(id) }))
}

// People gives the names behind the ids of actors, whoever asks: for areas in which one person answers another, such as an
// approval. Ids that are no person's are left out.
func (d *Desk) People(ctx context.Context, actors []string) (map[string]string, error) {
	var ids []string
	for _, a := range actors {
		if id, ok := strings.CutPrefix(a, "person:"); ok && isID(id) {
			ids = append(ids, id)
		}
	}
	everywhere := access.Actor{Regions: []string{""}}
	found, err := namesOf(ctx, d.db, reach(everywhere), ids)
	names := make(map[string]string, len(found))
	for _, n := range found {
		names[actorID(n.ID)] = n.Name
	}
	return names, err
}

// Actives lists the accounts within an actor's scope that may sign in.
func (d *Desk) Actives(ctx context.Context, db pg.DB, who access.Actor) ([]Account, error) {
	return listAccounts(ctx, db, reach(who), AccountQuery{Status: Active, Limit: mostActives})
}

// mostActives bounds what is looked over at once when idle accounts are counted.
const mostActives = 100_000
