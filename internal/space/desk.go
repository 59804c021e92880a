package space

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/attach"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Desk is where members authorise associations, and where an association sees what it was authorised to.
type Desk struct {
	db         *pg.Pool
	law        *law.Library
	accounts   *account.Desk
	attach     *attach.Desk
	disclosure *disclosure.Desk
	now        func() time.Time
}

// NewDesk makes the desk. Whoever wires it lets MaySee decide who opens the document of a letter.
func NewDesk(db *pg.Pool, lib *law.Library, accounts *account.Desk, files *attach.Desk, readings *disclosure.Desk, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, accounts: accounts, attach: files, disclosure: readings, now: now}
}

const (
	// Object is the kind of object the document of a letter is linked to.
	Object = "letter"
	// documentKind is what the document is uploaded as.
	documentKind = "authorisation"
	// purpose is what a letter is for, and nothing else.
	purpose = disclosure.SelfDiscipline
	// association is the kind of body that can be authorised here.
	association = "association"
)

func (d *Desk) instant() time.Time  { return d.now().UTC().Truncate(time.Microsecond) }
func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// firmOf is the firm somebody acts for; natural persons are no members here.
func firmOf(who access.Actor) (string, error) {
	if who.Firm == "" || who.Org == "" || who.Itself {
		return "", errNoFirm
	}
	return who.Org, nil
}

// NewLetter is what a member authorises: whom, what, from when until when, by which document.
type NewLetter struct {
	Association string       `json:"association" maxLength:"40" doc:"unified social credit code of the association"`
	Items       []string     `json:"items" minItems:"1" maxItems:"50" doc:"codes of catalogue items"`
	From        workday.Date `json:"from,omitempty" doc:"today when absent"`
	Until       workday.Date `json:"until" doc:"last day"`
	Document    string       `json:"document" maxLength:"36" doc:"id of the signed letter, uploaded as kind authorisation"`
}

// Letter is an authorisation as its member sees it.
type Letter struct {
	ID          string                  `json:"id"`
	Association string                  `json:"association"`
	Body        string                  `json:"body" doc:"its name"`
	Items       []string                `json:"items"`
	From        workday.Date            `json:"from"`
	Until       workday.Date            `json:"until" doc:"last day"`
	Document    string                  `json:"document"`
	MadeAt      time.Time               `json:"made_at"`
	State       disclosure.ConsentState `json:"state" enum:"coming,live,ended,revoked"`
	EndedAt     *time.Time              `json:"ended_at,omitempty" doc:"when the member ended it"`
}

// kept is a letter as it is kept.
type kept struct {
	EntityID    string
	LetterID    string
	ConsentID   string
	Association string
	Items       []string
	FromOn      workday.Date
	UntilOn     workday.Date
	DocumentID  string
	MadeAt      time.Time
	MadeBy      string
}

// Authorise gives an association a letter. The consent comes first: were the machine to stop between, the association could still see
// nothing, and the member finds the consent in its list.
func (d *Desk) Authorise(ctx context.Context, who access.Actor, n NewLetter) (Letter, error) {
	member, err := firmOf(who)
	if err != nil {
		return Letter{}, err
	}
	if n.Items, err = d.known(n.Items); err != nil {
		return Letter{}, err
	}
	if err := d.fits(ctx, who, n); err != nil {
		return Letter{}, err
	}
	c, err := d.disclosure.Grant(ctx, who, member, disclosure.Grant{Grantee: n.Association, Fields: slices.Clone(n.Items), Purpose: purpose, From: n.From, Until: n.Until})
	if err != nil {
		return Letter{}, err
	}
	k := kept{EntityID: member, LetterID: "SQ-" + rand.Text()[:16], ConsentID: c.ID, Association: c.Grantee, Items: n.Items, FromOn: c.From, UntilOn: c.Until,
		DocumentID: n.Document, MadeAt: d.instant(), MadeBy: who.ID}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return d.keep(ctx, tx, who, &k) })
	if err != nil {
		return Letter{}, err
	}
	return d.letter(ctx, &k, c)
}

func (d *Desk) keep(ctx context.Context, tx pg.Tx, who access.Actor, k *kept) error {
	if err := insertLetter(ctx, tx, k); err != nil {
		return err
	}
	if _, err := d.attach.Link(ctx, tx, who, attach.Link{Kind: Object, ID: k.LetterID}, k.DocumentID); err != nil {
		return err
	}
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: "space.authorised", Actor: who.ID, About: k.LetterID, Public: map[string]string{"consent": k.ConsentID}})
	return err
}

// known are the codes without repetition; one the catalogue does not have refuses them.
func (d *Desk) known(items []string) ([]string, error) {
	book := d.law.On(d.today())
	items = slices.Compact(slices.Sorted(slices.Values(items)))
	if len(items) == 0 || slices.ContainsFunc(items, func(c string) bool { it, ok := book.Item(c); return !ok || it.Code != c }) {
		return nil, errItems
	}
	return items, nil
}

// fits refuses what is not an association, and a document that is not a letter of the member's that waits to be used.
func (d *Desk) fits(ctx context.Context, who access.Actor, n NewLetter) error {
	org, err := d.accounts.OrgIn(ctx, d.db, n.Association)
	if err != nil || org.Kind != association {
		return errAssociation
	}
	a, err := d.attach.Find(ctx, who, n.Document)
	if err != nil || a.Kind != documentKind || a.Linked {
		return errDocument
	}
	return nil
}

func (d *Desk) letter(ctx context.Context, k *kept, c disclosure.Consent) (Letter, error) {
	l := Letter{ID: k.LetterID, Association: k.Association, Items: k.Items, From: k.FromOn, Until: k.UntilOn, Document: k.DocumentID, MadeAt: k.MadeAt,
		State: c.On(d.today()), EndedAt: c.Revoked}
	org, err := d.accounts.OrgIn(ctx, d.db, k.Association)
	l.Body = org.Name
	return l, err
}

// Letters lists those of the firm one acts for, newest first. Every look of an association is among the firm's views (谁查了我).
func (d *Desk) Letters(ctx context.Context, who access.Actor) ([]Letter, error) {
	member, err := firmOf(who)
	if err != nil {
		return nil, err
	}
	rows, err := lettersOf(ctx, d.db, member)
	if err != nil {
		return nil, err
	}
	consents, err := d.consents(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make([]Letter, len(rows))
	for i := range rows {
		if out[i], err = d.letter(ctx, &rows[i], consents[rows[i].ConsentID]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// End ends a letter: from this moment the association sees nothing of the member.
func (d *Desk) End(ctx context.Context, who access.Actor, id string) error {
	member, err := firmOf(who)
	if err != nil {
		return err
	}
	k, err := letterOf(ctx, d.db, member, id)
	if err != nil {
		return err
	}
	return d.disclosure.Revoke(ctx, who, member, k.ConsentID)
}

func (d *Desk) consents(ctx context.Context, rows []kept) (map[string]disclosure.Consent, error) {
	subjects, ids := make([]string, len(rows)), make([]string, len(rows))
	for i := range rows {
		subjects[i], ids[i] = rows[i].EntityID, rows[i].ConsentID
	}
	return d.disclosure.ConsentsBy(ctx, subjects, ids)
}

// MaySee lets the member open the document of its letter, and the association while the letter holds.
func (d *Desk) MaySee(ctx context.Context, db pg.DB, who access.Actor, id string) (bool, error) {
	k, err := letterBy(ctx, db, id)
	switch {
	case fault.Is(err, "space.unknown"):
		return false, nil
	case err != nil:
		return false, err
	case who.Firm != "":
		return who.Org == k.EntityID && who.May(access.ViewOwn), nil
	case who.Org != k.Association || !who.May(access.MemberRead):
		return false, nil
	}
	consents, err := d.disclosure.ConsentsBy(ctx, []string{k.EntityID}, []string{k.ConsentID})
	return consents[k.ConsentID].On(d.today()) == disclosure.ConsentLive, err
}

var (
	errNoFirm      = fault.New(fault.Invalid, "space.no_firm", "请先选择代表哪家企业；授权书由会员企业出具。", "Choose the firm you act for; a letter is given by a member firm.")
	errItems       = fault.New(fault.Invalid, "space.items", "请从目录中选择授权查看的信息项。", "Choose what may be seen from the items of the catalogue.").At("items")
	errAssociation = fault.New(fault.Invalid, "space.association", "这不是已登记的行业协会商会；请向协会核对统一社会信用代码。",
		"This is not an association on the register; compare its code with the association.").At("association")
	errDocument = fault.New(fault.Invalid, "space.document", "请上传本企业签章的授权书；每份文件用于一份授权。", "Upload the letter your firm signed; each document is for one letter.").At("document")
	errUnknown  = fault.New(fault.Missing, "space.unknown", "没有这份授权书，或它已经失效；请在列表中核对。", "There is no such letter, or it no longer holds; look in the list.")
)
