package guard

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"xinheng/internal/workday"
)

// on sets the clock to nine in the morning of a day; whoever is named signs in again, as people do.
func (h *house) on(day string, people ...*caller) {
	h.t.Helper()
	h.clock.Store(workday.MustParse(day).Start().Add(9 * time.Hour).UnixNano())
	for _, p := range people {
		p.signIn()
	}
}

// penalised is a house in which the firm has one penalty that is published and one that never is.
func penalised(t *testing.T) *house {
	t.Helper()
	h := open(t)
	h.register()
	minor := sheet("2")
	minor["CF_CFLB"], minor["CF_NR"], minor["CF_NR_FK"] = "警告", "警告。", ""
	h.key(haikou, "intake").want(200, `"accepted":2`, "POST", "/v1/intake/penalty", file(sheet("1"), minor))
	h.settle()
	return h
}

const fileOfFirm = "/v1/entities/"

// TestF08_7_ABankReadsUnderTheFirmsConsentAndNoLonger goes through the whole program: a firm consents on a page, a bank reads
// by it, and the day after its last, or the moment it is taken back, the bank does not.
func TestF08_7_ABankReadsUnderTheFirmsConsentAndNoLonger(t *testing.T) {
	t.Parallel()
	h := penalised(t)
	bank := code("91460000", "XYQQ0601")
	h.sys.want(200, bank, "POST", "/v1/orgs", map[string]string{"id": bank, "name": "海南示例银行", "parent": operator, "region": "460000", "kind": "agency"})
	banker, other := h.hire("banker", bank, "R23"), h.hire("rival-bank", operator, "R23")
	boss := h.boss("boss", firm)
	read := func(c *caller, status int, code, consent string, header ...string) {
		t.Helper()
		header = append(header, "X-Purpose", "finance", "X-Case", "DK-2026-7")
		if consent != "" {
			header = append(header, "X-Consent", consent)
		}
		c.want(status, code, "GET", fileOfFirm+firm+"/records", nil, header...)
	}
	read(banker, 403, "disclosure.no_consent", "")
	read(banker, 403, "disclosure.no_consent", uuid0)
	grant := func(until string) string {
		t.Helper()
		var c struct {
			ID string `json:"consent_id"`
		}
		a := boss.want(201, "", "POST", "/v1/my/consents", map[string]any{"grantee": bank, "fields": []string{"penalty"}, "purpose": "finance", "until": until})
		a.read(t, &c)
		if c.ID == "" {
			var any struct{ ID string }
			a.read(t, &any)
			c.ID = any.ID
		}
		return c.ID
	}
	id := grant("2026-11-24")
	read(banker, 200, `"view":"full"`, id)
	read(other, 403, "disclosure.no_consent", id) // it is given to one body
	h.on("2026-11-24", banker)
	read(banker, 200, `"view":"full"`, id) // its last day
	h.on("2026-11-25", banker, boss)
	boss.actsFor()
	read(banker, 403, "disclosure.no_consent", id) // nothing has run in between
	again := grant("2026-12-31")
	read(banker, 200, `"view":"full"`, again)
	boss.want(204, "", "DELETE", "/v1/my/consents/"+again, nil)
	read(banker, 403, "disclosure.no_consent", again)
}

// TestS7_TheGlassTakesTwoEndsByItselfAndIsSeen breaks the glass in the whole program: alone it cannot be opened, it closes
// after four hours, the auditor knows at once and the firm after the delay of the law.
func TestS7_TheGlassTakesTwoEndsByItselfAndIsSeen(t *testing.T) {
	t.Parallel()
	h := penalised(t)
	devops, boss := h.hire("devops", operator, "R30"), h.boss("boss", firm)
	var glass struct{ ID string }
	devops.want(201, "asked", "POST", "/v1/glass", map[string]string{"subject": firm, "reason": "虚构的故障：公示页与台账不一致，须核对原始记录"}).read(t, &glass)
	through := func(status int, code string) {
		t.Helper()
		devops.want(status, code, "GET", fileOfFirm+firm+"/records", nil, "X-Glass", glass.ID, "X-Case", "GZ-1", "X-Purpose", "emergency")
	}
	through(403, "disclosure.glass_closed")
	devops.want(403, "access.no_permission", "POST", "/v1/glass/"+glass.ID+"/opening", nil)
	h.sys.want(403, "access.no_permission", "POST", "/v1/glass/"+glass.ID+"/opening", nil)
	h.sec.want(200, "open", "POST", "/v1/glass/"+glass.ID+"/opening", nil)
	through(200, `"view":"full"`)
	h.aud.want(200, glass.ID, "GET", "/v1/audit/queue", nil)
	devops.want(403, "", "GET", "/v1/audit/queue", nil)

	h.clock.Add(int64(4*time.Hour - time.Second))
	devops.signIn()
	through(200, `"view":"full"`)
	h.clock.Add(int64(time.Second))
	through(403, "disclosure.glass_closed") // by itself
	for day, sees := range map[string]bool{"2026-11-24": false, "2026-12-07": true} {
		h.on(day, boss)
		a := boss.actsFor().want(200, "", "GET", "/v1/my/views", nil)
		if strings.Contains(a.text, `"break_glass"`) != sees || strings.Contains(a.text, "devops") || strings.Contains(a.text, "GZ-1") {
			t.Errorf("%s: %s", day, a.text)
		}
	}
}

// TestF09_8_F26_7_S2_APenaltyIsEnteredByOneAndApprovedByAnother types a penalty into the form of the whole program.
func TestF09_8_F26_7_S2_APenaltyIsEnteredByOneAndApprovedByAnother(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	clerk, reviewer := h.hire("clerk", haikou, "R10"), h.hire("reviewer", haikou, "R11")
	h.sec.want(201, "R11", "POST", "/v1/accounts/"+clerk.id+"/posts", map[string]string{"role": "R11", "org": haikou})
	type draft struct {
		ID, Status string
		Version    int
	}
	begin := func(values map[string]string) (d draft) {
		t.Helper()
		clerk.want(201, "", "POST", "/v1/drafts", map[string]any{"item": "penalty", "values": values}).read(t, &d)
		return d
	}
	for lacks, field := range map[string]string{"its document": "CF_WSH", "its article": "CF_YJ", "the day it was decided": "CF_JDRQ"} {
		values := sheet("7")
		delete(values, field)
		d := begin(values)
		clerk.want(200, field, "POST", "/v1/drafts/preview", map[string]any{"item": "penalty", "values": values})
		clerk.want(409, "entry.flawed", "POST", "/v1/drafts/"+d.ID+"/submission", nil)
		if n := h.count(`select count(*) from record.version`); n != 0 {
			t.Errorf("without %s %d records are kept", lacks, n)
		}
	}
	unserved := sheet("7")
	delete(unserved, "CF_SDRQ") // the national sheet of penalties leaves it open: it is asked for, and the remedies run from it
	clerk.want(200, "service_missing", "POST", "/v1/drafts/preview", map[string]any{"item": "penalty", "values": unserved})
	d := begin(sheet("8"))
	papers := clerk.want(200, "", "GET", "/v1/drafts/"+d.ID+"/papers", nil)
	for _, part := range []string{"示罚〔2026〕8号", "信用修复", "2026-11-23", "2027-02-23", "2027-11-22"} { // published from, repair at the earliest, publicity until
		if !strings.Contains(papers.text, part) {
			t.Errorf("the papers lack %q: %s", part, papers.text)
		}
	}
	clerk.want(200, "submitted", "POST", "/v1/drafts/"+d.ID+"/submission", nil).read(t, &d)
	decision := map[string]any{"approve": true, "version": d.Version}
	clerk.want(403, "access.no_permission", "POST", "/v1/drafts/"+d.ID+"/decision", decision)
	var me struct{ Posts []struct{ ID, Role string } }
	clerk.want(200, "", "GET", "/v1/session", nil).read(t, &me)
	for _, p := range me.Posts {
		if p.Role == "R11" {
			clerk.want(200, "signed_in", "PUT", "/v1/session/post", map[string]string{"post_id": p.ID})
		}
	}
	clerk.want(403, "access.not_apart", "POST", "/v1/drafts/"+d.ID+"/decision", decision) // also from the other post
	reviewer.want(200, "approved", "POST", "/v1/drafts/"+d.ID+"/decision", decision)
	reviewer.want(409, "", "POST", "/v1/drafts/"+d.ID+"/decision", decision) // the second click
	h.settle()
	h.visitor("the public").want(200, "示罚〔2026〕8号", "GET", fileOfFirm+firm+"/records", nil)
}

// TestF24_7_OneFieldIsSeenByRoleAndPurpose looks at one record through every eye the program has for it.
func TestF24_7_OneFieldIsSeenByRoleAndPurpose(t *testing.T) {
	t.Parallel()
	h := penalised(t)
	boss, rivals := h.boss("boss", firm), h.boss("rivals", rival)
	for _, c := range []struct {
		who    *caller
		header []string
		status int
		shows  string
		hidden bool // the penalty that is not published is in the answer
	}{
		{h.visitor("the public"), nil, 200, `"view":"public"`, false},
		{h.hire("approver", haikou, "R7"), nil, 200, `"view":"public"`, false},
		{h.hire("approver2", haikou, "R7"), []string{"X-Purpose", "approval", "X-Case", "SP-1"}, 200, `"view":"full"`, true},
		{h.hire("above", sanya, "R14"), []string{"X-Purpose", "supervision", "X-Case", "FH-1"}, 404, "registry.unknown", false},
		{h.hire("above2", haikou, "R14"), []string{"X-Purpose", "supervision", "X-Case", "FH-2"}, 200, `"view":"full"`, true},
		{h.hire("leader", haikou, "R21"), []string{"X-Purpose", "supervision", "X-Case", "LD-1"}, 403, "", false},
		{h.sys, []string{"X-Purpose", "supervision", "X-Case", "SYS-1"}, 403, "", false},
		{h.aud, []string{"X-Purpose", "supervision", "X-Case", "AUD-1"}, 403, "", false},
		{boss, nil, 200, `"view":"full"`, true},
		{rivals, nil, 200, `"view":"public"`, false},
	} {
		a := c.who.want(c.status, c.shows, "GET", fileOfFirm+firm+"/records", nil, c.header...)
		var got struct {
			Records []struct {
				DocumentNo string `json:"document_no"`
			}
		}
		if a.status == http.StatusOK && json.Unmarshal([]byte(a.text), &got) != nil {
			t.Errorf("%s: %s", c.who.who, a.text)
		}
		found := false
		for _, r := range got.Records {
			found = found || strings.Contains(r.DocumentNo, "2号")
		}
		if found != c.hidden {
			t.Errorf("%s sees the unpublished penalty: %t", c.who.who, found)
		}
	}
}
