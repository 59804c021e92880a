package guard

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/exchange"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	sdk "xinheng/sdk/go"
)

// The client code that is handed out is what is tested here, and it works against the program: it follows the stream of events over
// its pages, takes a refusal for what it is, and believes the program's messages and nobody else's.
func TestF21_2_TheGoClientWorksAgainstTheProgram(t *testing.T) {
	t.Parallel()
	h := open(t)
	mine, err := os.ReadFile("../../sdk/go/xinheng.go")
	h.must(err)
	res, err := http.Get(h.url + "/v1/developer/sdk/xinheng.go")
	h.must(err)
	defer func() { _ = res.Body.Close() }()
	if got, _ := io.ReadAll(res.Body); res.StatusCode != 200 || !bytes.Equal(got, mine) {
		t.Errorf("%d, %d bytes, want %d", res.StatusCode, len(got), len(mine))
	}
	c := &sdk.Client{Base: h.url, Key: h.key(haikou, access.NoticeRead).key}
	var told []string
	for i := range 103 {
		told = append(told, fmt.Sprintf("rec-%03d", i))
		h.must(h.app.Pool.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
			return h.app.Exchange.Tell(ctx, tx, []exchange.Notice{{Org: haikou, Kind: exchange.Tombstone, EntityID: firm, About: told[i], Reason: "repaired"}})
		}))
	}
	var got []string
	broken := errors.New("the database of the receiver is away")
	place, err := c.Follow(t.Context(), 0, func(e sdk.Event) error {
		if len(got) == 50 {
			return broken
		}
		got = append(got, e.About)
		return nil
	})
	if !errors.Is(err, broken) || place != 50 {
		t.Fatalf("%d %v", place, err)
	}
	place, err = c.Follow(t.Context(), place, func(e sdk.Event) error { got = append(got, e.About); return nil })
	if err != nil || place != 103 || !slices.Equal(got, told) {
		t.Fatalf("%d %v %v", place, err, got)
	}
	var refused *sdk.Problem
	if err := c.Do(t.Context(), http.MethodPost, "/v1/checks", map[string]any{}, nil); !errors.As(err, &refused) || refused.Code != "access.no_scope" || refused.ZH == "" {
		t.Errorf("%v", err)
	}
	keys, err := c.SigningKeys(t.Context())
	h.must(err)
	if len(keys) != 1 || keys[0].Suite != "international" {
		t.Errorf("%+v", keys)
	}
}

// A client waits as long as it is told to, as often as it is allowed to, and then hands the refusal over.
func TestF21_2_TheGoClientWaitsAsItIsTold(t *testing.T) {
	t.Parallel()
	h := open(t)
	var issued struct{ Secret string }
	h.sec.want(201, "secret", "POST", "/v1/keys", map[string]any{"org": haikou, "scopes": []string{access.NoticeRead}, "per_day": 1}).read(t, &issued)
	var waited []time.Duration
	now := make(chan time.Time)
	close(now)
	c := &sdk.Client{Base: h.url, Key: issued.Secret, Waits: 1, Pause: func(d time.Duration) <-chan time.Time { waited = append(waited, d); return now }}
	if _, err := c.Follow(t.Context(), 0, func(sdk.Event) error { return nil }); err != nil {
		t.Fatal(err)
	}
	var refused *sdk.Problem
	if _, err := c.Follow(t.Context(), 0, func(sdk.Event) error { return nil }); !errors.As(err, &refused) || refused.Status != 429 || refused.Code != "access.quota" {
		t.Errorf("%v", err)
	}
	if !slices.Equal(waited, []time.Duration{15 * time.Hour}) { // from nine in the morning to the next day
		t.Errorf("it waited %v", waited)
	}
}

// vector is a message that was signed, for clients in every language to check themselves against.
type vector struct {
	Note string            `json:"note"`
	Now  time.Time         `json:"now"`
	Keys []json.RawMessage `json:"keys"`
	Head map[string]string `json:"headers"`
	Body string            `json:"body"`
}

// The message both clients are tested with is one the program believes, and it is signed by the suite the program signs with.
func TestF21_2_TheGoClientTellsAForgedMessage(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../sdk/vector.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vector
	var keys []sdk.SigningKey
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	for _, k := range v.Keys {
		var key sdk.SigningKey
		if err := json.Unmarshal(k, &key); err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	head := func(change map[string]string) http.Header {
		h := http.Header{}
		for k, x := range v.Head {
			h.Set(k, x)
		}
		for k, x := range change {
			h.Set(k, x)
		}
		return h
	}
	body := []byte(v.Body)
	if err := exchange.Verify(seal.International, keys[1].Key, head(nil), body, v.Now); err != nil {
		t.Errorf("the program does not believe it: %v", err)
	}
	if err := sdk.VerifyMessage(keys, head(nil), body, v.Now.Add(sdk.Fresh)); err != nil {
		t.Error(err)
	}
	for what, err := range map[string]error{
		"another body":    sdk.VerifyMessage(keys, head(nil), append(bytes.Clone(body), ' '), v.Now),
		"later":           sdk.VerifyMessage(keys, head(nil), body, v.Now.Add(sdk.Fresh+time.Second)),
		"earlier":         sdk.VerifyMessage(keys, head(nil), body, v.Now.Add(-sdk.Fresh-time.Second)),
		"without the key": sdk.VerifyMessage(keys[:1], head(nil), body, v.Now),
		"another once":    sdk.VerifyMessage(keys, head(map[string]string{"Idempotency-Key": "x"}), body, v.Now),
		"no signature":    sdk.VerifyMessage(keys, head(map[string]string{"X-Xinheng-Signature": ""}), body, v.Now),
	} {
		if err == nil {
			t.Errorf("%s is believed", what)
		}
	}
}

// A webhook written with the client believes what the running program sends it.
func TestF21_3_AWebhookWithTheClientBelievesTheProgram(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := &sdk.Client{Base: h.url, Key: h.key(haikou, access.NoticeRead).key}
	keys, err := c.SigningKeys(t.Context())
	h.must(err)
	var mu sync.Mutex
	var wrong []error
	took := 0
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		err := sdk.VerifyMessage(keys, r.Header, body, h.app.Now())
		mu.Lock()
		defer mu.Unlock()
		if took++; err != nil {
			wrong = append(wrong, err)
		}
		var m struct{ ID string }
		_ = json.Unmarshal(body, &m)
		_ = json.NewEncoder(w).Encode(map[string]string{"id": m.ID, "state": "done"})
	}))
	t.Cleanup(hook.Close)
	var made struct{ Version int32 }
	h.sys.want(200, "version", "PUT", "/v1/targets/hook", map[string]any{"name": map[string]string{"zh": "示例", "en": "example"}, "kind": "consumer", "org": haikou,
		"push_url": hook.URL, "rule": "示例协议", "active": true}).read(t, &made)
	h.sec.want(200, "approved", "POST", "/v1/targets/hook/decision", map[string]any{"version": made.Version, "approve": true})
	h.must(h.app.Pool.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return h.app.Exchange.Tell(ctx, tx, []exchange.Notice{{Org: haikou, Kind: exchange.Tombstone, EntityID: firm, About: "rec-1", Reason: "repaired"}})
	}))
	h.must(h.app.Jobs.Drain(t.Context()))
	mu.Lock()
	defer mu.Unlock()
	if took != 1 || len(wrong) > 0 {
		t.Errorf("%d messages, %v", took, wrong)
	}
}
