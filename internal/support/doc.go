// Package support brings policies to the firms they fit, without their asking. 精准招商与扶持：惠企政策匹配、免申即享。
//
// A policy is law data: a benefit, a body, and conditions over facts that are public or that the firm states. Only a firm that consented
// to be matched, for one purpose and by one body, is looked at; the consent is in the register of consents, ends by its date or at once
// when it is taken back, and with it the firm is on no list. At night a list is made of each policy at that day: each condition is met, not
// met or not known, with the fact and its date. The list is signed by a hash on the ledger and computes to the same again from what is
// stored with it. A person of the body sees who fits and why, each look on record first, and confirms; nothing is given by itself, and
// not to be on a list refuses nobody anything: whoever is not may apply as ever. The firm sees what fits it, what it lacks for others,
// and may decline. A policy that has ended shows nothing from the day after.
//
// 条件是规则数据；只匹配已授权的企业，撤回即刻不在名单；每晚成一份名单，逐条写明符合、不符合、不清楚及所据事实，哈希存证、可以复算；
// 由人确认，第二次点击不重复；不在名单不是不予，照常可以申请；企业看得到为什么、还差什么，可以谢绝；政策届满次日全部消失。
//
// Serves: 琼府办〔2021〕4号（二十二）; F22-4, G2, G9, G11.
// Owns: schema support (consents to be matched, lists, answers). Does not own: policies (law), consents and readings (disclosure), facts
// (registry, standing), what measures follow from facts (check), paying or doing what a policy gives.
package support
