package ledger

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"xinheng/internal/fault"
)

// Proof shows that an entry stands in the ledger at a position, and optionally that a row stands in the entry's batch. It is
// complete: VerifyProof needs nothing else but the public verifier key.
type Proof struct {
	Entry      string    `json:"entry" doc:"the exact text of the entry"`
	Position   int64     `json:"position" doc:"counts from 1; the RFC 6962 leaf index is one less"`
	Size       int64     `json:"size" doc:"entries under the checkpoint"`
	Path       []Hash    `json:"path" doc:"RFC 6962 audit path, base64"`
	Checkpoint string    `json:"checkpoint" doc:"C2SP signed note"`
	Key        string    `json:"key" doc:"public verifier key; compare it with the published one"`
	Row        *RowProof `json:"row,omitempty"`
}

// ErrDamaged says that what is stored of an entry does not give what was signed.
var ErrDamaged = errors.New("the stored ledger is damaged")

// Proof proves an entry under the newest checkpoint. An entry not yet placed is refused as too early.
func (l *Log) Proof(ctx context.Context, entryID string) (Proof, error) {
	e, err := findEntry(ctx, l.db, entryID)
	if err != nil {
		return Proof{}, err
	}
	if e.Position == 0 {
		return Proof{}, fault.New(fault.TooEarly, "ledger.not_placed", "该条目已写入，正在排序；请一秒后再取证明。",
			"The entry is recorded and about to be placed; ask for its proof again in a second.")
	}
	h, err := head(ctx, l.db)
	if err != nil {
		return Proof{}, err
	}
	path, err := tlog.ProveRecord(h.Size, e.Position-1, nodes{ctx, l.db})
	if err != nil {
		return Proof{}, fmt.Errorf("ledger.Proof(%s): %w", entryID, err)
	}
	p := Proof{Entry: e.Text(), Position: e.Position, Size: h.Size, Path: path, Checkpoint: h.Note, Key: l.keysOf(h.Note)}
	if _, err := VerifyProof(p, p.Key); err != nil { // never hand out what does not hold
		return Proof{}, fmt.Errorf("ledger.Proof(%s): %w: %v", entryID, ErrDamaged, err)
	}
	return p, nil
}

// VerifyProof checks a proof with nothing but the public verifier key and returns the entry it proves.
func VerifyProof(p Proof, verifierKey string) (Entry, error) {
	c, err := VerifyCheckpoint(p.Checkpoint, verifierKey)
	if err != nil {
		return Entry{}, err
	}
	e, err := ParseEntry(p.Entry)
	if err != nil {
		return Entry{}, broken("ledger.entry_changed", "条目文本不合规定格式：被改动过；请重新取得证明。",
			"The entry's text is not in its canonical form: it was changed; obtain the proof again.")
	}
	if p.Size != c.Size || tlog.CheckRecord(p.Path, c.Size, c.Root, p.Position-1, e.Leaf()) != nil {
		return Entry{}, broken("ledger.entry_not_in_tree", "该条目不在检查点所覆盖的存证中第 %d 位：条目、位置或路径被改动过；请重新取得证明。",
			"The entry does not stand at position %d under this checkpoint: entry, position or path was changed; obtain the proof again.", p.Position)
	}
	e.Position = p.Position
	if p.Row != nil {
		if err := p.Row.verify(e.Root); err != nil {
			return Entry{}, err
		}
	}
	return e, nil
}

// Consistency shows that a later checkpoint only appended to an earlier one. A stranger puts the note kept from then in
// place of From.
type Consistency struct {
	From string `json:"from" doc:"the earlier checkpoint, a signed note"`
	To   string `json:"to" doc:"the later checkpoint, a signed note"`
	Path []Hash `json:"path" doc:"RFC 6962 consistency path, base64"`
}

// Consistency proves that the checkpoint of size to continues the one of size from; to zero is the newest. Both must be
// sizes at which a checkpoint was signed.
func (l *Log) Consistency(ctx context.Context, from, to int64) (c Consistency, err error) {
	older, err := checkpointFrom(ctx, l.db, from)
	if err != nil {
		return c, err
	}
	newer, err := head(ctx, l.db)
	if err == nil && to != 0 {
		newer, err = checkpointFrom(ctx, l.db, to)
	}
	if err != nil {
		return c, err
	}
	if older.Size != from || (to != 0 && newer.Size != to) || newer.Size < older.Size {
		return c, noSuchSize()
	}
	path, err := tlog.ProveTree(newer.Size, older.Size, nodes{ctx, l.db})
	if err != nil {
		return c, fmt.Errorf("ledger.Consistency(%d, %d): %w", from, to, err)
	}
	return Consistency{From: older.Note, To: newer.Note, Path: path}, nil
}

// VerifyConsistency checks both signatures and that nothing before the earlier checkpoint was changed.
func VerifyConsistency(c Consistency, verifierKey string) (from, to Checkpoint, err error) {
	if from, err = VerifyCheckpoint(c.From, verifierKey); err != nil {
		return from, to, err
	}
	if to, err = VerifyCheckpoint(c.To, verifierKey); err != nil {
		return from, to, err
	}
	if tlog.CheckTree(c.Path, to.Size, to.Root, from.Size, from.Root) != nil {
		err = broken("ledger.rewritten", "前 %d 条存证与早先的检查点不符：历史被改写，或路径有误；请保留两份检查点并报告监督机关。",
			"The first %d entries no longer give the earlier checkpoint: history was rewritten, or the path is wrong; keep both checkpoints and report it.", from.Size)
	}
	return from, to, err
}
