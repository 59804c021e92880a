package workday_test

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/workday"
)

// Dates pass through the driver as they are, one by one, in arrays and by COPY; no date is NULL.
func TestDateInTheDatabase(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), pgtest.Owner(t, pgtest.New(t))
	q := func(sql string) pg.Query { return pg.Query{Name: "test", SQL: sql} }
	days := []workday.Date{workday.MustParse("2026-11-22"), 0, workday.MustParse("2099-12-31"), workday.MustParse("1949-10-01"), 1}

	for _, d := range days {
		back, err := pg.Scalar[workday.Date](ctx, db, q(`select $1::date`), d)
		if err != nil || back != d {
			t.Errorf("%q came back as %q: %v", d, back, err)
		}
		text, err := pg.Scalar[string](ctx, db, q(`select coalesce($1::date::text, '')`), d)
		if err != nil || text != d.String() {
			t.Errorf("%q is %q in the database: %v", d, text, err)
		}
	}
	back, err := pg.Column[workday.Date](ctx, db, q(`select unnest($1::date[])`), days)
	if err != nil || !slices.Equal(back, days) {
		t.Errorf("an array came back as %v: %v", back, err)
	}

	if _, err := db.Exec(ctx, q(`create table day (n int, d date)`)); err != nil {
		t.Fatal(err)
	}
	n, err := db.Copy(ctx, "public", "day", []string{"n", "d"}, pgx.CopyFromSlice(len(days), func(i int) ([]any, error) {
		return []any{int32(i), days[i]}, nil
	}))
	if err != nil || n != int64(len(days)) {
		t.Fatalf("%d rows copied: %v", n, err)
	}
	type row struct {
		N int32
		D workday.Date
	}
	rows, err := pg.All[row](ctx, db, q(`select n, d from day order by n`))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if r.D != days[i] {
			t.Errorf("%q was copied as %q", days[i], r.D)
		}
	}
}
