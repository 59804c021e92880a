package differ

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/ident"
	"xinheng/internal/web"
)

type (
	// ListIn is exported because the framework looks into exported structs only.
	ListIn struct {
		State string `query:"state" enum:"open,resolved"`
		After string `query:"after" maxLength:"64"`
	}
	listed struct {
		Items []Difference `json:"items"`
		Next  string       `json:"next,omitempty" doc:"give it as after; absent at the end"`
	}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	choiceIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Choice
	}
)

// Routes mounts differences and their resolution.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "differ." + id, Method: method, Path: path, Permission: permission, Area: "differ", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("list", http.MethodGet, "/v1/differences", access.DifferenceRead, "来源差异 · Where sources differ",
		"What sources say differently about one field, side by side: of the own body as owner or as source, and in the region of the post."), d.serveList)
	web.Add(a, row("one", http.MethodGet, "/v1/differences/{id}", access.DifferenceRead, "一项来源差异 · One difference", "With every claim and every resolution.",
		"differ.unknown"), d.serveOne)
	web.Add(a, row("resolve", http.MethodPost, "/v1/differences/{id}/resolution", access.DifferenceResolve, "裁定来源差异 · Say which source is right",
		"By the body that owns the field, or by the data office of the region; with a reason, once. What is right is applied and the others are told in the same transaction.",
		"differ.unknown", "differ.not_owner", "differ.resolved", "differ.moved", "differ.no_claim", "differ.reason"), d.serveResolve)
	web.Add(a, row("of_entity", http.MethodGet, "/v1/entities/{id}/differences", "", "主体登记信息的来源差异 · Differences about a registration",
		"What is open about the registration of a market entity, side by side; persons masked. Nothing is open about most."), d.serveOfEntity)
}

func (d *Desk) serveList(ctx context.Context, in *ListIn) (*web.Answer[listed], error) {
	who, _ := access.From(ctx)
	page, next, err := d.List(ctx, who, in.State, in.After)
	return web.Answered(listed{page, next}, err)
}

func (d *Desk) serveOne(ctx context.Context, in *idIn) (*web.Answer[Difference], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Find(ctx, who, in.ID))
}

func (d *Desk) serveResolve(ctx context.Context, in *choiceIn) (*web.Answer[Difference], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Resolve(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveOfEntity(ctx context.Context, in *idIn) (*web.Answer[listed], error) {
	out := listed{Items: []Difference{}}
	code, _, err := ident.ParseUSCC(in.ID) // nobody, natural persons included, is public under anything but a valid code
	if err != nil {
		return web.Answered(out, nil)
	}
	all, err := d.Of(ctx, string(code))
	for _, x := range all {
		if x.About == "" {
			out.Items = append(out.Items, x)
		}
	}
	return web.Answered(out, err)
}
