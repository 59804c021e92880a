package caselib

import (
	"context"
	"io"
	"slices"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/attach"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Kinds of objects files are linked to: an activity's materials are everybody's, the documents of its attendance its editors'.
const (
	Object           = "outreach"
	AttendanceObject = "outreach_attendance"
)

// Give adds a file to an activity that is not published yet.
func (d *Desk) Give(ctx context.Context, who access.Actor, id, file string) (Piece, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, p *row) error {
		if p.Form != Outreach {
			return errNotActivity
		}
		if p.PublishedAt != nil {
			return errState
		}
		m, err := d.link(ctx, tx, who, attach.Link{Kind: Object, ID: id}, file)
		if err != nil {
			return err
		}
		found, err := d.look(ctx, tx, p, []said{{"material", m.Name}})
		if err != nil {
			return err
		}
		if len(found) > 0 {
			return errNamed(found)
		}
		return insertMaterial(ctx, tx, id, &m, who.ID, d.instant())
	})
}

func (d *Desk) link(ctx context.Context, tx pg.Tx, who access.Actor, to attach.Link, file string) (Material, error) {
	at, err := d.files.Link(ctx, tx, who, to, file)
	if err != nil {
		return Material{}, err
	}
	sum, err := d.files.Digest(ctx, tx, file)
	return Material{ID: at[0].ID, Name: at[0].Name, Type: at[0].Type, Size: at[0].Size, SHA256: sum}, err
}

// NewAttendance is how many came, as somebody enters it.
type NewAttendance struct {
	On       workday.Date `json:"on"`
	People   int32        `json:"people" minimum:"1" maximum:"1000000"`
	Document string       `json:"document" maxLength:"60" doc:"number of the document that says so"`
	File     string       `json:"file" maxLength:"64" doc:"the document, handed in by POST /v1/attachments"`
	Corrects int32        `json:"corrects,omitempty" minimum:"0" doc:"seq of the entry it stands instead of"`
}

// Attend enters how many came to a published activity, with the document that says so.
func (d *Desk) Attend(ctx context.Context, who access.Actor, id string, in NewAttendance) (Piece, error) {
	in.Document = strings.TrimSpace(in.Document)
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, p *row) error {
		if p.Form != Outreach {
			return errNotActivity
		}
		if p.PublishedAt == nil || p.WithdrawnAt != nil {
			return errState
		}
		there, err := attendance(ctx, tx, id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(there, func(a attended) bool {
			return a.FileID == in.File && a.People == in.People && a.On == in.On && a.Document == in.Document
		}) {
			return nil // a second click
		}
		stands := func(a attended) bool {
			return a.Seq == in.Corrects && !slices.ContainsFunc(there, func(o attended) bool { return o.Corrects == a.Seq })
		}
		if in.Document == "" || in.On < p.FirstOn || in.On > min(p.LastOn, d.today()) || in.Corrects != 0 && !slices.ContainsFunc(there, stands) ||
			slices.ContainsFunc(there, func(a attended) bool { return a.FileID == in.File }) {
			return errAttended
		}
		switch found, err := d.look(ctx, tx, p, []said{{"material", in.Document}}); {
		case err != nil:
			return err
		case len(found) > 0:
			return errAttended
		}
		m, err := d.link(ctx, tx, who, attach.Link{Kind: AttendanceObject, ID: id}, in.File)
		if err != nil {
			return err
		}
		a := attended{Seq: int32(len(there)) + 1, On: in.On, People: in.People, Document: in.Document, FileID: m.ID, SHA256: m.SHA256, Corrects: in.Corrects} //nolint:gosec // bounded by the limit of the query
		if err := attend(ctx, tx, id, &a, who.ID, d.instant()); err != nil {
			return err
		}
		return d.note(ctx, tx, who, "caselib.attended", p)
	})
}

// Viewed counts that the page of an activity was shown, while it is on.
func (d *Desk) Viewed(ctx context.Context, p *Public) error {
	if p.State != "on" {
		return nil
	}
	return view(ctx, d.db, p.ID, d.today())
}

// Open gives what writes a material of a published activity.
func (d *Desk) Open(ctx context.Context, id, file string) (Material, func(io.Writer) error, error) {
	p, err := d.Read(ctx, Outreach, id)
	if err != nil {
		return Material{}, nil, err
	}
	i := slices.IndexFunc(p.Materials, func(m Material) bool { return m.ID == file })
	if i < 0 {
		return Material{}, nil, errUnknown
	}
	_, write, err := d.files.Open(ctx, access.Actor{}, file)
	return p.Materials[i], write, err
}

// MaySee lets everybody open the materials of a published activity, and its editors those of a draft.
func (d *Desk) MaySee(ctx context.Context, db pg.DB, who access.Actor, id string) (bool, error) {
	p, err := find(ctx, db, qOne, id)
	if fault.KindOf(err) == fault.Missing {
		return false, nil
	}
	return err == nil && (p.PublishedAt != nil && p.WithdrawnAt == nil || edits(who, &p)), err
}

// MaySeeAttendance lets editors open the documents of attendance: they may name those who came.
func (d *Desk) MaySeeAttendance(ctx context.Context, db pg.DB, who access.Actor, id string) (bool, error) {
	p, err := find(ctx, db, qOne, id)
	if fault.KindOf(err) == fault.Missing {
		return false, nil
	}
	return err == nil && edits(who, &p), err
}

func edits(who access.Actor, p *row) bool {
	return (who.May(access.ContentDraft) || who.May(access.ContentReview)) && access.InScope(who, p.Org, p.Region)
}
