package report

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/web"
)

func shareRoutes(a *web.API, d *Desk) {
	card := row("make_card", http.MethodPost, "/v1/my/cards", access.ViewOwn, "制作信用名片 · Make a credit card", "A link nobody can guess, with fields, style and a last day of the firm's choice (F08-4). No natural person is on it.",
		"report.no_firm", "report.card_fields", "report.card_until", "report.no_term")
	card.Status = http.StatusCreated
	web.Add(a, card, d.serveMakeCard)
	web.Add(a, row("cards", http.MethodGet, "/v1/my/cards", access.ViewOwn, "本企业的信用名片 · The firm's credit cards", "With how often each was looked at.", "report.no_firm"), d.serveCards)
	web.Add(a, row("revoke_card", http.MethodDelete, "/v1/my/cards/{id}", access.ViewOwn, "撤回信用名片 · Revoke a credit card", "Its link is gone at once: 410.", "report.no_firm", "report.no_card"), d.serveRevokeCard)
	web.Add(a, row("face", http.MethodGet, "/v1/cards/{id}", "", "信用名片的内容 · What a credit card shows", "For whoever has the link; counted.", "report.no_card", "report.card_gone"), d.serveFace)

	give := row("give_pack", http.MethodPost, "/v1/my/packs", access.ConsentGrant, "向银行提供数据包 · Give a bank a data pack", "A consent, and a token that is told once and opens the pack for that bank alone (F22-5).",
		"report.no_firm", "report.pack_items", "disclosure.bad_fields", "disclosure.no_purpose", "disclosure.bad_dates", "disclosure.too_long", "ident.uscc_check", "ident.uscc_length", "ident.uscc_alphabet", "ident.missing")
	give.Status = http.StatusCreated
	web.Add(a, give, d.serveGive)
	web.Add(a, row("packs", http.MethodGet, "/v1/my/packs", access.ConsentGrant, "本企业提供的数据包 · Data packs the firm gave", "With every time one was opened or tried.", "report.no_firm"), d.servePacks)
	web.Add(a, row("revoke_pack", http.MethodDelete, "/v1/my/packs/{id}", access.ConsentGrant, "撤回数据包 · Take a data pack back", "Its token opens nothing from that moment.",
		"report.no_firm", "report.no_pack", "disclosure.consent_over", "disclosure.unknown_consent"), d.serveRevokePack)
	web.Add(a, row("open_pack", http.MethodPost, "/v1/packs/opening", access.SubjectRead, "凭授权打开数据包 · Open a data pack by consent", "The token comes in the body. It is on record before it is given (S6).",
		append([]string{"report.no_pack"}, disclosure.AskedFaults...)...), d.serveOpenPack)
}

type (
	newCardIn struct{ Body NewCard }
	idIn      struct {
		ID string `path:"id" maxLength:"64"`
	}
	givePackIn struct{ Body NewPack }
	openPackIn struct {
		Body struct {
			Token string `json:"token" maxLength:"64"`
			Case  string `json:"case_no" maxLength:"64" doc:"number of the bank's own case"`
		}
	}
	faceOut struct {
		CacheControl string `header:"Cache-Control"`
		Robots       string `header:"X-Robots-Tag"`
		Body         CardFace
	}
)

func (d *Desk) serveMakeCard(ctx context.Context, in *newCardIn) (*web.Answer[Card], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.MakeCard(ctx, who, in.Body))
}

func (d *Desk) serveCards(ctx context.Context, _ *none) (*web.Items[Card], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Cards(ctx, who))
}

func (d *Desk) serveRevokeCard(ctx context.Context, in *idIn) (*web.Answer[Card], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.RevokeCard(ctx, who, in.ID))
}

func (d *Desk) serveFace(ctx context.Context, in *idIn) (*faceOut, error) {
	f, err := d.Face(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &faceOut{"no-store", "noindex", f}, nil
}

func (d *Desk) serveGive(ctx context.Context, in *givePackIn) (*web.Answer[Pack], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Give(ctx, who, in.Body))
}

func (d *Desk) servePacks(ctx context.Context, _ *none) (*web.Items[Pack], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Packs(ctx, who))
}

func (d *Desk) serveRevokePack(ctx context.Context, in *idIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.RevokePack(ctx, who, in.ID)
}

func (d *Desk) serveOpenPack(ctx context.Context, in *openPackIn) (*web.Answer[*PackGiven], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.OpenPack(ctx, who, in.Body.Token, in.Body.Case))
}
