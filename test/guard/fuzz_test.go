package guard

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// canary is part of what is sent and must never come back in a refusal.
const canary = "kanarienvogel"

// odd are JSON values nobody should send. They are the same every time: a failure can be looked at again.
var odd = map[string]string{
	"null": "null", "true": "true", "minus one": "-1", "a fraction": "0.5", "beyond int64": "9223372036854775808", "beyond floats": "1e400", "empty": `""`,
	"an object": `{"unheard":"` + canary + `"}`, "a list": `["` + canary + `",null,[]]`, "a long text": `"` + canary + strings.Repeat("长", 30_000) + `"`,
	"nul": `"` + canary + `\u0000"`, "broken UTF-8": "\"" + canary + "\xff\xc3\x28\"", "half a surrogate": `"` + canary + `\ud800"`,
	"deep": strings.Repeat("[", 2_000) + strings.Repeat("]", 2_000), "an early day": `"0001-01-01"`, "no day": `"2026-02-30"`, "a late day": `"999999-12-31"`,
	"a formula": `"=1+1|` + canary + `"`, "a statement": `"` + canary + `'; drop schema record cascade; --"`, "a path": `"../../` + canary + `"`,
	"invisible": "\"\u202e\u200b\ufeff" + canary + "\"", "a long number": strings.Repeat("9", 400),
}

// oddTexts are what is put into addresses.
var oddTexts = []string{"", canary + "\x00", canary + "\xff\xfe", "../../" + canary, strings.Repeat("9", 2_000), "-1", "1e400", "0001-01-01", "999999-12-31",
	"2026-02-30", "=1+1", canary + "' or 1=1 --", "\u202e" + canary, "🧾", "null", "[]"}

// foreign are members no request has: what a client that hopes for mass assignment would add.
var foreign = []string{"role", "roles", "org", "approved_by", "decided_by", "status", "state", "posts", "account", "actor", "id", "is_admin", "__proto__", "unheard"}

const mark = "@@here@@"

// spots gives a body once for each value in it, with a mark in that value's place; depth bounds the walk.
func spots(v any, depth int) (out []any) {
	out = append(out, mark)
	if depth == 0 {
		return out
	}
	switch at := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(at)) {
			for _, inner := range spots(at[k], depth-1) {
				m := maps.Clone(at)
				m[k] = inner
				out = append(out, m)
			}
		}
	case []any:
		for i := range at {
			for _, inner := range spots(at[i], depth-1) {
				l := slices.Clone(at)
				l[i] = inner
				out = append(out, l)
			}
		}
	}
	return out
}

// full is a body with every member, also those one may leave out.
func (d *document) full(name string, s *schema) any {
	s = d.deref(s)
	if s == nil || !s.is("object") {
		return d.sample(name, s)
	}
	out := map[string]any{}
	for field, of := range s.Properties {
		out[field] = d.full(field, of)
	}
	return out
}

// shot is one request on its way.
type shot struct {
	what, path string
	body       []byte
	must       bool // it has to be refused
}

// shots are what one operation is sent.
func (d *document) shots(row web.Op, op operation, path string) (out []shot) {
	query := required(d, op)
	add := func(must bool, body []byte, format string, args ...any) {
		out = append(out, shot{fmt.Sprintf(format, args...), path + query, body, must})
	}
	if s := d.body(op); s != nil {
		whole := d.full("", s)
		for i, spot := range spots(whole, 3) {
			for name, value := range odd {
				add(false, bytes.Replace(encoded(spot), []byte(`"`+mark+`"`), []byte(value), 1), "%s at spot %d", name, i)
			}
		}
		if members, ok := whole.(map[string]any); ok {
			for field := range members {
				less := maps.Clone(members)
				delete(less, field)
				add(slices.Contains(s.Required, field), encoded(less), "without %s", field)
			}
			for _, f := range foreign {
				if _, has := s.Properties[f]; has {
					continue
				}
				more := maps.Clone(members)
				more[f] = canary
				add(true, encoded(more), "with %s", f)
			}
		}
	}
	for _, p := range op.Parameters {
		for _, text := range oddTexts {
			switch p.In {
			case "query":
				out = append(out, shot{"query " + p.Name + "=" + text, path + "?" + p.Name + "=" + url.QueryEscape(text), d.bodyBytes(row, op), false})
			case "path":
				if text != "" && !strings.Contains(text, "..") {
					bent := strings.Replace(row.Path, "{"+p.Name+"}", url.PathEscape(text), 1)
					out = append(out, shot{"path " + p.Name + "=" + text, nowhere(bent) + query, d.bodyBytes(row, op), false})
				}
			}
		}
	}
	return out
}

func (d *document) bodyBytes(row web.Op, op operation) []byte {
	switch v := d.fitting(row.Method, op).(type) {
	case nil:
		return nil
	case []byte:
		return v
	default:
		return encoded(v)
	}
}

// TestNoRequestBreaksARouteForWhoeverIsLetIn sends every operation of the OpenAPI document ill-formed requests as somebody
// who is let in: nothing is a failure of the server's, every refusal is a problem document in both languages that repeats
// nothing, and a member nobody knows is refused wherever it is.
func TestNoRequestBreaksARouteForWhoeverIsLetIn(t *testing.T) {
	t.Parallel()
	h := open(t)
	crew := h.crew()
	rows, doc := h.app.Routes().Rows(), h.document()
	table, ids := page(t, rows), h.real(crew)
	work := make(chan func())
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for do := range work {
				do()
			}
		})
	}
	sent := 0
	for _, row := range rows {
		op, ok := doc.find(row.Method, row.Path)
		if !ok {
			t.Errorf("%s %s is not in the document", row.Method, row.Path)
			continue
		}
		c := crew[table[row.Method+" "+row.Path].someone()]
		all := doc.shots(row, op, ids.fill(row))
		sent += len(all)
		work <- func() {
			for _, s := range all {
				c.fire(t, row, s)
			}
		}
	}
	close(work)
	wait.Wait()
	if sent < 5_000 {
		t.Errorf("only %d requests were sent", sent)
	}
	t.Logf("%d requests", sent)
}

// someone is a role the table lets in. What is everybody's is asked by a visitor: it may be signing in.
func (w written) someone() string {
	switch {
	case w.everybody:
		return "R1"
	case w.signedIn:
		return access.Person
	}
	return w.roles[0]
}

func (c *caller) fire(t *testing.T, row web.Op, s shot) {
	var in any
	header := []string{}
	if s.body != nil {
		in, header = s.body, append(header, "Content-Type", "application/json")
	}
	a, err := c.try(row.Method, s.path, in, header...)
	what := fmt.Sprintf("%s %s as %s, %.80q", row.Method, row.Path, c.who, s.what)
	if err != nil {
		t.Errorf("%s: no answer: %v", what, err)
		return
	}
	if s.must && a.status < 400 {
		t.Errorf("%s: %d %.200s, and it should have been refused", what, a.status, a.text)
	}
	wellRefused(t, what, a)
}

// wellRefused checks that what is not a success is a problem document that says what to do, in both languages, and repeats
// nothing of what was sent.
func wellRefused(t *testing.T, what string, a answer) {
	t.Helper()
	if a.status < http.StatusBadRequest || a.code() == "standing.behind" { // it asked for what is not there yet
		return
	}
	switch {
	case strings.Contains(what, " /oauth/") && a.header.Get("Content-Type") == "application/json" && strings.Contains(a.text, `"error":"`) && strings.Contains(a.text, `"detail_zh":"`) &&
		!strings.Contains(a.text, canary): // RFC 6749 5.2
	case a.status >= http.StatusInternalServerError:
		t.Errorf("%s: %d %.300s", what, a.status, a.text)
	case !strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") || a.code() == "" || !strings.Contains(a.text, `"detail_zh":"`):
		t.Errorf("%s: %d %s is no problem document: %.200s", what, a.status, a.header.Get("Content-Type"), a.text)
	case strings.Contains(a.text, canary):
		t.Errorf("%s: the refusal repeats what it refuses: %.300s", what, a.text)
	}
}

// ids are things that are there, so that a request gets further than 404.
type ids map[string]string

func (x ids) fill(row web.Op) string {
	for under, id := range x {
		if row.Method != http.MethodDelete && strings.HasPrefix(row.Path, under+"{") {
			return nowhere(placeholder.ReplaceAllStringFunc(row.Path, func(p string) string {
				if strings.HasPrefix(row.Path, under+p) {
					return id
				}
				return p
			}))
		}
	}
	return nowhere(row.Path)
}

// real makes a few things that belong to the crew.
func (h *house) real(crew map[string]*caller) ids {
	h.t.Helper()
	w := &town{h, crew}
	x := ids{"/v1/entities/": firm, "/v1/accounts/": crew[access.Person].id, "/v1/intake/": "penalty", "/v1/law/values/": "list:tax-major", "/v1/catalogue/": "penalty"}
	x["/v1/drafts/"] = w.made(201, "R10", "POST", "/v1/drafts", map[string]any{"item": "penalty", "values": sheet("1")}, "id")
	x["/v1/exports/"] = w.made(201, "R10", "POST", "/v1/exports", map[string]any{"source": "record.own", "reason": "核对本单位报送的处罚信息"}, "id")
	x["/v1/glass/"] = w.made(201, "R30", "POST", "/v1/glass", map[string]any{"reason": "虚构的数据库故障需要核对一条记录"}, "id")
	x["/v1/decisions/"] = w.made(200, "R7", "POST", "/v1/checks", map[string]string{"matter": "gp-qualification", "subject": firm, "purpose": "procurement",
		"case_no": "CG-1"}, "decision_id")
	return x
}
