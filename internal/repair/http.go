package repair

import (
	"context"
	"net/http"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Routes mounts the calculator, applications and the few acts that are not an act of one case.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "repair." + id, Method: method, Path: path, Permission: permission, Area: "repair", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("eligibility", http.MethodGet, "/v1/repair/eligibility", "", "信用修复计算器 · When and how a record can be repaired",
		"By record, number of a decision, or code of the firm: the earliest day, conditions, papers, deciding body, likely days, each with clause and standing. "+
			"Without signing in, of what is public today. Free of charge · 免费。",
		"repair.one_of", "repair.not_found", "access.too_many"), d.serveEligibility)
	web.Add(a, row("methods", http.MethodGet, "/v1/repair/methods", "", "修复方式 · The ways of repair", "With the banner that repair is free."), d.serveMethods)
	web.Add(a, row("pledges", http.MethodGet, "/v1/repair/commitments", "", "已公示的修复承诺 · Commitments of repair, as published",
		"Since the grant; with the countersignature and exactly what was signed, to verify."), d.servePledges)
	web.Add(a, row("pledge", http.MethodGet, "/v1/repair/commitments/{id}", "", "一份修复承诺 · One commitment of repair, as published",
		"What the page /commitments/{id} says; broken, it names the clause.", "repair.no_commitment"), d.servePledge)
	file := row("file", http.MethodPost, "/v1/repairs", access.CasePrepare, "申请信用修复 · Ask for repair",
		"Many records, one receipt, one case for each deciding body. `Idempotency-Key` makes it once. By the firm: signed with it. By an agent or at a window: it waits for the firm to sign.",
		"repair.no_subject", "repair.no_record", "repair.too_early", "repair.not_open", "repair.asked", "repair.no_proof", "repair.proof_missing", "repair.ruling_missing",
		"repair.unsigned", "repair.commitment_changed", "repair.no_template", "repair.not_to_sign", "repair.no_authority", "caseflow.no_term")
	file.Status = http.StatusCreated
	web.Add(a, file, d.serveFile)
	web.Add(a, row("mine", http.MethodGet, "/v1/repairs", access.CasePrepare, "本企业的修复申请 · Applications of the firm one acts for", ""), d.serveMine)
	web.Add(a, row("find", http.MethodGet, "/v1/repairs/{id}", access.CasePrepare, "一份修复申请 · An application", "With the texts to sign while it waits.", "repair.unknown"), d.serveFind)
	web.Add(a, row("sign", http.MethodPost, "/v1/repairs/{id}/signature", access.CaseSubmit, "签署承诺并提交 · Sign and submit what was prepared", "By the firm itself.",
		"repair.unknown", "repair.unsigned", "repair.commitment_changed", "repair.not_to_sign", "repair.no_template"), d.serveSign)
	web.Add(a, row("undo", http.MethodPost, "/v1/repairs/{id}/undo", access.CaseSubmit, "撤回签署 · Take the signature back", "Within the minutes the law data gives, before any body has it (G5).",
		"repair.unknown", "repair.undo_late"), d.serveUndo)
	web.Add(a, row("progress", http.MethodPost, "/v1/repairs/{id}/progress", "", "凭回执查询申请 · An application, by its receipt", "The code goes in the body, not in the address.",
		"repair.unknown", "access.too_many"), d.serveProgress)
	a.AddRaw(row("paper", http.MethodGet, "/v1/repairs/cases/{id}/papers/{paper}", access.Self, "办件文书 · A paper of a case",
		"receipt, accepted, supplement or decision, as a page for reading and printing; `?lang=en` for the reading copy, `?as=pdf` for the file. For whoever may see the case.",
		"repair.no_document", "caseflow.unknown", "paper.missing_value", "paper.no_font"), nil, nil, d.servePaper)
	web.Add(a, row("give", http.MethodPost, "/v1/repair/proofs", access.RepairFacts, "提供履行事实 · Give a fact of fulfilment",
		"By the body that decided or reported the record, before anybody asks: then nobody has to hand it in.", "repair.no_record", "repair.bad_fact"), d.serveGive)
	notify := row("notify", http.MethodPost, "/v1/repair/revocations", access.RepairDraft, "告知拟撤销修复 · Tell a subject that its repair may be revoked",
		"By the body that granted it; the subject is heard before anything is decided.",
		"repair.unknown", "caseflow.unknown", "repair.nothing_granted", "repair.no_such_clause", "repair.revocation_open")
	notify.Status = http.StatusCreated
	web.Add(a, notify, d.serveNotify)
	web.Add(a, row("alarms", http.MethodGet, "/v1/repair/alarms", access.RepairRead, "代理人告警 · Agents who ask for unusually many firms",
		"Somebody looks; nothing is stopped. The same alarms stand on the ledger for the auditor."), d.serveAlarms)
}

type (
	eligibilityIn struct {
		Record     string `query:"record" maxLength:"64"`
		DocumentNo string `query:"document_no" maxLength:"256"`
		USCC       string `query:"uscc" maxLength:"18"`
		Path       string `query:"path" enum:"reorganisation" doc:"as for a firm whose plan a court has approved"`
	}
	eligibilityOut struct {
		CacheControl string `header:"Cache-Control"`
		Body         struct {
			Free    law.Text2     `json:"free"`
			Today   workday.Date  `json:"today"`
			Law     string        `json:"law" doc:"edition of the law data"`
			Records []Eligibility `json:"records"`
		}
	}
	methodsOut struct {
		Body struct {
			Free    law.Text2          `json:"free"`
			Methods []law.RepairMethod `json:"methods"`
		}
	}
	pledgesIn struct {
		Entity string `query:"entity" maxLength:"18" doc:"unified social credit code; all when empty"`
		After  string `query:"after" maxLength:"64" doc:"cursor of the page before"`
	}
	pledgesOut struct {
		Body struct {
			Commitments []Pledge `json:"commitments"`
			Next        string   `json:"next,omitempty"`
		}
	}
	fileIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Filing
	}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	signIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Signatures []Signature `json:"signatures" maxItems:"10"`
			Waive      bool        `json:"waive,omitempty"`
		}
	}
	progressIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Code string `json:"code" maxLength:"64"`
		}
	}
	giveIn   struct{ Body Fact }
	breachIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Breach
	}
	// Opened is a case that was opened.
	Opened struct {
		Case    string         `json:"case"`
		State   caseflow.State `json:"state"`
		Version int32          `json:"version"`
		DueOn   workday.Date   `json:"due_on"`
	}
	none struct{}
)

func (d *Desk) serveEligibility(ctx context.Context, in *eligibilityIn) (*eligibilityOut, error) {
	all, err := d.Calculate(ctx, Asked{in.Record, in.DocumentNo, in.USCC, in.Path})
	if err != nil {
		return nil, err
	}
	out := &eligibilityOut{CacheControl: "no-store"}
	out.Body.Free, out.Body.Today, out.Body.Law, out.Body.Records = Free, d.today(), d.law.Edition(), all
	return out, nil
}

func (d *Desk) serveMethods(context.Context, *none) (*methodsOut, error) {
	out := &methodsOut{}
	out.Body.Free, out.Body.Methods = Free, d.methods()
	return out, nil
}

func (d *Desk) servePledges(ctx context.Context, in *pledgesIn) (*pledgesOut, error) {
	day, id, _ := strings.Cut(in.After, " ")
	before, _ := workday.Parse(day)
	page, err := d.Pledges(ctx, in.Entity, before, id)
	if err != nil {
		return nil, err
	}
	out := &pledgesOut{}
	if out.Body.Commitments = page; len(page) == pledgePage {
		last := page[len(page)-1]
		out.Body.Next = last.From.String() + " " + last.ID
	}
	return out, nil
}

func (d *Desk) servePledge(ctx context.Context, in *idIn) (*web.Answer[Pledge], error) {
	return web.Answered(d.Pledge(ctx, d.db, in.ID))
}

func (d *Desk) serveFile(ctx context.Context, in *fileIn) (*web.Answer[Receipt], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.File(ctx, who, in.Body, in.Key))
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Answer[[]Receipt], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Mine(ctx, who))
}

func (d *Desk) serveFind(ctx context.Context, in *idIn) (*web.Answer[Receipt], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Find(ctx, who, in.ID))
}

func (d *Desk) serveSign(ctx context.Context, in *signIn) (*web.Answer[Receipt], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Sign(ctx, who, in.ID, in.Body.Signatures, in.Body.Waive))
}

func (d *Desk) serveUndo(ctx context.Context, in *idIn) (*web.Answer[Receipt], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Undo(ctx, who, in.ID))
}

func (d *Desk) serveProgress(ctx context.Context, in *progressIn) (*web.Answer[Receipt], error) {
	if !d.asked.Take(access.VisitOf(ctx).Address) {
		return nil, access.ErrTooMany
	}
	return web.Answered(d.Progress(ctx, in.ID, in.Body.Code))
}

func (d *Desk) serveGive(ctx context.Context, in *giveIn) (*web.Answer[Proof], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Give(ctx, who, in.Body))
}

func (d *Desk) serveNotify(ctx context.Context, in *breachIn) (*web.Answer[Opened], error) {
	who, _ := access.From(ctx)
	c, err := d.Notify(ctx, who, in.Body, in.Key)
	return web.Answered(Opened{c.ID, c.State, c.Version, c.DueOn}, err)
}

func (d *Desk) serveAlarms(ctx context.Context, _ *none) (*web.Answer[[]Alarm], error) {
	all, err := alarms(ctx, d.db)
	return web.Answered(append([]Alarm{}, all...), err)
}
