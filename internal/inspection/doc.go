// Package inspection is planning and drawing: which firms are looked at, by whom, and how anybody can tell that nobody chose.
// 双随机、一公开：抽查事项、两库、计划与抽取。
//
// A matter of the inspection list (一单) says who may inspect what on which basis. The roster of objects (库) is built from the
// registry and from what stands, by class: a table of the law decides the class, and a firm of which nothing is known stands
// in the general class, never in a low one (G2). The roster of inspectors (库) holds posts, certificates and what they declared
// of themselves (S5); a pair that has found nothing three times in a year is kept apart (S4). A draw is frozen, committed to by
// bodies that do not trust each other, revealed, drawn and published; until it is published nobody sees its order (S3). Every
// step is on the ledger, and the proof file is verified by anybody (draw).
//
// Serves: 琼府办〔2021〕4号（十二）: F12-2 to F12-5, S3, S4, S5. Owns: matters, inspectors, plans, draws, visits as far as rotation
// needs them. Does not own: the algorithm (draw), the rules (law), the firms (registry, standing), what a visit finds.
package inspection
