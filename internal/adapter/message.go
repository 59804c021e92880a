package adapter

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"time"

	"xinheng/internal/exchange"
	"xinheng/internal/law"
	"xinheng/internal/seal"
)

// Message is one delivery from one system to another. It is signed whole, with the time, as messages of exchange are.
type Message struct {
	ID       string `json:"id" maxLength:"64" doc:"of the delivery; the same id again is the same delivery"`
	Adapter  string `json:"adapter" maxLength:"64"`
	Version  string `json:"version" maxLength:"16" doc:"of the mapping it is written by"`
	Table    string `json:"table" maxLength:"64" doc:"their name of it"`
	Sequence int64  `json:"sequence" doc:"of a record the greater one is the newer, whichever arrives first"`
	Part     int    `json:"part" doc:"from 1; a file too big for one message comes in parts"`
	Parts    int    `json:"parts"`
	Encoding string `json:"encoding" doc:"of the data: UTF-8 or GB18030"`
	Trial    bool   `json:"trial" doc:"of the conformance kit: taken by links on trial alone"`
	Ask      bool   `json:"ask" doc:"changes nothing: asks what is held of the records whose subject and document number are given"`
	Data     []byte `json:"data" doc:"CSV with a header of their columns, base64"`
}

// Letter is a message as it travels: what is signed, and the headers that sign it.
type Letter struct {
	Header http.Header
	Body   []byte
}

// Receipt is what the receiver says became of a message.
type Receipt struct {
	ID       string    `json:"id"`
	Part     int       `json:"part"`
	Digest   string    `json:"digest" doc:"SHA-256 of the body received, hex: what was received is what was sent"`
	State    State     `json:"state" enum:"accepted,duplicate,part,refused"`
	Code     string    `json:"code,omitempty" doc:"why it is refused"`
	Rows     int       `json:"rows"`
	Taken    int       `json:"taken"`
	Known    int       `json:"known" doc:"held already, with this content"`
	Waiting  int       `json:"waiting" doc:"for a person to say whom they are about"`
	Stale    int       `json:"stale" doc:"older than what is held: left aside"`
	Refused  int       `json:"refused"`
	Problems []Problem `json:"problems"`
	Held     []Held    `json:"held" doc:"answer to a question"`
	At       time.Time `json:"at"`
}

// State of a message at its receiver.
type State string

const (
	Accepted  State = "accepted"
	Duplicate State = "duplicate" // taken in before: nothing was done
	Partial   State = "part"      // the other parts are awaited
	Refused   State = "refused"   // as a whole; nothing of it was kept
)

// Problem is why a row was not taken.
type Problem struct {
	Row   int    `json:"row" doc:"from 1, without the header"`
	Field string `json:"field,omitempty" doc:"their column"`
	Code  string `json:"code"`
	ZH    string `json:"zh"`
	EN    string `json:"en"`
}

// Held is what a receiver has of one record.
type Held struct {
	Subject  string            `json:"subject"`
	Document string            `json:"document"`
	State    string            `json:"state" enum:"held,ended,absent"`
	Versions int               `json:"versions"`
	Values   map[string]string `json:"values" doc:"by their columns; of what may be shown"`
}

// Why a message is refused as a whole.
const (
	BadSignature = "signature"
	BadClock     = "clock"
	BadMessage   = "malformed"
	BadVersion   = "version" // of another adapter, table or mapping
	BadEncoding  = "encoding"
	BadTrial     = "trial"
)

// Signer is who writes messages.
type Signer = seal.Signer

// Write signs a message as of an instant.
func Write(m Message, by Signer, at time.Time) (Letter, error) {
	body, err := json.Marshal(m)
	if err != nil {
		return Letter{}, err
	}
	stamp, once := at.UTC().Format(time.RFC3339), fmt.Sprintf("%s-%d", m.ID, m.Part)
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	h.Set(exchange.HeaderTime, stamp)
	h.Set(exchange.HeaderOnce, once)
	h.Set(exchange.HeaderKey, by.KeyID())
	h.Set(exchange.HeaderSignature, base64.StdEncoding.EncodeToString(by.Sign(exchange.Signed(stamp, once, body))))
	return Letter{h, body}, nil
}

// Door is what a receiver holds a letter against before it looks inside.
type Door struct {
	Adapter law.Adapter
	Suite   seal.Suite
	Public  []byte // of the sender
	Now     time.Time
	Folder  bool // a file may lie for a while; it is never of the future
}

var fitID = regexp.MustCompile(`^[0-9a-z][0-9a-z-]{0,63}$`)

const mostParts = 1000

// Open reads a letter, or says why it is refused.
func (d Door) Open(l Letter) (m Message, code string) {
	at, err := time.Parse(time.RFC3339, l.Header.Get(exchange.HeaderTime))
	if err != nil {
		return m, BadClock
	}
	if exchange.Verify(d.Suite, d.Public, l.Header, l.Body, at) != nil {
		return m, BadSignature
	}
	if now := d.at(at); exchange.Verify(d.Suite, d.Public, l.Header, l.Body, now) != nil {
		return m, BadClock
	}
	in := json.NewDecoder(bytes.NewReader(l.Body))
	in.DisallowUnknownFields()
	if in.Decode(&m) != nil || !fitID.MatchString(m.ID) || m.Parts < 1 || m.Parts > mostParts || m.Part < 1 || m.Part > m.Parts || m.Sequence < 0 {
		return m, BadMessage
	}
	if _, known := d.Adapter.Flow(m.Table); !known || m.Adapter != d.Adapter.Code || m.Version != d.Adapter.Version {
		return m, BadVersion
	}
	if !slices.Contains(d.Adapter.Encodings, m.Encoding) {
		return m, BadEncoding
	}
	return m, ""
}

// at is the instant a letter is held against: a file is as fresh as it was when it was laid down.
func (d Door) at(written time.Time) time.Time {
	if d.Folder && written.Before(d.Now) {
		return written
	}
	return d.Now
}

// digest is how a receipt says what it is for.
func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// receipt begins the receipt of a letter.
func receipt(m *Message, l Letter, now time.Time) Receipt {
	return Receipt{ID: m.ID, Part: m.Part, Digest: digest(l.Body), State: Accepted, Problems: []Problem{}, Held: []Held{}, At: now.UTC().Truncate(time.Second)}
}

// refuse says why nothing was kept.
func (r Receipt) refuse(code string) Receipt {
	r.State, r.Code = Refused, code
	return r
}
