package app

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/status"
	"xinheng/internal/workday"
)

// feedDays is the span over which sources and consumers are judged.
const feedDays = 30

// stuckFor is how long a message may wait without anybody having tried to send it, before the exchange counts as down.
const stuckFor = 10 * time.Minute

// probes ask our own services every minute, each the way its users do (F21-4).
func (a *App) probes() []status.Probe {
	return []status.Probe{
		{Service: "api", Ask: func(ctx context.Context) error { return a.visited(ctx, "/v1/notices") }},
		{Service: "portal", Ask: func(ctx context.Context) error { return a.visited(ctx, "/about") }},
		{Service: "database", Ask: a.Status.Answers},
		{Service: "ledger", Ask: a.ledgerWorks},
		{Service: "jobs", Ask: func(ctx context.Context) error { // this very round came out of the queue
			_, err := a.Jobs.Waiting(ctx)
			return err
		}},
		{Service: "exchange", Ask: a.exchangeWorks},
	}
}

// visited asks our own site as a visitor does.
func (a *App) visited(ctx context.Context, path string) error {
	status, _, _, err := a.Exchange.ReadOwn(ctx, path)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("app.visited: %s answers %d", path, status)
	}
	return err
}

func (a *App) ledgerWorks(ctx context.Context) error {
	r, err := a.ledgerGauge(ctx)
	if err == nil && r.Look != "" {
		return errLedgerLate
	}
	return err
}

func (a *App) exchangeWorks(ctx context.Context) error {
	stuck, err := a.Exchange.Stuck(ctx, a.Now().Add(-stuckFor))
	if err == nil && stuck {
		return errExchangeStuck
	}
	return err
}

var (
	errLedgerLate    = fault.New(fault.Unavailable, "app.ledger_late", "账本排序滞后；请检查服务进程。", "The ledger is behind; see that the server runs.")
	errExchangeStuck = fault.New(fault.Unavailable, "app.exchange_stuck", "有通知超过十分钟尚未尝试发送；请检查作业进程。",
		"Something has waited for ten minutes and nobody has tried to send it; see that jobs run.")
)

// feeding counts what feeds us and whom we feed, from the areas that own it.
func (a *App) feeding(ctx context.Context) (f status.Feeds, err error) {
	today := workday.Of(a.Now())
	since := a.Now().AddDate(0, 0, -feedDays)
	month := workday.New(today.Year(), today.Time().Month(), 1).AddMonths(-1)
	arrivals, err := record.Arrivals(ctx, a.Pool, since, month)
	if err != nil {
		return f, err
	}
	book := a.Law.On(today)
	for i := range arrivals {
		f.Sources = append(f.Sources, sourceOf(book, &arrivals[i]))
	}
	followed, err := a.Exchange.Follow(ctx, since)
	for i := range followed {
		f.Consumers = append(f.Consumers, consumerOf(&followed[i]))
	}
	return f, err
}

// sourceOf puts the deadline of the law beside what a source did; an item without one has none to be judged by.
func sourceOf(book *law.Book, r *record.Arrival) status.Source {
	s := status.Source{SourceID: r.SourceID, Source: r.Source, Item: r.Item, LastSeen: r.LastSeen, Records: r.Records, MedianDays: r.MedianDays,
		P90Days: r.P90Days, Rows: r.Rows, Accepted: r.Accepted, Timed: r.Timed, Late: r.Late}
	item, ok := book.Item(r.Item)
	if !ok || item.Timely == "" {
		return s
	}
	if limit, ok := book.Limit(item.Timely); ok {
		s.Deadline, s.DeadlineN, s.DeadlineUnit = item.Timely, int32(limit.N), string(limit.Unit) //nolint:gosec // days
	}
	return s
}

func consumerOf(f *exchange.Followed) status.Consumer {
	return status.Consumer{Target: f.Target, Name: f.Name(), Told: f.Told, Acknowledged: f.Acknowledged, Late: f.Late,
		MedianSeconds: f.MedianSeconds, P90Seconds: f.P90Seconds, LastAt: f.LastAt}
}

// statusRounds measure our own services, and count who feeds us.
func (a *App) statusRounds() []jobs.Periodic {
	return []jobs.Periodic{{
		Name: "status.sample", When: jobs.Every(time.Minute),
		What: law.Text2{ZH: "逐项询问接口、门户、数据库、账本、作业和交换是否可用，记下这一分钟", EN: "Asks API, portal, database, ledger, jobs and exchange whether they work, and keeps this minute"},
		Why:  law.Text2{ZH: "可用性以实测为准（F21-4）；未运行的分钟即计为不可用，不能事后补写", EN: "Uptime is measured, not claimed (F21-4); a minute in which it does not run counts as down and cannot be written in later"},
		Do:   func(ctx context.Context) error { return a.Status.Sample(ctx) },
	}, {
		Name: "status.count", When: jobs.Every(time.Hour),
		What: law.Text2{ZH: "清点各来源的时延、及时率和入库率，以及各接收单位的回执", EN: "Counts how late each source delivers, what of it is taken in, and how each consumer follows"},
		Why:  law.Text2{ZH: "页面只读清点结果；未运行时数字停在上一次，并写明清点时间", EN: "Pages read what was counted; without it the figures stay as they were, and say from when"},
		Do:   func(ctx context.Context) error { return a.Status.Count(ctx) },
	}}
}
