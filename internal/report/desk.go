package report

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/mutual"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where reports are asked for, read and verified. The exported fields are set while wiring, never later.
type Desk struct {
	Press *paper.Press
	// Base is the address of the portal; empty: addresses on papers have no host.
	Base string
	// Demo: the data are invented, and every page printed says so.
	Demo bool
	// Repairing tells which records of an entity have an open application for repair, by id. Nil knows none.
	Repairing func(ctx context.Context, entity string) (map[string]bool, error)
	// Disclosure holds consents and records readings. Nil: no data pack is opened.
	Disclosure *disclosure.Desk
	// Mutual holds the keys of recognised provinces. Nil: none is known.
	Mutual *mutual.Desk
	// Names gives the names of bodies and firms by code. Nil knows none.
	Names func(ctx context.Context, codes []string) (map[string]string, error)

	db     *pg.Pool
	law    *law.Library
	seal   *seal.Sealer
	signer seal.Signer
	wrong  *access.Buckets
	fresh  freshness
	now    func() time.Time
}

// guessing bounds how often a code may be tried for one report.
var guessing = access.Rate{PerSecond: 0.1, Burst: 20}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, seal: s, signer: s.SigningKey("report"), wrong: access.NewBuckets(guessing, now), now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// instant is now, as exact as the tables keep it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

func (d *Desk) book() *law.Book { return d.law.On(d.today()) }

// limit is a number of the law in the unit it must have.
func (d *Desk) limit(key string, unit law.Unit) (int64, error) {
	l, ok := d.book().Limit(key)
	if !ok || l.Unit != unit {
		return 0, fault.New(fault.Unavailable, "report.no_term", "规则中没有所需的期限；请联系规则维护单位。", "The rules lack a term this needs; tell whoever keeps them.")
	}
	return l.N, nil
}

// act puts an act on the ledger: ids and codes only.
func (d *Desk) act(ctx context.Context, tx pg.Tx, actor, kind, about string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: actor, About: about, Public: public})
	return err
}

// anybody is the actor of what needs no account.
const anybody = "visitor"

func (d *Desk) sealed(message []byte) Seal {
	return Seal{algorithms[d.seal.Suite().Name()], d.signer.KeyID(), d.signer.Public(), d.signer.Sign(message)}
}

// Key is what our reports are verified with.
type Key struct {
	Province  string `json:"province"`
	Algorithm string `json:"algorithm" enum:"Ed25519,SM2"`
	KeyID     string `json:"key_id"`
	Public    []byte `json:"public_key" doc:"base64"`
}

// Key tells ours.
func (d *Desk) Key() Key {
	return Key{province, algorithms[d.seal.Suite().Name()], d.signer.KeyID(), d.signer.Public()}
}

// ours says whether a seal is this platform's.
func (d *Desk) ours(s *Seal) bool {
	k := d.Key()
	return s.Algorithm == k.Algorithm && s.KeyID == k.KeyID && string(s.Public) == string(k.Public)
}

var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// random is text nobody can guess: five bits a character.
func random(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return letters.EncodeToString(b)
}

// newNumber is the number of a report: the day, what nobody can guess, and a letter for its kind.
func (d *Desk) newNumber(k Kind) string {
	return "XYBG" + strings.ReplaceAll(d.today().String(), "-", "") + "-" + random(10) + map[Kind]string{Public: "-G", Special: "-Z"}[k]
}

// code is what opens a special report, beside its number: derived, so that its subject can be told again and nothing need be kept.
func (d *Desk) code(number string) string {
	c := strings.ToUpper(d.seal.Blind("report.code", number))
	return c[:4] + "-" + c[4:8]
}

func sameCode(given, right string) bool {
	clean := strings.NewReplacer("-", "", " ", "", "　", "")
	return clean.Replace(strings.ToUpper(given)) == clean.Replace(right)
}

var issuer = law.Text2{ZH: "海南省公共信用信息平台（信衡）", EN: "Hainan public credit information platform (Xinheng)"}

// Address is the page that says whether a report holds.
func (d *Desk) Address(number string) string {
	return strings.TrimSuffix(d.Base, "/") + "/reports/" + number
}
