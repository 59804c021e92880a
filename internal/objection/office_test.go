package objection

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/caseflow"
	"xinheng/internal/check"
	"xinheng/internal/disclosure"
	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

// office is the area on a real database, reached through HTTP by people of several posts on a set clock, with records, checks,
// readings and notices wired as they are in the program.
type office struct {
	*Desk
	t        testing.TB
	db       *pg.Pool
	log      *ledger.Log
	index    *standing.Index
	checks   *check.Desk
	exchange *exchange.Desk
	url      string
	clock    atomic.Int64
	die      atomic.Bool // what follows a record fails, as if the machine had stopped before the end
}

func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

var (
	bodyID, sourceID, countyID = code("11460100", "XYYY0001"), code("11460100", "XYYY0002"), code("11469001", "XYYY0003")
	aboveID, buyerID, bankID   = code("11460000", "XYYY0004"), code("12460000", "XYYY0005"), code("91460000", "XYYY0006")
	firmID, otherFirm          = code("91460100", "XYYY0010"), code("91460100", "XYYY0011")
)

const (
	bodyName = "海口市虚构市场监督管理局"
	firmName = "海南虚构食品有限公司"
)

var orgs = []account.Org{
	{ID: aboveID, Name: "海南省虚构市场监督管理局", Region: "460000", Kind: "department"},
	{ID: bodyID, Name: bodyName, Parent: aboveID, Region: "460100", Kind: "department"},
	{ID: sourceID, Name: "海口市虚构数据中心", Parent: aboveID, Region: "460100", Kind: "institution"},
	{ID: countyID, Name: "五指山市虚构市场监督管理局", Parent: aboveID, Region: "469001", Kind: "department"},
	{ID: buyerID, Name: "海南省虚构采购中心", Parent: aboveID, Region: "460000", Kind: "institution"},
}

func person(name, org, region string, roles ...string) access.Actor {
	a := access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Org: org, Post: "post", Roles: roles,
		Scopes: []string{access.Self}, Name: bodyName}
	for _, c := range roles {
		role, _ := access.RoleOf(c)
		a.Scopes = append(a.Scopes, role.May...)
		if role.Reach == access.ReachRegion {
			a.Regions = []string{access.RegionPrefix(region)}
		}
	}
	return a
}

func forFirm(name, firm, role string) access.Actor {
	a := person(name, firm, "", role)
	a.Post, a.Firm, a.Name, a.Confirm = "", "delegation-"+name, firmName, role == access.Agent
	return a
}

// citizen is a natural person at a session of their own.
func citizen(name string) access.Actor {
	return access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Scopes: []string{access.Self}}
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"owner": forFirm("owner", firmID, access.LegalRepresentative), "agent": forFirm("agent", firmID, access.Agent),
	"stranger": forFirm("stranger", otherFirm, access.LegalRepresentative), "citizen": citizen("citizen"),
	"window":  person("window", countyID, "460100", "R6"),
	"handler": person("handler", bodyID, "460100", "R12"), "decider": person("decider", bodyID, "460100", "R13"),
	"both": person("both", bodyID, "460100", "R12", "R13"), "sender": person("sender", sourceID, "460100", "R11"),
	"county": person("county", countyID, "469001", "R12"), "cdecider": person("cdecider", countyID, "469001", "R13"),
	"clerk":    person("clerk", bodyID, "460100", "R10"),
	"reviewer": person("reviewer", aboveID, "460000", "R14"), "lead": person("lead", aboveID, "460000", "R19"),
	"aboveboth": person("aboveboth", aboveID, "460000", "R12", "R13"),
	"above":     person("above", aboveID, "460000", "R12"), "abovedecider": person("abovedecider", aboveID, "460000", "R13"),
	"farreviewer": person("farreviewer", countyID, "469001", "R14"),
	"buyer":       person("buyer", buyerID, "460000", "R7"), "bank": person("bank", bankID, "460000", "R23"),
}

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

var errDied = errors.New("the machine died")

func open(t testing.TB, today string) *office {
	t.Helper()
	lib, err := shipped()
	must(t, err)
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.National)
	must(t, err)
	o := &office{t: t, db: pgtest.New(t)}
	now := func() time.Time { return time.Unix(0, o.clock.Load()) }
	o.on(today)
	o.log, err = ledger.Open(t.Context(), o.db, "xinheng/test", s.SigningKeyOf(seal.International, "ledger"))
	must(t, err)
	o.exchange = exchange.NewDesk(o.db, jobs.New(o.db, now), lib, s, now)
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, lib, e) })
	events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error {
		if o.die.Load() {
			return errDied
		}
		return nil
	})
	records := record.NewDesk(o.db, lib, s, events, o.log, now)
	records.Disclosure = disclosure.NewDesk(o.db, lib, o.log, s, now)
	records.Marked = standing.Marks
	o.index = standing.NewIndex(o.db, o.log, now)
	o.checks = check.NewDesk(o.db, lib, o.index, o.log, s, now)
	cases := caseflow.NewDesk(o.db, lib, s, now)
	noting(cases)
	cases.Attached = func(_ context.Context, _ pg.Tx, _ access.Actor, _ *caseflow.Case, ref string) (string, string, error) {
		if !strings.HasPrefix(ref, "attachment-") {
			return "", "", fault.New(fault.Missing, "attach.unknown", "没有这份附件。", "No such attachment.")
		}
		return "示例证明.pdf", strings.Repeat("0", 64), nil
	}
	o.Desk = NewDesk(o.db, lib, s, records, cases, now)
	o.wire(records.Disclosure, account.NewDesk(o.db, access.NewKeys(o.db, now), lib, now))
	must(t, caseflow.Publish(t.Context(), pgtest.Owner(t, o.db), cases.Types()...))
	for _, g := range orgs {
		_, err := o.db.Exec(t.Context(), pg.Query{Name: "org", SQL: `insert into account.org (org_id, name, parent, region, kind, changed_at)
			values ($1, $2, nullif($3, ''), $4, $5, now())`}, g.ID, g.Name, g.Parent, g.Region, g.Kind)
		must(t, err)
	}
	must(t, o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: firmID, Name: firmName, Kind: registry.Enterprise}, {ID: otherFirm, Name: "海南虚构另一食品有限公司", Kind: registry.Enterprise}})
	}))
	api := web.New(http.NewServeMux(), "test", func(r *http.Request, permission string) (context.Context, error) {
		a, ok := people[r.Header.Get("Authorization")]
		switch {
		case permission == "" && !ok:
			return r.Context(), nil
		case !ok || permission != "" && !a.May(permission):
			return nil, fault.New(fault.Forbidden, "access.no_permission", "没有权限。", "Not yours to do.")
		}
		return access.With(r.Context(), a), nil
	})
	caseflow.Routes(api, cases)
	Routes(api, o.Desk)
	check.Routes(api, o.checks)
	exchange.Routes(api, o.exchange)
	record.Routes(api, records)
	server := httptest.NewServer(api.Mux)
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
}

// wire ties the area to what stands above it, as the program does.
func (o *office) wire(readings *disclosure.Desk, accounts *account.Desk) {
	o.Accounts = accounts
	o.Checked = func(ctx context.Context, db pg.DB, entity, id string) (Object, error) {
		a, err := o.checks.AboutOf(ctx, db, entity, id)
		return Object{Org: a.Org, Title: a.Matter, Records: a.Records}, err
	}
	o.Received = func(ctx context.Context, db pg.DB, entity, id string, from time.Time) (out []Recipient, err error) {
		checks, err := o.checks.LeanedOn(ctx, db, entity, id, from)
		for _, c := range checks {
			out = append(out, Recipient{Org: c.Org, How: "check", Answer: c.DecisionID, Matter: c.Matter, At: c.At})
		}
		if err != nil {
			return nil, err
		}
		seen, err := readings.SeenSince(ctx, db, entity, from)
		for _, r := range seen {
			out = append(out, Recipient{Org: r.Org, How: "reading", Answer: r.ID, At: r.At})
		}
		return out, err
	}
	o.Tell = func(ctx context.Context, tx pg.Tx, all []Notice) error {
		var out []exchange.Notice
		for _, n := range all {
			out = append(out, exchange.Notice{Org: n.Org, Kind: exchange.ReachBack, EntityID: n.EntityID, About: n.Record, Version: n.Version, Decision: n.Case, Case: n.Case,
				Reason: n.Reason, Limit: n.Limit})
		}
		return o.exchange.Tell(ctx, tx, out)
	}
	o.Acknowledged = func(ctx context.Context, db pg.DB, id string) (map[string]time.Time, error) {
		told, err := o.exchange.OfCase(ctx, db, id, exchange.ReachBack)
		acks := map[string]time.Time{}
		for _, n := range told {
			if n.AcknowledgedAt != nil {
				acks[n.Org] = *n.AcknowledgedAt
			}
		}
		return acks, err
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// on sets the clock to nine in the morning of a day.
func (o *office) on(day string) {
	o.clock.Store(workday.MustParse(day).Start().Add(9 * time.Hour).UnixNano())
}

// want sends a request as somebody ("" is nobody) and fails unless it is answered so: "" for success, else the code of the refusal.
func want[T any](o *office, who, method, path string, in any, code string, header ...string) (v T) {
	o.t.Helper()
	var b io.Reader
	if in != nil {
		j, err := json.Marshal(in)
		must(o.t, err)
		b = bytes.NewReader(j)
	}
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, b)
	must(o.t, err)
	r.Header.Set("Authorization", who)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	must(o.t, err)
	defer func() { _ = resp.Body.Close() }()
	out, err := io.ReadAll(resp.Body)
	must(o.t, err)
	var p web.Problem
	switch {
	case code == "" && resp.StatusCode >= 300:
		o.t.Fatalf("%s %s as %s: %d %s", method, path, who, resp.StatusCode, out)
	case code == "" && len(out) > 0 && strings.Contains(resp.Header.Get("Content-Type"), "json"):
		must(o.t, json.Unmarshal(out, &v))
	case code != "":
		if _ = json.Unmarshal(out, &p); p.Code != code || p.Status != resp.StatusCode {
			o.t.Errorf("%s %s as %s: %d %s, want %s", method, path, who, resp.StatusCode, out, code)
		}
	}
	return v
}

// penalty takes a suspension of business in, decided by the body and reported by another one or by itself.
func (o *office) penalty(number, source string, changes ...string) record.Record {
	o.t.Helper()
	v := map[string]string{"CF_XDR_MC": firmName, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": number,
		"CF_WFXW": "重大食品安全隐患逾期未排除", "CF_SY": "经查，当事人重大食品安全隐患逾期未排除。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "责令停产停业",
		"CF_NR": "责令停产停业整顿。", "CF_JDRQ": "2026-08-03", "CF_CFJG": bodyName, "CF_CFJGDM": bodyID, "CF_SDRQ": "2026-08-03", "XH_LY": "food"}
	for i := 0; i < len(changes); i += 2 {
		v[changes[i]] = changes[i+1]
	}
	it, _ := o.law.On(o.today()).Item("penalty")
	file, err := record.OneRow(it, v)
	must(o.t, err)
	who := access.Actor{ID: "key:source", Kind: access.KindKey, Org: source, Name: "示例来源单位", Scopes: access.Scopes()}
	receipt, err := o.records.Take(o.t.Context(), who, record.Delivery{Item: "penalty", File: bytes.NewReader(file)})
	must(o.t, err)
	if len(receipt.Errors) > 0 {
		o.t.Fatalf("%+v", receipt.Errors)
	}
	o.settle()
	return o.record(number)
}

func (o *office) record(number string) (found record.Record) {
	o.t.Helper()
	all, err := record.Of(o.t.Context(), o.db, firmID, time.Time{})
	must(o.t, err)
	for _, r := range all {
		if r.DocumentNo == number {
			found = r
		}
	}
	return found
}

// settle lets the index read on in the ledger, as it does all the time while the program runs.
func (o *office) settle() {
	o.t.Helper()
	must(o.t, o.log.Sequence(o.t.Context()))
	must(o.t, o.index.CatchUp(o.t.Context()))
}

// check asks about the firm as the buyer does.
func (o *office) check() check.Decision {
	o.t.Helper()
	o.settle()
	return want[check.Decision](o, "buyer", "POST", "/v1/checks", check.Request{Matter: "gp-qualification", Subject: firmID, Purpose: "procurement", CaseNo: "CG-1"}, "")
}

// filing is an objection to a record that lacks nothing.
func filingOf(r record.Record, ground string) Filing {
	return Filing{About: ARecord, Records: []string{r.ID}, Ground: ground, Statement: "该决定与本企业无关。"}
}

func (o *office) filed(r record.Record, ground string) Receipt {
	o.t.Helper()
	return want[Receipt](o, "owner", "POST", "/v1/objections", filingOf(r, ground), "")
}

type acted struct {
	State   caseflow.State `json:"state"`
	Version int32          `json:"version"`
	Waiting string         `json:"waiting"`
}

// do carries out an act on the newest version of a case, and expects the refusal, or none.
func (o *office) do(who, id string, a caseflow.Act, fields map[string]any, code string) acted {
	o.t.Helper()
	c, err := o.cases.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	return want[acted](o, who, "POST", "/v1/cases/"+id+"/acts/"+string(a), map[string]any{"version": c.Version, "fields": fields}, code)
}

func (o *office) look(who, id string) (v View) {
	o.t.Helper()
	return want[struct{ Panels View }](o, who, "GET", "/v1/cases/"+id, nil, "").Panels
}

func (o *office) state(id string) *caseflow.Case {
	o.t.Helper()
	c, err := o.cases.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	return c
}

func (o *office) sweep(day string) {
	o.t.Helper()
	o.on(day)
	_, err := o.cases.Sweep(o.t.Context(), workday.MustParse(day))
	must(o.t, err)
}

func (o *office) count(sql string, args ...any) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), o.db, pg.Query{Name: "count", SQL: sql}, args...)
	must(o.t, err)
	return n
}

// rejection is a draft that lacks nothing.
func rejection() map[string]any {
	return map[string]any{"outcome": "reject", "findings": "经核对决定书原件，内容无误。", "reason": "决定书载明当事人。", "instrument": "qfb-2021-4", "article": "（二十七）",
		"remedy": "可以申请上级复核一次，也可以依法申请复议或者提起诉讼。"}
}

// correction is a draft that puts one value right at the source.
func correction(r record.Record) map[string]any {
	return map[string]any{"outcome": "correct", "findings": "决定书原件为罚款。", "source_ref": "GZ-2026-7", "changes": change(r)}
}

func change(r record.Record) map[string]any {
	return map[string]any{"CF_NR": map[string]any{"old": r.Content["CF_NR"], "new": "罚款2000元。"}, "CF_CFLB": map[string]any{"old": r.Content["CF_CFLB"], "new": "罚款"},
		"CF_NR_FK": map[string]any{"old": r.Content["CF_NR_FK"], "new": "0.2"}}
}
