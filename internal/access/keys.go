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

// Key is what is kept of an API key: never its secret. A key and the one that takes its place are of one line, and act
// as one: the line is what the ledger, quotas and deliveries know.
type Key struct {
	ID         string       `json:"id"`
	Line       string       `json:"line" doc:"the first key of the line; its successors act under this name"`
	Org        string       `json:"org"`
	Name       string       `json:"name"`
	Scopes     []string     `json:"scopes"`
	PerDay     int64        `json:"per_day" doc:"calls allowed a day; 0: no quota"`
	CreatedAt  time.Time    `json:"created_at"`
	LastUsedOn workday.Date `json:"last_used_on,omitzero"`
	EndsAt     *time.Time   `json:"ends_at,omitempty" doc:"when it gives way to its successor"`
	RevokedAt  *time.Time   `json:"revoked_at,omitempty"`
}

// Live says whether the key is good at a moment.
func (k Key) Live(now time.Time) bool {
	return k.RevokedAt == nil && (k.EndsAt == nil || now.Before(*k.EndsAt))
}

// Keys issues and looks up API keys. Only a hash is stored.
type Keys struct {
	Limits Limits    // set while wiring; DefaultLimits otherwise
	Apps   AppFinder // who apps act for, by their tokens; set while wiring, nil knows none

	db     *pg.Pool
	now    func() time.Time
	mu     sync.Mutex
	cache  map[digest]cached
	leases map[string]*lease // by line
}

type digest = [sha256.Size]byte

type cached struct {
	actor  Actor
	line   string
	perDay int64
	until  time.Time
	used   workday.Date
}

// NewKeys makes the desk.
func NewKeys(db *pg.Pool, now func() time.Time) *Keys {
	return &Keys{Limits: DefaultLimits(), db: db, now: now, cache: map[digest]cached{}, leases: map[string]*lease{}}
}

// Terms are what a key is issued for.
type Terms struct {
	Org    string // USCC of the body
	Name   string // its name
	Scopes []string
	PerDay int64 // calls a day; 0: as many as it likes
}

// Issue makes a key for a body and returns its secret once ("xh_" + 43 characters).
func (k *Keys) Issue(ctx context.Context, org, name string, scopes []string) (secret string, err error) {
	_, secret, err = k.IssueIn(ctx, k.db, Terms{Org: org, Name: name, Scopes: scopes})
	return secret, err
}

// IssueIn is Issue within a transaction.
func (k *Keys) IssueIn(ctx context.Context, db pg.DB, t Terms) (Key, string, error) {
	t, err := t.tidy()
	if err != nil {
		return Key{}, "", err
	}
	key := Key{ID: newKeyID(), Org: t.Org, Name: t.Name, Scopes: t.Scopes, PerDay: t.PerDay, CreatedAt: k.now()}
	key.Line = key.ID
	secret := newSecret()
	return key, secret, insertKey(ctx, db, key, sha256.Sum256([]byte(secret)))
}

// tidy checks the terms and brings them into one form.
func (t Terms) tidy() (Terms, error) {
	code, _, err := ident.ParseUSCC(t.Org)
	if err != nil {
		return t, fault.New(fault.Invalid, "access.bad_org", "密钥须属于一个机构：统一社会信用代码有误；请核对 18 位代码。",
			"A key belongs to a body: its unified social credit code is wrong; check the 18 characters.").At("org")
	}
	t.Org = string(code)
	if t.Name = strings.TrimSpace(t.Name); t.Name == "" {
		return t, fault.New(fault.Invalid, "access.no_name", "请填写密钥所属机构的名称。", "Give the name of the body the key belongs to.").At("name")
	}
	t.Scopes = slices.Compact(slices.Sorted(slices.Values(t.Scopes)))
	known := func(s string) bool { return slices.Contains(Scopes(), s) }
	if len(t.Scopes) == 0 || !all(t.Scopes, known) {
		return t, fault.New(fault.Invalid, "access.bad_scope", "权限范围为空或不能授予密钥；可选："+strings.Join(Scopes(), "、")+"。",
			"The scopes are empty, or not for keys; choose from "+strings.Join(Scopes(), ", ")+".").At("scopes")
	}
	if t.PerDay < 0 {
		return t, fault.New(fault.Invalid, "access.bad_quota", "每日配额不能为负；不限量请填 0。", "A daily quota is not negative; write 0 for none.").At("per_day")
	}
	return t, nil
}

func newKeyID() string { return "k-" + strings.ToLower(rand.Text()[:8]) }

func newSecret() string {
	raw := make([]byte, secretBytes)
	_, _ = rand.Read(raw)
	return secretPrefix + base64.RawURLEncoding.EncodeToString(raw)
}

func all[T any](of []T, f func(T) bool) bool {
	return !slices.ContainsFunc(of, func(v T) bool { return !f(v) })
}

// Authenticate finds the actor behind a secret; fault access.unknown_key otherwise. Cached for a minute; revocation clears
// it. The secret is looked up by its hash, so the time a refusal takes tells nothing about secrets that exist.
func (k *Keys) Authenticate(ctx context.Context, secret string) (Actor, error) {
	c, err := k.find(ctx, secret)
	return c.actor, err
}

func (k *Keys) find(ctx context.Context, secret string) (cached, error) {
	hash := sha256.Sum256([]byte(secret))
	if c, ok := k.remembered(hash); ok {
		return c, nil
	}
	if len(secret) != len(secretPrefix)+base64.RawURLEncoding.EncodedLen(secretBytes) || !strings.HasPrefix(secret, secretPrefix) {
		return cached{}, errUnknownKey
	}
	now := k.now()
	key, err := keyByHash(ctx, k.db, hash)
	if errors.Is(err, pg.ErrNone) || err == nil && !key.Live(now) {
		return cached{}, errUnknownKey
	}
	if err != nil {
		return cached{}, err
	}
	today := workday.Of(now)
	if frozen, err := isFrozen(ctx, k.db, FreezeKey, key.Line, today); err != nil || frozen {
		return cached{}, orKeyFrozen(err)
	}
	if key.LastUsedOn < today {
		if err := touchKey(ctx, k.db, key.ID, today); err != nil {
			return cached{}, err
		}
	}
	c := cached{line: key.Line, perDay: key.PerDay, until: now.Add(cacheFor), used: today,
		actor: Actor{ID: "key:" + key.Line, Org: key.Org, Name: key.Name, Scopes: key.Scopes, Kind: KindKey, Roles: []string{System}}}
	if key.EndsAt != nil && key.EndsAt.Before(c.until) {
		c.until = *key.EndsAt
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.cache[hash] = c
	return c, nil
}

func orKeyFrozen(err error) error {
	if err != nil {
		return err
	}
	return errKeyFrozen
}

// lately answers from memory alone: the key of a secret that was good within the minute.
func (k *Keys) lately(secret string) (cached, bool) {
	return k.remembered(sha256.Sum256([]byte(secret)))
}

// remembered answers from memory. The first use on another day goes to the database, so that it is noted there.
func (k *Keys) remembered(hash digest) (cached, bool) {
	now := k.now()
	k.mu.Lock()
	defer k.mu.Unlock()
	c, ok := k.cache[hash]
	return c, ok && now.Before(c.until) && c.used == workday.Of(now)
}

// Revoke ends a key: here at once, in other processes within a minute.
func (k *Keys) Revoke(ctx context.Context, id string) error {
	defer k.Forget()
	return k.RevokeIn(ctx, k.db, id)
}

// RevokeIn is Revoke within a transaction; whoever commits it calls Forget.
func (k *Keys) RevokeIn(ctx context.Context, db pg.DB, id string) error {
	n, err := revokeKey(ctx, db, id, k.now())
	if err == nil && n == 0 {
		err = NoSuchKey
	}
	return err
}

// Forget empties the memory of keys, so that what was revoked is refused at once.
func (k *Keys) Forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.cache)
}

// List returns every key ever issued, newest first, revoked ones too.
func (k *Keys) List(ctx context.Context) ([]Key, error) { return listKeys(ctx, k.db) }

// Find returns a key by its id.
func (k *Keys) Find(ctx context.Context, db pg.DB, id string) (Key, error) {
	key, err := keyByID(ctx, db, id)
	if errors.Is(err, pg.ErrNone) {
		err = NoSuchKey
	}
	return key, err
}

// liveKeys is how many keys of a line may be good at once: the old one and its successor.
const liveKeys = 2

// RotateIn issues the successor of a key on the same terms. The old one stays good until the end given, so that a system
// can change over without a gap.
func (k *Keys) RotateIn(ctx context.Context, tx pg.Tx, id string, oldEnds time.Time) (Key, string, error) {
	old, err := k.Find(ctx, tx, id)
	if err != nil {
		return Key{}, "", err
	}
	if err := lockLine(ctx, tx, old.Line); err != nil {
		return Key{}, "", err
	}
	line, err := keysOfLine(ctx, tx, old.Line)
	if err != nil {
		return Key{}, "", err
	}
	now, live := k.now(), 0
	for _, other := range line {
		if other.Live(now) {
			live++
		}
		if other.ID == id {
			old = other
		}
	}
	switch {
	case !old.Live(now):
		return Key{}, "", NoSuchKey
	case live >= liveKeys:
		return Key{}, "", fault.New(fault.Conflict, "access.two_live_keys", "该密钥已有一把新旧并行的密钥；请先撤销其中一把，再轮换。",
			"This key and its successor are both live; revoke one of them before rotating again.")
	}
	if err := endKey(ctx, tx, id, oldEnds); err != nil {
		return Key{}, "", err
	}
	next := Key{ID: newKeyID(), Line: old.Line, Org: old.Org, Name: old.Name, Scopes: old.Scopes, PerDay: old.PerDay, CreatedAt: now}
	secret := newSecret()
	return next, secret, insertKey(ctx, tx, next, sha256.Sum256([]byte(secret)))
}

var (
	errUnknownKey = fault.New(fault.Unauthenticated, "access.unknown_key", "密钥无效或已撤销；请核对，或向平台管理员申请新的密钥。",
		"The key is unknown or revoked; check it, or ask the operator for a new one.")
)

// NoSuchKey is the answer for a key that does not exist, is no longer live, or is not the caller's to see.
var NoSuchKey = fault.New(fault.Missing, "access.no_such_key", "没有这个编号的有效密钥；请在密钥列表中核对编号。",
	"There is no valid key of this id; look it up in the list of keys.")
