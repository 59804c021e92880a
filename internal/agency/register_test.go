package agency

import (
	"context"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

func TestF25_2_AnAgreementIsEnteredByOneAndApprovedByAnother(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	approve := map[string]any{"version": 1, "approve": true}
	want[any](o, "agency", "POST", "/v1/agencies/register", o.terms(agencyID), "access.no_permission")
	want[Agreement](o, "lead", "POST", "/v1/agencies/register", o.terms(agencyID), "")
	want[any](o, "editor", "POST", "/v1/agencies/"+agencyID+"/decision", approve, "access.no_permission")
	want[any](o, "lead", "POST", "/v1/agencies/"+agencyID+"/decision", approve, "access.not_apart")
	if l := o.listed(agencyID); l.Org != "" {
		t.Errorf("what nobody approved is public: %+v", l)
	}
	want[any](o, "agency", "POST", "/v1/agency/readings", map[string]string{"subject": firmID}, "agency.no_agreement")
	want[Agreement](o, "second", "POST", "/v1/agencies/"+agencyID+"/decision", approve, "")
	want[any](o, "second", "POST", "/v1/agencies/"+agencyID+"/decision", approve, "agency.unknown_proposal") // a second click
	if l := o.listed(agencyID); l.State != Holds || l.Quota != 3 || l.Used != 0 || l.FilingNo == "" || l.Behind != nil {
		t.Errorf("%+v", l)
	}
	if all := want[list[Agreement]](o, "editor", "GET", "/v1/agencies/register", nil, "").Items; len(all) != 1 || all[0].Author != "person:lead" || all[0].Reviewer != "person:second" {
		t.Errorf("%+v", all)
	}
	want[any](o, "clerk", "GET", "/v1/agencies/register", nil, "access.no_permission")
	if acts := o.Acts(agencyID); strings.Join(acts, " ") != "agency.proposed agency.approved" {
		t.Error(acts)
	}
}

func TestF25_2_TermsThatCannotBeKeptAreRefused(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.Body = func(_ context.Context, code string) (string, error) {
		return map[string]string{agencyID: agencyZH}[code], nil
	}
	for code, spoil := range map[string]func(*Terms){
		"agency.org":                func(x *Terms) { x.Org = rivalID }, // nobody of this platform
		"agency.terms":              func(x *Terms) { x.FilingNo = " " },
		"agency.items":              func(x *Terms) { x.Items = []string{"penalty", "never"} },
		"agency.dates":              func(x *Terms) { x.Until = x.From.AddDays(-1) },
		"agency.address":            func(x *Terms) { x.ProbeURL = "http://agency.example/held/{record}" },
		"agency.key":                func(x *Terms) { x.PublicKey = x.PublicKey[:40] },
		"agency.nothing_to_compare": func(x *Terms) { x.ProbeURL, x.KeySuite, x.PublicKey = "", "", nil },
	} {
		x := o.terms(agencyID)
		spoil(&x)
		want[any](o, "editor", "POST", "/v1/agencies/register", x, code)
	}
	want[Agreement](o, "editor", "POST", "/v1/agencies/register", o.terms(agencyID), "")
}

// The day before, the first, the last and the day after; no job has run.
func TestF25_2_AnAgreementHoldsFromItsFirstDayToItsLast(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(agencyID, func(x *Terms) { x.From, x.Until = workday.MustParse("2026-11-23"), workday.MustParse("2026-11-25") })
	for _, x := range []struct {
		day, code string
		state     Standing
	}{{"2026-11-22", "agency.not_begun", Coming}, {"2026-11-23", "", Holds}, {"2026-11-25", "", Holds}, {"2026-11-26", "agency.ended", Ended}} {
		o.On(x.day)
		want[any](o, "agency", "POST", "/v1/agency/readings", map[string]string{"subject": firmID}, x.code)
		if l := o.listed(agencyID); l.State != x.state {
			t.Errorf("on %s: %s", x.day, l.State)
		}
	}
	o.agreed(agencyID, func(x *Terms) { x.Active = false })
	want[any](o, "agency", "POST", "/v1/agency/readings", map[string]string{"subject": firmID}, "agency.stopped")
}

// The call after the last one of the quota is refused and counts nothing; on the first of the next month there is a new one.
func TestF25_2_ASpentQuotaIsRefusedAtTheNextCall(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-30")
	o.agreed(agencyID)
	for n := int32(1); n <= 3; n++ {
		if r := o.read("system"); r.Used != n || r.Quota != 3 {
			t.Errorf("%+v", r)
		}
	}
	want[any](o, "agency", "POST", "/v1/agency/readings", map[string]string{"subject": firmID}, "agency.quota")
	if own := want[Own](o, "agency", "GET", "/v1/agency", nil, ""); own.Used != 3 || own.Standing != Holds || own.Author != "" {
		t.Errorf("%+v", own)
	}
	if l := o.listed(agencyID); l.Used != 3 {
		t.Errorf("%+v", l)
	}
	o.On("2026-12-01")
	if r := o.read("agency"); r.Used != 1 {
		t.Errorf("%+v", r)
	}
}

// A reading gives what is public under the items of the agreement, and keeps which records it gave.
func TestF25_2_AReadingGivesPublicRecordsOfTheItemsAgreed(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(agencyID, func(x *Terms) { x.Items = []string{"licence"} })
	r := o.fined("示罚〔2026〕1号")
	if got := o.read("agency"); len(got.Records) != 0 || o.Count(`select count(*) from agency.given`) != 0 {
		t.Errorf("%+v", got.Records)
	}
	o.agreed(agencyID)
	if got := o.read("agency"); len(got.Records) != 1 || got.Records[0].ID != r.ID || got.Name != "海南虚构食品有限公司" || got.Notice.EN == "" {
		t.Errorf("%+v", got)
	}
	if n := o.Count(`select count(*) from agency.given where org = $1 and record_id = $2`, agencyID, r.ID); n != 1 {
		t.Error(n)
	}
	want[any](o, "agency", "POST", "/v1/agency/readings", map[string]string{"subject": rivalID}, "registry.unknown")
	if all := within([]record.Record{{Person: true, Item: "penalty", Publicity: r.Publicity, State: r.State, PublicFrom: r.PublicFrom, PublicUntil: r.PublicUntil}}, []string{"penalty"}, o.today()); len(all) != 0 {
		t.Error("a natural person is given")
	}
}

// Whoever was given it is told with the repair or not at all, and whoever was not is not.
func TestF25_2_ARepairIsADutyToDeleteFromItsTransaction(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(agencyID)
	o.agreed(rivalID, func(x *Terms) { x.Items = []string{"licence"} })
	r := o.fined("示罚〔2026〕1号")
	o.read("agency")
	o.read("rival")
	o.Dies.Store(true)
	if o.rules(r, record.Repaired) == nil || len(o.duties("agency")) != 0 {
		t.Fatal("a duty of a repair that never was")
	}
	o.Dies.Store(false)
	counter.Must(t, o.rules(r, record.Repaired))
	all, notices := o.duties("agency"), o.inbox("agency")
	if len(all) != 1 || all[0].Record != r.ID || all[0].Reason != "repaired" || all[0].DueOn != workday.MustParse("2026-11-25") || all[0].AcknowledgedAt != nil {
		t.Fatalf("%+v", all)
	}
	if len(notices) != 1 || notices[0].Kind != "tombstone" || notices[0].About != r.ID || notices[0].DueOn != all[0].DueOn {
		t.Fatalf("%+v", notices)
	}
	if len(o.duties("rival")) != 0 || len(o.inbox("rival")) != 0 {
		t.Error("told what it never had")
	}
	want[any](o, "rival", "POST", "/v1/inbox/"+notices[0].ID+"/acknowledgement", nil, "exchange.unknown_notice")
	o.Later(time.Hour)
	o.acknowledge("system")
	if all = o.duties("agency"); all[0].AcknowledgedAt == nil || !all[0].AcknowledgedAt.Equal(o.instant()) || all[0].Late {
		t.Errorf("%+v", all)
	}
}

// On its last day an acknowledgement is in time, on the day after it is late.
func TestF25_2_AnAcknowledgementHasItsDay(t *testing.T) {
	t.Parallel()
	for day, late := range map[string]bool{"2026-11-24": false, "2026-11-25": false, "2026-11-26": true} {
		o := open(t, "2026-11-20")
		o.agreed(agencyID)
		o.repaired("示罚〔2026〕1号")
		o.On(day)
		o.acknowledge("agency")
		if got := o.duties("agency"); got[0].Late != late {
			t.Errorf("on %s: %+v", day, got)
		}
	}
}

// A repair that was revoked may be held again: the duty ends, and what was found ends with it.
func TestF25_2_WhatIsBroughtBackMayBeHeldAgain(t *testing.T) {
	t.Parallel()
	o, r := lied(t)
	if f := o.mine("agency"); len(f) != 1 || f[0].State != "open" {
		t.Fatalf("%+v", f)
	}
	counter.Must(t, o.rules(r, record.Effective))
	if got := o.duties("agency"); got[0].LiftedAt == nil || got[0].Late || o.mine("agency")[0].State != "closed" {
		t.Errorf("%+v", got)
	}
	o.night("2026-11-22")
	if f := o.mine("agency"); len(f) != 1 || f[0].State != "closed" {
		t.Errorf("%+v", f)
	}
}

func TestF25_2_ARoleOfAnAgencySeesItsOwnOnly(t *testing.T) {
	t.Parallel()
	o, _ := lied(t)
	id := o.mine("agency")[0].ID
	if len(o.mine("rival")) != 0 || len(o.duties("rival")) != 0 {
		t.Error("another agency's")
	}
	say := map[string]string{"comment": "系统故障，正在删除（示例）"}
	want[any](o, "rival", "POST", "/v1/agency/findings/"+id+"/comment", say, "agency.unknown_finding")
	want[any](o, "agency", "GET", "/v1/agencies/findings", nil, "access.no_permission")
	want[any](o, "agency", "POST", "/v1/agencies/findings/"+id+"/confirmation", map[string]string{"document": "x"}, "access.no_permission")
	want[any](o, "rival", "GET", "/v1/agency", nil, "agency.no_agreement")
	want[any](o, "clerk", "GET", "/v1/agency/findings", nil, "access.no_permission")
	want[any](o, "agency", "POST", "/v1/agency/findings/"+id+"/comment", map[string]string{"comment": " "}, "agency.comment")
	if f := want[Finding](o, "agency", "POST", "/v1/agency/findings/"+id+"/comment", say, ""); f.Comment == "" || f.CommentedAt == nil {
		t.Errorf("%+v", f)
	}
	if role, _ := access.RoleOf("R23"); !(access.Actor{Scopes: role.May}).May(access.AgencyUse) {
		t.Error("R23 may not use its agreement")
	}
}
