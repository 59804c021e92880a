package portal

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/oauth"
	"xinheng/internal/record"
)

// parkApp registers an invented app of a site, and gives what asks for its tokens.
func (s *stage) parkApp(d *oauth.Desk) url.Values {
	s.t.Helper()
	must := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	d.Names = func(context.Context, []string) (map[string]string, error) {
		return map[string]string{haixi: "海汐示例水产有限公司"}, nil
	}
	a, err := d.Propose(s.t.Context(), access.Actor{ID: "person:1"}, "", oauth.Terms{Name: law.Text2{ZH: "示例园区", EN: "Example Park"}, Owner: haixi, Confidential: true,
		Origins: []string{"https://park.example", "https://www.park.example"}})
	must(err)
	_, err = d.Decide(s.t.Context(), access.Actor{ID: "person:2"}, a.ID, 1, true)
	must(err)
	secret, err := d.NewSecret(s.t.Context(), access.Actor{ID: "person:2"}, a.ID)
	must(err)
	return url.Values{"client_id": {a.ID}, "client_secret": {secret.Secret}, "entity": {yuanfan}, "show": {"file"}}
}

func (s *stage) framed(path string) (status int, policy, body string) {
	w := httptest.NewRecorder()
	w.Header().Set("X-Frame-Options", "DENY") // as around every answer
	s.mux.ServeHTTP(w, httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, "https://credit.example.test"+path, nil))
	if w.Header().Get("X-Frame-Options") != "" || w.Header().Get("Set-Cookie") != "" || w.Header().Get("Referrer-Policy") != "no-referrer" || w.Header().Get("Cache-Control") != "no-store" {
		s.t.Errorf("%s: %v", path, w.Header())
	}
	return w.Code, w.Header().Get("Content-Security-Policy"), w.Body.String()
}

// The summary of a firm says what its public file says today, on the registered sites, without script or cookie; and what to do once it is over.
func TestF22_2_AnEmbeddedPageIsOfTheRegisteredSitesAlone(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	d := oauth.NewDesk(s.db, s.lib, s.now)
	s.remount(Deps{Frames: Frames{Find: d.Embedded, Widget: "/* widget */", Fit: "/* fit */"}})
	tok, err := d.EmbedFor(t.Context(), "https://credit.example.test", s.parkApp(d))
	if err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(tok.URL, "https://credit.example.test")
	status, policy, body := s.framed(path)
	if status != 200 || !strings.HasSuffix(policy, "frame-ancestors https://park.example https://www.park.example") || strings.Contains(body, "<script") {
		t.Errorf("%d %s\n%s", status, policy, body)
	}
	s.has(body, yuanfan, "https://credit.example.test/records/"+s.recordOf(yuanfan, "list_entry"), "有公示中的不良信息")
	_, _, body = s.framed("/en" + path)
	s.has(body, `lang="en"`, "Something adverse is public")

	_, policy, body = s.framed(path + "&fit=https%3A%2F%2Fpark.example")
	s.has(body, `data-fit="https://park.example"`, "<script src=\"/embed/fit.")
	s.has(policy, "script-src 'self'")
	for _, other := range []string{"https://evil.example", "https://park.example.evil.example", "*", "https://park.example/"} {
		if _, policy, body = s.framed(path + "&fit=" + url.QueryEscape(other)); strings.Contains(body, "data-fit") || strings.Contains(policy, "script-src") {
			t.Errorf("%s is told", other)
		}
	}

	status, policy, body = s.framed(strings.Replace(path, "/file?", "/commitments?", 1))
	if status != 404 || strings.Contains(body, yuanfan) || !strings.Contains(policy, "https://park.example") {
		t.Errorf("%d %s", status, policy)
	}
	status, policy, _ = s.framed("/embed/file?token=xe_unknown")
	if status != 404 || !strings.HasSuffix(policy, "frame-ancestors 'none'") {
		t.Errorf("%d %s", status, policy)
	}
	s.day++
	status, policy, body = s.framed(path)
	if status != 410 || !strings.HasSuffix(policy, "frame-ancestors https://park.example https://www.park.example") || strings.Contains(body, yuanfan) {
		t.Errorf("%d %s\n%s", status, policy, body)
	}
	s.has(body, "请刷新所在的网页")
}

// What is no longer public is no longer embedded, whatever token is held.
func TestF22_2_WhatEndsOnThePortalEndsWhereItIsEmbedded(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	d := oauth.NewDesk(s.db, s.lib, s.now)
	s.remount(Deps{Frames: Frames{Find: d.Embedded}})
	form, id := s.parkApp(d), s.recordOf(yuanfan, "list_entry")
	r, err := record.Find(t.Context(), s.db, id)
	if err != nil {
		t.Fatal(err)
	}
	for day, there := range map[int]bool{0: true, 1: false} {
		s.day = r.PublicUntil.AddDays(day)
		tok, err := d.EmbedFor(t.Context(), "", form)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, body := s.framed(tok.URL); strings.Contains(body, "/records/"+id) != there {
			t.Errorf("%d days after its last public day: %v", day, !there)
		}
	}
}

func TestF22_3_TheDevelopersPageShowsAnEmbeddedPageOfAnInventedFirm(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := oauth.NewDesk(s.db, s.lib, s.now)
	s.remount(Deps{Frames: Frames{Find: d.Embedded, Widget: "/* widget */"}})
	s.has(s.page(200, "/developers/apps"), `data-xinheng="/embed/example"`, "/embed/widget.js", "file.public.read")
	s.has(s.page(200, "/en/developers/apps"), `data-xinheng="/en/embed/example"`, "PKCE")
	_, policy, body := s.framed("/embed/example?fit=" + url.QueryEscape("https://credit.example.test"))
	s.has(body, "虚构", `data-fit="https://credit.example.test"`)
	s.has(policy, "frame-ancestors 'self'")
}
