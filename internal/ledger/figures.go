package ledger

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/workday"
)

// Day is how many acts an area appended on a civil day.
type Day struct {
	Day  workday.Date `json:"day"`
	Area string       `json:"area" doc:"what the kinds of its acts begin with"`
	Acts int64        `json:"acts"`
}

// Days counts acts by civil day and area, both days included.
func (l *Log) Days(ctx context.Context, from, until workday.Date) ([]Day, error) {
	return days(ctx, l.db, from.Start(), until.AddDays(1).Start())
}

// Waiting is what was appended and has no position yet.
type Waiting struct {
	Entries int64      `json:"entries"`
	Since   *time.Time `json:"since,omitempty" doc:"when the oldest of them was appended"`
}

// Waiting looks at the queue of the sequencer: its length is how far the chain lags behind the acts.
func (l *Log) Waiting(ctx context.Context) (Waiting, error) { return waiting(ctx, l.db) }

// Latched is the newest anchor of a folder.
type Latched struct {
	File string `json:"file"`
	Size int64  `json:"size" doc:"entries it vouches for"`
	Root Hash   `json:"root"`
	Note string `json:"note" doc:"the signed checkpoint as it stands in the file"`
}

// LastAnchor reads the newest anchor of a folder and checks its signature; nil when there is none.
func (l *Log) LastAnchor(dir string) (*Latched, error) {
	all, err := ReadAnchors(dir)
	if fault.Is(err, "ledger.no_anchors") {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	a := all[len(all)-1]
	c, _, err := l.keys().verify(a.Note)
	if err != nil {
		return nil, anchorFault(a.Name, err)
	}
	return &Latched{File: a.Name, Size: c.Size, Root: c.Root, Note: a.Note}, nil
}
