package education

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

const keyPurpose = "education.certificate"

// Certificate is what a pass earns, as its holder sees it.
type Certificate struct {
	ID     string       `json:"id" doc:"whoever is given it may verify the certificate"`
	Kind   string       `json:"kind"`
	Course string       `json:"course"`
	Title  law.Text2    `json:"title"`
	From   workday.Date `json:"from"`
	Until  workday.Date `json:"until" doc:"the last day it is good"`
	Good   bool         `json:"good" doc:"today"`
}

// Verified is what anybody learns of a certificate whose number they were given: enough to compare it with what they were shown,
// and no more of the person than that.
type Verified struct {
	Certificate
	Holder    string    `json:"holder" doc:"masked: 示*"`
	Genuine   bool      `json:"genuine" doc:"signed by this platform, over exactly this"`
	IssuedAt  time.Time `json:"issued_at"`
	Suite     string    `json:"suite" enum:"international,national"`
	KeyID     string    `json:"key_id"`
	PublicKey []byte    `json:"public_key"`
	Message   []byte    `json:"message" doc:"exactly what was signed; of the holder it has a salted digest"`
	Signature []byte    `json:"signature"`
}

// statement is the text that is signed: every value with its length before it, so that no two differ unseen. The holder stands in it
// as a digest, so that it can be handed on without a name.
func (c *certificate) statement(holder string) []byte {
	digest := seal.Sum(seal.International, c.Salt, []byte(holder))
	var b bytes.Buffer
	for _, w := range []string{"xinheng certificate v1", c.CertificateID, c.Kind, c.Course, c.CourseFrom.String(), hex.EncodeToString(digest[:]),
		c.FromOn.String(), c.UntilOn.String(), c.IssuedAt.UTC().Format(time.RFC3339Nano)} {
		fmt.Fprintf(&b, "%d:%s\n", len(w), w)
	}
	return b.Bytes()
}

// certify issues the certificate of a completion, and tells the account of an official of it.
func (d *Desk) certify(ctx context.Context, tx pg.Tx, who access.Actor, c law.Course, done *completion) (Certificate, error) {
	valid, _ := d.law.On(d.today()).Limit(c.Valid)
	until, _ := workday.Due(d.today(), valid.Term(), nil)
	if valid.Unit == law.Months {
		until = d.today().AddMonths(int(valid.N)) // it ends on its day, be it a day off
	}
	cert := &certificate{CertificateID: newID("TC"), Account: done.Account, CompletionID: done.CompletionID, SittingID: done.SittingID, Kind: c.Certificate,
		Course: c.Code, CourseFrom: c.From, FromOn: d.today(), UntilOn: until, IssuedAt: d.instant(), Suite: d.suite.Name(), KeyID: d.key.KeyID(),
		PublicKey: d.key.Public(), Salt: make([]byte, 16)}
	_, _ = rand.Read(cert.Salt)
	cert.Message = cert.statement(who.Person)
	cert.Signature = d.key.Sign(cert.Message)
	if err := insertCertificate(ctx, tx, cert); err != nil {
		return Certificate{}, err
	}
	sum := seal.Sum(seal.International, cert.Signature)
	if _, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "education.certificate", Actor: who.ID, About: cert.CertificateID,
		Public: map[string]string{"kind": cert.Kind, "course": c.Code, "signature": hex.EncodeToString(sum[:]), "key": cert.KeyID}}); err != nil {
		return Certificate{}, err
	}
	if c.Audience == "officer" {
		if err := d.Accounts.Certify(ctx, tx, who, account.Certificate{Account: done.Account, Kind: cert.Kind, From: cert.FromOn, Until: cert.UntilOn}); err != nil {
			return Certificate{}, err
		}
	}
	return d.shown(cert), nil
}

// shown is a certificate with the title of the version it was earned by.
func (d *Desk) shown(c *certificate) Certificate {
	out := Certificate{ID: c.CertificateID, Kind: c.Kind, Course: c.Course, From: c.FromOn, Until: c.UntilOn, Good: c.FromOn <= d.today() && d.today() <= c.UntilOn}
	if course, ok := d.law.On(c.CourseFrom).Course(c.Course); ok {
		out.Title = course.Title
	}
	return out
}

// Verify answers whoever was given the number of a certificate (F06-2). It is genuine while the signature is one of the platform
// over these very values; whether it is still good is a question of the day.
func (d *Desk) Verify(ctx context.Context, id string) (Verified, error) {
	c, err := findCertificate(ctx, d.db, id)
	if err != nil {
		return Verified{}, err
	}
	actor := "person:" + c.Account
	names, err := d.Accounts.People(ctx, []string{actor})
	if err != nil {
		return Verified{}, err
	}
	v := Verified{Certificate: d.shown(c), Holder: ident.MaskName(names[actor]), IssuedAt: c.IssuedAt, Suite: c.Suite, KeyID: c.KeyID,
		PublicKey: c.PublicKey, Message: c.Message, Signature: c.Signature}
	suite, known := seal.SuiteNamed(c.Suite)
	v.Genuine = known && bytes.Equal(d.seal.SigningKeyOf(suite, keyPurpose).Public(), c.PublicKey) &&
		bytes.Equal(c.statement(names[actor]), c.Message) && suite.Verify(c.PublicKey, c.Message, c.Signature)
	v.Good = v.Good && v.Genuine
	return v, nil
}
