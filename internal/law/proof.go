package law

import (
	"fmt"
	"slices"
)

// Exclusion is a ground on which a proof is not replaced by a commitment: the eight of 琼府办〔2021〕4号（二） (不适用告知承诺的情形).
type Exclusion struct {
	Code  string `yaml:"code" json:"code"` // "public-safety"
	Name  Text2  `yaml:"name" json:"name"`
	Text  Text2  `yaml:"text" json:"text"` // what it means for who asks
	Dated `yaml:",inline"`
}

// Proof is a paper a body may ask for before it decides (证明事项). In principle it is replaced by a written commitment; only a
// ground of exclusion keeps the paper, and only a legal provision, noted with its article, takes an excluded one off again (F02-1).
type Proof struct {
	Code    string   `yaml:"code" json:"code"` // "premises-use"
	Version string   `yaml:"version" json:"version"`
	Name    Text2    `yaml:"name" json:"name"`
	Body    Text2    `yaml:"body" json:"body"`       // 索要单位
	Issuer  Text2    `yaml:"issuer" json:"issuer"`   // 开具单位
	Matters []string `yaml:"matters" json:"matters"` // approval matters it is asked for
	Mode    Mode     `yaml:"mode" json:"mode"`       // abolished | commitment | ordinary
	Grounds []string `yaml:"grounds,omitempty" json:"grounds"`
	// Override says which provision lets an excluded proof go by commitment after all; OverrideBasis is that provision.
	Override      Text2 `yaml:"override,omitempty" json:"override,omitzero"`
	OverrideBasis []Ref `yaml:"override_basis,omitempty" json:"override_basis,omitempty"`
	// Shared is where the fact is looked up before anybody is asked, in this order (F02-3).
	Shared []Share `yaml:"shared,omitempty" json:"shared"`
	Dated  `yaml:",inline"`
}

// Share is a place where the platform finds what a proof would say: the register of entities, a record of the catalogue, or a
// paper that was handed in before.
type Share struct {
	From string `yaml:"from" json:"from"`                     // registry | record | attachment
	Item string `yaml:"item,omitempty" json:"item,omitempty"` // of a record: catalogue item; of an attachment: its kind
	// Says are words one of which the title of the record holds; any record of the item when empty.
	Says []string `yaml:"says,omitempty" json:"says,omitempty"`
	By   Text2    `yaml:"by" json:"by"` // who provided it: "登记机关"
}

// Exclusions are the grounds in force, in the order of the policy.
func (b *Book) Exclusions() []Exclusion { return b.exclusions.all }

// Exclusion finds a ground by code.
func (b *Book) Exclusion(code string) (Exclusion, bool) { return b.exclusions.find(code) }

// Proofs is the catalogue of proof matters of a day (证明事项目录).
func (b *Book) Proofs() []Proof { return b.proofs.all }

// Proof finds one by code.
func (b *Book) Proof(code string) (Proof, bool) { return b.proofs.find(code) }

// ProofsOf are the proofs a matter asks for.
func (b *Book) ProofsOf(matter string) (out []Proof) {
	for _, p := range b.proofs.all {
		if slices.Contains(p.Matters, matter) {
			out = append(out, p)
		}
	}
	return out
}

// Excluded reports whether the proof is one that commitment does not reach.
func (p Proof) Excluded() bool { return len(p.Grounds) > 0 && p.Override.ZH == "" }

func (v *Exclusion) head() (string, Text2, *Dated) { return v.Code, v.Name, &v.Dated }
func (v *Proof) head() (string, Text2, *Dated)     { return v.Code, v.Name, &v.Dated }

func (v Exclusion) says() Text2 { return v.Text }

func (v Proof) says() Text2 {
	return Text2{
		ZH: fmt.Sprintf("%s；由%s索要，%s开具；除外情形%d项。", modeZH[v.Mode], v.Body.ZH, v.Issuer.ZH, len(v.Grounds)),
		EN: fmt.Sprintf("%s; asked for by %s, issued by %s; %d grounds of exclusion.", modeEN[v.Mode], v.Body.EN, v.Issuer.EN, len(v.Grounds)),
	}
}

var (
	modeZH = map[Mode]string{Abolished: "取消", Commitment: "告知承诺", Ordinary: "一般程序"}
	modeEN = map[Mode]string{Abolished: "Abolished", Commitment: "By commitment", Ordinary: "Ordinary procedure"}
)

// proof: an excluded one stays a paper unless a provision is noted that says otherwise; one that is not excluded does not.
func (p *Proof) check(c *checker, e *entry) {
	c.each(e, "matters", "matter", p.Matters)
	c.each(e, "grounds", "exclusion", p.Grounds)
	if c.any("proof", p.Code, func(v *entry) bool { return v != e && v.rule.(*Proof).Version == p.Version }) {
		c.fault(e, "version", "同一证明事项的两个版本须有不同的版本号。", "Two versions of a proof need different version names.")
	}
	noted := p.Override.ZH != "" && len(p.OverrideBasis) > 0 &&
		!slices.ContainsFunc(p.OverrideBasis, func(r Ref) bool { return r.Article == "" })
	switch {
	case (p.Override.ZH != "") != (len(p.OverrideBasis) > 0):
		c.fault(e, "override", "法定例外须同时写明说明（override）和条款（override_basis）。", "A legal override has both its note and its provision (override_basis).")
	case p.Mode == Commitment && len(p.Grounds) > 0 && !noted:
		c.fault(e, "mode", "属于除外情形的证明不得改为告知承诺，除非写明法定例外及其条款。",
			"An excluded proof cannot be switched to commitment without a legal override note that names its article.")
	case p.Mode == Ordinary && len(p.Grounds) == 0:
		c.fault(e, "mode", "不属于除外情形的证明实行告知承诺，不得索要。", "A proof on no ground of exclusion goes by commitment: it may not be asked for.")
	}
	for _, s := range p.Shared {
		switch s.From {
		case "record":
			c.meets(e, e.line("shared"), "item", s.Item)
		case "attachment":
			if s.Item == "" {
				c.fault(e, "shared", "查找附件须写明种类（item）。", "To look for an attachment, name its kind (item).")
			}
		}
	}
}
