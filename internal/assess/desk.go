package assess

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Desk is where the assessment is frozen, read and appealed against. The exported fields are set while wiring.
type Desk struct {
	// Region is where a body stands, Names are names of bodies by code. Nil: nobody sees another body; codes stand for themselves.
	Region func(ctx context.Context, org string) (string, error)
	Names  func(ctx context.Context, codes []string) (map[string]string, error)

	db  *pg.Pool
	law *law.Library
	now func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// Period is a month whose figures are frozen.
type Period struct {
	Month    workday.Date        `json:"month" doc:"its first day"`
	ClosedOn workday.Date        `json:"closed_on"`
	AppealBy workday.Date        `json:"appeal_by" doc:"last day to appeal"`
	FrozenAt time.Time           `json:"frozen_at"`
	Model    law.AssessmentModel `json:"model" doc:"as it was on the last day of the month"`
}

// Figure is one indicator of one body in one month.
type Figure struct {
	Indicator string `json:"indicator"`
	Part      int64  `json:"part" doc:"numerator: rows, matters, checks, or days"`
	Whole     int64  `json:"whole" doc:"denominator: rows, matters, checks, or cases"`
	Things    int64  `json:"things" doc:"how many things it is the sum of"`
	LeftOut   int64  `json:"left_out" doc:"left out after an appeal"`
	Counted   bool   `json:"counted" doc:"false: there was nothing to count, and the weight is shared by the others"`
	Points    int64  `json:"points" doc:"in thousandths of the weight"`
	Appealed  string `json:"appealed,omitempty" doc:"the open appeal against it"`
}

// Line is one body in one month.
type Line struct {
	Org     string   `json:"org"`
	Name    string   `json:"name"`
	Figures []Figure `json:"figures" doc:"in the order of the model"`
	Total   *int64   `json:"total,omitempty" doc:"in a thousand, over the weights of what was counted; absent when nothing was"`
}

// Sheet is a month as somebody sees it: the bodies in the order of their names, nobody ranked.
type Sheet struct {
	Period  Period         `json:"period"`
	Months  []workday.Date `json:"months" doc:"that are frozen, the newest first"`
	Lines   []Line         `json:"lines"`
	Appeals []Appeal       `json:"appeals"`
}

// Of is a month; the newest for 0. One's own body is in it, and those in the region of the post.
func (d *Desk) Of(ctx context.Context, who access.Actor, month workday.Date) (s Sheet, err error) {
	all, err := periods(ctx, d.db)
	if err != nil {
		return s, err
	}
	at := slices.IndexFunc(all, func(p periodRow) bool { return month == 0 || p.Month == monthOf(month) })
	if at < 0 {
		return s, errNoMonth
	}
	for _, p := range all {
		s.Months = append(s.Months, p.Month)
	}
	s.Period = d.period(&all[at])
	rows, err := sums(ctx, d.db, s.Period.Month, "")
	if err != nil {
		return s, err
	}
	appeals, err := appealsOf(ctx, d.db, s.Period.Month)
	if err != nil {
		return s, err
	}
	return s, d.fill(ctx, who, &s, rows, appeals)
}

func (d *Desk) period(p *periodRow) Period {
	m, _, _ := d.model(p.Month)
	return Period{p.Month, p.ClosedOn, p.AppealBy, p.FrozenAt, m}
}

// fill sets out what somebody may see of a month.
func (d *Desk) fill(ctx context.Context, who access.Actor, s *Sheet, rows []sumRow, appeals []appealRow) error {
	s.Lines, s.Appeals = []Line{}, []Appeal{}
	by, open := map[string]map[string]sumRow{}, map[string]string{}
	for _, r := range rows {
		if by[r.Org] == nil {
			by[r.Org] = map[string]sumRow{}
		}
		by[r.Org][r.Indicator] = r
	}
	sees := map[string]bool{}
	var seen []string
	for org := range by {
		ok, err := d.sees(ctx, who, org)
		if err != nil {
			return err
		}
		if sees[org] = ok; ok {
			seen = append(seen, org)
		}
	}
	for i := range appeals {
		if a := &appeals[i]; sees[a.Org] {
			s.Appeals = append(s.Appeals, a.shown())
			if a.State == "open" {
				open[a.Org+a.Indicator] = a.AppealID
			}
		}
	}
	names := map[string]string{}
	if d.Names != nil {
		var err error
		if names, err = d.Names(ctx, seen); err != nil {
			return err
		}
	}
	for _, org := range seen {
		l := Line{Org: org, Name: cmp.Or(names[org], org)}
		l.Figures, l.Total = judge(&s.Period.Model, by[org])
		for i := range l.Figures {
			l.Figures[i].Appealed = open[org+l.Figures[i].Indicator]
		}
		s.Lines = append(s.Lines, l)
	}
	slices.SortFunc(s.Lines, func(a, b Line) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Org, b.Org)) })
	return nil
}

// judge gives the figures of a body their points, and the mean of the points over the weights of what was counted (（二十八）).
func judge(m *law.AssessmentModel, rows map[string]sumRow) (out []Figure, total *int64) {
	var sum, weights int64
	for _, x := range m.Indicators {
		r := rows[x.Code]
		f := Figure{Indicator: x.Code, Things: r.Things, LeftOut: r.LeftOut}
		if r.Part != nil && r.Whole != nil {
			f.Part, f.Whole = *r.Part, *r.Whole
		}
		if f.Points, f.Counted = x.Points(f.Part, f.Whole); f.Counted {
			sum, weights = sum+f.Points*x.Weight, weights+x.Weight
		}
		out = append(out, f)
	}
	if weights > 0 {
		t := sum / weights
		total = &t
	}
	return out, total
}

// sees: one's own body, and bodies in the region of the post.
func (d *Desk) sees(ctx context.Context, who access.Actor, org string) (bool, error) {
	if org == who.Org || who.Kind == access.KindCLI {
		return true, nil
	}
	if len(who.Regions) == 0 || d.Region == nil {
		return false, nil
	}
	region, err := d.Region(ctx, org)
	return region != "" && slices.ContainsFunc(who.Regions, func(p string) bool { return strings.HasPrefix(region, p) }), err
}

// Thing is one thing a figure counts.
type Thing struct {
	Thing   string `json:"thing" doc:"a batch, an item of the catalogue, a matter, a check or a case, by its number"`
	Part    int64  `json:"part"`
	Whole   int64  `json:"whole"`
	LeftOut bool   `json:"left_out"`
}

// onePage is how many things are shown at once.
const onePage = 100

// Things opens a figure: everything it is the sum of, page by page.
func (d *Desk) Things(ctx context.Context, who access.Actor, month workday.Date, org, indicator, after string) (page []Thing, next string, err error) {
	if ok, err := d.sees(ctx, who, org); err != nil || !ok {
		if err == nil {
			err = errNoFigure
		}
		return nil, "", err
	}
	page, err = thingsOf(ctx, d.db, monthOf(month), org, indicator, after, onePage+1)
	if err == nil && len(page) == 0 && after == "" {
		err = errNoFigure
	}
	if len(page) > onePage {
		page, next = page[:onePage], page[onePage-1].Thing
	}
	return page, next, err
}
