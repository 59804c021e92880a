import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "风险预警", lead: "规则先提示企业。企业已说明或者逾期未说明的，才出现在这里，由您核实后确认或者排除。预警本身不是处理，不影响查验、类别、评价和名单。",
  none: "没有需要处理的预警", "none.text": "企业在期限内整改的，预警自行终结，不出现在这里；已说明或者逾期的，会列在这里等候核实。",
  firm: "企业", rule: "规则", state: "状态", raised: "提示日期", until: "有效期至", evidence: "依据的事实", version: "规则版本", confidence: "可信程度", fix: "可以怎样改", since: "起始（许可为到期）日", number: "文书号", said: "企业说明", reason: "核实情况和理由", decide: "核实处理", confirm: "确认属实", dismiss: "排除", open: "打开", back: "返回预警", done: "已记录。",
  "decide.text": "确认只是记录核实结果；建议的检查或者约谈由您按通常程序另行安排。", suggests: "可以安排", "suggest.visit": "实地检查", "suggest.talk": "提示约谈", "suggest.none": "没有建议，或者已过有效期。", "not.said": "没有在期限内说明。", measured: "属实率 {n}‰",
  "state.told": "逾期未说明", "state.answered": "已说明", "state.fixed": "已整改", "state.confirmed": "已确认", "state.dismissed": "已排除", "state.expired": "已失效",
  figures: "各规则的属实率", "figures.of": "已处理的预警中被确认的", "f.raised": "提示", "f.fixed": "整改终结", "f.waiting": "办理中", "f.confirmed": "确认", "f.dismissed": "排除", "f.expired": "失效", "f.rate": "属实率", few: "处理件数不足", poor: "准确率低，应修改或停用", gone: "已停用",
  "mine.title": "风险提示", "mine.lead": "根据已有记录先告诉您的提示，不是处理，也不公开。改好了会自行终结；您也可以说明情况。期限以前没有任何工作人员看得到。", "mine.none": "没有提示", "mine.none.text": "许可到期、年报逾期等情况出现时，会先在这里提示您怎么改、何时之前改。",
  by: "请在 {on} 以前整改或者说明", "mine.told": "待整改或说明", answer: "说明", mended: "已经整改", explained: "说明情况", kind: "您要说的是", text: "内容", "text.hint": "不超过 2000 字，请勿写自然人姓名", send: "提交", officer: "核实结果",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "Risk alerts", lead: "Rules tell the firm first. Only what it has answered, or let its time pass on, is here for you to verify. An alert is no decision: it changes no check, class, score or list.",
  none: "No alert to deal with", "none.text": "What a firm mends in time closes by itself and never appears; what it answered, or did not, waits here to be verified.",
  firm: "Firm", rule: "Rule", state: "State", raised: "Told on", until: "Valid until", evidence: "Facts it rests on", version: "Version of the rule", confidence: "Confidence", fix: "What can be done", since: "Since (a permit: ended)", number: "Number", said: "What the firm says", reason: "What was verified, and why", decide: "Verify", confirm: "Confirm", dismiss: "Dismiss", open: "Open", back: "Back to alerts", done: "Written down.",
  "decide.text": "Confirming only writes down what you found; a visit or a talk is planned by the ordinary ways, by you.", suggests: "May be planned", "suggest.visit": "a visit", "suggest.talk": "a talk", "suggest.none": "Nothing is suggested, or its last day has passed.", "not.said": "It did not answer in time.", measured: "{n}‰ confirmed",
  "state.told": "not answered in time", "state.answered": "answered", "state.fixed": "mended", "state.confirmed": "confirmed", "state.dismissed": "dismissed", "state.expired": "over",
  figures: "How often each rule was right", "figures.of": "confirmed of those decided", "f.raised": "Told", "f.fixed": "Mended", "f.waiting": "Open", "f.confirmed": "Confirmed", "f.dismissed": "Dismissed", "f.expired": "Over", "f.rate": "Right", few: "too few decided", poor: "often wrong: change or withdraw it", gone: "withdrawn",
  "mine.title": "Risk hints", "mine.lead": "What your own records suggest, told to you first: no decision, and not public. Mended, a hint closes by itself; or explain. No officer sees it before your time is over.", "mine.none": "No hints", "mine.none.text": "When a permit ends or a report is overdue, you are told here first what to do and until when.",
  by: "Mend or explain by {on}", "mine.told": "to mend or explain", answer: "Answer", mended: "It is mended", explained: "An explanation", kind: "What you say is", text: "Text", "text.hint": "At most 2000 characters; name no natural person", send: "Send", officer: "What was found",
};

export const words = { zh, en } satisfies Words<keyof typeof zh>;
