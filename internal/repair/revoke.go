package repair

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
)

// taking is what a revocation keeps: which repair, which clause of the commitment, what was said.
type taking struct {
	details
	Repair  string `json:"repair"`
	Clause  string `json:"broken"`
	Reason  string `json:"reason"`
	Answer  string `json:"answer,omitempty"`
	Relief  bool   `json:"relief"` // it is a relief for the time being that ends
	Silence bool   `json:"silence,omitempty"`
}

func (d *Desk) revocation() caseflow.Type {
	return caseflow.Type{Def: Revocation(), View: d.viewTaking, Do: map[caseflow.Act]handler{
		Answer: answeredBy, Silence: d.silent, ProposeRevoke: d.proposeTaking("revoked", revocationDrafted), ProposeKeep: d.proposeTaking("kept", keepingDrafted),
		Return: d.returnTaking, Revoke: d.revoke, Keep: d.keep,
	}}
}

// Breach is what the subject is told of: nothing is taken back before it was heard (F04-2).
type Breach struct {
	Case   string `json:"case" maxLength:"64" doc:"number of the repair"`
	Clause string `json:"clause" maxLength:"64" doc:"of the commitment, by id; plan when a plan of reorganisation was not carried out"`
	Reason string `json:"reason" maxLength:"5000"`
}

// plan is the clause of a relief: that the plan is carried out.
const planClause = "plan"

// Notify opens the taking back of a repair that the officer's own body granted, with a notice to the subject.
func (d *Desk) Notify(ctx context.Context, who access.Actor, in Breach, key string) (out caseflow.Case, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		of, x, err := d.caseOf(ctx, tx, in.Case)
		if err != nil {
			return err
		}
		relief := of.State == Relieved
		switch {
		case of.Kind != Kind || of.Org != who.Org:
			return errUnknown
		case !relief && of.State != Granted && of.State != Syncing && of.State != Closed:
			return errNothingToTake
		}
		if err := d.brokenClause(ctx, tx, x, of.EntityID, in.Clause, relief); err != nil {
			return err
		}
		if err := d.onlyOne(ctx, tx, of); err != nil {
			return err
		}
		t := taking{details: details{Application: x.Application, Records: x.Records, Path: x.Path, Commitments: x.Commitments}, Repair: of.ID, Clause: in.Clause,
			Reason: in.Reason, Relief: relief}
		c, err := d.cases.Open(ctx, tx, who, caseflow.Opening{Kind: RevocationKind, Act: Notify, EntityID: of.EntityID, Org: of.Org, Region: of.Region,
			Provider: of.Provider, Title: "撤销修复：" + of.ID, Details: t, Key: key,
			Fields:   caseflow.Values{"case": in.Case, "clause": in.Clause, "reason": in.Reason},
			Evidence: []caseflow.Evidence{{Kind: "repair", Ref: "case:" + of.ID, Name: of.ID, Source: "信衡 Xinheng"}}})
		if err == nil {
			out = *c
		}
		return err
	})
	return out, err
}

// brokenClause: a breach names a clause that was signed.
func (d *Desk) brokenClause(ctx context.Context, db pg.DB, x *details, entity, clause string, relief bool) error {
	if relief && clause == planClause {
		return nil
	}
	all, err := commitmentsOf(ctx, db, entity, x.Application)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(s Signed) bool { return slices.Contains(s.Clauses, clause) }) {
		return errNoBreach
	}
	return nil
}

// onlyOne refuses a second case about the same repair while the first is open.
func (d *Desk) onlyOne(ctx context.Context, db pg.DB, of *caseflow.Case) error {
	all, err := d.cases.Of(ctx, db, of.EntityID, RevocationKind)
	for i := range all {
		if all[i].EndedOn != 0 {
			continue
		}
		c, err := d.cases.Find(ctx, db, all[i].ID)
		if err != nil {
			return err
		}
		if t, err := takingOf(c); err != nil || t.Repair == of.ID {
			return errTaken
		}
	}
	return err
}

func takingOf(c *caseflow.Case) (*taking, error) {
	t := &taking{}
	return t, c.Into(t)
}

func answeredBy(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	t, err := takingOf(c)
	if err != nil {
		return err
	}
	t.Answer = m.Fields.Text("statement")
	return c.Keep(t)
}

func (d *Desk) silent(_ context.Context, _ pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	t, err := takingOf(c)
	if err != nil {
		return err
	}
	t.Silence = true
	return c.Keep(t)
}

func (d *Desk) proposeTaking(outcome, fact string) handler {
	return func(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		t, err := takingOf(c)
		if err != nil {
			return err
		}
		t.Draft = &draft{Outcome: outcome, By: m.Actor.ID, On: m.On, Findings: m.Fields.Text("findings"), Reason: m.Fields.Text("reason"), Remedy: m.Fields.Text("remedy")}
		if outcome == "revoked" {
			if t.Draft.Clause, err = d.clause(m); err != nil {
				return err
			}
		}
		c.Unfact(revocationDrafted)
		c.Unfact(keepingDrafted)
		c.Fact(fact)
		m.Public["outcome"] = outcome
		return c.Keep(t)
	}
}

func (d *Desk) returnTaking(_ context.Context, _ pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	t, err := takingOf(c)
	if err != nil {
		return err
	}
	t.Draft = nil
	c.Unfact(revocationDrafted)
	c.Unfact(keepingDrafted)
	return c.Keep(t)
}

// revoke brings the records back: those that were repaired are in force again, those that were only relieved count again. The
// commitment stays published, with the clause that was broken (F04-2).
func (d *Desk) revoke(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	t, err := takingOf(c)
	if err != nil {
		return err
	}
	if t.Draft == nil || t.Draft.Outcome != "revoked" {
		return errNotDrafted
	}
	if t.Draft.Reason == "" || t.Draft.Clause.Instrument == "" || t.Draft.Remedy == "" {
		return errIncomplete
	}
	t.Decision = d.decision(c, m, t.Draft, d.law.On(m.On).Cite(t.Draft.Clause))
	m.Clause = t.Draft.Clause
	if t.Relief {
		_, err = d.cases.Do(ctx, tx, t.Repair, caseflow.Doing{Act: Restore, Actor: caseflow.System(), Key: "restore " + c.ID})
	} else {
		err = d.rule(ctx, tx, c, &t.details, m, record.Effective)
	}
	if err != nil {
		return err
	}
	if err := breakPledges(ctx, tx, c.EntityID, t.Repair, t.Clause, m.On); err != nil {
		return err
	}
	m.Public["repair"], m.Public["broken"] = t.Repair, t.Clause
	if err := d.settle(ctx, tx, c, &t.details, m, d.Events.Restored.Fire); err != nil {
		return err
	}
	return c.Keep(t)
}

func (d *Desk) keep(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	t, err := takingOf(c)
	if err != nil {
		return err
	}
	if t.Draft == nil || t.Draft.Outcome != "kept" {
		return errNotDrafted
	}
	t.Decision = d.decision(c, m, t.Draft, d.law.On(m.On).Cite(promise))
	if err := d.settle(ctx, tx, c, &t.details, m, nil); err != nil {
		return err
	}
	return c.Keep(t)
}

// TakingView is the panel of a revocation.
type TakingView struct {
	Free     law.Text2 `json:"free"`
	Repair   string    `json:"repair" doc:"number of the repair it is about"`
	Relief   bool      `json:"relief" doc:"it is a relief for the time being"`
	Clause   string    `json:"clause" doc:"of the commitment that is said to be broken"`
	Reason   string    `json:"reason"`
	Answer   string    `json:"answer,omitempty"`
	Silence  bool      `json:"silence" doc:"the time to answer passed without an answer"`
	Records  []Line    `json:"records"`
	Draft    *Decision `json:"draft,omitempty" doc:"only for the body"`
	Decision *Decision `json:"decision,omitempty"`
}

func (d *Desk) viewTaking(_ context.Context, _ pg.DB, c *caseflow.Case, who access.Actor) (any, error) {
	t, err := takingOf(c)
	if err != nil {
		return nil, err
	}
	v := TakingView{Free: Free, Repair: t.Repair, Relief: t.Relief, Clause: t.Clause, Reason: t.Reason, Answer: t.Answer, Silence: t.Silence, Records: []Line{}, Decision: t.Decision}
	for _, r := range t.Records {
		v.Records = append(v.Records, r.Line)
	}
	v.Draft = d.draftFor(&t.details, c, who)
	return v, nil
}

var (
	errNothingToTake = fault.New(fault.Conflict, "repair.nothing_granted", "该办件没有准予修复或者暂时解除，无可撤销；请核对编号。",
		"Nothing was granted or relieved in that case, so nothing can be taken back; check its number.").At("case")
	errNoBreach = fault.New(fault.Invalid, "repair.no_such_clause", "签署的承诺书中没有这一条款；请从其条款中选择所违反的一条。",
		"The signed commitment has no such clause; choose the one that was broken.").At("clause").Under("琼府办〔2021〕4号（四）")
	errTaken = fault.New(fault.Conflict, "repair.revocation_open", "该修复已有在办的撤销程序；请在该办件中办理。", "The taking back of this repair is under way already; go on in that case.").At("case")
)
