// Package fault is how Xinheng says no. 错误与拒绝。
//
// A fault has a kind (which decides the HTTP status), a stable code that the interface translates
// ("record.no_basis"), the clause it rests on if there is one, and a sentence that ends with what
// to do. Anything that is not a fault is an internal error: logged with an id, never shown.
// A fault never carries a rejected value, so an error can be logged and returned as it stands.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind sorts faults by what the caller can do about them.
type Kind int

const (
	// Internal is everything that is not a fault: a bug or a broken machine.
	Internal Kind = iota
	// Invalid: the request is malformed; mend it and send it again.
	Invalid
	// Missing: there is no such thing, or it is not this caller's to see.
	Missing
	// Unauthenticated: the caller has not said who it is.
	Unauthenticated
	// Forbidden: the caller is known and may not do this.
	Forbidden
	// Conflict: the thing is not in the state this act needs, or was already done otherwise.
	Conflict
	// TooEarly: the law allows it, but not yet; the message names the date.
	TooEarly
	// TooLate: the law allowed it, until a date that has passed.
	TooLate
	// Gone: it was public once and has lawfully ceased to be.
	Gone
	// TooLarge: the body or file passes a stated limit.
	TooLarge
	// TooMany: slow down; the message says until when.
	TooMany
	// Unavailable: a part the answer needs is down; try again, nothing was lost.
	Unavailable
)

// Error is a refusal that may be shown to the caller as it stands.
type Error struct {
	Kind   Kind
	Code   string // stable, dotted, starts with the area: "record.no_basis"
	ZH, EN string // one sentence each, ending with what to do
	Clause string // the clause that says so, e.g. "琼府办〔2021〕4号（九）"; empty if none
	Field  string // the request field at fault; empty if none

	After time.Duration // when to come back, of TooMany and Unavailable; 0: soon
}

func (e *Error) Error() string { return e.Code + ": " + e.EN }

// New makes a fault. zh and en say what is wrong and what to do.
func New(kind Kind, code, zh, en string) *Error {
	return &Error{Kind: kind, Code: code, ZH: zh, EN: en}
}

// At names the request field at fault.
func (e *Error) At(field string) *Error { c := *e; c.Field = field; return &c }

// In says how long to wait before coming back.
func (e *Error) In(wait time.Duration) *Error { c := *e; c.After = wait; return &c }

// Under names the clause the refusal rests on.
func (e *Error) Under(clause string) *Error { c := *e; c.Clause = clause; return &c }

// Of returns the fault in err's chain, if there is one.
func Of(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// KindOf returns the kind of the fault in err's chain, or Internal.
func KindOf(err error) Kind {
	if e, ok := Of(err); ok {
		return e.Kind
	}
	return Internal
}

// Is reports whether err's chain holds a fault with this code.
func Is(err error, code string) bool {
	e, ok := Of(err)
	return ok && e.Code == code
}

// Wrap adds where an error happened, at no cost to the happy path:
//
//	defer fault.Wrap(&err, "registry.Find(%s)", id)
//
// Arguments must be ids, never personal data.
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf(format+": %w", append(args, *err)...)
	}
}
