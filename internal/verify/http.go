package verify

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/paper"
	"xinheng/internal/web"
)

// Routes mounts plans, figures, the list of a body, the pool of daily supervision and papers. Everything else is an act of a case.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "verify." + id, Method: method, Path: path, Permission: permission, Area: "verify", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("plans", http.MethodGet, "/v1/verification/plans", "", "承诺核查方案 · Plans of verification", "By matter, risk and class of the firm; the class needs no local score."), d.servePlans)
	web.Add(a, row("figures", http.MethodGet, "/v1/verification/figures", "", "承诺核查统计 · Commitments made, checked, kept and broken",
		"Public, by matter and division, with the days it took. The parts add up to what was made."), d.serveFigures)
	web.Add(a, row("list", http.MethodGet, "/v1/verifications", access.VerifyDo, "本单位待核查的承诺 · Verifications of one's body", "The soonest due first."), d.serveList)
	web.Add(a, row("pool", http.MethodGet, "/v1/verification/pool", access.DrawRead, "免于核查、纳入日常监管的承诺 · Commitments under daily supervision",
		"For those who plan and make visits."), d.servePool)
	raise := row("raise", http.MethodPost, "/v1/verifications/{id}/task", access.VerifyDo, "登记日常监管发现 · Open a task for what daily supervision found", "",
		"verify.unknown", "caseflow.unknown", "caseflow.field")
	raise.Status = http.StatusCreated
	web.Add(a, raise, d.serveRaise)
	a.AddRaw(row("paper", http.MethodGet, "/v1/verifications/cases/{id}/papers/{paper}", access.Self, "核查文书 · A paper of a task",
		"notice, rectify, terminate, revoke, penalty; `?lang=en`, `?form=pdf`.", "verify.no_paper", "caseflow.unknown", "paper.missing_value", "paper.no_font"), nil, nil, d.servePaper)
}

type (
	none      struct{}
	figuresIn struct {
		Matter string `query:"matter" maxLength:"64"`
		Region string `query:"region" maxLength:"6" doc:"what codes of divisions begin with"`
	}
	listIn struct {
		State string `query:"state" enum:"due,task,kept,broken,pooled,ended"`
	}
	poolIn struct {
		Region string `query:"region" maxLength:"6"`
		Matter string `query:"matter" maxLength:"64"`
		After  string `query:"after" maxLength:"64"`
	}
	raiseIn struct {
		ID   string `path:"id" maxLength:"64"`
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Raising
	}
	raised struct {
		Case    string         `json:"case"`
		State   caseflow.State `json:"state"`
		Version int32          `json:"version"`
	}
	list[T any] struct {
		Items []T    `json:"items"`
		Next  string `json:"next,omitempty"`
	}
)

func (d *Desk) servePlans(context.Context, *none) (*web.Answer[list[Plan]], error) {
	return web.Answered(list[Plan]{Items: d.Plans()}, nil)
}

func (d *Desk) serveFigures(ctx context.Context, in *figuresIn) (*web.Answer[Public], error) {
	return web.Answered(d.Public(ctx, in.Matter, in.Region))
}

func (d *Desk) serveList(ctx context.Context, in *listIn) (*web.Answer[list[Line]], error) {
	who, _ := access.From(ctx)
	all, err := d.Of(ctx, who, in.State)
	return web.Answered(list[Line]{Items: all}, err)
}

func (d *Desk) servePool(ctx context.Context, in *poolIn) (*web.Answer[list[Line]], error) {
	all, next, err := d.Pool(ctx, in.Region, in.Matter, in.After)
	return web.Answered(list[Line]{all, next}, err)
}

func (d *Desk) serveRaise(ctx context.Context, in *raiseIn) (*web.Answer[raised], error) {
	who, _ := access.From(ctx)
	c, err := d.Raise(ctx, who, in.ID, in.Body, in.Key)
	if err != nil {
		return nil, err
	}
	return &web.Answer[raised]{Body: raised{c.ID, c.State, c.Version}}, nil
}

func (d *Desk) servePaper(w http.ResponseWriter, r *http.Request) error {
	who, ok := access.From(r.Context())
	if !ok {
		return fault.New(fault.Unauthenticated, "access.no_key", "请登录。", "Sign in.")
	}
	doc, err := d.Paper(r.Context(), who, r.PathValue("id"), r.PathValue("paper"), paper.LangOf(r))
	if err != nil {
		return err
	}
	return d.Press.Serve(w, r, doc)
}
