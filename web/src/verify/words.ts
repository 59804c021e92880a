import type { Words } from "../ui/lang.tsx";

const zh = {
  "list.title": "承诺核查", "list.lead": "本单位收到的承诺，按到期先后。共享数据能核实的自动办结；不一致或者没有数据的，由工作人员核对。没有数据不等于不实。", "list.none": "没有这种状态的承诺", "list.none.text": "承诺生效后自动出现在这里。", "list.state": "状态", all: "全部",
  "vstate.due": "待核查", "vstate.task": "人工核查中", "vstate.kept": "属实", "vstate.broken": "不实", "vstate.pooled": "日常监管", "vstate.ended": "已撤回",
  "method.exempt": "免于核查，纳入日常监管", "method.compare": "共享数据自动比对", "method.officer": "人工核查",
  commitment: "承诺", undertaking: "承诺事项", entity: "承诺人", class: "监管级别", method: "核查办法", due: "核查到期", late: "已超期", "not.issued": "未发证，期限未起算", task: "办件", open: "打开", outcome: "结果",
  "vout.kept": "属实", "vout.mended": "按期改正，视为已履行", "vout.terminate": "终止办理", "vout.rectify": "责令限期整改", "vout.revoke": "撤销行政决定", "vout.penalty": "行政处罚",
  "raise.do": "登记日常监管发现", "raise.title": "登记日常监管发现", "raise.text": "写明怎样发现的。提交后开立核查办件，先告知、再听取意见，由另一人决定。", "raise.source": "怎样发现", "raise.done": "已开立办件",
  "plans.title": "承诺核查方案", "plans.lead": "按事项风险和承诺人的监管级别，定核查的范围、办法和期限。级别来自分级分类表，不使用地方评分；没有评价的主体为 B 类。", "plans.risk": "事项风险", "risk.low": "低", "risk.general": "一般", "risk.high": "高", "plans.within": "核查期限", "starts.released": "自承诺生效起", "starts.permitted": "自发证起", "plans.matters": "适用事项", "plans.rest": "没有专门方案的事项和证明事项", "plans.scope": "比对范围", "plans.rows": "各级别的办法", "plans.why": "理由", clause: "条款", compare: "比对内容", basis: "依据", note: "说明",
  "panel.title": "核查的承诺", "panel.plan": "核查方案", "panel.compare": "共享数据比对", "panel.clauses": "承诺条款", "panel.clause": "所涉条款", "panel.facts": "发现的情况", "panel.answer": "陈述申辩截止", "panel.said": "承诺人的陈述", "panel.proposal": "拟处理意见（尚未决定）", "panel.decision": "处理决定", "panel.severity": "失信程度", "panel.reason": "理由", "panel.until": "整改期限", "panel.served": "送达", "panel.orders": "整改", "panel.record": "信用记录", "panel.none": "没有比对记录：由日常监管发现",
  "answer.match": "一致", "answer.mismatch": "不一致", "answer.unknown": "没有数据", "cmp.source": "来源", "cmp.asof": "数据日期", "cmp.document": "文书", "order.open": "整改期限至 {until}", "order.yes": "{on} 已改正", "order.no": "{on} 到期未改正",
  "paper.notice": "告知书", "paper.rectify": "限期整改通知书", "paper.terminate": "终止办理决定书", "paper.revoke": "撤销决定书", "paper.penalty": "处理决定书（处罚）",
} as const;

const en: Record<keyof typeof zh, string> = {
  "list.title": "Verification of commitments", "list.lead": "Commitments made to this body, the soonest due first. What shared data confirm is closed by itself; what differs or is not known goes to an officer. No data is not a breach.", "list.none": "No commitment is in this state", "list.none.text": "They appear here by themselves once they take effect.", "list.state": "State", all: "All",
  "vstate.due": "Due", "vstate.task": "With an officer", "vstate.kept": "True", "vstate.broken": "Untrue", "vstate.pooled": "Daily supervision", "vstate.ended": "Withdrawn",
  "method.exempt": "Exempt, under daily supervision", "method.compare": "Shared data compared", "method.officer": "By an officer",
  commitment: "Commitment", undertaking: "Undertaking", entity: "Made by", class: "Class", method: "Method", due: "Verify by", late: "Late", "not.issued": "Nothing issued yet; the term has not begun", task: "Task", open: "Open", outcome: "Result",
  "vout.kept": "True", "vout.mended": "Mended in time; counts as kept", "vout.terminate": "Procedure ended", "vout.rectify": "Order to correct", "vout.revoke": "Decision revoked", "vout.penalty": "Penalty",
  "raise.do": "Found in daily supervision", "raise.title": "Found in daily supervision", "raise.text": "Say how it was found. A task is opened: the party is told and heard, and another officer decides.", "raise.source": "How it was found", "raise.done": "Task opened",
  "plans.title": "Plans of verification", "plans.lead": "Scope, method and term by the risk of the matter and the class of the firm. The class comes from the class tables and needs no local score; a firm of which nothing is known is of class B.", "plans.risk": "Risk of the matter", "risk.low": "low", "risk.general": "general", "risk.high": "high", "plans.within": "Within", "starts.released": "from when it takes effect", "starts.permitted": "from the licence", "plans.matters": "Matters", "plans.rest": "Matters without a plan of their own, and proofs", "plans.scope": "What is compared", "plans.rows": "Method by class", "plans.why": "Why", clause: "Clause", compare: "Compared with", basis: "Basis", note: "Note",
  "panel.title": "The commitment", "panel.plan": "Plan", "panel.compare": "Shared data", "panel.clauses": "Clauses", "panel.clause": "Clause concerned", "panel.facts": "What was found", "panel.answer": "Answer until", "panel.said": "What the party said", "panel.proposal": "Proposed (not decided)", "panel.decision": "Decision", "panel.severity": "Gravity", "panel.reason": "Reasons", "panel.until": "Correct by", "panel.served": "Served", "panel.orders": "Correction", "panel.record": "Record", "panel.none": "Nothing was compared: daily supervision found it",
  "answer.match": "fits", "answer.mismatch": "differs", "answer.unknown": "no data", "cmp.source": "Source", "cmp.asof": "As of", "cmp.document": "Document", "order.open": "To be corrected by {until}", "order.yes": "Mended on {on}", "order.no": "Not mended, {on}",
  "paper.notice": "Notice", "paper.rectify": "Order to correct", "paper.terminate": "Decision ending the procedure", "paper.revoke": "Revocation", "paper.penalty": "Decision (penalty)",
};

export const words: Words<keyof typeof zh> = { zh, en };
