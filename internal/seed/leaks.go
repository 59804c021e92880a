package seed

import (
	"context"
	"fmt"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/caseflow"
	"xinheng/internal/leak"
)

// Leaks opens the cases of data security of the demonstration on the days of the story: one that was confirmed and told to whom it
// touched, one that is being looked into with a key suspended, and one that waits. What is there is left as it is.
func Leaks(ctx context.Context, a *app.App) error {
	b := &backstage{app: a, at: a.Now(), people: map[string]access.Actor{}}
	b.open()
	d := leak.NewDesk(a.Pool, a.Law, a.Sealer, leak.Parts{Ledger: a.Ledger, Keys: a.Keys, Accounts: a.Accounts, Readings: a.Disclosure, Cases: b.cases}, b.now)
	if all, err := d.Figures(ctx); err != nil || len(all) > 0 {
		return err
	}
	for _, login := range []string{"sec", "lead"} {
		who, err := actor(ctx, a, login)
		if err != nil {
			return err
		}
		b.people[login] = who
	}
	for _, s := range leakStories() {
		if err := b.leak(ctx, d, s); err != nil {
			return fmt.Errorf("seed: a case of data security: %w", err)
		}
	}
	b.at = a.Now()
	return a.Ledger.Sequence(ctx)
}

// leakStory is a case: how many days ago it was reported, what was told, and what was done since.
type leakStory struct {
	ago   int
	cause string
	said  string
	steps []step
}

func leakStories() []leakStory {
	firm := Nth(0).USCC
	return []leakStory{
		{60, leak.Misused, "一家虚构网站公开叫卖含处罚信息的表格（示例），称来自平台导出。", []step{{1, "sec", leak.TakeUp, nil},
			{2, "sec", leak.Scope, caseflow.Values{"subjects": firm}},
			{10, "sec", leak.Propose, caseflow.Values{"outcome": string(leak.Confirmed), "findings": "比对行序和水印（示例），与一份已过期的导出一致。", "done": "已要求该网站删除并书面保证不再使用，相关导出权限已重新审批（示例）。",
				"handed_to": "discipline", "handed_name": "虚构纪检监察组"}},
			{12, "lead", leak.Confirm, nil}, {13, "sec", leak.Notify, nil}}},
		{6, leak.Leaked, "论坛上有人展示疑似平台接口返回的数据截图（示例）。", []step{{1, "sec", leak.TakeUp, nil}, {2, "sec", leak.Scope, caseflow.Values{}}, {2, "sec", leak.Freeze, nil}}},
		{1, leak.Tampered, "企业反映公示的地址与登记不一致（示例），怀疑被改动。", nil},
	}
}

// leak walks one case by the acts of its story.
func (b *backstage) leak(ctx context.Context, d *leak.Desk, s leakStory) error {
	b.at = b.day(s.ago, 9)
	r, err := d.Report(ctx, access.Actor{}, leak.Told{Cause: s.cause, Statement: s.said}, "")
	if err != nil {
		return err
	}
	for _, st := range s.steps {
		b.at = b.day(s.ago-st.after, 10)
		if st.act == leak.Scope {
			st.fields["from"], st.fields["until"] = b.today().AddDays(-40).String(), b.today().AddDays(-2).String()
		}
		if st.act == leak.Freeze { // a key nobody uses: suspending it stops nobody in the demonstration
			if st.fields, err = b.spareKey(ctx); err != nil {
				return err
			}
		}
		if err := b.do(ctx, r.Case, b.people[st.by], st.act, st.fields); err != nil {
			return err
		}
	}
	return nil
}

func (b *backstage) spareKey(ctx context.Context) (caseflow.Values, error) {
	body := SampleBody()
	name := body.Name + "（示例接口）"
	if _, err := b.app.Keys.Issue(ctx, body.USCC, name, []string{access.ScopeCheck}); err != nil {
		return nil, err
	}
	all, err := b.app.Keys.List(ctx)
	if err != nil {
		return nil, err
	}
	k := all[slices.IndexFunc(all, func(k access.Key) bool { return k.Name == name })]
	return caseflow.Values{"kind": access.FreezeKey, "target": k.ID, "until": b.today().AddDays(20).String(), "reason": "截图中的请求编号属于该密钥（示例）。"}, nil
}
