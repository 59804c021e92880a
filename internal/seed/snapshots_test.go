package seed

import (
	"testing"

	"xinheng/internal/pg"
)

// The demonstration shows an answer from the snapshot that the check agrees with, and one it differs from; taken up again, it adds nothing.
func TestF07_5_TheDemonstrationShowsAnswersFromASnapshot(t *testing.T) {
	t.Parallel()
	a := demonstration(t)
	for range 2 {
		if err := Snapshots(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		n, err := pg.One[struct{ Agree, Differ, Rows int64 }](t.Context(), a.Pool, pg.Query{Name: "test", SQL: `
			select count(*) filter (where agrees) as agree, count(*) filter (where not agrees) as differ, (select sum(rows) from snapshot.file)::bigint as rows from snapshot.recheck`})
		if err != nil {
			t.Fatal(err)
		}
		if n.Agree != 1 || n.Differ != 1 || n.Rows == 0 {
			t.Errorf("%+v", n)
		}
	}
}
