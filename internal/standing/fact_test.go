package standing

import (
	"os"
	"slices"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

func day(s string) workday.Date { return workday.MustParse(s) }

func library(t testing.TB) *law.Library {
	t.Helper()
	lib, err := law.Load(os.DirFS("../check/testdata/law"))
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func TestF20_3_StandsOnDecidesByDatesAlone(t *testing.T) {
	t.Parallel()
	f := Fact{From: day("2026-04-16"), Until: day("2026-10-15"), Adverse: true}
	ended := f
	ended.EndedOn, ended.EndedBy = day("2026-07-01"), Repaired
	unmerged := ended
	unmerged.EndedBy = Unmerged
	endless := f
	endless.Until = 0
	for _, r := range []struct {
		name string
		fact Fact
		on   string
		why  string // empty: it stands
	}{
		{"the day before it begins", f, "2026-04-15", NotYet},
		{"the day it begins", f, "2026-04-16", ""},
		{"the day after", f, "2026-04-17", ""},
		{"the day before its last", f, "2026-10-14", ""},
		{"its last day", f, "2026-10-15", ""},
		{"the day after its last", f, "2026-10-16", Expired},
		{"the day before the repair", ended, "2026-06-30", ""},
		{"the day of the repair", ended, "2026-07-01", Repaired},
		{"after the repair, after its last day", ended, "2026-10-16", Repaired},
		{"assigned to the wrong entity, before that was known", unmerged, "2026-06-30", Unmerged},
		{"adverse without an end", endless, "2026-06-30", NoEnd},
	} {
		if stands, why := r.fact.StandsOn(day(r.on)); why != r.why || stands != (r.why == "") {
			t.Errorf("%s: %v %q, want %q", r.name, stands, why, r.why)
		}
	}
}

func penalty(change func(*record.Record)) record.Record {
	r := record.Record{EntityID: "e", ID: "r", Version: 1, Item: "penalty", Class: law.Penalty, Adverse: true, State: record.Effective,
		DocumentNo: "示罚〔2026〕1号", Authority: "示例局", Severity: law.General, SeverityRule: "severity:penalty.general",
		DecidedOn: day("2026-03-01"), PublicFrom: day("2026-03-05"), PublicUntil: day("2027-03-04"), SeenAt: day("2026-03-05").Start()}
	if change != nil {
		change(&r)
	}
	return r
}

func entry(list string, change func(*record.Record)) record.Record {
	return penalty(func(r *record.Record) {
		r.Item, r.Class, r.List, r.Severity, r.SeverityRule = "list_entry", law.ListEntry, list, "", ""
		r.DecidedOn, r.PublicFrom, r.PublicUntil = day("2026-04-16"), day("2026-04-16"), day("2029-04-15")
		if change != nil {
			change(r)
		}
	})
}

func TestFactOfARecord(t *testing.T) {
	t.Parallel()
	lib := library(t)
	for _, r := range []struct {
		name        string
		record      record.Record
		ok          bool
		from, until string
		standing    law.Standing
		endedBy     string
	}{
		{"a penalty counts from its decision until its publicity ends", penalty(nil), true, "2026-03-01", "2027-03-04", law.Text, ""},
		{"from service, if that came later", penalty(func(r *record.Record) { r.ServedOn = day("2026-03-10") }), true, "2026-03-10", "2027-03-04", law.Text, ""},
		{"what a department writes cannot lengthen it", penalty(func(r *record.Record) { r.PublicUntil = day("2030-01-01") }), true, "2026-03-01", "2027-03-04", law.Text, ""},
		{"an end of its own shortens it", penalty(func(r *record.Record) { r.ValidUntil = day("2026-09-30") }), true, "2026-03-01", "2026-09-30", law.Text, ""},
		{"a minor one, never public, ends as well", penalty(func(r *record.Record) {
			r.Severity, r.SeverityRule, r.PublicFrom, r.PublicUntil = law.Minor, "severity:penalty.minor", 0, 0
		}), true, "2026-03-01", "2026-05-31", law.Text, ""},
		{"a list entry bounded by the longest period", entry("tax-major", func(r *record.Record) { r.PublicUntil = 0; r.ValidUntil = day("2035-01-01") }), true, "2026-04-16", "2029-04-15", law.Text, ""},
		{"resting on an assumed list", entry("guessed-list", nil), true, "2026-04-16", "2029-04-15", law.Assumed, ""},
		{"G9 a list nobody knows is no basis", entry("no-such-list", nil), false, "2026-04-16", "2029-04-15", law.Text, NoBasis},
		{"G9 without an end, no fact", penalty(func(r *record.Record) { r.Item, r.Class, r.PublicUntil = "ban", law.Ban, 0 }), false, "2026-03-01", "", law.Text, NoEnd},
		{"repaired on a day", penalty(func(r *record.Record) { r.State, r.StateOn = record.Repaired, day("2026-07-01") }), true, "2026-03-01", "2027-03-04", law.Text, Repaired},
		{"withdrawn without a day: from its beginning", penalty(func(r *record.Record) { r.State = record.Withdrawn }), true, "2026-03-01", "2027-03-04", law.Text, Withdrawn},
		{"a ban lasts as long as it was pronounced", penalty(func(r *record.Record) {
			r.Item, r.Class, r.ValidFrom, r.ValidUntil, r.PublicUntil = "ban", law.Ban, day("2026-04-01"), day("2031-03-31"), day("2029-03-04")
		}), true, "2026-04-01", "2031-03-31", law.Text, ""},
		{"an honour may have no end", penalty(func(r *record.Record) {
			r.Item, r.Class, r.Adverse, r.PublicUntil = "honour", law.Honour, false, 0
		}), true, "2026-03-01", "", law.Text, ""},
		{"a broken commitment", penalty(func(r *record.Record) { r.Item, r.Class, r.ValidUntil = "commitment", law.Pledge, day("2027-01-01") }), true, "2026-03-01", "2027-01-01", law.Text, ""},
	} {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			f, ok := FactOf(r.record, lib)
			if ok != r.ok || f.From.String() != r.from || f.Until.String() != r.until || f.Standing != r.standing || f.EndedBy != r.endedBy {
				t.Errorf("ok %v from %s until %s standing %s ended by %q", ok, f.From, f.Until, f.Standing, f.EndedBy)
			}
			if ok && (len(f.Basis) == 0 || len(f.LawKeys) == 0) {
				t.Errorf("basis %v, law %v", f.Basis, f.LawKeys)
			}
		})
	}
	for name, r := range map[string]record.Record{
		"a licence":         penalty(func(r *record.Record) { r.Class, r.Adverse = law.Licence, false }),
		"a kept commitment": penalty(func(r *record.Record) { r.Class, r.Adverse = law.Pledge, false }),
		"a contract":        penalty(func(r *record.Record) { r.Class = law.Contract }),
		"an amendment":      penalty(func(r *record.Record) { r.Class, r.Adverse = law.Amendment, false }),
	} {
		if f, ok := FactOf(r, lib); ok || f.ID != "" {
			t.Errorf("%s makes a fact: %+v", name, f)
		}
	}
}

func TestFactsNameTheRulesTheyRestOn(t *testing.T) {
	t.Parallel()
	lib := library(t)
	f, _ := FactOf(entry("guessed-list", nil), lib)
	if !slices.Equal(f.LawKeys, []string{"list:guessed-list", "period:guessed"}) || !slices.Equal(f.AssumedKeys, f.LawKeys) {
		t.Errorf("law %v, assumed %v", f.LawKeys, f.AssumedKeys)
	}
	f, _ = FactOf(penalty(nil), lib)
	if !slices.Equal(f.LawKeys, []string{"item:penalty", "period:general", "severity:penalty.general"}) || len(f.AssumedKeys) != 0 {
		t.Errorf("law %v, assumed %v", f.LawKeys, f.AssumedKeys)
	}
	ban := penalty(func(r *record.Record) {
		r.Item, r.Class, r.ValidUntil = "ban", law.Ban, day("2027-01-01")
		r.Content = map[string]string{"JR_LX": "industry", "JR_HY": "C14"}
	})
	if f, _ = FactOf(ban, lib); f.Ban != "industry" || f.Industry != "C14" {
		t.Errorf("ban %q %q", f.Ban, f.Industry)
	}
}
