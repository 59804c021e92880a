package standing_test

import (
	"context"
	"os"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/adoption"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

func day(s string) workday.Date { return workday.MustParse(s) }

// house is a database with a ledger, an index and the invented law of the check tests.
type house struct {
	t     *testing.T
	db    *pg.Pool
	log   *ledger.Log
	lib   *law.Library
	index *standing.Index
}

var noon = day("2026-11-22").Start().Add(12 * time.Hour)

func clock() time.Time { return noon }

func open(t *testing.T) *house {
	t.Helper()
	db := pgtest.New(t)
	sealer, err := seal.New(make([]byte, seal.MinMaster), seal.International)
	if err != nil {
		t.Fatal(err)
	}
	log, err := ledger.Open(t.Context(), db, "xinheng/test", sealer.SigningKey("ledger"))
	if err != nil {
		t.Fatal(err)
	}
	lib, err := law.Load(os.DirFS("../check/testdata/law"))
	if err != nil {
		t.Fatal(err)
	}
	return &house{t, db, log, lib, standing.NewIndex(db, log, clock)}
}

// take stores what records mean, as intake does: entities, a ledger entry and facts in one transaction.
func (h *house) take(rs ...record.Record) {
	h.t.Helper()
	err := h.db.InTx(h.t.Context(), func(ctx context.Context, tx pg.Tx) error {
		var subjects []registry.Entity
		for _, r := range rs {
			subjects = append(subjects, registry.Entity{ID: r.EntityID, Name: "虚构示例公司", Kind: registry.Enterprise})
		}
		if err := registry.Stub(ctx, tx, subjects); err != nil {
			return err
		}
		id, err := ledger.Append(ctx, tx, noon, ledger.Act{Kind: "record.batch", Actor: "cli", About: "test"})
		if err != nil {
			return err
		}
		return standing.Apply(ctx, tx, h.lib, record.Changed{EntryID: id, Records: rs})
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) follow() {
	h.t.Helper()
	if err := h.log.Sequence(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	if err := h.index.CatchUp(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

func penalty(entity, id string, version int32) record.Record {
	return record.Record{EntityID: entity, ID: id, Version: version, Item: "penalty", Class: law.Penalty, Adverse: true, State: record.Effective,
		Title: "示例违法行为", DocumentNo: "示罚〔2026〕1号", Authority: "示例局", Basis: "示例法第一条", Severity: law.General,
		SeverityRule: "severity:penalty.general", DecidedOn: day("2026-03-01"), PublicFrom: day("2026-03-05"),
		PublicUntil: day("2027-03-04"), RepairFrom: day("2026-06-05"), SeenAt: noon}
}

const (
	firm  = "91460000MAXNX0001A"
	other = "91460000MAXNX0002D"
)

func TestApplyKeepsFactsInStepWithRecords(t *testing.T) {
	t.Parallel()
	h := open(t)
	licence := penalty(firm, "l", 1)
	licence.Class, licence.Adverse = law.Licence, false
	h.take(penalty(other, "b", 1), penalty(firm, "a", 1), licence)
	facts, err := standing.Of(t.Context(), h.db, firm)
	if err != nil || len(facts) != 1 {
		t.Fatalf("%v %v", facts, err)
	}
	if want, _ := standing.FactOf(penalty(firm, "a", 1), h.lib); !equal(facts[0], want) {
		t.Errorf("stored %+v\n  want %+v", facts[0], want)
	}

	t.Run("the same again changes nothing", func(t *testing.T) {
		h.take(penalty(firm, "a", 1))
		if again, _ := standing.Of(t.Context(), h.db, firm); len(again) != 1 || !equal(again[0], facts[0]) {
			t.Errorf("%+v", again)
		}
	})
	t.Run("several versions in one batch: the last counts; an older one that comes late does not", func(t *testing.T) {
		serious, repaired := penalty(firm, "a", 2), penalty(firm, "a", 3)
		serious.Severity = law.Serious
		repaired.State, repaired.StateOn = record.Repaired, day("2026-07-01")
		h.take(repaired, serious)
		h.take(serious)
		got, _ := standing.Of(t.Context(), h.db, firm)
		if got[0].Version != 3 || got[0].EndedBy != standing.Repaired || got[0].EndedOn != day("2026-07-01") {
			t.Errorf("%+v", got)
		}
	})
	t.Run("many at once", func(t *testing.T) {
		m, err := standing.OfMany(t.Context(), h.db, []string{firm, other, "nobody"})
		if err != nil || len(m[firm]) != 1 || len(m[other]) != 1 || len(m["nobody"]) != 0 {
			t.Errorf("%v %v", m, err)
		}
	})
}

func equal(a, b standing.Fact) bool {
	return a.ID == b.ID && a.Version == b.Version && a.From == b.From && a.Until == b.Until && a.Severity == b.Severity && a.Title == b.Title &&
		a.RepairFrom == b.RepairFrom && a.EndedBy == b.EndedBy && len(a.Basis) == len(b.Basis) && len(a.LawKeys) == len(b.LawKeys) && a.Standing == b.Standing
}

// G9: what has no end or no basis is kept to be shown, and counts on no day; a corrected record that makes no fact any
// more takes its fact with it.
func TestG9_WhatMustNotCountIsKeptAndSaysWhy(t *testing.T) {
	t.Parallel()
	h := open(t)
	unbased := penalty(firm, "u", 1)
	unbased.Item, unbased.Class, unbased.List = "list_entry", law.ListEntry, "no-such-list"
	pledge := penalty(firm, "p", 1)
	pledge.Item, pledge.Class, pledge.ValidUntil = "commitment", law.Pledge, day("2027-01-01")
	h.take(unbased, pledge)
	kept := pledge
	kept.Version, kept.Adverse = 2, false
	h.take(kept)
	facts, err := standing.Of(t.Context(), h.db, firm)
	if err != nil || len(facts) != 2 {
		t.Fatal(facts, err)
	}
	for i, why := range []string{standing.Corrected, standing.NoBasis} {
		if stands, got := facts[i].StandsOn(day("2026-06-01")); stands || got != why {
			t.Errorf("%s: %v %s, want %s", facts[i].ID, stands, got, why)
		}
	}
}

func TestTheIndexFollowsTheLedger(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.take(penalty(firm, "a", 1))
	h.follow() // the first turn loads
	facts, known := h.index.Facts(firm)
	if !known || len(facts) != 1 || facts[0].Title != "示例违法行为" || facts[0].Basis[0].Instrument != "example-act" {
		t.Fatalf("%v %+v", known, facts)
	}
	if position, at := h.index.AsOf(); position != 1 || !at.Equal(noon) {
		t.Errorf("as of %d %s", position, at)
	}

	repaired := penalty(firm, "a", 2)
	repaired.State, repaired.StateOn = record.Repaired, day("2026-07-01")
	h.take(repaired, penalty(firm, "c", 1), penalty(other, "b", 1))
	if facts, _ := h.index.Facts(firm); len(facts) != 1 || facts[0].EndedBy != "" {
		t.Errorf("before the ledger says so: %+v", facts)
	}
	h.follow()
	byID := map[string]standing.Fact{}
	facts, _ = h.index.Facts(firm)
	for _, f := range facts {
		byID[f.ID] = f
	}
	if len(facts) != 2 || byID["a"].EndedBy != standing.Repaired || byID["c"].Version != 1 {
		t.Errorf("%+v", facts)
	}
	if facts, known := h.index.Facts(other); !known || len(facts) != 1 {
		t.Errorf("%v %+v", known, facts)
	}
}

func TestUnknownIsTrueEvenAMomentAfterRegistration(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.follow()
	if _, known, err := h.index.Look(t.Context(), firm); known || err != nil {
		t.Fatal(known, err)
	}
	h.take(penalty(firm, "a", 1)) // not followed yet: the database is asked, and its facts come along
	facts, known, err := h.index.Look(t.Context(), firm)
	if !known || len(facts) != 1 || err != nil {
		t.Fatal(facts, known, err)
	}
	licence := penalty(other, "l", 1)
	licence.Class, licence.Adverse = law.Licence, false
	h.take(licence)
	all, knowns, err := h.index.LookMany(t.Context(), []string{other, "nobody", firm})
	if err != nil || !knowns[0] || knowns[1] || !knowns[2] || len(all[2]) != 1 {
		t.Fatal(all, knowns, err)
	}
	if _, known := h.index.Facts(other); !known {
		t.Error("it was not learnt")
	}
}

func TestReadYourWrites(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.follow()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error, 2)
	go func() { done <- h.log.Run(ctx) }()
	go func() { done <- h.index.Run(ctx) }()
	h.take(penalty(firm, "a", 1))
	h.log.Wake()
	err := h.index.Wait(t.Context(), 1)
	for fault.Is(err, "standing.behind") { // a busy machine may say so, and a caller then tries again
		err = h.index.Wait(t.Context(), 1)
	}
	if err != nil {
		t.Fatal(err)
	}
	if facts, known := h.index.Facts(firm); !known || len(facts) != 1 {
		t.Error("the position is reached and the fact is not there")
	}
	if err := h.index.Wait(t.Context(), 1_000_000); !fault.Is(err, "standing.behind") {
		t.Errorf("waiting for ever: %v", err)
	}
	cancel()
	<-done
	<-done
}

func TestAdoptionsComeWithTheView(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, loaded := range []bool{false, true} {
		v, err := h.index.View(t.Context())
		if err != nil || len(v.Adoptions) != 0 && !loaded {
			t.Fatal(v, err)
		}
		h.follow()
	}
	a := law.Adoption{Keys: []string{"list:guessed-list"}, By: "示例官员", Body: "示例省", Why: law.Text2{ZH: "示例理由足够长", EN: "an example reason"},
		From: day("2026-11-22"), Until: day("2027-11-21")}
	if _, err := adoption.Adopt(t.Context(), h.db, access.CLI(), noon, a); err != nil {
		t.Fatal(err)
	}
	h.follow()
	if v, err := h.index.View(t.Context()); err != nil || len(v.Adoptions) != 1 {
		t.Errorf("%+v %v", v, err)
	}
}
