package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
)

// Hash is SHA-256, written as 64 lower-case hexadecimal digits.
type Hash [32]byte

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes a hash into JSON.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads one back, and only in the one form there is.
func (h *Hash) UnmarshalText(b []byte) error {
	got, err := ParseHash(string(b))
	*h = got
	return err
}

var errHash = errors.New("not 64 lower-case hexadecimal digits")

// ParseHash reads what String wrote.
func ParseHash(s string) (h Hash, err error) {
	if len(s) != 2*len(h) || !lowerHex(s) {
		return h, errHash
	}
	_, err = hex.Decode(h[:], []byte(s))
	return h, err
}

func lowerHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }

// Each use of SHA-256 begins with words of its own, so that a hash made for one thing never passes for another.
const (
	wordSeed       = "xinheng draw seed v1\n"
	wordShare      = "xinheng draw share v1\n"
	wordEntity     = "xinheng draw entity v1\n"
	wordInspector  = "xinheng draw inspector v1\n"
	wordEntities   = "xinheng draw entities v1\n"
	wordInspectors = "xinheng draw inspectors v1\n"
)

func sum(word string, parts ...[]byte) (out Hash) {
	h := sha256.New()
	h.Write([]byte(word))
	for _, p := range parts {
		h.Write(p)
	}
	h.Sum(out[:0])
	return out
}

// Salt keeps a commitment from being guessed: there are few codes, and anybody could try them all.
type Salt [16]byte

// EntityID is how an entity stands in a roster: a commitment to its code. Whoever is shown code and salt can check it;
// whoever is not learns nothing of the firm, whose class is not for publication (国市监信发〔2022〕6号).
func EntityID(salt Salt, code string) Hash {
	var b [128]byte // codes are short: nothing is allocated
	return sha256.Sum256(append(append(append(b[:0], wordEntity...), salt[:]...), code...))
}

// InspectorID is how an inspector stands in a pool: a name for this draw only.
func InspectorID(salt Salt, account string) Hash { return sum(wordInspector, salt[:], []byte(account)) }

// Commitment is what a party publishes before anybody knows its share. It binds to the setup: none made for another draw fits.
func Commitment(setup Hash, party string, share Hash) Hash {
	return sum(wordShare, setup[:], []byte(party+"\n"), share[:])
}

// Seed combines the setup, the root of the ledger that was fixed before the first reveal, and the shares in the order of the
// parties in the setup. One honest party is enough to make it unpredictable.
func Seed(setup, root Hash, shares []Hash) Hash {
	parts := [][]byte{setup[:], root[:]}
	for i := range shares {
		parts = append(parts, shares[i][:])
	}
	return sum(wordSeed, parts...)
}
