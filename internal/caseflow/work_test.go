package caseflow

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/account"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

type worklist struct {
	Cases []Line `json:"cases"`
	Next  string `json:"next"`
}

func (o *office) work(who, query string) worklist {
	o.t.Helper()
	return want[worklist](o, who, "GET", "/v1/cases?"+query, nil, "")
}

func TestTheWorklistIsSortedByWhatIsDueSoonest(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	late := o.opened("owner", "apply")
	o.do("handler", late.ID, "accept", "") // due 18 November
	resting := o.opened("owner", "prepare")
	o.on("2026-11-16")
	soon := o.opened("owner", "apply") // due 19 November
	o.do("handler", soon.ID, "ask_more", "")
	o.do("owner", soon.ID, "supply", "")
	o.on("2026-11-19")
	o.sweep()
	ids := func(query string) (out []string) {
		for _, l := range o.work("handler", query).Cases {
			out = append(out, l.ID)
		}
		return out
	}
	for query, want := range map[string][]string{
		"":                          {late.ID, soon.ID},
		"kind=other":                nil,
		"state=deciding":            {late.ID},
		"whose=mine":                {late.ID, soon.ID},
		"whose=free":                nil,
		"whose=body&overdue=true":   {late.ID},
		"whose=escalated":           {late.ID},
		"ended=true":                {resting.ID}, // it lapsed
		"state=deciding&kind=trial": {late.ID},
	} {
		if got := ids(query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	if l := o.work("handler", "").Cases[0]; !l.Late || l.Left != -1 || !l.Mine || l.OrgName != "海口市示例局" {
		t.Errorf("%+v", l)
	}
	c := want[[]Count](o, "handler", "GET", "/v1/cases/counts", nil, "")
	if len(c) != 2 || c[0] != (Count{Kind: "trial", State: "deciding", N: 1, Mine: 1, Late: 1, Escalated: 1}) ||
		c[1] != (Count{Kind: "trial", State: "submitted", N: 1, Mine: 1, Soon: 1}) {
		t.Errorf("%+v", c)
	}
	want[worklist](o, "handler", "GET", "/v1/cases?after=rubbish", nil, "caseflow.bad_page")
}

func TestTheWorklistIsReadPageByPage(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	must(t, o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		for range workPage + 3 {
			if _, err := o.Open(ctx, tx, people["owner"], Opening{Kind: "trial", Act: "apply", EntityID: firmID, Org: bodyID, Region: "460100", Fields: Values{"reason": "示例"}}); err != nil {
				return err
			}
		}
		return nil
	}))
	first := o.work("handler", "")
	second := o.work("handler", "after="+strings.ReplaceAll(first.Next, "~", "%7E"))
	if len(first.Cases) != workPage || len(second.Cases) != 3 || second.Next != "" || second.Cases[0].ID <= first.Cases[workPage-1].ID {
		t.Errorf("%d %q %d %q", len(first.Cases), first.Next, len(second.Cases), second.Next)
	}
}

func TestAFirmSeesItsOwnCasesInPlainWords(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	got := want[[]Line](o, "manager", "GET", "/v1/my/cases", nil, "")
	if len(got) != 1 || got[0].ID != c.ID || got[0].StateName.ZH != "您的申请：已提交" {
		t.Errorf("%+v", got)
	}
	if got := want[[]Line](o, "stranger", "GET", "/v1/my/cases", nil, ""); len(got) != 0 {
		t.Errorf("a stranger sees %d", len(got))
	}
	if got := want[[]Line](o, "handler", "GET", "/v1/my/cases", nil, ""); len(got) != 0 {
		t.Errorf("an officer has %d cases of a firm", len(got))
	}
}

func TestACaseIsTakenAndHandedToAColleagueOfTheBody(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	at := "/v1/cases/" + c.ID
	want[none](o, "handler", "POST", at+"/take", nil, "")
	want[none](o, "handler", "POST", at+"/take", nil, "") // a second click
	want[none](o, "colleague", "POST", at+"/take", nil, "caseflow.held")
	all := want[[]account.Colleague](o, "handler", "GET", at+"/colleagues", nil, "")
	if len(all) != 2 || all[0].Account != handlerAccount || all[1].Account != colleagueAccount {
		t.Errorf("%+v", all)
	}
	want[none](o, "owner", "GET", at+"/colleagues", nil, "caseflow.not_yours")
	hand := func(who, to, reason, code string) {
		t.Helper()
		want[none](o, who, "POST", at+"/hand-over", map[string]string{"to": to, "reason": reason}, code)
	}
	hand("handler", approverAccount, "休假", "caseflow.no_colleague") // an inspector cannot handle it
	hand("handler", "nobody", "休假", "caseflow.no_colleague")
	hand("handler", colleagueAccount, "", "caseflow.no_reason")
	hand("owner", colleagueAccount, "休假", "caseflow.not_yours")
	hand("handler", colleagueAccount, "休假", "")
	if got := o.work("colleague", "whose=mine").Cases; len(got) != 1 {
		t.Errorf("%+v", got)
	}
	if h := o.page("owner", c.ID, "").History; slices.ContainsFunc(h, func(h Happening) bool { return h.What == "handed_over" || h.Note == "休假" }) {
		t.Error("the subject reads who handed what to whom, and why")
	}
}

func TestF27_3_ASubjectUrgesOnceADay(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	at := "/v1/cases/" + c.ID + "/urge"
	want[none](o, "owner", "POST", at, nil, "")
	want[none](o, "manager", "POST", at, nil, "caseflow.urged")
	want[none](o, "handler", "POST", at, nil, "caseflow.not_yours")
	o.on("2026-11-10")
	want[none](o, "owner", "POST", at, nil, "")
	if l := o.work("handler", "").Cases; l[0].Urged.String() != "2026-11-10" {
		t.Errorf("%+v", l)
	}
	o.do("handler", c.ID, "accept", "")
	o.do("approver", c.ID, "grant", "")
	o.on("2026-11-11")
	want[none](o, "owner", "POST", at, nil, "caseflow.ended")
}

func TestF27_1_AReceiptTellsHowACaseStandsWithoutSigningIn(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	at := func(number, code string) string { return "/v1/progress?receipt=" + number + "&code=" + code }
	p := want[Progress](o, "", "GET", at(c.ID, strings.ToLower(c.Code)), nil, "")
	if p.State.ZH != "您的申请：已提交" || p.Due.String() != "2026-11-12" || p.Left != 3 || !p.CanUrge {
		t.Errorf("%+v", p)
	}
	urge := map[string]string{"receipt": c.ID, "code": c.Code}
	want[none](o, "", "POST", "/v1/progress/urge", urge, "")
	want[none](o, "", "POST", "/v1/progress/urge", urge, "caseflow.urged")
	want[Progress](o, "", "GET", at(c.ID, "AAAA-BBBB-CCCC-DDDD"), nil, "caseflow.no_progress")
	want[Progress](o, "", "GET", at("SY-460100-20261109-000099", c.Code), nil, "caseflow.no_progress")
	if n := o.count(`select count(*) from caseflow.docket where position(convert_to($1, 'UTF8') in code_hash) > 0`, c.Code); n != 0 {
		t.Error("the code is kept in clear")
	}
	var refused bool
	for range 12 { // guessing is held to a rate
		status, _ := o.as("", "GET", at(c.ID, "AAAA-BBBB-CCCC-DDDD"), nil)
		refused = refused || status == 429
	}
	if !refused {
		t.Error("codes can be guessed as fast as one likes")
	}
	o.clock.Add(int64(2 * time.Minute))
	want[Progress](o, "", "GET", at(c.ID, c.Code), nil, "")
}

func TestAHandlerMayShowItsCaseToThoseAbove(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	up := func(who, reason, code string) {
		t.Helper()
		want[none](o, who, "POST", "/v1/cases/"+c.ID+"/escalation", map[string]string{"reason": reason}, code)
	}
	up("handler", "", "caseflow.no_reason")
	up("owner", "快", "caseflow.not_yours")
	up("handler", "跨部门，请协调", "")
	up("handler", "跨部门，请协调", "") // a second click
	if got := o.work("lead", "").Cases; len(got) != 1 {
		t.Errorf("%+v", got)
	}
	if n := o.count(`select count(*) from caseflow.event where what = 'escalated'`); n != 1 {
		t.Errorf("%d events", n)
	}
}

func TestOpeningFormsComeFromTheTable(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	for who, want := range map[string][]Act{"owner": {"prepare", "apply"}, "agent": {"prepare"}, "clerk": {"enter"}, "handler": nil} {
		var got []Act
		for _, k := range o.Kinds(people[who]) {
			for _, m := range k.Openings {
				got = append(got, m.Act)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s opens by %v, want %v", who, got, want)
		}
	}
}

func TestSealedWordsAreSealedAnewWhenTheKeysTurn(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	o.do("handler", c.ID, "accept", "", acting{Note: "一号意见"})
	n := o.count(`select count(*) from caseflow.words`)
	must(t, o.sealer.Use(seal.SingleRing(seal.International, bytes.Repeat([]byte{7}, seal.MinMaster)).Turned()))
	done, err := seal.Rotate(t.Context(), o.db, o.sealer, Holders()[0], 2)
	must(t, err)
	if int64(done.Resealed) != n || done.Unreadable != 0 {
		t.Errorf("%+v of %d", done, n)
	}
	if p := o.page("handler", c.ID, ""); p.History[0].Note != "一号意见" {
		t.Errorf("%+v", p.History[0])
	}
}
