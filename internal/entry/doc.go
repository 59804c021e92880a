// Package entry is a record typed by hand: the form, the second pair of eyes, and the two papers. 录入、复核与两书同达。
//
// A draft belongs to one body and is seen by nobody else. It is judged by the same steps as a row of a file, and cannot be
// submitted while anything is wrong with it: an adverse record has its decision document, basis, authority and, where the
// catalogue says so, proof of service (F09-8). Whoever typed in it does not approve it, whatever roles they hold (S2). An
// approval hands one row to intake, under a key made of the draft, so that a machine that dies in between leaves one record
// and not two. The decision and the notice of credit repair are printed together, with every date computed and every number
// cited (F26-7, 两书同达).
//
// 录入时即判明缺项；经办与复核须为两人；通过后按同一归集通道入库；处罚决定与信用修复告知书同时生成。
//
// Owns: drafts, their states, the two papers. Does not own: what a row must hold (law), how it is judged and stored (record).
package entry
