package ledger

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"
)

// Report is what a verification found to hold.
type Report struct {
	Origin      string    `json:"origin"`
	Key         string    `json:"key"`
	From        int64     `json:"from"`
	To          int64     `json:"to"`
	Checkpoints int64     `json:"checkpoints"`
	Seconded    int64     `json:"seconded" doc:"checkpoints whose SM2 signature holds too; zero when no SM2 key was given"`
	Anchors     int       `json:"anchors" doc:"outside anchors that hold against these entries"`
	Root        Hash      `json:"root"`
	FirstAt     time.Time `json:"first_at"`
	LastAt      time.Time `json:"last_at"`
}

// Verify exports the whole ledger and recomputes it, as a stranger would, with the outside anchors given. It also finds
// entries that were taken out of the queue before they were placed.
func (l *Log) Verify(ctx context.Context, anchors ...Anchor) (Report, error) {
	h, err := head(ctx, l.db)
	if err != nil {
		return Report{}, err
	}
	r, w := io.Pipe()
	go func() { w.CloseWithError(l.Export(ctx, w, 0, 0)) }()
	defer r.Close()
	report, err := VerifyExport(r, l.keysOf(h.Note), anchors...)
	if err != nil {
		return report, err
	}
	if n, err := lost(ctx, l.db); err != nil || n == 0 {
		return report, err
	} else {
		return report, broken("ledger.entry_lost", "有 %d 条已写入的条目从待排队列中消失，永远不会被排序；请从备份核对并报告监督机关。",
			"%d entries were recorded but vanished from the queue and will never be placed; compare with a backup and report it.", n)
	}
}

// VerifyExport recomputes an export offline: every leaf from its text, the tree, every checkpoint's signature and that it
// is the root of the entries before it, and the anchors. With the SM2 key given as well, the last checkpoint and, from the
// first that carries it, every one must bear its signature: none can be taken off. The error is a fault whose sentence says what was found first.
// Only anchors can show that an export ends too early, or that everything was rewritten under the same key.
func VerifyExport(r io.Reader, verifierKey string, anchors ...Anchor) (Report, error) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	h, err := readHeader(in)
	if err != nil {
		return Report{}, err
	}
	k, err := parseKeys(verifierKey)
	if err != nil {
		return Report{}, err
	}
	v := verifier{Report: Report{Origin: h.Origin, Key: verifierKey, From: h.From, To: h.To}, keys: k, tree: newEdge(h.From-1, h.Edge), signed: h.From - 1}
	if err := v.expect(anchors); err != nil {
		return v.Report, err
	}
	for in.Scan() {
		if err := v.line(in.Bytes()); err != nil {
			return v.Report, err
		}
	}
	if errors.Is(in.Err(), bufio.ErrTooLong) {
		return v.Report, unreadable(v.tree.size)
	}
	return v.Report, cmp.Or(in.Err(), v.end())
}

// maxLine is more than any line of an export needs.
const maxLine = 1 << 20

// verifier walks an export once, in memory that does not grow with it.
type verifier struct {
	Report
	keys    keys
	tree    edge
	signed  int64 // size of the newest checkpoint seen
	anchors []anchored
}

type anchored struct {
	Anchor
	Checkpoint
}

func readHeader(in *bufio.Scanner) (h exportHeader, err error) {
	if !in.Scan() && in.Err() != nil && !errors.Is(in.Err(), bufio.ErrTooLong) {
		return h, in.Err() // of the source, not of its content
	}
	if decode(in.Bytes(), &h) != nil || h.Format != exportFormat || h.From < 1 || h.To < h.From || len(peakIndexes(h.From-1)) != len(h.Edge) {
		return h, broken("ledger.not_an_export", "文件开头不是第 1 版的存证导出；请用 xinheng ledger export 重新导出。",
			"The file does not begin like a ledger export of version 1; make it again with xinheng ledger export.")
	}
	return h, nil
}

// expect sorts the anchors that this export can be held against; one beyond its end shows that the end is missing.
func (v *verifier) expect(anchors []Anchor) error {
	for _, a := range anchors {
		c, _, err := v.keys.verify(a.Note)
		if err != nil {
			return anchorFault(a.Name, err)
		}
		if c.Size > v.To {
			return broken("ledger.truncated", "锚定文件 %s 证明当时已有 %d 条，而这里只到第 %d 条：结尾被截去；请取得完整的导出。",
				"Anchor %s proves %d entries existed, but this ends at %d: the end was cut off; obtain the whole export.", a.Name, c.Size, v.To)
		}
		if c.Size >= v.From-1 {
			v.anchors = append(v.anchors, anchored{a, c})
		}
	}
	slices.SortFunc(v.anchors, func(a, b anchored) int { return cmp.Compare(a.Size, b.Size) })
	return v.holdAnchors()
}

func (v *verifier) line(b []byte) error {
	var l exportLine
	if decode(b, &l) != nil || (l.Checkpoint == "") == (l.Entry == "") {
		return unreadable(v.tree.size)
	}
	if l.Checkpoint != "" {
		return v.checkpoint(l.Checkpoint)
	}
	return v.entry(l)
}

func (v *verifier) entry(l exportLine) error {
	next := v.tree.size + 1
	switch {
	case l.Position < next:
		return broken("ledger.entry_repeated", "第 %d 条重复出现或顺序颠倒（此处应为第 %d 条）；请取得未经改动的导出。",
			"Position %d appears twice or out of order (position %d is due); obtain an unchanged export.", l.Position, next)
	case l.Position > next:
		return broken("ledger.entry_missing", "缺少第 %d 条（其后是第 %d 条）：条目被删除或顺序被改动；请取得完整的导出。",
			"Position %d is missing (position %d follows): an entry was removed or moved; obtain the whole export.", next, l.Position)
	case l.Position > v.To:
		return broken("ledger.entry_surplus", "第 %d 条超出文件自称的范围；请取得未经改动的导出。",
			"Position %d lies beyond the end the file states; obtain an unchanged export.", l.Position)
	}
	e, err := ParseEntry(l.Entry)
	if err != nil || l.Leaf == nil || e.Leaf() != *l.Leaf {
		return broken("ledger.entry_changed", "第 %d 条被改动过：文本与其叶哈希不符；请与备份核对并报告监督机关。",
			"The entry at position %d was changed: its text does not give its leaf; compare with a backup and report it.", l.Position)
	}
	v.tree.add(*l.Leaf, nil)
	if v.FirstAt.IsZero() {
		v.FirstAt = e.At
	}
	v.LastAt = e.At
	return v.holdAnchors()
}

func (v *verifier) checkpoint(signed string) error {
	c, seconded, err := v.keys.verify(signed)
	if err != nil {
		return err
	}
	if seconded {
		v.Seconded++
	} else if v.Seconded > 0 || v.keys.second != nil && c.Size == v.To {
		return noSecondSignature(c.Size)
	}
	if c.Size != v.tree.size || c.Size <= v.signed {
		return broken("ledger.checkpoint_moved", "大小为 %d 的检查点出现在第 %d 条之后：检查点被移动、重复，或其前的条目被删；请取得未经改动的导出。",
			"The checkpoint of size %d follows position %d: it was moved or repeated, or entries before it were removed; obtain an unchanged export.", c.Size, v.tree.size)
	}
	if v.tree.root() != c.Root {
		return broken("ledger.root_differs", "第 %d 至 %d 条推不出已签署的根：其中有条目被改动、替换或调换；请与备份核对并报告监督机关。",
			"Positions %d to %d do not give the signed root: an entry among them was changed, replaced or swapped; compare with a backup and report it.", v.signed+1, c.Size)
	}
	v.signed, v.Root = c.Size, c.Root
	v.Checkpoints++
	return nil
}

// holdAnchors compares the anchors of the size just reached.
func (v *verifier) holdAnchors() error {
	for len(v.anchors) > 0 && v.anchors[0].Size == v.tree.size {
		a := v.anchors[0]
		if v.tree.root() != a.Root {
			return anchorDiffers(a.Name, a.Size)
		}
		v.anchors = v.anchors[1:]
		v.Anchors++
	}
	return nil
}

func (v *verifier) end() error {
	if v.tree.size < v.To || v.signed < v.tree.size {
		return broken("ledger.truncated", "文件自称到第 %d 条，实际只到第 %d 条（已签署到第 %d 条）：结尾被截去；请取得完整的导出。",
			"The file states %d entries but ends at %d (signed up to %d): the end was cut off; obtain the whole export.", v.To, v.tree.size, v.signed)
	}
	return nil
}

func decode(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.More() {
		return errors.New("more than one value on a line")
	}
	return nil
}

func unreadable(after int64) error {
	return broken("ledger.unreadable", "第 %d 条之后的一行不是存证导出的内容；请取得未经改动的导出。",
		"The line after position %d is not a line of a ledger export; obtain an unchanged export.", after)
}
