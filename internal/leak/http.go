package leak

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/web"
)

// Routes mounts reporting, what the suspended and the affected read, and the tools of an investigation. The rest are acts of a case.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "leak." + id, Method: method, Path: path, Permission: permission, Area: "leak", Summary: summary, Notes: notes, Faults: faults}
	}
	report := row("report", http.MethodPost, "/v1/leaks", "", "报告泄露、滥用或者篡改 · Report a leak, a misuse or tampering", "Anybody, without signing in and without a name. The receipt follows it.",
		"leak.told", "leak.no_office", "access.too_many")
	report.Status = http.StatusCreated
	web.Add(a, report, d.serveReport)
	web.Add(a, row("figures", http.MethodGet, "/v1/leaks/figures", "", "泄露与篡改案件年度数字 · Cases of leaks and tampering by year", "For everybody; nobody is named."), d.serveFigures)
	web.Add(a, row("log", http.MethodGet, "/v1/leaks/{id}/log", access.Self, "所涉数据的查阅与导出 · Who read and exported the data concerned",
		"For the investigator of the case and the auditor alone; asking is on the ledger.", "caseflow.unknown", "leak.not_investigator", "leak.no_scope"), d.serveLog)
	web.Add(a, row("trace", http.MethodPost, "/v1/leaks/{id}/trace", access.LeakHandle, "追溯泄露的文件 · Read a leaked file back to its export",
		"By its visible line, and by the order of its rows. The file is not kept.", "caseflow.unknown", "leak.not_investigator", "leak.not_open", "leak.own", "leak.too_few_rows"), d.serveTrace)
	web.Add(a, row("recompute", http.MethodPost, "/v1/leaks/{id}/verification", access.LeakHandle, "为案件核验存证 · Recompute the ledger for a case",
		"The whole, or one entry. `holds` false is a result and stands in the case.", "caseflow.unknown", "leak.not_investigator", "leak.not_open", "ledger.unknown_entry", "ledger.not_placed"), d.serveRecompute)
	a.AddRaw(row("letter", http.MethodGet, "/v1/leaks/{id}/letter", access.Self, "移送函 · The letter a case is handed over by", "As a page, or with as=pdf to print.",
		"caseflow.unknown", "leak.no_letter", "paper.missing_value", "paper.no_font"), nil, nil, d.serveLetter)
	web.Add(a, row("mine", http.MethodGet, "/v1/my/suspensions", access.Self, "暂停通知 · Suspensions of one's own account and exports", "Why, by whom, until when, and how to object; also for an account that is suspended."), d.serveMine)
	web.Add(a, row("object", http.MethodPost, "/v1/my/suspensions/{id}/statement", access.Self, "对暂停提出申辩 · Answer a suspension", "Once; it goes into the file of the case.",
		"leak.no_freeze", "leak.statement", "leak.said_once"), d.serveObject)
	web.Add(a, row("about", http.MethodGet, "/v1/my/leaks", access.ViewOwn, "影响到本企业的泄露与篡改 · What of one's own data was touched", "What, since when, and what was done.", "leak.no_firm"), d.serveAbout)
}

type (
	none     struct{}
	reportIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Told
	}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	traceIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Text string `json:"text" minLength:"1" maxLength:"500000" doc:"the file as it was found, with commas between cells"`
		}
	}
	recomputeIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Entry string `json:"entry,omitempty" maxLength:"64" doc:"id of a ledger entry; empty: the whole ledger"`
		}
	}
	statementIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Text string `json:"text" minLength:"1" maxLength:"2000"`
		}
	}
)

func (d *Desk) serveReport(ctx context.Context, in *reportIn) (*web.Answer[Receipt], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Report(ctx, who, in.Body, in.Key))
}

func (d *Desk) serveFigures(ctx context.Context, _ *none) (*web.Items[Year], error) {
	return web.Listed(d.Figures(ctx))
}

func (d *Desk) serveLog(ctx context.Context, in *idIn) (*web.Items[disclosure.Look], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Log(ctx, who, in.ID))
}

func (d *Desk) serveTrace(ctx context.Context, in *traceIn) (*web.Items[Traced], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Trace(ctx, who, in.ID, in.Body.Text))
}

func (d *Desk) serveRecompute(ctx context.Context, in *recomputeIn) (*web.Answer[Recomputed], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Recompute(ctx, who, in.ID, in.Body.Entry))
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Items[Suspension], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Mine(ctx, who))
}

func (d *Desk) serveObject(ctx context.Context, in *statementIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.Object(ctx, who, in.ID, in.Body.Text)
}

func (d *Desk) serveAbout(ctx context.Context, _ *none) (*web.Items[Touched], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.About(ctx, who))
}
