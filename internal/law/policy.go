package law

import (
	"fmt"
	"slices"
	"strings"
)

// PolicyArticle is an article of the policy this platform serves, as something to be done: its tasks, whom it names for each, and which
// part of the platform carries it out (琼府办〔2021〕4号; F28-2). 政策条款及其任务。
type PolicyArticle struct {
	Code    string       `yaml:"code" json:"code"`
	Article string       `yaml:"article" json:"article"` // as printed
	Chapter int          `yaml:"chapter" json:"chapter"` // 2 to 8
	Name    Text2        `yaml:"name" json:"name"`
	Parts   []PolicyPart `yaml:"parts" json:"parts"`
	Tasks   []PolicyTask `yaml:"tasks" json:"tasks"`
	Dated   `yaml:",inline"`
}

// PolicyPart is a page of the platform an article is carried out on.
type PolicyPart struct {
	Path string `yaml:"path" json:"path"`
	Name Text2  `yaml:"name" json:"name"`
}

// PolicyTask is one thing an article asks for. Bodies are the kinds it names; none where it names nobody. The policy sets no date for any
// of them: a day comes with the assignment (任务分解另文印发).
type PolicyTask struct {
	Code   string   `yaml:"code" json:"code"`
	What   Text2    `yaml:"what" json:"what"`
	Bodies []string `yaml:"bodies,omitempty" json:"bodies,omitempty"`
	With   []string `yaml:"with,omitempty" json:"with,omitempty"` // who cooperates, as the article says
}

// PolicyBodies are the kinds of bodies the policy names, in its own words.
var PolicyBodies = map[string]Text2{
	"all":           {ZH: "全省各级、各部门", EN: "bodies of every level"},
	"approval":      {ZH: "行政审批机关", EN: "approving bodies"},
	"reform":        {ZH: "行政审批制度改革工作部门", EN: "departments for the reform of approvals"},
	"organs":        {ZH: "行政机关", EN: "administrative organs"},
	"entry":         {ZH: "实施准入管理的部门", EN: "departments that admit to the market"},
	"sector":        {ZH: "省级行业主管部门", EN: "provincial departments of the trades"},
	"county_sector": {ZH: "县级以上行业主管部门", EN: "departments of the trades from the county up"},
	"departments":   {ZH: "省直各相关部门", EN: "provincial departments"},
	"cities":        {ZH: "各市县政府", EN: "governments of cities and counties"},
	"model_cities":  {ZH: "海口市、三亚市等市县", EN: "Haikou, Sanya and others"},
	"credit":        {ZH: "信用管理（牵头）部门", EN: "credit lead offices"},
	"recognising":   {ZH: "认定部门", EN: "recognising bodies"},
	"executing":     {ZH: "联合惩戒实施单位", EN: "bodies that carry measures out"},
	"sources":       {ZH: "信息提供和采集单位", EN: "sources of the information"},
	"sites":         {ZH: "各相关网站", EN: "the websites concerned"},
	"state_firms":   {ZH: "省属国有企业", EN: "provincial state-owned firms"},
	"associations":  {ZH: "行业协会商会", EN: "associations"},
	"agencies":      {ZH: "信用服务机构", EN: "credit agencies"},
}

// PolicyArticles are those in force, in the order of the policy.
func (b *Book) PolicyArticles() []PolicyArticle { return b.policy.all }

// PolicyTask finds a task and the article it is of.
func (b *Book) PolicyTask(code string) (a PolicyArticle, t PolicyTask, ok bool) {
	for _, a := range b.policy.all {
		if i := slices.IndexFunc(a.Tasks, func(t PolicyTask) bool { return t.Code == code }); i >= 0 {
			return a, a.Tasks[i], true
		}
	}
	return a, t, false
}

func (a *PolicyArticle) head() (string, Text2, *Dated) { return a.Code, a.Name, &a.Dated }
func (a *PolicyArticle) index(x *index)                { x.policy.add(a.Code, a) }

func (a PolicyArticle) says() Text2 {
	var zh, en []string
	for _, t := range a.Tasks {
		zh, en = append(zh, t.What.ZH), append(en, t.What.EN)
	}
	return Text2{ZH: fmt.Sprintf("%s %s。", a.Article, strings.Join(zh, "；")), EN: fmt.Sprintf("%s.", strings.Join(en, "; "))}
}

// check: a task is of its article, says what it is, and names only bodies the policy names.
func (a *PolicyArticle) check(c *checker, e *entry) {
	if len(a.Tasks) == 0 || len(a.Parts) == 0 || a.Chapter < 2 || a.Chapter > 8 {
		c.fault(e, "tasks", "条款须有章、任务和平台页面。", "An article has a chapter, tasks and a page of the platform.")
	}
	for i, t := range a.Tasks {
		if t.Code != fmt.Sprintf("%s-%d", a.Code, i+1) || t.What.ZH == "" || t.What.EN == "" {
			c.fault(e, "tasks", "任务按条款编号并有中英文内容："+t.Code+"。", "A task is numbered by its article and says what it is in both languages: "+t.Code+".")
		}
		for _, k := range slices.Concat(t.Bodies, t.With) {
			if _, ok := PolicyBodies[k]; !ok {
				c.fault(e, "tasks", "政策中没有这类单位："+k+"。", "The policy names no such bodies: "+k+".")
			}
		}
	}
}
