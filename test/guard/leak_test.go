package guard

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

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

// TestF24_8_AReaderReportsOnThePublicPage fills in the form as anybody would, and finds the numbers of the year and no name.
func TestF24_8_AReaderReportsOnThePublicPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	page := func(form url.Values) string {
		t.Helper()
		method := http.MethodGet
		if form != nil {
			method = http.MethodPost
		}
		r, err := http.NewRequestWithContext(t.Context(), method, h.url+"/leaks", strings.NewReader(form.Encode()))
		h.must(err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(r)
		h.must(err)
		defer func() { _ = resp.Body.Close() }()
		b, err := io.ReadAll(resp.Body)
		h.must(err)
		if resp.StatusCode != 200 {
			t.Fatalf("%d %s", resp.StatusCode, b)
		}
		return string(b)
	}
	if p := page(nil); !strings.Contains(p, "还没有收到过报告") {
		t.Error("before anything was reported")
	}
	if p := page(url.Values{"cause": {"leak"}, "statement": {" "}}); !strings.Contains(p, "请选择类别并写明看到了什么") {
		t.Error("an empty report is not refused in words")
	}
	p := page(url.Values{"cause": {"misuse"}, "statement": {"虚构网站叫卖平台数据。"}})
	if !strings.Contains(p, "AQ-460000-20261123-000001") || strings.Contains(p, "虚构网站叫卖") {
		t.Error("no receipt, or the words come back")
	}
	if p := page(nil); !strings.Contains(p, "<td data-t=\"年度\">2026</td>") || strings.Contains(p, "AQ-") {
		t.Error("the numbers of the year, without a case")
	}
}
