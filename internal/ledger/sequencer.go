package ledger

import (
	"bytes"
	"context"
	"log/slog"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

const (
	channelPending   = "ledger_pending"
	channelSequenced = "ledger_sequenced"

	batch  = 10_000                // entries a turn places at most
	gap    = 40 * time.Millisecond // between turns while there is work: several commits share a turn and a signature
	lively = 25                    // gaps without work before it rests
	idle   = time.Second           // a resting sequencer looks anyway, should a notification have been lost
)

// Run is the sequencer: it takes the leader lock, gives committed entries dense positions, extends the tree and signs
// checkpoints until ctx ends. Several processes may run it; one leads, and when it dies another takes over within a second.
// It outlives a database that goes away and comes back. Wake is called by local appenders after commit.
func (l *Log) Run(ctx context.Context) error {
	keepListening(ctx, l.db, channelPending, func(ear *listener, well func()) error { return l.lead(ctx, ear, well) })
	return nil
}

// lead sequences for as long as the connection with the leader lock lives.
func (l *Log) lead(ctx context.Context, ear *listener, well func()) (err error) {
	leads, quiet := false, lively
	defer l.leads.Store(false)
	for {
		if !leads {
			if leads, err = ear.lead(ctx); err != nil {
				return err
			}
			l.leads.Store(leads)
		}
		quiet++
		if leads {
			placed, err := l.turnIfPending(ctx)
			if err != nil {
				return err
			}
			if placed > 0 {
				quiet = 0
			}
		}
		well()
		if leads && quiet < lively {
			err = ear.pause(ctx, gap)
		} else {
			err = ear.wait(ctx, idle, l.wake)
		}
		if err != nil {
			return err
		}
	}
}

// keepListening gives f a listening connection, and a new one a second after that one failed, until ctx ends. f calls well
// when it got something done. An outage is logged when it begins and when it is over, not every second.
func keepListening(ctx context.Context, db *pg.Pool, channel string, f func(ear *listener, well func()) error) {
	failing := false
	well := func() {
		if failing {
			slog.InfoContext(ctx, "ledger: working again", "channel", channel)
		}
		failing = false
	}
	for ctx.Err() == nil {
		ear, err := listen(ctx, db, channel)
		if err == nil {
			err = f(ear, well)
			ear.close()
		}
		if ctx.Err() != nil {
			return
		}
		if !failing {
			slog.ErrorContext(ctx, "ledger: interrupted, trying again every second", "channel", channel, "error", err)
		}
		failing = true
		select {
		case <-time.After(idle):
		case <-ctx.Done():
		}
	}
}

// Sequence places everything committed so far and signs a checkpoint: one turn of Run (or as many as it takes), for tests
// and commands. It is safe beside a running sequencer.
func (l *Log) Sequence(ctx context.Context) error {
	for {
		if placed, err := l.turnIfPending(ctx); err != nil || placed < batch {
			return err
		}
	}
}

func (l *Log) turnIfPending(ctx context.Context) (placed int, err error) {
	if waiting, err := anyPending(ctx, l.db); err != nil || !waiting {
		return 0, err
	}
	l.turns.Lock()
	defer l.turns.Unlock()
	var t turn
	var grown edge
	err = l.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		t, grown, err = l.turn(ctx, tx)
		return err
	})
	if err != nil || len(t.ids) == 0 {
		return 0, err
	}
	l.edge = grown // only now: a turn that did not commit has grown nothing
	l.saw(t.Size, t.At)
	return len(t.ids), nil
}

// turn places what is pending, all in one transaction: after a crash it has happened or it has not.
func (l *Log) turn(ctx context.Context, tx pg.Tx) (t turn, tree edge, err error) {
	defer fault.Wrap(&err, "ledger.turn")
	waiting, err := pending(ctx, tx, batch)
	if err != nil || len(waiting) == 0 {
		return t, tree, err
	}
	if tree, err = l.currentEdge(ctx, tx); err != nil {
		return t, tree, err
	}
	t.after, t.nodeAt, t.At = tree.size, tlog.StoredHashCount(tree.size), waiting[0].Now
	for _, w := range waiting {
		t.seqs, t.ids = append(t.seqs, w.Seq), append(t.ids, w.ID)
		tree.add(Hash(w.Leaf), &t.nodes)
	}
	root := tree.root()
	signed, err := note.Sign(&note.Note{Text: Checkpoint{l.origin, tree.size, root}.text()}, l.signers...)
	if err != nil {
		return t, tree, err
	}
	t.Size, t.Root, t.Note = tree.size, root[:], string(signed)
	t.store(tx)
	return t, tree, nil
}

// currentEdge is the edge of the newest checkpoint's tree: the one kept from the last turn, unless another process took a
// turn since. Stored nodes that do not give the signed root are never built upon.
func (l *Log) currentEdge(ctx context.Context, tx pg.Tx) (edge, error) {
	h, err := head(ctx, tx)
	if err != nil {
		return edge{}, err
	}
	tree := l.edge
	if tree.size != h.Size {
		peaks, err := nodes{ctx, tx}.ReadHashes(peakIndexes(h.Size))
		if err != nil {
			return edge{}, err
		}
		tree = newEdge(h.Size, peaks)
	}
	if root := tree.root(); h.Size > 0 && !bytes.Equal(root[:], h.Root) {
		return edge{}, errRewritten
	}
	return tree, nil
}
