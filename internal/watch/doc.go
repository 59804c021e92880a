// Package watch closes the loop of a check: what was answered is followed until nothing hangs on it any more. 关注、反馈、解除台账。
//
// A body may have the case of a check watched: as soon as the answer would be another one it is told, until it closes the case
// (F07-3). Whoever was told an effect reports what it did with it, within a term that is counted and shown (F07-4). And every
// effect that was told is remembered: when it ends, by repair, removal, withdrawal or by its date, whoever was told is called
// back and must acknowledge (F16-5). Incentives are given, reported on and called back the same way (F16-6).
//
// What changes with a record is found in the transaction that changes it. What changes by a date, a hold or an adoption is found
// by a round, and without any round at the next reading: the dates decide, no job does.
//
// 查验之后不放手：关注的办件结果一变即告知，直到办结；命中措施的须在期限内反馈执行情况；告知过的每项措施终止时，逐一通知曾被告知的单位
// 停止适用并须确认。激励措施同样办理。
//
// Instruments: 琼府办〔2021〕4号（七）（十六）, 发改委令36号 §3 (解除措施). Serves F07-3, F07-4, F16-5, F16-6.
//
// Owns: schema watch. Does not own: what follows from facts (check), how bodies are told and acknowledge (exchange), what stands
// (standing).
package watch
