// Package commitment is a word given in place of a review, of a proof, or to the public, from the notice to its end. 信用承诺。
//
// Whoever chooses the commitment route reads a notice and a text made from dated templates, signs the text by its SM3 digest while
// signed in, and has it countersigned by the platform over text, template, clauses, signer and time (F01-3). For the minutes the law
// data gives, the signature can be taken back or changed; only then, or when the signer did without them, it takes effect: the body
// it is made to is told and issues at once (F01-4, F01-6). From then on the proofs it replaced may not be asked for again: a system
// that asks is refused, and its asking is reported (F02-2). Looked up first, promised second, on paper last (F02-3). Whoever takes
// the ordinary route is written down nowhere (F01-7): what is shown before signing stores nothing.
//
// 先书面告知、后自愿承诺；签署文本以摘要确认并由平台会签；可撤回时间过后或者明示放弃后方生效并告知审批机关；已承诺的不得再索要证明；选择一般
// 程序不留任何痕迹。承诺及其履行状态向社会公示，撤回或者违诺即标明。
//
// Instruments: 琼府办〔2021〕4号（一）（二）（三）（五）, 国办发〔2020〕42号, 互联网网站适老化通用设计规范. Serves F01-2…F01-7, F02-1…F02-3,
// F03-2…F03-5, F05-3, G5, G11.
//
// Owns: what was signed, how it is performed, who takes commitments in, asking again for what was replaced. Does not own: texts and
// catalogues (law), who may choose the route (check), how a commitment is verified (verify), repair commitments (repair).
package commitment
