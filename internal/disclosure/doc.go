// Package disclosure is who read what of whom, and why; and what may leave the platform. 查阅留痕与数据出库。
//
// Every answer that holds data which is not public is preceded by a Reading: whose data, which fields, for which purpose, in
// which case. It is on disk and tied to the ledger before the answer leaves (S6). Its subject sees it after the delay the law
// data sets (谁查了我), may consent to readings by others and take the consent back. Exports need another person's approval,
// are made once with a mark, and expire; a broken glass needs two people and closes by itself (S7). What looks wrong, and a
// sample of readings that nothing followed, waits in the auditor's queue.
//
// 非公开数据的每次查阅先留痕、后作答；被查阅方可见、可问；授权到期自动失效；导出须他人审批并留水印；应急查看须双人、到时自动关闭。
//
// Serves: 琼府办〔2021〕4号（二十四）, 个人信息保护法 §35 §51; S2 S6 S7, F07-7 F08-7 F24-4 F24-6 F24-7.
// Owns: readings, consents, exports, broken glasses, the auditor's queue, what of a field a person sees. Does not own: what
// is read (its area calls here first), checks (their area feeds them into the subject's view), who may act for whom (access).
package disclosure
