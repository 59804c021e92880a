package caseflow

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/pg"
	"xinheng/internal/web"
)

// Routes mounts the worklist, the case page and its acts: the same rows for every type of case. Who may do what is in the
// tables of the types, so a row asks only that somebody is signed in.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "caseflow." + id, Method: method, Path: path, Permission: permission, Area: "caseflow", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("work", http.MethodGet, "/v1/cases", access.Self, "办件清单 · Cases within reach",
		"Soonest due first. An officer sees what the tables of the types show to the post acted from; anybody else none.", "caseflow.bad_page"), d.serveWork)
	web.Add(a, row("counts", http.MethodGet, "/v1/cases/counts", access.Self, "办件计数 · Open cases by kind, state and clock", ""), d.serveCounts)
	web.Add(a, row("kinds", http.MethodGet, "/v1/case-kinds", access.Self, "办件类型 · Types of case", "With the acts that open one and their forms."), d.serveKinds)
	web.Add(a, row("flows", http.MethodGet, "/v1/case-flows", "", "办件流转表 · The tables of the types of case",
		"States, moves with side, weight and clause, and terms with their length today. They are rules: everybody may read them."), d.serveFlows)
	web.Add(a, row("mine", http.MethodGet, "/v1/my/cases", access.Self, "本企业的办件 · Cases of the firm one acts for", ""), d.serveMine)
	web.Add(a, row("case", http.MethodGet, "/v1/cases/{id}", access.Self, "办件 · A case",
		"Steps, terms, what this actor may do now with its forms, history, evidence, and the panels of its type. An officer's reading is kept (S6).",
		"caseflow.unknown"), d.servePage)
	web.Add(a, row("act", http.MethodPost, "/v1/cases/{id}/acts/{act}", access.Self, "办理 · Do something in a case",
		"The acts open to the caller are listed with their forms on the case. The same key, or the same version, does it once. An agent's act waits for the firm. Files come as answers of the form.",
		"caseflow.unknown", "caseflow.no_act", "caseflow.not_now", "caseflow.not_yours", "caseflow.changed", "caseflow.key_used", "caseflow.needs", "caseflow.field",
		"caseflow.waiting", "caseflow.ended", "access.not_apart"), d.serveAct)
	web.Add(a, row("confirm", http.MethodPost, "/v1/cases/{id}/waiting/{pending}", access.Self, "确认代理人的操作 · Confirm or decline an agent's act",
		"By the firm, not by the agent.", "caseflow.unknown", "caseflow.no_pending", "caseflow.not_yours", "caseflow.not_now", "access.not_apart"), d.serveConfirm)
	handRows(a, d, row)
	web.Add(a, row("progress", http.MethodGet, "/v1/progress", "", "凭回执查询进度 · How a case stands, by its receipt", "Plain words, without signing in; held to a rate.",
		"caseflow.no_progress", "access.too_many"), d.serveProgress)
	web.Add(a, row("urge_by_code", http.MethodPost, "/v1/progress/urge", "", "凭回执催办 · Urge a case by its receipt", "Once a day.",
		"caseflow.no_progress", "caseflow.urged", "caseflow.ended", "access.too_many"), d.serveUrgeBy)
}

// handRows are what can be done with a case beside its moves.
func handRows(a *web.API, d *Desk, row func(id, method, path, permission, summary, notes string, faults ...string) web.Op) {
	web.Add(a, row("take", http.MethodPost, "/v1/cases/{id}/take", access.Self, "领办 · Take a case in hand", "That nobody has.",
		"caseflow.unknown", "caseflow.held", "caseflow.not_yours", "caseflow.ended"), d.serveTake)
	web.Add(a, row("colleagues", http.MethodGet, "/v1/cases/{id}/colleagues", access.Self, "可移交的同事 · Whom a case can be handed to", "",
		"caseflow.unknown", "caseflow.not_yours"), d.serveColleagues)
	web.Add(a, row("hand_over", http.MethodPost, "/v1/cases/{id}/hand-over", access.Self, "移交 · Hand a case over", "To a colleague of the body whose post can handle it.",
		"caseflow.unknown", "caseflow.no_colleague", "caseflow.no_reason", "caseflow.not_yours", "caseflow.ended"), d.serveHandOver)
	web.Add(a, row("hold", http.MethodPost, "/v1/cases/{id}/hold", access.Self, "暂停或恢复计时 · Rest a term, or let it run on", "Only a term whose table names the clause that allows it.",
		"caseflow.unknown", "caseflow.no_clock", "caseflow.no_reason", "caseflow.not_yours", "caseflow.ended"), d.serveHold)
	web.Add(a, row("extension", http.MethodPost, "/v1/cases/{id}/extension", access.CaseReview, "延长期限 · Extend a term",
		"Once, with a reason, while it runs, by a reviewer: whoever decides does not change the clock.",
		"caseflow.unknown", "caseflow.no_clock", "caseflow.late", "caseflow.no_reason", "caseflow.not_yours", "workday.extended_once"), d.serveExtend)
	web.Add(a, row("escalate", http.MethodPost, "/v1/cases/{id}/escalation", access.Self, "提请督办 · Show a case to those above", "",
		"caseflow.unknown", "caseflow.no_reason", "caseflow.not_yours", "caseflow.ended"), d.serveEscalate)
	web.Add(a, row("urge", http.MethodPost, "/v1/cases/{id}/urge", access.Self, "催办 · Urge", "By the subject, once a day.",
		"caseflow.unknown", "caseflow.urged", "caseflow.not_yours", "caseflow.ended"), d.serveUrge)
}

type (
	workIn struct {
		Kind    string `query:"kind" maxLength:"64"`
		State   string `query:"state" maxLength:"64"`
		Whose   string `query:"whose" enum:"mine,body,free,escalated"`
		Overdue bool   `query:"overdue"`
		Ended   bool   `query:"ended" doc:"those that have ended instead of the open ones"`
		After   string `query:"after" maxLength:"100"`
	}
	caseIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	actIn struct {
		ID   string `path:"id" maxLength:"64"`
		Act  string `path:"act" maxLength:"64"`
		Body struct {
			Version int32          `json:"version" minimum:"1" doc:"of the case as it was read"`
			Fields  map[string]any `json:"fields,omitempty" doc:"answers of the form, by name"`
			Note    string         `json:"note,omitempty" maxLength:"2000"`
			Key     string         `json:"key,omitempty" maxLength:"128" doc:"idempotency key"`
		}
	}
	confirmIn struct {
		ID      string `path:"id" maxLength:"64"`
		Pending string `path:"pending" maxLength:"64"`
		Body    struct {
			Confirm bool `json:"confirm"`
		}
	}
	handOverIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			To     string `json:"to" maxLength:"64" doc:"account of the colleague"`
			Reason string `json:"reason" maxLength:"4000"`
		}
	}
	clockIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Clock  string `json:"clock" maxLength:"64"`
			Reason string `json:"reason" maxLength:"4000"`
			Resume bool   `json:"resume,omitempty" doc:"of a hold: let it run on"`
		}
	}
	reasonIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Reason string `json:"reason" maxLength:"4000"`
		}
	}
	receiptIn struct {
		Receipt string `query:"receipt" required:"true" maxLength:"64" doc:"number of the case"`
		Code    string `query:"code" required:"true" maxLength:"64"`
	}
	urgeByIn struct {
		Body struct {
			Receipt string `json:"receipt" maxLength:"64"`
			Code    string `json:"code" maxLength:"64"`
		}
	}
	workOut struct {
		Body struct {
			Cases []Line `json:"cases"`
			Next  string `json:"next,omitempty"`
		}
	}
	// Acted is what became of an act.
	Acted struct {
		ID      string `json:"id"`
		State   State  `json:"state"`
		Version int32  `json:"version"`
		Waiting string `json:"waiting,omitempty" doc:"id of the act, which waits for the firm: nothing has moved"`
	}
	none struct{}
)

func (d *Desk) serveWork(ctx context.Context, in *workIn) (*workOut, error) {
	who, _ := access.From(ctx)
	lines, next, err := d.Work(ctx, who, WorkQuery{Kind: in.Kind, State: in.State, Whose: in.Whose, Overdue: in.Overdue, Ended: in.Ended, After: in.After})
	if err != nil {
		return nil, err
	}
	out := &workOut{}
	out.Body.Cases, out.Body.Next = lines, next
	return out, nil
}

func (d *Desk) serveCounts(ctx context.Context, _ *none) (*web.Answer[[]Count], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Counts(ctx, who))
}

func (d *Desk) serveKinds(ctx context.Context, _ *none) (*web.Answer[[]Kind], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Kinds(who), nil)
}

func (d *Desk) serveFlows(context.Context, *none) (*web.Answer[[]Flow], error) {
	return web.Answered(d.Flows(), nil)
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Answer[[]Line], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Mine(ctx, who))
}

func (d *Desk) servePage(ctx context.Context, in *caseIn) (*web.Answer[Page], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Page(ctx, who, in.ID))
}

// inTx runs a handler of one case in a transaction, in the name of whoever asks.
func (d *Desk) inTx(ctx context.Context, f func(ctx context.Context, tx pg.Tx, who access.Actor) error) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return f(ctx, tx, who) })
}

func (d *Desk) acted(ctx context.Context, f func(ctx context.Context, tx pg.Tx, who access.Actor) (*Case, error)) (*web.Answer[Acted], error) {
	var out Acted
	_, err := d.inTx(ctx, func(ctx context.Context, tx pg.Tx, who access.Actor) error {
		c, err := f(ctx, tx, who)
		if err == nil {
			out = Acted{c.ID, c.State, c.Version, c.Waiting}
		}
		return err
	})
	return web.Answered(out, err)
}

func (d *Desk) serveAct(ctx context.Context, in *actIn) (*web.Answer[Acted], error) {
	return d.acted(ctx, func(ctx context.Context, tx pg.Tx, who access.Actor) (*Case, error) {
		return d.Do(ctx, tx, in.ID, Doing{Act: Act(in.Act), Actor: who, Version: in.Body.Version, Fields: in.Body.Fields, Note: in.Body.Note, Key: in.Body.Key})
	})
}

func (d *Desk) serveConfirm(ctx context.Context, in *confirmIn) (*web.Answer[Acted], error) {
	return d.acted(ctx, func(ctx context.Context, tx pg.Tx, who access.Actor) (*Case, error) {
		return d.Confirm(ctx, tx, who, in.ID, in.Pending, in.Body.Confirm)
	})
}

func (d *Desk) serveTake(ctx context.Context, in *caseIn) (*none, error) {
	return d.inTx(ctx, func(ctx context.Context, tx pg.Tx, who access.Actor) error { return d.Take(ctx, tx, who, in.ID) })
}

func (d *Desk) serveColleagues(ctx context.Context, in *caseIn) (*web.Answer[[]account.Colleague], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Colleagues(ctx, who, in.ID))
}

func (d *Desk) serveHandOver(ctx context.Context, in *handOverIn) (*none, error) {
	return d.inTx(ctx, func(ctx context.Context, tx pg.Tx, who access.Actor) error {
		return d.HandOver(ctx, tx, who, in.ID, in.Body.To, in.Body.Reason)
	})
}

func (d *Desk) serveHold(ctx context.Context, in *clockIn) (*none, error) {
	return d.inTx(ctx, func(ctx context.Context, tx pg.Tx, who access.Actor) error {
		if in.Body.Resume {
			return d.Resume(ctx, tx, who, in.ID, in.Body.Clock, in.Body.Reason)
		}
		return d.Rest(ctx, tx, who, in.ID, in.Body.Clock, in.Body.Reason)
	})
}

func (d *Desk) serveExtend(ctx context.Context, in *clockIn) (*none, error) {
	return d.inTx(ctx, func(ctx context.Context, tx pg.Tx, who access.Actor) error {
		return d.Extend(ctx, tx, who, in.ID, in.Body.Clock, in.Body.Reason)
	})
}

func (d *Desk) serveEscalate(ctx context.Context, in *reasonIn) (*none, error) {
	return d.inTx(ctx, func(ctx context.Context, tx pg.Tx, who access.Actor) error {
		return d.Escalate(ctx, tx, who, in.ID, in.Body.Reason)
	})
}

func (d *Desk) serveUrge(ctx context.Context, in *caseIn) (*none, error) {
	return d.inTx(ctx, func(ctx context.Context, tx pg.Tx, who access.Actor) error { return d.Urge(ctx, tx, who, in.ID) })
}

func (d *Desk) serveProgress(ctx context.Context, in *receiptIn) (*web.Answer[Progress], error) {
	return web.Answered(d.Progress(ctx, in.Receipt, in.Code))
}

func (d *Desk) serveUrgeBy(ctx context.Context, in *urgeByIn) (*none, error) {
	return &none{}, d.UrgeBy(ctx, in.Body.Receipt, in.Body.Code)
}
