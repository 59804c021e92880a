package program

import (
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"xinheng/internal/pg"
	"xinheng/internal/seed"
)

func TestWhatKeepsTheProgramFromStartingIsOneClearSentence(t *testing.T) {
	t.Parallel()
	t.Run("the port is in use", func(t *testing.T) {
		held, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = held.Close() }()
		for _, command := range []string{"serve", "demo"} {
			h := empty(t)
			h.run(command, "--listen", held.Addr().String()).refused(t, "serve.port_in_use")
			if _, err := os.Stat(h.data); err == nil {
				t.Errorf("%s made its data folder before it looked at the port", command)
			}
		}
	})
	t.Run("the data folder cannot be made", func(t *testing.T) {
		closed := empty(t)
		if err := os.Mkdir(closed.data, 0o555); err != nil {
			t.Fatal(err)
		}
		h := &house{t, filepath.Join(closed.data, "data")}
		start(t, asNobody, "serve", "--listen", "127.0.0.1:0", "--data", h.data).wait().refused(t, "app.read_only")
	})
	t.Run("the data folder cannot be written", func(t *testing.T) {
		h := empty(t)
		if err := os.Mkdir(h.data, 0o555); err != nil {
			t.Fatal(err)
		}
		start(t, asNobody, "migrate", "--data", h.data).wait().refused(t, "pg.unwritable")
	})
	t.Run("the data folder is a file", func(t *testing.T) {
		h := empty(t)
		if err := os.WriteFile(h.data, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		h.run("migrate").refused(t, "app.read_only")
	})
	t.Run("a newer PostgreSQL made the data", func(t *testing.T) {
		h := bare(t)
		if err := os.WriteFile(filepath.Join(h.data, "pg", "PG_VERSION"), []byte("99\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		got := h.run("migrate")
		got.refused(t, "pg.wrong_version")
		if !strings.Contains(got.err, "install PostgreSQL 99") {
			t.Errorf("it does not say what to install:\n%s", got.err)
		}
	})
	t.Run("a newer program migrated the data", func(t *testing.T) {
		h := bare(t)
		h.asOwner(`insert into public.goose_db_version (version_id, is_applied) values (9999, true)`)
		h.run("migrate").refused(t, "pg.newer_schema")
		h.run("serve", "--listen", "127.0.0.1:0").refused(t, "pg.newer_schema")
		eventually(t, "PostgreSQL is not left running", func() bool { return len(h.postgres()) == 0 })
	})
	t.Run("the data are somebody else's", func(t *testing.T) {
		for _, inside := range []string{"PG_VERSION", "pg/thesis.doc"} {
			h := empty(t)
			file := filepath.Join(h.data, inside)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte("15\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			h.run("migrate").refused(t, "pg.not_ours")
			if _, err := os.Stat(file); err != nil {
				t.Errorf("what was there is gone: %v", err)
			}
		}
	})
	t.Run("the PostgreSQL named does not work", func(t *testing.T) {
		h := empty(t)
		broken := func(c *exec.Cmd) { c.Env = environment("XINHENG_PG_BIN=" + h.data) }
		start(t, broken, "migrate", "--data", h.data).wait().refused(t, "pg.bad_bin")
	})
	t.Run("the master key is damaged", func(t *testing.T) {
		h := bare(t)
		if err := os.WriteFile(filepath.Join(h.data, "master.key"), []byte("short"), 0o600); err != nil {
			t.Fatal(err)
		}
		h.run("migrate").refused(t, "seal.secret_unreadable")
	})
	t.Run("the database named cannot be reached or is no database", func(t *testing.T) {
		h := empty(t)
		h.run("migrate", "--database-url", "postgres://xinheng@127.0.0.1:1/xinheng").refused(t, "pg.unavailable")
		h.run("migrate", "--database-url", "not a url").refused(t, "pg.bad_url")
	})
}

func TestAMachineWithoutPostgreSQLIsToldWhichCommandBringsIt(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Log("an ordinary user cannot leave the PostgreSQL of this machine out of sight; internal/pg proves the sentence")
		return
	}
	root := empty(t).data
	copyInto(t, root, binary())
	libraries, _ := exec.Command("ldd", binary()).Output() // a static binary has none
	for _, lib := range regexp.MustCompile(`/\S+`).FindAllString(string(libraries), -1) {
		copyInto(t, root, lib)
	}
	alone := func(c *exec.Cmd) {
		c.Env, c.Dir = []string{"PATH=", "XINHENG_PG_BIN="}, "/"
		c.SysProcAttr.Chroot = root
	}
	got := start(t, alone, "demo", "--data", "/data", "--listen", "127.0.0.1:0").wait()
	got.refused(t, "pg.missing")
	if n := strings.Count(got.err, "npm install "); n != 2 {
		t.Errorf("the command to run is named %d times, want once in each language:\n%s", n, got.err)
	}
}

// copyInto puts a file at its own place below another root.
func copyInto(t testing.TB, root, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(root, file)
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at, raw, 0o755); err != nil {
		t.Fatal(err)
	}
}

// asNobody runs a command as somebody without rights; who has none already stays who they are.
func asNobody(c *exec.Cmd) {
	if os.Getuid() == 0 {
		c.SysProcAttr.Credential = &syscall.Credential{Uid: 65534, Gid: 65534}
	}
}

// asOwner runs a statement on the database as only its owner may.
func (h *house) asOwner(statement string) {
	h.t.Helper()
	ctx := h.t.Context()
	srv, err := pg.Start(ctx, h.data, io.Discard)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = srv.Stop(ctx) }()
	owner, err := pg.OpenOwner(ctx, srv.OwnerURL())
	if err != nil {
		h.t.Fatal(err)
	}
	defer owner.Close()
	if _, err := owner.Exec(ctx, pg.Query{Name: "test", SQL: statement}); err != nil {
		h.t.Fatal(err)
	}
}

// soon is how fast a start after the first one is promised to be, promptly how fast everything ends.
const (
	soon     = 3 * time.Second
	promptly = 10 * time.Second
)

func TestTheSecondStartIsFastAndCtrlCEndsEverything(t *testing.T) {
	t.Parallel()
	h := village(t)
	best := patience
	for range 4 { // another test may have been in the way
		begun := time.Now()
		s := h.site(h.start("demo", "--size", "village", "--listen", "127.0.0.1:0"))
		if a, err := s.ask(http.MethodGet, "/", "", nil); err != nil || a.status != http.StatusOK {
			t.Fatalf("the home page: %d %v", a.status, err)
		}
		best = min(best, time.Since(begun))
		if strings.Contains(s.err.String(), "First start") {
			t.Error("it seeds again")
		}
		if key := regexp.MustCompile(`xh_\S+`).FindString(s.out.String()); key != h.sampleKey() {
			t.Errorf("it shows the key %q, not the one it made before", key)
		}
		h.stop(s.process, 0)
		if best < crowded(soon) {
			return
		}
	}
	t.Errorf("the second start takes %s at best, promised are %s", best, soon)
}

// stop presses Ctrl-C as a terminal does, to the whole group, and waits until nothing is left.
func (h *house) stop(p *process, status int) {
	h.t.Helper()
	begun := time.Now()
	if err := syscall.Kill(-p.cmd.Process.Pid, syscall.SIGINT); err != nil {
		h.t.Error(err)
	}
	got := p.wait()
	if got.code != status || strings.Contains(got.err, "goroutine ") {
		h.t.Errorf("xinheng %s: exit status %d after Ctrl-C, want %d:\n%s%s", p.args, got.code, status, got.out, got.err)
	}
	eventually(h.t, "no process of PostgreSQL is left", func() bool { return len(h.postgres()) == 0 })
	if took := time.Since(begun); took > crowded(promptly) {
		h.t.Errorf("xinheng %s: Ctrl-C takes %s", p.args, took)
	}
}

func TestCtrlCEndsACommandThatIsWorking(t *testing.T) {
	t.Parallel()
	file, err := bulk()
	if err != nil {
		t.Fatal(err)
	}
	h := village(t)
	p := h.start("intake", "--item", "penalty", "--source", file.source, file.file)
	eventually(t, "PostgreSQL runs", func() bool { return h.postmaster() > 0 })
	h.stop(p, 130)
	first := empty(t)
	p = first.start("demo", "--size", "village", "--listen", "127.0.0.1:0")
	eventually(t, "the first start has got as far as making its database", func() bool { return first.postmaster() > 0 })
	first.stop(p, 130)
	first.site(first.start("demo", "--size", "village", "--listen", "127.0.0.1:0")) // and it is taken up again
}

func TestCommandsAtOnceShareTheServer(t *testing.T) {
	t.Parallel()
	h := village(t)
	commands := [][]string{
		{"law", "adoptions"}, {"ledger", "verify"}, {"key", "list"},
		{"check", "--uscc", seed.ListedFirm(), "--matter", "gp-qualification"},
	}
	together := func() {
		var running []*process
		for _, c := range commands {
			running = append(running, h.start(c...))
		}
		for _, p := range running {
			p.wait().must()
		}
	}
	together()
	eventually(t, "the last to leave has stopped PostgreSQL", func() bool { return len(h.postgres()) == 0 })
	s := h.serve()
	together()
	if a, err := s.check(h.sampleKey(), seed.ListedFirm()); err != nil || a.status != http.StatusOK {
		t.Errorf("commands beside the server took its database away: %d %v", a.status, err)
	}
	h.stop(s.process, 0)
}
