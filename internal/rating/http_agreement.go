package rating

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// agreementRoutes are agreements and what is told under them.
func agreementRoutes(a *web.API, d *Desk) {
	web.Add(a, row("agreements", http.MethodGet, "/v1/ratings/agreements", access.RatingAsk, "本单位的协议 · Agreements one's own body is told under", "And those of bodies within reach."), d.serveAgreements)
	web.Add(a, row("agreements_all", http.MethodGet, "/v1/ratings/agreements/register", access.ModelRead, "协议台账 · Register of agreements", "Of one's own body, and within reach."), d.serveAgreements)
	propose := row("propose", http.MethodPost, "/v1/ratings/agreements", access.ModelDraft, "拟订协议 · Propose an agreement", "Another person signs it; until then nothing is told.",
		"rating.no_use", "rating.no_fields", "rating.bad_term", "rating.no_model", "rating.model_changed", "disclosure.no_purpose", "ident.uscc_check")
	propose.Status = http.StatusCreated
	web.Add(a, propose, d.servePropose)
	web.Add(a, row("sign", http.MethodPost, "/v1/ratings/agreements/{id}/sign", access.ModelApprove, "签署协议 · Sign an agreement", "", "rating.no_agreement", "rating.decided", "access.not_apart"), d.serveSign)
	web.Add(a, row("end_agreement", http.MethodDelete, "/v1/ratings/agreements/{id}", access.ModelApprove, "终止协议 · End an agreement", "From today on; it ends by its last day without anybody.", "rating.no_agreement", "rating.decided"), d.serveEndAgreement)
	web.Add(a, row("ask", http.MethodPost, "/v1/ratings/ask", access.RatingAsk, "取得评价结果 · Be told a result",
		"Under an agreement of one's own body, for a case; with the subject's consent where one has no duty of one's own. The answer is signed with the limit of its use in it, and its subject sees who asked.",
		"rating.no_agreement", "rating.not_live", "rating.no_model", "rating.no_subject", "rating.model_changed", "disclosure.no_consent", "disclosure.no_case", "disclosure.no_purpose"), d.serveAsk)
	web.Add(a, row("key", http.MethodGet, "/v1/ratings/key", "", "验签公钥 · The key answers are verified with", ""), d.serveKey)
}

type (
	proposeIn struct{ Body Proposal }
	askIn     struct{ Body Asking }
)

func (d *Desk) serveAgreements(ctx context.Context, _ *none) (*web.Answer[items[Agreement]], error) {
	who, _ := access.From(ctx)
	all, err := d.Agreements(ctx, who)
	return web.Answered(items[Agreement]{all}, err)
}

func (d *Desk) servePropose(ctx context.Context, in *proposeIn) (*web.Answer[Agreement], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Propose(ctx, who, in.Body))
}

func (d *Desk) serveSign(ctx context.Context, in *idIn) (*web.Answer[Agreement], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Sign(ctx, who, in.ID))
}

func (d *Desk) serveEndAgreement(ctx context.Context, in *idIn) (*web.Answer[Agreement], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.EndAgreement(ctx, who, in.ID))
}

func (d *Desk) serveAsk(ctx context.Context, in *askIn) (*web.Answer[Answer], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Ask(ctx, who, in.Body))
}

func (d *Desk) serveKey(context.Context, *none) (*web.Answer[Key], error) {
	return web.Answered(d.PublicKey(), nil)
}
