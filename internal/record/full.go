package record

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// full is a look at more of an entity's records than the public is shown. Nobody but the entity itself takes one without
// its being recorded first: see answer.
type full struct {
	d       *Desk
	subject string
	asked   disclosure.Asked
	viewer  disclosure.Viewer
	shown   []string // codes of what is not public and about to be shown
}

// lookAt gives the full look a request asks for, or nil when it asks for what is public. What lies outside a reader's
// region is not there (S10).
func (d *Desk) lookAt(ctx context.Context, asked disclosure.Asked, subject string) (*full, error) {
	who, _ := access.From(ctx)
	self := isItself(who, subject)
	switch {
	case !self && !asked.NonPublic():
		return nil, nil
	case !self && !reads(who) && asked.Glass == "":
		return nil, errNoReach
	}
	if err := d.within(ctx, who, subject); err != nil {
		return nil, err
	}
	r := asked.Reading("", nil)
	return &full{d: d, subject: subject, asked: asked,
		viewer: disclosure.Viewer{Actor: who, Purpose: r.Purpose, Glass: r.Glass != "", Own: self}}, nil
}

// within refuses a reader whose post has a region for subjects outside it: they are not there. Other posts reach the
// subject of their case wherever it is.
func (d *Desk) within(ctx context.Context, who access.Actor, subject string) error {
	if len(who.Regions) == 0 {
		return nil
	}
	e, err := registry.Find(ctx, d.db, subject)
	if err == nil && !access.InScope(who, "", e.Region) {
		err = errNobody
	}
	return err
}

// isItself says whether somebody acts for the very firm; it needs no purpose to see its own file.
func isItself(who access.Actor, subject string) bool {
	return who.Firm != "" && who.Org == subject && who.May(access.ViewOwn)
}

func reads(who access.Actor) bool { return who.May(access.SubjectRead) || who.May(access.ScopeRead) }

// reported says whether a record is the reader's own body's: for it the scope read is enough.
func reported(who access.Actor, r *Record) bool {
	return who.May(access.ScopeRead) && who.Org != "" && who.Org == r.SourceID
}

// everything says whether the look reaches all of the subject's records, whoever reported them.
func (f *full) everything() bool {
	return f.viewer.Own || f.viewer.Glass || f.viewer.Actor.May(access.SubjectRead)
}

func (f *full) reaches(r *Record) bool { return f.everything() || reported(f.viewer.Actor, r) }

// add puts what the reader may see of a record's sealed values into it (F24-7), and notes what that is.
func (f *full) add(k *kept) (Record, error) {
	r := k.Record
	if len(k.Sealed) == 0 {
		return r, nil
	}
	plain, err := f.d.seal.Open(sealContext(r.EntityID, r.ID), k.Sealed)
	if err != nil {
		return r, err
	}
	item, _ := f.d.law.On(workday.Of(r.SeenAt)).Item(r.Item)
	values := members(plain)
	r.Content = maps.Clone(r.Content)
	for _, field := range item.Fields {
		value, ok := values[field.Code]
		if !ok {
			continue
		}
		text, ok := f.viewer.Sees(field, r.Person).Show(field, value)
		switch {
		case !ok:
			delete(r.Content, field.Code)
			continue
		case text != r.Content[field.Code]:
			f.shown = append(f.shown, r.Item+"."+field.Code)
		}
		r.Content[field.Code] = text
		if field.Role == "subject_name" {
			r.Subject = text
		}
	}
	return r, nil
}

// mostFields is how many fields a reading names one by one; of more it names the items.
const mostFields = 100

// answer records the reading and returns when it is on disk: only then may what add gave be shown (S6). What was asked for
// counts as read even where there was nothing, for that is an answer too.
func (f *full) answer(ctx context.Context, items ...string) error {
	if f.viewer.Own {
		return nil
	}
	fields := slices.Concat(items, f.shown)
	if len(fields) == 0 && !f.everything() {
		return nil // of other bodies' records it sees what everybody sees
	}
	if len(fields) == 0 {
		fields = []string{"record"}
	}
	slices.Sort(fields)
	if fields = slices.Compact(fields); len(fields) > mostFields {
		for i := range fields {
			fields[i], _, _ = strings.Cut(fields[i], ".")
		}
		fields = slices.Compact(fields)
	}
	if f.d.Disclosure == nil {
		return errNoLog
	}
	return f.d.Disclosure.Read(ctx, f.viewer.Actor, f.asked.Reading(f.subject, fields))
}

// of gives what the reader sees of the subject's records as they were known at an instant, once it is recorded that it does.
func (f *full) of(ctx context.Context, asOf time.Time, item string, public func(*Record) bool) (all []Record, err error) {
	rows, err := keptOf(ctx, f.d.db, f.subject, asOf)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b kept) int { return cmp.Or(cmp.Compare(b.DecidedOn, a.DecidedOn), cmp.Compare(b.ID, a.ID)) })
	for i := range rows {
		r, open := rows[i].Record, public(&rows[i].Record)
		switch {
		case item != "" && r.Item != item:
			continue
		case f.reaches(&r):
			if r, err = f.add(&rows[i]); err != nil {
				return nil, err
			}
			if !open {
				f.shown = append(f.shown, r.Item)
			}
		case !open:
			continue
		}
		all = append(all, r)
	}
	if item != "" && f.everything() {
		return all, f.answer(ctx, item)
	}
	return all, f.answer(ctx)
}

// one gives a record in full, once it is recorded that it does.
func (f *full) one(ctx context.Context, id string) (Record, error) {
	k, err := stored(ctx, f.d.db, f.subject, id)
	if err != nil {
		return Record{}, err
	}
	r, err := f.add(&k)
	if err != nil {
		return Record{}, err
	}
	return r, f.answer(ctx, r.Item)
}

// unasked is the answer to a request for a record that is not public, when the request does not say why: whoever could read
// it is told to say so, for everybody else it is not there.
func (d *Desk) unasked(ctx context.Context, r *Record) error {
	who, _ := access.From(ctx)
	if !who.May(access.SubjectRead) && !reported(who, r) {
		return errUnknown
	}
	if err := d.within(ctx, who, r.EntityID); err != nil {
		return hideNobody(err)
	}
	return disclosure.ErrNoPurpose
}

var (
	errNoReach = fault.New(fault.Forbidden, "record.no_reach", "现在的身份不能查看非公开信息；请切换到有此权限的岗位，或去掉 X-Purpose、X-Case 只看公示信息。",
		"Whoever asks may not read data that is not public; act from a post that may, or leave out X-Purpose and X-Case to see what is public.")
	errNoLog = fault.New(fault.Unavailable, "record.no_log", "查阅留痕未启用，因此不提供非公开信息；请联系运行单位。",
		"Readings cannot be recorded here, so nothing that is not public is shown; ask whoever runs the platform.")
)
