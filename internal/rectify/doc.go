// Package rectify has dishonest subjects put things right within a time limit, and talks with those that do not. 限期整改、约谈与专项治理。
//
// An order names what is wrong, the article, what is to be done and by when; one officer drafts it, another issues it, and nothing runs
// before it was served. The subject sees it, answers, hands in evidence and may ask once for more time, which somebody else decides
// while its own time stands still. It is reminded before the end. What it hands in is looked at by a person: done, or not yet.
//
// Only an order that is really overdue may lead to a talk, and only because an officer decides so; the platform suggests which of the two
// kinds. The minutes are signed over their SM3 digest: by an officer and, from its own account, by the subject; corrections make new
// minutes that are signed anew, and a refusal to sign is recorded as it happened. The record that is pushed is a neutral one of
// supervision: it restricts nothing, is not public, and ends by its date or once the order is kept after all.
//
// A campaign names its topic, bodies, subjects and dates; its clearing rate is counted from the days on which each was cleared. Public
// bodies are subjects like any other.
//
// 拟单与签发分离，送达后起算；期满前提醒，延期一次、由他人决定；是否约谈由人决定；纪要由双方就 SM3 摘要签署，拒签如实记录；约谈记录为中性
// 监管记录，到期或者整改到位即止；专项治理只公布清零率，不公布主体。
//
// Serves: 琼府办〔2021〕4号（十五）.
//
// Owns: orders, talks, campaigns. Does not own: the clockwork (caseflow), records and their gates (record), words of papers (law),
// lists and letters to superiors (listing).
package rectify
