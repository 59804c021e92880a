// Package program proves the whole binary from outside. 整机验证。
//
// Its tests build xinheng once and run it as an operator would: as processes with their own PostgreSQL in folders of their
// own, killed, starved, interrupted and asked over HTTP. What is promised in the README, in samples/README.md and in
// docs/ops.md is promised here first.
//
// Owns: what only shows when processes live and die. Does not own: any rule (their areas prove those).
package program
