package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
)

// MinMaster is the least number of bytes of a master secret.
const MinMaster = 32

// Sealer encrypts fields and makes blind indexes. It may be used by many goroutines.
type Sealer struct {
	suite  Suite
	master []byte
	aeads  map[byte]cipher.AEAD // by version byte: what may still be opened
	blind  []byte
}

// New derives a sealer from the master secret. New things are sealed with the suite; both suites' things open.
func New(master []byte, suite Suite) (*Sealer, error) {
	if len(master) < MinMaster {
		return nil, fmt.Errorf("seal.New: the master secret has %d bytes, it needs %d", len(master), MinMaster)
	}
	s := &Sealer{suite: suite, master: append([]byte(nil), master...), aeads: map[byte]cipher.AEAD{}}
	for _, each := range []Suite{International, National} {
		block, err := each.block(s.derive(each, "field", each.keySize()))
		if err != nil {
			return nil, err
		}
		if s.aeads[each.version()], err = cipher.NewGCM(block); err != nil {
			return nil, err
		}
	}
	s.blind = s.derive(suite, "blind", 32)
	return s, nil
}

// derive makes the key for one purpose: HKDF over the suite's hash.
func (s *Sealer) derive(suite Suite, purpose string, size int) []byte {
	key, err := hkdf.Key(suite.Hash, s.master, nil, "xinheng "+suite.Name()+" "+purpose, size)
	if err != nil {
		panic(err) // only for a size of more than 255 hashes
	}
	return key
}

// Suite is what new things are sealed with.
func (s *Sealer) Suite() Suite { return s.suite }

// Seal encrypts a field. The context ("registry.person" and the row it belongs to) must be given again to open it, so that
// a sealed value cannot be moved to another row or column. The result is: version byte, nonce, ciphertext and tag.
func (s *Sealer) Seal(context string, plain []byte) []byte {
	aead := s.aeads[s.suite.version()]
	out := make([]byte, 1+aead.NonceSize(), 1+aead.NonceSize()+len(plain)+aead.Overhead())
	out[0] = s.suite.version()
	rand.Read(out[1:])
	return aead.Seal(out, out[1:], plain, []byte(context))
}

// ErrSealed is returned for anything that was not sealed with this secret in this context, or was changed since.
var ErrSealed = errors.New("seal: not sealed with this secret in this context")

// Open decrypts what Seal made.
func (s *Sealer) Open(context string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, ErrSealed
	}
	aead := s.aeads[sealed[0]]
	if aead == nil || len(sealed) < 1+aead.NonceSize() {
		return nil, ErrSealed
	}
	body := sealed[1:]
	plain, err := aead.Open(nil, body[:aead.NonceSize()], body[aead.NonceSize():], []byte(context))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

var blindText = base32.StdEncoding.WithPadding(base32.NoPadding)

// Blind turns a value into 26 characters by which it can be found again but not read back: equal values of one kind give
// equal indexes, and without the secret nobody can try values. The caller normalises the value first.
func (s *Sealer) Blind(kind, value string) string {
	mac := hmac.New(s.suite.Hash, s.blind)
	fmt.Fprintf(mac, "%d %s%s", len(kind), kind, value)
	return strings.ToLower(blindText.EncodeToString(mac.Sum(nil)[:16]))
}
