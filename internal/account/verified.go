package account

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
)

// How an identity was verified.
const (
	LevelWindow   = "window" // a clerk saw the person and the document
	LevelProvider = "oidc"   // the outside provider says so in a token it signed
)

// IdentityCard is the document whose number has a check character; it needs no kind in front of it to be told apart.
const IdentityCard = "身份证"

// documents are the kinds of 证件 a record of a natural person may carry (the national sheets of 双公示): one that is not
// among them could never lead to a record.
var documents = []string{IdentityCard, "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证"}

// Verified is which natural person an account was verified to be. The number is sealed: of it nothing but the last
// characters is ever shown again.
type Verified struct {
	ID       string    `json:"id"`
	Document string    `json:"document" doc:"kind of the document"`
	Tail     string    `json:"tail,omitempty" doc:"the last four characters of its number; only to the person" db:"-"`
	Level    string    `json:"level" enum:"window,oidc" doc:"window: a clerk saw person and document; oidc: the outside provider said so"`
	At       time.Time `json:"at"`

	EntityID string `json:"-"`
	Sealed   []byte `json:"-"`
}

// Presented is a document somebody shows at a window, and the account it is to be tied to.
type Presented struct {
	Login    string
	Name     string // as on the document: it must be that of the account
	Document string
	Number   string
}

// VerifyAtWindow ties an account to the person who stands before the clerk with the document (实名核验). Nobody verifies
// himself; one person has one account; verified again, the newer link replaces the older.
func (d *Desk) VerifyAtWindow(ctx context.Context, who access.Actor, p Presented) (Verified, error) {
	if err := need(who, access.PersonVerify); err != nil {
		return Verified{}, err
	}
	number, err := numberOf(p.Document, p.Number)
	if err != nil {
		return Verified{}, err
	}
	a, found, err := d.ByLogin(ctx, p.Login)
	if err != nil {
		return Verified{}, err
	}
	if !found || a.Status != Active || oneLine(a.Name) != oneLine(p.Name) {
		return Verified{}, errNoPerson
	}
	if err := access.Apart(access.Actor{ID: actorID(a.ID)}, who); err != nil {
		return Verified{}, err
	}
	l := link{Account: a.ID, Document: p.Document, number: number, Level: LevelWindow, By: who.ID, Org: who.Org}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return d.tie(ctx, tx, who, &l) })
	if err != nil {
		return Verified{}, err
	}
	return Verified{ID: l.ID, Document: l.Document, Level: l.Level, At: l.At}, nil
}

// VerifyByProvider takes the word of the outside provider, which has just signed it, for who the account is. What a clerk has
// seen counts for more and stays; the same person told again changes nothing.
func (d *Desk) VerifyByProvider(ctx context.Context, account, issuer, document, number string) error {
	number, err := numberOf(document, number)
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := lockAccount(ctx, tx, account); err != nil {
			return err
		}
		held, err := d.verifiedOf(ctx, tx, account)
		if err != nil || held.Level == LevelWindow || held.ID != "" && held.EntityID == d.personID(document, number) {
			return err
		}
		l := link{Account: account, Document: document, number: number, Level: LevelProvider, By: "oidc:" + issuer}
		return d.tie(ctx, tx, access.Actor{ID: actorID(account)}, &l)
	})
}

// link is a row on its way in.
type link struct {
	ID, Account, Entity, Document string
	Sealed                        []byte
	Level, By, Org                string
	At                            time.Time

	number string
}

// tie ends the link an account has and makes the new one. The ledger learns that, and how, never who it is.
func (d *Desk) tie(ctx context.Context, tx pg.Tx, who access.Actor, l *link) (err error) {
	if err := lockAccount(ctx, tx, l.Account); err != nil {
		return err
	}
	if l.ID, err = newID(); err != nil {
		return err
	}
	l.At, l.Entity = d.now().Truncate(time.Microsecond), d.personID(l.Document, l.number)
	l.Sealed = d.Seal.Seal(verifiedContext(l.ID), []byte(l.number))
	if _, err := endVerified(ctx, tx, l.Account, who.ID, l.At, "replaced"); err != nil {
		return err
	}
	if err := insertVerified(ctx, tx, l); err != nil {
		return err
	}
	return d.act(ctx, tx, who, "account.verified", l.Account, map[string]string{"link": l.ID, "level": l.Level})
}

// untie takes the link away, as two officers decided: the person's rights in its own file end in the same moment.
func (d *Desk) untie(ctx context.Context, tx pg.Tx, who access.Actor, account string) error {
	n, err := endVerified(ctx, tx, account, who.ID, d.now(), "unlinked")
	if err == nil && n == 0 {
		err = errNotVerified
	}
	if err != nil {
		return err
	}
	return d.Events.Ended.Fire(ctx, tx, Ended{account, "identity"})
}

// Verified tells a person which identity of its own the platform has verified; nil when none.
func (d *Desk) Verified(ctx context.Context, account string) (*Verified, error) {
	v, err := d.verifiedOf(ctx, d.db, account)
	if err != nil || v.ID == "" {
		return nil, err
	}
	number, err := d.Seal.Open(verifiedContext(v.ID), v.Sealed)
	if err != nil {
		return nil, err
	}
	v.Tail = string(number[max(0, len(number)-4):])
	return &v, nil
}

// verifiedOf is the link that holds, or the zero one.
func (d *Desk) verifiedOf(ctx context.Context, db pg.DB, account string) (Verified, error) {
	v, err := findVerified(ctx, db, account)
	if errors.Is(err, pg.ErrNone) {
		return Verified{}, nil
	}
	return v, err
}

func (d *Desk) personID(document, number string) string {
	if document == IdentityCard {
		document = ""
	}
	return d.PersonID(document, number)
}

const (
	shortestNumber = 5
	longestNumber  = 32
)

// numberOf reads the number of a document as records of natural persons carry it, so that both lead to the same person.
func numberOf(document, number string) (string, error) {
	if !slices.Contains(documents, document) {
		return "", invalid("account.document", "document", "请选择证件种类："+strings.Join(documents, "、")+"。",
			"Choose the kind of document, one of "+strings.Join(documents, ", ")+".")
	}
	if document == IdentityCard {
		card, err := ident.ParseIDCard(number)
		if err != nil {
			return "", errNumber
		}
		return card, nil
	}
	number = strings.ToUpper(ident.NormalName(number))
	if n := utf8.RuneCountInString(number); n < shortestNumber || n > longestNumber {
		return "", errNumber
	}
	return number, nil
}

// verifiedContext ties a sealed number to its link.
func verifiedContext(link string) string { return "account.verified " + link }

var (
	errNumber = invalid("account.document_number", "number", "证件号码不正确；请对照证件逐位核对。", "The number of the document is not valid; compare it with the document, character by character.")
	errTaken  = fault.New(fault.Conflict, "account.person_taken", "该证件已核验在另一个账号名下；一人一个账号，请先解除原账号的核验。",
		"Another account was verified with this document; one person has one account, so have that link taken away first.")
	errNotVerified = fault.New(fault.Conflict, "account.not_verified", "该账号没有有效的实名核验；请刷新后核对。", "The account is not verified to be anybody; reload it.")
	errNoPerson    = fault.New(fault.Missing, "account.no_person", "登录名与姓名不相符，或该人员尚未开通账号；请与本人核对。",
		"Login and name do not belong together, or the person has no account yet; ask the person.").At("login")
)
