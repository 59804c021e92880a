package caseflow

import (
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Act is a thing that can be done in a case: "accept", "refuse".
type Act string

// State is where a case stands. The empty state is that of a case that is not open yet.
type State string

// Side is whose move it is, beside the permission it needs.
type Side string

const (
	Subject  Side = "subject"  // 当事人：the firm, by whoever acts for it, or the person
	Window   Side = "window"   // 窗口：a clerk enters for a person who is present (R6)
	Body     Side = "body"     // 承办机关：officers of the body the case lies with
	Above    Side = "above"    // 上级：officers whose reach covers the body
	Provider Side = "provider" // 信息提供单位：officers of the body the data came from
	Platform Side = "system"   // 系统：a clock ran out, or an effect was confirmed; never a decision
)

// FieldKind is how a field of a form is filled in.
type FieldKind string

const (
	Text        FieldKind = "text"
	LongText    FieldKind = "longtext"
	Date        FieldKind = "date"
	Choice      FieldKind = "choice"
	Record      FieldKind = "record"      // id of one record of the subject
	Records     FieldKind = "records"     // ids of records of the subject
	Attachment  FieldKind = "attachment"  // reference of a document
	Attachments FieldKind = "attachments" // references of documents
	Bool        FieldKind = "bool"
	Changes     FieldKind = "fields" // old and new value by field code: {"CF_NR": {"old": "…", "new": "…"}}
)

// Option is one answer of a choice.
type Option struct {
	Code string    `json:"code"`
	Name law.Text2 `json:"name"`
}

// Field is one question of the form of a move. What is answered is sealed.
type Field struct {
	Name     string    `json:"name"`
	Kind     FieldKind `json:"kind" enum:"text,longtext,date,choice,record,records,attachment,attachments,bool,fields"`
	Label    law.Text2 `json:"label"`
	Why      law.Text2 `json:"why" doc:"why it is asked, or how to fill it in"`
	Required bool      `json:"required"`
	Options  []Option  `json:"options,omitempty"`
	Max      int       `json:"max,omitempty" doc:"characters, or entries of a list; 0: 200, 5000 of a long text, 50 entries"`
}

// Weight says how much a move matters to the subject; the interface asks again before a heavy one.
type Weight string

const (
	Light  Weight = ""       // can be followed by another
	Heavy  Weight = "heavy"  // decides something; asked for twice
	Favour Weight = "favour" // gives the subject what was asked for
)

// Stay as the To of a move leaves the case in its state.
const Stay State = ""

// Move is a row of the table: from these states, by this side with this permission, the act leads there. A move without
// From opens a case.
type Move struct {
	Act        Act
	Name       law.Text2
	From       []State // none: the move opens the case
	To         State   // Stay: the case remains where it is
	By         Side
	Permission string   // access permission the actor must hold; none for the system
	Needs      []string // kinds of evidence, or facts (Case.Fact), without which the move is refused
	Form       []Field
	Basis      law.Ref // the clause the move rests on
	Confirm    bool    // done by an agent it waits until the firm confirms it (F26-10)
	Weight     Weight
}

// Clock is a legal term. It starts on the day the case enters one of its states, and stops when it leaves them; coming
// back starts it again.
type Clock struct {
	Name   string
	Title  law.Text2
	While  []State // runs
	Rests  []State // stands still: the subject is waited for
	Limit  string  // key of law/limits, never a number
	Extend string  // key of law/limits of the longest extension; empty: cannot be extended
	Hold   law.Ref // the clause that lets it stand still for an expert or another body; none: it cannot be held
	Late   Act     // what the system does on the day after the last; empty: only the escalation that follows when a body is late
}

// subjects says whether the time of a clock is the subject's: in each state it runs in, the subject may move and no body may,
// and when it has passed the case goes on by itself. Whose move it is decides, not a mark in the table, so that no table can
// call a body late for what the firm left undone. Such a clock reminds, lapses, and never escalates against anybody.
func (d Def) subjects(clock string) bool {
	i := slices.IndexFunc(d.Clocks, func(k Clock) bool { return k.Name == clock && k.Late != "" })
	return i >= 0 && !slices.ContainsFunc(d.Clocks[i].While, func(s State) bool { return !d.awaits(s) })
}

// awaits says whether only the subject can carry a case on from a state. A body that may there do nothing but what favours the
// subject (withdraw an order, take down what it brings to the counter) is not the one who is waited for.
func (d Def) awaits(s State) (own bool) {
	for _, m := range d.Moves {
		if !slices.Contains(m.From, s) || m.To == Stay {
			continue
		}
		switch m.By {
		case Body, Above, Provider:
			if m.Weight != Favour {
				return false
			}
		case Subject:
			own = own || !d.final(m.To) // only to be able to give up is not to be waited for
		}
	}
	return own
}

// Guard is a promise to the subject: never in To without having been in Without.
type Guard struct {
	To, Without State
	Basis       law.Ref
}

// StateName is a state in words: for officers, and in plain words for the subject.
type StateName struct {
	State  State     `json:"state"`
	Name   law.Text2 `json:"name"`
	Public law.Text2 `json:"public" doc:"what the subject reads, without jargon"`
}

// Def is a case type as a table. Editions are dated: an open case keeps the one it was opened under.
type Def struct {
	Kind    string // "repair": a-z and underscores
	Name    law.Text2
	Prefix  string // of numbers: XF in XF-460100-20261109-000031
	Edition string // "2026-1"; another table is another edition
	From    workday.Date
	Purpose string // disclosure purpose of an officer who reads such a case
	Start   State
	States  []StateName
	Final   []State
	Moves   []Move
	Clocks  []Clock
	Never   []Guard
	Apart   [][2]Act // two acts, two people (S2)
	// Untold are the states in which the subject was not told yet: what officers wrote to get there is never shown to it, not
	// even once it was told; what it is told, its paper says.
	Untold []State
	// Read are the permissions that show every case of the kind within reach, beside those of its moves; Escalated those
	// that show only what has been escalated.
	Read, Escalated []string
}
