import type { Words } from "../ui/lang.tsx";

const zh = {
  "credit.title": "我的信用档案", "credit.lead": "今天仍在公示的全部记录，与任何人在公示门户看到的一致。", portal: "公示页", "restrictions.title": "对我的限制", "restrictions.lead": "哪些事项会受影响、为什么、到哪天为止、您可以怎么做。", "restrictions.none": "没有限制", "restrictions.none.text": "今天没有任何公示中的失信信息。没有记录不等于评价。", "one.why": "为什么会有这条？", "one.why.text": "{authority}于 {from} 作出（{document}），依据{basis}。它在 {until} 当日自动停止，不需要您做任何事。", "one.can": "您可以", "one.repair.now": "现在就可以申请信用修复：纠正违法行为、履行完义务、作出信用承诺后，向作出决定的机关或“信用中国”申请，免费。", "one.repair.from": "{date} 起可以申请信用修复，免费。", "one.repair.none": "法规没有规定提前修复的日期。", "one.object": "觉得不对？任何一条都可以提出异议，免费；核查期间会标明“异议中”。", "matters.title": "会受影响的事项", "matters.none": "现行规则中没有事项因此受限。", guide: "修复与异议怎样办", none: "尚未选择企业",
} as const;

const en: Record<keyof typeof zh, string> = {
  "credit.title": "My credit file", "credit.lead": "Everything that is public today: the same as anyone sees on the public portal.", portal: "Public page", "restrictions.title": "Restrictions on me", "restrictions.lead": "What is affected, why, until when, and what you can do.", "restrictions.none": "No restrictions", "restrictions.none.text": "Nothing adverse is public today. Having no record is no judgement.", "one.why": "Why is it here?", "one.why.text": "{authority} decided it on {from} ({document}), on the basis of {basis}. It ends by itself on {until}; you need not do anything.", "one.can": "What you can do", "one.repair.now": "You may apply for repair now: correct the conduct, fulfil the duty, make the commitment, and apply to the body that decided or to Credit China, free of charge.", "one.repair.from": "From {date} you may apply for repair, free of charge.", "one.repair.none": "The law lays down no date for an early repair.", "one.object": "Something wrong? You may object to any of them, free of charge; meanwhile it is marked as objected to.", "matters.title": "Matters affected", "matters.none": "By the rules in force no matter is restricted by it.", guide: "How repair and objection work", none: "No firm chosen",
};

export const words = { zh, en } satisfies Words<keyof typeof zh>;
