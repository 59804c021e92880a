package report

import (
	"context"
	"encoding/hex"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// packPurpose is what a pack is read for, and nothing else.
const packPurpose = "finance"

// NewPack is what a firm gives a bank: which items, until when.
type NewPack struct {
	Grantee string       `json:"grantee" doc:"unified social credit code of the bank"`
	Items   []string     `json:"items" minItems:"1" maxItems:"50" doc:"codes of catalogue items"`
	Until   workday.Date `json:"until" doc:"last day"`
}

// Pack is a data pack as its subject sees it, with every opening (F22-5).
type Pack struct {
	ID      string                  `json:"id"`
	Consent string                  `json:"consent"`
	Grantee string                  `json:"grantee"`
	Body    string                  `json:"body,omitempty" doc:"its name"`
	Items   []string                `json:"items"`
	Until   workday.Date            `json:"until"`
	MadeAt  time.Time               `json:"made_at"`
	State   disclosure.ConsentState `json:"state" enum:"coming,live,ended,revoked"`
	Token   string                  `json:"token,omitempty" doc:"opens the pack for that bank; told this once"`
	Reads   []PackRead              `json:"reads"`
}

// PackRead is one time somebody opened a pack, or tried.
type PackRead struct {
	At     time.Time `json:"at"`
	Org    string    `json:"org"`
	Case   string    `json:"case_no"`
	Opened bool      `json:"opened" doc:"false: the consent was over and nothing was given"`
}

// PackData is what a bank gets: sealed, so that it can show later what it was given.
type PackData struct {
	Subject Subject      `json:"subject"`
	Consent string       `json:"consent"`
	Until   workday.Date `json:"until"`
	At      time.Time    `json:"at"`
	Entries []Entry      `json:"entries"`
	Sources []Source     `json:"sources"`
	Notice  law.Text2    `json:"notice"`
}

// PackGiven is the data with their digest and seal.
type PackGiven struct {
	Data   PackData `json:"data"`
	Digest DigestOf `json:"digest" doc:"of data without blanks"`
	Seal   Seal     `json:"seal" doc:"over the digest, as hexadecimal text"`
}

var packNotice = law.Text2{
	ZH: "仅限凭授权为所载目的使用，不得转售、转交；授权撤回或到期后不得继续使用。已修复、移出、公示期满的信息不在其中，也不得留存使用（发改委令36号第三条）。查不到不等于没有记录。",
	EN: "For the consented purpose alone; not to be sold or passed on, nor used once the consent is over. What was repaired, removed or has run out is not in it and may not be kept. No result is not the same as no record.",
}

// keptPack is a pack as it is kept.
type keptPack struct {
	EntityID  string
	PackID    string
	ConsentID string
	Grantee   string
	Fields    []string
	TokenHash string
	UntilOn   workday.Date
	MadeAt    time.Time
	MadeBy    string
}

// Give makes a data pack for a bank: a consent in the register of consents, and a token that opens it for that bank alone.
func (d *Desk) Give(ctx context.Context, who access.Actor, n NewPack) (Pack, error) {
	id, err := firmOf(who)
	if err != nil {
		return Pack{}, err
	}
	book := d.book()
	n.Items = slices.Compact(slices.Sorted(slices.Values(n.Items)))
	if len(n.Items) == 0 || slices.ContainsFunc(n.Items, func(c string) bool { it, ok := book.Item(c); return !ok || it.Code != c }) {
		return Pack{}, errPackItems
	}
	c, err := d.Disclosure.Grant(ctx, who, id, disclosure.Grant{Grantee: n.Grantee, Fields: n.Items, Purpose: packPurpose, Until: n.Until})
	if err != nil {
		return Pack{}, err
	}
	token := random(20)
	k := keptPack{EntityID: id, PackID: "SJB-" + random(10), ConsentID: c.ID, Grantee: c.Grantee, Fields: n.Items, TokenHash: d.tokenHash(token), UntilOn: c.Until, MadeAt: d.instant(), MadeBy: who.ID}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertPack(ctx, tx, &k); err != nil {
			return err
		}
		return d.act(ctx, tx, who.ID, "pack.given", k.PackID, map[string]string{"consent": c.ID})
	})
	if err != nil {
		return Pack{}, err
	}
	return Pack{ID: k.PackID, Consent: c.ID, Grantee: c.Grantee, Items: n.Items, Until: c.Until, MadeAt: k.MadeAt, State: c.State, Token: token, Reads: []PackRead{}}, nil
}

func (d *Desk) tokenHash(token string) string { return d.seal.Blind("report.pack", token) }

// Packs lists those of whom one acts for, with how their consents stand and who opened them.
func (d *Desk) Packs(ctx context.Context, who access.Actor) ([]Pack, error) {
	id, err := firmOf(who)
	if err != nil {
		return nil, err
	}
	rows, err := packsOf(ctx, d.db, id)
	if err != nil {
		return nil, err
	}
	consents, err := d.Disclosure.Consents(ctx, id)
	if err != nil {
		return nil, err
	}
	out := make([]Pack, 0, len(rows))
	for i := range rows {
		k := &rows[i]
		p := Pack{ID: k.PackID, Consent: k.ConsentID, Grantee: k.Grantee, Items: k.Fields, Until: k.UntilOn, MadeAt: k.MadeAt}
		if at := slices.IndexFunc(consents, func(c disclosure.Consent) bool { return c.ID == k.ConsentID }); at >= 0 {
			p.State, p.Body = consents[at].State, consents[at].Body
		}
		if p.Reads, err = packReads(ctx, d.db, id, k.PackID); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// RevokePack takes the consent back: the token opens nothing from that moment.
func (d *Desk) RevokePack(ctx context.Context, who access.Actor, pack string) error {
	id, err := firmOf(who)
	if err != nil {
		return err
	}
	k, err := packOf(ctx, d.db, id, pack)
	if err != nil {
		return err
	}
	return d.Disclosure.Revoke(ctx, who, id, k.ConsentID)
}

// OpenPack gives a bank what the subject consented to, as it stands now. That it does is on disk before it does, in the register of
// readings and in the log the firm sees; a try after the consent is over is in that log too.
func (d *Desk) OpenPack(ctx context.Context, who access.Actor, token, caseNo string) (*PackGiven, error) {
	k, err := packByToken(ctx, d.db, d.tokenHash(token))
	if err == nil && (k.Grantee != who.Org || who.Org == "") {
		err = errNoPack
	}
	if err != nil {
		return nil, err
	}
	e, err := registry.Find(ctx, d.db, k.EntityID)
	if err != nil {
		return nil, err
	}
	given, err := d.packed(ctx, &k, e)
	if err != nil {
		return nil, err
	}
	r := disclosure.Reading{Subject: k.EntityID, Fields: k.Fields, Purpose: packPurpose, Case: caseNo, Consent: k.ConsentID}
	refused := d.Disclosure.Read(ctx, who, r)
	if refused != nil && !fault.Is(refused, "disclosure.no_consent") {
		return nil, refused
	}
	sum, err := hex.DecodeString(given.Digest.Value)
	if err != nil {
		return nil, err
	}
	if refused != nil {
		sum = []byte{}
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertPackRead(ctx, tx, &k, "KB-"+random(10), who.Org, caseNo, sum, refused == nil, d.instant()); err != nil {
			return err
		}
		return d.act(ctx, tx, who.ID, map[bool]string{true: "pack.opened", false: "pack.refused"}[refused == nil], k.PackID, nil)
	})
	if err != nil {
		return nil, err
	}
	return given, refused
}

// packed is what stands of the items today: what was repaired, removed, withdrawn or has run out is shared with nobody.
func (d *Desk) packed(ctx context.Context, k *keptPack, e registry.Entity) (*PackGiven, error) {
	book, today := d.book(), d.today()
	r, err := d.read(ctx, d.db, e)
	if err != nil {
		return nil, err
	}
	data := PackData{Subject: subject(&e, book), Consent: k.ConsentID, Until: k.UntilOn, At: d.instant(), Entries: []Entry{}, Notice: packNotice}
	for i := range r.records {
		x := &r.records[i]
		if x.State != record.Effective || x.StatusOn(today) == record.StatusEnded || x.Person || !slices.Contains(k.Fields, x.Item) {
			continue
		}
		one := entry(x, book, r.repairing[x.ID], today)
		one.Fields = values(x, book, openFields(book, x.Item))
		data.Entries = append(data.Entries, one)
	}
	sortEntries(data.Entries)
	c := Content{Chapters: []Chapter{{Entries: data.Entries}}}
	data.Sources = sourcesOf(&r, &c, book)
	b, err := canonical(data)
	if err != nil {
		return nil, err
	}
	sum := Digest(b)
	g := &PackGiven{Data: data, Digest: DigestOf{"SM3", hex.EncodeToString(sum[:])}}
	g.Seal = d.sealed([]byte(g.Digest.Value))
	return g, nil
}

func openFields(book *law.Book, item string) (out []string) {
	it, _ := book.Item(item)
	for _, f := range it.Fields {
		if f.Privacy == law.Open && !slices.Contains(always, f.Role) {
			out = append(out, item+"."+f.Code)
		}
	}
	return out
}

var (
	errPackItems = fault.New(fault.Invalid, "report.pack_items", "请从目录中选择要提供的信息项。", "Choose what to give from the items of the catalogue.").At("items")
	errNoPack    = fault.New(fault.Missing, "report.no_pack", "没有这个数据包，或不是给贵单位的；请向企业核对凭证。", "There is no such pack, or it is not for your body; compare the token with the firm.")
)
