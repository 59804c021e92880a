package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// The notification reaches the sequencer only when the caller's transaction commits.
const insertAndQueue = `
	with e as (
		insert into ledger.entry (id, kind, actor, about, public, root, at, leaf)
		values ($1::text::uuid, $2, $3, $4, $5, $6, $7, $8)
		returning id
	)`

var (
	qAppend = pg.Q("ledger.append", insertAndQueue+`, p as (
		insert into ledger.pending (entry_id) select id from e
	)
	select pg_notify('ledger_pending', '')`)
	qAppendQuietly = pg.Q("ledger.append_quietly", insertAndQueue+`
	insert into ledger.pending (entry_id) select id from e`)
)

func insertEntry(q pg.Query, tx pg.Tx, e Entry) {
	leaf := e.Leaf()
	public := e.Public
	if public == nil {
		public = map[string]string{}
	}
	var root []byte
	if e.Root != (Hash{}) {
		root = e.Root[:]
	}
	tx.Later(q, e.ID, e.Kind, e.Actor, e.About, public, root, e.At, leaf[:])
}

// entryRow is an entry as stored; Leaf is what was committed to when it was appended.
type entryRow struct {
	ID       string
	Position int64
	Kind     string
	Actor    string
	About    string
	Public   map[string]string
	Root     []byte
	At       time.Time
	Leaf     []byte
}

func (r entryRow) entry() Entry {
	e := Entry{ID: r.ID, Position: r.Position, At: r.At, Act: Act{Kind: r.Kind, Actor: r.Actor, About: r.About, Public: r.Public}}
	copy(e.Root[:], r.Root)
	return e
}

var qSince = pg.Q("ledger.since", `
	select e.id::text, p.position, e.kind, e.actor, e.about, e.public, e.root, e.at, e.leaf
	from ledger.placed p join ledger.entry e on e.id = p.entry_id
	where p.position > $1 order by p.position limit $2`)

func since(ctx context.Context, db pg.DB, after int64, limit int) (rows []entryRow, err error) {
	defer fault.Wrap(&err, "ledger.Since(%d)", after)
	return pg.All[entryRow](ctx, db, qSince, after, limit)
}

var qEntry = pg.Q("ledger.entry", `
	select e.id::text, coalesce(p.position, 0) as position, e.kind, e.actor, e.about, e.public, e.root, e.at, e.leaf
	from ledger.entry e left join ledger.placed p on p.entry_id = e.id
	where e.id = $1::text::uuid`)

func findEntry(ctx context.Context, db pg.DB, id string) (e Entry, err error) {
	defer fault.Wrap(&err, "ledger.findEntry")
	if uuid.Validate(id) != nil {
		return Entry{}, errUnknownEntry
	}
	r, err := pg.One[entryRow](ctx, db, qEntry, id)
	if errors.Is(err, pg.ErrNone) {
		return Entry{}, errUnknownEntry
	}
	return r.entry(), err
}

var errUnknownEntry = fault.New(fault.Missing, "ledger.unknown_entry", "没有这一编号的存证；请核对回执上的编号。",
	"There is no entry of this id; compare it with the one on the receipt.")

// checkpointRow is a checkpoint as stored.
type checkpointRow struct {
	Size int64
	Root []byte
	At   time.Time
	Note string
}

var (
	qHead        = pg.Q("ledger.head", `select size, root, at, note from ledger.checkpoint order by size desc limit 1`)
	qCheckpoints = pg.Q("ledger.checkpoints", `
		select size, root, at, note from ledger.checkpoint where size > $1 and size <= $2 order by size`)
	qCheckpointFrom = pg.Q("ledger.checkpoint_from", `
		select size, root, at, note from ledger.checkpoint where size >= $1 order by size limit 1`)
)

// head is the newest checkpoint; the zero row when nothing was ever sequenced.
func head(ctx context.Context, db pg.DB) (c checkpointRow, err error) {
	defer fault.Wrap(&err, "ledger.head")
	c, err = pg.One[checkpointRow](ctx, db, qHead)
	if errors.Is(err, pg.ErrNone) {
		return checkpointRow{}, nil
	}
	return c, err
}

// checkpointFrom is the first checkpoint that covers a size.
func checkpointFrom(ctx context.Context, db pg.DB, size int64) (c checkpointRow, err error) {
	defer fault.Wrap(&err, "ledger.checkpointFrom(%d)", size)
	c, err = pg.One[checkpointRow](ctx, db, qCheckpointFrom, size)
	if errors.Is(err, pg.ErrNone) {
		return c, noSuchSize()
	}
	return c, err
}

// checkpointsIn are the checkpoints of sizes above after, up to upTo.
func checkpointsIn(ctx context.Context, db pg.DB, after, upTo int64) (rows []checkpointRow, err error) {
	defer fault.Wrap(&err, "ledger.checkpointsIn(%d, %d)", after, upTo)
	return pg.All[checkpointRow](ctx, db, qCheckpoints, after, upTo)
}

var qNodes = pg.Q("ledger.nodes", `select index, hash from ledger.node where index = any($1)`)

type nodeRow struct {
	Index int64
	Hash  []byte
}

// nodes reads stored tree hashes: a tlog.HashReader over the database.
type nodes struct {
	ctx context.Context
	db  pg.DB
}

func (n nodes) ReadHashes(indexes []int64) (out []Hash, err error) {
	defer fault.Wrap(&err, "ledger.nodes")
	rows, err := pg.All[nodeRow](n.ctx, n.db, qNodes, indexes)
	if err != nil {
		return nil, err
	}
	out = make([]Hash, len(indexes))
	found := 0
	for _, r := range rows {
		if i := slices.Index(indexes, r.Index); i >= 0 {
			found += copy(out[i][:], r.Hash)
		}
	}
	if found != len(indexes)*len(Hash{}) {
		return nil, fmt.Errorf("%d tree nodes are missing", len(indexes)-found/len(Hash{}))
	}
	return out, nil
}

// One lock serialises turns of all processes; another marks who leads. Both are numbers of this program's choosing.
const (
	turnLock   = 0x78_68_6c_01
	leaderLock = 0x78_68_6c_02
)

var (
	qAnyPending = pg.Q("ledger.any_pending", `select exists (select from ledger.pending)`)
	qTurn       = pg.Q("ledger.turn", `select pg_advisory_xact_lock($1)`)
	qPending    = pg.Q("ledger.pending", `
		select q.seq, e.id::text, e.leaf, clock_timestamp() as now from ledger.pending q join ledger.entry e on e.id = q.entry_id
		order by q.seq limit $1`)
	qPlace = pg.Q("ledger.place", `
		insert into ledger.placed (position, entry_id, at)
		select $1::bigint + u.n, u.id::uuid, $3 from unnest($2::text[]) with ordinality as u (id, n)`)
	qAddNodes = pg.Q("ledger.add_nodes", `
		insert into ledger.node (index, hash)
		select $1::bigint + u.n - 1, u.hash from unnest($2::bytea[]) with ordinality as u (hash, n)`)
	qSign     = pg.Q("ledger.sign", `insert into ledger.checkpoint (size, root, at, note) values ($1, $2, $3, $4)`)
	qTaken    = pg.Q("ledger.taken", `delete from ledger.pending where seq = any($1)`)
	qAnnounce = pg.Q("ledger.announce", `select pg_notify('ledger_sequenced', $1::bigint::text)`)
)

func anyPending(ctx context.Context, db pg.DB) (waiting bool, err error) {
	defer fault.Wrap(&err, "ledger.anyPending")
	return pg.Scalar[bool](ctx, db, qAnyPending)
}

// pendingRow is an entry that waits for its place. Now is the database's time.
type pendingRow struct {
	Seq  int64
	ID   string
	Leaf []byte
	Now  time.Time
}

// pending waits for its turn among all processes; then it reads.
func pending(ctx context.Context, tx pg.Tx, limit int) (rows []pendingRow, err error) {
	defer fault.Wrap(&err, "ledger.pending")
	tx.Later(pg.Habit)
	tx.Later(qTurn, int64(turnLock))
	return pg.All[pendingRow](ctx, tx, qPending, limit)
}

// turn is what one turn of the sequencer writes: entries placed after a size, the nodes they made, the new checkpoint.
type turn struct {
	after  int64
	seqs   []int64
	ids    []string
	nodeAt int64
	nodes  []Hash
	checkpointRow
}

func (t *turn) store(tx pg.Tx) {
	hashes := make([][]byte, len(t.nodes))
	for i := range t.nodes {
		hashes[i] = t.nodes[i][:]
	}
	tx.Later(qPlace, t.after, t.ids, t.At)
	tx.Later(qAddNodes, t.nodeAt, hashes)
	tx.Later(qSign, t.Size, t.Root, t.At, t.Note)
	tx.Later(qTaken, t.seqs)
	tx.Later(qAnnounce, t.Size)
}

var qLost = pg.Q("ledger.lost", `
	select count(*) from ledger.entry e
	where not exists (select from ledger.placed p where p.entry_id = e.id)
	and not exists (select from ledger.pending q where q.entry_id = e.id)`)

// lost counts entries that were appended but can never be placed: somebody emptied the queue by hand.
func lost(ctx context.Context, db pg.DB) (n int64, err error) {
	defer fault.Wrap(&err, "ledger.lost")
	return pg.Scalar[int64](ctx, db, qLost)
}

// The newest first; an entry that is not yet placed has position zero.
var qPast = pg.Q("ledger.past", `
	select e.id::text, coalesce(p.position, 0) as position, e.kind, e.actor, e.about, e.public, e.root, e.at, e.leaf
	from ledger.entry e left join ledger.placed p on p.entry_id = e.id
	where (e.at, e.id) < ($1, $2::text::uuid) and e.at >= $3
	and ($4 = '' or starts_with(e.kind, $4)) and ($5 = '' or e.actor = $5) and ($6 = '' or e.about = $6)
	order by e.at desc, e.id desc limit $7`)

func past(ctx context.Context, db pg.DB, f Past, limit int) (rows []entryRow, err error) {
	defer fault.Wrap(&err, "ledger.Past")
	return pg.All[entryRow](ctx, db, qPast, f.Before, f.BeforeID, f.From, f.Kind, f.Actor, f.About, limit)
}

var qDays = pg.Q("ledger.days", `
	select (at at time zone 'Asia/Shanghai')::date as day, split_part(kind, '.', 1) as area, count(*) as acts
	from ledger.entry where at >= $1 and at < $2 group by 1, 2 order by 1, 2`)

func days(ctx context.Context, db pg.DB, from, until time.Time) (all []Day, err error) {
	defer fault.Wrap(&err, "ledger.days")
	return pg.All[Day](ctx, db, qDays, from, until)
}

var qWaiting = pg.Q("ledger.waiting", `
	select count(*) as entries, min(e.at) as since from ledger.pending q join ledger.entry e on e.id = q.entry_id`)

func waiting(ctx context.Context, db pg.DB) (w Waiting, err error) {
	defer fault.Wrap(&err, "ledger.waiting")
	return pg.One[Waiting](ctx, db, qWaiting)
}
