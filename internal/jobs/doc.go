// Package jobs is work that may lag: put into the database in the transaction of the act it follows from, done at least
// once, retried with a growing pause, and seen when it is late. 后台作业。
//
// What is to be done is named by a kind ("exchange.send") and by ids; data are read anew when the work is done, so that a
// job can never show what has ceased to be public. Work of every kind is idempotent and says how. Periodic work is one table
// (internal/app/schedule.go): of several servers one leads and puts each round once, and a round that a stopped server
// missed is caught up when one starts again.
//
// 作业与引起它的行为同一事务入库；至少执行一次，失败后逐步延长间隔重试；参数只有编号，不含数据。定时工作列于一张表，多台服务器只有一台
// 派发，停机期间错过的轮次开机后补做。
//
// Owns: the queue, its workers, the schedule's rounds. It is the only package that knows the library underneath (River).
// Does not own: what any work does, or which periodic work there is.
package jobs
