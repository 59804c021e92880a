package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"hash"

	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"
)

// Suite is one consistent choice of algorithms.
type Suite interface {
	// Name is what configuration calls the suite: "international" or "national".
	Name() string
	// Hash is a new hash of 32 bytes.
	Hash() hash.Hash
	// Verify says whether signature is one of message under a public key of this suite.
	Verify(public, message, signature []byte) bool

	version() byte // the first byte of everything this suite seals
	keySize() int  // of the cipher, in bytes
	block(key []byte) (cipher.Block, error)
	signer(seed []byte) Signer // over seedSize bytes
}

var (
	// International is SHA-256, HMAC-SHA-256, AES-256-GCM and Ed25519.
	International Suite = international{}
	// National is SM3, HMAC-SM3, SM4-GCM and SM2 (GB/T 32905, GB/T 32907, GB/T 32918).
	National Suite = national{}
)

// SuiteNamed returns the suite that configuration names.
func SuiteNamed(name string) (Suite, bool) {
	for _, s := range []Suite{International, National} {
		if s.Name() == name {
			return s, true
		}
	}
	return nil, false
}

type international struct{}

func (international) Name() string                           { return "international" }
func (international) Hash() hash.Hash                        { return sha256.New() }
func (international) version() byte                          { return 1 }
func (international) keySize() int                           { return 32 }
func (international) block(key []byte) (cipher.Block, error) { return aes.NewCipher(key) }

type national struct{}

func (national) Name() string                           { return "national" }
func (national) Hash() hash.Hash                        { return sm3.New() }
func (national) version() byte                          { return 2 }
func (national) keySize() int                           { return 16 }
func (national) block(key []byte) (cipher.Block, error) { return sm4.NewCipher(key) }

// Sum is the suite's hash of the parts, one after another.
func Sum(s Suite, parts ...[]byte) [32]byte {
	h := s.Hash()
	for _, p := range parts {
		h.Write(p)
	}
	return [32]byte(h.Sum(nil))
}
