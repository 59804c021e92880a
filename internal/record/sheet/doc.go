// Package sheet reads the tables departments hand in: CSV, JSON lines and XLSX. 表格读取。
//
// A file is surveyed first: its format and encoding are found from its content (never from its name), and it is read once
// to its end. A file that cannot be read to its end is refused whole, with the row and what to do, before a single row of
// it is kept. Then it is opened and gives its rows one by one. Memory is bounded whatever the file claims to be: lines,
// cells, columns, archive entries and compression ratios have limits, and nothing is held longer than a row (the shared
// strings of a workbook aside, which have a limit of their own).
//
// Owns: encodings, quoting, cells, the Excel calendar, row numbers as a person sees them in the file.
// Does not own: what a column means, whether a value is right (record).
package sheet
