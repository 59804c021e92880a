package signin_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/access"
)

var placeholder = regexp.MustCompile(`\{[^}]+\}`)

// TestF24_7_EveryRouteByEveryRole asks every route as nobody, as the key of a system that may do all a system may, and from
// a post of every role. Who lacks the permission is refused, and who holds it is not refused for want of it.
func TestF24_7_EveryRouteByEveryRole(t *testing.T) {
	t.Parallel()
	h := open(t, oneFactor)
	sys, sec, _ := h.officers()
	key := sec.want(201, "secret", "POST", "/v1/keys", map[string]any{"org": operator, "scopes": access.Scopes()}).str("secret")
	callers := map[string]*browser{"": h.browser(), access.System: {h: h, Client: &http.Client{Transport: bearer(key)}}}
	for _, role := range access.Roles() {
		if role.Post {
			callers[role.Code] = h.hire(sys, sec, "holder-"+strings.ToLower(role.Code), operator, role.Code+" "+operator)
		}
	}
	if len(callers) != 26 {
		t.Fatalf("%d callers", len(callers))
	}
	for _, row := range h.rows {
		if row.Permission == "" {
			continue // open to anybody
		}
		path := placeholder.ReplaceAllString(row.Path, "00000000-0000-7000-8000-000000000000")
		for code, b := range callers {
			if row.Permission == access.Self && code != "" && code != access.System {
				continue // everybody's own: asking would sign the caller out, or take the post away
			}
			role, _ := access.RoleOf(code)
			var body any
			if row.Method != http.MethodGet {
				body = "{}"
			}
			r := b.do(row.Method, path, body)
			want := "allowed"
			switch {
			case code == "":
				want = "access.no_key"
			case !slices.Contains(role.May, row.Permission) && code == access.System:
				want = "access.no_scope"
			case !slices.Contains(role.May, row.Permission):
				want = "access.no_permission"
			}
			got := r.str("code")
			if want != "allowed" && got != want || want == "allowed" && (got == "access.no_permission" || got == "access.no_scope" || r.status == 401 || r.status == 403 || r.status >= 500) {
				t.Errorf("%s %s as %q: %d %s, want %s", row.Method, row.Path, code, r.status, got, want)
			}
		}
	}
}

// bearer adds a key to each request.
type bearer string

func (k bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+string(k))
	return http.DefaultTransport.RoundTrip(r)
}
