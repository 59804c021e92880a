package guard

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"testing"

	"xinheng/internal/check"
	sdk "xinheng/sdk/go"
)

// The Go client answers from the file all clients are tested with as the program does (internal/snapshot/vector_test.go).
func TestF07_5_TheGoClientAnswersFromASnapshot(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../sdk/snapshot.json")
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Key      []byte
		OtherKey []byte `json:"other_key"`
		File     []byte
		Asks     []struct {
			Matter, Subject, On, Today, Outcome string
			Measures                            []string
		}
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	s, err := sdk.OpenSnapshot(bytes.NewReader(v.File), v.Key)
	if err != nil || len(v.Asks) < 8 {
		t.Fatal(err)
	}
	for _, q := range v.Asks {
		a, err := s.Check(q.Matter, q.Subject, q.On, q.Today)
		var codes []string
		for _, e := range a.Effects {
			codes = append(codes, e.Measure)
		}
		if (err != nil) != (q.Outcome == "") || a.Outcome != q.Outcome || !slices.Equal(codes, q.Measures) {
			t.Errorf("%+v: %+v %v", q, a, err)
		}
	}
	for what, c := range map[string]struct{ file, key []byte }{"another key": {v.File, v.OtherKey}, "no key": {v.File, nil}, "cut off": {v.File[:len(v.File)-9], v.Key}, "something else": {[]byte("示例"), v.Key}} {
		if s, err := sdk.OpenSnapshot(bytes.NewReader(c.file), c.key); err == nil || s != nil {
			t.Errorf("%s is believed", what)
		}
	}
}

// The program's own snapshot is answered from by the client, and what it answered is checked again by the program.
func TestF07_5_AClientBridgesAnOutage(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	if _, err := h.app.Snapshots.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.settle()
	k := h.key(haikou, "check")
	c := &sdk.Client{Base: h.url, Key: k.key}
	var key check.Key
	h.must(c.Do(t.Context(), http.MethodGet, "/v1/checks/key", nil, &key))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+"/v1/checks/snapshots/"+today, nil)
	h.must(err)
	r.Header.Set("Authorization", "Bearer "+k.key)
	res, err := http.DefaultClient.Do(r)
	h.must(err)
	defer func() { _ = res.Body.Close() }()
	s, err := sdk.OpenSnapshot(res.Body, key.Public)
	h.must(err)
	a, err := s.Check("gp-qualification", firm, today, today)
	h.must(err)
	var got struct {
		Results []struct {
			Decision string `json:"decision_id"`
			Agrees   bool
		}
	}
	h.must(c.Do(t.Context(), http.MethodPost, "/v1/checks/rechecks", map[string]any{"answers": []map[string]any{{"ref": "1", "snapshot": s.Digest, "matter": "gp-qualification", "subject": firm, "on": today,
		"purpose": "procurement", "case_no": "CG-1", "officer": "示例经办人", "outcome": a.Outcome, "measures": []string{}}}}, &got))
	if a.Outcome != "clear" || len(got.Results) != 1 || !got.Results[0].Agrees || got.Results[0].Decision == "" {
		t.Errorf("%+v %+v", a, got)
	}
}
