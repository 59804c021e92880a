package program

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode"

	"xinheng/internal/pgtest"
)

// workshop holds the binary and the data folders that tests copy. Everybody may pass through it: the server of a root
// user runs as somebody else.
var workshop string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := openFolder()
	if err == nil {
		workshop = dir
		defer func() {
			killPostgres(filepath.Join(dir, "bare")) // of a model that broke off while it was made
			killPostgres(filepath.Join(dir, "village"))
			_ = os.RemoveAll(dir)
		}()
		build := exec.Command("go", "build", "-o", binary(), "xinheng/cmd/xinheng")
		build.Stderr = os.Stderr
		err = build.Run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "the program cannot be built:", err)
		return 1
	}
	return m.Run()
}

// clock is where every process begins its calendar: the story is told on its own days.
const clock = "2026-11-22T10:00:00+08:00"

func binary() string { return filepath.Join(workshop, "xinheng") }

// openFolder makes a temporary folder with a short path that everybody may pass through.
func openFolder() (string, error) {
	dir, err := os.MkdirTemp(pgtest.Room(), "xh-")
	if err == nil {
		err = os.Chmod(dir, 0o755)
	}
	return dir, err
}

// environment is what the program sees: this one's, without settings of the person who runs the tests.
func environment(extra ...string) []string {
	var env []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "XINHENG_") || strings.HasPrefix(v, "XINHENG_PG_BIN=") && v != "XINHENG_PG_BIN=" {
			env = append(env, v)
		}
	}
	env = append(env, "XINHENG_CLOCK="+clock)
	return append(env, extra...)
}

// transcript is what a process has said so far; readers may wait for more.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{}
}

func newTranscript() *transcript { return &transcript{more: make(chan struct{})} }

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text.Write(p)
	close(t.more)
	t.more = make(chan struct{})
	return len(p), nil
}

func (t *transcript) String() string {
	s, _ := t.now()
	return s
}

func (t *transcript) now() (said string, more <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String(), t.more
}

// process is a running xinheng.
type process struct {
	t        testing.TB
	cmd      *exec.Cmd
	args     string
	out, err *transcript
	ended    chan struct{}
	started  time.Time
	took     time.Duration // once ended
}

// patience is how long anything may take before a test gives up on a busy machine.
const patience = 8 * time.Minute

// start starts the program; what differs from an ordinary start (user, environment, root) is set by change.
func start(t testing.TB, change func(*exec.Cmd), args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(binary(), args...), args: strings.Join(args, " "), out: newTranscript(), err: newTranscript(),
		ended: make(chan struct{}), started: time.Now()}
	p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = environment(), p.out, p.err
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // the terminal's Ctrl-C is for the tests alone
	if change != nil {
		change(p.cmd)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("xinheng %s: %v", p.args, err)
	}
	go func() {
		_ = p.cmd.Wait() // how it ended is asked of ProcessState
		p.took = time.Since(p.started)
		close(p.ended)
	}()
	t.Cleanup(p.kill)
	return p
}

func (p *process) signal(s os.Signal) {
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Errorf("xinheng %s: %v", p.args, err)
	}
}

// kill ends the process the hard way and waits until it is gone.
func (p *process) kill() {
	p.signal(syscall.SIGKILL)
	<-p.ended
}

// wait waits for the end of the process and returns how it ended.
func (p *process) wait() outcome {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.signal(syscall.SIGQUIT) // for the goroutines in its last words
		p.t.Fatalf("xinheng %s does not end:\n%s%s", p.args, p.out, p.err)
	}
	return outcome{p.t, p.args, p.out.String(), p.err.String(), p.cmd.ProcessState.ExitCode(), p.took}
}

// said waits until the process has printed something, and returns the match.
func (p *process) said(pattern *regexp.Regexp) []string {
	p.t.Helper()
	late := time.After(patience)
	for {
		text, more := p.out.now()
		if m := pattern.FindStringSubmatch(text); m != nil {
			return m
		}
		select {
		case <-more:
		case <-p.ended:
			if m := pattern.FindStringSubmatch(p.out.String()); m != nil {
				return m
			}
			p.t.Fatalf("xinheng %s ended (%s) without saying %q:\n%s%s", p.args, p.cmd.ProcessState, pattern, p.out, p.err)
		case <-late:
			p.t.Fatalf("xinheng %s does not say %q:\n%s%s", p.args, pattern, p.out, p.err)
		}
	}
}

// outcome is how a command ended.
type outcome struct {
	t        testing.TB
	args     string
	out, err string
	code     int
	took     time.Duration
}

// must fails the test unless the command succeeded.
func (o outcome) must() outcome {
	o.t.Helper()
	if o.code != 0 {
		o.t.Fatalf("xinheng %s: exit status %d\n%s%s", o.args, o.code, o.out, o.err)
	}
	return o
}

// last is the last line of output.
func (o outcome) last() string {
	lines := strings.Split(strings.TrimRight(o.out, "\n"), "\n")
	return lines[len(lines)-1]
}

// object reads the last line of --json output.
func object[T any](o outcome) (v T) {
	o.t.Helper()
	if err := json.Unmarshal([]byte(o.last()), &v); err != nil {
		o.t.Fatalf("xinheng %s: the last line is not the object wanted (%v):\n%s%s", o.args, err, o.out, o.err)
	}
	return v
}

// crowded stretches a promise about time by as much as others keep the processors busy.
func crowded(promise time.Duration) time.Duration {
	var load float64
	if raw, err := os.ReadFile("/proc/loadavg"); err == nil {
		_, _ = fmt.Sscan(string(raw), &load)
	}
	return time.Duration(float64(promise) * max(1, load/float64(runtime.NumCPU())))
}

// eventually waits for something that happens outside this process.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for !ok() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited %s in vain: %s", patience, what)
		case <-look.C:
		}
	}
}

// refused checks that the command said no as people can use it: status 1, one sentence in each language with the code,
// and nothing a programmer would have to read.
func (o outcome) refused(t testing.TB, code string) {
	t.Helper()
	if o.code != 1 || !strings.Contains(o.err, "["+code+"]") {
		t.Errorf("xinheng %s: exit status %d, want 1 and [%s]:\n%s%s", o.args, o.code, code, o.out, o.err)
	}
	lines := strings.Split(strings.TrimSpace(o.err), "\n")
	if n := len(lines); n < 2 || !hasChinese(lines[n-2]) || !strings.HasSuffix(lines[n-1], "]") {
		t.Errorf("xinheng %s: the last two lines are not one sentence in each language:\n%s", o.args, o.err)
	}
	for _, bad := range []string{"goroutine ", "panic", ".go:", "SQLSTATE", "%!"} {
		if strings.Contains(o.out+o.err, bad) {
			t.Errorf("xinheng %s: says %q:\n%s%s", o.args, bad, o.out, o.err)
		}
	}
}

func hasChinese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
