package snapshot

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Format is the name of the form of a snapshot: gzip; a line of head, a line of its seal, then a line for each firm, by its code.
const Format = "xinheng-snapshot/v1"

// Head says what a snapshot is. The seal is over its line, and it holds the hash of every line after the seal.
type Head struct {
	Format   string               `json:"format" enum:"xinheng-snapshot/v1"`
	Day      workday.Date         `json:"day"`
	Until    workday.Date         `json:"until" doc:"last day it may be used"`
	At       time.Time            `json:"at" doc:"when it was begun"`
	Edition  string               `json:"law_edition"`
	Position int64                `json:"ledger_position" doc:"everything up to here has been taken into account"`
	Previous string               `json:"previous" doc:"digest of the snapshot before; empty: the first"`
	Rows     int64                `json:"rows"`
	SHA256   string               `json:"sha256" doc:"of all lines after the second"`
	Matters  []Asked              `json:"matters" doc:"what it can be asked about"`
	Names    map[string]law.Text2 `json:"names" doc:"of measures and incentives by code"`
}

// Asked is a matter with what is answered of a firm the snapshot does not hold, on the days it is in force.
type Asked struct {
	Code      string       `json:"code"`
	Name      law.Text2    `json:"name"`
	From      workday.Date `json:"from"`
	Until     workday.Date `json:"until"`
	Otherwise string       `json:"otherwise" doc:"clear; yes where a matter is answered in one word"`
}

// Seal is the signature of a head's line, by the key of receipts and result files (GET /v1/checks/key).
type Seal struct {
	Algorithm string `json:"algorithm" enum:"Ed25519,SM2"`
	KeyID     string `json:"key_id"`
	Key       []byte `json:"key" doc:"base64: the public key; compare it with the published one"`
	Value     []byte `json:"value" doc:"base64: over xinheng snapshot v1, a line feed, the first line, a line feed"`
}

// Row is what is answered about one firm, where that is not what is answered about everybody.
type Row struct {
	Subject string `json:"s"`
	Says    []Say  `json:"m"`
}

// Say is what follows in a matter on some of the days a snapshot may be used.
type Say struct {
	Matter  string       `json:"c"`
	From    workday.Date `json:"f"`
	Until   workday.Date `json:"t"`
	Outcome string       `json:"o"`
	Effects []Effect     `json:"e,omitempty"`
}

// Effect is one effect, without its wording: the record it rests on is public and can be looked up under its number.
type Effect struct {
	check.Bit
	From workday.Date `json:"from" doc:"since when the record counts"`
}

func sealed(head string) []byte { return []byte("xinheng snapshot v1\n" + head + "\n") }

// Digest names a snapshot: the hash of its head, which the ledger holds and the next snapshot names.
func Digest(head string) string {
	sum := sha256.Sum256([]byte(head))
	return hex.EncodeToString(sum[:])
}

// File is a snapshot whose seal and hash were found to be right.
type File struct {
	Head   Head
	Digest string
	KeyID  string
	Key    []byte
	rows   [][]byte // lines, sorted by code
}

// maxFile bounds what is read: every firm of the province in every matter stays far below.
const maxFile = 2 << 30

// Open reads a snapshot and verifies it with a public key; without one with the key it carries, which proves no more than that the file
// is whole: whoever asks must then compare the key. Nothing of a file that does not verify is returned.
func Open(r io.Reader, public []byte) (*File, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, errNoSnapshot
	}
	b, err := io.ReadAll(io.LimitReader(z, maxFile))
	if err != nil {
		return nil, errChanged
	}
	parts := bytes.SplitN(b, []byte("\n"), 3)
	var s Seal
	f := &File{}
	if len(parts) < 3 || json.Unmarshal(parts[1], &s) != nil || json.Unmarshal(parts[0], &f.Head) != nil || f.Head.Format != Format {
		return nil, errNoSnapshot
	}
	if public == nil {
		public = s.Key
	}
	if !verify(s, public, sealed(string(parts[0]))) {
		return nil, errSeal
	}
	if sum := sha256.Sum256(parts[2]); hex.EncodeToString(sum[:]) != f.Head.SHA256 {
		return nil, errChanged
	}
	f.Digest, f.Key, f.KeyID = Digest(string(parts[0])), public, s.KeyID
	if lines := bytes.TrimSuffix(parts[2], []byte("\n")); len(lines) > 0 {
		f.rows = bytes.Split(lines, []byte("\n"))
	}
	return f, nil
}

var algorithms = map[string]string{"international": "Ed25519", "national": "SM2"}

func verify(s Seal, public, message []byte) bool {
	for _, suite := range []seal.Suite{seal.International, seal.National} {
		if algorithms[suite.Name()] == s.Algorithm {
			return suite.Verify(public, message, s.Value)
		}
	}
	return false
}

// row finds a firm.
func (f *File) row(code string) (r Row, ok bool, err error) {
	lead := []byte(`{"s":"` + code + `",`)
	i, ok := slices.BinarySearchFunc(f.rows, lead, func(line, lead []byte) int { return bytes.Compare(line[:min(len(line), len(lead))], lead) })
	if !ok {
		return Row{}, false, nil
	}
	err = json.Unmarshal(f.rows[i], &r)
	return r, err == nil, err
}

func (h *Head) asked(matter string, on workday.Date) (Asked, bool) {
	i := slices.IndexFunc(h.Matters, func(a Asked) bool { return a.Code == matter && a.From <= on && on <= a.Until })
	if i < 0 {
		return Asked{}, false
	}
	return h.Matters[i], true
}

// near are codes of the snapshot like one it does not know.
func (h *Head) near(matter string) string {
	var all []string
	for _, a := range h.Matters {
		if strings.HasPrefix(a.Code, matter[:min(2, len(matter))]) {
			all = append(all, a.Code)
		}
	}
	return strings.Join(all[:min(3, len(all))], ", ")
}

var (
	errNoSnapshot = fault.New(fault.Invalid, "snapshot.no_snapshot", "该文件不是查验快照；请从 /v1/checks/snapshots 下载。",
		"The file is no snapshot of checks; download one from /v1/checks/snapshots.")
	errSeal = fault.New(fault.Invalid, "snapshot.wrong_key", "快照的签名与公钥不符，内容不可采信；请核对平台公布的公钥，并重新下载。",
		"The signature of the snapshot is not by that key, so nothing in it may be used; compare the published key, and download it again.")
	errChanged = fault.New(fault.Invalid, "snapshot.changed", "快照的内容与签名的摘要不符，已被改动或不完整；请重新下载。",
		"The snapshot is not what was signed: it was changed, or part of it is missing; download it again.")
)
