package law

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Course is a short course of integrity (琼府办〔2021〕4号（六）（三十）): lessons to read and questions to answer. A matter triggers
// those that name it (F06-1), an occupation has its own (F06-2), and officials pass one before they touch the rights of others
// (F30-1). 诚信教育课程。
type Course struct {
	Code     string `yaml:"code" json:"code"`
	Title    Text2  `yaml:"title" json:"title"`
	Text     Text2  `yaml:"text" json:"text"`         // what it is about, in a sentence
	Audience string `yaml:"audience" json:"audience"` // subject | practitioner | officer
	// Matters are those at which it is shown: the risks it tells of are those of the matter.
	Matters     []string     `yaml:"matters,omitempty" json:"matters"`
	Occupations []Occupation `yaml:"occupations,omitempty" json:"occupations"`
	Roles       []string     `yaml:"roles,omitempty" json:"roles"` // officials it is for, by role: R13
	// Certificate is the kind of certificate a pass earns; empty: completion is recorded and nothing more.
	Certificate string `yaml:"certificate,omitempty" json:"certificate,omitempty"`
	// Demanded are the articles by which a permit waits for the course. Without one it never holds anything up (F06-1, G11).
	Demanded  []Ref      `yaml:"demanded,omitempty" json:"demanded"`
	Pass      string     `yaml:"pass" json:"pass"`                       // limit key: share of right answers
	Minutes   string     `yaml:"minutes" json:"minutes"`                 // limit key: time for the answers
	Again     string     `yaml:"again,omitempty" json:"again,omitempty"` // limit key: wait after a failure
	Valid     string     `yaml:"valid,omitempty" json:"valid,omitempty"` // limit key: how long a certificate is good
	Renew     string     `yaml:"renew,omitempty" json:"renew,omitempty"` // limit key: how early before its end it may be renewed
	Ask       int        `yaml:"ask" json:"ask"`                         // questions of one sitting
	Lessons   []Lesson   `yaml:"lessons" json:"lessons"`
	Questions []Question `yaml:"questions" json:"questions"`
	Dated     `yaml:",inline"`
}

// Occupation is one by its code of the national classification.
type Occupation struct {
	Code string `yaml:"code" json:"code"`
	Name Text2  `yaml:"name" json:"name"`
}

// Lesson is one unit of text. {hearing.request} in it stands for the term of that key on the day it is read, so that a lesson never
// teaches a number that has changed.
type Lesson struct {
	ID    string `yaml:"id" json:"id"`
	Title Text2  `yaml:"title" json:"title"`
	Text  Text2  `yaml:"text" json:"text"`
	Basis []Ref  `yaml:"basis" json:"basis"`
}

// Question has one right choice, and a sentence that says why.
type Question struct {
	ID      string   `yaml:"id" json:"id"`
	Lesson  string   `yaml:"lesson" json:"lesson"`
	Text    Text2    `yaml:"text" json:"text"`
	Choices []Choice `yaml:"choices" json:"choices"`
	Why     Text2    `yaml:"why" json:"-"`
}

// Choice of a question. Which one is right leaves the program only once the question was answered.
type Choice struct {
	ID    string `yaml:"id" json:"id"`
	Text  Text2  `yaml:"text" json:"text"`
	Right bool   `yaml:"right,omitempty" json:"-"`
}

// Courses of a day, in the order of the files.
func (b *Book) Courses() []Course { return b.courses.all }

// Course finds one by its code.
func (b *Book) Course(code string) (Course, bool) { return b.courses.find(code) }

// CoursesFor are those a matter triggers.
func (b *Book) CoursesFor(matter string) (out []Course) {
	for _, c := range b.courses.all {
		if slices.Contains(c.Matters, matter) {
			out = append(out, c)
		}
	}
	return out
}

// Lessons are those of a course with the terms of the day written in.
func (b *Book) Lessons(c Course) []Lesson {
	out := slices.Clone(c.Lessons)
	for i := range out {
		for _, key := range Placeholders(out[i].Text.ZH) {
			says := Text2{ZH: key, EN: key}
			if l, ok := b.Limit(key); ok {
				says = l.says()
			}
			out[i].Text.ZH = strings.ReplaceAll(out[i].Text.ZH, "{"+key+"}", says.ZH)
			out[i].Text.EN = strings.ReplaceAll(out[i].Text.EN, "{"+key+"}", says.EN)
		}
	}
	return out
}

// Question finds one by its id.
func (c Course) Question(id string) (Question, bool) {
	i := slices.IndexFunc(c.Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return c.Questions[i], true
}

// Right is the id of the right choice.
func (q Question) Right() string {
	return q.Choices[slices.IndexFunc(q.Choices, func(c Choice) bool { return c.Right })].ID
}

// Hash names the words of a version: what was read, asked and right. A completion keeps it, so its form must not change.
func (c Course) Hash() string {
	h := sha256.New()
	write(h, "course/1", c.Code, c.From.String(), c.Title.ZH, c.Title.EN)
	for _, l := range c.Lessons {
		write(h, "lesson", l.ID, l.Title.ZH, l.Title.EN, l.Text.ZH, l.Text.EN)
	}
	for _, q := range c.Questions {
		write(h, "question", q.ID, q.Text.ZH, q.Text.EN, q.Why.ZH, q.Why.EN)
		for _, x := range q.Choices {
			write(h, "choice", x.ID, x.Text.ZH, x.Text.EN, fmt.Sprint(x.Right))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (c *Course) head() (string, Text2, *Dated) { return c.Code, c.Title, &c.Dated }

func (c Course) says() Text2 {
	zh, en := fmt.Sprintf("%d 个单元，%d 道题，每次答 %d 道", len(c.Lessons), len(c.Questions), c.Ask),
		fmt.Sprintf("%d lessons, %d questions, %d at a sitting", len(c.Lessons), len(c.Questions), c.Ask)
	if len(c.Demanded) == 0 {
		return Text2{ZH: zh + "；学与不学都不影响办理。", EN: en + "; no permit waits for it."}
	}
	return Text2{ZH: zh + "；办理前须完成。", EN: en + "; a permit waits for it."}
}

// course: it is for somebody, every question has one right answer, and only an article lets a permit wait for it (F06-1).
func (x *Course) check(c *checker, e *entry) {
	c.each(e, "matters", "matter", x.Matters)
	c.courseAudience(e, x)
	for key, limit := range map[string]string{"pass": x.Pass, "minutes": x.Minutes, "again": x.Again, "valid": x.Valid, "renew": x.Renew} {
		c.covers(e, key, "limit", limit)
	}
	if slices.ContainsFunc(x.Demanded, func(r Ref) bool { return r.Article == "" }) {
		c.fault(e, "demanded", "只有指明条文的规定才能使课程成为办理条件。", "Only a named article lets a permit wait for a course.")
	}
	if len(x.Demanded) > 0 && len(x.Matters) == 0 {
		c.fault(e, "demanded", "作为办理条件的课程须指明事项。", "A course a permit waits for names its matters.")
	}
	if x.Ask < 1 || x.Ask > len(x.Questions) {
		c.fault(e, "ask", "每次题数须在一与题目总数之间。", "A sitting asks at least one question, and none that there is not.")
	}
	c.lessons(e, x)
	c.questions(e, x)
}

func (c *checker) courseAudience(e *entry, x *Course) {
	need := map[string]bool{"subject": len(x.Matters) > 0 && x.Certificate == "", "practitioner": len(x.Occupations) > 0 && x.Certificate != "",
		"officer": len(x.Roles) > 0 && x.Certificate != ""}
	if ok, known := need[x.Audience]; known && !ok {
		c.fault(e, "audience", "面向主体的课程须指明事项且不发证；面向从业人员的须指明职业并发证；面向公职人员的须指明角色并发证。",
			"A course for subjects names matters and gives no certificate; one for practitioners names occupations, one for officers roles, and both give one.")
	}
	if x.Certificate != "" && (x.Valid == "" || x.Renew == "") {
		c.fault(e, "certificate", "发证的课程须指明有效期和续期的时间（valid、renew）。", "A certificate has an end and a time to renew it (valid, renew).")
	}
	for _, o := range c.of("course") {
		y := o.rule.(*Course)
		if o != e && x.Certificate != "" && y.Certificate == x.Certificate && y.Code != x.Code {
			c.fault(e, "certificate", "一种证书只由一门课程发给。", "One kind of certificate comes from one course.")
		}
	}
}

func (c *checker) lessons(e *entry, x *Course) {
	seen := map[string]bool{}
	for _, l := range x.Lessons {
		if seen[l.ID] {
			c.fault(e, "lessons", "单元编号重复："+l.ID+"。", "Two lessons of one id: "+l.ID+".")
		}
		seen[l.ID] = true
		if !slices.Equal(Placeholders(l.Text.ZH), Placeholders(l.Text.EN)) {
			c.fault(e, "lessons", "中英文引用的期限不同："+l.ID+"。", "The two languages name different terms: "+l.ID+".")
		}
		for _, key := range Placeholders(l.Text.ZH) {
			c.covers(e, "lessons", "limit", key)
		}
	}
}

func (c *checker) questions(e *entry, x *Course) {
	seen := map[string]bool{}
	for _, q := range x.Questions {
		right, ids := 0, map[string]bool{}
		for _, a := range q.Choices {
			ids[a.ID] = true
			if a.Right {
				right++
			}
		}
		if seen[q.ID] || len(q.Choices) < 2 || len(ids) != len(q.Choices) || right != 1 {
			c.fault(e, "questions", "题目须有自己的编号、至少两个选项、恰好一个正确："+q.ID+"。", "A question has an id of its own, two choices at least and one that is right: "+q.ID+".")
		}
		seen[q.ID] = true
		if !slices.ContainsFunc(x.Lessons, func(l Lesson) bool { return l.ID == q.Lesson }) {
			c.fault(e, "questions", "题目不属于任何单元："+q.ID+"。", "A question of no lesson: "+q.ID+".")
		}
	}
}
