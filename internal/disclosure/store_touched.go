package disclosure

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Window is what somebody who looks into a leak asks of the log: readings of some days by some actors or of some subjects, and whatever
// some exports held, whenever that was.
type Window struct {
	From, Until                workday.Date
	Actors, Subjects, Exported []string
}

// Look is one reading as an investigation sees it: who read what of whom, never the data itself.
type Look struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"`
	Actor   string    `json:"actor"`
	Org     string    `json:"org"`
	Subject string    `json:"subject"`
	Purpose string    `json:"purpose"`
	CaseNo  string    `json:"case_no" doc:"the reader's case; of an export its number"`
	Fields  []string  `json:"fields"`
}

// Touch is a subject whose data was read, what of it, and since when.
type Touch struct {
	Subject string
	What    []string
	Since   time.Time
}

// Looks lists the readings of a window, newest first, no more than most.
func (d *Desk) Looks(ctx context.Context, db pg.DB, w Window, most int) ([]Look, error) {
	return looks(ctx, db, w, most)
}

// Touched lists whose data the readings of a window were of.
func (d *Desk) Touched(ctx context.Context, db pg.DB, w Window) ([]Touch, error) {
	return touched(ctx, db, w)
}

// ExportOf finds an export by its number.
func (d *Desk) ExportOf(ctx context.Context, db pg.DB, id string) (Export, error) {
	return d.findExport(ctx, db, id)
}

const inWindow = `
	from disclosure.reading
	where at >= $1 and at < $2 and (actor = any($3) or entity_id = any($4)) or purpose = 'export' and case_no = any($5)`

var (
	// cross-shard, read-only, limited: an investigation asks across subjects
	qLooks = pg.Q("disclosure.looks", `
		select reading_id::text as id, at, actor, org, entity_id as subject, purpose, case_no, fields `+inWindow+` order by at desc, reading_id desc limit $6`)
	// cross-shard, read-only, limited
	qTouched = pg.Q("disclosure.touched", `
		select r.subject, array_agg(distinct f order by f) as what, min(r.at) as since
		from (select entity_id as subject, at, fields `+inWindow+` order by at limit 200000) r, unnest(r.fields) f
		group by r.subject order by r.subject limit 100000`)
)

func (w *Window) args() []any {
	return []any{w.From.Start(), w.Until.AddDays(1).Start(), append([]string{}, w.Actors...), append([]string{}, w.Subjects...), append([]string{}, w.Exported...)}
}

func looks(ctx context.Context, db pg.DB, w Window, most int) (_ []Look, err error) {
	defer fault.Wrap(&err, "disclosure.looks")
	return pg.All[Look](ctx, db, qLooks, append(w.args(), most)...)
}

func touched(ctx context.Context, db pg.DB, w Window) (_ []Touch, err error) {
	defer fault.Wrap(&err, "disclosure.touched")
	return pg.All[Touch](ctx, db, qTouched, w.args()...)
}
