package app

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"xinheng/db"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/status"
	"xinheng/internal/workday"
)

// gauges are what the status page measures besides the database, from what the operator loses first to what lasts longest.
// When somebody should look is a matter of running the platform and of no law: the numbers stand here, beside what they measure.
func (a *App) gauges() []status.Gauge {
	return []status.Gauge{
		{Name: "schema", Read: a.schemaGauge},
		{Name: "ledger", Read: a.ledgerGauge},
		{Name: "index", Read: a.indexGauge},
		{Name: "anchor", Read: a.anchorGauge},
		{Name: "keys", Read: a.keysGauge},
		{Name: "sessions", Read: a.sessionsGauge},
		{Name: "calendar", Read: a.calendarGauge},
		{Name: "disk", Read: a.diskGauge},
	}
}

const (
	lateLedger = time.Minute // acts that wait longer for their place
	farIndex   = 1000        // entries the index is behind
	lowDisk    = 10          // percent free
)

// schemaGauge tells the newest migration: opening the database has brought it there, or there would be no page.
func (a *App) schemaGauge(context.Context) (status.Reading, error) {
	files, err := fs.Glob(db.Migrations(), "*.sql")
	if err != nil || len(files) == 0 {
		return status.Reading{}, err
	}
	newest := files[len(files)-1]
	number, _, _ := strings.Cut(filepath.Base(newest), "_")
	n, err := strconv.ParseInt(number, 10, 64)
	return status.Reading{Figures: map[string]int64{"migration": n}, Texts: map[string]string{"edition": a.Law.Edition()}}, err
}

func (a *App) ledgerGauge(ctx context.Context) (status.Reading, error) {
	w, err := a.Ledger.Waiting(ctx)
	size, at := a.Ledger.Size()
	r := status.Reading{Figures: map[string]int64{"size": size, "waiting": w.Entries}}
	if !at.IsZero() {
		r.At = &at
	}
	if w.Since != nil && a.Now().Sub(*w.Since) > lateLedger {
		r.Look = "ledger_late"
	}
	return r, err
}

func (a *App) indexGauge(context.Context) (status.Reading, error) {
	position, at := a.Index.AsOf()
	size, _ := a.Ledger.Size()
	r := status.Reading{Figures: map[string]int64{"position": position, "behind": max(size-position, 0)}}
	if !at.IsZero() {
		r.At = &at
	}
	if size-position > farIndex {
		r.Look = "index_behind"
	}
	return r, nil
}

// anchors is the folder the day's checkpoints are left in.
func (a *App) anchors() string {
	if a.opt.Anchors != "" {
		return a.opt.Anchors
	}
	return filepath.Join(a.opt.Data, "anchors")
}

// lastAnchor reads the newest checkpoint left outside.
func (a *App) lastAnchor() (*ledger.Latched, error) { return a.Ledger.LastAnchor(a.anchors()) }

func (a *App) anchorGauge(context.Context) (status.Reading, error) {
	last, err := a.lastAnchor()
	switch {
	case err != nil:
		return status.Reading{}, err
	case last == nil:
		return status.Reading{Look: "no_anchor"}, nil
	}
	r := status.Reading{Figures: map[string]int64{"size": last.Size}, Texts: map[string]string{"file": last.File}}
	day, err := workday.Parse(strings.TrimSuffix(last.File, ".note"))
	switch {
	case err != nil:
		return r, nil // somebody else's name for it
	case day < workday.Of(a.Now()).AddDays(-1):
		r.Look = "anchor_old"
	case a.opt.Anchors == "":
		r.Look = "anchor_inside"
	}
	start := day.Start()
	r.At = &start
	return r, nil
}

// keysGauge tells how old the newest master secret is, by the file that holds it.
func (a *App) keysGauge(context.Context) (status.Reading, error) {
	info, err := os.Stat(filepath.Join(a.opt.Data, "master.key"))
	if err != nil {
		return status.Reading{}, fault.New(fault.Unavailable, "app.no_key_file", "找不到主密钥文件；请检查数据目录。", "The file of the master keys is not there; check the data folder.")
	}
	at := info.ModTime()
	return status.Reading{Figures: map[string]int64{"secrets": int64(a.Sealer.Version())}, At: &at}, nil
}

func (a *App) sessionsGauge(ctx context.Context) (status.Reading, error) {
	open, people, err := a.Signin.Open(ctx)
	return status.Reading{Figures: map[string]int64{"sessions": open, "people": people}}, err
}

// calendarGauge looks whether deadlines that reach into next year can be fixed: in December its notice should be there.
func (a *App) calendarGauge(context.Context) (status.Reading, error) {
	today := workday.Of(a.Now())
	last := today.Year()
	for a.Law.Calendar().Covers(last + 1) {
		last++
	}
	r := status.Reading{Figures: map[string]int64{"year": int64(last)}}
	if !a.Law.Calendar().Covers(today.Year()) || last == today.Year() && today.Time().Month() == time.December {
		r.Look = "calendar_missing"
	}
	return r, nil
}

func (a *App) diskGauge(context.Context) (status.Reading, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(a.opt.Data, &s); err != nil {
		return status.Reading{}, err
	}
	unit := int64(s.Bsize)                                  //nolint:unconvert // 32 bits on some systems
	free, all := int64(s.Bavail)*unit, int64(s.Blocks)*unit //nolint:gosec // no disk is that large
	r := status.Reading{Figures: map[string]int64{"free": free, "all": all}}
	if all > 0 && free*100/all < lowDisk {
		r.Look = "disk_low"
	}
	return r, nil
}

// notices are the lines of the operator for the public site.
func (a *App) notices(ctx context.Context) ([]law.Text2, error) {
	lines, err := a.Status.Lines(ctx)
	out := make([]law.Text2, len(lines))
	for i, l := range lines {
		out[i] = law.Text2{ZH: l.ZH, EN: l.EN}
	}
	return out, err
}
