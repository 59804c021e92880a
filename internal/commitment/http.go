package commitment

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

func row(id, method, path, permission, summary, notes string, faults ...string) web.Op {
	return web.Op{ID: "commitment." + id, Method: method, Path: path, Permission: permission, Area: "commitment", Summary: summary, Notes: notes, Faults: faults}
}

// Routes mounts signing and following, the catalogues and the public column.
func Routes(a *web.API, d *Desk) {
	catalogueRoutes(a, d)
	publicRoutes(a, d)
	firmRoutes(a, d)
	bodyRoutes(a, d)
	groupRoutes(a, d)
	reportRoutes(a, d)
}

var signingFaults = []string{"commitment.course_first", "commitment.no_firm", "commitment.not_to_sign", "commitment.no_undertaking", "commitment.no_body", "commitment.not_taken", "commitment.no_project",
	"commitment.text_changed", "commitment.no_text", "commitment.no_grouping", "commitment.closed", "commitment.not_eligible", "commitment.there", "registry.unknown"}

func firmRoutes(a *web.API, d *Desk) {
	web.Add(a, row("offer", http.MethodGet, "/v1/undertakings/{code}/offer", access.CasePrepare, "先告知、先查找、再选择 · What is read before choosing the route",
		"Whether the route is open and why not, what shared data holds already, the notice, and the text with its SM3 digest. It writes nothing down: choosing the ordinary route leaves no trace (F01-7).",
		"commitment.no_firm", "commitment.no_undertaking", "commitment.not_taken", "commitment.no_text", "registry.unknown", "paper.missing_value"), d.serveOffer)
	sign := row("sign", http.MethodPost, "/v1/commitments", access.CaseSubmit, "签署承诺 · Sign a commitment",
		"The digest of the text that was read is confirmed; the platform countersigns. Nothing follows until the time to take it back is over, or is waived. `Idempotency-Key` makes it once.", signingFaults...)
	sign.Status = http.StatusCreated
	web.Add(a, sign, d.serveSign)
	change := row("change", http.MethodPost, "/v1/commitments/{id}/change", access.CaseSubmit, "改签 · Sign another text in its place",
		"While it can be taken back; the two are one act.", append([]string{"commitment.unknown", "commitment.undo_late", "commitment.other_undertaking"}, signingFaults...)...)
	change.Status = http.StatusCreated
	web.Add(a, change, d.serveChange)
	own := []string{"commitment.unknown", "commitment.not_to_sign"}
	web.Add(a, row("undo", http.MethodPost, "/v1/commitments/{id}/undo", access.CaseSubmit, "撤回签署 · Take the signature back",
		"Within the minutes the law data gives, before anybody is told (G5).", append(own, "commitment.undo_late")...), d.serveUndo)
	web.Add(a, row("waive", http.MethodPost, "/v1/commitments/{id}/waiver", access.CaseSubmit, "放弃可撤回时间、立即生效 · Do without the time to take it back",
		"In so many words; it takes effect at once.", append(own, "commitment.over")...), d.serveWaive)
	web.Add(a, row("withdraw", http.MethodPost, "/v1/commitments/{id}/withdrawal", access.CaseSubmit, "撤回承诺、改按一般程序 · Withdraw a commitment that is in effect",
		"Before anything was issued on it; it stays public as withdrawn.", append(own, "commitment.over", "commitment.issued", "commitment.undo_instead", "commitment.no_reason")...), d.serveWithdraw)
	web.Add(a, row("show", http.MethodPost, "/v1/commitments/{id}/evidence", access.CaseSubmit, "提交条件证明 · Hand in the evidence of a condition",
		"", append(own, "commitment.over", "commitment.no_condition", "attach.unknown")...), d.serveShow)
	web.Add(a, row("mine", http.MethodGet, "/v1/commitments", access.CasePrepare, "本企业的承诺 · Commitments of the firm one acts for", ""), d.serveMine)
	web.Add(a, row("find", http.MethodGet, "/v1/commitments/{id}", access.Self, "一份承诺 · A commitment", "For its firm, and for the body it is made to once it is in effect.",
		"commitment.unknown"), d.serveFind)
}

func bodyRoutes(a *web.API, d *Desk) {
	web.Add(a, row("taken", http.MethodGet, "/v1/commitments/received", access.CommitmentTake, "本单位收到的承诺 · Commitments made to one's body", "Once they are in effect."), d.serveTaken)
	web.Add(a, row("issue", http.MethodPost, "/v1/commitments/{id}/permit", access.CommitmentTake, "登记据承诺所发证件 · Say what was issued on a commitment",
		"By the body it is made to. Of a project it is refused until land and conditions are shown.", "commitment.unknown", "commitment.no_permit", "commitment.issued",
		"commitment.not_in_effect", "commitment.no_number", "commitment.incomplete"), d.serveIssue)
	web.Add(a, row("ask", http.MethodPost, "/v1/proofs/{code}/requests", access.CommitmentTake, "索要证明之前 · Before asking for a proof",
		"Shared data first, commitment second, paper last. After a written commitment: 409 `commitment.already_committed`, and the asking is reported.",
		"commitment.no_proof", "commitment.already_committed", "registry.unknown", "ident.uscc_check", "ident.uscc_length", "ident.uscc_alphabet"), d.serveAsk)
	web.Add(a, row("violations", http.MethodGet, "/v1/commitments/violations", access.CommitmentWatch, "重复索要证明的报告 · Who asked again for what a commitment had replaced", ""), d.serveViolations)
	web.Add(a, row("take", http.MethodPut, "/v1/undertakings/{code}/receivers", access.CommitmentWatch, "开通接收单位 · Write down who takes an undertaking in",
		"With a last day, until when.", "commitment.no_undertaking", "commitment.ends_first", "account.no_org"), d.serveTake)
}

func publicRoutes(a *web.API, d *Desk) {
	web.Add(a, row("column", http.MethodGet, "/v1/public/commitments", "", "信用承诺专栏 · The public column of commitments",
		"Since they took effect; with status, checking body and the countersignature.", "access.too_many"), d.serveColumn)
	web.Add(a, row("public", http.MethodGet, "/v1/public/commitments/{id}", "", "一份公开的承诺 · One commitment, in public", "What the page /commitments/{id} says.", "commitment.unknown"), d.servePublic)
	web.Add(a, row("timing", http.MethodGet, "/v1/public/commitments/timing", "", "从签署到发证的用时 · How long from signing to the permit", "By undertaking; no single firm."), d.serveTiming)
}

type (
	offerIn struct {
		Code    string `path:"code" maxLength:"64"`
		Org     string `query:"org" maxLength:"18" doc:"the body it is made to; without it the text is not shown yet"`
		Region  string `query:"region" maxLength:"6"`
		Project string `query:"project" maxLength:"100"`
	}
	signIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Signature
	}
	changeIn struct {
		ID   string `path:"id" maxLength:"64"`
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Signature
	}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	withdrawIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Withdrawal
	}
	showIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Shown
	}
	issueIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Permit
	}
	askIn struct {
		Code string `path:"code" maxLength:"64"`
		Body Asking
	}
	takeIn struct {
		Code string `path:"code" maxLength:"64"`
		Body struct {
			Org    string       `json:"org" maxLength:"18"`
			Region string       `json:"region,omitempty" maxLength:"6" doc:"of the body when empty"`
			Since  workday.Date `json:"since,omitempty" doc:"today when empty"`
			Until  workday.Date `json:"until,omitempty" doc:"last day; none when empty"`
		}
	}
	columnIn struct {
		Entity string `query:"entity" maxLength:"18"`
		Kind   string `query:"kind" enum:"approval,deferred,proof,industry,voluntary"`
		Status string `query:"status" enum:"performing,kept,broken,withdrawn"`
		Matter string `query:"matter" maxLength:"64"`
		Region string `query:"region" maxLength:"6" doc:"division, with what lies in it"`
		After  string `query:"after" maxLength:"100" doc:"cursor of the page before"`
		Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"50"`
	}
	columnOut struct {
		Body struct {
			Commitments []Public `json:"commitments"`
			Next        string   `json:"next,omitempty"`
		}
	}
)

func (d *Desk) serveOffer(ctx context.Context, in *offerIn) (*web.Answer[Offer], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Offer(ctx, who, Wanted{in.Code, in.Org, in.Region, in.Project}))
}

func (d *Desk) serveSign(ctx context.Context, in *signIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Sign(ctx, who, in.Body, in.Key))
}

func (d *Desk) serveChange(ctx context.Context, in *changeIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Change(ctx, who, in.ID, in.Body, in.Key))
}

func (d *Desk) serveUndo(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Undo(ctx, who, in.ID))
}

func (d *Desk) serveWaive(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Waive(ctx, who, in.ID))
}

func (d *Desk) serveWithdraw(ctx context.Context, in *withdrawIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Withdraw(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveShow(ctx context.Context, in *showIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Show(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveMine(ctx context.Context, _ *struct{}) (*web.Items[View], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Mine(ctx, who))
}

func (d *Desk) serveFind(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Find(ctx, who, in.ID))
}

func (d *Desk) serveTaken(ctx context.Context, _ *struct{}) (*web.Items[View], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Taken(ctx, who))
}

func (d *Desk) serveIssue(ctx context.Context, in *issueIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Issue(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveAsk(ctx context.Context, in *askIn) (*web.Answer[Answer], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Ask(ctx, who, in.Code, in.Body))
}

func (d *Desk) serveViolations(ctx context.Context, _ *struct{}) (*web.Items[Violation], error) {
	return web.Listed(d.Violations(ctx))
}

func (d *Desk) serveTake(ctx context.Context, in *takeIn) (*web.Answer[Receiver], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Take(ctx, who, Taking{in.Code, in.Body.Org, in.Body.Region, in.Body.Since, in.Body.Until}))
}

func (d *Desk) serveColumn(ctx context.Context, in *columnIn) (*columnOut, error) {
	out := &columnOut{}
	var err error
	out.Body.Commitments, out.Body.Next, err = d.Column(ctx, Sought{in.Entity, in.Kind, in.Status, in.Matter, in.Region, in.After, in.Limit})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (d *Desk) servePublic(ctx context.Context, in *idIn) (*web.Answer[Public], error) {
	return web.Answered(d.Public(ctx, in.ID))
}

func (d *Desk) serveTiming(ctx context.Context, _ *struct{}) (*web.Items[Timing], error) {
	return web.Listed(d.Timing(ctx))
}
