package law

import "slices"

// RepairMethod is one of the ways a subject earns repair (P26: 作出信用承诺、完成失信整改、通过信用核查、接受专题培训、提交信用报告、参加公益慈善或志愿服务).
type RepairMethod struct {
	Code  string `yaml:"code" json:"code"` // commitment rectification verification training report service
	Name  Text2  `yaml:"name" json:"name"`
	Text  Text2  `yaml:"text" json:"text"`   // what the subject does
	Proof Text2  `yaml:"proof" json:"proof"` // what shows that it was done
	Dated `yaml:",inline"`
}

// RepairRule says how adverse facts of one kind are repaired: an item, a list of it, severities of it. The most specific rule
// in force decides (list before severity before item). How long the subject must wait is not here: it is the Period's Min.
type RepairRule struct {
	Code     string     `yaml:"code" json:"code"`
	Name     Text2      `yaml:"name" json:"name"`
	Path     string     `yaml:"path,omitempty" json:"path,omitempty"` // reorganisation: a way of its own, beside the ordinary rule
	Item     string     `yaml:"item,omitempty" json:"item,omitempty"` // empty only on a path: any adverse item
	List     string     `yaml:"list,omitempty" json:"list,omitempty"`
	Severity []Severity `yaml:"severity,omitempty" json:"severity,omitempty"`
	// Opens says from when it may be asked for: minimum (the least publicity period has passed and the duty is fulfilled),
	// fulfilled (as soon as the duty is fulfilled), ruling (a court has approved the plan of reorganisation), never.
	Opens      string          `yaml:"opens" json:"opens"`
	Bar        Text2           `yaml:"bar,omitempty" json:"bar,omitzero"` // of never: why, and what ends it instead
	Conditions []Condition     `yaml:"conditions,omitempty" json:"conditions,omitempty"`
	Methods    []RuleMethod    `yaml:"methods,omitempty" json:"methods,omitempty"`
	Papers     []RequiredPaper `yaml:"papers,omitempty" json:"papers,omitempty"`         // two at most (G7)
	Decides    string          `yaml:"decides,omitempty" json:"decides,omitempty"`       // author: 谁认定、谁修复 | court
	Commitment string          `yaml:"commitment,omitempty" json:"commitment,omitempty"` // template of the commitment
	Accept     string          `yaml:"accept,omitempty" json:"accept,omitempty"`         // limit keys
	Decide     string          `yaml:"decide,omitempty" json:"decide,omitempty"`
	Total      string          `yaml:"total,omitempty" json:"total,omitempty"`
	Extend     string          `yaml:"extend,omitempty" json:"extend,omitempty"`
	// Temporary: what is lifted comes back if the plan is not carried out; the record carries a note of it meanwhile.
	Temporary bool `yaml:"temporary,omitempty" json:"temporary,omitempty"`
	Dated     `yaml:",inline"`
}

// Condition of a repair. Kind says who can judge it: minimum (a date), duty (a fact the platform fetches or a paper shows),
// commitment (a signature), other (an officer).
type Condition struct {
	Code     string   `yaml:"code" json:"code"`
	Kind     string   `yaml:"kind" json:"kind"`
	Text     Text2    `yaml:"text" json:"text"`
	Basis    []Ref    `yaml:"basis" json:"basis"`
	Standing Standing `yaml:"standing" json:"standing"`
}

// RuleMethod says which method a rule asks for, and whether it must.
type RuleMethod struct {
	Method   string   `yaml:"method" json:"method"`
	Must     bool     `yaml:"must,omitempty" json:"must"` // otherwise it helps and is never demanded
	Basis    []Ref    `yaml:"basis" json:"basis"`
	Standing Standing `yaml:"standing" json:"standing"`
}

// RequiredPaper is one of the two materials of G7.
type RequiredPaper struct {
	Code  string `yaml:"code" json:"code"` // proof | commitment | ruling
	Name  Text2  `yaml:"name" json:"name"`
	Fetch bool   `yaml:"fetch,omitempty" json:"fetch"` // the platform looks for it first, and asks only when it finds none (F26-3)
	Basis []Ref  `yaml:"basis" json:"basis"`
}

// RepairRules are all that are in force.
func (b *Book) RepairRules() []RepairRule { return b.repairs }

// RepairMethods are the ways of repair, in order.
func (b *Book) RepairMethods() []RepairMethod { return b.methods.all }

// RepairMethod finds one.
func (b *Book) RepairMethod(code string) (RepairMethod, bool) { return b.methods.find(code) }

// RepairRule finds the rule for an adverse fact: the one that names its list, else its severity, else its item alone.
func (b *Book) RepairRule(item, list string, severity Severity) (best RepairRule, ok bool) {
	rank := 0
	for _, r := range b.repairs {
		if n := r.fits(item, list, severity); n > rank {
			best, rank = r, n
		}
	}
	return best, rank > 0
}

// fits ranks how closely a rule speaks of a fact; zero when it does not.
func (r *RepairRule) fits(item, list string, severity Severity) int {
	n := 1
	switch {
	case r.Path != "", r.Item != item,
		r.List != "" && r.List != list,
		len(r.Severity) > 0 && !slices.Contains(r.Severity, severity):
		return 0
	}
	if r.List != "" {
		n += 2
	}
	if len(r.Severity) > 0 {
		n++
	}
	return n
}

// Reorganisation is the path of a firm whose plan of reorganisation or settlement a court has approved (F26-11).
func (b *Book) Reorganisation() (RepairRule, bool) {
	i := slices.IndexFunc(b.repairs, func(r RepairRule) bool { return r.Path == "reorganisation" })
	if i < 0 {
		return RepairRule{}, false
	}
	return b.repairs[i], true
}
