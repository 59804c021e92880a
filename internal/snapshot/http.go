package snapshot

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Routes mounts snapshots and the re-checks of what was answered from them.
func Routes(a *web.API, d *Desk) {
	web.Add(a, row("list", http.MethodGet, "/v1/checks/snapshots", access.ScopeCheck, "查验快照 · Snapshots of checks",
		"Newest first: what to answer from while the platform cannot be reached. Public facts of firms, no names, no natural persons. Fetch one every day while all is well."), d.serveList)
	a.AddRaw(row("file", http.MethodGet, "/v1/checks/snapshots/{day}", access.ScopeCheck, "下载一份快照 · Download a snapshot",
		"gzip: a signed head, its seal, a line for each firm by its code. `xinheng snapshot check FILE` answers from it offline, and so do the clients. Parts can be asked for (`Range`); `ETag` is the digest.",
		"snapshot.no_file"), nil, nil, d.serveFile)
	recheckRoutes(a, d)
}

func row(id, method, path, permission, summary, notes string, faults ...string) web.Op {
	return web.Op{ID: "snapshot." + id, Method: method, Path: path, Permission: permission, Area: "snapshot", Summary: summary, Notes: notes, Faults: faults}
}

// Listed is a snapshot as it is listed.
type Listed struct {
	Day      workday.Date `json:"day"`
	Until    workday.Date `json:"usable_until"`
	Usable   bool         `json:"usable" doc:"it may be answered from today"`
	Digest   string       `json:"digest" doc:"SHA-256 of its head; the root of its ledger entry"`
	Previous string       `json:"previous" doc:"digest of the snapshot before"`
	Entry    string       `json:"entry_id" doc:"ledger entry, provable at /v1/ledger/proof/{entry_id}"`
	Edition  string       `json:"law_edition"`
	Position int64        `json:"ledger_position"`
	Rows     int64        `json:"rows" doc:"firms in it"`
	Bytes    int64        `json:"bytes"`
	MadeAt   time.Time    `json:"made_at"`
	Path     string       `json:"path"`
}

type (
	listOut struct {
		Body struct {
			Snapshots []Listed  `json:"snapshots"`
			UnderWay  *underRow `json:"under_way,omitempty" doc:"one that is being made"`
		}
	}
	underRow struct {
		Day  workday.Date `json:"day"`
		Rows int64        `json:"rows" doc:"so far"`
	}
	none struct{}
)

func (d *Desk) serveList(ctx context.Context, _ *none) (*listOut, error) {
	all, err := files(ctx, d.db)
	if err != nil {
		return nil, err
	}
	out := &listOut{}
	out.Body.Snapshots = make([]Listed, len(all))
	for i := range all {
		f := &all[i]
		out.Body.Snapshots[i] = Listed{Day: f.Day, Until: f.UntilOn, Usable: d.today() <= f.UntilOn, Digest: f.Digest, Previous: f.Previous, Entry: f.EntryID,
			Edition: f.Edition, Position: f.Position, Rows: f.Rows, Bytes: f.Bytes, MadeAt: *f.MadeAt, Path: "/v1/checks/snapshots/" + f.Day.String()}
	}
	f, there, err := underWay(ctx, d.db)
	if there {
		out.Body.UnderWay = &underRow{f.Day, f.Rows}
	}
	return out, err
}

func (d *Desk) serveFile(w http.ResponseWriter, r *http.Request) error {
	day, err := workday.Parse(r.PathValue("day"))
	if err != nil || day == 0 {
		return errNoFile
	}
	f, err := fileOf(r.Context(), d.db, day)
	if err != nil {
		return err
	}
	content, err := d.open(r.Context(), &f)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/gzip")
	h.Set("ETag", `"`+f.Digest+`"`)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Disposition", `attachment; filename="xinheng-snapshot-`+day.String()+`.gz"`)
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}

func (d *Desk) open(ctx context.Context, f *file) (*reader, error) {
	lengths, err := sizes(ctx, d.db, f.Day)
	return &reader{ctx: ctx, db: d.db, day: f.Day, front: f.Front, lengths: lengths, size: f.Bytes}, err
}

// Bytes is a whole snapshot, for an operator or a story.
func (d *Desk) Bytes(ctx context.Context, day workday.Date) ([]byte, error) {
	f, err := fileOf(ctx, d.db, day)
	if err != nil {
		return nil, err
	}
	content, err := d.open(ctx, &f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(content)
}

// reader is a file as one run of bytes that can be entered anywhere: one piece is in memory at a time.
type reader struct {
	ctx     context.Context
	db      pg.DB
	day     workday.Date
	front   []byte
	lengths []int
	size    int64

	at    int64
	body  []byte
	start int64 // where body begins
}

// Seek goes to a place.
func (r *reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, errors.New("snapshot: before the beginning")
	}
	r.at = offset
	return offset, nil
}

// Read gives what is at the place.
func (r *reader) Read(p []byte) (int, error) {
	if r.at >= r.size {
		return 0, io.EOF
	}
	if err := r.enter(); err != nil {
		return 0, err
	}
	n := copy(p, r.body[r.at-r.start:])
	r.at += int64(n)
	return n, nil
}

// enter brings the part that holds the place into memory.
func (r *reader) enter() (err error) {
	if r.body != nil && r.start <= r.at && r.at < r.start+int64(len(r.body)) {
		return nil
	}
	n, start, end := 0, int64(0), int64(len(r.front)) // the front is part 0, piece n is part n+1
	for r.at >= end && n < len(r.lengths) {
		start, end, n = end, end+int64(r.lengths[n]), n+1
	}
	if r.body, r.start = r.front, start; n == 0 {
		return nil
	}
	if r.body, err = piece(r.ctx, r.db, r.day, n-1); err == nil && len(r.body) != r.lengths[n-1] {
		err = errNoFile // it was forgotten meanwhile
	}
	return err
}
