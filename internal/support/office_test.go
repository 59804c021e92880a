package support

import (
	"context"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/disclosure"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// The two invented policies of the shipped law and their bodies.
const (
	smallFirms, foodFirms = "demo_small_firms", "demo_food_investment"
	reform, food          = "11460000XY0000T689", "11460100XY0000NJ6X"
)

var (
	firmA, firmB, firmC = counter.Code("91460100", "MA000010"), counter.Code("91460100", "MA000011"), counter.Code("91460200", "MA000012")
)

var people = map[string]access.Actor{
	"a":      counter.ForFirm("a", firmA, "海口虚构食品有限公司", access.LegalRepresentative),
	"agent":  counter.ForFirm("agent", firmA, "海口虚构食品有限公司", access.Agent),
	"b":      counter.ForFirm("b", firmB, "海口虚构水产有限公司", access.LegalRepresentative),
	"c":      counter.ForFirm("c", firmC, "三亚虚构贸易有限公司", access.LegalRepresentative),
	"reform": counter.Person("reform", reform, "海南省示例发展和改革委员会", "460000", "R13"),
	"second": counter.Person("second", reform, "海南省示例发展和改革委员会", "460000", "R13"),
	"food":   counter.Person("food", food, "海口市示例市场监督管理局", "460100", "R13"),
	"lead":   counter.Person("lead", reform, "海南省示例发展和改革委员会", "460000", "R19"),
}

func day(s string) workday.Date { return workday.MustParse(s) }

type office struct {
	*counter.Counter
	*Desk
	queue *jobs.Queue
}

// open seats three firms: two food firms of Haikou, and a trader of Sanya.
func open(t *testing.T, today string) *office {
	t.Helper()
	c := counter.Open(t, today, people)
	log, err := ledger.Open(t.Context(), c.DB, "xinheng/test", c.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	o := &office{Counter: c, queue: jobs.New(c.DB, c.Now)}
	o.Desk = NewDesk(c.DB, o.queue, c.Law, disclosure.NewDesk(c.DB, c.Law, log, c.Sealer, c.Now), c.Sealer, c.Now)
	o.Page = 2
	c.Serve(func(a *web.API) { Routes(a, o.Desk) })
	o.register(firmA, "海口虚构食品有限公司", "460100", "C14", "2019-03-01")
	o.register(firmB, "海口虚构水产有限公司", "460100", "A04", "2019-03-01")
	o.register(firmC, "三亚虚构贸易有限公司", "460200", "F51", "2019-03-01")
	return o
}

func (o *office) register(id, name, region, industry, founded string) {
	o.T.Helper()
	counter.Must(o.T, o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, o.Sealer, []registry.Registration{{Entity: registry.Entity{ID: id, Name: name, Kind: registry.Enterprise, Status: registry.Registered,
			Region: region, Industry: industry, EstablishedOn: day(founded), SeenAt: o.Now()}}})
		return err
	}))
}

// listed puts a firm on a list of seriously dishonest subjects, or, with a state, ends that.
func (o *office) listed(firm string, version int32, state record.State, on string) {
	o.T.Helper()
	from := day("2026-10-10")
	r := record.Record{EntityID: firm, ID: "r-" + firm, Version: version, Item: "list_entry", Class: law.ListEntry, List: "wage-arrears", Adverse: true, State: state,
		Title: "示例列入", DocumentNo: "示列〔2026〕1号", Authority: "示例人社局", Basis: "示例法第一条", DecidedOn: from, PublicFrom: from, PublicUntil: from.AddMonths(36),
		RepairFrom: from.AddMonths(3), Publicity: law.Public, Row: 1, BatchID: "test", SeenAt: from.Start().Add(9 * time.Hour)}
	if state != record.Effective {
		r.StateOn = day(on)
	}
	counter.Must(o.T, o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		id, err := ledger.Append(ctx, tx, o.Now(), ledger.Act{Kind: "record.rows", Actor: "cli", About: "test"})
		if err != nil {
			return err
		}
		return standing.Apply(ctx, tx, o.Law, record.Changed{EntryID: id, Records: []record.Record{r}})
	}))
}

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

type of[T any] struct{ Items []T }

// agree lets a firm consent to be matched by the body of a policy until a day.
func (o *office) agree(who, policy, size, until string) Consent {
	o.T.Helper()
	in := NewConsent{Org: reform, Purpose: "support", Size: size, Until: day(until)}
	if policy == foodFirms {
		in.Org, in.Purpose = food, "investment"
	}
	return want[Consent](o, who, "POST", "/v1/my/support/consents", in, "")
}

// night makes the lists of the day, as the round and its jobs do.
func (o *office) night() {
	o.T.Helper()
	counter.Must(o.T, o.Round(o.T.Context()))
	counter.Must(o.T, o.Finish(o.T.Context()))
}

// fits are the names on the newest list of a policy.
func (o *office) fits(who, policy string) (out []string) {
	o.T.Helper()
	for _, m := range o.matches(who, policy) {
		out = append(out, m.Entity)
	}
	return out
}

func (o *office) matches(who, policy string) []Match {
	o.T.Helper()
	return want[Matches](o, who, "GET", "/v1/support/lists/"+policy+"/firms", nil, "").Items
}

func (o *office) mine(who, policy string) Mine {
	o.T.Helper()
	for _, m := range want[of[Mine]](o, who, "GET", "/v1/my/support", nil, "").Items {
		if m.Policy.Code == policy {
			return m
		}
	}
	return Mine{}
}

// state is how a condition stands.
func (m Mine) state(fact string) State {
	for _, l := range m.Conditions {
		if l.Fact == fact {
			return l.State
		}
	}
	return ""
}
