package signing

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/seal"
)

// Message is the exact text that is countersigned: every value with its length before it, so that no two differ unseen.
type Message struct{ b bytes.Buffer }

// Line adds one line of values.
func (m *Message) Line(words ...string) {
	for _, w := range words {
		fmt.Fprintf(&m.b, "%d:%s,", len(w), w)
	}
	m.b.WriteByte('\n')
}

// Bytes is the message.
func (m *Message) Bytes() []byte { return m.b.Bytes() }

// Countersign is the platform's signature; it lets anybody verify what was signed.
type Countersign struct {
	Suite     string `json:"suite" enum:"international,national"`
	KeyID     string `json:"key_id"`
	PublicKey []byte `json:"public_key"`
	Signature []byte `json:"signature"`
	Message   []byte `json:"message" doc:"exactly what was signed"`
}

// Sign countersigns a message with the key of a purpose.
func Sign(s *seal.Sealer, purpose string, message []byte) Countersign {
	key := s.SigningKey(purpose)
	return Countersign{s.Suite().Name(), key.KeyID(), key.Public(), key.Sign(message), message}
}

// Verify says whether the countersignature is one of the platform over exactly its message.
func (c *Countersign) Verify(keys *seal.Sealer, purpose string) bool {
	for _, suite := range []seal.Suite{seal.International, seal.National} {
		if suite.Name() == c.Suite {
			return bytes.Equal(keys.SigningKeyOf(suite, purpose).Public(), c.PublicKey) && suite.Verify(c.PublicKey, c.Message, c.Signature)
		}
	}
	return false
}

// Digest names the signature in evidence and on the ledger.
func (c *Countersign) Digest() string {
	sum := seal.Sum(seal.International, c.Signature)
	return hex.EncodeToString(sum[:])
}

// SM3 names a text: what a signer confirms is what was shown.
func SM3(text string) string {
	sum := seal.Sum(seal.National, []byte(text))
	return hex.EncodeToString(sum[:])
}

// Undo is how long a signature may be taken back; false when the law data of the day does not say.
func Undo(book *law.Book) (time.Duration, bool) {
	l, ok := book.Limit("sign.undo")
	return time.Duration(l.N) * time.Minute, ok && l.Unit == law.Minutes
}

// Window is until when a signature given now may be taken back: no time at all when its signer did without it.
func Window(book *law.Book, now time.Time, waive bool) (until time.Time, ok bool) {
	d, ok := Undo(book)
	if waive {
		d = 0
	}
	return now.Add(d), ok
}
