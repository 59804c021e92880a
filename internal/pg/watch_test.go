package pg_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"xinheng/internal/pg"
)

// watch watches a server as the program does; the function returned ends it and says how long that took.
func watch(t *testing.T, s *pg.Server) (end func() time.Duration) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var w sync.WaitGroup
	w.Go(func() { s.Watch(ctx) })
	once := sync.OnceValue(func() time.Duration {
		began := time.Now()
		cancel()
		w.Wait()
		return time.Since(began)
	})
	t.Cleanup(func() { once() })
	return once
}

// back waits until the server answers from a process that is not the old one.
func back(t *testing.T, s *pg.Server, dir string, old int) {
	t.Helper()
	until(t, "it comes back", func() bool {
		if _, err := os.Stat(filepath.Join(dir, "pg", "postmaster.pid")); err != nil {
			return false
		}
		got, err := ask(t, s, `select 'there'`)
		return err == nil && got == "there" && pid(t, dir) != old
	})
}

// until waits for what happens in another process.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	late, look := time.After(5*time.Minute), time.NewTicker(20*time.Millisecond)
	defer look.Stop()
	for !ok() {
		select {
		case <-late:
			t.Fatalf("in vain: %s", what)
		case <-look.C:
		}
	}
}

func TestAWatchedServerComesBackHoweverItEnded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, dir)
	end := watch(t, s)
	if _, err := ask(t, s, `create table kept as select 'kept' as word`); err == nil {
		t.Fatal("a statement without rows has given one")
	}
	for _, with := range []syscall.Signal{syscall.SIGKILL, syscall.SIGINT, syscall.SIGKILL} {
		old := pid(t, dir)
		if err := syscall.Kill(old, with); err != nil {
			t.Fatal(err)
		}
		back(t, s, dir, old)
		answers(t, s, `select word from kept`, "kept")
	}
	end()
	stop(t, s)
	if pid(t, dir) != 0 {
		t.Error("after Stop the server still has its lock file")
	}
}

// One that was adopted is no child of ours, and one that another process started in between is adopted.
func TestAWatchedServerMayBeSomebodyElses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	die := inAnotherProcess(t, dir)
	heir := start(t, dir)
	die()
	end := watch(t, heir)
	old := pid(t, dir)
	kill(t, old)
	back(t, heir, dir, old)
	other := start(t, dir)
	if !other.Adopted() {
		t.Error("the server that came back is not found")
	}
	end()
	stop(t, other)
	answers(t, heir, `select 'there'`, "there")
	stop(t, heir)
	if pid(t, dir) != 0 {
		t.Error("the last user has not stopped the server")
	}
}

// Whoever is told to stop while the server cannot be started does so at once, and leaves nothing behind.
func TestWatchingEndsInTheMiddleOfAStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, dir)
	lock, err := os.OpenFile(filepath.Join(dir, "pg.lock"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil { // another process is at it, and does not finish
		t.Fatal(err)
	}
	end := watch(t, s)
	old := pid(t, dir)
	kill(t, old)
	until(t, "it is gone", func() bool { return errors.Is(syscall.Kill(old, 0), syscall.ESRCH) })
	if took := end(); took > time.Minute {
		t.Errorf("it took %s", took)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	stop(t, s)
	again := start(t, dir) // the folder is as good as before
	answers(t, again, `select 'there'`, "there")
	stop(t, again)
}

// A server that cannot start is tried again until it can.
func TestWatchingWaitsForWhatIsInTheWay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, dir)
	end := watch(t, s)
	conf := filepath.Join(dir, "pg", "postgresql.conf")
	good, err := os.ReadFile(conf)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(conf, []byte("no_such_setting = on\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	old := pid(t, dir)
	kill(t, old)
	until(t, "starts fail", func() bool {
		said, _ := os.ReadFile(filepath.Join(dir, "pg.log"))
		return bytes.Count(said, []byte("no_such_setting")) >= 3
	})
	if _, err := ask(t, s, `select 'there'`); err == nil {
		t.Error("it answers with settings that cannot be read")
	}
	if err := os.WriteFile(conf, good, 0o600); err != nil {
		t.Fatal(err)
	}
	back(t, s, dir, old)
	end()
	stop(t, s)
}
