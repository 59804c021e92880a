package commitment

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/attach"
	"xinheng/internal/education"
	"xinheng/internal/fault"
	"xinheng/internal/hook"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where commitments are read, signed and followed. The exported fields are set while wiring, never later.
type Desk struct {
	Events Events
	// Accounts name the bodies that take commitments in. Nil: they have no name.
	Accounts *account.Desk
	// Attach finds papers handed in before, and holds evidence. Nil: there are none.
	Attach *attach.Desk
	// Education offers courses before signing. Nil: none is offered.
	Education *education.Desk
	// Route says whether a subject may take the commitment route for a matter, without a trace. Nil: nothing keeps anybody from it.
	Route func(ctx context.Context, entity, matter string) (Route, error)
	// Decide says the same and keeps the answer as evidence that the approval can rest on (F01-2).
	Decide func(ctx context.Context, who access.Actor, entity, matter, caseNo string) (Route, error)

	db    *pg.Pool
	law   *law.Library
	seal  *seal.Sealer
	asked *access.Buckets
	now   func() time.Time
}

// asking bounds how often one address may report without signing in.
var asking = access.Rate{PerSecond: 1, Burst: 20}

// Events are what other areas follow.
type Events struct {
	Released  hook.Hook[Event] // 承诺生效：可撤回时间已过或者已放弃
	Permitted hook.Hook[Event] // 据承诺发证
	Ended     hook.Hook[Event] // 已履行、违诺或者撤回
}

// Event is what happened to a commitment. It holds ids and no data, so that a job may be told of it.
type Event struct {
	EntityID string       `json:"entity_id"`
	ID       string       `json:"id"`
	Kind     string       `json:"kind"`
	Matter   string       `json:"matter"`
	Code     string       `json:"undertaking"`
	Org      string       `json:"org"`
	Region   string       `json:"region"`
	State    State        `json:"state"`
	On       workday.Date `json:"on"`
}

// Route is whether the commitment route is open to a subject, and what it rests on.
type Route struct {
	Eligible bool     `json:"eligible"`
	Reasons  []Reason `json:"reasons"`
	Basis    []Cited  `json:"basis"`
	Decision string   `json:"decision,omitempty" doc:"id of the signed answer of the credit check; only once it is signed for"`
}

// Reason keeps somebody from the route.
type Reason struct {
	Why      string    `json:"why"`
	Sentence law.Text2 `json:"sentence"`
	RecordID string    `json:"record_id,omitempty"`
}

// Cited is an article as it is cited.
type Cited struct {
	Instrument string    `json:"instrument"`
	Article    string    `json:"article,omitempty"`
	Text       law.Text2 `json:"text"`
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, seal: s, asked: access.NewBuckets(asking, now), now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// instant is now, as exact as the tables keep it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// newID makes a number nobody can guess.
func newID(prefix string) string {
	b := make([]byte, 10)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return prefix + "-" + base32.StdEncoding.EncodeToString(b)
}

// province is where what names no division lies.
const province = "460000"

// firmOf is the firm somebody acts for. An agent reads for it and signs nothing.
func firmOf(who access.Actor) (string, error) {
	if who.Firm == "" || who.Itself {
		return "", errNoFirm
	}
	return who.Org, nil
}

// body is what a body is called, where anybody knows.
func (d *Desk) body(ctx context.Context, db pg.DB, org string) (Body, error) {
	b := Body{Code: org}
	if d.Accounts == nil || org == "" {
		return b, nil
	}
	o, err := d.Accounts.OrgIn(ctx, db, org)
	if fault.KindOf(err) == fault.Missing {
		return b, nil
	}
	b.Name = o.Name
	return b, err
}

// Body is a body with its name.
type Body struct {
	Code string `json:"code"`
	Name string `json:"name,omitempty"`
}
