package exchange

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

func (o *office) notices(who, query string) []any {
	o.t.Helper()
	return o.want(200, who, "GET", "/v1/inbox"+query, nil)["notices"].([]any)
}

// Every consumer finds the tombstone in its inbox until it acknowledges; who has not by the deadline is named, by body.
func TestF09_10_EveryConsumerMustAcknowledgeATombstone(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	o.target("bank", Draft{Kind: Consumer, Org: bankID})
	o.target("office", Draft{Kind: Consumer, Org: otherID})
	o.remove(Removal{RecordID: "rec-1", Version: 2, Reason: "withdrawn"})
	o.remove(Removal{RecordID: "rec-1", Version: 2, Reason: "withdrawn"})  // told twice, it is one notice
	o.remove(Removal{RecordID: "p-rec", EntityID: "p-0001", Person: true}) // they never had it (G10)
	mine := o.notices("bank", "")
	if len(mine) != 1 || len(o.notices("another", "")) != 1 {
		t.Fatalf("%v", mine)
	}
	n := mine[0].(map[string]any)
	id := n["id"].(string)
	if n["kind"] != "tombstone" || n["about"] != "rec-1" || n["due_on"] != "2026-09-04" || n["delivered_by"] != "inbox" || n["acknowledged_at"] != nil {
		t.Errorf("%v", n)
	}
	o.want(404, "another", "POST", "/v1/inbox/"+id+"/acknowledgement", nil)
	o.want(403, "plain", "POST", "/v1/inbox/"+id+"/acknowledgement", nil)
	for _, c := range []struct {
		day     string
		overdue int
	}{{"2026-09-03", 0}, {"2026-09-04", 0}, {"2026-09-05", 2}} {
		o.on(c.day)
		if got := o.want(200, "lead", "GET", "/v1/inbox/overdue", nil)["notices"].([]any); len(got) != c.overdue {
			t.Errorf("on %s overdue: %v", c.day, got)
		}
	}
	first := o.want(200, "bank", "POST", "/v1/inbox/"+id+"/acknowledgement", nil)
	second := o.want(200, "bank", "POST", "/v1/inbox/"+id+"/acknowledgement", nil)
	if first["acknowledged_at"] != second["acknowledged_at"] || first["late"] != true || first["lag_seconds"] != 4*86400.0 || o.acts("exchange.notice_acknowledged", id) != 1 {
		t.Errorf("%v %v", first, second)
	}
	overdue := o.want(200, "lead", "GET", "/v1/inbox/overdue", nil)["notices"].([]any)
	if len(overdue) != 1 || overdue[0].(map[string]any)["org"] != otherID || len(o.notices("bank", "")) != 0 || len(o.notices("bank", "?all=true")) != 1 {
		t.Errorf("%v", overdue)
	}
	o.want(403, "bank", "GET", "/v1/inbox/overdue", nil)
}

// A consumer with a webhook is told there, signed; what it answers acknowledges. A correction after a correction is the same
// notice and is delivered anew.
func TestF09_10_AConsumerWithAWebhookAcknowledgesByItsAnswer(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	var got []Message
	state := "accepted"
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := make([]byte, r.ContentLength)
		_, _ = r.Body.Read(body)
		var m Message
		if Verify(seal.International, o.key.Public(), r.Header, body, o.now()) != nil || json.Unmarshal(body, &m) != nil ||
			Verify(seal.International, o.key.Public(), r.Header, append(body, ' '), o.now()) == nil ||
			Verify(seal.International, o.key.Public(), r.Header, body, o.now().Add(time.Hour)) == nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		got = append(got, m)
		_ = json.NewEncoder(w).Encode(Answer{m.ID, state})
	}))
	defer hook.Close()
	o.target("bank", Draft{Kind: Consumer, Org: bankID, PushURL: hook.URL})
	o.remove(Removal{RecordID: "rec-1", Version: 2, Action: Replace, Reason: "corrected"})
	must(t, o.jobs.Drain(t.Context()))
	n := o.notices("bank", "")[0].(map[string]any)
	if len(got) != 1 || got[0].Kind != "correction" || got[0].Version != 2 || n["delivered_by"] != "webhook" || n["acknowledged_at"] != nil {
		t.Fatalf("%+v %v", got, n)
	}
	state = "done"
	o.remove(Removal{RecordID: "rec-1", Version: 3, Action: Replace, Reason: "corrected"})
	must(t, o.jobs.Drain(t.Context()))
	if len(got) != 2 || got[1].ID != got[0].ID || got[1].Revision != 2 || got[1].Version != 3 || len(o.notices("bank", "")) != 0 {
		t.Errorf("%+v", got)
	}
}

// What later areas tell: a reach-back names the answer that rested on what was wrong, and is apart from every other.
func TestANoticeCanBeToldByAnyArea(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	tell := func(decision string) {
		must(t, o.pool.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
			return o.Tell(ctx, tx, []Notice{{Org: bankID, Kind: ReachBack, EntityID: firmID, About: "list-1", Decision: decision, Reason: "wrong_listing", Limit: "no.such.limit"}})
		}))
	}
	tell("chk-1")
	tell("chk-2")
	tell("chk-2")
	mine := o.notices("bank", "")
	if len(mine) != 2 || mine[0].(map[string]any)["decision"] != "chk-1" || mine[0].(map[string]any)["due_on"] != nil && mine[0].(map[string]any)["due_on"] != "" {
		t.Errorf("%v", mine)
	}
}

// Who sees which lines: the body that decided, offices whose region holds it, and the subject.
func TestTheSyncLedgerIsSeenByThoseItConcerns(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.remove(Removal{RecordID: "rec-1"})
	id := o.line("rec-1", "own-portal").ID
	for who, want := range map[string]int{"handler": 1, "decider": 1, "other": 0, "lead": 1, "away": 0} {
		if got := o.want(200, who, "GET", "/v1/removals?record=rec-1", nil)["removals"].([]any); len(got) != want {
			t.Errorf("%s sees %d lines, want %d", who, len(got), want)
		}
		status := map[int]int{1: 200, 0: 404}[want]
		o.want(status, who, "POST", "/v1/removals/"+id+"/resend", nil)
	}
	for who, want := range map[string]int{"firm": 1, "rival": 0} {
		if got := o.want(200, who, "GET", "/v1/my/removals", nil)["removals"].([]any); len(got) != want {
			t.Errorf("%s sees %d lines, want %d", who, len(got), want)
		}
		o.want(403, who, "GET", "/v1/removals", nil)
	}
	for _, q := range []string{"?state=waiting", "?target=own-portal", "?record=rec-1&state=waiting"} {
		if got := o.want(200, "handler", "GET", "/v1/removals"+q, nil)["removals"].([]any); len(got) != 1 {
			t.Errorf("%s: %v", q, got)
		}
	}
	for _, q := range []string{"?state=acknowledged", "?target=elsewhere", "?case=XF-9"} {
		if got := o.want(200, "handler", "GET", "/v1/removals"+q, nil)["removals"].([]any); len(got) != 0 {
			t.Errorf("%s: %v", q, got)
		}
	}
	o.want(403, "clerk", "GET", "/v1/removals", nil)
	o.want(403, "handler", "PUT", "/v1/targets/x", Draft{Kind: ThirdParty})
	o.want(404, "handler", "POST", "/v1/targets/nobody/probe", nil)
	lag := o.want(200, "lead", "GET", "/v1/removals/lag", nil)["targets"].([]any)
	if len(lag) != 1 || lag[0].(map[string]any)["open"] != 1.0 {
		t.Errorf("%v", lag)
	}
}

// An address take-downs go to is proposed by one officer and approved by another; until then nothing goes there.
func TestATargetWorksOnceASecondPersonApprovesIt(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	good := Draft{Kind: ThirdParty, PushURL: "https://site.example/take-down", Rule: "示例协议", Active: true}
	v := o.want(200, "both", "PUT", "/v1/targets/site", good)["version"]
	decide := map[string]any{"version": v, "approve": true}
	if got := o.want(403, "both", "POST", "/v1/targets/site/decision", decide); got["code"] != "access.not_apart" {
		t.Errorf("%v", got)
	}
	o.remove(Removal{RecordID: "rec-1"})
	if all, err := o.Of(t.Context(), "rec-1"); err != nil || len(all) != 0 {
		t.Errorf("a proposed target is a target already: %v %v", all, err)
	}
	o.want(200, "safety", "POST", "/v1/targets/site/decision", decide)
	o.want(404, "safety", "POST", "/v1/targets/site/decision", decide)
	o.remove(Removal{RecordID: "rec-1"})
	o.line("rec-1", "site")
	for code, d := range map[string]Draft{
		"exchange.target_url":   {Kind: ThirdParty, PushURL: "http://site.example/"},
		"exchange.target_org":   {Kind: Consumer, Org: "91460000"},
		"exchange.target_limit": {Kind: ThirdParty, Limit: "no.such"},
	} {
		if got := o.want(422, "system", "PUT", "/v1/targets/site", d); got["code"] != code || strings.Contains(got["detail"].(string), "example") {
			t.Errorf("%s: %v", code, got)
		}
	}
}

// Each kind of notice the program knows is one the table takes: a migration that names the kinds anew must name all of them.
func TestEveryKindOfNoticeCanBeLeft(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	for i, kind := range []Kind{Tombstone, Correction, ReachBack, Lifted, Committed, Watched, Rated} {
		must(t, o.pool.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
			return o.Tell(ctx, tx, []Notice{{Org: bankID, Kind: kind, EntityID: firmID, About: "about-" + string(kind), Reason: "repaired"}})
		}))
		if got := o.notices("bank", ""); len(got) != i+1 {
			t.Errorf("%s: %d notices", kind, len(got))
		}
	}
}
