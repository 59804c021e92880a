// Package objection is how a subject says that data is wrong, and a complaint that a body behaved wrongly. 异议与投诉。
//
// Whoever is recorded may object to a record, a list entry, a measure, a score or the result of a check. In the transaction in
// which the objection is filed every record concerned is marked 异议中, and where a rule of the law data says so its use rests:
// no job has to run. It is verified where the data comes from, and put right there: the body that decided or reported it gives
// the new values field by field, another officer of the body decides, and nobody else can patch what is shown here. What was
// wrong is undone with everything that rested on it, and everybody who had been given the wrong answer is found from the
// evidence and told by letter in the same transaction. What was right is answered with reasons, clause and remedies, and may
// be examined again from above, once. A complaint about conduct goes another road: to the superior of the body complained of.
//
// 异议提出即标注，是否暂停使用由规则决定；核查和更正在来源单位完成；有误的，更正、撤销效果、追溯告知在同一事务；无误的，写明理由、
// 依据和救济途径，并可申请上级复核一次。对工作行为的投诉另走一路，由被投诉单位的上级办理。
//
// Serves: 琼府办〔2021〕4号（二十七）; F27-1 to F27-7; F09-5, F09-10, F10-7.
//
// Owns: what was filed and what became of it, harm, letters of correction. Does not own: the clockwork (caseflow), the marks
// (standing), records and their corrections (record), who was given which answer (check, disclosure), how notices are
// delivered (exchange), grounds, outcomes and numbers of days (law).
package objection
