package commitment

import (
	"strings"
	"time"

	"xinheng/internal/signing"
	"xinheng/internal/workday"
)

// signed is a commitment as it was signed. Nobody can change any of it afterwards: it is countersigned, and append-only.
type signed struct {
	EntityID        string
	CommitmentID    string
	Undertaking     string
	UndertakingFrom workday.Date
	Kind            string
	Matter          string
	Proofs          []string
	Project         string
	Org             string
	Region          string
	Grouping        string
	Replaces        string
	Template        string
	TemplateFrom    workday.Date
	TemplateHash    string
	Notice          string
	NoticeFrom      workday.Date
	NoticeHash      string
	Clauses         []string
	Body            string
	BodySM3         string
	Signer          string
	SignerRole      string
	Decision        string
	Key             string
	ShownAt         time.Time
	SignedAt        time.Time
	Suite           string
	KeyID           string
	PublicKey       []byte
	Signature       []byte
	EntryID         string
}

// commitment is what was signed with how it is performed.
type commitment struct {
	signed
	performance
}

const keyPurpose = "commitment"

// message is what the platform countersigns.
func (s *signed) message() []byte {
	var m signing.Message
	m.Line("xinheng commitment v1", s.CommitmentID, s.EntityID, s.Kind, s.Undertaking, s.UndertakingFrom.String(), s.Matter, s.Project)
	m.Line(s.Org, s.Region, s.Grouping, s.Replaces, s.Decision)
	m.Line(s.Proofs...)
	m.Line(s.Notice, s.NoticeFrom.String(), s.NoticeHash)
	m.Line(s.Template, s.TemplateFrom.String(), s.TemplateHash)
	m.Line(s.Clauses...)
	m.Line(s.BodySM3)
	m.Line(s.Signer, s.SignerRole, s.ShownAt.UTC().Format(time.RFC3339Nano), s.SignedAt.UTC().Format(time.RFC3339Nano))
	return m.Bytes()
}

func (s *signed) proof() *signing.Countersign {
	return &signing.Countersign{Suite: s.Suite, KeyID: s.KeyID, PublicKey: s.PublicKey, Signature: s.Signature, Message: s.message()}
}

// event tells others what became of it.
func (c *commitment) event(on workday.Date) Event {
	return Event{c.EntityID, c.CommitmentID, c.Kind, c.Matter, c.Undertaking, c.Org, c.Region, c.State, on}
}

// roleOf says in which capacity somebody signs; no name of a person goes into a text that becomes public.
func roleOf(roles []string) string { return strings.Join(roles, " ") }
