package agency

import (
	"context"
	"slices"
	"strconv"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Reading is what an agency was given of a firm: its public records under the items of the agreement, and what is left of the quota.
type Reading struct {
	Entity  string          `json:"entity_id"`
	Name    string          `json:"name"`
	At      time.Time       `json:"at"`
	Records []record.Record `json:"records"`
	Used    int32           `json:"used" doc:"readings of this month, with this one"`
	Quota   int32           `json:"quota"`
	Notice  law.Text2       `json:"notice"`
}

var notice = law.Text2{
	ZH: "仅限协议用途，不得转售。记录修复、撤回或更正的，平台随即告知；须在期限内删除或更正并确认，平台每夜比对。没有记录不等于评价。",
	EN: "For the purpose of the agreement, not to be resold. Whenever a record is repaired, withdrawn or corrected you are told; delete or correct it in time and say so, it is compared at night. No record is no judgement.",
}

// Read gives an agency the public records of a firm within its agreement and counts one reading. What it was given is kept by id, in the
// same transaction, so that it can be told to forget it.
func (d *Desk) Read(ctx context.Context, who access.Actor, subject string) (Reading, error) {
	org, err := orgOf(who)
	if err != nil {
		return Reading{}, err
	}
	a, err := inForce(ctx, d.db, org)
	if err != nil {
		return Reading{}, err
	}
	if err := a.open(d.today()); err != nil {
		return Reading{}, err
	}
	code, _, err := ident.ParseUSCC(subject)
	if err != nil {
		return Reading{}, err
	}
	e, err := registry.Find(ctx, d.db, string(code))
	if err != nil {
		return Reading{}, err
	}
	out := Reading{Entity: e.ID, Name: e.Name, At: d.instant(), Quota: a.Quota, Notice: notice}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return d.give(ctx, tx, who, &a, &out) })
	return out, err
}

func (d *Desk) give(ctx context.Context, tx pg.Tx, who access.Actor, a *Agreement, out *Reading) (err error) {
	if out.Used, err = use(ctx, tx, a.Org, firstOf(d.today()), a.Quota); err != nil {
		return err
	}
	all, err := record.Of(ctx, tx, out.Entity, time.Time{})
	if err != nil {
		return err
	}
	out.Records = within(all, a.Items, d.today())
	ids, versions := make([]string, len(out.Records)), make([]int32, len(out.Records))
	for i := range out.Records {
		ids[i], versions[i] = out.Records[i].ID, out.Records[i].Version
	}
	if err := insertGiven(ctx, tx, out.Entity, a.Org, ids, versions, out.At); err != nil {
		return err
	}
	return d.append(ctx, tx, who.ID, "agency.read", a.Org, map[string]string{"records": strconv.Itoa(len(ids))})
}

// within is what of records is public on a day under some items; natural persons are never given (G10).
func within(all []record.Record, items []string, today workday.Date) []record.Record {
	out := []record.Record{}
	for i := range all {
		if r := &all[i]; r.PublicOn(today) && slices.Contains(items, r.Item) {
			out = append(out, *r)
		}
	}
	return out
}

// firstOf is the first day of a month.
func firstOf(today workday.Date) workday.Date { return today.AddDays(1 - today.Time().Day()) }

// errQuota names the day on which there is a new one.
func errQuota(month workday.Date) error {
	next := month.AddMonths(1).String()
	return fault.New(fault.TooMany, "agency.quota", "本月额度已用完，"+next+" 起恢复；确需增加的请变更协议。",
		"The quota of this month is spent; there is a new one from "+next+". To have more, have the agreement changed.")
}
