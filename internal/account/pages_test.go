package account_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// A trial asks the same of every row as the import, and leaves nothing behind.
func TestATrialOfAFileWritesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t).orgs()
	head := "统一社会信用代码,机构名称,上级机构代码,行政区划代码,机构类别\n"
	file := []byte(head + haikou + ",虚构海口更名局," + operator + ",460100,部门\n" + branch + ",虚构海口示例分局," + haikou + ",460105,部门\n")
	in, err := o.TryFile(t.Context(), access.CLI(), bytes.NewReader(file), int64(len(file)))
	o.must(err)
	if in.Rows != 2 || in.Added != 0 || in.Changed != 1 || in.Written != 0 {
		t.Errorf("%+v", in)
	}
	if org, err := o.Org(t.Context(), haikou); err != nil || org.Name != "虚构海口示例局" {
		t.Errorf("the trial wrote: %+v %v", org, err)
	}
	in, err = o.ImportFile(t.Context(), access.CLI(), bytes.NewReader(file), int64(len(file)))
	o.must(err)
	if in.Changed != 1 || in.Written != 1 {
		t.Errorf("what was announced is not what was done: %+v", in)
	}
	bad := []byte(head + "914601000000000000,虚构,,460100,部门\n")
	if in, err = o.TryFile(t.Context(), access.CLI(), bytes.NewReader(bad), int64(len(bad))); err != nil || len(in.Wrong) != 1 || in.Wrong[0].Row != 2 {
		t.Errorf("%+v %v", in, err)
	}
}

func TestBodiesAreFoundByDivisionAndKind(t *testing.T) {
	t.Parallel()
	o := newOffice(t).orgs()
	for _, c := range []struct {
		q    account.OrgQuery
		want int
	}{{account.OrgQuery{Region: "460100"}, 2}, {account.OrgQuery{Region: "460000"}, 4}, {account.OrgQuery{Kind: "platform"}, 1}, {account.OrgQuery{Region: "460100", Words: "分局"}, 1}, {account.OrgQuery{Region: "460300"}, 0}} {
		if got, err := o.Orgs(t.Context(), c.q); err != nil || len(got) != c.want {
			t.Errorf("%+v: %d bodies, want %d (%v)", c.q, len(got), c.want, err)
		}
	}
}

// S8: the page says which certificate a post needs, from the day before it is good until the day after.
func TestS8_ADossierShowsTheTrainingAPostNeeds(t *testing.T) {
	t.Parallel()
	o := newOffice(t).orgs()
	a := o.hire("decider", haikou)
	_, err := o.Grant(t.Context(), sec, a.ID, account.NewPost{Org: haikou, Role: "R13"})
	o.must(err)
	o.must(o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		if err := o.RequireCertificate(ctx, tx, access.CLI(), account.CertificateRule{Role: "R13", Kind: "listing", From: workday.MustParse("2026-01-01"), Basis: "虚构培训规定"}); err != nil {
			return err
		}
		return o.Certify(ctx, tx, access.CLI(), account.Certificate{Account: a.ID, Kind: "listing", From: workday.MustParse("2026-12-01"), Until: workday.MustParse("2026-12-31")})
	}))
	for day, met := range map[string]bool{"2026-11-30": false, "2026-12-01": true, "2026-12-31": true, "2027-01-01": false} {
		o.on(day)
		f, err := o.Dossier(t.Context(), sec, a.ID)
		o.must(err)
		if len(f.Demands) != 1 || f.Demands[0].Met != met || f.Demands[0].Basis != "虚构培训规定" {
			t.Errorf("%s: %+v", day, f.Demands)
		}
		acting, err := o.Acting(t.Context(), o.db, a.ID, f.Posts[0].ID, "")
		o.must(err)
		if acting.May(access.ListingDecide) != met {
			t.Errorf("%s: the page and the rights differ", day)
		}
	}
}

func TestS10_NamesAndDossiersStayWithinTheRegion(t *testing.T) {
	t.Parallel()
	o := newOffice(t).orgs()
	here, there := o.hire("haikou-one", haikou), o.hire("sanya-one", sanya)
	city := as("00000000-0000-7000-8000-00000000000c", haikou, []string{"4601"}, access.AccountRead, access.KeyRead)
	mux := http.NewServeMux()
	account.Routes(web.New(mux, "test", func(r *http.Request, permission string) (context.Context, error) {
		if who := r.Header.Get("Authorization"); who != "city" || !city.May(permission) {
			return nil, fault.New(fault.Forbidden, "access.no_permission", "没有权限。", "Not yours to do.")
		}
		return access.With(r.Context(), city), nil
	}), o.Desk)
	call := func(who, path string) (int, string) {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.Header.Set("Authorization", who)
		mux.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	if code, body := call("city", "/v1/accounts/names?id="+here.ID+","+there.ID+",nonsense"); code != 200 || !strings.Contains(body, "haikou-one") || strings.Contains(body, "sanya-one") {
		t.Errorf("%d %s", code, body)
	}
	if code, body := call("city", "/v1/accounts/"+here.ID); code != 200 || !strings.Contains(body, `"requests":[{`) {
		t.Errorf("%d %s", code, body)
	}
	if code, _ := call("city", "/v1/accounts/"+there.ID); code != 404 {
		t.Errorf("an account elsewhere answers %d", code)
	}
	if code, _ := call("nobody", "/v1/accounts/names?id="+here.ID); code != 403 {
		t.Errorf("anybody may ask for names: %d", code)
	}
	if code, body := call("city", "/v1/keys/use"); code != 200 || !strings.Contains(body, `"items":[]`) {
		t.Errorf("%d %s", code, body)
	}
}
