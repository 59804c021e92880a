package declaration

import (
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Answers of a comparison.
const (
	Match    = "match"    // shared data say the same
	Mismatch = "mismatch" // shared data say otherwise
	NoData   = "unknown"  // shared data say nothing; that is no difference (G11)
)

// Line is what one source says of a declaration. It names fields, and never a value.
type Line struct {
	Item     string       `json:"item,omitempty"`
	Name     law.Text2    `json:"name"`
	Answer   string       `json:"answer" enum:"match,mismatch,unknown"`
	Record   string       `json:"record,omitempty"`
	Source   string       `json:"source,omitempty" doc:"who reported it"`
	AsOf     workday.Date `json:"as_of"`
	Differ   []string     `json:"differ,omitempty" doc:"fields that say otherwise"`
	Findings string       `json:"findings,omitempty" doc:"of an officer"`
}

// Judge compares a declaration with what shared data hold of its firm. Pure: the same data give the same answer. A record answers only
// while it is in effect; the number finds it, and only what is exact in both can differ. The source is the record that settled it.
func Judge(k *law.DeclarationKind, values map[string]string, records []record.Record, on workday.Date) (lines []Line, answer string, source *record.Record) {
	answer = NoData
	for i := range k.Sources {
		s := &k.Sources[i]
		l := Line{Item: s.Item, Name: s.Name, Answer: NoData, AsOf: on}
		for j := range records {
			r := &records[j]
			if r.Item != s.Item || r.State != record.Effective || !same(k, s.Find, values[s.Find], r, s) {
				continue
			}
			differ := differences(k, s, values, r)
			l.Record, l.Source, l.Differ, l.Answer = r.ID, r.Source, differ, Match
			if len(differ) > 0 {
				l.Answer = Mismatch
			}
			if l.Answer == Match || source == nil {
				source = r
			}
			if l.Answer == Match {
				break
			}
		}
		if l.Answer == Match || l.Answer == Mismatch && answer == NoData {
			answer = l.Answer
		}
		lines = append(lines, l)
	}
	return lines, answer, source
}

// same says whether a record answers a field with the same value.
func same(k *law.DeclarationKind, code, value string, r *record.Record, s *law.DeclarationSource) bool {
	f, _ := k.Field(code)
	i := slices.IndexFunc(s.With, func(w law.Answered) bool { return w.Field == code })
	return i >= 0 && value != "" && folded(f, value) == folded(f, valueOf(r, s.With[i].By))
}

func differences(k *law.DeclarationKind, s *law.DeclarationSource, values map[string]string, r *record.Record) (differ []string) {
	for _, w := range s.With {
		f, _ := k.Field(w.Field)
		theirs := valueOf(r, w.By)
		if w.Exact && values[w.Field] != "" && theirs != "" && folded(f, values[w.Field]) != folded(f, theirs) {
			differ = append(differ, w.Field)
		}
	}
	return differ
}
