// Package law holds the rules as dated data. 法规与规则：有生效日期的数据。
//
// It loads the YAML under law/, validates it, and opens an immutable Book for a date: the instruments,
// lists, measures, matters, severity rules, periods and calendars in force that day, with an edition
// hash that names exactly which text was used. Every value carries its basis, the date that selects it
// (Governs) and its Standing: were the rule's own words seen, or not.
//
// Owns: the meaning of the files under law/. Does not own: who adopted an assumed value (adoption),
// what a firm did (record), what follows for it today (standing, check). No I/O besides reading the
// file system it is given, no clock, no logger.
package law
