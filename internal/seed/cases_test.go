package seed

import (
	"context"
	"io"
	"slices"
	"testing"
	"time"

	"xinheng/internal/app"
	"xinheng/internal/caseflow"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/repair"
	"xinheng/internal/signin"
)

// The demonstration has something on the desks of the handler and of the deciding officer, on whatever day it is started, and
// a second start adds nothing; the firm whose story is that it can ask for repair has not asked.
func TestTheDemonstrationHasCasesUnderWay(t *testing.T) {
	t.Parallel()
	owner, _ := pgtest.NewURLs(t)
	now := func() time.Time { return today.Start().Add(11 * time.Hour) }
	a, err := app.Open(t.Context(), app.Options{DatabaseURL: owner, Data: t.TempDir(), Log: io.Discard, Demo: true, Now: now,
		Signin: signin.Config{OneFactor: true, Hashing: signin.Hashing{KiB: 64, Passes: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	if _, err := TakeIn(t.Context(), a, Village, io.Discard); err != nil {
		t.Fatal(err)
	}
	if err := Settle(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := Lessons(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if err := Errands(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if got, want := desk(t.Context(), t, a), []string{"accepted", "deciding", "granted", "marked", "pushed", "supplement"}; !slices.Equal(got, want) {
			t.Errorf("on the desk: %v, want %v", got, want)
		}
	}
	all, err := record.Of(t.Context(), a.Pool, Nth(0).USCC, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(all, func(r record.Record) bool {
		return repair.Judge(a.Law, repair.Question{Record: r, Today: today}).Verdict == repair.Now
	}) {
		t.Error("the firm that can be repaired today has nothing to repair")
	}
	if mine, err := a.Cases.Of(t.Context(), a.Pool, Nth(0).USCC, repair.Kind); err != nil || len(mine) != 0 {
		t.Errorf("it has asked already: %+v %v", mine, err)
	}
}

// desk is what the handler sees: the state of each case.
func desk(ctx context.Context, t *testing.T, a *app.App) (lines []string) {
	t.Helper()
	handler, err := actor(ctx, a, "handle")
	if err != nil {
		t.Fatal(err)
	}
	work, _, err := a.Cases.Work(ctx, handler, caseflow.WorkQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range work {
		lines = append(lines, string(l.State))
	}
	slices.Sort(lines)
	return lines
}
