package rating

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/web"
)

// modelRoutes are the registry, the studio and the public cards.
func modelRoutes(a *web.API, d *Desk) {
	web.Add(a, row("cards", http.MethodGet, "/v1/figures/ratings", "", "模型卡 · Cards of the models", "Of models in force or about to be, and of templates.", "rating.model_changed"), d.serveCards)
	web.Add(a, row("card", http.MethodGet, "/v1/figures/ratings/{code}", "", "一张模型卡 · The card of a model",
		"Indicators, weights, versions, distribution, drift, fairness, back-test, and how many results computed again came to the same hash.", "rating.no_model", "rating.model_changed"), d.serveCard)
	web.Add(a, row("registry", http.MethodGet, "/v1/ratings/models", access.ModelRead, "模型登记 · Registry of the models", "Every version with its hash, who let it in, and when it held.", "rating.model_changed"), d.serveRegistry)
	web.Add(a, row("try", http.MethodPost, "/v1/ratings/try", access.ModelDraft, "试算模型 · Try a model", "On invented firms; nothing is kept."), d.serveTry)
	draft := row("draft", http.MethodPost, "/v1/ratings/models", access.ModelDraft, "保存模型版本 · Save a version", "A version never changes; mending makes the next.", "rating.flawed", "rating.code_taken", "rating.at_once", "rating.model_changed")
	draft.Status = http.StatusCreated
	web.Add(a, draft, d.serveDraft)
	web.Add(a, row("impact", http.MethodPost, "/v1/ratings/models/{code}/versions/{version}/impact", access.ModelDraft, "影响测算 · Compare with the version in force",
		"Over the whole population, by jobs; evaluates nobody.", "rating.no_model", "rating.model_changed"), d.serveImpact)
	web.Add(a, row("release", http.MethodPost, "/v1/ratings/models/{code}/versions/{version}/release", access.ModelApprove, "签发版本 · Let a version into force",
		"By another person than its author, with a finished comparison before them; of an earlier version: roll back.",
		"rating.no_model", "rating.no_impact", "rating.past", "rating.no_reason", "access.not_apart", "rating.model_changed"), d.serveRelease)
	web.Add(a, row("end", http.MethodDelete, "/v1/ratings/models/{code}", access.ModelApprove, "停用模型 · Take a model out of force", "From today on.", "rating.no_model"), d.serveEnd)
	web.Add(a, row("run", http.MethodPost, "/v1/ratings/models/{code}/runs", access.ModelApprove, "立即评价 · Evaluate everybody now", "A run of today that is under way or done is answered as it is.", "rating.no_model", "rating.model_changed"), d.serveRun)
	web.Add(a, row("runs", http.MethodGet, "/v1/ratings/runs/{id}", access.ModelRead, "一次运行 · A run", "How far it has come, and its figures.", "rating.no_run"), d.serveRunOf)
	web.Add(a, row("bring", http.MethodPost, "/v1/ratings/models/{code}/data", access.ModelDraft, "报送自有数据 · Bring numbers in", "For a field of a model of one's own body; all rows or none.",
		"rating.no_model", "rating.no_field", "rating.bad_span", "rating.no_entity"), d.serveBring)
}

type (
	codeIn struct {
		Code string `path:"code" maxLength:"64"`
	}
	versionIn struct {
		Code    string `path:"code" maxLength:"64"`
		Version int    `path:"version" minimum:"1" maximum:"100000"`
	}
	draftIn   struct{ Body law.RatingModel }
	releaseIn struct {
		Code    string `path:"code" maxLength:"64"`
		Version int    `path:"version" minimum:"1" maximum:"100000"`
		Body    Releasing
	}
	bringIn struct {
		Code string `path:"code" maxLength:"64"`
		Body Bringing
	}
)

func (d *Desk) serveCards(ctx context.Context, _ *none) (*web.Answer[items[ModelCard]], error) {
	all, err := d.Cards(ctx)
	return web.Answered(items[ModelCard]{all}, err)
}

func (d *Desk) serveCard(ctx context.Context, in *codeIn) (*web.Answer[ModelCard], error) {
	return web.Answered(d.CardOf(ctx, in.Code))
}

func (d *Desk) serveRegistry(ctx context.Context, _ *none) (*web.Answer[items[Version]], error) {
	who, _ := access.From(ctx)
	all, err := d.Registry(ctx, who)
	return web.Answered(items[Version]{all}, err)
}

func (d *Desk) serveTry(_ context.Context, in *draftIn) (*web.Answer[Trial], error) {
	return web.Answered(d.Try(in.Body), nil)
}

func (d *Desk) serveDraft(ctx context.Context, in *draftIn) (*web.Answer[Version], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Draft(ctx, who, in.Body))
}

func (d *Desk) serveImpact(ctx context.Context, in *versionIn) (*web.Answer[Run], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Impact(ctx, who, in.Code, in.Version))
}

func (d *Desk) serveRelease(ctx context.Context, in *releaseIn) (*web.Answer[Version], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Release(ctx, who, in.Code, in.Version, in.Body))
}

func (d *Desk) serveEnd(ctx context.Context, in *codeIn) (*none, error) {
	who, _ := access.From(ctx)
	return nil, d.End(ctx, who, in.Code)
}

func (d *Desk) serveRun(ctx context.Context, in *codeIn) (*web.Answer[Run], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.RunNow(ctx, who, in.Code))
}

func (d *Desk) serveRunOf(ctx context.Context, in *idIn) (*web.Answer[Run], error) {
	return web.Answered(d.RunOf(ctx, in.ID))
}

func (d *Desk) serveBring(ctx context.Context, in *bringIn) (*web.Answer[Receipt], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Bring(ctx, who, in.Code, in.Body))
}
