// Package leak is the case of data that got out, was misused, or was changed by whom it should not have been. 泄露、滥用与篡改案件。
//
// Anybody may report, without signing in; an export that rings an alarm, and a ledger that does not hold, open a case by themselves. The
// security officer's office takes it up: it may suspend accounts, keys and rights to export at once, with a reason and a last day, which
// the suspended read and may answer; it reads a leaked file back to the export it came from by its marks; it asks the log who read the
// data concerned, and that asking is itself on the ledger; it recomputes the ledger, and what came out stands in the case. Another body,
// above it, decides. With the decision every suspension ends; with the notice every subject whose data was touched reads in its own
// centre what it was, since when, and what was done. A case does not exist for an officer whose own conduct it is about. Of the
// cases only yearly numbers are public.
//
// 任何人可以报告；安全管理员单位核查，可以立即暂停所涉账号、密钥和导出权限，须有理由和期限，被暂停的人可以申辩；由上级决定；决定后暂停
// 即解除，受影响的主体在其中心读到什么受影响、自何时起、怎么处理的。所涉人员本人不得办理、也看不到自己的案件。对外只公布年度数字。
//
// Serves: 琼府办〔2021〕4号（二十四）; F24-8; S2, S6, S7, S9.
//
// Owns: such cases, whom they concern, what was traced and recomputed, who was told. Does not own: readings, exports and their marks
// (disclosure), suspensions in force (access), the ledger, the clockwork (caseflow), numbers of days (law).
package leak
