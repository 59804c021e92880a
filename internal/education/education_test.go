package education

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"slices"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	lawdata "xinheng/law"

	"xinheng/internal/access"
	"xinheng/internal/adoption"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// demanding is a course an article of an invented rule makes a permit wait for, beside one whose article nobody saw.
const demanding = `courses:
  - code: must-learn
    title: {zh: 示例必修, en: A course that is demanded}
    text: {zh: 示例, en: Example}
    audience: subject
    matters: [food-licence]
    demanded: [{instrument: food-law, article: "第一条"}]
    pass: education.pass
    minutes: education.minutes
    ask: 1
    lessons:
      - {id: l1, title: {zh: 单元, en: Lesson}, text: {zh: "{hearing.request}", en: "{hearing.request}"}, basis: [{instrument: food-law}]}
    questions:
      - {id: q1, lesson: l1, text: {zh: 问, en: Question}, choices: [{id: a, text: {zh: 对, en: Right}, right: true}, {id: b, text: {zh: 错, en: Wrong}}], why: {zh: 因为, en: Because}}
    from: 2026-01-01
    until: 2026-11-25
    basis: [{instrument: food-law, article: "第一条"}]
    standing: text
  - code: must-learn
    title: {zh: 示例必修, en: A course that is demanded}
    text: {zh: 新版, en: Newer}
    audience: subject
    matters: [food-licence]
    demanded: [{instrument: food-law, article: "第一条"}]
    pass: education.pass
    minutes: education.minutes
    ask: 1
    lessons:
      - {id: l1, title: {zh: 单元, en: Lesson}, text: {zh: 新, en: New}, basis: [{instrument: food-law}]}
    questions:
      - {id: q1, lesson: l1, text: {zh: 问, en: Question}, choices: [{id: a, text: {zh: 对, en: Right}, right: true}, {id: b, text: {zh: 错, en: Wrong}}], why: {zh: 因为, en: Because}}
    from: 2026-11-26
    basis: [{instrument: food-law, article: "第一条"}]
    standing: text
  - code: unseen
    title: {zh: 示例未核实, en: An article nobody saw}
    text: {zh: 示例, en: Example}
    audience: subject
    matters: [drug-retail]
    demanded: [{instrument: drug-law, article: "第一条"}]
    pass: education.pass
    minutes: education.minutes
    ask: 1
    lessons:
      - {id: l1, title: {zh: 单元, en: Lesson}, text: {zh: 文, en: Text}, basis: [{instrument: drug-law}]}
    questions:
      - {id: q1, lesson: l1, text: {zh: 问, en: Question}, choices: [{id: a, text: {zh: 对, en: Right}, right: true}, {id: b, text: {zh: 错, en: Wrong}}], why: {zh: 因为, en: Because}}
    from: 2026-01-01
    basis: [{instrument: drug-law, article: "第一条"}]
    standing: assumed
    note: 虚构
`

// load is the shipped law with more files.
func load(t testing.TB, more map[string]string) *law.Library {
	t.Helper()
	files := fstest.MapFS{}
	must(t, fs.WalkDir(lawdata.FS, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := fs.ReadFile(lawdata.FS, path)
		files[path] = &fstest.MapFile{Data: b}
		return err
	}))
	for name, text := range more {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	lib, err := law.Load(files)
	must(t, err)
	return lib
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

type office struct {
	*Desk
	t     testing.TB
	clock atomic.Int64
}

func open(t testing.TB, lib *law.Library, day string) *office {
	t.Helper()
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.International)
	must(t, err)
	o := &office{t: t}
	o.on(day)
	o.Desk = NewDesk(pgtest.New(t), lib, s, func() time.Time { return time.Unix(0, o.clock.Load()) })
	return o
}

func (o *office) on(day string) {
	o.clock.Store(workday.MustParse(day).Start().Add(9 * time.Hour).UnixNano())
}

func (o *office) wait(d time.Duration) { o.clock.Add(int64(d)) }

// actsFor is somebody of a firm.
func actsFor(account, firm string) access.Actor {
	return access.Actor{ID: "person:" + account, Account: account, Kind: access.KindPerson, Firm: "link", Org: firm, Person: "示例", Scopes: []string{access.Self}}
}

// right are the right answers of a sitting, with as many wrong as asked for.
func (o *office) right(s Sitting, wrong int) map[string]string {
	c, _ := o.law.On(s.From).Course(s.Course)
	out := map[string]string{}
	for i, q := range s.Questions {
		full, _ := c.Question(q.ID)
		out[q.ID] = full.Right()
		if i < wrong {
			out[q.ID] = full.Choices[slices.IndexFunc(full.Choices, func(x law.Choice) bool { return !x.Right })].ID
		}
	}
	return out
}

func (o *office) complete(who access.Actor, course string) Result {
	o.t.Helper()
	s, err := o.Begin(o.t.Context(), who, course)
	must(o.t, err)
	r, err := o.Answer(o.t.Context(), who, s.ID, o.right(s, 0))
	must(o.t, err)
	return r
}

// TestF06_1_NoShippedCourseHoldsAPermitUp: the law as it is names no article that would.
func TestF06_1_NoShippedCourseHoldsAPermitUp(t *testing.T) {
	t.Parallel()
	lib := load(t, nil)
	book := lib.On(workday.MustParse("2026-11-23"))
	triggered := 0
	for _, m := range book.Matters() {
		f := Judge(book, m.Code, nil, law.Adoptions{{Keys: []string{"*"}, From: workday.MustParse("2026-01-01"), Until: workday.MustParse("2027-01-01")}})
		triggered += len(f.Courses)
		if f.Blocks {
			t.Errorf("%s waits for a course without an article", m.Code)
		}
	}
	if triggered < 10 {
		t.Errorf("matters trigger %d courses", triggered)
	}
}

// TestF06_1_OnlyAnArticleMakesAPermitWait: a demanded course holds the permit up until its version in force is completed for the firm;
// one without an article, or with an article nobody saw or adopted, never does.
func TestF06_1_OnlyAnArticleMakesAPermitWait(t *testing.T) {
	t.Parallel()
	o := open(t, load(t, map[string]string{"courses/zz.yaml": demanding}), "2026-11-24")
	me, other := actsFor("a", "firm-a"), actsFor("b", "firm-b")
	blocks := func(matter, firm string, want bool) Finding {
		t.Helper()
		f, err := o.Before(t.Context(), o.db, matter, firm)
		must(t, err)
		if f.Blocks != want {
			t.Errorf("%s of %s on %s: blocks %v", matter, firm, o.today(), f.Blocks)
		}
		return f
	}
	f := blocks("food-licence", "firm-a", true)
	if n := f.Courses[slices.IndexFunc(f.Courses, func(n Need) bool { return n.Course == "must-learn" })]; len(n.Clause) != 1 || n.Clause[0].EN == "" {
		t.Errorf("it waits without a clause: %+v", n)
	}
	for _, n := range f.Courses {
		if n.Course == "food-safety-honesty" && (n.Waits || len(n.Clause) > 0) {
			t.Errorf("a course without an article waits: %+v", n)
		}
	}
	o.complete(me, "must-learn")
	blocks("food-licence", "firm-a", false)
	blocks("food-licence", "firm-b", true) // somebody else's completion is not theirs
	t.Run("the version counts", func(t *testing.T) {
		o.on("2026-11-25")
		blocks("food-licence", "firm-a", false)
		o.on("2026-11-26")
		f := blocks("food-licence", "firm-a", true)
		if n := f.Courses[slices.IndexFunc(f.Courses, func(n Need) bool { return n.Course == "must-learn" })]; n.Done == nil || n.Current || n.Done.From.String() != "2026-01-01" {
			t.Errorf("the older completion is not told with its version: %+v", n)
		}
	})
	t.Run("an article nobody saw binds once it is adopted", func(t *testing.T) {
		if f := blocks("drug-retail", "firm-b", false); !f.Courses[0].Unbinding {
			t.Errorf("%+v", f.Courses)
		}
		_, err := adoption.Adopt(t.Context(), o.db, access.CLI(), o.now(), law.Adoption{Keys: []string{"course:unseen"}, By: "示例", Body: "虚构示例局",
			Why: law.Text2{ZH: "核对过条文（虚构）", EN: "The article was read (invented)"}, From: o.today(), Until: workday.MustParse("2026-12-31")})
		must(t, err)
		blocks("drug-retail", "firm-b", true)
		o.complete(other, "unseen")
		blocks("drug-retail", "firm-b", false)
	})
	if _, err := o.Before(t.Context(), o.db, "no-such", ""); !fault.Is(err, "education.no_matter") {
		t.Errorf("%v", err)
	}
}

func TestF06_1_ACompletionIsKeptWithItsVersion(t *testing.T) {
	t.Parallel()
	o := open(t, load(t, nil), "2026-11-23")
	me := actsFor("a", "firm-a")
	s, err := o.Begin(t.Context(), me, "wages-first")
	must(t, err)
	again, err := o.Begin(t.Context(), me, "wages-first")
	must(t, err)
	if again.ID != s.ID || len(s.Questions) != 3 || !slices.EqualFunc(s.Questions, again.Questions, func(a, b law.Question) bool { return a.ID == b.ID }) {
		t.Errorf("a second click asks something else: %+v %+v", s, again)
	}
	for name, answers := range map[string]map[string]string{"a question not asked": {"q99": "a"}, "a choice there is not": {s.Questions[0].ID: "z"}} {
		if _, err := o.Answer(t.Context(), me, s.ID, answers); !fault.Is(err, "education.answer") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := o.Answer(t.Context(), actsFor("b", "firm-b"), s.ID, nil); !fault.Is(err, "education.no_sitting") {
		t.Errorf("another's sitting: %v", err)
	}
	r, err := o.Answer(t.Context(), me, s.ID, o.right(s, 1))
	must(t, err)
	if r.Outcome != failed || r.Correct != 2 || len(r.Marks) != 3 || r.Marks[0].Why.EN == "" || r.Again != 0 {
		t.Errorf("%+v", r)
	}
	r = o.complete(me, "wages-first") // at once: nobody waits to learn
	if r.Outcome != passed || r.Certificate != nil {
		t.Errorf("%+v", r)
	}
	same, err := o.Answer(t.Context(), me, r.Sitting, nil)
	must(t, err)
	done, err := completionsOf(t.Context(), o.db, "a")
	must(t, err)
	c, _ := o.law.On(o.today()).Course("wages-first")
	if same.Outcome != passed || len(done) != 1 || done[0].Hash != c.Hash() || done[0].From != c.From || done[0].On != o.today() {
		t.Errorf("%+v %+v", same, done)
	}
}

func TestF06_1_TimeRunsOutToTheMinute(t *testing.T) {
	t.Parallel()
	o := open(t, load(t, nil), "2026-11-23")
	me := actsFor("a", "firm-a")
	s, err := o.Begin(t.Context(), me, "wages-first")
	must(t, err)
	o.wait(60 * time.Minute)
	if r, err := o.Answer(t.Context(), me, s.ID, o.right(s, 0)); err != nil || r.Outcome != passed {
		t.Errorf("in the last moment: %+v %v", r, err)
	}
	s, err = o.Begin(t.Context(), me, "wages-first")
	must(t, err)
	o.wait(60*time.Minute + time.Second)
	if r, err := o.Answer(t.Context(), me, s.ID, o.right(s, 0)); err != nil || r.Outcome != lapsed {
		t.Errorf("a second too late: %+v %v", r, err)
	}
	if next, err := o.Begin(t.Context(), me, "wages-first"); err != nil || next.ID == s.ID {
		t.Errorf("a lapsed sitting is given again: %v", err)
	}
}

// TestF06_1_WhatDiesInBetweenLeavesNothing: the sitting is closed, the completion written and the ledger told in one transaction.
func TestF06_1_WhatDiesInBetweenLeavesNothing(t *testing.T) {
	t.Parallel()
	o := open(t, load(t, nil), "2026-11-23")
	me := actsFor("a", "firm-a")
	s, err := o.Begin(t.Context(), me, "wages-first")
	must(t, err)
	died := errors.New("died")
	err = o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		row, err := lockSitting(ctx, tx, me.Account, s.ID)
		must(t, err)
		c, _ := o.law.On(s.From).Course(s.Course)
		if _, err := o.close(ctx, tx, me, row, c, passed, 3); err != nil {
			return err
		}
		return died
	})
	if !errors.Is(err, died) {
		t.Fatal(err)
	}
	done, err := completionsOf(t.Context(), o.db, "a")
	must(t, err)
	if again, err := o.Begin(t.Context(), me, "wages-first"); err != nil || len(done) != 0 || again.ID != s.ID {
		t.Errorf("%v %+v: the sitting should be open still", err, done)
	}
	if r, err := o.Answer(t.Context(), me, s.ID, o.right(s, 0)); err != nil || r.Outcome != passed {
		t.Errorf("%+v %v", r, err)
	}
}

func TestACourseIsReadWithTheTermsOfTheDay(t *testing.T) {
	t.Parallel()
	o := open(t, load(t, map[string]string{"courses/zz.yaml": demanding}), "2026-11-24")
	x, err := o.Read(t.Context(), "must-learn")
	must(t, err)
	if x.Units[0].Text.ZH != "5个工作日" || x.Units[0].Text.EN != "5 working days" || len(x.Demanded) != 1 {
		t.Errorf("%+v", x)
	}
	for _, l := range o.law.On(o.today()).Courses() {
		if x, err := o.Read(t.Context(), l.Code); err != nil || len(x.Units) == 0 || x.Units[0].Basis[0].EN == "" {
			t.Errorf("%s: %v", l.Code, err)
		}
	}
	if _, err := o.Read(t.Context(), "no-such"); !fault.Is(err, "education.no_course") {
		t.Error(err)
	}
}

func TestWhoTakesACourseIsSomebody(t *testing.T) {
	t.Parallel()
	o := open(t, load(t, nil), "2026-11-23")
	bare := access.Actor{ID: "person:a", Account: "a", Scopes: []string{access.Self}}
	_, err := o.Begin(t.Context(), bare, "wages-first")
	if !fault.Is(err, "education.nobody") {
		t.Error(err)
	}
	if _, err = o.Begin(t.Context(), actsFor("a", "firm-a"), "listing-officer"); !fault.Is(err, "education.no_post") {
		t.Error(err)
	}
}

// TestASittingAsksEveryCourseFairly: as many questions as it says, each once, and over many sittings every one of them.
func TestASittingAsksEveryCourseFairly(t *testing.T) {
	t.Parallel()
	for _, c := range load(t, nil).On(workday.MustParse("2026-11-23")).Courses() {
		seen := map[string]bool{}
		for range 200 {
			asked := Draw(c, newID("S"))
			once := map[string]bool{}
			for _, q := range asked {
				seen[q.ID], once[q.ID] = true, true
			}
			if len(asked) != c.Ask || len(once) != c.Ask {
				t.Fatalf("%s asks %d questions", c.Code, len(asked))
			}
		}
		if len(seen) != len(c.Questions) {
			t.Errorf("%s never asks %d of its questions", c.Code, len(c.Questions)-len(seen))
		}
	}
	for _, r := range []struct {
		correct, asked int
		want           bool
	}{{4, 5, true}, {3, 5, false}, {5, 6, true}, {4, 6, false}, {1, 1, true}, {0, 1, false}} {
		if Passes(r.correct, r.asked, law.Limit{N: 800}) != r.want {
			t.Errorf("%d of %d", r.correct, r.asked)
		}
	}
}
