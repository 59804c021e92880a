package standing_test

import (
	"context"
	"errors"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/standing"
)

// on does something to holds in a transaction, and lets the index follow.
func (h *house) on(f func(ctx context.Context, tx pg.Tx) error) error {
	err := h.db.InTx(h.t.Context(), f)
	h.follow()
	return err
}

func (h *house) place(x standing.Hold) error {
	return h.on(func(ctx context.Context, tx pg.Tx) error { return standing.Place(ctx, tx, noon, "person:officer", x) })
}

func (h *house) lift(x standing.Hold, on string) error {
	return h.on(func(ctx context.Context, tx pg.Tx) error {
		return standing.Lift(ctx, tx, noon, "person:officer", x, day(on))
	})
}

// fact is what memory says of one fact.
func (h *house) fact(entity, id string) standing.Fact {
	h.t.Helper()
	facts, _ := h.index.Facts(entity)
	for _, f := range facts {
		if f.ID == id {
			return f
		}
	}
	h.t.Fatalf("no fact %s", id)
	return standing.Fact{}
}

func hold(entity, id, number string, change func(*standing.Hold)) standing.Hold {
	x := standing.Hold{EntityID: entity, RecordID: id, ID: "case-" + number, Case: number, Kind: standing.Objection, From: day("2026-11-22"),
		Basis: []law.Ref{{Instrument: "policy", Article: "（二十七）"}}}
	if change != nil {
		change(&x)
	}
	return x
}

const disputedFirm = "91460000MAXNX0001A"

func TestHoldsMarkTheFactInMemory(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.take(penalty(disputedFirm, "p1", 1))
	h.follow()
	freeze := func(x *standing.Hold) { x.Suspends = true }
	marked, frozen := hold(disputedFirm, "p1", "YY-1", nil), hold(disputedFirm, "p1", "YY-2", freeze)
	for range 2 { // the second click changes nothing
		if err := h.place(marked); err != nil {
			t.Fatal(err)
		}
	}
	if f := h.fact(disputedFirm, "p1"); f.DisputedOn != day("2026-11-22") || f.Held != "" {
		t.Errorf("%+v", f)
	}
	if stands, _ := h.fact(disputedFirm, "p1").StandsOn(day("2026-11-23")); !stands {
		t.Error("a mark alone stops the use")
	}
	if err := h.place(frozen); err != nil {
		t.Fatal(err)
	}
	if stands, why := h.fact(disputedFirm, "p1").StandsOn(day("2026-11-23")); stands || why != standing.UnderObjection {
		t.Errorf("frozen: %v %s", stands, why)
	}
	h.take(penalty(disputedFirm, "p1", 2)) // a correction meanwhile does not lose the mark
	h.follow()
	if f := h.fact(disputedFirm, "p1"); f.Version != 2 || f.Held != standing.Objection || f.DisputedOn == 0 {
		t.Errorf("%+v", f)
	}
	for range 2 {
		if err := h.lift(frozen, "2026-11-25"); err != nil {
			t.Fatal(err)
		}
	}
	if f := h.fact(disputedFirm, "p1"); f.Held != "" || f.DisputedOn == 0 {
		t.Errorf("one of two lifted: %+v", f)
	}
	if err := h.lift(marked, "2026-11-26"); err != nil {
		t.Fatal(err)
	}
	if f := h.fact(disputedFirm, "p1"); f.Held != "" || f.DisputedOn != 0 {
		t.Errorf("both lifted: %+v", f)
	}
	all, err := standing.Holds(t.Context(), h.db, disputedFirm)
	if err != nil || len(all) != 2 || all[0].EndedOn == 0 || all[0].HoldsOn(day("2026-11-26")) || !all[0].HoldsOn(day("2026-11-24")) {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestAHoldComesAndGoesWithItsAct(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.take(penalty(disputedFirm, "p1", 1))
	h.follow()
	died := errors.New("the machine died")
	err := h.on(func(ctx context.Context, tx pg.Tx) error {
		if err := standing.Place(ctx, tx, noon, "person:officer", hold(disputedFirm, "p1", "YY-1", nil)); err != nil {
			return err
		}
		return died
	})
	if !errors.Is(err, died) || h.fact(disputedFirm, "p1").DisputedOn != 0 {
		t.Errorf("%v, %+v", err, h.fact(disputedFirm, "p1"))
	}
	if all, err := standing.Holds(t.Context(), h.db, disputedFirm); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

// A record nobody counts can be disputed too; when its correction makes it a fact, the mark is there.
func TestAFactThatComesIntoBeingUnderAHoldIsMarked(t *testing.T) {
	t.Parallel()
	h := open(t)
	pledge := penalty(disputedFirm, "c1", 1)
	pledge.Item, pledge.Class, pledge.Adverse = "commitment", law.Pledge, false
	h.take(pledge)
	if err := h.place(hold(disputedFirm, "c1", "YY-1", func(x *standing.Hold) { x.Suspends = true })); err != nil {
		t.Fatal(err)
	}
	h.take(penalty(disputedFirm, "c1", 2))
	h.follow()
	if f := h.fact(disputedFirm, "c1"); f.Held != standing.Objection || f.DisputedOn == 0 {
		t.Errorf("%+v", f)
	}
}

// What everybody may see of a hold is which record, what kind and since when: not the case. It goes with the hold.
func TestF26_11_ARecordIsMarkedAsRelievedWhileThePlanIsCarriedOut(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.take(penalty(disputedFirm, "p1", 1))
	h.follow()
	relief := hold(disputedFirm, "p1", "XF-1", func(x *standing.Hold) { x.Kind, x.Suspends = standing.Reorganisation, true })
	seen := func() record.Marks {
		t.Helper()
		marks, err := standing.Marks(t.Context(), h.db, []string{disputedFirm})
		if err != nil {
			t.Fatal(err)
		}
		return marks["p1"]
	}
	if seen() != (record.Marks{}) {
		t.Errorf("marked before there is a hold: %+v", seen())
	}
	if err := h.place(relief); err != nil {
		t.Fatal(err)
	}
	if seen() != (record.Marks{RelievedOn: day("2026-11-22")}) {
		t.Errorf("%+v", seen())
	}
	if err := h.lift(relief, "2026-12-22"); err != nil {
		t.Fatal(err)
	}
	if seen() != (record.Marks{}) {
		t.Errorf("marked after it: %+v", seen())
	}
}
