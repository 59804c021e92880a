package app

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"xinheng/db"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// openData finds or starts the database, migrates it, and opens the secret everything sealed derives from.
func (a *App) openData(ctx context.Context) error {
	owner, appURL := a.opt.DatabaseURL, a.opt.DatabaseURL
	if err := os.MkdirAll(a.opt.Data, 0o755); err != nil {
		return unwritable(a.opt.Data)
	}
	if a.opt.DatabaseURL == "" {
		srv, err := pg.Start(ctx, a.opt.Data, a.opt.Log)
		if err != nil {
			return err
		}
		a.later(func() { stop(srv) })
		a.server = srv
		owner, appURL = srv.OwnerURL(), srv.AppURL()
	}
	a.ownerURL = owner
	if err := pg.Migrate(ctx, owner, db.Migrations()); err != nil {
		return err
	}
	pool, err := pg.Open(ctx, appURL)
	if err != nil {
		return err
	}
	a.Pool = pool
	a.later(pool.Close)
	a.Sealer, err = seal.OpenFile(filepath.Join(a.opt.Data, "master.key"), a.opt.Crypto)
	return err
}

// stop gives PostgreSQL its time; a server other processes still use keeps running for them.
func stop(srv *pg.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), 40*time.Second)
	defer cancel()
	_ = srv.Stop(ctx)
}

func unwritable(dir string) error {
	return fault.New(fault.Unavailable, "app.read_only",
		"数据目录 "+dir+" 不可写；请换一个目录（--data DIR）或修改其权限。",
		"The data folder "+dir+" cannot be written; choose another (--data DIR) or change its permissions.")
}
