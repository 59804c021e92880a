package commitment

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/signing"
	"xinheng/internal/web"
)

func TestF01_3_TheSignatureIsOverExactlyTheTextThatWasRead(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("travel-agency")
	x, in := o.read("owner", "travel-agency", "")
	if x.Notice == nil || x.Text == nil || x.Notice.Template != "notice.approval" || x.Text.Template != "commitment.approval" || len(x.Text.Hash) != 64 || len(x.SM3) != 64 {
		t.Fatalf("%+v", x)
	}
	if !strings.Contains(fmt.Sprint(x.Notice.ZH), "选择一般程序不作任何记录") || !strings.Contains(fmt.Sprint(x.Text.ZH), firmName) {
		t.Error("the notice tells the choice, the text names the firm")
	}
	for name, spoil := range map[string]func(s *Signature){
		"another digest":  func(s *Signature) { s.SM3 = strings.Repeat("0", 64) },
		"no ticket":       func(s *Signature) { s.Ticket = "" },
		"a made-up":       func(s *Signature) { s.Ticket = "MTIzIGFiYw" },
		"of another text": func(s *Signature) { _, other := o.read("stranger", "travel-agency", ""); s.Ticket = other.Ticket },
	} {
		s := in
		spoil(&s)
		if status, b := o.send("owner", "POST", "/v1/commitments", "", s); status != http.StatusConflict || !strings.Contains(string(b), "commitment.text_changed") {
			t.Errorf("%s: %d %s", name, status, b)
		}
	}
	o.later(24*time.Hour + time.Microsecond)
	want[View](o, "owner", "POST", "/v1/commitments", in, "commitment.text_changed") // it was shown too long ago, and yesterday
	v := o.sign("owner", "travel-agency")
	c, err := find(t.Context(), o.db, qFind, firmID, v.ID)
	must(t, err)
	switch {
	case !c.proof().Verify(o.sealer, keyPurpose), signing.SM3(v.Body) != v.SM3, v.Hash != x.Text.Hash, v.Signer != "person:owner", v.Role != access.LegalRepresentative:
		t.Fatalf("%+v", v)
	case !slices.Equal(c.Clauses, []string{"informed", "truth", "meets", "check", "public", "consequence"}), v.Decision == "", c.NoticeHash != x.Notice.Hash:
		t.Fatalf("%+v", c)
	case strings.Contains(v.Body, "示例owner"):
		t.Error("the text that becomes public names a natural person")
	}
	for name, forge := range map[string]func(s *signed){
		"another text": func(s *signed) { s.BodySM3 = strings.Repeat("0", 64) }, "another signer": func(s *signed) { s.Signer = "person:x" },
		"fewer clauses": func(s *signed) { s.Clauses = s.Clauses[1:] }, "another body": func(s *signed) { s.Org = otherBody },
		"another time": func(s *signed) { s.SignedAt = s.SignedAt.Add(time.Second) }, "another notice": func(s *signed) { s.NoticeHash = "x" },
		"another key": func(s *signed) { s.PublicKey = o.sealer.SigningKeyOf(seal.National, "report").Public() },
	} {
		s := c.signed
		forge(&s)
		if s.proof().Verify(o.sealer, keyPurpose) {
			t.Errorf("%s verifies", name)
		}
	}
	if n := o.count(`select count(*) from ledger.entry where kind = 'commitment.signed' and about = $1`, v.ID); n != 1 {
		t.Error("the signature is not on the ledger")
	}
}

func TestF01_3_WhatWasSignedCannotBeChangedByTheProgramItself(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("travel-agency")
	o.sign("owner", "travel-agency")
	for _, sql := range []string{`update commitment.signed set signer = 'x'`, `delete from commitment.signed`, `update commitment.performance set undo_until = now()`,
		`delete from commitment.performance`, `update commitment.evidence set ref = 'x'`, `delete from commitment.violation`} {
		if _, err := o.db.Exec(t.Context(), pg.Query{Name: "try", SQL: sql}); !pg.Denied(err) {
			t.Errorf("%s: %v", sql, err)
		}
	}
	if _, err := o.db.Exec(t.Context(), pg.Query{Name: "try", SQL: `update commitment.performance set state = 'performing', released_at = undo_until - interval '1 second'`}); pg.Violated(err) !=
		"performance_takes_effect_in_its_time" {
		t.Errorf("it took effect a second too early: %v", err)
	}
}

func TestG5_TenMinutesToTakeItBack(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		after time.Duration
		code  string
	}{{0, ""}, {9*time.Minute + 59*time.Second, ""}, {10 * time.Minute, "commitment.undo_late"}, {10*time.Minute + time.Second, "commitment.undo_late"}} {
		t.Run(x.after.String(), func(t *testing.T) {
			t.Parallel()
			o := open(t, "2026-05-06")
			o.takesIn("travel-agency")
			v := o.sign("owner", "travel-agency")
			if !v.MayUndo || v.UndoUntil == nil || v.UndoUntil.Sub(v.SignedAt) != 10*time.Minute {
				t.Fatalf("%+v", v)
			}
			o.later(x.after) // no round has run: the time decides
			got := want[View](o, "owner", "POST", "/v1/commitments/"+v.ID+"/undo", nil, x.code)
			if x.code != "" {
				return
			}
			if got.Status != Undone || got.MayUndo {
				t.Errorf("%+v", got)
			}
			want[View](o, "owner", "POST", "/v1/commitments/"+v.ID+"/undo", nil, "") // a second click changes nothing
			if x := o.released(v.ID); x.Status != Undone || len(o.told) != 0 {
				t.Errorf("%s, told %v", x.Status, o.told)
			}
			want[Public](o, "", "GET", "/v1/public/commitments/"+v.ID, nil, "commitment.unknown")
			o.sign("owner", "travel-agency") // and it may be given anew
		})
	}
}

func TestF01_6_NothingFollowsBeforeTheWindowOrTheWaiver(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("travel-agency")
	v := o.sign("owner", "travel-agency")
	for _, step := range []struct {
		after time.Duration
		told  int
	}{{9*time.Minute + 59*time.Second, 0}, {time.Second, 1}, {time.Minute, 1}} {
		o.later(step.after)
		for range 2 { // two rounds at once are as good as one
			_, err := o.Release(t.Context())
			must(t, err)
		}
		if len(o.told) != step.told {
			t.Fatalf("after %s: told %v", step.after, o.told)
		}
		if step.told == 0 {
			want[View](o, "approver", "GET", "/v1/commitments/"+v.ID, nil, "commitment.unknown") // the body does not have it yet
			want[Public](o, "", "GET", "/v1/public/commitments/"+v.ID, nil, "commitment.unknown")
		}
	}
	if e := o.told[0]; e.ID != v.ID || e.Org != bodyID || e.State != Performing {
		t.Errorf("%+v", e)
	}
	want[View](o, "approver", "GET", "/v1/commitments/"+v.ID, nil, "")
	o.takesIn("labour-dispatch")
	_, in := o.read("owner", "labour-dispatch", "")
	in.Org = ""
	want[View](o, "owner", "POST", "/v1/commitments", in, "commitment.no_body")
}

func TestF01_6_AnExplicitWaiverTakesEffectAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("travel-agency")
	o.takesIn("labour-dispatch")
	_, in := o.read("owner", "travel-agency", "")
	in.Waive = true
	v := want[View](o, "owner", "POST", "/v1/commitments", in, "")
	if v.Status != Performing || v.WaivedAt == nil || len(o.told) != 1 {
		t.Fatalf("%+v", v)
	}
	want[View](o, "owner", "POST", "/v1/commitments/"+v.ID+"/undo", nil, "commitment.undo_late")
	w := o.sign("owner", "labour-dispatch")
	want[View](o, "agent", "POST", "/v1/commitments/"+w.ID+"/waiver", nil, "access.no_permission")
	want[View](o, "stranger", "POST", "/v1/commitments/"+w.ID+"/waiver", nil, "commitment.unknown")
	for range 2 {
		if got := want[View](o, "owner", "POST", "/v1/commitments/"+w.ID+"/waiver", nil, ""); got.Status != Performing {
			t.Errorf("%+v", got)
		}
	}
	if len(o.told) != 2 {
		t.Errorf("told %v", o.told)
	}
}

func TestF01_6_ASignatureCanBeChangedWithinTheWindow(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("small-project")
	_, in := o.read("owner", "small-project", "示例厂房一期")
	v := want[View](o, "owner", "POST", "/v1/commitments", in, "")
	o.later(9 * time.Minute)
	_, anew := o.read("owner", "small-project", "示例厂房二期")
	want[View](o, "stranger", "POST", "/v1/commitments/"+v.ID+"/change", anew, "commitment.unknown")
	w := wantKey[View](o, "owner", "POST", "/v1/commitments/"+v.ID+"/change", "k", anew, "")
	if w.Replaces != v.ID || w.Project != "示例厂房二期" || !w.MayUndo {
		t.Fatalf("%+v", w)
	}
	if again := wantKey[View](o, "owner", "POST", "/v1/commitments/"+v.ID+"/change", "k", anew, ""); again.ID != w.ID {
		t.Error("a second click made another")
	}
	if was := want[View](o, "owner", "GET", "/v1/commitments/"+v.ID, nil, ""); was.Status != Changed {
		t.Errorf("%+v", was)
	}
	o.later(9 * time.Minute) // the time of the new one runs from its own signing
	_, err := o.Release(t.Context())
	must(t, err)
	if len(o.told) != 0 {
		t.Errorf("told %v", o.told)
	}
	o.later(time.Minute)
	_, late := o.read("owner", "small-project", "示例厂房三期")
	want[View](o, "owner", "POST", "/v1/commitments/"+w.ID+"/change", late, "commitment.undo_late")
	_, err = o.Release(t.Context())
	must(t, err)
	if len(o.told) != 1 || o.told[0].ID != w.ID {
		t.Errorf("told %v", o.told)
	}
}

func TestF01_6_AMachineThatStopsInBetweenLeavesBothOrNeither(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("travel-agency")
	v := o.sign("owner", "travel-agency")
	o.later(10 * time.Minute)
	o.die.Store(true)
	if _, err := o.Release(t.Context()); err == nil {
		t.Fatal("the round did not notice")
	}
	if got := want[View](o, "owner", "GET", "/v1/commitments/"+v.ID, nil, ""); got.Status != Signed || got.ReleasedAt != nil {
		t.Errorf("half released: %+v", got)
	}
	o.die.Store(false)
	_, err := o.Release(t.Context())
	must(t, err)
	if got := want[View](o, "owner", "GET", "/v1/commitments/"+v.ID, nil, ""); got.Status != Performing || len(o.told) != 1 {
		t.Errorf("%+v", got)
	}
	_, in := o.read("stranger", "travel-agency", "")
	in.Waive = true
	o.die.Store(true)
	if status, _ := o.send("stranger", "POST", "/v1/commitments", "k", in); status != http.StatusInternalServerError {
		t.Errorf("%d", status)
	}
	if n := o.count(`select count(*) from commitment.signed where entity_id = $1`, otherFirm); n != 0 {
		t.Errorf("%d signatures of a signing that failed", n)
	}
	o.die.Store(false)
	wantKey[View](o, "stranger", "POST", "/v1/commitments", "k", in, "")
}

func TestF01_3_OnlyTheFirmSignsAndOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("travel-agency")
	_, in := o.read("owner", "travel-agency", "")
	o.read("agent", "travel-agency", "") // an agent reads
	for _, who := range []string{"agent", "approver", "inspector", "lead", "association", "system"} {
		want[View](o, who, "POST", "/v1/commitments", in, "access.no_permission")
	}
	other := in
	other.Org = otherBody
	want[View](o, "owner", "POST", "/v1/commitments", other, "commitment.not_taken")
	var ids sync.Map
	var all sync.WaitGroup
	for range 6 { // the same click, six times at once
		all.Add(1)
		go func() {
			defer all.Done()
			ids.Store(wantKey[View](o, "owner", "POST", "/v1/commitments", "click", in, "").ID, true)
		}()
	}
	all.Wait()
	if n := o.count(`select count(*) from commitment.signed`); n != 1 {
		t.Errorf("%d signatures of one click", n)
	}
	want[View](o, "owner", "POST", "/v1/commitments", in, "commitment.there") // another click while it stands
}

func TestF01_7_TheOrdinaryRouteLeavesNoTraceAnywhere(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("travel-agency")
	before := o.rows()
	for range 3 { // reads everything, turns away, comes back, turns away
		o.read("owner", "travel-agency", "")
		o.read("manager", "travel-agency", "")
		want[web.Items[View]](o, "owner", "GET", "/v1/commitments", nil, "")
	}
	o.later(time.Hour)
	_, err := o.Release(context.Background())
	must(t, err)
	after := o.rows()
	for table, n := range after {
		if n != before[table] {
			t.Errorf("%s: %d rows, %d before", table, n, before[table])
		}
	}
	if len(after) < 50 || len(after) != len(before) {
		t.Errorf("only %d tables were counted", len(after))
	}
}
