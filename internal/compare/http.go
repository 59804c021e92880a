package compare

import (
	"context"
	"io"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts ways and comparisons: for everybody those that are done, for planners their own.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "compare." + id, Method: method, Path: path, Permission: permission, Area: "compare", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("ways", http.MethodGet, "/v1/draw-ways", "", "抽查方式 · Ways of drawing", "Data with versions, in the open; none is in force by being here (F29-3)."), d.serveWays)
	web.Add(a, row("add_way", http.MethodPost, "/v1/draw-ways", access.DrawRun, "新增抽查方式版本 · Add a version of a way", "What says the same as the newest version is that version.",
		"compare.way", "compare.factors", "compare.taken"), d.serveAddWay)
	web.Add(a, row("public", http.MethodGet, "/v1/comparisons", "", "抽查方式比较 · Comparisons of ways of drawing", "Those that are done (F29-3)."), d.servePublic)
	web.Add(a, row("mine", http.MethodGet, "/v1/comparisons/desk", access.DrawRun, "本单位的比较 · Comparisons of one's body", "Those under way too, with how far they are."), d.serveMine)
	ask := row("ask", http.MethodPost, "/v1/comparisons", access.DrawRun, "比较两个抽查方式 · Compare two ways on history", "Computed beside the request; nothing follows from it.",
		"compare.no_draw", "compare.period", "compare.not_ended", "compare.no_way")
	ask.Status = http.StatusCreated
	web.Add(a, ask, d.serveAsk)
	web.Add(a, row("one", http.MethodGet, "/v1/comparisons/{id}", "", "一项比较 · A comparison", "", "compare.unknown"), d.serveOne)
	a.AddRaw(row("inputs", http.MethodGet, "/v1/comparisons/{id}/inputs", "", "比较的输入 · Inputs of a comparison", "All its numbers follow from. Run `xinheng compare FILE --numbers HASH`.", "compare.unknown"),
		nil, nil, d.serveInputs)
}

type (
	none   struct{}
	addIn  struct{ Body Way }
	askIn  struct{ Body Asking }
	thisIn struct {
		ID string `path:"id" maxLength:"64"`
	}
)

func (d *Desk) serveWays(ctx context.Context, _ *none) (*web.Items[Way], error) {
	return web.Listed(d.Ways(ctx))
}

func (d *Desk) serveAddWay(ctx context.Context, in *addIn) (*web.Answer[Way], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.AddWay(ctx, who, in.Body))
}

func (d *Desk) servePublic(ctx context.Context, _ *none) (*web.Items[Comparison], error) {
	return web.Listed(d.Public(ctx))
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Items[Comparison], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Mine(ctx, who))
}

func (d *Desk) serveAsk(ctx context.Context, in *askIn) (*web.Answer[Comparison], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Ask(ctx, who, in.Body))
}

func (d *Desk) serveOne(ctx context.Context, in *thisIn) (*web.Answer[Comparison], error) {
	return web.Answered(d.Published(ctx, in.ID))
}

func (d *Desk) serveInputs(w http.ResponseWriter, r *http.Request) error {
	text, err := d.Inputs(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="comparison-`+r.PathValue("id")+`.json"`)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, err = io.WriteString(w, text)
	return err
}
