package check

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// anyFact draws facts of every kind around 2026, ended, unmerged and endless ones among them.
func anyFact(t *rapid.T, id string) standing.Fact {
	pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
	date := func(name string) workday.Date {
		return day("2025-10-01").AddDays(rapid.IntRange(0, 500).Draw(t, name))
	}
	f := standing.Fact{EntityID: firm, ID: id, Title: "示例", Authority: pick("authority", "示例局", "示例税务局"),
		DocumentNo: pick("document", "", "一号", "二号"), From: date("from"), Domain: pick("domain", "", "food")}
	switch pick("kind", "list", "penalty", "rating", "honour", "ban", "pledge") {
	case "list":
		f.Kind, f.Item, f.Adverse = standing.OnList, "list_entry", true
		f.List = pick("list", "tax-major", "guessed-list", "ended-list")
		if f.List == "guessed-list" {
			f.AssumedKeys = []string{"list:guessed-list"}
		}
	case "penalty":
		f.Kind, f.Item, f.Adverse = standing.Penalised, "penalty", true
		f.Severity = law.Severity(pick("severity", "", "minor", "general", "serious"))
	case "rating":
		f.Kind, f.Item, f.Grade = standing.Rated, "rating_local", pick("grade", "A", "D")
	case "honour":
		f.Kind, f.Item = standing.Honoured, "honour"
	case "ban":
		f.Kind, f.Item, f.Ban, f.Adverse = standing.Banned, "ban", "market", true
	case "pledge":
		f.Kind, f.Item, f.Adverse = standing.BrokenPledge, "commitment", true
	}
	if rapid.IntRange(0, 9).Draw(t, "endless") > 0 {
		f.Until = f.From.AddDays(rapid.IntRange(0, 400).Draw(t, "days"))
	}
	if by := pick("ended", "", "", "repaired", "withdrawn", "removed", "unmerged"); by != "" {
		f.EndedBy, f.EndedOn = by, date("ended on")
	}
	return f
}

type drawn struct {
	facts  []standing.Fact
	matter law.Matter
	book   *law.Book
	ad     law.Adoptions
}

func draw(t *rapid.T, lib *law.Library) drawn {
	d := drawn{book: lib.On(day("2026-01-01").AddDays(rapid.IntRange(0, 400).Draw(t, "on")))}
	for i := range rapid.IntRange(0, 8).Draw(t, "facts") {
		d.facts = append(d.facts, anyFact(t, fmt.Sprint("r", i)))
	}
	d.matter = rapid.SampledFrom(d.book.Matters()).Draw(t, "matter")
	if rapid.Bool().Draw(t, "adopted") {
		d.ad = adopted
	}
	return d
}

// At no date does an effect rest on a fact that does not stand; nothing unbased blocks; no effect outlasts its fact.
func TestNoEffectWithoutAStandingFact(t *testing.T) {
	t.Parallel()
	lib := library(t)
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, lib)
		on := d.book.Date
		for _, e := range Judge(d.facts, d.matter, d.book, d.ad, on).Effects {
			i := slices.IndexFunc(d.facts, func(f standing.Fact) bool { return f.ID == e.Because.RecordID })
			f := d.facts[i]
			kind := law.MeasureKind{}
			if m, ok := d.book.Measure(e.Measure.Code); ok {
				kind, _ = d.book.MeasureKind(m.Kind)
			}
			switch stands, why := f.StandsOn(on); {
			case !stands:
				t.Fatalf("%s rests on a fact that is %s", e.Measure.Code, why)
			case e.Kind != law.Benefit && e.Until == 0:
				t.Fatal("an adverse effect without an end")
			case e.Until != 0 && (e.Until < on || f.Until != 0 && e.Until > f.Until || f.EndedOn != 0 && e.Until >= f.EndedOn):
				t.Fatalf("until %s, the fact until %s ended %s, today %s", e.Until, f.Until, f.EndedOn, on)
			case e.Kind == law.Block && (kind.Group != "I" || f.Kind == standing.Rated || f.Severity == law.Minor || len(e.Basis) == 0):
				t.Fatal("it must not block")
			case len(f.AssumedKeys) > 0 && (e.Kind == law.Block || e.Must) && len(e.Adopted) == 0:
				t.Fatal("an unverified rule compels without an adoption")
			}
		}
	})
}

// No fact that stands is overlooked: it leads to an effect, or the finding says why not.
func TestNoStandingFactIsOverlooked(t *testing.T) {
	t.Parallel()
	lib := library(t)
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, lib)
		f := Judge(d.facts, d.matter, d.book, d.ad, d.book.Date)
		for _, fact := range d.facts {
			used := slices.ContainsFunc(f.Effects, func(e Effect) bool { return e.Because.RecordID == fact.ID })
			passed := slices.ContainsFunc(f.NotApplied, func(p Passed) bool { return p.What.RecordID == fact.ID })
			stands, why := fact.StandsOn(d.book.Date)
			if stands && !used && !passed && len(f.Unlisted) == 0 {
				t.Fatalf("%s %s stands and is not mentioned: %s", fact.Kind, fact.ID, gist(f))
			}
			if !stands && why != standing.Unmerged && !passed {
				t.Fatalf("%s is %s and is not mentioned", fact.ID, why)
			}
		}
	})
}

func TestFindingsDoNotDependOnTheOrderOfFacts(t *testing.T) {
	t.Parallel()
	lib := library(t)
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, lib)
		a := Judge(d.facts, d.matter, d.book, d.ad, d.book.Date)
		b := Judge(rapid.Permutation(d.facts).Draw(t, "order"), d.matter, d.book, d.ad, d.book.Date)
		if x, y := a.appendFields(nil), b.appendFields(nil); !bytes.Equal(x, y) {
			t.Fatalf("%s\n%s", x, y)
		}
	})
}

// The hand-written encoder says exactly what encoding/json says of the documented types.
func TestEncoderAgreesWithEncodingJSON(t *testing.T) {
	t.Parallel()
	lib := library(t)
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, lib)
		for i := range d.facts {
			d.facts[i].Title, d.facts[i].BasisText = rapid.String().Draw(t, "title"), "\"\\\b\f\n\r\t\x00\x1f\x7f\u2028\u2029<>&\xff示例"
		}
		f := Judge(d.facts, d.matter, d.book, d.ad, d.book.Date)
		a := Decision{ID: "D-1", At: time.Date(2026, 11, 22, 10, 41, 3, 120e6, workday.Shanghai), Subject: firm, Purpose: "approval",
			CaseNo: rapid.String().Draw(t, "case"), Officer: "示例", Matter: VersionedNamed{d.matter.Code, "1", d.matter.Name},
			AsOf: AsOf{Date: d.book.Date, Position: 7, AgeMS: 3, Edition: d.book.Edition, Inputs: "00"}}
		a.tell(f, rapid.Bool().Draw(t, "level one"))
		a.text = a.appendText(nil)
		if rapid.Bool().Draw(t, "receipt") {
			a.Receipt = &Receipt{Group: "g", Entry: "e", Count: 2, Salt: []byte{1, 2}, Path: []ledger.Hash{{3}}, Signature: Signature{"Ed25519", "k", []byte{4}}}
		}
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(&a); err != nil {
			t.Fatal(err)
		}
		if got := a.AppendJSON(nil); !bytes.Equal(append(got, '\n'), want.Bytes()) {
			t.Fatalf("\n got %s\nwant %s", got, want.Bytes())
		}
	})
}

func TestDecisionNumbersAreReadableAndDoNotRepeat(t *testing.T) {
	t.Parallel()
	n, seen := newNumbers(), map[string]bool{}
	for range 100_000 {
		id := n.id(day("2026-11-22"))
		if !isNumber(id) || id[:11] != "D-20261122-" || seen[id] {
			t.Fatal(id)
		}
		seen[id] = true
	}
}

func BenchmarkJudge(b *testing.B) {
	book := library(b).On(day("2026-06-01"))
	m, _ := book.Matter("gp-qualification")
	for name, facts := range map[string][]standing.Fact{
		"nothing": nil,
		"three":   {onList("tax-major"), punished("s", law.Serious), punished("m", law.Minor)},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Judge(facts, m, book, nil, book.Date)
			}
		})
	}
}
