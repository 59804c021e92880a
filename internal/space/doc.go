// Package space is where an association helps its members. 行业协会空间：凭会员授权书查看会员信息，协助守信、修复与评价。
//
// A member authorises the association by a letter: the signed document, the items, until when. The letter rests on a consent in the
// register of consents, which alone decides whether it holds; the member ends it at once, there or here. Within it the association sees
// what of those items stands, each time on record before it is shown and told to the member; outside it the member is not there.
// Nothing is said of whoever gave no letter, and nobody is scored or ranked (G2, G11).
//
// 授权书＝签章文件＋信息项＋期限；撤回即时生效；每次查看先留痕、后显示，会员可见；授权之外一律不存在；不涉非会员。
//
// Serves: 琼府办〔2021〕4号（二十五）; F25-1.
// Owns: schema space (letters). Does not own: consents and readings (disclosure), records (record), the signing of members (commitment).
package space
