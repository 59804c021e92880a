package listing

import (
	"context"
	"flag"
	"fmt"
	"os"
	"sync"
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/pg"
)

// made are the moves any test of this area made, whatever it was about.
var made sync.Map // kind and act

// noting remembers every move of an office.
func noting(cases *caseflow.Desk) {
	cases.Events.Moved.Within(func(_ context.Context, _ pg.Tx, m caseflow.Moved) error {
		made.Store(m.Case.Kind+" "+string(m.Move.Act), true)
		return nil
	})
}

// TestMain asks, once every test has run, whether each row of the three tables was walked by one of them: a move nobody tried is
// a promise nobody kept. With -run only some did, so it is not asked.
func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if run := flag.Lookup("test.run"); code == 0 && run.Value.String() == "" {
		for _, d := range tables() {
			for _, move := range d.Moves {
				if _, ok := made.Load(d.Kind + " " + string(move.Act)); !ok {
					fmt.Printf("--- FAIL: no test makes the move %s of %s\n", move.Act, d.Kind)
					code = 1
				}
			}
		}
	}
	os.Exit(code)
}

func tables() []caseflow.Def {
	lib, err := shipped()
	if err != nil {
		panic(err)
	}
	return []caseflow.Def{Flow(lib, Kind), Flow(lib, BanKind), Letters()}
}
