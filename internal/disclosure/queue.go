package disclosure

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// Item is one thing the auditor is asked to look at, with the evidence for it.
type Item struct {
	ID       string            `json:"id"`
	Kind     string            `json:"kind" enum:"sample,alarm,glass,question"`
	At       time.Time         `json:"at"`
	Actor    string            `json:"actor" doc:"whose conduct it is about"`
	Org      string            `json:"org"`
	About    string            `json:"about" doc:"the reading, export, glass or view"`
	Evidence map[string]string `json:"evidence"`
	FoundAt  *time.Time        `json:"found_at,omitempty"`
	FoundBy  *string           `json:"found_by,omitempty"`
	InOrder  *bool             `json:"in_order,omitempty"`
	Note     *string           `json:"note,omitempty"`
}

// item is an Item about to be queued.
type item struct {
	Kind, Actor, Org, About string
	Evidence                map[string]string
}

// id comes from what the item is about: found by two processes, or twice by one, it is one item.
func (i item) id() string {
	h := sha256.Sum256([]byte(strings.Join([]string{i.Kind, i.Actor, i.About, i.Evidence["rule"]}, "\x00")))
	return "Q-" + strings.ToUpper(hex.EncodeToString(h[:8]))
}

func (d *Desk) queue(ctx context.Context, tx pg.Tx, items ...item) error {
	if len(items) == 0 {
		return nil
	}
	_, err := insertItems(ctx, tx, items, d.now())
	return err
}

// Queue lists what waits for the auditor, or everything, newest first, with a cursor.
func (d *Desk) Queue(ctx context.Context, all bool, after string) (items []Item, next string, err error) {
	behind, err := d.startOf(after)
	if err != nil {
		return nil, "", err
	}
	if after == "" {
		behind.ID = "~" // behind every id of an item
	}
	items, err = listItems(ctx, d.db, all, behind, queuePage+1)
	if len(items) > queuePage {
		items = items[:queuePage]
		last := items[queuePage-1]
		next = Mark{last.At, last.ID}.cursor()
	}
	return items, next, err
}

const queuePage = 100

// Settle records what the auditor found; the subject reads the note when it had asked.
func (d *Desk) Settle(ctx context.Context, actor access.Actor, id string, inOrder bool, note string) error {
	if note = strings.TrimSpace(note); note == "" || len([]rune(note)) > maxWords {
		return fault.New(fault.Invalid, "disclosure.no_note", "请写明核查结论（一千字以内）。", "Write what was found, in at most a thousand characters.").At("note")
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		it, err := findItem(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := access.Apart(access.Actor{ID: it.Actor}, actor); err != nil {
			return err
		}
		if err := insertFinding(ctx, tx, id, d.now(), actor.ID, inOrder, note); err != nil {
			return err
		}
		outcome := "irregular"
		if inOrder {
			outcome = "in_order"
		}
		return d.act(ctx, tx, "audit.finding", actor.ID, id, map[string]string{"kind": it.Kind, "outcome": outcome})
	})
}
