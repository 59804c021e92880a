package bench

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// The baseline of P3 speaks to PostgreSQL as the owner, outside every area: it copies the stored versions out in binary,
// and times copying them into an empty table with the same columns, keys and indexes.
const (
	baselineTable = `create schema bench_plain; create table bench_plain.version (like record.version including all)`
	copyOut       = `copy record.version to stdout (format binary)`
	copyIn        = `copy bench_plain.version from stdin (format binary)`
)

func copyAgain(ctx context.Context, ownerURL string, rows int64) (time.Duration, error) {
	conn, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, baselineTable); err != nil {
		return 0, err
	}
	var stored bytes.Buffer
	if _, err := conn.PgConn().CopyTo(ctx, &stored, copyOut); err != nil {
		return 0, err
	}
	began := time.Now()
	tag, err := conn.PgConn().CopyFrom(ctx, &stored, copyIn)
	if err != nil {
		return 0, err
	}
	if tag.RowsAffected() != rows {
		return 0, fmt.Errorf("bench: the baseline copied %d rows of %d", tag.RowsAffected(), rows)
	}
	return time.Since(began), nil
}
