package ledger

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

const (
	exportFormat = "xinheng-ledger-export/1"
	exportPage   = 2_000
)

// exportHeader is the first line of an export. Edge holds the peaks of the tree before From; it is taken on trust until the
// first checkpoint, which no other edge can give.
type exportHeader struct {
	Format string `json:"format"`
	Origin string `json:"origin"`
	Key    string `json:"key"`
	Second string `json:"second,omitempty"` // the SM2 key, if its signature is on the last checkpoint
	From   int64  `json:"from"`
	To     int64  `json:"to"`
	Edge   []Hash `json:"edge,omitempty"`
}

// exportLine is every other line: an entry, or the checkpoint signed after the entries before it.
type exportLine struct {
	Position   int64  `json:"position,omitempty"`
	Leaf       *Hash  `json:"leaf,omitempty"`
	Entry      string `json:"entry,omitempty"`
	Checkpoint string `json:"checkpoint,omitempty"`
}

// Export writes entries from a position to another, with every checkpoint signed among them, as JSON lines that
// VerifyExport recomputes offline. from zero is the beginning, to zero the newest checkpoint; otherwise the export runs on
// to the first checkpoint at or after to, because only signed entries can be verified.
func (l *Log) Export(ctx context.Context, w io.Writer, from, to int64) error {
	from = max(from, 1)
	last, err := head(ctx, l.db)
	if err == nil && to != 0 {
		last, err = checkpointFrom(ctx, l.db, to)
	}
	switch {
	case err != nil:
		return err
	case last.Size == 0:
		return errEmpty
	case from > last.Size:
		return noSuchSize()
	}
	edge, err := nodes{ctx, l.db}.ReadHashes(peakIndexes(from - 1))
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(exportHeader{exportFormat, l.origin, l.key, l.secondOf(last.Note), from, last.Size, edge}); err != nil {
		return fmt.Errorf("ledger.Export: %w", err)
	}
	for after := from - 1; after < last.Size; {
		upTo := min(after+exportPage, last.Size)
		if err := l.exportPage(ctx, enc, after, upTo); err != nil {
			return err
		}
		after = upTo
	}
	return out.Flush()
}

// exportPage writes positions after … upTo, each checkpoint right behind the last entry it covers.
func (l *Log) exportPage(ctx context.Context, enc *json.Encoder, after, upTo int64) error {
	entries, err := since(ctx, l.db, after, int(upTo-after))
	if err != nil {
		return err
	}
	signed, err := checkpointsIn(ctx, l.db, after, upTo)
	if err != nil {
		return err
	}
	for _, r := range entries {
		leaf := Hash(r.Leaf)
		if err := enc.Encode(exportLine{Position: r.Position, Leaf: &leaf, Entry: r.entry().Text()}); err != nil {
			return fmt.Errorf("ledger.Export: %w", err)
		}
		for len(signed) > 0 && signed[0].Size <= r.Position {
			if err := enc.Encode(exportLine{Checkpoint: signed[0].Note}); err != nil {
				return fmt.Errorf("ledger.Export: %w", err)
			}
			signed = signed[1:]
		}
	}
	return nil
}

// ExportKey reads the verifier key an export brings along, and behind a space the SM2 key. Verified with it, an export only shows that it agrees with
// itself: compare the key with the one published elsewhere.
func ExportKey(r io.Reader) (string, error) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	h, err := readHeader(in)
	return strings.TrimSpace(h.Key + " " + h.Second), err
}
