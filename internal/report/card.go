package report

import (
	"context"
	"slices"
	"strconv"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// cardFields are what a card may show, all of it public; a natural person is on none.
var cardFields = []string{"status", "established", "region", "grade", "permits", "honours", "commitments", "lists", "report"}

// cardStyles are how it may look.
var cardStyles = []string{"plain", "sea", "palm"}

// NewCard is what the owner of a card chooses.
type NewCard struct {
	Fields []string     `json:"fields" minItems:"1" maxItems:"20" doc:"status, established, region, grade, permits, honours, commitments, lists, report"`
	Style  string       `json:"style" enum:"plain,sea,palm"`
	Until  workday.Date `json:"until" doc:"last day"`
}

// Card is a card as its owner sees it (F08-4).
type Card struct {
	ID      string       `json:"id"`
	Fields  []string     `json:"fields"`
	Style   string       `json:"style"`
	Until   workday.Date `json:"until"`
	Views   int64        `json:"views"`
	MadeAt  time.Time    `json:"made_at"`
	EndedAt *time.Time   `json:"ended_at,omitempty"`
	State   string       `json:"state" enum:"live,ended,revoked"`
	Link    string       `json:"link"`
	Image   string       `json:"image" doc:"a picture other sites may show"`
}

// CardFace is what a card shows whoever has its link: read anew each time, so that it never shows what has ended.
type CardFace struct {
	ID    string       `json:"id"`
	Name  string       `json:"name"`
	Code  string       `json:"code"`
	Style string       `json:"style"`
	Lines []CardLine   `json:"lines"`
	Until workday.Date `json:"until"`
	AsOf  time.Time    `json:"as_of"`
}

// CardLine is one line: which it is, and what stands in it. What is a number or a word of the interface is said by the page.
type CardLine struct {
	Field string    `json:"field"`
	Text  law.Text2 `json:"text,omitzero"`
	N     int64     `json:"n,omitempty"`
	Value string    `json:"value,omitempty"`
}

// keptCard is a card as it is kept.
type keptCard struct {
	EntityID string
	CardID   string
	Fields   []string
	Style    string
	UntilOn  workday.Date
	Views    int64
	MadeAt   time.Time
	MadeBy   string
	EndedAt  *time.Time
}

func (k *keptCard) on(today workday.Date) string {
	switch {
	case k.EndedAt != nil:
		return "revoked"
	case today > k.UntilOn:
		return "ended"
	}
	return "live"
}

func (d *Desk) cardView(k *keptCard) Card {
	at := d.Base + "/cards/" + k.CardID
	return Card{ID: k.CardID, Fields: k.Fields, Style: k.Style, Until: k.UntilOn, Views: k.Views, MadeAt: k.MadeAt, EndedAt: k.EndedAt, State: k.on(d.today()), Link: at, Image: at + "/card.svg"}
}

// firmOf is the market entity somebody acts for; a natural person has no card and watches nobody.
func firmOf(who access.Actor) (string, error) {
	if who.Firm == "" || who.Org == "" || who.Itself {
		return "", errNoFirm
	}
	return who.Org, nil
}

// MakeCard makes a card with a link nobody can guess.
func (d *Desk) MakeCard(ctx context.Context, who access.Actor, n NewCard) (Card, error) {
	id, err := firmOf(who)
	if err != nil {
		return Card{}, err
	}
	months, err := d.limit("card.longest", law.Months)
	if err != nil {
		return Card{}, err
	}
	n.Fields = slices.Compact(slices.Sorted(slices.Values(n.Fields)))
	switch {
	case len(n.Fields) == 0 || slices.ContainsFunc(n.Fields, func(f string) bool { return !slices.Contains(cardFields, f) }) || !slices.Contains(cardStyles, n.Style):
		return Card{}, errCardFields
	case n.Until < d.today() || n.Until > d.today().AddMonths(int(months)):
		return Card{}, errCardUntil
	}
	k := keptCard{EntityID: id, CardID: random(20), Fields: n.Fields, Style: n.Style, UntilOn: n.Until, MadeAt: d.instant(), MadeBy: who.ID}
	return d.cardView(&k), d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertCard(ctx, tx, &k); err != nil {
			return err
		}
		return d.act(ctx, tx, who.ID, "card.made", id, map[string]string{"until": n.Until.String()})
	})
}

// Cards lists those of whom one acts for, newest first.
func (d *Desk) Cards(ctx context.Context, who access.Actor) ([]Card, error) {
	id, err := firmOf(who)
	if err != nil {
		return nil, err
	}
	rows, err := cardsOf(ctx, d.db, id)
	out := make([]Card, 0, len(rows))
	for i := range rows {
		out = append(out, d.cardView(&rows[i]))
	}
	return out, err
}

// RevokeCard ends a link at once: whoever opens it is told that it is gone.
func (d *Desk) RevokeCard(ctx context.Context, who access.Actor, card string) (Card, error) {
	id, err := firmOf(who)
	if err != nil {
		return Card{}, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		done, err := endCard(ctx, tx, id, card, d.instant())
		switch {
		case err != nil:
			return err
		case !done:
			return errNoCard
		}
		return d.act(ctx, tx, who.ID, "card.revoked", id, nil)
	})
	if err != nil {
		return Card{}, err
	}
	k, err := cardByID(ctx, d.db, card)
	return d.cardView(&k), err
}

// Face is what a card shows, and counts that it was looked at.
func (d *Desk) Face(ctx context.Context, card string) (CardFace, error) {
	k, err := cardByID(ctx, d.db, card)
	switch {
	case err != nil:
		return CardFace{}, err
	case k.on(d.today()) != "live":
		return CardFace{}, errCardGone
	}
	e, err := d.entity(ctx, k.EntityID)
	if err != nil {
		return CardFace{}, err
	}
	r, err := d.read(ctx, d.db, e)
	if err != nil {
		return CardFace{}, err
	}
	c := publicContent(r, d.book(), d.today())
	f := CardFace{ID: card, Name: e.Name, Code: e.ID, Style: k.Style, Until: k.UntilOn, AsOf: d.instant(), Lines: []CardLine{}}
	for _, field := range cardFields {
		if slices.Contains(k.Fields, field) {
			if l, ok := lineOf(field, &c, d.today()); ok {
				f.Lines = append(f.Lines, l)
			}
		}
	}
	return f, countView(ctx, d.db, k.EntityID, card)
}

// lineOf is one line of a card; false when there is nothing to say, which is not said to be bad (G11). Pure.
func lineOf(field string, c *Content, today workday.Date) (CardLine, bool) {
	l := CardLine{Field: field}
	count := func(chapter string, which func(*Entry) bool) int64 {
		n := int64(0)
		for _, ch := range c.Chapters {
			for i := range ch.Entries {
				if ch.Code == chapter && which(&ch.Entries[i]) {
					n++
				}
			}
		}
		return n
	}
	inForce := func(e *Entry) bool { return !e.Adverse && (e.ValidUntil == 0 || e.ValidUntil >= today) }
	switch field {
	case "status":
		l.Value = c.Subject.Status
	case "established":
		l.Value = c.Subject.EstablishedOn.String()
	case "region":
		l.Text = c.Subject.RegionName
	case "grade":
		if c.Grade != nil {
			l.Text, l.Value = c.Grade.Name, c.Grade.Grade
		}
	case "permits":
		l.N = count("management", inForce)
	case "honours":
		l.N = count("honour", inForce)
	case "commitments":
		l.N = count("commitment", inForce)
	case "lists":
		l.N = count("serious_list", func(e *Entry) bool { return e.Adverse })
		l.Value = strconv.FormatInt(l.N, 10)
	case "report":
		l.Value = c.Subject.ID
	}
	return l, l.Value != "" || l.N > 0 || l.Text != (law.Text2{})
}

var (
	errNoFirm     = fault.New(fault.Invalid, "report.no_firm", "请先选择代表哪家企业办理。", "Choose the firm you act for first.")
	errCardFields = fault.New(fault.Invalid, "report.card_fields", "请从所列内容中至少选择一项，并选择样式。", "Choose at least one of the fields listed, and a style.").At("fields")
	errCardUntil  = fault.New(fault.Invalid, "report.card_until", "有效期有误：不得早于今日，也不得超过规定的最长期限；请修改日期。", "The last day is before today or later than a card may last; change it.").At("until")
	errNoCard     = fault.New(fault.Missing, "report.no_card", "没有这张名片，或者已经撤回；请在列表中核对。", "There is no such card, or it was revoked already; look in the list.")
	errCardGone   = fault.New(fault.Gone, "report.card_gone", "这张信用名片已到期或已被撤回；请向企业索取新的链接，或直接查询该企业的公示信息。",
		"This credit card has run out or was revoked; ask the firm for a new link, or look the firm up.")
)
