package guard

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// form sends a form of a page, as a browser without scripts does.
func (c *caller) form(path, kind string, body io.Reader) answer {
	c.h.t.Helper()
	req, err := http.NewRequestWithContext(c.h.t.Context(), http.MethodPost, c.h.url+path, body)
	c.h.must(err)
	req.Header.Set("Content-Type", kind)
	res, err := c.http.Do(req)
	c.h.must(err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	c.h.must(err)
	return answer{res.StatusCode, res.Header, string(text)}
}

// TestThePagesOfReports: anybody gets the public report of a firm, finds it by its number, hands its file in, and is told when that was
// changed; in both languages.
func TestThePagesOfReports(t *testing.T) {
	t.Parallel()
	h := penalised(t)
	v := h.visitor("anybody")
	number := regexp.MustCompile(`XYBG[0-9A-Z-]+`)
	for lang, name := range map[string]string{"": "海口示例食品有限公司", "/en": "海口示例食品有限公司"} {
		v.want(200, "<h1>", "GET", lang+"/reports", nil)
		v.want(200, "<h1>", "GET", lang+"/special-reports", nil)
		got := v.form(lang+"/reports", "application/x-www-form-urlencoded", strings.NewReader(url.Values{"do": {"get"}, "subject": {firm}}.Encode()))
		id := number.FindString(got.text)
		if got.status != 200 || id == "" || !strings.Contains(got.text, name) {
			t.Fatalf("%s: %d %.300s", lang, got.status, got.text)
		}
		v.want(200, name, "GET", lang+"/reports/"+id, nil)
		file := v.want(200, name, "GET", "/v1/reports/"+id+"/file", nil).text
		for what, handed := range map[string]string{"genuine": file, "changed": strings.Replace(file, "海口示例", "海口良好", 1)} {
			var b bytes.Buffer
			m := multipart.NewWriter(&b)
			h.must(m.WriteField("do", "verify"))
			w, err := m.CreateFormFile("file", "report.json")
			h.must(err)
			_, err = io.WriteString(w, handed)
			h.must(err)
			h.must(m.Close())
			got := v.form(lang+"/reports", m.FormDataContentType(), &b)
			genuine := strings.Contains(got.text, "tag palm")
			if got.status != 200 || !strings.Contains(got.text, id) || genuine != (what == "genuine") || strings.Contains(got.text, "tag seal") == genuine {
				t.Errorf("%s %s: %d %.2000s", lang, what, got.status, got.text)
			}
		}
		unknown := v.form(lang+"/reports", "application/x-www-form-urlencoded", strings.NewReader(url.Values{"do": {"get"}, "subject": {nobody}}.Encode()))
		if unknown.status >= 500 || !strings.Contains(unknown.text, `role="alert"`) {
			t.Errorf("%s of nobody: %d %.600s", lang, unknown.status, unknown.text)
		}
	}
}
