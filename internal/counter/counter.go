package counter

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

// Library is the shipped law, read once for all tests of a package.
var Library = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

// ErrDied is what stops what follows an act, as if the machine had stopped before the end.
var ErrDied = errors.New("the machine died")

// Counter is a database, a clock, and the people who may come.
type Counter struct {
	T      testing.TB
	DB     *pg.Pool
	Law    *law.Library
	Sealer *seal.Sealer
	People map[string]access.Actor
	Dies   atomic.Bool // see Survive

	url   string
	clock atomic.Int64
}

// Open prepares a counter at nine in the morning of a day.
func Open(t testing.TB, today string, people map[string]access.Actor) *Counter {
	t.Helper()
	c := &Counter{T: t, DB: pgtest.New(t), People: people}
	var err error
	c.Law, err = Library()
	Must(t, err)
	c.Sealer, err = seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.National)
	Must(t, err)
	c.On(today)
	return c
}

// Now is the time of the set clock.
func (c *Counter) Now() time.Time { return time.Unix(0, c.clock.Load()) }

// On sets the clock to nine in the morning of a day, At to an instant; Later lets time pass.
func (c *Counter) On(day string)         { c.At(workday.MustParse(day).Start().Add(9 * time.Hour)) }
func (c *Counter) At(t time.Time)        { c.clock.Store(t.UnixNano()) }
func (c *Counter) Later(d time.Duration) { c.clock.Add(int64(d)) }

// Survive is what tests hang behind an act: it fails while the machine dies.
func (c *Counter) Survive() error {
	if c.Dies.Load() {
		return ErrDied
	}
	return nil
}

// Serve opens the routes that mount puts on the API. Who comes is named in the Authorization header; "" is nobody.
func (c *Counter) Serve(mount func(*web.API)) {
	api := web.New(http.NewServeMux(), "test", func(r *http.Request, permission string) (context.Context, error) {
		a, known := c.People[r.Header.Get("Authorization")]
		switch {
		case permission == "" && !known:
			return r.Context(), nil
		case !known:
			return nil, fault.New(fault.Unauthenticated, "test.nobody", "请登录。", "Sign in.")
		case permission != "" && !a.May(permission):
			return nil, fault.New(fault.Forbidden, "access.no_permission", "没有权限。", "Not yours to do.")
		}
		return access.With(r.Context(), a), nil
	})
	mount(api)
	server := httptest.NewServer(api.Mux)
	c.T.Cleanup(server.Close)
	c.url = server.URL
}

// Base is where the counter is reached, for tests that look at more than an answer's status and body.
func (c *Counter) Base() string { return c.url }

// Send makes a request as somebody, with header names and values in pairs, and returns the status and the body.
func (c *Counter) Send(who, method, path string, in any, header ...string) (int, []byte) {
	c.T.Helper()
	var b io.Reader
	if in != nil {
		j, err := json.Marshal(in)
		Must(c.T, err)
		b = bytes.NewReader(j)
	}
	r, err := http.NewRequestWithContext(c.T.Context(), method, c.url+path, b)
	Must(c.T, err)
	r.Header.Set("Authorization", who)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		if header[i+1] != "" {
			r.Header.Set(header[i], header[i+1])
		}
	}
	resp, err := http.DefaultClient.Do(r)
	Must(c.T, err)
	defer func() { _ = resp.Body.Close() }()
	out, err := io.ReadAll(resp.Body)
	Must(c.T, err)
	return resp.StatusCode, out
}

// Want makes a request and fails unless it is answered so: "" for success, else the code of the refusal.
func Want[T any](c *Counter, who, method, path string, in any, code string, header ...string) (v T) {
	c.T.Helper()
	status, b := c.Send(who, method, path, in, header...)
	if code == "" {
		if status >= 300 {
			c.T.Fatalf("%s %s as %s: %d %s", method, path, who, status, b)
		}
		if len(b) > 0 && (b[0] == '{' || b[0] == '[') {
			Must(c.T, json.Unmarshal(b, &v))
		}
		return v
	}
	var p web.Problem
	if _ = json.Unmarshal(b, &p); p.Code != code || p.Status != status {
		c.T.Errorf("%s %s as %s: %d %s, want %s", method, path, who, status, b, code)
	}
	return v
}

// Must ends a test at an error that is not its subject.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
