package scene

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts the library, for everybody, and the desk of those who keep it.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "scene." + id, Method: method, Path: path, Permission: permission, Area: "scene", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("public", http.MethodGet, "/v1/scenes", "", "应用场景 · Scenes", "Those that were confirmed, with their numbers before and after; the withdrawn ones too, with the reason (F29-2)."), d.servePublic)
	web.Add(a, row("list", http.MethodGet, "/v1/scenes/desk", access.SceneEdit, "场景办理 · Scenes to keep", "Those within one's reach that wait, too."), d.serveList)
	enter := row("enter", http.MethodPost, "/v1/scenes", access.SceneEdit, "录入场景 · Enter a scene", "Public once another person confirms it. Without both numbers and a source it is refused; of an evaluated pilot they are taken from the evaluation.",
		"scene.text", "scene.article", "scene.region", "scene.numbers", "scene.periods", "scene.pilot", "scene.typed")
	enter.Status = http.StatusCreated
	web.Add(a, enter, d.serveEnter)
	web.Add(a, row("confirm", http.MethodPost, "/v1/scenes/{id}/confirmation", access.SceneConfirm, "确认场景 · Confirm a scene", "Not by who entered it.", "scene.unknown", "scene.withdrawn", "access.not_apart"), d.serveConfirm)
	web.Add(a, row("withdraw", http.MethodPost, "/v1/scenes/{id}/withdrawal", access.SceneEdit, "撤回场景 · Withdraw a scene", "One that was public stays readable as withdrawn.", "scene.unknown", "scene.withdrawn", "scene.why"), d.serveWithdraw)
}

type (
	none    struct{}
	enterIn struct{ Body Draft }
	idIn    struct {
		ID string `path:"id" maxLength:"64"`
	}
	withdrawIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Why string `json:"why" maxLength:"1000"`
		}
	}
)

func (d *Desk) servePublic(ctx context.Context, _ *none) (*web.Items[Scene], error) {
	return web.Listed(d.Public(ctx))
}

func (d *Desk) serveList(ctx context.Context, _ *none) (*web.Items[Scene], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.List(ctx, who))
}

func (d *Desk) serveEnter(ctx context.Context, in *enterIn) (*web.Answer[Scene], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Enter(ctx, who, in.Body))
}

func (d *Desk) serveConfirm(ctx context.Context, in *idIn) (*web.Answer[Scene], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Confirm(ctx, who, in.ID))
}

func (d *Desk) serveWithdraw(ctx context.Context, in *withdrawIn) (*web.Answer[Scene], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Withdraw(ctx, who, in.ID, in.Body.Why))
}
