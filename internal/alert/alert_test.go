package alert

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// TestF23_1_AnAlertShowsRuleEvidenceAndConfidence: each fact with its document, the version of the rule, and that nobody measured it.
func TestF23_1_AnAlertShowsRuleEvidenceAndConfidence(t *testing.T) {
	t.Parallel()
	o, v := penalised(t)
	if v.Rule != "penalties_repeated" || v.RuleFrom.String() != "2021-02-01" || v.Edition != o.Law.Edition() || v.Standing != law.Assumed || len(v.Basis) == 0 || v.ValidUntil.String() != "2027-05-24" {
		t.Errorf("%+v", v)
	}
	if v.Confidence.Permille != 0 || !strings.Contains(v.Confidence.How.ZH, "未测量") || v.Fix.ZH == "" || v.Fix.EN == "" {
		t.Errorf("%+v %+v", v.Confidence, v.Fix)
	}
	if len(v.Evidence) != 3 || v.Evidence[0].DocumentNo == "" || v.Evidence[0].Authority != bodyName || v.Evidence[0].Record == "" || v.Evidence[0].On.String() != "2026-09-01" {
		t.Errorf("%+v", v.Evidence)
	}
	if n := o.round(); n != 0 || len(o.mine("owner")) != 1 {
		t.Error("the same facts raised it again")
	}
	if acts := o.Acts(v.ID); len(acts) != 1 || acts[0] != "alert.raised" {
		t.Errorf("%v", acts)
	}
	if o.Count(`select count(*) from ledger.entry where kind like 'alert.%' and (about like '%'||$1||'%' or public::text like '%'||$1||'%')`, firmID) != 0 {
		t.Error("the ledger says which firm")
	}
}

// TestF23_1_NoRequestRaisesAnything: what changed is noted with the change, or not at all; judged it is by the round.
func TestF23_1_NoRequestRaisesAnything(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.Dies.Store(true)
	if _, err := o.enter("penalty", penalty("示罚〔2026〕9号", "2026-09-01")); err == nil {
		t.Fatal("the machine did not die")
	}
	o.Dies.Store(false)
	if o.Count(`select count(*) from alert.due`) != 0 {
		t.Error("a change that never was is looked at")
	}
	for _, no := range []string{"示罚〔2026〕1号", "示罚〔2026〕2号"} {
		o.fined(no, "2026-09-01")
	}
	if o.round() != 0 {
		t.Error("two penalties are several")
	}
	o.fined("示罚〔2026〕3号", "2026-10-01")
	if len(o.mine("owner")) != 0 || o.Count(`select count(*) from alert.due where look_on <= '2026-11-23'`) != 1 {
		t.Error("it was judged with the change")
	}
	if o.round() != 1 || len(o.mine("stranger")) != 0 {
		t.Error("the round did not find it, or told another firm")
	}
}

// TestF23_5_TheFirmIsToldFirst: with what to fix and until when; on its last day no officer sees it yet, on the day after they do.
func TestF23_5_TheFirmIsToldFirst(t *testing.T) {
	t.Parallel()
	o, v := penalised(t)
	if v.State != Told || v.AnswerBy.String() != "2026-12-07" || len(v.Suggests) != 0 {
		t.Fatalf("%+v by %s", v, v.AnswerBy)
	}
	for _, day := range []string{"2026-11-23", "2026-12-06", "2026-12-07"} {
		o.On(day)
		if len(o.listed("decider")) != 0 || len(o.listed("lead")) != 0 {
			t.Errorf("%s: officers see it in the firm's time", day)
		}
		counter.Want[any](o.Counter, "decider", "GET", "/v1/alerts/"+v.ID, nil, "alert.unknown")
		o.decide("decider", v.ID, true, "已核实（虚构）。", "alert.unknown")
	}
	err := o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		h, err := find(ctx, tx, qLock, v.ID)
		counter.Must(t, err)
		at := o.instant()
		h.State, h.Reason, h.DecidedBy, h.DecidedAt = Confirmed, "x", "x", &at
		return update(ctx, tx, &h)
	})
	if err == nil || !strings.Contains(err.Error(), "hint_firm_comes_first") {
		t.Errorf("the database let an officer be first: %v", err)
	}
	o.On("2026-12-08")
	if all := o.listed("decider"); len(all) != 1 || all[0].ID != v.ID || all[0].State != Told {
		t.Errorf("the day after: %+v", all)
	}
	if len(o.listed("odecider")) != 0 || len(o.listed("sanya")) != 0 || len(o.listed("lead")) != 1 || len(o.listed("handler")) != 1 {
		t.Error("seen out of scope, or not in it")
	}
}

// TestF23_5_WhatIsMendedIsClosedAndNobodyElseKnows: one of three is withdrawn, and the pattern is gone.
func TestF23_5_WhatIsMendedIsClosedAndNobodyElseKnows(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.permitted("示许〔2025〕1号", "2025-11-23", "2026-11-23")
	if o.round() != 0 {
		t.Error("its last day is a day on which it holds")
	}
	o.On("2026-11-24")
	if o.round() != 1 {
		t.Fatal("the day after it ended no hint was given")
	}
	v := o.mine("owner")[0]
	if v.Rule != "permit_lapsed" || len(v.Evidence) != 1 || v.Evidence[0].DocumentNo != "示许〔2025〕1号" || v.Evidence[0].On.String() != "2026-11-23" {
		t.Errorf("%+v", v)
	}
	o.permitted("示许〔2026〕8号", "2026-11-24", "2027-11-23")
	o.round()
	if v = o.mine("owner")[0]; v.State != Fixed {
		t.Errorf("renewed, it is %s", v.State)
	}
	o.On("2026-12-30")
	if len(o.listed("decider")) != 0 || len(o.listed("lead")) != 0 {
		t.Error("officers see what was mended")
	}
	o.answer("owner", v.ID, "已延续（虚构）。", "alert.over")
	o.decide("decider", v.ID, true, "已核实（虚构）。", "alert.unknown")
	if acts := o.Acts(v.ID); len(acts) != 2 || acts[1] != "alert.fixed" {
		t.Errorf("%v", acts)
	}
}

// TestF23_5_TheFirmExplains: once, in its own words, which are sealed; then an officer may look at once.
func TestF23_5_TheFirmExplains(t *testing.T) {
	t.Parallel()
	o, v := penalised(t)
	o.answer("owner", v.ID, "  ", "alert.no_words")
	o.answer("stranger", v.ID, "不是我们（虚构）。", "alert.unknown")
	o.answer("agent", v.ID, "代理说明（虚构）。", "access.no_permission")
	o.answer("decider", v.ID, "代答（虚构）。", "access.no_permission")
	for range 2 {
		if a := o.answer("owner", v.ID, "三份处罚为同一事项（虚构）。", ""); a.State != Answered || a.Text != "三份处罚为同一事项（虚构）。" {
			t.Errorf("%+v", a)
		}
	}
	o.answer("owner", v.ID, "另一种说法（虚构）。", "alert.over")
	sealed, err := pg.Scalar[[]byte](t.Context(), o.DB, pg.Query{Name: "sealed", SQL: `select sealed from alert.hint`})
	counter.Must(t, err)
	if len(sealed) == 0 || bytes.Contains(sealed, []byte("同一事项")) {
		t.Error("what the firm said lies open in the table")
	}
	counter.Reseals(t, o.DB, o.Sealer, Holders()[0], 1)
	if all := o.listed("decider"); len(all) != 1 || all[0].Text == "" {
		t.Errorf("%+v", all)
	}
}

// TestF23_1_G9_AHumanConfirmsAndNothingFollows: whoever confirms gives a reason; a visit or a talk is suggested; and no row of any other
// area is another after it.
func TestF23_1_G9_AHumanConfirmsAndNothingFollows(t *testing.T) {
	t.Parallel()
	o, v := penalised(t)
	before := o.everythingElse()
	o.answer("owner", v.ID, "已整改（虚构）。", "")
	o.decide("decider", v.ID, true, " ", "alert.no_reason")
	o.decide("handler", v.ID, true, "已核实（虚构）。", "access.no_permission")
	o.decide("lead", v.ID, true, "已核实（虚构）。", "access.no_permission")
	o.decide("owner", v.ID, false, "已核实（虚构）。", "access.no_permission")
	o.decide("odecider", v.ID, true, "已核实（虚构）。", "alert.unknown")
	for range 2 {
		if c := o.decide("decider", v.ID, true, "三起均已核实（虚构）。", ""); c.State != Confirmed || strings.Join(c.Suggests, " ") != "visit talk" {
			t.Errorf("%+v", c)
		}
	}
	o.decide("second", v.ID, false, "不同意（虚构）。", "alert.over")
	o.round()
	if after := o.everythingElse(); before == "" || after != before {
		t.Error("an alert changed something outside its own area")
	}
	if acts := strings.Join(o.Acts(v.ID), " "); acts != "alert.raised alert.answered alert.confirmed" {
		t.Error(acts)
	}
	if m := o.mine("owner")[0]; m.State != Confirmed || m.Reason == "" || len(m.Suggests) != 0 {
		t.Errorf("the firm reads %+v", m)
	}
	o.On("2027-05-24")
	if c := o.listed("decider"); len(c[0].Suggests) != 2 {
		t.Error("it ended on its last day")
	}
	o.On("2027-05-25")
	if c := o.listed("decider"); len(c[0].Suggests) != 0 {
		t.Error("it suggests something after its last day")
	}
}

// everythingElse is a digest of every table of every other area but the ledger and the queue.
func (o *office) everythingElse() string {
	o.T.Helper()
	s, err := pg.Scalar[string](o.T.Context(), o.DB, pg.Query{Name: "everything", SQL: `
		select coalesce(md5(string_agg(schemaname || tablename || md5(query_to_xml(format('select * from %I.%I t order by t::text', schemaname, tablename), true, false, '')::text), ',' order by schemaname, tablename)), '')
		from pg_tables where schemaname not in ('alert', 'ledger', 'jobs', 'pg_catalog', 'information_schema', 'public')
			and has_schema_privilege(schemaname, 'usage') and has_table_privilege(format('%I.%I', schemaname, tablename), 'select')`})
	counter.Must(o.T, err)
	return s
}

// TestF23_1_EveryAlertEnds: on its last day it waits, the day after it is over for everybody, round or none; and the same facts never
// raise it again.
func TestF23_1_EveryAlertEnds(t *testing.T) {
	t.Parallel()
	o, v := penalised(t)
	o.On("2027-05-24")
	if len(o.listed("decider")) != 1 {
		t.Error("it is not there on its last day")
	}
	o.On("2027-05-25")
	if len(o.listed("decider")) != 0 || o.mine("owner")[0].State != Expired {
		t.Error("it outlived its last day")
	}
	o.decide("decider", v.ID, true, "已核实（虚构）。", "alert.unknown")
	o.answer("owner", v.ID, "说明（虚构）。", "alert.over")
	if o.round() != 0 {
		t.Error("the same facts raised another")
	}
	if o.mine("owner")[0].State != Expired {
		t.Error("the round did not close it as expired")
	}
	o.fined("示罚〔2027〕1号", "2027-05-25")
	if o.round() != 1 {
		t.Error("a new fact with the old ones raises none")
	}
}

// TestF23_1_AlertsOfAWithdrawnRuleDisappear: for the firm and for officers, before any round.
func TestF23_1_AlertsOfAWithdrawnRuleDisappear(t *testing.T) {
	t.Parallel()
	o, v := penalised(t)
	o.answer("owner", v.ID, "已整改（虚构）。", "")
	o.withdraw("penalties_repeated", "2026-11-30")
	o.On("2026-11-30")
	if len(o.mine("owner")) != 1 || len(o.listed("decider")) != 1 {
		t.Error("the rule is in force on its last day")
	}
	o.On("2026-12-01")
	if len(o.mine("owner")) != 0 || len(o.listed("decider")) != 0 {
		t.Error("an alert of a withdrawn rule is shown")
	}
	counter.Want[any](o.Counter, "decider", "GET", "/v1/alerts/"+v.ID, nil, "alert.unknown")
	o.decide("decider", v.ID, true, "已核实（虚构）。", "alert.unknown")
}

// TestF23_1_PrecisionIsShownPerRule: of those decided, how many were confirmed; too few decided say nothing, too few confirmed are flagged.
func TestF23_1_PrecisionIsShownPerRule(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		confirmed, dismissed, permille int64
		enough, poor                   bool
	}{{0, 0, 0, false, false}, {0, 4, 0, false, false}, {2, 3, 400, true, true}, {3, 3, 500, true, false}, {5, 0, 1000, true, false}} {
		f := Figure{Confirmed: c.confirmed, Dismissed: c.dismissed}.judged(5, 500)
		if f.Permille != c.permille || f.Enough != c.enough || f.Poor != c.poor {
			t.Errorf("%+v: %+v", c, f)
		}
	}
	o, v := penalised(t)
	o.answer("owner", v.ID, "已整改（虚构）。", "")
	o.decide("decider", v.ID, false, "同一事项重复报送（虚构）。", "")
	counter.Want[any](o.Counter, "owner", "GET", "/v1/alerts/figures", nil, "access.no_permission")
	all := counter.Want[items[Figure]](o.Counter, "lead", "GET", "/v1/alerts/figures", nil, "").Items
	if len(all) != len(o.Law.On(workday.MustParse("2026-11-23")).AlertRules()) {
		t.Errorf("%d rules", len(all))
	}
	for _, f := range all {
		if f.Rule == v.Rule && (f.Raised != 1 || f.Dismissed != 1 || f.Enough || f.Poor) || f.Rule != v.Rule && f.Raised != 0 {
			t.Errorf("%+v", f)
		}
	}
}
