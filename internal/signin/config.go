package signin

import (
	"time"

	"xinheng/internal/access"
)

// Config says how people sign in. Its zero value is a sound one.
type Config struct {
	// PublicURL is where people reach the platform, "https://credit.example". The outside provider sends them back there.
	PublicURL string
	// LoginPath is the page the outside provider's answer leads to when more is to be done, or it was refused.
	LoginPath string

	Password Policy
	Lock     Lock
	Session  Session
	Hashing  Hashing
	Door     access.Rate // how fast one address may try to get in; 2 a second, 60 at once
	// OneFactor lets people work without a second factor. By default whoever has none may do nothing but enrol one.
	OneFactor bool
	// TOTP256 makes second factors with SHA-256; not every authenticator app has it.
	TOTP256 bool
	// OIDC is the outside provider; none when its Issuer is empty.
	OIDC OIDC
}

// Policy is what a password must be.
type Policy struct {
	MinLength int           // characters; 12
	MinKinds  int           // of lower case, upper case, digits, others; 3
	History   int           // how many old ones are not taken again; 5
	MaxAge    time.Duration // 180 days
}

// Lock is what failures cost.
type Lock struct {
	After   int           // failures in a row before the first delay; 5
	First   time.Duration // the first delay, which doubles with each failure after; 1 minute
	Longest time.Duration // 1 hour
	Forget  time.Duration // failures older than this count no more; 24 hours
}

// Session is how long one lasts.
type Session struct {
	Idle     time.Duration // without a request; 30 minutes
	Absolute time.Duration // since signing in; 12 hours
	Pending  time.Duration // between password and second factor; 10 minutes
}

// Hashing is what a password costs to check, and how many are checked at once: it protects the machine.
type Hashing struct {
	KiB     uint32 // memory of one; 64 MiB
	Passes  uint32 // 2
	AtOnce  int    // 2
	Waiting int    // others may wait for a place; beyond that they are refused; 32
}

// OIDC is an outside provider of identities.
type OIDC struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	// SecondFactor says that the provider asks for a second factor itself, so that none is asked for here.
	SecondFactor bool
	// DocumentClaim and NumberClaim name the claims in which the provider says, of a person it has verified itself, which kind
	// of document was seen and its number. Without NumberClaim it verifies nobody; without DocumentClaim the number is that
	// of an identity card.
	DocumentClaim string
	NumberClaim   string
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

func (c Config) filled() Config {
	c.LoginPath = or(c.LoginPath, "/app/login")
	c.Password = Policy{or(c.Password.MinLength, 12), or(c.Password.MinKinds, 3), or(c.Password.History, 5), or(c.Password.MaxAge, 180*24*time.Hour)}
	c.Lock = Lock{or(c.Lock.After, 5), or(c.Lock.First, time.Minute), or(c.Lock.Longest, time.Hour), or(c.Lock.Forget, 24*time.Hour)}
	c.Session = Session{or(c.Session.Idle, 30*time.Minute), or(c.Session.Absolute, 12*time.Hour), or(c.Session.Pending, 10*time.Minute)}
	c.Hashing = Hashing{or(c.Hashing.KiB, 64<<10), or(c.Hashing.Passes, 2), or(c.Hashing.AtOnce, 2), or(c.Hashing.Waiting, 32)}
	c.Door = or(c.Door, access.Rate{PerSecond: 2, Burst: 60})
	return c
}
