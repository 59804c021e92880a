// Package caseflow is the one clockwork of all cases: what may follow what, who may do it, and by when. 办件流转。
//
// A case type is a table (Def): states, moves with their basis, clocks whose lengths are keys of the law, promises to the
// subject that no path may break, and pairs of acts that need two people. Check finds what is wrong with a table before it
// is used. The engine (Desk) opens cases and carries out moves: is the move in the table, is it this actor's, is the
// evidence there, have two people acted; then the area's own handler judges, and the move, its evidence, its ledger entry
// and what follows from it are one transaction. What is about the facts of a case is a pure judgement of its area and never
// a row here. Clocks count working days, rest while the subject is waited for, can be extended once, and never decide
// against the subject: a clock that runs out escalates, on its legal day, whether or not a job ran that day.
//
// 状态、环节、期限、分离与证据由表定义，数据库外键拒绝表外流转；期限届满只升级，不作不利于当事人的决定。
//
// Serves: 琼府办〔2021〕4号（二十六）（二十七）; S2, S10 of the rules of separation.
//
// Owns: cases, their moves, clocks, evidence references, the shared worklist. Does not own: what a case is about, how it is
// judged, documents (paper), or any number of days (law).
package caseflow
