package declaration

import (
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/signing"
)

// Wanted is what somebody wants to declare: the same words make the same text.
type Wanted struct {
	Kind   string            `json:"kind" maxLength:"64"`
	Org    string            `json:"org" maxLength:"18" doc:"the body that verifies it; see /v1/declarations/verifiers"`
	Values map[string]string `json:"values"`
	Scopes []Scope           `json:"scopes" maxItems:"4" doc:"with whom it may be shared once verified: government, finance, association, public"`
}

// Offer is what is read before signing. Nothing is written down by showing it.
type Offer struct {
	Values      map[string]string `json:"values" doc:"as they are written in the text"`
	ZH          []Block           `json:"zh"`
	EN          []Block           `json:"en" doc:"a reading copy"`
	Title       law.Text2         `json:"title"`
	Assumed     bool              `json:"assumed,omitempty" doc:"the official form was not seen"`
	SM3         string            `json:"text_sm3"`
	Ticket      string            `json:"ticket"`
	UndoMinutes int64             `json:"undo_minutes"`
	Shared      []Line            `json:"shared" doc:"what shared data say of it already"`
	Papers      []Asked           `json:"papers" doc:"proof that is wanted; none of what shared data prove"`
}

// Asked is a proof, and whether it must be handed in.
type Asked struct {
	Code     string    `json:"code"`
	Name     law.Text2 `json:"name"`
	Required bool      `json:"required"`
	Saved    bool      `json:"saved" doc:"shared data say the same: it is not asked for"`
}

// Block is one piece of a text.
type Block struct {
	Kind  string     `json:"kind" enum:"paragraph,heading,facts,table,clause,note,signature"`
	ID    string     `json:"id,omitempty"`
	Text  string     `json:"text,omitempty"`
	Facts []Pair     `json:"facts,omitempty"`
	Heads []string   `json:"heads,omitempty"`
	Rows  [][]string `json:"rows,omitempty"`
}

// Pair is a label and its value.
type Pair struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

func blocksOf(x paper.Document) []Block {
	out := make([]Block, 0, len(x.Blocks))
	for _, b := range x.Blocks {
		y := Block{Kind: string(b.Kind), ID: b.ID, Text: b.Text}
		for _, f := range b.Facts {
			y.Facts = append(y.Facts, Pair(f))
		}
		if b.Table != nil {
			y.Heads, y.Rows = b.Table.Heads, b.Table.Rows
		}
		out = append(out, y)
	}
	return out
}

// Offer shows the text of a declaration, what shared data know already, and which proof is left to hand in. An agent may prepare.
func (d *Desk) Offer(ctx context.Context, who access.Actor, w Wanted) (Offer, error) {
	entity, err := firmOf(who)
	if err != nil {
		return Offer{}, err
	}
	f, err := d.draft(ctx, d.db, who, entity, w)
	if err != nil {
		return Offer{}, err
	}
	o := Offer{Values: f.values, Papers: []Asked{}, Shared: []Line{}}
	zh, err := f.text(paper.ZH)
	if err != nil {
		return o, err
	}
	en, err := f.text(paper.EN)
	if err != nil {
		return o, err
	}
	o.ZH, o.EN, o.Title, o.Assumed = blocksOf(zh), blocksOf(en), law.Text2{ZH: zh.Title, EN: en.Title}, zh.Template.Assumed
	o.SM3 = signing.SM3(plain(zh))
	o.Ticket = d.ticket(f, o.SM3, d.instant())
	undo, _ := signing.Undo(f.book)
	o.UndoMinutes = int64(undo / time.Minute)
	lines, answer, err := d.compared(ctx, d.db, f)
	o.Shared = append(o.Shared, lines...)
	for _, p := range f.kind.Papers {
		saved := answer == Match
		o.Papers = append(o.Papers, Asked{p.Code, p.Name, p.Required && !saved, saved})
	}
	return o, err
}

// draft puts together what a text is made of.
func (d *Desk) draft(ctx context.Context, db pg.DB, who access.Actor, entity string, w Wanted) (f *draft, err error) {
	today := d.today()
	f = &draft{book: d.law.On(today), role: roleOf(who), on: today, scopes: slices.Compact(slices.Sorted(slices.Values(w.Scopes)))}
	var ok bool
	if f.kind, ok = f.book.DeclarationKind(w.Kind); !ok {
		return nil, errKind
	}
	if slices.ContainsFunc(f.scopes, func(s Scope) bool { return !known(s) }) {
		return nil, errScope
	}
	if f.values, err = tidy(&f.kind, w.Values); err != nil {
		return nil, err
	}
	if f.firm, err = registry.Find(ctx, db, entity); err != nil {
		return nil, err
	}
	if w.Org == "" {
		return nil, errNoBody
	}
	if err = d.verifies(ctx, db, f.kind.Code, w.Org); err != nil {
		return nil, err
	}
	f.org, err = d.body(ctx, db, w.Org)
	return f, err
}

func (d *Desk) compared(ctx context.Context, db pg.DB, f *draft) (lines []Line, answer string, err error) {
	if len(f.kind.Sources) == 0 {
		return nil, NoData, nil
	}
	all, err := record.Of(ctx, db, f.firm.ID, time.Time{})
	if err != nil {
		return nil, NoData, err
	}
	lines, answer, _ = Judge(&f.kind, f.values, all, f.on)
	return lines, answer, nil
}
