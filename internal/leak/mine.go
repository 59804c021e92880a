package leak

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Suspension is what somebody who is suspended reads: what, why, by whom, until when, and how to object.
type Suspension struct {
	ID       string       `json:"id"`
	Kind     string       `json:"kind" enum:"account,export"`
	Case     string       `json:"case"`
	From     time.Time    `json:"from"`
	Until    workday.Date `json:"until" doc:"last day; it ends by itself"`
	Holds    bool         `json:"holds"`
	Reason   string       `json:"reason"`
	BodyName string       `json:"body"`
	Basis    law.Text2    `json:"basis"`
	Remedy   law.Text2    `json:"remedy"`
	Said     string       `json:"said,omitempty" doc:"what was said against it"`
}

var remedy = law.Text2{ZH: "可以在此提出申辩，由办案单位收入案卷；认为不当的，可以向其上级信用主管部门反映。暂停到期自动恢复，案件决定作出时提前解除。",
	EN: "You may answer here, which goes into the file; if you think it wrong, turn to the lead office above. It ends by itself on its last day, and sooner with the decision."}

// Mine are the suspensions of somebody's own account and right to export.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]Suspension, error) {
	all, err := access.FreezesOn(ctx, d.db, who.ID)
	if err != nil {
		return nil, err
	}
	out := []Suspension{}
	for i := range all {
		f := &all[i]
		c, err := d.cases.Find(ctx, d.db, f.Case)
		if err != nil {
			return nil, err
		}
		s := Suspension{ID: f.ID, Kind: f.Kind, Case: f.Case, From: f.From.In(workday.Shanghai), Until: f.Until, Holds: f.Holds(d.today()), Basis: d.law.On(d.today()).Cite(policy), Remedy: remedy}
		if s.Reason, err = reasonOf(c, f.ID); err != nil {
			return nil, err
		}
		if s.BodyName, err = d.nameOf(ctx, d.db, c.Org); err != nil {
			return nil, err
		}
		if s.Said, err = d.said(ctx, f.ID); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func reasonOf(c *caseflow.Case, freeze string) (string, error) {
	x, err := detailsOf(c)
	for _, f := range x.Frozen {
		if f.ID == freeze {
			return f.Reason, err
		}
	}
	return "", err
}

func (d *Desk) nameOf(ctx context.Context, db pg.DB, org string) (string, error) {
	o, err := d.accounts.OrgIn(ctx, db, org)
	return o.Name, err
}

const maxStatement = 2000

// Object takes in what somebody says against their suspension, once.
func (d *Desk) Object(ctx context.Context, who access.Actor, id, text string) error {
	if text = strings.TrimSpace(text); text == "" || utf8.RuneCountInString(text) > maxStatement {
		return errStatement
	}
	all, err := access.FreezesOn(ctx, d.db, who.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(f access.Freeze) bool { return f.ID == id })
	if i < 0 {
		return errNoFreeze
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertStatement(ctx, tx, id, all[i].Case, d.seal.Seal(statementSeal(id), []byte(text)), who.ID, d.instant()); err != nil {
			return err
		}
		return d.act(ctx, tx, "leak.objected", who.ID, all[i].Case, map[string]string{})
	})
}

func statementSeal(id string) string { return "leak.statement " + id }

func (d *Desk) said(ctx context.Context, freeze string) (string, error) {
	sealed, err := statementOf(ctx, d.db, freeze)
	if err != nil || sealed == nil {
		return "", err
	}
	b, err := d.seal.Open(statementSeal(freeze), sealed)
	return string(b), err
}

// Touched is what a subject is told: what of its data a case touched, since when, and what was done.
type Touched struct {
	Case   string       `json:"case"`
	Cause  string       `json:"cause" enum:"leak,tamper,misuse"`
	What   []string     `json:"what" doc:"codes of what was shown: an item of the catalogue, or a kind of export"`
	Since  time.Time    `json:"since"`
	ToldOn workday.Date `json:"told_on"`
	Done   string       `json:"done"`
}

// About lists what a firm, or a verified person, was told, newest first.
func (d *Desk) About(ctx context.Context, who access.Actor) ([]Touched, error) {
	if who.Firm == "" {
		return nil, errNoFirm
	}
	all, err := affectedOf(ctx, d.db, who.Org)
	for i := range all {
		all[i].Since = all[i].Since.In(workday.Shanghai)
	}
	return all, err
}

// Year is what became of the cases reported in a year. No name, no number of a case is in it.
type Year struct {
	Year      int64 `json:"year"`
	Reported  int64 `json:"reported"`
	Open      int64 `json:"open"`
	Declined  int64 `json:"declined" doc:"nothing to look into"`
	Unfounded int64 `json:"unfounded"`
	Confirmed int64 `json:"confirmed"`
	HandedTo  int64 `json:"handed_over" doc:"to discipline inspection or the police"`
	Told      int64 `json:"told" doc:"subjects that were told"`
}

// Figures are for everybody.
func (d *Desk) Figures(ctx context.Context) ([]Year, error) { return years(ctx, d.db) }
