// Package annual puts the public figures of a year together, department by department. 年度数据。
//
// Objections and how many were right, how long a repair took, how many reports on checks were given when they were due, how many
// commitments were verified and kept: each area counts its own, by a query that is bounded by the year and goes by an index; this
// area sets them side by side, names the bodies, and keeps the answer for some minutes. No subject is in it, and no body is
// ranked: the order is that of the names.
//
// 异议及成立数、信用修复天数、反馈率、承诺核查和履约率，由各区按年计数，本区按部门并列；不含任何主体，不排名。
//
// Serves: 琼府办〔2021〕4号（十九）（二十七）（二十八）; F07-4, F27-6.
//
// Owns: how they stand side by side, and their files for download. Does not own: any figure (objection, repair, watch, verify).
package annual
