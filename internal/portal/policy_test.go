package portal

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/tracker"
	"xinheng/internal/workday"
)

// progressOf stands for the desk: a day of the policy.
type progressOf struct{ of tracker.Progress }

func (p progressOf) Progress(context.Context) (tracker.Progress, error) { return p.of, nil }

// TestF28_2_ThePublicReadsThePolicyArticleByArticle: state, bodies, due dates and evidence in both languages, the chart with its table,
// and a page of this site behind every article.
func TestF28_2_ThePublicReadsThePolicyArticleByArticle(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/policy"), "还没有分派任务")
	p := tracker.Progress{On: s.day}
	for _, a := range s.lib.On(s.day).PolicyArticles() {
		x := tracker.Article{PolicyArticle: a}
		for _, task := range a.Tasks {
			x.Tasks = append(x.Tasks, tracker.Task{PolicyTask: task, State: "unassigned"})
		}
		p.Articles = append(p.Articles, x)
	}
	p.Articles[0].Tasks[0] = tracker.Task{PolicyTask: p.Articles[0].Tasks[0].PolicyTask, State: "overdue", Bodies: []tracker.Body{
		{Name: "海口市虚构食品监管局", DueOn: workday.MustParse("2026-11-21"), Standing: tracker.Standing{State: tracker.UnderWay, Overdue: true}, Evidence: []tracker.Evidence{
			{On: s.day - 30, Says: "示例佐证说明", Figure: "repairs", Year: 2026, Counted: 12, Hash: strings.Repeat("ab", 32)}}}}}
	s.mux = http.NewServeMux()
	Mount(s.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: s.now, Base: "https://credit.example.test", Policy: progressOf{p}})
	s.has(s.page(200, "/policy"), "（一） 全面实施行政审批告知承诺", "（三十）", "海口市虚构食品监管局", "期限 2026-11-21", "已逾期", "平台统计：2026 年办结修复 12 件", "行政审批机关", "条文未指明", "二、全面推行信用承诺制")
	s.has(s.page(200, "/en/policy"), "Notification and commitment for administrative approvals", "due 2026-11-21", "counted by the platform in 2026: repairs decided, 12", "Nobody is named")
	for _, a := range p.Articles {
		for _, part := range a.Parts {
			if !centre(part.Path) && !slices.ContainsFunc(routes, func(r struct {
				path string
				show func(*visit) (sheet, error)
			}) bool {
				return r.path == part.Path
			}) {
				t.Errorf("%s is carried out on %s, which is no page", a.Article, part.Path)
			}
		}
	}
}
