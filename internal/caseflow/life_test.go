package caseflow

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"

	"xinheng/internal/workday"
)

func TestTheTrialTableIsSound(t *testing.T) {
	t.Parallel()
	lib, err := shipped()
	must(t, err)
	if faults := trial().Check(lib); len(faults) > 0 {
		t.Error(strings.Join(faults, "\n"))
	}
}

func TestAWholeLifeFromApplicationToDecision(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	if c.ID != "SY-460100-20261109-000001" || len(c.Code) != 19 {
		t.Errorf("number %s, code of %d", c.ID, len(c.Code))
	}
	o.do("handler", c.ID, "grant", "caseflow.not_now")
	o.do("handler", c.ID, "accept", "")
	o.do("handler", c.ID, "propose", "", acting{Note: "建议准予"})
	o.on("2026-11-18")
	if got := o.do("approver", c.ID, "grant", ""); got.State != "granted" {
		t.Errorf("%+v", got)
	}
	want := []string{"case.trial.apply", "case.trial.accept", "case.trial.propose", "case.trial.grant"}
	if got := o.acts(c.ID); !slices.Equal(got, want) {
		t.Errorf("ledger: %v", got)
	}
	p := o.page("owner", c.ID, "")
	if p.Ended != workday.MustParse("2026-11-18") || len(p.Moves) != 0 || len(p.Evidence) != 1 || p.Evidence[0].Name != "决定书" {
		t.Errorf("%+v", p)
	}
	if p.StateName.ZH != "您的申请：准予" || p.Steps[len(p.Steps)-1].When != "done" {
		t.Errorf("%+v %+v", p.StateName, p.Steps)
	}
	o.do("owner", c.ID, "withdraw", "caseflow.ended")
	if n := o.count(`select count(*) from caseflow.clock where ended_on is null or next_on is not null`); n != 0 {
		t.Errorf("%d clocks outlive the case", n)
	}
}

func TestThePageTellsEachWhatTheyMayDoAndNoMore(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	o.do("handler", c.ID, "accept", "")
	o.do("handler", c.ID, "propose", "", acting{Note: "内部意见"})
	offers := func(who string) (out []string) {
		for _, m := range o.page(who, c.ID, "").Moves {
			out = append(out, string(m.Act))
		}
		return out
	}
	for who, want := range map[string][]string{"owner": {"withdraw"}, "agent": {"withdraw"}, "handler": {"propose"}, "approver": {"grant", "refuse"},
		"provider": {"tell"}, "reviewer": {"instruct"}} {
		if got := offers(who); !slices.Equal(got, want) {
			t.Errorf("%s may %v, want %v", who, got, want)
		}
	}
	for _, m := range o.page("approver", c.ID, "").Moves {
		if m.Act == "refuse" && (!slices.Equal(m.Missing, []string{"decision", "told_why"}) || m.Weight != Heavy || m.Basis.ZH == "") {
			t.Errorf("%+v", m)
		}
	}
	names := func(who string) (out string) {
		for _, h := range o.page(who, c.ID, "").History {
			out += h.By + " "
		}
		return out
	}
	if got := names("owner"); strings.Contains(got, handlerAccount) || !strings.Contains(got, "示例人员owner") {
		t.Errorf("the subject reads the names %q", got)
	}
	if got := names("approver"); !strings.Contains(got, "示例人员"+handlerAccount) || strings.Contains(got, "owner") {
		t.Errorf("an officer reads the names %q", got)
	}
	said := func(who string) (out string) {
		for _, h := range o.page(who, c.ID, "").History {
			out += h.Note
		}
		return out
	}
	if strings.Contains(said("owner"), "内部意见") || !strings.Contains(said("approver"), "内部意见") {
		t.Error("what officers note to each other is for officers")
	}
	if p := o.page("handler", c.ID, ""); p.Panels == nil || len(p.Clocks) != 3 || p.Steps[1].When != "now" || len(p.Steps) != 3 || p.Steps[2].State != "" {
		// whether it is granted is not foretold: the way ends at the decision
		t.Errorf("%+v %+v", p.Clocks, p.Steps)
	}
}

func TestS6_AnOfficersReadingOfACaseIsKeptUnderItsNumber(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	o.page("owner", c.ID, "")
	if n := o.count(`select count(*) from disclosure.reading`); n != 0 {
		t.Errorf("the subject's own look is kept as %d readings", n)
	}
	o.page("handler", c.ID, "")
	if n := o.count(`select count(*) from disclosure.reading where entity_id = $1 and case_no = $2 and purpose = 'repair'`, firmID, c.ID); n != 1 {
		t.Errorf("%d readings of the officer", n)
	}
	o.page("elsewhere", c.ID, "caseflow.unknown")
	if n := o.count(`select count(*) from disclosure.reading`); n != 1 {
		t.Errorf("what does not exist was read: %d", n)
	}
}

func TestS2_WhoProposedDoesNotDecideWhateverRolesTheyHold(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	o.do("both", c.ID, "accept", "")
	o.do("both", c.ID, "propose", "")
	o.do("both", c.ID, "grant", "access.not_apart")
	if m := o.page("both", c.ID, "").Moves; !slices.ContainsFunc(m, func(f Offer) bool { return f.Act == "grant" && f.Apart }) {
		t.Errorf("the page does not say why: %+v", m)
	}
	o.do("approver", c.ID, "grant", "")
}

func TestS10_ACaseOutsideOnesReachDoesNotExist(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	for _, who := range []string{"stranger", "elsewhere", "county", "inspector", "nobody", "lead"} {
		o.page(who, c.ID, "caseflow.unknown")
		o.do(who, c.ID, "accept", "caseflow.unknown")
		want[none](o, who, "POST", "/v1/cases/"+c.ID+"/take", nil, "caseflow.unknown")
		want[none](o, who, "POST", "/v1/cases/"+c.ID+"/urge", nil, "caseflow.unknown")
		if got := want[struct{ Cases []Line }](o, who, "GET", "/v1/cases", nil, ""); len(got.Cases) != 0 {
			t.Errorf("%s sees %d cases", who, len(got.Cases))
		}
	}
	o.page("handler", "SY-460100-20261109-999999", "caseflow.unknown")
	for _, who := range []string{"handler", "approver", "provider", "reviewer"} {
		if got := want[struct{ Cases []Line }](o, who, "GET", "/v1/cases", nil, ""); len(got.Cases) != 1 {
			t.Errorf("%s sees %d cases", who, len(got.Cases))
		}
	}
}

func TestTheWrongRoleIsRefusedAndNothingMoves(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	o.do("approver", c.ID, "accept", "caseflow.not_yours")
	o.do("owner", c.ID, "accept", "caseflow.not_yours")
	o.do("reviewer", c.ID, "accept", "caseflow.not_yours")
	o.do("handler", c.ID, "escalate", "caseflow.not_now")
	o.do("handler", c.ID, "lapse", "caseflow.not_now")
	o.do("handler", c.ID, "vanish", "caseflow.no_act")
	o.do("handler", c.ID, "accept", "")
	o.do("handler", c.ID, "escalate", "caseflow.not_yours") // the platform's own
	want[none](o, "handler", "POST", "/v1/cases/"+c.ID+"/extension", map[string]string{"clock": "decide", "reason": "复杂"}, "access.no_permission")
	want[none](o, "owner", "POST", "/v1/cases/"+c.ID+"/take", nil, "caseflow.not_yours")
	if n := o.count(`select count(*) from caseflow.move`); n != 2 {
		t.Errorf("%d moves", n)
	}
}

func TestASecondClickDoesTheActOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	first, err := o.tryOpen("owner", Opening{Act: "apply", Fields: Values{"reason": "示例"}, Key: "k1"})
	must(t, err)
	second, err := o.tryOpen("owner", Opening{Act: "apply", Fields: Values{"reason": "示例"}, Key: "k1"})
	must(t, err)
	if first.ID != second.ID || first.Code == "" || second.Code != "" || o.count(`select count(*) from caseflow.case`) != 1 {
		t.Errorf("%s %s %q", first.ID, second.ID, second.Code)
	}
	v := first.Version
	a := o.do("handler", first.ID, "accept", "", acting{Version: v, Key: "k2"})
	b := o.do("handler", first.ID, "accept", "", acting{Version: v, Key: "k2"})
	plain := o.do("handler", first.ID, "accept", "", acting{Version: v})
	if a != b || a != plain {
		t.Errorf("%+v %+v %+v", a, b, plain)
	}
	o.do("colleague", first.ID, "propose", "caseflow.changed", acting{Version: v})
	o.do("handler", first.ID, "propose", "caseflow.key_used", acting{Version: a.Version, Key: "k2"})
	if n := o.count(`select count(*) from caseflow.move where act = 'accept'`); n != 1 {
		t.Errorf("accepted %d times", n)
	}
}

func TestACrashInBetweenLeavesNothing(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	o.die.Store(true)
	if _, err := o.tryOpen("owner", Opening{Act: "apply", Fields: Values{"reason": "示例"}}); err == nil {
		t.Fatal("it did not die")
	}
	if n := o.count(`select (select count(*) from caseflow.case) + (select count(*) from caseflow.docket) + (select count(*) from caseflow.move) + (select count(*) from ledger.entry)`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	o.die.Store(false)
	c := o.opened("owner", "apply")
	o.do("handler", c.ID, "accept", "")
	o.die.Store(true)
	if status, _ := o.as("approver", "POST", "/v1/cases/"+c.ID+"/acts/grant", acting{Version: 3}); status != 500 {
		t.Errorf("%d", status)
	}
	o.die.Store(false)
	if p := o.page("approver", c.ID, ""); p.State != "deciding" || len(p.Evidence) != 0 || len(p.History) != 2 {
		t.Errorf("%+v", p)
	}
	o.do("approver", c.ID, "grant", "")
}

func TestAMoveWithoutItsEvidenceOrFactIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	o.do("handler", c.ID, "accept", "")
	o.do("approver", c.ID, "refuse", "caseflow.needs") // the decision is there, the fact is not
	must(t, o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.Do(ctx, tx, c.ID, Doing{Act: "propose", Actor: people["handler"], Evidence: []Evidence{{Kind: "told_why", Ref: "document:why", Name: "告知"}}})
		return err
	}))
	o.do("approver", c.ID, "refuse", "")
}

func TestAFormTakesWhatItAsksAndNothingElse(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "prepare")
	bad := []map[string]any{nil, {"reason": ""}, {"reason": 7}, {"reason": strings.Repeat("长", 5001)}, {"reason": "x", "more": "y"}, {"reason": "a\x00b"},
		{"reason": "x", "proof": "document:1"}, {"reason": "x", "proof": []any{1}}}
	for _, fields := range bad {
		o.do("owner", c.ID, "submit", "caseflow.field", acting{Fields: fields})
	}
	o.do("owner", c.ID, "submit", "attach.unknown", acting{Fields: map[string]any{"reason": "x", "proof": []string{"elsewhere:1"}}})
	o.do("owner", c.ID, "submit", "", acting{Fields: map[string]any{"reason": "已缴纳", "proof": []string{"document:1"}}})
	p := o.page("handler", c.ID, "")
	if len(p.Evidence) != 1 || p.Evidence[0].Kind != "proof" || p.Evidence[0].Source != "upload" || p.History[0].Fields["reason"] != "已缴纳" {
		t.Errorf("%+v", p)
	}
}

func TestF26_10_AnAgentsActWaitsUntilTheFirmConfirmsIt(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	if _, err := o.tryOpen("agent", Opening{Act: "apply", Fields: Values{"reason": "示例"}}); !fault.Is(err, "caseflow.prepare_first") {
		t.Errorf("an agent opened a case for the firm: %v", err)
	}
	c := o.opened("agent", "prepare")
	fields := map[string]any{"reason": "代理人所写", "proof": []string{"document:1"}}
	asked := o.do("agent", c.ID, "submit", "", acting{Fields: fields, Key: "k"})
	again := o.do("agent", c.ID, "submit", "", acting{Fields: fields, Key: "k"})
	if asked.State != "draft" || asked.Waiting == "" || again.Waiting != asked.Waiting {
		t.Fatalf("%+v %+v", asked, again)
	}
	o.do("agent", c.ID, "submit", "caseflow.waiting", acting{Fields: fields})
	at := "/v1/cases/" + c.ID + "/waiting/" + asked.Waiting
	yes := map[string]bool{"confirm": true}
	want[Acted](o, "agent", "POST", at, yes, "caseflow.not_yours")
	want[Acted](o, "stranger", "POST", at, yes, "caseflow.unknown")
	if w := o.page("manager", c.ID, "").Waiting; len(w) != 1 || !w[0].Yours || w[0].Fields["reason"] != "代理人所写" {
		t.Errorf("%+v", w)
	}
	if got := want[Acted](o, "manager", "POST", at, yes, ""); got.State != "submitted" {
		t.Errorf("%+v", got)
	}
	want[Acted](o, "manager", "POST", at, yes, "") // a second click
	p := o.page("owner", c.ID, "")
	if len(p.Waiting) != 0 || len(p.Evidence) != 1 || !slices.ContainsFunc(p.History, func(h Happening) bool { return h.Act == "submit" && h.Confirmed }) {
		t.Errorf("%+v", p.History)
	}
	if n := o.count(`select count(*) from caseflow.move where act = 'submit' and actor = 'person:agent' and confirmed_by = 'person:manager'`); n != 1 {
		t.Errorf("%d moves by the agent, confirmed by the manager", n)
	}
	other := o.do("agent", c.ID, "withdraw", "")
	want[Acted](o, "owner", "POST", "/v1/cases/"+c.ID+"/waiting/"+other.Waiting, map[string]bool{"confirm": false}, "")
	stale := o.do("agent", c.ID, "withdraw", "")
	o.do("handler", c.ID, "accept", "")
	want[Acted](o, "owner", "POST", "/v1/cases/"+c.ID+"/waiting/"+stale.Waiting, yes, "caseflow.no_pending")
	if p := o.page("owner", c.ID, ""); p.State != "deciding" {
		t.Errorf("a declined or overtaken act moved the case to %s", p.State)
	}
}

func TestAWindowClerkEntersForSomebodyWhoIsPresent(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	if _, err := o.tryOpen("handler", Opening{Act: "enter"}); !fault.Is(err, "caseflow.not_yours") {
		t.Errorf("%v", err)
	}
	c := o.opened("clerk", "enter")
	if p := o.page("clerk", c.ID, ""); len(p.Moves) != 0 {
		t.Errorf("the clerk may %+v", p.Moves)
	}
	o.do("clerk", c.ID, "accept", "caseflow.not_yours")
	o.page("owner", c.ID, "") // it is the firm's case
}

// PostgreSQL itself refuses what is in no table, whatever the program thinks.
func TestAnIllegalMoveInRawSQLIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	insert := func(seq, after int, kind, edition, from, act, to string) error {
		_, err := o.db.Exec(t.Context(), pg.Query{Name: "raw", SQL: `
			insert into caseflow.move (entity_id, case_id, seq, after, kind, edition, from_state, act, to_state, side, actor, actor_org, confirmed_by,
				version, key, on_day, at, clause, law_edition, entry_id)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'body', 'x', '', '', 1, '', '2026-11-09', now(), 'x', '', '')`},
			firmID, c.ID, seq, after, kind, edition, from, act, to)
		return err
	}
	for name, err := range map[string]error{
		"move_is_permitted":                insert(2, 1, "trial", "2021-1", "submitted", "grant", "granted"),
		"move_is_of_its_case":              insert(2, 1, "other", "2021-1", "submitted", "accept", "deciding"),
		"move_begins_where_the_last_ended": insert(2, 1, "trial", "2021-1", "deciding", "grant", "granted"),
		"move_has_its_place":               insert(1, 1, "trial", "2021-1", "submitted", "accept", "deciding"),
		"move_follows_another_or_opens":    insert(3, 1, "trial", "2021-1", "submitted", "accept", "deciding"),
	} {
		if got := pg.Violated(err); got != name && !(name == "move_has_its_place" && got != "") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := insert(2, 1, "trial", "2021-1", "submitted", "accept", "deciding"); err != nil {
		t.Errorf("what the table permits is refused: %v", err)
	}
	_, err := o.db.Exec(t.Context(), pg.Query{Name: "raw", SQL: `update caseflow.case set state = 'granted' where case_id = $1`}, c.ID)
	if pg.Violated(err) != "case_is_where_a_move_led" {
		t.Errorf("a state that no move led to: %v", err)
	}
	_, err = o.db.Exec(t.Context(), pg.Query{Name: "raw", SQL: `insert into caseflow.permitted values ('trial', '2021-1', 'submitted', 'grant', 'granted')`})
	if !pg.Denied(err) {
		t.Errorf("the program permits itself a move: %v", err)
	}
}

func TestAChangedTableNeedsAnotherEdition(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	owner := pgtest.Owner(t, o.db)
	must(t, Publish(t.Context(), owner, o.Types()...)) // the same again, at every start
	c := o.opened("owner", "apply")
	changed := trial()
	changed.Moves = slices.DeleteFunc(changed.Moves, func(m Move) bool { return m.Act == "withdraw" })
	if err := Publish(t.Context(), owner, Type{Def: changed}); !fault.Is(err, "caseflow.edition_changed") {
		t.Errorf("%v", err)
	}
	changed.Edition, changed.From = "2026-2", workday.MustParse("2026-11-10")
	both := Type{Def: changed, Earlier: []Def{trial()}, Do: o.handlers()}
	must(t, Publish(t.Context(), owner, both))
	o.Desk.types = []Type{both}
	o.on("2026-11-10")
	later := o.opened("owner", "apply")
	o.do("owner", later.ID, "withdraw", "caseflow.no_act")
	o.do("owner", c.ID, "withdraw", "") // it keeps the table it was opened under
}

func TestPersonalWordsAreSealed(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	o.do("handler", c.ID, "accept", "", acting{Note: "只给自己人看"})
	if n := o.count(`select count(*) from caseflow.words where position(convert_to('示例', 'UTF8') in sealed) > 0 or position(convert_to('只给', 'UTF8') in sealed) > 0`); n != 0 {
		t.Errorf("%d words are in clear", n)
	}
}

func TestOfTwoAtOnceOneMovesTheCase(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	codes := make(chan int, 6)
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			who, act := "handler", "accept"
			if i%2 == 1 {
				who, act = "owner", "withdraw"
			}
			status, _ := o.as(who, "POST", "/v1/cases/"+c.ID+"/acts/"+act, acting{Version: c.Version})
			codes <- status
		})
	}
	wg.Wait()
	close(codes)
	for s := range codes {
		if s != 200 && s != 409 {
			t.Errorf("%d", s)
		}
	}
	if n := o.count(`select count(*) from caseflow.move`); n != 2 {
		t.Errorf("%d moves", n)
	}
}

func TestOpeningsWithOneKeyAtOnceOpenOneCase(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if _, err := o.tryOpen("owner", Opening{Act: "apply", Fields: Values{"reason": "示例"}, Key: "same"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := o.count(`select count(*) from caseflow.case`); n != 1 {
		t.Errorf("%d cases", n)
	}
}

func TestARecordOfAnotherSubjectCannotBeNamed(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	o.Desk.types[0].Def.Moves[slices.IndexFunc(o.Desk.types[0].Def.Moves, func(m Move) bool { return m.Act == "apply" })].Form = []Field{
		{Name: "records", Kind: Records, Label: two("记录", "records"), Why: two("申请修复哪几条", "which are to be repaired"), Required: true}}
	_, err := o.tryOpen("owner", Opening{Act: "apply", Fields: Values{"records": []any{"0199-of-somebody-else"}}})
	if !fault.Is(err, "caseflow.field") {
		t.Errorf("%v", err)
	}
}
