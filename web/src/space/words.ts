import type { Words } from "../ui/lang.tsx";

const zh = {
  "letters.title": "协会授权书", "letters.lead": "授权一家行业协会商会查看选定的信息，协助行业自律、修复与评价。只有授权书内的信息、只在授权期内可见；随时终止，立即生效。", "letters.give": "出具授权书", "letters.none": "还没有授权书", "letters.none.text": "点“出具授权书”，选协会、信息项和截止日，上传签章文件。不出具没有任何影响。",
  association: "行业协会商会", "association.hint": "协会告诉您的 18 位统一社会信用代码；登记在册的也可按名称查找", items: "授权查看的信息项", from: "起始日", until: "最后一日", document: "签章的授权书", open: "打开文件", do: "出具", needed: "请填写", state: "状态",
  "state.coming": "未开始", "state.live": "有效", "state.ended": "已到期", "state.revoked": "已终止", end: "终止", "end.title": "终止这份授权书？", "end.text": "终止后该协会立即看不到贵单位的任何非公开授权信息。已有的查看记录仍保留。", views: "查看记录见“谁查了我”",
  "members.title": "会员", "members.lead": "凭授权书查看会员信息，帮助会员守信、修复和参加评价。每次查看都先留痕并告知会员；授权之外的不存在，也不涉及非会员。", "members.none": "没有有效的授权书", "members.none.text": "请会员在企业中心的“协会授权书”页面出具。", name: "会员", look: "查看", gather: "组织会员签署承诺",
  "file.none": "授权范围内没有现行有效的信息", "file.none.text": "没有记录不等于评价。", what: "信息", number: "文书号", authority: "机关", on: "决定日期", repair: "修复", "repair.now": "已可申请修复", "repair.from": "{day} 起可申请修复", "repair.none": "—", hidden: "非公开，不得转交", at: "查看时间",
} as const;

const en: Record<keyof typeof zh, string> = {
  "letters.title": "Letters to associations", "letters.lead": "Authorise an association to see what you choose, to help with self-discipline, repair and evaluation. Only what the letter names, only while it holds; end it at any time, at once.", "letters.give": "Give a letter", "letters.none": "No letters yet", "letters.none.text": "Choose “Give a letter”, the association, the items and the last day, and upload the signed document. Giving none has no effect at all.",
  association: "Association", "association.hint": "The unified social credit code the association gives you; one in the register can be found by its name", items: "Items it may see", from: "First day", until: "Last day", document: "Signed letter", open: "Open the document", do: "Give it", needed: "Fill it in", state: "State",
  "state.coming": "Not begun", "state.live": "Holds", "state.ended": "Run out", "state.revoked": "Ended", end: "End it", "end.title": "End this letter?", "end.text": "From this moment the association sees nothing by it. What it looked at before stays on record.", views: "Its looks are under “Who viewed me”",
  "members.title": "Members", "members.lead": "See members by their letters, and help them keep their word, repair and be evaluated. Each look is on record first and told to the member; outside a letter nobody is there, and nothing is said of non-members.", "members.none": "No letter holds", "members.none.text": "Ask members to give one on the page “Letters to associations” of the centre.", name: "Member", look: "Look", gather: "Gather members to sign",
  "file.none": "Nothing stands within the letter", "file.none.text": "No record is no judgement.", what: "Record", number: "Document", authority: "Authority", on: "Decided on", repair: "Repair", "repair.now": "Repair can be applied for", "repair.from": "Repair from {day}", "repair.none": "—", hidden: "Not public: do not pass on", at: "Seen at",
};

export const words = { zh, en } satisfies Words<keyof typeof zh>;
