package snapshot

import (
	"time"

	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk makes snapshots, gives them away, and takes back what was answered from them.
type Desk struct {
	// PieceRows is how many firms one transaction of the round looks at; set by tests.
	PieceRows int

	db     *pg.Pool
	law    *law.Library
	log    *ledger.Log
	checks *check.Desk
	signer seal.Signer
	suite  seal.Suite
	now    func() time.Time
}

// NewDesk makes the desk. Snapshots are signed with the key of receipts, which callers know already.
func NewDesk(db *pg.Pool, lib *law.Library, log *ledger.Log, checks *check.Desk, s *seal.Sealer, now func() time.Time) *Desk {
	return &Desk{PieceRows: 500, db: db, law: lib, log: log, checks: checks, signer: s.SigningKey("check"), suite: s.Suite(), now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// instant is now, as exact as the tables keep it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// days is a number of days the law lays down.
func (d *Desk) days(key string) (int, error) {
	l, ok := d.law.On(d.today()).Limit(key)
	if !ok || l.Unit != law.Days {
		return 0, errNoTerm
	}
	return int(l.N), nil
}

var errNoTerm = fault.New(fault.Conflict, "snapshot.no_term", "规则库中没有查验快照的期限；请联系规则维护人员补录。",
	"The law library does not say how long snapshots may be used; ask its editors to enter it.")
