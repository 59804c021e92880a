package seed

import (
	"fmt"
	"io"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// WritePenalties writes n different penalties of invented firms as one national CSV: a workload for measuring intake and
// for breaking it off half-way. It returns the body that delivers it.
func WritePenalties(w io.Writer, lib *law.Library, now time.Time, n int) (Body, error) {
	today := workday.Of(now)
	item, ok := lib.On(today).Item("penalty")
	if !ok {
		return Body{}, fmt.Errorf("seed: the catalogue has no item penalty")
	}
	rows := make([]values, n)
	for i := range rows {
		f := firm(len(stories) + i/5)
		r := stream(f.N, saltPenalty)
		on := between(r, today.AddDays(-900), today.AddDays(-3)) // served two days later, which must not lie ahead
		e := f.penalty(r, offences[i%len(offences)], on, 0)
		e.cells["document_no"] = fmt.Sprintf("示批罚〔2026〕%d号", i)
		rows[i] = e.cells
	}
	return centre, Delivery{Format: CSV, Rows: rows}.write(w, item)
}
