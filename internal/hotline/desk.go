package hotline

import (
	"context"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/hook"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// How a complaint stands.
const (
	Unnamed    = "unnamed"    // 待确认企业
	Unverified = "unverified" // 未核实
	Merged     = "merged"     // 重复，已合并
	Verified   = "verified"   // 属实
	Unfounded  = "unfounded"  // 不属实
	Withdrawn  = "withdrawn"  // 已撤回
)

// Desk is where complaints are taken in, joined and verified.
type Desk struct {
	// Found is told, in the same transaction, of whose complaint was verified, or is verified no longer.
	Found hook.Hook[string]

	db       *pg.Pool
	law      *law.Library
	seal     *seal.Sealer
	accounts *account.Desk
	now      func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, accounts *account.Desk, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, seal: s, accounts: accounts, now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// numberOf is the number of a complaint here. The same source and number give the same, so that a second delivery meets the first; what
// the hotline's number is cannot be read out of it.
func (d *Desk) numberOf(source, number string) string {
	return "RX-" + strings.ToUpper(d.seal.Blind("hotline.number", source+" "+number))
}

// callerOf tells one caller from another, and nobody who it is. However a telephone is written it is the same.
func (d *Desk) callerOf(contact string) string {
	c := strings.TrimPrefix(strings.NewReplacer(" ", "", "-", "", "　", "").Replace(contact), "+86")
	if c == "" {
		return ""
	}
	return d.seal.Blind("hotline.caller", c)
}

// act is on the ledger by the number of the complaint; neither firm nor caller is.
func (d *Desk) act(ctx context.Context, tx pg.Tx, who access.Actor, kind, id string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "hotline." + kind, Actor: who.ID, About: id, Public: public})
	return err
}
