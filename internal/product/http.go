package product

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts the directory, the agency's side and the office's.
func Routes(a *web.API, d *Desk) {
	op := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "product." + id, Method: method, Path: path, Permission: permission, Area: "product", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, op("directory", http.MethodGet, "/v1/credit-products", "", "信用产品目录 · Directory of credit products",
		"In the order of SHA-256(day, a blank, id): nobody's. No product decides anything, and none is recommended (F25-4)."), d.serveDirectory)
	web.Add(a, op("mine", http.MethodGet, "/v1/agency/products", access.AgencyUse, "本机构的产品 · Products of one's agency", ""), d.serveMine)
	enter := op("enter", http.MethodPost, "/v1/agency/products", access.AgencyUse, "登记产品 · Enter a product", "In no directory until the office approves it.",
		"product.not_running", "product.words", "product.data", "product.price", "product.terms", "product.days")
	enter.Status = http.StatusCreated
	web.Add(a, enter, d.serveEnter)
	web.Add(a, op("end", http.MethodPost, "/v1/agency/products/{id}/end", access.AgencyUse, "结束本机构的产品 · End a product of one's agency", "It leaves the directory at once.",
		"product.unknown", "product.why", "product.decided"), d.serveEnd)
	web.Add(a, op("all", http.MethodGet, "/v1/credit-products/register", access.AgencyRead, "产品登记，含待审批的 · All products, with those that wait", ""), d.serveAll)
	web.Add(a, op("decide", http.MethodPost, "/v1/credit-products/{id}/decision", access.AgencyApprove, "审批产品 · Approve or refuse a product", "A refusal says why.",
		"product.unknown", "product.why", "product.decided", "product.not_running", "access.not_apart"), d.serveDecide)
	web.Add(a, op("stop", http.MethodPost, "/v1/credit-products/{id}/stop", access.AgencyApprove, "移出产品 · Stop a product", "It leaves the directory at once; the agency reads why.",
		"product.unknown", "product.why", "product.decided"), d.serveStop)
}

type (
	none        struct{}
	directoryIn struct {
		Kind string `query:"kind" enum:"loan,guarantee,insurance,leasing,report,other"`
	}
	enterIn  struct{ Body Entry }
	decideIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Decision
	}
	endIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Why string `json:"why" maxLength:"500"`
		}
	}
)

func (d *Desk) serveDirectory(ctx context.Context, in *directoryIn) (*web.Answer[Directory], error) {
	return web.Answered(d.Directory(ctx, in.Kind))
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Items[Product], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Mine(ctx, who))
}

func (d *Desk) serveAll(ctx context.Context, _ *none) (*web.Items[Product], error) {
	return web.Listed(d.All(ctx))
}

func (d *Desk) serveEnter(ctx context.Context, in *enterIn) (*web.Answer[Product], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Enter(ctx, who, in.Body))
}

func (d *Desk) serveEnd(ctx context.Context, in *endIn) (*web.Answer[Product], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.End(ctx, who, in.ID, in.Body.Why, false))
}

func (d *Desk) serveDecide(ctx context.Context, in *decideIn) (*web.Answer[Product], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Decide(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveStop(ctx context.Context, in *endIn) (*web.Answer[Product], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.End(ctx, who, in.ID, in.Body.Why, true))
}
