package snapshot

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/check"
	"xinheng/internal/counter"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

func codesOf(es []Effect) (out []string) {
	for _, e := range es {
		out = append(out, e.Measure)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// live asks the platform itself.
func (o *office) live(subject, on string) check.Decision {
	o.T.Helper()
	return counter.Want[check.Decision](o.Counter, "buyer", "POST", "/v1/checks", map[string]any{"matter": matter, "subject": subject, "purpose": "procurement", "case_no": "CG-1", "officer": "示例经办人", "on": on}, "")
}

func codeOf(err error) string {
	f, _ := fault.Of(err)
	if f == nil {
		return ""
	}
	return f.Code
}

// The snapshot of a day answers as the check of that day does, about firms with and without anything public; what is not public is not in
// it, and nothing about a natural person or a name.
func TestF07_5_TheSnapshotAnswersAsTheCheckOfItsDay(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	o.adopt()
	r := o.list(firmID, "示税〔2026〕1号", "2026-04-16")
	o.build()
	f := o.fetch("2026-09-01")
	for _, subject := range []string{firmID, quietID} {
		a, err := f.Check(matter, subject, 0, o.today())
		counter.Must(t, err)
		d := o.live(subject, "")
		var codes []string
		for _, e := range d.Effects {
			codes = append(codes, e.Measure.Code)
		}
		slices.Sort(codes)
		if a.Outcome != string(d.Outcome) || !slices.Equal(codesOf(a.Effects), slices.Compact(codes)) || a.Age != 0 || a.Then.ZH == "" {
			t.Errorf("%s: %+v, the check says %s %v", subject, a, d.Outcome, codes)
		}
	}
	a, _ := f.Check(matter, firmID, 0, o.today())
	if a.Outcome != "prohibited" || a.Effects[0].Record != r.ID || a.Effects[0].From.String() != "2026-04-16" || a.Effects[0].Until == 0 || f.Head.Names[a.Effects[0].Measure].ZH == "" {
		t.Errorf("%+v", a)
	}
	if _, err := f.Check("gp-qualificatoin", firmID, 0, o.today()); codeOf(err) != "snapshot.unknown_matter" || !strings.Contains(err.Error(), matter) {
		t.Error(err)
	}
	if text := o.text("2026-09-01"); strings.Contains(text, "虚构") || strings.Contains(text, `"p-`) || f.Head.Rows != 1 {
		t.Errorf("%d rows: %s", f.Head.Rows, text)
	}
	if status, _ := o.Send("reading", "GET", "/v1/checks/snapshots/2026-09-01", nil); status != http.StatusForbidden {
		t.Errorf("without the scope of checks: %d", status)
	}
}

// text is a file as it reads.
func (o *office) text(day string) string {
	o.T.Helper()
	z, err := gzip.NewReader(bytes.NewReader(o.bytes(day)))
	counter.Must(o.T, err)
	b, err := io.ReadAll(z)
	counter.Must(o.T, err)
	return string(b)
}

// What ends while a snapshot may be used has ended on its day there, too; after its last day it answers nothing, nor for a day before it.
func TestF07_5_ASnapshotIsUsedForItsDaysAndNoLonger(t *testing.T) {
	t.Parallel()
	o := open(t, "2029-04-14")
	o.list(firmID, "示税〔2026〕1号", "2026-04-16")
	last := o.live(firmID, "").Effects[0].Until
	o.On(last.AddDays(-1).String())
	o.build()
	f := o.fetch(last.AddDays(-1).String())
	day := f.Head.Day
	if f.Head.Until != day.AddDays(3) {
		t.Fatalf("usable until %s", f.Head.Until)
	}
	for add, want := range []string{"attention", "attention", "clear", "clear"} {
		on := day.AddDays(add)
		a, err := f.Check(matter, firmID, on, on)
		if err != nil || a.Outcome != want || a.Age != add {
			t.Errorf("on %s: %+v %v, want %s", on, a, err, want)
		}
	}
	for name, c := range map[string]struct {
		on, today workday.Date
		want      string
	}{
		"the day after its last":     {0, day.AddDays(4), "snapshot.too_old"},
		"a past day, after its last": {day, day.AddDays(4), "snapshot.too_old"},
		"the day before it":          {day.AddDays(-1), day, "snapshot.other_day"},
		"a day to come":              {day.AddDays(1), day, "snapshot.other_day"},
		"a clock before it was made": {0, day.AddDays(-1), "snapshot.other_day"},
		"its last day":               {0, day.AddDays(3), ""},
		"its first day, on its last": {day, day.AddDays(3), ""},
	} {
		if _, err := f.Check(matter, firmID, c.on, c.today); codeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// One byte changed, a part missing, or another key, and nothing of a file is believed.
func TestF07_5_AChangedSnapshotOrAWrongKeyIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	o.list(firmID, "示税〔2026〕1号", "2026-04-16")
	o.build()
	whole := o.text("2026-09-01")
	lines := strings.SplitAfter(whole, "\n")
	packed := func(text string) io.Reader {
		b, err := member([]byte(text))
		counter.Must(t, err)
		return bytes.NewReader(b)
	}
	if _, err := Open(packed(whole), o.signer.Public()); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ text, want string }{
		"an outcome":     {strings.Replace(whole, `"o":"attention"`, `"o":"clear"`, 1), "snapshot.changed"},
		"the last day":   {strings.Replace(whole, `"until":"2026-09-04"`, `"until":"2027-09-04"`, 1), "snapshot.wrong_key"},
		"a firm less":    {lines[0] + lines[1], "snapshot.changed"},
		"a firm more":    {whole + lines[2], "snapshot.changed"},
		"no seal":        {lines[0] + lines[2], "snapshot.wrong_key"},
		"something else": {"示例", "snapshot.no_snapshot"},
		"another form":   {strings.Replace(whole, Format, "xinheng-snapshot/v2", 1), "snapshot.no_snapshot"},
	} {
		if f, err := Open(packed(c.text), o.signer.Public()); f != nil || codeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if f, err := Open(packed(whole), o.Sealer.SigningKey("ledger").Public()); f != nil || codeOf(err) != "snapshot.wrong_key" {
		t.Errorf("another key of ours: %v", err)
	}
	if f, err := Open(packed(whole), o.Sealer.SigningKeyOf(seal.International, "check").Public()); f != nil || codeOf(err) != "snapshot.wrong_key" {
		t.Errorf("a key of the other suite: %v", err)
	}
	if b := o.bytes("2026-09-01"); true {
		if f, err := Open(bytes.NewReader(b[:len(b)-20]), o.signer.Public()); f != nil || codeOf(err) != "snapshot.changed" {
			t.Errorf("cut off: %v", err)
		}
	}
}

// The files are a chain, and their digests are on the ledger.
func TestF07_5_SnapshotsAreAChainOnTheLedger(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	o.build()
	first := o.fetch("2026-09-01")
	if o.build() {
		t.Error("a second round of the day made it again")
	}
	o.On("2026-09-03") // a round was missed
	o.list(firmID, "示税〔2026〕1号", "2026-04-16")
	o.build()
	second := o.fetch("2026-09-03")
	if first.Head.Previous != "" || second.Head.Previous != first.Digest || first.Digest == second.Digest {
		t.Errorf("%+v %+v", first.Head, second.Head)
	}
	all := counter.Want[struct{ Snapshots []Listed }](o.Counter, "asking", "GET", "/v1/checks/snapshots", nil, "").Snapshots
	if len(all) != 2 || all[0].Day != second.Head.Day || all[0].Digest != second.Digest || all[0].Previous != first.Digest || !all[1].Usable {
		t.Fatalf("%+v", all)
	}
	p, err := o.log.Proof(t.Context(), all[0].Entry)
	counter.Must(t, err)
	if text := fmt.Sprintf("%+v", p); !strings.Contains(text, "snapshot.made") {
		t.Errorf("%s", text)
	}
	root, err := pg.Scalar[[]byte](t.Context(), o.DB, pg.Query{Name: "test", SQL: `select root from ledger.entry where id = $1::uuid`}, all[0].Entry)
	counter.Must(t, err)
	if fmt.Sprintf("%x", root) != second.Digest {
		t.Errorf("the ledger holds %x", root)
	}
	o.On("2026-10-03") // thirty days are kept: those from 4 September on
	o.build()
	if status, _ := o.Send("asking", "GET", "/v1/checks/snapshots/2026-09-03", nil); status != 404 {
		t.Errorf("kept too long: %d", status)
	}
	if third := o.fetch("2026-10-03"); third.Head.Previous != second.Digest {
		t.Error("the chain broke where files were forgotten")
	}
}

// A round that stops anywhere is gone on with, and makes the file a round in one go makes.
func TestF07_5_ARoundThatStoppedGoesOn(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	for i := range 5 {
		o.list(counter.Code("91460000", fmt.Sprintf("MA00005%d", i)), fmt.Sprintf("示税〔2026〕%d号", i), "2026-04-16")
	}
	age, err := o.days("snapshot.age")
	counter.Must(t, err)
	w := &window{from: o.today(), until: o.today().AddDays(age), lib: o.Law, judge: o.checks.Judged}
	_, err = o.begin(t.Context(), o.today())
	counter.Must(t, err)
	broken := errors.New("the machine stopped")
	for range 2 { // a piece is kept, the next one is not: as if the machine had stopped before the end of its transaction
		more, err := o.advance(t.Context(), w, w.asked())
		if counter.Must(t, err); !more {
			t.Fatal("nothing left to do")
		}
		err = o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
			f, err := lockFile(ctx, tx, w.from)
			counter.Must(t, err)
			counter.Must(t, o.append(ctx, tx, &f, []Row{{Subject: "never"}}, "Z"))
			return broken
		})
		if !errors.Is(err, broken) {
			t.Fatal(err)
		}
	}
	half := counter.Want[struct {
		Snapshots []Listed
		UnderWay  struct{ Rows int64 } `json:"under_way"`
	}](o.Counter, "asking", "GET", "/v1/checks/snapshots", nil, "")
	if len(half.Snapshots) != 0 || half.UnderWay.Rows != 4 {
		t.Errorf("half way: %+v", half)
	}
	if status, _ := o.Send("asking", "GET", "/v1/checks/snapshots/2026-09-01", nil); status != 404 {
		t.Errorf("half a file is given away: %d", status)
	}
	o.build()
	if f := o.fetch("2026-09-01"); f.Head.Rows != 5 || len(f.rows) != 5 || strings.Contains(o.text("2026-09-01"), "never") {
		t.Errorf("%d rows, %d lines", f.Head.Rows, len(f.rows))
	}
}

// A file that was begun by another edition of the law is begun anew: its halves would say different things.
func TestF07_5_AFileOfAnotherEditionIsBegunAnew(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	o.list(firmID, "示税〔2026〕1号", "2026-04-16")
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		counter.Must(t, insertFile(ctx, tx, o.today(), o.instant(), "another", 1))
		f, err := lockFile(ctx, tx, o.today())
		counter.Must(t, err)
		return o.append(ctx, tx, &f, []Row{{Subject: "stale"}}, "Z")
	}))
	o.build()
	if f := o.fetch("2026-09-01"); f.Head.Edition != o.Law.Edition() || f.Head.Rows != 1 || strings.Contains(o.text("2026-09-01"), "stale") {
		t.Errorf("%+v", f.Head)
	}
}

// A part can be fetched, the same again is not sent, and the parts are the whole.
func TestF07_5_APartOfASnapshotCanBeFetched(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	for i := range 5 {
		o.list(counter.Code("91460000", fmt.Sprintf("MA00005%d", i)), fmt.Sprintf("示税〔2026〕%d号", i), "2026-04-16")
	}
	o.build()
	whole := o.bytes("2026-09-01")
	var parts []byte
	for at := 0; at < len(whole); at += 700 {
		status, b := o.Send("asking", "GET", "/v1/checks/snapshots/2026-09-01", nil, "Range", fmt.Sprintf("bytes=%d-%d", at, min(at+699, len(whole)-1)))
		if status != http.StatusPartialContent {
			t.Fatalf("%d", status)
		}
		parts = append(parts, b...)
	}
	if !bytes.Equal(parts, whole) {
		t.Errorf("%d bytes in parts, %d in one", len(parts), len(whole))
	}
	digest := o.fetch("2026-09-01").Digest
	if status, b := o.Send("asking", "GET", "/v1/checks/snapshots/2026-09-01", nil, "If-None-Match", `"`+digest+`"`); status != http.StatusNotModified || len(b) > 0 {
		t.Errorf("%d, %d bytes", status, len(b))
	}
}

// A record that is not public is in no snapshot, and one that was repaired is in none made from then on.
func TestF07_5_OnlyWhatIsPublicIsInASnapshot(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	r := o.list(firmID, "示税〔2026〕1号", "2026-04-16")
	small := o.fine(hiddenID, "示罚〔2026〕1号", "2026-08-03", "警告")
	if small.StatusOn(o.today()) == record.StatusPublic {
		t.Fatal("the warning is public: it proves nothing here")
	}
	o.build()
	if text := o.text("2026-09-01"); strings.Contains(text, hiddenID) || !strings.Contains(text, firmID) {
		t.Error(text)
	}
	o.On("2026-09-02")
	o.end(r, record.Repaired)
	o.build()
	if text := o.text("2026-09-02"); strings.Contains(text, firmID) || strings.Contains(text, r.ID) {
		t.Error(text)
	}
}
