package commitment

import (
	"bytes"
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

func groupRoutes(a *web.API, d *Desk) {
	gather := row("gather", http.MethodPost, "/v1/groupings", access.CommitmentGather, "组织会员签署行业自律承诺 · Gather members to sign one text",
		"The association signs for the group; each member confirms by signing. Whoever does not is recorded nowhere but on the association's own list of those asked.",
		"commitment.no_undertaking", "commitment.not_industry", "commitment.no_text", "commitment.closed", "registry.unknown", "ident.uscc_check", "ident.uscc_length", "ident.uscc_alphabet")
	gather.Status = http.StatusCreated
	web.Add(a, gather, d.serveGather)
	web.Add(a, row("candidates", http.MethodPost, "/v1/groupings/candidates", access.CommitmentGather, "核对会员名单 · Look a list of members up",
		"Line by line, before anybody is asked: known, given twice, malformed, or not in the registry. It stores nothing."), d.serveCandidates)
	web.Add(a, row("groupings", http.MethodGet, "/v1/groupings", access.Self, "会员签署 · Signings of an association, or those a firm is asked to confirm", ""), d.serveGroupings)
	web.Add(a, row("grouping", http.MethodGet, "/v1/groupings/{id}", access.Self, "一次会员签署 · One signing", "For its association with its members; for a member with its own part.",
		"commitment.no_grouping"), d.serveGrouping)
	a.AddRaw(row("export", http.MethodGet, "/v1/groupings/{id}/members.csv", access.CommitmentGather, "导出会员签署名单 · The list of a signing as a sheet", "",
		"commitment.no_grouping"), nil, nil, d.serveExport)
}

func reportRoutes(a *web.API, d *Desk) {
	report := row("report", http.MethodPost, "/v1/public/commitments/{id}/reports", "", "反映违诺 · Report that a clause is not kept",
		"About one clause of a commitment that is public. Nobody need say who they are; the number and the code open the answer. It is a word, not a finding: it is never public.",
		"commitment.unknown", "commitment.no_clause", "commitment.no_statement", "commitment.no_text", "access.too_many")
	report.Status = http.StatusCreated
	web.Add(a, report, d.serveReport)
	web.Add(a, row("progress", http.MethodPost, "/v1/public/commitment-reports/{id}/progress", "", "凭编号和查询码查看答复 · The answer to a report, by its number and code",
		"The code goes in the body, not in the address.", "commitment.no_report", "access.too_many"), d.serveProgress)
	web.Add(a, row("reports", http.MethodGet, "/v1/commitment-reports", access.Self, "违诺反映 · Reports of broken commitments",
		"For a firm those about it; for a body those to it; for the lead office those whose answer is late."), d.serveReports)
	web.Add(a, row("reply", http.MethodPost, "/v1/commitment-reports/{id}/reply", access.CaseSubmit, "答复违诺反映 · Answer a report", "Once.",
		"commitment.no_report", "commitment.replied", "commitment.no_reply"), d.serveReply)
}

type (
	gatherIn     struct{ Body Gathering }
	candidatesIn struct {
		Body struct {
			Members []string `json:"members" minItems:"1" maxItems:"2000" doc:"unified social credit codes, one a line"`
		}
	}
	reportIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Breach
	}
	progressIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Code string `json:"code" maxLength:"64"`
		}
	}
	replyIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Text string `json:"text" minLength:"1" maxLength:"2000"`
		}
	}
)

func (d *Desk) serveGather(ctx context.Context, in *gatherIn) (*web.Answer[Grouping], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Gather(ctx, who, in.Body))
}

func (d *Desk) serveCandidates(ctx context.Context, in *candidatesIn) (*web.Items[Candidate], error) {
	return web.Listed(d.Candidates(ctx, in.Body.Members))
}

func (d *Desk) serveGroupings(ctx context.Context, _ *struct{}) (*web.Items[Grouping], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Groupings(ctx, who))
}

func (d *Desk) serveGrouping(ctx context.Context, in *idIn) (*web.Answer[Grouping], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Grouping(ctx, who, in.ID))
}

func (d *Desk) serveExport(w http.ResponseWriter, r *http.Request) error {
	who, _ := access.From(r.Context())
	var b bytes.Buffer
	b.WriteString("\ufeff") // spreadsheets read UTF-8 by it
	if err := d.Export(r.Context(), who, r.PathValue("id"), &b); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="members.csv"`)
	w.Header().Set("Cache-Control", "private, no-store")
	_, err := w.Write(b.Bytes())
	return err
}

func (d *Desk) serveReport(ctx context.Context, in *reportIn) (*web.Answer[Report], error) {
	return web.Answered(d.Report(ctx, in.ID, in.Body))
}

func (d *Desk) serveProgress(ctx context.Context, in *progressIn) (*web.Answer[Report], error) {
	return web.Answered(d.Progress(ctx, in.ID, in.Body.Code))
}

func (d *Desk) serveReports(ctx context.Context, _ *struct{}) (*web.Items[Report], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Reports(ctx, who))
}

func (d *Desk) serveReply(ctx context.Context, in *replyIn) (*web.Answer[Report], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Reply(ctx, who, in.ID, in.Body.Text))
}
