package portal

import (
	"context"

	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// held is what a round counted of the lists: how many entries are public, and who came and went by month.
type held struct {
	lists map[string]int64
	trend []trendMonth
}

// loadHeld reads the small tables of the round; nothing is counted here.
func (s *site) loadHeld(ctx context.Context) (held, error) {
	h := held{lists: map[string]int64{}}
	all, err := record.Tallies(ctx, s.Pool)
	if err != nil {
		return h, err
	}
	for _, t := range all {
		if t.List != "" {
			h.lists[t.List] += t.PublicNow
		}
	}
	today := s.today()
	first := workday.New(today.Year(), today.Time().Month(), 1).AddMonths(1 - chartMonths)
	months, err := record.ListMonths(ctx, s.Pool, first)
	grave := map[string]bool{}
	for _, l := range s.Law.On(today).Lists() {
		grave[l.Code] = l.Kind == serious
	}
	for i := range chartMonths {
		m := trendMonth{Month: first.AddMonths(i).String()[:len("2006-01")], Labelled: i%3 == 2}
		for _, x := range months {
			if grave[x.List] && x.Month == first.AddMonths(i) {
				m.Entered, m.Left = m.Entered+x.Entered, m.Left+x.Removed+x.Ended
			}
		}
		h.trend = append(h.trend, m)
	}
	placeTrend(h.trend)
	return h, err
}

const trendWidth = 12 // of one of the two bars of a month

// placeTrend lays the bars out; the tallest fills the height.
func placeTrend(all []trendMonth) {
	var most int64
	for _, m := range all {
		most = max(most, m.Entered, m.Left)
	}
	up := func(n int64) column {
		if most == 0 || n == 0 {
			return column{chartTop + chartHeight, 0}
		}
		h := max(int(n*chartHeight/most), 2)
		return column{chartTop + chartHeight - h, h}
	}
	for i := range all {
		m := &all[i]
		m.X = i*barStep + (barStep-2*trendWidth)/2
		m.Mid = m.X + trendWidth
		m.In, m.Out = up(m.Entered), up(m.Left)
	}
}

// Second is where the second bar of a month begins.
func (m trendMonth) Second() int { return m.X + trendWidth }
