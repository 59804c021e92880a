package compare

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"

	"xinheng/internal/inspection/draw"
)

// Numbers of a comparison. Counts are in thousandths of a firm, shares in parts per million: whole numbers, so that every machine gives
// the same ones.
const (
	Workload  = "workload"   // visits a draw asks for
	Untold    = "untold"     // share of them of which history knows nothing
	Hits      = "hits"       // problems found, of visits whose result history knows
	HitsLeast = "hits_least" // if every unknown visit had found nothing
	HitsMost  = "hits_most"  // if every unknown visit had found something
	Projected = "projected"  // as each class and grade found them, for all visits to those of which history knows any
	Reach     = "reach"      // share of the firms with a problem that is drawn
	Burden    = "burden"     // share of the firms without one that is drawn: visits a compliant firm has to bear
	GapKind   = "gap_kind"   // between the kinds of firms drawn most and least often
	GapRegion = "gap_region" // between the places drawn most and least often
)

// Codes are the numbers in the order they are shown in.
var Codes = []string{Workload, Hits, HitsLeast, HitsMost, Projected, Reach, Burden, GapKind, GapRegion, Untold}

// Stat is a number over the draws: its mean and its spread. Draws in which it cannot be told are left out, and not counted.
type Stat struct {
	Mean  int64 `json:"mean"`
	Low   int64 `json:"low"`
	High  int64 `json:"high"`
	Draws int64 `json:"draws" doc:"in which it could be told; 0: history cannot say"`
}

// Row is a number under both ways.
type Row struct {
	Code string  `json:"code" enum:"workload,untold,hits,hits_least,hits_most,projected,reach,burden,gap_kind,gap_region"`
	Unit string  `json:"unit" enum:"thousandth,ppm"`
	Ways [2]Stat `json:"ways"`
}

// Group is a class, a kind of firms or a place.
type Group struct {
	Of    string   `json:"of" enum:"class,kind,region"`
	Code  string   `json:"code"`
	Firms int64    `json:"firms"`
	Known int64    `json:"known" doc:"of which history knows a result"`
	Found int64    `json:"found"`
	Drawn [2]int64 `json:"drawn" doc:"firms drawn, mean over the draws, in thousandths"`
}

// Result is what a comparison says.
type Result struct {
	Firms  int64   `json:"firms"`
	Known  int64   `json:"known" doc:"firms of which history knows a result"`
	Found  int64   `json:"found" doc:"firms with a problem, as far as history knows"`
	Rows   []Row   `json:"rows"`
	Groups []Group `json:"groups"`
}

// Tally is one draw of one way: how many firms of each cell it drew.
type Tally []int64

// Bench draws both ways on the same history.
type Bench struct {
	in     *Inputs
	hash   draw.Hash
	stands [2]firms
}

// NewBench sets up both rosters.
func NewBench(file []byte) (*Bench, error) {
	in, err := ParseInputs(file)
	if err != nil {
		return nil, err
	}
	b := &Bench{in: in, hash: sha256.Sum256(file)}
	for way := range b.stands {
		if b.stands[way], err = in.stand(way); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// Draw is the n-th draw of both ways. Both have the same seed, so that what differs is the way.
func (b *Bench) Draw(n int32) (out [2]Tally) {
	for way, f := range b.stands {
		out[way] = make(Tally, len(b.in.Cells))
		for _, e := range draw.Pick(seed(b.hash, n), f.roster, f.strata) {
			out[way][cellOf(e.ID)]++
		}
	}
	return out
}

// Verify computes everything anew from a published file.
func Verify(file []byte) (r Result, inputs, numbers draw.Hash, err error) {
	b, err := NewBench(file)
	if err != nil {
		return r, inputs, numbers, err
	}
	var all [][2]Tally
	for n := range b.in.Seeds {
		all = append(all, b.Draw(n))
	}
	r = b.in.sum(all)
	_, numbers, err = r.text()
	return r, b.hash, numbers, err
}

// Same refuses numbers that do not give the published hash.
func Same(numbers draw.Hash, published string) error {
	if numbers.String() != published {
		return errDiffers
	}
	return nil
}

// text is the canonical form of a result, and its hash.
func (r *Result) text() ([]byte, draw.Hash, error) {
	b, err := json.Marshal(r)
	return b, sha256.Sum256(b), err
}

// sum is the result of the draws. It is pure: the same draws give the same numbers.
func (in *Inputs) sum(all [][2]Tally) (r Result) {
	r.Groups = in.groups()
	for i := range in.Cells {
		c := &in.Cells[i]
		r.Firms += c.N
		if c.Outcome != Unknown {
			r.Known += c.N
		}
		if c.Outcome == Found {
			r.Found += c.N
		}
	}
	stats := map[string]*[2]Stat{}
	for _, code := range Codes {
		stats[code] = &[2]Stat{}
	}
	for way := range 2 {
		sums := map[string]int64{}
		for _, draws := range all {
			for code, n := range in.measure(draws[way], &r, way) {
				stats[code][way].add(n)
				sums[code] += n
			}
		}
		for code, s := range stats {
			if s[way].Draws > 0 {
				s[way].Mean = sums[code] / s[way].Draws
			}
		}
	}
	for i := range r.Groups {
		for way := range 2 {
			r.Groups[i].Drawn[way] = r.Groups[i].Drawn[way] * 1000 / int64(max(len(all), 1))
		}
	}
	for _, code := range Codes {
		unit := "ppm"
		if code == Workload {
			unit = "thousandth"
		}
		r.Rows = append(r.Rows, Row{code, unit, *stats[code]})
	}
	return r
}

func (s *Stat) add(n int64) {
	if s.Draws == 0 {
		s.Low, s.High = n, n
	}
	s.Low, s.High, s.Draws = min(s.Low, n), max(s.High, n), s.Draws+1
}

// measure gives the numbers of one draw, leaving out what cannot be told, and adds the draw to the groups.
func (in *Inputs) measure(t Tally, r *Result, way int) map[string]int64 {
	var drawn, known, found, cleared int64
	groups := map[[2]string]int64{}
	for i, n := range t {
		c := &in.Cells[i]
		drawn += n
		switch c.Outcome {
		case Found:
			known, found = known+n, found+n
		case Clear:
			known, cleared = known+n, cleared+n
		}
		for _, g := range c.groups() {
			groups[g] += n
		}
	}
	out := map[string]int64{Workload: drawn * 1000}
	share := func(code string, n, of int64) {
		if of > 0 {
			out[code] = n * draw.Million / of
		}
	}
	share(Untold, drawn-known, drawn)
	share(Hits, found, known)
	share(HitsLeast, found, drawn)
	share(HitsMost, found+drawn-known, drawn)
	share(Reach, found, r.Found)
	share(Burden, cleared, r.Known-r.Found)
	if n, of := in.project(t); of > 0 {
		out[Projected] = n / of
	}
	for code, of := range map[string]string{GapKind: "kind", GapRegion: "region"} {
		if gap, ok := in.gap(of, r.Groups, groups); ok {
			out[code] = gap
		}
	}
	for i := range r.Groups {
		r.Groups[i].Drawn[way] += groups[[2]string{r.Groups[i].Of, r.Groups[i].Code}]
	}
	return out
}

// project lets each class and grade find problems as often as its visits of the period did: history knows more of those it looked at more
// often, and the bare share of hits carries that with it. Visits to those of which it knows nothing at all are not projected.
func (in *Inputs) project(t Tally) (ppm, visits int64) {
	type stratum struct{ drawn, known, found int64 }
	by := map[string]*stratum{}
	for i, n := range t {
		c := &in.Cells[i]
		key, _ := json.Marshal([]any{c.Class, c.Grades}) // of words: it cannot fail
		s := by[string(key)]
		if s == nil {
			s = &stratum{}
			by[string(key)] = s
		}
		s.drawn += n
		if c.Outcome != Unknown {
			s.known += c.N
		}
		if c.Outcome == Found {
			s.found += c.N
		}
	}
	for _, s := range by {
		if s.known > 0 {
			ppm, visits = ppm+s.drawn*(s.found*draw.Million/s.known), visits+s.drawn
		}
	}
	return ppm, visits
}

// gap is between the groups of a sort that are drawn most and least often. Groups of too few firms say nothing.
func (in *Inputs) gap(of string, all []Group, drawn map[[2]string]int64) (int64, bool) {
	var rates []int64
	for _, g := range all {
		if g.Of == of && g.Code != other && g.Firms >= max(in.Fewest, 1) {
			rates = append(rates, drawn[[2]string{g.Of, g.Code}]*draw.Million/g.Firms)
		}
	}
	if len(rates) < 2 {
		return 0, false
	}
	return slices.Max(rates) - slices.Min(rates), true
}

func (c *Cell) groups() [3][2]string {
	return [3][2]string{{"class", c.Class}, {"kind", c.Kind}, {"region", c.Region}}
}

// groups are those that the cells make, in order.
func (in *Inputs) groups() []Group {
	all := map[[2]string]*Group{}
	for i := range in.Cells {
		c := &in.Cells[i]
		for _, key := range c.groups() {
			g := all[key]
			if g == nil {
				g = &Group{Of: key[0], Code: key[1]}
				all[key] = g
			}
			g.Firms += c.N
			if c.Outcome != Unknown {
				g.Known += c.N
			}
			if c.Outcome == Found {
				g.Found += c.N
			}
		}
	}
	out := []Group{}
	for _, key := range slices.SortedFunc(maps.Keys(all), func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }) {
		out = append(out, *all[key])
	}
	return out
}
