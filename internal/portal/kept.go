package portal

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// kept holds a value that is slow to compute. Only the first reader waits for it; later ones get what is there while it
// is computed anew beside them, so that no page is slow because a figure is.
type kept[T any] struct {
	load func(context.Context) (T, error)
	now  func() time.Time
	life time.Duration

	mu      sync.Mutex
	value   T
	at      time.Time // when value was computed; zero: never
	loading bool
}

func keep[T any](life time.Duration, now func() time.Time, load func(context.Context) (T, error)) *kept[T] {
	return &kept[T]{load: load, now: now, life: life}
}

// get returns the value and when it was computed.
func (k *kept[T]) get(ctx context.Context) (T, time.Time, error) {
	k.mu.Lock()
	if k.at.IsZero() {
		defer k.mu.Unlock()
		v, err := k.load(ctx)
		if err == nil {
			k.value, k.at = v, k.now()
		}
		return v, k.at, err
	}
	v, at := k.value, k.at
	if k.now().Sub(at) >= k.life && !k.loading {
		k.loading = true
		go k.renew(context.WithoutCancel(ctx))
	}
	k.mu.Unlock()
	return v, at, nil
}

// renewWithin bounds a renewal beside the requests.
const renewWithin = 30 * time.Second

func (k *kept[T]) renew(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, renewWithin)
	defer cancel()
	v, err := k.load(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.loading = false
	if err != nil {
		slog.WarnContext(ctx, "portal: a kept figure could not be renewed; the old one stays with its date", "error", err)
		return
	}
	k.value, k.at = v, k.now()
}
