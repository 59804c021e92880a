package guard

import (
	"fmt"
	"slices"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/sandbox"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

func (h *house) examples() (all []sandbox.Example) {
	h.t.Helper()
	var out struct{ Firms []sandbox.Example }
	h.visitor("anybody").want(200, "firms", "GET", "/v1/sandbox/firms", nil).read(h.t, &out)
	return out.Firms
}

// What the list says comes back is what comes back, of every firm in it; nothing of it is kept, and nothing of it is a firm.
func TestF07_8_EveryFirmOfTheSandboxAnswersAsItIsListed(t *testing.T) {
	t.Parallel()
	h := open(t)
	kept := func() int64 {
		r, err := pg.One[struct{ N int64 }](t.Context(), h.app.Pool, pg.Query{Name: "test", SQL: `select (select count(*) from "check".decision) + (select count(*) from "check".evidence)
			+ (select count(*) from ledger.entry) + (select count(*) from watch.duty) + (select count(*) from "check".coverage) as n`})
		h.must(err)
		return r.N
	}
	before, anybody := kept(), h.visitor("anybody")
	for _, e := range h.examples() {
		a := anybody.ask("POST", "/v1/sandbox/checks", e.Send)
		if a.status != e.Status || e.Refusal != "" && a.code() != e.Refusal {
			t.Errorf("%s: %d %s, listed %d %s", e.Shows.EN, a.status, a.text, e.Status, e.Refusal)
			continue
		}
		if e.Refusal != "" {
			continue
		}
		var got check.Decision
		a.read(t, &got)
		if got.Answer != e.Answer || got.Receipt != nil {
			t.Errorf("%s: %s", e.Shows.EN, a.text)
		}
		if got.Finding == nil {
			continue
		}
		if got.Outcome != e.Outcome ||
			e.Measure != "" && !slices.ContainsFunc(got.Effects, func(x check.Effect) bool { return x.Measure.Code == e.Measure }) ||
			e.NotCounts != "" && !slices.ContainsFunc(got.NotApplied, func(x check.Passed) bool { return x.Why == e.NotCounts }) {
			t.Errorf("%s: %s", e.Shows.EN, a.text)
		}
	}
	if after := kept(); after != before {
		t.Errorf("%d rows were kept", after-before)
	}
}

// There is a firm for every measure and incentive a rule leads to, for every reason why a fact does not count, for every refusal.
func TestF07_8_TheSandboxHasAFirmForEverything(t *testing.T) {
	t.Parallel()
	h := open(t)
	all := h.examples()
	book := h.app.Law.On(workday.Of(h.app.Now()))
	for _, m := range book.Matters() {
		for _, rule := range m.Rules {
			measure, ok := book.Measure(rule.Measure)
			if m.Level == 1 || ok && !slices.Contains(measure.Targets, "entity") && len(measure.Targets) > 0 {
				continue // answered in one word, or only of people
			}
			if leads := rule.Measure + rule.Incentive; !slices.ContainsFunc(all, func(e sandbox.Example) bool { return e.Measure == leads }) {
				t.Errorf("no firm for %s of %s", leads, m.Code)
			}
		}
		if m.Level == 1 && !slices.ContainsFunc(all, func(e sandbox.Example) bool {
			return e.Send.Matter == m.Code && e.Answer == check.No || e.Send.Matter == m.Code && e.Answer == check.NotEnough
		}) {
			t.Errorf("no firm for %s", m.Code)
		}
	}
	for _, why := range []string{standing.NotYet, standing.Expired, standing.Repaired, standing.Withdrawn, standing.Removed, standing.UnderObjection, standing.Reorganised,
		standing.NoEnd, standing.NoBasis, "minor", "not_this_matter", "other_industry", "assumed_not_adopted", "term_over"} {
		if !slices.ContainsFunc(all, func(e sandbox.Example) bool { return e.NotCounts == why }) {
			t.Errorf("no firm for %s", why)
		}
	}
	for _, code := range append(check.Refusals(), "access.no_key", "access.no_scope", "access.quota", "access.too_many") {
		if !slices.ContainsFunc(all, func(e sandbox.Example) bool { return e.Refusal == code }) {
			t.Errorf("no firm for %s", code)
		}
	}
	seen := map[string]bool{}
	for _, e := range all {
		if e.Shows == (law.Text2{}) || seen[e.Send.Subject] {
			t.Errorf("%+v", e)
		}
		seen[e.Send.Subject] = true
	}
}

// The two worlds do not know each other: a real check has nobody of the sandbox, and the sandbox nobody real; a request that is
// wrong is refused as there.
func TestF07_8_TheSandboxAndTheRegistryDoNotMeet(t *testing.T) {
	t.Parallel()
	h := open(t)
	k := h.key(haikou, access.ScopeCheck, access.ScopeIntake)
	i := slices.IndexFunc(h.examples(), func(e sandbox.Example) bool { return e.Measure != "" })
	send := h.examples()[i].Send
	k.want(200, `"outcome":"unknown_subject"`, "POST", "/v1/checks", send)
	h.penalise(k, "沙", "2026-11-20", firm)
	send.Subject = firm
	k.want(200, `"outcome":"unknown_subject"`, "POST", "/v1/sandbox/checks", send)
	send.Matter = "no-such"
	k.want(404, "check.unknown_matter", "POST", "/v1/sandbox/checks", send)
	send.Subject = fmt.Sprint(firm[:17], "?")
	k.want(422, "ident.uscc", "POST", "/v1/sandbox/checks", check.Request{Matter: "gp-qualification", Subject: send.Subject, Purpose: "test", CaseNo: "1", Officer: "示例"})
}
