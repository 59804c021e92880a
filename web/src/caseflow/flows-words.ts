import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "流转与期限", lead: "每类办件怎样办、谁来办、多久办完，由流转表决定；表外的流转数据库会拒绝。", edition: "版次", from: "自", picture: "流转图", "picture.text": "红：不利于当事人；绿：准予；虚线：系统", "picture.label": "{n} 个状态、{m} 条流转，内容见下表", here: "在办 {n}", late: "超期 {n}", moves: "环节", act: "环节", "from.state": "从", "to.state": "到", by: "由谁", basis: "依据", opens: "（开始）", stays: "（不变）", confirm: "代理人办理须企业确认", two: "须两人", "weight.heavy": "不利", "weight.favour": "准予", "side.subject": "当事人", "side.window": "窗口", "side.body": "承办单位", "side.above": "上级", "side.provider": "提供单位", "side.system": "系统", clocks: "期限", "clock.name": "期限", "clock.n": "多久", "clock.while": "计时", "clock.rests": "暂停", "unit.working_day": "个工作日", "unit.day": "日", "unit.month": "个月", "unit.year": "年",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "Workflow and clocks", lead: "How a case goes, who acts and within how long is in its table; the database refuses what the table does not hold.", edition: "Edition", from: "from", picture: "The way of a case", "picture.text": "red: against the subject; green: granted; dashed: the system", "picture.label": "{n} states and {m} moves, listed in the table below", here: "{n} open", late: "{n} late", moves: "Moves", act: "Act", "from.state": "From", "to.state": "To", by: "By", basis: "Basis", opens: "(opens)", stays: "(stays)", confirm: "by an agent: the firm confirms", two: "two people", "weight.heavy": "against", "weight.favour": "granted", "side.subject": "subject", "side.window": "window", "side.body": "body", "side.above": "above", "side.provider": "provider", "side.system": "system", clocks: "Terms", "clock.name": "Term", "clock.n": "Length", "clock.while": "Runs", "clock.rests": "Rests", "unit.working_day": "working days", "unit.day": "days", "unit.month": "months", "unit.year": "years",
};

export const words = { zh, en } satisfies Words<keyof typeof zh>;
