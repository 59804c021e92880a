package status

import (
	"context"
	"net/http"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

type (
	noneIn    struct{}
	done      struct{}
	reportOut struct{ Body Report }
	boardOut  struct{ Body Board }
	linesOut  struct {
		Body struct {
			Items []Line `json:"items"`
		}
	}
	noticesOut struct {
		Body struct {
			Items []Notice `json:"items"`
		}
	}
	noticeIn struct {
		Body struct {
			ZH    string    `json:"zh" maxLength:"1000"`
			EN    string    `json:"en" maxLength:"1000"`
			From  time.Time `json:"from,omitzero" doc:"now when left out"`
			Until time.Time `json:"until"`
		}
	}
	noticeOut struct{ Body Notice }
	idIn      struct {
		ID string `path:"id" maxLength:"64"`
	}
)

// Routes mounts the state of the platform and its notices.
func Routes(a *web.API, d *Desk) {
	row := func(method, path, permission, id, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "status." + id, Method: method, Path: path, Permission: permission, Area: "status", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row(http.MethodGet, "/v1/status", access.StatusRead, "report", "运行状态 · How the platform stands",
		"Each part says whether all is well, whether somebody should look, or that it does not answer."),
		func(ctx context.Context, _ *noneIn) (*reportOut, error) { return &reportOut{d.Report(ctx)}, nil })
	web.Add(a, row(http.MethodGet, "/v1/status/public", "", "board", "服务可用性与数据来源 · Uptime, and what feeds us",
		"Minutes our own services worked, as they were measured, 90 days; incidents; how late each source delivers and each consumer follows. "+
			"A minute nobody asked in counts as down."),
		func(ctx context.Context, _ *noneIn) (*boardOut, error) {
			b, err := d.Board(ctx)
			return &boardOut{b}, err
		})
	web.Add(a, row(http.MethodGet, "/v1/notices", "", "lines", "当前公告 · Notices shown now", "At most three, the newest first."),
		func(ctx context.Context, _ *noneIn) (*linesOut, error) {
			lines, err := d.Lines(ctx)
			out := &linesOut{}
			out.Body.Items = append([]Line{}, lines...)
			return out, err
		})
	web.Add(a, row(http.MethodGet, "/v1/status/notices", access.StatusRead, "notices", "全部公告 · Notices, over or not", "The newest hundred."),
		func(ctx context.Context, _ *noneIn) (*noticesOut, error) {
			all, err := d.Notices(ctx)
			out := &noticesOut{}
			out.Body.Items = all
			return out, err
		})
	publish := row(http.MethodPost, "/v1/status/notices", access.StatusEdit, "publish", "发布公告 · Say something on every page",
		"One line in Chinese and English, on the portal and the workbench, from an instant until an instant.",
		"status.both_languages", "status.too_long", "status.times")
	publish.Status = http.StatusCreated
	web.Add(a, publish, func(ctx context.Context, in *noticeIn) (*noticeOut, error) {
		who, _ := access.From(ctx)
		n, err := d.Publish(ctx, who, NewNotice{ZH: in.Body.ZH, EN: in.Body.EN, From: in.Body.From, Until: in.Body.Until})
		return &noticeOut{n}, err
	})
	web.Add(a, row(http.MethodDelete, "/v1/status/notices/{id}", access.StatusEdit, "withdraw", "撤下公告 · Take a notice down", "", "status.no_notice"),
		func(ctx context.Context, in *idIn) (*done, error) {
			who, _ := access.From(ctx)
			return &done{}, d.Withdraw(ctx, who, in.ID)
		})
}
