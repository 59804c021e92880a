package record

import (
	"context"
	"strconv"
	"strings"

	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// The public change feed (F19-4). Its order is the ledger's; what ceases to be public by its date alone, without any act,
// gets its tombstone on the day it ends. Natural persons are never in it (F19-3, G10).

// Change is one step of the feed: a record as it may be shown now, or a tombstone for one that may no longer be.
type Change struct {
	ID       string  `json:"id"`
	EntityID string  `json:"entity_id"`
	Version  int32   `json:"version"`
	Gone     bool    `json:"gone" doc:"true: stop showing it and forget what was shown"`
	Why      Status  `json:"why,omitempty" enum:"ended,repaired,withdrawn" doc:"of a tombstone"`
	Record   *Record `json:"record,omitempty"`
}

// feedCursor is where a reader of the feed stands: in the ledger, within one entry, and in the calendar of endings.
type feedCursor struct {
	position int64
	leaf     int32        // rows of that entry before it were told
	day      workday.Date // endings up to and including this last public day were told
	last     string       // the last record told of the day after it
}

const feedRows = 500

// Changes returns the next page of the feed after a cursor (empty: from the beginning), and the cursor to go on with.
// more is false when the page brought the reader up to now.
func Changes(ctx context.Context, db pg.DB, log *ledger.Log, after string, today workday.Date) (page []Change, next string, more bool, err error) {
	c, err := parseFeedCursor(after, today)
	if err != nil {
		return nil, "", false, err
	}
	if page, more, err = c.endings(ctx, db, today); err != nil || more {
		return page, c.String(), more, err
	}
	entries, err := log.Since(ctx, c.position, 50)
	if err != nil {
		return nil, "", false, err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Kind, "record.") {
			room := feedRows - len(page)
			rows, err := changedBy(ctx, db, e.ID, c.leaf, room)
			if err != nil {
				return nil, "", false, err
			}
			for _, r := range rows {
				page = append(page, changeOf(r.Record, today))
			}
			if len(rows) == room {
				c.leaf = rows[room-1].Leaf + 1
				return page, c.String(), true, nil
			}
		}
		if marking(e.Kind) {
			r, err := Find(ctx, db, e.Public["record"])
			if err != nil {
				return nil, "", false, err
			}
			if r.PublicOn(today) {
				page = append(page, changeOf(r, today))
			}
		}
		c.position, c.leaf = e.Position, 0
	}
	return page, c.String(), len(entries) == 50, nil
}

// marking: an entry that begins or ends the mark of a record (异议中) is a change of how it is shown, and of nothing else.
func marking(kind string) bool { return kind == "standing.hold" || kind == "standing.lift" }

// endings tells what ceased to be public between the cursor's day and yesterday.
func (c *feedCursor) endings(ctx context.Context, db pg.DB, today workday.Date) (page []Change, more bool, err error) {
	rows, err := ended(ctx, db, c.day, c.last, today, feedRows)
	for _, r := range rows {
		page = append(page, changeOf(r, today))
	}
	if len(rows) == feedRows {
		c.day, c.last = rows[feedRows-1].PublicUntil, rows[feedRows-1].ID
		return page, true, err
	}
	c.day, c.last = max(c.day, today.AddDays(-1)), "~"
	return page, false, err
}

func changeOf(r Record, today workday.Date) Change {
	c := Change{ID: r.ID, EntityID: r.EntityID, Version: r.Version}
	if status := r.StatusOn(today); status != StatusPublic {
		if c.Gone, c.Why = true, status; status == StatusHidden {
			c.Why = StatusWithdrawn // as corrected, it is nothing the public sees
		}
		return c
	}
	c.Record = &r
	return c
}

func (c *feedCursor) String() string {
	return cursor(strconv.FormatInt(c.position, 10), strconv.Itoa(int(c.leaf)), c.day.String(), c.last)
}

// parseFeedCursor reads a cursor. A reader that begins today needs no tombstones of what ended before.
func parseFeedCursor(s string, today workday.Date) (*feedCursor, error) {
	c := &feedCursor{day: today.AddDays(-1), last: "~"}
	if s == "" {
		return c, nil
	}
	parts, err := uncursor(s, 4)
	if err != nil {
		return nil, err
	}
	leaf, err := strconv.ParseInt(parts[1], 10, 32)
	if err != nil {
		return nil, errCursor
	}
	c.leaf = int32(leaf)
	if c.position, err = strconv.ParseInt(parts[0], 10, 64); err != nil {
		return nil, errCursor
	}
	if c.day, err = workday.Parse(parts[2]); err != nil {
		return nil, errCursor
	}
	c.last = parts[3]
	return c, nil
}
