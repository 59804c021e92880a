package law

import (
	"fmt"
	"slices"
)

// UndertakingKind sorts commitments as 琼府办〔2021〕4号（一）–（四） does.
type UndertakingKind string

const (
	ForApproval UndertakingKind = "approval"  // 审批替代型：告知承诺办理审批
	ForDeferred UndertakingKind = "deferred"  // 容缺受理型：先受理，限期补交
	ForProof    UndertakingKind = "proof"     // 证明事项型：以承诺代替证明
	ForRepair   UndertakingKind = "repair"    // 信用修复型
	ForIndustry UndertakingKind = "industry"  // 行业自律型
	ForOwn      UndertakingKind = "voluntary" // 主动承诺型
)

// Undertaking is what a body lets people do on their word: for which matter, told in which notice, promised in which text, and
// who checks it (承诺事项). Which version of a text was signed stays with the signature (F03-1).
type Undertaking struct {
	Code    string          `yaml:"code" json:"code"` // "travel-agency"
	Kind    UndertakingKind `yaml:"kind" json:"kind"`
	Name    Text2           `yaml:"name" json:"name"`
	Matter  string          `yaml:"matter,omitempty" json:"matter,omitempty"`
	Proofs  []string        `yaml:"proofs,omitempty" json:"proofs"`           // no longer asked for once it is signed
	Notice  string          `yaml:"notice,omitempty" json:"notice,omitempty"` // template of the 告知书
	Text    string          `yaml:"text" json:"text"`                         // template of the 承诺书
	Checks  Text2           `yaml:"checks" json:"checks"`                     // 核查单位
	Permit  Text2           `yaml:"permit,omitempty" json:"permit,omitzero"`  // what is issued on it
	Verify  string          `yaml:"verify,omitempty" json:"verify,omitempty"` // limit key: checked within
	Project Text2           `yaml:"project,omitempty" json:"project,omitzero"`
	// Conditions are told before anybody signs, complete and countable, and nothing else may be asked for.
	Conditions []StartCondition `yaml:"conditions,omitempty" json:"conditions"`
	Dated      `yaml:",inline"`
}

// StartCondition is one line of the checklist: a condition of the permit, or of the start of a project (开工条件, F01-5).
type StartCondition struct {
	Code string `yaml:"code" json:"code"`
	Name Text2  `yaml:"name" json:"name"`
	// By: evidence has to be there before the certificate is issued; commitment is promised in the text.
	By string `yaml:"by" json:"by"` // land | evidence | commitment
}

// Evidence are the conditions that must be shown, not promised.
func (u Undertaking) Evidence() (out []StartCondition) {
	for _, c := range u.Conditions {
		if c.By != "commitment" {
			out = append(out, c)
		}
	}
	return out
}

// Undertakings are those in force, in the order of the files.
func (b *Book) Undertakings() []Undertaking { return b.undertakings.all }

// Undertaking finds one by code.
func (b *Book) Undertaking(code string) (Undertaking, bool) { return b.undertakings.find(code) }

func (v *Undertaking) head() (string, Text2, *Dated) { return v.Code, v.Name, &v.Dated }

func (v Undertaking) says() Text2 {
	return Text2{
		ZH: fmt.Sprintf("%s；由%s核查；告知条件%d项。", undertakingZH[v.Kind], v.Checks.ZH, len(v.Conditions)),
		EN: fmt.Sprintf("%s; checked by %s; %d conditions told.", undertakingEN[v.Kind], v.Checks.EN, len(v.Conditions)),
	}
}

var (
	undertakingZH = map[UndertakingKind]string{ForApproval: "审批替代型承诺", ForDeferred: "容缺受理型承诺", ForProof: "证明事项型承诺", ForRepair: "信用修复型承诺",
		ForIndustry: "行业自律型承诺", ForOwn: "主动型承诺"}
	undertakingEN = map[UndertakingKind]string{ForApproval: "In place of an approval's review", ForDeferred: "Accepted while papers are outstanding", ForProof: "In place of a proof",
		ForRepair: "For credit repair", ForIndustry: "Of an industry's self-discipline", ForOwn: "Voluntary"}
)

// undertaking: its texts exist on every day it is offered; what replaces a review or a proof is told in a notice first, and
// only where the catalogue lets it be promised.
func (u *Undertaking) check(c *checker, e *entry) {
	c.covers(e, "text", "template", u.Text)
	c.covers(e, "notice", "template", u.Notice)
	c.covers(e, "verify", "limit", u.Verify)
	if !c.any("template", u.Text, func(v *entry) bool { return v.rule.(*Template).Use == "commitment" }) {
		c.fault(e, "text", "承诺书须用承诺类模板。", "The text signed is a template for commitments.")
	}
	told := u.Kind == ForApproval || u.Kind == ForDeferred || u.Kind == ForProof
	if told && u.Notice == "" {
		c.fault(e, "notice", "须先书面告知：请指明告知书模板。", "The notice comes first: name its template.")
	}
	if (u.Kind == ForApproval) != (u.Permit.ZH != "") {
		c.fault(e, "permit", "审批替代型承诺须写明所发证件，其他种类不写。", "What replaces a review says what is issued; nothing else does.")
	}
	c.promisable(e, u)
	ids := map[string]bool{}
	for _, x := range u.Conditions {
		if ids[x.Code] {
			c.fault(e, "conditions", "条件重复："+x.Code+"。", "A condition is there twice: "+x.Code+".")
		}
		ids[x.Code] = true
	}
}

// promisable: the matter and the proofs of an undertaking go by commitment on the days it is offered.
func (c *checker) promisable(e *entry, u *Undertaking) {
	if u.Kind == ForApproval && u.Matter == "" {
		c.fault(e, "matter", "审批替代型承诺须指明事项。", "What replaces a review names its matter.")
	}
	if u.Kind == ForProof && len(u.Proofs) == 0 {
		c.fault(e, "proofs", "证明事项型承诺须指明证明。", "What replaces a proof names the proof.")
	}
	if u.Matter != "" {
		c.covers(e, "matter", "matter", u.Matter)
		if u.Kind == ForApproval && c.other(e, "matter:"+u.Matter, func(r rule) Mode { return r.(*Matter).Mode }) {
			c.fault(e, "matter", "该事项不实行告知承诺。", "The matter does not go by commitment.")
		}
	}
	c.each(e, "proofs", "proof", u.Proofs)
	for _, code := range u.Proofs {
		if c.other(e, "proof:"+code, func(r rule) Mode { return r.(*Proof).Mode }) {
			c.fault(e, "proofs", "该证明不实行告知承诺："+code+"。", "The proof does not go by commitment: "+code+".")
		}
	}
}

// other reports whether on some day of an entry another thing does not go by commitment.
func (c *checker) other(e *entry, key string, mode func(rule) Mode) bool {
	return slices.ContainsFunc(c.byKey[key], func(v *entry) bool { return v.dates().overlaps(*e.dates()) && mode(v.rule) != Commitment })
}
