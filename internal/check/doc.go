// Package check answers "may this firm do that today?", with its legal basis, and keeps durable evidence. 信用查验。
//
// What follows from facts is a pure judgement (Judge); the explanation shown to people is the computation. The Desk asks
// the memory index of standing, judges, records the evidence in a group with other checks, and only then answers.
//
// Outcomes, strongest first: prohibited 依法不得通过 (a block that must be applied) · restricted 受限 (another measure that
// must be applied, or a block the officer may apply) · attention 关注 (something only warns or informs) · clear 正常
// (nothing adverse; incentives may follow) · unknown_subject 主体未知 (no such subject is registered, which is not bad
// data).
//
// Instruments: 琼府办〔2021〕4号（五）（七）（十六）, 国办发〔2020〕49号. Serves F01-1, F07-1, F07-2, F07-6, F07-7, F16-1, F16-2,
// F16-4, F16-6, F20-3.
//
// Owns: the judgement, decisions as evidence (schema check), the endpoints of matters, measures and obligations.
// Does not own: facts (standing), the rules (law), who is registered (registry).
package check
