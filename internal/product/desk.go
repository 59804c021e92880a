package product

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/agency"
	"xinheng/internal/disclosure"
	"xinheng/internal/exchange"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Kinds of products, in the order they are offered.
var Kinds = []string{"loan", "guarantee", "insurance", "leasing", "report", "other"}

// Desk is where products are entered, approved and ended.
type Desk struct {
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

// Entry is a product as its agency enters it.
type Entry struct {
	Name      law.Text2    `json:"name"`
	Kind      string       `json:"kind" enum:"loan,guarantee,insurance,leasing,report,other"`
	For       law.Text2    `json:"for_whom"`
	Items     []string     `json:"items" maxItems:"50" doc:"codes of catalogue items it reads, each by consent of the firm; none: it reads nothing"`
	Purpose   string       `json:"purpose" maxLength:"40" doc:"purpose of that consent, see /v1/purposes"`
	Price     *law.Text2   `json:"price,omitempty" doc:"in words; absent: the range"`
	PriceFrom *int64       `json:"price_from,omitempty" minimum:"0" doc:"in fen"`
	PriceTo   *int64       `json:"price_to,omitempty" minimum:"0" doc:"in fen"`
	TermsURL  string       `json:"terms_url" maxLength:"400" doc:"where its terms stand; https"`
	From      workday.Date `json:"from"`
	Until     workday.Date `json:"until" doc:"last day"`
}

// Enter enters a product of one's agency. It is in no directory until the office approves it; what is to change is entered anew.
func (d *Desk) Enter(ctx context.Context, who access.Actor, in Entry) (Product, error) {
	if err := d.fits(&in); err != nil {
		return Product{}, err
	}
	p := row{ProductID: "CP-" + rand.Text()[:16], Org: who.Org, NameZH: in.Name.ZH, NameEN: in.Name.EN, Kind: in.Kind, ForZH: in.For.ZH, ForEN: in.For.EN,
		Items: append([]string{}, in.Items...), Purpose: in.Purpose, PriceFrom: in.PriceFrom, PriceTo: in.PriceTo, TermsURL: in.TermsURL, FromOn: in.From, UntilOn: in.Until,
		Author: who.ID, At: d.instant(), State: "proposed"}
	if in.Price != nil {
		p.PriceZH, p.PriceEN = in.Price.ZH, in.Price.EN
	}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		running, err := agency.Running(ctx, tx, d.today())
		if err != nil {
			return err
		}
		if _, ok := running[who.Org]; !ok || who.Org == "" {
			return errNotRunning
		}
		if err := insert(ctx, tx, &p); err != nil {
			return err
		}
		return d.note(ctx, tx, who, "product.entered", &p)
	})
	return d.show(&p), err
}

// fits refuses what a reader could not rely on.
func (d *Desk) fits(in *Entry) error {
	for _, x := range []struct {
		s    *string
		most int
	}{{&in.Name.ZH, 100}, {&in.Name.EN, 200}, {&in.For.ZH, 300}, {&in.For.EN, 600}} {
		if !fill(x.s, x.most) {
			return errWords
		}
	}
	book := d.law.On(d.today())
	if slices.ContainsFunc(in.Items, func(code string) bool { i, ok := book.Item(code); return !ok || i.Code != code }) || !known(in.Purpose) {
		return errData
	}
	ranged := in.PriceFrom != nil && in.PriceTo != nil && *in.PriceFrom <= *in.PriceTo
	worded := in.Price != nil && in.PriceFrom == nil && in.PriceTo == nil && fill(&in.Price.ZH, 200) && fill(&in.Price.EN, 400)
	switch {
	case ranged == worded || ranged && in.Price != nil:
		return errPrice
	case !exchange.Fitting(in.TermsURL):
		return errTerms
	case in.From == 0 || in.Until < in.From || in.Until < d.today():
		return errDays
	}
	return nil
}

func fill(s *string, most int) bool {
	*s = strings.TrimSpace(*s)
	return *s != "" && utf8.RuneCountInString(*s) <= most
}

func known(purpose string) bool {
	return slices.ContainsFunc(disclosure.Purposes(), func(p disclosure.Purpose) bool { return p.Code == purpose })
}

// Decision is what the office says to a product.
type Decision struct {
	Approve bool   `json:"approve"`
	Why     string `json:"why,omitempty" maxLength:"500" doc:"of a refusal; the agency reads it"`
}

// Decide lets a product into the directory, or refuses it with why.
func (d *Desk) Decide(ctx context.Context, who access.Actor, id string, in Decision) (Product, error) {
	if !in.Approve && !fill(&in.Why, 500) {
		return Product{}, errWhy
	}
	return d.change(ctx, id, func(ctx context.Context, tx pg.Tx, p *row) error {
		want := map[bool]string{true: "approved", false: "refused"}[in.Approve]
		if p.State == want && p.Reviewer == who.ID && (in.Approve || p.Why == in.Why) {
			return nil // a second click
		}
		if p.State != "proposed" || p.EndedAt != nil {
			return errDecided
		}
		if err := access.Apart(access.Actor{ID: p.Author}, who); err != nil {
			return err
		}
		if in.Approve {
			running, err := agency.Running(ctx, tx, d.today())
			if err != nil {
				return err
			}
			if _, ok := running[p.Org]; !ok {
				return errNotRunning
			}
			in.Why = ""
		}
		p.State, p.Reviewer, p.Why = want, who.ID, in.Why
		if err := decide(ctx, tx, p, d.instant()); err != nil {
			return err
		}
		return d.note(ctx, tx, who, "product."+want, p)
	})
}

// End takes a product of one's agency out of the directory at once; the office stops anybody's.
func (d *Desk) End(ctx context.Context, who access.Actor, id, why string, office bool) (Product, error) {
	if !fill(&why, 500) {
		return Product{}, errWhy
	}
	return d.change(ctx, id, func(ctx context.Context, tx pg.Tx, p *row) error {
		if !office && p.Org != who.Org {
			return errUnknown
		}
		if p.EndedAt != nil && p.EndedWhy == why {
			return nil
		}
		if p.EndedAt != nil || p.State == "refused" {
			return errDecided
		}
		if err := end(ctx, tx, id, who.ID, d.instant(), why); err != nil {
			return err
		}
		return d.note(ctx, tx, who, "product.ended", p)
	})
}

func (d *Desk) change(ctx context.Context, id string, do func(context.Context, pg.Tx, *row) error) (Product, error) {
	var out row
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		p, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := do(ctx, tx, &p); err != nil {
			return err
		}
		out, err = find(ctx, tx, id)
		return err
	})
	return d.show(&out), err
}

func (d *Desk) note(ctx context.Context, tx pg.Tx, who access.Actor, kind string, p *row) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: who.ID, About: p.ProductID, Public: map[string]string{"org": p.Org, "kind": p.Kind}})
	return err
}

// Product is one as its agency and the office see it.
type Product struct {
	Entry
	ID       string     `json:"id"`
	Org      string     `json:"org"`
	Agency   law.Text2  `json:"agency" doc:"its name, where its agreement holds"`
	State    string     `json:"state" enum:"proposed,refused,ended,coming,over,unlicensed,listed" doc:"unlicensed: the agency's agreement or licence does not hold, so it is not in the directory"`
	Why      string     `json:"why,omitempty" doc:"of a refusal or an end"`
	At       time.Time  `json:"at"`
	OrderKey string     `json:"order_key,omitempty" doc:"SHA-256 of the day, a blank and the id: the order of the directory on that day"`
	EndedAt  *time.Time `json:"ended_at,omitempty"`
}

func (d *Desk) show(p *row) Product {
	e := Entry{Name: law.Text2{ZH: p.NameZH, EN: p.NameEN}, Kind: p.Kind, For: law.Text2{ZH: p.ForZH, EN: p.ForEN}, Items: p.Items, Purpose: p.Purpose,
		PriceFrom: p.PriceFrom, PriceTo: p.PriceTo, TermsURL: p.TermsURL, From: p.FromOn, Until: p.UntilOn}
	if p.PriceZH != "" {
		e.Price = &law.Text2{ZH: p.PriceZH, EN: p.PriceEN}
	}
	return Product{Entry: e, ID: p.ProductID, Org: p.Org, State: p.state(d.today()), Why: p.Why + p.EndedWhy, At: p.At, EndedAt: p.EndedAt}
}

// state is how a product stands on a day, were its agency's agreement to hold.
func (p *row) state(today workday.Date) string {
	switch {
	case p.EndedAt != nil:
		return "ended"
	case p.State != "approved":
		return p.State
	case today < p.FromOn:
		return "coming"
	case today > p.UntilOn:
		return "over"
	}
	return "listed"
}

// Mine are the products of one's agency, the newest first.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]Product, error) {
	return d.all(ctx, who.Org)
}

// All are the products of everybody, those that wait first, for the office.
func (d *Desk) All(ctx context.Context) ([]Product, error) { return d.all(ctx, "") }

func (d *Desk) all(ctx context.Context, org string) ([]Product, error) {
	rows, err := list(ctx, d.db, org)
	if err != nil {
		return nil, err
	}
	running, err := agency.Running(ctx, d.db, d.today())
	out := []Product{}
	for i := range rows {
		p := d.show(&rows[i])
		if a, ok := running[p.Org]; ok {
			p.Agency = a.Name
		} else if p.State == "listed" {
			p.State = "unlicensed"
		}
		out = append(out, p)
	}
	return out, err
}

// Directory is what anybody sees on a day.
type Directory struct {
	On    workday.Date `json:"on" doc:"the day is the seed of the order"`
	Items []Product    `json:"items"`
}

// Directory are the products that are listed today, of a kind where one is named, in today's order.
func (d *Desk) Directory(ctx context.Context, kind string) (Directory, error) {
	out := Directory{On: d.today(), Items: []Product{}}
	rows, err := standing(ctx, d.db, out.On, kind)
	if err != nil {
		return out, err
	}
	running, err := agency.Running(ctx, d.db, out.On)
	for i := range rows {
		a, ok := running[rows[i].Org]
		if !ok {
			continue
		}
		p := d.show(&rows[i])
		p.Agency, p.OrderKey = a.Name, OrderKey(out.On, p.ID)
		out.Items = append(out.Items, p)
	}
	slices.SortFunc(out.Items, func(a, b Product) int { return strings.Compare(a.OrderKey, b.OrderKey) })
	return out, err
}

// OrderKey is where a product stands on a day: nobody chooses it, and anybody can compute it.
func OrderKey(on workday.Date, id string) string {
	sum := sha256.Sum256([]byte(on.String() + " " + id))
	return hex.EncodeToString(sum[:])
}
