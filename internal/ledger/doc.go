// Package ledger is the spine: every legally meaningful act, in order, provable to outsiders. 存证。
//
// An act is appended in the transaction of the change it describes. One sequencer then gives committed entries dense
// positions, extends an RFC 6962 Merkle tree over them and signs a checkpoint. The resulting stream is at once the audit
// log, the change feed and what a stranger verifies without trusting us; docs/ledger.md tells the stranger how.
// 每一项有法律意义的行为，与其所述的变更在同一事务中写入；排序、成树、签署检查点之后，任何人可离线核验。
//
// Positions count from 1, so that a checkpoint of size n covers exactly positions 1…n and "after n" means "not yet seen";
// the RFC 6962 leaf index of a position is one less. Bulk work appends one entry per batch, whose root commits to the rows.
//
// Serves: F24-3 (an auditor verifies the log alone, anchored daily outside).
// Owns: entries, their order, the tree, checkpoints, proofs, exports, anchors. Does not own: what acts mean, and the rows
// behind a root (their areas keep content and salt). Nothing in the ledger is personal data: ids, codes and counts only.
package ledger
