package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

const (
	probeTime    = 10 * time.Minute // for one target; the rest is read the next night, first
	probeRows    = 500              // of one target in one night: what ended lately, then a rolling sample of the rest
	probeRecent  = 60               // days
	probeFailing = 3                // readings in a row that fail: the target is down, and asked again tomorrow
)

type probeArgs struct {
	Target string `json:"target"`
}

func (d *Desk) probeJob(ctx context.Context, args probeArgs) error {
	t, err := activeTarget(ctx, d.db, args.Target)
	if errors.Is(err, pg.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	return d.probe(ctx, &t)
}

// Probe reads every target again for what should have ended there, and opens, closes or reopens tickets (F26-6): an
// acknowledgement is a word, a reading is a fact.
func (d *Desk) Probe(ctx context.Context) error {
	targets, err := activeTargets(ctx, d.db)
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	errs := make([]error, len(targets))
	for i := range targets {
		if targets[i].ReadURL == "" {
			continue
		}
		wg.Go(func() { errs[i] = d.probe(ctx, &targets[i]) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// probe reads one target. One that does not answer is left until the next night; its lines say so.
func (d *Desk) probe(ctx context.Context, t *Target) error {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	lines, err := toProbe(ctx, d.db, t.Code, d.today().AddDays(-probeRecent).Start(), probeRows)
	if err != nil {
		return err
	}
	failing := 0
	for i := range lines {
		found, err := d.look(ctx, t, &lines[i])
		word := ""
		if err != nil {
			word = err.Error()
			failing++
		} else {
			failing = 0
		}
		if err := d.settle(context.WithoutCancel(ctx), t, &lines[i], found, word); err != nil {
			return err
		}
		if failing >= probeFailing || ctx.Err() != nil {
			slog.WarnContext(ctx, "a target could not be read to the end tonight", "target", t.Code, "read", i+1, "of", len(lines))
			return nil
		}
	}
	return nil
}

// sight is what was seen at a target: nothing that the page says, which may name people.
type sight struct {
	there bool // it is still there
	ok    bool // it may be: the record is public again
	hash  [sha256.Size]byte
	seen  string
}

// look reads one line's page or API.
func (d *Desk) look(ctx context.Context, t *Target, l *line) (sight, error) {
	status, kind, text, err := d.read(ctx, t, t.readURL(l.EntityID, l.About))
	if err != nil {
		var known trouble
		if errors.As(err, &known) {
			return sight{}, known
		}
		return sight{}, trouble{"not_read"}
	}
	kind, _, _ = mime.ParseMediaType(kind)
	s := sight{hash: sha256.Sum256(text), seen: fmt.Sprintf("HTTP %d · %s · %d bytes", status, kind, len(text))}
	switch {
	case status == http.StatusGone, status == http.StatusNotFound:
		return s, nil
	case status < 200 || status > 299:
		return sight{}, trouble{fmt.Sprintf("status_%d", status)}
	case t.GoneText != "" && strings.Contains(string(text), t.GoneText):
		return s, nil
	case l.Action == string(Replace):
		s.there = outdated(text, l.Version)
	default:
		s.there = true
	}
	if !s.there {
		return s, nil
	}
	s.ok, err = d.publicAgain(ctx, l)
	s.there = !s.ok
	return s, err
}

// outdated says whether an API serves an older version than the right one; a page that tells no version cannot be judged.
func outdated(text []byte, right int32) bool {
	var v struct {
		Version *int32 `json:"version"`
	}
	return json.Unmarshal(text, &v) == nil && v.Version != nil && *v.Version < right
}

// publicAgain says whether a record that had to end is lawfully public once more: a repair that was revoked.
func (d *Desk) publicAgain(ctx context.Context, l *line) (bool, error) {
	if l.Action != string(Delete) {
		return false, nil
	}
	r, err := record.Find(ctx, d.db, l.About)
	if fault.KindOf(err) == fault.Missing {
		return false, nil // not a record of ours: a measure, a list entry
	}
	return err == nil && r.StatusOn(d.today()) == record.StatusPublic, err
}

// disobeyed judges a sighting: before its deadline a target that has acknowledged nothing may still show it; our own portal
// has no such time.
func disobeyed(t *Target, l *line, s sight, today workday.Date) bool {
	return s.there && (l.State == string(Acknowledged) || t.Kind == OwnPortal || l.DueOn == 0 || today > l.DueOn)
}

// settle writes down what a reading came to.
func (d *Desk) settle(ctx context.Context, t *Target, l *line, s sight, word string) error {
	now := d.instant()
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := probed(ctx, tx, l, word, now); err != nil || word != "" {
			return err
		}
		if !disobeyed(t, l, s, d.today()) {
			if s.there {
				return nil
			}
			closed, err := closeTicket(ctx, tx, l, now)
			return d.tell(ctx, tx, l, "exchange.ticket_closed", closed, err)
		}
		opened, err := openTicket(ctx, tx, l, s, now)
		return d.tell(ctx, tx, l, "exchange.ticket_opened", opened, err)
	})
}

// tell puts what happened to a ticket on the ledger, when something did.
func (d *Desk) tell(ctx context.Context, tx pg.Tx, l *line, kind string, news bool, err error) error {
	if err != nil || !news {
		return err
	}
	return d.appendLine(ctx, tx, access.Actor{ID: actor}, kind, l)
}
