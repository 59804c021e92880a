package access

import (
	"context"
	"slices"
)

// Kind is what sort of actor acts.
type Kind string

const (
	KindKey    Kind = "key"    // a system
	KindPerson Kind = "person" // somebody signed in
	KindCLI    Kind = "cli"    // the operator at the machine itself
	KindApp    Kind = "app"    // an app that a firm lets read its own public file
)

// Actor is who acts: a system with a key, a person from a post or for a firm, or the operator at the command line.
type Actor struct {
	ID     string // "key:…", "person:…", "cli"; the same whatever post a person acts from
	Org    string // USCC of the body it belongs to, or of the firm a person acts for; p-… of a person who acts as itself
	Name   string // name of that body
	Scopes []string

	Kind    Kind
	Account string   // of a person
	Person  string   // the name to show; never on the ledger, in logs or in addresses
	Post    string   // the post a person acts from
	Firm    string   // the delegation a person acts by, instead of a post; of one who acts as itself, its verified link
	Itself  bool     // a verified natural person in its own matters (R2): Org is the person, Firm the link
	Roles   []string // that of the post or delegation; R2 of a verified person who acts as itself
	Regions []string // what codes of regions within reach begin with; empty for a role that sees its own body only
	Confirm bool     // an agent: the firm confirms each act
	Grant   string   // of an app: the authorisation it reads by; Org is the firm that gave it
}

// Bare is the account alone, whatever it may act as: all that a session is before the password is changed or the second
// factor given.
func (a Actor) Bare() Actor {
	return Actor{ID: a.ID, Kind: a.Kind, Account: a.Account, Person: a.Person, Scopes: []string{Self}}
}

// May reports whether the actor holds a permission.
func (a Actor) May(scope string) bool { return slices.Contains(a.Scopes, scope) }

// CLI is the operator at the command line of the machine itself. It may do what a system may, and the few things that come
// before there is anybody else; it stands in for none of the officers.
func CLI() Actor {
	return Actor{ID: "cli", Kind: KindCLI, Name: "命令行操作员 operator", Scopes: append(Scopes(), OrgEdit, LawAdopt, StatusRead, FiguresRead)}
}

type actorKey struct{}

// With carries the actor of a request.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, actorKey{}, a) }

// From returns the actor of a request; false for an anonymous one.
func From(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(actorKey{}).(Actor)
	return a, ok
}
