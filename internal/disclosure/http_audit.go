package disclosure

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

func auditRoutes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: id, Method: method, Path: path, Permission: permission, Area: "disclosure", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("disclosure.entries", http.MethodGet, "/v1/audit/entries", access.AuditRead, "审计日志 · The audit log",
		"Acts of the ledger and readings, newest first. What was done, never the data itself.", "disclosure.cursor", "web.bad_date"), d.serveEntries)
	web.Add(a, row("disclosure.days", http.MethodGet, "/v1/audit/days", access.AuditRead, "每日事件数 · Acts and readings by day",
		"By the area whose acts they are; readings are an area of their own. At most 366 days.", "disclosure.days", "web.bad_date"), d.serveDays)
	web.Add(a, row("disclosure.queue", http.MethodGet, "/v1/audit/queue", access.AuditRead, "待审计事项 · What waits for the auditor",
		"Alarms with their evidence, sampled readings that nothing followed, broken glasses, questions of subjects.", "disclosure.cursor"), d.serveQueue)
	web.Add(a, row("disclosure.settle", http.MethodPost, "/v1/audit/queue/{id}/finding", access.AuditRead, "登记核查结论 · Record a finding",
		"Once for each item. A subject that had asked reads the note.", "disclosure.unknown_item", "disclosure.settled", "disclosure.no_note"), d.serveSettle)
	web.Add(a, row("disclosure.verification", http.MethodGet, "/v1/audit/verification", access.AuditRead, "存证核验状态 · How the ledger stands", ""), d.serveVerification)
	web.Add(a, row("disclosure.verify", http.MethodPost, "/v1/audit/verification", access.AuditRead, "立即核验全部存证 · Recompute the whole ledger now",
		"`holds` false is a result, with the code of what was found first."), d.serveVerify)
	web.Add(a, row("disclosure.proof", http.MethodGet, "/v1/audit/readings/{entity}/{id}/proof", access.AuditRead, "一次查阅的存证证明 · Proof that a reading was recorded",
		"For `xinheng ledger verify --proof FILE`, offline. · 可离线核验。", "disclosure.unknown_reading", "ledger.not_placed"), d.serveProof)
	web.Add(a, row("disclosure.all_glasses", http.MethodGet, "/v1/audit/glass", access.AuditRead, "应急查看台账 · Register of broken glasses", ""), d.serveAllGlasses)
	web.Add(a, row("disclosure.trace", http.MethodPost, "/v1/audit/trace", access.AuditRead, "追溯泄露的导出 · Find whose export leaked rows are from",
		"At least twelve rows, in the order they were found in; see docs/disclosure.md.", "disclosure.too_few_rows"), d.serveTrace)
	a.AddRaw(row("disclosure.ledger", http.MethodGet, "/v1/audit/ledger", access.AuditExport, "导出存证 · Export the ledger",
		"JSON lines for `xinheng ledger verify --export FILE`, offline. It holds nothing personal.", "ledger.empty"), nil, nil, d.serveLedger)
}

type (
	entriesIn struct {
		Kind  string `query:"kind" maxLength:"64" doc:"what kinds begin with: export., consent., reading …"`
		Actor string `query:"actor" maxLength:"128"`
		About string `query:"about" maxLength:"128"`
		From  string `query:"from" format:"date"`
		Until string `query:"until" format:"date" doc:"last day"`
		After string `query:"after" doc:"cursor; empty to begin"`
		Limit int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
	}
	entriesOut struct {
		Body struct {
			Entries []Entry `json:"entries"`
			Next    string  `json:"next,omitempty" doc:"give it as after; absent at the end"`
		}
	}
	daysIn struct {
		From  string `query:"from" format:"date" required:"true"`
		Until string `query:"until" format:"date" required:"true" doc:"last day"`
	}
	daysOut struct {
		Body struct {
			Days []ledger.Day `json:"days"`
		}
	}
	queueIn struct {
		All   bool   `query:"all" doc:"settled ones too"`
		After string `query:"after" doc:"cursor; empty to begin"`
	}
	queueOut struct {
		Body struct {
			Items []Item `json:"items"`
			Next  string `json:"next,omitempty" doc:"give it as after; absent at the end"`
		}
	}
	settleIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			InOrder bool   `json:"in_order"`
			Note    string `json:"note" maxLength:"4000"`
		}
	}
	traceIn struct {
		Body struct {
			Rows [][]string `json:"rows" maxItems:"1000"`
		}
	}
	verificationOut struct{ Body Verification }
	verifiedOut     struct{ Body Verified }
	readingIn       struct {
		Entity string `path:"entity" maxLength:"64"`
		ID     string `path:"id" maxLength:"64"`
	}
)

func (d *Desk) serveEntries(ctx context.Context, in *entriesIn) (*entriesOut, error) {
	w := Wanted{Kind: in.Kind, Actor: in.Actor, About: in.About, After: in.After, Limit: in.Limit}
	var err error
	if w.From, w.Until, err = period(in.From, in.Until); err != nil {
		return nil, err
	}
	page, next, err := d.Entries(ctx, w)
	out := &entriesOut{}
	out.Body.Entries, out.Body.Next = append([]Entry{}, page...), next
	return out, err
}

// period reads the first and last day of a question; an empty one is zero.
func period(from, until string) (first, last workday.Date, err error) {
	if first, err = workday.Parse(from); err == nil {
		last, err = workday.Parse(until)
	}
	if err != nil {
		err = fault.New(fault.Invalid, "web.bad_date", "日期请写成 2026-11-22 的形式。", "Write the date as 2026-11-22.")
	}
	return first, last, err
}

func (d *Desk) serveDays(ctx context.Context, in *daysIn) (*daysOut, error) {
	from, until, err := period(in.From, in.Until)
	if err != nil {
		return nil, err
	}
	all, err := d.Days(ctx, from, until)
	out := &daysOut{}
	out.Body.Days = append([]ledger.Day{}, all...)
	return out, err
}

func (d *Desk) serveQueue(ctx context.Context, in *queueIn) (*queueOut, error) {
	items, next, err := d.Queue(ctx, in.All, in.After)
	out := &queueOut{}
	out.Body.Items, out.Body.Next = append([]Item{}, items...), next
	return out, err
}

func (d *Desk) serveSettle(ctx context.Context, in *settleIn) (*none, error) {
	actor, _ := access.From(ctx)
	return &none{}, d.Settle(ctx, actor, in.ID, in.Body.InOrder, in.Body.Note)
}

func (d *Desk) serveVerification(ctx context.Context, _ *none) (*verificationOut, error) {
	v, err := d.Verification(ctx)
	return &verificationOut{v}, err
}

func (d *Desk) serveVerify(ctx context.Context, _ *none) (*verifiedOut, error) {
	actor, _ := access.From(ctx)
	v, err := d.Verify(ctx, actor)
	return &verifiedOut{v}, err
}

func (d *Desk) serveProof(ctx context.Context, in *readingIn) (*proofOut, error) {
	p, err := d.Proof(ctx, in.Entity, in.ID)
	return &proofOut{p}, err
}

func (d *Desk) serveTrace(ctx context.Context, in *traceIn) (*exportsOut, error) {
	es, err := d.Trace(ctx, in.Body.Rows)
	out := &exportsOut{}
	out.Body.Exports = append([]Export{}, es...)
	return out, err
}

func (d *Desk) serveLedger(w http.ResponseWriter, r *http.Request) error {
	if _, err := d.ledger.Latest(r.Context()); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/jsonl")
	w.Header().Set("Content-Disposition", `attachment; filename="ledger.jsonl"`)
	w.Header().Set("Cache-Control", "no-store")
	return d.ledger.Export(r.Context(), w, 0, 0)
}
