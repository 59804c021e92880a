package verify_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"xinheng/internal/app"
	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/inspection"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/verify"
	"xinheng/internal/workday"
)

// F13-3: of everything that took effect, each is due, in hand, ended, or under daily supervision; and what is under daily supervision is
// either in the roster of the next draw of a matter that covers it, whatever the trade of its firm, or shown as covered by none.
func TestF13_3_RostersReadTheDailyPoolAndNoneIsLost(t *testing.T) {
	t.Parallel()
	planner := counter.Person("planner", counter.Code("11460000", "MB000001"), "海口市虚构文旅局", "460000", "R9")
	c := counter.Open(t, "2026-11-02", nil)
	events := &record.Events{}
	log, err := ledger.Open(t.Context(), c.DB, "xinheng.example/ledger", c.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	cases := caseflow.NewDesk(c.DB, c.Law, c.Sealer, c.Now)
	v := verify.NewDesk(c.DB, c.Law, record.NewDesk(c.DB, c.Law, c.Sealer, events, nil, c.Now), cases, c.Now)
	draws := inspection.NewDesk(c.DB, c.Law, log, c.Sealer, c.Now)
	app.WireDaily(v, draws)
	within := func(f func(ctx context.Context, tx pg.Tx) error) {
		t.Helper()
		counter.Must(t, c.DB.InTx(t.Context(), f))
	}
	firm := func(n int) string { return counter.Code("91460000", fmt.Sprintf("MA%06d", n)) }
	trades := []string{"L72", "L72", "C14", "C14", "F52", "L72"} // travel agencies, food, shops
	var all []registry.Registration
	for i, trade := range trades {
		all = append(all, registry.Registration{Entity: registry.Entity{ID: firm(i), Name: fmt.Sprintf("海南虚构%d号有限公司", i), Kind: registry.Enterprise, Region: "460100", Industry: trade, Status: registry.Registered}})
	}
	within(func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, c.Sealer, all)
		return err
	})
	promise := func(n int, id, matter string) verify.Promise {
		return verify.Promise{EntityID: firm(n), ID: id, Kind: "voluntary", Undertaking: "own-quality", Matter: matter, Region: "460100", On: workday.MustParse("2026-11-02")}
	}
	// Every one is promised to the public, so that none is verified one by one: all belong to daily supervision.
	for i := range 5 {
		p := promise(i, fmt.Sprintf("CN-%d", i), []string{"", "travel-agency", "", "", "travel-agency"}[i])
		within(func(ctx context.Context, tx pg.Tx) error { return v.Plan(ctx, tx, p) })
		within(func(ctx context.Context, tx pg.Tx) error { return v.Plan(ctx, tx, p) }) // told twice, there once
	}
	within(func(ctx context.Context, tx pg.Tx) error {
		return v.Withdrawn(ctx, tx, firm(3), "CN-3", workday.MustParse("2026-11-02"))
	})
	pool, _, err := v.Pool(t.Context(), "", "", "")
	counter.Must(t, err)
	before, err := draws.Supervision(t.Context(), planner)
	counter.Must(t, err)
	if len(pool) != 4 || before.All != 4 || before.Waiting != 4 || len(before.Items) != 4 {
		t.Fatalf("the pool holds %d, draws know of %+v", len(pool), before)
	}
	for _, x := range before.Items {
		if len(x.By) != 0 {
			t.Errorf("%s is said to be covered before there is any matter: %v", x.Commitment, x.By)
		}
	}
	draw := drawOf(t, c, draws, planner.Org)
	after, err := draws.Supervision(t.Context(), planner)
	counter.Must(t, err)
	rosters := map[string]int64{}
	for _, x := range after.Items {
		rosters[x.Commitment] = x.Rosters
		if (x.Rosters == 0) != (len(x.By) == 0) {
			t.Errorf("%s: in %d rosters, covered by %v", x.Commitment, x.Rosters, x.By)
		}
	}
	// CN-0 and CN-1 are of travel agencies; CN-4 is a shop's, made for an approval the matter names; CN-2 is food's, which it does not concern.
	if want := map[string]int64{"CN-0": 1, "CN-1": 1, "CN-2": 0, "CN-4": 1}; fmt.Sprint(rosters) != fmt.Sprint(want) || after.Waiting != 1 {
		t.Errorf("rosters %v, waiting %d, want %v and 1", rosters, after.Waiting, want)
	}
	body, err := pg.Scalar[[]byte](t.Context(), pgtest.Owner(t, c.DB), pg.Query{Name: "roster", SQL: `select string_agg(body, '' order by seq) from inspection.roster_chunk where draw_id = $1`}, draw)
	counter.Must(t, err)
	for n, there := range []bool{true, true, false, false, true, true} { // the last promised nothing and is of the trade
		if bytes.Contains(body, []byte(firm(n)+" ")) != there {
			t.Errorf("firm %d (%s) in the roster: %v", n, trades[n], !there)
		}
	}
	t.Run("what is looked for again is the same", func(t *testing.T) {
		counter.Must(t, app.SuperviseAll(t.Context(), c.DB, v, draws))
		again, err := draws.Supervision(t.Context(), planner)
		counter.Must(t, err)
		if again.All != after.All || again.Waiting != after.Waiting {
			t.Errorf("%+v, then %+v", after, again)
		}
	})
}

// drawOf gathers the roster of a draw over travel agencies, and over whatever promised to run one.
func drawOf(t *testing.T, c *counter.Counter, draws *inspection.Desk, org string) string {
	t.Helper()
	owner := pgtest.Owner(t, c.DB)
	exec := func(sql string, args ...any) {
		_, err := owner.Exec(t.Context(), pg.Query{Name: "test", SQL: sql}, args...)
		counter.Must(t, err)
	}
	exec(`insert into inspection.matter values ('tourism.agency', $1, '旅行社监督检查（示例）', 'Travel agencies (example)', 'tourism', 'key', '《旅行社条例》', '{72}', '', true, 1, $2, '{travel-agency}')`, org, time.Now())
	exec(`insert into inspection.plan values ('p', $1, 'tourism.agency', 2026, 0, '2026-11-02', '2026-12-31', '{"A": {"ppm": 500000, "key": "plan"}, "B": {"ppm": 500000, "key": "plan"}, "C": {"ppm": 500000, "key": "plan"}, "D": {"ppm": 500000, "key": "plan"}}', 'published', 'person:planner', 1, $2)`, org, time.Now())
	for _, a := range []string{"i0", "i1"} {
		exec(`insert into inspection.inspector values ($1, $2, '检查员', '示例-1', '2027-12-31', true, $3)`, a, org, time.Now())
	}
	v, err := draws.Begin(t.Context(), counter.Person("planner", org, "海口市虚构文旅局", "460000", "R9"), "p", []string{org, counter.Code("11460000", "MB000009")})
	counter.Must(t, err)
	counter.Must(t, draws.Gather(t.Context(), v.ID))
	return v.ID
}
