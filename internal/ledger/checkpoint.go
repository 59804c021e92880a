package ledger

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"xinheng/internal/fault"
	"xinheng/internal/seal"
)

// Checkpoint is what the platform signs: at this size the tree has this root. Its text is a C2SP checkpoint: origin, size
// and base64 root on three lines, in a signed note.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   Hash
}

func (c Checkpoint) text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + c.Root.String() + "\n"
}

// noteSigner signs notes with a key that seal keeps.
type noteSigner struct {
	key  seal.Signer
	name string
	hash uint32
}

func (s noteSigner) Name() string                    { return s.name }
func (s noteSigner) KeyHash() uint32                 { return s.hash }
func (s noteSigner) Sign(msg []byte) ([]byte, error) { return s.key.Sign(msg), nil }

// newSigner names a key after the origin and gives the line with which anybody verifies: name+hash+key.
func newSigner(origin string, key seal.Signer) (signer note.Signer, verifierKey string, err error) {
	if len(key.Public()) != ed25519.PublicKeySize {
		return nil, "", errors.New("ledger: checkpoints are signed with Ed25519; this key is of another kind")
	}
	verifierKey, err = note.NewEd25519VerifierKey(origin, key.Public())
	if err != nil {
		return nil, "", fmt.Errorf("ledger: origin %q: %w", origin, err)
	}
	v, err := note.NewVerifier(verifierKey)
	if err != nil {
		return nil, "", fmt.Errorf("ledger: origin %q: %w", origin, err)
	}
	return noteSigner{key, origin, v.KeyHash()}, verifierKey, nil
}

// VerifyCheckpoint reads a signed note and checks its signature against the public verifier key; given the SM2 key as well,
// on a line of its own or behind a space, it demands both signatures.
func VerifyCheckpoint(signed, verifierKey string) (Checkpoint, error) {
	k, err := parseKeys(verifierKey)
	if err != nil {
		return Checkpoint{}, err
	}
	c, seconded, err := k.verify(signed)
	if err == nil && k.second != nil && !seconded {
		err = noSecondSignature(c.Size)
	}
	return c, err
}

func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 {
		return Checkpoint{}, errors.New("too short")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 {
		return Checkpoint{}, errors.New("no size")
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != len(Hash{}) {
		return Checkpoint{}, errors.New("no root")
	}
	return Checkpoint{Origin: lines[0], Size: size, Root: Hash(root)}, nil
}

// broken is a refusal of verification: what was found and what to do.
func broken(code, zh, en string, args ...any) error {
	return fault.New(fault.Conflict, code, fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...))
}
