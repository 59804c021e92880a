// Package standing keeps what stands for or against a market entity, from a date until a date, on a basis. 信用状况。
//
// A record makes at most one fact (FactOf); the records' own transaction keeps the facts in step (Apply). Whether a fact
// counts is decided by its dates at the moment of reading (Fact.StandsOn), so an expired fact never counts even when
// no job has run. Index holds the facts of every entity in memory and follows the ledger, the one change feed.
//
// Instruments: 国办发〔2020〕49号 (nothing adverse without a basis), 发改委令36号 §3 (a repaired record is no longer used),
// 琼府办〔2021〕4号（七）（十六）.
//
// Owns: table standing.fact, the memory index, the question "does this count on that day?".
// Does not own: records (record), entities (registry), what follows from a fact for a matter (check).
package standing
