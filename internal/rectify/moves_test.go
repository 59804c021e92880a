package rectify

import (
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/counter/walked"
)

func TestMain(m *testing.M) { walked.Main(m, tables) }

func tables() []caseflow.Def { return []caseflow.Def{Flow(), TalkFlow()} }

// TestTheTablesAreSound: every path, clock and basis of an order and of a talk is as the clockwork demands.
func TestTheTablesAreSound(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	must(t, err)
	for _, d := range tables() {
		for _, f := range d.Check(lib) {
			t.Error(f)
		}
	}
}
