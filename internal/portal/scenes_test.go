package portal

import (
	"context"
	"net/http"
	"testing"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/scene"
	"xinheng/internal/workday"
)

func TestF29_2_ASceneShowsBothNumbersTheirSourceAndThatItWasWithdrawn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/scenes"), "还没有应用场景")
	before, after, at := int64(46), int64(17), time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)
	say := func(zh, en string) law.Text2 { return law.Text2{ZH: zh, EN: en} }
	one := scene.Scene{ID: "CJ-1", State: scene.Withdrawn, Body: "海口市虚构信用主管部门", ArticleText: "（十二）", ArticleName: say("示例条款", "Example article"), Place: say("海口市", "Haikou City"), ConfirmedBy: "海南省虚构信用主管部门",
		ConfirmedAt: &at, WithdrawnAt: &at, Why: "示例理由", Draft: scene.Draft{Name: say("示例场景", "Example scene"), Article: "a12", Changed: say("改了", "Changed"), Measured: say("量了", "Measured"),
			Before: &scene.Span{From: workday.MustParse("2026-03-01"), To: workday.MustParse("2026-06-30")}, After: &scene.Span{From: workday.MustParse("2026-07-01"), To: workday.MustParse("2026-10-31")},
			Numbers: []scene.Number{{Name: say("重复入企", "Repeated visits"), Unit: say("次", "visits"), Before: &before, After: &after, Source: "示例统计表"}}}}
	s.mux = http.NewServeMux()
	Mount(s.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: s.now, Base: "https://credit.example.test", Scenes: func(context.Context) ([]scene.Scene, error) { return []scene.Scene{one}, nil }})
	s.has(s.page(200, "/scenes"), "示例场景", "已撤回", "2026-11-20 09:00 撤回，理由：", "示例理由", "（十二） 示例条款", "海口市", "2026-03-01 至 2026-06-30", "46", "17", "示例统计表", "海南省虚构信用主管部门")
	s.has(s.page(200, "/en/scenes"), "Example scene", "Withdrawn 2026-11-20 09:00", "Repeated visits", "How it was measured")
}
