package pg_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

func start(t *testing.T, dir string) *pg.Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	s, err := pg.Start(ctx, dir, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func stop(t *testing.T, s *pg.Server) {
	t.Helper()
	if err := s.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// ask opens a fresh connection as the owner and returns one text.
func ask(t *testing.T, s *pg.Server, sql string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	db, err := pg.OpenOwner(ctx, s.OwnerURL())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	return pg.Scalar[string](ctx, db, pg.Query{Name: "test", SQL: sql})
}

func answers(t *testing.T, s *pg.Server, sql, want string) {
	t.Helper()
	if got, err := ask(t, s, sql); err != nil || got != want {
		t.Fatalf("%s: %q, %v; want %q", sql, got, err, want)
	}
}

// pid is the server's process; 0 when it has stopped in order.
func pid(t *testing.T, dir string) int {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "pg", "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	n, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func kill(t *testing.T, process int) {
	t.Helper()
	if err := syscall.Kill(process, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// Test… walks one data folder through a life: begun, killed, begun again, shared, stopped, its lock file left behind.
func TestEmbeddedServerSurvivesBeingKilled(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "not", "yet", "there")
	first := start(t, dir)
	if first.Adopted() {
		t.Error("a new server says that it was adopted")
	}
	answers(t, first, `select current_user || ' ' || current_database()`, pg.OwnerRole+" "+pg.Database)
	if _, err := ask(t, first, `create table kept as select 'kept' as word`); !errors.Is(err, pg.ErrNone) {
		t.Fatal(err)
	}

	kill(t, pid(t, dir))
	second := start(t, dir)
	if second.Adopted() {
		t.Error("a server that was killed has been adopted")
	}
	answers(t, second, `select word from kept`, "kept")

	third := start(t, dir)
	if !third.Adopted() {
		t.Error("a second use has started a second server")
	}
	stop(t, third)
	answers(t, second, `select word from kept`, "kept")
	stop(t, first) // its server is long gone; the use of the folder ends here
	answers(t, second, `select word from kept`, "kept")
	stop(t, second)
	if pid(t, dir) != 0 {
		t.Error("after the last Stop the server still has its lock file")
	}

	// a restarted container: the number in the lock file is that of some other process, here ours
	stale := fmt.Sprintf("%d\n%s\n", os.Getpid(), filepath.Join(dir, "pg"))
	if err := os.WriteFile(filepath.Join(dir, "pg", "postmaster.pid"), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	again := start(t, dir)
	if again.Adopted() {
		t.Error("the test program itself has been adopted as a server")
	}
	answers(t, again, `select word from kept`, "kept")
	stop(t, again)
}

const heirEnv = "PG_TEST_HEIR"

// TestMain lets the test program be another process that uses a data folder, until it is killed.
func TestMain(m *testing.M) {
	dir := os.Getenv(heirEnv)
	if dir == "" {
		os.Exit(m.Run())
	}
	if _, err := pg.Start(context.Background(), dir, io.Discard); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// inAnotherProcess starts the server of a folder there, and returns how to kill that process.
func inAnotherProcess(t *testing.T, dir string) (die func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), heirEnv+"="+dir)
	in, err := cmd.StdinPipe() // kept open: it ends when we do
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the other process says %q", line)
	}
	return func() {
		kill(t, cmd.Process.Pid)
		_ = cmd.Wait() // "signal: killed", as asked
		_ = in.Close()
	}
}

// The path is too long for a socket, so that one is elsewhere; everything else is as usual.
func TestEmbeddedServerOutlivesItsProcessAndIsAdopted(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 20))
	die := inAnotherProcess(t, dir)
	orphan := pid(t, dir)
	die()

	heir := start(t, dir)
	if !heir.Adopted() || pid(t, dir) != orphan {
		t.Errorf("adopted %v; process %d, was %d", heir.Adopted(), pid(t, dir), orphan)
	}
	answers(t, heir, `select 'there'`, "there")
	stop(t, heir)
	if pid(t, dir) != 0 {
		t.Error("the adopted server has not been stopped by its last user")
	}

	die = inAnotherProcess(t, dir) // and now both at once
	kill(t, pid(t, dir))
	die()
	last := start(t, dir)
	if last.Adopted() {
		t.Error("a dead server has been adopted")
	}
	answers(t, last, `select 'there'`, "there")
	stop(t, last)
}

func TestTwoProcessesStartOneServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	servers := make(chan *pg.Server)
	for range 2 {
		go func() {
			s, err := pg.Start(context.Background(), dir, io.Discard)
			if err != nil {
				t.Error(err)
			}
			servers <- s
		}()
	}
	a, b := <-servers, <-servers
	if t.Failed() {
		return
	}
	if a.Adopted() == b.Adopted() || a.OwnerURL() != b.OwnerURL() {
		t.Errorf("adopted %v and %v, at %s and %s", a.Adopted(), b.Adopted(), a.OwnerURL(), b.OwnerURL())
	}
	stop(t, a)
	answers(t, b, `select 'there'`, "there")
	stop(t, b)
}

func TestWhatKeepsTheServerFromStartingIsOneSentence(t *testing.T) {
	t.Parallel()
	write := func(t *testing.T, path, content string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	rows := []struct {
		name    string
		prepare func(t *testing.T, dir string) (data string)
		code    string
		says    string
	}{
		{"a folder of a newer PostgreSQL", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "pg", "PG_VERSION"), "99\n")
			write(t, filepath.Join(dir, "pg", "XINHENG"), "")
			return dir
		}, "pg.wrong_version", "install PostgreSQL 99"},
		{"a folder of an older PostgreSQL", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "pg", "PG_VERSION"), "14\n")
			write(t, filepath.Join(dir, "pg", "XINHENG"), "")
			return dir
		}, "pg.wrong_version", "install PostgreSQL 14"},
		{"somebody's PostgreSQL itself", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "PG_VERSION"), "15\n")
			return dir
		}, "pg.not_ours", "--data"},
		{"a folder pg of somebody's", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "pg", "PG_VERSION"), "15\n")
			return dir
		}, "pg.not_ours", "--data"},
		{"below a file", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "file"), "")
			return filepath.Join(dir, "file", "data")
		}, "pg.unwritable", "--data"},
		{"where nothing can be written", func(*testing.T, string) string { return "/proc/xinheng" }, "pg.unwritable", "--data"},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			data := r.prepare(t, t.TempDir())
			s, err := pg.Start(context.Background(), data, io.Discard)
			if err == nil {
				stop(t, s)
				t.Fatal("it has started")
			}
			f, ok := fault.Of(err)
			if !ok || f.Code != r.code || !strings.Contains(f.EN, r.says) || f.ZH == "" {
				t.Errorf("got %v; want %s with %q", err, r.code, r.says)
			}
		})
	}
}

// As root, the server runs as somebody else, below folders that are closed to him; as an ordinary user it is ours.
func TestServerRunsAsAnOrdinaryUserBelowClosedFolders(t *testing.T) {
	t.Parallel()
	closed := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(closed, "data")
	s := start(t, dir)
	defer stop(t, s)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid(t, dir)))
	if err != nil {
		t.Fatal(err)
	}
	want := os.Getuid()
	if want == 0 {
		want = 65534
	}
	if !bytes.Contains(status, fmt.Appendf(nil, "Uid:\t%d\t", want)) {
		t.Errorf("the server does not run as %d:\n%s", want, status)
	}
	st, err := os.Stat(filepath.Join(dir, "pg"))
	if err != nil || st.Mode().Perm() != 0o700 {
		t.Errorf("the server's folder: %v, %v; want 0700", st.Mode(), err)
	}
}
