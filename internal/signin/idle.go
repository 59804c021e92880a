package signin

import (
	"cmp"
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/workday"
)

// Idle is how many accounts may sign in, and which of them nobody has signed in with of late: rights nobody uses are rights
// somebody else may find (GB/T 22239-2019 8.1.4.2, 应及时删除或停用多余的、过期的账户).
type Idle struct {
	Days   int         `json:"days"`
	Active int         `json:"active" doc:"accounts in one's scope that may sign in"`
	Idle   int         `json:"idle" doc:"of them, not signed in with for so many days"`
	Never  int         `json:"never" doc:"of the idle, never signed in with"`
	Items  []Unvisited `json:"items"`
}

// Unvisited is an account nobody has signed in with of late.
type Unvisited struct {
	account.Account
	LastIn *time.Time `json:"last_in,omitempty" doc:"absent: never"`
}

// mostIdle is how many are named; they are counted all.
const mostIdle = 200

// Idle looks for accounts within an actor's scope that were opened, and last signed in with, more than some days ago.
func (d *Desk) Idle(ctx context.Context, who access.Actor, days int) (Idle, error) {
	out := Idle{Days: days, Items: []Unvisited{}}
	all, err := d.accounts.Actives(ctx, d.db, who)
	if err != nil {
		return out, err
	}
	ids := make([]string, len(all))
	for i, a := range all {
		ids[i] = a.ID
	}
	last, err := lastIn(ctx, d.db, ids)
	before := workday.Of(d.now()).AddDays(-days).Start()
	for _, a := range all {
		at, ever := last[a.ID]
		if !a.MadeAt.Before(before) || ever && !at.Before(before) {
			continue
		}
		u := Unvisited{Account: a}
		if ever {
			u.LastIn = &at
		} else {
			out.Never++
		}
		out.Items = append(out.Items, u)
	}
	out.Active, out.Idle = len(all), len(out.Items)
	slices.SortFunc(out.Items, func(a, b Unvisited) int { return cmp.Or(last[a.ID].Compare(last[b.ID]), cmp.Compare(a.Login, b.Login)) })
	out.Items = out.Items[:min(len(out.Items), mostIdle)]
	return out, err
}
