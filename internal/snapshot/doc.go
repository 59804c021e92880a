// Package snapshot is what a caller answers from while the platform cannot be reached, and what becomes of those answers. 查验快照。
//
// Every night a round writes what public facts lead to, firm by firm and matter by matter, for the day and the few days it may be
// used: one signed file, chained by hash to the one before, its digest on the ledger. Open reads such a file and believes nothing in it
// before its signature; File.Check answers from it, says of which day it is, and refuses once it is too old. What was answered so is
// checked again as soon as the platform is back (Desk.Recheck): a real check, kept as evidence like any other, told to agree or to
// differ, and a difference has to be answered for within a term.
//
// 平台中断时，使用单位依据夜间签名快照先行办理；恢复后逐件复核，复核即正式查验并留存证据，结论不一致的须在期限内说明处理情况。快照只含企业
// 的公示信息，不含自然人，也不含名称。
//
// Nothing about natural persons is in a snapshot (G10), no name and no free text; nothing that is not public. So an answer from a
// snapshot is never the last word: it can miss what is not public and what changed since it was made.
//
// Instruments: 琼府办〔2021〕4号（七）（十六）. Serves F07-5.
//
// Owns: schema snapshot, the form of the file, answers given offline and their re-checks. Does not own: what follows from facts
// (check), what stands (standing), what is public (record).
package snapshot
