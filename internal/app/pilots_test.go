package app

import (
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/inspection"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pilot"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// TestF29_1_AnApprovedPilotSwitchesWhatInspectionsAsk: the program's own wiring, from an approval to the class table of a firm, and the
// numbers of the evaluation from the visits to the firms of its scope.
func TestF29_1_AnApprovedPilotSwitchesWhatInspectionsAsk(t *testing.T) {
	t.Parallel()
	lead := counter.Person("lead", counter.Code("11460000", "MB000001"), "海南省虚构信用主管部门", "460000", "R19")
	second := counter.Person("second", lead.Org, lead.Name, "460000", "R19")
	c := counter.Open(t, "2026-11-20", map[string]access.Actor{"lead": lead})
	log, err := ledger.Open(t.Context(), c.DB, "xinheng/test", c.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	a := &App{Pool: c.DB, Law: c.Law, Now: c.Now, Inspection: inspection.NewDesk(c.DB, c.Law, log, c.Sealer, c.Now)}
	a.pilot()
	here, away := counter.Code("91460100", "MA000001"), counter.Code("91460200", "MA000002")
	for firm, region := range map[string]string{here: "460105", away: "460200"} {
		_, err := c.DB.Exec(t.Context(), pg.Query{Name: "firm", SQL: `insert into registry.entity (entity_id, name, name_norm, core_name, bigrams, kind, status, region, region_derived, industry, address,
			legal_rep_masked, legal_rep_blind, parent_id, reg_no, digest) values ($1, '海南虚构食品有限公司', '', '', '{}', 'enterprise', 'registered', $2, false, 'C14', '', '', '', '', '', '')`}, firm, region)
		counter.Must(t, err)
		for i, day := range []string{"2026-11-01", "2026-12-01", "2026-12-31", "2027-01-01"} { // before, the first and the last day, after
			_, err := c.DB.Exec(t.Context(), pg.Query{Name: "visit", SQL: `insert into visit.visit (entity_id, visit_id, org, cause, class, mode, title_zh, title_en, approval_no, planned_on, begun_on, flags, result,
				found, formed_on, publish_by, record_id, comment, rating, state, changed_at) values ($1, $2, 'o', 'case', 'C', 'on_site', '示例', 'invented', '', $3, $3, '{}', 'x', $4, $3, $3, '', '', 0, 'resulted', now())`},
				firm, day, workday.MustParse(day), i == 1)
			counter.Must(t, err)
		}
	}
	p, err := a.Pilots.Propose(t.Context(), lead, pilot.Proposal{Name: law.Text2{ZH: "示例试点", EN: "Invented"}, Feature: pilot.ClassTable, Domain: "market.food", Table: "environment",
		Scope: pilot.Scope{Regions: []string{"4601"}, Industries: []string{"14"}}, Basis: "琼示例函 1", FirstOn: workday.MustParse("2026-12-01"), LastOn: workday.MustParse("2026-12-31")})
	counter.Must(t, err)
	_, err = a.Pilots.Approve(t.Context(), second, p.ID)
	counter.Must(t, err)
	for _, x := range []struct {
		firm, on string
		switched bool
	}{{here, "2026-11-30", false}, {here, "2026-12-01", true}, {here, "2026-12-31", true}, {here, "2027-01-01", false}, {away, "2026-12-15", false}} {
		got, err := a.Inspection.Class(t.Context(), x.firm, "market.food", workday.MustParse(x.on))
		if err != nil || (got.Table.Code == "environment") != x.switched {
			t.Errorf("%s on %s is classed by %s: %v", x.firm, x.on, got.Table.Code, err)
		}
	}
	c.On("2027-01-02")
	done, err := a.Pilots.Evaluate(t.Context(), lead, p.ID, pilot.Findings{Says: "示例", Advice: "drop"})
	counter.Must(t, err)
	for _, n := range done.Evaluation.Counts {
		want := map[string][2]int64{"visits": {1, 2}, "firms": {1, 1}, "resulted": {1, 2}, "found": {0, 1}, "high": {1, 2}}[n.Code]
		if want != [2]int64{n.Before, n.During} {
			t.Errorf("%+v, want %v", n, want)
		}
	}
}
