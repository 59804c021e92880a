package ledger

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/pg"
)

var qLead = pg.Q("ledger.lead", `select pg_try_advisory_lock($1)`)

// listener is a connection of its own, out of the pool: it hears notifications and holds the leader lock. Both end with it.
type listener struct{ conn *pgx.Conn }

func listen(ctx context.Context, db *pg.Pool, channel string) (*listener, error) {
	c, err := db.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	l := &listener{c.Hijack()}
	if _, err := l.conn.Exec(ctx, "listen "+pgx.Identifier{channel}.Sanitize()); err != nil {
		l.close()
		return nil, pg.Told(err)
	}
	return l, nil
}

func (l *listener) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = l.conn.Close(ctx)
}

// lead tries to become the leader, for as long as this connection lives.
func (l *listener) lead(ctx context.Context) (leads bool, err error) {
	err = l.conn.QueryRow(ctx, qLead.SQL, int64(leaderLock)).Scan(&leads)
	return leads, pg.Told(err)
}

// wait returns when a notification came, wake fired, the time is over or ctx ended; its error means the connection is gone.
func (l *listener) wait(ctx context.Context, d time.Duration, wake <-chan struct{}) error {
	wctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	go func() {
		select {
		case <-wake:
			cancel()
		case <-wctx.Done():
		}
	}()
	_, err := l.conn.WaitForNotification(wctx)
	if wctx.Err() != nil && !l.conn.IsClosed() {
		return ctx.Err()
	}
	if err == nil {
		return nil
	}
	return errors.Join(errGone, pg.Told(err))
}

// pause lets the time pass. Notifications that come meanwhile are read and forgotten: the next look finds what they told of.
func (l *listener) pause(ctx context.Context, d time.Duration) error {
	pctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	for pctx.Err() == nil {
		if err := l.wait(pctx, d, nil); err != nil && pctx.Err() == nil {
			return err
		}
	}
	return ctx.Err()
}

var errGone = errors.New("ledger: the listening connection is gone")
