package portal

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"xinheng/internal/pg"
)

var (
	hrefs   = regexp.MustCompile(`(?:href|action)="([^"]*)"`)
	scripts = regexp.MustCompile(`(?i)<script|\son[a-z]+\s*=|javascript:|<iframe|style="`)
)

// maxPage is how heavy a page may be over the wire (performance.md P9).
const maxPage = 60 << 10

// visited is a page of the site as it was found.
type visited struct {
	path string
	res  *http.Response
	body string
}

// walk follows every link of the site from its home pages; each must lead to a well-made page. It goes to a place once:
// other days and other pages of the same list are not other places.
func (s *stage) walk() (places []visited) {
	s.t.Helper()
	todo, seen := []string{"/", "/en/"}, map[string]bool{"/": true, "/en/": true}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		res, body := s.ask(200, path)
		if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			places = append(places, visited{path, res, body})
		}
		for _, m := range hrefs.FindAllStringSubmatch(body, -1) {
			if next, inside := placeOf(m[1]); inside && !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	return places
}

// placeOf is the address a link leads to, if that is a page of the site and another place; the API describes itself, and the enterprise centre is a site of
// its own, walked in a browser.
func placeOf(link string) (place string, inside bool) {
	to, err := url.Parse(strings.ReplaceAll(link, "&amp;", "&"))
	if err != nil || to.Host != "" || strings.HasPrefix(to.Path, "/v1/") || strings.HasPrefix(to.Path, "/openapi.") || strings.HasPrefix(to.Path, "/centre/") || strings.HasPrefix(to.Path, "/workbench/") || to.Path == "" {
		return "", false
	}
	for _, k := range []string{"on", "after", "elder", "article"} {
		if to.Query().Has(k) {
			return "", false
		}
	}
	return to.RequestURI(), true
}

func TestEveryPlaceALinkLeadsTo(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	places := s.walk()
	if len(places) < 500 {
		t.Errorf("the walk saw %d places; links are missing", len(places))
	}
	t.Run("F19-1 is there, needs no script and shows no CAPTCHA", func(t *testing.T) {
		for _, p := range places {
			if m := scripts.FindString(p.body); m != "" {
				t.Errorf("%s needs a script or an inline style: %q", p.path, m)
			}
			csp := p.res.Header.Get("Content-Security-Policy")
			if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script-src") || strings.Contains(csp, "unsafe") {
				t.Errorf("%s has policy %q", p.path, csp)
			}
			if strings.Contains(p.body, "验证码") && p.path != "/" && p.path != "/about" {
				t.Errorf("%s asks for a CAPTCHA", p.path)
			}
		}
	})
	t.Run("G6 says nothing in retired words", func(t *testing.T) {
		for _, p := range places {
			if at := retired.FindStringIndex(p.body); at != nil {
				t.Errorf("%s says %q", p.path, p.body[max(0, at[0]-60):at[1]])
			}
		}
	})
}

func TestF19_1_EveryPageIsLightOverTheWire(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	for _, p := range []string{"/", "/search?q=示例", "/entities/" + haixi, "/lists", "/measures", "/matters", "/law", "/law/values?kind=matter", "/law/diff", "/catalogue/penalty"} {
		r, err := http.NewRequest(http.MethodGet, p, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "gzip")
		w := newSizer()
		s.mux.ServeHTTP(w, r)
		if w.n > maxPage {
			t.Errorf("%s weighs %d bytes", p, w.n)
		}
		if w.h.Get("Content-Encoding") != "gzip" || !strings.Contains(strings.Join(w.h.Values("Vary"), ","), "Accept-Encoding") {
			t.Errorf("%s is not compressed as it says: %v", p, w.h)
		}
	}
}

// sizer counts what a handler writes.
type sizer struct {
	h http.Header
	n int
}

func newSizer() *sizer                       { return &sizer{h: http.Header{}} }
func (s *sizer) Header() http.Header         { return s.h }
func (s *sizer) Write(b []byte) (int, error) { s.n += len(b); return len(b), nil }
func (s *sizer) WriteHeader(int)             {}

func TestF19_1_RecordsHavePermanentAddresses(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	at := "/records/" + s.recordOf(haixi, "penalty")
	first := s.page(200, at)
	s.has(s.page(200, "/entities/"+haixi), `href="`+at+`"`)
	s.has(s.page(200, "/publicity?item=penalty"), `href="`+at+`"`)
	s.day = s.day.AddDays(30)
	s.has(s.page(200, at), "琼示市监罚〔2026〕0417号")
	s.has(first, "罚款 20,000 元", "2026-11-07", "2027-08-06", `<link rel="canonical" href="https://credit.example.test`+at+`">`)
	s.has(s.page(200, "/en"+at), "fine CNY 20,000", "Repair may be asked for now", `lang="en"`)
}

func TestLanguageSwitchKeepsThePlace(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	s.has(s.page(200, "/publicity?item=licence&month=2026-11"), `href="/en/publicity?item=licence&amp;month=2026-11"`)
	s.has(s.page(200, "/en/law/value/limit:objection.mark?on=2026-01-01"), `href="/law/value/limit:objection.mark?on=2026-01-01"`)
	s.has(s.page(200, "/en/"), `<html lang="en">`, `href="/"`, "all data are invented")
	s.has(s.page(200, "/"), `<html lang="zh-CN">`, "演示站点 · 数据均为虚构", `class="skip"`)
}

func TestLargeTextIsRememberedAndReturnsToThePlace(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	res, _ := s.get("/law?on=2026-01-01&elder=1")
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/law?on=2026-01-01" {
		t.Fatalf("%d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	c := res.Header.Get("Set-Cookie")
	if !strings.HasPrefix(c, "elder=1;") {
		t.Fatalf("cookie %q", c)
	}
	_, body := s.get("/law", "Cookie", "elder=1")
	s.has(body, "data-elder", "标准版")
	res, _ = s.get("/law?elder=0")
	if !strings.Contains(res.Header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("turning it off sets %q", res.Header.Get("Set-Cookie"))
	}
	if res, _ := s.get("//evil.example/?elder=1"); strings.HasPrefix(res.Header.Get("Location"), "//") {
		t.Error("large text leads off the site")
	}
}

func TestAssetsMayBeKeptForEver(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	m := regexp.MustCompile(`/assets/xinheng\.[0-9a-f]{12}\.css`).FindString(s.page(200, "/"))
	res, body := s.get(m)
	if res.StatusCode != 200 || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") || !strings.Contains(body, "--sea") {
		t.Fatalf("%s = %d %v", m, res.StatusCode, res.Header)
	}
	if again, _ := s.get(m, "If-None-Match", res.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again: %d", again.StatusCode)
	}
	if strings.Contains(body, "url(") || strings.Contains(body, "@import") {
		t.Error("the stylesheet loads something else")
	}
}

func TestRefusalsSayWhatToDo(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for path, c := range map[string]struct {
		status int
		says   string
	}{
		"/nowhere":                    {404, "请检查地址"},
		"/en/nowhere":                 {404, "Check it, or search below."},
		"/entities/" + haixi:          {404, "核对"},
		"/records/00000000000000":     {404, ""},
		"/law?on=gestern":             {400, "2026-11-22"},
		"/law?on=3026-01-01":          {400, "1950"},
		"/publicity?month=13":         {400, "2026-11"},
		"/publicity?item=court":       {404, "目录"},
		"/publicity?after=not-a-mark": {400, "第一页"},
		"/lists/none":                 {404, "名单"},
		"/law/none":                   {404, "法规"},
		"/law/value/limit:none":       {404, "规则"},
		"/law/values?kind=none":       {404, "规则"},
		"/matters/none":               {404, "事项"},
		"/measures/none":              {404, "措施"},
		"/catalogue/none":             {404, "目录"},
		"/search?q=x":                 {400, "两个"},
	} {
		res, body := s.get(path)
		if res.StatusCode != c.status || !strings.Contains(body, c.says) {
			t.Errorf("GET %s = %d, want %d and %q\n%s", path, res.StatusCode, c.status, c.says, excerpt(body))
		}
		if res.Header.Get("X-Robots-Tag") == "" {
			t.Errorf("GET %s may be indexed", path)
		}
	}
	res, body := s.get("/v1/nowhere")
	if res.StatusCode != 404 || res.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("an unknown endpoint answers %d %s %s", res.StatusCode, res.Header.Get("Content-Type"), body)
	}
}

func TestWithoutADatabaseThePageSaysSo(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	s.page(200, "/")
	away, err := pg.Open(t.Context(), "postgres://nobody@127.0.0.1:1/away")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(away.Close)
	s.db = away
	s = s.again()
	res, body := s.get("/entities/" + haixi)
	if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	s.has(body, "暂时无法查询", "稍后重试")
	s.hasNot(body, "127.0.0.1", "nobody")
	s.page(200, "/law/value/limit:objection.mark") // the law needs no database
	s.page(200, "/measures")
}

func TestRobotsAndSiteMap(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	_, robots := s.get("/robots.txt")
	s.has(robots, "Disallow: /search", "Sitemap: https://credit.example.test/sitemap.xml")
	_, index := s.get("/sitemap.xml")
	s.has(index, "https://credit.example.test/sitemap-pages.xml")
	_, pages := s.get("/sitemap-pages.xml")
	s.has(pages, "https://credit.example.test/en/lists/tax-major")
	s.hasNot(pages, "/entities/", "/records/")
	for _, m := range regexp.MustCompile(`<loc>https://credit\.example\.test([^<]*)</loc>`).FindAllStringSubmatch(pages, -1) {
		if res, _ := s.get(m[1]); res.StatusCode != 200 {
			t.Errorf("the site map names %s = %d", m[1], res.StatusCode)
		}
	}
}
