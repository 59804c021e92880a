package exchange

import (
	"context"
	"net/http"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

func streamRoutes(a *web.API, d *Desk) {
	web.Add(a, row("events", http.MethodGet, "/v1/events", access.NoticeRead, "按序号读取事件流 · Events of one's body after a number",
		"The same events a webhook is sent, numbered from 1 without a gap, in an order that never changes. Keep next and give it as after: whoever was away for a week loses nothing. What is listed here counts as delivered."), d.serveEvents)
	web.Add(a, row("delivery", http.MethodGet, "/v1/events/delivery", access.NoticeRead, "推送到哪里了 · How far one's webhook has come",
		"Last event received, failures at the next one, and whether it was given up."), d.serveDelivery)
	web.Add(a, row("replay", http.MethodPost, "/v1/events/replay", access.NoticeRead, "从某序号或时刻起重新推送 · Send the stream again",
		"To the webhook, from a number or an instant on, in order and with the same idempotency keys. A stream that was given up goes on; a number after the dead letter passes over it.",
		"exchange.no_webhook", "exchange.no_such_event"), d.serveReplay)
	web.Add(a, row("failing", http.MethodGet, "/v1/events/failing", access.SyncRead, "推送失败与停止的单位 · Bodies whose webhook does not receive",
		"Given up first: the event after delivered is the dead letter."), d.serveFailing)
	web.Add(a, row("turn", http.MethodPost, "/v1/exchange/key/rotation", access.SyncApprove, "轮换签名密钥 · Turn the key that messages are signed with",
		"The next key is announced; messages bear both signatures for so many days, and then its own alone.", "exchange.key_turning"), d.serveTurn)
}

type (
	eventsIn struct {
		After int64     `query:"after" minimum:"0" doc:"number of the last event that was taken; 0 for the beginning"`
		Since time.Time `query:"since" doc:"instead of after: from this instant on"`
		Limit int       `query:"limit" minimum:"1" maximum:"500" default:"100"`
	}
	eventsOut struct {
		Body struct {
			Events []Event `json:"events"`
			Next   int64   `json:"next" doc:"give it as after, also when nothing was new"`
			More   bool    `json:"more"`
			Stream Stream  `json:"stream"`
		}
	}
	replayIn struct {
		Body struct {
			From  int64     `json:"from,omitempty" minimum:"1" doc:"number of the first event to send"`
			Since time.Time `json:"since,omitzero" doc:"instead of from"`
		}
	}
	failingOut struct {
		Body struct {
			Streams []Stream `json:"streams"`
		}
	}
	turnIn struct {
		Body struct {
			Days int `json:"days" minimum:"1" maximum:"90" doc:"how long both keys sign"`
		}
	}
)

func (d *Desk) serveEvents(ctx context.Context, in *eventsIn) (*eventsOut, error) {
	who, _ := access.From(ctx)
	out := &eventsOut{}
	b := &out.Body
	var err error
	if b.Events, b.Stream, err = d.Events(ctx, who, in.After, in.Since, in.Limit); err != nil {
		return nil, err
	}
	b.Next = in.After
	switch n := len(b.Events); {
	case n > 0:
		b.Next = b.Events[n-1].Seq
	case !in.Since.IsZero():
		b.Next = b.Stream.Last
	}
	b.More = b.Next < b.Stream.Last
	return out, nil
}

func (d *Desk) serveDelivery(ctx context.Context, _ *none) (*web.Answer[Stream], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Stream(ctx, who))
}

func (d *Desk) serveReplay(ctx context.Context, in *replayIn) (*web.Answer[Stream], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Replay(ctx, who, in.Body.From, in.Body.Since))
}

func (d *Desk) serveFailing(ctx context.Context, _ *none) (*failingOut, error) {
	out := &failingOut{}
	var err error
	out.Body.Streams, err = d.Failing(ctx)
	return out, err
}

func (d *Desk) serveTurn(ctx context.Context, in *turnIn) (*web.Answer[Keys], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Turn(ctx, who, in.Body.Days))
}

func (d *Desk) serveKey(ctx context.Context, _ *none) (*web.Answer[Keys], error) {
	return web.Answered(d.Keys(ctx))
}
