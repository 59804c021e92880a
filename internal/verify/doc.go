// Package verify is the verification of commitments, and what follows when one is untrue. 承诺核查和监管（琼府办〔2021〕4号（十三））。
//
// Every commitment in effect has exactly one row: it is due, it is in an officer's hands, it was found kept or broken, it is exempt
// and under daily supervision, or it was withdrawn. A plan of the law decides the method by matter, risk and class of the firm; the
// class needs no local score, and a firm of which nothing is known is of the general class (G2). Shared data are compared first:
// what they confirm closes the verification as kept; what they contradict, or know nothing of, opens a task for an officer with the
// comparison as evidence. No data is not a breach (G11). Nothing adverse is done by a comparison: the party is told and heard, one
// officer proposes and another decides, on a template, with an article, and it has effect once served (G9).
//
// Serves: F13-1 to F13-5, F05-1, F05-4, G2, G9, G11.
// Owns: verifications, comparisons, the case type commitment_check. Does not own: commitments (commitment), plans and outcomes (law),
// records (record), what a broken commitment keeps a firm from (standing, check), visits (inspection).
package verify
