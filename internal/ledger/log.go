package ledger

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/note"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// Append records an act in the transaction of the change it describes, with whatever the transaction asks next. now is the
// desk's clock.
func Append(_ context.Context, tx pg.Tx, now time.Time, a Act) (entryID string, err error) {
	return appendBy(qAppend, tx, now, a)
}

// Append is the package's Append for whoever appends many times a second and calls Wake after the commit: where the sequencer is
// in this process, it need not be told by the database as well. Should another process take over in between, that one looks within
// a second all the same.
func (l *Log) Append(_ context.Context, tx pg.Tx, now time.Time, a Act) (entryID string, err error) {
	if l.leads.Load() {
		return appendBy(qAppendQuietly, tx, now, a)
	}
	return appendBy(qAppend, tx, now, a)
}

func appendBy(q pg.Query, tx pg.Tx, now time.Time, a Act) (entryID string, err error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("ledger.Append: %w", err)
	}
	e := Entry{ID: id.String(), At: now.UTC().Truncate(time.Microsecond), Act: a}
	if err := e.check(); err != nil {
		return "", err
	}
	insertEntry(q, tx, e)
	return e.ID, nil
}

// Log is the sequenced, signed ledger of one database.
type Log struct {
	db      *pg.Pool
	origin  string
	signers []note.Signer
	key     string
	second  string // line of the SM2 key; empty without one
	wake    chan struct{}
	leads   atomic.Bool // the sequencer runs here

	turns sync.Mutex // one turn at a time in this process; guards edge
	edge  edge

	mu   sync.Mutex // guards what this process has seen
	size int64
	at   time.Time
}

// Open prepares the log. origin names it in every checkpoint, without spaces or plus signs; key is the Ed25519 key that
// signs them, second an SM2 key that signs them as well. A ledger signed with another key is refused: half a log under one
// key proves nothing.
func Open(ctx context.Context, db *pg.Pool, origin string, key seal.Signer, second ...seal.Signer) (*Log, error) {
	signer, verifierKey, err := newSigner(origin, key)
	if err != nil {
		return nil, err
	}
	l := &Log{db: db, origin: origin, signers: []note.Signer{signer}, key: verifierKey, wake: make(chan struct{}, 1)}
	for _, k := range second {
		if signer, l.second, err = newSecondSigner(origin, k); err != nil {
			return nil, err
		}
		l.signers = append(l.signers, signer)
	}
	h, err := head(ctx, db)
	if err != nil || h.Size == 0 {
		return l, err
	}
	if _, _, err := l.keys().verify(h.Note); err != nil {
		return nil, fault.New(fault.Conflict, "ledger.other_key",
			"本库的存证由另一把密钥签署；请放回原来的主密钥文件，或换用相应的数据目录。",
			"This database's ledger was signed with another key; put the original master key back, or use the data folder it belongs to.")
	}
	l.saw(h.Size, h.At)
	return l, nil
}

// VerifierKey is the public key, in one line, with which anybody verifies checkpoints: name, id, key.
func (l *Log) VerifierKey() string { return l.key }

// SecondKey is the public SM2 key of checkpoints, in one line; empty when the platform has none.
func (l *Log) SecondKey() string { return l.second }

// keys are those of this ledger.
func (l *Log) keys() keys {
	k, err := parseKeys(l.key + " " + l.second)
	if err != nil {
		panic(err) // they were made by Open
	}
	return k
}

// secondOf gives the SM2 key when it signed a checkpoint: those from before it was in use have one signature.
func (l *Log) secondOf(signed string) string {
	if _, seconded, err := l.keys().verify(signed); err != nil || !seconded {
		return ""
	}
	return l.second
}

// keysOf gives every key that signed a checkpoint.
func (l *Log) keysOf(signed string) string {
	return strings.TrimSpace(l.key + " " + l.secondOf(signed))
}

// Wake tells the sequencer of this process that something was committed; the database tells it as well.
func (l *Log) Wake() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// Size is the number of sequenced entries this process has seen, and when the newest was placed.
func (l *Log) Size() (positions int64, at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.size, l.at
}

func (l *Log) saw(size int64, at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if size > l.size {
		l.size, l.at = size, at
	}
}

// Since returns sequenced entries with position > after, at most limit, in order. It is the one change feed.
func (l *Log) Since(ctx context.Context, after int64, limit int) ([]Entry, error) {
	rows, err := since(ctx, l.db, after, limit)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(rows))
	for i, r := range rows {
		entries[i] = r.entry()
	}
	return entries, nil
}

// Past says which entries to look back upon. Empty fields are no condition.
type Past struct {
	Before   time.Time // entries before this instant,
	BeforeID string    // and of those at it, before this id (a UUID)
	From     time.Time
	Kind     string // what kinds begin with: "export."
	Actor    string
	About    string
}

// Past returns entries newest first, placed or not, at most limit.
func (l *Log) Past(ctx context.Context, f Past, limit int) ([]Entry, error) {
	rows, err := past(ctx, l.db, f, limit)
	entries := make([]Entry, len(rows))
	for i, r := range rows {
		entries[i] = r.entry()
	}
	return entries, err
}

// Watch returns a channel that receives the size now and whenever entries were sequenced (by any process), until ctx ends;
// then it is closed. A slow reader misses sizes in between, never the newest.
func (l *Log) Watch(ctx context.Context) <-chan int64 {
	sizes := make(chan int64, 1)
	go func() {
		defer close(sizes)
		told := int64(-1)
		keepListening(ctx, l.db, channelSequenced, func(ear *listener, well func()) error {
			for {
				size, err := l.look(ctx)
				if err != nil {
					return err
				}
				well()
				if size > told {
					told = size
					select {
					case <-sizes: // not yet read: replaced by the newer one
					default:
					}
					sizes <- told
				}
				if err := ear.wait(ctx, idle, nil); err != nil {
					return err
				}
			}
		})
	}()
	return sizes
}

// look reads how far the ledger has come.
func (l *Log) look(ctx context.Context) (size int64, err error) {
	h, err := head(ctx, l.db)
	if err == nil {
		l.saw(h.Size, h.At)
	}
	return h.Size, err
}

// Latest is the newest checkpoint as a signed note.
func (l *Log) Latest(ctx context.Context) (signed string, err error) {
	h, err := head(ctx, l.db)
	if err == nil && h.Size == 0 {
		err = errEmpty
	}
	return h.Note, err
}

var errEmpty = fault.New(fault.Missing, "ledger.empty", "存证中还没有任何条目；请在办理第一件业务之后再来。",
	"The ledger holds no entry yet; come back after the first act.")

func noSuchSize() error {
	return fault.New(fault.Missing, "ledger.no_such_size", "存证还没有这么多条目；请核对检查点的大小。",
		"The ledger has not reached that size; compare it with your checkpoint.")
}

var errRewritten = errors.New("ledger: the stored tree does not give the root of the newest checkpoint; nothing more is signed until it is examined (xinheng ledger verify)")
