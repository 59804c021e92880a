package listing

import (
	"slices"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
)

func TestTheTablesOfListingAreSound(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	must(t, err)
	for _, d := range []caseflow.Def{Flow(lib, Kind), Flow(lib, BanKind), Letters()} {
		for _, f := range d.Check(lib) {
			t.Error(f)
		}
	}
}

// F14-1: every step of due process, taken out of the table, is found missing: no row may lead around it.
func TestF14_1_NoStepCanBeSkippedInTheTable(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	must(t, err)
	for _, around := range []struct {
		from, to caseflow.State
	}{
		{Clue, Listed}, {Proposed, Heard}, {Proposed, Drafted}, {Noticed, Drafted}, {Noticed, Decided}, {Heard, Decided}, {Heard, Served}, {Drafted, Listed},
		{Drafted, Served}, {Decided, Listed}, {Clue, Recorded}, {Received, Listed}, {Recorded, Listed},
	} {
		for _, kind := range []string{Kind, BanKind} {
			d := Flow(lib, kind)
			d.Moves = append(slices.Clone(d.Moves), caseflow.Move{Act: "around", Name: d.Name, From: []caseflow.State{around.from}, To: around.to, By: caseflow.Body,
				Permission: access.ListingDecide, Basis: policy})
			if len(d.Check(lib)) == 0 {
				t.Errorf("a table that leads a %s from %s to %s is taken for sound", kind, around.from, around.to)
			}
		}
	}
}

// G9: nothing adverse is done by the platform: its moves end something or lead on to the hearing of nobody.
func TestG9_ThePlatformDecidesNothing(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	must(t, err)
	for _, kind := range []string{Kind, BanKind} {
		for _, m := range Flow(lib, kind).Moves {
			if m.By == caseflow.Platform && !slices.Contains([]caseflow.State{Heard, Removed, Quashed, Expired}, m.To) {
				t.Errorf("%s: the platform itself does %s", kind, m.Act)
			}
			if (m.To == Listed || m.To == Recorded || m.To == Decided) && m.Permission != access.ListingDecide {
				t.Errorf("%s: %s is done by whoever holds %s", kind, m.Act, m.Permission)
			}
		}
	}
}
