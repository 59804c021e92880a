package scene

import (
	"context"
	"encoding/json"

	"xinheng/internal/access"
	"xinheng/internal/law"
)

func (r *row) state() string {
	switch {
	case r.WithdrawnAt != nil:
		return Withdrawn
	case r.ConfirmedAt != nil:
		return Published
	}
	return Entered
}

func (d *Desk) show(r *row) (Scene, error) {
	s := Scene{ID: r.SceneID, State: r.state(), Body: r.Body, ConfirmedBy: r.ConfirmedBody, At: r.At, ConfirmedAt: r.ConfirmedAt, WithdrawnAt: r.WithdrawnAt, Why: r.WithdrawnWhy}
	if err := json.Unmarshal(r.Content, &s.Draft); err != nil {
		return s, err
	}
	book := d.law.On(d.today())
	for _, a := range book.PolicyArticles() {
		if a.Code == s.Article {
			s.ArticleText, s.ArticleName = a.Article, a.Name
		}
	}
	s.Place = law.Text2{ZH: s.Region, EN: s.Region}
	if p, ok := book.Region((s.Region + "000000")[:max(6, len(s.Region))]); ok {
		s.Place = p.Name
	}
	return s, nil
}

func (d *Desk) shown(rows []row, err error) ([]Scene, error) {
	out := make([]Scene, 0, len(rows))
	for i := range rows {
		s, err := d.show(&rows[i])
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, err
}

func (d *Desk) one(ctx context.Context, who access.Actor, id string) (Scene, error) {
	r, err := find(ctx, d.db, qOne, id)
	if err != nil {
		return Scene{}, err
	}
	s, err := d.show(&r)
	s.Mine, s.Own = access.InScope(who, "", r.Region), r.Actor == who.ID
	return s, err
}

// Public are the scenes that were confirmed, the newest first; those withdrawn since stay, and say why.
func (d *Desk) Public(ctx context.Context) ([]Scene, error) { return d.shown(confirmed(ctx, d.db)) }

// List are those within one's reach, those that wait too.
func (d *Desk) List(ctx context.Context, who access.Actor) ([]Scene, error) {
	rows, err := everyone(ctx, d.db)
	out := []Scene{}
	for i := range rows {
		if !access.InScope(who, "", rows[i].Region) {
			continue
		}
		s, err := d.show(&rows[i])
		if err != nil {
			return nil, err
		}
		s.Mine, s.Own = true, rows[i].Actor == who.ID
		out = append(out, s)
	}
	return out, err
}
