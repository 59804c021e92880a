package hotline

import (
	"context"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/counter"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var (
	bodyID, otherBody = counter.Code("11460100", "XYRX0001"), counter.Code("11460200", "XYRX0002")
	firmID, otherFirm = counter.Code("91460100", "XYRX0010"), counter.Code("91460100", "XYRX0011")
)

const (
	firmName = "海南虚构热线食品有限公司"
	caller   = "13800000000"
)

func people() map[string]access.Actor {
	const body = "海口市虚构市场监督管理局"
	return map[string]access.Actor{
		"hotline": counter.System("hotline", bodyID, "海口市虚构热线平台"),
		"handler": counter.Person("handler", bodyID, body, "460100", "R12"), "decider": counter.Person("decider", bodyID, body, "460100", "R13"),
		"clerk": counter.Person("clerk", bodyID, body, "460100", "R7"), "far": counter.Person("far", otherBody, "三亚市虚构市场监督管理局", "460200", "R12"),
		"lead":  counter.Person("lead", counter.Code("11460100", "XYRX0003"), "海口市虚构信用主管部门", "460100", "R20"),
		"sanya": counter.Person("sanya", otherBody, "三亚市虚构信用主管部门", "460200", "R20"),
		"owner": counter.ForFirm("owner", firmID, firmName, access.LegalRepresentative), "agent": counter.ForFirm("agent", firmID, firmName, access.Agent),
		"stranger": counter.ForFirm("stranger", otherFirm, "海南虚构另一食品有限公司", access.LegalRepresentative),
	}
}

type office struct {
	*counter.Counter
	*Desk
	found []string // whom Found told of
}

func open(t *testing.T, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people())}
	accounts := account.NewDesk(o.DB, access.NewKeys(o.DB, o.Counter.Now), o.Law, o.Counter.Now)
	o.Desk = NewDesk(o.DB, o.Law, o.Sealer, accounts, o.Counter.Now)
	o.Found.Within(func(_ context.Context, _ pg.Tx, firm string) error {
		o.found = append(o.found, firm)
		return o.Survive()
	})
	in, err := accounts.ImportOrgs(t.Context(), access.CLI(), []account.Org{{ID: bodyID, Name: "海口市虚构市场监督管理局", Region: "460100", Kind: "department"},
		{ID: otherBody, Name: "三亚市虚构市场监督管理局", Region: "460200", Kind: "department"}})
	if counter.Must(t, err); len(in.Wrong) > 0 {
		t.Fatalf("%+v", in.Wrong)
	}
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, o.Sealer, []registry.Registration{
			{Entity: registry.Entity{ID: firmID, Name: firmName, Kind: registry.Enterprise, Region: "460100", Status: registry.Registered}},
			{Entity: registry.Entity{ID: otherFirm, Name: "海南虚构另一食品有限公司", Kind: registry.Enterprise, Region: "460100", Status: registry.Registered}}})
		return err
	}))
	o.Serve(func(a *web.API) { Routes(a, o.Desk) })
	return o
}

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

type items[T any] struct{ Items []T }

// told is a complaint that lacks nothing, changed by f.
func told(number string, f func(*Told)) Told {
	c := Told{Source: "12345", Number: number, ReceivedOn: workday.MustParse("2026-11-02"), FirmCode: firmID, Matter: "食品标签", Text: "反映标签与实物不符（虚构）。", Contact: caller}
	if f != nil {
		f(&c)
	}
	return c
}

// on is told on a day.
func on(day string) func(*Told) {
	return func(c *Told) { c.ReceivedOn = workday.MustParse(day) }
}

func (o *office) take(all ...Told) Taken {
	o.T.Helper()
	return want[Taken](o, "hotline", "POST", "/v1/hotline/complaints", map[string]any{"items": all}, "")
}

func (o *office) finding(who, id, state, code string) View {
	o.T.Helper()
	return want[View](o, who, "POST", "/v1/hotline/complaints/"+id+"/finding", Finding{State: state, Document: "示核〔2026〕1号", Reason: "现场核对（虚构）。"}, code)
}

func (o *office) listed(who, state string) []View {
	o.T.Helper()
	return want[items[View]](o, who, "GET", "/v1/hotline/complaints?state="+state, nil, "").Items
}

func (o *office) mine(who string) []View {
	o.T.Helper()
	return want[items[View]](o, who, "GET", "/v1/my/complaints", nil, "").Items
}

// verified are the numbers of what may be counted.
func (o *office) verified(firm string) (ids []string) {
	o.T.Helper()
	facts, err := VerifiedOf(o.T.Context(), o.DB, firm)
	counter.Must(o.T, err)
	for _, f := range facts {
		ids = append(ids, f.ID)
	}
	return ids
}
