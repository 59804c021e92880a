// Package rating is what a market entity is evaluated to be, by a model everybody can read. 信用评价。
//
// The national evaluation is taken over as it is made; models of a sector are optional, and rate nobody until two people have
// brought a version into force (G2). No refusal, no measure and no supervision class reads anything from here. A score is a
// pure function of a model, of what counts on a day, and of that day: its explanation, indicator by indicator with the record
// each point comes from, is the computation. What was counted is kept with the result in canonical bytes, so that any past
// score can be computed again to the same hash. Whoever has no data is not evaluated, and has no low grade (G11). What is
// repaired, expired, withdrawn or frozen never counts, and of declarations only those that were verified.
//
// 评价是模型、当日计入的事实和日期的纯函数，说明即计算过程；结果附计入事实的规范字节，任一历史得分均可复算到同一哈希；无数据即“无评价”；
// 已修复、期满、撤回、暂停使用的不计，自主申报仅计已核验的。国家评价只导入；行业模型默认不启用，启用须两人，且不作为限制依据。
//
// Serves: 琼府办〔2021〕4号（十）（二十三）; 国办发〔2026〕8号; GB/T 45255-2025. F10-1 to F10-8, F23-4.
//
// Owns: models and their approval, results with their snapshots, runs over the population, own data of sectors, agreements under
// which results are told. Does not own: what counts (standing), records (record), consents and who looked (disclosure), objections
// (objection), repairs (repair).
package rating
