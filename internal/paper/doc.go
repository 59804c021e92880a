// Package paper writes documents: receipts, notices, decisions, letters, commitments. 文书：由数据成文，出网页与 PDF。
//
// A document is data: a title, a number, whom it is from and to, and blocks in reading order. The same document becomes HTML
// (accessible, with its own print style) and PDF (the same words in the same order, pages numbered, tables continued with
// their heads, lines broken as Chinese demands). The text comes from a dated template of the law (law.Template) and values;
// a value that is missing is an error that names the placeholder, so that no paper leaves with a hole in it.
//
// 模板是有版本的规则数据；缺值即报错并指明缺什么；同一份文书的网页与 PDF 文字一致；输出逐字节可重现，便于存证。
//
// Output is deterministic: the same document gives the same bytes, so that its hash can stand on the ledger. A PDF is not
// signed yet; Document.Signed is the place.
//
// Owns: the form of papers. Does not own: their words (law/templates), what is decided (the areas), who may read them.
package paper
