package rating

import (
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Trial is a model tried on firms that do not exist: the same code that evaluates firms that do (F10-5).
type Trial struct {
	Flaws []law.Flaw `json:"flaws"`
	Cases []Tried    `json:"cases" doc:"empty while the model has flaws"`
}

// Tried is an invented firm and what a model says of it.
type Tried struct {
	Name   law.Text2 `json:"name"`
	Result Result    `json:"result"`
	Said   law.Text2 `json:"says"`
}

// Try evaluates the invented firms by a model that is nowhere kept.
func (d *Desk) Try(m law.RatingModel) Trial {
	m.Kind, m.Template = law.Points, false
	t := Trial{Flaws: orEmpty(d.Flaws(&m)), Cases: []Tried{}}
	if len(m.Flaws()) > 0 {
		return t
	}
	on := d.today()
	for _, c := range invented(&m, on) {
		s := Subject{ID: "invented", Kind: "enterprise"}
		if len(m.Kinds) > 0 {
			s.Kind = m.Kinds[0]
		}
		if len(m.Industries) > 0 {
			s.Industry = m.Industries[0]
		}
		r := Score(&m, s, c.known.Counting(on), on)
		said := said(&m, &r)
		r.Lines = orEmpty(r.Lines)
		t.Cases = append(t.Cases, Tried{c.name, r, said})
	}
	return t
}

type inventedFirm struct {
	name  law.Text2
	known Known
}

// invented are the firms of the test set. Own data of the model are given to two of them, at the ends of its steps.
func invented(m *law.RatingModel, on workday.Date) []inventedFirm {
	ago := func(months int) workday.Date { return on.AddMonths(-months) }
	bad := func(kind standing.FactKind, id string, months int, severity law.Severity) standing.Fact {
		return standing.Fact{ID: id, Kind: kind, Item: string(kind), Severity: severity, Adverse: true, From: ago(months), Until: ago(months).AddMonths(36), RepairFrom: ago(months).AddMonths(6)}
	}
	good := standing.Fact{ID: "示例荣誉", Kind: standing.Honoured, Item: "honour", From: ago(5), Until: on.AddMonths(24)}
	grade := func(item, g string) standing.Fact {
		return standing.Fact{ID: "示例" + item + g, Kind: standing.Rated, Item: item, Grade: g, From: ago(4), Until: on.AddMonths(8)}
	}
	repaired := bad(standing.Penalised, "示例处罚（已修复）", 9, law.General)
	repaired.EndedBy, repaired.EndedOn = standing.Repaired, ago(1)
	all := []inventedFirm{
		{law.Text2{ZH: "虚构甲：没有任何信息", EN: "Invented 1: nothing is known"}, Known{}},
		{law.Text2{ZH: "虚构乙：有荣誉，外部评价最好", EN: "Invented 2: an honour and the best grades elsewhere"}, Known{Facts: append(graded(m, grade, false), good)}},
		{law.Text2{ZH: "虚构丙：一般处罚，刚作出", EN: "Invented 3: a general penalty, just decided"}, Known{Facts: []standing.Fact{bad(standing.Penalised, "示例处罚一", 0, law.General)}}},
		{law.Text2{ZH: "虚构丁：同样的处罚，一年半以前", EN: "Invented 4: the same penalty, a year and a half ago"}, Known{Facts: []standing.Fact{bad(standing.Penalised, "示例处罚一", 18, law.General)}}},
		{law.Text2{ZH: "虚构戊：处罚已修复", EN: "Invented 5: the penalty was repaired"}, Known{Facts: []standing.Fact{repaired}}},
		{law.Text2{ZH: "虚构己：三次处罚，一次严重", EN: "Invented 6: three penalties, one serious"}, Known{Facts: []standing.Fact{bad(standing.Penalised, "示例处罚一", 2, law.General), bad(standing.Penalised, "示例处罚二", 7, law.General), bad(standing.Penalised, "示例处罚三", 3, law.Serious)}}},
		{law.Text2{ZH: "虚构庚：在严重失信主体名单上，外部评价最差", EN: "Invented 7: on a list of seriously dishonest subjects, the worst grades elsewhere"}, Known{Facts: append(graded(m, grade, true), bad(standing.OnList, "示例名单", 4, law.Serious))}},
		{law.Text2{ZH: "虚构辛：自主申报两项，一项未核验", EN: "Invented 8: two declarations, one not verified"}, Known{Declared: []Declaration{{"示例申报一", "honour", true, ago(3), on.AddMonths(9)}, {"示例申报二", "honour", false, ago(3), on.AddMonths(9)}}}},
	}
	for _, x := range m.Indicators {
		if x.Counts == "own" && len(x.Steps) > 0 {
			best, worst := x.Steps[len(x.Steps)-1].From, x.Steps[0].From
			all[1].known.Own = append(all[1].known.Own, OwnValue{ID: "示例自有数据" + x.Code, Field: x.Field, Value: best, From: ago(1), Until: on.AddMonths(11)})
			all[6].known.Own = append(all[6].known.Own, OwnValue{ID: "示例自有数据" + x.Code, Field: x.Field, Value: worst, From: ago(1), Until: on.AddMonths(11)})
		}
	}
	return all
}

// graded gives the evaluations a model asks for, at their best or their worst.
func graded(m *law.RatingModel, grade func(item, g string) standing.Fact, worst bool) (out []standing.Fact) {
	for i := range m.Indicators {
		x := &m.Indicators[i]
		if x.Rule != "grade" || len(x.Grades) == 0 || len(x.Items) == 0 {
			continue
		}
		g := slices.MaxFunc(x.Grades, func(a, b law.GradePoints) int { return int(a.Points - b.Points) })
		if worst {
			g = slices.MinFunc(x.Grades, func(a, b law.GradePoints) int { return int(a.Points - b.Points) })
		}
		out = append(out, grade(x.Items[0], g.Grade))
	}
	for _, c := range m.Caps {
		if worst && len(c.Grades) > 0 {
			out = append(out, grade(c.Item, c.Grades[0]))
		}
	}
	return out
}
