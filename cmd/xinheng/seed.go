package main

import (
	"fmt"

	"xinheng/internal/app"
	"xinheng/internal/law"
	"xinheng/internal/seed"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

type seedCmd struct {
	Size       string `help:"village (2 000 records), town (200 000) or province (streamed, tens of millions)." enum:"village,town,province" default:"village"`
	Characters bool   `help:"Only print the named firms of the story and stop."`
	To         string `help:"Write the files into a folder instead of taking them in." placeholder:"DIR" type:"path"`
}

func (seedCmd) Help() string {
	return "Deterministic: the same size and day give the same files.\nExample:\n  xinheng seed --size village --data /tmp/xinheng\n  xinheng seed --size town --to ./files"
}

func (c *seedCmd) Run(g *globals) error {
	if c.Characters {
		return characters(g)
	}
	if c.To != "" {
		return c.write(g)
	}
	a, err := app.Open(g.ctx, app.Options{Data: g.Data, DatabaseURL: g.DatabaseURL, Log: g.err, Demo: true, Now: g.now, Crypto: g.Crypto})
	if err != nil {
		return err
	}
	defer a.Close()
	sum, err := seed.TakeIn(g.ctx, a, seed.Size(c.Size), g.err)
	if err != nil {
		return err
	}
	return g.emit(sum)
}

func characters(g *globals) error {
	for _, who := range seed.Characters() {
		fmt.Fprintf(g.out, "%s  %s\n    %s\n    %s\n", who.USCC, who.Name, who.ZH, who.EN)
	}
	return g.emit(map[string][]seed.Character{"characters": seed.Characters()})
}

func (c *seedCmd) write(g *globals) error {
	lib, err := law.Load(lawdata.FS)
	if err != nil {
		return err
	}
	n, err := seed.WriteFiles(g.ctx, lib, seed.Size(c.Size), workday.Of(g.now()), c.To)
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "%d 个文件已写入 %s。 %d files written.\n", n, c.To, n)
	return g.emit(map[string]int{"files": n})
}
