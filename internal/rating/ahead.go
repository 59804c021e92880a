package rating

import (
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Change is what would change a result: by its date alone, or because a record went.
type Change struct {
	On      workday.Date `json:"on" doc:"first day of the change; of a repair the first day it can be asked for"`
	Why     string       `json:"why" enum:"ends,fades,begins,repair"`
	Records []string     `json:"records" doc:"the records that end, fade, begin or could be repaired"`
	Rated   bool         `json:"rated"`
	Points  int64        `json:"points" doc:"from that day on"`
	Grade   string       `json:"grade,omitempty"`
}

// mostChanges bounds what is told of the time to come.
const mostChanges = 12

// Ahead tells what changes by dates alone, if nothing else happens: each day on which the result is another one, computed as it
// will be on that day.
func Ahead(m *law.RatingModel, s Subject, k Known, on workday.Date) (out []Change) {
	days := turns(m, k, on)
	now := Score(m, s, k.Counting(on), on)
	for _, day := range days {
		if len(out) == mostChanges {
			break
		}
		then := Score(m, s, k.Counting(day.on), day.on)
		if then.Rated == now.Rated && then.Points == now.Points && then.Grade == now.Grade {
			continue
		}
		out = append(out, Change{day.on, day.why, day.records, then.Rated, then.Points, then.Grade})
		now = then
	}
	return out
}

// turn is a day on which inputs end, begin or fade.
type turn struct {
	on      workday.Date
	why     string
	records []string
}

// reasons are why a result changes by a date, the weightiest first.
var reasons = []string{"ends", "begins", "fades"}

func turns(m *law.RatingModel, k Known, on workday.Date) []turn {
	var all []turn
	add := func(day workday.Date, why, record string) {
		if day <= on {
			return
		}
		i := slices.IndexFunc(all, func(t turn) bool { return t.on == day })
		if i < 0 {
			all = append(all, turn{on: day, why: why})
			i = len(all) - 1
		}
		if slices.Index(reasons, why) < slices.Index(reasons, all[i].why) {
			all[i].why = why // of what happens on one day, the weightier is named
		}
		if !slices.Contains(all[i].records, record) {
			all[i].records = append(all[i].records, record)
		}
	}
	spans := func(record string, from, until workday.Date) {
		add(from, "begins", record)
		if until != 0 {
			add(until.AddDays(1), "ends", record)
		}
	}
	for i := range k.Facts {
		f := &k.Facts[i]
		spans(f.ID, f.From, f.Until)
		for _, x := range m.Indicators {
			if x.Counts == countedAs[f.Kind] {
				for _, fade := range x.Fades {
					add(f.From.AddMonths(fade.Months), "fades", f.ID)
				}
			}
		}
	}
	for _, d := range k.Declared {
		spans(d.ID, d.From, d.Until)
	}
	for _, v := range k.Own {
		spans(v.ID, v.From, v.Until)
	}
	slices.SortStableFunc(all, func(a, b turn) int { return int(a.on) - int(b.on) })
	return all
}

// Repairs tells, for each adverse record that counts and can be repaired, what the result would be without it.
func Repairs(m *law.RatingModel, s Subject, k Known, on workday.Date) (out []Change) {
	counting := k.Counting(on)
	now := Score(m, s, counting, on)
	for i := range k.Facts {
		f := &k.Facts[i]
		if !f.Adverse || f.RepairFrom == 0 || !slices.ContainsFunc(counting, func(in Input) bool { return in.ID == f.ID }) {
			continue
		}
		then := Score(m, s, without(counting, f.ID), on)
		if then.Points != now.Points || then.Grade != now.Grade || then.Rated != now.Rated {
			out = append(out, Change{max(on, f.RepairFrom), "repair", []string{f.ID}, then.Rated, then.Points, then.Grade})
		}
	}
	return out
}

func without(counting []Input, ids ...string) []Input {
	return slices.DeleteFunc(slices.Clone(counting), func(in Input) bool { return slices.Contains(ids, in.ID) })
}

// Without evaluates as if some records were gone and on another day: what a subject tries out for itself. Nothing is kept of it.
func Without(m *law.RatingModel, s Subject, k Known, on workday.Date, ids ...string) Result {
	k.Facts = slices.DeleteFunc(slices.Clone(k.Facts), func(f standing.Fact) bool { return slices.Contains(ids, f.ID) })
	return Score(m, s, k.Counting(on), on)
}
