package alert

import (
	"context"
	"fmt"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/counter"
	"xinheng/internal/hotline"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// called is a complaint somebody else each time made on a day.
func (o *office) called(lines *hotline.Desk, number, on string) string {
	o.T.Helper()
	got, err := lines.Take(o.T.Context(), counter.System("hotline", bodyID, "海口市虚构热线平台"), []hotline.Told{{Source: "12315", Number: number, ReceivedOn: workday.MustParse(on),
		FirmCode: firmID, Matter: "食品标签", Text: "虚构"}})
	if counter.Must(o.T, err); got.Joined != 1 {
		o.T.Fatalf("%+v", got)
	}
	return got.Rows[0].ID
}

// switchboard is the desk of hotlines beside that of alerts.
func (o *office) switchboard() *hotline.Desk {
	o.T.Helper()
	accounts := account.NewDesk(o.DB, access.NewKeys(o.DB, o.Now), o.Law, o.Now)
	in, err := accounts.ImportOrgs(o.T.Context(), access.CLI(), []account.Org{{ID: bodyID, Name: bodyName, Region: "460100", Kind: "department"}})
	if counter.Must(o.T, err); len(in.Wrong) > 0 {
		o.T.Fatalf("%+v", in.Wrong)
	}
	d := hotline.NewDesk(o.DB, o.Law, o.Sealer, accounts, o.Now)
	d.Found.Within(o.Noted)
	return d
}

func (o *office) finding(lines *hotline.Desk, id, state string) {
	o.T.Helper()
	_, err := lines.Decide(o.T.Context(), people()["handler"], id, hotline.Finding{State: state, Document: "示核〔2026〕1号", Reason: "虚构"})
	counter.Must(o.T, err)
}

// standsFor is what checks, classes, scores, lists and public pages read of the firm.
func (o *office) standsFor() int {
	o.T.Helper()
	facts, err := standing.Of(o.T.Context(), o.DB, firmID)
	counter.Must(o.T, err)
	records, err := record.Of(o.T.Context(), o.DB, firmID, time.Time{})
	counter.Must(o.T, err)
	return len(facts) + len(records)
}

func TestF23_2_UnverifiedCountsNowhereAndVerifiedOnlyAsAHint(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	lines := o.switchboard()
	var ids []string
	for i := range 4 {
		ids = append(ids, o.called(lines, fmt.Sprint("V", i), "2026-11-02"))
	}
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error { return o.Noted(ctx, tx, firmID) }))
	if n := o.round(); n != 0 || o.standsFor() != 0 {
		t.Fatalf("%d alerts of unverified complaints, %d records", n, o.standsFor())
	}
	o.finding(lines, ids[0], hotline.Verified)
	o.finding(lines, ids[1], hotline.Verified)
	o.finding(lines, ids[2], hotline.Unfounded)
	if n := o.round(); n != 0 {
		t.Fatalf("%d alerts of two that were verified and one that was not", n)
	}
	o.finding(lines, ids[3], hotline.Verified)
	if n := o.round(); n != 1 {
		t.Fatalf("%d alerts of three that were verified", n)
	}
	if hints := o.mine("owner"); len(hints) != 1 || len(hints[0].Evidence) != 3 || hints[0].Evidence[0].Fact != "complaint" || hints[0].Evidence[0].Authority != bodyName {
		t.Fatalf("the firm reads first: %+v", hints)
	}
	if all := o.listed("handler"); len(all) != 0 {
		t.Errorf("an officer sees the hint before the firm had its time: %+v", all)
	}
	if o.standsFor() != 0 {
		t.Error("a verified complaint is a record")
	}
	o.finding(lines, ids[0], hotline.Withdrawn)
	o.round()
	if hints := o.mine("owner"); len(hints) != 1 || hints[0].State != Fixed {
		t.Errorf("one was withdrawn and the alert goes on: %+v", hints)
	}
}

func TestF23_2_AComplaintIsCountedUntilItsLastDay(t *testing.T) {
	t.Parallel()
	for today, raised := range map[string]int{"2026-11-18": 1, "2026-11-19": 1, "2026-11-20": 0} { // twelve months from a Wednesday on: the day before the last, the last, the one after
		t.Run(today, func(t *testing.T) {
			t.Parallel()
			o := open(t, today)
			lines := o.switchboard()
			for _, number := range []string{"W0", "W1", "W2"} {
				o.finding(lines, o.called(lines, number, "2025-11-19"), hotline.Verified)
			}
			if n := o.round(); n != raised {
				t.Errorf("%d alerts, want %d", n, raised)
			}
		})
	}
}
