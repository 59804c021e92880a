package portal

import (
	"context"
	"testing"
	"time"

	"xinheng/internal/caselib"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// shelved are pieces the site is given, and how often an activity was shown.
type shelved struct {
	all   []caselib.Public
	views map[string]int
}

func (s *shelved) Studies(_ context.Context, kind string, articles ...law.Ref) (out []caselib.Public, _ error) {
	for _, p := range s.all {
		shows := len(articles) == 0
		for _, r := range articles {
			shows = shows || len(p.Articles) > 0 && p.Articles[0].Ref == r
		}
		if p.State == "published" && (kind == "" || kind == p.Kind) && shows {
			out = append(out, p)
		}
	}
	return out, nil
}

func (s *shelved) Activities(context.Context) (out []caselib.Public, _ error) {
	for _, p := range s.all {
		if p.Form == caselib.Outreach {
			out = append(out, p)
		}
	}
	return out, nil
}

func (s *shelved) Read(_ context.Context, form, id string) (caselib.Public, error) {
	for _, p := range s.all {
		if p.ID == id && p.Form == form {
			return p, nil
		}
	}
	return caselib.Public{}, fault.New(fault.Missing, "caselib.unknown", "没有。", "None.")
}

func (s *shelved) Viewed(_ context.Context, p *caselib.Public) error {
	s.views[p.ID]++
	return nil
}

// A study is read in both languages and found from the page of every rule that cites the same article; one that was withdrawn says why.
func TestF30_3_StudiesStandBesideTheRulesTheyShow(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/case-studies"), "没有这样的案例")
	s.has(s.page(200, "/en/outreach"), "There are no activities now")
	s.page(404, "/case-studies/AL-NONE")
	book := s.lib.On(s.day)
	measure := book.Measures()[0]
	ref := measure.Basis[0]
	list := book.Lists()[0]
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	of := func(id string, r law.Ref) caselib.Public {
		return caselib.Public{ID: id, Form: caselib.Study, Kind: "repair", State: "published", Title: law.Text2{ZH: "示例案例" + id, EN: "Example study " + id}, Body: law.Text2{ZH: "第一段。\n第二段。", EN: "First.\nSecond."},
			Articles: []caselib.Article{{Ref: r, Text: book.Cite(r)}}, PublishedAt: &at}
	}
	gone := caselib.Public{ID: "AL-3", Form: caselib.Study, Kind: "repair", State: "withdrawn", Why: "示例：表述不准确。", WithdrawnAt: &at, PublishedAt: &at}
	lib := &shelved{all: []caselib.Public{of("AL-1", ref), of("AL-2", list.Basis[0]), gone}, views: map[string]int{}}
	s.remount(Deps{CaseLib: lib})
	s.has(s.page(200, "/case-studies"), "示例案例AL-1", "信用修复", "示例案例AL-2")
	s.has(s.page(200, "/en/case-studies/AL-1"), "Example study AL-1", "<p>First.</p><p>Second.</p>", "names no firm and no person")
	only := s.page(200, "/case-studies?kind=repair&instrument="+ref.Instrument+"&article="+ref.Article)
	s.has(only, "示例案例AL-1")
	s.hasNot(s.page(200, "/case-studies?kind=objection"), "示例案例AL-1")
	s.has(s.page(200, "/measures/"+measure.Code), "示例案例AL-1", "/case-studies/AL-1")
	s.has(s.page(200, "/law/value/measure:"+measure.Code), "/case-studies/AL-1")
	s.has(s.page(200, "/en/lists/"+list.Code), "Example study AL-2")
	s.has(s.page(200, "/case-studies/AL-3"), "已撤下", "示例：表述不准确。", "noindex")
}

// An activity stands on the first page while it is on or to come; showing its page counts once, showing the list does not.
func TestF30_3_AnActivityIsCountedWhenItsPageIsShown(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	day := workday.MustParse
	of := func(id, state string) caselib.Public {
		return caselib.Public{ID: id, Form: caselib.Outreach, State: state, Title: law.Text2{ZH: "示例宣传" + id, EN: "Example " + id}, Body: law.Text2{ZH: "正文", EN: "Text"}, FirstOn: day("2026-11-20"), LastOn: day("2026-11-25"),
			Materials: []caselib.Material{{ID: "m1", Name: "宣传页.txt", SHA256: "abc123"}}, Reach: &caselib.Reach{Views: 12, People: 28, Attendance: []caselib.Attendance{{Seq: 2, On: day("2026-11-21"), People: 28, Document: "示例签到表", Corrects: 1}}}}
	}
	lib := &shelved{all: []caselib.Public{of("HD-1", "on"), of("HD-2", "over")}, views: map[string]int{}}
	s.remount(Deps{CaseLib: lib})
	home := s.page(200, "/")
	s.has(home, "示例宣传HD-1")
	s.hasNot(home, "示例宣传HD-2")
	s.has(s.page(200, "/outreach"), "示例宣传HD-1", "示例宣传HD-2", "已结束", "2026-11-20 至 2026-11-25")
	s.has(s.page(200, "/en/outreach/HD-1"), "abc123", "/v1/outreach/HD-1/materials/m1", "示例签到表", "stands instead of entry 1", "No number is estimated")
	if lib.views["HD-1"] != 1 || lib.views["HD-2"] != 0 {
		t.Errorf("counted %v", lib.views)
	}
}
