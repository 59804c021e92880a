package compare

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/inspection/draw"
	"xinheng/internal/law"
)

// Way is one way of combining draws with evaluations. A version never changes: what is changed is a new version.
type Way struct {
	Code    string           `json:"code" pattern:"^[a-z0-9-]{2,40}$" maxLength:"40"`
	Version int32            `json:"version" readOnly:"true"`
	Name    law.Text2        `json:"name"`
	Ratios  map[string]int64 `json:"ratios" doc:"parts per million by class, each of A to D"`
	By      string           `json:"by,omitempty" maxLength:"64" doc:"evaluation whose grade multiplies the ratio; empty: class alone"`
	Factors map[string]int64 `json:"factors,omitempty" doc:"permille by grade; a grade left out, and a firm without one, has 1000"`
	Floor   int64            `json:"floor,omitempty" minimum:"0" maximum:"1000" doc:"at least so many firms of every class, where there are as many"`
	Org     string           `json:"org" readOnly:"true"`
	At      time.Time        `json:"at" readOnly:"true"`
}

const whole = 1000 // permille

// mostGrades keeps classes times grades within what a roster holds (draw.MostStrata), with one place for firms without a grade.
const mostGrades = draw.MostStrata/4 - 1

var codePattern = regexp.MustCompile(`^[a-z0-9-]{2,40}$`)

// sound refuses what no draw could be made by. That a firm without a grade has the factor 1 cannot be said otherwise (G2).
func (w *Way) sound(book *law.Book) error {
	w.Name = law.Text2{ZH: strings.TrimSpace(w.Name.ZH), EN: strings.TrimSpace(w.Name.EN)}
	named := func(s string) bool { return s != "" && utf8.RuneCountInString(s) <= 100 }
	if !codePattern.MatchString(w.Code) || !named(w.Name.ZH) || !named(w.Name.EN) || w.Floor < 0 || !slices.Equal(slices.Sorted(maps.Keys(w.Ratios)), law.Classes) {
		return errWay
	}
	for _, ppm := range w.Ratios {
		if ppm < 0 || ppm > draw.Million {
			return errWay
		}
	}
	if w.By == "" {
		if len(w.Factors) > 0 {
			return errFactors
		}
		return nil
	}
	grades := gradesOf(book, w.By)
	if len(w.Factors) == 0 || len(grades) > mostGrades {
		return errFactors
	}
	for grade, f := range w.Factors {
		if !slices.Contains(grades, grade) || f <= 0 || f > 100*whole {
			return errFactors
		}
	}
	return nil
}

// gradesOf are the grades of an evaluation of the catalogue.
func gradesOf(book *law.Book, item string) []string {
	it, ok := book.Item(item)
	if !ok || it.Class != law.Rating {
		return nil
	}
	f, _ := it.ByRole("grade")
	return f.Values
}

// ppm is the ratio of a firm of a class with a grade; "" where it has none.
func (w *Way) ppm(class, grade string) int64 {
	factor, ok := w.Factors[grade]
	if !ok || grade == "" {
		factor = whole
	}
	return min(w.Ratios[class]*factor/whole, draw.Million)
}

// quotas are those of the ratios, as every draw has them (draw.Quotas), raised to the floor: one by one to the stratum of the class with
// the most firms left, of equal ones to the first. classes says of which class each stratum is.
func (w *Way) quotas(strata []draw.Stratum, classes []string) []draw.Stratum {
	out := draw.Quotas(strata)
	for _, class := range law.Classes {
		drawn, of := int64(0), []int{}
		for i := range out {
			if classes[i] == class {
				drawn, of = drawn+out[i].Quota, append(of, i)
			}
		}
		for ; drawn < w.Floor && len(of) > 0; drawn++ {
			most := slices.MaxFunc(of, func(a, b int) int {
				return cmp.Or(cmp.Compare(out[a].Count-out[a].Quota, out[b].Count-out[b].Quota), cmp.Compare(b, a))
			})
			if out[most].Count == out[most].Quota {
				break
			}
			out[most].Quota++
		}
	}
	return out
}
