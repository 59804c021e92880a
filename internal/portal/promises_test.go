package portal

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/commitment"
	"xinheng/internal/pg"
)

// promise is a voluntary commitment of a firm, in effect.
func (s *stage) promise() string {
	s.t.Helper()
	who := access.Actor{ID: "person:owner", Kind: access.KindPerson, Org: haixi, Firm: "delegation", Roles: []string{access.LegalRepresentative}}
	x, err := s.promises.Offer(s.t.Context(), who, commitment.Wanted{Undertaking: "own-quality"})
	if err != nil {
		s.t.Fatal(err)
	}
	v, err := s.promises.Sign(s.t.Context(), who, commitment.Signature{Wanted: commitment.Wanted{Undertaking: "own-quality"}, SM3: x.SM3, Ticket: x.Ticket, Waive: true}, "")
	if err != nil {
		s.t.Fatal(err)
	}
	return v.ID
}

// find lets a check say how a commitment was kept.
func (s *stage) find(id, clause string) {
	s.t.Helper()
	err := s.db.InTx(s.t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return s.promises.Conclude(ctx, tx, access.Actor{ID: "person:checker"}, commitment.Finding{EntityID: haixi, ID: id, Org: commitment.Body{Code: market}, On: s.day,
			Clause: clause, Document: "示例〔2026〕1号"})
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) registered() {
	s.t.Helper()
	s.take("2026-11-20", "entity", market, "海口市示例市场监督管理局", map[string]string{"TYSHXYDM": haixi, "ZTMC": "海汐示例水产有限公司", "ZTZT": "存续", "XZQH": "460100"})
}

func TestF03_3_TheColumnShowsTextDateStatusAndCheckingBody(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.registered()
	s.has(s.page(200, "/commitments"), "还没有公示的承诺")
	id := s.promise()
	s.has(s.page(200, "/commitments"), "产品和服务质量主动承诺", "海汐示例水产有限公司", "履行中", "主动承诺", "行业主管部门核查")
	s.has(s.page(200, "/commitments/"+id), "依法履行退换货和售后服务义务", "履行中", "所签文本自", "/commitments/"+id)
	s.has(s.page(200, "/en/commitments/"+id), "Returns and after-sales duties are honoured by the law", "Being kept")
	s.hasNot(s.page(200, "/commitments?status=broken"), "海汐示例")
	s.find(id, "honest")
	s.has(s.page(200, "/commitments?status=broken"), "海汐示例水产有限公司", "违诺")
	s.has(s.page(200, "/commitments/"+id), "已认定违反其中条款", "示例〔2026〕1号")
	s.page(404, "/commitments/CM-AAAAAAAAAAAAAAAA")
}

func TestF03_4_PermalinkCodeJSONAndABadgeThatTurnsGrey(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.registered()
	kept, broken := s.promise(), ""
	body := s.page(200, "/commitments/"+kept)
	s.has(body, "https://credit.example.test/commitments/"+kept, `<svg class="qr"`, "/v1/public/commitments/"+kept, "badge.svg")
	badge := func(id string) string {
		res, b := s.get("/commitments/" + id + "/badge.svg")
		h := res.Header
		if res.StatusCode != 200 || h.Get("Content-Type") != "image/svg+xml" || h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" ||
			!strings.Contains(h.Get("Cache-Control"), "no-cache") || xml.Unmarshal([]byte(b), new(any)) != nil {
			t.Errorf("%d %v %s", res.StatusCode, h, b)
		}
		return b
	}
	if b := badge(kept); strings.Contains(b, grey) || !strings.Contains(b, "履行中") {
		t.Errorf("%s", b)
	}
	s.find(kept, "")
	if b := badge(kept); strings.Contains(b, grey) || !strings.Contains(b, "已履行") {
		t.Errorf("%s", b)
	}
	broken = s.promise()
	s.find(broken, "standard")
	if b := badge(broken); !strings.Contains(b, grey) || !strings.Contains(b, "违诺") {
		t.Errorf("%s", b)
	}
	withdrawn := s.promise()
	who := access.Actor{ID: "person:owner", Kind: access.KindPerson, Org: haixi, Firm: "delegation", Roles: []string{access.LegalRepresentative}}
	if _, err := s.promises.Withdraw(t.Context(), who, withdrawn, commitment.Withdrawal{Reason: "不再经营该产品"}); err != nil {
		t.Fatal(err)
	}
	if b := badge(withdrawn); !strings.Contains(b, grey) || !strings.Contains(b, "已撤回") {
		t.Errorf("%s", b)
	}
	s.page(404, "/commitments/CM-AAAAAAAAAAAAAAAA/badge.svg")
}

func TestF05_3_FeedsAndAFrameForAnySite(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.registered()
	id := s.promise()
	var rss struct {
		Channel struct {
			Items []rssItem `xml:"item"`
		} `xml:"channel"`
	}
	_, b := s.get("/commitments/feed.rss")
	if err := xml.Unmarshal([]byte(b), &rss); err != nil || len(rss.Channel.Items) != 1 || rss.Channel.Items[0].Link != "https://credit.example.test/commitments/"+id {
		t.Errorf("%v %s", err, b)
	}
	var feed struct {
		Version string
		Items   []struct{ URL, Title string }
	}
	_, b = s.get("/en/commitments/feed.json?kind=voluntary")
	if err := json.Unmarshal([]byte(b), &feed); err != nil || !strings.HasSuffix(feed.Version, "/1.1") || len(feed.Items) != 1 || !strings.Contains(feed.Items[0].Title, "Being kept") {
		t.Errorf("%v %s", err, b)
	}
	_, b = s.get("/commitments/feed.json?kind=industry")
	if feed.Items = nil; json.Unmarshal([]byte(b), &feed) != nil || len(feed.Items) != 0 {
		t.Errorf("%s", b)
	}
	res, b := s.get("/commitments/widget")
	if !strings.Contains(res.Header.Get("Content-Security-Policy"), "frame-ancestors *") || res.Header.Get("X-Frame-Options") != "" || !strings.Contains(b, "海汐示例水产有限公司") || strings.Contains(b, "<script") {
		t.Errorf("%v %s", res.Header, b)
	}
	s.find(id, "honest") // nothing is kept: the other sites show it at once
	for _, p := range []string{"/commitments/feed.rss", "/commitments/feed.json", "/commitments/widget"} {
		if _, b := s.get(p); !strings.Contains(b, "违诺") {
			t.Errorf("%s: %s", p, b)
		}
	}
	s.has(s.page(200, "/commitments"), "&lt;iframe src=", "/commitments/feed.rss")
}

func TestF03_5_AReaderReportsAClauseWithoutAScript(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.registered()
	id := s.promise()
	s.has(s.page(200, "/commitments/"+id), `action="/commitments/`+id+`/report"`, `value="aftercare"`)
	post := func(form url.Values) (int, string) {
		r := httptest.NewRequest(http.MethodPost, "/commitments/"+id+"/report", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.mux.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	status, b := post(url.Values{"clause": {"aftercare"}, "statement": {"拒绝退货"}})
	if status != 200 || !regexp.MustCompile(`CR-[A-Z2-7]{16}`).MatchString(b) || !strings.Contains(b, "2026-12-04") || strings.Contains(b, "拒绝退货") {
		t.Errorf("%d %s", status, b)
	}
	if status, _ = post(url.Values{"clause": {"no-such"}, "statement": {"x"}}); status != 400 {
		t.Errorf("an unknown clause: %d", status)
	}
	s.hasNot(s.page(200, "/commitments/"+id), "拒绝退货") // a word, not a finding
}

func TestF02_1_TheCatalogueOfProofsWithWhatEachVersionChanged(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/proofs"), "经营场所使用证明", "从业人员健康证明", "告知承诺")
	s.has(s.page(200, "/proofs/health-certificate"), "人身健康", "一般程序", "（二）")
	s.has(s.page(200, "/proofs/premises-use"), "适用事项", "2023-12-31", "2024-01-01")
	s.has(s.page(200, "/proofs/premises-use?on=2023-01-01"), "旅行社业务经营许可")
	s.page(404, "/proofs/no-such")
}
