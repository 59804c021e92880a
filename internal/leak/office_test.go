package leak

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/counter/walked"
	"xinheng/internal/disclosure"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
	"xinheng/internal/web"
)

var (
	officeID, dataID, leadID = counter.Code("11460000", "XYLK0001"), counter.Code("11460100", "XYLK0002"), counter.Code("11460000", "XYLK0003")
	firmID, otherFirm        = counter.Code("91460100", "XYLK0010"), counter.Code("91460100", "XYLK0011")
)

const officeName = "海南省虚构数据管理局"

// ids are the accounts of people whose account itself matters, by login.
var ids = map[string]string{"security": "0198aaaa-0000-7000-8000-000000000001", "second": "0198aaaa-0000-7000-8000-000000000002", "auditor": "0198aaaa-0000-7000-8000-000000000003",
	"clerk": "0198aaaa-0000-7000-8000-000000000004", "reviewer": "0198aaaa-0000-7000-8000-000000000005", "lead": "0198aaaa-0000-7000-8000-000000000006"}

func person(login, org, name, region, role string) access.Actor {
	a := counter.Person(login, org, name, region, role)
	if id, ok := ids[login]; ok {
		a.ID, a.Account = "person:"+id, id
	}
	return a
}

func people() map[string]access.Actor {
	return map[string]access.Actor{
		"security": person("security", officeID, officeName, "460000", "R27"), "second": person("second", officeID, officeName, "460000", "R27"),
		"auditor": person("auditor", officeID, officeName, "460000", "R28"), "lead": person("lead", leadID, "海南省虚构信用主管部门", "460000", "R19"),
		"clerk": person("clerk", dataID, "海口市虚构数据局", "460100", "R10"), "reviewer": person("reviewer", dataID, "海口市虚构数据局", "460100", "R11"),
		"far": person("far", leadID, "三亚市虚构管理局", "460200", "R27"), "farlead": person("farlead", dataID, "三亚市虚构信用主管部门", "460200", "R19"),
		"owner": counter.ForFirm("owner", firmID, "海南虚构食品有限公司", access.LegalRepresentative), "stranger": counter.ForFirm("stranger", otherFirm, "海南虚构另一食品有限公司", access.LegalRepresentative),
		"citizen": counter.Citizen("citizen"),
	}
}

// office is the counter of the area, with exports, the ledger and accounts as the program wires them.
type office struct {
	*counter.Counter
	*Desk
	log  *ledger.Log
	keys *access.Keys
}

func open(t *testing.T, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people())}
	var err error
	o.log, err = ledger.Open(t.Context(), o.DB, "xinheng/test", o.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	o.keys = access.NewKeys(o.DB, o.Now)
	readings := disclosure.NewDesk(o.DB, o.Law, o.log, o.Sealer, o.Now)
	readings.Sources = []disclosure.Source{shelf(14)}
	cases := caseflow.NewDesk(o.DB, o.Law, o.Sealer, o.Now)
	walked.Note(cases)
	o.Desk = NewDesk(o.DB, o.Law, o.Sealer, Parts{Ledger: o.log, Keys: o.keys, Accounts: account.NewDesk(o.DB, o.keys, o.Law, o.Now), Readings: readings, Cases: cases}, o.Now)
	o.Press = paper.NewPress(nil)
	readings.Events.Alarmed.Within(o.Alarmed)
	readings.Events.Alarmed.Within(func(context.Context, pg.Tx, disclosure.Alarmed) error { return o.Survive() })
	readings.Events.Broken.Within(o.Broken)
	counter.Must(t, caseflow.Publish(t.Context(), pgtest.Owner(t, o.DB), cases.Types()...))
	o.Serve(func(a *web.API) {
		caseflow.Routes(a, cases)
		disclosure.Routes(a, readings)
		Routes(a, o.Desk)
	})
	return o
}

// staffed is an office with its people seated.
func staffed(t *testing.T, today string) *office {
	t.Helper()
	o := open(t, today)
	for id, name := range map[string]string{officeID: officeName, dataID: "海口市虚构数据局", leadID: "海南省虚构信用主管部门"} {
		o.run(`insert into account.org (org_id, name, region, kind, changed_at) values ($1, $2, $3, 'department', now())`, id, name, map[bool]string{true: "460100", false: "460000"}[id == dataID])
	}
	for login, p := range o.People {
		id, ok := ids[login]
		if !ok {
			continue
		}
		o.run(`insert into account.account (account_id, login, name, org, region, status, made_by, made_at, status_at)
			values ($1::text::uuid, $2, $3, $4, '460000', 'active', 'test', now(), now())`, id, login, "示例"+login, p.Org)
		o.run(`insert into account.post (post_id, account_id, org, role, region, from_on, granted_by, granted_at)
			values (gen_random_uuid(), $1::text::uuid, $2, $3, '460000', '2026-01-01', 'test', now())`, id, p.Org, p.Roles[len(p.Roles)-1])
	}
	return o
}

func (o *office) run(sql string, args ...any) {
	o.T.Helper()
	_, err := o.DB.Exec(o.T.Context(), pg.Query{Name: "test", SQL: sql}, args...)
	counter.Must(o.T, err)
}

// shelf is a source of n invented lines: the first of the firm, the others of subjects nobody acts for.
func shelf(n int) disclosure.Source {
	return disclosure.Source{Code: "record.own", Name: law.Text2{ZH: "示例", EN: "shelf"}, Columns: []string{"文号", "名称"},
		Estimate: func(context.Context, access.Actor, map[string]string) (int64, error) { return int64(n), nil },
		Rows: func(_ context.Context, _ access.Actor, _ map[string]string, each func(disclosure.Row) error) error {
			for i := range n {
				subject := firmID
				if i > 0 {
					subject = fmt.Sprintf("E-%04d", i)
				}
				if err := each(disclosure.Row{Subject: subject, Cells: []string{fmt.Sprintf("F-%04d", i), "虚构示例公司"}}); err != nil {
					return err
				}
			}
			return nil
		}}
}

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

// exported takes the shelf out as the clerk, and gives the number of the export and its file.
func (o *office) exported() (id, file string) {
	o.T.Helper()
	e := want[disclosure.Export](o, "clerk", "POST", "/v1/exports", map[string]any{"source": "record.own", "reason": "年度数据质量核对，用后即删"}, "")
	want[disclosure.Export](o, "reviewer", "POST", "/v1/exports/"+e.ID+"/approval", map[string]any{"approve": true}, "")
	return e.ID, o.fetched(e.ID)
}

func (o *office) fetched(id string) string {
	o.T.Helper()
	status, b := o.Send("clerk", "GET", "/v1/exports/"+id+"/file", nil)
	if status != 200 {
		o.T.Fatalf("fetching: %d %s", status, b)
	}
	return string(b)
}

// cut takes the marked lines and the head off a file, as whoever leaks it would.
func cut(file string) string {
	all := strings.Split(strings.TrimSpace(file), "\n")
	return strings.Join(all[2:len(all)-1], "\n")
}

func (o *office) told(who, cause string) Receipt {
	o.T.Helper()
	return want[Receipt](o, who, "POST", "/v1/leaks", Told{Cause: cause, Statement: "虚构网站上有一份含平台数据的表格。"}, "")
}

type acted struct {
	State   caseflow.State
	Version int32
}

// do carries out an act on the newest version of a case, and expects the refusal, or none.
func (o *office) do(who, id string, a caseflow.Act, fields map[string]any, code string) acted {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.DB, id)
	counter.Must(o.T, err)
	return want[acted](o, who, "POST", "/v1/cases/"+id+"/acts/"+string(a), map[string]any{"version": c.Version, "fields": fields}, code)
}

func (o *office) look(who, id string) View {
	o.T.Helper()
	return want[struct{ Panels View }](o, who, "GET", "/v1/cases/"+id, nil, "").Panels
}

func suspend(kind, target, until string) map[string]any {
	return map[string]any{"kind": kind, "target": target, "until": until, "reason": "该账号的导出与泄露文件一致（虚构）。"}
}

func confirmed(changes ...string) map[string]any {
	v := map[string]any{"outcome": "confirmed", "findings": "文件与导出的行序一致（虚构）。", "done": "已要求该网站删除，并停用了有关导出（虚构）。"}
	for i := 0; i+1 < len(changes); i += 2 {
		v[changes[i]] = changes[i+1]
	}
	return v
}

var days = map[string]any{"from": "2026-11-02", "until": "2026-11-20"}

// cases lists what somebody's worklist shows.
func (o *office) worklist(who string) (out []string) {
	o.T.Helper()
	for _, c := range want[struct{ Cases []struct{ ID string } }](o, who, "GET", "/v1/cases?kind=leak", nil, "").Cases {
		out = append(out, c.ID)
	}
	return out
}

type items[T any] struct{ Items []T }
