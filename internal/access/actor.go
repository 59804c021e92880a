package access

import (
	"context"
	"slices"
)

// Actor is who acts: a system with a key, or the operator at the command line.
type Actor struct {
	ID     string // "key:…", "cli"
	Org    string // USCC of the body it belongs to
	Name   string // name of the body
	Scopes []string
}

// Scopes of this stage; issue 2 of the platform adds people and roles.
const (
	ScopeCheck  = "check"  // POST /v1/checks, /v1/checks/batch
	ScopeIntake = "intake" // POST /v1/intake/{item}
	ScopeMatch  = "match"  // decide the name-match queue
	ScopeRead   = "read"   // non-public parts of records and receipts of one's own body
	ScopeLedger = "ledger" // audit export
)

// Scopes lists every scope there is.
func Scopes() []string { return []string{ScopeCheck, ScopeIntake, ScopeMatch, ScopeRead, ScopeLedger} }

// May reports whether the actor holds a scope.
func (a Actor) May(scope string) bool { return slices.Contains(a.Scopes, scope) }

// CLI is the operator at the command line of the machine itself, who holds every scope.
func CLI() Actor { return Actor{ID: "cli", Name: "命令行操作员 operator", Scopes: Scopes()} }

type actorKey struct{}

// With carries the actor of a request.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, actorKey{}, a) }

// From returns the actor of a request; false for an anonymous one.
func From(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(actorKey{}).(Actor)
	return a, ok
}
