package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Line is one drawn entity, opened: its code and salt give its commitment, so that everybody can tell who it is.
type Line struct {
	Stratum string
	ID      Hash
	Code    string
	Salt    Salt
	Team    []Hash // empty: nobody of the pool may go there
}

// Text is the line: stratum, commitment, code, salt, and who is sent.
func (l Line) Text() string { return string(l.appendText(nil)) }

func (l *Line) appendText(b []byte) []byte {
	b = hex.AppendEncode(append(append(b, l.Stratum...), ' '), l.ID[:])
	b = append(append(append(b, ' '), l.Code...), ' ')
	b = append(hex.AppendEncode(b, l.Salt[:]), ' ')
	return append(l.appendSent(b), '\n')
}

// Sent is the team, separated by commas, or "-" where nobody goes.
func (l Line) Sent() string { return string(l.appendSent(nil)) }

func (l *Line) appendSent(b []byte) []byte {
	if len(l.Team) == 0 {
		return append(b, '-')
	}
	for i := range l.Team {
		if i > 0 {
			b = append(b, ',')
		}
		b = hex.AppendEncode(b, l.Team[i][:])
	}
	return b
}

// parseLine reads the line of a drawn entity. Whether it is the right one is seen by writing it again.
func parseLine(text string) (l Line, err error) {
	f := strings.Split(strings.TrimSuffix(text, "\n"), " ")
	if len(f) != 5 || len(f[3]) != 2*len(l.Salt) || notWord(f[2]) {
		return l, errLine
	}
	l.Stratum, l.Code = f[0], f[2]
	if l.ID, err = ParseHash(f[1]); err != nil {
		return l, errLine
	}
	if _, err = hex.Decode(l.Salt[:], []byte(f[3])); err != nil {
		return l, errLine
	}
	return l, nil
}

// ResultHash is the SHA-256 of the lines in their order.
func ResultHash(lines []Line) (out Hash) {
	h := sha256.New()
	var line []byte
	for i := range lines {
		line = lines[i].appendText(line[:0])
		h.Write(line)
	}
	h.Sum(out[:0])
	return out
}

// Drawing is all a draw is made of, as whoever runs it holds it.
type Drawing struct {
	Setup  Setup
	Roster *Roster
	Pool   Pool
	Root   Hash   // of the ledger, fixed before the first reveal
	Shares []Hash // in the order of Setup.Parties
}

// Seed of the drawing.
func (d Drawing) Seed() Hash { return Seed(d.Setup.Hash(), d.Root, d.Shares) }

// Run draws: whom, and who goes there. Codes and salts are the caller's to fill in.
func (d Drawing) Run() []Line {
	seed := d.Seed()
	drawn := Pick(seed, d.Roster, d.Setup.Strata)
	teams := Teams(seed, drawn, d.Pool, int(d.Setup.Team))
	lines := make([]Line, len(drawn))
	for i, e := range drawn {
		lines[i] = Line{Stratum: d.Roster.Strata[e.Stratum], ID: e.ID, Team: teams[i]}
	}
	return lines
}

// Fits compares roster and pool with the setup that was fixed.
func (d Drawing) Fits() error {
	names := make([]string, len(d.Setup.Strata))
	counts := make([]int64, len(d.Setup.Strata))
	for i, s := range d.Setup.Strata {
		names[i], counts[i] = s.Name, s.Count
	}
	switch {
	case !slices.Equal(names, d.Roster.Strata) || !slices.Equal(counts, d.Roster.Counts()):
		return errCounts
	case PoolHash(d.Pool) != d.Setup.Pool || int64(len(d.Pool.Inspectors)) != d.Setup.Inspectors:
		return errPoolHash
	case len(d.Shares) != len(d.Setup.Parties):
		return errShares
	}
	return nil
}
