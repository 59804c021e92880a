package check

import (
	"os"
	"sync"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// testLaw is the invented law under testdata/law.
var testLaw = sync.OnceValues(func() (*law.Library, error) { return law.Load(os.DirFS("testdata/law")) })

func library(t testing.TB) *law.Library {
	t.Helper()
	lib, err := testLaw()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func day(s string) workday.Date { return workday.MustParse(s) }

const firm = "91460000MA5EXAMPL1" // pure tests never check the digit

// onList is an entry on a list, standing from 16 April 2026 until 15 April 2029.
func onList(list string) standing.Fact {
	return standing.Fact{EntityID: firm, ID: "r-" + list, Version: 1, Kind: standing.OnList, Item: "list_entry", List: list,
		Title: "示例名单", Authority: "示例税务局", DocumentNo: "示税〔2026〕22号", Basis: []law.Ref{{Instrument: "list-rules"}},
		Standing: law.Text, LawKeys: []string{"list:" + list}, From: day("2026-04-16"), Until: day("2029-04-15"), Adverse: true}
}

// punished is a penalty of a severity, standing from 1 March 2026 until 28 February 2027.
func punished(id string, s law.Severity) standing.Fact {
	return standing.Fact{EntityID: firm, ID: id, Version: 1, Kind: standing.Penalised, Item: "penalty", Severity: s, Domain: "food",
		Title: "示例违法行为", Authority: "示例局", DocumentNo: "示罚〔2026〕" + id, Basis: []law.Ref{{Instrument: "example-act"}},
		Standing: law.Text, LawKeys: []string{"item:penalty"}, From: day("2026-03-01"), Until: day("2027-02-28"), Adverse: true}
}

func with(f standing.Fact, change func(*standing.Fact)) standing.Fact { change(&f); return f }
