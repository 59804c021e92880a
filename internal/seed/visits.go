package seed

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/inspection"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/visit"
	"xinheng/internal/workday"
)

// inspections opens the desks of draws and visits on the clock of the story.
func (b *backstage) inspections(records *record.Desk, now func() time.Time) {
	a := b.app
	b.cases.Attached = a.Cases.Attached
	b.draws = inspection.NewDesk(a.Pool, a.Law, a.Ledger, a.Sealer, now)
	b.draws.Share(a.Inspection)
	b.visits = visit.NewDesk(a.Pool, a.Law, a.Sealer, records, b.cases, now)
	app.WireVisits(b.visits, b.draws, a.Law)
	b.visits.Accounts, b.visits.Roster = a.Accounts, a.Visits.Roster
}

// inspect makes visits of what was drawn, and of complaints: one in each place a newcomer should see.
func (b *backstage) inspect(ctx context.Context) error {
	if err := Draws(ctx, b.app); err != nil {
		return err
	}
	b.at = b.app.Now()
	tasks, err := b.visits.Due(ctx, b.people["inspect"])
	if err != nil {
		return err
	}
	complained := Nth(0).USCC // drawn it may be too; its visit is the one of the complaint
	tasks = slices.DeleteFunc(tasks, func(t visit.Due) bool { return t.Entity == complained })
	journeys := []journey{
		{ago: 1}, {ago: 3, until: visit.Notified}, {ago: 6, until: visit.Recorded, refused: true}, {ago: 9, until: visit.Resulted, result: "clear"},
		{ago: 14, until: visit.Published, result: "clear", published: 8},
	}
	// one of an approval for which nobody asked about credit: a broken chain, as the analyst must see it
	approvals := map[int]string{4: "SP-示例-0417"}
	for i, j := range journeys[:min(len(journeys), len(tasks))] {
		in := visit.Asking{USCC: tasks[i].Entity, Draws: []string{tasks[i].Draw}, Mode: "on_site", ModeWhy: "远程核查发现标签照片与备案不一致（示例）", ApprovalNo: approvals[i]}
		if err := b.travel(ctx, in, j); err != nil {
			return fmt.Errorf("visit %d: %w", i, err)
		}
	}
	late := visit.Asking{USCC: tasks[len(tasks)-1].Entity, Matter: inspected, Why: "投诉件 示例-0388", With: []string{b.people["inspect2"].Account}, Mode: "on_site"}
	if err := b.travel(ctx, late, journey{ago: 41, until: visit.Published, result: "corrected", published: 2}); err != nil {
		return fmt.Errorf("the late visit: %w", err)
	}
	complaint := visit.Asking{USCC: complained, Matter: inspected, Why: "投诉件 示例-0417", With: []string{b.people["inspect2"].Account}, Mode: "on_site"}
	return b.travel(ctx, complaint, journey{ago: 16, until: visit.Published, result: "clear", published: 4, comment: "检查人员出示了检查码，十五分钟查完，没有影响营业（示例）。"})
}

// journey is how far a visit of the demonstration went, by days ago.
type journey struct {
	ago, published int
	until          caseflow.State // empty: only asked for
	refused        bool
	result         string
	comment        string
}

// travel makes one visit as far as it goes.
func (b *backstage) travel(ctx context.Context, in visit.Asking, j journey) error {
	inspect, other, plan := b.people["inspect"], b.people["inspect2"], b.people["plan"]
	b.at = b.day(j.ago, 9)
	c, err := b.visits.Open(ctx, inspect, in, "demo-"+in.USCC)
	if err != nil || j.until == "" {
		return err
	}
	id, today := c.ID, workday.Of(b.at).String()
	do := func(who access.Actor, act caseflow.Act, f caseflow.Values) {
		if err == nil {
			err = b.do(ctx, id, who, act, f)
		}
	}
	do(plan, visit.Approve, nil)
	do(inspect, visit.Notify, caseflow.Values{"served_on": today, "means": "electronic"})
	if err != nil || j.until == visit.Notified {
		return err
	}
	if err := b.hand(ctx, id, j); err != nil || j.until == visit.Recorded {
		return err
	}
	do(other, visit.Sign, nil)
	form := caseflow.Values{"result": j.result, "summary": "按清单逐项检查，详见检查记录（示例）。"}
	if j.result == "corrected" {
		form["correct_by"] = workday.Of(b.at).AddDays(15).String()
	}
	do(inspect, visit.FormResult, form)
	proof, err2 := b.picture(ctx, inspect, "送达回证示例.png")
	if err2 != nil {
		return err2
	}
	do(inspect, visit.ServeResult, caseflow.Values{"served_on": today, "means": "electronic", "result_service": proof})
	if j.until == visit.Resulted {
		return err
	}
	b.at = b.day(j.published, 10)
	if j.comment != "" && err == nil {
		firm, errFirm := b.represents(ctx, "firm", in.USCC)
		if errFirm != nil {
			return errFirm
		}
		do(firm, visit.Comment, caseflow.Values{"text": j.comment})
		do(plan, visit.ShowComment, nil)
	}
	do(plan, visit.Publish, nil)
	return err
}

func (b *backstage) do(ctx context.Context, id string, who access.Actor, act caseflow.Act, f caseflow.Values) error {
	err := b.app.Pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		_, err := b.cases.Do(ctx, tx, id, caseflow.Doing{Act: act, Actor: who, Fields: f, Key: "demo-" + string(act)})
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", act, err)
	}
	return nil
}

// hand fills the sheet in, as the device of the first inspector would.
func (b *backstage) hand(ctx context.Context, id string, j journey) error {
	inspect := b.people["inspect"]
	s, err := b.visits.Sheet(ctx, inspect, id)
	if err != nil {
		return err
	}
	signed, err := b.picture(ctx, inspect, "签名示例.png")
	if err != nil {
		return err
	}
	f := visit.Filled{ArrivedAt: b.at, Code: s.Officer, Signature: signed, Firm: &visit.Firmly{Signer: "示例店长", Signature: signed}}
	if j.refused {
		f.Code, f.NoCodeReason, f.Firm = "", "企业码未张贴，检查人员手机没电（示例）", &visit.Firmly{Refused: true, Remark: "店员以负责人不在为由拒签，邻店在场见证（示例）。"}
	}
	for _, l := range s.Lists {
		for _, i := range l.Items {
			a := visit.Answer{List: l.Code, Item: i.Code, Value: "ok"}
			if j.result == "corrected" && i.Code == "storage" {
				photo, err := b.picture(ctx, inspect, "库房示例.png")
				if err != nil {
					return err
				}
				a.Value, a.Note, a.Photos = "not", "两批次过期食品未下架（示例）", []string{photo}
			}
			f.Answers = append(f.Answers, a)
		}
	}
	_, err = b.visits.Hand(ctx, inspect, id, "demo", f)
	return err
}

// picture hands in a small picture of nothing.
func (b *backstage) picture(ctx context.Context, who access.Actor, name string) (string, error) {
	var w bytes.Buffer
	if err := png.Encode(&w, image.NewGray(image.Rect(0, 0, 32, 24))); err != nil {
		return "", err
	}
	a, err := b.app.Attach.Put(ctx, who, attach.Upload{Kind: "evidence", Name: name}, &w)
	return a.ID, err
}

// represents is somebody acting for a firm they represent.
func (b *backstage) represents(ctx context.Context, login, firm string) (access.Actor, error) {
	who, _, err := b.app.Accounts.ByLogin(ctx, login)
	if err != nil {
		return access.Actor{}, err
	}
	h, err := b.app.Accounts.Holder(ctx, b.app.Pool, who.ID)
	for _, d := range h.Firms {
		if d.Firm == firm {
			return b.app.Accounts.Acting(ctx, b.app.Pool, who.ID, "", d.ID)
		}
	}
	return access.Actor{}, fmt.Errorf("seed: %s does not represent %s: %w", login, firm, err)
}
