// Package bench measures the program as ratios on one machine in one run. 测速。
//
// Machines are noisy, so a figure is a ratio to something plain measured beside it: a bare HTTP server of the same binary,
// a plain COPY of the same rows. CPU comes from the operating system's accounting of the processes (the program and its
// PostgreSQL), not from a stopwatch. It prints what it measured with its goal and verdict, and says so when it falls short.
// Owns: how figures are taken. Does not own: the goals' meaning (docs/performance.md).
package bench
