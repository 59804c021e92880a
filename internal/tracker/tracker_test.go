package tracker

import (
	"bytes"
	"context"
	"sync"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/attach"
	"xinheng/internal/counter"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var (
	leadID, foodID = counter.Code("11460000", "MB000001"), counter.Code("11460100", "MB000002")
	shipID, hereID = counter.Code("11460200", "MB000003"), counter.Code("11460100", "MB000004")
)

var people = map[string]access.Actor{
	"lead":   counter.Person("lead", leadID, "海南省虚构信用主管部门", "460000", "R19"),
	"second": counter.Person("second", leadID, "海南省虚构信用主管部门", "460000", "R19"),
	"food":   counter.Person("food", foodID, "海口市虚构食品监管局", "460100", "R11"),
	"clerk":  counter.Person("clerk", foodID, "海口市虚构食品监管局", "460100", "R10"),
	"ship":   counter.Person("ship", shipID, "三亚市虚构港航局", "460200", "R11"),
	"here":   counter.Person("here", hereID, "海口市虚构信用主管部门", "460100", "R20"),
	"top":    counter.Person("top", leadID, "海南省虚构信用主管部门", "460000", "R21"),
}

type office struct {
	*counter.Counter
	*Desk
	files *attach.Desk
}

func open(t *testing.T, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people)}
	_, err := ledger.Open(t.Context(), o.DB, "xinheng/test", o.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	accounts := account.NewDesk(o.DB, access.NewKeys(o.DB, o.Now), o.Law, o.Now)
	in, err := accounts.ImportOrgs(t.Context(), access.CLI(), []account.Org{
		{ID: leadID, Name: "海南省虚构信用主管部门", Region: "460000", Kind: "department"}, {ID: foodID, Name: "海口市虚构食品监管局", Region: "460100", Kind: "department"},
		{ID: shipID, Name: "三亚市虚构港航局", Region: "460200", Kind: "department"}, {ID: hereID, Name: "海口市虚构信用主管部门", Region: "460100", Kind: "department"}})
	counter.Must(t, err)
	if len(in.Wrong) > 0 {
		t.Fatalf("%+v", in.Wrong)
	}
	o.files = attach.NewDesk(o.DB, o.Sealer, attach.Limits{}, o.Now)
	o.Desk = NewDesk(o.DB, o.Law, accounts, o.files, o.Now)
	o.Counted = func(_ context.Context, org string, year int, figure string) (int64, error) {
		return map[string]int64{foodID + "repairs": 12}[org+figure] * int64(year-2025), nil
	}
	o.files.Register(Object, o.MaySee)
	o.Serve(func(api *web.API) { Routes(api, o.Desk); attach.Routes(api, o.files) })
	return o
}

const tasks = "/v1/policy/tasks"

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

func (o *office) assign(org, due string) Assignment {
	o.T.Helper()
	return want[Assignment](o, "lead", "POST", tasks, NewAssignment{Task: "a26-1", Org: org, DueOn: workday.MustParse(due)}, "")
}

func (o *office) document(who, words string) string {
	o.T.Helper()
	a, err := o.files.Put(o.T.Context(), people[who], attach.Upload{Kind: documentKind, Name: "示例佐证.txt", Grade: attach.SelfMade}, bytes.NewBufferString(words))
	counter.Must(o.T, err)
	return a.ID
}

func (o *office) see(who, id string) Assignment {
	o.T.Helper()
	return want[Assignment](o, who, "GET", tasks+"/"+id, nil, "")
}

func (o *office) answer(who string, a *Assignment, in Reply, code string) Assignment {
	o.T.Helper()
	return want[Assignment](o, who, "POST", tasks+"/"+a.ID+"/reports/"+a.Reports[len(a.Reports)-1].ID+"/answer", in, code)
}

var counted = NewReport{Says: "示例：本年办结的修复申请见平台统计。", Finished: true, Figure: "repairs", Year: 2026}

func TestF28_2_EveryArticleOfThePolicyHasItsTasks(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	p := want[Progress](o, "", "GET", "/v1/policy", nil, "")
	if len(p.Articles) != 30 {
		t.Fatalf("%d articles, the policy has thirty", len(p.Articles))
	}
	seen := map[string]bool{}
	for _, a := range p.Articles {
		if seen[a.Article] || len(a.Tasks) == 0 || len(a.Basis) != 1 || a.Basis[0].Article != a.Article || a.Parts[0].Path == "" {
			t.Errorf("%s: twice, or without tasks, its own article or a part of the platform: %+v", a.Article, a)
		}
		seen[a.Article] = true
		for _, task := range a.Tasks {
			if task.State != "unassigned" || len(task.Bodies) != 0 {
				t.Errorf("%s is %s before anybody assigned it", task.Code, task.State)
			}
		}
	}
}

func TestF28_2_ATaskIsAssignedOnceToABodyWithinReach(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	in := NewAssignment{Task: "a26-1", Org: foodID, DueOn: workday.MustParse("2026-12-31"), Note: "示例说明"}
	for _, who := range []string{"food", "here", "top"} {
		want[Assignment](o, who, "POST", tasks, in, "access.no_permission")
	}
	for code, bad := range map[string]NewAssignment{
		"tracker.task": {Task: "a31-1", Org: foodID, DueOn: in.DueOn}, "tracker.due": {Task: in.Task, Org: foodID, DueOn: workday.MustParse("2026-11-19")},
		"tracker.body": {Task: in.Task, Org: counter.Code("11460000", "MB000099"), DueOn: in.DueOn},
	} {
		want[Assignment](o, "lead", "POST", tasks, bad, code)
	}
	var wait sync.WaitGroup
	ids := make([]string, 4)
	for i := range ids { // a second click, and a third
		wait.Go(func() { ids[i] = want[Assignment](o, "lead", "POST", tasks, in, "").ID })
	}
	wait.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("several assignments: %v", ids)
		}
	}
	other := in
	other.DueOn++
	want[Assignment](o, "lead", "POST", tasks, other, "tracker.assigned")
	if acts := o.Acts(ids[0]); len(acts) != 1 || acts[0] != "tracker.assigned" {
		t.Errorf("the ledger says %v", acts)
	}
	// to change the date, the first is withdrawn with a reason and stays in the history
	want[Assignment](o, "lead", "POST", tasks+"/"+ids[0]+"/withdraw", map[string]string{"why": " "}, "tracker.says")
	want[Assignment](o, "food", "POST", tasks+"/"+ids[0]+"/withdraw", map[string]string{"why": "示例"}, "access.no_permission")
	for range 2 {
		want[Assignment](o, "lead", "POST", tasks+"/"+ids[0]+"/withdraw", map[string]string{"why": "示例：期限调整。"}, "")
	}
	want[Assignment](o, "food", "POST", tasks+"/"+ids[0]+"/reports", counted, "tracker.over")
	again := want[Assignment](o, "lead", "POST", tasks, other, "")
	if all := want[struct{ Items []Assignment }](o, "food", "GET", tasks, nil, "").Items; len(all) != 2 || all[0].ID != again.ID || all[1].Withdrawn == "" {
		t.Errorf("the history is %+v", all)
	}
}

func TestF28_2_AnothersTaskDoesNotExist(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	a := o.assign(foodID, "2026-12-31")
	for who, sees := range map[string]bool{"food": true, "ship": false, "lead": true, "here": true, "top": true} {
		n := len(want[struct{ Items []Assignment }](o, who, "GET", tasks, nil, "").Items)
		if (n == 1) != sees {
			t.Errorf("%s sees %d", who, n)
		}
	}
	want[Assignment](o, "ship", "GET", tasks+"/"+a.ID, nil, "tracker.unknown")
	want[Assignment](o, "ship", "POST", tasks+"/"+a.ID+"/reports", counted, "tracker.not_ours")
	want[Assignment](o, "here", "POST", tasks+"/"+a.ID+"/reports", counted, "tracker.not_ours") // sees it, and it is another's
	want[Assignment](o, "food", "POST", tasks+"/RW-NONE/reports", counted, "tracker.not_ours")
	want[Assignment](o, "clerk", "GET", tasks+"/"+a.ID, nil, "access.no_permission")
	doc := o.document("food", "示例佐证")
	want[Assignment](o, "food", "POST", tasks+"/"+a.ID+"/reports", NewReport{Says: "示例", Document: doc}, "")
	for who, status := range map[string]int{"food": 200, "lead": 200, "ship": 404} {
		if got, _ := o.Send(who, "GET", "/v1/attachments/"+doc, nil); got != status {
			t.Errorf("the evidence for %s: %d", who, got)
		}
	}
}

func TestF28_2_AReportHasEvidenceAndIsAnsweredByAnother(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	a := o.assign(foodID, "2026-12-31")
	post := tasks + "/" + a.ID + "/reports"
	for _, bad := range []struct {
		code string
		in   NewReport
	}{
		{"tracker.says", NewReport{Says: " ", Figure: "repairs", Year: 2026}}, {"tracker.evidence", NewReport{Says: "示例"}}, {"tracker.figure", NewReport{Says: "示例", Figure: "repairs", Year: 2027}},
		{"tracker.nothing", NewReport{Says: "示例", Figure: "objections", Year: 2026}}, {"tracker.document", NewReport{Says: "示例", Document: o.document("ship", "别处的示例")}},
	} {
		want[Assignment](o, "food", "POST", post, bad.in, bad.code)
	}
	a = want[Assignment](o, "food", "POST", post, counted, "")
	if again := want[Assignment](o, "food", "POST", post, counted, ""); len(again.Reports) != 1 || again.Reports[0].Counted != 12 {
		t.Fatalf("a second click: %+v", again.Reports)
	}
	other := counted
	other.Finished = false
	want[Assignment](o, "food", "POST", post, other, "tracker.open")
	o.answer("food", &a, Reply{Accept: true}, "access.no_permission")
	o.answer("lead", &a, Reply{}, "tracker.answer") // a return says why
	if got := o.answer("lead", &a, Reply{Answer: "示例：请补充数据说明。"}, ""); got.State != Returned {
		t.Errorf("returned: %+v", got.Standing)
	}
	o.answer("second", &a, Reply{Answer: "示例：请补充数据说明。"}, "") // a second click
	o.answer("second", &a, Reply{Accept: true}, "tracker.answered")
	a = want[Assignment](o, "food", "POST", post, NewReport{Says: "示例：补充说明。", Finished: true, Document: o.document("food", "补充的示例")}, "")
	if a = o.answer("lead", &a, Reply{Accept: true}, ""); a.State != Done || a.Late || a.Overdue || a.Reports[1].Hash == "" {
		t.Errorf("accepted: %+v", a)
	}
	want[Assignment](o, "food", "POST", post, counted, "tracker.over")
	want[Assignment](o, "lead", "POST", tasks+"/"+a.ID+"/withdraw", map[string]string{"why": "示例"}, "tracker.over")
	if acts := o.Acts(a.ID); len(acts) != 5 {
		t.Errorf("the ledger says %v", acts)
	}
	// the lead office's own task: who reported does not accept
	own := o.assign(leadID, "2026-12-31")
	own = want[Assignment](o, "lead", "POST", tasks+"/"+own.ID+"/reports", NewReport{Says: "示例", Document: o.document("lead", "本单位示例")}, "")
	o.answer("lead", &own, Reply{Accept: true}, "access.not_apart")
	if got := o.answer("second", &own, Reply{Accept: true}, ""); got.State != UnderWay {
		t.Errorf("progress that is not the end: %+v", got.Standing)
	}
}

func TestF28_2_OverdueFollowsTheCalendarWithNothingRunning(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	a := o.assign(foodID, "2026-12-01")
	due := workday.MustParse("2026-12-01")
	for day, overdue := range map[workday.Date]bool{due - 1: false, due: false, due + 1: true} {
		o.On(day.String())
		if got := o.see("food", a.ID); got.Overdue != overdue || got.State != Assigned {
			t.Errorf("on %s: %+v", day, got.Standing)
		}
	}
	o.At(due.Start().AddDate(0, 0, 1).Add(-1)) // the last moment of the day
	a = want[Assignment](o, "food", "POST", tasks+"/"+a.ID+"/reports", counted, "")
	o.On("2027-01-10") // how long the office takes is not the body's
	if got := o.see("food", a.ID); got.Overdue || got.State != Waiting {
		t.Errorf("reported on the last day: %+v", got.Standing)
	}
	if got := o.answer("lead", &a, Reply{Answer: "示例：退回。"}, ""); !got.Overdue || got.State != Returned {
		t.Errorf("returned after the due date: %+v", got.Standing)
	}
	a = want[Assignment](o, "food", "POST", tasks+"/"+a.ID+"/reports", counted, "")
	if !a.Overdue || a.State != Waiting {
		t.Errorf("reported again, late: %+v", a.Standing)
	}
	if got := o.answer("lead", &a, Reply{Accept: true}, ""); got.State != Done || !got.Late || got.Overdue {
		t.Errorf("done late: %+v", got.Standing)
	}
}

func TestF28_2_ThePublicReadsWhatWasAccepted(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	a, b := o.assign(foodID, "2026-12-01"), o.assign(shipID, "2026-12-10")
	a = want[Assignment](o, "food", "POST", tasks+"/"+a.ID+"/reports", counted, "")
	task := func() Task {
		for _, x := range want[Progress](o, "", "GET", "/v1/policy", nil, "").Articles {
			if x.Code == "a26" {
				return x.Tasks[0]
			}
		}
		return Task{}
	}
	if got := task(); got.State != "under_way" || len(got.Bodies) != 2 || len(got.Bodies[0].Evidence)+len(got.Bodies[1].Evidence) != 0 {
		t.Errorf("what waits is public: %+v", got)
	}
	o.answer("lead", &a, Reply{Accept: true}, "")
	o.On("2026-12-11")
	got := task()
	if got.State != "overdue" || got.Bodies[1].Name != "海口市虚构食品监管局" || got.Bodies[1].Evidence[0].Counted != 12 || !got.Bodies[0].Overdue {
		t.Errorf("one body of two has done it: %+v", got)
	}
	want[Assignment](o, "lead", "POST", tasks+"/"+b.ID+"/withdraw", map[string]string{"why": "示例：职责调整。"}, "")
	if got := task(); got.State != "done" {
		t.Errorf("all that is left is done: %+v", got)
	}
}

func TestF28_2_AnAnswerThatDiesLeavesTheReportOpen(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	a := o.assign(foodID, "2026-12-01")
	a = want[Assignment](o, "food", "POST", tasks+"/"+a.ID+"/reports", counted, "")
	err := o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		if err := answerReport(ctx, tx, a.Reports[0].ID, "accepted", "", "person:lead", o.instant()); err != nil {
			return err
		}
		return counter.ErrDied
	})
	if err == nil || o.see("food", a.ID).State != Waiting {
		t.Fatal("half an answer was kept")
	}
	o.answer("lead", &a, Reply{Accept: true}, "")
}
