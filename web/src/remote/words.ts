import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "非现场监管事件", lead: "已登记的设备和在线核查报来的事件。企业同时看到，可以说明或者提出异议；事件本身不产生任何后果，须排除或者据以提出检查，检查的步骤、频次和企业权利与其他检查相同。", none: "没有事件", "none.text": "设备或者在线核查报来的事件列在这里。",
  "state.told": "待处理", "state.visited": "已提出检查", "state.dismissed": "已排除", device: "设备", "kind.iot": "现场设备", "kind.online": "在线核查", matter: "事项", measure: "测量内容", reading: "读数", seen: "测得时间", evidence: "证据摘要（SHA-256）", basis: "依据", body: "单位", visit: "检查", reason: "理由", said: "企业说明", "answer.explained": "说明", "answer.objected": "异议", nothing: "还没有说明", done: "已记录。",
  dismiss: "排除", "dismiss.why": "排除的理由（企业看得到）", ask: "提出检查", "ask.text": "远程检查，由另一人审批。企业有异议的，写明仍然检查的理由。", with: "同行检查人员账号", why: "理由",
  devices: "已登记的设备和在线核查", "devices.none": "还没有登记", "devices.none.text": "检查计划员登记以后才能报送事件。", until: "期限至", ended: "已停用", end: "停用", declare: "登记设备或者在线核查", name: "名称", kind: "类型", measures: "可测内容（用顿号分开）", firm: "所在企业代码（在线核查可不填）", from: "起", save: "登记",
  "mine.title": "非现场监管事件", "mine.lead": "监管单位登记的设备或者在线核查测得的情况，报来即告诉您。在检查人员依法提出检查以前不产生任何后果；您可以说明或者提出异议。", "mine.none": "没有事件", "mine.none.text": "设备报来事件时，会同时在这里告诉您。", "mine.text": "内容", "mine.kind": "您要说的是", send: "提交",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "Events seen from afar", lead: "What declared devices and online checks report. The firm reads it at once, and may explain or object. An event does nothing by itself: it is dismissed, or a visit is made of it, with the steps, numbers and rights of any other.", none: "No events", "none.text": "What devices and online checks report is listed here.",
  "state.told": "waits", "state.visited": "visit asked for", "state.dismissed": "dismissed", device: "Device", "kind.iot": "device on site", "kind.online": "online check", matter: "Matter", measure: "Measured", reading: "Reading", seen: "Seen at", evidence: "Evidence (SHA-256)", basis: "Basis", body: "Body", visit: "Visit", reason: "Reason", said: "The firm says", "answer.explained": "explains", "answer.objected": "objects", nothing: "nothing yet", done: "Written down.",
  dismiss: "Dismiss", "dismiss.why": "Why it is dismissed (the firm reads it)", ask: "Ask for a visit", "ask.text": "From afar; another person approves it. If the firm objected, say why a visit is made all the same.", with: "Accounts of the other inspectors", why: "Why",
  devices: "Devices and online checks declared", "devices.none": "None is declared", "devices.none.text": "An inspection planner declares one before it can report.", until: "Until", ended: "ended", end: "End", declare: "Declare a device or an online check", name: "Name", kind: "Kind", measures: "What it may measure (separated by commas)", firm: "Code of the firm it stands at (an online check may have none)", from: "From", save: "Declare",
  "mine.title": "Events seen from afar", "mine.lead": "What devices or online checks declared by a body measured at this firm; you read it as soon as it is reported. Nothing follows before an inspector asks for a visit by the ordinary way. You may explain, or object.", "mine.none": "No events", "mine.none.text": "When a device reports something you are told here at once.", "mine.text": "Your words", "mine.kind": "You wish to", send: "Send",
};

export const words = { zh, en } satisfies Words<keyof typeof zh>;
