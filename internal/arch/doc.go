// Package arch is the tests that keep the house in order. 架构约束。
//
// Who may import whom; which third-party module may be used where, and why; who may read the clock; whose SQL may touch which
// schema; whether every statement fits the migrated schema and the application's rights; whether the tables keep the rules that
// make Citus a switch; whether what is append-only is so. A failure is a sentence.
//
// Owns: those rules. Does not own: anything that runs outside a test.
package arch
