package ledger_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/workday"
)

var day = workday.MustParse("2026-11-22")

func anchor(t testing.TB, l *ledger.Log, dir string, d workday.Date) ledger.Anchored {
	t.Helper()
	a, err := l.Anchor(t.Context(), dir, d)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestF24_3_TheLedgerIsAnchoredOnceADay(t *testing.T) {
	t.Parallel()
	db, l, _ := grown(t, 3)
	dir := t.TempDir()
	first := anchor(t, l, dir, day)
	if !first.New || first.Size != 3 || filepath.Base(first.File) != "2026-11-22.note" {
		t.Errorf("%+v", first)
	}
	before, err := os.ReadFile(first.File)
	if err != nil {
		t.Fatal(err)
	}
	add(t, db, "later that day")
	sequence(t, l)
	if again := anchor(t, l, dir, day); again.New || again.Size != 3 {
		t.Errorf("the second time that day: %+v", again)
	}
	if after, _ := os.ReadFile(first.File); string(after) != string(before) {
		t.Error("an anchor was overwritten")
	}
	if next := anchor(t, l, dir, day+1); !next.New || next.Size != 4 {
		t.Errorf("the day after: %+v", next)
	}
	anchors, err := ledger.ReadAnchors(dir)
	if err != nil || len(anchors) != 2 {
		t.Fatalf("%v %v", anchors, err)
	}
	report, err := l.Verify(t.Context(), anchors...)
	if err != nil || report.Anchors != 2 {
		t.Errorf("%+v %v", report, err)
	}
	// an export is held against the anchors it reaches: from 4 on, the anchor of size 3 is its edge
	if report, err = verify(export(t, l, 4, 0), l.VerifierKey(), anchors...); err != nil || report.Anchors != 2 {
		t.Errorf("%+v %v", report, err)
	}
	_, err = verify(export(t, l, 1, 3), l.VerifierKey(), anchors...)
	wantFault(t, err, "ledger.truncated")
}

// The owner of the database, who also holds the signing key, writes a new history from the beginning. Everything in the
// database agrees with itself; only the anchors outside tell.
func TestF24_3_AHistoryRewrittenByTheOwnerIsFoundByItsAnchors(t *testing.T) {
	t.Parallel()
	db, l, ids := grown(t, 10)
	dir := t.TempDir()
	anchor(t, l, dir, day)
	anchors, err := ledger.ReadAnchors(dir)
	if err != nil {
		t.Fatal(err)
	}
	old := export(t, l, 0, 0)

	owner := pgtest.Owner(t, db)
	for _, s := range []string{
		"truncate ledger.placed, ledger.node, ledger.checkpoint, ledger.pending",
		"delete from ledger.entry where id = '" + ids[4] + "'",
		"insert into ledger.pending (entry_id) select id from ledger.entry order by id",
	} {
		if _, err := owner.Exec(t.Context(), pg.Query{Name: s, SQL: s}); err != nil {
			t.Fatal(err)
		}
	}
	forged := open(t, db)
	add(t, db, "one more", "and another")
	sequence(t, forged)

	if _, err := forged.Verify(t.Context()); err != nil {
		t.Fatalf("the forgery agrees with itself, or this test proves nothing: %v", err)
	}
	_, err = forged.Verify(t.Context(), anchors...)
	wantFault(t, err, "ledger.anchor_differs")
	t.Log(err)
	_, err = verify(export(t, forged, 0, 0), forged.VerifierKey(), anchors...)
	wantFault(t, err, "ledger.anchor_differs")
	_, err = forged.Anchor(t.Context(), dir, day+1)
	wantFault(t, err, "ledger.anchor_differs")
	if files, _ := filepath.Glob(filepath.Join(dir, "*")); len(files) != 1 {
		t.Errorf("an anchor was written in spite of the alarm: %v", files)
	}
	if _, err := verify(old, l.VerifierKey(), anchors...); err != nil {
		t.Errorf("the old export still proves what was: %v", err)
	}
}

func TestF24_3_ABadAnchorIsAnAlarm(t *testing.T) {
	t.Parallel()
	_, l, _ := grown(t, 3)
	for name, c := range map[string]struct {
		code string
		bend func(note string) string
	}{
		"edited":             {"ledger.anchor_bad", func(n string) string { return strings.Replace(n, "\n3\n", "\n2\n", 1) }},
		"emptied":            {"ledger.anchor_bad", func(string) string { return "" }},
		"of later":           {"ledger.anchor_differs", func(string) string { _, longer, _ := grown(t, 5); s, _ := longer.Latest(t.Context()); return s }},
		"of another history": {"ledger.anchor_differs", func(string) string { _, twin, _ := grown(t, 3); s, _ := twin.Latest(t.Context()); return s }},
	} {
		dir := t.TempDir()
		note, err := l.Latest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "2026-11-22.note"), []byte(c.bend(note)), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, d := range []workday.Date{day, day + 1} {
			_, err = l.Anchor(t.Context(), dir, d)
			if err == nil {
				t.Errorf("%s: no alarm", name)
			}
			wantFault(t, err, c.code)
		}
	}
	_, err := l.Anchor(t.Context(), filepath.Join(t.TempDir(), "nowhere"), day)
	wantFault(t, err, "ledger.anchor_unwritable")
	_, err = ledger.ReadAnchors(t.TempDir())
	wantFault(t, err, "ledger.no_anchors")
	_, err = open(t, pgtest.New(t)).Anchor(t.Context(), t.TempDir(), day)
	wantFault(t, err, "ledger.empty")
}

func TestAnchorsOfManyDaysHold(t *testing.T) {
	t.Parallel()
	db, l, _ := grown(t, 1)
	dir := t.TempDir()
	for i := range 12 {
		add(t, db, fmt.Sprint("day ", i))
		sequence(t, l)
		anchor(t, l, dir, day.AddDays(i))
	}
	anchors, _ := ledger.ReadAnchors(dir)
	if report, err := l.Verify(t.Context(), anchors...); err != nil || report.Anchors != 12 {
		t.Errorf("%+v %v", report, err)
	}
}
