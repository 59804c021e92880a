package pilot

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts the list of pilots, for everybody, and the desk of those who run them.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "pilot." + id, Method: method, Path: path, Permission: permission, Area: "pilot", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("public", http.MethodGet, "/v1/pilots", "", "试点 · Pilots", "Those that were approved, with their evaluations (F29-1)."), d.servePublic)
	web.Add(a, row("list", http.MethodGet, "/v1/pilots/desk", access.PilotRun, "试点办理 · Pilots to run", "Proposals within one's reach too."), d.serveList)
	web.Add(a, row("propose", http.MethodPost, "/v1/pilots", access.PilotRun, "提出试点 · Propose a pilot", "It switches nothing until another person approves it. The same thing in the same place again needs the evaluation of the last.",
		"pilot.name", "pilot.scope", "pilot.feature", "pilot.domain", "pilot.ratio", "pilot.comparison", "pilot.days", "pilot.overlap", "pilot.unevaluated"), d.servePropose)
	web.Add(a, row("approve", http.MethodPost, "/v1/pilots/{id}/approve", access.PilotApprove, "批准试点 · Approve a pilot", "Not by who proposed it, and not after its first day.",
		"pilot.unknown", "pilot.begun", "pilot.overlap", "pilot.unevaluated", "access.not_apart"), d.serveApprove)
	web.Add(a, row("stop", http.MethodPost, "/v1/pilots/{id}/stop", access.PilotRun, "停止试点 · Stop a pilot", "It ends with this day.", "pilot.unknown", "pilot.not_on", "pilot.says"), d.serveStop)
	web.Add(a, row("evaluate", http.MethodPost, "/v1/pilots/{id}/evaluation", access.PilotRun, "公布评估 · Publish the evaluation", "The numbers are counted by the platform: during the pilot, and as many days before.",
		"pilot.unknown", "pilot.not_ended", "pilot.says", "pilot.evaluated"), d.serveEvaluate)
}

type (
	none      struct{}
	proposeIn struct{ Body Proposal }
	idIn      struct {
		ID string `path:"id" maxLength:"64"`
	}
	stopIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Why string `json:"why" maxLength:"2000"`
		}
	}
	evaluateIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Findings
	}
)

func (d *Desk) servePublic(ctx context.Context, _ *none) (*web.Items[Pilot], error) {
	return web.Listed(d.Public(ctx))
}

func (d *Desk) serveList(ctx context.Context, _ *none) (*web.Items[Pilot], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.List(ctx, who))
}

func (d *Desk) servePropose(ctx context.Context, in *proposeIn) (*web.Answer[Pilot], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Propose(ctx, who, in.Body))
}

func (d *Desk) serveApprove(ctx context.Context, in *idIn) (*web.Answer[Pilot], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Approve(ctx, who, in.ID))
}

func (d *Desk) serveStop(ctx context.Context, in *stopIn) (*web.Answer[Pilot], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Stop(ctx, who, in.ID, in.Body.Why))
}

func (d *Desk) serveEvaluate(ctx context.Context, in *evaluateIn) (*web.Answer[Pilot], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Evaluate(ctx, who, in.ID, in.Body))
}
