// Package assess is the assessment of departments by what the platform counts. 考核评估。
//
// Once a month has closed, everything the model counts is frozen thing by thing: a batch, a matter, a check, a case. A figure is the sum
// of its things, its points follow from the model in force at the end of that month, and both are computed when they are read: the same
// things give the same figure for ever. Nobody types a number. A department appeals by naming things that should not count and why;
// another body answers, and what it leaves out is left out of the sum. A figure of nothing is no figure, and its weight is shared by
// the others.
//
// 月度关账后逐件固化计数对象；指标由其合计得出，可重算；没有人工打分。申诉只能指明不应计入的对象及理由，由其他单位答复，经剔除后重算；
// 当月没有可计对象的不出指标，其权重由其他指标分担。
//
// Instruments: 琼府办〔2021〕4号（二十八）. Serves F28-1.
//
// Owns: frozen things, appeals. Does not own: what is counted (record, check, watch, repair, objection), the model (law/assessment).
package assess
