package adapter

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"xinheng/internal/counter"
	"xinheng/internal/seal"
)

// The platform keeps the rules it asks of others: the suite of each adapter passes against its own address, through intake, on the database.
func TestF21_1_ThePlatformPassesTheSuiteOfEachAdapterItself(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"exchange-platform", "supervision", "gsxt", "industry"} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			o.linked(code, "push", "", true)
			if r := o.kit(code).Suite(t.Context()); !r.Passed {
				for _, c := range r.Cases {
					if !c.Passed {
						t.Errorf("%s: %s", c.Code, c.Why.ZH)
					}
				}
			}
			if n := o.Count(`select count(*) from adapter.part`); n != 0 {
				t.Errorf("%d pieces are left", n)
			}
		})
	}
}

// By folder the round takes what lies there, and the receipt lies beside it.
func TestF21_1_AFolderIsCollectedThroughIntakeToo(t *testing.T) {
	t.Parallel()
	o := open(t)
	link := o.linked("gsxt", "folder", "", true)
	k := o.kit("gsxt")
	s := k.first()
	m := k.message(s, 1)
	var err error
	m.Data, err = s.table([][]string{k.line(s, k.document("f", 1), nil)}, m.Encoding)
	counter.Must(t, err)
	l, err := Write(m, sender, o.Now().Add(-5*time.Hour)) // it lay for a while
	counter.Must(t, err)
	dir := filepath.Join(o.Dir, link.ID)
	if _, err := (Folder{Dir: dir, Wait: time.Nanosecond}).Send(t.Context(), l); err == nil {
		t.Fatal("a receipt before anybody collected")
	}
	counter.Must(t, o.Collect(t.Context()))
	b, err := os.ReadFile(filepath.Join(dir, "out", m.ID+"-1.json"))
	counter.Must(t, err)
	var r Receipt
	if err := json.Unmarshal(b, &r); err != nil || r.State != Accepted || r.Taken != 1 {
		t.Errorf("%s", b)
	}
	if n := o.Count(`select count(*) from record.version where source_id = $1`, bodyID); n != 1 {
		t.Errorf("%d records", n)
	}
}

// A machine that dies between intake and receipt takes the same message up again, and there is one record.
func TestF21_1_AMessageThatBrokeOffIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.linked("industry", "push", "", true)
	k := o.kit("industry")
	s := k.first()
	m := k.message(s, 1)
	var err error
	m.Data, err = s.table([][]string{k.line(s, k.document("b", 1), nil)}, m.Encoding)
	counter.Must(t, err)
	o.Dies.Store(true)
	if _, _, err := k.post(t.Context(), m); err == nil {
		t.Fatal("a dead machine gave a receipt")
	}
	o.Dies.Store(false)
	for _, state := range []State{Accepted, Duplicate} {
		r, _, err := k.post(t.Context(), m)
		if err != nil || r.State != state || r.Taken != 1 {
			t.Fatalf("%+v %v", r, err)
		}
	}
	if n := o.Count(`select count(*) from record.version`); n != 1 {
		t.Errorf("%d versions", n)
	}
}

// A link takes only from its body, only what its key signed, only trials if it is on trial, and nothing once it has ended.
func TestF21_1_ALinkTakesFromItsOwnSystemAlone(t *testing.T) {
	t.Parallel()
	o := open(t)
	link := o.linked("industry", "push", "", false)
	k := o.kit("industry")
	if r, err := k.send(t.Context(), k.first(), 1, k.line(k.first(), k.document("z", 1), nil)); err != nil || r.Code != BadTrial {
		t.Errorf("a trial was taken by a live link: %+v %v", r, err)
	}
	for _, who := range []string{"other", "admin"} {
		k.Way = door{o, who, "/v1/adapters/industry/messages"}
		want := map[string]string{"other": "adapter.no_link", "admin": "access.no_permission"}[who]
		if _, err := k.send(t.Context(), k.first(), 1, k.line(k.first(), k.document("z", 1), nil)); err == nil || err.Error() != want {
			t.Errorf("%s: %v", who, err)
		}
	}
	counter.Want[Link](o.Counter, "haikou", "DELETE", "/v1/adapter-links/"+link.ID, nil, "adapter.no_link")
	counter.Want[Link](o.Counter, "clerk", "DELETE", "/v1/adapter-links/"+link.ID, nil, "access.no_permission")
	counter.Want[Link](o.Counter, "admin", "POST", "/v1/adapter-links", New{Adapter: "industry", Org: bodyID, Suite: "national", Public: b64(sender.Public()), Transport: "push"}, "adapter.twice")
	counter.Want[Link](o.Counter, "admin", "POST", "/v1/adapter-links", New{Adapter: "supervision", Org: bodyID, Suite: "national", Public: b64(sender.Public()), Transport: "folder"}, "adapter.unknown")
	counter.Want[Link](o.Counter, "admin", "POST", "/v1/adapter-links", New{Adapter: "gsxt", Org: bodyID, Suite: "national", Public: b64(sender.Public()), Transport: "push", URL: "http://198.51.100.7/in"}, "adapter.address")
	counter.Want[Link](o.Counter, "admin", "DELETE", "/v1/adapter-links/"+link.ID, nil, "")
	counter.Want[Link](o.Counter, "admin", "DELETE", "/v1/adapter-links/"+link.ID, nil, "adapter.ended")
	k.Way = door{o, "system", "/v1/adapters/industry/messages"}
	if _, err := k.send(t.Context(), k.first(), 1, k.line(k.first(), k.document("z", 1), nil)); err == nil || err.Error() != "adapter.no_link" {
		t.Errorf("an ended link takes: %v", err)
	}
	if all := counter.Want[linkList](o.Counter, "haikou", "GET", "/v1/adapter-links", nil, ""); len(all.Items) != 0 {
		t.Errorf("another city sees %+v", all.Items)
	}
	if n := o.Count(`select count(*) from record.version`); n != 0 {
		t.Errorf("%d versions", n)
	}
}

// Whoever ran the kit may say so with the key of their link; the page shows who passed, and the platform's own run of the night.
func TestF21_1_RunsAreShownAsTheyWereSigned(t *testing.T) {
	t.Parallel()
	o := open(t)
	counter.Must(t, o.Conform(t.Context()))
	o.linked("gsxt", "push", "", true)
	k := o.kit("gsxt")
	signed, err := k.Suite(t.Context()).Sign(sender, seal.National)
	counter.Must(t, err)
	counter.Want[Run](o.Counter, "system", "POST", "/v1/adapters/gsxt/runs", signed, "")
	counter.Want[Run](o.Counter, "other", "POST", "/v1/adapters/gsxt/runs", signed, "adapter.no_link")
	signed.Signature = b64([]byte("another signature altogether, of no key at all"))
	counter.Want[Run](o.Counter, "system", "POST", "/v1/adapters/gsxt/runs", signed, "adapter.bad_run")
	for _, v := range counter.Want[views](o.Counter, "", "GET", "/v1/adapters", nil, "").Items {
		want := map[string]int{"gsxt": 2}[v.Code]
		if want == 0 {
			want = 1
		}
		if len(v.Runs) != want || !v.Runs[0].Passed || len(v.Runs[0].Cases) != len(kitCases) {
			t.Errorf("%s: %+v", v.Code, v.Runs)
		}
	}
}

func b64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
