package portal

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// F12-6: a code that is read with any telephone leads to a page that says what it is and what to do; it tells nobody whose it is.
func TestF12_6_ACodeLeadsToAPageThatSaysWhatToDo(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	officer := s.page(200, "/codes/JC-DBAV-Q5OI-YU4I")
	s.has(officer, "这是检查人员的码", "/centre/visits?code=JC-DBAV-Q5OI-YU4I", "noindex")
	firm := s.page(200, "/en/codes/QY-DBAV-Q5OI-YU4I")
	s.has(firm, "This is a firm&#39;s code", "/workbench/onsite/", "noindex")
	if strings.Contains(firm, "/centre/visits?code=") {
		t.Error("a firm's code is offered to be checked as an officer's")
	}
	for _, wrong := range []string{"/codes/JC-DBAV-Q5OI", "/codes/XX-DBAV-Q5OI-YU4I", "/codes/JC-dbav-q5oi-yu4i", "/codes/91460100MA0XXXXX01"} {
		w := httptest.NewRecorder()
		s.mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, wrong, http.NoBody))
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", wrong, w.Code)
		}
	}
}
