// Package record is the memory of the platform: what departments reported, from the day they said so. 信用记录归集。
//
// The road of a row: read (sheet) → columns tied to the catalogue's fields → every value checked, every fault told → who
// it is about (a valid code only; a bare name waits for a human) → the catalogue and basis gates → severity and publicity
// period by the law of the governing day → one natural key, one record: the same content again is a duplicate, another
// content is the next version → COPY, in chunks of one transaction each, together with the ledger entry, the reactions of
// other areas (Events.Changed) and the progress of the batch. So a batch that breaks off goes on where it stopped, and its
// totals always reconcile.
//
// Versions are append-only: correction, repair, withdrawal, removal and a mistaken match are further versions, and the file
// can be read as it was on any day. Nothing here counts penalties or makes a list entry out of them.
//
// 归集、目录关口、版本、公示期限、数据质量。服务于琼府办〔2021〕4号（九）及双公示规范。
//
// Owns: intake, the gates, publicity periods, versions, name matching, quality figures, the public change feed.
// Does not own: what a record means for a subject today (standing), who the subject is (registry), the rules (law).
package record
