// Package adoption records that somebody answers for a value the rules only assume. 采用。
//
// Some numbers of the law data were inferred, not read. Such a value coerces nobody until a named officer of a body has
// adopted it, for a reason, until a day; the adoption is on the ledger and is shown on every page it touches. 未经具名采用，
// 推定的规则值不产生强制效力；采用有理由、有期限，并记入存证。
//
// Serves: G1. Owns: the record of adoptions. Does not own: what an adoption covers on a date (law.Adoptions judges) and who
// may adopt (the command or route that calls says so).
package adoption
