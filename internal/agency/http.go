package agency

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

func row(id, method, path, permission, summary, notes string, faults ...string) web.Op {
	return web.Op{ID: "agency." + id, Method: method, Path: path, Permission: permission, Area: "agency", Summary: summary, Notes: notes, Faults: faults}
}

// Routes mounts the register, the channel of agencies, and findings.
func Routes(a *web.API, d *Desk) {
	web.Add(a, row("public", http.MethodGet, "/v1/agencies", "", "信用服务机构名录 · The register of credit service agencies",
		"Agreement, what data, quota used and allowed this month; who is named as not updating, with its comment, until it has deleted (国办发〔2025〕22号)."), d.servePublic)
	web.Add(a, row("register", http.MethodGet, "/v1/agencies/register", access.AgencyRead, "数据协议，含待审批的 · Agreements, with those that wait", ""), d.serveRegister)
	propose := row("propose", http.MethodPost, "/v1/agencies/register", access.AgencyEdit, "提出机构数据协议的新版本 · Propose an agreement as it is to be",
		"It holds once another person has approved it.", "agency.org", "agency.terms", "agency.items", "agency.dates", "agency.address", "agency.key", "agency.nothing_to_compare", "agency.moved")
	propose.Status = http.StatusCreated
	web.Add(a, propose, d.servePropose)
	web.Add(a, row("decide", http.MethodPost, "/v1/agencies/{org}/decision", access.AgencyApprove, "批准或驳回数据协议 · Approve or refuse an agreement",
		"By another person than its author (S2).", "agency.unknown_proposal", "access.not_apart"), d.serveDecide)
	web.Add(a, row("findings", http.MethodGet, "/v1/agencies/findings", access.AgencyRead, "比对发现 · What comparisons found",
		"Records agencies still held when they should have deleted them; open ones first."), d.serveFindings)
	web.Add(a, row("confirm", http.MethodPost, "/v1/agencies/findings/{id}/confirmation", access.AgencyApprove, "凭文书确认比对发现 · Confirm a finding by a document",
		"Only a confirmed finding, and only after its term, makes the public page name the agency.", "agency.unknown_finding", "agency.document"), d.serveConfirm)
	ownRoutes(a, d)
}

func ownRoutes(a *web.API, d *Desk) {
	web.Add(a, row("own", http.MethodGet, "/v1/agency", access.AgencyUse, "本机构的数据协议 · The agreement of one's agency", "", "agency.no_agreement"), d.serveOwn)
	web.Add(a, row("read", http.MethodPost, "/v1/agency/readings", access.AgencyUse, "依协议读取公示信息 · Read public records under the agreement",
		"Counts one reading of the month. Natural persons are never given.", "agency.no_agreement", "agency.not_begun", "agency.ended", "agency.stopped", "agency.quota",
		"registry.unknown", "ident.uscc_check", "ident.uscc_length", "ident.uscc_alphabet", "ident.missing"), d.serveRead)
	web.Add(a, row("duties", http.MethodGet, "/v1/agency/duties", access.AgencyUse, "须删除的信息 · What one's agency must delete",
		"Say that it is deleted by POST /v1/inbox/{id}/acknowledgement, or by the answer of the webhook.", "agency.no_agreement"), d.serveDuties)
	web.Add(a, row("mine", http.MethodGet, "/v1/agency/findings", access.AgencyUse, "本机构的比对发现 · What comparisons found at one's agency", "", "agency.no_agreement"), d.serveMine)
	web.Add(a, row("say", http.MethodPost, "/v1/agency/findings/{id}/comment", access.AgencyUse, "对比对发现作出说明 · Say something to a finding",
		"It stands beside the name of the agency where that is public.", "agency.no_agreement", "agency.unknown_finding", "agency.comment"), d.serveSay)
	list := row("list", http.MethodPost, "/v1/agency/holdings", access.AgencyUse, "提交签名的留存清单 · Hand in a signed list of what is held", "Compared at once, and every night.",
		"agency.no_agreement", "agency.signature", "agency.list_age", "agency.list_old", "agency.list_long", "agency.list_ids")
	list.Status, list.MaxBody = http.StatusCreated, 8<<20
	web.Add(a, list, d.serveList)
}

type (
	none     struct{}
	termsIn  struct{ Body Terms }
	decideIn struct {
		Org  string `path:"org" maxLength:"64"`
		Body struct {
			Version int32 `json:"version" minimum:"1"`
			Approve bool  `json:"approve"`
		}
	}
	confirmIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Document string `json:"document" maxLength:"60" doc:"number of the document it is confirmed by"`
		}
	}
	readIn struct {
		Body struct {
			Subject string `json:"subject" maxLength:"40" doc:"unified social credit code of the firm"`
		}
	}
	sayIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Comment string `json:"comment" maxLength:"1200"`
		}
	}
	listIn struct{ Body NewList }
)

func (d *Desk) servePublic(ctx context.Context, _ *none) (*web.Items[Listed], error) {
	return web.Listed(d.Public(ctx))
}

func (d *Desk) serveRegister(ctx context.Context, _ *none) (*web.Items[Agreement], error) {
	return web.Listed(d.Agreements(ctx))
}

func (d *Desk) servePropose(ctx context.Context, in *termsIn) (*web.Answer[Agreement], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Propose(ctx, who, in.Body))
}

func (d *Desk) serveDecide(ctx context.Context, in *decideIn) (*web.Answer[Agreement], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Decide(ctx, who, in.Org, in.Body.Version, in.Body.Approve))
}

func (d *Desk) serveFindings(ctx context.Context, _ *none) (*web.Items[Finding], error) {
	return web.Listed(d.Findings(ctx))
}

func (d *Desk) serveConfirm(ctx context.Context, in *confirmIn) (*web.Answer[Finding], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Confirm(ctx, who, in.ID, in.Body.Document))
}

func (d *Desk) serveOwn(ctx context.Context, _ *none) (*web.Answer[Own], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.OfOwn(ctx, who))
}

func (d *Desk) serveRead(ctx context.Context, in *readIn) (*web.Answer[Reading], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Read(ctx, who, in.Body.Subject))
}

func (d *Desk) serveDuties(ctx context.Context, _ *none) (*web.Items[Duty], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Duties(ctx, who))
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Items[Finding], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Mine(ctx, who))
}

func (d *Desk) serveSay(ctx context.Context, in *sayIn) (*web.Answer[Finding], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Say(ctx, who, in.ID, in.Body.Comment))
}

func (d *Desk) serveList(ctx context.Context, in *listIn) (*web.Answer[List], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.HandIn(ctx, who, in.Body))
}
