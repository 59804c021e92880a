package agency

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Finding is a record an agency still held when it should have deleted it, as the agency and the office see it.
type Finding struct {
	ID          string       `json:"id"`
	Org         string       `json:"org"`
	Name        law.Text2    `json:"name"`
	Entity      string       `json:"entity_id"`
	Record      string       `json:"record"`
	By          string       `json:"found_by" enum:"probe,list"`
	AfterWord   bool         `json:"after_word" doc:"found although its deletion had been acknowledged"`
	OpenedAt    time.Time    `json:"opened_at"`
	DueOn       workday.Date `json:"due_on,omitempty"`
	Late        bool         `json:"late"`
	SeenAt      time.Time    `json:"seen_at"`
	Sightings   int32        `json:"sightings"`
	Seen        string       `json:"seen" doc:"kind and size of the answer, or the digest of the list; nothing it says"`
	State       string       `json:"state" enum:"open,closed"`
	Comment     string       `json:"comment,omitempty" doc:"what the agency says to it"`
	CommentedAt *time.Time   `json:"commented_at,omitempty"`
	Document    string       `json:"document,omitempty" doc:"by which the office confirmed it"`
	ConfirmedAt *time.Time   `json:"confirmed_at,omitempty"`
	NamedFrom   workday.Date `json:"named_from,omitempty" doc:"the public page names the agency from that day until it has deleted"`
	ClosedAt    *time.Time   `json:"closed_at,omitempty"`
}

// Findings lists those of all agencies for the office, open ones first.
func (d *Desk) Findings(ctx context.Context) ([]Finding, error) { return d.found(ctx, "") }

// Mine lists those of one's own agency, open ones first.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]Finding, error) {
	org, err := orgOf(who)
	if err != nil {
		return nil, err
	}
	return d.found(ctx, org)
}

func (d *Desk) found(ctx context.Context, org string) ([]Finding, error) {
	rows, err := findings(ctx, d.db, org)
	if err != nil {
		return nil, err
	}
	all, err := inForceAll(ctx, d.db)
	if err != nil {
		return nil, err
	}
	names := map[string]law.Text2{}
	for i := range all {
		names[all[i].Org] = all[i].Name
	}
	out := make([]Finding, len(rows))
	for i := range rows {
		out[i] = rows[i].shown(d.today())
		out[i].Name = names[rows[i].Org]
	}
	return out, nil
}

func (f *finding) shown(today workday.Date) Finding {
	return Finding{ID: f.FindingID, Org: f.Org, Entity: f.EntityID, Record: f.RecordID, By: f.FoundBy, AfterWord: f.AfterWord, OpenedAt: f.OpenedAt,
		DueOn: f.DueOn, Late: f.State == stateOpen && f.late(today), SeenAt: f.SeenAt, Sightings: f.Sightings, Seen: f.Seen, State: f.State,
		Comment: f.Comment, CommentedAt: f.CommentedAt, Document: f.Document, ConfirmedAt: f.ConfirmedAt, NamedFrom: f.namedFrom(today), ClosedAt: f.ClosedAt}
}

// Say puts down what an agency says to an open finding; where it is named, its words stand beside.
func (d *Desk) Say(ctx context.Context, who access.Actor, id, comment string) (Finding, error) {
	org, err := orgOf(who)
	if err != nil {
		return Finding{}, err
	}
	comment = strings.TrimSpace(comment)
	if !said(comment) || utf8.RuneCountInString(comment) > longestComment {
		return Finding{}, errComment
	}
	return d.change(ctx, who, id, org, "agency.commented", func(f *finding, at time.Time) { f.Comment, f.CommentedAt = comment, &at })
}

const longestComment = 300 // characters: room, not law

// Confirm is an officer's word that a finding is right, by a document: what has nobody's word is never made public (G9).
func (d *Desk) Confirm(ctx context.Context, who access.Actor, id, document string) (Finding, error) {
	document = strings.TrimSpace(document)
	if !said(document) || utf8.RuneCountInString(document) > longestDocument {
		return Finding{}, errDocument
	}
	return d.change(ctx, who, id, "", "agency.confirmed", func(f *finding, at time.Time) {
		if f.ConfirmedAt == nil { // a second click finds it done
			f.Document, f.ConfirmedBy, f.ConfirmedAt = document, who.ID, &at
		}
	})
}

const longestDocument = 60

// change changes an open finding; org empty: whoever's.
func (d *Desk) change(ctx context.Context, who access.Actor, id, org, kind string, how func(*finding, time.Time)) (Finding, error) {
	var f finding
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if f, err = openFindingBy(ctx, tx, id, org); err != nil {
			return err
		}
		how(&f, d.instant())
		if err := updateFinding(ctx, tx, &f); err != nil {
			return err
		}
		return d.append(ctx, tx, who.ID, kind, f.FindingID, map[string]string{"org": f.Org})
	})
	return f.shown(d.today()), err
}

var (
	errComment = fault.New(fault.Invalid, "agency.comment", "说明不能为空，不超过 300 字，不含控制字符，也不要写自然人信息；请修改。",
		"Say it in 300 characters at most, without control characters and without naming people; mend it.").At("comment")
	errDocument = fault.New(fault.Invalid, "agency.document", "请填写确认所依据的文书号（不超过 60 字）；没有文书不能公布。", "Give the number of the document it is confirmed by, 60 characters at most; without one nothing is made public.").At("document")
	errFinding  = fault.New(fault.Missing, "agency.unknown_finding", "没有这条未办结的发现，或者不是贵单位的；请刷新列表。", "There is no such open finding, or it is not yours; refresh the list.")
)
