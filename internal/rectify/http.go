package rectify

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Routes mounts what opens an order or a talk, their papers, and campaigns. Everything else is an act of a case.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "rectify." + id, Method: method, Path: path, Permission: permission, Area: "rectify", Summary: summary, Notes: notes, Faults: faults}
	}
	created := func(o web.Op) web.Op { o.Status = http.StatusCreated; return o }
	web.Add(a, created(row("draft", http.MethodPost, "/v1/rectifications", access.RectifyDraft, "拟限期整改通知书 · Draft a rectification order",
		"Another officer issues it; the term runs once it was served.", "rectify.subject", "rectify.basis", "rectify.days", "rectify.no_term", "rectify.no_campaign", "rectify.no_member",
		"rectify.not_in_charge", "rectify.campaign_over", "registry.unknown", "caseflow.field", "caseflow.no_term")), d.serveDraft)
	web.Add(a, row("mine", http.MethodGet, "/v1/rectifications/mine", access.CasePrepare, "本企业的整改通知 · Orders served on one's own firm",
		"With the last day, the working days left, and reminders."), d.serveMine)
	a.AddRaw(row("paper", http.MethodGet, "/v1/rectifications/{id}/papers/{paper}", access.Self, "整改与约谈文书 · A paper of an order or a talk",
		"As a page, or with as=pdf to print; lang=en for a reading copy. What was sealed or signed is the SM3 of its Chinese words.",
		"rectify.no_paper", "caseflow.unknown", "paper.missing_value", "paper.no_font"), nil, nil, d.servePaper)
	web.Add(a, created(row("plan", http.MethodPost, "/v1/talks", access.RectifyDraft, "拟约谈 · Plan a talk",
		"Only about an order that is overdue at this moment. The platform suggests; the officer decides, and another approves.", "rectify.no_order", "rectify.not_overdue",
		"rectify.talk_day", "caseflow.unknown", "caseflow.field", "caseflow.no_term")), d.servePlan)
	web.Add(a, row("campaigns", http.MethodGet, "/v1/campaigns", access.RectifyRead, "专项治理 · Campaigns", "Those one's body takes part in, and those within reach."), d.serveCampaigns)
	web.Add(a, created(row("start", http.MethodPost, "/v1/campaigns", access.CampaignRun, "部署专项治理 · Start a campaign", "One's own body leads it.",
		"rectify.named", "rectify.dates", "rectify.body")), d.serveStart)
	web.Add(a, row("campaign", http.MethodGet, "/v1/campaigns/{id}", access.RectifyRead, "专项治理进度 · A campaign with its subjects and course", "Outside one's reach it does not exist.",
		"rectify.no_campaign"), d.serveCampaign)
	web.Add(a, row("add", http.MethodPost, "/v1/campaigns/{id}/subjects", access.CampaignRun, "列入专项治理 · Put a subject into a campaign", "It restricts nothing; a second time changes nothing.",
		"rectify.no_campaign", "rectify.not_lead", "rectify.campaign_over", "rectify.body", "rectify.subject", "registry.unknown"), d.serveAdd)
	web.Add(a, row("clear", http.MethodPost, "/v1/campaigns/{id}/subjects/{entity}/clearing", access.RectifyDecide, "登记清零 · Note that a subject is cleared",
		"By the body in charge, with the document that shows it; an order that was kept does it by itself.", "rectify.no_campaign", "rectify.no_member", "rectify.not_in_charge", "rectify.dates"), d.serveClear)
	web.Add(a, row("end", http.MethodPost, "/v1/campaigns/{id}/end", access.CampaignRun, "结束专项治理 · End a campaign", "What was cleared stays counted.",
		"rectify.no_campaign", "rectify.not_lead"), d.serveEnd)
	web.Add(a, row("public", http.MethodGet, "/v1/campaigns/public", "", "专项治理清零率 · Figures of campaigns", "For everybody; no subject is named."), d.servePublic)
}

type (
	draftIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Ordering
	}
	planIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Planning
	}
	nothingIn struct{}
	startIn   struct{ Body Starting }
	idIn      struct {
		ID string `path:"id" maxLength:"64"`
	}
	addIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Adding
	}
	clearIn struct {
		ID     string `path:"id" maxLength:"64"`
		Entity string `path:"entity" maxLength:"18"`
		Body   Clearing
	}
	// Opened is a case that was opened.
	Opened struct {
		Case    string         `json:"case"`
		State   caseflow.State `json:"state"`
		Version int32          `json:"version"`
		DueOn   workday.Date   `json:"due_on"`
	}
	all[T any] struct {
		All []T `json:"all"`
	}
	none          struct{}
	answer[T any] struct{ Body T }
)

func answeredBy[T any](v T, err error) (*answer[T], error) {
	if err != nil {
		return nil, err
	}
	return &answer[T]{v}, nil
}

func opened(c *caseflow.Case, err error) (*answer[Opened], error) {
	if err != nil {
		return nil, err
	}
	return &answer[Opened]{Opened{c.ID, c.State, c.Version, c.DueOn}}, nil
}

func (d *Desk) serveDraft(ctx context.Context, in *draftIn) (*answer[Opened], error) {
	who, _ := access.From(ctx)
	return opened(d.Draft(ctx, who, in.Body, in.Key))
}

func (d *Desk) servePlan(ctx context.Context, in *planIn) (*answer[Opened], error) {
	who, _ := access.From(ctx)
	return opened(d.Plan(ctx, who, in.Body, in.Key))
}

func (d *Desk) serveMine(ctx context.Context, _ *nothingIn) (*answer[all[Mine]], error) {
	who, _ := access.From(ctx)
	v, err := d.Mine(ctx, who)
	return answeredBy(all[Mine]{v}, err)
}

func (d *Desk) serveCampaigns(ctx context.Context, _ *nothingIn) (*answer[all[Campaign]], error) {
	who, _ := access.From(ctx)
	v, err := d.Campaigns(ctx, who)
	return answeredBy(all[Campaign]{v}, err)
}

func (d *Desk) serveStart(ctx context.Context, in *startIn) (*answer[Campaign], error) {
	who, _ := access.From(ctx)
	return answeredBy(d.Start(ctx, who, in.Body))
}

func (d *Desk) serveCampaign(ctx context.Context, in *idIn) (*answer[Whole], error) {
	who, _ := access.From(ctx)
	return answeredBy(d.Campaign(ctx, who, in.ID))
}

func (d *Desk) serveAdd(ctx context.Context, in *addIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.Add(ctx, who, in.ID, in.Body)
}

func (d *Desk) serveClear(ctx context.Context, in *clearIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.Clear(ctx, who, in.ID, in.Entity, in.Body)
}

func (d *Desk) serveEnd(ctx context.Context, in *idIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.End(ctx, who, in.ID)
}

func (d *Desk) servePublic(ctx context.Context, _ *nothingIn) (*answer[all[Figures]], error) {
	v, err := d.Public(ctx)
	return answeredBy(all[Figures]{v}, err)
}
