package tracker

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts the progress of the policy, for everybody, and the tasks of bodies.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "tracker." + id, Method: method, Path: path, Permission: permission, Area: "tracker", Summary: summary, Notes: notes, Faults: faults}
	}
	const tasks = "/v1/policy/tasks"
	web.Add(a, row("progress", http.MethodGet, "/v1/policy", "", "政策任务进展 · How the policy stands, article by article", "Of reports, what was accepted; of documents, their digest (F28-2)."), d.serveProgress)
	web.Add(a, row("list", http.MethodGet, tasks, access.TaskRead, "分派的任务 · Tasks assigned", "Those of one's own body, and those in the region of the post."), d.serveList)
	web.Add(a, row("one", http.MethodGet, tasks+"/{id}", access.TaskRead, "一项任务及其经过 · A task and its history", "", "tracker.unknown"), d.serveOne)
	web.Add(a, row("assign", http.MethodPost, tasks, access.TaskAssign, "分派任务 · Assign a task to a body", "The same again gives the first one.",
		"tracker.task", "tracker.body", "tracker.due", "tracker.says", "tracker.assigned"), d.serveAssign)
	web.Add(a, row("withdraw", http.MethodPost, tasks+"/{id}/withdraw", access.TaskAssign, "撤回分派 · Withdraw an assignment", "With a reason; it stays in the history.",
		"tracker.unknown", "tracker.says", "tracker.over"), d.serveWithdraw)
	web.Add(a, row("report", http.MethodPost, tasks+"/{id}/reports", access.TaskReport, "报送进展 · Report on a task", "With evidence: a document, or a figure the platform counts itself.",
		"tracker.not_ours", "tracker.over", "tracker.says", "tracker.evidence", "tracker.document", "tracker.figure", "tracker.nothing", "tracker.open"), d.serveReport)
	web.Add(a, row("answer", http.MethodPost, tasks+"/{id}/reports/{report}/answer", access.TaskAssign, "认可或者退回报送 · Accept or return a report", "Nobody answers a report of their own.",
		"tracker.unknown", "tracker.answer", "tracker.answered", "tracker.over", "access.not_apart"), d.serveAnswer)
}

type (
	none struct{}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	assignIn   struct{ Body NewAssignment }
	withdrawIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Why string `json:"why" maxLength:"1000"`
		}
	}
	reportIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body NewReport
	}
	answerIn struct {
		ID     string `path:"id" maxLength:"64"`
		Report string `path:"report" maxLength:"64"`
		Body   Reply
	}
)

func (d *Desk) serveProgress(ctx context.Context, _ *none) (*web.Answer[Progress], error) {
	return web.Answered(d.Progress(ctx))
}

func (d *Desk) serveList(ctx context.Context, _ *none) (*web.Items[Assignment], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.List(ctx, who))
}

func (d *Desk) serveOne(ctx context.Context, in *idIn) (*web.Answer[Assignment], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Of(ctx, who, in.ID))
}

func (d *Desk) serveAssign(ctx context.Context, in *assignIn) (*web.Answer[Assignment], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Assign(ctx, who, in.Body))
}

func (d *Desk) serveWithdraw(ctx context.Context, in *withdrawIn) (*web.Answer[Assignment], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Withdraw(ctx, who, in.ID, in.Body.Why))
}

func (d *Desk) serveReport(ctx context.Context, in *reportIn) (*web.Answer[Assignment], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Report(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveAnswer(ctx context.Context, in *answerIn) (*web.Answer[Assignment], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Answer(ctx, who, in.ID, in.Report, in.Body))
}
