package caselib

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/web"
)

func op(id, method, path, permission, summary, notes string, faults ...string) web.Op {
	return web.Op{ID: "caselib." + id, Method: method, Path: path, Permission: permission, Area: "caselib", Summary: summary, Notes: notes, Faults: faults}
}

// Routes mounts what everybody reads, and the desk of editors.
func Routes(a *web.API, d *Desk) {
	web.Add(a, op("studies", http.MethodGet, "/v1/case-studies", "", "典型案例 · Case studies", "Newest first; by kind, and by the article they show (F30-3)."), d.serveStudies)
	web.Add(a, op("study", http.MethodGet, "/v1/case-studies/{id}", "", "一篇典型案例 · One case study", "Of one that was withdrawn only the reason is told.", "caselib.unknown"), d.serveStudy)
	web.Add(a, op("activities", http.MethodGet, "/v1/outreach", "", "诚信宣传活动 · Publicity activities", ""), d.serveActivities)
	web.Add(a, op("activity", http.MethodGet, "/v1/outreach/{id}", "", "一项诚信宣传活动 · One publicity activity",
		"What it reached is counted: how often its page was shown, and attendance entered with a document.", "caselib.unknown"), d.serveActivity)
	a.AddRaw(op("material", http.MethodGet, "/v1/outreach/{id}/materials/{file}", "", "下载活动材料 · Fetch a material of an activity", "Its SHA-256 stands on the page.", "caselib.unknown"), nil, nil, d.serveMaterial)
	deskRoutes(a, d)
}

func deskRoutes(a *web.API, d *Desk) {
	written := []string{"caselib.words", "caselib.kind", "caselib.articles", "caselib.days", "caselib.unknown_case", "caselib.open_case"}
	web.Add(a, op("list", http.MethodGet, "/v1/case-library", access.ContentDraft, "案例与活动稿件 · Pieces to edit", "Drafts first."), d.serveList)
	web.Add(a, op("articles", http.MethodGet, "/v1/case-library/articles", access.ContentDraft, "可关联的条款 · Articles a study can show", "Those rules in force rest on."), d.serveArticles)
	web.Add(a, op("source", http.MethodGet, "/v1/case-library/sources/{case}", access.ContentDraft, "案件经过 · The course of a closed case", "Nobody it is about is named.",
		"caselib.unknown_case", "caselib.open_case"), d.serveSource)
	web.Add(a, op("one", http.MethodGet, "/v1/case-library/{id}", access.ContentDraft, "一篇稿件 · One piece", "With where it still tells who it is about.", "caselib.unknown"), d.serveOne)
	write := op("write", http.MethodPost, "/v1/case-library", access.ContentDraft, "起草 · Draft a piece", "Nobody reads it until another person publishes it.", written...)
	write.Status = http.StatusCreated
	web.Add(a, write, d.serveWrite)
	web.Add(a, op("revise", http.MethodPost, "/v1/case-library/{id}/versions", access.ContentDraft, "修改稿件 · Write the next version of a draft", "",
		append(written, "caselib.unknown", "caselib.moved", "caselib.state")...), d.serveRevise)
	web.Add(a, op("publish", http.MethodPost, "/v1/case-library/{id}/publication", access.ContentReview, "发布 · Publish a piece",
		"Not by who wrote any of it. Refused while it tells who it is about, with where.", "caselib.unknown", "caselib.moved", "caselib.state", "caselib.named", "caselib.days", "access.not_apart"), d.servePublish)
	web.Add(a, op("withdraw", http.MethodPost, "/v1/case-library/{id}/withdrawal", access.ContentReview, "撤下 · Withdraw a piece", "The reason is public.",
		"caselib.unknown", "caselib.state", "caselib.why", "caselib.named"), d.serveWithdraw)
	web.Add(a, op("give", http.MethodPost, "/v1/case-library/{id}/materials", access.ContentDraft, "添加活动材料 · Add a material to an activity", "",
		"caselib.unknown", "caselib.not_activity", "caselib.state", "caselib.named", "attach.unknown"), d.serveGive)
	web.Add(a, op("attend", http.MethodPost, "/v1/case-library/{id}/attendance", access.ContentDraft, "登记参加人数 · Enter attendance", "With the document that says so.",
		"caselib.unknown", "caselib.not_activity", "caselib.state", "caselib.attendance", "attach.unknown"), d.serveAttend)
}

type (
	none      struct{}
	studiesIn struct {
		Kind       string `query:"kind" enum:"incentive,discipline,repair,commitment,objection"`
		Instrument string `query:"instrument" maxLength:"64" doc:"with article"`
		Article    string `query:"article" maxLength:"40"`
	}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	caseIn struct {
		Case string `path:"case" maxLength:"64"`
	}
	writeIn  struct{ Body Draft }
	reviseIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Draft
			Version int32 `json:"version" minimum:"1" doc:"the one it was read at"`
		}
	}
	publishIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Version int32 `json:"version" minimum:"1"`
		}
	}
	withdrawIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Why string `json:"why" maxLength:"500"`
		}
	}
	giveIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			File string `json:"file" maxLength:"64"`
		}
	}
	attendIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body NewAttendance
	}
)

func (d *Desk) serveStudies(ctx context.Context, in *studiesIn) (*web.Items[Public], error) {
	var shown []law.Ref
	if in.Instrument != "" && in.Article != "" {
		shown = append(shown, law.Ref{Instrument: in.Instrument, Article: in.Article})
	}
	return web.Listed(d.Studies(ctx, in.Kind, shown...))
}

func (d *Desk) serveStudy(ctx context.Context, in *idIn) (*web.Answer[Public], error) {
	return web.Answered(d.Read(ctx, Study, in.ID))
}

func (d *Desk) serveActivities(ctx context.Context, _ *none) (*web.Items[Public], error) {
	return web.Listed(d.Activities(ctx))
}

func (d *Desk) serveActivity(ctx context.Context, in *idIn) (*web.Answer[Public], error) {
	return web.Answered(d.Read(ctx, Outreach, in.ID))
}

func (d *Desk) serveMaterial(w http.ResponseWriter, r *http.Request) error {
	m, write, err := d.Open(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", m.Type)
	head.Set("Content-Length", strconv.FormatInt(m.Size, 10))
	head.Set("Content-Disposition", `attachment; filename*=UTF-8''`+url.PathEscape(m.Name))
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	head.Set("Cache-Control", "no-cache") // what is withdrawn is gone at once
	if err := write(w); err != nil {
		panic(http.ErrAbortHandler) // part of it is sent: nobody may take it for the whole
	}
	return nil
}

func (d *Desk) serveList(ctx context.Context, _ *none) (*web.Items[Piece], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.List(ctx, who))
}

func (d *Desk) serveArticles(context.Context, *none) (*web.Items[Article], error) {
	return web.Listed(d.Articles(), nil)
}

func (d *Desk) serveSource(ctx context.Context, in *caseIn) (*web.Answer[Source], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.SourceOf(ctx, who, in.Case))
}

func (d *Desk) serveOne(ctx context.Context, in *idIn) (*web.Answer[Piece], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.One(ctx, who, in.ID))
}

func (d *Desk) serveWrite(ctx context.Context, in *writeIn) (*web.Answer[Piece], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Write(ctx, who, in.Body))
}

func (d *Desk) serveRevise(ctx context.Context, in *reviseIn) (*web.Answer[Piece], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Revise(ctx, who, in.ID, in.Body.Version, in.Body.Draft))
}

func (d *Desk) servePublish(ctx context.Context, in *publishIn) (*web.Answer[Piece], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Publish(ctx, who, in.ID, in.Body.Version))
}

func (d *Desk) serveWithdraw(ctx context.Context, in *withdrawIn) (*web.Answer[Piece], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Withdraw(ctx, who, in.ID, in.Body.Why))
}

func (d *Desk) serveGive(ctx context.Context, in *giveIn) (*web.Answer[Piece], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Give(ctx, who, in.ID, in.Body.File))
}

func (d *Desk) serveAttend(ctx context.Context, in *attendIn) (*web.Answer[Piece], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Attend(ctx, who, in.ID, in.Body))
}
