package draw

import (
	"cmp"
	"slices"
)

// Million is the whole in ratios: they are parts per million, so that no rule needs a fraction.
const Million = 1_000_000

// Stratum is a part of the roster with a ratio of its own.
type Stratum struct {
	Name  string `json:"name"`
	Count int64  `json:"count" doc:"entities in it"`
	PPM   int64  `json:"ppm" doc:"ratio in parts per million"`
	Quota int64  `json:"quota" doc:"entities to be drawn"`
	Key   string `json:"key" doc:"rule the ratio comes from, or plan"`
}

// Quotas says how many are drawn of each stratum: as many as whole entities fit into count × ratio, and what is left of the
// rounded total goes to the largest remainders, of equal ones to the stratum that comes first. Strata come sorted by name.
func Quotas(strata []Stratum) []Stratum {
	out := slices.Clone(strata)
	exact, whole := int64(0), int64(0)
	order := make([]int, len(out))
	for i := range out {
		order[i] = i
		exact += out[i].Count * out[i].PPM
		out[i].Quota = out[i].Count * out[i].PPM / Million
		whole += out[i].Quota
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(out[b].rest(), out[a].rest()) })
	for _, i := range order[:(exact+Million/2)/Million-whole] {
		out[i].Quota++
	}
	return out
}

// rest is what the whole entities leave over, in millionths of an entity.
func (s Stratum) rest() int64 { return s.Count * s.PPM % Million }
