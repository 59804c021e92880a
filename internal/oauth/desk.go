package oauth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/commitment"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Desk is where apps are registered, firms agree, and apps get and use tokens. The fields are set while wiring.
type Desk struct {
	// Names gives the names of bodies and firms by code; who is in no register is not in it.
	Names func(ctx context.Context, codes []string) (map[string]string, error)
	// Commitments is the public column; nil: there is none.
	Commitments *commitment.Desk
	// Base is the address of the site, the issuer of tokens; empty: the address it was asked at.
	Base string

	db  *pg.Pool
	law *law.Library
	now func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, now: now}
}

func (d *Desk) instant() time.Time  { return d.now().UTC().Truncate(time.Microsecond) }
func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// How long what an app holds is good. They bound what a thief gains; no rule of law is in them.
const (
	codeLife    = time.Minute
	tokenLife   = 10 * time.Minute
	refreshLife = 30 * 24 * time.Hour // unused for so long, the firm is asked again
)

// What a secret text is, by how it begins; the gate knows an access token by it.
const (
	codePrefix    = "xc_"
	refreshPrefix = "xr_"
	secretPrefix  = "xs_"
)

func secret(prefix string) string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw)
	return prefix + base64.RawURLEncoding.EncodeToString(raw)
}

// hashed is how a secret of 256 random bits is kept: nobody guesses what gives a hash.
func hashed(s string) []byte {
	h := sha256.Sum256([]byte(s))
	return h[:]
}

func (d *Desk) act(ctx context.Context, tx pg.Tx, kind, actor, about string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: actor, About: about, Public: public})
	return err
}

// firmOf is the firm somebody acts for. A natural person has no public file that an app could read.
func firmOf(who access.Actor) (string, error) {
	switch {
	case who.Itself:
		return "", errNoFile
	case who.Firm == "" || who.Org == "":
		return "", errNoFirm
	}
	return who.Org, nil
}

var (
	errNoFirm = fault.New(fault.Invalid, "oauth.no_firm", "请先选择代表哪家企业，再授权应用。", "Choose the firm you act for, then authorise the app.")
	errNoFile = fault.New(fault.Conflict, "oauth.no_file", "自然人没有公示档案，应用无从查看；如您经营企业或个体工商户，请切换到该主体。",
		"A natural person has no public file, so there is nothing for an app to read; if you run a firm, change to it.")
)
