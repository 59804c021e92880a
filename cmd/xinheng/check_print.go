package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"xinheng/internal/app"
	"xinheng/internal/check"
	"xinheng/internal/law"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// verdicts say an outcome in a shape and a word; never by colour alone.
var verdicts = map[check.Outcome]struct{ mark, word string }{
	check.Prohibited:     {"■", "禁止"},
	check.Restricted:     {"◆", "受限"},
	check.Attention:      {"▲", "关注"},
	check.Clear:          {"○", "正常"},
	check.UnknownSubject: {"？", "主体未知"},
	check.Refused:        {"×", "代码无效"},
}

func nameOf(g *globals, a *app.App, id string) string {
	if e, err := registry.Find(g.ctx, a.Pool, id); err == nil {
		return e.Name
	}
	return "（未登记的主体）"
}

// printDecision shows an answer as an officer reads it: the verdict, each effect with its reasons, what does not count,
// and the receipt.
func printDecision(w io.Writer, name string, d *check.Decision) {
	fmt.Fprintf(w, "信用查验　%s\n%s · %s\n%s　办件 %s　%s\n\n", d.ID, name, d.Matter.Name.ZH, d.Subject, d.CaseNo, d.At.Format("2006-01-02 15:04"))
	if d.Finding == nil {
		fmt.Fprintf(w, "%s\n%s\n", map[check.Answer]string{check.Yes: "○ 是", check.No: "■ 否", check.NotEnough: "？ 数据不足"}[d.Answer], d.Advice.ZH)
	} else {
		v := verdicts[d.Outcome]
		fmt.Fprintf(w, "%s %s　%s\n", v.mark, v.word, d.Advice.ZH)
		for i := range d.Effects {
			printEffect(w, i+1, &d.Effects[i])
		}
		printRoute(w, d.Route)
		printPassed(w, d.NotApplied)
	}
	fmt.Fprintf(w, "\n依据日期 %s　信息截至账本 #%d（%.1f 秒前）　规则版本 %s\n", d.AsOf.Date, d.AsOf.Position, float64(d.AsOf.AgeMS)/1000, d.AsOf.Edition)
	fmt.Fprintf(w, "凭证 %s（第 %d／%d 条）\n", d.Receipt.Entry, d.Receipt.Index+1, d.Receipt.Count)
}

func printEffect(w io.Writer, n int, e *check.Effect) {
	fmt.Fprintf(w, "\n%d. %s　%s\n", n, strengthOf(e), e.Measure.Name.ZH)
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(w, "   %s　%s\n", label, text)
		}
	}
	line("因为", becauseOf(e.Because))
	var basis []string
	for _, c := range e.Basis {
		basis = append(basis, c.Text.ZH+unverified(c.Standing))
	}
	line("依据", strings.Join(basis, "、"))
	line("期限", span(e.Because.From, e.Until))
	if r := e.Because.RepairFrom; r != 0 {
		line("当事人可以", "申请修复（最早 "+r.String()+"）、提出异议")
	} else if e.Kind != law.Benefit {
		line("当事人可以", "提出异议")
	}
	line("下一步", e.Next.ZH)
	for _, a := range e.Adopted {
		line("采纳", a.Body+"："+a.Why.ZH)
	}
	if e.Lowered != nil {
		line("说明", e.Lowered.Reason.ZH)
	}
}

func strengthOf(e *check.Effect) string {
	switch {
	case e.Kind == law.Benefit:
		return "＋ 激励"
	case e.Must:
		return "■ 必须"
	case e.Kind == law.Block:
		return "◆ 可以"
	case e.Kind == law.Warn:
		return "▲ 提示"
	}
	return "· 告知"
}

func unverified(s law.Standing) string {
	if s == law.Assumed {
		return "（未核实）"
	}
	return ""
}

func becauseOf(b check.Because) string {
	what := b.Title
	if b.List != nil {
		what = "列入“" + b.List.Name.ZH + "”"
	}
	return strings.Join(strings.Fields(what+" "+b.Authority+" "+b.DocumentNo), "　")
}

func span(from, until workday.Date) string {
	if until == 0 {
		return from.String() + " 起"
	}
	return from.String() + " — " + until.String()
}

func printRoute(w io.Writer, r check.Route) {
	if r.Eligible {
		fmt.Fprint(w, "\n告知承诺　可以选择\n")
		return
	}
	var why []string
	for _, reason := range r.Reasons {
		why = append(why, reason.Sentence.ZH)
	}
	fmt.Fprintf(w, "\n告知承诺　不适用：%s\n", strings.Join(why, "；"))
}

func printPassed(w io.Writer, passed []check.Passed) {
	// what only informs has said so above, with its effect
	passed = slices.DeleteFunc(slices.Clone(passed), func(p check.Passed) bool { return p.Why == "assumed_not_adopted" })
	if len(passed) == 0 {
		return
	}
	fmt.Fprintf(w, "\n看过但不适用的（%d）\n", len(passed))
	for _, p := range passed {
		measure := ""
		if p.Measure != "" {
			measure = "（" + p.Measure + "）"
		}
		fmt.Fprintf(w, "  · %s%s：%s\n", becauseOf(p.What), measure, p.Reason.ZH)
	}
}
