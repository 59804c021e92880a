package standing

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"xinheng/internal/adoption"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
)

// Index answers what stands for or against an entity: from memory once it is loaded, kept fresh by the ledger; from the
// database before that, so that a command that asks once need not load anything. Readers never wait for writers.
type Index struct {
	db  *pg.Pool
	log *ledger.Log
	now func() time.Time

	shards  [shardCount]atomic.Pointer[shard]
	adopted atomic.Pointer[law.Adoptions]
	mark    atomic.Pointer[mark] // nil until loaded

	write sync.Mutex // one writer at a time: loading, following, learning; guards packs
	packs packer

	wait  sync.Mutex
	moved chan struct{} // closed and replaced whenever the mark moves
}

// mark says up to where the ledger has been followed, and when that was last confirmed to be all there is.
type mark struct {
	position int64
	at       time.Time
}

// NewIndex makes an index that reads the database until Load has run.
func NewIndex(db *pg.Pool, log *ledger.Log, now func() time.Time) *Index {
	return &Index{db: db, log: log, now: now, packs: packer{}, moved: make(chan struct{})}
}

// heartbeat is how often the index confirms that nothing was missed when the ledger is quiet.
const heartbeat = time.Second

// feedPage is how many ledger entries are followed in one turn.
const feedPage = 1000

// Load reads every known entity and every fact into memory. The position is taken before reading, so what is committed
// meanwhile is seen twice and missed never.
func (x *Index) Load(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "standing.Index.Load")
	x.write.Lock()
	defer x.write.Unlock()
	position, _ := x.log.Size()
	at := x.now()
	var builders [shardCount]shardBuilder
	err = each(ctx, x.db, func(f *Fact) {
		k := keyOf(f.EntityID)
		builders[k.spread()%shardCount].push(k, x.packs.pack(f))
	})
	if err != nil {
		return err
	}
	err = registry.EachID(ctx, x.db, func(id string) {
		k := keyOf(id)
		b := &builders[k.spread()%shardCount]
		b.bare = append(b.bare, k)
	})
	if err != nil {
		return err
	}
	adopted, err := adoption.All(ctx, x.db)
	if err != nil {
		return err
	}
	for i := range builders {
		x.shards[i].Store(builders[i].shard())
		builders[i] = shardBuilder{}
	}
	x.adopted.Store(&adopted)
	x.move(position, at)
	return nil
}

// Run follows the ledger until ctx ends. When the database is away it keeps trying; answers meanwhile show their age.
func (x *Index) Run(ctx context.Context) error {
	news := x.log.Watch(ctx)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		if err := x.CatchUp(ctx); err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, "the standing index cannot follow the ledger; it tries again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case _, open := <-news:
			if !open {
				news = nil
			}
		case <-beat.C:
		}
	}
}

// CatchUp follows the ledger to its end: one turn of Run, for tests and commands.
func (x *Index) CatchUp(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "standing.Index.CatchUp")
	if x.mark.Load() == nil {
		return x.Load(ctx)
	}
	x.write.Lock()
	defer x.write.Unlock()
	for {
		asked, position := x.now(), x.mark.Load().position
		entries, err := x.log.Since(ctx, position, feedPage)
		if err != nil {
			return err
		}
		if err := x.follow(ctx, entries); err != nil {
			return err
		}
		if n := len(entries); n > 0 {
			position = entries[n-1].Position
		}
		x.move(position, asked)
		if len(entries) < feedPage {
			return nil
		}
	}
}

// follow brings in what a page of the ledger changed.
func (x *Index) follow(ctx context.Context, entries []ledger.Entry) error {
	var records []string
	readopt := false
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Kind, "record."), strings.HasPrefix(e.Kind, "standing."):
			records = append(records, e.ID)
		case strings.HasPrefix(e.Kind, "law."):
			readopt = true
		}
	}
	if readopt {
		adopted, err := adoption.All(ctx, x.db)
		if err != nil {
			return err
		}
		x.adopted.Store(&adopted)
	}
	if len(records) == 0 {
		return nil
	}
	facts, err := changedBy(ctx, x.db, records)
	if err != nil {
		return err
	}
	x.replace(facts)
	return nil
}

// replace puts changed facts in the place of their older versions.
func (x *Index) replace(facts []Fact) {
	var changed [shardCount]map[key][]packed
	for i := range facts {
		k := keyOf(facts[i].EntityID)
		n := k.spread() % shardCount
		if changed[n] == nil {
			changed[n] = map[key][]packed{}
		}
		of, begun := changed[n][k]
		if !begun {
			of, _ = x.shards[n].Load().find(k)
		}
		changed[n][k] = withFact(of, x.packs.pack(&facts[i]))
	}
	for n, c := range changed {
		if c != nil {
			x.shards[n].Store(x.shards[n].Load().with(c))
		}
	}
}

// withFact copies an entity's facts with one replaced or added, never writing where readers look.
func withFact(of []packed, p packed) []packed {
	next := make([]packed, 0, len(of)+1)
	for _, o := range of {
		if o.id != p.id {
			next = append(next, o)
		}
	}
	return append(next, p)
}

// learn notes that an entity is registered though the table did not know it.
func (x *Index) learn(ids []string) {
	x.write.Lock()
	defer x.write.Unlock()
	var changed [shardCount]map[key][]packed
	for _, id := range ids {
		k := keyOf(id)
		n := k.spread() % shardCount
		if _, known := x.shards[n].Load().find(k); known {
			continue
		}
		if changed[n] == nil {
			changed[n] = map[key][]packed{}
		}
		changed[n][k] = nil
	}
	for n, c := range changed {
		if c != nil {
			x.shards[n].Store(x.shards[n].Load().with(c))
		}
	}
}

// move publishes how far the index has come and wakes those who wait for it.
func (x *Index) move(position int64, at time.Time) {
	x.mark.Store(&mark{position, at})
	x.wait.Lock()
	defer x.wait.Unlock()
	close(x.moved)
	x.moved = make(chan struct{})
}
