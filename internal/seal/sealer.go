package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

// MinMaster is the least number of bytes of a master secret.
const MinMaster = 32

// Sealer encrypts fields and makes blind indexes. It may be used by many goroutines, and be given a newer ring while it is.
type Sealer struct {
	suite Suite
	root  []byte
	blind []byte
	keys  atomic.Pointer[fieldKeys]

	mu     sync.Mutex           // one look at a time
	reload func() (Ring, error) // finds a newer ring; nil: there is none to find
}

// fieldKeys are what fields are sealed and opened with.
type fieldKeys struct {
	ring  Ring
	aeads map[string]cipher.AEAD // by header
	head  []byte                 // of what is sealed now
	now   cipher.AEAD
}

// New derives a sealer from one master secret. New things are sealed with the suite; both suites' things open.
func New(master []byte, suite Suite) (*Sealer, error) { return FromRing(SingleRing(suite, master)) }

// FromRing derives a sealer from a ring: its newest secret seals, every one opens what it sealed.
func FromRing(r Ring) (*Sealer, error) {
	keys, err := derive(r)
	if err != nil {
		return nil, err
	}
	s := &Sealer{suite: r.Suite, root: r.secrets[0]}
	s.blind = expand(s.root, s.suite, "blind", 32)
	s.keys.Store(keys)
	return s, nil
}

// Reload names where a newer ring is found when a value turns up that a newer key has sealed: another process may have
// turned the ring a moment ago. It is called while wiring.
func (s *Sealer) Reload(find func() (Ring, error)) { s.reload = find }

// Refresh takes the ring as it is kept now, for a process that should seal with a new secret before it meets one.
func (s *Sealer) Refresh() error {
	if s.reload == nil {
		return nil
	}
	r, err := s.reload()
	if err != nil {
		return err
	}
	return s.Use(r)
}

// Use takes a ring that was turned: what is sealed from now on is sealed with its newest secret. It must be the same ring,
// with secrets added and none changed.
func (s *Sealer) Use(r Ring) error {
	was := s.keys.Load().ring
	if r.Suite != was.Suite || r.Version() < was.Version() {
		return errOtherRing
	}
	for i, secret := range was.secrets {
		if !hmac.Equal(secret, r.secrets[i]) {
			return errOtherRing
		}
	}
	keys, err := derive(r)
	if err == nil {
		s.keys.Store(keys)
	}
	return err
}

var errOtherRing = errors.New("seal: this is not a later state of the ring in use")

func derive(r Ring) (*fieldKeys, error) {
	k := &fieldKeys{ring: r, aeads: make(map[string]cipher.AEAD, 2*len(r.secrets))}
	for i, secret := range r.secrets {
		if len(secret) < MinMaster {
			return nil, fmt.Errorf("seal: secret %d has %d bytes, it needs %d", i+1, len(secret), MinMaster)
		}
		for _, suite := range []Suite{International, National} {
			block, err := suite.block(expand(secret, suite, "field", suite.keySize()))
			if err != nil {
				return nil, err
			}
			aead, err := cipher.NewGCM(block)
			if err != nil {
				return nil, err
			}
			head := header(suite, i+1)
			k.aeads[string(head)] = aead
			if suite == r.Suite {
				k.head, k.now = head, aead // the newest comes last
			}
		}
	}
	if k.now == nil {
		return nil, errors.New("seal: an empty ring")
	}
	return k, nil
}

// expand makes the key for one purpose: HKDF over the suite's hash.
func expand(secret []byte, suite Suite, purpose string, size int) []byte {
	key, err := hkdf.Key(suite.Hash, secret, nil, "xinheng "+suite.Name()+" "+purpose, size)
	if err != nil {
		panic(err) // only for a size of more than 255 hashes
	}
	return key
}

// turned marks the header of a value that a later secret than the root has sealed: the version follows in two bytes.
const turned = 0x10

// header begins a sealed value: the suite alone for the root, suite and version for any later secret.
func header(suite Suite, version int) []byte {
	if version == 1 {
		return []byte{suite.version()}
	}
	return binary.BigEndian.AppendUint16([]byte{turned | suite.version()}, uint16(version)) //nolint:gosec // bounded by MaxVersions
}

// split parts a sealed value from its header.
func split(sealed []byte) (head, body []byte) {
	size := 1
	if len(sealed) > 0 && sealed[0]&turned != 0 {
		size = 3
	}
	size = min(size, len(sealed))
	return sealed[:size], sealed[size:]
}

// Suite is what new things are sealed with.
func (s *Sealer) Suite() Suite { return s.suite }

// Version of the secret that seals now, counting from 1.
func (s *Sealer) Version() int { return s.keys.Load().ring.Version() }

// Header is what every value sealed with the newest secret begins with: a value that begins otherwise is due for Reseal.
func (s *Sealer) Header() []byte { return append([]byte(nil), s.keys.Load().head...) }

// Seal encrypts a field. The context ("registry.person" and the row it belongs to) must be given again to open it, so that
// a sealed value cannot be moved to another row or column. The result is: header, nonce, ciphertext and tag.
func (s *Sealer) Seal(context string, plain []byte) []byte {
	k := s.keys.Load()
	at := len(k.head)
	out := make([]byte, at+k.now.NonceSize(), at+k.now.NonceSize()+len(plain)+k.now.Overhead())
	copy(out, k.head)
	rand.Read(out[at:])
	return k.now.Seal(out, out[at:], plain, []byte(context))
}

// ErrSealed is returned for anything that was not sealed with this secret in this context, or was changed since.
var ErrSealed = errors.New("seal: not sealed with this secret in this context")

// Open decrypts what Seal made, with whichever secret it was.
func (s *Sealer) Open(context string, sealed []byte) ([]byte, error) {
	head, body := split(sealed)
	aead := s.keyOf(head)
	if aead == nil || len(body) < aead.NonceSize() {
		return nil, ErrSealed
	}
	plain, err := aead.Open(nil, body[:aead.NonceSize()], body[aead.NonceSize():], []byte(context))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// keyOf finds the key of a header; for a version nobody has heard of, in a newer ring.
func (s *Sealer) keyOf(head []byte) cipher.AEAD {
	if aead := s.keys.Load().aeads[string(head)]; aead != nil || s.reload == nil || len(head) != 3 {
		return aead
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if version := int(binary.BigEndian.Uint16(head[1:])); version > s.Version() {
		if r, err := s.reload(); err == nil {
			_ = s.Use(r) // another ring is not ours: the value stays unreadable, which the caller reports
		}
	}
	return s.keys.Load().aeads[string(head)]
}

// Reseal seals a value anew when an older secret, or the other suite, has sealed it; otherwise it gives the value back.
func (s *Sealer) Reseal(context string, sealed []byte) (_ []byte, changed bool, err error) {
	if head, _ := split(sealed); string(head) == string(s.keys.Load().head) {
		return sealed, false, nil
	}
	plain, err := s.Open(context, sealed)
	if err != nil {
		return nil, false, err
	}
	return s.Seal(context, plain), true, nil
}

var blindText = base32.StdEncoding.WithPadding(base32.NoPadding)

// Blind turns a value into 26 characters by which it can be found again but not read back: equal values of one kind give
// equal indexes, and without the secret nobody can try values. The caller normalises the value first. It derives from the
// root alone and stays the same when the ring is turned, because the ids of natural persons are made of it.
func (s *Sealer) Blind(kind, value string) string {
	mac := hmac.New(s.suite.Hash, s.blind)
	fmt.Fprintf(mac, "%d %s%s", len(kind), kind, value)
	return strings.ToLower(blindText.EncodeToString(mac.Sum(nil)[:16]))
}
