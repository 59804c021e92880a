package seed

import (
	"context"
	"fmt"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/alert"
	"xinheng/internal/app"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// hinted is a permit that ended, and how many days ago the firm was told.
type hinted struct {
	firm, ended, told int
	says              string // what the firm answered; empty: nothing
	found             string // by the officer; empty: it waits
}

var hints = []hinted{
	{firm: 0, ended: 5, told: 3},
	{firm: 3, ended: 60, told: 40},
	{firm: 4, ended: 55, told: 35, says: "许可已于上月在窗口申请延续，正在办理（虚构）。"},
	{firm: 5, ended: 70, told: 60, says: "门店已停业（虚构）。", found: "到店核实，已停业并注销许可（虚构）。"},
}

// Alerts gives the demonstration hints in each state a newcomer should see. What is there is left.
func Alerts(ctx context.Context, a *app.App) error {
	decider, err := actor(ctx, a, "decide")
	if err != nil {
		return err
	}
	clerk, err := actor(ctx, a, "clerk")
	if err != nil {
		return err
	}
	if there, err := a.Alerts.List(ctx, decider); err != nil || len(there) > 0 {
		return err
	}
	for i, h := range hints {
		if err := h.play(ctx, a, i, clerk, decider); err != nil {
			return fmt.Errorf("seed: a hint: %w", err)
		}
	}
	return nil
}

// play enters the permit, and lets the day pass on which its end was found.
func (h hinted) play(ctx context.Context, a *app.App, i int, clerk, decider access.Actor) error {
	day := func(ago int) string { return workday.Of(a.Now()).AddDays(-ago).String() }
	then := alert.NewDesk(a.Pool, a.Law, a.Sealer, func() time.Time { return a.Now().AddDate(0, 0, -h.told) })
	then.Accounts = a.Accounts
	firm := Nth(h.firm)
	if err := a.Pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		r, err := a.Records.Enter(ctx, tx, clerk, "demo-permits", "licence", map[string]string{
			"XK_XDR_MC": firm.Name, "XK_XDR_LB": "法人及非法人组织", "XK_XDR_SHXYM": firm.USCC, "XK_XKWS": "虚构示例许可证", "XK_WSH": fmt.Sprintf("示许〔2024〕%d号", 70+i), "XK_XKLB": "普通",
			"XK_NR": "示例经营许可（虚构）", "XK_JDRQ": day(700), "XK_YXQZ": day(700), "XK_YXQZI": day(h.ended), "XK_XKJG": decider.Name, "XK_XKJGDM": decider.Org})
		if err != nil {
			return err
		}
		return then.Changed(ctx, tx, record.Changed{Records: []record.Record{r}})
	}); err != nil {
		return err
	}
	if _, err := then.Look(ctx); err != nil || h.says == "" {
		return err
	}
	owner := access.Actor{ID: "person:demo", Kind: access.KindPerson, Org: firm.USCC, Firm: "demo"}
	mine, err := then.Mine(ctx, owner)
	if err != nil {
		return err
	}
	for _, v := range mine {
		if v.Rule != "permit_lapsed" || v.State != alert.Told {
			continue
		}
		if _, err := then.Answer(ctx, owner, v.ID, alert.Answer{Kind: "explained", Text: h.says}); err != nil || h.found == "" {
			return err
		}
		_, err := then.Decide(ctx, decider, v.ID, alert.Decision{Confirm: false, Reason: h.found})
		return err
	}
	return nil
}
