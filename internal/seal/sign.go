package seal

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"math/big"

	"github.com/emmansun/gmsm/ecdh"
	"github.com/emmansun/gmsm/sm2"
)

// Signer signs with one key. It may be used by many goroutines.
type Signer interface {
	Sign(message []byte) []byte
	// Public is the key to verify with: 32 bytes of Ed25519, or an SM2 point of 65 bytes.
	Public() []byte
	// KeyID tells keys apart: 16 hexadecimal characters of the hash of the public key.
	KeyID() string
}

// seedSize is what a signing key is derived from.
const seedSize = 32

// SigningKey derives the key for one purpose ("ledger", "report"). The same root secret gives the same key.
func (s *Sealer) SigningKey(purpose string) Signer { return s.SigningKeyOf(s.suite, purpose) }

// SigningKeyOf derives the key of a suite that is not necessarily the one fields are sealed with: the ledger's checkpoints
// carry a signature of each.
func (s *Sealer) SigningKeyOf(suite Suite, purpose string) Signer {
	return suite.signer(expand(s.root, suite, "sign "+purpose, seedSize))
}

// KeyID names a public key of somebody else as our own are named.
func KeyID(s Suite, public []byte) string { return keyID(s, public) }

func keyID(s Suite, public []byte) string {
	sum := Sum(s, public)
	return hex.EncodeToString(sum[:8])
}

type edSigner struct{ key ed25519.PrivateKey }

func (international) signer(seed []byte) Signer { return edSigner{ed25519.NewKeyFromSeed(seed)} }

func (e edSigner) Sign(message []byte) []byte { return ed25519.Sign(e.key, message) }
func (e edSigner) Public() []byte             { return e.key.Public().(ed25519.PublicKey) }
func (e edSigner) KeyID() string              { return keyID(International, e.Public()) }

func (international) Verify(public, message, signature []byte) bool {
	return len(public) == ed25519.PublicKeySize && ed25519.Verify(public, message, signature)
}

type smSigner struct {
	key    *sm2.PrivateKey
	public []byte
}

// signer makes an SM2 key. A seed that is no scalar of the curve, as one in 2^32 is, is hashed on to the next.
func (n national) signer(seed []byte) Signer {
	point, err := ecdh.P256().NewPrivateKey(seed)
	if err != nil {
		next := Sum(n, seed)
		return n.signer(next[:])
	}
	public := point.PublicKey().Bytes()
	key := new(sm2.PrivateKey)
	key.PublicKey, key.D = smPoint(public), new(big.Int).SetBytes(seed)
	return smSigner{key, public}
}

// smPoint is the key of an uncompressed point that is known to be on the curve.
func smPoint(public []byte) ecdsa.PublicKey {
	x, y := new(big.Int).SetBytes(public[1:33]), new(big.Int).SetBytes(public[33:])
	//lint:ignore SA1019 the library makes a key of the national curve from its numbers in no other way
	return ecdsa.PublicKey{Curve: sm2.P256(), X: x, Y: y}
}

// Sign is SM2 over SM3 with the default user id of GM/T 0009, as an ASN.1 sequence of r and s.
func (s smSigner) Sign(message []byte) []byte {
	sig, err := s.key.Sign(rand.Reader, message, sm2.NewSM2SignerOption(true, nil))
	if err != nil {
		panic("seal: SM2 signing failed with a valid key: " + err.Error()) // only when there is no randomness
	}
	return sig
}

func (s smSigner) Public() []byte { return s.public }
func (s smSigner) KeyID() string  { return keyID(National, s.public) }

func (national) Verify(public, message, signature []byte) bool {
	if _, err := ecdh.P256().NewPublicKey(public); err != nil {
		return false
	}
	key := smPoint(public)
	return sm2.VerifyASN1WithSM2(&key, nil, message, signature)
}
