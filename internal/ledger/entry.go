package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is SHA-256 (RFC 6962 tree hashes); base64 as text.
type Hash = tlog.Hash

// Act is a legally meaningful act to be appended. Nothing in it may be personal data: ids, codes and counts only.
// No value may hold a control character (a line break would let one act pass for another): Append refuses it.
type Act struct {
	Kind   string            // "record.batch", "check.group", "law.adopt": area, then what was done
	Actor  string            // access.Actor.ID
	About  string            // id of the thing acted on: batch id, group id
	Public map[string]string // facts an auditor may read: item, source, counts, law edition
	Root   Hash              // Merkle root of the rows of a batch (RowRoot); zero for a single act with no rows
}

// Entry is an appended act. Position is zero until the sequencer has placed it; then it counts from 1.
type Entry struct {
	ID       string // UUIDv7
	Position int64
	At       time.Time
	Act
}

const (
	textHead   = "xinheng ledger entry v1"
	textTime   = "2006-01-02T15:04:05.000000Z"
	maxText    = 16 << 10 // bytes of one entry's text
	noRootText = "-"
)

// Text is the exact text the ledger commits to: one line per fact, facts of Public sorted by key, each line ended by a
// line feed. The leaf is SHA-256 of a zero byte and this text. docs/ledger.md lays the form down for outsiders.
func (e Entry) Text() string {
	var b strings.Builder
	root := noRootText
	if e.Root != (Hash{}) {
		root = e.Root.String()
	}
	b.WriteString(textHead + "\n")
	for _, l := range [...][2]string{
		{"id", e.ID}, {"kind", e.Kind}, {"actor", e.Actor}, {"about", e.About},
		{"at", e.At.UTC().Format(textTime)}, {"root", root},
	} {
		b.WriteString(l[0] + " " + l[1] + "\n")
	}
	for _, k := range slices.Sorted(maps.Keys(e.Public)) {
		b.WriteString("public " + k + " " + e.Public[k] + "\n")
	}
	return b.String()
}

// Leaf is the hash the tree is built of.
func (e Entry) Leaf() Hash { return tlog.RecordHash([]byte(e.Text())) }

// ParseEntry reads a text made by Entry.Text, and only such a text: reading and writing it again must give every byte back.
// The position is not part of the text.
func ParseEntry(text string) (Entry, error) {
	e := Entry{Act: Act{Public: map[string]string{}}}
	lines := strings.Split(text, "\n")
	if lines[0] != textHead || len(lines) < 2 {
		return Entry{}, errors.New("not a ledger entry of version 1")
	}
	var root, at string
	fields := map[string]*string{"id": &e.ID, "kind": &e.Kind, "actor": &e.Actor, "about": &e.About, "at": &at, "root": &root}
	for _, l := range lines[1 : len(lines)-1] {
		name, value, _ := strings.Cut(l, " ")
		if field, ok := fields[name]; ok {
			*field = value
		} else if key, fact, ok := strings.Cut(value, " "); ok && name == "public" {
			e.Public[key] = fact
		}
	}
	e.At, _ = time.Parse(textTime, at)
	if b, err := base64.StdEncoding.DecodeString(root); err == nil && len(b) == len(e.Root) {
		e.Root = Hash(b)
	}
	if e.Text() != text {
		return Entry{}, errors.New("the text of the entry is not in its canonical form")
	}
	return e, e.check()
}

// check refuses what would make a text ambiguous or unreadable. A refusal is a bug of the caller, hence no fault.
func (e Entry) check() error {
	if !isWord(e.Kind) || e.Actor == "" {
		return fmt.Errorf("ledger: act %q needs a kind of a-z, 0-9, dot, underscore, and an actor", e.Kind)
	}
	for k := range e.Public {
		if !isWord(k) {
			return fmt.Errorf("ledger: act %s: public fact %q must be named with a-z, 0-9, dot, underscore", e.Kind, k)
		}
	}
	text := e.Text()
	if len(text) > maxText {
		return fmt.Errorf("ledger: act %s has %d bytes of text, at most %d are kept: put the rest behind its root", e.Kind, len(text), maxText)
	}
	unfit := func(r rune) bool { return r != '\n' && unicode.IsControl(r) }
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unfit) || strings.Count(text, "\n") != 7+len(e.Public) {
		return fmt.Errorf("ledger: act %s holds a control character or broken UTF-8", e.Kind)
	}
	return nil
}

func isWord(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789._") == ""
}
