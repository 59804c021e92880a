package guard

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// document is the OpenAPI document as a stranger fetches it: what is tried is what is promised.
type document struct {
	Paths      map[string]map[string]operation `json:"paths"`
	Components struct {
		Schemas map[string]*schema `json:"schemas"`
	} `json:"components"`
}

type operation struct {
	Permission  string      `json:"x-permission"`
	Parameters  []parameter `json:"parameters"`
	RequestBody *struct {
		Content map[string]struct {
			Schema *schema `json:"schema"`
		} `json:"content"`
	} `json:"requestBody"`
}

type parameter struct {
	Name     string  `json:"name"`
	In       string  `json:"in"`
	Required bool    `json:"required"`
	Schema   *schema `json:"schema"`
}

type schema struct {
	Ref        string             `json:"$ref"`
	Type       any                `json:"type"`
	Format     string             `json:"format"`
	Enum       []any              `json:"enum"`
	Properties map[string]*schema `json:"properties"`
	Required   []string           `json:"required"`
	Items      *schema            `json:"items"`
	MinLength  *int               `json:"minLength"`
	MaxLength  *int               `json:"maxLength"`
	Minimum    *float64           `json:"minimum"`
}

func (h *house) document() *document {
	h.t.Helper()
	d := &document{}
	h.visitor("a stranger").want(200, "openapi", "GET", "/openapi.json", nil).read(h.t, d)
	return d
}

// find is the operation of a row.
func (d *document) find(method, path string) (operation, bool) {
	op, ok := d.Paths[path][strings.ToLower(method)]
	return op, ok
}

// body is the JSON schema of what an operation takes; nil for none, or for a file.
func (d *document) body(op operation) *schema {
	if op.RequestBody == nil {
		return nil
	}
	return d.deref(op.RequestBody.Content["application/json"].Schema)
}

func (d *document) deref(s *schema) *schema {
	for s != nil && s.Ref != "" {
		s = d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	}
	return s
}

func (s *schema) is(kind string) bool {
	switch t := s.Type.(type) {
	case string:
		return t == kind
	case []any:
		return slices.Contains(t, any(kind))
	}
	return false
}

// sample is a value that fits a schema: everything that is required, with texts that mean something here.
func (d *document) sample(name string, s *schema) any {
	s = d.deref(s)
	switch {
	case s == nil:
		return map[string]any{}
	case len(s.Enum) > 0:
		return s.Enum[0]
	case s.is("object"):
		out := map[string]any{}
		for _, field := range s.Required {
			out[field] = d.sample(field, s.Properties[field])
		}
		return out
	case s.is("array"):
		return []any{d.sample(name, s.Items)}
	case s.is("boolean"):
		return true
	case s.is("integer"), s.is("number"):
		if s.Minimum != nil {
			return *s.Minimum
		}
		return 0
	}
	return word(name, s)
}

// words are samples of texts whose meaning is looked at before anything is looked up.
var words = map[string]string{
	"org": haikou, "firm": firm, "subject": firm, "entity_id": firm, "body": haikou, "purpose": "approval", "matter": "gp-qualification",
	"item": "penalty", "case_no": "SP-2026-0417", "officer": "示例经办人", "role": "R11", "region": "460100", "source": "record.own", "kind": "reset",
	"value": strings.Repeat("0a", 32), "reason": "虚构演示所需，请予办理为盼", "from": today, "until": "2026-12-31", "on": today, "valid_from": today,
}

func word(name string, s *schema) string {
	text, ok := words[name]
	switch {
	case ok:
	case s.Format == "date":
		text = today
	case s.Format == "date-time":
		text = today + "T09:00:00+08:00"
	default:
		text = "示例内容一段"
	}
	if s.MaxLength != nil && len([]rune(text)) > *s.MaxLength {
		text = string([]rune(text)[:*s.MaxLength])
	}
	return text
}

// nowhere fills the placeholders of a path with what is well formed and does not exist.
func nowhere(path string) string {
	return placeholder.ReplaceAllStringFunc(path, func(p string) string {
		switch {
		case strings.HasPrefix(path, "/v1/entities/"), strings.HasPrefix(path, "/v1/my/partners/"), p == "{entity}":
			return nobody
		case strings.HasPrefix(path, "/v1/decisions/"):
			return "D-20261122-7F3K0Q9XA"
		case p == "{version}":
			return "1"
		case p == "{item}":
			return "no-such-item"
		case p == "{key}":
			return "list:no-such-list"
		}
		return "00000000-0000-7000-8000-000000000000"
	})
}

var placeholder = regexp.MustCompile(`\{[^}]+\}`)

// fitting is a request body that fits an operation.
func (d *document) fitting(method string, op operation) any {
	if s := d.body(op); s != nil {
		return d.sample("", s)
	}
	if method == http.MethodGet || method == http.MethodDelete {
		return nil
	}
	return []byte("{}")
}

func encoded(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}
