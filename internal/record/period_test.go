package record

import (
	"sync"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

var library = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

func shipped(t testing.TB) *law.Library {
	t.Helper()
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func d(s string) workday.Date { return workday.MustParse(s) }

// judgeOf makes a judge of one item on a day.
func judgeOf(t testing.TB, item string, today workday.Date) *judge {
	t.Helper()
	lib := shipped(t)
	it, ok := lib.On(today).Item(item)
	if !ok {
		t.Fatalf("no item %s", item)
	}
	return newJudge(lib, byFields(&it), body{sourceID, "海南省示例市场监督管理局"}, today, plainKeys{})
}

// plainKeys stand in for the keyed ones where nothing is stored.
type plainKeys struct{}

func (plainKeys) Person(document, number string) string { return "p-" + document + number }
func (plainKeys) Blind(value string) string             { return value }

// TestF09_9 counts the days of the period engine one by one: the day before, the day, the day after.
func TestF09_9_PeriodsByRegimeAndSeverity(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		decided, seen       string
		kinds               []string
		fine                int64
		severity            law.Severity
		from, repair, until string
	}{
		"一般, new rules":                      {"2026-08-03", "2026-08-05", []string{"罚款"}, 2_000_00, law.General, "2026-08-05", "2026-11-05", "2027-08-04"},
		"严重, new rules":                      {"2026-08-03", "2026-08-05", []string{"罚款", "吊销许可证件"}, 0, law.Serious, "2026-08-05", "2027-08-05", "2029-08-04"},
		"轻微 is not published":                {"2026-08-03", "2026-08-05", []string{"警告"}, 0, law.Minor, "", "2026-08-05", ""},
		"the day before the new rules":       {"2025-06-21", "2025-06-23", []string{"罚款"}, 2_000_00, law.General, "2025-06-23", "2025-09-23", "2028-06-22"},
		"the day of the new rules":           {"2025-06-22", "2025-06-23", []string{"罚款"}, 2_000_00, law.General, "2025-06-23", "2025-09-23", "2026-06-22"},
		"under the SAMR rules of 2021":       {"2022-03-01", "2022-03-02", []string{"罚款"}, 2_000_00, law.General, "2022-03-02", "2022-09-02", "2025-03-01"},
		"lateness does not lengthen it":      {"2026-08-03", "2026-11-20", []string{"罚款"}, 2_000_00, law.General, "2026-08-12", "2026-11-12", "2027-08-11"},
		"a month without such a day":         {"2025-11-28", "2025-11-30", []string{"罚款"}, 2_000_00, law.General, "2025-11-30", "2026-02-28", "2026-11-29"},
		"on 29 February":                     {"2028-02-28", "2028-02-29", []string{"罚款"}, 2_000_00, law.General, "2028-02-29", "2028-05-29", "2029-02-27"},
		"unknown kinds are not made serious": {"2026-08-03", "2026-08-05", []string{"其他-示例"}, 0, law.General, "2026-08-05", "2026-11-05", "2027-08-04"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := judgeOf(t, "penalty", d(c.seen))
			f := &finding{rec: Record{Item: "penalty", Class: law.Penalty, Adverse: true, State: Effective, Kinds: c.kinds, Fine: c.fine, DecidedOn: d(c.decided)}}
			f.due = j.dueOn(f.rec.DecidedOn)
			j.weigh(f, j.today)
			r := f.rec
			if r.Severity != c.severity || r.PublicFrom.String() != c.from || r.RepairFrom.String() != c.repair || r.PublicUntil.String() != c.until {
				t.Errorf("%s: public %s to %s, repair from %s (%s, %s)", r.Severity, r.PublicFrom, r.PublicUntil, r.RepairFrom, r.SeverityRule, r.Period)
			}
		})
	}
}

func TestF09_9_PublicationEndsByItself(t *testing.T) {
	t.Parallel()
	r := Record{Publicity: law.Public, State: Effective, PublicFrom: d("2026-08-05"), PublicUntil: d("2027-08-04")}
	for day, want := range map[string]Status{
		"2026-08-04": StatusPending, "2026-08-05": StatusPublic, "2027-08-03": StatusPublic, "2027-08-04": StatusPublic, "2027-08-05": StatusEnded,
	} {
		if got := r.StatusOn(d(day)); got != want {
			t.Errorf("on %s it is %s, want %s", day, got, want)
		}
	}
	for name, c := range map[string]struct {
		change func(*Record)
		want   Status
	}{
		"repaired":                 {func(r *Record) { r.State = Repaired }, StatusRepaired},
		"withdrawn":                {func(r *Record) { r.State = Withdrawn }, StatusWithdrawn},
		"unmerged":                 {func(r *Record) { r.State = Unmerged }, StatusWithdrawn},
		"never public":             {func(r *Record) { r.PublicFrom = 0 }, StatusHidden},
		"repaired, never public":   {func(r *Record) { r.PublicFrom, r.State = 0, Repaired }, StatusHidden},
		"by authorisation only":    {func(r *Record) { r.Publicity = law.ByAuthorisation }, StatusHidden},
		"a person without an end":  {func(r *Record) { r.Person, r.PublicUntil = true, 0 }, StatusHidden},
		"a licence without an end": {func(r *Record) { r.PublicUntil = 0 }, StatusPublic},
	} {
		r := r
		c.change(&r)
		if got := r.StatusOn(d("2026-09-01")); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestF09_9_TheDepartmentMayShortenNotLengthen(t *testing.T) {
	t.Parallel()
	for stated, want := range map[string]string{
		"2027-01-31": "2027-01-31", "2026-09-01": "2026-11-04", "2030-01-01": "2027-08-04", "2027-08-04": "2027-08-04",
	} {
		j := judgeOf(t, "penalty", d("2026-08-05"))
		f := &finding{stated: d(stated), due: d("2026-08-12"),
			rec: Record{Item: "penalty", Class: law.Penalty, Adverse: true, State: Effective, Kinds: []string{"罚款"}, DecidedOn: d("2026-08-03")}}
		j.weigh(f, j.today)
		if got := f.rec.PublicUntil.String(); got != want {
			t.Errorf("stated %s: until %s, want %s", stated, got, want)
		}
	}
}

func TestF09_4_SevenWorkingDaysByTheOfficialCalendar(t *testing.T) {
	t.Parallel()
	lib := shipped(t)
	for decided, want := range map[string]string{
		"2026-08-03": "2026-08-12", // an ordinary Monday
		"2026-09-29": "2026-10-14", // over National Day: 1–7 October off, Saturday the 10th is worked
		"2025-01-24": "2025-02-10", // over Spring Festival: 28 January–4 February off, the 26th and 8th are worked
	} {
		due, _ := workday.Due(d(decided), workday.Term{N: 7, Unit: workday.WorkingDays}, lib.Calendar())
		if got := deadline(lib, "publicity.dual", d(decided)); got != due {
			t.Errorf("decided %s: due %s, the calendar says %s", decided, got, due)
		}
		if got := deadline(lib, "publicity.dual", d(decided)).String(); got != want {
			t.Errorf("decided %s: due %s, want %s", decided, got, want)
		}
	}
	if got := deadline(lib, "publicity.dual.alarm", d("2026-08-03")).String(); got != "2026-08-10" {
		t.Errorf("the alarm of 2026-08-03 is on %s", got)
	}
}
