package law

import (
	"reflect"
	"strconv"

	"go.yaml.in/yaml/v3"

	"xinheng/internal/workday"
)

// entry is one value of one file, with its place, so that every remark about it can name a line.
type entry struct {
	kind string // "limit"
	file string // "limits/repair.yaml"
	node *yaml.Node
	rule rule
	refs []placedRef
	// title of a value that has no name of its own
	title Text2
}

type placedRef struct {
	Ref
	line int
}

// rule is a pointer to one of the types a file may hold.
type rule interface {
	// head gives the code, the title, and the dates; nil dates mean it is not dated.
	head() (code string, title Text2, dated *Dated)
}

func (v *Instrument) head() (string, Text2, *Dated)   { return v.Code, v.Title, &v.Dated }
func (v *Limit) head() (string, Text2, *Dated)        { return v.Key, v.Title, &v.Dated }
func (v *Item) head() (string, Text2, *Dated)         { return v.Code, v.Name, &v.Dated }
func (v *SeverityRule) head() (string, Text2, *Dated) { return v.Code, v.Name, &v.Dated }
func (v *Period) head() (string, Text2, *Dated)       { return v.Code, Text2{}, &v.Dated }
func (v *List) head() (string, Text2, *Dated)         { return v.Code, v.Name, &v.Dated }
func (v *MeasureKind) head() (string, Text2, *Dated)  { return v.Code, v.Name, &v.Dated }
func (v *Measure) head() (string, Text2, *Dated)      { return v.Code, v.Name, &v.Dated }
func (v *Incentive) head() (string, Text2, *Dated)    { return v.Code, v.Name, &v.Dated }
func (v *Matter) head() (string, Text2, *Dated)       { return v.Code, v.Name, &v.Dated }
func (v *Region) head() (string, Text2, *Dated)       { return v.Code, v.Name, &v.Dated }
func (v *CalendarYear) head() (string, Text2, *Dated) { return v.Code, v.Title, &v.Dated }
func (v *Template) head() (string, Text2, *Dated)     { return v.Code, v.Title, &v.Dated }
func (v *RepairMethod) head() (string, Text2, *Dated) { return v.Code, v.Name, &v.Dated }
func (v *RepairRule) head() (string, Text2, *Dated)   { return v.Code, v.Name, &v.Dated }
func (v *Ground) head() (string, Text2, *Dated)       { return v.Code, v.Name, &v.Dated }
func (v *Outcome) head() (string, Text2, *Dated)      { return v.Code, v.Name, &v.Dated }
func (v *FreezeRule) head() (string, Text2, *Dated)   { return v.Code, v.Name, &v.Dated }
func (v *OldRegion) head() (string, Text2, *Dated)    { return v.InUSCC, Text2{}, nil }
func (v *Industry) head() (string, Text2, *Dated)     { return v.Code, v.Name, nil }
func (v *Registrar) head() (string, Text2, *Dated)    { return v.Code, v.Kind, nil }

// section says what a top-level key of a file holds, and the first word of its values' keys.
type section struct {
	kind string
	make func() rule
}

var sections = map[string]section{
	"instruments":    {"instrument", func() rule { return new(Instrument) }},
	"limits":         {"limit", func() rule { return new(Limit) }},
	"items":          {"item", func() rule { return new(Item) }},
	"severity_rules": {"severity", func() rule { return new(SeverityRule) }},
	"periods":        {"period", func() rule { return new(Period) }},
	"lists":          {"list", func() rule { return new(List) }},
	"measure_kinds":  {"kind", func() rule { return new(MeasureKind) }},
	"measures":       {"measure", func() rule { return new(Measure) }},
	"incentives":     {"incentive", func() rule { return new(Incentive) }},
	"matters":        {"matter", func() rule { return new(Matter) }},
	"templates":      {"template", func() rule { return new(Template) }},
	"repair_methods": {"method", func() rule { return new(RepairMethod) }},
	"repair_rules":   {"repair", func() rule { return new(RepairRule) }},
	"grounds":        {"ground", func() rule { return new(Ground) }},
	"outcomes":       {"outcome", func() rule { return new(Outcome) }},
	"freeze_rules":   {"freeze", func() rule { return new(FreezeRule) }},
	"regions":        {"region", func() rule { return new(Region) }},
	"old_regions":    {"old_region", func() rule { return new(OldRegion) }},
	"industries":     {"industry", func() rule { return new(Industry) }},
	"registrars":     {"registrar", func() rule { return new(Registrar) }},
	"calendars":      {"calendar", func() rule { return new(CalendarYear) }},
	"class_tables":   {"class", func() rule { return new(ClassTable) }},
	"misconducts":    {"misconduct", func() rule { return new(Misconduct) }},
	"exclusions":     {"exclusion", func() rule { return new(Exclusion) }},
	"proofs":         {"proof", func() rule { return new(Proof) }},
	"undertakings":   {"undertaking", func() rule { return new(Undertaking) }},
	"recognitions":   {"recognition", func() rule { return new(Recognition) }},
	"checklists":     {"checklist", func() rule { return new(Checklist) }},
	"visit_results":  {"visit_result", func() rule { return new(VisitResult) }},
	"domains":        {"domain", func() rule { return new(Domain) }},
	"supervised":     {"supervised", func() rule { return new(Supervised) }},
	"rating_models":  {"rating", func() rule { return new(RatingModel) }},

	"verification_plans":    {"verification", func() rule { return new(VerificationPlan) }},
	"verification_outcomes": {"verification_outcome", func() rule { return new(VerificationOutcome) }},
	"courses":               {"course", func() rule { return new(Course) }},
	"report_classes":        {"report_class", func() rule { return new(ReportClass) }},
	"report_recognitions":   {"report_recognition", func() rule { return new(ReportRecognition) }},
	"declaration_kinds":     {"declaration", func() rule { return new(DeclarationKind) }},
	"assessment_models":     {"assessment", func() rule { return new(AssessmentModel) }},
	"market_reports":        {"market_report", func() rule { return new(MarketReport) }},
	"alert_rules":           {"alert", func() rule { return new(AlertRule) }},
	"policy_articles":       {"policy", func() rule { return new(PolicyArticle) }},
	"adapters":              {"adapter", func() rule { return new(Adapter) }},
	"support_policies":      {"support", func() rule { return new(SupportPolicy) }},
}

func (e *entry) code() string  { c, _, _ := e.rule.head(); return c }
func (e *entry) key() string   { return e.kind + ":" + e.code() }
func (e *entry) dates() *Dated { _, _, d := e.rule.head(); return d }

// value is the entry as others see it.
func (e *entry) value() Value {
	code, title, dated := e.rule.head()
	if title == (Text2{}) {
		title = e.title
	}
	return Value{Key: e.kind + ":" + code, Title: title, Dated: *dated, Body: reflect.ValueOf(e.rule).Elem().Interface()}
}

// line is where a key of the entry stands, or the entry itself when the key is not written.
func (e *entry) line(key string) int {
	if k, _ := child(e.node, key); k != nil {
		return k.Line
	}
	return e.node.Line
}

// child finds a key of a mapping and what it holds.
func child(n *yaml.Node, key string) (k, v *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// overlaps reports whether two spans share a day.
func (r Dated) overlaps(o Dated) bool {
	return (r.Until == 0 || o.From <= r.Until) && (o.Until == 0 || r.From <= o.Until)
}

func (e *entry) from() workday.Date {
	if d := e.dates(); d != nil {
		return d.From
	}
	return 0
}

func (e *entry) place() string { return "law/" + e.file + ":" + strconv.Itoa(e.node.Line) }
