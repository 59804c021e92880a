package oauth

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/commitment"
	"xinheng/internal/disclosure"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// File is a firm's public file as an app reads it: what the portal shows everybody today.
type File struct {
	Entity  registry.Entity `json:"entity"`
	On      workday.Date    `json:"on"`
	Records []record.Record `json:"records" doc:"public today, newest first; drop what no longer comes"`
	Notice  law.Text2       `json:"notice"`
}

// Promises is what a firm promised in the public column, newest first.
type Promises struct {
	Firm  string              `json:"firm"`
	Items []commitment.Public `json:"items"`
}

var notice = law.Text2{ZH: "仅列出今日仍在公示的记录；没有记录既不说明没有发生，也不构成任何评价。不再公示的，请同步删除。",
	EN: "Only what is public today is listed. No record here does not mean that nothing happened, nor that anything did. Delete what is no longer public."}

// publicFile is the file behind a page of the firm, read by whoever may: a record that is not public today is not in it, nor a person.
func publicFile(ctx context.Context, db pg.DB, firm string, now time.Time) (File, error) {
	today := workday.Of(now)
	f := File{On: today, Notice: notice}
	var err error
	if f.Entity, err = registry.Find(ctx, db, firm); err != nil {
		return f, err
	}
	all, err := record.Of(ctx, db, f.Entity.ID, now)
	if err != nil {
		return f, err
	}
	f.Records = slices.DeleteFunc(all, func(r record.Record) bool { return !r.PublicOn(today) })
	if f.Records == nil {
		f.Records = []record.Record{}
	}
	marks, err := standing.Marks(ctx, db, []string{f.Entity.ID})
	record.Mark(f.Records, marks)
	return f, err
}

// ReadFile gives an app the public file of the firm that agreed, once the reading is on record.
func (d *Desk) ReadFile(ctx context.Context, app access.Actor) (File, error) {
	if err := d.noted(ctx, app, access.AppFile); err != nil {
		return File{}, err
	}
	return publicFile(ctx, d.db, app.Org, d.now())
}

// ReadPromises gives an app the public commitments of the firm that agreed.
func (d *Desk) ReadPromises(ctx context.Context, app access.Actor) (Promises, error) {
	out := Promises{Firm: app.Org, Items: []commitment.Public{}}
	if err := d.noted(ctx, app, access.AppCommitments); err != nil || d.Commitments == nil {
		return out, err
	}
	all, _, err := d.Commitments.Column(ctx, commitment.Sought{Entity: app.Org, Limit: 100})
	out.Items = append(out.Items, all...)
	return out, err
}

// noted keeps one reading. Without it there is no answer.
func (d *Desk) noted(ctx context.Context, app access.Actor, scope string) error {
	id, now := uuid.Must(uuid.NewV7()).String(), d.instant()
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertReading(ctx, tx, app.Org, app.Grant, app.ID[len("app:"):], id, scope, now); err != nil {
			return err
		}
		return d.act(ctx, tx, "oauth.read", app.ID, id, nil)
	})
}

// Seen tells the firm which app read what, for its 谁查了我.
func (d *Desk) Seen(ctx context.Context, entity string, behind disclosure.Mark, limit int) ([]disclosure.Seen, error) {
	rows, err := seenOf(ctx, d.db, entity, behind.At, behind.ID, limit)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].AppID
	}
	apps, err := appsBy(ctx, d.db, ids)
	out := make([]disclosure.Seen, len(rows))
	for i, r := range rows {
		app := apps[r.AppID]
		name := app.terms().Name
		out[i] = disclosure.Seen{ID: r.ReadingID, At: r.At, Kind: disclosure.KindApp, Org: app.Owner, App: &name, Purpose: disclosure.OwnApp, Fields: []string{r.Scope}}
	}
	return out, err
}

// kept is how long after its end it is remembered that a token was: one that comes again then is still known to be stolen.
const kept = 7 * 24 * time.Hour

// Sweep forgets codes and tokens that ended long ago.
func (d *Desk) Sweep(ctx context.Context) (int64, error) {
	n, err := dropExpired(ctx, d.db, d.now().Add(-kept))
	if err != nil {
		return n, err
	}
	embeds, err := dropEmbeds(ctx, d.db, d.now().Add(-kept))
	return n + embeds, err
}
