package signin

import (
	"context"
	"strconv"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// delay is how long nothing is tried after so many failures in a row.
func (l Lock) delay(failures int) time.Duration {
	if failures < l.After {
		return 0
	}
	wait := l.First
	for range failures - l.After {
		if wait *= 2; wait >= l.Longest {
			return l.Longest
		}
	}
	return wait
}

// throttled is what is known of the attempts on a login.
type throttled struct {
	Failures int
	UntilAt  time.Time
	At       time.Time
}

// reserve counts an attempt as failed before it is made; it is forgiven when it succeeds. Of many attempts at once no more
// get through than one after another would.
func (d *Desk) reserve(ctx context.Context, name string) error {
	now := d.now()
	var locked error
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := seedThrottle(ctx, tx, name, now); err != nil {
			return err
		}
		t, err := holdThrottle(ctx, tx, name)
		if err != nil {
			return err
		}
		if now.Before(t.UntilAt) {
			locked = tooSoon(t.UntilAt.Sub(now))
			return nil
		}
		if now.Sub(t.At) >= d.cfg.Lock.Forget {
			t.Failures = 0
		}
		t.Failures++
		return setThrottle(ctx, tx, name, throttled{t.Failures, now.Add(d.cfg.Lock.delay(t.Failures)), now})
	})
	if err != nil {
		return err
	}
	return locked
}

func tooSoon(wait time.Duration) error {
	minutes := strconv.Itoa(int((wait + time.Minute - 1) / time.Minute))
	return fault.New(fault.TooMany, "signin.locked", "登录失败次数过多，请约 "+minutes+" 分钟后再试；忘记口令请联系系统管理员。",
		"Too many attempts failed; try again in about "+minutes+" minutes, or ask the system administrator for a reset.")
}

// throttleKey is by what attempts on a login are counted, whether or not anybody has it. The login itself is not kept:
// people type passwords there.
func (d *Desk) throttleKey(login string) string { return d.sealer.Blind("signin.login", login) }
