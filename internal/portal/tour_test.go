package portal

import (
	"net/http"
	"strings"
	"testing"

	"xinheng/internal/law"
)

// A demonstration leads its visitors; a real site has no tour, and no page says a password.
func TestTheTourIsForDemonstrationsOnly(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.ask(404, "/tour")
	if _, home := s.ask(200, "/"); strings.Contains(home, `href="/tour"`) || !strings.Contains(home, `href="/centre/"`) {
		t.Error("a real site offers the ways in, and no tour")
	}

	s.mux = http.NewServeMux()
	guests := []Guest{{Login: "owner", Role: law.Text2{ZH: "法定代表人", EN: "legal representative"}, Body: "示例", Firm: true}, {Login: "clerk", Role: law.Text2{ZH: "审批人员", EN: "clerk"}, Body: "示例"}}
	Mount(s.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: s.now, Demo: true, Base: "https://credit.example.test",
		Tour: &Tour{Password: "Invented-2026", Firm: haixi, Guests: guests, Firms: map[string]string{"repair": haixi}}})
	for _, path := range []string{"/tour", "/en/tour"} {
		_, body := s.ask(200, path)
		s.has(body, "Invented-2026", `/centre/signin?as=owner&amp;next=%2Fidentity%3Ffirm%3D`+haixi+`%26next%3D%252Frepair`, "/workbench/signin?as=clerk&amp;next=%2Ffeedback")
		if strings.Contains(body, "{firm}") || strings.Contains(body, "tour.") {
			t.Errorf("%s: a place or a word is missing", path)
		}
	}
	if _, home := s.ask(200, "/en/"); !strings.Contains(home, `href="/en/tour"`) {
		t.Error("the first page does not lead to the tour")
	}
}
