package check

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/web"
)

// office is the whole area on a real database, reached through HTTP as two bodies reach it, on a set clock.
type office struct {
	t     testing.TB
	db    *pg.Pool
	log   *ledger.Log
	index *standing.Index
	desk  *Desk
	url   string
	mine  string // key of the body that asks, with every scope it needs
	other string // key of another body
	clock atomic.Int64
}

const (
	listedFirm = "91460000MAXNX0001A"
	cleanFirm  = "91460000MAXNX0002D"
	strange    = "91460000MAXNX0003G" // valid, not registered
	myBody     = "11460000MBXNX0009D"
)

var noon = day("2026-11-22").Start().Add(12 * time.Hour)

func open(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, db: pgtest.New(t)}
	o.clock.Store(noon.UnixNano())
	sealer, err := seal.New(make([]byte, seal.MinMaster), seal.International)
	must(t, err)
	o.log, err = ledger.Open(t.Context(), o.db, "xinheng/test", sealer.SigningKey("ledger"))
	must(t, err)
	o.index = standing.NewIndex(o.db, o.log, o.now)
	o.desk = NewDesk(o.db, library(t), o.index, o.log, sealer, o.now)
	keys := access.NewKeys(o.db, o.now)
	o.mine, err = keys.Issue(t.Context(), myBody, "示例采购中心", []string{access.ScopeCheck, access.ScopeRead})
	must(t, err)
	o.other, err = keys.Issue(t.Context(), "11460000MBXNX0010J", "示例另一单位", []string{access.ScopeCheck})
	must(t, err)
	api := web.New(http.NewServeMux(), "test", access.Authorizer(keys, nil))
	Routes(api, o.desk)
	server := httptest.NewServer(api.Mux)
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) now() time.Time { return time.Unix(0, o.clock.Load()) }

// take stores what records mean, as intake does, and registers the firms.
func (o *office) take(rs ...record.Record) {
	o.t.Helper()
	must(o.t, o.db.InTx(o.t.Context(), func(ctx context.Context, tx pg.Tx) error {
		firms := []registry.Entity{{ID: listedFirm, Name: "虚构示例甲公司", Kind: registry.Enterprise}, {ID: cleanFirm, Name: "虚构示例乙公司", Kind: registry.Enterprise}}
		if err := registry.Stub(ctx, tx, firms); err != nil {
			return err
		}
		entry, err := ledger.Append(ctx, tx, o.now(), ledger.Act{Kind: "record.batch", Actor: "cli", About: "test"})
		if err != nil {
			return err
		}
		return standing.Apply(ctx, tx, o.desk.lib, record.Changed{EntryID: entry, Records: rs})
	}))
}

// entry is a list entry of the firm, from 16 April 2026 until 15 April 2029.
func entry(version int32, change func(*record.Record)) record.Record {
	r := record.Record{EntityID: listedFirm, ID: "r-list", Version: version, Item: "list_entry", Class: law.ListEntry, List: "tax-major", Adverse: true,
		State: record.Effective, Title: "示例重大税收违法", Authority: "示例税务局", DocumentNo: "示税〔2026〕22号", Basis: "示例名单办法第三条",
		DecidedOn: day("2026-04-16"), PublicFrom: day("2026-04-16"), PublicUntil: day("2029-04-15"), RepairFrom: day("2027-04-16"),
		Publicity: law.Public, SeenAt: noon}
	if change != nil {
		change(&r)
	}
	return r
}

// ask posts a check and returns the status and the body.
func (o *office) ask(key string, body any) (int, []byte) {
	o.t.Helper()
	b, ok := body.(string)
	if !ok {
		j, err := json.Marshal(body)
		must(o.t, err)
		b = string(j)
	}
	return o.do(http.MethodPost, "/v1/checks", key, "application/json", []byte(b))
}

func (o *office) get(path, key string) (int, []byte) {
	return o.do(http.MethodGet, path, key, "", nil)
}

func (o *office) do(method, path, key, kind string, body []byte) (int, []byte) {
	o.t.Helper()
	status, _, b := o.fetch(method, path, key, kind, body)
	return status, b
}

func (o *office) fetch(method, path, key, kind string, body []byte) (int, http.Header, []byte) {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, bytes.NewReader(body))
	must(o.t, err)
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	r.Header.Set("Content-Type", kind)
	resp, err := http.DefaultClient.Do(r)
	must(o.t, err)
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	must(o.t, err)
	return resp.StatusCode, resp.Header, b
}

func request(subject string) Request {
	return Request{Matter: "gp-qualification", Subject: subject, Purpose: "procurement", CaseNo: "CG-2026-1188", Officer: "示例经办人"}
}

// read decodes an answer.
func read[T any](t testing.TB, b []byte) (v T) {
	t.Helper()
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return v
}

type problem struct {
	Code, Detail, Field string
	ZH                  string `json:"detail_zh"`
}

// code makes valid, invented codes.
func code(t testing.TB, n int) string {
	t.Helper()
	body := []byte("91460000MAXNX0000")
	for i := len(body) - 1; n > 0; i, n = i-1, n/10 {
		body[i] = byte('0' + n%10)
	}
	for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if id, _, err := ident.ParseUSCC(string(body) + string(c)); err == nil {
			return string(id)
		}
	}
	t.Fatal("no check character")
	return ""
}
