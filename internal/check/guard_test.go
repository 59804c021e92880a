package check

import (
	"fmt"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/record"
)

// penal is a penalty of the firm, from 1 March 2026 until 28 February 2027.
func penal(id string, s law.Severity, change func(*record.Record)) record.Record {
	r := entry(1, func(r *record.Record) {
		r.ID, r.Item, r.Class, r.List, r.Severity = id, "penalty", law.Penalty, "", s
		r.Authority, r.DocumentNo = "示例局", "示罚〔2026〕"+id
		r.DecidedOn, r.PublicFrom, r.PublicUntil = day("2026-03-01"), day("2026-03-01"), day("2027-02-28")
	})
	if change != nil {
		change(&r)
	}
	return r
}

func (o *office) gist(matter, purpose, on string) string {
	o.t.Helper()
	q := request(listedFirm)
	q.Matter, q.Purpose, q.On = matter, purpose, day(on)
	_, body := o.ask(o.mine, q)
	d := read[Decision](o.t, body)
	if d.Finding == nil {
		o.t.Fatalf("%s", body)
	}
	return gist(*d.Finding)
}

func TestF16_4_DoubleCountingExpiredBasisAndMinorSeverityAreStopped(t *testing.T) {
	t.Parallel()
	o := open(t)
	serious := penal("s", law.Serious, nil)
	o.take(serious, penal("m", law.Minor, nil), penal("g", law.General, nil),
		entry(1, func(r *record.Record) { r.Authority, r.DocumentNo = serious.Authority, serious.DocumentNo }))
	for _, r := range []struct{ matter, purpose, on, want string }{
		{"gp-qualification", "procurement", "2026-05-31", "prohibited; !block procurement-ban; warn closer-look; warn closer-look; no m: minor; no s/procurement-ban: duplicate"},
		{"edge-cases", "approval", "2026-06-30", "prohibited; !block moved-ban; !block old-ban; inform guessed-ban (not block: assumed_not_adopted); no r-list/guessed-ban: assumed_not_adopted; no m: expired"},
		{"edge-cases", "approval", "2026-07-01", "restricted; !warn moved-ban (not block: group); inform guessed-ban (not block: assumed_not_adopted); no r-list/guessed-ban: assumed_not_adopted; no g/old-ban: basis_repealed; no m: expired"},
	} {
		if got := o.gist(r.matter, r.purpose, r.on); got != r.want {
			t.Errorf("%s on %s\n got %s\nwant %s", r.matter, r.on, got, r.want)
		}
	}
}

func TestF16_6_IncentivesComeTheSameWay(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(penal("h", law.NoSeverity, func(r *record.Record) {
		r.Item, r.Class, r.Adverse, r.Title, r.PublicUntil, r.ValidUntil = "honour", law.Honour, false, "示例守信企业", 0, day("2026-12-31")
	}))
	if got := o.gist("gp-qualification", "procurement", "2026-11-22"); got != "clear; incentive green-channel" {
		t.Error(got)
	}
}

func TestG3_PenaltiesNeverAddUpToAListing(t *testing.T) {
	t.Parallel()
	o := open(t)
	var many []record.Record
	for i := range 100 {
		many = append(many, penal(fmt.Sprint("p", i), law.Serious, nil))
	}
	o.take(many...)
	q := request(listedFirm)
	q.Matter, q.Purpose = "licence-by-commitment", "approval" // blocks whoever is on a serious list
	_, body := o.ask(o.mine, q)
	if d := read[Decision](t, body); d.Outcome != Clear || len(d.Effects) != 0 {
		t.Errorf("%s", body)
	}
	if n := o.count(`select count(*) from standing.fact where kind = 'list' or list <> ''`); n != 0 {
		t.Errorf("%d list entries came of penalties", n)
	}
}
