package assess

import (
	"context"
	"strconv"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/objection"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/repair"
	"xinheng/internal/watch"
	"xinheng/internal/workday"
)

// counts is how each indicator is counted: by the area that knows, over a span of days of which the last is not in it.
var counts = map[string]func(context.Context, pg.DB, workday.Date, workday.Date) ([]thing, error){
	"intake":    counting(record.FinishedBatches),
	"timely":    counting(record.TimedItems),
	"checks":    counting(check.CoveredMatters),
	"feedback":  counting(watch.DueReports),
	"repair":    counting(repair.DecidedRepairs),
	"objection": counting(objection.DecidedObjections),
}

type assessed interface {
	record.Assessed | check.Assessed | watch.Assessed | repair.Assessed | objection.Assessed
}

func counting[T assessed](of func(context.Context, pg.DB, workday.Date, workday.Date) ([]T, error)) func(context.Context, pg.DB, workday.Date, workday.Date) ([]thing, error) {
	return func(ctx context.Context, db pg.DB, from, to workday.Date) ([]thing, error) {
		all, err := of(ctx, db, from, to)
		out := make([]thing, 0, len(all))
		for _, t := range all {
			if t := thing(t); t.Org != "" {
				out = append(out, t)
			}
		}
		return out, err
	}
}

// monthOf is the first day of a day's month.
func monthOf(d workday.Date) workday.Date { return workday.New(d.Year(), d.Time().Month(), 1) }

// model is the one in force on the last day of a month, and that day.
func (d *Desk) model(month workday.Date) (m law.AssessmentModel, on workday.Date, ok bool) {
	on = month.AddMonths(1).AddDays(-1)
	all := d.law.On(on).AssessmentModels()
	if len(all) == 0 {
		return m, on, false
	}
	return all[0], on, true
}

// due is the last day of a term that begins on a day.
func (d *Desk) due(key string, from workday.Date) workday.Date {
	limit, ok := d.law.On(from).Limit(key)
	if !ok {
		return from
	}
	day, _ := workday.Due(from, limit.Term(), d.law.Calendar())
	return day
}

// Freeze freezes last month, if its closing day is over and it is not frozen yet; it says whether it did. Several servers may try at once.
func (d *Desk) Freeze(ctx context.Context) (bool, error) {
	return d.FreezeMonth(ctx, monthOf(d.today()).AddMonths(-1))
}

// FreezeMonth freezes a month: all of it in one transaction, so that there is no half of it. A month that has not closed, or is
// frozen, is left as it is.
func (d *Desk) FreezeMonth(ctx context.Context, month workday.Date) (done bool, err error) {
	month = monthOf(month)
	m, on, ok := d.model(month)
	closes := d.due(m.Close, on)
	if !ok || d.today() <= closes {
		return false, nil
	}
	p := periodRow{month, m.Code, on, closes, d.due(m.Appeal, d.today()), d.instant()}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		entry, err := ledger.Append(ctx, tx, p.FrozenAt, ledger.Act{Kind: "assess.frozen", Actor: access.CLI().ID, About: "assessment:" + month.String(),
			Public: map[string]string{"model": m.Code, "closed_on": closes.String()}})
		if err != nil {
			return err
		}
		if done, err = insertPeriod(ctx, tx, &p, entry); err != nil {
			return err
		}
		if !done {
			return errFrozen // and the entry of the ledger goes with the transaction
		}
		return d.count(ctx, tx, month, &m)
	})
	if err == errFrozen { //nolint:errorlint // ours, as it left the transaction
		return false, nil
	}
	return done, err
}

func (d *Desk) count(ctx context.Context, tx pg.Tx, month workday.Date, m *law.AssessmentModel) error {
	for _, f := range m.Indicators {
		all, err := counts[f.Code](ctx, tx, month, month.AddMonths(1))
		if err != nil {
			return err
		}
		if err := insertThings(ctx, tx, month, f.Code, all); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

func number(n int) string { return strconv.Itoa(n) }
