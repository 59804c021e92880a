package adapter

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/entry"
	"xinheng/internal/jobs"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/web"
)

const bodyName = "海南省虚构市场监督管理局"

var (
	bodyID  = counter.Code("11460000", "MB000001")
	otherID = counter.Code("11460100", "MB000002")
	people  = map[string]access.Actor{
		"system":  counter.System("system", bodyID, bodyName),
		"other":   counter.System("other", otherID, "海口市虚构城市管理局"),
		"admin":   counter.Person("admin", bodyID, bodyName, "460000", "R26"),
		"clerk":   counter.Person("clerk", bodyID, bodyName, "460000", "R10"),
		"checker": counter.Person("checker", bodyID, bodyName, "460000", "R11"),
		"far":     counter.Person("far", otherID, "海口市虚构城市管理局", "460100", "R20"),
		"haikou":  counter.Person("haikou", otherID, "海口市虚构城市管理局", "460100", "R26"),
	}
)

// office is the counter of the area: intake and the desk on a real database.
type office struct {
	*counter.Counter
	*Desk
	events  *record.Events
	records *record.Desk
	queue   *jobs.Queue
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, "2026-11-22", people), events: &record.Events{}}
	o.events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error { return o.Survive() })
	o.records = record.NewDesk(o.DB, o.Law, o.Sealer, o.events, nil, o.Now)
	o.queue = jobs.New(o.DB, o.Now)
	o.Desk = NewDesk(o.DB, o.queue, o.Law, o.records, o.Sealer, o.Now)
	o.Desk.Region = func(_ context.Context, org string) (string, error) {
		return map[string]string{bodyID: "460000", otherID: "460100"}[org], nil
	}
	o.Desk.Bodies = func(_ context.Context, codes []string) (map[string]string, error) {
		return map[string]string{bodyID: bodyName, otherID: "海口市虚构城市管理局"}, nil
	}
	o.Desk.Dir = t.TempDir()
	o.events.Changed.Within(o.Desk.Changed)
	entries := entry.NewDesk(o.DB, o.records, o.Law, o.Sealer, o.Now)
	o.Serve(func(a *web.API) { Routes(a, o.Desk); entry.Routes(a, entries) })
	return o
}

// linked is a new link of the body.
func (o *office) linked(adapter, transport, url string, trial bool) Link {
	o.T.Helper()
	return counter.Want[Link](o.Counter, "admin", "POST", "/v1/adapter-links", New{Adapter: adapter, Org: bodyID, Suite: "national",
		Public: base64.StdEncoding.EncodeToString(sender.Public()), Transport: transport, URL: url, Trial: trial}, "")
}

// door is the platform's own address as a way.
type door struct {
	o    *office
	who  string
	path string
}

func (d door) Send(ctx context.Context, l Letter) (r Receipt, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.o.Base()+d.path, bytes.NewReader(l.Body))
	if err != nil {
		return r, err
	}
	req.Header = l.Header.Clone()
	req.Header.Set("Authorization", d.who)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return r, err
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(b, &r); err != nil || r.State == "" {
		var p web.Problem
		_ = json.Unmarshal(b, &p)
		return r, errNoReceiptOf(p.Code)
	}
	return r, nil
}

type errNoReceiptOf string

func (e errNoReceiptOf) Error() string { return string(e) }

// kit is the suite of an adapter against the platform itself.
func (o *office) kit(adapter string) *Kit {
	a, _ := o.book().Adapter(adapter)
	return &Kit{Book: o.book(), Adapter: a, Signer: sender, Now: o.Now, Run: "9", Peer: "platform", Way: door{o, "system", "/v1/adapters/" + adapter + "/messages"},
		Authority: bodyID, AuthorityName: bodyName}
}
