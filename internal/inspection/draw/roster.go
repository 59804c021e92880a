package draw

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
)

// Entity is one line of a roster: a commitment, and the place of its stratum in Roster.Strata.
type Entity struct {
	ID      Hash
	Stratum uint8
}

// Roster is the frozen list of whom a draw may meet.
type Roster struct {
	Strata   []string // sorted by bytes
	Entities []Entity // in ascending order of commitments, which says nothing of anybody
}

// MostStrata is how many strata a draw may have.
const MostStrata = 64

// NewRoster sorts what it is given, which it keeps. An entity stands in a roster once.
func NewRoster(strata []string, entities []Entity) (*Roster, error) {
	if len(strata) == 0 || len(strata) > MostStrata || !ascending(strata) || slices.ContainsFunc(strata, notWord) {
		return nil, errStrata
	}
	slices.SortFunc(entities, func(a, b Entity) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	for i := range entities {
		if int(entities[i].Stratum) >= len(strata) || i > 0 && entities[i].ID == entities[i-1].ID {
			return nil, errTwice
		}
	}
	return &Roster{strata, entities}, nil
}

// WriteTo writes the canonical text: for each entity a line of commitment, one space and stratum.
func (r *Roster) WriteTo(w io.Writer) (n int64, err error) {
	out := bufio.NewWriterSize(w, 1<<16)
	line := make([]byte, 0, 160)
	for i := range r.Entities {
		e := &r.Entities[i]
		line = append(hex.AppendEncode(line[:0], e.ID[:]), ' ')
		line = append(append(line, r.Strata[e.Stratum]...), '\n')
		m, err := out.Write(line)
		if n += int64(m); err != nil {
			return n, err
		}
	}
	return n, out.Flush()
}

// Hash is the SHA-256 of the canonical text.
func (r *Roster) Hash() (out Hash) {
	h := sha256.New()
	_, _ = r.WriteTo(h) // a hash takes everything
	h.Sum(out[:0])
	return out
}

// Counts are the entities of each stratum.
func (r *Roster) Counts() []int64 {
	n := make([]int64, len(r.Strata))
	for i := range r.Entities {
		n[r.Entities[i].Stratum]++
	}
	return n
}

const wordSigns = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:_-"

// notWord says that a text may not stand between two spaces of a canonical text.
func notWord(s string) bool { return s == "" || len(s) > 64 || strings.Trim(s, wordSigns) != "" }

// ascending: sorted by bytes, and nothing twice.
func ascending(s []string) bool {
	for i := 1; i < len(s); i++ {
		if s[i-1] >= s[i] {
			return false
		}
	}
	return true
}
