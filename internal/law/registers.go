package law

import "fmt"

// Domain is a field of credit supervision with a library of its own (专业领域信用信息库, 琼府办〔2021〕4号（九）): which items, lists and
// fields of supervision of the catalogue it gathers. It is a view: nothing is recorded twice (F09-7).
type Domain struct {
	Code  string   `yaml:"code" json:"code"` // "tax"
	Name  Text2    `yaml:"name" json:"name"`
	Text  Text2    `yaml:"text" json:"text"` // what is found in it
	Items []string `yaml:"items,omitempty" json:"items"`
	Lists []string `yaml:"lists,omitempty" json:"lists"`
	// Domains are codes of fields of supervision as records bear them.
	Domains []string `yaml:"domains,omitempty" json:"domains"`
	Dated   `yaml:",inline"`
}

// Supervised is a line of the list of matters of credit supervision (信用监管事项清单, 琼府办〔2021〕4号（二十）): who supervises whom by
// which credit information, in which way, and on what basis. Its versions are kept by their dates (F20-2).
type Supervised struct {
	Code    string `yaml:"code" json:"code"` // "food-trade"
	Name    Text2  `yaml:"name" json:"name"`
	Body    Text2  `yaml:"body" json:"body"`       // 监管主体
	Subject Text2  `yaml:"subject" json:"subject"` // 监管对象
	Uses    Text2  `yaml:"uses" json:"uses"`       // 使用的信用信息
	Way     Text2  `yaml:"way" json:"way"`         // 监管方式
	Domain  string `yaml:"domain" json:"domain"`   // field of supervision
	Dated   `yaml:",inline"`
}

// Domains are the fields with a library of their own, in the order of the file.
func (b *Book) Domains() []Domain { return b.domains.all }

// Domain finds one by code.
func (b *Book) Domain(code string) (Domain, bool) { return b.domains.find(code) }

// Supervised is the list of matters of credit supervision of a day.
func (b *Book) Supervised() []Supervised { return b.supervised.all }

func (v *Domain) head() (string, Text2, *Dated)     { return v.Code, v.Name, &v.Dated }
func (v *Supervised) head() (string, Text2, *Dated) { return v.Code, v.Name, &v.Dated }

func (v *Domain) index(x *index)     { x.domains.add(v.Code, v) }
func (v *Supervised) index(x *index) { x.supervised.add(v.Code, v) }

func (v Domain) says() Text2 { return v.Text }

func (v Supervised) says() Text2 {
	return Text2{ZH: fmt.Sprintf("%s对%s的信用监管：%s；使用%s。", v.Body.ZH, v.Subject.ZH, v.Way.ZH, v.Uses.ZH),
		EN: fmt.Sprintf("%s over %s: %s; uses %s.", v.Body.EN, v.Subject.EN, v.Way.EN, v.Uses.EN)}
}

// domain: what it gathers is of the catalogue, and it gathers something.
func (v *Domain) check(c *checker, e *entry) {
	c.each(e, "items", "item", v.Items)
	c.each(e, "lists", "list", v.Lists)
	if len(v.Items)+len(v.Lists)+len(v.Domains) == 0 {
		c.fault(e, "items", "专业领域库须至少包含一个目录项、名单或者监管领域。", "A library gathers at least one item, list or field of supervision.")
	}
}

// supervised: a line that does not say who, whom, by what and how is no line.
func (v *Supervised) check(c *checker, e *entry) {
	for _, t := range []Text2{v.Body, v.Subject, v.Uses, v.Way} {
		if t.ZH == "" || t.EN == "" {
			c.fault(e, "body", "清单须写明监管主体、对象、使用的信用信息和监管方式。", "A line says who supervises whom, by which information and in which way.")
			return
		}
	}
}
