// Package repair is credit repair: who may ask, for what, from when, and what follows from the answer. 信用修复。
//
// Repair is a right. The calculator tells for every adverse record the earliest day, the conditions, the papers, the body that
// decides and how long it takes, each with its clause and how sure the platform is of it; nobody signs in for that. One
// application covers many records: it is signed once, has one receipt, and becomes one case for each deciding body
// (谁认定、谁修复), with clocks the applicant sees. What the platform already holds is shown with its source and confirmed, not
// asked for: the commitment is then the only paper. A grant is one transaction with four effects: publicity ends, sharing and
// use stop, measures lift, the evaluation is told. A refusal has a reason, a clause, the next day and the remedies, or it is
// no refusal. A repair is taken back only after its subject was heard.
//
// 修复是权利，全程免费；一次签署、一张回执、分送各认定单位；能查到的不再要求提交；准予即四个效果同时发生；不予修复须写明
// 理由、条款、可再申请的日期和救济途径；撤销修复须先听取意见。
//
// Serves: 琼府办〔2021〕4号（四）（二十六）; 国办发〔2025〕22号; 发改委令36号; 总局令107号.
//
// Owns: applications, signed commitments, proofs of fulfilment, alarms about agents, the marks for re-evaluation. Does not own:
// the clockwork (caseflow), records (record), what stands (standing), the sync ledger (exchange), numbers of days (law).
package repair
