package exchange

import (
	"context"
	"encoding/base64"
	"net/http"
	"time"

	"xinheng/internal/access"

	"xinheng/internal/web"
)

func eventRoutes(a *web.API, d *Desk) {
	web.Add(a, row("events", http.MethodGet, "/v1/events", access.NoticeRead, "事件流 · The stream of events of one's body",
		"Everything the body was told, in order, from any place: come back with `next` as `after`, after a week as after a second. Nothing turns up before a place that was read. The webhook of the body is sent the same messages in the same order."), d.serveEvents)
	web.Add(a, row("stream", http.MethodGet, "/v1/events/stream", access.NoticeRead, "推送进度 · How far one's webhook has come",
		"What waits, the failures in a row, and whether it was given up."), d.serveStream)
	web.Add(a, row("replay", http.MethodPost, "/v1/events/replay", access.NoticeRead, "重放事件 · Have events sent to the webhook again",
		"In order, from a place or an instant on, acknowledged ones too; a webhook that was given up is tried again. The idempotency key of a message stays what it was.",
		"exchange.no_webhook", "exchange.ahead"), d.serveReplay)
	web.Add(a, row("dead_letters", http.MethodGet, "/v1/events/dead-letters", access.SyncRead, "停发的推送 · Webhooks that were given up",
		"After some ten days of trying. Nothing is lost: it stands in the stream of the body and in its inbox."), d.serveDead)
	web.Add(a, row("keys", http.MethodGet, "/v1/exchange/keys", "", "验证推送签名的全部公钥 · The keys messages may be signed with",
		"The next one is listed before it signs, the one before it for a week after: take a message that any of them has signed."), d.serveKeys)
	rotate := row("rotate", http.MethodPost, "/v1/exchange/keys", access.SyncApprove, "公布下一把签名密钥 · Announce the next signing key",
		"It signs in as many days as given; until then receivers have time to read it.", "exchange.key_announced")
	rotate.Status = http.StatusCreated
	web.Add(a, rotate, d.serveRotate)
}

type (
	eventsIn struct {
		After int64     `query:"after" minimum:"0" doc:"place of the last event that was read; 0: from the beginning"`
		Since time.Time `query:"since" doc:"instead of after: from what was told at an instant on"`
		Limit int       `query:"limit" minimum:"1" maximum:"500" default:"100"`
	}
	eventsOut struct {
		Body struct {
			Events []Event `json:"events"`
			Next   int64   `json:"next" doc:"give it as after; the same as before when there is nothing new"`
			More   bool    `json:"more" doc:"there is more at once"`
		}
	}
	streamOut struct{ Body Stream }
	replayIn  struct{ Body From }
	deadOut   struct {
		Body struct {
			Streams []Stream `json:"streams"`
		}
	}
	keysOut struct {
		Body struct {
			Keys []SigningKey `json:"keys"`
		}
	}
	rotateIn struct {
		Body struct {
			Days int `json:"days" minimum:"1" maximum:"90" doc:"until it signs"`
		}
	}
)

func (d *Desk) serveEvents(ctx context.Context, in *eventsIn) (*eventsOut, error) {
	who, _ := access.From(ctx)
	after, err := d.place(ctx, who, From{in.After, in.Since})
	if err != nil {
		return nil, err
	}
	out := &eventsOut{}
	out.Body.Events, out.Body.Next, err = d.Events(ctx, who, after, in.Limit)
	out.Body.More = len(out.Body.Events) == in.Limit
	return out, err
}

// place is where a reading begins.
func (d *Desk) place(ctx context.Context, who access.Actor, from From) (int64, error) {
	if from.Since.IsZero() {
		return from.After, nil
	}
	if err := number(ctx, d.db, who.Org); err != nil {
		return 0, err
	}
	return before(ctx, d.db, who.Org, from.Since)
}

func (d *Desk) serveStream(ctx context.Context, _ *none) (*streamOut, error) {
	who, _ := access.From(ctx)
	s, err := d.StreamOf(ctx, who)
	return &streamOut{s}, err
}

func (d *Desk) serveReplay(ctx context.Context, in *replayIn) (*streamOut, error) {
	who, _ := access.From(ctx)
	s, err := d.Replay(ctx, who, in.Body)
	return &streamOut{s}, err
}

func (d *Desk) serveDead(ctx context.Context, _ *none) (*deadOut, error) {
	out := &deadOut{}
	var err error
	out.Body.Streams, err = d.DeadLetters(ctx)
	return out, err
}

func (d *Desk) serveKey(ctx context.Context, _ *none) (*keyOut, error) {
	s, err := d.signer(ctx)
	if err != nil {
		return nil, err
	}
	out := &keyOut{}
	out.Body.Suite, out.Body.ID, out.Body.Key = d.suite.Name(), s.KeyID(), base64.StdEncoding.EncodeToString(s.Public())
	return out, nil
}

func (d *Desk) serveKeys(ctx context.Context, _ *none) (*keysOut, error) {
	out := &keysOut{}
	var err error
	out.Body.Keys, err = d.SigningKeys(ctx)
	return out, err
}

func (d *Desk) serveRotate(ctx context.Context, in *rotateIn) (*keysOut, error) {
	who, _ := access.From(ctx)
	out := &keysOut{}
	var err error
	out.Body.Keys, err = d.RotateSigning(ctx, who, in.Body.Days)
	return out, err
}
