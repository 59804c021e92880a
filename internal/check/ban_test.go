package check

import (
	"testing"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

func banned(kind, industry string) standing.Fact {
	return standing.Fact{EntityID: "91460000MA00000106", ID: "b", Kind: standing.Banned, Item: "ban", Ban: kind, Industry: industry, Adverse: true, Authority: "虚构机关", DocumentNo: "JR-1",
		BasisText: "依据", Basis: []law.Ref{{Instrument: "qfb-2021-4", Article: "（十七）"}}, From: workday.MustParse("2026-11-01"), Until: workday.MustParse("2027-10-31")}
}

// F17-1: a ban is met at registration, at the appointment of managers and at licences, from its first day to its last.
func TestF17_1_ABanIsMetAtRegistrationAppointmentAndLicence(t *testing.T) {
	t.Parallel()
	lib, err := law.Load(lawdata.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, matter := range []string{"company-registration", "director-appointment", "food-licence"} {
		for day, met := range map[string]bool{"2026-10-31": false, "2026-11-01": true, "2027-10-31": true, "2027-11-01": false} {
			book := lib.On(workday.MustParse(day))
			m, ok := book.Matter(matter)
			if !ok {
				t.Fatalf("no matter %s", matter)
			}
			f := banned("market", "")
			if m.Level == 1 {
				f.EntityID = "p-aaaaaaaa"
			}
			got := Judge([]standing.Fact{f}, m, book, nil, workday.MustParse(day))
			if (len(got.Effects) > 0) != met {
				t.Errorf("%s on %s: %s", matter, day, gist(got))
			}
		}
	}
}

// F17-1: the industry of the ban must be that of the application; a section holds its divisions.
func TestF17_1_ABanFromAnotherIndustryHasNoBearing(t *testing.T) {
	t.Parallel()
	lib, err := law.Load(lawdata.FS)
	if err != nil {
		t.Fatal(err)
	}
	on := workday.MustParse("2026-11-23")
	book := lib.On(on)
	m, _ := book.Matter("company-registration")
	for _, c := range []struct {
		banned, applied string
		meets           bool
	}{{"C14", "C14", true}, {"C14", "14", true}, {"14", "C14", true}, {"C14", "C", true}, {"C", "C14", true}, {"C14", "C15", false}, {"C14", "F", false}, {"14", "51", false},
		{"C", "F51", false}, {"C14", "", true}} {
		applied, err := industryOf(book, c.applied)
		if err != nil {
			t.Fatal(c.applied, err)
		}
		got := JudgeIn(applied, []standing.Fact{banned("industry", c.banned)}, m, book, nil, on)
		if (len(got.Effects) > 0) != c.meets || !c.meets && (len(got.NotApplied) != 1 || got.NotApplied[0].Why != otherIndustry) {
			t.Errorf("a ban from %s and an application in %s: %s", c.banned, c.applied, gist(got))
		}
		if got := JudgeIn(applied, []standing.Fact{banned("market", "")}, m, book, nil, on); len(got.Effects) == 0 {
			t.Error("a ban from the market is not met")
		}
	}
	for _, bad := range []string{"C99", "Z", "F14", "1", "CC1"} {
		if _, err := industryOf(book, bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s is taken for an industry", bad)
		}
	}
}
