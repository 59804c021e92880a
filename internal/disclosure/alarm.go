package disclosure

import (
	"context"
	"strconv"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// An alarm is a rule with a number in the law data, and what was found. It says that somebody should look, nothing more.
type alarm struct {
	rule  string // key under disclosure.alarm
	found int64
	most  int64
}

func (a alarm) evidence() map[string]string {
	return map[string]string{"rule": "disclosure.alarm." + a.rule, "found": strconv.FormatInt(a.found, 10), "most": strconv.FormatInt(a.most, 10)}
}

// over is the one shape of rule: more of something than the number allows.
func (d *Desk) over(at time.Time, rule string, found int64) (a alarm, rings bool, err error) {
	most, err := d.limit(at, "disclosure.alarm."+rule)
	return alarm{rule, found, most}, found > most, err
}

// alarmOnExport looks at a fetch in its own transaction: how often this file, how many rows today, at what hour.
func (d *Desk) alarmOnExport(ctx context.Context, tx pg.Tx, actor access.Actor, e Export) error {
	now := d.now()
	rows, err := exportedSince(ctx, tx, actor.ID, workday.Of(now).Start())
	if err != nil {
		return err
	}
	day := workday.Of(now).String()
	var items []item
	for _, r := range []struct {
		rule  string
		found int64
		about string
	}{{"downloads", e.Downloads, e.ID}, {"rows", rows, actor.ID + " " + day}} {
		a, rings, err := d.over(now, r.rule, r.found)
		if err != nil {
			return err
		}
		if rings {
			items = append(items, item{Kind: "alarm", Actor: actor.ID, Org: actor.Org, About: r.about, Evidence: a.evidence()})
		}
	}
	if night, err := d.night(now); err != nil {
		return err
	} else if night {
		items = append(items, item{Kind: "alarm", Actor: actor.ID, Org: actor.Org, About: e.ID + " " + day,
			Evidence: map[string]string{"rule": "disclosure.alarm.night", "found": now.In(workday.Shanghai).Format("15:04")}})
	}
	if err := d.queue(ctx, tx, items...); err != nil || len(items) == 0 {
		return err
	}
	return d.Events.Alarmed.Fire(ctx, tx, Alarmed{Actor: actor.ID, Org: actor.Org, Export: e.ID, Rule: items[0].Evidence["rule"], On: workday.Of(now)})
}

// night says whether an instant lies in the hours in which nobody fetches data as a matter of course.
func (d *Desk) night(at time.Time) (bool, error) {
	from, err := d.limit(at, "disclosure.alarm.night.from")
	if err != nil {
		return false, err
	}
	until, err := d.limit(at, "disclosure.alarm.night.until")
	hour := int64(at.In(workday.Shanghai).Hour())
	return hour >= from || hour < until, err
}

// Swept tells what a sweep found.
type Swept struct {
	Sampled, Alarms, Destroyed int64
}

// Sweep looks over the readings and the files: it puts into the auditor's queue the sampled readings that no act followed
// and readers who read unusually much, and destroys the files of expired exports. It is called every minute or so; twice
// changes nothing.
func (d *Desk) Sweep(ctx context.Context) (s Swept, err error) {
	if s.Sampled, err = d.sweepSamples(ctx); err != nil {
		return s, err
	}
	if s.Alarms, err = d.sweepReaders(ctx); err != nil {
		return s, err
	}
	s.Destroyed, err = d.sweepFiles(ctx)
	return s, err
}

// sampleWindow is how far back a sweep looks: further than any outage lasts.
const sampleWindow = 90

func (d *Desk) sweepSamples(ctx context.Context) (n int64, err error) {
	days, err := d.limit(d.now(), "disclosure.sample.after")
	if err != nil {
		return 0, err
	}
	until := d.now().AddDate(0, 0, -int(days))
	idle, err := idleReadings(ctx, d.db, until.AddDate(0, 0, -sampleWindow), until, queuePage)
	if err != nil || len(idle) == 0 {
		return 0, err
	}
	items := make([]item, len(idle))
	for i, r := range idle {
		items[i] = item{Kind: "sample", Actor: r.Actor, Org: r.Org, About: r.ReadingID, Evidence: map[string]string{
			"subject": r.EntityID, "purpose": r.Purpose, "case_no": r.CaseNo, "at": r.At.UTC().Format(time.RFC3339)}}
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		n, err = insertItems(ctx, tx, items, d.now())
		return err
	})
	return n, err
}

// sweepReaders counts who read how often in this hour and the last, and of how many subjects today.
func (d *Desk) sweepReaders(ctx context.Context) (n int64, err error) {
	now := d.now()
	today := workday.Of(now)
	hour := now.Truncate(time.Hour)
	type span struct {
		rule        string
		from, until time.Time
		about       string
		count       func(context.Context, pg.DB, time.Time, time.Time, int64) ([]reader, error)
	}
	var items []item
	for _, s := range []span{
		{"readings", hour.Add(-time.Hour), hour, hour.Add(-time.Hour).UTC().Format(time.RFC3339), frequentReaders},
		{"readings", hour, now, hour.UTC().Format(time.RFC3339), frequentReaders},
		{"subjects", today.AddDays(-1).Start(), today.Start(), today.AddDays(-1).String(), wideReaders},
		{"subjects", today.Start(), now, today.String(), wideReaders},
	} {
		most, err := d.limit(now, "disclosure.alarm."+s.rule)
		if err != nil {
			return 0, err
		}
		readers, err := s.count(ctx, d.db, s.from, s.until, most)
		if err != nil {
			return 0, err
		}
		for _, r := range readers {
			items = append(items, item{Kind: "alarm", Actor: r.Actor, Org: r.Org, About: r.Actor + " " + s.about, Evidence: alarm{s.rule, r.N, most}.evidence()})
		}
	}
	if len(items) == 0 {
		return 0, nil
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		n, err = insertItems(ctx, tx, items, d.now())
		return err
	})
	return n, err
}

// sweepFiles destroys the bytes of exports that have expired (剩余信息清除); what they were stays recorded.
func (d *Desk) sweepFiles(ctx context.Context) (n int64, err error) {
	held, err := heldFiles(ctx, d.db)
	if err != nil || len(held) == 0 {
		return 0, err
	}
	expired, err := d.exports(ctx, exportFilter{IDs: held, Limit: len(held)}, ExportExpired)
	if err != nil {
		return 0, err
	}
	var over []string
	for _, e := range expired {
		over = append(over, e.ID)
	}
	if len(over) == 0 {
		return 0, nil
	}
	return destroyFiles(ctx, d.db, over)
}
