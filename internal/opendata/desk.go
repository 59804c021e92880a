package opendata

import (
	"context"
	"maps"
	"slices"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk makes the files of open data and gives them away. The exported fields are set while wiring, never later.
type Desk struct {
	// Base is the public address of the site, for links in feeds; empty: addresses without a host.
	Base string
	// PieceRows is how many records a piece holds; set by tests.
	PieceRows int

	db     *pg.Pool
	law    *law.Library
	log    *ledger.Log
	signer seal.Signer
	suite  seal.Suite
	now    func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, log *ledger.Log, s *seal.Sealer, now func() time.Time) *Desk {
	return &Desk{PieceRows: 2000, db: db, law: lib, log: log, signer: s.SigningKey("opendata"), suite: s.Suite(), now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// instant is now, as exact as the tables keep it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// datasets are the items of the catalogue whose records are public, as the law of a day has them.
func (d *Desk) datasets(on workday.Date) (out []law.Item) {
	for _, it := range d.law.On(on).Items() {
		if it.Publicity == law.Public && it.Class != law.Amendment && it.Class != law.EntityItem {
			out = append(out, it)
		}
	}
	return out
}

func (d *Desk) dataset(code string) (law.Item, error) {
	for _, it := range d.datasets(d.today()) {
		if it.Code == code {
			return it, nil
		}
	}
	return law.Item{}, errNoSet
}

// kept is how many days files of a kind are kept.
func (d *Desk) kept(kind string) (int, bool) {
	l, ok := d.law.On(d.today()).Limit("opendata." + kind + "s")
	return int(l.N), ok && l.Unit == law.Days
}

// Kinds of files.
const (
	snapshot = "snapshot"
	delta    = "delta"
)

// Follow takes a record that was public and is another now out of every file: in the transaction of its change the pieces that hold it
// are not served any more, and a round rewrites them (F19-4, F09-10). Hung on record.Changed.
func (d *Desk) Follow(ctx context.Context, tx pg.Tx, e record.Changed) error {
	changed := map[string][]purged{}
	for i := range e.Records {
		if r := &e.Records[i]; r.Version > 1 && !r.Person && r.Publicity == law.Public {
			changed[r.Item] = append(changed[r.Item], purged{RecordID: r.ID, Version: r.Version})
		}
	}
	for _, dataset := range slices.Sorted(maps.Keys(changed)) { // locks go in one order
		n, err := spoil(ctx, tx, dataset, changed[dataset])
		if err != nil {
			return err
		}
		if err := insertPurges(ctx, tx, dataset, changed[dataset], d.instant(), n); err != nil {
			return err
		}
	}
	return nil
}

var (
	errNoSet   = fault.New(fault.Missing, "opendata.no_dataset", "没有这个开放数据集；全部见 /v1/open。", "There is no such open dataset; all are at /v1/open.")
	errNoFile  = fault.New(fault.Missing, "opendata.no_file", "没有这一天的文件，或者已过保留期；请从清单中选择。", "There is no file of that day, or it is no longer kept; choose one of the list.")
	errRewrite = fault.New(fault.Unavailable, "opendata.rewriting", "文件中有刚刚撤下的记录，正在清除；请一分钟后再取。", "A record in the file was just taken down and is being cleared; fetch it in a minute.")
	errNoTerm  = fault.New(fault.Conflict, "opendata.no_term", "规则库中没有文件的保留期；请联系规则维护人员补录。", "The law library does not say how long files are kept; ask its editors to enter it.")
)
