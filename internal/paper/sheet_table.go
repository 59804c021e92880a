package paper

const (
	cellSize, cellLead = 10.5, 16.5
	cellPad            = 6.0
)

// table is a grid whose heads come again on every page it reaches. A row stays whole unless a page cannot hold it.
func (s *sheet) table(t *Table) {
	wide := s.columns(t)
	s.y += 4
	s.need(cellLead*4 + 3*cellPad)
	s.row(t.Heads, wide, true)
	for _, r := range t.Rows {
		high := s.rowHigh(r, wide)
		if s.y+high > pageHigh-bottom && high <= pageHigh-bottom-top-60 {
			s.feed()
			s.row(t.Heads, wide, true)
		}
		s.tall(t, r, wide)
	}
	s.y += 10
}

// tall sets a row, in pieces when no page holds it.
func (s *sheet) tall(t *Table, r []string, wide []float64) {
	cells := s.cells(r, wide)
	for {
		room := int((pageHigh - bottom - s.y - 2*cellPad) / cellLead)
		most := 0
		for _, c := range cells {
			most = max(most, len(c))
		}
		if most <= room || room < 1 && s.y == top {
			s.set(cells, wide, false)
			return
		}
		now := make([][]string, len(cells))
		for i, c := range cells {
			n := min(len(c), max(room, 0))
			now[i], cells[i] = c[:n], c[n:]
		}
		if room > 0 {
			s.set(now, wide, false)
		}
		s.feed()
		s.row(t.Heads, wide, true)
	}
}

func (s *sheet) cells(r []string, wide []float64) [][]string {
	out := make([][]string, len(wide))
	for i := range wide {
		if i < len(r) {
			out[i] = s.lines(r[i], cellSize, wide[i]-2*cellPad, 0)
		}
	}
	return out
}

func (s *sheet) rowHigh(r []string, wide []float64) float64 {
	most := 1
	for _, c := range s.cells(r, wide) {
		most = max(most, len(c))
	}
	return float64(most)*cellLead + 2*cellPad
}

func (s *sheet) row(r []string, wide []float64, head bool) { s.set(s.cells(r, wide), wide, head) }

// set draws the cells of one row, or of a piece of one, and moves below it.
func (s *sheet) set(cells [][]string, wide []float64, head bool) {
	most := 1
	for _, c := range cells {
		most = max(most, len(c))
	}
	high := float64(most)*cellLead + cellPad
	if head {
		s.box(left, s.y, textWide, high, tint)
	}
	x := left
	for i, c := range cells {
		for j, line := range c {
			s.text(x+cellPad, s.y+cellPad/2+float64(j)*cellLead+12, cellSize, head, black, line)
		}
		x += wide[i]
	}
	s.y += high
	s.rule(left, s.y, textWide, faint)
}

// columns shares the width by what the cells would like: a short column keeps what it needs, the others share the rest.
func (s *sheet) columns(t *Table) []float64 {
	n := len(t.Heads)
	want := make([]float64, n)
	measure := s.face.measure(cellSize)
	for _, r := range append([][]string{t.Heads}, t.Rows...) {
		for i := range min(n, len(r)) {
			want[i] = max(want[i], min(measure(r[i]), textWide)+2*cellPad+1)
		}
	}
	total := 0.0
	for _, w := range want {
		total += w
	}
	if total <= textWide {
		for i := range want {
			want[i] *= textWide / total
		}
		return want
	}
	return share(want)
}

// share gives every column at most an equal part of what is left, the narrow ones first.
func share(want []float64) []float64 {
	out, rest, open := make([]float64, len(want)), textWide, len(want)
	for open > 0 {
		fair, took := rest/float64(open), false
		for i, w := range want {
			if out[i] == 0 && w <= fair {
				out[i], rest, open, took = w, rest-w, open-1, true
			}
		}
		if took {
			continue
		}
		for i := range want {
			if out[i] == 0 {
				out[i] = fair
			}
		}
		return out
	}
	return out
}
