package support

import (
	"fmt"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Line is a condition in words: what it asks for, how it stands, and by which fact.
type Line struct {
	Fact     string       `json:"fact" enum:"kind,status,industry,region,size,age,lists,measures,class"`
	Wants    law.Text2    `json:"wants"`
	State    State        `json:"state" enum:"met,not_met,unknown"`
	Found    law.Text2    `json:"found"`
	On       workday.Date `json:"on,omitempty" doc:"of the fact: since when, or when it was stated"`
	Record   string       `json:"record,omitempty" doc:"of what stands"`
	Document string       `json:"document_no,omitempty"`
}

var names = map[string]law.Text2{
	"enterprise": {ZH: "企业", EN: "enterprise"}, "household": {ZH: "个体工商户", EN: "individual household"}, "cooperative": {ZH: "农民专业合作社", EN: "farmers' cooperative"},
	"institution": {ZH: "事业单位", EN: "institution"}, "organ": {ZH: "机关", EN: "organ"}, "social": {ZH: "社会组织", EN: "social organisation"}, "other": {ZH: "其他", EN: "other"},
	"registered": {ZH: "存续", EN: "registered"}, "revoked": {ZH: "吊销", EN: "revoked"}, "cancelled": {ZH: "注销", EN: "cancelled"},
	"micro": {ZH: "微型", EN: "micro"}, "small": {ZH: "小型", EN: "small"}, "medium": {ZH: "中型", EN: "medium"}, "large": {ZH: "大型", EN: "large"},
}

var wants = map[string]law.Text2{
	"kind": {ZH: "主体类型：%s", EN: "Kind: %s"}, "status": {ZH: "登记状态：%s", EN: "Status: %s"}, "industry": {ZH: "行业：%s", EN: "Industry: %s"},
	"region": {ZH: "登记地：%s", EN: "Registered in: %s"}, "size": {ZH: "规模（企业自行填报）：%s", EN: "Size, as the firm states it: %s"},
	"lists": {ZH: "不在以下名单：%s", EN: "On none of: %s"}, "measures": {ZH: "没有以下措施：%s", EN: "Under none of: %s"},
}

// nameOf is a code of a condition in words; what has none stands for itself.
func nameOf(book *law.Book, fact, item, code string) law.Text2 {
	switch fact {
	case "industry":
		if x, ok := book.Industry(strings.TrimLeft(code, "ABCDEFGHIJKLMNOPQRST")); ok {
			return law.Text2{ZH: x.Name.ZH + " " + code, EN: x.Name.EN + " " + code}
		}
		if x, ok := book.Industry(code); ok {
			return x.Name
		}
	case "region":
		if x, ok := book.Region((code + "000000")[:6]); ok {
			return x.Name
		}
	case "measures":
		if x, ok := book.Measure(code); ok {
			return x.Name
		}
	case "lists":
		if code == "*" {
			return law.Text2{ZH: "各类严重失信主体名单", EN: "any list of seriously dishonest subjects"}
		}
		if x, ok := book.List(code); ok {
			return x.Name
		}
	default:
		if x, ok := names[code]; ok {
			return x
		}
	}
	return law.Text2{ZH: code, EN: code}
}

// says is what a condition asks for.
func says(book *law.Book, c *law.SupportCondition) law.Text2 {
	var zh, en []string
	for _, code := range c.Codes {
		n := nameOf(book, c.Fact, c.Item, code)
		zh, en = append(zh, n.ZH), append(en, n.EN)
	}
	all := law.Text2{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
	switch c.Fact {
	case "age":
		return law.Text2{ZH: fmt.Sprintf("登记满 %d 个月", c.Months), EN: fmt.Sprintf("Registered for %d months", c.Months)}
	case "class":
		item, _ := book.Item(c.Item)
		cited := law.Text2{}
		if len(c.Basis) > 0 {
			cited = book.Cite(c.Basis[0])
		}
		return law.Text2{ZH: item.Name.ZH + "为 " + all.ZH + "（" + cited.ZH + "）", EN: item.Name.EN + " is " + all.EN + " (" + cited.EN + ")"}
	}
	return law.Text2{ZH: fmt.Sprintf(wants[c.Fact].ZH, all.ZH), EN: fmt.Sprintf(wants[c.Fact].EN, all.EN)}
}

// lines are the conditions of a policy as they stand for a firm, in words.
func lines(book *law.Book, p *law.SupportPolicy, f *Facts, all []judged) []Line {
	out := make([]Line, len(all))
	for i := range all {
		c := &p.Conditions[i]
		out[i] = Line{Fact: c.Fact, Wants: says(book, c), State: all[i].state, Found: found(book, c, f, &all[i]), On: all[i].on}
		if by := all[i].by; by != nil {
			out[i].On, out[i].Record, out[i].Document = by.From, by.Record, by.DocumentNo
		}
	}
	return out
}

var (
	nothingKnown = law.Text2{ZH: "不清楚：没有这项信息，不作不利认定", EN: "Not known: there is nothing on it, and that is held against nobody"}
	nothingFound = law.Text2{ZH: "未见", EN: "None known"}
)

// found is the fact a condition was judged by.
func found(book *law.Book, c *law.SupportCondition, f *Facts, j *judged) law.Text2 {
	if j.state == Unknown {
		return nothingKnown
	}
	value := map[string]string{"kind": f.Kind, "status": f.Status, "industry": f.Industry, "region": f.Region, "size": f.Size}[c.Fact]
	switch {
	case value != "":
		return nameOf(book, c.Fact, c.Item, value)
	case c.Fact == "age":
		return law.Text2{ZH: "登记于 " + j.on.String(), EN: "registered on " + j.on.String()}
	case j.by == nil:
		return nothingFound
	case c.Fact == "class":
		return law.Text2{ZH: j.by.Grade + " 级", EN: "class " + j.by.Grade}
	}
	n := nameOf(book, c.Fact, c.Item, j.by.Code)
	return law.Text2{ZH: n.ZH + "（" + j.by.Authority + "）", EN: n.EN + " (" + j.by.Authority + ")"}
}
