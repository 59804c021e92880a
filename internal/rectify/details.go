package rectify

import (
	"time"

	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Subject is whom an order is for: a firm or a public body, by its code.
type Subject struct {
	Name string `json:"name"`
	Code string `json:"code"`
}

// Ordered is what an order says.
type Ordered struct {
	Facts   string       `json:"facts"`
	Basis   law.Ref      `json:"basis"`
	Demands string       `json:"demands"`
	Remedy  string       `json:"remedy"`
	Days    int          `json:"days" doc:"working days from service"`
	On      workday.Date `json:"on"`
}

// Sealed is a paper as it left the body: the SM3 digest of its words, and the platform's SM2 signature over it.
type Sealed struct {
	Issuer string       `json:"issuer"`
	On     workday.Date `json:"on"`
	Digest string       `json:"digest" doc:"SM3 of its words"`
	Key    string       `json:"key" doc:"id of the platform's key"`
	Stamp  []byte       `json:"stamp" doc:"SM2 signature"`
}

// Service is how and when a paper reached the subject.
type Service struct {
	On    workday.Date `json:"on"`
	Means string       `json:"means" enum:"direct,post,electronic,left,public"`
	Noted workday.Date `json:"noted" doc:"when it was noted here: the term runs from this day"`
}

// Said is something one side said: an answer, what was handed in, what is missing.
type Said struct {
	Text    string       `json:"text"`
	On      workday.Date `json:"on"`
	Counter bool         `json:"counter,omitempty" doc:"taken down at the counter"`
	Late    bool         `json:"late,omitempty" doc:"after the term was over"`
}

// Extension is the one request for more time and what became of it.
type Extension struct {
	Reason  string       `json:"reason"`
	On      workday.Date `json:"on"`
	Counter bool         `json:"counter,omitempty"`
	Outcome string       `json:"outcome" enum:",granted,refused" doc:"empty: not decided yet"`
	Why     string       `json:"why,omitempty"`
	Days    int          `json:"days,omitempty" doc:"working days granted"`
	Decided workday.Date `json:"decided,omitzero"`
}

// order is what the case of an order keeps, sealed.
type order struct {
	Subject   Subject    `json:"subject"`
	Campaign  string     `json:"campaign,omitempty"`
	Ordered   *Ordered   `json:"ordered,omitempty"`
	Issued    *Sealed    `json:"issued,omitempty"`
	Service   *Service   `json:"service,omitempty"`
	Extension *Extension `json:"extension,omitempty"`
	Answers   []Said     `json:"answers,omitempty"`
	Handed    []Said     `json:"handed,omitempty"`
	Missing   []Said     `json:"missing,omitempty"`
	Outcome   *Said      `json:"outcome,omitempty"`
}

func orderOf(c *caseflow.Case) (*order, error) {
	x := &order{}
	return x, c.Into(x)
}

// Minutes are what was said in a talk, as both sides sign it.
type Minutes struct {
	HeldOn      workday.Date `json:"held_on"`
	Place       string       `json:"place"`
	Present     string       `json:"present"`
	Text        string       `json:"text"`
	Undertaking string       `json:"undertaking,omitempty"`
	Issuer      string       `json:"issuer"`
	Version     int          `json:"version" doc:"counts corrections"`
	Digest      string       `json:"digest" doc:"SM3 of their words: what is signed"`
}

// Signed is the signature of one side: its act while signed in, over the digest, countersigned by the platform (SM2).
type Signed struct {
	Side   string    `json:"side" enum:"body,subject"`
	Signer string    `json:"signer" doc:"access.Actor.ID"`
	Name   string    `json:"name"`
	At     time.Time `json:"at"`
	Digest string    `json:"digest"`
	Paper  bool      `json:"paper,omitempty" doc:"signed on paper; the officer who took it stands here"`
	Key    string    `json:"key"`
	Stamp  []byte    `json:"stamp"`
}

// talk is what the case of a talk keeps, sealed.
type talk struct {
	Order      string       `json:"order"`
	Subject    Subject      `json:"subject"`
	Kind       Sort         `json:"talk_kind"`
	Suggested  Sort         `json:"suggested"`
	Topic      string       `json:"topic"`
	On         workday.Date `json:"on"`
	Place      string       `json:"place"`
	ApprovedOn workday.Date `json:"approved_on,omitzero"`
	Invitation *Sealed      `json:"invitation,omitempty"`
	Service    *Service     `json:"service,omitempty"`
	Absent     []Said       `json:"absent,omitempty"`
	Minutes    *Minutes     `json:"minutes,omitempty"`
	Remarks    []Said       `json:"remarks,omitempty"`
	Officer    *Signed      `json:"officer,omitempty"`
	Other      *Signed      `json:"other,omitempty"`
	Refusal    *Said        `json:"refusal,omitempty"`
	Record     string       `json:"record,omitempty"`
	Until      workday.Date `json:"until,omitzero"`
}

func talkOf(c *caseflow.Case) (*talk, error) {
	x := &talk{}
	return x, c.Into(x)
}
