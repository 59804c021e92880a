package hotline

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/counter"
	"xinheng/internal/workday"
)

func TestF23_2_TheSecondDeliveryAddsNothingAndNobodyWhoCalledIsKept(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	all := []Told{told("RX-1", nil),
		told("RX-2", func(c *Told) { c.Text = "张某电话 138-0000-0000 反映（虚构）。" }),
		told("RX-3", func(c *Told) { c.FirmCode = counter.Code("91460100", "XYRX0099") }),
		told("RX-4", func(c *Told) { c.Body = counter.Code("11460100", "XYRX0099") }),
		told("RX-5", on("2026-11-23")),
		told("RX-6", func(c *Told) { c.FirmCode, c.FirmName = "", "虚构热线食品" })}
	first := o.take(all...)
	if first.Joined != 1 || first.Unnamed != 1 || first.Refused != 4 {
		t.Fatalf("%+v", first)
	}
	for i, code := range []string{"", "hotline.identity", "hotline.firm", "hotline.body", "hotline.told", ""} {
		if first.Rows[i].Code != code {
			t.Errorf("row %d: %+v, want %q", i, first.Rows[i], code)
		}
	}
	again := o.take(all...)
	if again.Repeated != 2 || again.Joined+again.Unnamed+again.Merged != 0 || again.Rows[0].ID != first.Rows[0].ID {
		t.Errorf("again: %+v", again)
	}
	if n := o.Count(`select count(*) from hotline.complaint`); n != 2 {
		t.Errorf("%d complaints, want 2", n)
	}
	if n := o.Count(`select count(*) from hotline.complaint c where c::text like '%13800000000%' or encode(sealed, 'escape') like '%13800000000%'`); n != 0 {
		t.Error("the telephone of the caller is kept")
	}
	o.finding("handler", first.Rows[0].ID, Verified, "")
	for who, path := range map[string]string{"handler": "/v1/hotline/complaints", "owner": "/v1/my/complaints"} {
		_, b := o.Send(who, "GET", path, nil)
		if s := string(b); !strings.Contains(s, first.Rows[0].ID) || strings.Contains(s, caller) || strings.Contains(s, o.callerOf(caller)) {
			t.Errorf("%s reads %s", who, s)
		} else if who == "owner" && (strings.Contains(s, "标签与实物") || strings.Contains(s, `"RX-1"`)) {
			t.Errorf("the firm might know who called: %s", s)
		}
	}
	want[none](o, "handler", "POST", "/v1/hotline/complaints", map[string]any{"items": all}, "access.no_permission")
}

func TestTelephonesAndIdentityNumbersAreSeenInATextAndDaysAreNot(t *testing.T) {
	t.Parallel()
	for text, is := range map[string]bool{"2026-11-02 购买，2026-11-05 反映": false, "订单 20261102000012345678 号": false, "支付 1380 元": false, "电话13800000000": true, "１３８００００００００": true,
		"0898-66660000": true, "+86 138 0000 0000": true, "证件11010119900307000X": true} {
		if identified(text) != is {
			t.Errorf("%s: %v", text, !is)
		}
	}
}

func TestF23_2_WhatOneCallerRepeatsWithinTheWindowIsOneComplaint(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	got := o.take(told("A", on("2026-09-01")), told("B", on("2026-09-30")), told("C", func(c *Told) { on("2026-10-01")(c); c.Contact = "+86 138-0000-0000" }), told("D", on("2026-10-02")),
		told("E", func(c *Told) { on("2026-09-02")(c); c.Matter = "价格" }), told("F", func(c *Told) { on("2026-09-02")(c); c.Contact = "13900000000" }),
		told("G", func(c *Told) { on("2026-09-02")(c); c.Contact = "" }), told("H", func(c *Told) { on("2026-09-02")(c); c.Contact = "" }),
		told("I", func(c *Told) { on("2026-09-02")(c); c.FirmCode = otherFirm }), told("J", on("2026-08-02")), told("K", on("2026-07-02")))
	for i, outcome := range []string{"joined", "merged", "merged", "joined", "joined", "joined", "joined", "joined", "joined", "merged", "joined"} { // the 29th day, the 30th, the one after; later told, 30 days earlier and more
		if got.Rows[i].Outcome != outcome {
			t.Errorf("%s: %s, want %s", got.Rows[i].Number, got.Rows[i].Outcome, outcome)
		}
	}
	first := got.Rows[0].ID
	if merged := o.listed("handler", Merged); len(merged) != 3 || slices.ContainsFunc(merged, func(v View) bool { return v.First != first }) {
		t.Errorf("still visible, and merged into the first: %+v", merged)
	}
	o.finding("handler", got.Rows[1].ID, Verified, "hotline.merged")
	o.finding("handler", first, Verified, "")
	if ids := o.verified(firmID); !slices.Equal(ids, []string{first}) {
		t.Errorf("four calls of one caller count as %v", ids)
	}
	o.finding("handler", first, Withdrawn, "")
	if after := o.take(told("L", on("2026-09-01"))); after.Joined != 1 {
		t.Errorf("what is said after one was withdrawn is new: %+v", after)
	}
}

func TestF23_2_ANameIsJoinedOnlyByAnOfficerOfTheBodyInCharge(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	got := o.take(told("N", func(c *Told) { c.FirmCode, c.FirmName = "", firmName }), told("N9", func(c *Told) { c.FirmCode, c.FirmName = "", "说不清的虚构小店" })) // the very name is no confirmation
	id, vague := got.Rows[0].ID, got.Rows[1].ID
	queue := o.listed("handler", Unnamed)
	at := slices.IndexFunc(queue, func(v View) bool { return v.ID == id })
	if len(queue) != 2 || at < 0 || queue[at].Firm != "" || queue[at].FirmName != firmName || len(queue[at].Candidates) == 0 || queue[at].Candidates[0].Code != firmID {
		t.Fatalf("%+v", queue)
	}
	path := "/v1/hotline/complaints/" + id + "/firm"
	o.finding("handler", id, Verified, "hotline.unnamed")
	want[none](o, "far", "POST", path, map[string]string{"firm": firmID}, "hotline.unknown")
	want[none](o, "decider", "POST", path, map[string]string{"firm": firmID}, "access.no_permission")
	want[none](o, "handler", "POST", path, map[string]string{"firm": counter.Code("91460100", "XYRX0099")}, "hotline.firm")
	if v := want[View](o, "handler", "POST", path, map[string]string{"firm": firmID}, ""); v.State != Unverified || v.Firm != firmID || !v.ByName {
		t.Errorf("%+v", v)
	}
	want[none](o, "handler", "POST", path, map[string]string{"firm": otherFirm}, "hotline.named") // the second click
	if repeated := o.take(told("N2", nil)); repeated.Merged != 1 {
		t.Errorf("the same caller by code: %+v", repeated)
	}
	if v := o.finding("handler", vague, Withdrawn, ""); v.State != Withdrawn || v.Withdrawal.Document == "" { // nobody can tell
		t.Errorf("%+v", v)
	}
}

func TestF23_2_TheBodyInChargeVerifiesWithADocument(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	id := o.take(told("X", nil)).Rows[0].ID
	want[none](o, "handler", "POST", "/v1/hotline/complaints/"+id+"/finding", json.RawMessage(`{"state":"verified","document":" ","reason":"x"}`), "hotline.no_document")
	o.finding("far", id, Verified, "hotline.unknown")
	o.finding("lead", id, Verified, "access.no_permission")
	o.finding("clerk", id, Verified, "access.no_permission")
	o.Dies.Store(true)
	if status, _ := o.Send("handler", "POST", "/v1/hotline/complaints/"+id+"/finding", Finding{State: Verified, Document: "x", Reason: "x"}); status != 500 {
		t.Errorf("the machine died and answered %d", status)
	}
	o.Dies.Store(false)
	if len(o.verified(firmID)) != 0 || len(o.listed("handler", Unverified)) != 1 {
		t.Error("half a verification")
	}
	o.found = nil
	o.finding("handler", id, Verified, "")
	o.finding("handler", id, Unfounded, "hotline.decided")
	if ids := o.verified(firmID); !slices.Equal(ids, []string{id}) || !slices.Equal(o.found, []string{firmID}) {
		t.Errorf("verified %v, told %v", ids, o.found)
	}
	o.finding("handler", id, Withdrawn, "")
	o.finding("handler", id, Withdrawn, "hotline.decided")
	if ids := o.verified(firmID); len(ids) != 0 || len(o.found) != 2 {
		t.Errorf("withdrawn, and counted: %v, told %v", ids, o.found)
	}
	other := o.take(told("Y", func(c *Told) { c.Contact, c.Matter = "", "价格" })).Rows[0].ID
	o.finding("handler", other, Unfounded, "")
	o.finding("handler", other, Verified, "hotline.decided")
	if len(o.verified(firmID)) != 0 || len(o.found) != 2 {
		t.Error("an unfounded complaint counts")
	}
	for who, n := range map[string]int{"handler": 2, "lead": 2, "decider": 2, "far": 0, "sanya": 0} {
		if all := o.listed(who, ""); len(all) != n {
			t.Errorf("%s reads %d, want %d", who, len(all), n)
		}
	}
	if acts := o.Acts(id); !slices.Equal(acts, []string{"hotline.taken", "hotline.verified", "hotline.withdrawn"}) {
		t.Errorf("on the ledger: %v", acts)
	}
}

func TestF23_2_TheFirmSeesWhatWasVerifiedAndAnswers(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	id := o.take(told("X", nil)).Rows[0].ID
	path := "/v1/my/complaints/" + id + "/answer"
	if all := o.mine("owner"); len(all) != 0 {
		t.Errorf("before anything was verified: %+v", all)
	}
	want[none](o, "owner", "POST", path, map[string]string{"text": "说明"}, "hotline.unknown")
	o.finding("handler", id, Verified, "")
	want[none](o, "stranger", "POST", path, map[string]string{"text": "与我无关"}, "hotline.unknown")
	want[none](o, "agent", "POST", path, map[string]string{"text": "说明"}, "access.no_permission")
	want[none](o, "owner", "POST", path, map[string]string{"text": " "}, "hotline.no_words")
	if v := want[View](o, "owner", "POST", path, map[string]string{"text": "标签印刷有误，已更换（虚构）。"}, ""); v.Answer == "" || v.AnsweredOn != workday.MustParse("2026-11-22") {
		t.Errorf("%+v", v)
	}
	want[none](o, "owner", "POST", path, map[string]string{"text": "再说一次"}, "hotline.answered")
	for _, h := range Holders() {
		counter.Reseals(t, o.DB, o.Sealer, h, 1)
	}
	if all := o.listed("handler", Verified); len(all) != 1 || all[0].Answer == "" || all[0].Text == "" || !all[0].Own {
		t.Errorf("the officer reads %+v", all)
	}
	if all := o.mine("stranger"); len(all) != 0 {
		t.Errorf("another firm reads %+v", all)
	}
	o.finding("handler", id, Withdrawn, "")
	mine := o.mine("owner")
	if len(mine) != 1 || mine[0].State != Withdrawn || mine[0].Withdrawal.Document == "" || mine[0].Text != "" || mine[0].Number != "" {
		t.Errorf("the firm reads %+v", mine)
	}
}
