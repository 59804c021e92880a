package repair

import (
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// View is the panel of a repair on its case page.
type View struct {
	Free        law.Text2     `json:"free" doc:"repair costs nothing; shown on every page of it"`
	Application string        `json:"application" doc:"number on the receipt; other bodies' parts are there"`
	Path        string        `json:"path,omitempty" enum:"reorganisation"`
	Ruling      string        `json:"ruling,omitempty"`
	Records     []Eligibility `json:"records" doc:"as the calculator judges them today, with what the platform holds"`
	Confirmed   []Proof       `json:"confirmed" doc:"proofs that were found and confirmed, not handed in"`
	Papers      []HandedIn    `json:"papers" doc:"what was handed in after all"`
	PaperCount  int           `json:"paper_count" doc:"of the whole application, the commitment among them"`
	Methods     []MethodState `json:"methods"`
	Agent       *AgentView    `json:"agent,omitempty"`
	Letters     []SignedView  `json:"commitments"`
	UndoUntil   *time.Time    `json:"undo_until,omitempty"`
	Missing     string        `json:"missing,omitempty" doc:"what the subject is asked to complete"`
	Documents   []string      `json:"documents" doc:"papers the case has by now: receipt, accepted, supplement, decision; at /v1/repairs/cases/{id}/papers/{paper}"`
	Draft       *Decision     `json:"draft,omitempty" doc:"what was proposed; only for the body"`
	Decision    *Decision     `json:"decision,omitempty"`
	Effects     []Effect      `json:"effects" doc:"of a grant, or, before the decision, what a grant would do"`
	Preview     bool          `json:"preview" doc:"the effects have not happened"`
	Next        workday.Date  `json:"next" doc:"computed: if it were refused today, from when it may be asked for again"`
}

// MethodState is a method with whether it was fulfilled.
type MethodState struct {
	Way
	Done     bool         `json:"done"`
	On       workday.Date `json:"on"`
	Evidence string       `json:"evidence,omitempty"`
}

// AgentView says by whose hand the application came, and what shows that they may.
type AgentView struct {
	Account   string `json:"account"`
	Authority string `json:"authority" doc:"delegation:…, or document:… that was handed in"`
}

// SignedView is a commitment as the parties of the case see it.
type SignedView struct {
	Letter
	ID       string    `json:"id"`
	SignedAt time.Time `json:"signed_at"`
	Valid    bool      `json:"valid" doc:"the countersignature verifies now"`
	Digest   string    `json:"digest"`
}

// Effect is one of the four of a grant (G7), with each target.
type Effect struct {
	Code    string     `json:"code" enum:"publication,sharing,measures,evaluation"`
	Name    law.Text2  `json:"name"`
	State   string     `json:"state" enum:"would,done,waiting"`
	At      *time.Time `json:"at,omitempty" doc:"when it happened"`
	Says    law.Text2  `json:"says"`
	Targets []Target   `json:"targets"`
}

// Target is a line of the sync ledger: a site or consumer that must follow, when it was told and when it acknowledged.
type Target struct {
	Record       string       `json:"record"`
	Code         string       `json:"target"`
	Name         law.Text2    `json:"name"`
	State        string       `json:"state" enum:"waiting,sent,acknowledged"`
	ToldAt       time.Time    `json:"told_at"`
	SentAt       *time.Time   `json:"sent_at,omitempty"`
	Acknowledged *time.Time   `json:"acknowledged_at,omitempty"`
	LagSeconds   int64        `json:"lag_seconds"`
	DueOn        workday.Date `json:"due_on"`
	Late         bool         `json:"late"`
	Ticket       bool         `json:"ticket_open" doc:"a later reading found it still there"`
}

func (d *Desk) view(ctx context.Context, db pg.DB, c *caseflow.Case, who access.Actor) (any, error) {
	x, err := detailsOf(c)
	if err != nil {
		return nil, err
	}
	v := View{Free: Free, Application: x.Application, Path: x.Path, Ruling: x.Ruling, Confirmed: append([]Proof{}, x.Confirmed...),
		Papers: append([]HandedIn{}, x.Papers...), Missing: x.Missing, Documents: papersOf(c, x), Decision: x.Decision, Draft: d.draftFor(x, c, who), Methods: []MethodState{}}
	if x.Agent != "" {
		v.Agent = &AgentView{x.Agent, x.Authority}
	}
	if v.Records, err = d.judged(ctx, db, c, x); err != nil {
		return nil, err
	}
	if err := d.knownFor(ctx, db, c, x, v.Records); err != nil {
		return nil, err
	}
	v.Methods = methodsOf(c, x, v.Records)
	v.Next = d.next(v.Records, c.Region, d.today())
	a, err := findApplication(ctx, db, qApplication, c.EntityID, x.Application)
	if err != nil {
		return nil, err
	}
	v.PaperCount = int(a.Papers)
	if c.State == Submitted && d.undoable(a) {
		v.UndoUntil = a.PushAt
	}
	if v.Letters, err = d.signedOf(ctx, db, c.EntityID, x); err != nil {
		return nil, err
	}
	v.Effects, v.Preview, err = d.effectsOf(ctx, db, c, x)
	return v, err
}

// knownFor adds what was found since to what was confirmed, so that the officer sees it.
func (d *Desk) knownFor(ctx context.Context, db pg.DB, c *caseflow.Case, x *details, answers []Eligibility) error {
	held, err := d.proofs(ctx, db, c.EntityID)
	if err != nil {
		return err
	}
	for i := range answers {
		for _, p := range held[answers[i].Record] {
			if !slices.ContainsFunc(x.Confirmed, func(o Proof) bool { return o.ID == p.ID }) {
				answers[i].Proofs = append(answers[i].Proofs, p)
			}
		}
	}
	return nil
}

// draftFor shows a draft to the body alone: until it is decided it is nobody's answer.
func (d *Desk) draftFor(x *details, c *caseflow.Case, who access.Actor) *Decision {
	if x.Draft == nil || x.Decision != nil || who.Firm != "" || who.Org != c.Org {
		return nil
	}
	return &Decision{Outcome: x.Draft.Outcome, On: x.Draft.On, Findings: x.Draft.Findings, Reason: x.Draft.Reason,
		Clause: d.law.On(d.today()).Cite(x.Draft.Clause), Next: x.Draft.Next, Remedy: x.Draft.Remedy}
}

// methodsOf are the methods of all records of a case, each once, with what fulfils them.
func methodsOf(c *caseflow.Case, x *details, answers []Eligibility) []MethodState {
	out := []MethodState{}
	for _, a := range answers {
		for _, w := range a.Methods {
			i := slices.IndexFunc(out, func(m MethodState) bool { return m.Code == w.Code })
			if i < 0 {
				out, i = append(out, MethodState{Way: w, Done: slices.Contains(c.Facts, w.Code)}), len(out)
			}
			out[i].Must = out[i].Must || w.Must
		}
	}
	for i := range out {
		for _, f := range x.Fulfilled {
			if f.Method == out[i].Code {
				out[i].On, out[i].Evidence = f.On, f.Evidence
			}
		}
	}
	return out
}

func (d *Desk) signedOf(ctx context.Context, db pg.DB, entity string, x *details) ([]SignedView, error) {
	out := []SignedView{}
	all, err := commitmentsOf(ctx, db, entity, x.Application)
	for i := range all {
		s := &all[i]
		if !slices.Contains(x.Commitments, s.CommitmentID) {
			continue
		}
		v := SignedView{ID: s.CommitmentID, SignedAt: s.SignedAt, Valid: s.Verify(d.seal), Digest: s.Digest()}
		v.Letter = Letter{Template: s.Template, From: s.TemplateFrom, Hash: s.TemplateHash, Clauses: []law.Clause{}}
		if t, ok := d.law.On(s.TemplateFrom).Template(s.Template); ok {
			v.Letter = *letterOf(t)
			v.Hash = s.TemplateHash
		}
		out = append(out, v)
	}
	return out, err
}

var effectNames = []Effect{
	{Code: "publication", Name: law.Text2{ZH: "终止公示", EN: "Publicity ends"}, Says: law.Text2{ZH: "本站立即终止公示；其他网站逐一确认。", EN: "Here at once; every other site confirms."}},
	{Code: "sharing", Name: law.Text2{ZH: "停止共享和使用", EN: "Sharing and use stop"}, Says: law.Text2{ZH: "订阅方收到停止使用通知，查验不再计入。", EN: "Subscribers are told to stop; checks no longer count it."}},
	{Code: "measures", Name: law.Text2{ZH: "解除措施", EN: "Measures lift"}, Says: law.Text2{ZH: "以该记录为据的措施同时解除。", EN: "What rested on the record lifts with it."}},
	{Code: "evaluation", Name: law.Text2{ZH: "更新评价", EN: "The evaluation is updated"}, Says: law.Text2{ZH: "评价已按修复后的记录重新计算，并通知其他评价单位更新。", EN: "The evaluation is computed anew without the repaired records, and whoever evaluates elsewhere is told to do the same."}},
}

// effectsOf reads the four effects where they happen, never from the decision: what has not happened is not said to have.
func (d *Desk) effectsOf(ctx context.Context, db pg.DB, c *caseflow.Case, x *details) (out []Effect, preview bool, err error) {
	o, there, err := outcomeOf(ctx, db, c.EntityID, c.ID)
	if err != nil {
		return nil, false, err
	}
	preview = !there || o.Outcome != "granted"
	out = slices.Clone(effectNames)
	for i := range out {
		out[i].State, out[i].Targets = "would", []Target{}
	}
	if preview {
		return out, true, nil
	}
	rs, err := d.recordsOf(ctx, db, c, x)
	if err != nil {
		return nil, false, err
	}
	at := o.At
	done := func(i int, ok bool) {
		if out[i].State = "waiting"; ok {
			out[i].State, out[i].At = "done", &at
		}
	}
	repaired := !slices.ContainsFunc(rs, func(r record.Record) bool { return r.State != record.Repaired })
	targets, all, err := d.targets(ctx, x.ids())
	if err != nil {
		return nil, false, err
	}
	out[0].Targets = targets
	done(0, repaired && all)
	done(1, repaired && !d.counts(ctx, c.EntityID, x.ids()))
	done(2, repaired && !d.counts(ctx, c.EntityID, x.ids()))
	told, heard, err := d.evaluators(ctx, c.ID)
	if err != nil {
		return nil, false, err
	}
	out[3].Targets = told
	done(3, o.RegradedOn != 0 && heard)
	return out, false, nil
}

// evaluators are those told to update an evaluation made elsewhere, and whether all of them have acknowledged.
func (d *Desk) evaluators(ctx context.Context, caseID string) (out []Target, all bool, err error) {
	if d.Evaluators == nil {
		return []Target{}, true, nil
	}
	out, err = d.Evaluators(ctx, caseID)
	return out, !slices.ContainsFunc(out, func(t Target) bool { return t.State != "acknowledged" }), err
}

// counts says whether a check would still count one of the records.
func (d *Desk) counts(ctx context.Context, entity string, ids []string) bool {
	if d.Index == nil {
		return false
	}
	facts, _, err := d.Index.Look(ctx, entity)
	if err != nil {
		return true
	}
	for _, f := range facts {
		if stands, _ := f.StandsOn(d.today()); stands && slices.Contains(ids, f.ID) {
			return true
		}
	}
	return false
}

// targets is the sync ledger of the records, and whether every target has acknowledged.
func (d *Desk) targets(ctx context.Context, ids []string) (out []Target, all bool, err error) {
	out, all = []Target{}, true
	for _, id := range ids {
		if d.Lines == nil {
			break
		}
		lines, err := d.Lines(ctx, id)
		if err != nil {
			return nil, false, err
		}
		for _, l := range lines {
			l.Record = id
			all = all && l.State == "acknowledged"
			out = append(out, l)
		}
	}
	return out, all, nil
}

// Settle carries granted cases on as other sites acknowledge: told, then closed. It may run at any time; it returns how many
// cases it closed.
func (d *Desk) Settle(ctx context.Context) (closed int, err error) {
	open, err := unsynced(ctx, d.db)
	for i := range open {
		o := &open[i]
		_, all, err := d.targets(ctx, o.Records)
		if err != nil {
			return closed, err
		}
		err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return d.advance(ctx, tx, o, all) })
		if err != nil {
			return closed, err
		}
		if all {
			closed++
		}
	}
	return closed, err
}

// advance takes one case as far as its targets have come.
func (d *Desk) advance(ctx context.Context, tx pg.Tx, o *Outcome, all bool) error {
	c, err := d.cases.Find(ctx, tx, o.CaseID)
	if err != nil {
		return err
	}
	if c.State == Granted {
		if c, err = d.cases.Do(ctx, tx, o.CaseID, caseflow.Doing{Act: Sync, Actor: caseflow.System(), Key: "sync"}); err != nil {
			return err
		}
	}
	if !all || c.State != Syncing {
		return nil
	}
	if _, err = d.cases.Do(ctx, tx, o.CaseID, caseflow.Doing{Act: Close, Actor: caseflow.System(), Key: "close"}); err != nil {
		return err
	}
	return synced(ctx, tx, o, d.instant())
}
