package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
)

const origin = "xinheng.example/test"

var clock = time.Date(2026, 11, 22, 9, 40, 0, 0, time.UTC)

func key(t testing.TB, first byte) seal.Signer {
	t.Helper()
	s, err := seal.New(append([]byte{first}, make([]byte, 31)...), seal.International)
	if err != nil {
		t.Fatal(err)
	}
	return s.SigningKey("ledger")
}

func open(t testing.TB, db *pg.Pool) *ledger.Log {
	t.Helper()
	l, err := ledger.Open(t.Context(), db, origin, key(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// add appends acts named about, each in a transaction of its own, and returns their ids.
func add(t testing.TB, db *pg.Pool, about ...string) []string {
	t.Helper()
	ids := make([]string, len(about))
	for i, a := range about {
		err := db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) (err error) {
			ids[i], err = ledger.Append(ctx, tx, clock, ledger.Act{Kind: "test.act", Actor: "cli", About: a, Public: map[string]string{"n": fmt.Sprint(i)}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

func numbered(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("act-%03d", i)
	}
	return names
}

func sequence(t testing.TB, l *ledger.Log) {
	t.Helper()
	if err := l.Sequence(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// grown is a ledger of n entries under a few checkpoints.
func grown(t testing.TB, n int) (*pg.Pool, *ledger.Log, []string) {
	t.Helper()
	db := pgtest.New(t)
	l := open(t, db)
	var ids []string
	for part := range slices.Chunk(numbered(n), 7) {
		ids = append(ids, add(t, db, part...)...)
		sequence(t, l)
	}
	return db, l, ids
}

func wantFault(t testing.TB, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Errorf("got %v, want fault %s", err, code)
	}
}

func TestActsArePlacedInTheirOrder(t *testing.T) {
	t.Parallel()
	db, l, ids := grown(t, 30)
	entries, err := l.Since(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range entries {
		if e.Position != int64(i+1) || e.ID != ids[i] || e.About != fmt.Sprintf("act-%03d", i) || !e.At.Equal(clock) {
			t.Fatalf("entry %d is %+v", i, e)
		}
	}
	if size, at := l.Size(); size != 30 || len(entries) != 30 || at.IsZero() {
		t.Errorf("size %d, %d entries", size, len(entries))
	}
	if rest, err := l.Since(t.Context(), 28, 1); err != nil || len(rest) != 1 || rest[0].Position != 29 {
		t.Errorf("after 28, at most 1: %v %v", rest, err)
	}
	if size, _ := open(t, db).Size(); size != 30 {
		t.Errorf("opened again the size is %d", size)
	}
	report, err := l.Verify(t.Context())
	if err != nil || report.To != 30 || report.Checkpoints != 5 {
		t.Errorf("%+v %v", report, err)
	}
}

// An act and the change it describes are one: what was rolled back never happened, what is not committed has no place yet.
func TestAnActLivesAndDiesWithItsTransaction(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	l := open(t, db)
	undone := errors.New("undone")
	err := db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		id, err := ledger.Append(ctx, tx, clock, ledger.Act{Kind: "test.act", Actor: "cli"})
		if err != nil {
			return err
		}
		sequence(t, l) // from another connection: sees nothing
		_, err = l.Proof(ctx, id)
		wantFault(t, err, "ledger.unknown_entry")
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	sequence(t, l)
	if size, _ := l.Size(); size != 0 {
		t.Errorf("an act that was rolled back has a place")
	}
	_, err = l.Latest(t.Context())
	wantFault(t, err, "ledger.empty")
	_, err = l.Proof(t.Context(), add(t, db, "committed")[0])
	wantFault(t, err, "ledger.not_placed")
}

func TestTwoSequencersGiveEachEntryOnePosition(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx, stop := context.WithCancel(t.Context())
	var running, appending sync.WaitGroup
	logs := []*ledger.Log{open(t, db), open(t, db)}
	for _, l := range logs {
		running.Go(func() { _ = l.Run(ctx) })
	}
	running.Go(func() { // a command that takes turns beside them
		for ctx.Err() == nil {
			if err := logs[1].Sequence(ctx); err != nil && ctx.Err() == nil {
				t.Error(err)
				return
			}
		}
	})
	const writers, each = 4, 40
	for w := range writers {
		appending.Go(func() {
			for i := range each {
				add(t, db, fmt.Sprintf("%d/%03d", w, i))
			}
		})
	}
	sizes := logs[0].Watch(ctx)
	appending.Wait()
	for size := range sizes {
		if size == writers*each {
			break
		}
	}
	stop()
	running.Wait()

	entries, err := logs[0].Since(t.Context(), 0, 1000)
	if err != nil || len(entries) != writers*each {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	last := map[string]string{}
	seen := map[string]bool{}
	for i, e := range entries {
		writer, _, _ := strings.Cut(e.About, "/")
		if e.Position != int64(i+1) || seen[e.ID] || e.About <= last[writer] {
			t.Fatalf("position %d holds %s after %s", e.Position, e.About, last[writer])
		}
		seen[e.ID], last[writer] = true, e.About
	}
	if _, err := logs[0].Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// A turn that dies half-way, at any of its statements, has not happened; the next one does all of it.
func TestATurnKilledHalfWayLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, table := range []string{"placed", "node", "checkpoint", "pending"} {
		t.Run(table, func(t *testing.T) {
			t.Parallel()
			db := pgtest.New(t)
			owner, l := pgtest.Owner(t, db), open(t, db)
			ids := add(t, db, numbered(9)...)
			sequence(t, l)
			ids = append(ids, add(t, db, "later-1", "later-2")...)
			err := owner.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
				if _, err := tx.Exec(ctx, pg.Query{SQL: "lock table ledger." + table + " in share mode"}); err != nil {
					return err
				}
				died := make(chan error)
				go func() { died <- l.Sequence(ctx) }()
				kill(t, owner, "wait_event_type = 'Lock'")
				if err := <-died; err == nil {
					t.Error("a killed turn reports success")
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if entries, _ := l.Since(t.Context(), 9, 10); len(entries) != 0 {
				t.Errorf("half a turn stands: %v", entries)
			}
			sequence(t, l)
			entries, _ := l.Since(t.Context(), 0, 20)
			got := make([]string, len(entries))
			for i, e := range entries {
				got[i] = e.ID
			}
			if !slices.Equal(got, ids) {
				t.Errorf("placed %v, want %v", got, ids)
			}
			if _, err := l.Verify(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// kill ends backends of this database that match, waiting for at least one to appear.
func kill(t testing.TB, owner *pg.Pool, where string) {
	t.Helper()
	q := pg.Query{Name: "kill", SQL: `select coalesce(sum(pg_terminate_backend(pid)::int), 0)::bigint from pg_stat_activity
		where datname = current_database() and pid <> pg_backend_pid() and ` + where}
	for t.Context().Err() == nil {
		n, err := pg.Scalar[int64](t.Context(), owner, q)
		if err != nil {
			t.Error(err)
			return
		}
		if n > 0 {
			return
		}
	}
}

// The database goes away under a running sequencer, comes back, and nobody lends a hand.
func TestTheSequencerOutlivesItsDatabase(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	owner, l := pgtest.Owner(t, db), open(t, db)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- l.Run(ctx) }()
	sizes := l.Watch(ctx)
	await := func(want int64) {
		t.Helper()
		for size := range sizes {
			if size == want {
				return
			}
		}
		t.Fatalf("the watch ended before size %d", want)
	}
	add(t, db, "before")
	await(1)
	kill(t, owner, "query like '%advisory%'")
	kill(t, owner, "usename = 'xinheng_app' or query like 'listen%'")
	var err error
	for range 20 { // the pool finds its dead connections one by one
		if err = db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
			_, err := ledger.Append(ctx, tx, clock, ledger.Act{Kind: "test.act", Actor: "cli", About: "after"})
			return err
		}); err == nil {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	await(2)
	stop()
	if err := <-done; err != nil {
		t.Errorf("Run ended with %v", err)
	}
	for range sizes { // closed when ctx ends
	}
	if _, err := l.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTheApplicationCannotRewriteTheLedger(t *testing.T) {
	t.Parallel()
	db, _, _ := grown(t, 3)
	add(t, db, "waiting")
	statements := map[string]string{"update of the queue": "update ledger.pending set entry_id = entry_id", "truncate of the queue": "truncate ledger.pending"}
	for table, column := range map[string]string{"entry": "kind", "placed": "position", "node": "hash", "checkpoint": "note"} {
		statements["update "+table] = fmt.Sprintf("update ledger.%s set %s = %s", table, column, column)
		statements["delete "+table] = "delete from ledger." + table
		statements["truncate "+table] = "truncate ledger." + table + " cascade"
		statements["drop "+table] = "drop table ledger." + table
		statements["disarm "+table] = "alter table ledger." + table + " disable trigger all"
	}
	for _, name := range slices.Sorted(maps.Keys(statements)) {
		_, err := db.Exec(t.Context(), pg.Query{Name: name, SQL: statements[name]})
		if err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v, want insufficient privilege (42501)", name, err)
		}
	}
}

func TestAnotherKeyIsRefused(t *testing.T) {
	t.Parallel()
	db, _, _ := grown(t, 2)
	_, err := ledger.Open(t.Context(), db, origin, key(t, 2))
	wantFault(t, err, "ledger.other_key")
	_, err = ledger.Open(t.Context(), db, "another/origin", key(t, 1))
	wantFault(t, err, "ledger.other_key")
	if _, err := ledger.Open(t.Context(), db, "no spaces", key(t, 1)); err == nil {
		t.Error("an origin with a space is taken")
	}
}

// Nothing is signed on top of a tree that was tampered with.
func TestADamagedTreeIsNotBuiltUpon(t *testing.T) {
	t.Parallel()
	db, _, ids := grown(t, 12)
	owner := pgtest.Owner(t, db)
	if _, err := owner.Exec(t.Context(), pg.Query{SQL: `update ledger.node set hash = sha256('x')`}); err != nil {
		t.Fatal(err)
	}
	l := open(t, db) // another process: it has no edge in memory
	add(t, db, "next")
	if err := l.Sequence(t.Context()); err == nil {
		t.Error("a damaged tree was signed again")
	}
	if _, err := l.Proof(t.Context(), ids[0]); err == nil {
		t.Error("a proof that does not hold was handed out")
	}
}

func TestAnEntryTakenFromTheQueueIsMissed(t *testing.T) {
	t.Parallel()
	db, l, _ := grown(t, 3)
	add(t, db, "stolen")
	if _, err := db.Exec(t.Context(), pg.Query{SQL: `delete from ledger.pending`}); err != nil {
		t.Fatal(err)
	}
	_, err := l.Verify(t.Context())
	wantFault(t, err, "ledger.entry_lost")
}
