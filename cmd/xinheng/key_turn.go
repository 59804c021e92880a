package main

import (
	"fmt"
	"path/filepath"
	"slices"

	"xinheng/internal/account"
	"xinheng/internal/alert"
	"xinheng/internal/app"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/check"
	"xinheng/internal/commitment"
	"xinheng/internal/declaration"
	"xinheng/internal/entry"
	"xinheng/internal/hotline"
	"xinheng/internal/leak"
	"xinheng/internal/listing"
	"xinheng/internal/registry"
	"xinheng/internal/remote"
	"xinheng/internal/seal"
)

type keyTurnCmd struct {
	Hold   bool `help:"Only add the secret: copy master.key to every machine before going on with --resume." xor:"how"`
	Resume bool `help:"Add no key: go on sealing anew what an interrupted turn left under older keys." xor:"how"`
	Batch  int  `help:"Values sealed anew in one transaction." default:"500"`
}

func (keyTurnCmd) Help() string {
	return "Adds a fresh secret to the ring in master.key and seals identity numbers, drafts and the keys of attachments anew with it, while the platform serves.\n" +
		"Older secrets stay: what is append-only remains under them. Keep a copy of the new master.key at once.\n" +
		"Example:\n  xinheng key turn\n  xinheng key turn --hold && xinheng key turn --resume"
}

// turned is what a turn of the ring did.
type turned struct {
	Version    int   `json:"version"` // of the secret that seals now
	Resealed   int64 `json:"resealed"`
	Unreadable int64 `json:"unreadable"`
}

func (c *keyTurnCmd) Run(g *globals) error {
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	file := filepath.Join(g.Data, "master.key")
	if !c.Resume {
		if _, err := seal.TurnFile(file); err != nil {
			return err
		}
		if err := a.Sealer.Refresh(); err != nil {
			return err
		}
		fmt.Fprintf(g.err, "已加入第 %d 个密钥；请立即备份 %s。 Secret %d is in the ring; back up the file now.\n", a.Sealer.Version(), file, a.Sealer.Version())
	}
	done := turned{Version: a.Sealer.Version()}
	if c.Hold {
		return g.emit(done)
	}
	if err := c.reseal(g, a, &done); err != nil {
		return err
	}
	if done.Unreadable > 0 {
		fmt.Fprintf(g.err, "有 %d 项任何密钥都无法打开，保持原样；请核对 master.key 的备份。 %d values open under no key and were left alone; compare the backup of master.key.\n",
			done.Unreadable, done.Unreadable)
	}
	fmt.Fprintf(g.out, "密钥版本 %d，重新加密 %d 项。 Version %d, %d values sealed anew.\n", done.Version, done.Resealed, done.Version, done.Resealed)
	return g.emit(done)
}

// reseal goes through everything sealed that can be changed; what it did stays done when it is interrupted.
func (c *keyTurnCmd) reseal(g *globals, a *app.App, done *turned) error {
	for _, h := range slices.Concat(
		registry.Holders(),
		account.Holders(),
		entry.Holders(),
		attach.Holders(),
		caseflow.Holders(),
		listing.Holders(),
		check.Holders(),
		commitment.Holders(),
		declaration.Holders(),
		alert.Holders(),
		hotline.Holders(),
		remote.Holders(),
		leak.Holders(),
	) {
		r, err := seal.Rotate(g.ctx, a.Pool, a.Sealer, h, max(c.Batch, 1))
		done.Resealed, done.Unreadable = done.Resealed+r.Resealed, done.Unreadable+r.Unreadable
		fmt.Fprintf(g.err, "%s：重新加密 %d 项 resealed %d\n", h.Name, r.Resealed, r.Resealed)
		if err != nil {
			fmt.Fprintln(g.err, "未完成；请运行 xinheng key turn --resume 继续。 Not finished; go on with xinheng key turn --resume.")
			return err
		}
	}
	return nil
}
