package caseflow

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

func two(zh, en string) law.Text2 { return law.Text2{ZH: zh, EN: en} }

var (
	basis = law.Ref{Instrument: "qfb-2021-4", Article: "（二十六）"}
	why   = []Field{{Name: "reason", Kind: LongText, Label: two("理由", "reason"), Why: two("写给承办人员", "for the officers"), Required: true}}
)

// trial is an invented type of case: firms ask for something, a body accepts, proposes, decides.
func trial() Def {
	move := func(act, zh, en string, to State, by Side, permission string, from ...State) Move {
		return Move{Act: Act(act), Name: two(zh, en), From: from, To: to, By: by, Permission: permission, Basis: basis, Confirm: by == Subject && permission == access.CaseSubmit}
	}
	with := func(m Move, f func(*Move)) Move { f(&m); return m }
	state := func(s State, zh, en string) StateName {
		return StateName{State: s, Name: two(zh, en), Public: two("您的申请："+zh, "Your application: "+en)}
	}
	return Def{
		Kind: "trial", Name: two("示例事项", "trial"), Prefix: "SY", Edition: "2021-1", From: workday.MustParse("2021-01-01"), Purpose: disclosure.Repair, Start: "submitted",
		States: []StateName{state("draft", "拟备", "draft"), state("submitted", "已提交", "submitted"), state("supplement", "补正", "supplement"),
			state("deciding", "审查", "deciding"), state("granted", "准予", "granted"), state("refused", "不予", "refused"), state("withdrawn", "撤回", "withdrawn"),
			state("lapsed", "终止", "lapsed")},
		Final: []State{"granted", "refused", "withdrawn", "lapsed"},
		Moves: []Move{
			move("prepare", "拟备", "prepare", "draft", Subject, access.CasePrepare),
			with(move("apply", "提交", "apply", "submitted", Subject, access.CaseSubmit), func(m *Move) { m.Form = slices.Clone(why) }),
			move("enter", "窗口录入", "enter at the window", "submitted", Window, access.CasePrepare),
			with(move("submit", "提交", "submit", "submitted", Subject, access.CaseSubmit, "draft"), func(m *Move) {
				m.Form = append(slices.Clone(why), Field{Name: "proof", Kind: Attachments, Label: two("证明", "proof"), Why: two("履行义务的证明", "that the duty is done")})
			}),
			move("ask_more", "要求补正", "ask for more", "supplement", Body, access.RepairDraft, "submitted"),
			move("supply", "补正", "supply", "submitted", Subject, access.CaseSubmit, "supplement"),
			move("accept", "受理", "accept", "deciding", Body, access.RepairDraft, "submitted"),
			move("propose", "拟办", "propose", Stay, Body, access.RepairDraft, "deciding"),
			move("tell", "提供事实", "give facts", Stay, Provider, access.RepairFacts, "deciding"),
			move("instruct", "上级督办意见", "instruct from above", Stay, Above, access.CaseReview, "deciding"),
			with(move("grant", "准予", "grant", "granted", Body, access.RepairDecide, "deciding"), func(m *Move) { m.Needs, m.Weight = []string{"decision"}, Favour }),
			with(move("refuse", "不予", "refuse", "refused", Body, access.RepairDecide, "deciding"), func(m *Move) { m.Needs, m.Weight = []string{"decision", "told_why"}, Heavy }),
			move("withdraw", "撤回", "withdraw", "withdrawn", Subject, access.CaseSubmit, "submitted", "supplement", "deciding"),
			move("escalate", "升级", "escalate", Stay, Platform, "", "deciding"),
			move("lapse", "终止", "lapse", "lapsed", Platform, "", "draft", "supplement"),
		},
		Clocks: []Clock{
			{Name: "accept", Title: two("受理", "accept or not"), While: []State{"submitted"}, Rests: []State{"supplement"}, Limit: "repair.accept"},
			{Name: "decide", Title: two("决定", "decide"), While: []State{"deciding"}, Limit: "repair.decide", Extend: "case.extension", Hold: basis, Late: "escalate"},
			{Name: "total", Title: two("总期限", "in all"), While: []State{"submitted", "deciding"}, Rests: []State{"supplement"}, Limit: "repair.total"},
			{Name: "answer", Title: two("当事人答复", "the subject's answer"), While: []State{"draft", "supplement"}, Limit: "hearing.request", Late: "lapse"},
		},
		Never:     []Guard{{To: "refused", Without: "deciding", Basis: basis}},
		Apart:     [][2]Act{{"propose", "grant"}, {"propose", "refuse"}},
		Escalated: []string{access.RepairRead},
	}
}

// office is the engine on a real database, reached through HTTP by people of several posts, on a set clock.
type office struct {
	*Desk
	t      testing.TB
	db     *pg.Pool
	sealer *seal.Sealer
	url    string
	clock  atomic.Int64
	die    atomic.Bool // what follows a move fails, as if the machine had stopped before the end
	ran    atomic.Int64
	mu     sync.Mutex
	told   []Reminded
}

func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

var (
	bodyID, otherID, providerID = code("11460000", "MB000001"), code("11460000", "MB000002"), code("11460000", "MB000003")
	firmID, otherFirm           = code("91460000", "MA000010"), code("91460000", "MA000011")
)

const (
	handlerAccount   = "00000000-0000-7000-8000-000000000001"
	colleagueAccount = "00000000-0000-7000-8000-000000000002"
	approverAccount  = "00000000-0000-7000-8000-000000000003"
)

func person(id, org, region string, roles ...string) access.Actor {
	a := access.Actor{ID: "person:" + id, Kind: access.KindPerson, Account: id, Person: "示例人员" + id, Org: org, Name: "海口市示例局", Roles: roles, Scopes: []string{access.Self}}
	for _, code := range roles {
		role, _ := access.RoleOf(code)
		a.Scopes = append(a.Scopes, role.May...)
		if role.Reach == access.ReachRegion {
			a.Regions = []string{access.RegionPrefix(region)}
		}
	}
	return a
}

func forFirm(id, firm, role string) access.Actor {
	a := person(id, firm, "", role)
	a.Firm, a.Confirm = "delegation", role == access.Agent
	return a
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"owner":     forFirm("owner", firmID, access.LegalRepresentative),
	"manager":   forFirm("manager", firmID, access.Manager),
	"agent":     forFirm("agent", firmID, access.Agent),
	"stranger":  forFirm("stranger", otherFirm, access.LegalRepresentative),
	"handler":   person(handlerAccount, bodyID, "460100", "R12"),
	"colleague": person(colleagueAccount, bodyID, "460100", "R12"),
	"approver":  person(approverAccount, bodyID, "460100", "R13"),
	"both":      person("both", bodyID, "460100", "R12", "R13"),
	"elsewhere": person("elsewhere", otherID, "460200", "R12"),
	"provider":  person("provider", providerID, "460000", "R11"),
	"reviewer":  person("reviewer", otherID, "460000", "R14"),
	"county":    person("county", otherID, "460200", "R14"),
	"lead":      person("lead", otherID, "460000", "R19"),
	"clerk":     person("clerk", otherID, "460100", "R6"),
	"inspector": person("inspector", bodyID, "460100", "R8"),
	"nobody":    person("nobody", bodyID, "460100"),
}

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

var errDied = errors.New("the machine stopped")

func open(t testing.TB, now string) *office {
	t.Helper()
	lib, err := shipped()
	must(t, err)
	return openWith(t, now, lib)
}

func openWith(t testing.TB, now string, lib *law.Library) *office {
	t.Helper()
	o := &office{t: t, db: pgtest.New(t)}
	var err error
	o.sealer, err = seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.International)
	must(t, err)
	o.desk(lib)
	o.on(now)
	must(t, Publish(t.Context(), pgtest.Owner(t, o.db), o.Types()...))
	o.bodies()
	return o
}

// desk makes the desk anew on the same database: another start of the program, perhaps with another law library.
func (o *office) desk(lib *law.Library) {
	now := func() time.Time { return time.Unix(0, o.clock.Load()) }
	o.Desk = NewDesk(o.db, lib, o.sealer, now)
	o.Register(Type{Def: trial(), Do: o.handlers(), View: func(_ context.Context, _ pg.DB, c *Case, _ access.Actor) (any, error) {
		return map[string]string{"title": c.Title}, nil
	}})
	o.Accounts = account.NewDesk(o.db, access.NewKeys(o.db, now), lib, now)
	o.Disclosure = disclosure.NewDesk(o.db, lib, nil, o.sealer, now)
	o.Attached = func(_ context.Context, _ pg.Tx, _ access.Actor, _ *Case, ref string) (string, string, error) {
		if !strings.HasPrefix(ref, "document:") {
			return "", "", fault.New(fault.Missing, "attach.unknown", "没有这个文件。", "No such file.")
		}
		return "缴款凭证（示例）.pdf", strings.Repeat("a", 64), nil
	}
	o.Events.Moved.Within(func(context.Context, pg.Tx, Moved) error {
		if o.die.Load() {
			return errDied
		}
		return nil
	})
	o.Events.Reminded.Within(func(_ context.Context, _ pg.Tx, r Reminded) error {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.told = append(o.told, r)
		return nil
	})
	api := web.New(http.NewServeMux(), "test", func(r *http.Request, permission string) (context.Context, error) {
		a, ok := people[r.Header.Get("Authorization")]
		if permission != "" && (!ok || !a.May(permission)) {
			return nil, fault.New(fault.Forbidden, "access.no_permission", "没有权限。", "Not yours to do.")
		}
		return access.With(r.Context(), a), nil
	})
	Routes(api, o.Desk)
	server := httptest.NewServer(api.Mux)
	o.t.Cleanup(server.Close)
	o.url = server.URL
}

type handler = func(ctx context.Context, tx pg.Tx, c *Case, m *Doing) error

func (o *office) handlers() map[Act]handler {
	decided := func(_ context.Context, _ pg.Tx, c *Case, m *Doing) error {
		o.ran.Add(1)
		m.Evidence = append(m.Evidence, Evidence{Kind: "decision", Ref: "document:decision", Name: "决定书"})
		m.Public["outcome"] = string(m.Act)
		return c.Keep(map[string]string{"outcome": string(m.Act)})
	}
	return map[Act]handler{"grant": decided, "refuse": decided}
}

// bodies are two bodies with three officers, as the accounts have them.
func (o *office) bodies() {
	owner := pgtest.Owner(o.t, o.db)
	for id, name := range map[string]string{bodyID: "海口市示例局", otherID: "三亚市虚构局", providerID: "海南省虚构厅"} {
		o.sql(owner, `insert into account.org (org_id, name, region, kind, changed_at) values ($1, $2, '460100', 'department', now())`, id, name)
	}
	for id, role := range map[string]string{handlerAccount: "R12", colleagueAccount: "R12", approverAccount: "R8"} {
		o.sql(owner, `insert into account.account (account_id, login, name, org, region, status, made_by, made_at, status_at)
			values ($1::text::uuid, $2, $3, $4, '460100', 'active', 'test', now(), now())`, id, "login"+id[len(id)-1:], "示例人员"+id[len(id)-1:], bodyID)
		o.sql(owner, `insert into account.post (post_id, account_id, org, role, region, from_on, granted_by, granted_at)
			values ($1::text::uuid, $1::text::uuid, $2, $3, '460100', '2021-01-01', 'test', now())`, id, bodyID, role)
	}
}

func (o *office) sql(db pg.DB, sql string, args ...any) {
	o.t.Helper()
	_, err := db.Exec(o.t.Context(), pg.Query{Name: "test", SQL: sql}, args...)
	must(o.t, err)
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

// sweep runs what the beat of the process runs.
func (o *office) sweep() int {
	o.t.Helper()
	n, err := o.Sweep(o.t.Context(), o.today())
	must(o.t, err)
	return n
}

func (o *office) as(who, method, path string, in any) (int, []byte) {
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
	resp, err := http.DefaultClient.Do(r)
	must(o.t, err)
	defer func() { _ = resp.Body.Close() }()
	out, err := io.ReadAll(resp.Body)
	must(o.t, err)
	return resp.StatusCode, out
}

// want sends a request and fails unless it is answered so: "" for success, else the code of the refusal.
func want[T any](o *office, who, method, path string, in any, code string) (v T) {
	o.t.Helper()
	status, b := o.as(who, method, path, in)
	if code == "" {
		if status >= 300 {
			o.t.Fatalf("%s %s as %s: %d %s", method, path, who, status, b)
		}
		if len(b) > 0 {
			must(o.t, json.Unmarshal(b, &v))
		}
		return v
	}
	var p web.Problem
	if _ = json.Unmarshal(b, &p); p.Code != code || p.Status != status {
		o.t.Errorf("%s %s as %s: %d %s, want %s", method, path, who, status, b, code)
	}
	return v
}

type acting struct {
	Version int32          `json:"version"`
	Fields  map[string]any `json:"fields,omitempty"`
	Note    string         `json:"note,omitempty"`
	Key     string         `json:"key,omitempty"`
}

// opened opens a case as an area would, in its own transaction.
func (o *office) opened(who string, act Act) *Case {
	o.t.Helper()
	c, err := o.tryOpen(who, Opening{Act: act, Fields: Values{"reason": "已履行（示例）"}})
	must(o.t, err)
	return c
}

func (o *office) tryOpen(who string, in Opening) (c *Case, err error) {
	in.Kind, in.EntityID, in.Org, in.Region, in.Provider, in.Title = "trial", firmID, bodyID, "460100", providerID, "申请修复 1 条示例处罚"
	if in.Act != "apply" {
		in.Fields = nil
	}
	if in.Details == nil {
		in.Details = map[string]string{"contact": "示例联系人"}
	}
	err = o.db.InTx(o.t.Context(), func(ctx context.Context, tx pg.Tx) error {
		c, err = o.Open(ctx, tx, people[who], in)
		return err
	})
	return c, err
}

// do is an act through the API on the version that is current, by number of the case.
func (o *office) do(who, id string, act Act, code string, more ...acting) Acted {
	o.t.Helper()
	in := acting{}
	if len(more) > 0 {
		in = more[0]
	}
	if in.Version == 0 {
		c, err := o.Find(o.t.Context(), o.db, id)
		must(o.t, err)
		in.Version = c.Version
	}
	return want[Acted](o, who, "POST", "/v1/cases/"+id+"/acts/"+string(act), in, code)
}

func (o *office) page(who, id, code string) Page {
	o.t.Helper()
	return want[Page](o, who, "GET", "/v1/cases/"+id, nil, code)
}

// term is a clock of a case, the newest of its name.
func (o *office) clockOf(id, name string) (found Term) {
	o.t.Helper()
	c, err := o.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	all, err := o.Clocks(o.t.Context(), o.db, c)
	must(o.t, err)
	for _, t := range all {
		if t.Clock == name {
			found = t
		}
	}
	if found.Clock == "" {
		o.t.Fatalf("%s has no clock %s", id, name)
	}
	return found
}

func (o *office) count(sql string, args ...any) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), o.db, pg.Query{Name: "count", SQL: sql}, args...)
	must(o.t, err)
	return n
}

// acts are the kinds of ledger entries about a case, in their order.
func (o *office) acts(id string) []string {
	o.t.Helper()
	all, err := pg.Column[string](o.t.Context(), o.db, pg.Query{Name: "acts", SQL: `select kind from ledger.entry where about = $1 order by id`}, id)
	must(o.t, err)
	return all
}

// without is the law library without the calendars of some years.
func without(t testing.TB, years ...string) *law.Library {
	t.Helper()
	files := fstest.MapFS{}
	must(t, fs.WalkDir(lawdata.FS, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || slices.ContainsFunc(years, func(y string) bool { return path == "calendar/"+y+".yaml" }) {
			return err
		}
		b, err := fs.ReadFile(lawdata.FS, path)
		files[path] = &fstest.MapFile{Data: b}
		return err
	}))
	lib, err := law.Load(files)
	must(t, err)
	return lib
}
