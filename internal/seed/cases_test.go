package seed

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/caseflow"
	"xinheng/internal/inspection"
	"xinheng/internal/record"
	"xinheng/internal/rectify"
	"xinheng/internal/repair"
	"xinheng/internal/watch"
)

// The demonstration has something on the desks of the handler and of the deciding officer, on whatever day it is started, and
// a second start adds nothing; the firm whose story is that it can ask for repair has not asked.
func TestTheDemonstrationHasCasesUnderWay(t *testing.T) {
	t.Parallel()
	a := demonstration(t)
	for range 2 {
		if err := Lessons(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if err := Errands(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if got, want := desk(t.Context(), t, a), []string{"accepted", "corrected", "deciding", "granted", "marked", "pushed", "supplement"}; !slices.Equal(got, want) {
			t.Errorf("on the desk: %v, want %v", got, want)
		}
	}
	visited(t, a)
	rectifications(t, a)
	owed, err := a.Watches.Debts(t.Context(), access.CLI(), today.AddMonths(-12))
	if err != nil || !slices.ContainsFunc(owed, func(d watch.Debt) bool { return d.Overdue > 0 }) || !slices.ContainsFunc(owed, func(d watch.Debt) bool { return d.Reported > 0 }) {
		t.Errorf("what is to be reported: %+v %v", owed, err)
	}
	if lifts, bodies, err := a.Exchange.LiftLags(t.Context(), access.CLI(), today.AddMonths(-1)); err != nil || lifts.Acknowledged == 0 || lifts.Open == 0 || len(bodies) < 2 {
		t.Errorf("the lift ledger: %+v %v", lifts, err)
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

// Every place of a listing, a ban, a letter and a draw is there to be looked at, with a proof that anybody can do again; a second
// start adds nothing.
func TestTheDemonstrationHasListingsLettersAndADraw(t *testing.T) {
	t.Parallel()
	a := demonstration(t)
	for range 2 {
		if err := errors.Join(Listings(t.Context(), a), Draws(t.Context(), a)); err != nil {
			t.Fatal(err)
		}
		if got, want := desk(t.Context(), t, a), []string{"clue", "drafted", "heard", "listed", "listed", "noticed", "replied", "sent"}; !slices.Equal(got, want) {
			t.Errorf("on the desk: %v, want %v", got, want)
		}
	}
	lead, err := actor(t.Context(), a, "lead")
	if err != nil {
		t.Fatal(err)
	}
	draws, err := a.Inspection.Draws(t.Context(), lead)
	if err != nil || len(draws) != 2 || draws[0].State != inspection.Frozen || draws[1].State != inspection.Published {
		t.Fatalf("%+v %v", draws, err)
	}
	var proof bytes.Buffer
	if err := a.Inspection.WriteProof(t.Context(), &proof, draws[1].ID); err != nil {
		t.Fatal(err)
	}
	if v, err := inspection.VerifyProof(&proof, strings.TrimSpace(a.Ledger.VerifierKey()+" "+a.Ledger.SecondKey())); err != nil || v.Drawn == 0 {
		t.Errorf("the proof of the demonstration's draw does not hold: %+v %v", v, err)
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
		if (l.Entity == "") != (l.Subject == "") { // two cases of one kind are told apart by whose they are
			t.Errorf("%s of %q is said to be of %q", l.ID, l.Entity, l.Subject)
		}
		lines = append(lines, string(l.State))
	}
	slices.Sort(lines)
	return lines
}

// rectifications: orders in each place a newcomer should see, minutes that wait for the firm, and a campaign of public bodies that is
// two thirds through; a second start adds nothing.
func rectifications(t *testing.T, a *app.App) {
	t.Helper()
	for range 2 {
		if err := Rectifications(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		lead, err := actor(t.Context(), a, "lead")
		if err != nil {
			t.Fatal(err)
		}
		all, err := a.Rectify.Campaigns(t.Context(), lead)
		if err != nil || len(all) != 1 || all[0].Members != 3 || all[0].Cleared != 2 {
			t.Fatalf("the campaigns are %+v %v", all, err)
		}
		states := map[string]int{}
		for _, s := range []string{organs[0].USCC, organs[1].USCC, Nth(0).USCC, Nth(9).USCC} {
			cases, err := a.Cases.Of(t.Context(), a.Pool, s, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range cases {
				if c.Kind == rectify.Kind || c.Kind == rectify.TalkKind {
					states[string(c.State)]++
				}
			}
		}
		if want := map[string]int{"done": 1, "overdue": 2, "served": 1, "asking": 1, "minuted": 1}; !maps.Equal(states, want) {
			t.Errorf("the orders and talks are %v, want %v", states, want)
		}
	}
}
