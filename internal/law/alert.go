package law

import "fmt"

// AlertRule is a pattern over stored facts that is worth a hint (琼府办〔2021〕4号（二十三）): the firm is told first, and only then may an
// officer confirm or dismiss it. It is never an act by itself (G9). 风险预警规则。
type AlertRule struct {
	Code       string     `yaml:"code" json:"code"`
	Name       Text2      `yaml:"name" json:"name"`
	Fact       string     `yaml:"fact" json:"fact"`                         // penalty | abnormal | enforcement | false_commitment | licence_ended | complaint
	Words      []string   `yaml:"words,omitempty" json:"words,omitempty"`   // one of them is in the title, the reason or the basis cited; none: any fact
	Count      string     `yaml:"count,omitempty" json:"count,omitempty"`   // limit key: so many at least; empty: one
	Window     string     `yaml:"window,omitempty" json:"window,omitempty"` // limit key: a fact counts for so long; empty: while it stands
	Confidence Confidence `yaml:"confidence" json:"confidence"`
	Fix        Text2      `yaml:"fix" json:"fix"`           // what the firm can do about it
	Answer     string     `yaml:"answer" json:"answer"`     // limit key: time of the firm
	Valid      string     `yaml:"valid" json:"valid"`       // limit key: an alert ends after it
	Suggests   []string   `yaml:"suggests" json:"suggests"` // visit | talk: what an officer may plan once it is confirmed
	Dated      `yaml:",inline"`
}

// Confidence is how sure a rule is of itself: a share that was measured and how, or that nobody measured it.
type Confidence struct {
	Permille int   `yaml:"permille,omitempty" json:"permille,omitempty"` // zero: not measured
	How      Text2 `yaml:"how" json:"how"`
}

// AlertRules are those in force, in the order of the files.
func (b *Book) AlertRules() []AlertRule { return b.alerts.all }

// AlertRule finds one by its code.
func (b *Book) AlertRule(code string) (AlertRule, bool) { return b.alerts.find(code) }

func (r *AlertRule) index(x *index)                { x.alerts.add(r.Code, r) }
func (r *AlertRule) head() (string, Text2, *Dated) { return r.Code, r.Name, &r.Dated }

func (r AlertRule) says() Text2 {
	return Text2{
		ZH: fmt.Sprintf("预警规则，先提示企业：%s", r.Fix.ZH),
		EN: fmt.Sprintf("A rule of alerts; the firm is told first: %s", r.Fix.EN),
	}
}

// check: the limits named exist, and what is suggested is no more than a visit or a talk.
func (r *AlertRule) check(c *checker, e *entry) {
	c.covers(e, "answer", "limit", r.Answer)
	c.covers(e, "valid", "limit", r.Valid)
	if r.Count != "" {
		c.covers(e, "count", "limit", r.Count)
	}
	if r.Window != "" {
		c.covers(e, "window", "limit", r.Window)
	}
}
