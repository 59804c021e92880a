package exchange

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Routes mounts the sync ledger, its targets and tickets, and the inbox of notices.
func Routes(a *web.API, d *Desk) {
	web.Add(a, row("removals", http.MethodGet, "/v1/removals", access.SyncRead, "同步台账 · The sync ledger",
		"Target by target: what had to end, when it was sent and acknowledged, against which deadline. Of the own body, and of bodies in the region of the post."), d.serveRemovals)
	web.Add(a, row("mine", http.MethodGet, "/v1/my/removals", access.ViewOwn, "我的记录在各处是否已撤下 · What became of my records elsewhere",
		"The sync ledger of the firm one acts for."), d.serveMine)
	web.Add(a, row("lag", http.MethodGet, "/v1/removals/lag", access.SyncRead, "撤下用时分布 · How long targets took", "Lines of the last 90 days, by target; no single subject.",
		"web.bad_date"), d.serveLag)
	web.Add(a, row("resend", http.MethodPost, "/v1/removals/{id}/resend", access.SyncSend, "重发撤下通知 · Send a take-down again",
		"At once, also when it was acknowledged and is still there.", "exchange.unknown_removal"), d.serveResend)
	web.Add(a, row("tickets", http.MethodGet, "/v1/tickets", access.SyncRead, "探测工单 · Tickets of the probe",
		"What was still found where it should have ended; closed by a reading that finds it gone."), d.serveTickets)
	targetRoutes(a, d)
	noticeRoutes(a, d)
	eventRoutes(a, d)
}

func row(id, method, path, permission, summary, notes string, faults ...string) web.Op {
	return web.Op{ID: "exchange." + id, Method: method, Path: path, Permission: permission, Area: "exchange", Summary: summary, Notes: notes, Faults: faults}
}

func targetRoutes(a *web.API, d *Desk) {
	web.Add(a, row("targets", http.MethodGet, "/v1/targets", access.OrgRead, "同步目标 · Targets of the sync ledger", "In force, and proposed."), d.serveTargets)
	web.Add(a, row("propose", http.MethodPut, "/v1/targets/{code}", access.SyncEdit, "提出目标的新版本 · Propose a target as it is to be",
		"It works once the security administrator has approved it.", "exchange.target_org", "exchange.target_limit", "exchange.target_url", "exchange.target_moved"), d.servePropose)
	web.Add(a, row("decide", http.MethodPost, "/v1/targets/{code}/decision", access.SyncApprove, "批准或驳回 · Approve or refuse a proposed target",
		"By another person than its author (S2).", "exchange.unknown_target", "access.not_apart"), d.serveDecide)
	probe := row("probe", http.MethodPost, "/v1/targets/{code}/probe", access.SyncSend, "立即复读目标 · Read a target again now", "", "exchange.unknown_target")
	probe.Status = http.StatusAccepted
	web.Add(a, probe, d.serveProbe)
	web.Add(a, row("key", http.MethodGet, "/v1/exchange/key", "", "验证撤下通知的公钥 · The key that take-downs are signed with",
		"Ed25519 or SM2. A signature covers the lines \"xinheng exchange v1\", time, idempotency key and SHA-256 of the body in hexadecimal, each ended by a line feed."), d.serveKey)
}

func noticeRoutes(a *web.API, d *Desk) {
	web.Add(a, row("notices", http.MethodGet, "/v1/inbox", access.NoticeRead, "收到的告知 · Notices of one's body",
		"What must be forgotten, corrected or reconsidered; oldest first, until acknowledged. What is listed here counts as delivered."), d.serveNotices)
	web.Add(a, row("acknowledge", http.MethodPost, "/v1/inbox/{id}/acknowledgement", access.NoticeRead, "确认已照办 · Acknowledge a notice",
		"It says that the body has done what the notice asks.", "exchange.unknown_notice"), d.serveAcknowledge)
	web.Add(a, row("overdue", http.MethodGet, "/v1/inbox/overdue", access.SyncRead, "逾期未确认的单位 · Who has not acknowledged in time", "By body, most overdue first."), d.serveOverdue)
	web.Add(a, row("lifts", http.MethodGet, "/v1/lifts", access.SyncRead, "解除台账 · The lift ledger",
		"Who was told of an effect that has ended since (repair, removal, expiry, withdrawal), and whether they acknowledged it. Of the own body, of what rested on its decisions, and of bodies in the region of the post. Newest first."), d.serveLifts)
	web.Add(a, row("lift_lag", http.MethodGet, "/v1/lifts/lag", access.SyncRead, "解除确认用时 · How long bodies took to acknowledge",
		"Median and worst, of all together and by body, since a day.", "web.bad_date"), d.serveLiftLag)
}

type (
	// FilterIn is exported because the framework looks into exported structs only.
	FilterIn struct {
		Record string `query:"record" maxLength:"200"`
		Case   string `query:"case" maxLength:"200"`
		Target string `query:"target" maxLength:"64"`
		State  string `query:"state" enum:"waiting,sent,acknowledged"`
		After  string `query:"after" maxLength:"64"`
	}
	pageOut struct {
		Body struct {
			Removals []Line `json:"removals"`
			Next     string `json:"next,omitempty" doc:"give it as after; absent at the end"`
		}
	}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	sinceIn struct {
		Since string `query:"since" doc:"civil date; 90 days ago when empty"`
	}
	allIn struct {
		All bool `query:"all" doc:"closed ones as well"`
	}
	codeIn struct {
		Code string `path:"code" maxLength:"40" pattern:"^[a-z0-9-]+$"`
	}
	draftIn struct {
		Code string `path:"code" maxLength:"40" pattern:"^[a-z0-9-]+$"`
		Body Draft
	}
	decisionIn struct {
		Code string `path:"code" maxLength:"40" pattern:"^[a-z0-9-]+$"`
		Body struct {
			Version int32 `json:"version" minimum:"1"`
			Approve bool  `json:"approve"`
		}
	}
	inboxIn struct {
		After string `query:"after" maxLength:"64"`
		All   bool   `query:"all" doc:"acknowledged ones as well"`
	}
	inboxOut struct {
		Body struct {
			Notices []Told `json:"notices"`
			Next    string `json:"next,omitempty"`
		}
	}
	liftsIn struct {
		Record string `query:"record" maxLength:"200"`
		Org    string `query:"org" maxLength:"18"`
		Open   bool   `query:"open" doc:"only what is not acknowledged"`
		After  string `query:"after" maxLength:"64"`
	}
	liftsOut struct {
		Body struct {
			Lifts []Lifting `json:"lifts"`
			Next  string    `json:"next,omitempty" doc:"give it as after; absent at the end"`
		}
	}
	liftLagOut struct {
		Body struct {
			All    LiftLag   `json:"all"`
			Bodies []LiftLag `json:"bodies"`
		}
	}
	toldOut struct {
		Body struct {
			Notices []Told `json:"notices"`
		}
	}
	lagOut struct {
		Body struct {
			Targets []Lag `json:"targets"`
		}
	}
	ticketsOut struct {
		Body struct {
			Tickets []Ticket `json:"tickets"`
		}
	}
	targetsOut struct {
		Body struct {
			Targets []Target `json:"targets"`
		}
	}
	keyOut struct {
		Body struct {
			Suite string `json:"suite" enum:"international,national"`
			ID    string `json:"id"`
			Key   string `json:"key" doc:"base64"`
		}
	}
	none struct{}
)

func (f FilterIn) filter() Filter { return Filter(f) }

func (d *Desk) serveRemovals(ctx context.Context, in *FilterIn) (*pageOut, error) {
	who, _ := access.From(ctx)
	out := &pageOut{}
	var err error
	out.Body.Removals, out.Body.Next, err = d.Removals(ctx, who, in.filter())
	return out, err
}

func (d *Desk) serveMine(ctx context.Context, in *FilterIn) (*pageOut, error) {
	who, _ := access.From(ctx)
	out := &pageOut{}
	var err error
	out.Body.Removals, out.Body.Next, err = d.Mine(ctx, who, in.filter())
	return out, err
}

// since reads the first day of a count.
func (d *Desk) since(in *sinceIn) (workday.Date, error) {
	since, err := workday.Parse(in.Since)
	if err != nil {
		return 0, fault.New(fault.Invalid, "web.bad_date", "日期请写成 2026-11-22 的形式。", "Write the date as 2026-11-22.").At("since")
	}
	if since == 0 {
		since = d.today().AddDays(-90)
	}
	return since, nil
}

func (d *Desk) serveLiftLag(ctx context.Context, in *sinceIn) (*liftLagOut, error) {
	who, _ := access.From(ctx)
	since, err := d.since(in)
	if err != nil {
		return nil, err
	}
	out := &liftLagOut{}
	out.Body.All, out.Body.Bodies, err = d.LiftLags(ctx, who, since)
	return out, err
}

func (d *Desk) serveLifts(ctx context.Context, in *liftsIn) (*liftsOut, error) {
	who, _ := access.From(ctx)
	out := &liftsOut{}
	var err error
	out.Body.Lifts, out.Body.Next, err = d.Lifts(ctx, who, LiftFilter{Record: in.Record, Org: in.Org, Open: in.Open, After: in.After})
	return out, err
}

func (d *Desk) serveLag(ctx context.Context, in *sinceIn) (*lagOut, error) {
	since, err := d.since(in)
	if err != nil {
		return nil, err
	}
	out := &lagOut{}
	out.Body.Targets, err = d.Lags(ctx, since)
	return out, err
}

func (d *Desk) serveResend(ctx context.Context, in *idIn) (*web.Answer[Line], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Resend(ctx, who, in.ID))
}

func (d *Desk) serveTickets(ctx context.Context, in *allIn) (*ticketsOut, error) {
	who, _ := access.From(ctx)
	out := &ticketsOut{}
	var err error
	out.Body.Tickets, err = d.Tickets(ctx, who, in.All)
	return out, err
}

func (d *Desk) serveTargets(ctx context.Context, _ *none) (*targetsOut, error) {
	out := &targetsOut{}
	var err error
	out.Body.Targets, err = d.Targets(ctx)
	return out, err
}

func (d *Desk) servePropose(ctx context.Context, in *draftIn) (*web.Answer[Target], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Propose(ctx, who, in.Code, in.Body))
}

func (d *Desk) serveDecide(ctx context.Context, in *decisionIn) (*web.Answer[Target], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Decide(ctx, who, in.Code, in.Body.Version, in.Body.Approve))
}

func (d *Desk) serveProbe(ctx context.Context, in *codeIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.ProbeSoon(ctx, who, in.Code)
}

func (d *Desk) serveNotices(ctx context.Context, in *inboxIn) (*inboxOut, error) {
	who, _ := access.From(ctx)
	out := &inboxOut{}
	var err error
	out.Body.Notices, out.Body.Next, err = d.Inbox(ctx, who, in.After, in.All)
	return out, err
}

func (d *Desk) serveAcknowledge(ctx context.Context, in *idIn) (*web.Answer[Told], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Acknowledge(ctx, who, in.ID))
}

func (d *Desk) serveOverdue(ctx context.Context, _ *none) (*toldOut, error) {
	out := &toldOut{}
	var err error
	out.Body.Notices, err = d.Overdue(ctx)
	return out, err
}
