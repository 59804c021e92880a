package adapter

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/entry"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Double is how much a body typed here, how much its systems delivered, and what was done twice.
type Double struct {
	Org       string    `json:"org"`
	Body      string    `json:"body"`
	Hand      int64     `json:"hand" doc:"records typed here"`
	Delivered int64     `json:"delivered" doc:"records its systems delivered"`
	Twice     int64     `json:"twice" doc:"typed here and delivered too, without having gone back first"`
	Permille  *int64    `json:"permille,omitempty" doc:"twice of all records of the body; absent: there were none"`
	Months    []Month   `json:"months"`
	CountedAt time.Time `json:"counted_at"`
}

// Month is one month of it.
type Month struct {
	Month     workday.Date `json:"month" doc:"its first day"`
	Hand      int64        `json:"hand"`
	Delivered int64        `json:"delivered"`
	Twice     int64        `json:"twice"`
}

const (
	countedMonths = 12
	onePage       = 2000
)

func (d *Desk) firstMonth() workday.Date {
	today := d.today()
	return today.AddDays(1 - today.Time().Day()).AddMonths(1 - countedMonths)
}

type bodyMonth struct {
	org   string
	month workday.Date
}

// CountDouble counts double entry of the last twelve months: the same document number typed here and delivered by a system of the body. What was
// sent to that system before it came back is its echo, not somebody's work.
func (d *Desk) CountDouble(ctx context.Context) error {
	since := d.firstMonth().Start()
	all := map[bodyMonth]*typedRow{}
	at := func(org string, month workday.Date) *typedRow {
		k := bodyMonth{org, month}
		if all[k] == nil {
			all[k] = &typedRow{Org: org, Month: month, CountedAt: d.instant()}
		}
		return all[k]
	}
	for after := ""; ; {
		page, next, err := entry.AllTyped(ctx, d.db, since, after, onePage)
		if err != nil {
			return err
		}
		if err := d.countPage(ctx, page, at); err != nil {
			return err
		}
		if len(page) < onePage {
			break
		}
		after = next
	}
	came, err := deliveredBy(ctx, d.db, since)
	if err != nil {
		return err
	}
	for _, c := range came {
		at(c.Org, c.Month).Delivered = c.N
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		for _, r := range all {
			if err := putTyped(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *Desk) countPage(ctx context.Context, page []entry.Typed, at func(string, workday.Date) *typedRow) error {
	ids := make([]string, len(page))
	for i := range page {
		ids[i] = page[i].RecordID
	}
	known, err := record.NewestOf(ctx, d.db, ids)
	if err != nil {
		return err
	}
	orgs, keys := make([]string, len(page)), make([]string, len(page))
	for i, t := range page {
		r := known[t.RecordID]
		orgs[i], keys[i] = t.Org, keyOf(r.Item, r.EntityID, r.DocumentNo)
		at(t.Org, monthOf(t.ChangedAt)).Hand++
	}
	again, err := twice(ctx, d.db, orgs, keys, ids)
	for _, n := range again {
		at(page[n-1].Org, monthOf(page[n-1].ChangedAt)).Twice++
	}
	return err
}

func monthOf(t time.Time) workday.Date {
	day := workday.Of(t)
	return day.AddDays(1 - day.Time().Day())
}

// Double is what was counted, of bodies within reach.
func (d *Desk) Double(ctx context.Context, who access.Actor) ([]Double, error) {
	rows, err := allTyped(ctx, d.db, d.firstMonth())
	if err != nil {
		return nil, err
	}
	out, codes := []Double{}, []string{}
	for _, r := range rows {
		if len(out) == 0 || out[len(out)-1].Org != r.Org {
			here, err := d.reaches(ctx, who, r.Org)
			if err != nil {
				return nil, err
			}
			if !here {
				continue
			}
			out, codes = append(out, Double{Org: r.Org, Months: []Month{}, CountedAt: r.CountedAt}), append(codes, r.Org)
		}
		b := &out[len(out)-1]
		b.Hand, b.Delivered, b.Twice = b.Hand+r.Hand, b.Delivered+r.Delivered, b.Twice+r.Twice
		b.Months = append(b.Months, Month{r.Month, r.Hand, r.Delivered, r.Twice})
		if n := b.Hand + b.Delivered - b.Twice; n > 0 {
			share := b.Twice * 1000 / n
			b.Permille = &share
		}
	}
	names, err := d.Bodies(ctx, codes)
	for i := range out {
		out[i].Body = orElse(names[out[i].Org], out[i].Org)
	}
	return out, err
}
