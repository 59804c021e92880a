package commitment

import (
	"context"
	"slices"
	"strings"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Found is what shared data says in place of a proof: "已由××提供", with the date (F02-3).
type Found struct {
	From     string       `json:"from" enum:"registry,record,attachment"`
	By       law.Text2    `json:"by" doc:"who provided it"`
	Name     string       `json:"name,omitempty" doc:"of the body or paper, as recorded"`
	On       workday.Date `json:"on" doc:"when it was provided"`
	Ref      string       `json:"ref,omitempty" doc:"id of the record"`
	Sentence law.Text2    `json:"sentence"`
}

// ProofLine is one proof of an undertaking: what becomes of it for this subject. Shared data first, commitment second, paper last.
type ProofLine struct {
	Code   string      `json:"code"`
	Name   law.Text2   `json:"name"`
	Issuer law.Text2   `json:"issuer"`
	Way    string      `json:"way" enum:"shared,commitment,paper,none" doc:"shared: found, nobody is asked; commitment: promised; paper: on a ground of exclusion; none: abolished"`
	Found  *Found      `json:"found,omitempty"`
	Why    []law.Text2 `json:"why,omitempty" doc:"grounds of exclusion"`
}

// line says what becomes of a proof for an entity.
func (d *Desk) line(ctx context.Context, db pg.DB, book *law.Book, entity string, p law.Proof) (ProofLine, error) {
	l := ProofLine{Code: p.Code, Name: p.Name, Issuer: p.Issuer, Way: "commitment"}
	if p.Mode == law.Abolished {
		l.Way = "none"
		return l, nil
	}
	found, err := d.look(ctx, db, entity, p)
	switch {
	case err != nil:
		return l, err
	case found != nil:
		l.Way, l.Found = "shared", found
	case p.Mode == law.Ordinary:
		l.Way = "paper"
		for _, code := range p.Grounds {
			if g, ok := book.Exclusion(code); ok {
				l.Why = append(l.Why, g.Name)
			}
		}
	}
	return l, nil
}

// look asks the places a proof names, in their order; the first that knows answers.
func (d *Desk) look(ctx context.Context, db pg.DB, entity string, p law.Proof) (*Found, error) {
	for _, s := range p.Shared {
		find := map[string]func(context.Context, pg.DB, string, law.Share) (*Found, error){"registry": d.registered, "record": d.recorded, "attachment": d.handedIn}[s.From]
		found, err := find(ctx, db, entity, s)
		if err != nil || found != nil {
			return found, err
		}
	}
	return nil, nil
}

// registered: the register of entities has the firm, alive, as the registration authority told.
func (d *Desk) registered(ctx context.Context, db pg.DB, entity string, s law.Share) (*Found, error) {
	e, err := registry.Find(ctx, db, entity)
	if err != nil || e.Status != "registered" || e.SeenAt.IsZero() {
		return nil, err
	}
	return told(Found{From: s.From, By: s.By, On: workday.Of(e.SeenAt)}), nil
}

// recorded: a record of the item that counts today and has not run out.
func (d *Desk) recorded(ctx context.Context, db pg.DB, entity string, s law.Share) (*Found, error) {
	all, err := record.Of(ctx, db, entity, time.Time{})
	if err != nil {
		return nil, err
	}
	today := d.today()
	var best *record.Record
	for i := range all {
		r := &all[i]
		if r.Item != s.Item || r.State != record.Effective || r.ValidUntil != 0 && r.ValidUntil < today || !says(r.Title, s.Says) {
			continue
		}
		if best == nil || best.DecidedOn < r.DecidedOn {
			best = r
		}
	}
	if best == nil {
		return nil, nil
	}
	return told(Found{From: s.From, By: s.By, Name: best.Authority, On: best.DecidedOn, Ref: best.ID}), nil
}

// handedIn: a paper of that kind the firm handed in before, still held.
func (d *Desk) handedIn(ctx context.Context, db pg.DB, entity string, s law.Share) (*Found, error) {
	if d.Attach == nil {
		return nil, nil
	}
	a, ok, err := d.Attach.Latest(ctx, db, entity, s.Item)
	if err != nil || !ok {
		return nil, err
	}
	return told(Found{From: s.From, By: s.By, On: workday.Of(a.UploadedAt)}), nil
}

func says(title string, words []string) bool {
	return len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return strings.Contains(title, w) })
}

func told(f Found) *Found {
	zh, en := f.By.ZH, f.By.EN
	if f.Name != "" {
		zh, en = f.Name, f.Name
	}
	f.Sentence = law.Text2{ZH: "已由" + zh + "提供（" + f.On.String() + "），无需提交。", EN: "Provided by " + en + " on " + f.On.String() + "; nothing to hand in."}
	return &f
}
