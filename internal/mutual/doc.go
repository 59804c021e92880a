// Package mutual exchanges lists of seriously dishonest subjects with recognised provinces. 跨省互认。
//
// Another province's list says what somebody there decided. It counts here only where a sealed feed of that province brings it,
// its due process is shown point by point (notice, decision, service, remedy, end), the conditions of recognition are met, and two
// people here have not opted out of it. What applies becomes a record for government use, with the measures its own map to and an
// end; it never applies without a complete checklist (the table refuses it) and never after its end (its dates decide). Whatever
// ends it there, ends it here in the transaction that learns of it. Our own public entries leave in the same format under our seal,
// so that anybody can verify them offline.
//
// 外省名单须经签名传来、正当程序逐项齐备、符合互认条件，且本省两人未决定不予采用，方可用于查验；到期、移出、修复、撤销即止。
//
// Serves: 琼府办〔2021〕4号（八）（十六）; F16-7, F05-2; S2.
// Owns: keys of provinces, entries taken in, checklists, opt-outs (schema mutual), the feed of our own. Does not own: the records
// (record), what follows from them (standing, check), who is recognised (law), our own listing (listing).
package mutual
