// Package story tells whole roads across the areas, on a set calendar, through the real API. 全程故事。
//
// Each story is a test whose prose is compared with testdata; -update writes it anew, and the difference is read like a
// book. Owns: what only shows over months and between areas. Does not own: the single rules (their areas prove those).
package story
