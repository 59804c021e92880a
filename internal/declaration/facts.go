package declaration

import (
	"cmp"
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Fact is something that was filed once, offered for filling in a form (F11-3): its values by the fields of a kind, with source and date.
type Fact struct {
	ID     string            `json:"id" doc:"of the record or declaration"`
	Kind   string            `json:"kind"`
	Name   law.Text2         `json:"name"`
	Values map[string]string `json:"values"`
	From   string            `json:"from" enum:"record,declaration"`
	Source string            `json:"source,omitempty" doc:"who reported it; of a declaration empty"`
	On     workday.Date      `json:"on" doc:"decided, or declared"`
	State  State             `json:"state,omitempty" enum:"unverified,verified" doc:"of a declaration"`
}

// Facts are what is known of the firm somebody acts for, whoever filed it; of another firm there is nothing. Kind: of all when empty.
func (d *Desk) Facts(ctx context.Context, who access.Actor, entity, kind string) ([]Fact, error) {
	if own, err := firmOf(who); err != nil || own != entity {
		return nil, errEntity
	}
	return d.facts(ctx, d.db, entity, kind)
}

func (d *Desk) facts(ctx context.Context, db pg.DB, entity, kind string) ([]Fact, error) {
	out := []Fact{}
	book, today := d.law.On(d.today()), d.today()
	records, err := record.Of(ctx, db, entity, time.Time{})
	if err != nil {
		return nil, err
	}
	for _, k := range book.DeclarationKinds() {
		if kind != "" && k.Code != kind {
			continue
		}
		for i := range k.Sources {
			for j := range records {
				if f, ok := factOf(&k, &k.Sources[i], &records[j], today); ok {
					out = append(out, f)
				}
			}
		}
	}
	rows, err := ofEntity(ctx, db, entity)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		x := &rows[i]
		if x.State != Verified && x.State != Unverified || kind != "" && x.Kind != kind || x.State == Verified && x.CountsUntil < today {
			continue
		}
		c, err := d.open(x)
		if err != nil {
			return nil, err
		}
		k, _ := d.law.On(x.KindFrom).DeclarationKind(x.Kind)
		out = append(out, Fact{ID: x.DeclarationID, Kind: x.Kind, Name: k.Name, Values: c.Values, From: "declaration", On: workday.Of(x.SignedAt), State: x.State})
	}
	slices.SortStableFunc(out, func(a, b Fact) int { return cmp.Compare(b.On, a.On) })
	return out, nil
}

// factOf reads a record as the fields of a kind; one that has ended, or lacks its number, is offered nowhere.
func factOf(k *law.DeclarationKind, s *law.DeclarationSource, r *record.Record, on workday.Date) (Fact, bool) {
	if r.Item != s.Item || r.State != record.Effective || r.ValidUntil != 0 && r.ValidUntil < on {
		return Fact{}, false
	}
	f := Fact{ID: r.ID, Kind: k.Code, Name: s.Name, Values: map[string]string{}, From: "record", Source: r.Source, On: r.DecidedOn}
	for _, w := range s.With {
		field, _ := k.Field(w.Field)
		if v, ok := written(field, valueOf(r, w.By)); ok {
			f.Values[w.Field] = v
		}
	}
	return f, f.Values[s.Find] != ""
}
