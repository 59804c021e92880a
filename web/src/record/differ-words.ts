import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "来源差异", lead: "不同来源对同一主体或同一记录的同一字段说法不同时，各值并列在这里；原值继续有效，由主责单位说明理由后裁定，数据主管部门可依理由裁定。", open: "待裁定", resolved: "已裁定", all: "全部", which: "显示",
  none: "没有来源差异", "none.text": "有两个来源说法不同时，自动列在这里。", registration: "登记信息", subject: "主体", field: "字段", owner: "主责单位", claims: "各来源的说法", value: "说法", source: "来源", document: "文书或报送文件", said: "报送日期", stood: "原值", right: "裁定为准", reopened: "第 {n} 次开启", decide: "裁定", choose: "以哪一说法为准", reason: "理由（留存并告知各来源）", do: "确认裁定", by: "{at} 由 {org} 裁定（{as}）：{why}", more: "继续显示",
  "as.owner": "主责单位", "as.office": "数据主管部门", "as.delivery": "认定单位自行报送", "f.name": "名称", "f.status": "登记状态", "f.address": "住所", "f.legal_rep": "法定代表人", "f.industry": "行业", "f.established_on": "成立日期", representative: "法定代表人须有证件号码：裁定后，以裁定为准的来源下一次报送时入库。",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "Where sources differ", lead: "When sources say different things about one field of one firm or record, all they say stands here side by side. What stood stands on until the body whose word it is decides with a reason; the data office may, by reason.", open: "To be decided", resolved: "Decided", all: "All", which: "Show",
  none: "No differences", "none.text": "When two sources say different things, it is listed here by itself.", registration: "Registration", subject: "Subject", field: "Field", owner: "Whose word it is", claims: "What each source says", value: "What it says", source: "Source", document: "Document or delivery", said: "Said on", stood: "stood", right: "found right", reopened: "opened {n} times", decide: "Decide", choose: "Which is right", reason: "Reason (kept, and told to the sources)", do: "Decide so", by: "{at} decided by {org} ({as}): {why}", more: "Show more",
  "as.owner": "whose word it is", "as.office": "data office", "as.delivery": "own delivery", "f.name": "Name", "f.status": "Status", "f.address": "Address", "f.legal_rep": "Legal representative", "f.industry": "Industry", "f.established_on": "Established on", representative: "A legal representative comes with an identity number: once decided, it is stored with the next delivery of the source that was right.",
};

export const words = { zh, en } satisfies Words<keyof typeof zh>;
