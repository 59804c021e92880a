// Package pg is everything between Xinheng and PostgreSQL. 数据库。
//
// It declares statements (Q), runs them (Pool, Tx, All, One, Column, Scalar), migrates the schema (Migrate), describes it
// (DumpSchema) and keeps the private server of the embedded default (Start, Stop).
//
// 语句声明与执行、结构迁移、内置 PostgreSQL 的启动、接管与停止。
//
// Owns: connections, transactions, the two roles (the owner migrates; xinheng_app has no DDL and cannot change what is
// append-only), the life of the embedded server.
// Does not own: any table of any area, or what a statement says.
package pg
