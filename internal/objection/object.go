package objection

import (
	"context"
	"slices"
	"strconv"
	"time"

	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// object finds what is objected to, and who is answerable for it.
func (d *Desk) object(ctx context.Context, tx pg.Tx, entity string, in *Filing) (rs []record.Record, p parties, err error) {
	g, ok := d.law.On(d.today()).Ground(in.Ground)
	if !ok || !slices.Contains(g.About, string(in.About)) {
		return nil, p, errNoGround
	}
	ids, made, err := d.restsOn(ctx, tx, entity, in)
	if err != nil {
		return nil, p, err
	}
	if rs, err = own(ctx, tx, entity, ids); err != nil {
		return nil, p, err
	}
	if err := d.fits(ctx, tx, entity, in, rs); err != nil {
		return nil, p, err
	}
	if p, err = d.partiesOfAll(ctx, tx, rs, made); err != nil || in.About != AScore {
		return rs, p, err
	}
	return rs, p, d.aboveAuthor(ctx, tx, made, &p)
}

// restsOn are the records that are objected to, and of a check or a score, who made it.
func (d *Desk) restsOn(ctx context.Context, tx pg.Tx, entity string, in *Filing) (ids []string, made *Object, err error) {
	find := map[About]func(context.Context, pg.DB, string, string) (Object, error){ACheck: d.Checked, AScore: d.scored}[in.About]
	if in.About != ACheck && in.About != AScore {
		if in.About == AMeasure {
			if _, ok := d.law.On(d.today()).Measure(in.Ref); !ok {
				return nil, nil, errNoObject
			}
		}
		if len(in.Records) == 0 {
			return nil, nil, errNoRecord
		}
		return in.Records, nil, nil
	}
	if find == nil || in.Ref == "" {
		return nil, nil, errNoObject
	}
	o, err := find(ctx, tx, entity, in.Ref)
	if err != nil {
		return nil, nil, err
	}
	if len(in.Records) == 0 {
		return o.Records, &o, nil
	}
	if slices.ContainsFunc(in.Records, func(id string) bool { return !slices.Contains(o.Records, id) }) {
		return nil, nil, errNoRecord
	}
	return in.Records, &o, nil
}

// scored is an evaluation of an entity with its author: one that was made here by a model somebody answers for, or one that was made
// elsewhere and imported as a record (F10-7, G2).
func (d *Desk) scored(ctx context.Context, db pg.DB, entity, id string) (o Object, err error) {
	if d.Scored != nil {
		if o, ok, err := d.Scored(ctx, db, entity, id); err != nil || ok {
			return o, err
		}
	}
	rs, err := own(ctx, db, entity, []string{id})
	switch {
	case err != nil:
		return o, err
	case rs[0].Class != law.Rating:
		return o, errNoObject
	}
	return Object{Org: rs[0].AuthorityID, Title: rs[0].Title, Records: []string{id}}, nil
}

// own reads records of an entity; one that is not its own does not exist.
func own(ctx context.Context, tx pg.DB, entity string, ids []string) (rs []record.Record, err error) {
	all, err := record.Of(ctx, tx, entity, time.Time{})
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		i := slices.IndexFunc(all, func(r record.Record) bool { return r.ID == id && r.State != record.Unmerged })
		if i < 0 {
			return nil, errNoRecord
		}
		rs = append(rs, all[i])
	}
	return rs, nil
}

// fits refuses what is not of its kind, names a field the record lacks, or is objected to already.
func (d *Desk) fits(ctx context.Context, tx pg.Tx, entity string, in *Filing, rs []record.Record) error {
	for i := range rs {
		if in.About == AListing && rs[i].List == "" {
			return errNotListed
		}
	}
	for code := range in.Claims {
		if !slices.ContainsFunc(rs, func(r record.Record) bool { return d.hasField(&r, code) }) {
			return errNoField
		}
	}
	all, err := d.cases.Of(ctx, tx, entity, Kind)
	for i := range all {
		if all[i].EndedOn != 0 || !slices.Contains(append([]caseflow.State{Draft, Reexamining}, pending...), all[i].State) {
			continue
		}
		c, err := d.cases.Find(ctx, tx, all[i].ID)
		if err != nil {
			return err
		}
		x, err := detailsOf(c)
		if err != nil {
			return err
		}
		same := len(rs) == 0 && in.Ref == x.Ref && in.About == x.About // a score or a check that rests on no record is known by its id
		if same || slices.ContainsFunc(rs, func(r record.Record) bool { return slices.Contains(x.ids(), r.ID) }) {
			return errOpen
		}
	}
	return err
}

// hasField says whether the item of a record has a field, by the catalogue in force when it was decided or now.
func (d *Desk) hasField(r *record.Record, code string) bool {
	for _, on := range []workday.Date{workday.Of(r.SeenAt), d.today()} {
		item, ok := d.law.On(on).Item(r.Item)
		if ok && slices.ContainsFunc(item.Fields, func(f law.Field) bool { return f.Code == code }) {
			return true
		}
	}
	return false
}

// partiesOfAll are those of every record, which must be the same; without a record, the body that answered.
func (d *Desk) partiesOfAll(ctx context.Context, tx pg.Tx, rs []record.Record, made *Object) (p parties, err error) {
	for i := range rs {
		each, err := d.partiesOf(ctx, tx, &rs[i])
		switch {
		case err != nil:
			return p, err
		case i > 0 && each.org != p.org:
			return p, errSeveral
		case i > 0 && each.provider != p.provider:
			return p, errSeveral
		}
		p = each
	}
	if len(rs) > 0 || made == nil {
		return p, nil
	}
	o, _, err := d.body(ctx, tx, made.Org)
	return parties{org: made.Org, region: regionOf(o.Region)}, err
}

// aboveAuthor: a score is reviewed above whoever made it, never by its author (F10-7).
func (d *Desk) aboveAuthor(ctx context.Context, tx pg.Tx, made *Object, p *parties) error {
	o, _, err := d.body(ctx, tx, made.Org)
	switch {
	case err != nil:
		return err
	case o.Parent == "":
		return errNoSuperior
	}
	up, _, err := d.body(ctx, tx, o.Parent)
	*p = parties{org: o.Parent, region: regionOf(up.Region, o.Region)}
	return err
}

func titleOf(x *details) string {
	if len(x.Records) == 0 {
		return "异议：" + x.Ref
	}
	title := "异议：" + x.Records[0].DocumentNo
	if n := len(x.Records); n > 1 {
		title += " 等 " + strconv.Itoa(n) + " 条"
	}
	return title
}
