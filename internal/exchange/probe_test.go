package exchange

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// tickets are the open ones, or all, as the handler of the body sees them.
func (o *office) tickets(all string) []any {
	o.t.Helper()
	return o.want(200, "handler", "GET", "/v1/tickets"+all, nil)["tickets"].([]any)
}

func (o *office) probeAll() { o.t.Helper(); must(o.t, o.Probe(o.t.Context())) }

// A site that acknowledges and keeps publishing is found by reading it; the ticket closes when a later reading finds it gone.
func TestF26_6_ALyingTargetIsFoundByReadingItAgain(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	s := o.site("site")
	s.publish("rec-1")
	s.behave("lying")
	o.remove(Removal{RecordID: "rec-1"})
	must(t, o.jobs.Drain(t.Context()))
	l := o.line("rec-1", "site")
	if !acked(l) || l.TicketOpen || len(o.tickets("")) != 0 {
		t.Fatalf("%+v", l)
	}
	o.probeAll()
	o.probeAll() // the next night it is the same ticket
	found := o.tickets("")
	if len(found) != 1 {
		t.Fatalf("%v", found)
	}
	k := found[0].(map[string]any)
	if k["sightings"] != 2.0 || k["removal_id"] != l.ID || k["target"] != "site" || len(k["seen_hash"].(string)) != 64 || strings.Contains(k["seen"].(string), "示例") {
		t.Errorf("%v", k)
	}
	if !o.line("rec-1", "site").TicketOpen || o.acts("exchange.ticket_opened", l.ID) != 1 {
		t.Error("the line does not show its ticket, or the ledger tells of more than one")
	}
	s.behave("well")
	o.want(200, "handler", "POST", "/v1/removals/"+l.ID+"/resend", nil)
	must(t, o.jobs.Drain(t.Context()))
	o.want(202, "handler", "POST", "/v1/targets/site/probe", nil)
	must(t, o.jobs.Drain(t.Context()))
	if s.shows("rec-1") || len(o.tickets("")) != 0 || len(o.tickets("?all=true")) != 1 || o.acts("exchange.ticket_closed", l.ID) != 1 {
		t.Errorf("after it was sent again and read: shown %v, tickets %v", s.shows("rec-1"), o.tickets("?all=true"))
	}
}

// A page that was gone and comes back from an old cache reopens its ticket, and says how often.
func TestF26_6_AStaleTargetReopensItsTicket(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	s := o.site("site")
	s.publish("rec-1")
	o.remove(Removal{RecordID: "rec-1"})
	must(t, o.jobs.Drain(t.Context()))
	for _, night := range []struct {
		mode               string
		open               int
		reopened, sighting float64
	}{{"well", 0, 0, 0}, {"stale", 1, 0, 1}, {"well", 0, 0, 0}, {"stale", 1, 1, 1}} {
		s.behave(night.mode)
		o.probeAll()
		found := o.tickets("")
		if len(found) != night.open {
			t.Fatalf("%s: %v", night.mode, found)
		}
		if night.open == 1 {
			if k := found[0].(map[string]any); k["reopened"] != night.reopened || k["sightings"] != night.sighting {
				t.Errorf("%v", k)
			}
		}
	}
}

// Before its deadline a target that has acknowledged nothing is late with nothing; the day after, what it shows is a ticket.
func TestF26_6_ATargetHasItsDaysAndNoMore(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	s := o.start()
	o.target("site", Draft{ReadURL: s.url + "/api/records/{record}"}) // nothing can be sent to it
	s.publish("rec-1")
	o.remove(Removal{RecordID: "rec-1"})
	must(t, o.jobs.Drain(t.Context()))
	if l := o.line("rec-1", "site"); acked(l) || l.LastError != "still_there" {
		t.Errorf("%+v", l)
	}
	for _, c := range []struct {
		day  string
		open int
	}{{"2026-09-03", 0}, {"2026-09-04", 0}, {"2026-09-05", 1}} {
		o.on(c.day)
		if o.probeAll(); len(o.tickets("")) != c.open {
			t.Errorf("on %s: %v", c.day, o.tickets(""))
		}
	}
}

// A target that cannot be read opens no ticket and closes none: nothing was seen.
func TestATargetThatCannotBeReadIsNotJudged(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	s := o.site("site")
	for _, id := range []string{"rec-1", "rec-2"} {
		s.publish(id)
		o.remove(Removal{RecordID: id})
	}
	s.behave("lying")
	must(t, o.jobs.Drain(t.Context()))
	o.probeAll()
	s.behave("down")
	if o.probeAll(); len(o.tickets("")) != 2 {
		t.Errorf("%v", o.tickets(""))
	}
}

// An API that still tells an older version than the corrected one is a difference too.
func TestF26_6_AnOldVersionAtATargetIsATicket(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	s := o.site("site")
	s.publish("rec-1")
	o.remove(Removal{RecordID: "rec-1", Version: 2, Action: Replace, Reason: "corrected"})
	must(t, o.jobs.Drain(t.Context()))
	if o.probeAll(); len(o.tickets("")) != 0 {
		t.Errorf("it shows version 2: %v", o.tickets(""))
	}
	s.publish("rec-1") // version 1 again
	if o.probeAll(); len(o.tickets("")) != 1 {
		t.Error("it shows version 1 again, and nobody noticed")
	}
}

// Our own portal is a target like any other, without days of grace.
func TestF26_6_OurOwnPortalIsReadAgainToo(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	var shown atomic.Bool
	o.Own = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if shown.Load() && r.URL.Path == "/records/rec-1" {
			_, _ = w.Write([]byte("<h1>示例</h1>"))
			return
		}
		w.WriteHeader(http.StatusGone)
	})
	shown.Store(true)
	o.remove(Removal{RecordID: "rec-1"})
	must(t, o.jobs.Drain(t.Context()))
	if o.probeAll(); len(o.tickets("")) != 1 || acked(o.line("rec-1", "own-portal")) {
		t.Error("our own portal shows it, and nobody noticed")
	}
	shown.Store(false)
	id := o.line("rec-1", "own-portal").ID
	o.want(200, "handler", "POST", "/v1/removals/"+id+"/resend", nil)
	must(t, o.jobs.Drain(t.Context()))
	if o.probeAll(); len(o.tickets("")) != 0 || !acked(o.line("rec-1", "own-portal")) {
		t.Errorf("%+v", o.line("rec-1", "own-portal"))
	}
}
