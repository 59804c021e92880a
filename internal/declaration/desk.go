package declaration

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where facts are declared, verified and offered. The exported fields are set while wiring, never later.
type Desk struct {
	// Accounts name bodies. Nil: they have no name.
	Accounts *account.Desk
	// Attach holds papers. Nil: there are none.
	Attach *attach.Desk
	// Press prints papers. Nil: they are read as pages only.
	Press *paper.Press

	db      *pg.Pool
	law     *law.Library
	seal    *seal.Sealer
	records *record.Desk
	cases   *caseflow.Desk
	now     func() time.Time
}

// NewDesk makes the desk and registers its type of case.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, records *record.Desk, cases *caseflow.Desk, now func() time.Time) *Desk {
	d := &Desk{db: db, law: lib, seal: s, records: records, cases: cases, now: now}
	cases.Register(d.inquiries())
	return d
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

// firmOf is the firm somebody acts for. An agent reads and prepares for it.
func firmOf(who access.Actor) (string, error) {
	if who.Firm == "" || who.Itself {
		return "", errNoFirm
	}
	return who.Org, nil
}

// signerOf is the firm of somebody who may sign for it.
func signerOf(who access.Actor) (string, error) {
	entity, err := firmOf(who)
	if err == nil && slices.Contains(who.Roles, access.Agent) {
		err = errAgent
	}
	return entity, err
}

func roleOf(who access.Actor) string {
	if slices.Contains(who.Roles, access.LegalRepresentative) {
		return access.LegalRepresentative
	}
	return access.Manager
}

// Body is a body with its name.
type Body struct {
	Code string `json:"code"`
	Name string `json:"name,omitempty"`
}

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

func (d *Desk) act(ctx context.Context, tx pg.Tx, actor, kind, about string, public map[string]string) (string, error) {
	return ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: kind, Actor: actor, About: about, Public: public})
}

// due counts a limit of the law from a day.
func (d *Desk) due(key string, from workday.Date, region string) workday.Date {
	l, ok := d.law.On(from).Limit(key)
	if !ok {
		return 0
	}
	due, _ := workday.Due(from, l.Term(), d.law.Calendar().In(region))
	return due
}

// system is who does what time and shared data do.
const system = "system"
