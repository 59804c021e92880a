package rating

import (
	"cmp"
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Input is one thing that counts on a day, with as much of it as a model can ask for.
type Input struct {
	Kind     string // one of law.Counted
	ID       string // id of the record, the declaration or the own value
	Item     string
	List     string
	Domain   string
	Grade    string
	Severity law.Severity
	From     workday.Date
	Until    workday.Date // last day; zero: none laid down
	Field    string       // of own data
	Value    int64        // of own data
}

// Subject is what a model asks of an entity itself.
type Subject struct {
	ID          string
	Kind        string
	Region      string
	Industry    string
	Established workday.Date
}

// Declaration is what an entity declared about itself. Only what was verified counts (F11-2).
type Declaration struct {
	ID       string
	Kind     string // qualification, operation, contract, honour, welfare
	Verified bool
	From     workday.Date
	Until    workday.Date
}

// countedAs ties facts to what indicators count.
var countedAs = map[standing.FactKind]string{
	standing.OnList: "list", standing.Penalised: "penalty", standing.AbnormalIs: "abnormal", standing.Enforced: "enforcement",
	standing.Banned: "ban", standing.Honoured: "honour", standing.BrokenPledge: "false_commitment", standing.Rated: "rating",
}

// adverse are the kinds that only count against somebody.
var adverse = []string{"penalty", "list", "abnormal", "enforcement", "ban", "false_commitment"}

// inputOf is a fact as an input; ok is false for one that does not count on the day, and for one that speaks for its subject where only
// what speaks against it is counted, such as a list of the trustworthy.
func inputOf(f *standing.Fact, on workday.Date) (in Input, ok bool) {
	kind, known := countedAs[f.Kind]
	if !known || slices.Contains(adverse, kind) && !f.Adverse {
		return in, false
	}
	if stands, _ := f.StandsOn(on); !stands {
		return in, false
	}
	return Input{Kind: kind, ID: f.ID, Item: f.Item, List: f.List, Domain: f.Domain, Grade: f.Grade, Severity: f.Severity, From: f.From, Until: f.Until}, true
}

// Known is all that is known of an entity, counting or not.
type Known struct {
	Facts    []standing.Fact
	Declared []Declaration
	Own      []OwnValue
}

// Counting are the inputs of a day in their canonical order: the only ones a score can see.
func (k Known) Counting(on workday.Date) []Input { return k.appendCounting(nil, on) }

func (k Known) appendCounting(out []Input, on workday.Date) []Input {
	for i := range k.Facts {
		if in, ok := inputOf(&k.Facts[i], on); ok {
			out = append(out, in)
		}
	}
	for _, d := range k.Declared {
		if d.Verified && on >= d.From && (d.Until == 0 || on <= d.Until) {
			out = append(out, Input{Kind: "declaration", ID: d.ID, Item: d.Kind, From: d.From, Until: d.Until})
		}
	}
	for _, v := range k.Own {
		if on >= v.From && on <= v.Until {
			out = append(out, Input{Kind: "own", ID: v.ID, Field: v.Field, Value: v.Value, From: v.From, Until: v.Until})
		}
	}
	slices.SortFunc(out, func(a, b Input) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) })
	return out
}

// Aside is what was looked at and does not count, and why.
type Aside struct {
	Record string `json:"record"`
	Title  string `json:"title,omitempty" doc:"of a record; of a declaration its number says which"`
	Why    string `json:"why" enum:"not_yet,expired,repaired,withdrawn,removed,unmerged,corrected,no_basis,no_end,objection,reorganisation,unverified"`
}

// Asides lists what does not count on a day.
func (k Known) Asides(on workday.Date) (out []Aside) {
	for i := range k.Facts {
		if stands, why := k.Facts[i].StandsOn(on); !stands {
			out = append(out, Aside{k.Facts[i].ID, k.Facts[i].Title, why})
		}
	}
	for _, d := range k.Declared {
		if !d.Verified {
			out = append(out, Aside{Record: d.ID, Why: "unverified"})
		}
	}
	return out
}
