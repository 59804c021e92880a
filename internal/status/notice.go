package status

import (
	"context"
	"crypto/rand"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

// Notice is a line shown on every page from an instant until an instant.
type Notice struct {
	ID      string     `json:"id"`
	ZH      string     `json:"zh"`
	EN      string     `json:"en"`
	From    time.Time  `json:"from"`
	Until   time.Time  `json:"until"`
	MadeBy  string     `json:"made_by"`
	MadeAt  time.Time  `json:"made_at"`
	EndedAt *time.Time `json:"ended_at,omitempty" doc:"taken down before its end"`
}

// Shown says whether the line stands on the pages at an instant.
func (n Notice) Shown(now time.Time) bool {
	return n.EndedAt == nil && !now.Before(n.From) && now.Before(n.Until)
}

// Line is what everybody sees of a notice: not who made it.
type Line struct {
	ID    string    `json:"id"`
	ZH    string    `json:"zh"`
	EN    string    `json:"en"`
	Until time.Time `json:"until"`
}

// NewNotice is what the system administrator wants said.
type NewNotice struct {
	ZH    string
	EN    string
	From  time.Time // now when zero
	Until time.Time
}

// A line is short, and does not stand for ever: what lasts belongs into an article.
const (
	mostWords  = 200
	mostLasts  = 31 * 24 * time.Hour
	mostListed = 100
)

func (n NewNotice) tidy(now time.Time) (NewNotice, error) {
	n.ZH, n.EN = oneLine(n.ZH), oneLine(n.EN)
	if n.From.IsZero() || n.From.Before(now) {
		n.From = now
	}
	n.From, n.Until = n.From.Truncate(time.Microsecond), n.Until.Truncate(time.Microsecond)
	switch {
	case n.ZH == "" || n.EN == "":
		return n, fault.New(fault.Invalid, "status.both_languages", "公告须中文、英文都写；请补上另一种语言。", "A notice is said in Chinese and in English; add the other one.").At("en")
	case utf8.RuneCountInString(n.ZH) > mostWords || utf8.RuneCountInString(n.EN) > 2*mostWords:
		return n, fault.New(fault.Invalid, "status.too_long", "公告只写一行：中文不超过 200 字，英文不超过 400 个字符；请缩短。", "A notice is one line: at most 200 characters in Chinese and 400 in English; shorten it.").At("zh")
	case !n.Until.After(n.From) || n.Until.Sub(n.From) > mostLasts:
		return n, fault.New(fault.Invalid, "status.times", "公告须有结束时间，晚于开始且不超过 31 天；请修改。", "A notice ends after it begins and lasts at most 31 days; change its times.").At("until")
	}
	return n, nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Lines are the notices shown now, the newest first. Anybody may read them.
func (d *Desk) Lines(ctx context.Context) ([]Line, error) {
	all, err := standing(ctx, d.db, d.now())
	lines := make([]Line, len(all))
	for i, n := range all {
		lines[i] = Line{n.ID, n.ZH, n.EN, n.Until}
	}
	return lines, err
}

// Notices lists the newest notices, over or not.
func (d *Desk) Notices(ctx context.Context) ([]Notice, error) { return newest(ctx, d.db, mostListed) }

// Publish says something on every page.
func (d *Desk) Publish(ctx context.Context, who access.Actor, n NewNotice) (Notice, error) {
	if err := need(who, access.StatusEdit); err != nil {
		return Notice{}, err
	}
	now := d.now().Truncate(time.Microsecond)
	n, err := n.tidy(now)
	if err != nil {
		return Notice{}, err
	}
	out := Notice{ID: "N-" + rand.Text()[:10], ZH: n.ZH, EN: n.EN, From: n.From, Until: n.Until, MadeBy: who.ID, MadeAt: now}
	return out, d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertNotice(ctx, tx, out); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "status.notice", out.ID, map[string]string{"until": out.Until.UTC().Format(time.RFC3339)})
	})
}

// Withdraw takes a notice down before its end. One that is over already is no longer there to take down.
func (d *Desk) Withdraw(ctx context.Context, who access.Actor, id string) error {
	if err := need(who, access.StatusEdit); err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		n, err := endNotice(ctx, tx, id, who.ID, d.now())
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Missing, "status.no_notice", "没有这条公告，或它已经结束；请刷新后核对。", "There is no such notice, or it is over; reload the page.")
		}
		return d.act(ctx, tx, who, "status.notice_end", id, map[string]string{})
	})
}

func (d *Desk) act(ctx context.Context, tx pg.Tx, who access.Actor, kind, about string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: kind, Actor: who.ID, About: about, Public: public})
	return err
}
