package snapshot

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"xinheng/internal/workday"
)

// vector is a snapshot that was sealed once, with what is to be answered from it, for clients in every language to check themselves
// against. An empty outcome is a refusal.
type vector struct {
	Note     string `json:"note"`
	Key      []byte `json:"key"`
	OtherKey []byte `json:"other_key"`
	File     []byte `json:"file"`
	Asks     []struct {
		Matter   string       `json:"matter"`
		Subject  string       `json:"subject"`
		On       workday.Date `json:"on"`
		Today    workday.Date `json:"today"`
		Outcome  string       `json:"outcome"`
		Measures []string     `json:"measures"`
	} `json:"asks"`
}

// The file the clients are tested with is one the program believes, and it answers from it as they do.
func TestF07_5_TheProgramAnswersFromTheFileOfTheClients(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../sdk/snapshot.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vector
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	f, err := Open(bytes.NewReader(v.File), v.Key)
	if err != nil || len(v.Asks) < 8 {
		t.Fatal(err, len(v.Asks))
	}
	for _, q := range v.Asks {
		a, err := f.Check(q.Matter, q.Subject, q.On, q.Today)
		var codes []string
		for _, e := range a.Effects {
			codes = append(codes, e.Measure)
		}
		if (err != nil) != (q.Outcome == "") || a.Outcome != q.Outcome || !slices.Equal(codes, q.Measures) {
			t.Errorf("%+v: %+v %v", q, a, err)
		}
	}
	if f, err := Open(bytes.NewReader(v.File), v.OtherKey); f != nil || codeOf(err) != "snapshot.wrong_key" {
		t.Errorf("another key: %v", err)
	}
}
