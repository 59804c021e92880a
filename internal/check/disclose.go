package check

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Checked is a disclosure.Feed: the checks of an entity, which it may see beside the readings (F07-7). What was disclosed is
// the answer for a matter; the officer and the case are not told.
func (d *Desk) Checked(ctx context.Context, entity string, behind disclosure.Mark, limit int) ([]disclosure.Seen, error) {
	rows, err := checksOf(ctx, d.db, entity, behind, limit)
	seen := make([]disclosure.Seen, len(rows))
	for i, r := range rows {
		seen[i] = disclosure.Seen{ID: r.ID, At: r.At, Kind: disclosure.KindCheck, Org: r.Org, Purpose: r.Purpose, Fields: []string{"check." + r.Matter}}
	}
	return seen, err
}

// acted does what belongs to the transaction that records answers. It notes the decisions that follow a reading in the same
// case: such a reading led to something; and it tells whoever keeps account of what was answered.
func (d *Desk) acted(ctx context.Context, tx pg.Tx, rows []*Decision) error {
	for _, r := range rows {
		if r.along != nil {
			if err := r.along(ctx, tx, r); err != nil {
				return err
			}
		}
	}
	if err := d.given(ctx, tx, rows); err != nil || d.Disclosure == nil {
		return err
	}
	acts := make([]disclosure.Act, len(rows))
	for i, r := range rows {
		acts[i] = disclosure.Act{Subject: r.Subject, Org: r.Caller, Case: r.CaseNo, What: "check.decision"}
	}
	d.Disclosure.ActedMany(tx, acts)
	return nil
}

// Source is a body's own checks as an export, oldest first.
func (d *Desk) Source() disclosure.Source {
	return disclosure.Source{
		Code: "check.own", Name: law.Text2{ZH: "本机构的信用查验", EN: "checks of the own body"},
		Columns: []string{"查验编号 decision", "时间 at", "主体代码 subject", "事项 matter", "用途 purpose", "办件编号 case", "经办人 officer", "结果 outcome"},
		Filters: []string{"matter", "from", "until"},
		Estimate: func(ctx context.Context, who access.Actor, filter map[string]string) (int64, error) {
			from, until, err := span(filter)
			if err != nil {
				return 0, err
			}
			return countOwn(ctx, d.db, who.Org, filter["matter"], from, until)
		},
		Rows: func(ctx context.Context, who access.Actor, filter map[string]string, each func(disclosure.Row) error) error {
			from, until, err := span(filter)
			if err != nil {
				return err
			}
			return eachOwn(ctx, d.db, who.Org, filter["matter"], from, until, func(r ownCheck) error {
				return each(disclosure.Row{Subject: r.EntityID, Cells: []string{r.DecisionID, r.At.In(workday.Shanghai).Format("2006-01-02 15:04:05"),
					r.EntityID, r.Matter, r.Purpose, r.CaseNo, r.Officer, d.told(r.EntityID, r.Matter, Outcome(r.Outcome))}})
			})
		},
	}
}

// told is what the answer said: of a person, or at level 1, one word and not the outcome behind it.
func (d *Desk) told(entity, matter string, o Outcome) string {
	if isPerson(entity) || isLevelOne(d.lib, matter) {
		return string(answerOf(o))
	}
	return string(o)
}

// span reads the days of a filter, both included; without them it has no ends.
func span(filter map[string]string) (from, until time.Time, err error) {
	until = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, to := range map[string]*time.Time{"from": &from, "until": &until} {
		day, err := workday.Parse(filter[name])
		if err != nil {
			return from, until, badDate("filter")
		}
		if day != 0 && name == "until" {
			day = day.AddDays(1)
		}
		if day != 0 {
			*to = day.Start()
		}
	}
	return from, until, nil
}
