package law

import (
	"strings"

	"xinheng/internal/workday"
)

// index is the law of one stretch of days, ready to be looked up. It is built once and never changed.
type index struct {
	limits       table[Limit]
	items        table[Item]
	lists        table[List]
	kinds        table[MeasureKind]
	measures     table[Measure]
	incentives   table[Incentive]
	matters      table[Matter]
	regions      table[Region]
	classes      table[ClassTable]
	misconducts  table[Misconduct]
	exclusions   table[Exclusion]
	proofs       table[Proof]
	undertakings table[Undertaking]
	recognitions table[Recognition]
	checklists   table[Checklist]
	results      table[VisitResult]

	courses       table[Course]
	plans         table[VerificationPlan]
	checkOutcomes table[VerificationOutcome]

	instruments table[Instrument]
	templates   table[Template]
	methods     table[RepairMethod]
	grounds     table[Ground]
	outcomes    table[Outcome]
	repairs     []RepairRule
	freezes     []FreezeRule
	periods     []Period
	severities  []SeverityRule
	rulesOf     map[string][]SeverityRule // by item, in file order
	periodsOf   map[string][]Period       // by item
	itemNames   map[string]int            // code and aliases, lower case
	listNames   map[string]int            // code, name and aliases, folded
	cites       map[Ref]Text2             // every reference of the files, so that citing costs nothing
	lib         *Library
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

func (x *index) add(e *entry) {
	switch v := e.rule.(type) {
	case *Instrument:
		x.instruments.add(v.Code, v)
	case *Limit:
		x.limits.add(v.Key, v)
	case *Item:
		x.items.add(v.Code, v)
		for _, name := range append([]string{v.Code}, v.Aliases...) {
			x.itemNames[strings.ToLower(name)] = len(x.items.all) - 1
		}
	case *List:
		x.lists.add(v.Code, v)
		for _, name := range append([]string{v.Code, v.Name.ZH}, v.Aliases...) {
			x.listNames[foldList(name)] = len(x.lists.all) - 1
		}
	case *MeasureKind:
		x.kinds.add(v.Code, v)
	case *Measure:
		x.measures.add(v.Code, v)
	case *Incentive:
		x.incentives.add(v.Code, v)
	case *Matter:
		x.matters.add(v.Code, v)
	case *ClassTable:
		x.classes.add(v.Code, v)
	case *Misconduct:
		x.misconducts.add(v.Code, v)
	case *Exclusion:
		x.exclusions.add(v.Code, v)
	case *Proof:
		x.proofs.add(v.Code, v)
	case *Undertaking:
		x.undertakings.add(v.Code, v)
	case *Recognition:
		x.recognitions.add(v.Code, v)
	case *Checklist:
		x.checklists.add(v.Code, v)
	case *VisitResult:
		x.results.add(v.Code, v)
	case *Region:
		x.regions.add(v.Code, v)
	case *Template:
		x.templates.add(v.Code, v)
	case *RepairMethod:
		x.methods.add(v.Code, v)
	case *Ground:
		x.grounds.add(v.Code, v)
	case *Outcome:
		x.outcomes.add(v.Code, v)
	case *RepairRule:
		x.repairs = append(x.repairs, *v)
	case *FreezeRule:
		x.freezes = append(x.freezes, *v)
	case *SeverityRule:
		x.severities = append(x.severities, *v)
		x.rulesOf[v.Item] = append(x.rulesOf[v.Item], *v)
	case *Period:
		x.periods = append(x.periods, *v)
		x.periodsOf[v.Item] = append(x.periodsOf[v.Item], *v)
	default:
		x.addTaught(e)
	}
}

// listNoise are the words departments put around the name of a list; 黑名单 is what the 2021 text still calls it.
var listNoise = strings.NewReplacer("黑名单", "", "名单", "", "《", "", "》", "", "“", "", "”", "", "（", "(", "）", ")", " ", "", "\u3000", "", "\t", "")

func foldList(name string) string { return strings.ToLower(listNoise.Replace(name)) }
