package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/access"
)

// The rights matrix of the design: an object, what is done to it, and by which of the roles shown. Reading what is public
// needs no permission; the words in brackets there are the reach of the role.
var matrix = []struct{ object, act, permission, roles string }{
	{"non-public record", "R (case, task, consent)", access.SubjectRead, "R7 R8 R12 R13 R23"},
	{"non-public record", "R (own)", access.ScopeRead, "R10 R11"},
	{"non-public record", "R (agg)", access.FiguresRead, "R10 R11 R19"},
	{"record", "C", access.RecordEnter, "R10"},
	{"record", "A", access.RecordApprove, "R11"},
	{"check", "X", access.ScopeCheck, "R7 R8 R12 R23"},
	{"check", "X (test)", access.RuleTest, "R16"},
	{"listing decision", "C", access.ListingDraft, "R12"},
	{"listing decision", "A", access.ListingDecide, "R13"},
	{"listing decision", "R", access.ListingRead, "R19"},
	{"repair, objection", "C (facts)", access.RepairFacts, "R11"},
	{"repair, objection", "C", access.RepairDraft, "R12"},
	{"repair, objection", "A", access.RepairDecide, "R13"},
	{"repair, objection", "R (escal.)", access.RepairRead, "R19"},
	{"rule, measure, list", "C", access.RuleDraft, "R16"},
	{"rule, measure, list", "A", access.RuleReview, "R17"},
	{"rule, measure, list", "A (publish)", access.RulePublish, "R19"},
	{"score model", "R", access.ModelRead, "R8 R12 R13 R16 R17 R19 R23 R28"},
	{"score model", "C", access.ModelDraft, "R16"},
	{"score model", "A", access.ModelApprove, "R17 R19"},
	{"draw", "R", access.DrawRead, "R8 R19 R28"},
	{"draw", "X", access.DrawRun, ""},
	{"account", "C", access.AccountRequest, "R26"},
	{"account", "A", access.AccountApprove, "R27"},
	{"account", "R", access.AccountRead, "R26 R27 R28"},
	{"role, scope", "C", access.RoleGrant, "R27"},
	{"role, scope", "R", access.RoleRead, "R27 R28"},
	{"audit log", "R, verify", access.AuditRead, "R28"},
	{"audit log", "export", access.AuditExport, "R28"},
	{"export", "C", access.ExportRequest, "R10"},
	{"export", "A", access.ExportApprove, "R11"},
	{"export", "A2", access.ExportSecond, "R19"},
	{"export", "R", access.ExportRead, "R28"},
}

func TestF24_7_TheRolesAreTheMatrix(t *testing.T) {
	t.Parallel()
	shown := strings.Fields("R7 R8 R10 R11 R12 R13 R16 R17 R19 R23 R26 R27 R28")
	for _, row := range matrix {
		for _, code := range shown {
			role, _ := access.RoleOf(code)
			want := slices.Contains(strings.Fields(row.roles), code)
			if got := slices.Contains(role.May, row.permission); got != want {
				t.Errorf("%s, %s: %s holds %s is %v, want %v", row.object, row.act, code, row.permission, got, want)
			}
		}
	}
}

func TestTheRolesAreThirtyAndKnowTheirPermissions(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for i, r := range access.Roles() {
		if r.Code != fmt.Sprintf("R%d", i+1) || r.Name.ZH == "" || r.Name.EN == "" {
			t.Errorf("role %d is %+v", i+1, r)
		}
		for _, p := range r.May {
			if _, ok := access.PermissionOf(p); !ok {
				t.Errorf("%s holds %q, which is not declared", r.Code, p)
			}
			if p == access.Self {
				t.Errorf("%s lists %s, which everybody has who is signed in", r.Code, p)
			}
			seen[p] = true
		}
	}
	if n := len(access.Roles()); n != 30 {
		t.Errorf("%d roles", n)
	}
	once := map[string]bool{}
	for _, p := range access.Permissions() {
		if once[p.Code] || p.Name.ZH == "" || p.Name.EN == "" {
			t.Errorf("permission %q is declared twice or has no name", p.Code)
		}
		if once[p.Code] = true; seen[p.Code] == p.App && p.Code != access.Self {
			t.Errorf("nobody holds %s, or somebody what is an app's", p.Code)
		}
	}
}

func TestF24_2_S1_NoTwoOfTheThreeTogether(t *testing.T) {
	t.Parallel()
	for roles, refused := range map[string]bool{
		"": false, "R26": false, "R27 R27": false, "R10 R11": false, "R25": false,
		"R26 R27": true, "R28 R26": true, "R27 R28": true, "R26 R27 R28": true, "R25 R26": true, "R28 R25": true, "R27 R19": true,
	} {
		err := access.Together(strings.Fields(roles))
		if refused {
			wantFault(t, err, "access.three_officers")
		} else if err != nil {
			t.Errorf("%q: %v", roles, err)
		}
	}
	for _, s := range append(access.Scopes(), access.CLI().Scopes...) {
		for _, officer := range []string{access.AccountRequest, access.AccountApprove, access.RoleGrant, access.KeyIssue, access.AuditRead, access.AuditExport} {
			if s == officer {
				t.Errorf("a key or the command line holds %s", s)
			}
		}
	}
}

func TestS2_NobodyTakesBothSteps(t *testing.T) {
	t.Parallel()
	author := access.Actor{ID: "person:1", Account: "1", Post: "a", Scopes: []string{access.RecordEnter, access.RecordApprove}}
	fromAnotherPost := author
	fromAnotherPost.Post = "b"
	wantFault(t, access.Apart(author, author), "access.not_apart")
	wantFault(t, access.Apart(author, fromAnotherPost), "access.not_apart")
	wantFault(t, access.Apart(access.CLI(), access.CLI()), "access.not_apart")
	wantFault(t, access.Apart(access.Actor{}, access.Actor{}), "access.not_apart")
	if err := access.Apart(author, access.Actor{ID: "person:2", Account: "2"}); err != nil {
		t.Error(err)
	}
}

func TestS10_ScopeFollowsBodyAndRegion(t *testing.T) {
	t.Parallel()
	for region, prefix := range map[string]string{"460000": "46", "460100": "4601", "460105": "460105", "469001": "469001", "46YP00": "46YP", "460400": "4604", "": ""} {
		if got := access.RegionPrefix(region); got != prefix {
			t.Errorf("%s: %s, want %s", region, got, prefix)
		}
	}
	province := access.Actor{Org: "A", Regions: []string{"46"}}
	city := access.Actor{Org: "B", Regions: []string{"4601"}}
	office := access.Actor{Org: "C"}
	for _, c := range []struct {
		who         access.Actor
		org, region string
		in          bool
	}{
		{province, "X", "460105", true}, {province, "X", "46YP00", true}, {province, "X", "440000", false}, {province, "X", "", false},
		{city, "X", "460100", true}, {city, "X", "460105", true}, {city, "X", "460200", false}, {city, "X", "460000", false}, {city, "B", "460200", true},
		{office, "C", "460200", true}, {office, "X", "460100", false}, {office, "", "", false}, {access.Actor{}, "", "", false}, {access.Actor{}, "", "460100", false},
		{access.CLI(), "X", "460200", true},
	} {
		if got := access.InScope(c.who, c.org, c.region); got != c.in {
			t.Errorf("%v sees %s in %s: %v", c.who.Regions, c.org, c.region, got)
		}
	}
}
