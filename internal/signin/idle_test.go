package signin_test

import (
	"strings"
	"testing"
	"time"
)

// An account nobody has signed in with for more than the days asked about is named; the last of those days still counts.
func TestIdleAccountsAreNamedTheDayAfter(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	h.hire(sys, sec, "walker", haikou, "R7 "+haikou)
	const day = 24 * time.Hour
	for _, c := range []struct {
		pass time.Duration
		idle string
	}{{30 * day, `"idle":0`}, {day, `"idle":3`}} {
		h.pass(c.pass)
		sys = h.browser().login("sys", word(0), "signed_in")
		r := sys.want(200, `"active":4`, "GET", "/v1/accounts/idle?days=30", nil)
		if !strings.Contains(r.text, c.idle) || strings.Contains(r.text, `"walker"`) != (c.idle != `"idle":0`) {
			t.Errorf("after %s: %s", c.pass, r.text)
		}
	}
	walker := h.browser().login("walker", word(1), "signed_in")
	if r := sys.want(200, `"idle":2`, "GET", "/v1/accounts/idle?days=30", nil); strings.Contains(r.text, `"walker"`) {
		t.Errorf("whoever came back is still named: %s", r.text)
	}
	walker.want(403, "", "GET", "/v1/accounts/idle", nil)
}
