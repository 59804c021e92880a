package check

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// asker is one caller of many.
var asker = access.Actor{ID: "key:x", Org: myBody}

// durable asks, and looks the answer up before it goes on: there is no answer without its evidence.
func (o *office) durable(ctx context.Context, subject string) (Decision, error) {
	r := request(subject)
	d, err := o.desk.Decide(ctx, asker, r)
	if err != nil {
		return d, err
	}
	again, err := o.desk.Recall(o.t.Context(), asker, d.ID)
	if err != nil || again.Subject != subject || again.Receipt.Group != d.Receipt.Group || !slices.Equal(again.Receipt.Salt, d.Receipt.Salt) {
		o.t.Errorf("an answer whose evidence is not there, or another's: %v %+v", err, again.Receipt)
	}
	return d, nil
}

// TestF07_7_ManyAskAtOnceAndEachHasItsEvidenceBeforeItsAnswer: with callers that give up in between.
func TestF07_7_ManyAskAtOnceAndEachHasItsEvidenceBeforeItsAnswer(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	must(t, o.index.Load(t.Context()))
	var answered, left atomic.Int64
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for n := range 6 {
				ctx, cancel := context.WithCancel(t.Context())
				if i%4 == 0 && n%2 == 1 { // who gives up has no answer, and takes nobody else's away
					cancel()
				}
				_, err := o.durable(ctx, []string{listedFirm, cleanFirm}[i%2])
				cancel()
				switch {
				case err == nil:
					answered.Add(1)
				case errors.Is(err, context.Canceled):
					left.Add(1)
				default:
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if answered.Load() < 16*6-4*3 || answered.Load()+left.Load() != 16*6 {
		t.Errorf("%d answered, %d gave up", answered.Load(), left.Load())
	}
	if d, err := o.durable(t.Context(), cleanFirm); err != nil || d.Receipt.Count != 1 { // nobody is left waiting, or in the way
		t.Errorf("%v %+v", err, d.Receipt)
	}
	kept := o.count(`select count(*) from "check".decision`)
	if kept < answered.Load()+1 || kept > 16*6+1 {
		t.Errorf("%d kept of %d answered", kept, answered.Load())
	}
	if n := o.count(`select sum(calls)::bigint from "check".coverage`); n != kept {
		t.Errorf("%d counted, %d kept", n, kept)
	}
}

// TestF07_7_WhoCannotBeRecordedFailsAlone: of those who are recorded together one cannot be; the others have their answers all the same,
// and of it nothing is left.
func TestF07_7_WhoCannotBeRecordedFailsAlone(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	must(t, o.index.Load(t.Context()))
	poison := errors.New("what else belongs to it cannot be written")
	acted := o.desk.keeper.acted
	o.desk.keeper.acted = func(ctx context.Context, tx pg.Tx, rows []*Decision) error {
		if slices.ContainsFunc(rows, func(d *Decision) bool { return d.CaseNo == "poison" }) {
			return poison
		}
		return acted(ctx, tx, rows)
	}
	release := o.busy()
	results := make(chan error, 9)
	for i := range 9 {
		r := request(listedFirm)
		if r.CaseNo = "CG-" + strconv.Itoa(i); i == 4 {
			r.CaseNo = "poison"
		}
		go func() {
			d, err := o.desk.Decide(t.Context(), asker, r)
			if err == nil && (d.CaseNo == "poison" || d.Receipt == nil) {
				err = errors.New("an answer nobody may give")
			}
			results <- err
		}()
	}
	o.waiting(9)
	release()
	failed := 0
	for range 9 {
		switch err := <-results; {
		case err == nil:
		case fault.Is(err, "check.not_recorded"):
			failed++
		default:
			t.Error(err)
		}
	}
	if failed != 1 {
		t.Errorf("%d of 9 have no answer", failed)
	}
	if n := o.count(`select count(*) from "check".decision`); n != 8 {
		t.Errorf("%d are kept", n)
	}
}

// busy lets everybody wait, as while a group is being committed, until it is released.
func (o *office) busy() (release func()) {
	k := o.desk.keeper
	k.mu.Lock()
	k.busy = true
	k.mu.Unlock()
	return func() { go k.drain(context.WithoutCancel(o.t.Context())) }
}

// waiting returns when so many wait.
func (o *office) waiting(n int) {
	for k := o.desk.keeper; ; {
		k.mu.Lock()
		there := len(k.waiting)
		k.mu.Unlock()
		if there == n || o.t.Context().Err() != nil {
			return
		}
	}
}
