package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xinheng/internal/app"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

// shell is one machine: a data folder and a database of its own, and commands typed at it.
type shell struct {
	t         *testing.T
	data, url string
}

func newShell(t *testing.T) shell {
	t.Helper()
	owner, _ := pgtest.NewURLs(t)
	return shell{t, t.TempDir(), owner}
}

// online types a command with the database at hand, offline one without any.
func (s shell) online(args ...string) (status int, out, remarks string) {
	return s.offline(append(args, "--data", s.data, "--database-url", s.url)...)
}

func (s shell) offline(args ...string) (status int, out, remarks string) {
	s.t.Helper()
	var o, e bytes.Buffer
	status = run(args, &o, &e)
	return status, o.String(), e.String()
}

// act appends to the ledger, as any area would, and returns the entry's id.
func (s shell) act(about string, rows ...string) (id string) {
	s.t.Helper()
	a, err := app.Open(s.t.Context(), app.Options{Data: s.data, DatabaseURL: s.url, Log: s.t.Output()})
	if err != nil {
		s.t.Fatal(err)
	}
	defer a.Close()
	act := ledger.Act{Kind: "test.act", Actor: "cli", About: about}
	if len(rows) > 0 {
		act.Root = tree(rows).Root()
	}
	err = a.Pool.InTx(s.t.Context(), func(ctx context.Context, tx pg.Tx) (err error) {
		id, err = ledger.Append(ctx, tx, a.Now(), act)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

func tree(rows []string) *ledger.RowTree {
	leaves := make([]ledger.Hash, len(rows))
	for i, r := range rows {
		leaves[i] = ledger.RowLeaf([]byte("salt"), []byte(r))
	}
	return ledger.NewRowTree(leaves)
}

// lastLine decodes what --json promises.
func lastLine(t *testing.T, out string) (v map[string]any) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &v); err != nil {
		t.Fatalf("the last line is no JSON object: %v\n%s", err, out)
	}
	return v
}

func TestF24_3_TheLedgerAtTheCommandLine(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	if status, out, remarks := s.online("ledger", "verify", "--json"); status != 1 || lastLine(t, out)["error"] != "ledger.empty" {
		t.Fatalf("an empty ledger: %d %s %s", status, out, remarks)
	}
	rows := []string{"row 0", "row 1", "row 2"}
	id := s.act("batch", rows...)
	s.act("later-act")
	files := t.TempDir()
	exported, proof, anchors := filepath.Join(files, "ledger.jsonl"), filepath.Join(files, "proof.json"), filepath.Join(files, "anchors")
	if err := os.Mkdir(anchors, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"verify"}, {"checkpoint"}, {"anchor", "--to", anchors}, {"anchor", "--to", anchors},
		{"export", "--out", exported}, {"proof", id, "--out", proof}, {"verify", "--anchors", anchors},
	} {
		status, out, remarks := s.online(append(append([]string{"ledger"}, args...), "--json")...)
		if status != 0 || lastLine(t, out)["error"] != nil {
			t.Fatalf("ledger %v: %d\n%s%s", args, status, out, remarks)
		}
	}
	_, out, _ := s.online("ledger", "checkpoint", "--json")
	key := lastLine(t, out)["key"].(string)

	// a stranger has the files, the published key, and nothing else
	withRow(t, proof, func(p *ledger.Proof) { p.Row = tree(rows).Row(1, []byte("salt"), rows[1]) })
	for _, args := range [][]string{
		{"--export", exported}, {"--export", exported, "--anchors", anchors, "--key", key},
		{"--proof", proof, "--key", key}, {"--proof", proof, "--export", exported, "--key", key},
	} {
		nowhere := filepath.Join(t.TempDir(), "data")
		status, out, remarks := s.offline(append([]string{"ledger", "verify", "--json", "--data", nowhere}, args...)...)
		if status != 0 {
			t.Errorf("%v: %d\n%s%s", args, status, out, remarks)
		}
		if _, err := os.Stat(nowhere); err == nil {
			t.Errorf("%v: a data folder was made; verification must need none", args)
		}
		if said := strings.Contains(remarks, "--key"); said == strings.Contains(strings.Join(args, " "), "--key") {
			t.Errorf("%v: remark about the key: %v", args, said)
		}
	}
	withRow(t, proof, func(p *ledger.Proof) { p.Row.Content = "row 9" })
	if status, out, _ := s.offline("ledger", "verify", "--json", "--proof", proof, "--key", key); status != 1 || lastLine(t, out)["error"] != "ledger.row_changed" {
		t.Errorf("a changed row: %d %s", status, out)
	}
	bend(t, exported, "later-act", "other-act")
	if status, out, remarks := s.offline("ledger", "verify", "--json", "--export", exported, "--key", key); status != 1 || lastLine(t, out)["error"] != "ledger.entry_changed" ||
		!strings.Contains(remarks, "第 2 条") || !strings.Contains(remarks, "position 2") {
		t.Errorf("a changed export: %d %s %s", status, out, remarks)
	}
}

func TestLedgerCommandsSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := shell{t: t}
	dir := t.TempDir()
	noise := filepath.Join(dir, "noise")
	if err := os.WriteFile(noise, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		code string
		args []string
	}{
		{"ledger.no_file", []string{"--proof", filepath.Join(dir, "none")}},
		{"ledger.no_file", []string{"--export", filepath.Join(dir, "none")}},
		{"ledger.no_anchors", []string{"--export", noise, "--anchors", dir}},
		{"ledger.not_a_proof", []string{"--proof", noise}},
		{"ledger.not_an_export", []string{"--export", noise}},
	} {
		status, out, remarks := s.offline(append([]string{"ledger", "verify", "--json"}, c.args...)...)
		if status != 1 || lastLine(t, out)["error"] != c.code {
			t.Errorf("%v: %d %s %s, want %s", c.args, status, out, remarks, c.code)
		}
	}
}

func withRow(t *testing.T, file string, change func(*ledger.Proof)) {
	t.Helper()
	p, err := readProof(file)
	if err != nil {
		t.Fatal(err)
	}
	change(&p)
	b, err := json.Marshal(p)
	if err == nil {
		err = os.WriteFile(file, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func bend(t *testing.T, file, old, new string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, bytes.Replace(b, []byte(old), []byte(new), 1), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
