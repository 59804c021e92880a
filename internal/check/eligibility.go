package check

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Eligibility is whether a firm may choose 告知承诺 for a matter today, before it applies for anything (F05-2).
type Eligibility struct {
	Matter   VersionedNamed `json:"matter"`
	On       workday.Date   `json:"on"`
	Eligible bool           `json:"eligible"`
	Bars     []Bar          `json:"bars" doc:"what keeps it from the commitment route, each until it ends, is repaired or withdrawn"`
	Reasons  []Reason       `json:"reasons"`
	Basis    []Citation     `json:"basis"`
	Position int64          `json:"ledger_position" doc:"everything up to here has been taken into account"`
}

// Bar is a fact in the exclusion set.
type Bar struct {
	Set  string  `json:"set" enum:"national,provincial,recognised,false_commitment,serious_record" doc:"which part of the exclusion set it is of"`
	What Because `json:"what"`
}

// EligibilityOf answers the firm itself about itself, so that nothing is disclosed and nothing recorded; choosing the ordinary route
// leaves no trace (F01-7).
func (d *Desk) EligibilityOf(ctx context.Context, actor access.Actor, matter string, minPosition int64) (out Eligibility, err error) {
	if actor.Firm == "" || isPerson(actor.Org) {
		return out, fault.New(fault.Conflict, "check.no_firm", "请先选择您代表的企业。", "Choose first the firm you act for.")
	}
	today := workday.Of(d.now())
	book := d.lib.On(today)
	m, err := matterOn(d.lib, book, matter)
	if err != nil {
		return out, err
	}
	v, err := d.view(ctx, minPosition)
	if err != nil {
		return out, err
	}
	facts, known, err := d.index.Look(ctx, actor.Org)
	if err != nil {
		return out, err
	}
	f := JudgeIn("", facts, m, book, v.Adoptions, today)
	if !known {
		f = unknown(question{matter: m, book: book, on: today})
	}
	out = Eligibility{Matter: VersionedNamed{m.Code, m.Version, m.Name}, On: today, Eligible: f.Route.Eligible, Bars: []Bar{}, Reasons: f.Route.Reasons,
		Basis: f.Route.Basis, Position: v.Position}
	j := judgement{matter: m, book: book, adoptions: v.Adoptions, on: today}
	for _, r := range f.Route.Reasons {
		for i := range facts {
			if facts[i].ID == r.RecordID {
				out.Bars = append(out.Bars, Bar{setOf(&facts[i], r.Why, book), j.because(&facts[i])})
			}
		}
	}
	return out, nil
}

// setOf is the part of the exclusion set a fact belongs to.
func setOf(f *standing.Fact, why string, book *law.Book) string {
	switch why {
	case "on_recognised_list":
		return "recognised"
	case "false_commitment":
		return "false_commitment"
	case "on_serious_list":
		if l, ok := book.List(f.List); ok && l.Scope == "hainan" {
			return "provincial"
		}
		return "national"
	}
	return "serious_record"
}
