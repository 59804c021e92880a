// Package declaration is what a firm says of itself of its own accord, from its signature to its end. 信用信息自主自愿申报。
//
// A firm declares facts of a kind the law data knows (qualification, operation, contract, honour, welfare), signs that they are true
// and with whom they may be shared, and can take the signature back for the minutes the law gives (G5). Then shared data are asked
// first; what they do not know an officer of the body it named verifies. Only what is verified, still counts and is consented to is
// told to others (F11-2). What was filed anywhere is offered everywhere, so that no paper is asked for twice (F11-3). A difference is a
// difference and nothing more: before a declaration is called false the firm was told and heard, and two officers decided; an honest
// error is withdrawn and leaves no record (F11-4, G9). Whoever declares nothing is written down nowhere (G11).
//
// 自愿申报、真实承诺、分范围授权共享；先由共享数据核验，不能核实的由核验单位核验；只有已核验的信息对外提供和计入；一处填报、处处可用；
// 认定虚假须经告知、陈述、两人决定，善意错误可以撤回，不留记录。
//
// Instruments: 琼府办〔2021〕4号（十一）, 互联网网站适老化通用设计规范. Serves F11-1…F11-4, G5, G9, G11.
//
// Owns: what was declared, how it stands, what it was compared with, consents, the store of documents, the count of papers saved, the
// inquiry into a false declaration. Does not own: kinds and texts (law), files (attach), records (record), scores and reports, which
// ask for what is verified (Verified).
package declaration
