// Package visit is what happens between a draw and its result: an inspection at one firm, from its approval to the day it is closed.
// 入企检查：审批、通知、扫码入企、现场记录、签署、结果、公示、办结。
//
// A visit is a case (caseflow). It begins with the tasks that a published draw gave its inspectors, or with a complaint or a transfer;
// tasks of several bodies at one firm are one joint visit (综合查一次). Another person approves it, the firm is told, and on arrival
// either the firm's code or the officer's is shown: one code for all departments. Without it the visit is flagged and everybody sees
// that. Two inspectors and the firm sign what was found, item by item with its article; a refusal to sign is recorded. The result is
// one of those the law knows; it is served, and published within the law's days with what the firm says to it. What was found against
// a firm becomes a record with basis, document, service and end, and can be repaired.
//
// What the device of an inspector wrote without a network is taken in as one sheet, once, however often it is sent.
//
// 审批与提出分离；无码入企标注并公开；现场记录可离线填写，重复上传只生效一次；结果限期公示，企业说明随结果公示。
//
// Serves: 琼府办〔2021〕4号（十二）: F12-1, F12-5 to F12-10. Owns: visits, codes shown, figures about visits. Does not own: plans, draws,
// classes and rotation (inspection), the clockwork (caseflow), records (record), checklists and results (law).
package visit
