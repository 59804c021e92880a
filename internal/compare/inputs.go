package compare

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"xinheng/internal/inspection/draw"
	"xinheng/internal/workday"
)

// What history knows of a firm.
const (
	Unknown = "unknown" // never visited, or without a result: not good and not bad
	Clear   = "clear"   // visited, and nothing was found
	Found   = "found"   // visited, and something was found
)

// other stands for kinds and regions that were coarsened.
const other = "*"

// Cell counts like firms: all that a comparison knows of anybody.
type Cell struct {
	Class   string   `json:"class"`
	Grades  []string `json:"grades" doc:"of the evaluations in inputs.by, in their order; empty: none"`
	Kind    string   `json:"kind" doc:"enterprise, household, cooperative; * where too few are alike"`
	Region  string   `json:"region" doc:"city or county; * where too few are alike"`
	Outcome string   `json:"outcome" enum:"unknown,clear,found"`
	N       int64    `json:"n"`
}

func (c *Cell) compare(o *Cell) int {
	return cmp.Or(cmp.Compare(c.Class, o.Class), slices.Compare(c.Grades, o.Grades), cmp.Compare(c.Kind, o.Kind), cmp.Compare(c.Region, o.Region), cmp.Compare(c.Outcome, o.Outcome))
}

// Inputs are all that the numbers follow from. They are published byte for byte, and their hash makes the seeds.
type Inputs struct {
	Format     string       `json:"format"`
	Comparison string       `json:"comparison"`
	Draw       string       `json:"draw" doc:"whose frozen roster it is"`
	Matter     string       `json:"matter"`
	From       workday.Date `json:"from"`
	To         workday.Date `json:"to"`
	By         []string     `json:"by" doc:"evaluations whose grades count"`
	Fewest     int64        `json:"fewest" doc:"fewer like firms are coarsened"`
	Seeds      int32        `json:"seeds"`
	Ways       [2]Way       `json:"ways"`
	Cells      []Cell       `json:"cells"`
}

const format = "xinheng compare inputs v1"

// merged adds up cells that are alike, in their order.
func merged(cells []Cell) []Cell {
	slices.SortFunc(cells, func(a, b Cell) int { return a.compare(&b) })
	out := []Cell{}
	for _, c := range cells {
		if n := len(out); n > 0 && out[n-1].compare(&c) == 0 {
			out[n-1].N += c.N
		} else {
			out = append(out, c)
		}
	}
	return out
}

// coarsened hides the few: cells of fewer firms lose kind and region, and where they are still too few what was found there is counted as
// unknown. A published result of a visit must not tell in which class its firm stands.
func coarsened(cells []Cell, fewest int64) []Cell {
	out := merged(slices.Clone(cells))
	for i := range out {
		if out[i].N < fewest {
			out[i].Kind, out[i].Region = other, other
		}
	}
	out = merged(out)
	for i := range out {
		if out[i].N < fewest && out[i].Kind == other {
			out[i].Outcome = Unknown
		}
	}
	return merged(out)
}

// Text is the canonical form that is published.
func (in *Inputs) Text() ([]byte, error) {
	b, err := json.MarshalIndent(in, "", " ")
	return append(b, '\n'), err
}

// ParseInputs reads a published file, and only in the one form there is.
func ParseInputs(file []byte) (*Inputs, error) {
	var in Inputs
	if json.Unmarshal(file, &in) != nil || in.Format != format || in.Seeds < 1 || in.Seeds > mostSeeds {
		return nil, errFile
	}
	again, err := in.Text()
	if err != nil || !bytes.Equal(again, file) {
		return nil, errFile
	}
	total := int64(0)
	for i := range in.Cells {
		c := &in.Cells[i]
		if total += min(max(c.N, 0), mostFirms); c.N < 1 || total > mostFirms || len(c.Grades) != len(in.By) || i > 0 && in.Cells[i-1].compare(c) >= 0 {
			return nil, errFile
		}
	}
	for i := range in.Ways {
		for _, n := range in.Ways[i].Ratios {
			if n < 0 || n > draw.Million {
				return nil, errFile
			}
		}
		for _, n := range in.Ways[i].Factors {
			if n < 0 || n > 100*whole {
				return nil, errFile
			}
		}
	}
	return &in, nil
}

// bounds of what is computed from a file.
const (
	mostSeeds = 200
	mostFirms = 20_000_000
)

// firms are the rosters of both ways: every firm stands in both under the same name, which carries the place of its cell.
type firms struct {
	roster *draw.Roster
	strata []draw.Stratum
}

// stand gives the roster of one way, with its quotas.
func (in *Inputs) stand(way int) (firms, error) {
	w := &in.Ways[way]
	by := slices.Index(in.By, w.By)
	grade := func(c *Cell) string {
		if by < 0 {
			return ""
		}
		return c.Grades[by]
	}
	type stratum struct{ class, grade string }
	counts := map[stratum]int64{}
	for i := range in.Cells {
		counts[stratum{in.Cells[i].Class, grade(&in.Cells[i])}] += in.Cells[i].N
	}
	order := slices.SortedFunc(maps.Keys(counts), func(a, b stratum) int { return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.grade, b.grade)) })
	var f firms
	place, names, classes := map[stratum]uint8{}, []string{}, []string{}
	for i, s := range order {
		name := fmt.Sprintf("%s.%02d", s.class, i) // a grade may be no word
		place[s], names, classes = uint8(i), append(names, name), append(classes, s.class)
		f.strata = append(f.strata, draw.Stratum{Name: name, Count: counts[s], PPM: w.ppm(s.class, s.grade)})
	}
	f.strata = w.quotas(f.strata, classes)
	var all []draw.Entity
	for i := range in.Cells {
		c := &in.Cells[i]
		for n := range c.N {
			all = append(all, draw.Entity{ID: nameOf(i, n), Stratum: place[stratum{c.Class, grade(c)}]})
		}
	}
	var err error
	f.roster, err = draw.NewRoster(names, all)
	return f, err
}

// nameOf is the n-th firm of a cell. Its last four bytes say of which.
func nameOf(cell int, n int64) (id draw.Hash) {
	id = sha256.Sum256(fmt.Appendf(nil, "xinheng compare firm v1\n%d %d", cell, n))
	binary.BigEndian.PutUint32(id[len(id)-4:], uint32(cell))
	return id
}

func cellOf(id draw.Hash) int { return int(binary.BigEndian.Uint32(id[len(id)-4:])) }

// seed of the n-th draw: it follows from the inputs, so nobody chose it once they stood.
func seed(inputs draw.Hash, n int32) draw.Hash {
	return sha256.Sum256([]byte("xinheng compare seed v1\n" + inputs.String() + "\n" + strconv.Itoa(int(n))))
}
