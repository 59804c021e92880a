package web

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

func unwrap(c huma.Context) (*http.Request, http.ResponseWriter) { return humago.Unwrap(c) }

// The library's own refusals (malformed JSON, unknown field, wrong type) become problems of ours: they name the place,
// never the rejected value.
func init() { //nolint:gochecknoinits // huma takes its error constructor from a package variable
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		p := &Problem{Type: "/docs/faults#web.invalid", Title: http.StatusText(status), Status: status, Code: "web.invalid",
			Detail: "The request does not have the form this endpoint takes; see /openapi.json and mend the named fields.",
			ZH:     "请求不符合本接口的格式；请对照 /openapi.json 修改所列字段。"}
		for _, e := range errs {
			if d, ok := e.(huma.ErrorDetailer); ok {
				p.Fields = append(p.Fields, d.ErrorDetail().Location)
			}
		}
		return p
	}
}
