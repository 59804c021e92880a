// Package tracker follows the policy article by article: task, body, due date, evidence. 政策任务进展。
//
// The lead office assigns a task of an article to a body with a due date. The body reports what it did with evidence: a document, or a
// figure the platform counts itself; a report without either is refused. The office accepts a report or returns it with a reason, and
// nobody answers a report of their own. Whether a task is overdue is not stored: it follows from the due date and the reports, and so it
// is right at midnight with nothing running. The public reads how every article stands; of a report it reads what was accepted.
//
// 任务由信用主管部门分派到单位并定期限；单位附佐证（附件或平台自行统计的数字）报送；认可或者退回并说明理由；是否逾期由日历推得，不另存储。
// 社会公众可查看各条进展，报送内容认可后公开。
//
// Instruments: 琼府办〔2021〕4号（二十八）及末段“任务分解”. Serves F28-2.
//
// Owns: assignments and reports. Does not own: the tasks (law/policy), what is counted (annual), documents (attach), bodies (account).
package tracker
