package law

import (
	"strings"

	"xinheng/internal/workday"
)

// index is the law of one stretch of days, ready to be looked up. It is built once and never changed.
type index struct {
	limits        table[Limit]
	items         table[Item]
	lists         table[List]
	kinds         table[MeasureKind]
	measures      table[Measure]
	incentives    table[Incentive]
	matters       table[Matter]
	regions       table[Region]
	classes       table[ClassTable]
	misconducts   table[Misconduct]
	exclusions    table[Exclusion]
	proofs        table[Proof]
	undertakings  table[Undertaking]
	courses       table[Course]
	plans         table[VerificationPlan]
	checkOutcomes table[VerificationOutcome]
	declarations  table[DeclarationKind]
	assessments   table[AssessmentModel]
	alerts        table[AlertRule]
	policy        table[PolicyArticle]
	adapters      table[Adapter]
	support       table[SupportPolicy]
	recognitions  table[Recognition]
	checklists    table[Checklist]
	results       table[VisitResult]
	domains       table[Domain]
	supervised    table[Supervised]
	reportClasses table[ReportClass]
	reportsOf     table[ReportRecognition]
	ratings       table[RatingModel]
	marketReports table[MarketReport]
	instruments   table[Instrument]
	templates     table[Template]
	methods       table[RepairMethod]
	grounds       table[Ground]
	outcomes      table[Outcome]
	repairs       []RepairRule
	freezes       []FreezeRule
	periods       []Period
	severities    []SeverityRule
	rulesOf       map[string][]SeverityRule // by item, in file order
	periodsOf     map[string][]Period       // by item
	itemNames     map[string]int            // code and aliases, lower case
	listNames     map[string]int            // code, name and aliases, folded
	cites         map[Ref]Text2             // every reference of the files, so that citing costs nothing
	lib           *Library
}

// table keeps values in file order and finds them by code.
type table[T any] struct {
	all []T
	at  map[string]int
}

func (t *table[T]) add(code string, v *T) {
	if t.at == nil {
		t.at = map[string]int{}
	}
	t.at[code] = len(t.all)
	t.all = append(t.all, *v)
}

func (t *table[T]) find(code string) (v T, ok bool) {
	if i, found := t.at[code]; found {
		return t.all[i], true
	}
	return v, false
}

func newIndex(l *Library, d workday.Date) *index {
	x := &index{
		lib: l, rulesOf: map[string][]SeverityRule{}, periodsOf: map[string][]Period{},
		itemNames: map[string]int{}, listNames: map[string]int{}, cites: map[Ref]Text2{},
	}
	for _, e := range l.entries {
		if dated := e.dates(); dated != nil && dated.InForce(d) {
			x.add(e)
		}
	}
	for _, e := range l.entries {
		for _, r := range e.refs {
			if _, done := x.cites[r.Ref]; !done {
				x.cites[r.Ref] = x.cite(r.Ref)
			}
		}
	}
	return x
}

// indexed is a rule that is found by its code, or by what it speaks of.
type indexed interface{ index(x *index) }

func (x *index) add(e *entry) {
	if v, ok := e.rule.(indexed); ok {
		v.index(x)
	}
}

func (v *Instrument) index(x *index) { x.instruments.add(v.Code, v) }
func (v *Limit) index(x *index)      { x.limits.add(v.Key, v) }

func (v *Item) index(x *index) {
	x.items.add(v.Code, v)
	for _, name := range append([]string{v.Code}, v.Aliases...) {
		x.itemNames[strings.ToLower(name)] = len(x.items.all) - 1
	}
}

func (v *List) index(x *index) {
	x.lists.add(v.Code, v)
	for _, name := range append([]string{v.Code, v.Name.ZH}, v.Aliases...) {
		x.listNames[foldList(name)] = len(x.lists.all) - 1
	}
}

func (v *MeasureKind) index(x *index)  { x.kinds.add(v.Code, v) }
func (v *Measure) index(x *index)      { x.measures.add(v.Code, v) }
func (v *Incentive) index(x *index)    { x.incentives.add(v.Code, v) }
func (v *Matter) index(x *index)       { x.matters.add(v.Code, v) }
func (v *ClassTable) index(x *index)   { x.classes.add(v.Code, v) }
func (v *Misconduct) index(x *index)   { x.misconducts.add(v.Code, v) }
func (v *Exclusion) index(x *index)    { x.exclusions.add(v.Code, v) }
func (v *Proof) index(x *index)        { x.proofs.add(v.Code, v) }
func (v *Undertaking) index(x *index)  { x.undertakings.add(v.Code, v) }
func (v *Recognition) index(x *index)  { x.recognitions.add(v.Code, v) }
func (v *Checklist) index(x *index)    { x.checklists.add(v.Code, v) }
func (v *VisitResult) index(x *index)  { x.results.add(v.Code, v) }
func (v *Region) index(x *index)       { x.regions.add(v.Code, v) }
func (v *Template) index(x *index)     { x.templates.add(v.Code, v) }
func (v *RepairMethod) index(x *index) { x.methods.add(v.Code, v) }
func (v *Ground) index(x *index)       { x.grounds.add(v.Code, v) }
func (v *Outcome) index(x *index)      { x.outcomes.add(v.Code, v) }
func (v *RepairRule) index(x *index)   { x.repairs = append(x.repairs, *v) }
func (v *FreezeRule) index(x *index)   { x.freezes = append(x.freezes, *v) }

func (v *SeverityRule) index(x *index) {
	x.severities = append(x.severities, *v)
	x.rulesOf[v.Item] = append(x.rulesOf[v.Item], *v)
}

func (v *Period) index(x *index) {
	x.periods = append(x.periods, *v)
	x.periodsOf[v.Item] = append(x.periodsOf[v.Item], *v)
}

// listNoise are the words departments put around the name of a list; 黑名单 is what the 2021 text still calls it.
var listNoise = strings.NewReplacer("黑名单", "", "名单", "", "《", "", "》", "", "“", "", "”", "", "（", "(", "）", ")", " ", "", "\u3000", "", "\t", "")

func foldList(name string) string { return strings.ToLower(listNoise.Replace(name)) }
