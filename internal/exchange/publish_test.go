package exchange

import (
	"context"
	"testing"

	"xinheng/internal/pg"
)

func (o *office) announce(p Publication, end error) error {
	p.EntityID, p.ID, p.Location = firmID, "CN-1", "/commitments/CN-1"
	p.Org, p.Region, p.Basis = bodyID, "460100", "示信修〔2026〕1号"
	return o.pool.InTx(o.t.Context(), func(ctx context.Context, tx pg.Tx) error {
		if err := o.Publish(ctx, tx, p); err != nil {
			return err
		}
		return end
	})
}

// The sites of the state are told in the transaction of the decision, and show where it is with us; a site that trades in
// data is told nothing. A commitment that was broken replaces what was shown. An open publication is not read again: what is
// read is what had to end.
func TestF04_1_PublicSitesAreToldToShowACommitment(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	o.Base = "https://credit.example"
	gsxt, trader := o.start(), o.site("trader")
	o.target("gsxt", Draft{Kind: GSXT, PushURL: gsxt.url + "/take-down", ReadURL: gsxt.url + "/api/records/{record}"})
	o.target("credit-china", Draft{Kind: CreditChina, ReadURL: gsxt.url + "/api/records/{record}"}) // takes no messages
	if err := o.announce(Publication{Version: 1, Reason: "commitment_kept"}, errUndone); err == nil {
		t.Fatal("not undone")
	}
	must(t, o.jobs.Drain(t.Context()))
	if gsxt.counts().Received != 0 {
		t.Error("told of a decision that was undone")
	}
	gsxt.behave("down")
	must(t, o.announce(Publication{Version: 1, Reason: "commitment_kept"}, nil))
	must(t, o.announce(Publication{Version: 1, Reason: "commitment_kept"}, nil)) // the second click
	stop, err := o.jobs.Start(t.Context())
	must(t, err)
	t.Cleanup(stop)
	l := o.until("CN-1", "gsxt", "tried", func(l Line) bool { return l.Attempts >= 1 })
	if acked(l) || l.Action != Publish || l.DueOn.String() != "2026-09-04" || l.LastError != "status_503" {
		t.Errorf("%+v", l)
	}
	gsxt.behave("well")
	l = o.until("CN-1", "gsxt", "acknowledged", acked)
	status, text := gsxt.do("GET", "/api/records/CN-1", "")
	if status != 200 || text != `{"version":1,"text":"https://credit.example/commitments/CN-1"}`+"\n" {
		t.Errorf("%d %s", status, text)
	}
	if o.acts("exchange.publication", l.ID) != 1 || o.acts("exchange.acknowledged", l.ID) != 1 || trader.counts().Received != 0 {
		t.Errorf("the ledger does not tell it once, or the trader was told: %+v", trader.counts())
	}
	if all, err := o.Of(t.Context(), "CN-1"); err != nil || len(all) != 1 {
		t.Errorf("%v %v", all, err)
	}
	o.probeAll()
	if found := o.tickets(""); len(found) != 0 {
		t.Errorf("what is to be shown was taken for what had to end: %v", found)
	}
	o.on("2026-09-02")
	must(t, o.announce(Publication{Version: 2, Reason: "commitment_broken"}, nil))
	eventually(t, "shown as broken", func() bool { return gsxt.counts().Performed == 2 }, func() string { return "" })
	if status, text := gsxt.do("GET", "/api/records/CN-1", ""); status != 200 || text[:12] != `{"version":2` {
		t.Errorf("%d %s", status, text)
	}
}
