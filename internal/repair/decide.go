package repair

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

type handler = func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error

// repair is the type as it is plugged in.
func (d *Desk) repair() caseflow.Type {
	return caseflow.Type{Def: Flow(d.law), View: d.view, Do: map[caseflow.Act]handler{
		Prepare: d.taken, Enter: d.taken, Submit: d.submitted, Undo: d.undone, Push: d.pushed, Add: d.add, Complete: d.add, GiveFacts: d.giveFacts, Fulfil: d.fulfil, Ask: ask, Accept: accepted,
		ProposeInadmissible: d.propose("inadmissible", inadmissibleDrafted), ProposeGrant: d.propose("granted", grantDrafted),
		ProposeRefusal: d.propose("refused", refusalDrafted), ProposeRelief: d.propose("relieved", reliefDrafted),
		Return: returned, Grant: d.grant, Refuse: d.refuse, FindInadmissible: d.refuse, Relieve: d.relieve, PlanDone: planDone, Restore: d.restore,
	}}
}

// submitted refuses a submission whose commitments do not verify, are not of this application, or do not cover its records
// (F04-1). Whoever calls has signed before; no other way leads here.
func (d *Desk) submitted(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if err := d.taken(ctx, tx, c, m); err != nil {
		return err
	}
	covered := map[string]bool{}
	for _, e := range m.Evidence {
		id, ok := strings.CutPrefix(e.Ref, "commitment:")
		if e.Kind != Commitment || !ok {
			continue
		}
		s, there, err := commitmentOf(ctx, tx, c.EntityID, id)
		if err != nil {
			return err
		}
		if !there || s.ApplicationID != x.Application || !s.Verify(d.seal) {
			return errUnsigned
		}
		x.Commitments = append(x.Commitments, s.CommitmentID)
		for _, r := range s.Records {
			covered[r] = true
		}
	}
	if slices.ContainsFunc(x.Records, func(r subjected) bool { return slices.Contains(r.Must, Commitment) && !covered[r.Record] }) || len(covered) == 0 {
		return errUnsigned
	}
	c.Fact(Commitment)
	m.Public["commitments"] = strings.Join(x.Commitments, " ")
	return c.Keep(x)
}

// undone: until it is pushed, and not a moment longer (G5).
func (d *Desk) undone(ctx context.Context, tx pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	a, err := findApplication(ctx, tx, qApplication, c.EntityID, x.Application)
	if err == nil && !d.undoable(a) {
		err = errTooLate
	}
	return err
}

func (d *Desk) pushed(ctx context.Context, tx pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	a, err := findApplication(ctx, tx, qApplication, c.EntityID, x.Application)
	if err == nil && (a.PushAt == nil || d.now().Before(*a.PushAt)) {
		err = errTooLate // it can still be taken back
	}
	return err
}

func ask(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Missing, x.AskedOn = m.Fields.Text("missing"), m.On
	return c.Keep(x)
}

func accepted(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.AcceptedOn = m.On
	return c.Keep(x)
}

var drafted = []string{inadmissibleDrafted, grantDrafted, refusalDrafted, reliefDrafted}

// propose keeps what the officer in charge proposes, and opens the decision of that kind to another officer.
func (d *Desk) propose(outcome, fact string) handler {
	return func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := detailsOf(c)
		if err != nil {
			return err
		}
		answers, err := d.judged(ctx, tx, c, x)
		if err != nil {
			return err
		}
		if err := d.mayPropose(c, x, outcome, answers); err != nil {
			return err
		}
		x.Draft = &draft{Outcome: outcome, By: m.Actor.ID, On: m.On, Findings: m.Fields.Text("findings"), Reason: m.Fields.Text("reason"), Remedy: m.Fields.Text("remedy")}
		if outcome == "refused" || outcome == "inadmissible" {
			if x.Draft.Clause, err = d.clause(m); err != nil {
				return err
			}
			x.Draft.Next = d.next(answers, c.Region, m.On)
		}
		for _, f := range drafted {
			c.Unfact(f)
		}
		c.Fact(fact)
		m.Public["outcome"] = outcome
		return c.Keep(x)
	}
}

// mayPropose: a grant needs every method that is demanded, and records that can be repaired; relief needs a ruling.
func (d *Desk) mayPropose(c *caseflow.Case, x *details, outcome string, answers []Eligibility) error {
	switch outcome {
	case "granted":
		if x.Path == Reorganisation && !slices.Contains(c.Facts, planCarriedOut) {
			return errReliefFirst
		}
		for i := range answers {
			if v := answers[i].Verdict; v != Now && v != Unclear {
				return errNotRepairable
			}
		}
		if m, lacks := unmet(c, x); lacks {
			return d.errMethod(m)
		}
	case "relieved":
		if x.Path != Reorganisation || slices.Contains(c.Facts, planCarriedOut) {
			return errNoRelief
		}
	}
	return nil
}

// clause is the reference the officer named: one of the law library, or the refusal rests on nothing.
func (d *Desk) clause(m *caseflow.Doing) (law.Ref, error) {
	r := law.Ref{Instrument: strings.TrimSpace(m.Fields.Text("instrument")), Article: strings.TrimSpace(m.Fields.Text("article"))}
	if _, ok := d.law.Instrument(r.Instrument); !ok {
		return r, errNoClause
	}
	return r, nil
}

// next is the first day on which it may be asked for again: when the least period is over, and not before the next working day
// (F26-9). It is computed, so that no officer can name another.
func (d *Desk) next(answers []Eligibility, region string, on workday.Date) workday.Date {
	day, _ := d.law.Calendar().In(region).NextWorkday(on + 1)
	for i := range answers {
		day = max(day, answers[i].From)
	}
	return day
}

// judged judges the records of a case as they are today.
func (d *Desk) judged(ctx context.Context, db pg.DB, c *caseflow.Case, x *details) ([]Eligibility, error) {
	rs, err := d.recordsOf(ctx, db, c, x)
	out := make([]Eligibility, len(rs))
	for i, r := range rs {
		path := x.Path
		if slices.Contains(c.Facts, planCarriedOut) {
			path = Reorganisation
		}
		out[i] = Judge(d.law, Question{Record: r, Path: path, Proofs: x.Confirmed, Signed: slices.Contains(c.Facts, Commitment), Today: d.today()})
	}
	return out, err
}

func returned(_ context.Context, _ pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Draft = nil
	for _, f := range drafted {
		c.Unfact(f)
	}
	return c.Keep(x)
}

// grant is one transaction with four effects (G7, 发改委令36号第三条): the records end, and with them publicity, sharing and
// every measure that rests on them; the evaluation is told. The commitment is published from the same moment (F04-1).
func (d *Desk) grant(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Draft == nil || x.Draft.Outcome != "granted" {
		return errNotDrafted
	}
	x.Decision = d.decision(c, m, x.Draft, d.law.On(m.On).Cite(effects))
	m.Clause = effects
	if err := d.liftAll(ctx, tx, c, x, m); err != nil {
		return err
	}
	if err := d.rule(ctx, tx, c, x, m, record.Repaired); err != nil {
		return err
	}
	for _, id := range x.Commitments {
		if err := publish(ctx, tx, c.EntityID, id, c.ID, m.On); err != nil {
			return err
		}
	}
	return d.settle(ctx, tx, c, x, m, d.Events.Granted.Fire)
}

// rule changes the records of a case as its decision says.
func (d *Desk) rule(ctx context.Context, tx pg.Tx, c *caseflow.Case, x *details, m *caseflow.Doing, to record.State) error {
	var rulings []record.Ruling
	for _, id := range x.ids() {
		rulings = append(rulings, record.Ruling{EntityID: c.EntityID, ID: id, State: to, On: m.On, Document: x.Decision.Document, Authority: m.Actor.Name,
			Why: x.Decision.Clause.ZH})
	}
	_, err := d.records.Rule(ctx, tx, m.Actor, c.ID, rulings)
	return err
}

// decision is what the subject reads. Its number is that of the case: one case, one decision.
func (d *Desk) decision(c *caseflow.Case, m *caseflow.Doing, from *draft, clause law.Text2) *Decision {
	return &Decision{Outcome: from.Outcome, On: m.On, Document: c.ID, Findings: from.Findings, Reason: from.Reason, Clause: clause, Next: from.Next, Remedy: from.Remedy}
}

// settle keeps the outcome for figures and effects still to be seen, and tells those who follow.
func (d *Desk) settle(ctx context.Context, tx pg.Tx, c *caseflow.Case, x *details, m *caseflow.Doing, fire func(context.Context, pg.Tx, Decided) error) error {
	m.Public["outcome"], m.Public["document"], m.Public["records"] = x.Decision.Outcome, x.Decision.Document, strconv.Itoa(len(x.Records))
	took, _ := d.law.Calendar().In(c.Region).Between(c.OpenedOn, m.On)
	err := putOutcome(ctx, tx, &Outcome{EntityID: c.EntityID, CaseID: c.ID, Org: c.Org, Outcome: x.Decision.Outcome, FiledOn: c.OpenedOn, DecidedOn: m.On,
		Days: int32(took), Records: x.ids(), Document: x.Decision.Document, At: d.instant()}) //nolint:gosec // days of a case
	if err != nil {
		return err
	}
	if err := c.Keep(x); err != nil || fire == nil {
		return err
	}
	return fire(ctx, tx, Decided{Case: c.ID, EntityID: c.EntityID, Org: c.Org, Region: c.Region, Records: x.ids(), On: m.On, Document: x.Decision.Document,
		Clause: x.Decision.Clause.ZH, Commitments: x.Commitments})
}

// refuse is a refusal, or not to admit: with its reason, clause, next day and remedies, or not at all (F26-9).
func (d *Desk) refuse(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	f, outcome := x.Draft, "refused"
	if m.Act == FindInadmissible {
		outcome = "inadmissible"
	}
	if f == nil || f.Outcome != outcome {
		return errNotDrafted
	}
	if strings.TrimSpace(f.Reason) == "" || f.Clause.Instrument == "" || strings.TrimSpace(f.Remedy) == "" {
		return errIncomplete
	}
	answers, err := d.judged(ctx, tx, c, x)
	if err != nil {
		return err
	}
	f.Next = d.next(answers, c.Region, m.On) // from the day of the decision, not of the draft
	x.Decision = d.decision(c, m, f, d.law.On(m.On).Cite(f.Clause))
	m.Clause = f.Clause
	m.Public["next"] = f.Next.String()
	return d.settle(ctx, tx, c, x, m, nil)
}

// planCarriedOut is the fact that the plan of reorganisation was carried out, as the subject shows and the body examines.
const planCarriedOut = "plan_carried_out"

// relieve lifts the records for the time being: they stay, with a note, and do not count while the plan is carried out (F26-11).
func (d *Desk) relieve(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	rule, ok := d.law.On(m.On).Reorganisation()
	switch {
	case !ok:
		return errNoRelief
	case x.Draft == nil || x.Draft.Outcome != "relieved":
		return errNotDrafted
	}
	x.Decision = d.decision(c, m, x.Draft, d.law.On(m.On).Cite(rule.Basis[0]))
	m.Clause = rule.Basis[0]
	for _, id := range x.ids() {
		h := d.hold(c, id, m.On)
		h.Basis = rule.Basis
		if err := standing.Place(ctx, tx, d.now(), m.Actor.ID, h); err != nil {
			return err
		}
	}
	return d.settle(ctx, tx, c, x, m, d.Events.Relieved.Fire)
}

func (d *Desk) hold(c *caseflow.Case, record string, on workday.Date) standing.Hold {
	return standing.Hold{EntityID: c.EntityID, RecordID: record, ID: c.ID, Case: c.ID, Kind: standing.Reorganisation, Suspends: true, From: on}
}

func (d *Desk) liftAll(ctx context.Context, tx pg.Tx, c *caseflow.Case, x *details, m *caseflow.Doing) error {
	if x.Path != Reorganisation {
		return nil
	}
	for _, id := range x.ids() {
		if err := standing.Lift(ctx, tx, d.now(), m.Actor.ID, d.hold(c, id, m.On), m.On); err != nil {
			return err
		}
	}
	return nil
}

func planDone(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	c.Fact(planCarriedOut)
	c.Fact(rectified) // the plan is the duty, and the body examines whether it was carried out
	x.Ruling, x.Draft = m.Fields.Text("ruling"), nil
	for _, f := range drafted {
		c.Unfact(f)
	}
	return c.Keep(x)
}

// restore ends a relief whose plan failed; the decision is that of the case in which the subject was heard.
func (d *Desk) restore(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	return d.liftAll(ctx, tx, c, x, m)
}

func (d *Desk) errMethod(code string) error {
	name := law.Text2{ZH: code, EN: code}
	if m, ok := d.law.On(d.today()).RepairMethod(code); ok {
		name = m.Name
	}
	return fault.New(fault.Conflict, "repair.method_missing", "规则要求的修复方式尚未完成：“"+name.ZH+"”；请核实并登记后再拟准予。",
		"A method the rule demands is not fulfilled yet: \""+name.EN+"\"; examine and record it, then propose.").Under("琼府办〔2021〕4号（二十六）")
}

var (
	errIncomplete = fault.New(fault.Conflict, "repair.refusal_incomplete", "不予修复须写明理由、条款和救济途径；请退回承办人补齐。",
		"A refusal names its reason, clause and remedies; return it to the officer to complete.").Under("国办发〔2025〕22号")
	errNotDrafted = fault.New(fault.Conflict, "repair.not_drafted", "承办人没有拟出这样的意见；请按其所拟决定，或者退回承办人。",
		"The officer in charge has not proposed this; decide on what was proposed, or return it.")
	errNoClause = fault.New(fault.Invalid, "repair.no_clause", "规则库中没有所填的文件；请填写规则库中的文件代码。",
		"The law library has no such instrument; give the code of one it has.").At("fields.instrument")
	errNotRepairable = fault.New(fault.Conflict, "repair.not_repairable", "其中有记录今天不能修复；请核对其最短公示期和状态，拟不予修复或等待届满。",
		"One of the records cannot be repaired today; look at its least period and state, and propose to refuse, or wait.").Under("发改委令36号")
	errReliefFirst = fault.New(fault.Conflict, "repair.relief_first", "重整计划尚未执行完毕，只能暂时解除；执行完毕后再准予修复。",
		"The plan is not carried out yet, so it can only be relieved for the time being; grant it once the plan is.")
	errNoRelief = fault.New(fault.Conflict, "repair.no_relief", "暂时解除只适用于法院批准重整计划或者认可和解协议的申请；请按一般程序办理。",
		"Relief for the time being is only for a plan a court has approved; decide it in the ordinary way.")
)
