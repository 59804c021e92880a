package objection

import (
	"context"
	"strconv"

	"xinheng/internal/fault"
	"xinheng/internal/workday"
)

// Figure is what a body's objections, or the complaints about it, came to in a year (F27-6). It names bodies and no subject.
type Figure struct {
	Org        string `json:"org"`
	Name       string `json:"name"`
	Kind       string `json:"kind" enum:"objection,complaint"`
	Filed      int64  `json:"filed"`
	Decided    int64  `json:"decided"`
	Upheld     int64  `json:"upheld" doc:"of those decided: the subject was right, wholly or in part"`
	Permille   int64  `json:"upheld_permille" doc:"share of those decided, in thousandths"`
	MedianDays int32  `json:"median_days" doc:"working days from filing to decision; 0 while none is decided"`
}

// HarmLine is a wrong answer the platform gave until it was found, without saying about whom (F27-4).
type HarmLine struct {
	Case         string       `json:"case"`
	Org          string       `json:"org"`
	Name         string       `json:"name"`
	Outcome      string       `json:"outcome"`
	WrongFrom    workday.Date `json:"wrong_from" doc:"since when the wrong answer could be given"`
	DecidedOn    workday.Date `json:"decided_on"`
	Answers      int64        `json:"answers" doc:"how many were given"`
	Told         int64        `json:"told" doc:"to how many bodies, each of which got a letter"`
	Acknowledged bool         `json:"acknowledged" doc:"all of them have"`
}

// FirstYear is that of the policy: nothing was filed before.
const FirstYear = 2021

// year is the span of a calendar year; this one when none is named.
func (d *Desk) year(y int) (year int, from, to workday.Date, err error) {
	this := d.today().Time().Year()
	if y == 0 {
		y = this
	}
	if y < FirstYear || y > this {
		return 0, 0, 0, ErrNoYear
	}
	return y, workday.MustParse(strconv.Itoa(y) + "-01-01"), workday.MustParse(strconv.Itoa(y+1) + "-01-01"), nil
}

// Figures are those of a year by body, computed when they are asked for.
func (d *Desk) Figures(ctx context.Context, y int) (year int, out []Figure, err error) {
	year, from, to, err := d.year(y)
	if err != nil {
		return 0, nil, err
	}
	rows, err := figuresOf(ctx, d.db, from, to)
	out = []Figure{}
	for _, r := range rows {
		f := Figure{Org: r.Org, Kind: r.Kind, Filed: r.Filed, Decided: r.Decided, Upheld: r.Upheld, MedianDays: r.Median}
		if f.Decided > 0 {
			f.Permille = f.Upheld * 1000 / f.Decided
		}
		if f.Name, err = d.nameOf(ctx, d.db, r.Org); err != nil {
			return 0, nil, err
		}
		out = append(out, f)
	}
	return year, out, err
}

// Harms are the wrong answers that were found in a year, newest first.
func (d *Desk) Harms(ctx context.Context, y int) (year int, out []HarmLine, err error) {
	year, from, to, err := d.year(y)
	if err != nil {
		return 0, nil, err
	}
	rows, err := harmsOf(ctx, d.db, from, to)
	out = []HarmLine{}
	for _, r := range rows {
		h := HarmLine{Case: r.CaseID, Org: r.Org, Outcome: r.Outcome, WrongFrom: r.WrongFrom, DecidedOn: r.DecidedOn, Answers: r.Answers, Told: r.Told, Acknowledged: r.Acknowledged}
		if h.Name, err = d.nameOf(ctx, d.db, r.Org); err != nil {
			return 0, nil, err
		}
		out = append(out, h)
	}
	return year, out, err
}

// ErrNoYear refuses a year there are no figures of.
var ErrNoYear = fault.New(fault.Invalid, "objection.no_year", "没有该年度的数据；请填写2021年至今年之间的年份。", "There are no figures of that year; name one from 2021 to this.").At("year")
