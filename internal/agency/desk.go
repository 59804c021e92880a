package agency

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Desk keeps the register of agencies and watches that they forget.
type Desk struct {
	// Body is the name of a body by its code; set while wiring, nil knows every code.
	Body func(ctx context.Context, code string) (string, error)

	db       *pg.Pool
	law      *law.Library
	exchange *exchange.Desk
	now      func() time.Time
}

// NewDesk makes the desk. Whoever wires it lets Changed and Acknowledged follow.
func NewDesk(db *pg.Pool, lib *law.Library, ex *exchange.Desk, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, exchange: ex, now: now}
}

func (d *Desk) instant() time.Time  { return d.now().UTC().Truncate(time.Microsecond) }
func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// platform is who acts on the ledger when a round does.
const platform = "xinheng"

// Law keys of the area.
const (
	deleteLimit = "repair.elsewhere" // to delete and say so: other sites follow in step
	mendLimit   = "agency.mend"
	listAge     = "agency.list.age"
	listMost    = "agency.list.most"
)

// append puts an act on the ledger: about which duty, finding or agency, and no record.
func (d *Desk) append(ctx context.Context, tx pg.Tx, who, kind, about string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: who, About: about, Public: public})
	return err
}

// orgOf is the agency somebody acts for.
func orgOf(who access.Actor) (string, error) {
	if who.Org == "" {
		return "", errNone
	}
	return who.Org, nil
}

var (
	errNone = fault.New(fault.Conflict, "agency.no_agreement", "贵单位没有经审批的数据协议；请向信用主管部门申请登记。",
		"Your body has no approved data agreement; ask the lead office to enter one.")
	errStopped = fault.New(fault.Conflict, "agency.stopped", "贵单位的数据协议已提前停止；请联系信用主管部门。",
		"Your data agreement was stopped before its day; speak to the lead office.")
)

// errNotBegun and errEnded say on which day the agreement holds.
func errNotBegun(from workday.Date) error {
	return fault.New(fault.TooEarly, "agency.not_begun", "数据协议自 "+from.String()+" 起生效；请届时再读取。",
		"The data agreement holds from "+from.String()+"; read again then.")
}

func errEnded(until workday.Date) error {
	return fault.New(fault.Conflict, "agency.ended", "数据协议已于 "+until.String()+" 到期；续签并经审批后才能继续读取，已读取且须删除的仍须删除。",
		"The data agreement ended on "+until.String()+"; have it renewed and approved before reading on. What must be deleted must be deleted all the same.")
}
