package webui

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

var built = fstest.MapFS{
	"index.html":          {Data: []byte(`<meta property="csp-nonce" nonce="__NONCE__"><script type="module" src="/workbench/assets/index-abc.js"></script>`)},
	"unbuilt.html":        {Data: []byte("not built")},
	"assets/index-abc.js": {Data: []byte(strings.Repeat("console.log(1);\n", 200))},
	"mark.svg":            {Data: []byte("<svg/>")},
}

func ask(t *testing.T, files fs.FS, path, accept string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if accept != "" {
		r.Header.Set("Accept-Encoding", accept)
	}
	w := httptest.NewRecorder()
	newHandler(files).ServeHTTP(w, r)
	return w.Result()
}

func read(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEveryAddressOfBothDoorsIsThePage(t *testing.T) {
	t.Parallel()
	nonces := map[string]bool{}
	for _, path := range []string{"/workbench/", "/workbench/check", "/workbench/subjects/91460200XY00000120", "/centre/", "/centre/restrictions"} {
		res := ask(t, built, path, "")
		page, policy := read(t, res), res.Header.Get("Content-Security-Policy")
		_, rest, _ := strings.Cut(page, `nonce="`)
		nonce, _, _ := strings.Cut(rest, `"`)
		switch {
		case res.StatusCode != http.StatusOK, res.Header.Get("Cache-Control") != "no-store":
			t.Errorf("%s: %d %s", path, res.StatusCode, res.Header.Get("Cache-Control"))
		case nonce == "" || strings.Contains(nonce, "_") || nonces[nonce]:
			t.Errorf("%s: the nonce %q is not fresh", path, nonce)
		case !strings.Contains(policy, "'nonce-"+nonce+"'") || strings.Contains(policy, "unsafe"):
			t.Errorf("%s: policy %s", path, policy)
		case !strings.Contains(policy, "frame-ancestors 'none'") || !strings.Contains(policy, "script-src 'self';"):
			t.Errorf("%s: policy %s", path, policy)
		}
		nonces[nonce] = true
	}
}

func TestHashedFilesAreKeptForEverAndCompressedOnce(t *testing.T) {
	t.Parallel()
	want := string(built["assets/index-abc.js"].Data)
	res := ask(t, built, "/centre/assets/index-abc.js", "br;q=1.0, gzip;q=0.8")
	if res.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/javascript") {
		t.Errorf("headers %v", res.Header)
	}
	z, err := gzip.NewReader(bytes.NewBufferString(read(t, res)))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(z); err != nil || string(plain) != want {
		t.Errorf("%v: not the file", err)
	}
	for _, accept := range []string{"", "gzip; q=0", "identity"} {
		if res := ask(t, built, "/workbench/assets/index-abc.js", accept); res.Header.Get("Content-Encoding") != "" || read(t, res) != want {
			t.Errorf("%q: compressed for one who does not take it", accept)
		}
	}
	if res := ask(t, built, "/workbench/mark.svg", ""); strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
		t.Error("a file without a hash in its name is kept for ever")
	}
}

func TestAFileOfAnotherBuildIsNotThePage(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/workbench/assets/index-old.js", "/centre/assets/../../etc/passwd"} {
		if res := ask(t, built, path, ""); path == "/workbench/assets/index-old.js" && res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, res.StatusCode)
		} else if strings.Contains(read(t, res), "root:") {
			t.Errorf("%s left the folder", path)
		}
	}
}

func TestWithoutABuildThePageSaysSo(t *testing.T) {
	t.Parallel()
	res := ask(t, fstest.MapFS{"unbuilt.html": built["unbuilt.html"]}, "/workbench/", "")
	if res.StatusCode != http.StatusServiceUnavailable || read(t, res) != "not built" {
		t.Errorf("%d", res.StatusCode)
	}
}

// Only a demonstration says a password on its page for signing in.
func TestADemonstrationSaysItsPassword(t *testing.T) {
	t.Parallel()
	for demo, says := range map[string]bool{"Invented-2026": true, "": false} {
		mux := http.NewServeMux()
		Mount(mux, demo)
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/centre/signin", nil))
		if strings.Contains(w.Body.String(), `data-demo="Invented-2026"`) != says {
			t.Errorf("with %q: %v", demo, !says)
		}
	}
}

// What the program embeds is a page in any case: a fresh checkout builds without npm.
func TestMount(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	Mount(mux, "")
	for _, path := range []string{"/workbench/", "/centre/x"} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Body.Len() == 0 {
			t.Errorf("%s: nothing", path)
		}
	}
}

// F12-7: the page for visits may run a worker and ask for the place; no other page may.
func TestF12_7_OnlyThePageForVisitsMayRunAWorker(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"index.html": built["index.html"], "onsite.html": {Data: []byte("the page for visits")}, "onsite/worker.js": {Data: []byte("addEventListener")}}
	for path, want := range map[string]bool{"/workbench/onsite/": true, "/workbench/onsite": true, "/workbench/": false, "/workbench/cases": false, "/workbench/onsiteother": false} {
		res := ask(t, files, path, "")
		runs := strings.Contains(res.Header.Get("Content-Security-Policy"), "worker-src 'self'")
		place := strings.Contains(res.Header.Get("Permissions-Policy"), "geolocation=(self)")
		if runs != want || place != want || strings.Contains(read(t, res), "for visits") != want {
			t.Errorf("%s: worker %v, place %v", path, runs, place)
		}
	}
	if res := ask(t, files, "/workbench/onsite/worker.js", ""); res.Header.Get("Content-Type") != "text/javascript; charset=utf-8" ||
		res.Header.Get("Content-Security-Policy") != "default-src 'none'; connect-src 'self'" || read(t, res) != "addEventListener" {
		t.Error("the worker is not served as a script")
	}
}
