package guard

import "testing"

// TestF24_8_WhoeverIsSuspendedReadsWhyAndDoesNothingElse goes through the whole program: the next request of the session that is open
// already meets the suspension, the person reads why and answers, and on the day after its last everything is as it was.
func TestF24_8_WhoeverIsSuspendedReadsWhyAndDoesNothingElse(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	clerk := h.hire("clerk", haikou, "R10")
	clerk.want(200, "", "GET", "/v1/drafts", nil)
	var told struct{ Case string }
	h.visitor("anybody").want(201, "", "POST", "/v1/leaks", map[string]string{"cause": "leak", "statement": "虚构网站上有一份含平台数据的表格。"}).read(t, &told)
	var at struct{ Version int }
	h.sec.want(200, "虚构网站", "GET", "/v1/cases/"+told.Case, nil).read(t, &at)
	freeze := map[string]any{"version": at.Version, "fields": map[string]string{"kind": "account", "target": "clerk", "until": "2026-11-24", "reason": "虚构的理由"}}
	h.sec.want(200, "reported", "POST", "/v1/cases/"+told.Case+"/acts/freeze", freeze)
	clerk.want(403, "access.no_permission", "GET", "/v1/drafts", nil)
	var mine struct{ Items []struct{ ID, Reason string } }
	clerk.want(200, "虚构的理由", "GET", "/v1/my/suspensions", nil).read(t, &mine)
	clerk.want(204, "", "POST", "/v1/my/suspensions/"+mine.Items[0].ID+"/statement", map[string]string{"text": "与我无关（虚构）。"})
	h.on("2026-11-24", clerk)
	clerk.want(403, "access.no_permission", "GET", "/v1/drafts", nil)
	h.on("2026-11-25", clerk)
	clerk.want(200, "", "GET", "/v1/drafts", nil)
}
