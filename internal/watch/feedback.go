package watch

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Due is one measure that is reported on.
type Due struct {
	Measure string     `json:"measure"`
	Name    law.Text2  `json:"name"`
	Kind    law.Effect `json:"kind" enum:"block,warn,inform,incentive"`
	Must    bool       `json:"must" doc:"应当 rather than 可以"`
}

// Result is what was done with one measure.
type Result struct {
	Measure string `json:"measure" maxLength:"64"`
	Applied bool   `json:"applied"`
	Why     string `json:"why,omitempty" enum:"discretion,ended,not_concluded,other" doc:"why it was not applied: 裁量决定不采取, 措施已解除, 办件已撤回或终止, 其他"`
	Note    string `json:"note,omitempty" maxLength:"200" doc:"needed with other, and where the measure must be applied; name no natural person"`
}

// Feedback is what a caller reports of one check.
type Feedback struct {
	At      time.Time `json:"at"`
	Officer string    `json:"officer"`
	Results []Result  `json:"results"`
	Late    bool      `json:"late"`
}

// Owed is a check that told an effect, with what is or was reported of it.
type Owed struct {
	Decision    string       `json:"decision_id"`
	At          time.Time    `json:"at"`
	Matter      check.Named  `json:"matter"`
	Subject     string       `json:"subject"`
	Purpose     string       `json:"purpose"`
	CaseNo      string       `json:"case_no"`
	Officer     string       `json:"officer" doc:"who asked"`
	Measures    []Due        `json:"measures"`
	DueOn       workday.Date `json:"due_on,omitempty"`
	Provisional bool         `json:"provisional,omitempty" doc:"the calendar of that year is not published yet"`
	Left        int          `json:"left" doc:"working days left, negative once late; of what is reported 0"`
	Late        bool         `json:"late" doc:"reported after its last day, or not reported and past it"`
	Feedback    *Feedback    `json:"feedback,omitempty"`
}

// dutyOf is what has to be reported of an answer: each measure once, at its strongest.
func (d *Desk) dutyOf(g *check.Given) duty {
	out := duty{EntityID: g.Subject, DecisionID: g.ID, Org: g.Caller, Matter: g.Matter, Purpose: g.Purpose, CaseNo: g.CaseNo, Officer: g.Officer, At: g.At}
	out.DueOn, out.Provisional = d.law.Due("feedback.term", workday.Of(g.At))
	if g.LevelOne {
		out.Measures = []owedMeasure{{Code: word, Kind: law.Block, Must: true}}
		return out
	}
	for _, b := range g.Told.Effects {
		i := slices.IndexFunc(out.Measures, func(m owedMeasure) bool { return m.Code == b.Measure })
		if i < 0 {
			out.Measures = append(out.Measures, owedMeasure{b.Measure, b.Kind, b.Must})
			continue
		}
		out.Measures[i].Must = out.Measures[i].Must || b.Must
		if b.Kind == law.Block {
			out.Measures[i].Kind = b.Kind
		}
	}
	return out
}

// Report takes down what a body did with what it was told. The same report again finds it taken; another one is refused: what
// was reported stays.
func (d *Desk) Report(ctx context.Context, who access.Actor, id, officer string, results []Result) (Owed, error) {
	row, err := findDuty(ctx, d.db, id, who.Org)
	if err != nil {
		return Owed{}, err
	}
	for i := range results {
		results[i].Note = strings.TrimSpace(results[i].Note)
	}
	if err := fitting(row.Measures, results); err != nil {
		return Owed{}, err
	}
	if who.Kind == access.KindPerson { // who reports is who is signed in; only a system says who sits behind it
		officer = who.Person
	}
	if officer = strings.TrimSpace(officer); officer == "" || utf8.RuneCountInString(officer) > 64 {
		return Owed{}, fault.New(fault.Invalid, "watch.no_officer", "反馈须注明经办人（不超过 64 字）；请填写 officer。",
			"A report needs the officer behind it (at most 64 characters); fill in officer.").At("officer")
	}
	slices.SortFunc(results, func(a, b Result) int { return cmp.Compare(a.Measure, b.Measure) })
	f := reported{EntityID: row.EntityID, DecisionID: row.DecisionID, Org: row.Org, At: d.instant(), Actor: who.ID, Officer: officer, Results: results,
		Late: row.DueOn != 0 && d.today() > row.DueOn}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		was, news, err := insertFeedback(ctx, tx, &f)
		switch {
		case err != nil:
			return err
		case !news && slices.Equal(was.Results, results):
			return nil
		case !news:
			return errReported
		}
		_, err = ledger.Append(ctx, tx, f.At, ledger.Act{Kind: "watch.reported", Actor: who.ID, About: id,
			Public: map[string]string{"org": row.Org, "matter": row.Matter, "applied": applied(results)}})
		return err
	})
	if err != nil {
		return Owed{}, err
	}
	if row, err = findDuty(ctx, d.db, id, who.Org); err != nil {
		return Owed{}, err
	}
	return d.owed(&row), nil
}

func applied(rs []Result) string {
	n := 0
	for i := range rs {
		if rs[i].Applied {
			n++
		}
	}
	switch n {
	case 0:
		return "no"
	case len(rs):
		return "yes"
	}
	return "partly"
}

var reasons = []string{"discretion", "ended", "not_concluded", "other"}

// fitting refuses a report that leaves a measure out, speaks of another one, or does not say why one was not applied. What must
// be applied is at nobody's discretion.
func fitting(owed []owedMeasure, rs []Result) error {
	for _, m := range owed {
		if !slices.ContainsFunc(rs, func(r Result) bool { return r.Measure == m.Code }) {
			return errEachMeasure
		}
	}
	if len(rs) != len(owed) {
		return errEachMeasure
	}
	for i := range rs {
		r := &rs[i]
		m := owed[slices.IndexFunc(owed, func(m owedMeasure) bool { return m.Code == r.Measure })]
		switch {
		case r.Applied && (r.Why != "" || r.Note != ""), !r.Applied && !slices.Contains(reasons, r.Why):
			return errWhy
		case r.Applied:
		case m.Must && r.Why == "discretion":
			return errNoDiscretion
		case (m.Must || r.Why == "other") && r.Note == "", utf8.RuneCountInString(r.Note) > 200:
			return errNote
		}
	}
	return nil
}

// OwedFilter narrows the list; empty fields are no condition.
type OwedFilter struct {
	State    string // open, overdue, reported
	Decision string
	After    string
}

// Owed lists what a body has to report, or has reported, the oldest first: that is what is late first.
func (d *Desk) Owed(ctx context.Context, who access.Actor, f OwedFilter) (page []Owed, next string, err error) {
	rows, err := duties(ctx, d.db, who.Org, f, d.today(), onePage+1)
	if len(rows) > onePage {
		rows = rows[:onePage]
		next = rows[onePage-1].DecisionID
	}
	page = make([]Owed, len(rows))
	for i := range rows {
		page[i] = d.owed(&rows[i])
	}
	return page, next, err
}

func (d *Desk) owed(r *dutyRow) Owed {
	o := Owed{Decision: r.DecisionID, At: r.At, Matter: d.matter(r.Matter, r.At), Subject: r.EntityID, Purpose: r.Purpose, CaseNo: r.CaseNo, Officer: r.Officer,
		DueOn: r.DueOn, Provisional: r.Provisional}
	for _, m := range r.Measures {
		o.Measures = append(o.Measures, Due{m.Code, d.name(m.Code, r.At), m.Kind, m.Must})
	}
	if r.ReportedAt != nil {
		o.Feedback = &Feedback{At: *r.ReportedAt, Officer: r.Reporter, Results: r.Results, Late: r.WasLate}
		o.Late = r.WasLate
		return o
	}
	if r.DueOn != 0 {
		o.Left, _ = d.law.Calendar().Between(d.today(), r.DueOn)
		o.Late = d.today() > r.DueOn
	}
	return o
}

// Debt is how one body stands with its reports.
type Debt struct {
	Org      string       `json:"org"`
	Name     string       `json:"name"`
	Told     int64        `json:"told" doc:"checks that told an effect"`
	Reported int64        `json:"reported"`
	InTime   int64        `json:"in_time"`
	Open     int64        `json:"open" doc:"not reported, and not late yet"`
	Overdue  int64        `json:"overdue" doc:"not reported, and past the last day"`
	Oldest   workday.Date `json:"oldest,omitempty" doc:"last day of what is overdue longest"`
	Refused  int64        `json:"not_applied" doc:"reports that say of a measure that must be applied that it was not"`
}

// Debts tells, body by body, who owes reports since a day, the most overdue first: of bodies in the region of the post, and of
// one's own.
func (d *Desk) Debts(ctx context.Context, who access.Actor, since workday.Date) ([]Debt, error) {
	rows, err := debts(ctx, d.db, since.Start(), d.today())
	if err != nil {
		return nil, err
	}
	seen := []Debt{}
	var codes []string
	for _, r := range rows {
		sees, err := d.sees(ctx, who, r.Org)
		if err != nil {
			return nil, err
		}
		if sees {
			seen, codes = append(seen, r), append(codes, r.Org)
		}
	}
	if d.Names == nil {
		return seen, nil
	}
	names, err := d.Names(ctx, codes)
	for i := range seen {
		seen[i].Name = names[seen[i].Org]
	}
	return seen, err
}

// sees: one's own body, and bodies in the region of the post.
func (d *Desk) sees(ctx context.Context, who access.Actor, org string) (bool, error) {
	if org == who.Org || who.Kind == access.KindCLI {
		return true, nil
	}
	if len(who.Regions) == 0 {
		return false, nil
	}
	region, err := d.Region(ctx, org)
	return region != "" && slices.ContainsFunc(who.Regions, func(p string) bool { return strings.HasPrefix(region, p) }), err
}

// Rate is the public figure: of the checks that told an effect and whose report was due, how many were reported.
type Rate struct {
	Since    workday.Date `json:"since"`
	Until    workday.Date `json:"until"`
	Due      int64        `json:"due" doc:"reports that were due by then, or were given before"`
	Reported int64        `json:"reported"`
	InTime   int64        `json:"in_time"`
	Permille *int64       `json:"permille,omitempty" doc:"reported in a thousand; absent when none was due"`
}

// RateOf counts the last twelve months.
func (d *Desk) RateOf(ctx context.Context) (Rate, error) {
	r := Rate{Since: d.today().AddMonths(-12), Until: d.today()}
	all, err := debts(ctx, d.db, r.Since.Start(), r.Until)
	for _, b := range all {
		r.Due += b.Reported + b.Overdue
		r.Reported += b.Reported
		r.InTime += b.InTime
	}
	if r.Due > 0 {
		p := r.Reported * 1000 / r.Due
		r.Permille = &p
	}
	return r, err
}

var (
	errNothingOwed = fault.New(fault.Missing, "watch.nothing_owed", "贵单位没有须反馈的这次查验；请从反馈列表中打开。",
		"Your body owes no report of this check; open it from the list of what is to be reported.")
	errReported = fault.New(fault.Conflict, "watch.reported", "这次查验已经反馈，内容不同，原反馈保持不变；如有误，请联系信用主管部门。",
		"This check was reported on already, in other words, and the first report stays; if it is wrong, tell the lead office.")
	errEachMeasure = fault.New(fault.Invalid, "watch.each_measure", "须逐项反馈查验告知的每一项措施，且仅限这些措施；请对照查验结果填写。",
		"Report on each measure the check told, and on no other; compare the answer.").At("results")
	errWhy = fault.New(fault.Invalid, "watch.why", "未采取的措施须选择原因，已采取的不填原因；请补正。",
		"Say why a measure was not applied, and nothing of one that was; put it right.").At("results")
	errNoDiscretion = fault.New(fault.Invalid, "watch.no_discretion", "依法应当采取的措施不适用裁量；请选择其他原因并说明。",
		"A measure that must be applied is at nobody's discretion; choose another reason, and explain it.").At("results").Under("国办发〔2020〕49号")
	errNote = fault.New(fault.Invalid, "watch.note", "应当采取而未采取，或者原因为其他的，须用不超过 200 字说明；请补充。",
		"Explain in at most 200 characters why what must be applied was not, or what the other reason is.").At("results")
)
