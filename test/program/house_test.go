package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/pg"
)

// house is a data folder of a test's own, with whatever lives in it.
type house struct {
	t    testing.TB
	data string
}

// empty is a folder in which nothing has happened yet.
func empty(t testing.TB) *house {
	t.Helper()
	dir, err := openFolder()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t, filepath.Join(dir, "data")}
	t.Cleanup(func() {
		h.endPostgres()
		if t.Failed() {
			log, _ := os.ReadFile(filepath.Join(h.data, "pg.log"))
			t.Logf("the end of its pg.log:\n%s", log[max(0, len(log)-2000):])
		}
		_ = os.RemoveAll(dir)
	})
	return h
}

// village is a folder in which the demo has been running: seeded, with a sample key, stopped cleanly.
func village(t testing.TB) *house { return copyOf(t, seeded) }

// bare is a folder with nothing but the schema.
func bare(t testing.TB) *house { return copyOf(t, migrated) }

func copyOf(t testing.TB, model func() (string, error)) *house {
	t.Helper()
	from, err := model()
	if err != nil {
		t.Fatal(err)
	}
	h := empty(t)
	if out, err := exec.Command("cp", "-a", from, h.data).CombinedOutput(); err != nil {
		t.Fatalf("copy %s: %v %s", from, err, out)
	}
	return h
}

var migrated = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(workshop, "bare")
	cmd := exec.Command(binary(), "migrate", "--data", dir)
	cmd.Env, cmd.Stderr = environment(), os.Stderr
	return dir, cmd.Run()
})

var seeded = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(workshop, "village")
	cmd := exec.Command(binary(), "demo", "--size", "village", "--listen", "127.0.0.1:0", "--data", dir)
	said, why := newTranscript(), newTranscript()
	cmd.Env, cmd.Stdout, cmd.Stderr = environment(), said, why
	if err := cmd.Start(); err != nil {
		return dir, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		text, more := said.now()
		if at := address.FindString(text); at != "" {
			_, err := client.Get(at + "healthz") // waits until it serves
			_ = cmd.Process.Signal(os.Interrupt)
			return dir, errors.Join(err, <-ended)
		}
		select {
		case <-more:
		case err := <-ended:
			return dir, fmt.Errorf("the demo ended: %w\n%s", err, why)
		}
	}
})

// address is where the program says it listens.
var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+/`)

// run runs a command on the folder to its end.
func (h *house) run(args ...string) outcome {
	h.t.Helper()
	return h.start(args...).wait()
}

// start runs a command on the folder.
func (h *house) start(args ...string) *process {
	h.t.Helper()
	return start(h.t, nil, append(args, "--data", h.data)...)
}

// serve starts serving and waits until it answers.
func (h *house) serve() *site {
	h.t.Helper()
	return h.site(h.start("serve", "--listen", "127.0.0.1:0"))
}

// site waits until a process says where it serves.
func (h *house) site(p *process) *site {
	h.t.Helper()
	return &site{p, h, strings.TrimSuffix(p.said(address)[0], "/"), client}
}

// key issues an API key.
func (h *house) key(org string, scopes ...string) string {
	h.t.Helper()
	args := []string{"key", "issue", "--org", org, "--name", "示例系统", "--json"}
	for _, s := range scopes {
		args = append(args, "--scope", s)
	}
	return object[struct{ Key string }](h.run(args...).must()).Key
}

// issuer issues keys as the command does, beside a running server, without a process for each.
func (h *house) issuer() func(org string, scopes []string) string {
	h.t.Helper()
	ctx := context.Background()
	must := func(err error) {
		h.t.Helper()
		if err != nil {
			h.t.Fatal(err)
		}
	}
	srv, err := pg.Start(ctx, h.data, io.Discard)
	must(err)
	h.t.Cleanup(func() { _ = srv.Stop(ctx) })
	pool, err := pg.Open(ctx, srv.AppURL())
	must(err)
	h.t.Cleanup(pool.Close)
	keys := access.NewKeys(pool, time.Now)
	return func(org string, scopes []string) string {
		h.t.Helper()
		secret, err := keys.Issue(ctx, org, "示例系统", scopes)
		must(err)
		return secret
	}
}

// sampleKey is the key the demo made for newcomers.
func (h *house) sampleKey() string {
	h.t.Helper()
	raw, err := os.ReadFile(filepath.Join(h.data, "sample-api-key"))
	if err != nil {
		h.t.Fatal(err)
	}
	return strings.TrimSpace(string(raw))
}

// postmaster is the process that serves the folder, or 0. Its number is only believed when it works in the folder.
func (h *house) postmaster() int {
	raw, err := os.ReadFile(filepath.Join(h.data, "pg", "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil || !works(pid, h.data) {
		return 0
	}
	return pid
}

// postgres lists every process of PostgreSQL that works in the folder.
func (h *house) postgres() []int { return postgresOf(h.data) }

func postgresOf(data string) (pids []int) {
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil && works(pid, data) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// works says whether a process is PostgreSQL at work in a data folder: all of them change into it.
func works(pid int, data string) bool {
	cwd, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "cwd"))
	return err == nil && cwd == filepath.Join(data, "pg")
}

func killPostgres(data string) {
	for _, pid := range postgresOf(data) {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}

// killPostmaster is kill -9 of the server; its children notice by themselves.
func (h *house) killPostmaster() {
	h.t.Helper()
	pid := h.postmaster()
	if pid == 0 {
		h.t.Fatal("no PostgreSQL runs here")
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		h.t.Fatal(err)
	}
}

// endPostgres leaves nothing behind that a killed command could not stop itself.
func (h *house) endPostgres() {
	killPostgres(h.data)
	eventually(h.t, "PostgreSQL ends", func() bool { return len(h.postgres()) == 0 })
}
