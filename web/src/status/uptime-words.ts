import type { Words } from "../ui/lang.tsx";

const zh = {
  up: "服务可用性（近 90 日）", "up.text": "每分钟实测一次；没有人在问的分钟同样计为不可用。公示门户的“运行状态”页显示同样的数字。", since: "实测始于 {at}", table: "逐日数据（与图相同）", day: "日期", down: "{n} 分钟不可用", none: "尚未实测", join: "、",
  "now.well": "可用", "now.failing": "不可用", "now.unknown": "未实测", "service.api": "接口", "service.portal": "公示门户", "service.database": "数据库", "service.ledger": "账本", "service.jobs": "后台作业", "service.exchange": "数据交换",
  incidents: "故障记录", "incidents.none": "近 90 日没有测到故障", "incidents.none.text": "测到时自动列在这里，无需登记。", hit: "受影响的服务", from: "开始", until: "结束", lasts: "仍在持续", minutes: "分钟", found: "情况", silent: "整个程序未运行", failing: "询问时未能正常应答",
  sources: "数据来源", "sources.text": "时延自决定之日计至到达之日（近 30 日新记录）；及时率、入库率自上月 1 日起计。每小时清点一次。", "sources.none": "还没有清点", "sources.none.text": "有单位报送后，下一个整点清点。", source: "来源 · 目录项", last: "最近报送", median: "中位数", p90: "九成不超过", deadline: "法定时限", time: "及时率", accepted: "入库率", days: "{n} 日", "unit.working_day": "{n} 个工作日", "unit.day": "{n} 日", "unit.month": "{n} 个月", "unit.year": "{n} 年",
  consumers: "接收单位", "consumers.text": "近 30 日发出的撤下、更正、发布通知，自决定至对方确认。", "consumers.none": "没有接收单位", "consumers.none.text": "系统管理员在“同步目标”中提出，安全管理员批准。", consumer: "接收单位", told: "已确认 / 已通知", late: "逾期", ack: "最近确认", min: "{n} 分钟", hours: "{n} 小时",
} as const;

const en: Record<keyof typeof zh, string> = {
  up: "Uptime, last 90 days", "up.text": "Measured once a minute; a minute in which nobody was there to ask counts as down as well. The public status page shows the same figures.", since: "Measured since {at}", table: "The same, day by day", day: "Day", down: "{n} min down", none: "Not measured yet", join: ", ",
  "now.well": "works", "now.failing": "does not work", "now.unknown": "not measured", "service.api": "Interface (API)", "service.portal": "Public site", "service.database": "Database", "service.ledger": "Ledger", "service.jobs": "Jobs", "service.exchange": "Exchange",
  incidents: "Incidents", "incidents.none": "No incident in the last 90 days", "incidents.none.text": "What is measured is listed here by itself; nobody has to enter it.", hit: "Affected", from: "From", until: "Until", lasts: "lasts", minutes: "Minutes", found: "What was found", silent: "The whole program was not running", failing: "It did not answer as it should",
  sources: "Sources", "sources.text": "Delay runs from the decision to its arrival, of records new in 30 days; shares are counted since the first day of last month. Counted every hour.", "sources.none": "Not counted yet", "sources.none.text": "Once a body has reported, the next hour counts it.", source: "Source · item", last: "Last report", median: "Median", p90: "Nine of ten within", deadline: "Deadline", time: "In time", accepted: "Accepted", days: "{n} days", "unit.working_day": "{n} working days", "unit.day": "{n} days", "unit.month": "{n} months", "unit.year": "{n} years",
  consumers: "Consumers", "consumers.text": "Take-downs, corrections and publications of the last 30 days, from the decision to the acknowledgement.", "consumers.none": "No consumers", "consumers.none.text": "The system administrator proposes targets and the security administrator approves them.", consumer: "Consumer", told: "Acknowledged / told", late: "Late", ack: "Last acknowledgement", min: "{n} min", hours: "{n} h",
};

export const words = { zh, en } satisfies Words<keyof typeof zh>;
