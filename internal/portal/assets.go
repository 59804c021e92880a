package portal

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed style/*.css style/mark.svg
var styleFiles embed.FS

// asset is a file whose address names its content, so that it may be kept for ever.
type asset struct {
	path, kind, etag string
	body             []byte
}

func newAsset(prefix, suffix, kind string, body []byte) asset {
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:6])
	return asset{path: prefix + hash + suffix, kind: kind, etag: `"` + hash + `"`, body: body}
}

func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("ETag", a.etag)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "public, max-age=86400")
	if r.URL.Path == a.path {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if strings.Contains(r.Header.Get("If-None-Match"), a.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	send(w, r, http.StatusOK, a.body)
}

// stylesheet joins the style files in the order of their names: tokens first, print last.
func stylesheet() asset {
	names, err := fs.Glob(styleFiles, "style/*.css")
	if err != nil {
		panic(err) // a bad pattern is a programming error
	}
	var b strings.Builder
	for _, n := range names {
		b.Write(mustRead(n))
	}
	return newAsset("/assets/xinheng.", ".css", "text/css; charset=utf-8", []byte(b.String()))
}

func favicon() asset {
	return newAsset("/assets/mark.", ".svg", "image/svg+xml", mustRead("style/mark.svg"))
}

func mustRead(name string) []byte {
	b, err := styleFiles.ReadFile(name)
	if err != nil {
		panic(err) // the file is embedded: the binary is broken
	}
	return b
}
