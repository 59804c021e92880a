package app

import (
	"testing"
	"time"

	"xinheng/internal/check"
	"xinheng/internal/disclosure"
	"xinheng/internal/record"
)

// A file that a body took out is reached where it held the wrong record or an answer that had leaned on it, and nowhere else.
func TestF27_4_AFileIsReachedOnlyWhereItHeldWhatWasWrong(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	r := record.Record{SourceID: "source", AuthorityID: "authority"}
	checks := []check.Leaned{{Org: "buyer", At: at}}
	for _, c := range []struct {
		org, file string
		at        time.Time
		held      bool
	}{
		{"source", "record.own", at, true}, {"authority", "record.own", at, false}, {"buyer", "record.own", at, false},
		{"buyer", "check.own", at.Add(time.Second), true}, {"buyer", "check.own", at.Add(-time.Second), false}, {"other", "check.own", at.Add(time.Hour), false},
		{"source", "record.quality", at, false},
	} {
		seen := disclosure.Seen{Org: c.org, Fields: []string{c.file}, At: c.at}
		if got := tookOut(&seen, &r, checks); got != c.held {
			t.Errorf("%s of %s: %v", c.file, c.org, got)
		}
	}
	r.SourceID = ""
	if !tookOut(&disclosure.Seen{Org: "authority", Fields: []string{"record.own"}}, &r, nil) {
		t.Error("what a body decided and reported itself is its own")
	}
	for want, c := range map[string]check.Leaned{"check": {}, "api": {ByKey: true}, "batch": {ByKey: true, Batched: true}} {
		if got := howChecked(&c); got != want {
			t.Errorf("%s is told as %s", want, got)
		}
	}
}
