package law

import (
	"fmt"
	"slices"
	"strings"
)

// ReportClass is a class of data a special report (信用代证) may be of, and the items of the catalogue it is read from. A class without
// items has no source here.
type ReportClass struct {
	Code  string   `yaml:"code" json:"code"`
	Name  Text2    `yaml:"name" json:"name"`
	Items []string `yaml:"items,omitempty" json:"items"`
	Dated `yaml:",inline"`
}

// ReportRecognition is a province whose credit reports are recognised here (琼府办〔2021〕4号（八） 信用报告异地互认): how its grades read in the
// national notation, and how old its list of what no longer holds may be.
type ReportRecognition struct {
	Code      string        `yaml:"code" json:"code"` // the region code of the province
	Name      Text2         `yaml:"name" json:"name"`
	Grades    []MappedGrade `yaml:"grades" json:"grades"`
	StatusAge string        `yaml:"status_age" json:"status_age"` // limit key
	Dated     `yaml:",inline"`
}

// MappedGrade is a grade of another province and the one it reads as here.
type MappedGrade struct {
	Theirs string `yaml:"theirs" json:"theirs"`
	Ours   string `yaml:"ours" json:"ours"`
}

// Grade reads a grade of the province; false when the table has none.
func (r ReportRecognition) Grade(theirs string) (ours string, ok bool) {
	i := slices.IndexFunc(r.Grades, func(g MappedGrade) bool { return g.Theirs == theirs })
	if i < 0 {
		return "", false
	}
	return r.Grades[i].Ours, true
}

// ReportClasses are the classes of data of special reports on a day.
func (b *Book) ReportClasses() []ReportClass { return b.reportClasses.all }

// ReportClass finds one by its code.
func (b *Book) ReportClass(code string) (ReportClass, bool) { return b.reportClasses.find(code) }

// ReportRecognitions are the provinces whose reports are recognised on a day.
func (b *Book) ReportRecognitions() []ReportRecognition { return b.reportsOf.all }

// ReportRecognition finds one by its region code.
func (b *Book) ReportRecognition(code string) (ReportRecognition, bool) {
	return b.reportsOf.find(code)
}

func (r *ReportClass) head() (string, Text2, *Dated)       { return r.Code, r.Name, &r.Dated }
func (r *ReportRecognition) head() (string, Text2, *Dated) { return r.Code, r.Name, &r.Dated }

func (r *ReportClass) index(x *index)       { x.reportClasses.add(r.Code, r) }
func (r *ReportRecognition) index(x *index) { x.reportsOf.add(r.Code, r) }

func (r ReportClass) says() Text2 {
	if len(r.Items) == 0 {
		return Text2{ZH: "专项信用报告可选；本平台目录尚无此类信息。", EN: "May be chosen for a special report; this catalogue has no item of it yet."}
	}
	return Text2{ZH: "专项信用报告可选；取自目录项 " + strings.Join(r.Items, "、") + "。", EN: "May be chosen for a special report; read from " + strings.Join(r.Items, ", ") + "."}
}

func (r ReportRecognition) says() Text2 {
	var zh, en []string
	for _, g := range r.Grades {
		zh, en = append(zh, g.Theirs+"＝"+g.Ours), append(en, g.Theirs+" = "+g.Ours)
	}
	return Text2{ZH: fmt.Sprintf("等级对照：%s。", strings.Join(zh, "，")), EN: fmt.Sprintf("Grades: %s.", strings.Join(en, ", "))}
}

func (r *ReportClass) check(c *checker, e *entry) { c.each(e, "items", "item", r.Items) }

// report_recognition: each of its grades reads as one of the national notation, and its lists have an age.
func (r *ReportRecognition) check(c *checker, e *entry) {
	c.exists(e, e.line("status_age"), "limit", r.StatusAge)
	for _, g := range r.Grades {
		if g.Theirs == "" || !slices.Contains([]string{"A", "B", "C", "D"}, g.Ours) {
			c.fault(e, "grades", "等级须对照到 A、B、C、D 之一。", "A grade reads as one of A, B, C, D.")
		}
	}
}

func (c *ReportClass) links(add func(kind string, codes ...string)) { add("item", c.Items...) }

func (r *ReportRecognition) links(add func(kind string, codes ...string)) { add("limit", r.StatusAge) }
