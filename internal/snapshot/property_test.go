package snapshot

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"xinheng/internal/chance"
	"xinheng/internal/check"
	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// anyFact draws a fact of any kind around the middle of 2026, on what the shipped law knows.
func anyFact(t *rapid.T, book *law.Book, id string) standing.Fact {
	pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
	day := func(name string) workday.Date {
		return workday.MustParse("2026-01-01").AddDays(rapid.IntRange(0, 300).Draw(t, name))
	}
	f := standing.Fact{EntityID: firmID, ID: id, Title: "示例", Authority: pick("authority", "示例局", "示例税务局"), DocumentNo: pick("document", "", "一号"), From: day("from"), Domain: pick("domain", "", "food")}
	switch pick("kind", "list", "penalty", "rating", "honour", "ban", "pledge") {
	case "list":
		f.Kind, f.Item, f.Adverse = standing.OnList, "list_entry", true
		f.List = rapid.SampledFrom(book.Lists()).Draw(t, "list").Code
	case "penalty":
		f.Kind, f.Item, f.Adverse, f.Severity = standing.Penalised, "penalty", true, law.Severity(pick("severity", "", "minor", "general", "serious"))
	case "rating":
		f.Kind, f.Item, f.Grade = standing.Rated, "rating_tax", pick("grade", "A", "D")
	case "honour":
		f.Kind, f.Item = standing.Honoured, "honour"
	case "ban":
		f.Kind, f.Item, f.Ban, f.Adverse = standing.Banned, "ban", "market", true
	case "pledge":
		f.Kind, f.Item, f.Adverse = standing.BrokenPledge, "commitment", true
	}
	if rapid.IntRange(0, 9).Draw(t, "endless") > 0 {
		f.Until = f.From.AddDays(rapid.IntRange(0, 300).Draw(t, "days"))
	}
	if by := pick("ended", "", "", "", "repaired", "withdrawn", "unmerged"); by != "" {
		f.EndedBy, f.EndedOn = by, day("ended on")
	}
	if rapid.IntRange(0, 5).Draw(t, "held") == 0 {
		f.Held, f.HeldFrom = standing.Objection, day("held")
		f.HeldUntil = f.HeldFrom.AddDays(rapid.IntRange(0, 20).Draw(t, "held days"))
	}
	return f
}

// written makes a file of one firm as the round does, signed, and opens it.
func written(t *rapid.T, w *window, s seal.Signer, facts []standing.Fact) *File {
	asked := w.asked()
	var body []byte
	if r, ok := w.row(firmID, facts, asked); ok {
		line, err := json.Marshal(&r)
		if err != nil {
			t.Fatal(err)
		}
		body = append(line, '\n')
	}
	sum := sha256.Sum256(body)
	head, err := json.Marshal(Head{Format: Format, Day: w.from, Until: w.until, Matters: asked, SHA256: hex.EncodeToString(sum[:])})
	if err != nil {
		t.Fatal(err)
	}
	line, err := json.Marshal(Seal{"Ed25519", s.KeyID(), s.Public(), s.Sign(sealed(string(head)))})
	if err != nil {
		t.Fatal(err)
	}
	front, err := member([]byte(string(head) + "\n" + string(line) + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	rest, err := member(body)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Open(bytes.NewReader(append(front, rest...)), s.Public())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// word is what a matter of level 1 answers, as its outcome says; the table of the protocol, not the program's.
var word = map[check.Outcome]string{check.Clear: "yes", check.Attention: "yes", check.Prohibited: "no", check.Restricted: "not_enough_data"}

// Whatever stands for or against a firm, on every day a snapshot may be used it answers in every matter as a check of that day would from
// the same facts: the same outcome, and the same measures resting on the same records until the same days.
func TestF07_5_ASnapshotJudgesAsACheckDoes(t *testing.T) {
	t.Parallel()
	counter.Must(t, chance.Begun())
	lib, err := counter.Library()
	counter.Must(t, err)
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.International)
	counter.Must(t, err)
	live := check.NewDesk(nil, lib, nil, nil, s, time.Now)
	told := 0
	rapid.Check(t, func(t *rapid.T) {
		day := workday.MustParse("2026-03-01").AddDays(rapid.IntRange(0, 250).Draw(t, "day"))
		w := &window{from: day, until: day.AddDays(3), lib: lib, judge: live.Judged}
		var facts []standing.Fact
		for i := range rapid.IntRange(0, 4).Draw(t, "facts") {
			facts = append(facts, anyFact(t, lib.On(day), fmt.Sprint("r", i)))
		}
		f := written(t, w, s.SigningKey("check"), facts)
		for on := w.from; on <= w.until; on++ {
			for _, m := range lib.On(on).Matters() {
				a, err := f.Check(m.Code, firmID, on, on)
				want := check.Judge(facts, m, lib.On(on), nil, on)
				if len(want.Unlisted) > 0 {
					if codeOf(err) != "snapshot.unlisted_measure" {
						t.Fatalf("%s on %s: %v", m.Code, on, err)
					}
					continue
				}
				if err != nil {
					t.Fatalf("%s on %s: %v", m.Code, on, err)
				}
				if got, want := gist(&a), gistOf(&want, m.Level == 1); got != want {
					t.Fatalf("%s on %s\n snapshot %s\n check    %s", m.Code, on, got, want)
				}
				told += len(a.Effects)
			}
		}
	})
	if told == 0 {
		t.Error("no effect was ever told: nothing was compared")
	}
}

func gist(a *Answer) string {
	lines := []string{}
	for _, e := range a.Effects {
		lines = append(lines, fmt.Sprint(e.Measure, e.Kind, e.Must, e.Record, e.From, e.Until))
	}
	slices.Sort(lines)
	return fmt.Sprint(a.Outcome, lines)
}

func gistOf(f *check.Finding, oneWord bool) string {
	if oneWord {
		return fmt.Sprint(word[f.Outcome], []string{})
	}
	lines := []string{}
	for _, e := range f.Effects {
		lines = append(lines, fmt.Sprint(e.Measure.Code, e.Kind, e.Must, e.Because.RecordID, e.Because.From, e.Until))
	}
	slices.Sort(lines)
	return fmt.Sprint(string(f.Outcome), lines)
}
