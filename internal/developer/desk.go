package developer

import (
	"io"
	"net/http"

	"xinheng/internal/fault"
	"xinheng/internal/web"
)

// Desk hands out what developers need.
type Desk struct {
	areas   []Area
	clients map[string]string
}

// New makes the desk from the generated list of refusals and the files of client code by name.
func New(faults string, clients map[string]string) *Desk { return &Desk{refusals(faults), clients} }

// Refusals lists why the interface says no, by area.
func (d *Desk) Refusals() []Area { return d.areas }

// Routes mounts the client code.
func Routes(a *web.API, d *Desk) {
	a.AddRaw(web.Op{ID: "developer.sdk", Method: http.MethodGet, Path: "/v1/developer/sdk/{file}", Area: "developer", Summary: "客户端代码 · Client code",
		Notes: "xinheng.go, xinheng.ts or xinheng-widget.js: one file without anything it depends on.", Faults: []string{"developer.no_file"}}, nil, nil, d.serveClient)
}

func (d *Desk) serveClient(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("file")
	text, ok := d.clients[name]
	if !ok {
		return errNoFile
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = io.WriteString(w, text) // whoever has gone away needs no answer
	return nil
}

var errNoFile = fault.New(fault.Missing, "developer.no_file", "没有这个客户端文件；请从 /developers 页面下载。", "There is no such client file; download one from /developers.")
