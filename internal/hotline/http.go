package hotline

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts delivery, joining and verification, and what the firm sees.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "hotline." + id, Method: method, Path: path, Permission: permission, Area: "hotline", Summary: summary, Notes: notes, Faults: faults}
	}
	const all, mine = "/v1/hotline/complaints", "/v1/my/complaints"
	web.Add(a, row("take", http.MethodPost, all, access.ScopeIntake, "报送热线投诉举报 · Deliver complaints of a hotline",
		"At most 500. Each row for itself; delivered again it adds nothing. The caller is hashed on arrival and not kept.", "hotline.rows", "hotline.no_term"), d.serveTake)
	web.Add(a, row("list", http.MethodGet, all, access.HotlineRead, "热线投诉举报 · Complaints of hotlines", "Of the own body or region, those that wait first. Unverified ones count nowhere."), d.serveList)
	web.Add(a, row("name", http.MethodPost, all+"/{id}/firm", access.HotlineVerify, "确认是哪个企业 · Confirm which firm is meant", "By the body in charge. A name alone joins nothing.",
		"hotline.unknown", "hotline.named", "hotline.firm", "hotline.no_term"), d.serveName)
	web.Add(a, row("decide", http.MethodPost, all+"/{id}/finding", access.HotlineVerify, "登记核实结果、撤回 · Record what was verified, or withdraw", "By the body in charge, with its document.",
		"hotline.unknown", "hotline.unnamed", "hotline.merged", "hotline.decided", "hotline.no_document"), d.serveDecide)
	web.Add(a, row("mine", http.MethodGet, mine, access.ViewOwn, "涉及本企业的热线投诉举报 · Verified complaints about the firm one acts for", "Without who called and their words.", "hotline.no_firm"), d.serveMine)
	web.Add(a, row("answer", http.MethodPost, mine+"/{id}/answer", access.CaseSubmit, "说明情况 · Answer a complaint", "Once.",
		"hotline.unknown", "hotline.answered", "hotline.no_words"), d.serveAnswer)
}

type (
	none   struct{}
	takeIn struct {
		Body struct {
			Items []Told `json:"items" minItems:"1" maxItems:"500"`
		}
	}
	listIn struct {
		State string `query:"state" enum:"unnamed,unverified,merged,verified,unfounded,withdrawn"`
	}
	nameIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Firm string `json:"firm" minLength:"18" maxLength:"18" doc:"code of the firm"`
		}
	}
	decideIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Finding
	}
	answerIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Text string `json:"text" minLength:"1" maxLength:"2000"`
		}
	}
)

func (d *Desk) serveTake(ctx context.Context, in *takeIn) (*web.Answer[Taken], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Take(ctx, who, in.Body.Items))
}

func (d *Desk) serveList(ctx context.Context, in *listIn) (*web.Items[View], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.List(ctx, who, in.State))
}

func (d *Desk) serveName(ctx context.Context, in *nameIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Name(ctx, who, in.ID, in.Body.Firm))
}

func (d *Desk) serveDecide(ctx context.Context, in *decideIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Decide(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Items[View], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Mine(ctx, who))
}

func (d *Desk) serveAnswer(ctx context.Context, in *answerIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Answer(ctx, who, in.ID, in.Body.Text))
}
