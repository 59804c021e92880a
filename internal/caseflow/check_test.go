package caseflow

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"xinheng/internal/access"
	_ "xinheng/internal/chance"
	"xinheng/internal/law"
)

func TestWhatIsWrongWithATableIsSaidInASentence(t *testing.T) {
	t.Parallel()
	lib, err := shipped()
	must(t, err)
	row := func(d *Def, act Act) *Move {
		return &d.Moves[slices.IndexFunc(d.Moves, func(m Move) bool { return m.Act == act })]
	}
	for want, breakIt := range map[string]func(d *Def){
		"orphan is never reached": func(d *Def) {
			d.States = append(d.States, StateName{State: "orphan", Name: two("孤", "orphan"), Public: two("孤", "orphan")})
		},
		"deciding is never left and is not final": func(d *Def) {
			d.Moves = slices.DeleteFunc(d.Moves, func(m Move) bool { return slices.Contains(m.From, "deciding") && m.To != Stay })
		},
		"in deciding nobody is timed": func(d *Def) {
			d.Clocks = slices.DeleteFunc(d.Clocks, func(k Clock) bool { return slices.Contains(k.While, "deciding") })
		},
		"act accept rests on no instrument of the law library":                               func(d *Def) { row(d, "accept").Basis = law.Ref{Instrument: "nobody-1999"} },
		"act grant rests on no instrument of the law library":                                func(d *Def) { row(d, "grant").Basis = law.Ref{} },
		"clock accept runs out in submitted, where no move of the platform accepts lapse":    func(d *Def) { d.Clocks[0].Late = "lapse" },
		"clock decide runs out into escalate, which decides: only a person decides":          func(d *Def) { row(d, "escalate").Weight = Heavy },
		`clock accept counts "no.such", which is no key of law/limits`:                       func(d *Def) { d.Clocks[0].Limit = "no.such" },
		`clock accept counts "disclosure.sample", which is no term of days, months or years`: func(d *Def) { d.Clocks[0].Limit = "disclosure.sample" },
		"refused can be reached without supplement":                                          func(d *Def) { d.Never[0].Without = "supplement" },
		"vanish must be done by another person and is no act":                                func(d *Def) { d.Apart = append(d.Apart, [2]Act{"grant", "vanish"}) },
		"grant must be apart from itself":                                                    func(d *Def) { d.Apart = append(d.Apart, [2]Act{"grant", "grant"}) },
		"field reason of apply is not in Chinese and English":                                func(d *Def) { row(d, "apply").Form[0].Label.EN = "" },
		"the reason for field reason of apply is not in Chinese and English":                 func(d *Def) { row(d, "apply").Form[0].Why = law.Text2{} },
		"field reason of apply is of no kind":                                                func(d *Def) { row(d, "apply").Form[0].Kind = "riddle" },
		"field reason of apply: a choice, and only a choice, has options":                    func(d *Def) { row(d, "apply").Form[0].Kind = Choice },
		"submit would let an agent bind the firm without its confirmation":                   func(d *Def) { row(d, "submit").Confirm = false },
		"accept waits for the firm and is not the firm's":                                    func(d *Def) { row(d, "accept").Confirm = true },
		"accept asks for no permission there is":                                             func(d *Def) { row(d, "accept").Permission = "everything" },
		"escalate is the platform's and asks for a permission":                               func(d *Def) { row(d, "escalate").Permission = access.RepairDecide },
		"accept is of no side":                                           func(d *Def) { row(d, "accept").By = "anybody" },
		`accept ends in "nowhere", which is no state`:                    func(d *Def) { row(d, "accept").To = "nowhere" },
		"withdraw leaves the final state granted":                        func(d *Def) { row(d, "withdraw").From = append(slices.Clone(row(d, "withdraw").From), "granted") },
		"grant has two rows from one state":                              func(d *Def) { d.Moves = append(d.Moves, *row(d, "grant")) },
		"no move opens a case in deciding, where it is said to start":    func(d *Def) { d.Start = "deciding" },
		"clock accept runs and rests in one state, or outlives the case": func(d *Def) { d.Clocks[0].Rests = []State{"submitted"} },
		"it never ends: no state is final":                               func(d *Def) { d.Final = nil },
		"the plain words of state granted is not in Chinese and English": func(d *Def) { d.States[4].Public = law.Text2{} },
		"officers would read its cases for no purpose there is":          func(d *Def) { d.Purpose = "curiosity" },
		"kind, prefix, edition and first day must be given":              func(d *Def) { d.Prefix = "long" },
	} {
		d := trial()
		breakIt(&d)
		if faults := strings.Join(d.Check(lib), "\n"); !strings.Contains(faults, want) {
			t.Errorf("%q is not among:\n%s", want, faults)
		}
	}
}

// The sentence of the architecture: a list that is reached by counting cannot be built by accident.
func TestF14_1_ListedCannotBeReachedWithoutNotice(t *testing.T) {
	t.Parallel()
	d := Def{Start: "found", States: []StateName{{State: "found"}, {State: "noticed"}, {State: "listed"}}, Final: []State{"listed"},
		Moves: []Move{{Act: "find", To: "found"}, {Act: "notify", From: []State{"found"}, To: "noticed"}, {Act: "decide", From: []State{"noticed"}, To: "listed"}},
		Never: []Guard{{To: "listed", Without: "noticed"}}}
	lib, err := shipped()
	must(t, err)
	broken := func() bool {
		return strings.Contains(strings.Join(d.Check(lib), "\n"), "listed can be reached without noticed")
	}
	if broken() {
		t.Error("the lawful table is refused")
	}
	d.Moves = append(d.Moves, Move{Act: "count", From: []State{"found"}, To: "listed"})
	if !broken() {
		t.Error("counting leads to the list and nobody says so")
	}
}

func TestCodeWithoutARowAndRowsOfAnotherKindAreFound(t *testing.T) {
	t.Parallel()
	lib, err := shipped()
	must(t, err)
	other := trial()
	other.Kind = "other"
	d := NewDesk(nil, lib, nil, nil, Type{Def: trial(), Earlier: []Def{other}, Do: map[Act]handler{"vanish": nil}})
	if got := d.Check(); !slices.Equal(got, []string{"trial: an earlier table is of other", "trial: vanish has code and no row"}) {
		t.Errorf("%q", got)
	}
}

// Whatever the graph, what Check believes can be reached is what walking every path reaches.
func TestReachAgreesWithWalkingEveryPath(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "states")
		name := func(i int) State { return State(fmt.Sprintf("s%d", i)) }
		d := Def{Start: name(0), Moves: []Move{{Act: "open", To: name(0)}}}
		for i := range rapid.IntRange(0, 12).Draw(t, "moves") {
			from, to := rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to")
			d.Moves = append(d.Moves, Move{Act: Act(fmt.Sprintf("a%d", i)), From: []State{name(from)}, To: name(to)})
		}
		without := State("")
		if rapid.Bool().Draw(t, "guarded") {
			without = name(rapid.IntRange(0, n-1).Draw(t, "without"))
		}
		got := d.from(d.openings(), without)
		for i := range n {
			if want := walk(d, name(0), name(i), without, nil); got[name(i)] != want {
				t.Fatalf("%s: %v, walking says %v", name(i), got[name(i)], want)
			}
		}
	})
}

// walk tries every path without a ring.
func walk(d Def, at, to, without State, path []State) bool {
	if at == without && without != "" || slices.Contains(path, at) {
		return false
	}
	if at == to {
		return true
	}
	for _, m := range d.Moves {
		if slices.Contains(m.From, at) && walk(d, m.To, to, without, append(slices.Clone(path), at)) {
			return true
		}
	}
	return false
}

func TestAPageOfATypeNamesEveryMoveClockAndPromise(t *testing.T) {
	t.Parallel()
	lib, err := shipped()
	must(t, err)
	var b bytes.Buffer
	must(t, WriteDoc(&b, trial(), lib))
	page := b.String()
	for _, want := range []string{"stateDiagram-v2", "[*] --> submitted: apply", "deciding --> deciding: propose", "granted --> [*]",
		"body, `repair.decide` (R13)", "decision, told_why", "an agent's act waits for the firm", "7 working_day (`repair.decide`) | assumed | 7 working_day (`case.extension`)",
		"escalates, then `escalate`", "Never `refused` without having been in `deciding`", "`propose` and `grant` are two people (S2)", "（琼府办〔2021〕4号）（二十六）"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
