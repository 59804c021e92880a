package differ

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Value is what a source says: as it may be shown, and a mark that tells equal values from others.
type Value struct{ Shown, Mark string }

// Word is what one source says about the fields of one thing.
type Word struct {
	Source, SourceName string
	Document           string
	On                 workday.Date
	Fields             map[string]Value
}

// Thing is what they speak about: a registration, or a record; and whose word it is in the end.
type Thing struct {
	EntityID         string
	About            string // id of the record; empty: the registration
	Item             string
	Owner, OwnerName string
	Region           string
}

// Weigh compares what a source says now with what stands, in the transaction of its delivery. It returns the fields that must stay as
// they are: those the sources differ about. A source may change its own word as long as nobody has ever contradicted it.
func Weigh(ctx context.Context, tx pg.Tx, now time.Time, who access.Actor, t Thing, stands, said Word) (stay []string, err error) {
	known, err := differences(ctx, tx, t.EntityID, t.About)
	if err != nil {
		return nil, err
	}
	for _, field := range slices.Sorted(maps.Keys(said.Fields)) {
		v, held := said.Fields[field], stands.Fields[field]
		d, met := known[field]
		switch {
		case v.Mark == "" || held.Mark == "" || v.Mark == held.Mark:
			continue // one of them says nothing, or they agree
		case !met && (stands.Source == "" || stands.Source == said.Source):
			continue // its own word, which nobody contradicts
		case !met:
			err = open(ctx, tx, now, who, t, field, stands, said)
		default:
			var taken bool
			if taken, err = again(ctx, tx, now, who, d, field, said); taken {
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		stay = append(stay, field)
	}
	return stay, nil
}

// open begins a difference with the two claims it consists of.
func open(ctx context.Context, tx pg.Tx, now time.Time, who access.Actor, t Thing, field string, stands, said Word) error {
	d := row{EntityID: t.EntityID, DifferenceID: uuid.Must(uuid.NewV7()).String(), About: t.About, Item: t.Item, Field: field, Owner: t.Owner,
		OwnerName: t.OwnerName, Region: t.Region, State: Open, Rounds: 1, OpenedAt: now}
	if err := insert(ctx, tx, &d); err != nil {
		return err
	}
	claims := []claim{claimOf(&d, 1, field, stands, true, now), claimOf(&d, 2, field, said, false, now)}
	if err := claimed(ctx, tx, claims); err != nil {
		return err
	}
	return note(ctx, tx, now, who, "differ.opened", &d, claims, "")
}

// again is a source that says something else about a field the sources have differed about before. taken: it says what was found right,
// so it may be stored.
func again(ctx context.Context, tx pg.Tx, now time.Time, who access.Actor, d row, field string, said Word) (taken bool, err error) {
	claims, err := claimsOf(ctx, tx, d.EntityID, d.DifferenceID)
	if err != nil {
		return false, err
	}
	mark := said.Fields[field].Mark
	if d.State == Resolved {
		last, err := lastResolution(ctx, tx, d.EntityID, d.DifferenceID)
		if err != nil {
			return false, err
		}
		if right := claims[last.Chosen-1]; right.Mark == mark {
			return true, nil
		}
	}
	if slices.ContainsFunc(claims, func(c claim) bool { return c.SourceID == said.Source && c.Mark == mark }) {
		return false, nil // said and weighed before
	}
	claims = append(claims, claimOf(&d, len(claims)+1, field, said, false, now))
	if err := claimed(ctx, tx, claims[len(claims)-1:]); err != nil || d.State == Open {
		return false, err
	}
	d.State, d.Rounds = Open, d.Rounds+1
	if err := reopen(ctx, tx, &d, now); err != nil {
		return false, err
	}
	return false, note(ctx, tx, now, who, "differ.reopened", &d, claims, "")
}

// Overruled logs that the owner itself delivered another value than a source had in its name: it is right at once, and the two stand
// side by side all the same.
func Overruled(ctx context.Context, tx pg.Tx, now time.Time, who access.Actor, t Thing, stands, said Word) error {
	known, err := differences(ctx, tx, t.EntityID, t.About)
	if err != nil {
		return err
	}
	for _, field := range slices.Sorted(maps.Keys(said.Fields)) {
		v, held := said.Fields[field], stands.Fields[field]
		if v.Mark == "" || held.Mark == "" || v.Mark == held.Mark {
			continue
		}
		d, met := known[field]
		if !met {
			if err := open(ctx, tx, now, who, t, field, stands, said); err != nil {
				return err
			}
		} else if _, err := again(ctx, tx, now, who, d, field, said); err != nil {
			return err
		}
		if err := overrule(ctx, tx, now, who, t, field, said); err != nil {
			return err
		}
	}
	return nil
}

func overrule(ctx context.Context, tx pg.Tx, now time.Time, who access.Actor, t Thing, field string, said Word) error {
	known, err := differences(ctx, tx, t.EntityID, t.About)
	if err != nil || known[field].State != Open {
		return err
	}
	d := known[field]
	claims, err := claimsOf(ctx, tx, d.EntityID, d.DifferenceID)
	if err != nil {
		return err
	}
	for _, c := range slices.Backward(claims) {
		if c.Mark == said.Fields[field].Mark {
			return settle(ctx, tx, now, who, &d, claims, c.N, ByDelivery, byDelivery)
		}
	}
	return nil
}

// byDelivery is the reason of a resolution nobody typed.
const byDelivery = "认定单位自行报送的数据与他人代报的不同，以认定单位的为准（谁认定、谁负责）"

func claimOf(d *row, n int, field string, w Word, stood bool, now time.Time) claim {
	v := w.Fields[field]
	return claim{EntityID: d.EntityID, DifferenceID: d.DifferenceID, N: int32(n), SourceID: w.Source, Source: w.SourceName, Value: v.Shown, //nolint:gosec // few
		Mark: v.Mark, Document: w.Document, SaidOn: w.On, Stood: stood, ToldAt: now}
}

// settle writes a resolution and closes the difference.
func settle(ctx context.Context, tx pg.Tx, now time.Time, who access.Actor, d *row, claims []claim, chosen int32, capacity, reason string) error {
	entry, err := appendNote(ctx, tx, now, who, "differ.resolved", d, claims, strconv.Itoa(int(chosen))+"\x1f"+reason)
	if err != nil {
		return err
	}
	d.State, d.ResolvedAt = Resolved, &now
	return resolved(ctx, tx, d, &resolution{Round: d.Rounds, Chosen: chosen, Claims: int32(len(claims)), Reason: reason, Actor: who.ID, Org: who.Org, //nolint:gosec // few
		Capacity: capacity, EntryID: entry, At: now})
}

func note(ctx context.Context, tx pg.Tx, now time.Time, who access.Actor, kind string, d *row, claims []claim, more string) error {
	_, err := appendNote(ctx, tx, now, who, kind, d, claims, more)
	return err
}

// appendNote puts what happened on the ledger: which field of whose, and a hash over the marks that were weighed. No value is in it.
func appendNote(ctx context.Context, tx pg.Tx, now time.Time, who access.Actor, kind string, d *row, claims []claim, more string) (string, error) {
	h := sha256.New()
	for i := range claims {
		fmt.Fprintf(h, "%d\x1f%s\x1f%s\x1e", claims[i].N, claims[i].SourceID, claims[i].Mark)
	}
	h.Write([]byte(more))
	return ledger.Append(ctx, tx, now, ledger.Act{Kind: kind, Actor: who.ID, About: d.DifferenceID,
		Public: map[string]string{"item": d.Item, "field": d.Field, "owner": d.Owner, "weighed": hex.EncodeToString(h.Sum(nil))}})
}
