package partner

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/page"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/report"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Desk is where a firm watches and checks its counterparties.
type Desk struct {
	db      *pg.Pool
	reports *report.Desk
	law     *law.Library
	now     func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, reports *report.Desk, now func() time.Time) *Desk {
	return &Desk{db: db, reports: reports, law: lib, now: now}
}

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

const (
	mostWatched = 1000 // of one firm: room, not law
	mostLines   = 500  // of one import
	longestNote = 100  // characters
)

// firmOf is the firm somebody acts for; natural persons watch nobody.
func firmOf(who access.Actor) (string, error) {
	if who.Firm == "" || who.Org == "" || who.Itself {
		return "", errNoFirm
	}
	return who.Org, nil
}

// Partner is a counterparty as the firm that watches it sees it.
type Partner struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Status    string       `json:"status"`
	Note      string       `json:"note,omitempty"`
	Since     workday.Date `json:"since"`
	Adverse   int          `json:"adverse" doc:"public adverse records that stand today; none is not a judgement"`
	Listed    int          `json:"listed" doc:"of those, entries on lists of seriously dishonest subjects"`
	Unread    int64        `json:"unread" doc:"alerts that were not read"`
	CheckedAt *time.Time   `json:"checked_at,omitempty" doc:"when the firm last checked it"`
}

// Line is one line of an import.
type Line struct {
	Code string `json:"code" maxLength:"40"`
	Note string `json:"note,omitempty" maxLength:"100"`
}

// Imported is what became of a line.
type Imported struct {
	Line    int    `json:"line" doc:"from 1"`
	ID      string `json:"id,omitempty"`
	Outcome string `json:"outcome" enum:"added,there,unknown,wrong,itself,person,full"`
}

// Import adds counterparties by their codes. What cannot be read is said line by line; the rest is added. The same again changes nothing.
func (d *Desk) Import(ctx context.Context, who access.Actor, lines []Line) ([]Imported, error) {
	owner, err := firmOf(who)
	switch {
	case err != nil:
		return nil, err
	case len(lines) == 0 || len(lines) > mostLines:
		return nil, errLines
	}
	out, ids := make([]Imported, len(lines)), []string{}
	for i, l := range lines {
		out[i].Line = i + 1
		code, _, err := ident.ParseUSCC(strings.TrimSpace(l.Code))
		switch {
		case err != nil || !oneLine(l.Note):
			out[i].Outcome = "wrong"
		case string(code) == owner:
			out[i].Outcome = "itself"
		default:
			out[i].ID = string(code)
			ids = append(ids, string(code))
		}
	}
	known, err := registry.FindMany(ctx, d.db, ids)
	if err != nil {
		return nil, err
	}
	return out, d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return d.add(ctx, tx, who, owner, lines, known, out) })
}

func (d *Desk) add(ctx context.Context, tx pg.Tx, who access.Actor, owner string, lines []Line, known map[string]registry.Entity, out []Imported) error {
	n, err := countWatched(ctx, tx, owner)
	if err != nil {
		return err
	}
	added := 0
	for i := range out {
		e, there := known[out[i].ID]
		switch {
		case out[i].Outcome != "":
			continue
		case !there:
			out[i].Outcome = "unknown"
			continue
		case e.Kind == registry.Person:
			out[i].Outcome = "person"
			continue
		case n+int64(added) >= mostWatched:
			out[i].Outcome = "full"
			continue
		}
		isNew, err := insertWatched(ctx, tx, e.ID, owner, strings.TrimSpace(lines[i].Note), who.ID, d.instant())
		if err != nil {
			return err
		}
		if out[i].Outcome = "there"; isNew {
			out[i].Outcome = "added"
			added++
		}
	}
	if added == 0 {
		return nil
	}
	_, err = ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: "partner.watched", Actor: who.ID, About: owner})
	return err
}

func oneLine(s string) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= longestNote && !strings.ContainsFunc(s, unicode.IsControl)
}

// List shows the counterparties of the firm one acts for, with what stands in public today.
func (d *Desk) List(ctx context.Context, who access.Actor) ([]Partner, error) {
	owner, err := firmOf(who)
	if err != nil {
		return nil, err
	}
	rows, err := watchedBy(ctx, d.db, owner)
	if err != nil || len(rows) == 0 {
		return []Partner{}, err
	}
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].EntityID
	}
	names, err := registry.FindMany(ctx, d.db, ids)
	if err != nil {
		return nil, err
	}
	facts, err := standing.OfMany(ctx, d.db, ids)
	if err != nil {
		return nil, err
	}
	today := workday.Of(d.now())
	out := make([]Partner, len(rows))
	for i, r := range rows {
		e := names[r.EntityID]
		out[i] = Partner{ID: r.EntityID, Name: e.Name, Status: e.Status, Note: r.Note, Since: workday.Of(r.Since), Unread: r.Unread, CheckedAt: r.CheckedAt}
		out[i].Adverse, out[i].Listed = d.counted(facts[r.EntityID], today)
	}
	return out, nil
}

// counted are the adverse facts that stand today and that anybody may see.
func (d *Desk) counted(facts []standing.Fact, today workday.Date) (adverse, listed int) {
	book := d.law.On(today)
	for _, f := range facts {
		it, _ := book.Item(f.Item)
		if stands, _ := f.StandsOn(today); !stands || !f.Adverse || it.Publicity != law.Public {
			continue
		}
		if adverse++; f.Kind == standing.OnList {
			listed++
		}
	}
	return adverse, listed
}

// Drop stops watching. Its alerts stay read or unread; there are no new ones.
func (d *Desk) Drop(ctx context.Context, who access.Actor, id string) error {
	owner, err := firmOf(who)
	if err != nil {
		return err
	}
	done, err := endWatched(ctx, d.db, id, owner, d.instant())
	if err == nil && !done {
		err = errNotWatched
	}
	return err
}

// Checked is one line of the log of checks.
type Checked struct {
	ID      string    `json:"id"`
	Partner string    `json:"partner"`
	Name    string    `json:"name"`
	Purpose string    `json:"purpose"`
	Number  string    `json:"number" doc:"of the public report it looked at: it can be verified for as long as it holds"`
	At      time.Time `json:"at"`
}

// Check looks at a counterparty: its public report of the moment, and a line in the log that shows the firm did look.
func (d *Desk) Check(ctx context.Context, who access.Actor, id, purpose string) (Checked, error) {
	owner, err := firmOf(who)
	switch {
	case err != nil:
		return Checked{}, err
	case strings.TrimSpace(purpose) == "" || !oneLine(purpose):
		return Checked{}, errPurpose
	}
	watching, err := isWatched(ctx, d.db, id, owner)
	switch {
	case err != nil:
		return Checked{}, err
	case !watching:
		return Checked{}, errNotWatched
	}
	r, err := d.reports.Issue(ctx, id)
	if err != nil {
		return Checked{}, err
	}
	c := Checked{ID: uuid.Must(uuid.NewV7()).String(), Partner: id, Purpose: strings.TrimSpace(purpose), Number: r.Number, At: d.instant()}
	if e, err := registry.Find(ctx, d.db, id); err == nil {
		c.Name = e.Name
	}
	return c, d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertChecked(ctx, tx, &c, owner, who.ID); err != nil {
			return err
		}
		_, err := ledger.Append(ctx, tx, c.At, ledger.Act{Kind: "partner.checked", Actor: who.ID, About: c.ID, Public: map[string]string{"report": c.Number}})
		return err
	})
}

// Checks lists the log of the firm one acts for, newest first.
func (d *Desk) Checks(ctx context.Context, who access.Actor) ([]Checked, error) {
	owner, err := firmOf(who)
	if err != nil {
		return nil, err
	}
	all, err := checksBy(ctx, d.db, owner)
	if err != nil {
		return nil, err
	}
	return named(ctx, d.db, all, func(c *Checked) (string, *string) { return c.Partner, &c.Name })
}

// Alert says that something changed in public about a counterparty. What a record says is read where it is public, and no copy is kept.
type Alert struct {
	Partner string     `json:"partner"`
	Name    string     `json:"name"`
	Record  string     `json:"record"`
	Version int32      `json:"version"`
	Kind    string     `json:"kind" enum:"new,repaired,removed,withdrawn,corrected"`
	Item    string     `json:"item"`
	What    law.Text2  `json:"item_name"`
	Adverse bool       `json:"adverse"`
	At      time.Time  `json:"at"`
	ReadAt  *time.Time `json:"read_at,omitempty"`
}

// Alerts lists those of the firm one acts for, newest first.
func (d *Desk) Alerts(ctx context.Context, who access.Actor) ([]Alert, error) {
	owner, err := firmOf(who)
	if err != nil {
		return nil, err
	}
	all, err := alertsOf(ctx, d.db, owner)
	if err != nil {
		return nil, err
	}
	book := d.law.On(workday.Of(d.now()))
	for i := range all {
		if it, ok := book.Item(all[i].Item); ok {
			all[i].What = it.Name
		}
	}
	return named(ctx, d.db, all, func(a *Alert) (string, *string) { return a.Partner, &a.Name })
}

// named fills in the names of counterparties.
func named[T any](ctx context.Context, db pg.DB, all []T, place func(*T) (id string, name *string)) ([]T, error) {
	ids := make([]string, len(all))
	for i := range all {
		ids[i], _ = place(&all[i])
	}
	known, err := registry.FindMany(ctx, db, ids)
	for i := range all {
		id, name := place(&all[i])
		*name = known[id].Name
	}
	return all, err
}

// Read marks every alert of the firm up to an instant as read.
func (d *Desk) Read(ctx context.Context, who access.Actor, until time.Time) error {
	owner, err := firmOf(who)
	if err != nil {
		return err
	}
	return readAlerts(ctx, d.db, owner, until, d.instant())
}

// Changed gives alerts to whoever watches the subject of a record that changed in public, in the transaction of the change.
func (d *Desk) Changed(ctx context.Context, tx pg.Tx, e record.Changed) error {
	var a arising
	for i := range e.Records {
		r := &e.Records[i]
		if kind := kindOf(r); kind != "" {
			a.add(r, kind)
		}
	}
	if len(a.entities) == 0 {
		return nil
	}
	return insertAlerts(ctx, tx, &a, d.instant())
}

// kindOf says what a version of a record is to whoever watches; empty: nothing that is public.
func kindOf(r *record.Record) string {
	switch {
	case r.Person || r.Publicity != law.Public || r.PublicFrom == 0:
		return ""
	case r.State == record.Repaired:
		return "repaired"
	case r.State == record.Removed:
		return "removed"
	case r.State != record.Effective:
		return "withdrawn"
	case r.Version > 1:
		return "corrected"
	}
	return "new"
}

// Usage is how much the watching is used, all firms together: nobody in particular.
type Usage struct {
	Firms    int64   `json:"firms" doc:"that watch"`
	Partners int64   `json:"partners" doc:"watched, each firm counted"`
	Months   []Month `json:"months" doc:"the last twelve"`
}

// Month counts one.
type Month struct {
	Month  string `json:"month"`
	Checks int64  `json:"checks"`
	Firms  int64  `json:"firms" doc:"that checked"`
	Alerts int64  `json:"alerts"`
	Read   int64  `json:"read" doc:"of those alerts"`
}

// Figures counts the use (F08-5: the KPI of state-owned firms, without a single subject).
func (d *Desk) Figures(ctx context.Context) (Usage, error) {
	return usageOf(ctx, d.db, "", d.year())
}

// year is when the twelve months that are counted begin.
func (d *Desk) year() time.Time {
	first, _, _ := page.Month(workday.Of(d.now()).String()[:7])
	return first.AddMonths(-11).Start()
}

// Own counts the use of the firm one acts for.
func (d *Desk) Own(ctx context.Context, who access.Actor) (Usage, error) {
	owner, err := firmOf(who)
	if err != nil {
		return Usage{}, err
	}
	return usageOf(ctx, d.db, owner, d.year())
}

var (
	errNoFirm     = fault.New(fault.Invalid, "partner.no_firm", "请先选择代表哪家企业；往来单位由企业关注。", "Choose the firm you act for; a firm watches its counterparties.")
	errLines      = fault.New(fault.Invalid, "partner.lines", "请填入一至五百个统一社会信用代码，每行一个。", "Give 1 to 500 unified social credit codes, one a line.").At("lines")
	errNotWatched = fault.New(fault.Missing, "partner.not_watched", "贵单位没有关注这家往来单位；请先添加。", "Your firm does not watch it; add it first.")
	errPurpose    = fault.New(fault.Invalid, "partner.purpose", "请用一行文字写明查询用途（一百字以内）。", "Say what the check is for in one line of at most 100 characters.").At("purpose")
)
