package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"

	"xinheng/internal/fault"
	"xinheng/internal/workday"
)

// Anchor is a checkpoint kept where the owner of the database cannot reach it: another body's disk, a notary, a newspaper.
// What was anchored cannot be rewritten unnoticed, not even by whoever holds the database and the signing key.
type Anchor struct {
	Name string // of the file
	Note string // the signed checkpoint
}

// ReadAnchors reads the anchors of a folder, oldest first by name.
func ReadAnchors(dir string) ([]Anchor, error) {
	files, err := filepath.Glob(filepath.Join(filepath.Clean(dir), "*.note"))
	if err != nil || len(files) == 0 {
		return nil, fault.New(fault.Missing, "ledger.no_anchors", "该文件夹中没有锚定文件（*.note）；请核对路径。",
			"There is no anchor (*.note) in that folder; check its path.")
	}
	anchors := make([]Anchor, len(files))
	for i, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, unreadableAnchor(filepath.Base(f))
		}
		anchors[i] = Anchor{filepath.Base(f), string(b)}
	}
	return anchors, nil
}

// Anchored tells what Anchor did.
type Anchored struct {
	File string `json:"file"`
	Size int64  `json:"size"`
	Root Hash   `json:"root"`
	New  bool   `json:"new" doc:"false: the day's anchor was there already and holds"`
}

// Anchor writes the newest checkpoint into an outside folder as YYYY-MM-DD.note, once per civil day (F24-3). A file is never
// overwritten. Every anchor already there is compared first: one that differs from the ledger is an alarm, and nothing is
// written until a person has looked.
func (l *Log) Anchor(ctx context.Context, dir string, today workday.Date) (Anchored, error) {
	h, err := head(ctx, l.db)
	if err == nil && h.Size == 0 {
		err = errEmpty
	}
	if err != nil {
		return Anchored{}, err
	}
	name := today.String() + ".note"
	file := filepath.Join(dir, name)
	existing, err := ReadAnchors(dir)
	if err != nil && !fault.Is(err, "ledger.no_anchors") {
		return Anchored{}, err
	}
	for _, a := range existing {
		c, err := l.holds(ctx, a, h.Size)
		if err != nil {
			return Anchored{}, err
		}
		if a.Name == name {
			return Anchored{File: file, Size: c.Size, Root: c.Root}, nil
		}
	}
	if err := writeOnce(file, h.Note); err != nil {
		return Anchored{}, err
	}
	return Anchored{File: file, Size: h.Size, Root: Hash(h.Root), New: true}, nil
}

// holds compares an anchor with the stored tree.
func (l *Log) holds(ctx context.Context, a Anchor, size int64) (Checkpoint, error) {
	c, _, err := l.keys().verify(a.Note)
	if err != nil {
		return c, anchorFault(a.Name, err)
	}
	if c.Size > size {
		return c, anchorDiffers(a.Name, c.Size)
	}
	root, err := tlog.TreeHash(c.Size, nodes{ctx, l.db})
	if err == nil && root != c.Root {
		err = anchorDiffers(a.Name, c.Size)
	}
	return c, err
}

// writeOnce creates the file; two processes at once are settled by the file system, and the loser finds the same day done.
func writeOnce(file, content string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o444)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		_, err = f.Write([]byte(content))
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			_ = os.Remove(file) // half an anchor would look like an alarm tomorrow
		}
	}
	if err != nil {
		return fault.New(fault.Unavailable, "ledger.anchor_unwritable", "无法在锚定文件夹中写入；请检查该文件夹是否存在、可写、磁盘未满。",
			"The anchor folder cannot be written; check that it exists, is writable and its disk is not full.")
	}
	return nil
}

func anchorDiffers(name string, size int64) error {
	return broken("ledger.anchor_differs", "警报：现有存证的前 %[2]d 条与外部锚定 %[1]s 不符：锚定之前的历史被改写；请勿继续使用本库，保全现场并报告监督机关。",
		"ALARM: the first %[2]d entries do not match the outside anchor %[1]s: history before it was rewritten; stop, preserve the evidence and report it.", name, size)
}

// anchorFault names the anchor whose signature or form failed; a wrong key stays what it is.
func anchorFault(name string, err error) error {
	if fault.KindOf(err) != fault.Conflict {
		return err
	}
	return broken("ledger.anchor_bad", "锚定文件 %s 没有本存证公钥的有效签名：文件被改动，或不属于本存证；请保留该文件并核对来源。",
		"Anchor %s carries no valid signature of this ledger's key: it was changed or belongs to another ledger; keep it and find out where it came from.", name)
}

func unreadableAnchor(name string) error {
	return fault.New(fault.Unavailable, "ledger.anchor_unreadable", fmt.Sprintf("锚定文件 %s 无法读取；请检查其权限与所在磁盘。", name),
		fmt.Sprintf("Anchor %s cannot be read; check its permissions and disk.", name))
}
