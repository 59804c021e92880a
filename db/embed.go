// Package db carries the migrations inside the binary. 数据库迁移。
package db

import (
	"embed"
	"io/fs"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the folder of goose files: one order, forward only, one area per file.
func Migrations() fs.FS {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the name is a constant above
	}
	return sub
}
