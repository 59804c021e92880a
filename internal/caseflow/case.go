package caseflow

import (
	"encoding/json"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Case is a case as the area's handler sees it. Within a move a handler may change Title, Org, Region, Provider, the
// details and the facts; everything else is the engine's.
type Case struct {
	ID       string // its number: XF-460100-20261109-000031
	EntityID string // the subject
	Kind     string
	Edition  string // of the table it was opened under
	State    State
	Title    string // one line without personal data: what the list of cases shows
	Org      string // code of the body it lies with
	Region   string // division of that body
	Provider string // code of the body the data came from; empty: none is asked
	Holder   string // the officer who has it in hand: "person:…"; empty: nobody yet
	Opener   string // access.Actor.ID of who opened it
	Agent    string // access.Actor.ID of the agent it was opened through; empty: none
	Version  int32  // counts every change
	OpenedOn workday.Date
	DueOn    workday.Date // the soonest of its clocks; zero: none runs
	EndedOn  workday.Date // zero: it is open
	Facts    []string     // named facts a move may need, set by the area

	EscalatedOn workday.Date // zero: it never was

	// Code lets whoever holds it follow the case without signing in. It is known once, when the case is opened.
	Code string
	// Waiting is set when the act was an agent's and now waits for the firm: no move was made (F26-10).
	Waiting string

	details json.RawMessage
	created time.Time
	moves   int32
	urgedOn workday.Date
}

// Into reads the details the area keeps with the case.
func (c *Case) Into(v any) error {
	if len(c.details) == 0 {
		return nil
	}
	return json.Unmarshal(c.details, v)
}

// Keep replaces the details the area keeps with the case. They are sealed: personal words belong here.
func (c *Case) Keep(v any) (err error) {
	c.details, err = json.Marshal(v)
	return err
}

// Fact says that a named fact holds now, so that moves that need it are open; Unfact that it does not.
func (c *Case) Fact(name string) {
	if !slices.Contains(c.Facts, name) {
		c.Facts = append(c.Facts, name)
	}
}

// Unfact takes a fact back.
func (c *Case) Unfact(name string) {
	c.Facts = slices.DeleteFunc(c.Facts, func(f string) bool { return f == name })
}

// Evidence is something a move rests on: a document, a record, an answer of another system. The thing itself lives in its
// own area; here is what it is and how to find and verify it.
type Evidence struct {
	Kind   string `json:"kind" maxLength:"64" doc:"what it proves: payment, commitment_letter, decision"`
	Ref    string `json:"ref" maxLength:"200" doc:"where it lives: document:…, record:…"`
	Name   string `json:"name" maxLength:"200" doc:"as people call it; sealed"`
	SHA256 string `json:"sha256,omitempty" maxLength:"64" doc:"of its bytes, in hexadecimal"`
	Source string `json:"source,omitempty" maxLength:"100" doc:"who or what supplied it: upload, or the system it was fetched from"`
}

// Opening is what a case is opened with.
type Opening struct {
	Kind     string
	Act      Act // of a move without From; empty: the only one that actor's side has
	EntityID string
	Org      string // body it lies with
	Region   string
	Provider string
	Title    string
	Details  any // kept sealed
	Fields   Values
	Note     string
	Facts    []string
	Evidence []Evidence
	Key      string // idempotency: the same key of the same actor opens one case
}

// Doing is an act on a case. A handler may add evidence, public facts for the ledger and a clause.
type Doing struct {
	Act      Act
	Actor    access.Actor
	Version  int32 // of the case as it was read; 0: whatever it is
	Fields   Values
	Note     string // sealed
	Evidence []Evidence
	Key      string // idempotency: the same key does the act once

	// Set by the engine before the handler runs.
	At   time.Time    // the instant it is done
	On   workday.Date // the legal day it counts for: of a clock that ran out, the day after its last
	Move Move         // the row of the table

	// For the handler to add to.
	Public map[string]string // facts for the ledger: ids, codes, counts; nothing of a person
	Clause law.Ref           // the clause the outcome rests on, when it is another than the move's
	// Terms are the lengths of clocks that begin with this act, where what is decided names another than the law's own (the days
	// of a rectification order); Longer by how much a running clock is extended, once.
	Terms, Longer map[string]workday.Term

	confirmed string // who confirmed an agent's act
}

// Moved is told, in the same transaction, of every move of every case.
type Moved struct {
	Case Case // after the move
	From State
	Move Move
	By   access.Actor
	On   workday.Date
}

// Reminded is told of every reminder and escalation a clock gives.
type Reminded struct {
	Case      Case
	Clock     string
	On        workday.Date
	Permille  int  // how much of the term is used: 500, 750; 1000: it has run out
	Escalated bool // it has run out, and it was not the subject's
}
