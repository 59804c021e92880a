package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const (
	secretPrefix = "xh_"
	secretBytes  = 32
	cacheFor     = time.Minute // how long a key revoked by another process may still be taken
)

// Key is what is kept of an API key: never its secret.
type Key struct {
	ID         string       `json:"id"`
	Org        string       `json:"org"`
	Name       string       `json:"name"`
	Scopes     []string     `json:"scopes"`
	CreatedAt  time.Time    `json:"created_at"`
	LastUsedOn workday.Date `json:"last_used_on,omitzero"`
	RevokedAt  *time.Time   `json:"revoked_at,omitempty"`
}

// Keys issues and looks up API keys. Only a hash is stored.
type Keys struct {
	Limits Limits // set while wiring; DefaultLimits otherwise

	db    *pg.Pool
	now   func() time.Time
	mu    sync.Mutex
	cache map[digest]cached
}

type digest = [sha256.Size]byte

type cached struct {
	actor Actor
	until time.Time
	used  workday.Date
}

// NewKeys makes the desk.
func NewKeys(db *pg.Pool, now func() time.Time) *Keys {
	return &Keys{Limits: DefaultLimits(), db: db, now: now, cache: map[digest]cached{}}
}

// Issue makes a key for a body and returns its secret once ("xh_" + 43 characters).
func (k *Keys) Issue(ctx context.Context, org, name string, scopes []string) (secret string, err error) {
	code, _, err := ident.ParseUSCC(org)
	if err != nil {
		return "", fault.New(fault.Invalid, "access.bad_org", "密钥须属于一个机构：统一社会信用代码有误；请核对 18 位代码。",
			"A key belongs to a body: its unified social credit code is wrong; check the 18 characters.").At("org")
	}
	if name = strings.TrimSpace(name); name == "" {
		return "", fault.New(fault.Invalid, "access.no_name", "请填写密钥所属机构的名称。", "Give the name of the body the key belongs to.").At("name")
	}
	scopes = slices.Compact(slices.Sorted(slices.Values(scopes)))
	known := func(s string) bool { return slices.Contains(Scopes(), s) }
	if len(scopes) == 0 || !all(scopes, known) {
		return "", fault.New(fault.Invalid, "access.bad_scope", "权限范围为空或无法识别；可选："+strings.Join(Scopes(), "、")+"。",
			"The scopes are empty or unknown; choose from "+strings.Join(Scopes(), ", ")+".").At("scopes")
	}
	raw := make([]byte, secretBytes)
	_, _ = rand.Read(raw)
	secret = secretPrefix + base64.RawURLEncoding.EncodeToString(raw)
	key := Key{ID: "k-" + strings.ToLower(rand.Text()[:8]), Org: string(code), Name: name, Scopes: scopes, CreatedAt: k.now()}
	return secret, insertKey(ctx, k.db, key, sha256.Sum256([]byte(secret)))
}

func all[T any](of []T, f func(T) bool) bool {
	return !slices.ContainsFunc(of, func(v T) bool { return !f(v) })
}

// Authenticate finds the actor behind a secret; fault access.unknown_key otherwise. Cached for a minute; revocation clears
// it. The secret is looked up by its hash, so the time a refusal takes tells nothing about secrets that exist.
func (k *Keys) Authenticate(ctx context.Context, secret string) (Actor, error) {
	hash := sha256.Sum256([]byte(secret))
	if actor, ok := k.remembered(hash); ok {
		return actor, nil
	}
	if len(secret) != len(secretPrefix)+base64.RawURLEncoding.EncodedLen(secretBytes) || !strings.HasPrefix(secret, secretPrefix) {
		return Actor{}, errUnknownKey
	}
	key, err := findKey(ctx, k.db, hash)
	if errors.Is(err, pg.ErrNone) {
		return Actor{}, errUnknownKey
	}
	if err != nil {
		return Actor{}, err
	}
	now := k.now()
	today := workday.Of(now)
	if key.LastUsedOn < today {
		if err := touchKey(ctx, k.db, key.ID, today); err != nil {
			return Actor{}, err
		}
	}
	actor := Actor{ID: "key:" + key.ID, Org: key.Org, Name: key.Name, Scopes: key.Scopes}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.cache[hash] = cached{actor, now.Add(cacheFor), today}
	return actor, nil
}

// lately answers from memory alone: the actor of a secret that was good within the minute.
func (k *Keys) lately(secret string) (Actor, bool) {
	return k.remembered(sha256.Sum256([]byte(secret)))
}

// remembered answers from memory. The first use on another day goes to the database, so that it is noted there.
func (k *Keys) remembered(hash digest) (Actor, bool) {
	now := k.now()
	k.mu.Lock()
	defer k.mu.Unlock()
	c, ok := k.cache[hash]
	return c.actor, ok && now.Before(c.until) && c.used == workday.Of(now)
}

// Revoke ends a key: here at once, in other processes within a minute.
func (k *Keys) Revoke(ctx context.Context, id string) error {
	n, err := revokeKey(ctx, k.db, id, k.now())
	if err == nil && n == 0 {
		err = fault.New(fault.Missing, "access.no_such_key", "没有这个编号的有效密钥；请用 xinheng key list 核对。",
			"There is no valid key of this id; look with xinheng key list.")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.cache)
	return err
}

// List returns every key ever issued, newest first, revoked ones too.
func (k *Keys) List(ctx context.Context) ([]Key, error) { return listKeys(ctx, k.db) }

var errUnknownKey = fault.New(fault.Unauthenticated, "access.unknown_key", "密钥无效或已撤销；请核对，或向平台管理员申请新的密钥。",
	"The key is unknown or revoked; check it, or ask the operator for a new one.")
