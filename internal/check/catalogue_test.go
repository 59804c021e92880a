package check

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/law"
)

type items[T any] struct {
	On      string `json:"on"`
	Edition string `json:"law_edition"`
	Items   []T    `json:"items"`
}

func TestF01_1_TheMatterCatalogueIsDated(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, r := range []struct{ on, version string }{{"2025-12-31", "1"}, {"2026-01-01", "2"}, {"", "2"}} {
		status, body := o.get("/v1/matters/gp-qualification?on="+r.on, "")
		m := read[MatterView](t, body)
		if status != 200 || m.Version != r.version || m.Mode != law.Ordinary || m.Exclusion.ZH != "涉及公平竞争" || m.Body.ZH == "" ||
			m.Cited[0].Text.ZH != "《示例采购法》第五条" || len(m.Rules) == 0 || len(m.Versions) != 2 {
			t.Errorf("on %q: %d %s", r.on, status, body)
		}
	}
	if _, body := o.get("/v1/matters?field=procurement", ""); len(read[items[law.Matter]](t, body).Items) != 1 {
		t.Errorf("%s", body)
	}
	_, body := o.get("/v1/matters/gp-qualification/diff?from=2025-12-31&to=2026-01-01", "")
	d := read[MatterDiff](t, body)
	if !slices.Contains(d.Changed, "rules") || !slices.Contains(d.Changed, "name") || slices.Contains(d.Changed, "mode") || d.From.Version != "1" || d.To.Version != "2" {
		t.Errorf("%s", body)
	}
	for path, want := range map[string]string{
		"/v1/matters/gp-qualification?on=2019-12-31": "check.matter_not_in_force",
		"/v1/matters/gp":                      "check.unknown_matter",
		"/v1/matters/gp/diff?from=2025-12-31": "check.unknown_matter",
		"/v1/matters?on=yesterday":            "web.bad_date",
	} {
		if _, body := o.get(path, ""); read[problem](t, body).Code != want {
			t.Errorf("%s: %s", path, body)
		}
	}
}

func TestF16_1_F16_6_MeasuresAndIncentivesAreCatalogued(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, body := o.get("/v1/measures?on=2026-06-30", "")
	ms := read[items[MeasureView]](t, body).Items
	i := slices.IndexFunc(ms, func(m MeasureView) bool { return m.Code == "procurement-ban" })
	m := ms[i]
	if m.Group != "I" || m.Body.ZH == "" || m.Scope.ZH == "" || m.MaxMonths != 36 || m.Cited[0].Text.ZH != "《示例采购法》第二十二条" ||
		!slices.ContainsFunc(m.Triggers, func(t Trigger) bool { return t.Matter == "gp-qualification" && t.When.List == "tax-major" && t.Must }) {
		t.Errorf("%+v", m)
	}
	for path, status := range map[string]int{
		"/v1/measures/ended-ban?on=2026-06-30": 200, "/v1/measures/ended-ban?on=2026-07-01": 404, "/v1/measures/nothing": 404,
	} {
		if got, body := o.get(path, ""); got != status {
			t.Errorf("%s: %d %s", path, got, body)
		}
	}
	if _, body := o.get("/v1/incentives", ""); read[items[law.Incentive]](t, body).Items[0].Code != "green-channel" {
		t.Errorf("%s", body)
	}
	_, body = o.get("/v1/lists?on=2026-07-01", "")
	ls := read[items[law.List]](t, body).Items
	if len(ls) != 3 || ls[0].Removal.ZH == "" {
		t.Errorf("%s", body)
	}
}

func TestF07_1_ObligationsAndHowTheyAreMet(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	_, body := o.get("/v1/obligations", "")
	obliged := read[items[Obligation]](t, body).Items
	codes := []string{}
	for _, ob := range obliged {
		codes = append(codes, ob.Matter.Code)
		if ob.Step.ZH == "" || ob.Body.ZH == "" || len(ob.Cited) == 0 {
			t.Errorf("%+v", ob)
		}
	}
	if got := strings.Join(codes, " "); got != "gp-qualification licence-by-commitment edge-cases" {
		t.Errorf("obliged: %s", got)
	}
	ask := func(matter, purpose string) {
		q := request(cleanFirm)
		q.Matter, q.Purpose = matter, purpose
		if status, body := o.ask(o.mine, q); status != http.StatusOK {
			t.Fatalf("%s", body)
		}
	}
	ask("gp-qualification", "procurement")
	o.clock.Add(int64(29 * 24 * 3600 * 1e9)) // the window's first day is still in it
	ask("gp-qualification", "procurement")
	ask("licence-by-commitment", "test") // testing does not count
	coverage := func() (c Coverage) {
		status, body := o.get("/v1/obligations/coverage", o.mine)
		if status != http.StatusOK {
			t.Fatalf("%s", body)
		}
		return read[Coverage](t, body)
	}
	c := coverage()
	if c.Obliged != 3 || c.Checked != 1 || c.Matters[0].Matter.Code != "gp-qualification" || c.Matters[0].Calls != 2 || c.Matters[0].Bodies != 1 || c.Matters[1].Calls != 0 {
		t.Errorf("%+v", c)
	}
	o.clock.Add(int64(24 * 3600 * 1e9)) // one day more, and the first call is out
	if c = coverage(); c.Matters[0].Calls != 1 {
		t.Errorf("%+v", c.Matters[0])
	}
	if status, _ := o.get("/v1/obligations/coverage", o.other); status != http.StatusForbidden {
		t.Errorf("without the scope: %d", status)
	}
}
