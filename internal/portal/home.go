package portal

import (
	"cmp"
	"context"
	"slices"
	"time"

	"xinheng/internal/caselib"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// figures are the live numbers of the home and status pages; they say when they were taken.
type figures struct {
	Entities int64
	Records  int64
	Sources  int // that have reported within fresh
	Known    int
	Fresh    []record.Freshness // newest report first
	Quality  []record.Quality   // of the last twelve months
	Late     int64
}

// fresh is how recent a source's last report must be to count as reporting. It describes this site, not a duty.
const fresh = 7 * 24 * time.Hour

func (s *site) loadFigures(ctx context.Context) (f figures, err error) {
	if f.Entities, err = registry.Count(ctx, s.Pool); err != nil {
		return f, err
	}
	if f.Fresh, err = record.FreshnessOf(ctx, s.Pool, ""); err != nil {
		return f, err
	}
	slices.SortStableFunc(f.Fresh, func(a, b record.Freshness) int { return b.LastSeen.Compare(a.LastSeen) })
	today := s.today()
	if f.Quality, err = record.QualityOf(ctx, s.Pool, today.AddMonths(1-chartMonths), today, today, ""); err != nil {
		return f, err
	}
	for _, q := range f.Quality {
		f.Late += q.Late
	}
	reporting := map[string]bool{}
	for _, x := range f.Fresh {
		f.Records += x.Records
		reporting[x.SourceID] = reporting[x.SourceID] || s.Now().Sub(x.LastSeen) < fresh
	}
	f.Known = len(reporting)
	for _, now := range reporting {
		if now {
			f.Sources++
		}
	}
	return f, nil
}

type homeView struct {
	Recent  []line
	Figures figures
	AsOf    time.Time
	Lists   int // serious lists in force
	Matters int

	Activities []caselib.Public // on or to come
}

// recentItems are the kinds of record the home page shows news of, and how many of each.
var recentItems = []string{"penalty", "licence", "list"}

const recentEach = 4

func home(v *visit) (sheet, error) {
	view := homeView{Matters: len(v.book.Matters())}
	for _, l := range v.book.Lists() {
		if l.Kind == serious {
			view.Lists++
		}
	}
	for _, item := range recentItems {
		code := v.itemOfClass(item)
		page, _, err := record.Listed(v.ctx, v.Pool, record.Filter{Item: code, To: v.today, Limit: recentEach}, v.today)
		if err != nil {
			return sheet{}, err
		}
		if err := v.dispute(page); err != nil {
			return sheet{}, err
		}
		view.Recent = append(view.Recent, v.lines(page, v.today, false)...)
	}
	slices.SortStableFunc(view.Recent, func(a, b line) int { return cmp.Compare(b.DecidedOn, a.DecidedOn) })
	var err error
	if view.Activities, err = v.current(); err != nil {
		return sheet{}, err
	}
	if view.Figures, view.AsOf, err = v.figures.get(v.ctx); err != nil {
		return sheet{}, err
	}
	v.frame.Title = v.T("home.title")
	v.frame.Description = v.T("home.lead")
	return sheet{tmpl: "home", data: view}, nil
}

// itemOfClass is the catalogue item that stands first for a class: the catalogue names its items, not this code.
func (v *visit) itemOfClass(class string) string {
	for _, i := range v.book.Items() {
		if string(i.Class) == class {
			return i.Code
		}
	}
	return class
}

type statusView struct {
	Figures  figures
	AsOf     time.Time
	Position int64
	PlacedAt time.Time
	Values   int
	Names    map[string]law.Text2
	Today    workday.Date

	Newest, Older []record.Freshness
	Measured      boardView
}

// newestRows are the reports the status page shows at once; a province has hundreds, and they are one click away.
const newestRows = 12

// freshRows is a part of the table of reports.
type freshRows struct {
	Of    []record.Freshness
	Names map[string]law.Text2
}

func status(v *visit) (sheet, error) {
	f, at, err := v.figures.get(v.ctx)
	if err != nil {
		return sheet{}, err
	}
	view := statusView{Figures: f, AsOf: at, Values: len(v.Law.Values(v.today)), Names: map[string]law.Text2{}, Today: v.today}
	n := min(newestRows, len(f.Fresh))
	view.Newest, view.Older = f.Fresh[:n], f.Fresh[n:]
	for _, x := range f.Fresh {
		view.Names[x.Item] = v.itemName(x.Item)
	}
	view.Position, view.PlacedAt = v.Ledger.Size()
	board, _, err := v.measured.get(v.ctx)
	if err != nil {
		return sheet{}, err
	}
	view.Measured = v.board(&board)
	v.titled(v.T("status.title"))
	return sheet{tmpl: "status", data: view}, nil
}
