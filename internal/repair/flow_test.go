package repair

import (
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
)

func TestTheTablesOfRepairAreSound(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	must(t, err)
	for _, d := range []caseflow.Def{Flow(lib), Revocation()} {
		for _, f := range d.Check(lib) {
			t.Error(f)
		}
	}
}

// What is promised must be what the check finds missing once it is taken away.
func TestARefusalWithoutAcceptanceIsFoundInTheTable(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	must(t, err)
	d := Flow(lib)
	d.Moves = append(d.Moves, caseflow.Move{Act: "wave_away", Name: d.Name, From: []caseflow.State{Pushed}, To: Refused, By: caseflow.Body, Permission: "repair.decide", Basis: plan})
	if len(d.Check(lib)) == 0 {
		t.Error("a table by which a repair is refused unread is taken for sound")
	}
	r := Revocation()
	r.Moves = append(r.Moves, caseflow.Move{Act: "rush", Name: r.Name, From: []caseflow.State{Told}, To: Deciding, By: caseflow.Body, Permission: "repair.draft", Basis: promise})
	if len(r.Check(lib)) == 0 {
		t.Error("a table by which a repair is revoked unheard is taken for sound")
	}
}
