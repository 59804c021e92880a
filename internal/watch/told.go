package watch

import (
	"cmp"
	"slices"

	"xinheng/internal/check"
	"xinheng/internal/standing"
)

// Ended is an effect that no longer follows, and why: the word of the finding (expired, repaired, removed, …); empty where the
// effect goes on in another form.
type Ended struct {
	check.Bit
	Why string `json:"why,omitempty"`
}

// sorted puts effects into one order: a finding may list the same ones otherwise.
func sorted(bits []check.Bit) []check.Bit {
	out := slices.Clone(bits)
	slices.SortFunc(out, func(a, b check.Bit) int {
		return cmp.Or(cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Record, b.Record), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Until, b.Until))
	})
	return out
}

// same says whether two answers told the same: the outcome, and each effect with its strength and end. That a record is under
// objection, or its wording, is no change of what follows from it.
func same(a, b check.Told) bool {
	return a.Outcome == b.Outcome && slices.Equal(sorted(a.Effects), sorted(b.Effects))
}

// difference is what no longer follows, and what follows instead.
func difference(was check.Told, r *check.Renewed) (ended []Ended, begun []check.Bit) {
	ended, begun = []Ended{}, []check.Bit{}
	for _, b := range sorted(was.Effects) {
		if slices.Contains(r.Told.Effects, b) {
			continue
		}
		e := Ended{Bit: b}
		if !follows(r.Told.Effects, b.Record, b.Measure) {
			e.Why = r.Why(b.Record, b.Measure)
		}
		ended = append(ended, e)
	}
	for _, b := range sorted(r.Told.Effects) {
		if !slices.Contains(was.Effects, b) {
			begun = append(begun, b)
		}
	}
	return ended, begun
}

func follows(bits []check.Bit, record, measure string) bool {
	return slices.ContainsFunc(bits, func(b check.Bit) bool { return b.Record == record && b.Measure == measure })
}

// word is what stands in the place of a measure where one word was answered (level 1), and of the record behind it.
const word = "answer"

// lasting are the reasons that end an effect for good. What is held by an open case counts again when it is decided; what is
// counted once goes on under another record.
func lasting(why string) bool {
	return why != standing.UnderObjection && why != standing.Reorganised && why != "duplicate"
}

// over says whether an effect that was told has ended by now, and why.
func over(e *effect, r *check.Renewed) (why string, ended bool) {
	if e.Measure == word {
		return "answer_changed", r.Told.Outcome == string(check.Yes)
	}
	if follows(r.Told.Effects, e.RecordID, e.Measure) {
		return "", false
	}
	why = r.Why(e.RecordID, e.Measure)
	return why, lasting(why)
}
