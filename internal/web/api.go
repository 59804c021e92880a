package web

import (
	"context"
	"net/http"
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Op is one row: a route with its permission and its sentence of documentation.
type Op struct {
	ID         string   // "check.decide"
	Method     string   // http.MethodPost
	Path       string   // "/v1/checks"
	Permission string   // access scope; empty: public
	Area       string   // tag in OpenAPI
	Summary    string   // one line, Chinese · English
	Notes      string   // more, Markdown
	Faults     []string // stable codes it can answer with
	Status     int      // of success; 200 when zero
	MaxBody    int64    // bytes; 1 MiB when zero
}

// Authorize finds the caller of a request and whether it holds the permission; the returned context carries the actor.
type Authorize func(r *http.Request, permission string) (context.Context, error)

// API is the set of rows mounted on one mux.
type API struct {
	Mux  *http.ServeMux
	huma huma.API
	auth Authorize
	rows []Op
	area string // of the row being added

	retired map[string]Retirement // by id of the operation
}

// New prepares the API on a mux.
func New(mux *http.ServeMux, version string, auth Authorize) *API {
	a := &API{Mux: mux, auth: auth}
	cfg := huma.DefaultConfig("信衡 Xinheng", version)
	cfg.CreateHooks = nil
	cfg.Transformers = nil
	cfg.DocsPath, cfg.SchemasPath = "", ""
	cfg.OpenAPIPath = "/openapi"
	cfg.Info.Description = "海南自由贸易港信用监管平台接口。Credit-based supervision for the Hainan Free Trade Port."
	cfg.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	cfg.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", a.schemaName)
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"key":     {Type: "http", Scheme: "bearer", Description: "API 密钥 · API key (Authorization: Bearer xh_…)"},
		"session": {Type: "apiKey", In: "cookie", Name: "__Host-xinheng", Description: "登录后的会话 · session of somebody signed in"},
	}
	a.huma = humago.New(mux, cfg)
	return a
}

// schemaName puts the area before the type, so that law.Change and record.Change are two schemas; a type without a name
// belongs to the area whose row is being added.
func (a *API) schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	area := path.Base(t.PkgPath())
	if t.PkgPath() == "" && t.Kind() == reflect.Struct {
		area = a.area
	}
	if area == "" || area == "." || strings.HasPrefix(strings.ToLower(name), area) {
		return name
	}
	return strings.ToUpper(area[:1]) + area[1:] + name
}

// Add mounts a row with typed input and output. In and out are huma structs: path/query/header tags, and a Body field.
// The handler's context carries the actor; its error is a fault or becomes "internal".
func Add[I, O any](a *API, op Op, handler func(context.Context, *I) (*O, error)) {
	a.rows, a.area = append(a.rows, op), op.Area
	hop := a.operation(op)
	hop.Middlewares = huma.Middlewares{a.guard(op)}
	huma.Register(a.huma, hop, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err != nil {
			return nil, problemOf(ctx, err)
		}
		return out, nil
	})
}

// AddRaw mounts a row whose handler reads and writes HTTP itself (streams, the hot path). doc gives its schema as an
// example input and output for OpenAPI; either may be nil.
func (a *API) AddRaw(op Op, in, out any, handler func(w http.ResponseWriter, r *http.Request) error) {
	a.rows, a.area = append(a.rows, op), op.Area
	hop := a.operation(op)
	describeRaw(a.huma, &hop, in, out)
	a.huma.OpenAPI().AddOperation(&hop)
	a.Mux.HandleFunc(op.Method+" "+op.Path, func(w http.ResponseWriter, r *http.Request) {
		a.warn(w.Header(), op.ID)
		ctx, err := a.auth(r, op.Permission)
		if err == nil {
			r.Body = http.MaxBytesReader(w, r.Body, bodyLimit(op))
			err = handler(w, r.WithContext(ctx))
		}
		if err != nil {
			WriteProblem(w, r, err)
		}
	})
}

// Rows returns every row added, for the access matrix and its test.
func (a *API) Rows() []Op { return a.rows }

// OpenAPI is the document made from the rows.
func (a *API) OpenAPI() *huma.OpenAPI { return a.huma.OpenAPI() }

func (a *API) operation(op Op) huma.Operation {
	h := huma.Operation{
		OperationID: strings.ReplaceAll(op.ID, ".", "-"), Method: op.Method, Path: op.Path, Summary: op.Summary,
		Description: op.Notes, Tags: []string{op.Area}, DefaultStatus: op.Status, MaxBodyBytes: bodyLimit(op),
		Extensions: map[string]any{"x-permission": op.Permission, "x-faults": op.Faults},
	}
	if r, ok := a.retired[op.ID]; ok {
		h.Deprecated = true
		h.Extensions["x-sunset"] = r.Sunset.String()
	}
	if op.Permission != "" {
		h.Security = []map[string][]string{{"key": {}}, {"session": {}}}
	}
	return h
}

func bodyLimit(op Op) int64 {
	if op.MaxBody == 0 {
		return 1 << 20
	}
	return op.MaxBody
}
