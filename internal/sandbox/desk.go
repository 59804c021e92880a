package sandbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"xinheng/internal/check"
	"xinheng/internal/developer"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Example is a request to send and what comes back: 发这个，得到那个。
type Example struct {
	Shows     law.Text2     `json:"shows" doc:"what the firm is there for"`
	Send      check.Request `json:"send" doc:"body of POST /v1/sandbox/checks"`
	Status    int           `json:"status"`
	Outcome   check.Outcome `json:"outcome,omitempty"`
	Answer    check.Answer  `json:"answer,omitempty" doc:"of a matter that is answered in one word"`
	Measure   string        `json:"measure,omitempty" doc:"code of the measure or incentive among the effects"`
	NotCounts string        `json:"not_applied,omitempty" doc:"why the fact does not count"`
	Refusal   string        `json:"refusal,omitempty" doc:"code of the problem"`
}

// Caller is the invented body that asks: no registrar issues its code.
var Caller = code("11", 1)

// code is that of the nth invented subject: valid to its check digits, with a body code nobody issues.
func code(kind string, n int) string {
	return string(ident.MakeUSCC(kind + "460000" + ident.MakeOrgCode(fmt.Sprintf("XW%06d", n))))
}

// Desk answers checks of the invented firms.
type Desk struct {
	checks   *check.Desk
	lib      *law.Library
	refusals map[string]developer.Refusal
	now      func() time.Time

	mu   sync.Mutex
	made *town // of one edition and day
}

// NewDesk makes the desk from the list of refusals.
func NewDesk(checks *check.Desk, lib *law.Library, areas []developer.Area, now func() time.Time) *Desk {
	d := &Desk{checks: checks, lib: lib, refusals: map[string]developer.Refusal{}, now: now}
	for _, a := range areas {
		for _, r := range a.Refusals {
			d.refusals[r.Code] = r
		}
	}
	return d
}

// Examples lists every firm with what it answers today.
func (d *Desk) Examples(ctx context.Context) ([]Example, error) {
	t, err := d.town(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(t.examples), nil
}

// Check answers as POST /v1/checks would if the firm existed. A firm that stands for a refusal is refused with it.
func (d *Desk) Check(ctx context.Context, r check.Request) (check.Decision, error) {
	t, err := d.town(ctx)
	if err != nil {
		return check.Decision{}, err
	}
	subject := strings.TrimSpace(r.Subject)
	if code, _, err := ident.ParseUSCC(subject); err == nil {
		subject = string(code) // however it is written
	}
	if refusal, ok := t.refused[subject]; ok {
		return check.Decision{}, refusal
	}
	facts, known := t.facts[subject]
	return d.checks.Try(Caller, r, t.adopted, facts, known)
}

// town is the invented firms as the law of a day has them.
type town struct {
	edition  string
	today    workday.Date
	adopted  law.Adoptions
	facts    map[string][]standing.Fact
	refused  map[string]*fault.Error
	examples []Example
}

func (d *Desk) town(ctx context.Context) (*town, error) {
	today := workday.Of(d.now())
	book := d.lib.On(today)
	adopted, err := d.checks.Adopted(ctx)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.made == nil || d.made.edition != book.Edition || d.made.today != today || !slices.EqualFunc(d.made.adopted, adopted, sameAdoption) {
		d.made = d.build(book, today, adopted)
	}
	return d.made, nil
}

func sameAdoption(a, b law.Adoption) bool { return a.ID == b.ID && a.Until == b.Until }
