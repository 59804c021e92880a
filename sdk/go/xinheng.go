// Package xinheng is a client of the Xinheng 信衡 platform in one file, with nothing but the standard library. Copy it.
//
// It sends requests with a key, waits when it is told to, reads the stream of events from where one left off, and tells a message of
// the platform from a forged one. It answers checks from a signed snapshot while the platform is away.
package xinheng

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Client asks the platform.
type Client struct {
	Base string // "https://credit.example.gov.cn"
	Key  string // "xh_…"; never write it into code
	HTTP *http.Client
	// Waits is how often a request is sent again after 429 or 503; Pause waits in between, time.After when nil.
	Waits int
	Pause func(time.Duration) <-chan time.Time
}

// Problem is a refusal: a stable code, and what to do in Chinese and English.
type Problem struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	EN     string `json:"detail"`
	ZH     string `json:"detail_zh"`
	Field  string `json:"field"`
}

func (p *Problem) Error() string { return p.Code + ": " + p.EN }

// Do sends a request and reads the answer into out; nil out reads nothing. The error is a *Problem where the platform refused.
func (c *Client) Do(ctx context.Context, method, path string, in, out any) error {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return err
		}
	}
	for tries := 0; ; tries++ {
		res, err := c.send(ctx, method, path, body)
		if err != nil {
			return err
		}
		text, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil {
			return err
		}
		busy := res.StatusCode == http.StatusTooManyRequests || res.StatusCode == http.StatusServiceUnavailable
		if busy && tries < c.Waits {
			if err := c.wait(ctx, res.Header.Get("Retry-After")); err != nil {
				return err
			}
			continue
		}
		return answer(res.StatusCode, text, out)
	}
}

func (c *Client) send(ctx context.Context, method, path string, body []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.Base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+c.Key)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	return client.Do(req)
}

func (c *Client) wait(ctx context.Context, after string) error {
	seconds, _ := strconv.Atoi(after)
	pause := c.Pause
	if pause == nil {
		pause = time.After
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-pause(time.Duration(max(seconds, 1)) * time.Second):
		return nil
	}
}

func answer(status int, text []byte, out any) error {
	if status < 300 {
		if out == nil || len(text) == 0 {
			return nil
		}
		return json.Unmarshal(text, out)
	}
	p := &Problem{Status: status}
	if json.Unmarshal(text, p) != nil || p.Code == "" {
		return fmt.Errorf("xinheng: status %d", status)
	}
	return p
}

// Event is one thing your body was told.
type Event struct {
	Sequence int64     `json:"sequence"`
	At       time.Time `json:"at"`
	ID       string    `json:"id"`
	Revision int32     `json:"revision"`
	Kind     string    `json:"kind"`
	EntityID string    `json:"entity_id"`
	About    string    `json:"about"`
	Version  int32     `json:"version"`
	Decision string    `json:"decision"`
	Case     string    `json:"case"`
	Reason   string    `json:"reason"`
	DueOn    string    `json:"due_on"`
}

// Follow hands over every event after a place, in order, until there is no more, and returns the place to come back with. Keep it
// only after take has done its work: then an interruption repeats an event and loses none.
func (c *Client) Follow(ctx context.Context, after int64, take func(Event) error) (int64, error) {
	for {
		var page struct {
			Events []Event `json:"events"`
			More   bool    `json:"more"`
		}
		if err := c.Do(ctx, http.MethodGet, "/v1/events?after="+strconv.FormatInt(after, 10), nil, &page); err != nil {
			return after, err
		}
		for _, e := range page.Events {
			if err := take(e); err != nil {
				return after, err
			}
			after = e.Sequence
		}
		if !page.More {
			return after, nil
		}
	}
}

// SigningKey is a key of the platform.
type SigningKey struct {
	Suite string `json:"suite"`
	ID    string `json:"id"`
	Key   []byte `json:"key"`
}

// SigningKeys are the keys messages may be signed with now. Read them again when a message names one you do not know.
func (c *Client) SigningKeys(ctx context.Context) ([]SigningKey, error) {
	var list struct {
		Keys []SigningKey `json:"keys"`
	}
	err := c.Do(ctx, http.MethodGet, "/v1/exchange/keys", nil, &list)
	return list.Keys, err
}

// Fresh is how old a message may be: an older one was sent again by somebody else.
const Fresh = 5 * time.Minute

// VerifyMessage says whether a message to your webhook is the platform's, unchanged and of now. body is what arrived, byte by byte.
// Messages signed with SM2 (suite "national") need a library that knows it; this file knows Ed25519.
func VerifyMessage(keys []SigningKey, h http.Header, body []byte, now time.Time) error {
	at, err := time.Parse(time.RFC3339, h.Get("X-Xinheng-Time"))
	if err != nil || now.Sub(at).Abs() > Fresh {
		return errors.New("xinheng: the message is not of now")
	}
	signature, err := base64.StdEncoding.DecodeString(h.Get("X-Xinheng-Signature"))
	if err != nil {
		return errors.New("xinheng: the signature cannot be read")
	}
	sum := sha256.Sum256(body)
	signed := "xinheng exchange v1\n" + h.Get("X-Xinheng-Time") + "\n" + h.Get("Idempotency-Key") + "\n" + hex.EncodeToString(sum[:]) + "\n"
	for _, k := range keys {
		if k.ID != h.Get("X-Xinheng-Key") || k.Suite != "international" || len(k.Key) != ed25519.PublicKeySize {
			continue
		}
		if ed25519.Verify(k.Key, []byte(signed), signature) {
			return nil
		}
	}
	return errors.New("xinheng: no key of the platform has signed this")
}

// Snapshot is what to answer checks from while the platform is away: download /v1/checks/snapshots/{day} every day while it is not.
type Snapshot struct {
	Digest string // names it; POST /v1/checks/rechecks wants it
	Day    string // 2026-11-22
	Until  string // last day it may be used

	matters []snapshotMatter
	firms   map[string][]snapshotSay
}

type snapshotMatter struct {
	Code, From, Until, Otherwise string
}

type snapshotSay struct {
	Matter  string           `json:"c"`
	From    string           `json:"f"`
	Until   string           `json:"t"`
	Outcome string           `json:"o"`
	Effects []SnapshotEffect `json:"e"`
}

// SnapshotEffect is one measure that follows, with the public record it rests on.
type SnapshotEffect struct {
	Measure string `json:"measure"`
	Kind    string `json:"kind"`
	Must    bool   `json:"must"`
	Record  string `json:"record"`
	From    string `json:"from"`
	Until   string `json:"until"`
}

// SnapshotAnswer is used until the case has been checked again. Refused means that the ordinary procedure is to be followed.
type SnapshotAnswer struct {
	Outcome string
	Effects []SnapshotEffect
}

// OpenSnapshot reads a snapshot and believes nothing in it before its seal. key is the published one (GET /v1/checks/key); snapshots sealed
// with SM2 need a library that knows it, this file knows Ed25519.
func OpenSnapshot(file io.Reader, key []byte) (*Snapshot, error) {
	z, err := gzip.NewReader(file)
	if err != nil {
		return nil, errors.New("xinheng: this is no snapshot")
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return nil, errors.New("xinheng: the snapshot is not whole")
	}
	parts := bytes.SplitN(text, []byte("\n"), 3)
	var head struct {
		Format, Day, Until, SHA256 string
		Matters                    []snapshotMatter
	}
	var seal struct {
		Algorithm string
		Value     []byte
	}
	if len(parts) < 3 || json.Unmarshal(parts[0], &head) != nil || json.Unmarshal(parts[1], &seal) != nil || head.Format != "xinheng-snapshot/v1" {
		return nil, errors.New("xinheng: this is no snapshot")
	}
	if seal.Algorithm != "Ed25519" || len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, []byte("xinheng snapshot v1\n"+string(parts[0])+"\n"), seal.Value) {
		return nil, errors.New("xinheng: the snapshot is not sealed with this key")
	}
	if sum := sha256.Sum256(parts[2]); hex.EncodeToString(sum[:]) != head.SHA256 {
		return nil, errors.New("xinheng: the snapshot was changed")
	}
	sum := sha256.Sum256(parts[0])
	s := &Snapshot{Digest: hex.EncodeToString(sum[:]), Day: head.Day, Until: head.Until, matters: head.Matters, firms: map[string][]snapshotSay{}}
	for line := range bytes.Lines(parts[2]) {
		var row struct {
			Subject string        `json:"s"`
			Says    []snapshotSay `json:"m"`
		}
		if err := json.Unmarshal(line, &row); err != nil {
			return nil, err
		}
		s.firms[row.Subject] = row.Says
	}
	return s, nil
}

// Check answers for a day from that of the snapshot until today, as the platform would have from what is public: dates as 2026-11-22, the
// subject as 18 characters. A firm that is not in it is one nothing public stands for or against.
func (s *Snapshot) Check(matter, subject, on, today string) (a SnapshotAnswer, err error) {
	switch {
	case today > s.Until:
		return a, errors.New("xinheng: the snapshot is too old; take a newer one, or follow the ordinary procedure")
	case on < s.Day || on > today:
		return a, errors.New("xinheng: the snapshot does not answer for that day")
	}
	for _, m := range s.matters {
		if m.Code == matter && m.From <= on && on <= m.Until {
			a.Outcome = m.Otherwise
		}
	}
	if a.Outcome == "" {
		return a, errors.New("xinheng: the snapshot knows no such matter on that day")
	}
	for _, say := range s.firms[subject] {
		if say.Matter == matter && say.From <= on && on <= say.Until {
			a.Outcome, a.Effects = say.Outcome, say.Effects
		}
	}
	return a, nil
}
