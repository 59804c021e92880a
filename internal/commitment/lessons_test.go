package commitment

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	lawdata "xinheng/law"

	"xinheng/internal/education"
	"xinheng/internal/law"
)

// course is one of an invented law: of a matter, demanded by an article or not.
func course(code, matter, demanded, standing string) string {
	return `
  - code: ` + code + `
    title: {zh: "示例课程", en: "An example"}
    text: {zh: "示例", en: "Example"}
    audience: subject
    matters: [` + matter + `]` + demanded + `
    pass: education.pass
    minutes: education.minutes
    ask: 1
    lessons:
      - {id: l1, title: {zh: "单元", en: "Lesson"}, text: {zh: "文", en: "Text"}, basis: [{instrument: food-law}]}
    questions:
      - {id: q1, lesson: l1, text: {zh: "问", en: "Question"}, choices: [{id: a, text: {zh: "对", en: "Right"}, right: true}, {id: b, text: {zh: "错", en: "Wrong"}}], why: {zh: "因为", en: "Because"}}
    from: 2026-01-01
    basis: [{instrument: food-law, article: "第一条"}]
    standing: ` + standing + "\n" + map[string]string{"assumed": "    note: 虚构\n"}[standing]
}

const demands = "\n    demanded: [{instrument: food-law, article: \"第一条\"}]"

// under is the shipped law with invented courses.
func under(t *testing.T, courses ...string) *law.Library {
	t.Helper()
	files := fstest.MapFS{"courses/zz.yaml": &fstest.MapFile{Data: []byte("courses:" + strings.Join(courses, ""))}}
	must(t, fs.WalkDir(lawdata.FS, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := fs.ReadFile(lawdata.FS, path)
		files[path] = &fstest.MapFile{Data: b}
		return err
	}))
	lib, err := law.Load(files)
	must(t, err)
	return lib
}

func (o *office) teach(lib *law.Library) *education.Desk {
	o.Education = education.NewDesk(o.db, lib, o.sealer, o.now)
	return o.Education
}

// F06-1: the offer names the courses of its matter; what no article demands is offered and holds nothing up.
func TestF06_1_SigningOffersCoursesAndWaitsForNone(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	lib, err := shipped()
	must(t, err)
	o.teach(lib)
	for _, u := range []string{"travel-agency", "labour-dispatch"} {
		o.takesIn(u)
		x, _ := o.read("owner", u, "")
		if len(x.Courses) == 0 || x.CourseFirst {
			t.Errorf("%s offers %d courses, waits %v", u, len(x.Courses), x.CourseFirst)
		}
		for _, c := range x.Courses {
			if c.Waits || c.Done != nil || c.Title.EN == "" {
				t.Errorf("%s: %+v", u, c)
			}
		}
		o.sign("owner", u)
	}
	if x, _ := o.read("owner", "own-quality", ""); len(x.Courses) != 0 {
		t.Errorf("what is promised to the public is tied to a matter: %+v", x.Courses)
	}
}

// S8: a course that an article demands is completed before signing, by the firm that signs; one whose article nobody saw binds nobody.
// Whoever turns back to learn has left no trace: not even the credit check was asked.
func TestS8_OneLawfulBlockFromOfferToSignature(t *testing.T) {
	t.Parallel()
	lib := under(t, course("must-learn", "travel-agency", demands, "text"), course("may-learn", "travel-agency", "", "text"), course("unseen", "labour-dispatch", demands, "assumed"))
	o := openUnder(t, lib, "2026-05-06")
	school := o.teach(lib)
	o.takesIn("travel-agency")
	o.takesIn("labour-dispatch")
	x, in := o.read("owner", "travel-agency", "")
	at := func(x Offer, code string) education.Need {
		i := slices.IndexFunc(x.Courses, func(n education.Need) bool { return n.Course == code })
		if i < 0 {
			t.Fatalf("%s is not offered: %+v", code, x.Courses)
		}
		return x.Courses[i]
	}
	if n := at(x, "must-learn"); !x.CourseFirst || !n.Waits || len(n.Clause) != 1 || at(x, "may-learn").Waits {
		t.Fatalf("%+v", x.Courses)
	}
	want[View](o, "owner", "POST", "/v1/commitments", in, "commitment.course_first")
	for _, table := range []string{"commitment.signed", "ledger.entry where kind = 'commitment.signed'"} {
		if n := o.count("select count(*) from " + table); n != 0 {
			t.Errorf("who is sent to learn first left %d rows in %s", n, table)
		}
	}
	learn := func(who, code string) {
		s, err := school.Begin(t.Context(), people[who], code)
		must(t, err)
		c, _ := lib.On(o.today()).Course(code)
		full, _ := c.Question(s.Questions[0].ID)
		_, err = school.Answer(t.Context(), people[who], s.ID, map[string]string{full.ID: full.Right()})
		must(t, err)
	}
	learn("stranger", "must-learn") // another firm's completion is not theirs
	want[View](o, "owner", "POST", "/v1/commitments", in, "commitment.course_first")
	learn("manager", "must-learn") // somebody of the firm: it is the firm that learnt
	if x, _ = o.read("owner", "travel-agency", ""); x.CourseFirst || at(x, "must-learn").Done == nil {
		t.Errorf("%+v", x.Courses)
	}
	o.sign("owner", "travel-agency")
	if x, _ = o.read("owner", "labour-dispatch", ""); x.CourseFirst || !at(x, "unseen").Unbinding {
		t.Errorf("an article nobody saw binds: %+v", x.Courses)
	}
	o.sign("owner", "labour-dispatch")
}
