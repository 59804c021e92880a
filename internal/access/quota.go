package access

import (
	"context"

	"xinheng/internal/fault"
	"xinheng/internal/workday"
)

// lease is a part of a day's quota that this process has taken out of the database and may spend without asking again:
// several processes together never pass the quota, and a call seldom writes.
type lease struct {
	day  workday.Date
	left int64
}

// leaseSize is how many calls are taken at a time.
func leaseSize(perDay int64) int64 { return min(max(perDay/50, 1), 1000) }

// spend takes one call from the quota of a key's line.
func (k *Keys) spend(ctx context.Context, c cached) error {
	if c.perDay == 0 {
		return nil
	}
	today := workday.Of(k.now())
	if k.spendLeased(c.line, today) {
		return nil
	}
	size := leaseSize(c.perDay)
	taken, err := takeCalls(ctx, k.db, c.line, today, size, c.perDay)
	if err == nil && !taken && size > 1 {
		size = 1
		taken, err = takeCalls(ctx, k.db, c.line, today, size, c.perDay)
	}
	if err != nil {
		return err
	}
	if !taken {
		return errQuota.In(today.AddDays(1).Start().Sub(k.now()))
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	l := k.leases[c.line]
	if l == nil || l.day != today {
		l = &lease{day: today}
		k.leases[c.line] = l
	}
	l.left += size - 1
	return nil
}

func (k *Keys) spendLeased(line string, today workday.Date) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	l := k.leases[line]
	if l == nil || l.day != today || l.left == 0 {
		return false
	}
	l.left--
	return true
}

// Use is how many calls of a day were set aside for a line of keys. Calls are taken a few at a time, so a process may
// have been given more than it has answered. Lines without a quota are not counted.
type Use struct {
	Line  string       `json:"line"`
	Day   workday.Date `json:"day"`
	Calls int64        `json:"calls" doc:"set aside for it; rounded up to the next handful"`
}

// Uses lists what was taken from a day on.
func (k *Keys) Uses(ctx context.Context, from workday.Date) ([]Use, error) {
	return usesFrom(ctx, k.db, from)
}

var errQuota = fault.New(fault.TooMany, "access.quota", "该密钥今天的调用配额已用完；请明天再试，或向安全管理员申请提高配额。",
	"This key has used up its calls of the day; try again tomorrow, or ask the security administrator for more.")
