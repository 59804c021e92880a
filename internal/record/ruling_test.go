package record

import (
	"context"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// ruling runs what a case does to records in a transaction, as the desk of the case would.
func (o *office) ruling(f func(ctx context.Context, tx pg.Tx) error) error {
	return o.db.InTx(o.t.Context(), f)
}

func (o *office) rule(who access.Actor, x Ruling) (rs []Record, err error) {
	err = o.ruling(func(ctx context.Context, tx pg.Tx) error {
		rs, err = o.Rule(ctx, tx, who, "XF-460100-20260805-000001", []Ruling{x})
		return err
	})
	return rs, err
}

func TestARulingEndsARecordOnceAndOnlyByWhoeverDecidedIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.take("penalty", sound())
	r := o.only(firmID)
	x := Ruling{EntityID: firmID, ID: r.ID, State: Repaired, On: d("2026-11-10"), Document: "琼示修〔2026〕1号", Authority: reporter.Name, Why: "发改委令36号"}

	stranger := reporter
	stranger.Org = otherID
	if _, err := o.rule(stranger, x); !fault.Is(err, "record.not_yours") {
		t.Errorf("another body repaired it: %v", err)
	}
	before := len(o.seen)
	rs, err := o.rule(reporter, x)
	if err != nil || len(rs) != 1 || rs[0].State != Repaired || rs[0].Version != 2 || rs[0].Content[whyField] != "发改委令36号" {
		t.Fatalf("%+v, %v", rs, err)
	}
	if len(o.seen) != before+1 || o.seen[before].Records[0].State != Repaired {
		t.Error("what follows from a repair was not told of it")
	}
	if rs, err := o.rule(reporter, x); err != nil || len(rs) != 0 {
		t.Errorf("the second click made %+v, %v", rs, err)
	}
	if now := o.only(firmID); now.StatusOn(d("2026-11-10")) != StatusRepaired || now.Version != 2 {
		t.Errorf("%+v", now)
	}
	o.verify()
}

func TestOnlyARepairCanBeTakenBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.take("penalty", sound())
	id := o.only(firmID).ID
	to := func(s State, doc string) error {
		_, err := o.rule(reporter, Ruling{EntityID: firmID, ID: id, State: s, On: d("2026-11-10"), Document: doc, Authority: reporter.Name})
		return err
	}
	for _, step := range []struct {
		to      State
		doc     string
		refused bool
	}{
		{Effective, "琼示〔2026〕1号", true}, // it is in force: nothing to bring back
		{Repaired, "琼示〔2026〕2号", false},
		{Removed, "琼示〔2026〕3号", true},
		{Effective, "琼示〔2026〕4号", false}, // the repair is revoked
		{Withdrawn, "琼示〔2026〕5号", false},
		{Repaired, "琼示〔2026〕6号", true},
		{Effective, "琼示〔2026〕7号", true},
	} {
		if err := to(step.to, step.doc); fault.Is(err, "record.not_in_force") != step.refused || !step.refused && err != nil {
			t.Errorf("%s by %s: %v", step.to, step.doc, err)
		}
	}
	if r := o.only(firmID); r.State != Withdrawn || r.Version != 4 {
		t.Errorf("%+v", r)
	}
}

func TestACorrectionIsJudgedAsIntakeWould(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.take("penalty", sound())
	was := o.only(firmID)
	o.on("2026-09-10")
	correct := func(fields map[string]string) (r Record, err error) {
		err = o.ruling(func(ctx context.Context, tx pg.Tx) error {
			r, err = o.Correct(ctx, tx, reporter, "YY-460100-20260910-000001", firmID, was.ID, fields)
			return err
		})
		return r, err
	}
	for code, fields := range map[string]map[string]string{
		"record.no_field":     {"CF_KEIN": "1"},
		"record.date_form":    {"CF_JDRQ": "vorgestern"},
		"record.other_record": {"CF_WSH": "琼示市监处罚〔2026〕99号"},
	} {
		if _, err := correct(fields); !fault.Is(err, code) {
			t.Errorf("%v: %v, want %s", fields, err, code)
		}
	}
	r, err := correct(map[string]string{"CF_NR_FK": "0.1"})
	if err != nil || r.Version != 2 || r.Fine != 100_000 || r.State != Effective || r.PublicFrom != was.PublicFrom {
		t.Fatalf("%+v, %v", r, err)
	}
	o.verify()
}

func TestACaseEntersARecordInItsOwnTransaction(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	enter := func(tail error, row map[string]string) (r Record, err error) {
		err = o.ruling(func(ctx context.Context, tx pg.Tx) error {
			if r, err = o.Enter(ctx, tx, reporter, "MD-460100-20260805-000001", "penalty", row); err != nil {
				return err
			}
			return tail
		})
		return r, err
	}
	if _, err := enter(context.Canceled, sound()); err == nil || len(o.of(firmID)) != 0 {
		t.Errorf("an act that did not happen left %d records, %v", len(o.of(firmID)), err)
	}
	if _, err := enter(nil, with(sound(), "CF_YJ", "")); fault.KindOf(err) != fault.Invalid || len(o.of(firmID)) != 0 {
		t.Errorf("without a basis: %v", err)
	}
	r, err := enter(nil, sound())
	if err != nil || r.Version != 1 || r.EntityID != firmID {
		t.Fatalf("%+v, %v", r, err)
	}
	if again, err := enter(nil, sound()); err != nil || again.ID != r.ID || again.Version != 1 {
		t.Errorf("the second click: %+v, %v", again, err)
	}
	o.verify()
}
