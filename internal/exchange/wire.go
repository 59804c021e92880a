package exchange

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Message is what is sent to a target or consumer. It says which record by its public id, and nothing of what it said.
type Message struct {
	ID       string       `json:"id" doc:"send it back in the acknowledgement"`
	Revision int32        `json:"revision" doc:"a greater one replaces what was asked before under this id"`
	Kind     string       `json:"kind" enum:"delete,replace,lift,publish,rerate,tombstone,correction,reach_back,commitment,watch,rating,holding"`
	EntityID string       `json:"entity_id"`
	About    string       `json:"about"`
	Version  int32        `json:"version,omitempty" doc:"of the record that is right from now on"`
	Decision string       `json:"decision,omitempty"`
	Case     string       `json:"case,omitempty"`
	Reason   string       `json:"reason"`
	Basis    string       `json:"basis,omitempty"`
	Location string       `json:"location,omitempty" doc:"page of what is to be shown, of publish"`
	DueOn    workday.Date `json:"due_on,omitempty"`
}

// Answer is how a target acknowledges. Any other id than that of the message acknowledges nothing.
type Answer struct {
	ID    string `json:"id"`
	State string `json:"state" enum:"done,accepted" doc:"done: it has happened; accepted: it will"`
}

// Headers of a message. The signature is over Signed(time, key, body).
const (
	HeaderTime      = "X-Xinheng-Time"
	HeaderKey       = "X-Xinheng-Key"
	HeaderSignature = "X-Xinheng-Signature"
	HeaderOnce      = "Idempotency-Key"
)

const (
	patience   = 20 * time.Second // with one answer
	mostAnswer = 1 << 20          // bytes of an answer that are read
	fresh      = 5 * time.Minute  // a message older than this is not to be believed
)

// Signed is the text a signature covers: the time, the idempotency key and the hash of the body, a line each.
func Signed(at, once string, body []byte) []byte {
	sum := sha256.Sum256(body)
	return fmt.Appendf(nil, "xinheng exchange v1\n%s\n%s\n%s\n", at, once, hex.EncodeToString(sum[:]))
}

// Verify is what a receiver does with a message: the signature is ours, and it was made just now.
func Verify(suite seal.Suite, public []byte, h http.Header, body []byte, now time.Time) error {
	at, err := time.Parse(time.RFC3339, h.Get(HeaderTime))
	if err != nil || now.Sub(at).Abs() > fresh {
		return errors.New("the message is not of now")
	}
	signature, err := base64.StdEncoding.DecodeString(h.Get(HeaderSignature))
	if err != nil || !suite.Verify(public, Signed(h.Get(HeaderTime), h.Get(HeaderOnce), body), signature) {
		return errors.New("the signature is not by the key")
	}
	return nil
}

// outward follows no redirects: a take-down goes where two people said it goes.
func outward() *http.Client {
	return &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// trouble is why a target did not do as asked, as a word for the ledger: never what it said.
type trouble struct{ word string }

func (t trouble) Error() string { return t.word }

// post sends a signed message and reads the answer. sent says that the target received it.
func (d *Desk) post(ctx context.Context, t *Target, m Message) (sent bool, a Answer, err error) {
	body, err := json.Marshal(m)
	if err != nil {
		return false, a, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.PushURL, bytes.NewReader(body))
	if err != nil {
		return false, a, trouble{"bad_address"}
	}
	key, err := d.signer(ctx)
	if err != nil {
		return false, a, err
	}
	at, once := d.now().UTC().Format(time.RFC3339), fmt.Sprintf("%s-%d", m.ID, m.Revision)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(HeaderOnce, once)
	req.Header.Set(HeaderTime, at)
	req.Header.Set(HeaderKey, key.KeyID())
	req.Header.Set(HeaderSignature, base64.StdEncoding.EncodeToString(key.Sign(Signed(at, once, body))))
	d.authorise(req, t)
	res, text, err := d.do(req)
	switch {
	case err != nil:
		return false, a, err
	case res.StatusCode < 200 || res.StatusCode > 299:
		return false, a, trouble{fmt.Sprintf("status_%d", res.StatusCode)}
	case json.Unmarshal(text, &a) != nil || a.ID != m.ID:
		return true, Answer{}, trouble{"answer_not_ours"}
	}
	return true, a, nil
}

func (d *Desk) authorise(req *http.Request, t *Target) {
	if t.Secret == "" || d.Secret == nil {
		return
	}
	if token := d.Secret(t.Secret); token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
}

// do asks and reads the answer, whole or not at all.
func (d *Desk) do(req *http.Request) (*http.Response, []byte, error) {
	res, err := d.http.Do(req)
	if err != nil {
		return nil, nil, trouble{wordOf(err)}
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer))
	if err != nil {
		return nil, nil, trouble{wordOf(err)}
	}
	return res, text, nil
}

// wordOf tells a slow target from one that is not there.
func wordOf(err error) string {
	var slow net.Error
	if errors.As(err, &slow) && slow.Timeout() {
		return "timeout"
	}
	return "unreachable"
}

// read reads what a target serves at an address. Our own portal, unless it has a public address, is asked in this process.
func (d *Desk) read(ctx context.Context, t *Target, address string) (status int, kind string, text []byte, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return 0, "", nil, trouble{"bad_address"}
	}
	if u.Host == "" {
		if d.Base == "" {
			return d.ReadOwn(ctx, address)
		}
		address = d.Base + address
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, "", nil, trouble{"bad_address"}
	}
	req.Header.Set("Cache-Control", "no-cache")
	d.authorise(req, t)
	res, text, err := d.do(req)
	if err != nil {
		return 0, "", nil, err
	}
	return res.StatusCode, res.Header.Get("Content-Type"), text, nil
}

// ReadOwn asks our own handler as a visitor would.
func (d *Desk) ReadOwn(ctx context.Context, path string) (status int, kind string, text []byte, err error) {
	if d.Own == nil {
		return 0, "", nil, trouble{"unreachable"}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	if err != nil {
		return 0, "", nil, trouble{"bad_address"}
	}
	req.RemoteAddr = "127.0.0.1:0"
	w := &kept{header: http.Header{}, status: http.StatusOK}
	d.Own.ServeHTTP(w, req)
	return w.status, w.header.Get("Content-Type"), w.body.Bytes(), nil
}

// kept is an answer of our own handler, kept to be looked at.
type kept struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *kept) Header() http.Header         { return k.header }
func (k *kept) WriteHeader(status int)      { k.status = status }
func (k *kept) Write(b []byte) (int, error) { return k.body.Write(b) }
