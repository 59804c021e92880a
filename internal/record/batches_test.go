package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"xinheng/internal/access"
)

// line is the only batch of the reporter.
func (o *office) line(key string) BatchLine {
	o.t.Helper()
	page, _, err := o.Batches(o.t.Context(), reporter, key, "", 10)
	if err != nil || len(page) != 1 {
		o.t.Fatalf("%+v, %v", page, err)
	}
	return page[0]
}

// A person pauses while the file is being taken in: what is stored stays, the list says how far it got and that nobody is at
// work, and the same file goes on from there.
func TestF09_2_APausedBatchIsSeenToWaitAndGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	total := int64(2*chunkRows + 100)
	ctx, pause := context.WithCancel(t.Context())
	var working BatchLine
	in := Delivery{Item: "penalty", Key: "wb-1", Name: "示例.csv", File: bytes.NewReader(sheetOf(t, many(int(total), nil)...)), Progress: func(p Progress) {
		if p.Rows == chunkRows {
			working = o.line("wb-1")
			pause()
		}
	}}
	if _, err := o.Take(ctx, reporter, in); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	if working.Rows != chunkRows || working.Total != total || !working.Active || working.Status != "running" {
		t.Errorf("while it was taken in: %+v", working)
	}
	paused := o.line("")
	if paused.Rows != chunkRows || paused.Active || paused.Status != "running" || paused.File != "示例.csv" {
		t.Errorf("paused: %+v", paused)
	}
	if n, _ := o.versions(); n != chunkRows {
		t.Errorf("%d stored", n)
	}
	var from int64
	in.Progress = func(p Progress) {
		if from == 0 {
			from = p.Rows
		}
	}
	r, err := o.Take(t.Context(), reporter, in)
	if err != nil || r.Batch != paused.Batch || from != 2*chunkRows {
		t.Fatalf("went on at %d: %+v, %v", from, r, err)
	}
	counted(t, r, total, 0, 0, 0)
	if done := o.line("wb-1"); done.Status != "complete" || done.Active || done.EndedAt == nil || done.Accepted != total {
		t.Errorf("%+v", done)
	}
	o.verify()
}

func TestS10_ABodyListsItsOwnBatchesPageByPageAndNoOthers(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	h := o.server()
	for i := range 5 { // of one instant
		_, err := o.Take(t.Context(), reporter, Delivery{Item: "penalty", Key: fmt.Sprint("k", i), File: bytes.NewReader(sheetOf(t, many(1, func(_ int, r map[string]string) { r["CF_YJ"] = "" })...))})
		if err != nil {
			t.Fatal(err)
		}
	}
	seen, after := map[string]bool{}, ""
	for {
		_, got, text := ask(t, h, "reporter", "GET", "/v1/intake/batches?limit=2&after="+after, "")
		rows, ok := got["batches"].([]any)
		if !ok {
			t.Fatal(text)
		}
		for _, r := range rows {
			line := r.(map[string]any)
			if id := line["batch"].(string); seen[id] || line["rejected"] != 1.0 || line["source"] != sourceID {
				t.Errorf("%v", line)
			} else {
				seen[id] = true
			}
		}
		if after, _ = got["next"].(string); after == "" {
			break
		}
	}
	if len(seen) != 5 {
		t.Errorf("%d batches", len(seen))
	}
	for as, query := range map[string]string{"other": "", "reporter": "?key=nobody-used-it"} {
		if _, got, text := ask(t, h, as, "GET", "/v1/intake/batches"+query, ""); len(got["batches"].([]any)) != 0 {
			t.Errorf("%s%s: %s", as, query, text)
		}
	}
	if status, _, text := ask(t, h, "reporter", "GET", "/v1/intake/batches?after=x", ""); status != 422 {
		t.Errorf("%d %s", status, text)
	}
	if page, _, err := o.Batches(t.Context(), access.Actor{ID: "key:elsewhere", Org: sourceID}, "k1", "", 10); err != nil || len(page) != 0 {
		t.Errorf("a key belongs to whoever used it: %+v %v", page, err)
	}
}

func TestF09_5_WhatWasDecidedIsListedWithItsReasonAndCanBeUndone(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.register()
	h := o.server()
	for i := range 3 {
		o.take("penalty", with(with(sound(), "CF_XDR_SHXYM", ""), "CF_WSH", fmt.Sprintf("琼示市监处罚〔2026〕%d号", i+1)))
	}
	decided := func(query string) []any {
		t.Helper()
		_, got, text := ask(t, h, "reporter", "GET", "/v1/name-matches"+query, "")
		rows, ok := got["matches"].([]any)
		if !ok {
			t.Fatal(text)
		}
		return rows
	}
	open := decided("")
	if len(open) != 3 || len(decided("?status=assigned")) != 0 {
		t.Fatal("nothing is decided yet")
	}
	id := func(row any) string { return row.(map[string]any)["id"].(string) }
	act := func(row any, what, in string) {
		t.Helper()
		if status, _, text := ask(t, h, "reporter", "POST", "/v1/name-matches/"+id(row)+"/"+what, in); status != 200 {
			t.Fatalf("%d %s", status, text)
		}
	}
	for i, row := range open[:2] {
		o.on(fmt.Sprintf("2026-08-0%d", 6+i))
		act(row, "decision", `{"entity_id":"`+firmID+`","reason":"文书原件"}`)
	}
	got := decided("?status=assigned")
	if len(got) != 2 || id(got[0]) != id(open[1]) || len(decided("")) != 1 {
		t.Fatalf("the latest first: %v", got)
	}
	if row := got[0].(map[string]any); row["entity_id"] != firmID || row["reason"] != "文书原件" || row["decided_at"] == nil || row["status"] != "assigned" {
		t.Errorf("%v", row)
	}
	if one := decided("?status=assigned&limit=1"); len(one) != 1 {
		t.Errorf("%v", one)
	}
	act(open[1], "undo", `{"reason":"错了"}`)
	if got := decided("?status=assigned"); len(got) != 1 || id(got[0]) != id(open[0]) || len(decided("")) != 2 {
		t.Errorf("undone: %v", got)
	}
	act(open[1], "decision", `{"entity_id":"`+otherID+`","reason":"再次核对"}`) // at the very instant it was undone
	if got := decided("?status=assigned"); len(got) != 2 || got[0].(map[string]any)["reason"] != "再次核对" {
		t.Errorf("decided again: %v", got)
	}
}
