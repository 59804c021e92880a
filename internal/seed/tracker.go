package seed

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/attach"
	"xinheng/internal/tracker"
	"xinheng/internal/workday"
)

// entrusted is a task of the policy given to a body of the demonstration so many days ago, for so many days.
type entrusted struct {
	task      string
	org       Body
	ago, days int
	by        string // who reported; empty: nobody did
	says      string
	finished  bool
	answer    string // of the office; empty: it waits
	accept    bool
}

// entrustments show every state a reader should meet: done, late, under way, waiting, returned, overdue and untouched.
func entrustments() []entrusted {
	market, food := bureau(places[0], "market"), bureau(places[0], "food")
	return []entrusted{
		{task: "a05-1", org: approval, ago: 200, days: 120},
		{task: "a12-2", org: food, ago: 180, days: 150, by: "facts", says: "已将双随机抽查与信用等级相关联，抽查方案附后（虚构）。", finished: true, answer: "已核对，予以认可（虚构）。", accept: true},
		{task: "a13-1", org: food, ago: 90, days: 120, by: "facts", says: "已确定核查范围和分类办法，正在试行（虚构）。", answer: "进展认可，请完成后再报（虚构）。", accept: true},
		{task: "a26-1", org: food, ago: 60, days: 45, by: "facts", says: "本单位修复办理情况说明附后（虚构）。", finished: true, answer: "请补充各季度的办理数（虚构）。"},
		{task: "a19-1", org: market, ago: 100, days: 160, by: "review", says: "行政处罚、行政许可均在时限内公示（虚构）。", finished: true},
		{task: "a09-2", org: market, ago: 30, days: 120},
		{task: "a27-1", org: market, ago: 150, days: 60, by: "review", says: "异议核实处理的内部时限已明确（虚构）。", finished: true, answer: "已认可，报送晚于期限（虚构）。", accept: true},
		{task: "a15-2", org: food, ago: 20, days: 90},
		{task: "a28-1", org: planning, ago: 120, days: 240},
		{task: "a21-1", org: approval, ago: 40, days: 300},
		{task: "a06-1", org: market, ago: 15, days: 180},
	}
}

// Policy gives tasks of the policy to bodies of the demonstration. What is there is left as it is.
func Policy(ctx context.Context, a *app.App) error {
	lead, err := actor(ctx, a, "lead")
	if err != nil {
		return err
	}
	if there, err := a.Tracker.List(ctx, lead); err != nil || len(there) > 0 {
		return err
	}
	for _, e := range entrustments() {
		if err := e.play(ctx, a, lead); err != nil {
			return fmt.Errorf("seed: task %s: %w", e.task, err)
		}
	}
	return a.Ledger.Sequence(ctx)
}

// play lets the days pass on which it was assigned, reported and answered.
func (e *entrusted) play(ctx context.Context, a *app.App, lead access.Actor) error {
	ago := e.ago
	then := tracker.NewDesk(a.Pool, a.Law, a.Accounts, a.Attach, func() time.Time { return a.Now().AddDate(0, 0, -ago) })
	due := workday.Of(a.Now()).AddDays(e.days - e.ago)
	task, err := then.Assign(ctx, lead, tracker.NewAssignment{Task: e.task, Org: e.org.USCC, DueOn: due})
	if err != nil || e.by == "" {
		return err
	}
	who, err := actor(ctx, a, e.by)
	if err != nil {
		return err
	}
	if ago = 8; e.days < 60 || e.finished && e.days > 120 {
		ago = min(e.ago-10, e.ago-e.days+20)
		ago = max(ago, 8)
	}
	doc, err := a.Attach.Put(ctx, who, attach.Upload{Kind: "policy_evidence", Name: "示例佐证.txt", Grade: attach.SelfMade}, strings.NewReader("示例佐证材料，内容为虚构："+e.task+" "+e.says+"\n"))
	if err != nil {
		return err
	}
	task, err = then.Report(ctx, who, task.ID, tracker.NewReport{Finished: e.finished, Says: e.says, Document: doc.ID})
	if err != nil || e.answer == "" {
		return err
	}
	ago = 3
	_, err = then.Answer(ctx, lead, task.ID, task.Reports[0].ID, tracker.Reply{Accept: e.accept, Answer: e.answer})
	return err
}
