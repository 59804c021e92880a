package repair

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/counter/walked"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// office is the counter of the area, with what follows from a record wired as it is in the program.
type office struct {
	*counter.Counter
	*Desk
	granted []Decided
	lines   map[string][]Target // of the sync ledger, by record
}

var (
	bodyID, foodID, countyID = code("11460000", "MB000001"), code("11460000", "MB000002"), code("11460000", "MB000003")
	firmID, otherFirm        = code("91460000", "MA000010"), code("91460000", "MA000011")
)

const (
	bodyName = "海口市虚构市场监督管理局"
	foodName = "海口市虚构卫生健康局"
)

func person(name, org, region string, roles ...string) access.Actor {
	body := bodyName
	if org == foodID {
		body = foodName
	}
	return counter.Person(name, org, body, region, roles...)
}

func forFirm(name, firm, role string) access.Actor {
	return counter.ForFirm(name, firm, "海南虚构食品有限公司", role)
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"owner":     forFirm("owner", firmID, access.LegalRepresentative),
	"manager":   forFirm("manager", firmID, access.Manager),
	"agent":     forFirm("agent", firmID, access.Agent),
	"stranger":  forFirm("stranger", otherFirm, access.LegalRepresentative),
	"window":    person("window", countyID, "460100", "R6"),
	"handler":   person("handler", bodyID, "460100", "R12"),
	"decider":   person("decider", bodyID, "460100", "R13"),
	"both":      person("both", bodyID, "460100", "R12", "R13"),
	"reviewer":  person("reviewer", bodyID, "460100", "R11"),
	"fhandler":  person("fhandler", foodID, "460100", "R12"),
	"fdecider":  person("fdecider", foodID, "460100", "R13"),
	"county":    person("county", countyID, "469001", "R12"),
	"cdecider":  person("cdecider", countyID, "469001", "R13"),
	"inspector": person("inspector", bodyID, "460100", "R8"),
	"above":     person("above", countyID, "460000", "R14"),
	"lead":      person("lead", countyID, "460000", "R19"),
}

func open(t testing.TB, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people), lines: map[string][]Target{}}
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, o.Law, e) })
	records := record.NewDesk(o.DB, o.Law, o.Sealer, events, nil, o.Now)
	cases := caseflow.NewDesk(o.DB, o.Law, o.Sealer, o.Now)
	walked.Note(cases)
	cases.Attached = func(_ context.Context, _ pg.Tx, _ access.Actor, _ *caseflow.Case, ref string) (string, string, error) {
		if !strings.HasPrefix(ref, "attachment-") {
			return "", "", fault.New(fault.Missing, "attach.unknown", "没有这份附件。", "No such attachment.")
		}
		return "示例证明.pdf", strings.Repeat("0", 64), nil
	}
	o.Desk = NewDesk(o.DB, o.Law, o.Sealer, records, cases, o.Now)
	log, err := ledger.Open(t.Context(), o.DB, "xinheng/test", o.Sealer.SigningKeyOf(seal.International, "ledger"))
	must(t, err)
	o.Index = standing.NewIndex(o.DB, log, o.Now)
	o.Lines = func(_ context.Context, id string) ([]Target, error) { return o.lines[id], nil }
	o.Events.Granted.Within(func(_ context.Context, _ pg.Tx, d Decided) error {
		if err := o.Survive(); err != nil {
			return err
		}
		o.granted = append(o.granted, d)
		return nil
	})
	must(t, caseflow.Publish(t.Context(), pgtest.Owner(t, o.DB), cases.Types()...))
	o.Serve(func(api *web.API) {
		caseflow.Routes(api, cases)
		Routes(api, o.Desk)
	})
	return o
}

func must(t testing.TB, err error) { t.Helper(); counter.Must(t, err) }

func code(registrar, number string) string { return counter.Code(registrar, number) }

// want makes a request as somebody and expects the refusal, or none.
func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

func wantKey[T any](o *office, who, method, path, key string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code, "Idempotency-Key", key)
}

// penalty takes a penalty in, decided and delivered on a day by a body, and gives the record.
func (o *office) penalty(number, decided, body string, changes ...string) record.Record {
	o.T.Helper()
	name := bodyName
	if body == foodID {
		name = foodName
	}
	v := map[string]string{"CF_XDR_MC": "海南虚构食品有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": number,
		"CF_WFXW": "未按规定贮存食品", "CF_SY": "经查，当事人未按规定贮存食品。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "罚款",
		"CF_NR": "罚款2000元。", "CF_NR_FK": "0.2", "CF_JDRQ": decided, "CF_CFJG": name, "CF_CFJGDM": body, "CF_SDRQ": decided}
	return o.take("penalty", v, body, changes...)
}

func (o *office) take(item string, v map[string]string, body string, changes ...string) record.Record {
	o.T.Helper()
	for i := 0; i < len(changes); i += 2 {
		v[changes[i]] = changes[i+1]
	}
	it, ok := o.law.On(o.today()).Item(item)
	if !ok {
		o.T.Fatalf("no item %s", item)
	}
	file, err := record.OneRow(it, v)
	must(o.T, err)
	who := access.Actor{ID: "key:source", Kind: access.KindKey, Org: body, Name: "示例来源单位", Scopes: access.Scopes()}
	receipt, err := o.records.Take(o.T.Context(), who, record.Delivery{Item: item, File: bytes.NewReader(file)})
	must(o.T, err)
	if len(receipt.Errors) > 0 {
		o.T.Fatalf("%+v", receipt.Errors)
	}
	id := v["CF_XDR_SHXYM"]
	if item != "penalty" {
		id = firmID
	}
	all, err := record.Of(o.T.Context(), o.db, id, time.Time{})
	must(o.T, err)
	newest := all[0]
	for _, r := range all {
		if r.SeenAt.After(newest.SeenAt) || r.DocumentNo == v["CF_WSH"] {
			newest = r
		}
	}
	return newest
}

// paid lets the body that decided tell that a fine was paid.
func (o *office) paid(who string, r record.Record) Proof {
	o.T.Helper()
	return want[Proof](o, who, "POST", "/v1/repair/proofs", Fact{EntityID: r.EntityID, Record: r.ID, Kind: Payment, On: r.DecidedOn, Source: "示例非税系统",
		Document: "JK-" + r.DocumentNo}, "")
}

type answers struct {
	Free    law.Text2     `json:"free"`
	Records []Eligibility `json:"records"`
}

// judged asks the calculator about one record as its firm.
func (o *office) own(r record.Record) Eligibility {
	o.T.Helper()
	a := want[answers](o, "owner", "GET", "/v1/repair/eligibility?record="+r.ID, nil, "")
	return a.Records[0]
}

// signatures are those of every text the records need.
func (o *office) signatures(rs ...record.Record) (out []Signature) {
	o.T.Helper()
	seen := map[string]bool{}
	for _, r := range rs {
		if l := o.own(r).Letter; l != nil && !seen[l.Template] {
			seen[l.Template] = true
			out = append(out, Signature{l.Template, l.Hash})
		}
	}
	return out
}

// filing is an application that lacks nothing: everything that is found is confirmed.
func (o *office) filing(rs ...record.Record) Filing {
	o.T.Helper()
	f := Filing{Signatures: o.signatures(rs...)}
	for _, r := range rs {
		f.Records = append(f.Records, r.ID)
		for _, p := range o.own(r).Proofs {
			f.Confirmed = append(f.Confirmed, p.ID)
		}
	}
	return f
}

// filed is an application that was sent on, and the number of its first case.
func (o *office) filed(rs ...record.Record) (Receipt, string) {
	o.T.Helper()
	r := want[Receipt](o, "owner", "POST", "/v1/repairs", o.filing(rs...), "")
	o.pushed()
	return r, r.Cases[0].Case
}

// pushed lets the time to take back pass, and the round that hands applications over run.
func (o *office) pushed() {
	o.T.Helper()
	o.Later(10 * time.Minute)
	_, err := o.Push(o.T.Context())
	must(o.T, err)
}

type acted struct {
	State   caseflow.State `json:"state"`
	Version int32          `json:"version"`
	Waiting string         `json:"waiting"`
}

type act struct {
	Version int32          `json:"version"`
	Fields  map[string]any `json:"fields,omitempty"`
	Key     string         `json:"key,omitempty"`
}

// do carries out an act on the newest version of a case, and expects the refusal, or none.
func (o *office) do(who, id string, a caseflow.Act, fields map[string]any, code string) acted {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	return want[acted](o, who, "POST", "/v1/cases/"+id+"/acts/"+string(a), act{Version: c.Version, Fields: fields}, code)
}

// through takes a case to the point where somebody decides on a draft to grant it.
func (o *office) through(id string) {
	o.T.Helper()
	o.do("handler", id, Accept, nil, "")
	o.do("handler", id, ProposeGrant, map[string]any{"findings": "经核实，罚款已缴清，违法行为已改正。"}, "")
}

// view is the panel of a case as somebody sees it.
func (o *office) look(who, id string) View {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	v, err := o.view(o.T.Context(), o.db, c, people[who])
	must(o.T, err)
	return v.(View)
}

func (o *office) state(id string) caseflow.State {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	return c.State
}

func (o *office) sweep(day string) {
	o.T.Helper()
	o.On(day)
	_, err := o.cases.Sweep(o.T.Context(), workday.MustParse(day))
	must(o.T, err)
}

func (o *office) find(id string) record.Record {
	o.T.Helper()
	r, err := record.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	return r
}

// stands says whether a record counts for or against its subject now.
func (o *office) stands(r record.Record) bool {
	o.T.Helper()
	return o.counts(o.T.Context(), r.EntityID, []string{r.ID})
}

func (o *office) holds(r record.Record) []standing.Hold {
	o.T.Helper()
	all, err := standing.Holds(o.T.Context(), o.db, r.EntityID)
	must(o.T, err)
	return all
}

func (o *office) caseFor(id string) *caseflow.Case {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	return c
}
