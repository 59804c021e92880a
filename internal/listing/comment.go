package listing

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Entry is what the public reads of an entry: who decided, on what, for how long, how it ends, what can be done, and what the
// subject says (F14-3, F14-4).
type Entry struct {
	Record    string       `json:"record"`
	Subject   string       `json:"subject" doc:"masked for natural persons"`
	Person    bool         `json:"person" doc:"time-limited, not to be indexed, in no bulk file (F19-3)"`
	List      law.Text2    `json:"list" doc:"its name; of a ban empty"`
	Authority string       `json:"authority"`
	Document  string       `json:"document_no"`
	Basis     string       `json:"basis"`
	DecidedOn workday.Date `json:"decided_on"`
	ServedOn  workday.Date `json:"served_on"`
	Until     workday.Date `json:"until" doc:"last day; it ends by itself"`
	RemovalOn workday.Date `json:"removal_from,omitzero" doc:"from when early removal or repair may be asked for"`
	Removal   law.Text2    `json:"removal" doc:"conditions"`
	Remedies  law.Text2    `json:"remedies"`
	Comment   *Comment     `json:"comment,omitempty"`
}

// Comment is what the subject says to an entry.
type Comment struct {
	ID    string    `json:"id"`
	Text  string    `json:"text"`
	State string    `json:"state" enum:"waiting,shown,withheld"`
	At    time.Time `json:"at"`
}

const maxComment = 1000

func commentSeal(id string) string { return "listing.comment " + id }

// public is an entry that may be shown today, or nothing.
func (d *Desk) public(ctx context.Context, db pg.DB, id string) (record.Record, error) {
	r, err := record.Find(ctx, db, id)
	if err == nil && (r.Item != listItem && r.Item != banItem || r.StatusOn(d.today()) != record.StatusPublic) {
		err = errNoEntry
	}
	return r, err
}

// Public reads an entry as anybody may.
func (d *Desk) Public(ctx context.Context, id string) (Entry, error) {
	r, err := d.public(ctx, d.db, id)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Record: r.ID, Subject: r.Subject, Person: r.Person, Authority: r.Authority, Document: r.DocumentNo, Basis: r.Basis, DecidedOn: r.DecidedOn,
		ServedOn: r.ServedOn, Until: r.PublicUntil, RemovalOn: r.RepairFrom, Removal: banRemoval, Remedies: banRemedies}
	if l, ok := d.law.On(d.today()).List(r.List); ok {
		e.List, e.Removal, e.Remedies = l.Name, l.Removal, l.Remedies
	}
	all, err := d.comments(ctx, d.db, r.EntityID, r.ID)
	for i := range all {
		if all[i].State == "shown" {
			e.Comment = &all[i]
			break
		}
	}
	return e, err
}

var (
	banRemoval  = law.Text2{ZH: "禁入期限届满自动终止；决定机关可以依法提前解除", EN: "It ends by itself with its term; the body that decided may lift it earlier as the law provides"}
	banRemedies = law.Text2{ZH: "行政复议，行政诉讼", EN: "Administrative reconsideration, litigation"}
)

// Shown is what the subject says to an entry, as far as it is public; empty: nothing.
func (d *Desk) Shown(ctx context.Context, entity, id string) (string, error) {
	all, err := d.comments(ctx, d.db, entity, id)
	for _, c := range all {
		if c.State == "shown" {
			return c.Text, nil
		}
	}
	return "", err
}

// comments are what was said to an entry, newest first.
func (d *Desk) comments(ctx context.Context, db pg.DB, entity, id string) (out []Comment, err error) {
	rows, err := commentsOf(ctx, db, entity, id)
	for _, c := range rows {
		text, err := d.seal.Open(commentSeal(c.CommentID), c.Body)
		if err != nil {
			return nil, err
		}
		out = append(out, Comment{c.CommentID, string(text), c.State, c.At})
	}
	return out, err
}

// Say keeps what the firm says to an entry about itself, until somebody has looked for personal data in it.
func (d *Desk) Say(ctx context.Context, who access.Actor, id, text string) (c Comment, err error) {
	text = strings.TrimSpace(text)
	if text == "" || utf8.RuneCountInString(text) > maxComment {
		return c, errText
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		r, err := d.public(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case who.Firm == "" || who.Org != r.EntityID:
			return errNoEntry
		case who.Confirm:
			return errAgent
		}
		c = Comment{ID: uuid.Must(uuid.NewV7()).String(), Text: text, State: "waiting", At: d.instant()}
		row := commentRow{EntityID: r.EntityID, RecordID: r.ID, CommentID: c.ID, Body: d.seal.Seal(commentSeal(c.ID), []byte(text)), At: c.At}
		if err := insertComment(ctx, tx, row, who.ID); err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, c.At, ledger.Act{Kind: "listing.comment", Actor: who.ID, About: r.ID, Public: map[string]string{"comment": c.ID}})
		return err
	})
	return c, err
}

// Comments are what the subject and the body that decided may read: all of them, with how each was settled.
func (d *Desk) Comments(ctx context.Context, who access.Actor, id string) ([]Comment, error) {
	r, err := record.Find(ctx, d.db, id)
	if err != nil {
		return nil, err
	}
	if who.Org == "" || who.Org != r.EntityID && who.Org != r.AuthorityID && who.Org != r.SourceID {
		return nil, errNoEntry
	}
	all, err := d.comments(ctx, d.db, r.EntityID, r.ID)
	return append([]Comment{}, all...), err
}

// Moderate shows a comment, or withholds it because it holds personal data: there is no other reason. A second time changes
// nothing.
func (d *Desk) Moderate(ctx context.Context, who access.Actor, id, comment string, personal bool) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		r, err := record.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		if who.Org == "" || who.Org != r.AuthorityID && who.Org != r.SourceID {
			return errNoEntry
		}
		c, err := lockComment(ctx, tx, r.EntityID, comment)
		if err != nil || c.State != "waiting" {
			return err
		}
		state := "shown"
		if personal {
			state = "withheld"
		}
		if err := moderate(ctx, tx, c, state, who.ID, d.instant()); err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: "listing.comment_" + state, Actor: who.ID, About: r.ID, Public: map[string]string{"comment": c.CommentID}})
		return err
	})
}

var (
	errNoEntry = fault.New(fault.Missing, "listing.no_entry", "没有这个条目，或者已经终止公示；请核对编号。没有查到不等于没有记录。",
		"There is no such entry, or it is no longer public; check its id. No result does not mean no record.")
	errNoComment = fault.New(fault.Missing, "listing.no_comment", "没有这条说明；请刷新后查看。", "There is no such comment; reload and look again.")
	errText      = fault.New(fault.Invalid, "listing.text", "请填写说明（1000 字以内）。", "Write the comment, at most 1,000 characters.").At("text")
	errAgent     = fault.New(fault.Forbidden, "listing.agent", "说明由企业自己作出；请由法定代表人或者经办人提交。", "A comment is the firm's own; let its representative or manager hand it in.")
)
