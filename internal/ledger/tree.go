package ledger

import (
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// edge is the right edge of a growing RFC 6962 tree: the roots of its complete subtrees, largest first, one for each bit
// set in size. It is all that is needed to add leaves and to know the root.
type edge struct {
	size  int64
	n     int
	peaks [63]Hash
}

// newEdge continues a tree of a size whose peaks (see peakIndexes) are known.
func newEdge(size int64, peaks []Hash) edge {
	e := edge{size: size, n: len(peaks)}
	copy(e.peaks[:], peaks)
	return e
}

// add appends a leaf. The hashes it makes, in the order of tlog's stored hashes, are appended to made unless that is nil.
func (e *edge) add(h Hash, made *[]Hash) {
	if made != nil {
		*made = append(*made, h)
	}
	for s := e.size; s&1 == 1; s >>= 1 {
		e.n--
		h = tlog.NodeHash(e.peaks[e.n], h)
		if made != nil {
			*made = append(*made, h)
		}
	}
	e.peaks[e.n] = h
	e.n++
	e.size++
}

// root is the Merkle tree hash; of the empty tree, SHA-256 of nothing.
func (e *edge) root() Hash {
	if e.n == 0 {
		h, _ := tlog.TreeHash(0, nil)
		return h
	}
	h := e.peaks[e.n-1]
	for i := e.n - 2; i >= 0; i-- {
		h = tlog.NodeHash(e.peaks[i], h)
	}
	return h
}

// peakIndexes are the stored-hash indexes of the peaks of a tree.
func peakIndexes(size int64) []int64 {
	at := make([]int64, 0, bits.OnesCount64(uint64(size)))
	for done := int64(0); done < size; {
		level := bits.Len64(uint64(size-done)) - 1
		at = append(at, tlog.StoredHashIndex(level, done>>level))
		done += 1 << level
	}
	return at
}
