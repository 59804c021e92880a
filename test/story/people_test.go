package story

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
)

var (
	operator  = string(ident.MakeUSCC("11460000" + ident.MakeOrgCode("XYQQ0401")))
	permits   = string(ident.MakeUSCC("11460100" + ident.MakeOrgCode("XYQQ0402")))
	elsewhere = string(ident.MakeUSCC("11460200" + ident.MakeOrgCode("XYQQ0403")))
)

const (
	permitsName = "海口市示例行政审批局"
	password    = "Long-Walk-07-Beach"
	theCase     = "SP-2026-0417"
)

// person is somebody at a browser of their own, with real cookies.
type person struct {
	*stage
	jar   http.CookieJar
	login string
	word  string // the password, once it was changed
}

func (s *stage) browser(login string) *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &person{stage: s, jar: jar, login: login, word: password}
}

// want asks as the person and fails unless the answer has a status and holds a piece of text.
func (p *person) want(status int, piece, method, path string, in any, header ...string) answer {
	p.t.Helper()
	var body []byte
	if in != nil {
		body, _ = json.Marshal(in)
		header = append(header, "Content-Type", "application/json")
	}
	p.site.Client().Jar = p.jar
	a := p.ask(method, path, "", body, header...)
	p.site.Client().Jar = nil
	if a.status != status || !strings.Contains(string(a.body), piece) {
		p.t.Fatalf("%s %s as %s: %d %s, want %d with %q", method, path, p.login, a.status, a.body, status, piece)
	}
	return a
}

func (p *person) setUp(token string) *person {
	p.t.Helper()
	p.want(200, "signed_in", "POST", "/v1/session/setup", map[string]string{"token": token, "password": password})
	return p
}

// today signs the person in for another day.
func (p *person) today() *person {
	p.t.Helper()
	p.want(200, "signed_in", "POST", "/v1/session", map[string]string{"name": p.login, "password": p.word})
	return p
}

// actsFor chooses the firm a person acts for.
func (p *person) actsFor() *person {
	p.t.Helper()
	var me struct{ Firms []struct{ ID string } }
	if a := p.want(200, "", "GET", "/v1/session", nil); json.Unmarshal(a.body, &me) != nil || len(me.Firms) != 1 {
		p.t.Fatalf("%s", a.body)
	}
	p.want(200, "signed_in", "PUT", "/v1/session/post", map[string]string{"delegation_id": me.Firms[0].ID})
	return p
}

// staff is the platform's first officers, who let others in.
type staff struct{ sys, sec *person }

func (s *stage) officers() staff {
	s.t.Helper()
	people := map[string]account.Invitee{access.SystemAdministrator: {Login: "sys", Name: "示甲"}, access.SecurityOfficer: {Login: "sec", Name: "示乙"}, access.Auditor: {Login: "aud", Name: "示丙"}}
	made, err := s.app.Accounts.Bootstrap(s.t.Context(), account.First{Org: account.Org{ID: operator, Name: "虚构省信用平台", Region: "460000", Kind: "platform"}, People: people})
	if err != nil {
		s.t.Fatal(err)
	}
	in, err := s.app.Accounts.ImportOrgs(s.t.Context(), access.CLI(), []account.Org{{ID: permits, Name: permitsName, Parent: operator, Region: "460100", Kind: "部门"},
		{ID: bureau, Name: bureauName, Parent: operator, Region: "460100", Kind: "部门"}, {ID: elsewhere, Name: "三亚市示例局", Parent: operator, Region: "460200", Kind: "部门"}})
	if err != nil || len(in.Wrong) > 0 {
		s.t.Fatalf("%+v %v", in, err)
	}
	var f staff
	for _, o := range made {
		switch o.Role {
		case access.SystemAdministrator:
			f.sys = s.browser("sys").setUp(o.Link.Token)
		case access.SecurityOfficer:
			f.sec = s.browser("sec").setUp(o.Link.Token)
		}
	}
	return f
}

// hire lets somebody in: asked for by one officer, approved by another, with a post if a role is given.
func (f staff) hire(login, org, role string) *person {
	f.sys.t.Helper()
	ask := map[string]string{"login": login, "name": "示例" + login, "reason": "虚构演示"}
	if org == "" {
		ask["region"] = "460100"
	} else {
		ask["org"] = org
	}
	var a struct {
		ID   string
		Link struct{ Token string }
	}
	_ = json.Unmarshal(f.sys.want(201, "requested", "POST", "/v1/accounts", ask).body, &a)
	_ = json.Unmarshal(f.sec.want(200, "active", "POST", "/v1/accounts/"+a.ID+"/approval", map[string]any{"approve": true}).body, &a)
	if role != "" {
		f.sec.want(201, role, "POST", "/v1/accounts/"+a.ID+"/posts", map[string]string{"role": role, "org": org})
	}
	return f.sys.browser(login).setUp(a.Link.Token)
}

// view is a line of 谁查了我.
type view struct {
	Kind, Org, Body string
	Purpose         struct{ Code string }
	Fields          []string
}

func (p *person) views() (lines []string) {
	p.t.Helper()
	var got struct{ Views []view }
	a := p.want(200, "", "GET", "/v1/my/views", nil)
	if err := json.Unmarshal(a.body, &got); err != nil || strings.Contains(string(a.body), theCase) || strings.Contains(string(a.body), "示例clerk") {
		p.t.Fatalf("%v %s", err, a.body)
	}
	for _, v := range got.Views {
		lines = append(lines, fmt.Sprintf("%s %s %s %v", v.Kind, v.Body, v.Purpose.Code, v.Fields))
	}
	slices.Sort(lines)
	return lines
}

// part is a subtest in which a failure is its own.
func (s *stage) part(name string, play func(t *testing.T)) {
	whole := s.t
	whole.Run(name, func(t *testing.T) {
		s.t = t
		play(t)
	})
	s.t = whole
}

func (s *stage) count(sql string) int64 {
	s.t.Helper()
	n, err := pg.Scalar[int64](s.t.Context(), s.app.Pool, pg.Query{Name: "story", SQL: sql})
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// A clerk reads what is not public of a firm and checks it; the day after, the firm sees both.
func TestF07_7_F24_6_S6_S10_AReadingIsAskedForRecordedAndShownToItsSubject(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.day("2026-11-02")
	reporter := s.key(bureau, bureauName, access.ScopeIntake)
	s.deliver(reporter, "entity", map[string]string{"统一社会信用代码": firm, "企业名称": firmName, "主体类型": "企业", "登记状态": "存续", "行政区划": "460100"})
	s.deliver(reporter, "penalty", penalty("11", "未按规定贮存食品", "停产停业", "责令停产停业。", "2026-10-26"), penalty("12", "未按规定公示价格", "警告", "警告。", "2026-10-26"))
	f := s.officers()
	clerk, county := f.hire("clerk", permits, "R7"), f.hire("county", elsewhere, "R14")
	enterer, reviewer := f.hire("enterer", bureau, "R10"), f.hire("reviewer", bureau, "R11")
	boss := f.hire("boss", "", "")
	f.sys.want(201, "R3", "POST", "/v1/delegations", map[string]any{"firm": firm, "login": "boss", "name": "示例boss", "role": "R3"})
	boss.actsFor()

	records := "/v1/entities/" + firm + "/records"
	why := []string{"X-Purpose", "approval", "X-Case", theCase}
	var whole file
	s.part("S6 a reading without purpose and case is refused", func(t *testing.T) {
		clerk.want(422, "disclosure.no_case", "GET", records, nil, "X-Purpose", "approval")
		clerk.want(422, "disclosure.no_purpose", "GET", records, nil, "X-Case", theCase)
		clerk.want(200, `"view":"public"`, "GET", records, nil)
		if n := s.count(`select count(*) from disclosure.reading`); n != 0 {
			t.Errorf("%d readings", n)
		}
		whole = read[file](s, clerk.want(200, `"view":"full"`, "GET", records, nil, why...), 200)
		if len(whole.Records) != 2 || s.count(`select count(*) from disclosure.reading`) != 1 {
			t.Fatalf("%+v", whole)
		}
	})
	minor, _ := whole.of("12")
	s.part("S6 the hidden record is told to be there only to who may read it", func(t *testing.T) {
		s.browser("nobody").want(404, "record.unknown", "GET", "/v1/records/"+minor.ID, nil)
		reviewer.want(422, "disclosure.no_purpose", "GET", "/v1/records/"+minor.ID, nil)
		clerk.want(422, "disclosure.no_purpose", "GET", "/v1/records/"+minor.ID, nil)
	})
	s.part("S10 for an officer of another county the firm is not there", func(t *testing.T) {
		county.want(404, "registry.unknown", "GET", records, nil, "X-Purpose", "supervision", "X-Case", "F-1")
		county.want(404, "record.unknown", "GET", "/v1/records/"+minor.ID, nil, "X-Purpose", "supervision", "X-Case", "F-1")
		county.want(404, "record.unknown", "GET", "/v1/records/"+minor.ID, nil)
	})
	s.part("F07-7 a check in the same case is what the reading led to", func(t *testing.T) {
		clerk.want(422, "check.officer_given", "POST", "/v1/checks", map[string]string{"matter": "gp-qualification", "subject": firm, "purpose": "procurement", "case_no": "CG-1", "officer": "别人"})
		clerk.want(200, `"officer":"示例clerk"`, "POST", "/v1/checks", map[string]string{"matter": "gp-qualification", "subject": firm, "purpose": "procurement", "case_no": "CG-1"})
		if n := s.count(`select count(*) from disclosure.act`); n != 0 {
			t.Errorf("%d acts of another case", n)
		}
		clerk.want(200, "decision_id", "POST", "/v1/checks", map[string]string{"matter": "gp-qualification", "subject": firm, "purpose": "approval", "case_no": theCase})
		clerk.want(200, theCase, "GET", "/v1/decisions?mine=1&subject="+firm, nil)
		if a := clerk.want(200, "decisions", "GET", "/v1/decisions?until=2026-11-01", nil); strings.Contains(string(a.body), firm) {
			t.Errorf("before the day: %s", a.body)
		}
		reviewer.want(403, "access.no_permission", "GET", "/v1/decisions", nil)
		if n := s.count(`select count(*) from disclosure.act where what = 'check.decision'`); n != 1 {
			t.Errorf("%d acts", n)
		}
	})
	s.part("F24-4 an export that another approved is a reading as well", func(t *testing.T) {
		var e struct{ ID string }
		_ = json.Unmarshal(enterer.want(201, "asked", "POST", "/v1/exports", map[string]any{"source": "record.own", "reason": "核对本单位报送的处罚信息"}).body, &e)
		enterer.want(409, "disclosure.export_waits", "GET", "/v1/exports/"+e.ID+"/file", nil)
		reviewer.want(200, "approved", "POST", "/v1/exports/"+e.ID+"/approval", map[string]any{"approve": true})
		enterer.want(200, e.ID, "GET", "/v1/exports/"+e.ID+"/file", nil)
	})
	s.part("F24-6 its subject sees it from the next day on", func(t *testing.T) {
		if got := boss.views(); len(got) != 0 {
			t.Errorf("the same day: %v", got)
		}
		boss.want(200, `"view":"full"`, "GET", records, nil)
		s.day("2026-11-03")
		boss.today().actsFor()
		want := []string{"check " + permitsName + " approval [check.gp-qualification]", "check " + permitsName + " procurement [check.gp-qualification]",
			"export " + bureauName + " export [record.own]", "reading " + permitsName + " approval [penalty]"}
		if got := boss.views(); !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
		boss.want(404, "disclosure.unknown_firm", "GET", "/v1/my/views?firm="+buyer, nil)
		clerk.today().want(403, "access.no_permission", "GET", "/v1/my/views", nil)
	})
}
