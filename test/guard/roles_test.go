package guard

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/docs"
	"xinheng/internal/web"
)

// written is whom docs/access.md lets in to a route.
type written struct {
	everybody, signedIn bool
	roles               []string
}

// lets says whether a caller of this test may come in.
func (w written) lets(role string) bool {
	return w.everybody || w.signedIn && role != "R1" && role != access.System || slices.Contains(w.roles, role)
}

var tableRow = regexp.MustCompile("(?m)^\\| [a-z]+ \\| `([A-Z]+ [^`]+)` \\| [^|]+ \\| ([^|]+) \\|")

// page reads the table people read, made from the rows the program serves.
func page(t *testing.T, rows []web.Op) map[string]written {
	t.Helper()
	var b bytes.Buffer
	if err := docs.Access(&b, rows); err != nil {
		t.Fatal(err)
	}
	out := map[string]written{}
	for _, m := range tableRow.FindAllStringSubmatch(b.String(), -1) {
		w := written{everybody: m[2] == "everybody", signedIn: m[2] == "whoever is signed in"}
		if !w.everybody && !w.signedIn {
			w.roles = strings.Fields(m[2])
		}
		out[m[1]] = w
	}
	if len(out) != len(rows) {
		t.Fatalf("the table has %d rows, the program %d", len(out), len(rows))
	}
	return out
}

// refusals are how a door is kept shut.
var refusals = []string{"access.no_key", "access.no_scope", "access.no_permission", "access.signed_out", "access.unknown_key"}

// sooner are answers that come before anything is looked for: whom one acts for, whether the platform has a provider, and
// names of a public catalogue.
var sooner = []string{"disclosure.no_firm", "declaration.no_firm", "report.no_firm", "report.nobody", "partner.no_firm", "space.no_firm", "alert.no_firm", "agency.no_agreement", "signin.subject", "record.unknown_item", "oauth.no_firm", "oauth.no_file", "support.no_firm"}

// makers are routes that make what their path names.
var makers = []string{"PUT /v1/targets/{code}"}

// TestF24_7_EveryRouteOfTheProgramByEveryRole asks every route of the whole program as a real holder of each of the thirty
// roles and with a key for each single scope: let in exactly where docs/access.md says so. What a placeholder names does not
// exist, and whoever is let in is told so.
func TestF24_7_EveryRouteOfTheProgramByEveryRole(t *testing.T) {
	t.Parallel()
	h := open(t)
	crew := h.crew()
	rows, doc := h.app.Routes().Rows(), h.document()
	table := page(t, rows)
	var wait sync.WaitGroup
	for role, c := range crew {
		wait.Go(func() {
			for _, row := range inOrder(rows) {
				tryDoor(t, doc, row, c, role, table[row.Method+" "+row.Path].lets(role))
			}
		})
	}
	for _, scope := range access.Scopes() {
		k := h.key(operator, scope)
		wait.Go(func() {
			for _, row := range inOrder(rows) {
				tryDoor(t, doc, row, k, "key:"+scope, row.Permission == "" || row.Permission == scope)
			}
		})
	}
	wait.Wait()
}

// inOrder puts last what changes whom the caller acts as, and after it what ends the caller's session.
func inOrder(rows []web.Op) []web.Op {
	late := func(o web.Op) int {
		switch {
		case o.Path == "/v1/session" && o.Method != http.MethodGet:
			return 2
		case o.Path == "/v1/session/post":
			return 1
		}
		return 0
	}
	return slices.SortedStableFunc(slices.Values(rows), func(a, b web.Op) int { return late(a) - late(b) })
}

// tryDoor asks one route as one caller.
func tryDoor(t *testing.T, doc *document, row web.Op, c *caller, role string, lets bool) {
	op, ok := doc.find(row.Method, row.Path)
	if !ok {
		t.Errorf("%s %s is not in the OpenAPI document", row.Method, row.Path)
		return
	}
	path := nowhere(row.Path) + required(doc, op)
	creates := slices.Contains(makers, row.Method+" "+row.Path)
	if creates { // at a place of its own, so that it is there for nobody else of this test
		path = strings.Replace(path, "-000000000000", "-000000000001", 1)
	}
	a, err := c.try(row.Method, path, doc.fitting(row.Method, op))
	if err != nil {
		t.Errorf("%s %s as %s: %v", row.Method, row.Path, role, err)
		return
	}
	shut := slices.Contains(refusals, a.code())
	switch named := placeholder.MatchString(row.Path); {
	case a.status >= http.StatusInternalServerError:
		t.Errorf("%s %s as %s: %d %.300s", row.Method, row.Path, role, a.status, a.text)
	case shut == lets, !lets && a.status != http.StatusUnauthorized && a.status != http.StatusForbidden:
		t.Errorf("%s %s as %s: %d %s; the table says let in: %t", row.Method, row.Path, role, a.status, a.text, lets)
	case lets && a.status == http.StatusForbidden:
		t.Errorf("%s %s as %s: let in, and told 403: %s", row.Method, row.Path, role, a.text)
	case lets && named && !creates && row.Permission != "" && a.status != http.StatusNotFound && !slices.Contains(sooner, a.code()):
		t.Errorf("%s %s as %s: %d %s; what does not exist is 404", row.Method, row.Path, role, a.status, a.text)
	}
}

// required are the query parameters a route cannot do without.
func required(doc *document, op operation) string {
	var q []string
	for _, p := range op.Parameters {
		if p.In == "query" && p.Required {
			q = append(q, p.Name+"="+word(p.Name, doc.deref(p.Schema)))
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + strings.Join(q, "&")
}
