package access

import (
	"sync"
	"time"
)

// Rate is a token bucket: so many requests a second in the long run, so many at once. A zero rate limits nothing.
type Rate struct {
	PerSecond float64
	Burst     float64
}

// Limits are how fast one caller may ask. They protect the machine; no rule of law is in them.
type Limits struct {
	Key         Rate // of one key
	Address     Rate // of one address without a key, or with a bad one
	BehindProxy bool // the address is the last one in X-Forwarded-For, written by a proxy of one's own
}

// DefaultLimits stop a runaway client, not a busy one: a department's key may use the whole machine, an address without a
// key a good part of it.
func DefaultLimits() Limits {
	return Limits{Key: Rate{PerSecond: 20_000, Burst: 20_000}, Address: Rate{PerSecond: 200, Burst: 1_000}}
}

// bucketsKept bounds the memory a flood of addresses can take.
const bucketsKept = 50_000

type bucket struct {
	tokens float64
	at     time.Time
}

// Buckets holds one token bucket for each caller seen lately.
type Buckets struct {
	rate Rate
	now  func() time.Time
	mu   sync.Mutex
	of   map[string]bucket
}

// NewBuckets makes buckets that fill at a rate.
func NewBuckets(r Rate, now func() time.Time) *Buckets {
	return &Buckets{rate: r, now: now, of: map[string]bucket{}}
}

// Take takes one token of a caller; false when there is none.
func (b *Buckets) Take(caller string) bool {
	if b.rate.PerSecond <= 0 {
		return true
	}
	now := b.now()
	b.mu.Lock()
	defer b.mu.Unlock()
	mine, seen := b.of[caller]
	if !seen {
		b.makeRoom(now)
		mine = bucket{b.rate.Burst, now}
	}
	mine = b.filled(mine, now)
	ok := mine.tokens >= 1
	if ok {
		mine.tokens--
	}
	b.of[caller] = mine
	return ok
}

func (b *Buckets) filled(k bucket, now time.Time) bucket {
	gained := max(0, now.Sub(k.at).Seconds()) * b.rate.PerSecond
	return bucket{min(b.rate.Burst, k.tokens+gained), now}
}

// makeRoom forgets callers whose bucket is full again, and, in a flood, all of them.
func (b *Buckets) makeRoom(now time.Time) {
	if len(b.of) < bucketsKept {
		return
	}
	for caller, k := range b.of {
		if b.filled(k, now).tokens >= b.rate.Burst {
			delete(b.of, caller)
		}
	}
	if len(b.of) >= bucketsKept {
		clear(b.of)
	}
}
