import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "考核指标", lead: "各单位每月的信用工作指标，全部由数据计得，没有人工打分；每个数字都能打开看到计入了什么。有异议的，指明不应计入的对象并说明理由，由其他单位答复。",
  month: "月份", closed: "{on} 关账固化", "appeal.by": "可申诉至 {on}", "none": "还没有考核指标", "none.text": "一个月结束并关账后，系统自动固化该月的指标，列在这里。",
  "lines.none": "当月没有计入任何单位", "lines.none.text": "当月没有入库批次、查验、修复或者异议可计。",
  org: "单位", total: "得分（百分制）", weight: "权重", target: "目标", "model.title": "指标如何计算", "unit.permille": "不低于 {n}%", "unit.days": "不超过 {n} 天", days: "{n} 天", uncounted: "未计", "uncounted.why": "当月没有可计对象，权重由其他指标分担",
  chart: "各单位得分", open: "查看 {name} 的{figure}明细", "things.title": "{figure}：{name}", "things.sum": "分子 {part}，分母 {whole}，共 {n} 项，剔除 {out} 项", thing: "计入对象", part: "分子", whole: "分母", "left.out": "已剔除", more: "更多", close: "关闭",
  appeal: "申诉", "appeal.lead": "勾选不应计入的对象并说明理由。答复前指标不变。", reason: "理由", "reason.hint": "不超过 500 字，请勿写自然人姓名", send: "提交申诉", "pick": "勾选 {id}",
  "appeals.title": "申诉", "appeals.none": "当月没有申诉", "appeals.none.text": "单位对指标提出的申诉和答复列在这里。", indicator: "指标", state: "状态", "state.open": "待答复", "state.upheld": "已剔除", "state.refused": "不予剔除", reply: "答复", "reply.lead": "勾选同意剔除的对象；一项都不勾选即不予剔除。指标随答复重算。", "reply.why": "答复理由", "reply.send": "提交答复",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "Assessment", lead: "Figures of each body's credit work by month, all of them counted and none typed in; each opens to what it counts. Who disagrees names what should not count and why, and another body answers.",
  month: "Month", closed: "Frozen after {on}", "appeal.by": "Appeals until {on}", "none": "No figures yet", "none.text": "Once a month is over and has closed, its figures are frozen by themselves and listed here.",
  "lines.none": "No body was counted in this month", "lines.none.text": "There were no batches, checks, repairs or objections to count.",
  org: "Body", total: "Points of 100", weight: "Weight", target: "Target", "model.title": "How figures are computed", "unit.permille": "at least {n}%", "unit.days": "at most {n} days", days: "{n} days", uncounted: "Not counted", "uncounted.why": "There was nothing to count; the other figures share the weight",
  chart: "Points by body", open: "Open {figure} of {name}", "things.title": "{figure}: {name}", "things.sum": "Numerator {part}, denominator {whole}, {n} things, {out} left out", thing: "What counts", part: "Numerator", whole: "Denominator", "left.out": "Left out", more: "More", close: "Close",
  appeal: "Appeal", "appeal.lead": "Choose what should not count, and say why. The figure stays until the answer.", reason: "Reason", "reason.hint": "At most 500 characters; no names of natural persons", send: "Send the appeal", "pick": "Choose {id}",
  "appeals.title": "Appeals", "appeals.none": "No appeals in this month", "appeals.none.text": "Appeals of bodies against figures, and their answers, are listed here.", indicator: "Figure", state: "State", "state.open": "Waiting", "state.upheld": "Left out", "state.refused": "Refused", reply: "Answer", "reply.lead": "Choose what is left out; choosing nothing refuses the appeal. The figure is computed again with the answer.", "reply.why": "Reason of the answer", "reply.send": "Send the answer",
};

export const words: Words<keyof typeof zh> = { zh, en };
