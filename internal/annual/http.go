package annual

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"

	"xinheng/internal/disclosure"
	"xinheng/internal/objection"
	"xinheng/internal/web"
)

// Routes mounts a year as an answer and as a file.
func Routes(a *web.API, d *Desk) {
	row := func(id, path, summary, notes string) web.Op {
		return web.Op{ID: "annual." + id, Method: http.MethodGet, Path: path, Area: "annual", Summary: summary, Notes: notes, Faults: []string{"objection.no_year"}}
	}
	web.Add(a, row("year", "/v1/figures/annual", "年度数据 · Figures of a year by department",
		"Objections, repairs, reports on checks and commitments. No subject is in it, and nobody is ranked."), d.serveYear)
	a.AddRaw(row("file", "/v1/figures/annual.csv", "年度数据下载 · The same as a table", "`?year=`; UTF-8, comma-separated, heads in both languages."), nil, nil, d.serveFile)
}

type (
	yearIn struct {
		Year int `query:"year" minimum:"0" maximum:"9999" doc:"this year when empty"`
	}
	yearOut struct{ Body Year }
)

func (d *Desk) serveYear(ctx context.Context, in *yearIn) (*yearOut, error) {
	y, err := d.Of(ctx, in.Year)
	return &yearOut{y}, err
}

// heads of the file, and what stands under them.
var heads = []string{"代码 code", "部门 department", "提出异议 objections", "办结异议 decided", "异议成立 upheld", "异议天数中位数 objection days", "办结修复 repairs decided", "准予修复 granted",
	"修复天数中位数 repair days", "应反馈 reports due", "已反馈 reports given", "按期反馈 in time", "应核查承诺 commitments due", "已核查 checked", "守诺 kept"}

func cells(l *Line) []string {
	out := []string{l.Org, disclosure.Inert(l.Name)}
	for _, n := range []int64{l.Objections, l.Decided, l.Upheld, l.ObjectionDays, l.Repairs, l.Granted, l.RepairDays, l.Due, l.Reported, l.InTime, l.Ended, l.Checked, l.Kept} {
		out = append(out, strconv.FormatInt(n, 10))
	}
	return out
}

func (d *Desk) serveFile(w http.ResponseWriter, r *http.Request) error {
	year := 0
	if asked := r.URL.Query().Get("year"); asked != "" {
		var err error
		if year, err = strconv.Atoi(asked); err != nil {
			return objection.ErrNoYear
		}
	}
	y, err := d.Of(r.Context(), year)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="xinheng-figures-%d.csv"`, y.Year))
	if _, err := w.Write([]byte("\ufeff")); err != nil { // spreadsheets then read it as UTF-8
		return err
	}
	out := csv.NewWriter(w)
	rows := [][]string{heads}
	for i := range y.Lines {
		rows = append(rows, cells(&y.Lines[i]))
	}
	return out.WriteAll(rows)
}
