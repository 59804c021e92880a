package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"xinheng/internal/app"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
)

// reported issues a public report of an invented firm and saves it as its readers do; key is the published one.
func (s shell) reported() (file, key string) {
	s.t.Helper()
	a, err := app.Open(s.t.Context(), app.Options{Data: s.data, DatabaseURL: s.url, Log: s.t.Output()})
	check := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	check(err)
	defer a.Close()
	firm := string(ident.MakeUSCC("91460100" + ident.MakeOrgCode("XYQQ0801")))
	check(a.Pool.InTx(s.t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: firm, Name: "海口虚构示例公司", Kind: registry.Enterprise}})
	}))
	v, err := a.Reports.Issue(s.t.Context(), firm)
	check(err)
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, "/v1/reports/"+v.Number+"/file", nil))
	if w.Code != http.StatusOK {
		s.t.Fatal(w.Body)
	}
	file = filepath.Join(s.t.TempDir(), "report.json")
	check(os.WriteFile(file, w.Body.Bytes(), 0o600))
	return file, base64.StdEncoding.EncodeToString(a.Reports.Key().Public)
}

// TestReportVerifyNeedsNothingButTheFile: as it was issued, with the published key and without; and not one that was changed, or of another key.
func TestReportVerifyNeedsNothingButTheFile(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	file, key := s.reported()
	if status, out, remarks := s.offline("report", "verify", file, "--json", "--key", key); status != 0 || lastLine(t, out)["trusted"] != true || lastLine(t, out)["intact"] != true {
		t.Fatalf("%d %s%s", status, out, remarks)
	}
	if status, out, _ := s.offline("report", "verify", file, "--json"); status != 0 || lastLine(t, out)["trusted"] != false || lastLine(t, out)["issued"] != false {
		t.Errorf("the key of the file itself is trusted: %d %s", status, out)
	}
	other := base64.StdEncoding.EncodeToString(make([]byte, 32))
	if status, out, _ := s.offline("report", "verify", file, "--json", "--key", other); status != 1 || lastLine(t, out)["error"] != "report.other_key" {
		t.Errorf("another key: %d %s", status, out)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	forged := bytes.Replace(b, []byte("海口虚构示例公司"), []byte("海口虚构良好公司"), 1)
	if bytes.Equal(forged, b) {
		t.Fatal("the report does not name its subject in clear")
	}
	if err := os.WriteFile(file, forged, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, out, _ := s.offline("report", "verify", file, "--json", "--key", key); status != 1 || lastLine(t, out)["error"] != "report.changed" {
		t.Errorf("a changed report: %d %s", status, out)
	}
	if status, out, _ := s.offline("report", "verify", file+".none", "--json"); status == 0 {
		t.Errorf("no file: %s", out)
	}
}
