package sandbox

import (
	"context"
	"net/http"

	"xinheng/internal/check"
	"xinheng/internal/web"
)

// Routes mounts the sandbox. It needs no key: there is nothing in it to protect.
func Routes(a *web.API, d *Desk) {
	web.Add(a, web.Op{ID: "sandbox.firms", Method: http.MethodGet, Path: "/v1/sandbox/firms", Area: "sandbox", Summary: "沙箱企业 · Firms of the sandbox",
		Notes: "What to send and what comes back, for every measure, every reason why a fact does not count and every refusal."}, d.serveFirms)
	web.Add(a, web.Op{ID: "sandbox.check", Method: http.MethodPost, Path: "/v1/sandbox/checks", Area: "sandbox", Summary: "沙箱查验 · Check a firm of the sandbox",
		Notes: "Request and answer of `POST /v1/checks`, about firms that do not exist. No key is needed, nothing is kept, and there is no receipt.", MaxBody: 16 << 10, Faults: check.Refusals()}, d.serveCheck)
}

type (
	firmsOut struct {
		Body struct {
			Firms []Example `json:"firms"`
		}
	}
	checkIn  struct{ Body check.Request }
	checkOut struct{ Body check.Decision }
)

func (d *Desk) serveFirms(ctx context.Context, _ *struct{}) (*firmsOut, error) {
	out := &firmsOut{}
	var err error
	out.Body.Firms, err = d.Examples(ctx)
	return out, err
}

func (d *Desk) serveCheck(ctx context.Context, in *checkIn) (*checkOut, error) {
	a, err := d.Check(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	return &checkOut{a}, nil
}
