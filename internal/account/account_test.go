package account_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	lawdata "xinheng/law"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/app"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/workday"
)

var (
	operator = string(ident.MakeUSCC("11460000MB1A00001"))
	haikou   = string(ident.MakeUSCC("11460100MB1A00002"))
	branch   = string(ident.MakeUSCC("11460100MB1A00003"))
	sanya    = string(ident.MakeUSCC("11460200MB1A00004"))
)

type office struct {
	*account.Desk
	t     *testing.T
	db    *pg.Pool
	clock atomic.Int64
	ended []account.Ended
}

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

func newOffice(t *testing.T) *office {
	t.Helper()
	lib, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, db: pgtest.New(t)}
	o.clock.Store(time.Date(2026, 11, 23, 9, 0, 0, 0, workday.Shanghai).UnixNano())
	now := func() time.Time { return time.Unix(0, o.clock.Load()) }
	o.Desk = account.NewDesk(o.db, access.NewKeys(o.db, now), lib, now)
	o.ReadTable = app.ReadTable
	o.Events.Ended.Within(func(_ context.Context, _ pg.Tx, e account.Ended) error {
		o.ended = append(o.ended, e)
		return nil
	})
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) on(day string) { o.clock.Store(workday.MustParse(day).Start().UnixNano()) }

func want(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Errorf("got %v, want %s", err, code)
	}
}

// as is somebody of a body with some permissions, reaching some regions.
func as(id, org string, regions []string, may ...string) access.Actor {
	return access.Actor{ID: "person:" + id, Account: id, Kind: access.KindPerson, Org: org, Regions: regions, Scopes: may}
}

var (
	sys = as("00000000-0000-7000-8000-00000000000a", operator, []string{"46"}, access.AccountRequest, access.AccountRead, access.OrgEdit, access.DelegateLink)
	sec = as("00000000-0000-7000-8000-00000000000b", operator, []string{"46"}, access.AccountApprove, access.RoleGrant, access.AccountRead)
)

func (o *office) orgs() *office {
	o.t.Helper()
	in, err := o.ImportOrgs(o.t.Context(), access.CLI(), []account.Org{
		{ID: branch, Name: "虚构海口示例分局", Parent: haikou, Region: "460105", Kind: "部门"}, // before its parent: the order does not matter
		{ID: operator, Name: "虚构省信用平台运营中心", Region: "460000", Kind: "平台运营单位"},
		{ID: haikou, Name: "虚构海口示例局", Parent: operator, Region: "460100", Kind: "部门"},
		{ID: sanya, Name: "虚构三亚示例局", Parent: operator, Region: "460200", Kind: "department"},
	})
	o.must(err)
	if len(in.Wrong) > 0 || in.Written != 4 {
		o.t.Fatalf("%+v", in)
	}
	return o
}

func (o *office) hire(login, org string) account.Account {
	o.t.Helper()
	a, err := o.Ask(o.t.Context(), sys, account.NewAccount{Login: login, Name: "示例", Org: org, Reason: "虚构演示"})
	o.must(err)
	a, _, err = o.Decide(o.t.Context(), sec, a.ID, true, "")
	o.must(err)
	return a
}

func (o *office) acts(kind string) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), o.db, pg.Query{Name: "test", SQL: `select count(*) from ledger.entry where kind = $1`}, kind)
	o.must(err)
	return n
}

func TestOrganisationsAreImportedFromFiles(t *testing.T) {
	t.Parallel()
	csv, err := os.ReadFile("../../samples/organisations.csv")
	if err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	for i, line := range strings.Split(strings.TrimSpace(string(csv)), "\n") {
		for j, cell := range strings.Split(line, ",") {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			_ = book.SetCellStr("Sheet1", at, cell)
		}
	}
	var xlsx bytes.Buffer
	if err := book.Write(&xlsx); err != nil {
		t.Fatal(err)
	}
	for format, file := range map[string][]byte{"CSV": csv, "XLSX": xlsx.Bytes()} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			in, err := o.ImportFile(t.Context(), access.CLI(), bytes.NewReader(file), int64(len(file)))
			if err != nil || len(in.Wrong) > 0 || in.Written != in.Rows || in.Rows < 300 {
				t.Fatalf("%+v %v", in, err)
			}
			roots, err := o.Orgs(t.Context(), account.OrgQuery{})
			if err != nil || len(roots) != 1 || roots[0].Children < 46 {
				t.Errorf("%+v %v", roots, err)
			}
			found, err := o.Orgs(t.Context(), account.OrgQuery{Words: "三亚市示例人民"})
			if err != nil || len(found) != 1 || found[0].Parent != roots[0].ID || found[0].Region != "460200" {
				t.Errorf("%+v %v", found, err)
			}
			if found, _ := o.Orgs(t.Context(), account.OrgQuery{Words: "%"}); len(found) != 0 {
				t.Errorf("a percent sign finds %d bodies", len(found))
			}
			again, err := o.ImportFile(t.Context(), access.CLI(), bytes.NewReader(file), int64(len(file)))
			if err != nil || again.Written != 0 || o.acts("account.org_import") != 1 {
				t.Errorf("a second time: %+v %v, %d acts", again, err, o.acts("account.org_import"))
			}
		})
	}
}

func TestAWrongRowStopsTheWholeFile(t *testing.T) {
	t.Parallel()
	o := newOffice(t).orgs()
	header := []string{"*机构代码", "名称", "上级代码", "区划", "类别"}
	good := string(ident.MakeUSCC("11460000MB1A00009"))
	for code, row := range map[string][]string{
		"account.org_code":           {"114600000000000000", "虚构", "", "460000", "部门"},
		"account.org_name":           {good, " ", "", "460000", "部门"},
		"account.org_parent":         {good, "虚构", good, "460000", "部门"},
		"account.org_parent_unknown": {good, "虚构", string(ident.MakeUSCC("11460000MB1A00008")), "460000", "部门"},
		"account.org_region":         {good, "虚构", "", "469999", "部门"},
		"account.org_kind":           {good, "虚构", "", "460000", "帮派"},
		"account.org_ring":           {operator, "虚构", branch, "460000", "部门"},
		"account.org_twice":          {haikou, "虚构", "", "460100", "部门"},
	} {
		rows := [][]string{{haikou, "虚构海口改名局", operator, "460100", "部门"}, row}
		in, err := o.ImportTable(t.Context(), access.CLI(), header, rows)
		if err != nil || in.Written != 0 || len(in.Wrong) == 0 || !strings.Contains(codes(in.Wrong), code) {
			t.Errorf("%s: %+v %v", code, in, err)
		}
	}
	_, err := o.ImportTable(t.Context(), access.CLI(), []string{"名称", "区划", "类别"}, nil)
	want(t, err, "account.org_columns")
	_, err = o.ImportTable(t.Context(), access.CLI(), header, nil)
	want(t, err, "account.org_rows")
	if h, err := o.Org(t.Context(), haikou); err != nil || h.Name != "虚构海口示例局" {
		t.Errorf("%+v %v", h, err)
	}
}

func codes(wrong []account.RowError) (all string) {
	for _, w := range wrong {
		all += w.Code + " "
	}
	return all
}

func TestAnAccountIsAskedForByLoginAndName(t *testing.T) {
	t.Parallel()
	o := newOffice(t).orgs()
	base := account.NewAccount{Login: "wang.li", Name: "示例", Org: haikou, Reason: "虚构"}
	for code, bend := range map[string]func(*account.NewAccount){
		"account.login":  func(n *account.NewAccount) { n.Login = "1abc" },
		"account.name":   func(n *account.NewAccount) { n.Name = "46010019900307001X" },
		"account.reason": func(n *account.NewAccount) { n.Reason = " \n" },
		"account.no_org": func(n *account.NewAccount) { n.Org = string(ident.MakeUSCC("11460000MB1A00009")) },
		"account.region": func(n *account.NewAccount) { n.Org = "" },
	} {
		n := base
		bend(&n)
		_, err := o.Ask(t.Context(), sys, n)
		want(t, err, code)
	}
	n := base
	n.Login = " Wang.Li "
	if _, err := o.Ask(t.Context(), sys, n); err != nil {
		t.Error(err)
	}
	_, err := o.Ask(t.Context(), sys, base)
	want(t, err, "account.login_taken")
	_, err = o.Ask(t.Context(), sec, base)
	want(t, err, "account.no_permission")
}

func TestPostsHoldFromTheirFirstDayToTheirLast(t *testing.T) {
	t.Parallel()
	o := newOffice(t).orgs()
	a := o.hire("clerk", haikou)
	grant := func(role, from, until string) (account.Post, error) {
		n := account.NewPost{Org: haikou, Role: role}
		n.From, _ = workday.Parse(from)
		n.Until, _ = workday.Parse(until)
		return o.Grant(t.Context(), sec, a.ID, n)
	}
	_, err := grant("R10", "2026-11-22", "")
	want(t, err, "account.post_from")
	_, err = grant("R10", "2026-11-25", "2026-11-24")
	want(t, err, "account.post_until")
	p, err := grant("R10", "2026-11-25", "2026-11-27")
	o.must(err)
	_, err = grant("R10", "2026-11-27", "")
	want(t, err, "account.post_held")
	_, err = grant("R10", "2026-11-28", "")
	o.must(err)
	for day, holds := range map[string]bool{"2026-11-24": false, "2026-11-25": true, "2026-11-27": true, "2026-11-28": false} {
		o.on(day)
		who, err := o.Acting(t.Context(), o.db, a.ID, p.ID, "")
		if err != nil || (who.Post == p.ID) != holds || who.May(access.RecordEnter) != holds {
			t.Errorf("%s: %+v %v", day, who, err)
		}
	}
	t.Run("S1 an officer's post that has run out makes room for another", func(t *testing.T) {
		o.on("2026-12-01")
		b := o.hire("officer", operator)
		_, err := o.Grant(t.Context(), sec, b.ID, account.NewPost{Org: operator, Role: "R28", Until: workday.MustParse("2026-12-02")})
		o.must(err)
		_, err = o.Grant(t.Context(), sec, b.ID, account.NewPost{Org: operator, Role: "R26", From: workday.MustParse("2026-12-03")})
		want(t, err, "access.three_officers")
		o.on("2026-12-03")
		_, err = o.Grant(t.Context(), sec, b.ID, account.NewPost{Org: operator, Role: "R26"})
		o.must(err)
	})
}

func TestS1_OfTwoOfficersPostsGrantedAtOnceOneIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t).orgs()
	a := o.hire("officer", operator)
	var granted atomic.Int32
	var wg sync.WaitGroup
	for _, role := range []string{"R26", "R27", "R28"} {
		wg.Go(func() {
			if _, err := o.Grant(t.Context(), sec, a.ID, account.NewPost{Org: operator, Role: role}); err == nil {
				granted.Add(1)
			} else if !fault.Is(err, "access.three_officers") {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if granted.Load() != 1 {
		t.Errorf("%d posts were granted", granted.Load())
	}
}

func TestS9_ABodySpeaksForItselfAndThoseBelowIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t).orgs()
	a := o.hire("leaver", branch)
	_, err := o.Grant(t.Context(), sec, a.ID, account.NewPost{Org: branch, Role: "R10"})
	o.must(err)
	_, err = o.Grant(t.Context(), sec, a.ID, account.NewPost{Org: sanya, Role: "R10"})
	o.must(err)
	feed := func(org string) access.Actor {
		return access.Actor{ID: "key:k", Kind: access.KindKey, Org: org, Scopes: []string{access.OrgFeed}}
	}
	left := account.Leaving{Login: "leaver", Org: branch}
	for _, wrong := range []struct {
		who access.Actor
		l   account.Leaving
	}{
		{feed(sanya), left}, {feed(branch), account.Leaving{Login: "leaver", Org: haikou}}, {feed(haikou), account.Leaving{Login: "nobody", Org: branch}},
		{feed(haikou), account.Leaving{Login: "leaver", Org: haikou}},
	} {
		_, err := o.Leave(t.Context(), wrong.who, wrong.l)
		want(t, err, "account.no_leaver")
	}
	_, err = o.Leave(t.Context(), access.Actor{ID: "key:x", Org: haikou, Scopes: []string{access.ScopeCheck}}, left)
	want(t, err, "account.no_permission")
	n, err := o.Leave(t.Context(), feed(haikou), left)
	if err != nil || n != 1 || len(o.ended) != 1 || o.ended[0] != (account.Ended{Account: a.ID, Why: "left"}) {
		t.Errorf("%d %v, events %+v", n, err, o.ended)
	}
	h, err := o.Holder(t.Context(), o.db, a.ID)
	if err != nil || h.Status != account.Left {
		t.Errorf("%+v %v", h.Account, err)
	}
	if _, err := o.Acting(t.Context(), o.db, a.ID, "", ""); !fault.Is(err, "account.no_account") {
		t.Errorf("who has left still acts: %v", err)
	}
	if n, err := o.Leave(t.Context(), feed(haikou), left); n != 0 || err != nil || len(o.ended) != 1 || o.acts("account.left") != 1 {
		t.Errorf("told again: %d %v, %d events", n, err, len(o.ended))
	}
}

func TestWhatIsGrantedIsNeverDeleted(t *testing.T) {
	t.Parallel()
	o := newOffice(t).orgs()
	o.hire("clerk", haikou)
	for _, s := range []string{"delete from account.post", "delete from account.account", "update account.account set login = 'x'", "delete from account.request",
		"update account.post set role = 'R27'", "update account.request set asked_by = 'x'", "delete from account.delegation", "delete from account.org"} {
		if _, err := o.db.Exec(t.Context(), pg.Query{Name: s, SQL: s}); !pg.Denied(err) {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestAFirmThatIsNotRegisteredHasNobody(t *testing.T) {
	t.Parallel()
	o := newOffice(t).orgs()
	o.hire("boss", haikou)
	known := string(ident.MakeUSCC("91460100MA5T00001"))
	o.FirmName = func(_ context.Context, code string) (string, error) {
		if code != known {
			return "", fault.New(fault.Missing, "registry.unknown", "", "")
		}
		return "海南虚构示例有限公司", nil
	}
	for code, wanted := range map[string]string{known: "", string(ident.MakeUSCC("91460100MA5T00002")): "account.no_firm", "nonsense": "account.no_firm"} {
		f, err := o.Delegate(t.Context(), sys, account.NewDelegation{Firm: code, Login: "boss", Name: "示例", Role: "R3"})
		if wanted != "" {
			want(t, err, wanted)
		} else if err != nil || f.FirmName != "海南虚构示例有限公司" || !f.Until.IsZero() {
			t.Errorf("%+v %v", f, err)
		}
	}
}
