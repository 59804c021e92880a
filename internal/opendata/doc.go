// Package opendata is what is public, to be taken whole: daily snapshots and deltas anybody can verify, and feeds to follow. 开放数据。
//
// Each public item of the catalogue is a dataset: every day a snapshot of what is public and a delta to the day before, as JSON lines and
// CSV, with a signed manifest that names hash, rows and the span of the ledger (F19-2). Nothing about natural persons is in any file
// (G10), and no free text that could name one. A record that is taken down leaves every file, old ones included: from the transaction of
// the decision the pieces that hold it are not served, a round rewrites them without it, and the manifest says the new hash; a delta keeps
// a tombstone. What ends by its date is not served a day later, whether or not a round has run (F19-4, F09-10).
//
// 每个公示目录项为一个数据集：每日全量与增量，签名清单可核验；不含自然人；撤下的记录自决定之时起不再随任何文件提供，旧文件同样清除。
//
// Instruments: 琼府办〔2021〕4号（十九）, 发改委令第36号. Serves F19-2, F19-4, F19-5, F09-10, G10.
//
// Owns: the files, their manifests, what was purged, feeds. Does not own: what is public (record), the ledger, the change feed by cursor
// (record), take-downs at other sites (exchange).
package opendata
