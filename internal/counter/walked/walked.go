// Package walked asks of the tests of an area whether they walked every row of its tables (每一步都有测试走过).
package walked

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

type row struct {
	kind string
	act  caseflow.Act
}

// made are the moves any test of a package made, whatever it was about.
var made sync.Map

// Note remembers every move made at a desk.
func Note(cases *caseflow.Desk) {
	cases.Events.Moved.Within(func(_ context.Context, _ pg.Tx, m caseflow.Moved) error {
		made.Store(row{m.Case.Kind, m.Move.Act}, true)
		return nil
	})
}

// Main runs the tests of a package and asks then whether each row of its tables was walked by one of them: a move nobody tried
// is a promise nobody kept. With -run only some did, so it is not asked.
func Main(m *testing.M, tables func() []caseflow.Def) {
	flag.Parse()
	code := m.Run()
	if run := flag.Lookup("test.run"); code == 0 && run.Value.String() == "" {
		for _, d := range tables() {
			for _, move := range d.Moves {
				if _, ok := made.Load(row{d.Kind, move.Act}); !ok {
					fmt.Printf("--- FAIL: no test makes the move %s of %s\n", move.Act, d.Kind)
					code = 1
				}
			}
		}
	}
	os.Exit(code)
}
