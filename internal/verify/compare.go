package verify

import (
	"context"
	"encoding/json"

	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Answers of a comparison.
const (
	Match    = "match"    // shared data say the same
	Mismatch = "mismatch" // shared data say otherwise
	NoData   = "unknown"  // shared data say nothing; not a breach (G11)
)

// Compared is one line of a comparison: which clause, with what, and what was found.
type Compared struct {
	Clause   string       `json:"clause"`
	Compare  string       `json:"compare" enum:"registered,located,unlisted,unbanned,unpunished"`
	Text     law.Text2    `json:"text"`
	Answer   string       `json:"answer" enum:"match,mismatch,unknown"`
	Record   string       `json:"record,omitempty" doc:"the record that says otherwise"`
	Document string       `json:"document,omitempty"`
	Source   string       `json:"source" doc:"registry, or the authority of the record"`
	AsOf     workday.Date `json:"as_of" doc:"of the data"`
}

// Seen is what shared data know of a firm on a day.
type Seen struct {
	Known  bool // the registry knows it
	Status string
	Facts  []standing.Fact
	Since  workday.Date // the commitment took effect
}

// Judge compares the scope of a plan with what is known (F13-2). It is pure: the same data give the same answer. A fact counts as
// it stands that day: what was repaired or is frozen by an objection contradicts nothing.
func Judge(scope []law.ScopeLine, s Seen, on workday.Date) (lines []Compared, answer string) {
	answer = Match
	for _, x := range scope {
		l := Compared{Clause: x.Clause, Compare: x.Compare, Text: x.Text, Answer: Match, Source: "registry", AsOf: on}
		switch {
		case !s.Known:
			l.Answer = NoData
		case x.Compare == "registered":
			if s.Status == registry.Stubbed {
				l.Answer = NoData
			} else if s.Status != registry.Registered {
				l.Answer = Mismatch
			}
		default:
			for _, f := range s.Facts {
				if contradicts(x.Compare, f, s.Since, on) {
					l.Answer, l.Record, l.Document, l.Source, l.AsOf = Mismatch, f.ID, f.DocumentNo, f.Authority, f.From
					break
				}
			}
		}
		if l.Answer == Mismatch || l.Answer == NoData && answer == Match {
			answer = l.Answer
		}
		lines = append(lines, l)
	}
	return lines, answer
}

func contradicts(compare string, f standing.Fact, since, on workday.Date) bool {
	if stands, _ := f.StandsOn(on); !stands {
		return false
	}
	switch compare {
	case "located":
		return f.Kind == standing.AbnormalIs
	case "unlisted":
		return f.Kind == standing.OnList
	case "unbanned":
		return f.Kind == standing.Banned
	case "unpunished":
		return f.Kind == standing.Penalised && f.From >= since && f.Severity != law.Minor && f.Severity != law.NoSeverity
	}
	return false
}

// Compare looks at what is due and was not looked at yet, one commitment a transaction, so that it may be stopped anywhere and run
// again. It returns how many were closed as kept and how many tasks were opened.
func (d *Desk) Compare(ctx context.Context) (kept, tasks int, err error) {
	waiting, err := toCompare(ctx, d.db, d.today())
	for _, w := range waiting {
		err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			v, err := lock(ctx, tx, w.EntityID, w.CommitmentID)
			if err != nil || v.State != Due || v.ComparedAt != nil {
				return err // another machine was quicker
			}
			matched, err := d.compare(ctx, tx, v)
			if matched {
				kept++
			} else if err == nil {
				tasks++
			}
			return err
		})
		if err != nil {
			return kept, tasks, err
		}
	}
	return kept, tasks, err
}

func (d *Desk) compare(ctx context.Context, tx pg.Tx, v *verification) (matched bool, err error) {
	plan, ok := d.law.On(v.PlanFrom).VerificationPlan(v.Plan)
	if !ok {
		return false, errNoPlan
	}
	seen, err := d.see(ctx, tx, v)
	if err != nil {
		return false, err
	}
	lines, answer := Judge(plan.Scope, seen, d.today())
	now := d.instant()
	v.ComparedAt = &now
	sum, err := d.keep(ctx, tx, v, lines, answer)
	if err != nil {
		return false, err
	}
	if answer == Match && v.Method == "compare" {
		return true, d.conclude(ctx, tx, system, v, Conclusion{Outcome: Kept, On: d.today(), Document: "comparison:" + sum[:16]})
	}
	return false, d.task(ctx, tx, v, answer, sum)
}

// see reads what shared data know today.
func (d *Desk) see(ctx context.Context, tx pg.Tx, v *verification) (Seen, error) {
	s := Seen{Since: workday.Of(v.PlannedAt)}
	e, err := registry.Find(ctx, tx, v.EntityID)
	if err != nil {
		if fault.KindOf(err) == fault.Missing {
			return s, nil
		}
		return s, err
	}
	s.Known, s.Status = true, e.Status
	facts, err := standing.OfMany(ctx, tx, []string{v.EntityID})
	s.Facts = facts[v.EntityID]
	return s, err
}

// keep stores a comparison and puts its digest on the ledger.
func (d *Desk) keep(ctx context.Context, tx pg.Tx, v *verification, lines []Compared, answer string) (sum string, err error) {
	b, err := json.Marshal(lines)
	if err != nil {
		return "", err
	}
	sum = digest(b)
	if err := insertComparison(ctx, tx, v, d.instant(), d.law.Edition(), answer, string(b)); err != nil {
		return "", err
	}
	return sum, d.act(ctx, tx, system, "verify.compared", v.CommitmentID, map[string]string{"answer": answer, "sha256": sum, "plan": v.Plan, "law": d.law.Edition()})
}

// task opens the case an officer looks into, with the comparison as its evidence (F13-2).
func (d *Desk) task(ctx context.Context, tx pg.Tx, v *verification, answer, sum string) error {
	why := law.Text2{ZH: map[string]string{Match: "按核查方案由工作人员核对", Mismatch: "共享数据与承诺不一致", NoData: "共享数据不足以核实"}[answer]}
	c, err := d.cases.Open(ctx, tx, caseflow.System(), caseflow.Opening{Kind: Kind, Act: Open, EntityID: v.EntityID, Org: v.Org, Region: v.Region,
		Title: "承诺核查 · " + v.Undertaking + " · " + why.ZH, Key: v.CommitmentID,
		Details:  details{Commitment: v.CommitmentID, Answer: answer},
		Evidence: []caseflow.Evidence{{Kind: comparison, Ref: "verification:" + v.CommitmentID, Name: "共享数据比对结果", SHA256: sum, Source: "xinheng"}}})
	if err != nil {
		return err
	}
	v.State, v.CaseID = Tasked, c.ID
	return update(ctx, tx, v)
}
