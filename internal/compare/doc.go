// Package compare lets two ways of combining random draws with evaluations be tried on history before either is used. 抽查方式比较（回溯试算）。
//
// A way (抽查方式) is data with a version: a ratio by class, or a ratio by class times a factor by the grade of one evaluation, and a floor
// for every class. A comparison takes the frozen roster of a published draw and what the visits of a period really found, draws both ways
// on it many times with seeds that follow from its inputs, and says what each would have found, reached and cost, with its spread.
// What history does not know (a firm never visited) is counted as unknown, never as good.
//
// Its inputs are published as counts of like firms, small ones coarsened so that nobody's class can be read off; the numbers are computed
// from exactly what is published, so that anybody computes the same (`xinheng compare FILE`), and both hashes are on the ledger.
// Nothing follows from a comparison. A pilot may name the one it rests on.
//
// 方式是带版本的数据；比较以已公布抽取的冻结名录和一段时期的真实检查结果为底，用由输入导出的种子反复抽取，给出均值和范围。从未检查过的企业按
// “未知”计，不按“良好”计。公布的输入是同类企业的计数，过小的合并；数字只由公布的输入算出，人人可复算。比较本身不产生任何后果。
//
// Instruments: 琼府办〔2021〕4号（二十九）. Serves F29-3.
//
// Owns: ways, comparisons. Does not own: the algorithm of drawing (inspection/draw), rosters and classes (inspection), what visits found (visit).
package compare
