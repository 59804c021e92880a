package paper

import (
	"bytes"
	"net/http"
	"strings"
)

// LangOf is the language a reader asks for: Chinese, or with lang=en the reading copy.
func LangOf(r *http.Request) Lang {
	if strings.HasPrefix(r.URL.Query().Get("lang"), "en") {
		return EN
	}
	return ZH
}

// Serve answers with a document as a page for reading and printing, or with as=pdf as PDF: the same document either way. A paper is
// whole, or there is none: nothing is sent before it is written to its end.
func (p *Press) Serve(w http.ResponseWriter, r *http.Request, d Document) error {
	var b bytes.Buffer
	kind, write := "text/html; charset=utf-8", HTML
	if q := r.URL.Query(); q.Get("as") == "pdf" || q.Get("form") == "pdf" {
		kind, write = "application/pdf", p.PDF
	}
	if err := write(&b, d); err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", kind)
	head.Set("Content-Security-Policy", ContentPolicy)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cache-Control", "no-store")
	_, err := w.Write(b.Bytes())
	return err
}
