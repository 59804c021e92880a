package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"sync/atomic"

	"golang.org/x/crypto/argon2"

	"xinheng/internal/fault"
)

// hasher hashes passwords, a few at a time: each takes much memory, and a flood of logins must not take all of it.
type hasher struct {
	Hashing
	places  chan struct{}
	waiting atomic.Int64
	nobody  string       // a hash no password has, checked where there is none: as slow as a real one
	done    atomic.Int64 // how many were ever made
}

const (
	saltBytes = 16
	keyBytes  = 32
)

func newHasher(h Hashing) *hasher {
	return &hasher{Hashing: h, places: make(chan struct{}, h.AtOnce), nobody: phc(h.KiB, h.Passes, make([]byte, saltBytes), make([]byte, keyBytes))}
}

// hash makes the text that is kept of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt)
	key, err := h.key(ctx, password, salt, h.KiB, h.Passes)
	return phc(h.KiB, h.Passes, salt, key), err
}

// matches says whether a password is the one of a kept text. stale means it was made at another cost and is to be made anew.
func (h *hasher) matches(ctx context.Context, kept, password string) (ok, stale bool, err error) {
	kib, passes, salt, want, err := parsePHC(kept)
	if err != nil {
		return false, false, err
	}
	key, err := h.key(ctx, password, salt, kib, passes)
	return err == nil && subtle.ConstantTimeCompare(key, want) == 1, kib != h.KiB || passes != h.Passes, err
}

// key waits for a place, or refuses when too many wait already.
func (h *hasher) key(ctx context.Context, password string, salt []byte, kib, passes uint32) ([]byte, error) {
	if h.waiting.Add(1) > int64(h.AtOnce+h.Waiting) {
		h.waiting.Add(-1)
		return nil, errBusy
	}
	defer h.waiting.Add(-1)
	select {
	case h.places <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.places }()
	h.done.Add(1)
	return argon2.IDKey([]byte(password), salt, passes, kib, 1, keyBytes), nil
}

// phc is the standard text form, which carries its own cost: $argon2id$v=19$m=…,t=…,p=1$salt$key.
func phc(kib, passes uint32, salt, key []byte) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, kib, passes, b.EncodeToString(salt), b.EncodeToString(key))
}

func parsePHC(s string) (kib, passes uint32, salt, key []byte, err error) {
	var version int
	var tail string
	if _, err = fmt.Sscanf(s, "$argon2id$v=%d$m=%d,t=%d,p=1$%s", &version, &kib, &passes, &tail); err != nil || version != argon2.Version {
		return 0, 0, nil, nil, fmt.Errorf("signin: a kept password is of an unknown form")
	}
	half := base64.RawStdEncoding.EncodedLen(saltBytes)
	if len(tail) <= half+1 || tail[half] != '$' {
		return 0, 0, nil, nil, fmt.Errorf("signin: a kept password is of an unknown form")
	}
	if salt, err = base64.RawStdEncoding.DecodeString(tail[:half]); err == nil {
		key, err = base64.RawStdEncoding.DecodeString(tail[half+1:])
	}
	return kib, passes, salt, key, err
}

var errBusy = fault.New(fault.TooMany, "signin.busy", "当前登录人数过多；请几秒后重试。", "Too many people are signing in right now; try again in a few seconds.")
