package entry

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts the form, the review and the papers.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "entry." + id, Method: method, Path: path, Permission: permission, Area: "entry", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("preview", http.MethodPost, "/v1/drafts/preview", access.RecordEnter, "试判录入内容 · Judge what is typed, store nothing",
		"Every fault at once, what the record would be, its dates, and records that may be the same matter."), d.servePreview)
	create := row("create", http.MethodPost, "/v1/drafts", access.RecordEnter, "新建草稿 · Begin a draft", "", "entry.unknown_item", "entry.unknown_field")
	create.Status = http.StatusCreated
	web.Add(a, create, d.serveCreate)
	web.Add(a, row("edit", http.MethodPut, "/v1/drafts/{id}", access.RecordEnter, "修改草稿 · Change a draft",
		"With the version that was read: if somebody was quicker, 409 and nothing is overwritten.",
		"entry.unknown", "entry.changed", "entry.not_open", "entry.unknown_field"), d.serveEdit)
	web.Add(a, row("discard", http.MethodDelete, "/v1/drafts/{id}", access.RecordEnter, "删除草稿 · Delete a draft", "One's own, not submitted.",
		"entry.unknown", "entry.not_open", "entry.not_yours"), d.serveDiscard)
	web.Add(a, row("submit", http.MethodPost, "/v1/drafts/{id}/submission", access.RecordEnter, "提交复核 · Submit for review", "Refused while there are flaws.",
		"entry.unknown", "entry.changed", "entry.not_open", "entry.flawed"), d.serveSubmit)
	web.Add(a, row("decide", http.MethodPost, "/v1/drafts/{id}/decision", access.RecordApprove, "通过或退回 · Approve or return",
		"By another person of the same body (S2). An approval stores the record through intake; a row that intake refuses by now comes back with its flaws.",
		"entry.unknown", "entry.changed", "entry.not_waiting", "entry.being_stored", "entry.no_note", "access.not_apart", "record.batch_running"), d.serveDecide)
	web.Add(a, row("list", http.MethodGet, "/v1/drafts", access.ScopeRead, "本机构的草稿 · Drafts of one's body",
		"Newest first, without values. For whoever may enter or approve; anybody else gets none."), d.serveList)
	web.Add(a, row("draft", http.MethodGet, "/v1/drafts/{id}", access.ScopeRead, "一份草稿 · A draft", "For whoever may enter or approve records of the body.", "entry.unknown"), d.serveFind)
	web.Add(a, row("papers", http.MethodGet, "/v1/drafts/{id}/papers", access.ScopeRead, "两书同达 · Decision and notice of credit repair",
		"Served together, both languages, every date computed and every number cited.", "entry.unknown", "entry.flawed", "entry.no_papers"), d.servePapers)
}

type (
	previewIn struct {
		Body struct {
			Item   string            `json:"item" maxLength:"64"`
			Values map[string]string `json:"values" doc:"by field code of the item"`
		}
	}
	editIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Values  map[string]string `json:"values"`
			Version int32             `json:"version" minimum:"1"`
		}
	}
	submitIn struct {
		ID      string `path:"id" maxLength:"64"`
		Version int32  `query:"version" minimum:"0" doc:"of the draft as it was read"`
	}
	decideIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Decision
	}
	draftIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	listIn struct {
		Status string `query:"status" enum:"draft,submitted,returned,approved"`
		After  string `query:"after" maxLength:"64"`
	}
	listOut struct {
		Body struct {
			Drafts []Draft `json:"drafts"`
			Next   string  `json:"next,omitempty"`
		}
	}
	none struct{}
)

func (d *Desk) servePreview(ctx context.Context, in *previewIn) (*web.Answer[Preview], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Preview(ctx, who, in.Body.Item, in.Body.Values))
}

func (d *Desk) serveCreate(ctx context.Context, in *previewIn) (*web.Answer[Draft], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Create(ctx, who, in.Body.Item, in.Body.Values))
}

func (d *Desk) serveEdit(ctx context.Context, in *editIn) (*web.Answer[Draft], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Edit(ctx, who, in.ID, in.Body.Values, in.Body.Version))
}

func (d *Desk) serveDiscard(ctx context.Context, in *draftIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.Discard(ctx, who, in.ID)
}

func (d *Desk) serveSubmit(ctx context.Context, in *submitIn) (*web.Answer[Draft], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Submit(ctx, who, in.ID, in.Version))
}

func (d *Desk) serveDecide(ctx context.Context, in *decideIn) (*web.Answer[Draft], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Decide(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveList(ctx context.Context, in *listIn) (*listOut, error) {
	who, _ := access.From(ctx)
	page, next, err := d.List(ctx, who, Status(in.Status), in.After)
	if err != nil {
		return nil, err
	}
	out := &listOut{}
	out.Body.Drafts, out.Body.Next = page, next
	return out, nil
}

func (d *Desk) serveFind(ctx context.Context, in *draftIn) (*web.Answer[Draft], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Find(ctx, who, in.ID))
}

func (d *Desk) servePapers(ctx context.Context, in *draftIn) (*web.Answer[Papers], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Papers(ctx, who, in.ID))
}
