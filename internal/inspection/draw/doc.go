// Package draw is the random draw that anyone can re-run: pure, exact to the byte, and small enough to be written again
// from docs/draw.md alone. 可复算的随机抽取。
//
// A roster of commitments is frozen before the seed can exist. The seed combines shares that several bodies committed to
// with a root of the ledger fixed between the commitments and the first reveal, so nobody knows it early and nobody steers
// it late. Each stratum gives as many entities as the ratio of the law says, by integers; inspectors follow in teams, each
// in turn, never to an entity they must avoid. Verify reads a proof file and does it all again.
// 名录先冻结、种子后产生；各方先承诺、后揭示，其间取存证之根；按层按比例取整，检查人员轮流成组并回避；证明文件任何人可重算。
//
// Serves: F12-3, S3, S4, S5. Owns: the algorithm and its file. Does not own: who is on a roster and why, storage, the
// signature of the ledger (the caller brings it), the clock. There is no float, no locale, no map order and no SQL in it.
package draw
