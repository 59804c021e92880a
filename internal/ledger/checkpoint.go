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

// VerifyCheckpoint reads a signed note and checks its signature against the public verifier key.
func VerifyCheckpoint(signed, verifierKey string) (Checkpoint, error) {
	v, err := note.NewVerifier(strings.TrimSpace(verifierKey))
	if err != nil {
		return Checkpoint{}, fault.New(fault.Invalid, "ledger.bad_key",
			"无法识别的核验公钥；请从 /v1/ledger/key 或平台公告中取得完整的一行（名称+编号+公钥）。",
			"This is not a verifier key; take the whole line (name+id+key) from /v1/ledger/key or where the platform publishes it.")
	}
	n, err := note.Open([]byte(signed), note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, broken("ledger.bad_signature", "检查点没有该公钥的有效签名：内容被改动过，或由另一把密钥签署；请核对公钥与来源。",
			"A checkpoint carries no valid signature of this key: it was changed, or another key signed it; compare the key and where the file came from.")
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil || c.Origin != v.Name() {
		return Checkpoint{}, broken("ledger.bad_checkpoint", "签名有效但内容不是本存证的检查点；请核对来源。",
			"The signature holds but the text is not a checkpoint of this ledger; check where it came from.")
	}
	return c, nil
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
