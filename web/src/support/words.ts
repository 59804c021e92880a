import type { Words } from "../ui/lang.tsx";

const zh = {
  "mine.title": "惠企政策", "mine.lead": "现行政策逐条对照本企业今天的信息：符合、不符合、不清楚各为什么。只有您同意后，实施单位才会匹配本企业；不同意没有任何影响，照常可以申请。", "mine.none": "现在没有现行政策", "mine.none.text": "政策施行后在这里列出。",
  "result.fits": "符合全部条件", "result.lacks": "还差条件", "result.unknown": "有条件不清楚", "state.met": "符合", "state.not_met": "不符合", "state.unknown": "不清楚",
  benefit: "给予", body: "实施单位", document: "文件", days: "起止", until: "{from} 至 {to}", open: "{from} 起", basis: "依据", condition: "条件", state: "对照", found: "所据事实", on: "日期",
  "purpose.support": "扶持政策匹配", "purpose.investment": "招商政策匹配", objection: "有误可提异议、可修复",
  agree: "同意匹配", "agree.title": "同意由该单位匹配政策", "agree.text": "同意后，{body} 只为“{purpose}”查看本企业的登记信息和下面填报的规模；每次查看都告知您。随时撤回，立即从名单上消失。", size: "本企业规模（自行填报，可不填）", "size.": "不填报", "size.micro": "微型", "size.small": "小型", "size.medium": "中型", "size.large": "大型", "last": "最后一日",
  agreed: "已同意匹配，至 {until}", leave: "撤回同意", "leave.title": "撤回同意？", "leave.text": "撤回后立即不在该单位的名单上。已确认的不受影响。",
  decline: "谢绝", "decline.title": "谢绝这项政策？", "decline.text": "谢绝后立即不在名单上；随时可以恢复。", accept: "恢复", declined: "您已谢绝", confirmed: "实施单位已确认：{at}", public: "政策公开页",
  "desk.title": "惠企政策名单", "desk.lead": "本单位现行政策适合、且已同意匹配的企业。查看理由先留痕并告知企业；由您确认，不会自动给予。不在名单不是不予，企业照常可以申请。", "desk.none": "本单位没有现行政策", "desk.none.text": "政策写入规则库并施行后，每晚自动成一份名单。",
  "list.none": "还没有名单", "list.none.text": "每晚 4:20 生成；须先有企业同意匹配。", "list.on": "{on} 的名单：查看 {firms} 家，符合 {fits} 家，不清楚 {unknown} 家，已确认 {confirmed} 家", hash: "哈希（已存证）", replay: "复算", "replay.same": "复算 {lines} 条，结果与存证一致", "replay.partial": "复算尚存的 {lines} 条，结果一致；其余已到期清除", "replay.not": "复算结果与存证不一致，请立即报告安全管理员",
  firm: "企业", look: "查看理由", confirm: "确认", "confirm.title": "确认 {name}？", "confirm.text": "确认前再按此刻的事实核一遍；确认后企业在企业中心看到，第二次点击不重复。", "done.at": "已确认", nobody: "名单上没有企业", "nobody.text": "没有企业同意匹配，或者没有符合全部条件的。", more: "更多",
} as const;

const en: Record<keyof typeof zh, string> = {
  "mine.title": "Policies for firms", "mine.lead": "Each policy in force, compared with what is known of the firm today: met, not met or not known, and why. A body matches the firm only if you agree; not agreeing has no effect at all, and you may apply as ever.", "mine.none": "No policy is in force now", "mine.none.text": "Policies are listed here once they apply.",
  "result.fits": "Meets every condition", "result.lacks": "Lacks something", "result.unknown": "Something is not known", "state.met": "met", "state.not_met": "not met", "state.unknown": "not known",
  benefit: "Gives", body: "Body", document: "Document", days: "From and to", until: "{from} to {to}", open: "from {from}", basis: "Basis", condition: "Condition", state: "How it stands", found: "Fact", on: "Date",
  "purpose.support": "matching policies of support", "purpose.investment": "matching policies for investors", objection: "object if it is wrong, or repair it",
  agree: "Agree to be matched", "agree.title": "Agree to be matched by this body", "agree.text": "{body} then sees the firm's registration and the size stated below, for “{purpose}” alone; you are told of every look. Take it back at any time: the firm is off the list at once.", size: "Size of the firm (as you state it; may stay empty)", "size.": "not stated", "size.micro": "micro", "size.small": "small", "size.medium": "medium", "size.large": "large", "last": "Last day",
  agreed: "You agreed, until {until}", leave: "Take it back", "leave.title": "Take it back?", "leave.text": "The firm is off the lists of this body at once. What was confirmed stays.",
  decline: "Decline", "decline.title": "Decline this policy?", "decline.text": "The firm is off the list at once; you may come back at any time.", accept: "Come back", declined: "You declined", confirmed: "Confirmed by the body: {at}", public: "The public page",
  "desk.title": "Lists of policies", "desk.lead": "Firms that agreed to be matched and that a policy of your body fits. A look at the reasons is on record first and told to the firm; you confirm, nothing is given by itself. Not to be listed refuses nobody: any firm may apply as ever.", "desk.none": "Your body has no policy in force", "desk.none.text": "Once a policy is in the rules and in force, a list is made every night.",
  "list.none": "No list yet", "list.none.text": "Made every night at 4:20, once firms have agreed to be matched.", "list.on": "List of {on}: {firms} firms looked at, {fits} fit, {unknown} not known, {confirmed} confirmed", hash: "Hash (on the ledger)", replay: "Compute again", "replay.same": "{lines} lines computed again, to the hash on the ledger", "replay.partial": "The {lines} lines that are kept come to the same; the others were forgotten after their time", "replay.not": "It does not come to the hash on the ledger: tell the security officer at once",
  firm: "Firm", look: "See why", confirm: "Confirm", "confirm.title": "Confirm {name}?", "confirm.text": "It is judged once more by the facts of this moment. The firm sees it in its centre, and a second click changes nothing.", "done.at": "Confirmed", nobody: "No firm is on the list", "nobody.text": "None agreed to be matched, or none meets every condition.", more: "More",
};

export const words = { zh, en } satisfies Words<keyof typeof zh>;
