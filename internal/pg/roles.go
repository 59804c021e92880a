package pg

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"xinheng/internal/fault"
)

// The two roles. The owner migrates; on a server of one's own it is whoever the URL says, on the embedded one it is
// OwnerRole. The application works as AppRole everywhere.
const (
	OwnerRole = "xinheng_owner"
	AppRole   = "xinheng_app"
)

// ensureApp creates AppRole when the server has none, and lets the owner step down to it. Roles belong to the whole
// server, so this cannot be a migration.
func ensureApp(ctx context.Context, c *pgx.Conn) error {
	var exists bool
	if err := c.QueryRow(ctx, `select exists (select from pg_roles where rolname = $1)`, AppRole).Scan(&exists); err != nil {
		return err
	}
	if !exists {
		_, err := c.Exec(ctx, `create role `+AppRole+` login nosuperuser nocreatedb nocreaterole noinherit`)
		if err != nil && !alreadyThere(err) {
			return noRole(err)
		}
	}
	if stepsDown(ctx, c) {
		return nil
	}
	_, err := c.Exec(ctx, `do $$ begin execute format('grant `+AppRole+` to %I', current_user); end $$`)
	if err == nil || alreadyThere(err) || stepsDown(ctx, c) {
		return nil
	}
	return noRole(err)
}

// stepsDown tries it: what membership gives the right to differs between versions of PostgreSQL.
func stepsDown(ctx context.Context, c *pgx.Conn) bool {
	_, err := c.Exec(ctx, `begin; set local role `+AppRole+`; rollback`)
	if err != nil {
		_, _ = c.Exec(ctx, `rollback`) // outside a transaction it is a notice
	}
	return err == nil
}

// alreadyThere: another process made the same thing a moment ago.
func alreadyThere(err error) bool {
	var pe *pgconn.PgError
	return errors.As(err, &pe) && (pe.Code == "42710" || pe.Code == "42P04" || pe.Code == "23505")
}

func noRole(err error) error {
	return fmt.Errorf("%w (%w)", fault.New(fault.Unavailable, "pg.no_role",
		"数据库缺少角色 "+AppRole+" 且当前用户无权创建；请由管理员执行：create role "+AppRole+" login; grant "+AppRole+" to 当前用户;",
		"The database has no role "+AppRole+" and this user may not create it; ask an administrator to run: create role "+
			AppRole+" login; grant "+AppRole+" to <this user>;"), err)
}

func badURL() error {
	return fault.New(fault.Invalid, "pg.bad_url", "数据库地址无法识别；请用 postgres://用户@主机/库 的形式。",
		"The database URL cannot be read; write it as postgres://user@host/database.")
}
