// Package ident is who a document is about, as far as codes and names can tell. 身份代码与名称。
//
// It owns the codes of market entities and persons (GB 32100 统一社会信用代码, GB 11643 公民身份号码, GB 11714
// 组织机构代码, old registration numbers), the folding of Chinese names for comparison, and masking for display.
// It does not own which entity a code belongs to (registry), nor which county stands behind the digits of a code
// (law data: the digits are the registration authority's code of its day, not today's division).
//
// Codes are normalised before they are judged: width, case, spaces, hyphens. A refusal is a fault with a stable code
// and never repeats the rejected value, which may be personal. Pure: no I/O, no clock.
package ident
