package record

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// office is a desk on a database of its own, with a clock that is set.
type office struct {
	*Desk
	t     testing.TB
	db    *pg.Pool
	log   *ledger.Log
	clock atomic.Int64 // nanoseconds
	seen  []Changed
}

func newOffice(t testing.TB, today string) *office {
	t.Helper()
	o := &office{t: t, db: pgtest.New(t)}
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.International)
	if err != nil {
		t.Fatal(err)
	}
	if o.log, err = ledger.Open(t.Context(), o.db, "xinheng.example/test", s.SigningKey("ledger")); err != nil {
		t.Fatal(err)
	}
	events := &Events{}
	events.Changed.Within(func(_ context.Context, _ pg.Tx, c Changed) error {
		o.seen = append(o.seen, c)
		return nil
	})
	o.Desk = NewDesk(o.db, shipped(t), s, events, o.log, func() time.Time { return time.Unix(0, o.clock.Load()) })
	o.Disclosure = disclosure.NewDesk(o.db, shipped(t), o.log, s, o.now)
	o.on(today)
	return o
}

// on sets the clock to nine in the morning of a day.
func (o *office) on(day string) {
	o.clock.Store(workday.MustParse(day).Start().Add(9 * time.Hour).UnixNano())
}

// reporter is the department the rows of these tests come from.
var reporter = access.Actor{ID: "key:test", Org: sourceID, Name: "海南省示例市场监督管理局",
	Scopes: []string{access.ScopeIntake, access.ScopeMatch, access.ScopeRead}}

// sheetOf writes rows as CSV, with one column for every field any of them has.
func sheetOf(t testing.TB, rows ...map[string]string) []byte {
	t.Helper()
	fields := map[string]bool{}
	for _, r := range rows {
		for f := range r {
			fields[f] = true
		}
	}
	header := slices.Sorted(maps.Keys(fields))
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(header)
	for _, r := range rows {
		line := make([]string, len(header))
		for i, h := range header {
			line[i] = r[h]
		}
		_ = w.Write(line)
	}
	w.Flush()
	return b.Bytes()
}

// take hands in rows and wants it to work.
func (o *office) take(item string, rows ...map[string]string) Receipt {
	o.t.Helper()
	r, err := o.Take(o.t.Context(), reporter, Delivery{Item: item, File: bytes.NewReader(sheetOf(o.t, rows...))})
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

// counted checks the totals of a receipt: accepted, rejected, duplicate, queued.
func counted(t testing.TB, r Receipt, accepted, rejected, duplicate, queued int64) {
	t.Helper()
	want := Counts{accepted + rejected + duplicate + queued, accepted, rejected, duplicate, queued}
	if r.Counts != want {
		t.Errorf("%+v, want %+v; %v", r.Counts, want, r.Errors)
	}
}

func (o *office) of(entity string) []Record {
	o.t.Helper()
	rs, err := Of(o.t.Context(), o.db, entity, time.Time{})
	if err != nil {
		o.t.Fatal(err)
	}
	return rs
}

func (o *office) only(entity string) Record {
	o.t.Helper()
	rs := o.of(entity)
	if len(rs) != 1 {
		o.t.Fatalf("%d records", len(rs))
	}
	return rs[0]
}

func (o *office) quality() Quality {
	o.t.Helper()
	all, err := QualityOf(o.t.Context(), o.db, d("2026-01-01"), d("2026-12-31"), o.today(), "")
	if err != nil || len(all) != 1 {
		o.t.Fatalf("%+v, %v", all, err)
	}
	return all[0]
}

func many(n int, change func(i int, row map[string]string)) (rows []map[string]string) {
	for i := range n {
		r := sound()
		r["CF_WSH"] = fmt.Sprintf("琼示市监处罚〔2026〕%d号", 100+i)
		if change != nil {
			change(i, r)
		}
		rows = append(rows, r)
	}
	return rows
}

var errPulled = errors.New("the plug was pulled")
