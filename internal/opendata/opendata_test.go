package opendata

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/ident"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var (
	bodyID = counter.Code("11460000", "MB000001")
	firmID = counter.Code("91460000", "MA000010")
)

const (
	bodyName = "海口市虚构市场监督管理局"
	firmName = "=海南虚构食品有限公司"
)

func people() map[string]access.Actor {
	return map[string]access.Actor{"reporter": counter.Person("reporter", bodyID, bodyName, "460000", "R10")}
}

// office is open data on a real database, with what follows from a record wired as in the program.
type office struct {
	*counter.Counter
	*Desk
	records *record.Desk
}

func open(t *testing.T, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people())}
	log, err := ledger.Open(t.Context(), o.DB, "xinheng/test", o.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	o.Desk = NewDesk(o.DB, o.Law, log, o.Sealer, o.Now)
	o.PieceRows = 3
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return o.Follow(ctx, tx, e) })
	events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error { return o.Survive() })
	o.records = record.NewDesk(o.DB, o.Law, o.Sealer, events, nil, o.Now)
	o.Serve(func(a *web.API) { Routes(a, o.Desk) })
	return o
}

// punish enters a penalty of the firm, or of a natural person.
func (o *office) punish(no, on string, person bool) record.Record {
	o.T.Helper()
	v := map[string]string{"CF_XDR_MC": firmName, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": no, "CF_WFXW": "未按规定经营", "CF_SY": "经查（虚构）。",
		"CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "罚款", "CF_NR": "罚款。", "CF_NR_FK": "5", "CF_JDRQ": on, "CF_SDRQ": on, "CF_CFJG": bodyName, "CF_CFJGDM": bodyID, "XH_LY": "food"}
	if person {
		delete(v, "CF_XDR_SHXYM")
		v["CF_XDR_MC"], v["CF_XDR_LB"], v["CF_XDR_ZJLX"], v["CF_XDR_ZJHM"] = "示例甲", "自然人", "身份证", string(ident.MakeIDCard("46990019880101001"))
	}
	var r record.Record
	counter.Must(o.T, o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) (err error) {
		r, err = o.records.Enter(ctx, tx, people()["reporter"], "test", "penalty", v)
		return err
	}))
	return r
}

func (o *office) repair(r record.Record) error {
	return o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.records.Rule(ctx, tx, people()["reporter"], "test", []record.Ruling{{EntityID: r.EntityID, ID: r.ID, State: record.Repaired, On: o.today(), Document: "示修 1 号", Authority: bodyName}})
		return err
	})
}

func (o *office) build() int {
	o.T.Helper()
	n, err := o.Build(o.T.Context())
	counter.Must(o.T, err)
	return n
}

func (o *office) redact() int {
	o.T.Helper()
	n, err := o.Redact(o.T.Context())
	counter.Must(o.T, err)
	return n
}

// fetch reads a file and holds it against its signed manifest.
func (o *office) fetch(day, kind string) []Line {
	o.T.Helper()
	m := o.manifest(day)
	i := slices.IndexFunc(m.Files, func(f File) bool { return f.Kind == kind && f.Format == jsonl })
	if i < 0 {
		o.T.Fatalf("no %s of %s in %+v", kind, day, m)
	}
	status, b := o.Send("", "GET", m.Files[i].Path, nil)
	if sum := sha256.Sum256(b); status != 200 || hex.EncodeToString(sum[:]) != m.Files[i].SHA256 {
		o.T.Fatalf("%s of %s: %d, or the hash of the manifest is another", kind, day, status)
	}
	lines, err := decode(b)
	counter.Must(o.T, err)
	if int64(len(lines)) != m.Files[i].Rows {
		o.T.Errorf("%d lines, the manifest says %d", len(lines), m.Files[i].Rows)
	}
	return lines
}

func (o *office) manifest(day string) (m Manifest) {
	o.T.Helper()
	s := counter.Want[Signed](o.Counter, "", "GET", "/v1/open/penalty/"+day+"/manifest", nil, "")
	suite, _ := seal.SuiteNamed(map[string]string{"Ed25519": "international", "SM2": "national"}[s.Algorithm])
	if !suite.Verify(s.Key, []byte(s.Format+"\n"+s.Payload), s.Signature) || suite.Verify(s.Key, []byte(s.Format+"\n"+s.Payload+" "), s.Signature) {
		o.T.Error("the manifest does not verify")
	}
	counter.Must(o.T, json.Unmarshal([]byte(s.Payload), &m))
	return m
}

func ids(lines []Line, op string) (out []string) {
	for _, l := range lines {
		if l.Op == op {
			out = append(out, l.ID)
		}
	}
	return out
}

// TestF19_2_SnapshotAndDeltaAnybodyVerifies: in both formats, with hash, span of the ledger and licence; the delta brings the snapshot of
// the day before to that of the day.
func TestF19_2_SnapshotAndDeltaAnybodyVerifies(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	var all []record.Record
	for n := range 7 {
		all = append(all, o.punish(fmt.Sprintf("示罚〔2026〕%d号", n), "2026-11-20", false))
	}
	o.build()
	if again := o.build(); again != 0 {
		t.Errorf("%d files were made twice", again)
	}
	first := o.fetch("2026-11-23", snapshot)
	if len(first) != 7 || !slices.IsSortedFunc(first, func(a, b Line) int { return strings.Compare(a.ID, b.ID) }) || first[0].Subject != firmName || first[0].Fine != 5_000_000 {
		t.Fatalf("%+v", first)
	}
	_, b := o.Send("", "GET", "/v1/open/penalty/2026-11-23/snapshot.csv.gz", nil)
	z, err := gzip.NewReader(bytes.NewReader(b))
	counter.Must(t, err)
	rows, err := csv.NewReader(z).ReadAll()
	counter.Must(t, err)
	if len(rows) != 8 || !slices.Equal(rows[0], columns) || rows[1][5] != "'"+firmName {
		t.Errorf("%v", rows)
	}
	o.On("2026-11-24")
	added := o.punish("示罚〔2026〕8号", "2026-11-23", false)
	counter.Must(t, o.repair(all[2]))
	o.build()
	second, changes := o.fetch("2026-11-24", snapshot), o.fetch("2026-11-24", delta)
	if got := ids(changes, put); !slices.Equal(got, []string{added.ID}) {
		t.Errorf("put %v", got)
	}
	if got := ids(changes, gone); !slices.Equal(got, []string{all[2].ID}) {
		t.Errorf("gone %v", got)
	}
	if len(second) != 7 || slices.Contains(ids(second, put), all[2].ID) {
		t.Errorf("%+v", second)
	}
	sets := counter.Want[sets](o.Counter, "", "GET", "/v1/open", nil, "").Items
	i := slices.IndexFunc(sets, func(s Set) bool { return s.Code == "penalty" })
	if s := sets[i]; s.Day.String() != "2026-11-24" || s.Rows != 7 || s.Changes != 2 || s.Gone != 1 || s.MadeAt == nil {
		t.Errorf("%+v", s)
	}
	if l := counter.Want[Licence](o.Counter, "", "GET", "/v1/open/licence", nil, ""); len(l.Terms) < 3 {
		t.Errorf("%+v", l)
	}
	tag := hex.EncodeToString(sumOf(b))
	if status, _ := o.Send("", "GET", "/v1/open/penalty/2026-11-23/snapshot.csv.gz", nil, "If-None-Match", `"`+tag+`"`); status == 304 {
		t.Error("a file that was rewritten after a take-down passes for the same")
	}
	for path, code := range map[string]string{"/v1/open/rumours/2026-11-24/manifest": "opendata.no_dataset", "/v1/open/penalty/2020-01-01/manifest": "opendata.no_file",
		"/v1/open/penalty/2026-11-24/all.jsonl.gz": "opendata.no_file", "/v1/open/penalty/2026-11-24/snapshot.xml": "opendata.no_file"} {
		counter.Want[any](o.Counter, "", "GET", path, nil, code)
	}
}

func sumOf(b []byte) []byte { s := sha256.Sum256(b); return s[:] }

// TestG10_NoNaturalPersonIsInAnyFile: nor a name of one that stands in a record about a firm.
func TestG10_NoNaturalPersonIsInAnyFile(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	p, f := o.punish("示罚〔2026〕1号", "2026-11-20", true), o.punish("示罚〔2026〕2号", "2026-11-20", false)
	if !p.Person {
		t.Fatal("the test is about no person")
	}
	o.build()
	if lines := o.fetch("2026-11-23", snapshot); len(lines) != 1 || lines[0].ID != f.ID {
		t.Errorf("%+v", lines)
	}
	for _, name := range []string{"snapshot.jsonl.gz", "snapshot.csv.gz"} {
		_, b := o.Send("", "GET", "/v1/open/penalty/2026-11-23/"+name, nil)
		z, err := gzip.NewReader(bytes.NewReader(b))
		counter.Must(t, err)
		text, err := io.ReadAll(z)
		counter.Must(t, err)
		if strings.Contains(string(text), "示例甲") || strings.Contains(string(text), "经查") {
			t.Errorf("%s: %s", name, text)
		}
	}
	counter.Want[any](o.Counter, "", "GET", "/v1/feeds/entities/"+p.EntityID, nil, "registry.unknown")
}

// TestF19_4_ARepairedRecordIsGoneFromEveryFile: from the transaction of its repair no file that holds it is served; rewritten, it is in
// none, not even in the bytes that are kept; deltas keep a tombstone (F09-10).
func TestF19_4_F09_10_ARepairedRecordIsGoneFromEveryFile(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	var all []record.Record
	for n := range 8 {
		all = append(all, o.punish(fmt.Sprintf("示罚〔2026〕%d号", n), "2026-11-20", false))
	}
	o.build()
	o.On("2026-11-24")
	late := o.punish("示罚〔2026〕20号", "2026-11-23", false)
	o.build()
	before := o.manifest("2026-11-23")
	o.Dies.Store(true)
	if err := o.repair(all[3]); !errors.Is(err, counter.ErrDied) {
		t.Fatal(err)
	}
	o.Dies.Store(false)
	if len(o.fetch("2026-11-23", snapshot)) != 8 {
		t.Error("a repair that did not happen took something down")
	}
	counter.Must(t, o.repair(all[3]))
	counter.Must(t, o.repair(late))
	for _, path := range []string{"2026-11-23/snapshot.jsonl.gz", "2026-11-23/snapshot.csv.gz", "2026-11-24/snapshot.jsonl.gz", "2026-11-24/snapshot.csv.gz", "2026-11-24/delta.jsonl.gz", "2026-11-24/delta.csv.gz"} {
		counter.Want[any](o.Counter, "", "GET", "/v1/open/penalty/"+path, nil, "opendata.rewriting")
	}
	if o.redact() == 0 || o.redact() != 0 {
		t.Error("not each piece was rewritten once")
	}
	for _, day := range []string{"2026-11-23", "2026-11-24"} {
		if got := ids(o.fetch(day, snapshot), put); slices.Contains(got, all[3].ID) || slices.Contains(got, late.ID) || len(got) != 7 {
			t.Errorf("%s still holds %v", day, got)
		}
	}
	if d := o.fetch("2026-11-24", delta); !slices.Equal(ids(d, gone), []string{late.ID}) || len(ids(d, put)) != 0 || d[0].DocumentNo != "" || d[0].Why != "repaired" {
		t.Errorf("%+v", d)
	}
	after := o.manifest("2026-11-23")
	for i := range after.Files {
		if after.Files[i].Revision == 0 || after.Files[i].SHA256 == before.Files[i].SHA256 {
			t.Errorf("the manifest does not say that %s was rewritten", after.Files[i].Path)
		}
	}
	o.nowhere(all[3].ID)
	if n := o.Count(`select count(*) from opendata.purge where done_at is not null and pieces > 0`); n != 2 {
		t.Errorf("%d of two purges are known to be done", n)
	}
	o.On("2026-11-25")
	o.build()
	if got := ids(o.fetch("2026-11-25", delta), gone); !slices.Contains(got, all[3].ID) || !slices.Contains(got, late.ID) {
		t.Errorf("who reads deltas only is not told: %v", got)
	}
}

// nowhere looks into every piece that is kept.
func (o *office) nowhere(id string) {
	o.T.Helper()
	bodies, err := pg.Column[[]byte](o.T.Context(), o.DB, pg.Query{Name: "bodies", SQL: `select body from opendata.piece where kind = 'snapshot'`})
	counter.Must(o.T, err)
	for _, b := range bodies {
		z, err := gzip.NewReader(bytes.NewReader(b))
		counter.Must(o.T, err)
		text, err := io.ReadAll(z)
		counter.Must(o.T, err)
		if strings.Contains(string(text), id) {
			o.T.Errorf("%s is still kept", id)
		}
	}
}

// TestF19_4_WhatEndsByItsDateIsNotServedADayLater: whether or not a round has run.
func TestF19_4_WhatEndsByItsDateIsNotServedADayLater(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	r := o.punish("示罚〔2026〕1号", "2026-11-20", false)
	last := r.PublicUntil
	o.On(last.AddDays(-1).String())
	o.build()
	day := last.AddDays(-1).String()
	o.On(last.String())
	if len(o.fetch(day, snapshot)) != 1 {
		t.Error("not served on its last day")
	}
	o.On(last.AddDays(1).String())
	counter.Want[any](o.Counter, "", "GET", "/v1/open/penalty/"+day+"/snapshot.jsonl.gz", nil, "opendata.rewriting")
	o.redact()
	if len(o.fetch(day, snapshot)) != 0 {
		t.Error("still there")
	}
	o.build()
	if d := o.fetch(last.AddDays(1).String(), delta); len(d) != 0 && (d[0].Op != gone || d[0].Why != "ended") {
		t.Errorf("%+v", d)
	}
}

// TestF19_2_AStoppedBuildGoesOn: from the piece it had reached; and files past their days are forgotten.
func TestF19_2_AStoppedBuildGoesOn(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	for n := range 7 {
		o.punish(fmt.Sprintf("示罚〔2026〕%d号", n), "2026-11-20", false)
	}
	f, err := o.begin(t.Context(), file{Dataset: "penalty", Day: o.today(), Kind: snapshot})
	counter.Must(t, err)
	rows, err := record.OpenPage(t.Context(), o.DB, "penalty", "", o.today(), 3)
	counter.Must(t, err)
	var lines []Line
	for i := range rows {
		lines = append(lines, lineOf(&rows[i]))
	}
	counter.Must(t, o.append(t.Context(), &f, 0, lines)) // and here the machine stopped
	counter.Want[any](o.Counter, "", "GET", "/v1/open/penalty/2026-11-23/snapshot.jsonl.gz", nil, "opendata.no_file")
	o.build()
	if len(o.fetch("2026-11-23", snapshot)) != 7 || o.Count(`select count(*) from opendata.piece where dataset = 'penalty' and format = 'jsonl'`) != 3 {
		t.Error("it did not go on where it stopped")
	}
	o.On("2026-11-29")
	o.build()
	if o.Count(`select count(*) from opendata.file where dataset = 'penalty' and day = '2026-11-23'`) != 2 {
		t.Error("forgotten a day early")
	}
	o.On("2026-11-30")
	o.build()
	if o.Count(`select count(*) from opendata.file where day = '2026-11-23'`)+o.Count(`select count(*) from opendata.piece where day = '2026-11-23'`) != 0 {
		t.Error("kept past its days")
	}
}

// TestF19_5_AFirmAndAListAreFollowedByAtom: what is public, and a tombstone for what is not any more.
func TestF19_5_AFirmAndAListAreFollowedByAtom(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	stays, goes := o.punish("示罚〔2026〕1号", "2026-11-20", false), o.punish("示罚〔2026〕2号", "2026-11-20", false)
	counter.Must(t, o.repair(goes))
	status, b := o.Send("", "GET", "/v1/feeds/entities/"+firmID, nil)
	var f atom
	if err := xml.Unmarshal(b, &f); err != nil || status != 200 || len(f.Entries) != 2 || f.Updated == "" || !strings.Contains(f.Title, "海南虚构食品有限公司") {
		t.Fatalf("%d %v %s", status, err, b)
	}
	for _, e := range f.Entries {
		if strings.Contains(e.ID, stays.ID) && !strings.Contains(e.Summary, "示罚〔2026〕1号") {
			t.Errorf("%+v", e)
		}
		if strings.Contains(e.ID, goes.ID) && (!strings.Contains(e.Title, "tombstone") || strings.Contains(e.Summary, "示罚")) {
			t.Errorf("%+v", e)
		}
	}
	code := o.Law.On(workday.MustParse("2026-11-23")).Lists()[0].Code
	if status, b := o.Send("", "GET", "/v1/feeds/lists/"+code, nil); status != 200 || !bytes.Contains(b, []byte("<feed")) {
		t.Errorf("%d %s", status, b)
	}
	counter.Want[any](o.Counter, "", "GET", "/v1/feeds/lists/nobody", nil, "opendata.no_list")
	counter.Want[any](o.Counter, "", "GET", "/v1/feeds/entities/"+counter.Code("91460000", "MA000099"), nil, "registry.unknown")
}
