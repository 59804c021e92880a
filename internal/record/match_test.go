package record

import (
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// register makes two firms of almost one name.
func (o *office) register() {
	o.t.Helper()
	o.take("entity",
		map[string]string{"TYSHXYDM": firmID, "ZTMC": "海南虚构食品有限公司", "ZTZT": "存续"},
		map[string]string{"TYSHXYDM": otherID, "ZTMC": "虚构食品有限责任公司", "ZTZT": "存续"})
}

func (o *office) waitingRow() Match {
	o.t.Helper()
	page, _, err := o.Queue(o.t.Context(), reporter, "", 10)
	if err != nil || len(page) != 1 {
		o.t.Fatalf("%+v, %v", page, err)
	}
	return page[0]
}

func TestF09_5_ANameWaitsForAHumanAndAMatchCanBeUndone(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.register()
	row := with(sound(), "CF_XDR_SHXYM", "")
	counted(t, o.take("penalty", row), 0, 0, 0, 1)
	if rs := o.of(firmID); len(rs) != 0 {
		t.Fatalf("merged by name: %+v", rs)
	}
	q := o.waitingRow()
	if len(q.Candidates) != 2 || q.Subject != "海南虚构食品有限公司" || q.Status != "open" {
		t.Errorf("%+v", q)
	}
	counted(t, o.take("penalty", row, with(sound(), "CF_WSH", "琼示市监处罚〔2026〕2号")), 1, 0, 1, 0)

	o.on("2026-08-07")
	r, err := o.Assign(t.Context(), reporter, q.ID, otherID, "住所与法定代表人一致")
	if err != nil || r.EntityID != otherID || r.Version != 1 || r.State != Effective || r.PublicUntil == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := o.Assign(t.Context(), reporter, q.ID, firmID, "再来一次"); !fault.Is(err, "record.match_decided") {
		t.Errorf("decided twice: %v", err)
	}

	o.on("2026-08-10")
	u, err := o.Undo(t.Context(), reporter, q.ID, "核实后不是同一家")
	if err != nil || u.State != Unmerged || u.Version != 2 || u.StatusOn(d("2026-08-10")) == StatusPublic {
		t.Fatalf("%+v, %v", u, err)
	}
	last := o.seen[len(o.seen)-1]
	if len(last.Records) != 1 || last.Records[0].State != Unmerged || last.Records[0].EntityID != otherID {
		t.Errorf("others were told %+v", last)
	}
	if page, _, err := Listed(t.Context(), o.db, Filter{Item: "penalty", Limit: 10}, d("2026-08-10")); err != nil || len(page) != 1 || page[0].EntityID != firmID {
		t.Errorf("still listed: %+v, %v", page, err)
	}
	again := o.waitingRow()
	if again.ID != q.ID {
		t.Errorf("%+v", again)
	}
	if r, err = o.Assign(t.Context(), reporter, q.ID, firmID, "文书原件载明代码"); err != nil || r.EntityID != firmID || r.State != Effective {
		t.Errorf("%+v, %v", r, err)
	}
	if r := o.only(otherID); r.State != Unmerged {
		t.Errorf("%+v", r)
	}
	acts, err := pg.Column[string](t.Context(), o.db, pg.Query{Name: "test", SQL: `select act || ' ' || reason from record.match order by at`})
	if err != nil || len(acts) != 3 || acts[1] != "undo 核实后不是同一家" {
		t.Errorf("%q, %v", acts, err)
	}
	o.verify()
}

func TestF09_5_BackToTheSameEntityAfterAll(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.register()
	o.take("penalty", with(sound(), "CF_XDR_SHXYM", "无"))
	q := o.waitingRow()
	for _, step := range []func() (Record, error){
		func() (Record, error) { return o.Assign(t.Context(), reporter, q.ID, firmID, "一") },
		func() (Record, error) { return o.Undo(t.Context(), reporter, q.ID, "二") },
		func() (Record, error) { return o.Assign(t.Context(), reporter, q.ID, firmID, "三") },
	} {
		if _, err := step(); err != nil {
			t.Fatal(err)
		}
		o.clock.Add(int64(time.Hour))
	}
	if r := o.only(firmID); r.Version != 3 || r.State != Effective {
		t.Errorf("%+v", r)
	}
}

func TestF09_5_WhatCameWithItsCodeMeanwhileIsNotUndone(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.register()
	o.take("penalty", with(sound(), "CF_XDR_SHXYM", ""))
	counted(t, o.take("penalty", sound()), 1, 0, 0, 0)
	q := o.waitingRow()
	r, err := o.Assign(t.Context(), reporter, q.ID, firmID, "同一文书")
	if err != nil || r.Version != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := o.Undo(t.Context(), reporter, q.ID, "误点"); !fault.Is(err, "record.match_decided") {
		t.Errorf("%v", err)
	}
	if r := o.only(firmID); r.State != Effective {
		t.Errorf("%+v", r)
	}
}

func TestF09_5_WhoMayMatch(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.register()
	o.take("penalty", with(sound(), "CF_XDR_SHXYM", ""))
	q := o.waitingRow()
	nobody := access.Actor{ID: "key:x", Org: sourceID, Scopes: []string{access.ScopeIntake}}
	for code, err := range map[string]error{
		"record.no_scope":      second(o.Assign(t.Context(), nobody, q.ID, firmID, "理由")),
		"record.reason":        second(o.Assign(t.Context(), reporter, q.ID, firmID, " ")),
		"ident.uscc_check":     second(o.Assign(t.Context(), reporter, q.ID, firmID[:17]+otherThan(firmID[17]), "理由")),
		"registry.unknown":     second(o.Assign(t.Context(), reporter, q.ID, shopID, "理由")),
		"record.no_match":      second(o.Undo(t.Context(), reporter, "nosuch", "理由")),
		"record.match_decided": second(o.Undo(t.Context(), reporter, q.ID, "理由")),
	} {
		if !fault.Is(err, code) {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
