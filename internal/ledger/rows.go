package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// RowLeaf commits to one row of a batch: SHA-256 of a zero byte, the length of the salt (4 bytes, big endian), the salt and
// the content. The salt is random, stored beside the row and told only with it, so a leaf betrays nothing by itself.
func RowLeaf(salt, content []byte) Hash {
	var head [5]byte // a zero byte, and the length of the salt
	binary.BigEndian.PutUint32(head[1:], uint32(len(salt)))
	h := sha256.New() // the content is hashed where it lies: an answer has more bytes than are worth copying
	h.Write(head[:])
	h.Write(salt)
	h.Write(content)
	var leaf Hash
	h.Sum(leaf[:0])
	return leaf
}

// RowRoot is the Merkle root over row leaves in their order (RFC 6962 hashing).
func RowRoot(leaves []Hash) Hash {
	var e edge
	for _, h := range leaves {
		e.add(h, nil)
	}
	return e.root()
}

// RowPath is the audit path of row i in a batch. For the paths of many rows of one batch make a RowTree.
func RowPath(leaves []Hash, i int) []Hash { return NewRowTree(leaves).Path(i) }

// RowTree holds every node over the rows of a batch, so that a path costs a few copies.
type RowTree struct {
	levels [][]Hash // leaves first; a node without a right sibling is carried up as it is
}

// NewRowTree hashes a batch once. The leaves are not copied and must not change.
func NewRowTree(leaves []Hash) *RowTree {
	t := &RowTree{levels: make([][]Hash, 0, 16)}
	nodes := make([]Hash, 0, len(leaves)+16)
	for level := leaves; ; {
		t.levels = append(t.levels, level)
		if len(level) <= 1 {
			return t
		}
		start := len(nodes)
		for i := 0; i+1 < len(level); i += 2 {
			nodes = append(nodes, tlog.NodeHash(level[i], level[i+1]))
		}
		if len(level)%2 == 1 {
			nodes = append(nodes, level[len(level)-1])
		}
		level = slices.Clip(nodes[start:])
	}
}

// Root is RowRoot of the leaves.
func (t *RowTree) Root() Hash {
	if top := t.levels[len(t.levels)-1]; len(top) == 1 {
		return top[0]
	}
	return RowRoot(nil)
}

// Path is RowPath of the leaves.
func (t *RowTree) Path(i int) []Hash {
	path := make([]Hash, 0, len(t.levels))
	for _, level := range t.levels[:len(t.levels)-1] {
		if sibling := i ^ 1; sibling < len(level) {
			path = append(path, level[sibling])
		}
		i >>= 1
	}
	return path
}

// Row makes the proof that content, with its salt, is row i of the batch.
func (t *RowTree) Row(i int, salt []byte, content string) *RowProof {
	return &RowProof{Salt: salt, Content: content, Leaf: t.levels[0][i], Index: i, Count: len(t.levels[0]), Path: t.Path(i)}
}

// RowProof ties one row to the root of its batch's entry. Salt and content may be withheld together: then the proof shows
// that a row of that leaf exists, not what it says.
type RowProof struct {
	Salt    []byte `json:"salt,omitempty" doc:"base64; withheld together with the content"`
	Content string `json:"content,omitempty" doc:"the exact text of the row"`
	Leaf    Hash   `json:"leaf"`
	Index   int    `json:"index" doc:"place of the row in its batch, from 0"`
	Count   int    `json:"count" doc:"rows in the batch"`
	Path    []Hash `json:"path"`
}

// verify checks the row against the root its entry commits to; an entry without a root has no rows.
func (p *RowProof) verify(root Hash) error {
	if (len(p.Salt) > 0 || p.Content != "") && RowLeaf(p.Salt, []byte(p.Content)) != p.Leaf {
		return broken("ledger.row_changed", "该行内容与其哈希不符：内容或盐值被改动过，请向出具者索取原件。",
			"The row was changed: its content and salt do not give its leaf; ask the issuer for the original.")
	}
	if root == (Hash{}) || tlog.CheckRecord(p.Path, int64(p.Count), root, int64(p.Index), p.Leaf) != nil {
		return broken("ledger.row_not_in_batch", "该行不属于所称批次：路径推不出批次的根；请向出具者索取原件。",
			"The row is not in the batch it names: its path does not lead to the batch's root; ask the issuer for the original.")
	}
	return nil
}
