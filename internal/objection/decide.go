package objection

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
)

func ask(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Missing, x.AskedOn = m.Fields.Text("missing"), m.On
	return c.Keep(x)
}

// handedOver keeps what the provider of the data was asked, and when: the letter it is asked by says so.
func handedOver(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Question, x.HandedOn = m.Fields.Text("question"), m.On
	return c.Keep(x)
}

// answered keeps what the provider found. What it calls wrong it says how, field by field, and has put right at the source.
func (d *Desk) answered(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	f := &Finding{Wrong: m.Fields.Text("finding") == "wrong", Reason: m.Fields.Text("reason"), Changes: m.Fields.Changes("changes"),
		SourceRef: strings.TrimSpace(m.Fields.Text("source_ref")), Org: m.Actor.Org, On: m.On}
	switch {
	case !f.Wrong && len(f.Changes) > 0:
		return errRightAsItIs
	case f.Wrong && f.SourceRef == "":
		return errAtSource
	}
	x.Answer = f
	m.Public["finding"] = m.Fields.Text("finding")
	return c.Keep(x)
}

func askAgain(_ context.Context, _ pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Answer = nil
	return c.Keep(x)
}

// propose keeps what the officer in charge proposes, and opens the decision of that outcome to another officer.
func (d *Desk) propose(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	f := &draft{Outcome: caseflow.Act(m.Fields.Text("outcome")), By: m.Actor.ID, On: m.On, Findings: m.Fields.Text("findings"), Records: x.ids(),
		Changes: m.Fields.Changes("changes"), SourceRef: strings.TrimSpace(m.Fields.Text("source_ref")), Reason: m.Fields.Text("reason"), Remedy: m.Fields.Text("remedy"),
		Clause: law.Ref{Instrument: strings.TrimSpace(m.Fields.Text("instrument")), Article: strings.TrimSpace(m.Fields.Text("article"))}}
	if id := m.Fields.Text("record"); id != "" {
		f.Records = []string{id}
	}
	if err := d.mayPropose(c, x, f); err != nil {
		return err
	}
	if err := d.current(ctx, tx, c, f); err != nil {
		return err
	}
	for _, v := range verdicts {
		c.Unfact(drafted(v.act))
	}
	c.Fact(drafted(f.Outcome))
	x.Draft = f
	m.Public["outcome"] = string(f.Outcome)
	return c.Keep(x)
}

// mayPropose: the ground allows the outcome, a rejection is complete, and what is wrong was put right at the source (F27-5).
func (d *Desk) mayPropose(c *caseflow.Case, x *details, f *draft) error {
	book := d.law.On(c.OpenedOn)
	g, ok := book.Ground(x.Ground)
	o, known := book.Outcome(string(f.Outcome))
	switch {
	case !ok || !known || !slices.Contains(g.Outcomes, string(f.Outcome)):
		return errNotAllowed
	case slices.ContainsFunc(f.Records, func(id string) bool { return !slices.Contains(x.ids(), id) }):
		return errNoRecord
	case !o.Upholds:
		return d.reasoned(x, f)
	}
	if c.State == Answered {
		if err := x.asAnswered(f); err != nil {
			return err
		}
	}
	wants := f.Outcome == Correct || f.Outcome == Complement
	switch {
	case o.Source && f.SourceRef == "":
		return errAtSource
	case x.ofModel() && f.Outcome == Correct && len(f.Changes) == 0:
		return nil // the model is put right by its author, as the proof says; no record changes
	case wants && len(f.Records) != 1:
		return errWhichRecord
	case wants && len(f.Changes) == 0:
		return errNoChanges
	case !wants && len(f.Changes) > 0:
		return errNotAllowed
	case len(f.Records) == 0:
		return errNoRecord // nothing rests on a record, so nothing can be undone: it is answered with reasons
	}
	return nil
}

// asAnswered: what the provider answered is what is done. Nobody else types other values over what is shown here.
func (x *details) asAnswered(f *draft) error {
	switch {
	case x.Answer == nil || !x.Answer.Wrong:
		return errLocalPatch
	case len(f.Changes) > 0 && !maps.Equal(f.Changes, x.Answer.Changes):
		return errLocalPatch
	}
	f.Changes, f.SourceRef = x.Answer.Changes, x.Answer.SourceRef
	if f.Outcome != Correct && f.Outcome != Complement {
		f.Changes = nil
	}
	return nil
}

// reasoned: an answer that rejects has its reasons, clause and remedies, or it is no answer; and it does not contradict what
// the provider found.
func (d *Desk) reasoned(x *details, f *draft) error {
	if strings.TrimSpace(f.Reason) == "" || strings.TrimSpace(f.Remedy) == "" {
		return errIncomplete
	}
	if _, ok := d.law.Instrument(f.Clause.Instrument); !ok {
		return errNoClause
	}
	if x.Answer != nil && x.Answer.Wrong {
		return errFoundWrong
	}
	f.Changes, f.SourceRef = nil, ""
	return nil
}

// current refuses a change from a value the record does not hold: somebody looked at another version.
func (d *Desk) current(ctx context.Context, tx pg.Tx, c *caseflow.Case, f *draft) error {
	if len(f.Changes) == 0 {
		return nil
	}
	rs, err := own(ctx, tx, c.EntityID, f.Records)
	if err != nil {
		return err
	}
	for code, change := range f.Changes {
		switch held, there := rs[0].Content[code]; {
		case !d.hasField(&rs[0], code):
			return errNoField
		case there && held != change.Old && !strings.Contains(held, "*"): // a masked value is compared when it is judged
			return errStale
		case change.Old == change.New:
			return errNoChanges
		}
	}
	return nil
}

func returned(_ context.Context, _ pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Draft = nil
	for _, v := range verdicts {
		c.Unfact(drafted(v.act))
	}
	return c.Keep(x)
}

// uphold decides that the subject was right: the record changes, the mark goes, and everybody who was given the wrong answer
// is told, in one transaction.
func (d *Desk) uphold(outcome caseflow.Act) handler {
	return func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := detailsOf(c)
		if err != nil {
			return err
		}
		f := x.Draft
		if f == nil || f.Outcome != outcome {
			return errNotDrafted
		}
		if err := d.current(ctx, tx, c, f); err != nil {
			return err
		}
		x.Decision = d.decision(c, m, f, true)
		wrong, err := d.wrongSince(ctx, tx, f)
		if err != nil {
			return err
		}
		if err := d.undo(ctx, tx, c, x, m); err != nil {
			return err
		}
		if err := d.lift(ctx, tx, c, x, m); err != nil {
			return err
		}
		since := &wrong
		if len(f.Records) == 0 {
			since = nil // no record was ever shown wrongly
		}
		if err := d.settled(ctx, tx, c, x, m, since); err != nil {
			return err
		}
		return d.reachBack(ctx, tx, c, x, m, wrong)
	}
}

// undo changes the records as the decision says, through their own body: the area of records refuses anybody else.
func (d *Desk) undo(ctx context.Context, tx pg.Tx, c *caseflow.Case, x *details, m *caseflow.Doing) error {
	f := x.Draft
	if len(f.Records) == 0 {
		return nil
	}
	if f.Outcome == Correct || f.Outcome == Complement {
		values := map[string]string{}
		for code, change := range f.Changes {
			values[code] = change.New
		}
		_, err := d.records.Correct(ctx, tx, m.Actor, c.ID, c.EntityID, f.Records[0], values)
		return err
	}
	state := record.Withdrawn
	if f.Outcome == RemoveListing {
		state = record.Removed
	}
	var rulings []record.Ruling
	for _, id := range f.Records {
		if f.Outcome == Delete {
			switch matched, err := d.records.Unmerge(ctx, tx, m.Actor, c.ID, c.EntityID, id, f.Findings); {
			case err != nil:
				return err
			case matched:
				x.Decision.Unmerged = true
				continue
			}
		}
		rulings = append(rulings, record.Ruling{EntityID: c.EntityID, ID: id, State: state, On: m.On, Document: x.Decision.Document, Authority: m.Actor.Name,
			Why: x.Decision.Name.ZH + "：" + x.Decision.Clause.ZH})
	}
	if len(rulings) == 0 {
		return nil
	}
	_, err := d.records.Rule(ctx, tx, m.Actor, c.ID, rulings)
	return err
}

// wrongSince is since when a record was shown as it is found to be wrong: the first of the versions without a break in which
// the values that change were as they are now; without such values, the first of all.
func (d *Desk) wrongSince(ctx context.Context, tx pg.Tx, f *draft) (from time.Time, err error) {
	for _, id := range f.Records {
		all, err := record.History(ctx, tx, id)
		if err != nil {
			return from, err
		}
		since := all[0].SeenAt
		for i := len(all) - 1; i > 0 && len(f.Changes) > 0; i-- {
			if !sameIn(&all[i], &all[i-1], f.Changes) {
				since = all[i].SeenAt
				break
			}
		}
		if from.IsZero() || since.Before(from) {
			from = since
		}
	}
	return from, nil
}

func sameIn(a, b *record.Record, changes map[string]caseflow.Change) bool {
	for code := range changes {
		if a.Content[code] != b.Content[code] {
			return false
		}
	}
	return true
}

// reject answers that the data is right: with reasons, clause and remedies, or not at all. The mark goes with the answer.
func (d *Desk) reject(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	f := x.Draft
	if f == nil || f.Outcome != Reject {
		return errNotDrafted
	}
	if err := d.reasoned(x, f); err != nil {
		return err
	}
	x.Decision = d.decision(c, m, f, false)
	m.Clause = f.Clause
	if err := d.lift(ctx, tx, c, x, m); err != nil {
		return err
	}
	return d.settled(ctx, tx, c, x, m, nil)
}

// decision is what the subject reads. Its number is that of the case.
func (d *Desk) decision(c *caseflow.Case, m *caseflow.Doing, f *draft, upheld bool) *Decision {
	clause := f.Clause
	if clause.Instrument == "" {
		clause = policy
	}
	out := &Decision{Outcome: string(f.Outcome), Upheld: upheld, On: m.On, Document: c.ID, Findings: f.Findings, Records: []string{}, Changes: f.Changes,
		SourceRef: f.SourceRef, Reason: f.Reason, Clause: d.law.On(m.On).Cite(clause), Remedy: f.Remedy}
	if upheld {
		out.Records = f.Records
	}
	if o, ok := d.law.On(c.OpenedOn).Outcome(out.Outcome); ok {
		out.Name = o.Name
	}
	return out
}

// settled keeps the outcome for the public figures.
func (d *Desk) settled(ctx context.Context, tx pg.Tx, c *caseflow.Case, x *details, m *caseflow.Doing, wrong *time.Time) error {
	m.Public["outcome"], m.Public["document"] = x.Decision.Outcome, x.Decision.Document
	if err := d.decided(ctx, tx, c, m, Kind, c.Org, x.Decision.Outcome, x.Decision.Upheld, wrong); err != nil {
		return err
	}
	return c.Keep(x)
}

func (d *Desk) decided(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing, kind, org, result string, upheld bool, wrong *time.Time) error {
	took, _ := d.law.Calendar().In(c.Region).Between(c.OpenedOn, m.On)
	m.Public["days"] = strconv.Itoa(took)
	return putOutcome(ctx, tx, &outcome{EntityID: c.EntityID, CaseID: c.ID, Kind: kind, Org: org, Outcome: result, Upheld: upheld, DecidedOn: m.On,
		Days: int32(max(took, 0)), WrongFrom: wrong, At: d.instant()}) //nolint:gosec // days of a case
}

// reexamine asks the body above, once. Until it has answered the records are marked again.
func (d *Desk) reexamine(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Round > 0 {
		return errOnce
	}
	x.Round, x.Review = 1, &Review{Asked: m.Fields.Text("reason")}
	if err := d.mark(ctx, tx, c, x, m); err != nil {
		return err
	}
	return c.Keep(x)
}

func (d *Desk) keep(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Review = &Review{Asked: x.Review.Asked, Kept: true, On: m.On, By: m.Actor.Org, Reason: m.Fields.Text("reason"), Remedy: m.Fields.Text("remedy")}
	if err := d.lift(ctx, tx, c, x, m); err != nil {
		return err
	}
	return c.Keep(x)
}

// sendBack orders the body to verify again; it does not decide in its place, because only the source can put data right.
func (d *Desk) sendBack(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Review.On, x.Review.By, x.Review.Reason = m.On, m.Actor.Org, m.Fields.Text("reason")
	x.Draft, x.Decision, x.Answer = nil, nil, nil
	for _, v := range verdicts {
		c.Unfact(drafted(v.act))
	}
	return c.Keep(x)
}

var (
	errRightAsItIs = fault.New(fault.Invalid, "objection.right_as_it_is", "结论为无误时不能填写更正内容；请改选“有误”或者清空更正内容。",
		"What is right has nothing to change; answer \"wrong\", or leave the values empty.").At("fields.changes")
	errAtSource = fault.New(fault.Conflict, "objection.at_source", "有误的信息须先在来源系统更正；请填写来源系统的更正凭证。",
		"What is wrong is put right at the source first; give the number of the correction there.").At("fields.source_ref").Under("琼府办〔2021〕4号（二十七）")
	errLocalPatch = fault.New(fault.Conflict, "objection.local_patch", "只能按信息提供单位的答复更正，不能在本平台另行修改；有疑问的，请退回提供单位再核。",
		"Only what the provider answered can be done; nothing is patched here. If in doubt, ask the provider again.").Under("琼府办〔2021〕4号（二十七）")
	errNotAllowed = fault.New(fault.Conflict, "objection.not_allowed", "该异议理由不能有这样的结果，或者所填内容与结果不符；请按理由所列的结果拟办。",
		"The ground does not allow this outcome, or the form does not fit it; propose one that is listed for the ground.").At("fields.outcome")
	errWhichRecord = fault.New(fault.Invalid, "objection.which_record", "更正或者补充一次针对一条记录；请选择记录。", "A correction is of one record; choose which.").At("fields.record")
	errNoChanges   = fault.New(fault.Invalid, "objection.no_changes", "请逐字段填写现值和正确值，且两者不同。", "Give old and new values field by field, and different ones.").At("fields.changes")
	errStale       = fault.New(fault.Conflict, "objection.stale", "所填现值与记录现在的内容不符；请刷新后重新核对。",
		"The old value is not what the record holds now; reload it and look again.").At("fields.changes")
	errIncomplete = fault.New(fault.Invalid, "objection.incomplete", "不予更正须写明理由、依据和救济途径；请补齐。", "A rejection gives reasons, basis and remedies; complete it.").
			Under("琼府办〔2021〕4号（二十七）")
	errNoClause   = fault.New(fault.Invalid, "objection.no_clause", "规则库中没有所填的文件；请填写规则库中的文件代码。", "The law library has no such instrument; give the code of one it has.").At("fields.instrument")
	errFoundWrong = fault.New(fault.Conflict, "objection.found_wrong", "信息提供单位已答复有误，不能不予更正；请按答复拟办，或者退回再核。",
		"The provider found it wrong, so it cannot be rejected; propose as it answered, or ask it again.")
	errNotDrafted = fault.New(fault.Conflict, "objection.not_drafted", "承办人没有拟出这样的意见；请按其所拟决定，或者退回承办人。",
		"The officer in charge has not proposed this; decide on what was proposed, or return it.")
	errOnce = fault.New(fault.Conflict, "objection.once", "上级复核只有一次；仍不服的，请按答复所列途径申请复议或者提起诉讼。",
		"It is re-examined once; if you still disagree, ask for reconsideration or sue, as the answer says.")
)
