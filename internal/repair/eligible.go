package repair

import (
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Verdict says whether repair of a record may be asked for on a day.
type Verdict string

const (
	Now       Verdict = "now"       // the day has come; what is still missing is said by the conditions
	NotYet    Verdict = "not_yet"   // From names the day
	Never     Verdict = "never"     // it ends in another way; Why says which
	Elsewhere Verdict = "elsewhere" // a court decides
	Over      Verdict = "over"      // repaired, withdrawn, or at its end: nothing is left to repair
	Unclear   Verdict = "unclear"   // no rule says: the body tells, and nobody is turned away
)

// Met says how a condition stands as far as the platform knows.
type Met string

const (
	Yes  Met = "yes"
	No   Met = "no"
	Open Met = "open" // to be shown, signed, or judged by an officer
)

// Requirement is a condition of the repair with how it stands.
type Requirement struct {
	Code     string       `json:"code"`
	Text     law.Text2    `json:"text"`
	Met      Met          `json:"met" enum:"yes,no,open"`
	How      law.Text2    `json:"how" doc:"how it stands, or what to do"`
	Basis    []law.Text2  `json:"basis"`
	Standing law.Standing `json:"standing" enum:"text,secondary,assumed"`
}

// Way is a method of repair (F26-4).
type Way struct {
	Code     string       `json:"code"`
	Name     law.Text2    `json:"name"`
	Text     law.Text2    `json:"text"`
	Proof    law.Text2    `json:"proof"`
	Must     bool         `json:"must" doc:"otherwise it helps and is never demanded"`
	Basis    []law.Text2  `json:"basis"`
	Standing law.Standing `json:"standing" enum:"text,secondary,assumed"`
}

// Paper is one of the two materials a repair may ask for (G7).
type Paper struct {
	Code  string      `json:"code"`
	Name  law.Text2   `json:"name"`
	Found bool        `json:"found" doc:"the platform holds it already: it is confirmed, not handed in"`
	Basis []law.Text2 `json:"basis"`
}

// Regime is the rule the least period comes from: that of the day of the decision.
type Regime struct {
	Key      string       `json:"key" doc:"of the law library; empty when none is laid down"`
	Says     law.Text2    `json:"says"`
	Basis    []law.Text2  `json:"basis"`
	Standing law.Standing `json:"standing" enum:"text,secondary,assumed"`
	Note     string       `json:"note,omitempty"`
}

// Body is whoever decides: 谁认定、谁修复.
type Body struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// Days is how long the answer is likely to take.
type Days struct {
	N           int          `json:"n" doc:"working days"`
	From        string       `json:"from" enum:"figures,law" doc:"figures: the median of this body's decisions of the last year; law: the longest the rule allows"`
	Cases       int          `json:"cases,omitempty" doc:"how many decisions the median is of"`
	By          workday.Date `json:"by" doc:"if asked for on the first possible day"`
	Provisional bool         `json:"provisional,omitempty" doc:"the calendar of that year is not published yet"`
	Basis       []law.Text2  `json:"basis"`
	Standing    law.Standing `json:"standing" enum:"text,secondary,assumed"`
}

// Letter is the commitment to sign, by the version that is in force.
type Letter struct {
	Template string       `json:"template"`
	From     workday.Date `json:"from"`
	Hash     string       `json:"hash" doc:"of this version; sent back with the signature"`
	Title    law.Text2    `json:"title"`
	Clauses  []law.Clause `json:"clauses"`
	Standing law.Standing `json:"standing" enum:"text,secondary,assumed"`
}

// Eligibility is the calculator's answer for one record (F26-1).
type Eligibility struct {
	Record     string       `json:"record"`
	EntityID   string       `json:"entity_id"`
	Subject    string       `json:"subject"`
	Item       string       `json:"item"`
	List       string       `json:"list,omitempty"`
	DocumentNo string       `json:"document_no"`
	Title      string       `json:"title"`
	DecidedOn  workday.Date `json:"decided_on"`
	Severity   law.Severity `json:"severity,omitempty"`

	Verdict  Verdict      `json:"verdict" enum:"now,not_yet,never,elsewhere,over,unclear"`
	From     workday.Date `json:"from" doc:"the first day on which it may be asked for"`
	Ends     workday.Date `json:"ends" doc:"the first day on which it is over by itself"`
	Why      law.Text2    `json:"why"`
	Basis    []law.Text2  `json:"basis"`
	Standing law.Standing `json:"standing" enum:"text,secondary,assumed"`

	Rule       string        `json:"rule,omitempty" doc:"key of the rule of repair in the law library"`
	Regime     Regime        `json:"regime"`
	Conditions []Requirement `json:"conditions"`
	Methods    []Way         `json:"methods"`
	Papers     []Paper       `json:"papers"`
	Proofs     []Proof       `json:"proofs" doc:"what the platform holds; only shown to the subject and the body"`
	Letter     *Letter       `json:"letter,omitempty"`
	Body       Body          `json:"body"`
	Days       *Days         `json:"days,omitempty"`

	rule law.RepairRule
}

// Path of a repair beside the ordinary one.
const Reorganisation = "reorganisation"

// Question is what Judge decides on.
type Question struct {
	Record record.Record
	Path   string // Reorganisation, or empty
	Proofs []Proof
	Signed bool
	Today  workday.Date
}

// Judge finds when and how a record can be repaired. Pure: the record, the law and the day decide. The least period is that of
// the day of the decision; conditions, papers and terms are those of the day the application is filed.
func Judge(lib *law.Library, q Question) Eligibility {
	r, book := &q.Record, lib.On(q.Today)
	e := Eligibility{Record: r.ID, EntityID: r.EntityID, Subject: r.Subject, Item: r.Item, List: r.List, DocumentNo: r.DocumentNo, Title: r.Title,
		DecidedOn: r.DecidedOn, Severity: r.Severity, Body: Body{r.AuthorityID, r.Authority}, Basis: []law.Text2{}, Standing: law.Assumed,
		Conditions: []Requirement{}, Methods: []Way{}, Papers: []Paper{}, Proofs: append([]Proof{}, q.Proofs...)}
	if r.PublicUntil != 0 {
		e.Ends = r.PublicUntil.AddDays(1)
	}
	period, timed := lib.On(r.DecidedOn).Period(r.Item, r.List, r.Severity)
	e.Regime = regimeOf(lib.On(r.DecidedOn), period, timed)
	if why, over := finished(r, q.Today); over {
		e.Verdict, e.Why = Over, why
		return e
	}
	rule, ok := ruleFor(book, q)
	if !ok {
		e.Verdict, e.Why = Unclear, law.Text2{ZH: "规则库中没有这类记录的修复规定；仍可提出申请，由认定单位告知。", EN: "No rule of repair for such a record is in the law library; you may still ask, and the body tells."}
		return e
	}
	e.rule, e.Rule = rule, "repair:"+rule.Code
	e.Basis, e.Standing = cites(book, rule.Basis), rule.Standing
	e.open(&rule, r, period, timed, q.Today)
	e.require(book, &rule, q)
	return e
}

// ruleFor is the rule of the ordinary way, or of the path that was asked for.
func ruleFor(book *law.Book, q Question) (law.RepairRule, bool) {
	if q.Path == Reorganisation {
		return book.Reorganisation()
	}
	return book.RepairRule(q.Record.Item, q.Record.List, q.Record.Severity)
}

// finished says why nothing is left to repair.
func finished(r *record.Record, today workday.Date) (law.Text2, bool) {
	switch {
	case !r.Adverse:
		return law.Text2{ZH: "该记录不是失信记录，无须修复。", EN: "This record says nothing against its subject; there is nothing to repair."}, true
	case r.State == record.Repaired:
		return law.Text2{ZH: "该记录已经修复，自修复之日起停止公示、共享和使用。", EN: "It has been repaired; since then it is neither published, shared nor used."}, true
	case r.State != record.Effective:
		return law.Text2{ZH: "该记录已撤回或者移出，无须修复。", EN: "It was withdrawn or removed; there is nothing to repair."}, true
	case r.PublicUntil != 0 && today > r.PublicUntil:
		return law.Text2{ZH: "公示期已届满，已自动终止公示，无须申请。", EN: "Its period is over: publicity has ended by itself, nothing need be asked for."}, true
	}
	return law.Text2{}, false
}

// open finds the first day, and whether there is one.
func (e *Eligibility) open(rule *law.RepairRule, r *record.Record, p law.Period, timed bool, today workday.Date) {
	switch {
	case rule.Opens == "never":
		e.Verdict, e.Why = Never, rule.Bar
		return
	case rule.Decides == "court":
		e.Verdict, e.From = Elsewhere, r.DecidedOn
		e.Why = law.Text2{ZH: "由作出决定的人民法院办理：履行完毕后请向执行法院申请删除。", EN: "The court that decided acts: once the duty is fulfilled, ask it to delete the entry."}
		return
	case rule.Opens == "minimum" && timed && !p.Repairable:
		e.Verdict, e.Basis, e.Standing = Never, e.Regime.Basis, e.Regime.Standing
		e.Why = law.Text2{ZH: "按决定之日施行的规定，该类记录不得提前修复，期满自动终止。", EN: "Under the rule of the day it was decided such a record cannot be repaired early; it ends by itself."}
		return
	case rule.Opens == "minimum" && r.RepairFrom == 0:
		e.Verdict = Unclear
		e.Why = law.Text2{ZH: "没有查到最短公示期的规定；可以提出申请，由认定单位告知。", EN: "No least period was found for it; you may ask, and the body tells."}
		return
	}
	e.From = r.DecidedOn
	if rule.Opens == "minimum" {
		e.From = r.RepairFrom
		e.Standing = weaker(e.Standing, e.Regime.Standing)
		e.Basis = merged(e.Regime.Basis, e.Basis)
	}
	e.Verdict = Now
	e.Why = law.Text2{ZH: "自 " + e.From.String() + " 起可以申请修复。", EN: "It may be asked for since " + e.From.String() + "."}
	if today < e.From {
		e.Verdict = NotYet
		e.Why = law.Text2{ZH: "最短公示期未满：自 " + e.From.String() + " 起可以申请。", EN: "The least period is not over: it may be asked for from " + e.From.String() + " on."}
	}
}

// require fills in what the rule asks for, and how it stands.
func (e *Eligibility) require(book *law.Book, rule *law.RepairRule, q Question) {
	for _, c := range rule.Conditions {
		met, how := stands(c, e, q)
		e.Conditions = append(e.Conditions, Requirement{c.Code, c.Text, met, how, cites(book, c.Basis), c.Standing})
	}
	for _, m := range rule.Methods {
		if way, ok := book.RepairMethod(m.Method); ok {
			e.Methods = append(e.Methods, Way{way.Code, way.Name, way.Text, way.Proof, m.Must, cites(book, m.Basis), m.Standing})
		}
	}
	for _, p := range rule.Papers {
		found := p.Fetch && shown(&q.Record, q.Proofs) || p.Code == Commitment && q.Signed
		e.Papers = append(e.Papers, Paper{p.Code, p.Name, found, cites(book, p.Basis)})
	}
	if t, ok := book.Template(rule.Commitment); ok {
		e.Letter = letterOf(t)
	}
}

func letterOf(t law.Template) *Letter {
	return &Letter{t.Code, t.From, t.Hash(), t.Title, t.Clauses(), t.Standing}
}

// stands judges one condition by its kind.
func stands(c law.Condition, e *Eligibility, q Question) (Met, law.Text2) {
	switch c.Kind {
	case "minimum":
		switch {
		case e.Verdict == NotYet:
			return No, law.Text2{ZH: "至 " + e.From.String() + " 届满。", EN: "It is over on " + e.From.String() + "."}
		case e.From == 0:
			return Open, law.Text2{ZH: "没有可以申请的日期。", EN: "There is no day from which it may be asked for."}
		}
		return Yes, law.Text2{ZH: "已届满。", EN: "It is over."}
	case "duty":
		if shown(&q.Record, q.Proofs) {
			return Yes, law.Text2{ZH: "平台已查到履行记录，请确认。", EN: "The platform holds a record of it; please confirm."}
		}
		return Open, law.Text2{ZH: "平台未查到履行记录，请提交证明。", EN: "The platform found no record of it; please hand in a proof."}
	case "commitment":
		if q.Signed {
			return Yes, law.Text2{ZH: "已签署。", EN: "Signed."}
		}
		return Open, law.Text2{ZH: "申请时在线签署。", EN: "Signed online with the application."}
	}
	return Open, law.Text2{ZH: "由认定单位核查。", EN: "The body looks at it."}
}

// regimeOf names the period of the day of the decision.
func regimeOf(book *law.Book, p law.Period, ok bool) Regime {
	if !ok {
		return Regime{Says: law.Text2{ZH: "没有查到期限规定。", EN: "No period is laid down."}, Basis: []law.Text2{}, Standing: law.Assumed}
	}
	return Regime{Key: "period:" + p.Code, Says: law.Value{Body: p}.Says(), Basis: cites(book, p.Basis), Standing: p.Standing, Note: p.Note}
}

// must are the methods the rule demands.
func (e *Eligibility) must() (codes []string) {
	for _, m := range e.Methods {
		if m.Must {
			codes = append(codes, m.Code)
		}
	}
	return codes
}

func cites(book *law.Book, refs []law.Ref) []law.Text2 {
	out := make([]law.Text2, len(refs))
	for i, r := range refs {
		out[i] = book.Cite(r)
	}
	return out
}

func merged(a, b []law.Text2) []law.Text2 {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

var worth = []law.Standing{law.Assumed, law.Secondary, law.Text}

// weaker is the standing of what rests on two values: the less sure decides.
func weaker(a, b law.Standing) law.Standing {
	if slices.Index(worth, b) < slices.Index(worth, a) {
		return b
	}
	return a
}
