package listing

import (
	"slices"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Trial is what the rules are asked with: a row of the table of conduct, or a penalty by its kinds and fine, on a day.
type Trial struct {
	On       workday.Date `json:"on,omitzero" doc:"the law of that day; today when empty"`
	Conduct  string       `json:"conduct,omitempty" maxLength:"64"`
	List     string       `json:"list,omitempty" maxLength:"64" doc:"a list the conduct is to lead to"`
	Measures []string     `json:"measures,omitempty" maxItems:"50" doc:"codes that are to follow"`
	Kinds    []string     `json:"kinds,omitempty" maxItems:"20" doc:"of a penalty: 罚款, 责令停产停业…"`
	Fine     int64        `json:"fine,omitempty" minimum:"0" doc:"of a penalty, in fen"`
	Person   bool         `json:"person,omitempty"`
}

// Tried is the answer with how it came about. Nothing is kept.
type Tried struct {
	On       workday.Date `json:"on"`
	Law      string       `json:"law" doc:"edition of the law data"`
	Severity law.Severity `json:"severity,omitempty" enum:",minor,general,serious" doc:"empty: no rule says, and a human must"`
	Trace    []Step       `json:"trace"`
}

// Step is one rule that was looked at.
type Step struct {
	Rule     string       `json:"rule" doc:"key in the law library"`
	Name     law.Text2    `json:"name"`
	Answer   string       `json:"answer" enum:"decides,no,allowed,above,unlisted,list_allowed,list_refused"`
	Standing law.Standing `json:"standing,omitempty"`
	Basis    []law.Text2  `json:"basis"`
}

// Try judges a case that is not one, by the rules of a day. Pure: the same question gives the same answer.
func Try(lib *law.Library, in Trial) (Tried, error) {
	book := lib.On(in.On)
	out := Tried{On: in.On, Law: lib.Edition(), Trace: []Step{}}
	if in.Conduct == "" {
		return out.penalty(book, in), nil
	}
	row, ok := book.Misconduct(in.Conduct)
	if !ok {
		return out, errConduct
	}
	out.Severity = row.Severity
	out.say(book, "misconduct:"+row.Code, row.Name, "decides", row.Dated)
	if in.List != "" {
		l, ok := book.List(in.List)
		if !ok {
			return out, errNoList
		}
		answer := "list_refused"
		if l.Kind == "serious" && row.Severity == law.Serious && (len(row.Lists) == 0 || slices.Contains(row.Lists, l.Code)) && whole(book, l) {
			answer = "list_allowed"
		}
		out.say(book, "list:"+l.Code, l.Name, answer, l.Dated)
	}
	for _, code := range in.Measures {
		m, ok := book.Measure(code)
		switch {
		case !ok:
			out.Trace = append(out.Trace, Step{Rule: "measure:" + code, Answer: "unlisted", Basis: []law.Text2{}})
		case row.Allows(code):
			out.say(book, "measure:"+code, m.Name, "allowed", m.Dated)
		default:
			out.say(book, "measure:"+code, m.Name, "above", m.Dated)
		}
	}
	return out, nil
}

// penalty tries the severity rules of penalties from the top, and tells each that was passed over.
func (t Tried) penalty(book *law.Book, in Trial) Tried {
	act := law.Act{Item: "penalty", Kinds: in.Kinds, Fine: in.Fine, Person: in.Person}
	decides, found := book.Classify(act)
	for _, r := range book.SeverityRules() {
		if r.Item != act.Item {
			continue
		}
		if found && r.Code == decides.Code {
			t.Severity = r.Severity
			t.say(book, "severity:"+r.Code, r.Name, "decides", r.Dated)
			break
		}
		t.say(book, "severity:"+r.Code, r.Name, "no", r.Dated)
	}
	return t
}

func (t *Tried) say(book *law.Book, key string, name law.Text2, answer string, d law.Dated) {
	s := Step{Rule: key, Name: name, Answer: answer, Standing: d.Standing, Basis: []law.Text2{}}
	for _, r := range d.Basis {
		s.Basis = append(s.Basis, book.Cite(r))
	}
	t.Trace = append(t.Trace, s)
}

var errTrial = fault.New(fault.Invalid, "listing.trial_empty", "请填写行为情形，或者处罚类别；二者择一。", "Give a row of the table of conduct, or the kinds of a penalty.").At("conduct")
