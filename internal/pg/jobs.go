package pg

import (
	"context"
	"io"
	"log/slog"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// JobsSchema is where the tables of the job library live, beside those of internal/jobs.
const JobsSchema = "jobs"

// Raw is the driver's transaction, for internal/jobs alone: the library enqueues in it.
func Raw(ctx context.Context, tx Tx) (pgx.Tx, error) {
	t := tx.(*transaction)
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	return t.conn.BeginTx(ctx, pgx.TxOptions{BeginQuery: "select"}) // it has begun already
}

// RawPool is the driver's pool, for internal/jobs alone; nil for no pool.
func RawPool(p *Pool) *pgxpool.Pool {
	if p == nil {
		return nil
	}
	return p.p
}

// JobsEdition tells apart what the library makes: another number, other tables.
func JobsEdition() (string, error) {
	m, err := riverMigrations(nil)
	if err != nil {
		return "", err
	}
	all := m.AllVersions()
	return "river " + strconv.Itoa(all[len(all)-1].Version), nil
}

func riverMigrations(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	return rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: JobsSchema, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
}

// migrateJobs brings the library's tables up to date, and says of each what it is.
func migrateJobs(ctx context.Context, ownerURL string) error {
	pool, err := pgxpool.New(ctx, ownerURL)
	if err != nil {
		return Told(err)
	}
	defer pool.Close()
	m, err := riverMigrations(pool)
	if err != nil {
		return err
	}
	made, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err != nil || len(made.Versions) == 0 {
		return Told(err)
	}
	_, err = pool.Exec(ctx, nameRiverTables)
	return Told(err)
}

// nameRiverTables gives the library's tables the class that every table of ours names.
const nameRiverTables = `
do $$
declare t regclass;
begin
	for t in select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'jobs' and c.relkind = 'r' and starts_with(c.relname, 'river_') loop
		execute format('comment on table %s is %L', t, 'local: of the job library (River)');
	end loop;
end $$`
