package registry

import (
	"cmp"
	"slices"
)

// candidate is a name that may be the one meant.
type candidate struct {
	ID, Core string
}

// nearest are the candidates that are one slip of the pen away from what was asked, shorter names first.
func (q question) nearest(all []candidate, n int) []string {
	asked := []rune(q.core)
	all = slices.DeleteFunc(all, func(c candidate) bool { return !within(asked, []rune(c.Core)) })
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(len(a.Core), len(b.Core)), cmp.Compare(a.ID, b.ID))
	})
	ids := make([]string, min(n, len(all)))
	for i := range ids {
		ids[i] = all[i].ID
	}
	return ids
}

// within reports whether what was asked is the beginning of a name but for one slip: a wrong, a missing or a surplus
// character, or two neighbours exchanged. People stop typing before the end of a name.
func within(asked, name []rune) bool {
	i := 0
	for i < len(asked) && i < len(name) && asked[i] == name[i] {
		i++
	}
	if i == len(asked) {
		return true
	}
	begins := func(skipAsked, skipName int) bool {
		a, n := min(i+skipAsked, len(asked)), min(i+skipName, len(name))
		return slices.Equal(asked[a:], name[n:min(n+len(asked)-a, len(name))])
	}
	exchanged := i+1 < len(asked) && i+1 < len(name) && asked[i] == name[i+1] && asked[i+1] == name[i]
	return begins(1, 1) || begins(0, 1) || begins(1, 0) || exchanged && begins(2, 2)
}
