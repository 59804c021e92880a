package commitment

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/education"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/signing"
	"xinheng/internal/workday"
)

// Wanted is what somebody asks to be shown, and then signs: the same words make the same text.
type Wanted struct {
	Undertaking string `json:"undertaking" maxLength:"64"`
	Org         string `json:"org,omitempty" maxLength:"18" doc:"the body it is made to; see receivers of the offer"`
	Region      string `json:"region,omitempty" maxLength:"6" doc:"division; of the body when empty"`
	Project     string `json:"project,omitempty" maxLength:"100" doc:"name of the project, where there is one"`
}

// Paper is a text as it is read on a page.
type Paper struct {
	Template string       `json:"template"`
	From     workday.Date `json:"template_from"`
	Hash     string       `json:"template_hash"`
	Assumed  bool         `json:"assumed,omitempty" doc:"the official form was not seen"`
	ZH       []Block      `json:"zh"`
	EN       []Block      `json:"en" doc:"a reading copy"`
	Title    law.Text2    `json:"title"`
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

// Offer is everything somebody reads before choosing: who may, what is found already, the notice, the text. Nothing is written
// down by showing it: whoever turns to the ordinary route leaves no trace (F01-7).
type Offer struct {
	Undertaking law.Undertaking `json:"undertaking"`
	Route       Route           `json:"route"`
	Ordinary    law.Text2       `json:"ordinary" doc:"what the other choice is"`
	Proofs      []ProofLine     `json:"proofs"`
	// Courses are offered before signing （六）. None holds anything up unless its row says that it waits.
	Courses     []education.Need `json:"courses"`
	CourseFirst bool             `json:"course_first" doc:"an article demands a course that is not completed: signing waits for it"`
	Receivers   []Receiver       `json:"receivers" doc:"the bodies that take it in"`
	Org         *Body            `json:"org,omitempty"`
	Notice      *Paper           `json:"notice,omitempty"`
	Text        *Paper           `json:"text,omitempty" doc:"absent until the body is chosen"`
	SM3         string           `json:"text_sm3,omitempty" doc:"of the Chinese text: what is confirmed by signing"`
	Ticket      string           `json:"ticket,omitempty" doc:"says when it was shown; given back when signing"`
	UndoMinutes int64            `json:"undo_minutes"`
	Edition     string           `json:"law_edition"`
}

var ordinary = law.Text2{ZH: "选择一般程序：按事项的办事指南提交材料办理。不作任何记录，不影响信用。",
	EN: "The ordinary procedure: hand in the papers of the guide. It is recorded nowhere and does not touch your credit."}

// Offer shows an undertaking to the firm somebody acts for.
func (d *Desk) Offer(ctx context.Context, who access.Actor, w Wanted) (Offer, error) {
	if _, ok := d.law.On(d.today()).Undertaking(w.Undertaking); !ok {
		return Offer{}, errNoUndertaking
	}
	entity, err := firmOf(who)
	if err != nil {
		return Offer{}, err
	}
	f, err := d.draft(ctx, d.db, who, entity, w)
	if err != nil {
		return Offer{}, err
	}
	o := Offer{Undertaking: f.u, Ordinary: ordinary, Proofs: []ProofLine{}, Courses: []education.Need{}, Edition: f.book.Edition}
	if o.Route, err = d.route(ctx, f.u, entity); err != nil {
		return o, err
	}
	for _, p := range f.all() {
		l, err := d.line(ctx, d.db, f.book, entity, p)
		if err != nil {
			return o, err
		}
		o.Proofs = append(o.Proofs, l)
	}
	if o.Receivers, err = d.receivers(ctx, d.db, f.u.Code); err != nil {
		return o, err
	}
	lessons, err := d.lessons(ctx, f.u, entity)
	if err != nil {
		return o, err
	}
	o.Courses, o.CourseFirst = append(o.Courses, lessons.Courses...), lessons.Blocks
	undo, _ := signing.Undo(f.book)
	o.UndoMinutes = int64(undo / time.Minute)
	return o, d.show(&o, f)
}

// show adds the papers, once it is known to whom the word is given.
func (d *Desk) show(o *Offer, f *draft) (err error) {
	if f.u.Notice != "" {
		if o.Notice, err = f.paper(f.u.Notice); err != nil {
			return err
		}
	}
	if f.org.Code == "" && toBody(f.u.Kind) || o.Undertaking.Project.ZH != "" && f.project == "" {
		return nil
	}
	if f.org.Code != "" {
		o.Org = &f.org
	}
	if o.Text, err = f.paper(f.u.Text); err != nil {
		return err
	}
	if o.SM3, err = f.sm3(); err != nil {
		return err
	}
	o.Ticket = d.ticket(f, o.SM3, d.instant())
	return nil
}

// toBody reports whether such a word is given to a body; else it is given to the public.
func toBody(k law.UndertakingKind) bool {
	return k == law.ForApproval || k == law.ForDeferred || k == law.ForProof
}

func (d *Desk) route(ctx context.Context, u law.Undertaking, entity string) (Route, error) {
	if u.Matter == "" || d.Route == nil {
		return Route{Eligible: true, Reasons: []Reason{}, Basis: []Cited{}}, nil
	}
	return d.Route(ctx, entity, u.Matter)
}

// draft puts together what a text is made of.
func (d *Desk) draft(ctx context.Context, db pg.DB, who access.Actor, entity string, w Wanted) (f *draft, err error) {
	today := d.today()
	f = &draft{book: d.law.On(today), project: strings.TrimSpace(w.Project), role: capacity(who), on: today}
	var ok bool
	if f.u, ok = f.book.Undertaking(w.Undertaking); !ok {
		return nil, errNoUndertaking
	}
	if f.u.Project.ZH == "" {
		f.project = ""
	}
	if f.firm, err = registry.Find(ctx, db, entity); err != nil {
		return nil, err
	}
	for _, p := range f.all() {
		if p.Mode == law.Commitment {
			f.proofs = append(f.proofs, p)
		}
	}
	if w.Org == "" || !toBody(f.u.Kind) {
		return f, nil
	}
	if err := d.takes(ctx, db, f.u.Code, w.Org); err != nil {
		return nil, err
	}
	f.org, err = d.body(ctx, db, w.Org)
	return f, err
}

// capacity is the role somebody signs in.
func capacity(who access.Actor) string {
	for _, r := range []string{access.LegalRepresentative, access.Manager} {
		for _, have := range who.Roles {
			if r == have {
				return r
			}
		}
	}
	return access.Manager // an agent reads what the manager will sign
}

// all are the proofs of the undertaking, in its order.
func (f *draft) all() (out []law.Proof) {
	for _, code := range f.u.Proofs {
		if p, ok := f.book.Proof(code); ok {
			out = append(out, p)
		}
	}
	return out
}

func (f *draft) paper(template string) (*Paper, error) {
	p := &Paper{}
	for lang, blocks := range map[paper.Lang]*[]Block{paper.ZH: &p.ZH, paper.EN: &p.EN} {
		x, err := f.fill(template, lang)
		if err != nil {
			return nil, err
		}
		p.Template, p.From, p.Hash, p.Assumed = x.Template.Code, x.Template.From, x.Template.Hash, x.Template.Assumed
		*blocks = blocksOf(x)
		if lang == paper.ZH {
			p.Title.ZH = x.Title
		} else {
			p.Title.EN = x.Title
		}
	}
	return p, nil
}

func blocksOf(x paper.Document) []Block {
	out := make([]Block, 0, len(x.Blocks))
	for _, b := range x.Blocks {
		y := Block{Kind: string(b.Kind), ID: b.ID, Text: b.Text}
		for _, f := range b.Facts {
			y.Facts = append(y.Facts, Pair{f.Label, f.Text})
		}
		if b.Table != nil {
			y.Heads, y.Rows = b.Table.Heads, b.Table.Rows
		}
		out = append(out, y)
	}
	return out
}

// sm3 names the text a signer confirms: the Chinese one.
func (f *draft) sm3() (string, error) {
	x, err := f.text(paper.ZH)
	return signing.SM3(plain(x)), err
}

// ticket says when a text was shown, so that nobody need write it down: it comes back with the signature. It is good for this
// firm, this undertaking and this text.
func (d *Desk) ticket(f *draft, sm3 string, at time.Time) string {
	stamp := strconv.FormatInt(at.UnixMicro(), 10)
	return base64.RawURLEncoding.EncodeToString([]byte(stamp + " " + d.seal.Blind("commitment.shown", stamp+" "+f.firm.ID+" "+f.u.Code+" "+sm3)))
}

// shown reads a ticket; false when it is none, or of another text.
func (d *Desk) shown(f *draft, sm3, ticket string) (at time.Time, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(ticket)
	if err != nil {
		return at, false
	}
	stamp, _, _ := strings.Cut(string(raw), " ")
	n, err := strconv.ParseInt(stamp, 10, 64)
	at = time.UnixMicro(n).UTC()
	return at, err == nil && d.ticket(f, sm3, at) == ticket
}
