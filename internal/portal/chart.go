package portal

import (
	"context"

	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// chart is how many decisions were taken in, month by month, drawn as bars with a table beside them.
type chart struct {
	Bars []bar
	Most int64
}

// bar is one month. X, Y, Height and Mid place it in a picture of 480 by 120; the sides are left for the labels.
type bar struct {
	Month                string // "2026-11"
	N                    int64
	X, Y, Height, Mid    int
	Labelled, ValueAbove bool
}

// Above is the baseline of the number over a bar.
func (b bar) Above() int { return b.Y - 5 }

const (
	chartMonths = 12
	chartHeight = 84
	chartTop    = 18
	barStep     = 40
	barWidth    = 26
)

// loadCharts counts the public items of 双公示. It reads counters, not records, and runs beside the requests.
func (s *site) loadCharts(ctx context.Context) (map[string]*chart, error) {
	today := s.today()
	out := map[string]*chart{}
	for _, i := range s.Law.On(today).Items() {
		if i.Class != law.Licence && i.Class != law.Penalty || i.Publicity != law.Public {
			continue
		}
		c := &chart{}
		first := workday.New(today.Year(), today.Time().Month(), 1).AddMonths(1 - chartMonths)
		for m := range chartMonths {
			month := first.AddMonths(m)
			sources, err := record.QualityOf(ctx, s.Pool, month, month, today, i.Code)
			if err != nil {
				return nil, err
			}
			b := bar{Month: month.String()[:len("2006-01")]}
			for _, q := range sources {
				b.N += q.Accepted
			}
			c.Bars = append(c.Bars, b)
		}
		c.place()
		out[i.Code] = c
	}
	return out, nil
}

// place lays the bars out; the tallest fills the height.
func (c *chart) place() {
	for _, b := range c.Bars {
		c.Most = max(c.Most, b.N)
	}
	for i := range c.Bars {
		b := &c.Bars[i]
		b.X = i*barStep + (barStep-barWidth)/2
		b.Mid = b.X + barWidth/2
		if c.Most > 0 {
			b.Height = int(b.N * chartHeight / c.Most)
		}
		if b.N > 0 {
			b.Height = max(b.Height, 2)
		}
		b.Y = chartTop + chartHeight - b.Height
		b.Labelled = i%3 == 2
		b.ValueAbove = b.N == c.Most && b.N > 0 || i == len(c.Bars)-1
	}
}
