// Package hotline is complaints of the hotlines 12345 and 12315 about firms. 热线投诉举报。
//
// A hotline delivers what it was told. It is joined to a firm by its code, or by its name once an officer has confirmed which firm is
// meant; what one caller says twice about one thing is one complaint, visibly; and until the body in charge has verified it with a
// document it counts nowhere: no check, class, score, alert or public page reads it. The firm sees each one that was verified, and may
// answer. Verified ones, and they alone, are a fact for the rules of early warning, which tell the firm first; a complaint that is
// withdrawn is a fact no longer. Who complained is never kept: a keyed hash of the contact serves to tell repetitions, and is shown to
// nobody.
//
// 按代码或者经人工确认的名称归集到企业；同一人就同一企业、同一事项在规定期间内重复反映的合并；承办单位凭文书核实属实前，不计入查验、
// 类别、评价、预警和公示；核实属实的，企业看得到并可以说明；撤回的不再计入；不保存投诉人身份，只用联系方式的密钥摘要去重。
//
// Instruments: 琼府办〔2021〕4号（二十三）. Serves F23-2, G9.
//
// Owns: complaints, how they were joined, merged and verified. Does not own: firms (registry), alerts (alert), the body's own case.
package hotline
