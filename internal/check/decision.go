package check

import (
	"context"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Request asks whether a subject may do something. Purpose, case and officer are kept with the answer.
type Request struct {
	Matter      string       `json:"matter" doc:"code of the matter, see /v1/matters" example:"gp-qualification"`
	Subject     string       `json:"subject" doc:"unified social credit code" example:"91460000MAXNX0001A"`
	Purpose     string       `json:"purpose" enum:"approval,procurement,bidding,subsidy,honour,appointment,market_entry,finance,supervision,duty_free,land,test" doc:"why it is asked"`
	CaseNo      string       `json:"case_no" maxLength:"64" doc:"the caller's own case"`
	Officer     string       `json:"officer,omitempty" maxLength:"64" doc:"who asks; a system must say it, of a person signed in the session does"`
	Industry    string       `json:"industry,omitempty" maxLength:"3" doc:"GB/T 4754 section or division of what is applied for (C, 14, C14): a ban from another industry has no bearing" example:"C14"`
	On          workday.Date `json:"on,omitempty" doc:"civil date; today when empty. A past date is answered by the law and the facts of that date"`
	MinPosition int64        `json:"min_position,omitempty" doc:"answer only when this ledger position has been taken into account (waits at most 2 s)"`
	Watch       bool         `json:"watch,omitempty" doc:"tell the caller when the answer changes, until the case is closed (DELETE /v1/watches/{decision_id}); only of today"`

	MarketReport *MarketReport `json:"market_report,omitempty" doc:"a report of the market, where the matter takes one: verified by the register of agencies, never asked for, and without bearing on the outcome"`
}

// purposes is the closed list of what a check may be made for; the tag of Request.Purpose shows it to callers.
var purposes = []string{"approval", "procurement", "bidding", "subsidy", "honour", "appointment", "market_entry", "finance", "supervision",
	"duty_free", "land", purposeTest}

// purposeTest is for trying things out: kept as evidence like any other, but not counted as coverage.
const purposeTest = "test"

// Answer is all a check about a natural person says (level 1).
type Answer string

const (
	Yes       Answer = "yes"
	No        Answer = "no"
	NotEnough Answer = "not_enough_data"
)

// Decision is the answer to a request, kept as evidence before it is given.
type Decision struct {
	ID      string         `json:"decision_id" example:"D-20261122-7F3K0Q9XA"`
	At      time.Time      `json:"at"`
	Matter  VersionedNamed `json:"matter"`
	Subject string         `json:"subject"`
	Purpose string         `json:"purpose"`
	CaseNo  string         `json:"case_no"`
	Officer string         `json:"officer"`
	Caller  string         `json:"caller" doc:"code of the body that asked"`
	Answer  Answer         `json:"answer,omitempty" enum:"yes,no,not_enough_data" doc:"level 1, about natural persons: instead of everything below"`
	*Finding
	Advice law.Text2 `json:"advice" doc:"what the outcome means and what to do"`
	// MarketReport is what became of the report that came with the request; absent when none came.
	MarketReport *Attached `json:"market_report,omitempty"`
	AsOf         AsOf      `json:"as_of"`
	// Receipt is not part of what is committed to: take ,"receipt":{…} off the answer, and the rest is the exact text.
	Receipt *Receipt `json:"receipt,omitempty"`

	// what the evidence keeps beside the answer
	outcome  Outcome
	inputs   []byte
	text     []byte
	salt     [saltSize]byte
	actor    string
	industry string
	watch    bool
	along    func(context.Context, pg.Tx, *Decision) error // of a case that was answered from a snapshot; nil: an ordinary check
}

// Verdict is the outcome of the check, also where the answer to the caller does not name it.
func (d *Decision) Verdict() Outcome { return d.outcome }

// VersionedNamed is a matter as it was in force.
type VersionedNamed struct {
	Code    string    `json:"code"`
	Version string    `json:"version"`
	Name    law.Text2 `json:"name"`
}

// AsOf says what the answer takes into account.
type AsOf struct {
	Date     workday.Date `json:"date" doc:"the day asked about"`
	Position int64        `json:"ledger_position" doc:"everything up to here has been taken into account"`
	AgeMS    int64        `json:"age_ms" doc:"how long ago that was last confirmed to be all there is"`
	Edition  string       `json:"law_edition"`
	Inputs   string       `json:"inputs_sha256" doc:"hash of the facts and adoptions judged, kept for replay"`
}

// Receipt proves that the answer was recorded before it was given. Every hash is base64.
type Receipt struct {
	Group     string        `json:"group" doc:"answers recorded together"`
	Entry     string        `json:"entry_id" doc:"ledger entry of the group"`
	Index     int           `json:"index"`
	Count     int           `json:"count"`
	Salt      []byte        `json:"salt"`
	Leaf      ledger.Hash   `json:"leaf" doc:"commits to salt and answer"`
	Path      []ledger.Hash `json:"path" doc:"from the leaf to the root"`
	Root      ledger.Hash   `json:"root"`
	Signature Signature     `json:"signature"`
}

// Signature of a group's root, or of a result file.
type Signature struct {
	Algorithm string `json:"algorithm" enum:"Ed25519,SM2"`
	KeyID     string `json:"key_id" doc:"see /v1/checks/key"`
	Value     []byte `json:"value" doc:"base64"`
}
