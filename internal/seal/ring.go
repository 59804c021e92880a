package seal

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Ring is the secrets of one platform. The first, its root, never changes: the blind index and the signing keys derive
// from it, and fields sealed before the first rotation. Every further one seals fields from the moment it is added; the
// older ones still open what they sealed. docs/adr/0011 says why.
type Ring struct {
	Suite   Suite
	secrets [][]byte // by version, counting from 1
}

// MaxVersions is how often a ring can be turned; the version of a key has two bytes in every sealed value.
const MaxVersions = 1<<16 - 1

// NewRing makes a ring with a fresh root.
func NewRing(suite Suite) Ring { return Ring{suite, [][]byte{freshSecret()}} }

// SingleRing is the ring of one secret that was kept as it is.
func SingleRing(suite Suite, root []byte) Ring { return Ring{suite, [][]byte{bytes.Clone(root)}} }

// Turned is the ring with one fresh secret more, which new values will be sealed with.
func (r Ring) Turned() Ring { return Ring{r.Suite, append(slices.Clip(r.secrets), freshSecret())} }

// Version of the secret that new values are sealed with, counting from 1.
func (r Ring) Version() int { return len(r.secrets) }

func freshSecret() []byte {
	b := make([]byte, MinMaster)
	rand.Read(b)
	return b
}

const ringHead = "xinheng-keys/1"

// String hides the secrets, wherever a ring is printed by mistake.
func (r Ring) String() string { return fmt.Sprintf("ring of %d secrets", len(r.secrets)) }

// GoString hides them from %#v as well.
func (r Ring) GoString() string { return r.String() }

// Encode writes the ring as it is kept: a line for the suite and one for each secret.
func (r Ring) Encode() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\nsuite %s\n", ringHead, r.Suite.Name())
	for i, s := range r.secrets {
		fmt.Fprintf(&b, "key %d %s\n", i+1, base64.StdEncoding.EncodeToString(s))
	}
	return b.Bytes()
}

// DecodeRing reads what Encode wrote, or a bare secret of 32 bytes, which is a ring of the international suite.
func DecodeRing(b []byte) (Ring, error) {
	if len(b) == MinMaster {
		return SingleRing(International, b), nil
	}
	lines := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	if len(lines) < 3 || lines[0] != ringHead {
		return Ring{}, errNoRing
	}
	suite, ok := SuiteNamed(strings.TrimPrefix(lines[1], "suite "))
	if !ok || len(lines)-2 > MaxVersions {
		return Ring{}, errNoRing
	}
	r := Ring{Suite: suite}
	for i, l := range lines[2:] {
		text, ok := strings.CutPrefix(l, "key "+strconv.Itoa(i+1)+" ")
		secret, err := base64.StdEncoding.DecodeString(text)
		if !ok || err != nil || len(secret) < MinMaster {
			return Ring{}, errNoRing
		}
		r.secrets = append(r.secrets, secret)
	}
	return r, nil
}

var errNoRing = errors.New("seal: neither a secret of 32 bytes nor a ring of keys")
