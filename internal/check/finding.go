package check

import (
	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Outcome of a check; doc.go says what each means.
type Outcome string

const (
	Clear          Outcome = "clear"
	Attention      Outcome = "attention"
	Restricted     Outcome = "restricted"
	Prohibited     Outcome = "prohibited"
	UnknownSubject Outcome = "unknown_subject"
)

// Finding is what follows from facts for a matter on a day. It is the same for the same input, whatever its order.
type Finding struct {
	Outcome    Outcome  `json:"outcome" required:"false" enum:"clear,attention,restricted,prohibited,unknown_subject"`
	Effects    []Effect `json:"effects" required:"false"`
	Route      Route    `json:"commitment_route" required:"false"`
	NotApplied []Passed `json:"not_applied" required:"false"`

	// Unlisted are codes of measures and incentives that a rule names and the catalogue does not hold that day. Such a
	// finding must not be used (F16-2); the desk refuses and records it.
	Unlisted []string `json:"-"`
	// Adopted are the adoptions the finding leans on, whole: the input a replay needs.
	Adopted law.Adoptions `json:"-"`
}

// Named is something of the catalogue: its code and its name.
type Named struct {
	Code string    `json:"code"`
	Name law.Text2 `json:"name"`
}

// Effect is one measure or incentive that follows.
type Effect struct {
	Measure Named        `json:"measure"`
	Kind    law.Effect   `json:"kind" enum:"block,warn,inform,incentive"`
	Must    bool         `json:"must" doc:"应当 rather than 可以"`
	Next    law.Text2    `json:"next" doc:"what the officer does now"`
	Basis   []Citation   `json:"basis"`
	Because Because      `json:"because"`
	Until   workday.Date `json:"until,omitempty" doc:"last day of the effect: it ends with the fact, or earlier"`
	Adopted []Adopted    `json:"adopted,omitempty" doc:"adoptions of unverified rules this effect rests on"`
	Lowered *Lowered     `json:"lowered,omitempty" doc:"why it is weaker than the rule says"`

	withholds bool // it takes the benefit a person asks for
}

// Citation is an article with its text as cited, and how sure the rule that cites it is.
type Citation struct {
	Instrument string       `json:"instrument"`
	Article    string       `json:"article,omitempty"`
	Text       law.Text2    `json:"text"`
	Standing   law.Standing `json:"standing" enum:"text,secondary,assumed"`
}

// Because is the fact behind an effect, or one that was looked at in vain.
type Because struct {
	Kind       standing.FactKind `json:"kind"`
	List       *Named            `json:"list,omitempty"`
	Title      string            `json:"title"`
	Authority  string            `json:"authority"`
	DocumentNo string            `json:"document_no"`
	Basis      string            `json:"basis,omitempty" doc:"as cited by the authority"`
	Severity   law.Severity      `json:"severity,omitempty"`
	Grade      string            `json:"grade,omitempty"`
	From       workday.Date      `json:"from"`
	Until      workday.Date      `json:"until,omitempty" doc:"last day it counts"`
	RepairFrom workday.Date      `json:"repair_from,omitempty" doc:"earliest day repair may be applied for"`
	RecordID   string            `json:"record_id"`
	DisputedOn workday.Date      `json:"disputed_on,omitempty" doc:"异议中: an objection to it is open since then"`
}

// Adopted is an adoption as shown wherever its effect is.
type Adopted struct {
	ID   string    `json:"id"`
	Body string    `json:"body"`
	Why  law.Text2 `json:"why"`
}

// Lowered says what the rule says, and why no more than this follows.
type Lowered struct {
	From   law.Effect `json:"from"`
	Why    string     `json:"why" enum:"group,rating,no_basis,assumed_not_adopted"`
	Reason law.Text2  `json:"reason"`
}

// Passed is a fact that was looked at and does not count, or not so, and why.
type Passed struct {
	What    Because      `json:"what"`
	Measure string       `json:"measure,omitempty" doc:"when only this measure does not follow from it"`
	Why     string       `json:"why" doc:"stable code: expired, repaired, withdrawn, removed, not_yet, not_this_matter, other_industry, minor, basis_repealed, assumed_not_adopted, duplicate, term_over, not_target, not_mapped, no_basis, no_end, objection, reorganisation"`
	On      workday.Date `json:"on,omitempty" doc:"the day it ended or begins"`
	Reason  law.Text2    `json:"reason"`
}

// Route says whether the subject may choose 告知承诺 for this matter.
type Route struct {
	Eligible bool       `json:"eligible"`
	Reasons  []Reason   `json:"reasons"`
	Basis    []Citation `json:"basis"`
}

// Reason is a stable code with its sentence.
type Reason struct {
	Why      string    `json:"why"`
	Sentence law.Text2 `json:"sentence"`
	RecordID string    `json:"record_id,omitempty"`
}

// Why something does not count, beside the reasons standing gives.
const (
	notThisMatter = "not_this_matter"
	otherIndustry = "other_industry"
	minor         = "minor"
	basisRepealed = "basis_repealed"
	notAdopted    = "assumed_not_adopted"
	duplicate     = "duplicate"
	termOver      = "term_over"
	notTarget     = "not_target"
	notMapped     = "not_mapped"
	onlyGroupI    = "group"
	onlyRating    = "rating"
)
