package seed

import (
	"context"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"xinheng/internal/app"
	"xinheng/internal/caseflow"
	"xinheng/internal/objection"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/repair"
	"xinheng/internal/signin"
)

// The demonstration has something of both kinds on the desks of the handler and of the deciding officer, on whatever day it is started, and
// a second start adds nothing; the firm whose story is that it can ask for repair has not asked.
func TestTheDemonstrationHasRepairsAndObjectionsUnderWay(t *testing.T) {
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
		if err := Repairs(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if err := Objections(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if got, want := desk(t.Context(), t, a, objection.Kind), []string{"marked 3", "proposed 2", "verifying 3"}; !slices.Equal(got, want) {
			t.Errorf("objections on the desk: %v, want %v", got, want)
		}
		if got, want := desk(t.Context(), t, a, repair.Kind), []string{"deciding 4", "granted 3", "pushed 3"}; !slices.Equal(got, want) {
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

// desk is what the handler sees: each case's state and the working days left.
func desk(ctx context.Context, t *testing.T, a *app.App, kind string) (lines []string) {
	t.Helper()
	handler, err := actor(ctx, a, "handler")
	if err != nil {
		t.Fatal(err)
	}
	work, _, err := a.Cases.Work(ctx, handler, caseflow.WorkQuery{Kind: kind})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range work {
		lines = append(lines, fmt.Sprint(l.State, " ", l.Left))
	}
	slices.Sort(lines)
	return lines
}
