// Package webui 提供工作台与企业中心的界面文件。Package webui serves the built workbench and enterprise centre.
//
// It owns the files of web/dist and how browsers may keep and use them. It does not own any data: the interface talks to
// the same API as everybody else.
package webui

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"embed"
	"html"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed all:dist
var dist embed.FS

// nonceMark is what the build leaves where the page's nonce belongs.
const nonceMark = "__NONCE__"

// worker is the worker of the page for visits: its folder is its scope.
const worker = "onsite/worker.js"

// Areas are the two doors of the one application.
var Areas = []string{"/workbench/", "/centre/"}

// file is a built file, compressed once.
type file struct {
	kind      string
	plain, gz []byte
	keep      string // Cache-Control
	policy    string // Content-Security-Policy of a worker, which does not inherit that of its page
}

// Mount serves the application under its two doors. A demonstration tells the page for signing in the password of its invented
// people, so that visitors need not type it; a real site gives none.
func Mount(mux *http.ServeMux, demo string) {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is embedded: the binary is broken
	}
	h := newHandler(built)
	if demo != "" {
		h.page = bytes.Replace(h.page, []byte("<html "), []byte(`<html data-demo="`+html.EscapeString(demo)+`" `), 1)
	}
	for _, door := range Areas {
		mux.Handle("GET "+door, h)
	}
}

type handler struct {
	files map[string]file
	page  []byte // index.html, or what says that it was not built
	visit []byte // onsite.html: the page for visits, which works without a network
	ready bool
}

func newHandler(built fs.FS) *handler {
	h := &handler{files: map[string]file{}}
	err := fs.WalkDir(built, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(built, name)
		if err != nil {
			return err
		}
		switch name {
		case "index.html":
			h.page, h.ready = body, true
		case "onsite.html":
			h.visit = body
		case "unbuilt.html":
			if h.page == nil {
				h.page = body
			}
		default:
			h.files[name] = newFile(name, body)
		}
		return nil
	})
	if err != nil {
		panic(err) // embedded files cannot fail to be read
	}
	return h
}

func newFile(name string, body []byte) file {
	f := file{kind: mime.TypeByExtension(path.Ext(name)), plain: body, keep: "public, max-age=3600"}
	if path.Ext(name) == ".js" {
		f.kind = "text/javascript; charset=utf-8"
	}
	if strings.HasPrefix(name, "assets/") { // the name carries the hash of the content
		f.keep = "public, max-age=31536000, immutable"
	}
	if name == worker { // asked for anew each time, and it may ask this site for the files it keeps
		f.keep, f.policy = "no-cache", "default-src 'none'; connect-src 'self'"
	}
	if b := compressed(body); len(b) < len(body) {
		f.gz = b
	}
	return f
}

func compressed(body []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path
	for _, door := range Areas {
		name = strings.TrimPrefix(name, door)
	}
	if f, ok := h.files[name]; ok {
		f.serve(w, r)
		return
	}
	if strings.HasPrefix(name, "assets/") { // a file of another build: never the page, which a browser would take for a script
		http.NotFound(w, r)
		return
	}
	if name == "onsite" || strings.HasPrefix(name, "onsite/") {
		h.serveVisit(w, r)
		return
	}
	h.servePage(w, r, h.page, "geolocation=()", "")
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Content-Type", f.kind)
	head.Set("Cache-Control", f.keep)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Vary", "Accept-Encoding")
	if f.policy != "" {
		head.Set("Content-Security-Policy", f.policy)
	}
	body := f.plain
	if f.gz != nil && acceptsGzip(r) {
		head.Set("Content-Encoding", "gzip")
		body = f.gz
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

func acceptsGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		coding, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(coding, "gzip") && strings.ReplaceAll(q, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

// servePage answers every address that is no file: which page it is, the application decides. Styles that the components
// write at run time carry the nonce of this very answer; no other inline style and no inline script runs.
func (h *handler) servePage(w http.ResponseWriter, r *http.Request, page []byte, place, more string) {
	nonce := rand.Text()
	head := w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Cache-Control", "no-store")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "same-origin")
	head.Set("Cross-Origin-Opener-Policy", "same-origin")
	head.Set("Permissions-Policy", "camera=(), microphone=(), "+place+", payment=()")
	head.Set("Content-Security-Policy", policy(nonce)+more)
	if !h.ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(bytes.ReplaceAll(page, []byte(nonceMark), []byte(nonce)))
	}
}

// serveVisit answers with the page for visits (c23). It alone may ask where the device is, and run a worker of its own scope.
func (h *handler) serveVisit(w http.ResponseWriter, r *http.Request) {
	page := h.visit
	if page == nil {
		page = h.page
	}
	h.servePage(w, r, page, "geolocation=(self)", "; worker-src 'self'")
}

func policy(nonce string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data: blob:; font-src 'self'; " +
		"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}
