// Package signing is how a person's word is taken: the exact text, the platform's countersignature over it, and the minutes in
// which it may be taken back. 签署、会签与撤回时间。
//
// Whoever is signed in confirms one text, named by its SM3 digest, so that what was shown is what was signed. The platform
// countersigns who confirmed what and when; anybody can verify that with the published key. Until the minutes the law data gives
// are over (sign.undo, 互联网网站适老化通用设计规范), the act can be taken back, unless the signer did without that in so many words
// (G5): nothing may follow from it before.
//
// 签署以摘要（SM3）指明所见文本；平台会签签署人、文本与时间；在规则给定的分钟数内可撤回，签署人明示放弃的除外；此前不产生后果。
//
// Owns: the form of what is countersigned, the window. Does not own: the texts (law/templates), what is promised and what follows
// (commitment, repair).
package signing
