package check

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// keeper records decisions in groups: while one group is being committed the next one gathers, so a lone check never
// waits for company, and a busy hour pays one commit, one ledger entry and one signature for many answers.
type keeper struct {
	db    *pg.Pool
	log   *ledger.Log
	sign  func([]byte) Signature
	acted func(context.Context, pg.Tx, []*Decision) error // what else belongs to the same transaction
	now   func() time.Time

	mu      sync.Mutex
	waiting []*batch
	busy    bool
	want    int           // so many are waited for; 0: nobody waits
	enough  chan struct{} // closed when they have come
}

// batch is what one caller waits for: one decision, or those of a small file.
type batch struct {
	rows []*Decision
	done chan error
}

const (
	groupSize  = 256                  // most decisions of a group of single checks
	saltSize   = 16                   // bytes
	moment     = 2 * time.Millisecond // a busy group waits at most so long for company
	commitTime = 10 * time.Second     // then the answer is that it could not be recorded
	rowTime    = 3 * time.Millisecond // and so much more for each decision of a large file
)

func newKeeper(db *pg.Pool, log *ledger.Log, sign func([]byte) Signature, acted func(context.Context, pg.Tx, []*Decision) error, now func() time.Time) *keeper {
	return &keeper{db: db, log: log, sign: sign, acted: acted, now: now}
}

// keepFile is keep for the rows of a file. A long file is a group of its own and goes by itself, so that nobody who asks about one
// firm waits behind it; meanwhile runs while it is being made durable, with the receipts at hand.
func (k *keeper) keepFile(ctx context.Context, rows []*Decision, meanwhile func()) error {
	if len(rows) > groupSize {
		return unrecorded(k.commit(context.WithoutCancel(ctx), []*batch{{rows: rows}}, meanwhile))
	}
	if err := k.keep(ctx, rows); err != nil {
		return err
	}
	meanwhile()
	return nil
}

// keep returns when the decisions are durable and carry their receipts.
func (k *keeper) keep(ctx context.Context, rows []*Decision) error {
	b := &batch{rows: rows, done: make(chan error, 1)}
	k.mu.Lock()
	k.waiting = append(k.waiting, b)
	lead := !k.busy
	k.busy = true
	if k.want > 0 && len(k.waiting) >= k.want {
		k.want = 0
		close(k.enough)
	}
	k.mu.Unlock()
	if lead {
		go k.drain(context.WithoutCancel(ctx))
	}
	select {
	case err := <-b.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// drain commits group after group until nobody waits.
func (k *keeper) drain(ctx context.Context) {
	for last := 0; ; {
		k.gather(last)
		group := k.next()
		if group == nil {
			return
		}
		k.record(ctx, group)
		last = len(group)
	}
}

// record commits a group and tells everybody of it. Where the database refuses the group, each is committed by itself: who cannot be
// recorded fails alone. Where it cannot be reached nobody is tried again, for everybody would wait for that.
func (k *keeper) record(ctx context.Context, group []*batch) {
	err := k.commit(ctx, group, nil)
	if err != nil && len(group) > 1 && fault.KindOf(err) != fault.Unavailable {
		for _, b := range group {
			k.record(ctx, []*batch{b})
		}
		return
	}
	for _, b := range group {
		b.done <- unrecorded(err)
	}
}

// gather gives those who were answered together a moment to ask again, so that they are recorded together again: otherwise the
// quickest of them would go alone each time, while all others wait for it. Who asks alone waits for nobody.
func (k *keeper) gather(last int) {
	if last < 2 {
		return
	}
	k.mu.Lock()
	k.want, k.enough = min(last+len(k.waiting), groupSize), make(chan struct{})
	enough := k.enough
	k.mu.Unlock()
	late := time.NewTimer(moment)
	defer late.Stop()
	select {
	case <-enough:
	case <-late.C:
	}
	k.mu.Lock()
	k.want = 0
	k.mu.Unlock()
}

// next takes the next group off the queue, or nil.
func (k *keeper) next() []*batch {
	k.mu.Lock()
	defer k.mu.Unlock()
	n, size := 0, 0
	for n < len(k.waiting) && (n == 0 || size+len(k.waiting[n].rows) <= groupSize) {
		size += len(k.waiting[n].rows)
		n++
	}
	group := k.waiting[:n:n]
	k.waiting = k.waiting[n:]
	if n == 0 {
		k.waiting, k.busy = nil, false
		return nil
	}
	return group
}

// commit makes a group durable: one ledger entry whose root commits to every answer, its pages, a row for each answer, and the
// counts of coverage, in one transaction that is one round trip. meanwhile, if any, runs while the database works.
func (k *keeper) commit(ctx context.Context, group []*batch, meanwhile func()) (err error) {
	e := newEvidence(group)
	ctx, cancel := context.WithTimeout(ctx, commitTime+time.Duration(len(e.rows))*rowTime)
	defer cancel()
	e.at = k.now()
	e.signature = k.sign(groupMessage(e.id, len(e.rows), e.tree.Root()))
	var others sync.WaitGroup
	defer others.Wait()
	err = k.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		tx.Later(pg.Habit)
		e.entry, err = k.log.Append(ctx, tx, e.at, ledger.Act{
			Kind: "check.group", Actor: "check", About: e.id, Root: e.tree.Root(),
			Public: map[string]string{"rows": strconv.Itoa(len(e.rows)), "edition": e.rows[0].AsOf.Edition}})
		if err != nil {
			return err
		}
		store(tx, e)
		if err := k.acted(ctx, tx, e.rows); err != nil {
			return err
		}
		e.issue() // nobody is told before the commit
		if meanwhile != nil {
			others.Go(meanwhile)
		}
		return nil
	})
	if err != nil {
		return err
	}
	k.log.Wake()
	return nil
}

// unrecorded: an answer that could not be recorded is not given.
func unrecorded(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", fault.New(fault.Unavailable, "check.not_recorded",
		"查验证据暂时无法保存，因此不作答复；请稍后重试，或按一般程序办理。",
		"The evidence of the check cannot be recorded right now, so no answer is given; try again shortly, or follow the ordinary procedure."), err)
}

// evidence is a group on its way into the database.
type evidence struct {
	id        string
	entry     string
	at        time.Time
	rows      []*Decision
	leaves    []ledger.Hash
	tree      *ledger.RowTree
	signature Signature
}

// newEvidence salts and hashes the answers of a group. The salt keeps a leaf from betraying what it commits to.
func newEvidence(group []*batch) *evidence {
	e := &evidence{id: uuid.Must(uuid.NewV7()).String()}
	for _, b := range group {
		e.rows = append(e.rows, b.rows...)
	}
	salts := make([]byte, saltSize*len(e.rows))
	_, _ = rand.Read(salts)
	e.leaves = make([]ledger.Hash, len(e.rows))
	_ = spread(len(e.rows), func(i int) error { // nothing in it can fail
		d := e.rows[i]
		d.salt = [saltSize]byte(salts[saltSize*i:])
		e.leaves[i] = ledger.RowLeaf(d.salt[:], d.text)
		return nil
	})
	e.tree = ledger.NewRowTree(e.leaves)
	return e
}

// issue gives every answer its receipt, which is given out once the group is durable.
func (e *evidence) issue() {
	root := e.tree.Root()
	for i, d := range e.rows {
		d.Receipt = &Receipt{Group: e.id, Entry: e.entry, Index: i, Count: len(e.rows), Salt: d.salt[:], Leaf: e.leaves[i],
			Path: e.tree.Path(i), Root: root, Signature: e.signature}
	}
}

// groupMessage is what the signature of a group is over.
func groupMessage(id string, count int, root ledger.Hash) []byte {
	return fmt.Appendf(nil, "xinheng check group v1\ngroup %s\ncount %d\nroot %s\n", id, count, root)
}

// coverage counts calls per matter, body and day, so that the coverage report never scans the evidence.
type coverage struct {
	matter, org string
	day         workday.Date
}

// starts counts calls per body, day and who started them: a system by the line of its key, a person by hand.
func (e *evidence) starts() map[start]int64 {
	n := map[start]int64{}
	for _, d := range e.rows {
		if d.Purpose == purposeTest {
			continue
		}
		line := ""
		if strings.HasPrefix(d.actor, "key:") {
			line = d.actor
		}
		n[start{workday.Of(d.At), d.Caller, line}]++
	}
	return n
}

func (e *evidence) coverage() map[coverage]int64 {
	n := map[coverage]int64{}
	for _, d := range e.rows {
		if d.Purpose != purposeTest {
			n[coverage{d.Matter.Code, d.Caller, workday.Of(d.At)}]++
		}
	}
	return n
}
