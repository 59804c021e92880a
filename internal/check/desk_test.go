package check

import (
	"bytes"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/adoption"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
)

func TestF07_2_AnApprovalSystemAsksAndGetsALawfulAnswer(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	status, body := o.ask(o.mine, request(listedFirm))
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	d := read[Decision](t, body)
	e := d.Effects[0]
	switch {
	case d.Outcome != Prohibited || !strings.HasPrefix(d.ID, "D-20261122-") || d.Caller != myBody:
		t.Errorf("%s %s by %s", d.Outcome, d.ID, d.Caller)
	case e.Measure.Code != "procurement-ban" || e.Kind != law.Block || !e.Must || e.Next.ZH == "" || len(e.Basis) == 0:
		t.Errorf("%+v", e)
	case e.Because.Authority != "示例税务局" || e.Because.From != day("2026-04-16") || e.Until != day("2029-04-15") || e.Because.RepairFrom != day("2027-04-16"):
		t.Errorf("%+v", e.Because)
	case d.Route.Eligible || len(d.Route.Reasons) == 0:
		t.Errorf("%+v", d.Route)
	case d.AsOf.Date != day("2026-11-22") || d.AsOf.Edition != o.desk.lib.Edition():
		t.Errorf("%+v", d.AsOf)
	}
	t.Run("the receipt holds: the answer, salted, leads to the signed root", func(t *testing.T) {
		r := d.Receipt
		text := []byte(strings.TrimSpace(string(body)))
		text = append(text[:strings.LastIndex(string(text), `,"receipt":`)], '}')
		p := ledger.RowProof{Salt: r.Salt, Content: string(text), Leaf: r.Leaf, Index: r.Index, Count: r.Count, Path: r.Path}
		if ledger.RowLeaf(r.Salt, text) != r.Leaf || len(p.Path) != len(r.Path) {
			t.Error("the leaf does not commit to the answer")
		}
		if !o.desk.suite.Verify(o.desk.Key().Public, groupMessage(r.Group, r.Count, r.Root), r.Signature.Value) {
			t.Error("the signature does not hold")
		}
	})
	t.Run("a clean firm is clear", func(t *testing.T) {
		_, body := o.ask(o.mine, request(cleanFirm))
		if d := read[Decision](t, body); d.Outcome != Clear || len(d.Effects) != 0 || !bytes.Contains(body, []byte(`"effects":[]`)) {
			t.Errorf("%s", body)
		}
	})
	t.Run("G11 an unregistered one is unknown, which is not bad", func(t *testing.T) {
		status, body := o.ask(o.mine, request(strange))
		d := read[Decision](t, body)
		if status != http.StatusOK || d.Outcome != UnknownSubject || len(d.Effects) != 0 || !strings.Contains(d.Advice.ZH, "没有数据不是不良信用") {
			t.Errorf("%d %s", status, body)
		}
	})
}

func TestF07_2_WhatIsNotAProperQuestionIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	with := func(change func(*Request)) Request {
		r := request(listedFirm)
		change(&r)
		return r
	}
	for _, r := range []struct {
		name   string
		body   any
		status int
		code   string
		has    string
	}{
		{"no purpose", with(func(r *Request) { r.Purpose = "" }), 422, "check.bad_purpose", ""},
		{"a purpose of one's own", with(func(r *Request) { r.Purpose = "curiosity" }), 422, "check.bad_purpose", ""},
		{"no case", with(func(r *Request) { r.CaseNo = " " }), 422, "check.no_case", ""},
		{"a case too long", with(func(r *Request) { r.CaseNo = strings.Repeat("案", 65) }), 422, "check.no_case", ""},
		{"a line break in the officer", with(func(r *Request) { r.Officer = "a\nb" }), 422, "check.no_officer", ""},
		{"no officer", with(func(r *Request) { r.Officer = "" }), 422, "check.no_officer", ""},
		{"tomorrow", with(func(r *Request) { r.On = day("2026-11-23") }), 409, "check.future", ""},
		{"a wrong check digit", with(func(r *Request) { r.Subject = "91460000MAXNX0001B" }), 422, "ident.uscc_check", ""},
		{"a matter nobody knows: near ones are named", with(func(r *Request) { r.Matter = "gp-qualificatoin" }), 404, "check.unknown_matter", "gp-qualification"},
		{"a matter begun", with(func(r *Request) { r.Matter = "gp" }), 404, "check.unknown_matter", "near are gp-qualification"},
		{"a matter before its time: says when", with(func(r *Request) { r.On = day("2019-12-31") }), 404, "check.matter_not_in_force", "2020-01-01 to 2025-12-31"},
		{"an unknown field", `{"matter":"gp-qualification","subjct":"x"}`, 422, "web.invalid", ""},
		{"two objects", `{} {}`, 422, "web.invalid", ""},
		{"a bad date", `{"on":"22/11/2026"}`, 422, "web.invalid", ""},
		{"no JSON", `<xml/>`, 422, "web.invalid", ""},
		{"too much", `{"matter":"` + strings.Repeat("x", 17<<10) + `"}`, 413, "web.too_large", ""},
	} {
		status, body := o.ask(o.mine, r.body)
		if p := read[problem](t, body); status != r.status || p.Code != r.code || !strings.Contains(p.Detail, r.has) {
			t.Errorf("%s: %d %s", r.name, status, body)
		}
		if req, ok := r.body.(Request); ok && bytes.Contains(body, []byte(req.Subject)) {
			t.Errorf("%s: the refusal repeats what was sent: %s", r.name, body)
		}
	}
	if status, _ := o.ask("", request(listedFirm)); status != http.StatusUnauthorized {
		t.Errorf("without a key: %d", status)
	}
	if n := o.count(`select count(*) from "check".decision`); n != 0 {
		t.Errorf("%d refused questions were recorded as decisions", n)
	}
}

func (o *office) count(sql string) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), o.db, pg.Query{Name: "test", SQL: sql})
	must(o.t, err)
	return n
}

// Expired facts never count, though no job has run; a past day is answered by the law and the facts of that day.
func TestF20_3_WhatAppliedOnADay(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, func(r *record.Record) {
		r.DecidedOn, r.PublicFrom, r.PublicUntil = day("2025-11-22"), day("2025-11-22"), day("2026-11-21")
	}))
	for _, r := range []struct{ on, want string }{
		{"2025-11-21", "clear; no r-list: not_yet"},
		{"2025-11-22", "restricted; block procurement-ban"},
		{"2025-12-31", "restricted; block procurement-ban"},
		{"2026-01-01", "prohibited; !block procurement-ban"},
		{"2026-11-21", "prohibited; !block procurement-ban"},
		{"2026-11-22", "clear; no r-list: expired"},
		{"", "clear; no r-list: expired"},
	} {
		q := request(listedFirm)
		q.On = day(r.on)
		_, body := o.ask(o.mine, q)
		d := read[Decision](t, body)
		if got := gist(*d.Finding); got != r.want || r.on != "" && d.AsOf.Date.String() != r.on {
			t.Errorf("on %s: %s, want %s", r.on, got, r.want)
		}
	}
}

func TestARepairLiftsTheMeasureAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	must(t, o.index.Load(t.Context()))
	o.take(entry(2, func(r *record.Record) { r.State, r.StateOn = record.Repaired, day("2026-11-22") }))
	must(t, o.log.Sequence(t.Context()))
	must(t, o.index.CatchUp(t.Context()))
	q := request(listedFirm)
	q.MinPosition = 2
	_, body := o.ask(o.mine, q)
	d := read[Decision](t, body)
	if got := gist(*d.Finding); got != "clear; no r-list: repaired" || d.AsOf.Position < 2 || d.NotApplied[0].Reason.ZH != "已于 2026-11-22 修复" {
		t.Errorf("%s at %d", got, d.AsOf.Position)
	}
}

func TestF16_2_F16_1_G8_AnUnlistedMeasureStopsTheCheckAndIsOnTheLedger(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	q := request(listedFirm)
	q.Matter, q.Purpose = "unlisted", "approval"
	status, body := o.ask(o.mine, q)
	if p := read[problem](t, body); status != http.StatusConflict || p.Code != "check.unlisted_measure" {
		t.Fatalf("%d %s", status, body)
	}
	must(t, o.log.Sequence(t.Context()))
	entries, err := o.log.Since(t.Context(), 0, 10)
	must(t, err)
	last := entries[len(entries)-1]
	if last.Kind != "measure.refused" || last.About != "unlisted" || last.Public["measure"] != "ended-ban" {
		t.Errorf("%+v", last)
	}
	if n := o.count(`select count(*) from "check".decision`); n != 0 {
		t.Error("a decision was recorded")
	}
	q.On = day("2026-06-30") // while the measure was listed, the same matter was answered
	if _, body := o.ask(o.mine, q); read[Decision](t, body).Outcome != Prohibited {
		t.Errorf("%s", body)
	}
}

func TestG1_AnAdoptionLetsAnAssumedRuleCarryEffectAndIsShown(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	q := request(listedFirm)
	q.Matter, q.Purpose = "edge-cases", "approval"
	_, body := o.ask(o.mine, q)
	if d := read[Decision](t, body); d.Outcome != Attention || d.Effects[0].Lowered.Why != "assumed_not_adopted" || d.Effects[0].Next != nextLowered {
		t.Fatalf("%s", body)
	}
	a := adopted[0]
	a.From, a.Until, a.Why = day("2026-11-22"), day("2027-11-21"), law.Text2{ZH: "示例省先行试行，已报省政府同意", EN: "tried out by the example province with consent"}
	_, err := adoption.Adopt(t.Context(), o.db, access.CLI(), o.now(), a)
	must(t, err)
	_, body = o.ask(o.mine, q)
	d := read[Decision](t, body)
	if d.Outcome != Prohibited || len(d.Effects[0].Adopted) != 1 || d.Effects[0].Adopted[0].Body != "示例省" {
		t.Fatalf("%s", body)
	}
	if same, err := o.desk.Replay(t.Context(), access.Actor{Org: myBody}, d.ID); err != nil || !same {
		t.Errorf("replay with adoption: %v %v", same, err)
	}
}

// F07-7: purpose, case, officer, caller and exactly what was returned are stored; the stored decision replays.
func TestF07_7_EveryAnswerIsEvidence(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	for _, subject := range []string{listedFirm, cleanFirm, strange} {
		_, body := o.ask(o.mine, request(subject))
		d := read[Decision](t, body)
		k, _, err := find(t.Context(), o.db, d.ID, myBody)
		must(t, err)
		if answer := strings.TrimSpace(string(body)); k.Answer != answer[:strings.LastIndex(answer, `,"receipt":`)]+"}" || k.EntityID != subject {
			t.Errorf("stored %s\nreturned %s", k.Answer, body)
		}
		status, again := o.get("/v1/decisions/"+d.ID, o.mine)
		if status != 200 || !bytes.Equal(again, body) {
			t.Errorf("recalled %d\n%s\n%s", status, again, body)
		}
		if same, err := o.desk.Replay(t.Context(), access.Actor{Org: myBody}, d.ID); err != nil || !same {
			t.Errorf("replay: %v %v", same, err)
		}
		if status, _ := o.get("/v1/decisions/%00", o.mine); status != 404 {
			t.Errorf("no number at all: %d", status)
		}
		if status, body := o.get("/v1/decisions/"+d.ID, o.other); status != 404 || read[problem](t, body).Code != "check.unknown_decision" {
			t.Errorf("another body sees it: %d %s", status, body)
		}
	}
	if n := o.count(`select count(*) from "check".decision where purpose = 'procurement' and case_no = 'CG-2026-1188' and officer = '示例经办人' and org = '` + myBody + `' and actor like 'key:%'`); n != 3 {
		t.Errorf("%d of 3 decisions state who asked and why", n)
	}
	t.Run("a changed answer does not replay", func(t *testing.T) {
		_, body := o.ask(o.mine, request(listedFirm))
		k, _, err := find(t.Context(), o.db, read[Decision](t, body).ID, myBody)
		must(t, err)
		k.Answer = strings.Replace(k.Answer, `"must":true`, `"must":false`, 1)
		if same, err := replay(o.desk.lib, k); err != nil || same {
			t.Errorf("%v %v", same, err)
		}
	})
	t.Run("the proof holds offline", func(t *testing.T) {
		_, body := o.ask(o.mine, request(listedFirm))
		id := read[Decision](t, body).ID
		if status, body := o.get("/v1/decisions/"+id+"/proof", o.mine); status != http.StatusConflict || read[problem](t, body).Code != "ledger.not_placed" {
			t.Errorf("before it is placed: %d %s", status, body)
		}
		must(t, o.log.Sequence(t.Context()))
		_, body = o.get("/v1/decisions/"+id+"/proof", o.mine)
		p := read[ledger.Proof](t, body)
		if e, err := ledger.VerifyProof(p, o.log.VerifierKey()); err != nil || e.Kind != "check.group" {
			t.Errorf("%+v %v", e, err)
		}
		p.Row.Content = strings.Replace(p.Row.Content, "prohibited", "clear", 1)
		if _, err := ledger.VerifyProof(p, o.log.VerifierKey()); err == nil {
			t.Error("a forged answer verifies")
		}
	})
	t.Run("evidence can neither be changed nor removed", func(t *testing.T) {
		for _, sql := range []string{`update "check".decision set outcome = 'clear'`, `delete from "check".decision`, `update "check".evidence set root = root`, `delete from "check".evidence`} {
			if _, err := o.db.Exec(t.Context(), pg.Query{Name: "test", SQL: sql}); err == nil {
				t.Errorf("%s is allowed", sql)
			}
		}
	})
}

// The evidence is durable before the answer leaves; when it cannot be recorded there is no answer.
func TestF07_7_NoAnswerWithoutEvidence(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	must(t, o.index.Load(t.Context()))
	if status, _ := o.ask(o.mine, request(listedFirm)); status != 200 {
		t.Fatal(status)
	}
	owner := pgtest.Owner(t, o.db)
	exec := func(sql string) {
		_, err := owner.Exec(t.Context(), pg.Query{Name: "test", SQL: sql})
		must(t, err)
	}
	for _, table := range []string{"decision", "evidence", "coverage"} {
		exec(`revoke insert on "check".` + table + ` from xinheng_app`)
		if status, body := o.ask(o.mine, request(listedFirm)); status != http.StatusServiceUnavailable || read[problem](t, body).Code != "check.not_recorded" {
			t.Errorf("%s cannot be written: %d %s", table, status, body)
		}
		exec(`grant insert on "check".` + table + ` to xinheng_app`)
	}
	if n := o.count(`select count(*) from "check".decision`); n != 1 {
		t.Errorf("%d decisions; half a group was kept", n)
	}
	exec(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`)
	for range 3 { // connections that were cut are replaced; no hand is needed
		if status, _ := o.ask(o.mine, request(listedFirm)); status == http.StatusOK {
			break
		}
	}
	if status, body := o.ask(o.mine, request(listedFirm)); status != http.StatusOK {
		t.Errorf("after the connections were cut: %d %s", status, body)
	}
	o.db.Close() // the index still knows; the evidence has nowhere to go
	status, body := o.ask(o.mine, request(listedFirm))
	if p := read[problem](t, body); status != http.StatusServiceUnavailable || p.Code != "check.not_recorded" || bytes.Contains(body, []byte("prohibited")) {
		t.Errorf("%d %s", status, body)
	}
}

func TestPersonsGetYesNoOrNotEnough(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	q := request(listedFirm)
	q.Matter, q.Purpose = "duty-free", "duty_free"
	for subject, want := range map[string]Answer{listedFirm: No, cleanFirm: Yes, strange: NotEnough, "p-abcdefghijklmnopqrstuvwxyz": NotEnough} {
		q.Subject = subject
		_, body := o.ask(o.mine, q)
		d := read[Decision](t, body)
		if d.Answer != want || bytes.Contains(body, []byte("effects")) || bytes.Contains(body, []byte("示例税务局")) || bytes.Contains(body, []byte("outcome")) {
			t.Errorf("%s: %s", want, body)
		}
		if same, err := o.desk.Replay(t.Context(), access.Actor{Org: myBody}, d.ID); err != nil || !same {
			t.Errorf("replay: %v %v", same, err)
		}
	}
}

// Many callers at once share groups; every one of them gets its own valid receipt.
func TestGroupCommit(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	must(t, o.index.Load(t.Context()))
	const callers, each = 24, 10
	var mu sync.Mutex
	groups, ids := map[string]int{}, map[string]bool{}
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for range each {
				d, err := o.desk.Decide(t.Context(), access.Actor{ID: "key:x", Org: myBody}, request(listedFirm))
				if err != nil {
					t.Error(err)
					return
				}
				r := d.Receipt
				if ledger.RowLeaf(r.Salt, d.text) != r.Leaf {
					t.Error("a receipt of somebody else")
				}
				mu.Lock()
				groups[r.Group]++
				ids[d.ID] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(ids) != callers*each || len(groups) >= callers*each {
		t.Errorf("%d decisions in %d groups", len(ids), len(groups))
	}
	if n := o.count(`select count(*) from "check".decision`); n != callers*each {
		t.Errorf("%d decisions stored", n)
	}
	if n := o.count(`select sum(calls)::bigint from "check".coverage`); n != callers*each {
		t.Errorf("%d calls counted", n)
	}
}

func TestAnAnswerSaysHowFreshItIs(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	must(t, o.log.Sequence(t.Context()))
	must(t, o.index.Load(t.Context()))
	o.clock.Add(int64(1500 * time.Millisecond))
	_, body := o.ask(o.mine, request(listedFirm))
	if a := read[Decision](t, body).AsOf; a.AgeMS != 1500 || a.Position != 1 {
		t.Errorf("%+v", a)
	}
	q := request(listedFirm)
	q.MinPosition = 99
	if status, body := o.ask(o.mine, q); status != 503 || read[problem](t, body).Code != "standing.behind" {
		t.Errorf("%d %s", status, body)
	}
}

func BenchmarkDecide(b *testing.B) {
	o := open(b)
	o.take(entry(1, nil))
	must(b, o.index.Load(b.Context()))
	actor := access.Actor{ID: "key:x", Org: myBody}
	b.SetParallelism(32)
	b.ReportAllocs()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if _, err := o.desk.Decide(b.Context(), actor, request(cleanFirm)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
