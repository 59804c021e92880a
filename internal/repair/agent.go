package repair

import (
	"context"
	"strconv"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Alarm is raised when one agent asks for repair for more firms within a span than the law data says is usual. It stops
// nothing: repair is free, and somebody looks whether the agent takes money for it (F26-8).
type Alarm struct {
	Agent  string       `json:"agent" doc:"id of the account"`
	OnDay  workday.Date `json:"on"`
	Firms  int32        `json:"firms"`
	Since  workday.Date `json:"since"`
	LimitN int32        `json:"limit"`
	At     time.Time    `json:"at"`
}

func (d *Desk) watchAgent(ctx context.Context, tx pg.Tx, who access.Actor, a *application) error {
	book, today := d.law.On(d.today()), d.today()
	most, ok := book.Limit("repair.agent.alarm")
	span, ok2 := book.Limit("repair.agent.span")
	if a.Agent == "" || who.Firm == "" || !ok || !ok2 {
		return nil
	}
	since := today.AddDays(-int(span.N) + 1)
	n, err := firmsOf(ctx, tx, a.Agent, since.Start())
	if err != nil || n <= most.N {
		return err
	}
	there, err := alarmed(ctx, tx, a.Agent, today)
	if err != nil || there {
		return err
	}
	entry, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "repair.agent_alarm", Actor: caseflow.System().ID, About: a.Agent,
		Public: map[string]string{"firms": strconv.FormatInt(n, 10), "limit": strconv.FormatInt(most.N, 10), "since": since.String()}})
	if err != nil {
		return err
	}
	return insertAlarm(ctx, tx, &Alarm{a.Agent, today, int32(n), since, int32(most.N), d.instant()}, entry) //nolint:gosec // counts of firms
}
