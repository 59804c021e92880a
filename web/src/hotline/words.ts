import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "热线投诉举报", lead: "12345、12315 转来的反映，按企业归集。承办单位凭文书核实属实前，不计入查验、类别、评价、预警和公示。", none: "没有投诉举报", "none.text": "热线平台报送后列在这里；同一人重复反映的合并显示。", all: "全部",
  firm: "企业代码", matter: "事项", received: "受理日期", said: "反映内容", source: "来源", body: "承办单位", joined: "归集方式", "by.name": "按名称经人工确认", "by.code": "按代码", first: "与此条重复", document: "核实文书", reason: "核实情况", on: "核实日期", answer: "企业说明", noanswer: "还没有说明", withdrawal: "撤回",
  "state.unnamed": "待确认企业", "state.unverified": "未核实", "state.merged": "重复，已合并", "state.verified": "属实", "state.unfounded": "不属实", "state.withdrawn": "已撤回",
  names: "名称相近的企业", "names.text": "热线只给了名称。请对照后确认是哪一个企业；没有把握的不要确认，无法确认的可以撤回。", "names.none": "登记库中没有名称相近的企业。", confirm: "确认", done: "已记录。",
  decide: "登记核实结果", withdraw: "撤回", "withdraw.text": "撤回后不再计入任何事项，企业仍看得到曾经属实和撤回的理由。", result: "结果", number: "文书号", why: "理由", save: "登记",
  "mine.title": "热线反映", "mine.lead": "12345、12315 转来、经承办单位凭文书核实属实的情况。不公开；您可以说明。不显示反映人。", "mine.none": "没有核实属实的反映", "mine.none.text": "有反映经核实属实的，会列在这里；未核实的不影响任何事项。", "mine.text": "说明情况", "mine.hint": "不超过 2000 字；提交一次", send: "提交",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "Complaints of hotlines", lead: "What 12345 and 12315 were told, by firm. Until the body in charge has verified it with a document it counts in no check, class, score, alert or public page.", none: "No complaints", "none.text": "What the hotlines deliver is listed here; what one caller repeats is merged.", all: "All",
  firm: "Code of the firm", matter: "Matter", received: "Received", said: "What was said", source: "From", body: "In charge", joined: "Joined", "by.name": "by name, confirmed by an officer", "by.code": "by code", first: "Repeats", document: "Document", reason: "What was found", on: "Found on", answer: "The firm says", noanswer: "nothing yet", withdrawal: "Withdrawn",
  "state.unnamed": "firm to confirm", "state.unverified": "not verified", "state.merged": "repeated, merged", "state.verified": "verified", "state.unfounded": "unfounded", "state.withdrawn": "withdrawn",
  names: "Firms of like names", "names.text": "The hotline gave a name only. Compare, and confirm which firm is meant. If you are not sure, do not; where nobody can tell, withdraw it.", "names.none": "The register has no firm of a like name.", confirm: "Confirm", done: "Written down.",
  decide: "Record what was found", withdraw: "Withdraw", "withdraw.text": "It counts nowhere any more; the firm still reads that it was verified, and why it was withdrawn.", result: "Result", number: "Number of the document", why: "Why", save: "Record",
  "mine.title": "Hotline complaints", "mine.lead": "What 12345 and 12315 were told and the body in charge verified with a document. It is not public; you may answer. Who called is not shown.", "mine.none": "No verified complaint", "mine.none.text": "A complaint that was verified is listed here; what was not verified changes nothing.", "mine.text": "Your answer", "mine.hint": "At most 2000 characters; once", send: "Send",
};

export const words = { zh, en } satisfies Words<keyof typeof zh>;
