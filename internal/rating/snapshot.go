package rating

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// A snapshot is what a score was computed from, as bytes that are always the same for the same thing: a line for the subject and one
// for each input in their order, fields between tabs. With the model and the day before it and the result behind it, it is what the
// hash of a result is over (F10-2).

const (
	snapshotHead = "xinheng.rating/1\n"
	fieldsOf     = 11 // of an input
)

var (
	guard   = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`)
	unguard = strings.NewReplacer(`\\`, `\`, `\t`, "\t", `\n`, "\n")
)

func appendText(b []byte, s string) []byte {
	if strings.ContainsAny(s, "\\\t\n") {
		s = guard.Replace(s)
	}
	return append(append(b, s...), '\t')
}

func appendDate(b []byte, d workday.Date) []byte {
	return append(strconv.AppendInt(b, int64(d), 10), '\t')
}

// appendSnapshot writes the subject and what counts of it.
func appendSnapshot(b []byte, s Subject, counting []Input) []byte {
	b = appendText(b, s.ID)
	b = appendText(b, s.Kind)
	b = appendText(b, s.Industry)
	b = append(b, '\n')
	for i := range counting {
		in := &counting[i]
		for _, text := range []string{in.Kind, in.ID, in.Item, in.List, in.Domain, in.Grade, string(in.Severity), in.Field} {
			b = appendText(b, text)
		}
		b = appendDate(appendDate(b, in.From), in.Until)
		b = append(strconv.AppendInt(b, in.Value, 10), '\n')
	}
	return b
}

// read takes a snapshot apart again.
func readSnapshot(b []byte) (s Subject, counting []Input, err error) {
	lines := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	if len(head) != 4 {
		return s, nil, errSnapshot
	}
	s = Subject{ID: unguard.Replace(head[0]), Kind: unguard.Replace(head[1]), Industry: unguard.Replace(head[2])}
	for _, line := range lines[1:] {
		f := strings.Split(line, "\t")
		if len(f) != fieldsOf {
			return s, nil, errSnapshot
		}
		from, e1 := strconv.ParseInt(f[8], 10, 32)
		until, e2 := strconv.ParseInt(f[9], 10, 32)
		value, e3 := strconv.ParseInt(f[10], 10, 64)
		if e1 != nil || e2 != nil || e3 != nil {
			return s, nil, errSnapshot
		}
		for i := range 8 {
			f[i] = unguard.Replace(f[i])
		}
		counting = append(counting, Input{Kind: f[0], ID: f[1], Item: f[2], List: f[3], Domain: f[4], Grade: f[5], Severity: law.Severity(f[6]), Field: f[7],
			From: workday.Date(from), Until: workday.Date(until), Value: value})
	}
	return s, counting, nil
}

// hashOf is the hash of a result: of the model, the day, what was counted, and what it came to.
func hashOf(suite seal.Suite, model []byte, on workday.Date, snapshot []byte, r *Result) [32]byte {
	b := make([]byte, 0, 256)
	b = append(b, snapshotHead...)
	b = append(hex.AppendEncode(b, model), '\n')
	b = append(strconv.AppendInt(b, int64(on), 10), '\n')
	tail := make([]byte, 0, 256)
	tail = append(strconv.AppendBool(append(tail, "result\t"...), r.Rated), '\t')
	tail = append(strconv.AppendInt(tail, r.Points, 10), '\t')
	tail = appendText(appendText(tail, r.Grade), r.Capped)
	for i := range r.Lines {
		tail = appendText(append(tail, '\n'), r.Lines[i].Indicator)
		tail = strconv.AppendInt(tail, r.Lines[i].Points, 10)
	}
	return seal.Sum(suite, b, snapshot, tail)
}

// Again computes a stored result anew, from its snapshot and its model, and says whether it comes to the same hash.
func Again(suite seal.Suite, m *Model, on workday.Date, snapshot, hash []byte) (r Result, same bool, err error) {
	s, counting, err := readSnapshot(snapshot)
	if err != nil {
		return r, false, err
	}
	r = Score(&m.RatingModel, s, counting, on)
	now := hashOf(suite, m.Hash, on, snapshot, &r)
	return r, bytes.Equal(now[:], hash), nil
}

var errSnapshot = errors.New("rating: a snapshot cannot be read")
