package portal

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"xinheng/internal/fault"
	"xinheng/internal/page"
	"xinheng/internal/web"
)

// policy lets a page load its own stylesheet and pictures, send its own forms, and nothing else: there is no script to
// allow, and no inline style either.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// policyOf lets the one page that brings a script run it, and that script ask this site.
func policyOf(sh sheet) string {
	if sh.scripted {
		return policy + "; script-src 'self'; connect-src 'self'"
	}
	if sh.framing {
		return policy + "; script-src 'self'; frame-src 'self'"
	}
	return policy
}

func (s *site) serve(l page.Lang, show func(*visit) (sheet, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has(elderCookie) {
			setElder(w, r, l)
			return
		}
		v := s.visit(l, r)
		sh, err := show(v)
		if err != nil {
			sh = v.refusal(err)
		}
		v.press(w, sh)
	}
}

// lost answers every path that is nobody's.
func (s *site) lost(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/v1/") || r.Method != http.MethodGet && r.Method != http.MethodHead {
		web.WriteProblem(w, r, fault.New(fault.Missing, "web.no_such_path", "没有这个接口地址；请对照 /openapi.json 检查路径与方法。",
			"There is no such endpoint; check path and method against /openapi.json."))
		return
	}
	l := page.ZH
	if strings.HasPrefix(r.URL.Path, page.EN.Prefix()+"/") {
		l = page.EN
	}
	v := s.visit(l, r)
	v.press(w, v.refusal(v.missing("fault.no_page")))
}

// refusal turns an error into a page that says what to do. What is not a fault is a bug: logged with an id, never shown.
func (v *visit) refusal(err error) sheet {
	f, ok := fault.Of(err)
	data := refusalView{}
	if !ok {
		data.ID = rand.Text()[:12]
		slog.ErrorContext(v.ctx, "portal: page failed", "id", data.ID, "page", v.r.Pattern, "error", err)
		f = fault.New(fault.Internal, "internal", v.both("zh", "fault.internal"), v.both("en", "fault.internal"))
	}
	data.Status = web.StatusOf[f.Kind]
	if f.Kind == fault.Invalid {
		data.Status = http.StatusBadRequest
	}
	data.Says = f.ZH
	if v.Lang == page.EN {
		data.Says = f.EN
	}
	v.frame.NoIndex = true
	key := "fault.title." + strconv.Itoa(data.Status)
	if !v.Has(key) {
		key = "fault.title.400"
	}
	v.titled(v.T(key))
	return sheet{tmpl: "refusal", status: data.Status, data: data}
}

type refusalView struct {
	Status int
	Says   string
	ID     string
}

// press draws a sheet and sends it.
func (v *visit) press(w http.ResponseWriter, sh sheet) {
	var b bytes.Buffer
	if err := v.tongues[v.Lang].draw(&b, sh.tmpl, v.frameView(sh)); err != nil {
		slog.ErrorContext(v.ctx, "portal: template failed", "template", sh.tmpl, "error", err)
		http.Error(w, v.T("fault.internal"), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.Lang.Tag())
	h.Set("Cache-Control", "no-cache") // a record that ceases to be public must cease everywhere at once
	h.Set("Content-Security-Policy", policyOf(sh))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin") // a search for a firm is nobody else's business
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()")
	h.Add("Vary", "Cookie")
	if v.frame.NoIndex {
		h.Set("X-Robots-Tag", "noindex, noarchive")
	}
	if sh.status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "30")
	}
	send(w, v.r, max(sh.status, http.StatusOK), b.Bytes())
}

var zippers = sync.Pool{New: func() any { z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed+2); return z }}

// worthZipping is the size below which compressing costs more than it saves.
const worthZipping = 1 << 10

// send writes a body, compressed for those who take it.
func send(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	if len(body) > worthZipping && takesGzip(r) {
		var b bytes.Buffer
		z := zippers.Get().(*gzip.Writer)
		z.Reset(&b)
		_, _ = z.Write(body)
		_ = z.Close()
		zippers.Put(z)
		h.Set("Content-Encoding", "gzip")
		body = b.Bytes()
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

func takesGzip(r *http.Request) bool {
	for _, e := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(e), ";")
		if name == "gzip" && strings.TrimSpace(weight) != "q=0" {
			return true
		}
	}
	return false
}
