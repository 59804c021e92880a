package objection

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/web"
)

// Routes mounts filing, what may be filed, public figures, and letters. What is done in a case is on the routes of cases.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "objection." + id, Method: method, Path: path, Permission: permission, Area: "objection", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("grounds", http.MethodGet, "/v1/objections/grounds", "", "异议理由与结果 · Grounds of objection and what it can end in",
		"With what helps as evidence, and what becomes of use meanwhile. Free of charge · 免费。"), d.serveGrounds)
	web.Add(a, row("file", http.MethodPost, "/v1/objections", access.CasePrepare, "提出异议 · Object",
		"To a record, list entry, measure, score or result of a check. The records are marked in the same transaction. What an agent files waits for the firm. "+
			"The answer holds the receipt; its code is given once. A window clerk files for whoever is present.",
		"objection.no_subject", "objection.no_ground", "objection.no_record", "objection.no_object", "objection.several_bodies", "objection.open",
		"objection.not_listed", "objection.no_field", "objection.no_superior", "caseflow.field"), d.serveFile)
	web.Add(a, row("complain", http.MethodPost, "/v1/complaints", access.Self, "投诉工作行为 · Complain about conduct",
		"Not about data: that is an objection. It goes to the body above the one complained of.", "objection.no_body", "objection.no_superior", "objection.as_oneself"), d.serveComplain)
	web.Add(a, row("figures", http.MethodGet, "/v1/objections/figures", "", "异议与投诉年度数据 · Yearly figures by body",
		"Number, median working days, and share upheld. No subject is in it.", "objection.no_year"), d.serveFigures)
	web.Add(a, row("harm", http.MethodGet, "/v1/objections/harm", "", "错误信息的影响与告知 · Wrong answers that were given, and who was told",
		"By case, without its subject.", "objection.no_year"), d.serveHarm)
	a.AddRaw(row("letter", http.MethodGet, "/v1/objections/{case}/letter", access.Self, "更正函 · A letter of correction",
		"`?to=` of which body, one's own when empty; `?form=html|pdf`. For its addressee, and for whoever sees the case.", "objection.no_letter"), nil, nil, d.serveLetter)
	a.AddRaw(row("paper", http.MethodGet, "/v1/objections/cases/{id}/papers/{paper}", access.Self, "异议文书 · A paper of an objection",
		"receipt, accepted, supplement, transfer, decision or review, as a page for reading and printing; `?lang=en` for the reading copy, `?as=pdf` for the file. For whoever may see the case.",
		"objection.no_document", "caseflow.unknown", "paper.missing_value", "paper.no_font"), nil, nil, d.servePaper)
}

type (
	groundsOut struct {
		Body struct {
			Grounds  []law.Ground     `json:"grounds"`
			Outcomes []law.Outcome    `json:"outcomes"`
			Freezes  []law.FreezeRule `json:"freeze_rules"`
		}
	}
	fileIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Filing
	}
	complainIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Complaint
	}
	yearIn struct {
		Year int `query:"year" minimum:"0" maximum:"9999" doc:"this year when empty"`
	}
	figuresOut struct {
		Body struct {
			Year    int      `json:"year"`
			Figures []Figure `json:"figures"`
		}
	}
	harmOut struct {
		Body struct {
			Year int        `json:"year"`
			Harm []HarmLine `json:"harm"`
		}
	}
	none struct{}
)

func (d *Desk) serveGrounds(context.Context, *none) (*groundsOut, error) {
	book, out := d.law.On(d.today()), &groundsOut{}
	out.Body.Grounds, out.Body.Outcomes, out.Body.Freezes = book.Grounds(), book.Outcomes(), book.FreezeRules()
	return out, nil
}

func (d *Desk) serveFile(ctx context.Context, in *fileIn) (*web.Answer[Receipt], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.File(ctx, who, in.Body, in.Key))
}

func (d *Desk) serveComplain(ctx context.Context, in *complainIn) (*web.Answer[Receipt], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Complain(ctx, who, in.Body, in.Key))
}

func (d *Desk) serveFigures(ctx context.Context, in *yearIn) (*figuresOut, error) {
	year, all, err := d.Figures(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	out := &figuresOut{}
	out.Body.Year, out.Body.Figures = year, all
	return out, nil
}

func (d *Desk) serveHarm(ctx context.Context, in *yearIn) (*harmOut, error) {
	year, all, err := d.Harms(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	out := &harmOut{}
	out.Body.Year, out.Body.Harm = year, all
	return out, nil
}

func (d *Desk) serveLetter(w http.ResponseWriter, r *http.Request) error {
	who, _ := access.From(r.Context())
	doc, err := d.Letter(r.Context(), who, r.PathValue("case"), r.URL.Query().Get("to"))
	if err != nil {
		return err
	}
	return d.Press.Serve(w, r, doc)
}
