package remote

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts devices, what they report, what is done of it, and what the firm sees.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "remote." + id, Method: method, Path: path, Permission: permission, Area: "remote", Summary: summary, Notes: notes, Faults: faults}
	}
	const devices, events, mine = "/v1/remote/devices", "/v1/remote/events", "/v1/my/events"
	web.Add(a, row("devices", http.MethodGet, devices, access.RemoteRead, "非现场监管设备 · Devices and online checks of the own body", ""), d.serveDevices)
	web.Add(a, row("declare", http.MethodPost, devices, access.DrawRun, "登记设备或者在线核查 · Declare a device or an online check", "With basis, matter, what it may measure and until when.",
		"remote.device", "inspection.no_matter", "registry.unknown"), d.serveDeclare)
	web.Add(a, row("end", http.MethodDelete, devices+"/{id}", access.DrawRun, "停用设备 · End a device", "What it reported stays.", "remote.unknown"), d.serveEnd)
	web.Add(a, row("report", http.MethodPost, events, access.ScopeIntake, "报送非现场监管事件 · Report an event of a device",
		"Once by the device's own number. The firm reads it from then on; nothing else follows by itself.", "remote.event", "remote.unknown", "remote.undeclared", "registry.unknown"), d.serveReport)
	web.Add(a, row("list", http.MethodGet, events, access.RemoteRead, "非现场监管事件 · Events of the own body", "Those that wait first. A visit is made of one with `POST /v1/visits`."), d.serveList)
	web.Add(a, row("dismiss", http.MethodPost, events+"/{id}/dismissal", access.VisitDo, "排除事件 · Dismiss an event", "With a reason, which the firm reads.", "remote.unknown", "remote.done", "remote.no_reason"), d.serveDismiss)
	web.Add(a, row("mine", http.MethodGet, mine, access.ViewOwn, "本企业的非现场监管事件 · Events about the firm one acts for", "All that officers read of them.", "remote.no_firm"), d.serveMine)
	web.Add(a, row("answer", http.MethodPost, mine+"/{id}/answer", access.CaseSubmit, "说明或者异议 · Explain an event, or object to it", "Once.", "remote.unknown", "remote.done", "remote.no_words"), d.serveAnswer)
}

type (
	none      struct{}
	declareIn struct{ Body Declaration }
	reportIn  struct{ Body Report }
	idIn      struct {
		ID string `path:"id" maxLength:"64"`
	}
	dismissIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Reason string `json:"reason" minLength:"1" maxLength:"2000"`
		}
	}
	answerIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Said
	}
)

func (d *Desk) serveDevices(ctx context.Context, _ *none) (*web.Items[Device], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Devices(ctx, who))
}

func (d *Desk) serveDeclare(ctx context.Context, in *declareIn) (*web.Answer[Device], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Declare(ctx, who, in.Body))
}

func (d *Desk) serveEnd(ctx context.Context, in *idIn) (*web.Answer[Device], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.End(ctx, who, in.ID))
}

func (d *Desk) serveReport(ctx context.Context, in *reportIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Report(ctx, who, in.Body))
}

func (d *Desk) serveList(ctx context.Context, _ *none) (*web.Items[View], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.List(ctx, who))
}

func (d *Desk) serveDismiss(ctx context.Context, in *dismissIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Dismiss(ctx, who, in.ID, in.Body.Reason))
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Items[View], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Mine(ctx, who))
}

func (d *Desk) serveAnswer(ctx context.Context, in *answerIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Answer(ctx, who, in.ID, in.Body))
}
