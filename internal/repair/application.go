package repair

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Filing is an application: which records, what is confirmed, what is handed in, and the signatures.
type Filing struct {
	USCC       string      `json:"uscc,omitempty" maxLength:"18" doc:"only at a window: the firm that is present"`
	Records    []string    `json:"records" minItems:"1" maxItems:"50" doc:"ids; they may be of several bodies"`
	Path       string      `json:"path,omitempty" enum:"reorganisation" doc:"a court has approved the plan of reorganisation"`
	Ruling     string      `json:"ruling,omitempty" maxLength:"100" doc:"number of the court's ruling, on that path"`
	Confirmed  []string    `json:"confirmed,omitempty" maxItems:"200" doc:"ids of proofs the platform found and the applicant confirms"`
	Papers     []HandedIn  `json:"papers,omitempty" maxItems:"50" doc:"only what was not found"`
	Authority  string      `json:"authority,omitempty" maxLength:"100" doc:"attachment that shows an agent's authority; an agent with a delegation needs none"`
	Signatures []Signature `json:"signatures,omitempty" maxItems:"10" doc:"every text the records need; an agent leaves it to the firm"`
	Waive      bool        `json:"waive,omitempty" doc:"send it on at once, without the time to take it back"`
}

// HandedIn is an attachment that proves the fulfilment of one record's duty, or is the court's ruling.
type HandedIn struct {
	Record     string `json:"record" maxLength:"64"`
	Attachment string `json:"attachment" maxLength:"64"`
}

// application is the row.
type application struct {
	EntityID      string
	ApplicationID string
	Actor         string
	Key           string
	Agent         string
	Authority     string
	Path          string
	Cases         []string
	Records       []string
	Papers        int32
	Found         int32
	Waived        bool
	SignedAt      *time.Time
	PushAt        *time.Time
	PushedAt      *time.Time
	EndedAt       *time.Time
	CreatedAt     time.Time
}

// Receipt is the one answer to an application, however many bodies decide on it (F26-2).
type Receipt struct {
	ID        string      `json:"id" doc:"number of the application"`
	Code      string      `json:"code,omitempty" doc:"with it the progress can be read without signing in"`
	EntityID  string      `json:"entity_id"`
	Free      law.Text2   `json:"free" doc:"repair costs nothing"`
	Records   []string    `json:"records"`
	Path      string      `json:"path,omitempty"`
	Papers    int         `json:"papers" doc:"how many papers were asked for, the commitment among them"`
	Found     int         `json:"found" doc:"how many proofs the platform found instead of asking for them"`
	Agent     bool        `json:"agent" doc:"it came through an agent"`
	FiledAt   time.Time   `json:"filed_at"`
	SignedAt  *time.Time  `json:"signed_at,omitempty"`
	UndoUntil *time.Time  `json:"undo_until,omitempty" doc:"until then the signature can be taken back (G5)"`
	PushedAt  *time.Time  `json:"pushed_at,omitempty"`
	Undone    bool        `json:"undone" doc:"it was taken back before it was sent on"`
	Waiting   bool        `json:"waiting" doc:"it waits for the firm to sign"`
	Letters   []Letter    `json:"letters,omitempty" doc:"the texts to sign, while it waits"`
	Cases     []CaseState `json:"cases"`
}

// CaseState is one deciding body's part of an application, as the applicant sees it.
type CaseState struct {
	Case    string          `json:"case"`
	Body    Body            `json:"body"`
	State   caseflow.State  `json:"state"`
	Says    law.Text2       `json:"says" doc:"the state in plain words"`
	DueOn   workday.Date    `json:"due_on"`
	EndedOn workday.Date    `json:"ended_on"`
	Clocks  []caseflow.Term `json:"clocks"`
	Records []Line          `json:"records"`
}

// Line is a record in an application: what it is, not what it says.
type Line struct {
	Record     string `json:"record"`
	Item       string `json:"item"`
	DocumentNo string `json:"document_no"`
}

// Free is said on every page of repair (F26-8, 国办发〔2025〕22号).
var Free = law.Text2{
	ZH: "信用修复不收取任何费用。任何单位和个人以“代办修复”“花钱删除”名义收费的，请不要付款，可以投诉举报。",
	EN: "Repair is free of charge. Whoever asks for money to repair or delete a record: do not pay, and report it.",
}

// newID numbers things that are not cases: who reads it sees what it is, and nobody can guess the next.
func newID(prefix string) string {
	b := make([]byte, 10)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return prefix + "-" + base32.StdEncoding.EncodeToString(b)
}

// codeLength of a receipt's code: 60 bits.
const codeLength = 12

// codeOf is the code of a receipt, derived so that the same request gives the same answer and nothing need be kept.
func (d *Desk) codeOf(application string) string {
	return strings.ToUpper(d.seal.Blind("repair.receipt", application)[:codeLength])
}

func (d *Desk) opens(application, code string) bool {
	return subtle.ConstantTimeCompare([]byte(d.codeOf(application)), []byte(strings.ToUpper(strings.TrimSpace(code)))) == 1
}

// isAgent: whoever may prepare for a firm but not bind it.
func isAgent(who access.Actor) bool {
	return who.Firm != "" && (who.Confirm || !who.May(access.CaseSubmit))
}

// details are what the case keeps, sealed.
type details struct {
	Application string       `json:"application"`
	Path        string       `json:"path,omitempty"`
	Ruling      string       `json:"ruling,omitempty"`
	Records     []subjected  `json:"records"`
	Confirmed   []Proof      `json:"confirmed,omitempty"`
	Papers      []HandedIn   `json:"papers,omitempty"`
	Agent       string       `json:"agent,omitempty"`
	Authority   string       `json:"authority,omitempty"`
	Fulfilled   []fulfilment `json:"fulfilled,omitempty"`
	Missing     string       `json:"missing,omitempty"`
	AskedOn     workday.Date `json:"asked_on,omitempty"`
	AcceptedOn  workday.Date `json:"accepted_on,omitempty"`
	Draft       *draft       `json:"draft,omitempty"`
	Decision    *Decision    `json:"decision,omitempty"`
	Commitments []string     `json:"commitments,omitempty"`
}

// subjected is a record the case is about, with what the rule demands for it on the day it was filed.
type subjected struct {
	Line
	Rule string   `json:"rule"`
	Must []string `json:"must"` // methods
}

type fulfilment struct {
	Method   string       `json:"method"`
	On       workday.Date `json:"on"`
	Evidence string       `json:"evidence"`
}

// draft is what the officer in charge proposes; another decides on it (S2).
type draft struct {
	Outcome  string       `json:"outcome"`
	By       string       `json:"by"`
	On       workday.Date `json:"on"`
	Findings string       `json:"findings,omitempty"`
	Reason   string       `json:"reason,omitempty"`
	Clause   law.Ref      `json:"clause,omitzero"`
	Remedy   string       `json:"remedy,omitempty"`
	Next     workday.Date `json:"next,omitempty"`
}

// Decision is the answer as the subject reads it.
type Decision struct {
	Outcome  string       `json:"outcome" enum:"granted,refused,inadmissible,relieved,revoked,kept"`
	On       workday.Date `json:"on"`
	Document string       `json:"document" doc:"its number"`
	Findings string       `json:"findings,omitempty"`
	Reason   string       `json:"reason,omitempty"`
	Clause   law.Text2    `json:"clause" doc:"what it rests on"`
	Next     workday.Date `json:"next,omitempty" doc:"of a refusal: the first day on which it may be asked for again, computed"`
	Remedy   string       `json:"remedy,omitempty"`
}

func (x *details) ids() []string {
	ids := make([]string, len(x.Records))
	for i := range x.Records {
		ids[i] = x.Records[i].Record
	}
	return ids
}
