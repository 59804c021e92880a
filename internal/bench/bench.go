package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"xinheng/internal/seed"
)

// Figure is one line of the table: what was measured, against which goal, and whether it was reached.
type Figure struct {
	ID       string `json:"id"`
	What     string `json:"what"`
	Measured string `json:"measured"`
	Goal     string `json:"goal"`
	Verdict  string `json:"verdict"` // ok | short | not measured
}

// Options of a run.
type Options struct {
	Size    seed.Size
	Dir     string // working folder; everything in it is removed at the end
	Program string // the binary to measure: this one
	Log     io.Writer
	Span    time.Duration // how long each load lasts
	Only    []string      // figures by id; empty: all
}

// takes is what takes which figures.
var takes = []struct {
	ids  []string
	take func(context.Context, Options) ([]Figure, error)
}{
	{[]string{"P3", "P10"}, intake},
	{[]string{"P1", "P2", "P7", "P9"}, requests},
	{[]string{"P5"}, freshness},
	{[]string{"P8"}, draws},
	{[]string{"P4"}, rate},
}

// Run takes all figures of this stage: P1 checks, P2 checks by the file, P3 intake, P4 rating, P5 freshness, P7 search, P8 draws, P9 pages, P10 growth.
func Run(ctx context.Context, o Options) ([]Figure, error) {
	var out []Figure
	for _, t := range takes {
		if len(o.Only) > 0 && !slices.ContainsFunc(t.ids, func(id string) bool { return slices.Contains(o.Only, id) }) {
			continue
		}
		figures, err := t.take(ctx, o)
		if err != nil {
			return out, err
		}
		out = append(out, figures...)
	}
	return out, nil
}

func verdict(ok bool) string {
	if ok {
		return "ok"
	}
	return "short"
}

// Table prints the figures as Markdown.
func Table(w io.Writer, figures []Figure) {
	fmt.Fprint(w, "| | what | measured | goal | |\n|---|---|---|---|---|\n")
	for _, f := range figures {
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", f.ID, f.What, f.Measured, f.Goal, f.Verdict)
	}
}

// Machine describes where a run was taken, without naming it.
func Machine() string {
	model := "unknown processor"
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := regexp.MustCompile(`(?m)^model name\s*:\s*(.+)$`).FindSubmatch(b); m != nil {
			model = string(m[1])
		}
	}
	return fmt.Sprintf("%d × %s, %s %s/%s", runtime.NumCPU(), model, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// process is a child of this program that serves.
type process struct {
	cmd  *exec.Cmd
	addr string
}

var address = regexp.MustCompile(`http://(127\.0\.0\.1:\d+)/`)

// start runs the program with arguments and waits until it says where it listens.
func start(ctx context.Context, program string, args ...string) (*process, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Stderr = io.Discard
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var said strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := out.Read(buf)
		said.Write(buf[:n])
		if m := address.FindStringSubmatch(said.String()); m != nil {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return &process{cmd, m[1]}, nil
		}
		if err != nil {
			return nil, fmt.Errorf("bench: %s %s did not come up: %s", program, args[0], said.String())
		}
	}
}

func (p *process) stop() {
	_ = p.cmd.Process.Signal(os.Interrupt)
	_ = p.cmd.Wait()
}
