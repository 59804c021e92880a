package disclosure

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Entry is one line of the auditor's page: an act of the ledger, or a reading. Whoever reads it sees what was done, never
// the data itself.
type Entry struct {
	ID       string            `json:"id"`
	At       time.Time         `json:"at"`
	Kind     string            `json:"kind"`
	Actor    string            `json:"actor"`
	About    string            `json:"about" doc:"what it was done to; of a reading the subject"`
	Position int64             `json:"position,omitempty" doc:"in the ledger"`
	Public   map[string]string `json:"public,omitempty"`
	Org      string            `json:"org,omitempty"`
	Purpose  string            `json:"purpose,omitempty"`
	CaseNo   string            `json:"case_no,omitempty"`
	Fields   []string          `json:"fields,omitempty"`
	Glass    string            `json:"glass,omitempty"`
	Consent  string            `json:"consent,omitempty"`
}

// Wanted says which entries. Empty fields are no condition.
type Wanted struct {
	Kind  string // what kinds begin with: "export.", or "reading"
	Actor string
	About string
	From  workday.Date
	Until workday.Date
	After string
	Limit int
}

// readingKind is how readings are called among the kinds of the ledger.
const readingKind = "reading"

// Entries merges the ledger and the readings, newest first.
func (d *Desk) Entries(ctx context.Context, w Wanted) (page []Entry, next string, err error) {
	limit := min(max(w.Limit, 1), queuePage)
	behind, err := d.startOf(w.After)
	if err == nil && uuid.Validate(behind.ID) != nil {
		_, err = d.startOf("?")
	}
	if err != nil {
		return nil, "", err
	}
	if w.Until != 0 && w.After == "" {
		behind = Mark{w.Until.AddDays(1).Start(), firstID}
	}
	if w.Kind != readingKind {
		acts, err := d.ledger.Past(ctx, ledger.Past{Before: behind.At, BeforeID: behind.ID, From: w.from(), Kind: w.Kind, Actor: w.Actor, About: w.About}, limit+1)
		if err != nil {
			return nil, "", err
		}
		for _, e := range acts {
			page = append(page, Entry{ID: e.ID, At: e.At, Kind: e.Kind, Actor: e.Actor, About: e.About, Position: e.Position, Public: e.Public})
		}
	}
	if w.Kind == "" || w.Kind == readingKind {
		read, err := pastReadings(ctx, d.db, w, behind, limit+1)
		if err != nil {
			return nil, "", err
		}
		page = append(page, read...)
	}
	slices.SortFunc(page, func(a, b Entry) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	if len(page) > limit {
		page = page[:limit]
		next = Mark{page[limit-1].At, page[limit-1].ID}.cursor()
	}
	return page, next, nil
}

func (w Wanted) from() time.Time {
	if w.From == 0 {
		return time.Time{}
	}
	return w.From.Start()
}

// Verification is how the ledger stands: how far it has come, with which keys anybody verifies it, and when it was last
// recomputed from the page.
type Verification struct {
	Size       int64           `json:"size"`
	PlacedAt   time.Time       `json:"placed_at"`
	Checkpoint string          `json:"checkpoint"`
	Key        string          `json:"key"`
	Second     string          `json:"second_key,omitempty" doc:"SM2"`
	Last       *Verified       `json:"last,omitempty" doc:"the last time everything was recomputed"`
	Anchor     *ledger.Latched `json:"anchor,omitempty" doc:"the newest checkpoint left outside of the database"`
}

// Verified is one recomputation of the whole ledger.
type Verified struct {
	At          time.Time `json:"at"`
	Actor       string    `json:"actor"`
	Holds       bool      `json:"holds"`
	Code        string    `json:"code,omitempty" doc:"what was found wrong"`
	Last        int64     `json:"last" doc:"position up to which"`
	Checkpoints int64     `json:"checkpoints"`
}

// Verification tells how the ledger stands, without recomputing it.
func (d *Desk) Verification(ctx context.Context) (v Verification, err error) {
	if v.Checkpoint, err = d.ledger.Latest(ctx); err != nil && !fault.Is(err, "ledger.empty") {
		return v, err
	}
	v.Size, v.PlacedAt = d.ledger.Size()
	v.Key, v.Second = d.ledger.VerifierKey(), d.ledger.SecondKey()
	if v.Last, err = lastVerified(ctx, d.db); err != nil || d.LastAnchor == nil {
		return v, err
	}
	v.Anchor, err = d.LastAnchor()
	return v, err
}

// Days counts acts and readings by civil day, both days included: what is unusual shows as a day unlike the others.
func (d *Desk) Days(ctx context.Context, from, until workday.Date) ([]ledger.Day, error) {
	if until < from || until > from.AddDays(mostDays-1) {
		return nil, fault.New(fault.Invalid, "disclosure.days", "起止日期有误，或超过 366 天；请缩短期间。", "The period is the wrong way round, or longer than 366 days; shorten it.").At("from")
	}
	acts, err := d.ledger.Days(ctx, from, until)
	if err != nil {
		return nil, err
	}
	read, err := readingDays(ctx, d.db, from.Start(), until.AddDays(1).Start())
	all := append(acts, read...)
	slices.SortStableFunc(all, func(a, b ledger.Day) int { return cmp.Compare(a.Day, b.Day) })
	return all, err
}

const mostDays = 366

// Verify recomputes the whole ledger, as a stranger would, and records what came out. That something is wrong is a result,
// not a failure of the request.
func (d *Desk) Verify(ctx context.Context, actor access.Actor) (Verified, error) {
	v := Verified{At: d.now().Truncate(time.Microsecond), Actor: actor.ID, Holds: true}
	report, err := d.ledger.Verify(ctx)
	if f, ok := fault.Of(err); ok && f.Kind == fault.Conflict {
		v.Holds, v.Code = false, f.Code
	} else if err != nil {
		return v, err
	}
	v.Last, v.Checkpoints = report.To, report.Checkpoints
	return v, d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertVerified(ctx, tx, v); err != nil || v.Holds {
			return err
		}
		return d.Events.Broken.Fire(ctx, tx, v)
	})
}
