package ledger

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"xinheng/internal/fault"
	"xinheng/internal/seal"
)

// A checkpoint carries the Ed25519 signature that tools for signed notes know, and beside it, where the platform has such a
// key, one of SM2 with SM3, which bodies under the Cryptography Law can rely on. Both are over the same text.
//
// The second line is a signed-note signature of the type 0xff, "no type assigned", whose key continues with a name of its
// own: 0xff, secondType, and the uncompressed point of 65 bytes. The key's id is made as for any other.

const (
	secondName = "/sm2" // follows the origin
	secondType = "xinheng-sm2-sm3/1\n"
	pointSize  = 65
)

// secondKey is a key of the second kind, to verify with.
type secondKey struct {
	name  string
	hash  uint32
	point []byte
}

func (k secondKey) Name() string    { return k.name }
func (k secondKey) KeyHash() uint32 { return k.hash }

func (k secondKey) Verify(message, signature []byte) bool {
	return seal.National.Verify(k.point, message, signature)
}

// newSecondSigner names an SM2 key after the origin and gives its line.
func newSecondSigner(origin string, key seal.Signer) (note.Signer, string, error) {
	if len(key.Public()) != pointSize {
		return nil, "", errors.New("ledger: the second signature of checkpoints is SM2; this key is of another kind")
	}
	k := newSecondKey(origin+secondName, key.Public())
	return noteSigner{key, k.name, k.hash}, k.line(), nil
}

func newSecondKey(name string, point []byte) secondKey {
	id := seal.Sum(seal.International, []byte(name+"\n"), typed(point))
	return secondKey{name, binary.BigEndian.Uint32(id[:]), point}
}

func typed(point []byte) []byte { return slices.Concat([]byte{0xff}, []byte(secondType), point) }

func (k secondKey) line() string {
	return fmt.Sprintf("%s+%08x+%s", k.name, k.hash, base64.StdEncoding.EncodeToString(typed(k.point)))
}

// readSecondKey reads a line made by secondKey.line.
func readSecondKey(line string) (k secondKey, ok bool) {
	name, rest, _ := strings.Cut(line, "+")
	hash, text, _ := strings.Cut(rest, "+")
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) != len(typed(nil))+pointSize {
		return k, false
	}
	k = newSecondKey(name, raw[len(raw)-pointSize:])
	id, err := hex.DecodeString(hash)
	return k, err == nil && k.line() == line && binary.BigEndian.Uint32(id) == k.hash
}

// keys are the public keys a stranger holds: the first always, the second where the platform has one.
type keys struct {
	first  note.Verifier
	second note.Verifier // nil: not asked for
}

// parseKeys reads one line, or both lines in any order.
func parseKeys(lines string) (k keys, err error) {
	bad := fault.New(fault.Invalid, "ledger.bad_key",
		"无法识别的核验公钥；请从 /v1/ledger/key 或平台公告中取得完整的一行（名称+编号+公钥），有国密公钥的为两行。",
		"This is not a verifier key; take the whole line (name+id+key) from /v1/ledger/key or where the platform publishes it; with an SM2 key there are two.")
	for _, line := range strings.Fields(lines) {
		if second, ok := readSecondKey(line); ok && k.second == nil {
			k.second = second
			continue
		}
		v, err := note.NewVerifier(line)
		if err != nil || k.first != nil {
			return keys{}, bad
		}
		k.first = v
	}
	if k.first == nil || k.second != nil && k.second.Name() != k.first.Name()+secondName {
		return keys{}, bad
	}
	return k, nil
}

// verify reads a checkpoint that the first key must have signed. seconded says that the second, if it was asked for, has
// signed it as well; a second signature that does not hold refuses the checkpoint.
func (k keys) verify(signed string) (c Checkpoint, seconded bool, err error) {
	known := []note.Verifier{k.first}
	if k.second != nil {
		known = append(known, k.second)
	}
	n, err := note.Open([]byte(signed), note.VerifierList(known...))
	signedBy := func(v note.Verifier) bool {
		return slices.ContainsFunc(n.Sigs, func(s note.Signature) bool { return s.Name == v.Name() && s.Hash == v.KeyHash() })
	}
	if err != nil || !signedBy(k.first) || !oneSpelling(signed) {
		return c, false, broken("ledger.bad_signature", "检查点没有该公钥的有效签名：内容被改动过，或由另一把密钥签署；请核对公钥与来源。",
			"A checkpoint carries no valid signature of this key: it was changed, or another key signed it; compare the key and where the file came from.")
	}
	if c, err = parseCheckpoint(n.Text); err != nil || c.Origin != k.first.Name() {
		return c, false, broken("ledger.bad_checkpoint", "签名有效但内容不是本存证的检查点；请核对来源。",
			"The signature holds but the text is not a checkpoint of this ledger; check where it came from.")
	}
	return c, k.second != nil && signedBy(k.second), nil
}

// oneSpelling: the last characters of base64 hold bits that decode to nothing. A signature spelt another way still verifies,
// and then a byte of a proof could change without anybody noticing.
func oneSpelling(signed string) bool {
	for line := range strings.Lines(signed) {
		rest, isSignature := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "— ")
		if !isSignature {
			continue
		}
		_, sig, _ := strings.Cut(rest, " ")
		if _, err := base64.StdEncoding.Strict().DecodeString(sig); err != nil {
			return false
		}
	}
	return true
}

func noSecondSignature(size int64) error {
	return broken("ledger.no_second_signature", "大小为 %d 的检查点没有所给国密公钥的签名：签名被去掉，或签署时尚未启用；请核对来源。",
		"The checkpoint of size %d carries no signature of the SM2 key given: it was taken off, or that key was not in use yet; check where the file came from.", size)
}
