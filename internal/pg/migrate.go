package pg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"xinheng/internal/fault"
)

// migrationLock is the advisory lock that lets one process migrate a database at a time.
const migrationLock = 0x78696e68 // "xinh"

// Migrate brings a database to the schema this program was built with, as the owner. It is safe to call from several
// processes at once; a database that a newer program has migrated is refused.
func Migrate(ctx context.Context, ownerURL string, migrations fs.FS) (err error) {
	defer fault.Wrap(&err, "pg.Migrate")
	cfg, err := pgx.ParseConfig(ownerURL)
	if err != nil {
		return badURL()
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return Told(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, `select pg_advisory_lock($1)`, migrationLock); err != nil {
		return Told(err)
	}
	if err := mayMigrate(ctx, conn); err != nil {
		return err
	}
	db := stdlib.OpenDB(*cfg)
	defer func() { _ = db.Close() }()
	if err := up(ctx, db, migrations); err != nil {
		return err
	}
	if hasJobs, err := schemaExists(ctx, conn, JobsSchema); err != nil || !hasJobs {
		return err // migrations of a test that stop before there are jobs
	}
	return migrateJobs(ctx, ownerURL)
}

func schemaExists(ctx context.Context, conn *pgx.Conn, name string) (exists bool, err error) {
	err = conn.QueryRow(ctx, `select exists (select from pg_namespace where nspname = $1)`, name).Scan(&exists)
	return exists, Told(err)
}

// mayMigrate checks what the migrations take for granted.
func mayMigrate(ctx context.Context, conn *pgx.Conn) error {
	var version int
	var trigrams bool
	err := conn.QueryRow(ctx, `select current_setting('server_version_num')::int / 10000,
		exists (select from pg_available_extensions where name = 'pg_trgm')`).Scan(&version, &trigrams)
	switch {
	case err != nil:
		return Told(err)
	case version < oldest:
		return tooOld(version)
	case !trigrams:
		return fault.New(fault.Unavailable, "pg.no_trigram", "这台 PostgreSQL 没有 pg_trgm 扩展；请安装 postgresql-contrib 后重试。",
			"This PostgreSQL has no pg_trgm extension; install postgresql-contrib and try again.")
	}
	return ensureApp(ctx, conn)
}

func up(ctx context.Context, db *sql.DB, migrations fs.FS) error {
	provider, err := goose.NewProvider(goose.DialectPostgres, db, migrations, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	have, want, err := provider.GetVersions(ctx)
	if err != nil {
		return Told(err)
	}
	if have > want {
		return fault.New(fault.Conflict, "pg.newer_schema",
			fmt.Sprintf("数据库已由更新版本的信衡升级（第 %d 号迁移，本程序只到第 %d 号）；请改用更新的程序，或换一个数据文件夹。", have, want),
			fmt.Sprintf("A newer Xinheng has migrated this database (migration %d; this program knows %d); use the newer program, or another data folder.", have, want))
	}
	_, err = provider.Up(ctx)
	var broken *goose.PartialError
	if errors.As(err, &broken) && broken.Failed != nil && broken.Failed.Source != nil {
		return fmt.Errorf("migration db/migrations/%s: %w", broken.Failed.Source.Path, broken.Err)
	}
	return err
}
