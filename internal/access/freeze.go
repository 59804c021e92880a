package access

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// What a case of a leak may suspend (暂停使用).
const (
	FreezeAccount = "account" // a person may sign in, read why, answer it, and nothing else
	FreezeKey     = "key"     // a line of keys of a system
	FreezeExport  = "export"  // the right of a person to take data out
)

// Freeze is a suspension: of whom or what, by which case, from when, and its last day. Dates decide whether it holds: none has to
// be lifted by a job.
type Freeze struct {
	ID         string       `json:"id"`
	Kind       string       `json:"kind" enum:"account,key,export"`
	Target     string       `json:"target" doc:"person:… of an account or a right to export, the line of a key"`
	Case       string       `json:"case"`
	From       time.Time    `json:"from"`
	Until      workday.Date `json:"until" doc:"last day"`
	By         string       `json:"by"`
	ReleasedAt *time.Time   `json:"released_at,omitempty"`
	ReleasedBy string       `json:"released_by,omitempty"`
}

// Holds says whether a suspension holds on a day.
func (f *Freeze) Holds(on workday.Date) bool { return f.ReleasedAt == nil && on <= f.Until }

// Put suspends, in the transaction of the act that decides so; whoever commits it calls Keys.Forget. Keys are refused here at once,
// in other processes within a minute.
func (f *Freeze) Put(ctx context.Context, tx pg.Tx) error { return insertFreeze(ctx, tx, f) }

// Frozen says whether something is suspended on a day.
func Frozen(ctx context.Context, db pg.DB, kind, target string, on workday.Date) (bool, error) {
	return isFrozen(ctx, db, kind, target, on)
}

// FreezesOf are the suspensions of a case, in their order.
func FreezesOf(ctx context.Context, db pg.DB, caseID string) ([]Freeze, error) {
	return freezesOf(ctx, db, caseID)
}

// FreezesOn are the suspensions of an account and of its right to export, the newest first.
func FreezesOn(ctx context.Context, db pg.DB, actor string) ([]Freeze, error) {
	return freezesOn(ctx, db, actor)
}

// Release lifts suspensions of a case: the one named, or all when none is. What ended by its day stays as it was.
func Release(ctx context.Context, tx pg.Tx, caseID, id, by string, at time.Time) (int64, error) {
	return releaseFreezes(ctx, tx, caseID, id, by, at)
}

var errKeyFrozen = fault.New(fault.Forbidden, "access.key_frozen", "该密钥因信息安全核查被暂停使用；请向安全管理员了解理由、期限和申辩途径。",
	"This key is suspended while a matter of data security is looked into; ask the security administrator for the reason, the last day and how to object.")
