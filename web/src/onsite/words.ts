import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "现场检查", lead: "带走检查表后，没有网络也能填写；恢复网络后自动上传，重复上传只登记一次。", "net.on": "网络正常", "net.off": "没有网络，填写的内容保存在这台设备上", back: "返回清单", workbench: "工作台", language: "English",
  held: "这台设备上的检查", "held.none": "这台设备上还没有检查", "held.none.text": "在下面选择已经通知企业的检查，带走检查表。", tasks: "可以带走的检查", "tasks.none": "没有待开展的检查；检查须先经审批并通知企业。", "tasks.off": "恢复网络后显示。",
  take: "带走检查表", open: "打开", forget: "从设备上删除", "state.open": "填写中", "state.ready": "待上传", "state.sent": "已上传", send: "上传", signin: "登录已失效，请先登录；这里的内容不会丢失。", "signin.go": "去登录",
  firm: "企业", address: "地址", matters: "检查事项", basis: "依据", team: "检查人员", certificate: "证件",
  arrival: "一、入企", "arrival.text": "扫描企业出示的码；企业没有码的，请企业扫下面您的码，再填上。各部门只用这一个码。", mycode: "您的检查码", code: "企业码或您的检查码", nocode: "没有码的原因", "nocode.hint": "无码入企会被标注，企业、上级和公众都看得到。", arrive: "记录到达时间", arrived: "到达时间", place: "记录位置", "place.at": "位置：{lat}, {lon}（误差约 {m} 米）", "place.no": "设备没有给出位置；可以不记录。",
  items: "二、逐项检查", "items.text": "只检查清单上的事项；每一项都写明依据。", ok: "符合", not: "不符合", na: "不涉及", note: "说明", photo: "照片", "photo.needed": "不符合的须拍照", "photo.remove": "删除照片", remarks: "其他说明",
  sign: "三、签名", "sign.mine": "检查人员签名", "sign.pad": "在框内书写；不能书写的，在下面输入姓名并点“用姓名签”。", "sign.typed": "姓名", "sign.use": "用姓名签", "sign.clear": "重写", "sign.there": "已签", "sign.other": "另一名检查人员用自己的账号在办件页签名。",
  "firm.sign": "企业签署", "answer.here": "现场签字", "answer.refused": "拒签", "answer.later": "企业稍后用自己的账号签", signer: "签字人姓名和职务", "firm.remark": "企业的意见", "refused.what": "拒签情况：谁、何时、因何，有无见证人", "refused.hint": "拒签不作为不利认定的依据。",
  done: "完成填写", "wanting": "还有 {n} 项没有填好：", "want.arrived": "到达时间", "want.code": "码，或者没有码的原因", "want.sign": "您的签名", "want.signer": "企业签字人和签名", "want.refused": "拒签情况", "was.sent": "已上传，平台已登记。请另一名检查人员签名。", "was.ready": "已保存，等待上传。", "case": "打开办件", reopen: "继续修改",
};
const en: typeof zh = {
  title: "On site", lead: "A sheet taken along can be filled in without a network. It is sent when the network is back, and recorded once however often it is sent.", "net.on": "Online", "net.off": "Offline: what you write is kept on this device", back: "Back to the list", workbench: "Workbench", language: "中文",
  held: "Visits on this device", "held.none": "No visit on this device yet", "held.none.text": "Choose a visit below of which the firm was told, and take its sheet along.", tasks: "Visits to take along", "tasks.none": "No visit is due; it must be approved first, and the firm told.", "tasks.off": "Shown when the network is back.",
  take: "Take the sheet along", open: "Open", forget: "Delete from this device", "state.open": "being filled in", "state.ready": "to be sent", "state.sent": "sent", send: "Send", signin: "Your session has ended; sign in first. Nothing here is lost.", "signin.go": "Sign in",
  firm: "Firm", address: "Address", matters: "Matters", basis: "Basis", team: "Inspectors", certificate: "certificate",
  arrival: "1 Arrival", "arrival.text": "Read the firm's code; if it has none, let the firm read yours below, and enter that one. There is one code for all bodies.", mycode: "Your code", code: "The firm's code, or yours", nocode: "Why there is no code", "nocode.hint": "A visit without a code is flagged for the firm, those above and the public.", arrive: "Note the time of arrival", arrived: "Arrived at", place: "Note the place", "place.at": "Place: {lat}, {lon} (within about {m} m)", "place.no": "The device gave no place; it can be left out.",
  items: "2 Item by item", "items.text": "Only what is on the list is inspected, and every item names its article.", ok: "in order", not: "not in order", na: "does not apply", note: "Note", photo: "Photograph", "photo.needed": "Needed for what is not in order", "photo.remove": "Remove the photograph", remarks: "Other remarks",
  sign: "3 Signatures", "sign.mine": "Inspector's signature", "sign.pad": "Write in the frame; if you cannot, type your name below and choose Sign by name.", "sign.typed": "Name", "sign.use": "Sign by name", "sign.clear": "Write again", "sign.there": "signed", "sign.other": "The other inspector signs on the page of the case, from their own account.",
  "firm.sign": "The firm signs", "answer.here": "here", "answer.refused": "refuses", "answer.later": "later, from its own account", signer: "Name and position of who signs", "firm.remark": "What the firm says", "refused.what": "The refusal: who, when, why, any witness", "refused.hint": "A refusal by itself is held against nobody.",
  done: "Finish", "wanting": "{n} things are not filled in yet:", "want.arrived": "time of arrival", "want.code": "the code, or why there is none", "want.sign": "your signature", "want.signer": "who signs for the firm, and the signature", "want.refused": "what happened at the refusal", "was.sent": "Sent and recorded. The other inspector signs next.", "was.ready": "Kept; to be sent.", "case": "Open the case", reopen: "Go on writing",
};
export const words = { zh, en } satisfies Words<keyof typeof zh>;
