package law

import (
	"maps"
	"slices"
	"strings"
)

// Key completes what a person typed to a key: "publicity.dual", "limit.publicity.dual" and "limit:publicity.dual" are
// the same when only one kind has that code.
func (l *Library) Key(typed string) (string, bool) {
	if l.byKey[typed] != nil {
		return typed, true
	}
	if kind, code, ok := strings.Cut(typed, "."); ok && l.byKey[kind+":"+code] != nil {
		return kind + ":" + code, true
	}
	found := ""
	for key := range l.byKey {
		if _, code, _ := strings.Cut(key, ":"); code == typed {
			if found != "" {
				return "", false
			}
			found = key
		}
	}
	return found, found != ""
}

// Near gives the keys most like a mistyped one, best first, at most five.
func (l *Library) Near(typed string) []string {
	type guess struct {
		key  string
		away int
	}
	var guesses []guess
	for key, versions := range l.byKey {
		_, code, _ := strings.Cut(key, ":")
		away := min(distance(typed, key), distance(typed, code))
		if strings.Contains(key, typed) || strings.Contains(versions[0].value().Title.ZH, typed) {
			away = 0
		}
		if away <= 1+len(typed)/3 {
			guesses = append(guesses, guess{key, away})
		}
	}
	slices.SortFunc(guesses, func(a, b guess) int {
		if a.away != b.away {
			return a.away - b.away
		}
		return strings.Compare(a.key, b.key)
	})
	keys := make([]string, 0, 5)
	for _, g := range guesses[:min(5, len(guesses))] {
		keys = append(keys, g.key)
	}
	return keys
}

// Keys lists every key ever, sorted.
func (l *Library) Keys() []string { return slices.Sorted(maps.Keys(l.byKey)) }

// distance counts the letters to change, add or leave out to turn a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
