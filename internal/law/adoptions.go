package law

import "xinheng/internal/workday"

// Adoptions in force somewhere; the gate for assumed values.
type Adoptions []Adoption

// Covers reports whether a key is adopted on a date, and by which adoption.
func (a Adoptions) Covers(key string, on workday.Date) (Adoption, bool) {
	if by := a.covering(key, on); by != nil {
		return *by, true
	}
	return Adoption{}, false
}

// Coercive reports whether a value of this key and standing may carry a coercive effect on a date: its words or a
// secondary source were seen, or an adoption covers it (which is then returned, to be shown wherever the effect is).
func (a Adoptions) Coercive(key string, s Standing, on workday.Date) (ok bool, by *Adoption) {
	if s == Text || s == Secondary {
		return true, nil
	}
	by = a.covering(key, on)
	return by != nil, by
}

func (a Adoptions) covering(key string, on workday.Date) *Adoption {
	for i := range a {
		if a[i].From > on || on > a[i].Until {
			continue // an adoption without an end covers nothing: it must have one
		}
		for _, pattern := range a[i].Keys {
			if matchesKey(pattern, key) {
				return &a[i]
			}
		}
	}
	return nil
}

// matchesKey compares a key with an adopted one. "measure.*" and "measure:*" are the same, and mean every measure.
func matchesKey(pattern, key string) bool {
	for i := 0; i < len(pattern); i++ {
		if pattern[i] == '*' && i == len(pattern)-1 {
			return true
		}
		if i >= len(key) || plain(pattern[i]) != plain(key[i]) {
			return false
		}
	}
	return len(pattern) == len(key)
}

func plain(c byte) byte {
	if c == ':' {
		return '.'
	}
	return c
}
