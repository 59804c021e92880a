// Package listing puts subjects on lists, bans them from a market or an industry, and takes them off again. 名单认定与禁入。
//
// Nobody is listed by a count, by a job or by a row of a file of penalties (G3). An entry comes about in one way: a clue that
// somebody looks into, a proposal that names the facts, the article and how grave the conduct is, a notice that is served, the
// subject's statement and, if asked for, a hearing, a draft by one officer and a decision by another, service of the decision,
// and only then the entry, which goes through the gates of intake like any record: basis, document, service and end. What courts
// or other departments outside decided enters with their document and proof of service, by a way of its own that a second person
// opens. Severity is read from the table of conduct; another needs a reason and a second person, and a measure the table does
// not allow for the conduct is refused (过惩相当).
//
// The case of a person is that person's own: it may name the case of a firm, and nothing of the firm's flows into it (G4). An
// entry ends by its date without any job, by an early removal or repair, or because it was wrong; the case follows its record,
// whoever changed it. Beside the entry stands the subject's comment, moderated for personal data only.
//
// 不得以处罚次数自动列入；告知、陈述申辩（听证）、拟办与决定分离、送达，缺一步不能列入；外部认定凭其文书和送达另行登记；企业列入不及
// 于个人；到期、修复、撤销即止；主体的说明随条目公示。
//
// Serves: 琼府办〔2021〕4号（五）（十四）（十六）（十七）（十八）（十九）; 国办发〔2020〕49号; 承诺即入制失信惩戒若干规定.
//
// Owns: listing cases, bans, letters to superiors, which record a case brought about, comments. Does not own: the clockwork
// (caseflow), records and their gates (record), what stands (standing), the lists, the table of conduct and the measures (law).
package listing
