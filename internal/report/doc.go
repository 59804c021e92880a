// Package report issues credit reports that anybody can verify. 信用报告、信用名片、授权数据包。
//
// A report is data first: one canonical content, hashed with SM3 and signed. The JSON file and the printed pages, in Chinese and in
// English, say that same content; the pages carry their own seal. The public report is free for everybody, at once, as often as
// anybody likes: the same data is the same report. In a special report (信用代证) the subject chooses classes, fields, period and
// receiver; what was repaired stands in it with its mark, and whoever received it may not ask for proof again.
//
// Whether a report still holds is decided when it is asked: a record that is repaired, removed, corrected or withdrawn ends every
// report that holds it in the same transaction, and a report ends with the first of its records that may no longer be shown. Signed
// lists of status say so to those who verify offline; they name nobody. What no longer holds is no longer given out: repair leaves no
// copy behind.
//
// 报告以数据为准：同一规范内容经 SM3 摘要并签名，JSON 与中英文版式文件同文；相同数据即同一报告；专项报告由主体自选，修复信息加注，收到者不得另行索要
// 证明；记录修复、移出、更正、撤回，含有它的报告同一事务失效。
//
// Serves: 琼府办〔2021〕4号（八）（二十二）; F08-1 to F08-6, F08-8, F22-1, F22-5.
// Owns: schema report (issues, contents, prints, receipts, lists of status, cards, data packs). Does not own: records (record), marks of
// objection (standing), consents and readings (disclosure), keys of other provinces (mutual), pages (portal).
package report
