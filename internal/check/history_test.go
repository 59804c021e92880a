package check

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

type pastPage struct {
	Decisions []Past
	Next      string
}

func (o *office) past(key, query string) pastPage {
	o.t.Helper()
	status, b := o.get("/v1/decisions"+query, key)
	if status != http.StatusOK {
		o.t.Fatalf("%s: %d %s", query, status, b)
	}
	return read[pastPage](o.t, b)
}

func TestF07_7_ABodyLooksThroughItsOwnChecksAndNoOthers(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	must(t, o.index.Load(t.Context()))
	ask := func(key, subject string, change func(*Request)) string {
		t.Helper()
		r := request(subject)
		if change != nil {
			change(&r)
		}
		status, b := o.ask(key, r)
		if status != http.StatusOK {
			t.Fatalf("%d %s", status, b)
		}
		return read[Decision](t, b).ID
	}
	first := ask(o.mine, listedFirm, nil)
	theirs := ask(o.other, listedFirm, nil)
	o.clock.Add(int64(24 * time.Hour))
	second := ask(o.mine, cleanFirm, func(r *Request) { r.Matter, r.Purpose, r.On = "edge-cases", "supervision", day("2026-11-22") })
	o.clock.Add(int64(time.Second)) // of two checks of one instant, either may come first
	yes := ask(o.mine, cleanFirm, func(r *Request) { r.Matter, r.Purpose = "duty-free", "duty_free" })

	ids := func(p pastPage) (out []string) {
		for _, d := range p.Decisions {
			out = append(out, d.ID)
		}
		return out
	}
	for _, c := range []struct {
		key, query string
		want       []string
	}{
		{o.mine, "", []string{yes, second, first}},
		{o.other, "", []string{theirs}},
		{o.mine, "?subject=" + listedFirm, []string{first}},
		{o.other, "?subject=" + cleanFirm, nil},
		{o.mine, "?matter=edge-cases", []string{second}},
		{o.mine, "?outcome=prohibited", []string{first}},
		{o.mine, "?outcome=clear", []string{second}}, // what was told in one word is found by no outcome
		{o.mine, "?mine=1", []string{yes, second, first}},
		{o.mine, "?until=2026-11-22", []string{first}},
		{o.mine, "?from=2026-11-22&until=2026-11-22", []string{first}},
		{o.mine, "?from=2026-11-23", []string{yes, second}},
		{o.mine, "?from=2026-11-24", nil},
		{o.mine, "?until=2026-11-21", nil},
	} {
		if got := ids(o.past(c.key, c.query)); !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%s: %v, want %v", c.query, got, c.want)
		}
	}
	p := o.past(o.mine, "").Decisions
	if d := p[2]; d.Outcome != Prohibited || d.Answer != "" || d.Subject != listedFirm || d.CaseNo != "CG-2026-1188" || d.Officer != "示例经办人" || d.Matter.Name.ZH == "" {
		t.Errorf("%+v", d)
	}
	if d := p[1]; d.On != day("2026-11-22") {
		t.Errorf("asked about %s", d.On)
	}
	if d := p[0]; d.Answer != Yes || d.Outcome != "" {
		t.Errorf("level 1 tells one word: %+v", d)
	}
	for query, want := range map[string]string{"?after=nonsense": "check.cursor", "?subject=91460000MAXNX0001B": "ident.uscc_check"} {
		if status, b := o.get("/v1/decisions"+query, o.mine); status != http.StatusUnprocessableEntity || read[problem](t, b).Code != want {
			t.Errorf("%s: %d %s", query, status, b)
		}
	}
	if status, _ := o.get("/v1/decisions", ""); status != http.StatusUnauthorized {
		t.Errorf("nobody: %d", status)
	}
	reader, err := access.NewKeys(o.db, o.now).Issue(t.Context(), myBody, "示例采购中心", []string{access.ScopeRead})
	must(t, err)
	if status, _ := o.get("/v1/decisions", reader); status != http.StatusForbidden {
		t.Errorf("without the permission: %d", status)
	}
	if status, _ := o.get("/v1/decisions/"+theirs, o.mine); status != http.StatusNotFound {
		t.Errorf("another body's check: %d", status)
	}
}

func TestF07_7_TheListOfChecksPagesWithoutLossOrRepetition(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	must(t, o.index.Load(t.Context()))
	subjects := slices.Repeat([]string{cleanFirm, listedFirm}, 6) // of one instant, as a file of checks is
	_, err := o.desk.DecideMany(t.Context(), access.Actor{ID: "key:x", Kind: access.KindKey, Org: myBody},
		BatchRequest{Matter: "gp-qualification", Purpose: "procurement", CaseNo: "CG-1", Officer: "示例经办人", Subjects: subjects})
	must(t, err)
	seen := map[string]bool{}
	for after, pages := "", 0; ; pages++ {
		p := o.past(o.mine, "?limit=5&after="+after)
		for _, d := range p.Decisions {
			if seen[d.ID] {
				t.Errorf("%s twice", d.ID)
			}
			seen[d.ID] = true
		}
		if after = p.Next; after == "" {
			if pages != 2 {
				t.Errorf("%d pages", pages+1)
			}
			break
		}
	}
	if len(seen) != 12 {
		t.Errorf("%d checks", len(seen))
	}
}

// A body that asks all day long must get its first page, and its last, without reading the pages between.
func TestF07_7_APageOfChecksIsReadInTheOrderOfItsIndex(t *testing.T) {
	t.Parallel()
	o := open(t)
	must(t, o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		rows, err := tx.Query(ctx, pg.Query{SQL: "explain " + qPast.SQL}, myBody, o.now(), "", time.Unix(0, 0), o.now(), "", "", "", []string{}, 51)
		if err != nil {
			return err
		}
		defer rows.Close()
		plan := ""
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				return err
			}
			plan += line + "\n"
		}
		if !strings.Contains(plan, "decision_by_org_in_order") || strings.Contains(plan, "Sort") {
			t.Error(plan)
		}
		return rows.Err()
	}))
}

func TestF07_7_TheOfficerOfACheckIsWhoeverIsSignedIn(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	must(t, o.index.Load(t.Context()))
	clerk := access.Actor{ID: "person:1", Kind: access.KindPerson, Org: myBody, Person: "示丁", Scopes: []string{access.ScopeCheck}}
	for i, c := range []struct{ typed, want, code string }{{"", "示丁", ""}, {"示丁", "示丁", ""}, {"别人", "", "check.officer_given"}} {
		r := request(cleanFirm)
		r.Officer, r.CaseNo = c.typed, "CG-"+strconv.Itoa(i)
		d, err := o.desk.Decide(t.Context(), clerk, r)
		if c.code == "" && (err != nil || d.Officer != c.want) || c.code != "" && !fault.Is(err, c.code) {
			t.Errorf("%q: %q %v", c.typed, d.Officer, err)
		}
	}
	page, _, err := o.desk.History(t.Context(), clerk, Wanted{Mine: true, Limit: 10})
	must(t, err)
	others, _, err := o.desk.History(t.Context(), access.Actor{ID: "person:2", Kind: access.KindPerson, Org: myBody, Person: "示戊"}, Wanted{Mine: true, Limit: 10})
	must(t, err)
	if len(page) != 2 || page[0].Officer != "示丁" || len(others) != 0 {
		t.Errorf("%+v, a colleague: %+v", page, others)
	}
}
