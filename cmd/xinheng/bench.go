package main

import (
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"xinheng/internal/bench"
	"xinheng/internal/seed"
)

type benchCmd struct {
	Size  string        `help:"Population to measure on." enum:"village,town,province" default:"town"`
	Span  time.Duration `help:"How long each load lasts." default:"8s"`
	Only  []string      `help:"Take only the figures of these ids: P8 or P1,P5." placeholder:"ID"`
	Write string        `help:"Also write the table into this file." placeholder:"FILE" type:"path"`
	Bare  bool          `help:"Serve the fixed answer the figures are compared with." hidden:""`
}

func (benchCmd) Help() string {
	return "Works in a temporary folder and leaves --data alone.\nExample:\n  xinheng bench --size town --write bench/RESULTS.md"
}

func (c *benchCmd) Run(g *globals) error {
	if c.Bare {
		return serveBare(g)
	}
	dir, err := os.MkdirTemp("", "xinheng-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL's user must be able to pass through
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	figures, err := bench.Run(g.ctx, bench.Options{Size: seed.Size(c.Size), Dir: dir, Program: program, Log: g.err, Span: c.Span, Only: c.Only})
	if err != nil {
		return err
	}
	var table strings.Builder
	fmt.Fprintf(&table, "# Measured\n\n`make bench SIZE=%s` on %s, %s. Ratios of one run on one machine; goals in [docs/performance.md](../docs/performance.md).\n\n", c.Size, time.Now().Format(time.DateOnly), bench.Machine())
	bench.Table(&table, figures)
	fmt.Fprint(g.out, table.String())
	if c.Write != "" {
		if err := os.WriteFile(c.Write, []byte(table.String()), 0o644); err != nil {
			return err
		}
	}
	return g.emit(figures)
}

func serveBare(g *globals) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "http://%s/\n", l.Addr())
	return bench.ServeBare(g.ctx, l)
}
