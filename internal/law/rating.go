package law

import (
	"fmt"
	"slices"
)

// RatingModel is how an evaluation is come to: 信用评价模型. One kind only takes over what was evaluated elsewhere (the national
// evaluation, 国办发〔2026〕8号); the other counts points by indicators everybody can read. A model of points is a template: it rates
// nobody until two people have brought it into force (G2), and nothing a matter, a measure or a class table asks for depends on it.
type RatingModel struct {
	Code     string `yaml:"code" json:"code"`
	Name     Text2  `yaml:"name" json:"name"`
	Version  int    `yaml:"version" json:"version"`
	Kind     string `yaml:"kind" json:"kind"`                             // imported | points
	Template bool   `yaml:"template,omitempty" json:"template,omitempty"` // rates nobody by itself
	Author   Text2  `yaml:"author" json:"author"`
	Approver Text2  `yaml:"approver" json:"approver"` // whoever let it into force
	Text     Text2  `yaml:"text" json:"text"`         // what it is for, and what it may not be used for
	// Whom it is for: sections or divisions of industry, and kinds of entity. Empty: everybody.
	Industries []string `yaml:"industries,omitempty" json:"industries,omitempty"`
	Kinds      []string `yaml:"kinds,omitempty" json:"kinds,omitempty"`

	Item string `yaml:"item,omitempty" json:"item,omitempty"` // of an imported evaluation: the item it comes in

	Base       int64        `yaml:"base,omitempty" json:"base"` // points of a subject about which nothing counts either way
	Lowest     int64        `yaml:"lowest,omitempty" json:"lowest"`
	Highest    int64        `yaml:"highest,omitempty" json:"highest"`
	Indicators []Indicator  `yaml:"indicators,omitempty" json:"indicators"`
	Fields     []OwnField   `yaml:"fields,omitempty" json:"fields,omitempty"`
	Bands      []RatingBand `yaml:"bands" json:"bands"` // best first
	Caps       []RatingCap  `yaml:"caps,omitempty" json:"caps,omitempty"`
	Dated      `yaml:",inline"`
}

// Indicator is one line of a model: what it counts, by which of four rules, and how far it may go. There is no other way to
// combine data: no formula, no code.
type Indicator struct {
	Code      string `yaml:"code" json:"code"`
	Name      Text2  `yaml:"name" json:"name"`
	Dimension string `yaml:"dimension" json:"dimension"` // one of Dimensions
	Counts    string `yaml:"counts" json:"counts"`       // penalty list abnormal enforcement ban honour false_commitment rating declaration own
	// Which of them: empty is any.
	Items      []string   `yaml:"items,omitempty" json:"items,omitempty"`
	Lists      []string   `yaml:"lists,omitempty" json:"lists,omitempty"`
	Domains    []string   `yaml:"domains,omitempty" json:"domains,omitempty"`
	Severities []Severity `yaml:"severities,omitempty" json:"severities,omitempty"`
	Field      string     `yaml:"field,omitempty" json:"field,omitempty"` // of own data

	Rule   string        `yaml:"rule" json:"rule"`                         // each | any | grade | steps
	Points int64         `yaml:"points,omitempty" json:"points,omitempty"` // each, any: points for one; negative takes away
	Most   int64         `yaml:"most" json:"most"`                         // it adds or takes at most so many: its weight
	Fades  []RatingFade  `yaml:"fades,omitempty" json:"fades,omitempty"`   // each, any: by age
	Grades []GradePoints `yaml:"grades,omitempty" json:"grades,omitempty"` // grade: of the newest evaluation
	Steps  []PointStep   `yaml:"steps,omitempty" json:"steps,omitempty"`   // steps: of the newest value, the last step that it reaches
	Basis  []Ref         `yaml:"basis" json:"basis"`
}

// RatingFade says what is left of the points of something that is so many months old or older.
type RatingFade struct {
	Months   int   `yaml:"months" json:"months"`
	Permille int64 `yaml:"permille" json:"permille"`
}

// GradePoints are the points for a grade given elsewhere.
type GradePoints struct {
	Grade  string `yaml:"grade" json:"grade"`
	Points int64  `yaml:"points" json:"points"`
}

// PointStep are the points from a value on.
type PointStep struct {
	From   int64 `yaml:"from" json:"from"`
	Points int64 `yaml:"points" json:"points"`
}

// OwnField is a number that the body in charge of a sector brings in by itself.
type OwnField struct {
	Code string `yaml:"code" json:"code"`
	Name Text2  `yaml:"name" json:"name"`
	Unit Text2  `yaml:"unit" json:"unit"`
}

// RatingBand is a grade: from how many points on, and of an imported evaluation what it is called there.
type RatingBand struct {
	Grade string `yaml:"grade" json:"grade"`
	Name  Text2  `yaml:"name" json:"name"`
	From  int64  `yaml:"from,omitempty" json:"from"`
}

// RatingCap bounds the grade by an evaluation made elsewhere: whoever has one of these grades there gets at most that one here.
type RatingCap struct {
	Item   string   `yaml:"item" json:"item"`
	Grades []string `yaml:"grades" json:"grades"`
	Best   string   `yaml:"best" json:"best"`
	Basis  []Ref    `yaml:"basis" json:"basis"`
}

// Imported and Points are the kinds of models.
const (
	Imported = "imported"
	Points   = "points"
)

// Dimensions of an evaluation (the eight of the national one, as 三亚崖州湾办法 has them).
var Dimensions = []string{"judicial", "supervision", "performance", "operation", "innovation", "incentive", "punishment", "social"}

// Counted is what an indicator can count: facts that stand, declarations that were verified, and own data.
var Counted = []string{"penalty", "list", "abnormal", "enforcement", "ban", "honour", "false_commitment", "rating", "declaration", "own"}

const (
	mostIndicators = 60
	mostPoints     = 1000
	mostMonthsKept = 120
)

// RatingModels are those in force on the day of the book.
func (b *Book) RatingModels() []RatingModel { return b.ratings.all }

// RatingModel finds one by its code.
func (b *Book) RatingModel(code string) (RatingModel, bool) { return b.ratings.find(code) }

func (m *RatingModel) head() (string, Text2, *Dated) { return m.Code, m.Name, &m.Dated }
func (m *RatingModel) index(x *index)                { x.ratings.add(m.Code, m) }

func (m RatingModel) says() Text2 {
	if m.Kind == Imported {
		return Text2{ZH: fmt.Sprintf("导入目录项 %s 的评价结果，%d级，不另行评分。", m.Item, len(m.Bands)), EN: fmt.Sprintf("Takes over the grades of item %s, %d of them; nothing is scored here.", m.Item, len(m.Bands))}
	}
	return Text2{
		ZH: fmt.Sprintf("第%d版，%d项指标，基础分%d，%d–%d分，%d级；须经两人启用，不作为限制依据。", m.Version, len(m.Indicators), m.Base, m.Lowest, m.Highest, len(m.Bands)),
		EN: fmt.Sprintf("Version %d, %d indicators, base %d, %d to %d points, %d grades; two people bring it into force, and nothing is refused by it.", m.Version, len(m.Indicators), m.Base, m.Lowest, m.Highest, len(m.Bands)),
	}
}

// Flaw is what is wrong with a model, and with which part of it.
type Flaw struct {
	At   string `json:"at" doc:"code of the indicator, cap or band; else the key"`
	Says Text2  `json:"says"`
}

// Flaws judges a model by itself: the same for one of the files and for one that was put together in the studio.
func (m *RatingModel) Flaws() (all []Flaw) {
	flaw := func(at, zh, en string) { all = append(all, Flaw{at, Text2{zh, en}}) }
	if len(m.Bands) == 0 {
		flaw("bands", "须有等级。", "It needs grades.")
	}
	if m.Kind == Imported {
		if m.Item == "" || len(m.Indicators) > 0 || len(m.Caps) > 0 || m.Template {
			flaw("item", "导入的评价只有来源目录项和等级。", "An imported evaluation has an item it comes in and grades, and nothing else.")
		}
		return all
	}
	switch {
	case m.Item != "":
		flaw("item", "计分模型不导入评价结果。", "A model of points imports no result.")
	case len(m.Indicators) == 0 || len(m.Indicators) > mostIndicators:
		flaw("indicators", fmt.Sprintf("须有 1 至 %d 项指标。", mostIndicators), fmt.Sprintf("It has 1 to %d indicators.", mostIndicators))
	}
	if m.Lowest >= m.Highest || m.Base < m.Lowest || m.Base > m.Highest || m.Highest > mostPoints || m.Lowest < 0 {
		flaw("base", fmt.Sprintf("分值须为 0 至 %d，基础分在最低与最高之间。", mostPoints), fmt.Sprintf("Points lie between 0 and %d, the base between the lowest and the highest.", mostPoints))
	}
	m.bandFlaws(flaw)
	seen := map[string]bool{}
	for i := range m.Indicators {
		x := &m.Indicators[i]
		if seen[x.Code] {
			flaw(x.Code, "指标代码重复。", "The code of the indicator is used twice.")
		}
		seen[x.Code] = true
		x.flaws(m, flaw)
	}
	for _, c := range m.Caps {
		if !slices.ContainsFunc(m.Bands, func(b RatingBand) bool { return b.Grade == c.Best }) || len(c.Grades) == 0 || len(c.Basis) == 0 {
			flaw(c.Best, "封顶须写明外部等级、本模型的最高等级和依据。", "A cap names grades given elsewhere, a grade of this model, and its basis.")
		}
	}
	return all
}

// bandFlaws: the grades go down without a gap to the lowest points, so that everybody who is rated has one.
func (m *RatingModel) bandFlaws(flaw func(at, zh, en string)) {
	for i, b := range m.Bands {
		switch {
		case b.Grade == "" || b.Name.ZH == "" || b.Name.EN == "":
			flaw(b.Grade, "等级须有代码和中英文名称。", "A grade has a code and a name in both languages.")
		case i > 0 && b.From >= m.Bands[i-1].From:
			flaw(b.Grade, "等级须由高到低排列。", "Grades go from high to low.")
		}
	}
	if n := len(m.Bands); n > 0 && m.Bands[n-1].From > m.Lowest {
		flaw(m.Bands[n-1].Grade, "最末一级须自最低分起，使每个分值都有等级。", "The last grade begins at the lowest points, so that every number of points has one.")
	}
}

func (x *Indicator) flaws(m *RatingModel, flaw func(at, zh, en string)) {
	if x.Code == "" || x.Name.ZH == "" || x.Name.EN == "" || !slices.Contains(Dimensions, x.Dimension) || !slices.Contains(Counted, x.Counts) {
		flaw(x.Code, "指标须有代码、中英文名称、维度和数据。", "An indicator has a code, a name in both languages, a dimension and data.")
	}
	if len(x.Basis) == 0 {
		flaw(x.Code, "指标须写明依据。", "An indicator has a basis.")
	}
	if x.Most <= 0 || x.Most > mostPoints {
		flaw(x.Code, fmt.Sprintf("权重须为 1 至 %d。", mostPoints), fmt.Sprintf("Its weight is 1 to %d points.", mostPoints))
	}
	own := x.Counts == "own"
	if own != (x.Field != "") || own && !slices.ContainsFunc(m.Fields, func(f OwnField) bool { return f.Code == x.Field }) {
		flaw(x.Code, "自有数据指标须指明模型的一个字段，其他指标不得。", "An indicator of own data names a field of the model, and no other does.")
	}
	x.ruleFlaws(flaw)
}

// ruleFlaws: each rule has what it needs and nothing of the others.
func (x *Indicator) ruleFlaws(flaw func(at, zh, en string)) {
	counted := x.Rule == "each" || x.Rule == "any"
	ok := counted && x.Points != 0 && len(x.Grades) == 0 && len(x.Steps) == 0 && x.Counts != "own" && x.Counts != "rating" ||
		x.Rule == "grade" && x.Points == 0 && len(x.Grades) > 0 && len(x.Steps) == 0 && x.Counts == "rating" && len(x.Items) == 1 ||
		x.Rule == "steps" && x.Points == 0 && len(x.Steps) > 0 && len(x.Grades) == 0 && x.Counts == "own"
	if !ok {
		flaw(x.Code, "规则与数据不配：逐条、有无用于记录，等级用于一项外部评价，分段用于自有数据。",
			"Its rule does not go with its data: each and any go with records, grade with one evaluation made elsewhere, steps with own data.")
	}
	adverse := slices.Contains([]string{"penalty", "list", "abnormal", "enforcement", "ban", "false_commitment"}, x.Counts)
	if counted && (adverse == (x.Points > 0)) {
		flaw(x.Code, "失信记录只减分，守信与申报只加分。", "What is adverse only takes points away; honours and declarations only add.")
	}
	for i, f := range x.Fades {
		if !counted || f.Months <= 0 || f.Months > mostMonthsKept || f.Permille < 0 || f.Permille >= 1000 || i > 0 && (f.Months <= x.Fades[i-1].Months || f.Permille > x.Fades[i-1].Permille) {
			flaw(x.Code, "衰减须按月数递增、留存递减。", "What is left shrinks as months go up.")
		}
	}
	for i, s := range x.Steps {
		if i > 0 && s.From <= x.Steps[i-1].From {
			flaw(x.Code, "分段须由低到高。", "Steps go from low to high.")
		}
	}
}

// check: the model is whole in itself, and what it names is in the catalogue.
func (m *RatingModel) check(c *checker, e *entry) {
	for _, f := range m.Flaws() {
		c.fault(e, "code", f.At+"："+f.Says.ZH, f.At+": "+f.Says.EN)
	}
	if m.Kind == Points && !m.Template {
		c.fault(e, "kind", "本地、行业评价模型须为模板，经两人启用后才评价。", "A model of points is a template: two people bring it into force (G2).")
	}
	if m.Item != "" {
		c.rated(e, m.Item, gradesOf(m.Bands))
	}
	for i := range m.Indicators {
		x := &m.Indicators[i]
		for _, item := range x.Items {
			c.meets(e, e.line("indicators"), "item", item)
		}
		for _, list := range x.Lists {
			c.meets(e, e.line("indicators"), "list", list)
		}
		if x.Rule == "grade" && len(x.Items) == 1 {
			var grades []string
			for _, g := range x.Grades {
				grades = append(grades, g.Grade)
			}
			c.rated(e, x.Items[0], grades)
		}
	}
	for _, cap := range m.Caps {
		c.rated(e, cap.Item, cap.Grades)
	}
	for _, i := range m.Industries {
		c.exists(e, e.line("industries"), "industry", i)
	}
}

func gradesOf(bands []RatingBand) (out []string) {
	for _, b := range bands {
		out = append(out, b.Grade)
	}
	return out
}

// rated: the item is an evaluation that has these grades.
func (c *checker) rated(e *entry, item string, grades []string) {
	c.classGrade(e, ClassGrade{Item: item, Grades: grades})
}

// names are the items and lists a model speaks of.
func (m *RatingModel) names() (items, lists []string) {
	items = append(items, m.Item)
	for i := range m.Indicators {
		items = append(items, m.Indicators[i].Items...)
		lists = append(lists, m.Indicators[i].Lists...)
	}
	for _, c := range m.Caps {
		items = append(items, c.Item)
	}
	return items, lists
}

func (m *RatingModel) links(add func(kind string, codes ...string)) {
	items, lists := m.names()
	add("item", items...)
	add("list", lists...)
}
