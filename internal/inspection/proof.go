package inspection

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"xinheng/internal/inspection/draw"
	"xinheng/internal/ledger"
)

// VerifyProof does the draw of a proof file again, offline: with nothing but the file and the public key of the ledger.
func VerifyProof(r io.Reader, verifierKey string) (draw.Report, error) {
	return draw.Verify(r, keyed(verifierKey))
}

// keyed is the ledger as a stranger has it: a public key.
type keyed string

// Act verifies the proof of an entry, and refuses one that is not written as it was handed out.
func (k keyed) Act(proof json.RawMessage) (draw.Act, error) {
	var p ledger.Proof
	if err := json.Unmarshal(proof, &p); err != nil {
		return draw.Act{}, errNotWritten
	}
	if again, err := asWritten(p); err != nil || !bytes.Equal(again, proof) || p.Key != "" { // the header has the key
		return draw.Act{}, errNotWritten
	}
	e, err := ledger.VerifyProof(p, string(k))
	return draw.Act{Kind: e.Kind, About: e.About, Position: e.Position, Public: e.Public}, err
}

// Root verifies the signed checkpoint whose root went into the seed.
func (k keyed) Root(checkpoint string) (int64, draw.Hash, error) {
	c, err := ledger.VerifyCheckpoint(checkpoint, string(k))
	return c.Size, draw.Hash(c.Root), err
}

// Known compares the key of a file with the one held: both lines where both are held, else the first.
func (k keyed) Known(key string) bool {
	held, brought := strings.Fields(string(k)), strings.Fields(key)
	return len(held) > 0 && len(held) <= len(brought) && strings.Join(brought, " ") == key && slices.Equal(held, brought[:len(held)])
}

// asWritten is a proof as JSON.stringify would write it.
func asWritten(p ledger.Proof) (json.RawMessage, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(p)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
