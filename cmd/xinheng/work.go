package main

import (
	"fmt"
	"slices"
	"strings"

	"xinheng/internal/app"
	"xinheng/internal/fault"
	"xinheng/internal/jobs"
)

type workCmd struct {
	Anchors string `help:"Outside folder for the daily ledger anchor; put it on another machine's disk." env:"XINHENG_ANCHORS" placeholder:"DIR"`
	Base    string `help:"Public address of the portal, which is read again as visitors read it." env:"XINHENG_SITE_BASE" placeholder:"URL"`
	Once    string `help:"Do one round of this periodic work (see docs/jobs.md), then stop." placeholder:"NAME"`
}

func (workCmd) Help() string {
	return "On as many machines as wanted, beside the servers of the same database; each job is done by one of them.\nExample:\n" +
		"  xinheng work --database-url postgres://xinheng@db.example/xinheng --data /srv/xinheng\n  xinheng work --once exchange.probe"
}

func (c *workCmd) Run(g *globals) error {
	a, err := app.Open(g.ctx, app.Options{Data: g.Data, DatabaseURL: g.DatabaseURL, Log: g.err, Now: g.now, Crypto: g.Crypto, Anchors: c.Anchors,
		Site: app.Site{Base: c.Base}})
	if err != nil {
		return err
	}
	defer a.Close()
	if c.Once != "" {
		return c.once(g, a)
	}
	stop, err := a.Work(g.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(g.out, "后台作业运行中。 Working; Ctrl-C stops cleanly.")
	<-g.ctx.Done()
	stop()
	return nil
}

// once does one round, and what it put in the queue.
func (c *workCmd) once(g *globals, a *app.App) error {
	var names []string
	for _, p := range a.Jobs.Rounds() {
		names = append(names, p.Name)
	}
	if !slices.Contains(names, c.Once) {
		return fault.New(fault.Invalid, "work.unknown", "没有这项定时工作；可选："+strings.Join(names, "、")+"。",
			"There is no such periodic work; choose from "+strings.Join(names, ", ")+".")
	}
	if err := a.Jobs.Run(g.ctx, c.Once); err != nil {
		return err
	}
	fmt.Fprintf(g.out, "%s 已完成。 Done.\n", c.Once)
	return g.emit(jobs.Round{Name: c.Once, EndedAt: g.now()})
}
