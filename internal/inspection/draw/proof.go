package draw

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

// Header is the second line of a proof file: all but roster and result. It is written as compact JSON.
type Header struct {
	Setup       string            `json:"setup"`      // Setup.Text
	Inspectors  string            `json:"inspectors"` // Pool.Text
	Commitments []Hash            `json:"commitments"`
	Checkpoint  string            `json:"checkpoint"` // signed note of the root
	Shares      []Hash            `json:"shares"`
	Seed        Hash              `json:"seed"`
	Result      Hash              `json:"result"`
	Acts        []json.RawMessage `json:"acts"` // ledger proofs: frozen, a commitment each, rooted, a reveal each, drawn
	Key         string            `json:"key"`  // public key of the ledger, for convenience only
}

const proofHead = "xinheng draw proof v1\n"

// WriteProof writes a proof file: two lines of head, the roster, the result.
func WriteProof(w io.Writer, h Header, r *Roster, lines []Line) error {
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.WriteString(proofHead)
	b, err := compact(h)
	if err != nil {
		return err
	}
	_, _ = out.Write(b)
	if _, err := r.WriteTo(out); err != nil {
		return err
	}
	for _, l := range lines {
		_, _ = out.WriteString(l.Text())
	}
	return out.Flush()
}

// compact is JSON as JSON.stringify writes it, and a line feed.
func compact(h Header) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(h)
	return b.Bytes(), err
}

// maxHeader bounds the second line; a pool of thousands with all they avoid fits.
const maxHeader = 256 << 20

// readHeader reads the head of a proof, and only in the form it was written.
func readHeader(in *bufio.Reader) (h Header, err error) {
	head := make([]byte, len(proofHead))
	if _, err := io.ReadFull(in, head); err != nil || string(head) != proofHead {
		return h, errHeader
	}
	line, err := in.ReadBytes('\n')
	if err != nil || len(line) > maxHeader {
		return h, errHeader
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if d.Decode(&h) != nil {
		return h, errHeader
	}
	if again, err := compact(h); err != nil || !bytes.Equal(again, line) {
		return h, errHeader
	}
	return h, nil
}

// ProofKey reads the public key a proof brings along. It only shows that the file agrees with itself: compare it with the
// one published elsewhere.
func ProofKey(r io.Reader) (string, error) {
	h, err := readHeader(bufio.NewReaderSize(r, 1<<16))
	return h.Key, err
}
