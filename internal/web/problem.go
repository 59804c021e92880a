package web

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"xinheng/internal/fault"
)

// Problem is application/problem+json (RFC 9457) with a stable code and both languages. It never echoes a rejected value.
type Problem struct {
	Type   string   `json:"type"`
	Title  string   `json:"title"`
	Status int      `json:"status"`
	Code   string   `json:"code" doc:"stable code, e.g. record.no_basis"`
	Detail string   `json:"detail" doc:"English, ends with what to do"`
	ZH     string   `json:"detail_zh" doc:"中文，末尾说明怎么办"`
	Clause string   `json:"clause,omitempty" doc:"the clause it rests on"`
	Field  string   `json:"field,omitempty"`
	Fields []string `json:"fields,omitempty" doc:"places in the request that were refused"`
	ID     string   `json:"id,omitempty" doc:"for internal errors: quote it to the operator"`
}

func (p *Problem) Error() string             { return p.Code }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// StatusOf is the one table from kinds of fault to HTTP status.
var StatusOf = map[fault.Kind]int{
	fault.Internal: 500, fault.Invalid: 422, fault.Missing: 404, fault.Unauthenticated: 401, fault.Forbidden: 403,
	fault.Conflict: 409, fault.TooEarly: 409, fault.TooLate: 409, fault.Gone: 410, fault.TooLarge: 413,
	fault.TooMany: 429, fault.Unavailable: 503,
}

func problemOf(ctx context.Context, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		err = fault.New(fault.TooLarge, "web.too_large", "请求体超过本接口的上限；请分批提交。", "The body passes this endpoint's limit; send it in parts.")
	}
	f, ok := fault.Of(err)
	if !ok {
		id := rand.Text()[:12]
		slog.ErrorContext(ctx, "internal error", "id", id, "error", err)
		f = fault.New(fault.Internal, "internal", "系统内部错误，未作任何改变；请把编号告诉平台管理员。", "An internal error; nothing was changed. Please give the id to the operator.")
		return &Problem{Type: "about:blank", Title: http.StatusText(500), Status: 500, Code: f.Code, Detail: f.EN, ZH: f.ZH, ID: id}
	}
	st := StatusOf[f.Kind]
	return &Problem{Type: "/docs/faults#" + f.Code, Title: http.StatusText(st), Status: st, Code: f.Code, Detail: f.EN, ZH: f.ZH, Clause: f.Clause, Field: f.Field}
}

// WriteProblem answers a request with the problem behind err.
func WriteProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(r.Context(), err)
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="xinheng"`)
	}
	if p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests {
		h.Set("Retry-After", retryAfter(err))
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

// retryAfter is how many seconds to wait: as long as the fault says, else a few.
func retryAfter(err error) string {
	f, ok := fault.Of(err)
	if !ok || f.After <= 0 {
		return "5"
	}
	return strconv.Itoa(int((f.After + time.Second - 1) / time.Second))
}

func (a *API) guard(op Op) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		r, w := unwrap(c)
		a.warn(w.Header(), op.ID)
		ctx, err := a.auth(r, op.Permission)
		if err != nil {
			WriteProblem(w, r, err)
			return
		}
		next(huma.WithContext(c, ctx))
	}
}

func describeRaw(api huma.API, op *huma.Operation, in, out any) {
	reg := api.OpenAPI().Components.Schemas
	if in != nil {
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"application/json": {Schema: reg.Schema(reflect.TypeOf(in), true, op.OperationID+"-in")}}}
	}
	op.Responses = map[string]*huma.Response{}
	ok := &huma.Response{Description: "OK"}
	if out != nil {
		ok.Content = map[string]*huma.MediaType{"application/json": {Schema: reg.Schema(reflect.TypeOf(out), true, op.OperationID+"-out")}}
	}
	op.Responses["200"] = ok
	op.Responses["default"] = &huma.Response{Description: "problem", Content: map[string]*huma.MediaType{
		"application/problem+json": {Schema: reg.Schema(reflect.TypeOf(Problem{}), true, "Problem")}}}
}
