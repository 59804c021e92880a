import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "典型案例与宣传活动", lead: "起草典型案例和诚信宣传活动，由另一人发布。能让人认出当事人的内容不能发布：哪一栏、哪一段会标出来。", public: "公开的典型案例", "public.outreach": "公开的宣传活动",
  none: "还没有稿件", "none.text": "起草后交由另一人审核发布。", "write.study": "起草案例", "write.outreach": "起草活动", revise: "修改", save: "保存",
  "form.study": "典型案例", "form.outreach": "诚信宣传活动", "kind.incentive": "守信激励", "kind.discipline": "失信惩戒", "kind.repair": "信用修复", "kind.commitment": "信用承诺", "kind.objection": "异议", kind: "类型",
  "state.draft": "草稿", "state.published": "已发布", "state.coming": "即将开始", "state.on": "进行中", "state.over": "已结束", "state.withdrawn": "已撤下",
  "title.zh": "中文标题", "title.en": "英文标题", "body.zh": "中文正文", "body.en": "英文正文", "body.hint": "换行分段；勿写企业、个人的名称、代码和联系方式", "programme.zh": "中文日程", "programme.en": "英文日程", "field.why": "理由", "field.material": "材料名称",
  articles: "关联条款", "articles.hint": "只列出规则所依据的条款", case: "所依案件编号", "case.hint": "已办结的案件；自行撰写的不填", "case.look": "查看经过", course: "案件经过", "course.of": "{name}：{from} 提出，{to} {state}",
  hide: "须隐去的内容", "hide.hint": "每行一项：名称、代码、联系方式。只保存密钥摘要，不保存原文", "hide.kept": "已登记 {n} 项；不填则不变", first: "开始日期", last: "结束日期", days: "起止", until: "{from} 至 {to}",
  traces: "能认出当事人的地方", "trace.at": "{field}第 {n} 段：{what}", "what.firm": "企业名称", "what.person": "个人姓名", "what.code": "代码或者编号", "what.contact": "联系方式或者地址", "what.hidden": "要求隐去的内容",
  publish: "发布", "publish.text": "发布后文字不再改动，只能写明理由撤下。", own: "本人撰写，须由另一人发布", withdraw: "撤下", "withdraw.text": "理由会公开在原来的位置。", why: "理由",
  material: "添加材料", materials: "材料", "material.text": "发布后任何人可以下载，名称和内容都不要指明企业或者个人。", attend: "登记参加人数", "attend.text": "人数须有文书；文书本身不公开，只公开文号和摘要值。", on: "日期", people: "人数", document: "文书号", file: "文件", corrects: "更正第几次登记", "corrects.hint": "不是更正的填 0",
  reach: "成效", "reach.of": "浏览 {views} 次，登记参加 {people} 人", wrote: "撰写时间", open: "查看", close: "收起",
};

const en: Record<keyof typeof zh, string> = {
  title: "Case studies and activities", lead: "Draft case studies and publicity activities; another person publishes. What tells who a piece is about cannot be published: field and paragraph are marked.", public: "Public case studies", "public.outreach": "Public activities",
  none: "No pieces yet", "none.text": "Once drafted, another person reads and publishes.", "write.study": "Draft a study", "write.outreach": "Draft an activity", revise: "Revise", save: "Save",
  "form.study": "Case study", "form.outreach": "Publicity activity", "kind.incentive": "incentive", "kind.discipline": "dishonesty and measures", "kind.repair": "repair", "kind.commitment": "commitment", "kind.objection": "objection", kind: "Kind",
  "state.draft": "Draft", "state.published": "Published", "state.coming": "To come", "state.on": "On", "state.over": "Over", "state.withdrawn": "Withdrawn",
  "title.zh": "Title in Chinese", "title.en": "Title in English", "body.zh": "Body in Chinese", "body.en": "Body in English", "body.hint": "A new line is a new paragraph; no names, codes or contacts of firms or persons", "programme.zh": "Programme in Chinese", "programme.en": "Programme in English", "field.why": "Reason", "field.material": "Name of a material",
  articles: "Articles it shows", "articles.hint": "Only those that rules rest on", case: "Number of the case it is drawn from", "case.hint": "A case that has ended; empty when written by hand", "case.look": "See its course", course: "Course of the case", "course.of": "{name}: asked for on {from}, {state} on {to}",
  hide: "What must be hidden", "hide.hint": "One a line: names, codes, contacts. Only keyed digests are kept, not the words", "hide.kept": "{n} are kept; empty leaves them as they are", first: "First day", last: "Last day", days: "From and to", until: "{from} to {to}",
  traces: "Where it tells who it is about", "trace.at": "{field}, paragraph {n}: {what}", "what.firm": "name of a firm", "what.person": "name of a person", "what.code": "code or number", "what.contact": "contact or address", "what.hidden": "what was to be hidden",
  publish: "Publish", "publish.text": "Its words then stay; it can only be withdrawn, with a reason.", own: "You wrote some of it: another person publishes", withdraw: "Withdraw", "withdraw.text": "The reason is shown in its place.", why: "Reason",
  material: "Add a material", materials: "Materials", "material.text": "Anybody can fetch it once published; neither name nor content may tell a firm or person.", attend: "Enter attendance", "attend.text": "A number needs a document; the document itself is not public, its number and hash are.", on: "Day", people: "How many came", document: "Number of the document", file: "File", corrects: "Entry it stands instead of", "corrects.hint": "0 when it corrects none",
  reach: "What it reached", "reach.of": "shown {views} times, attendance {people}", wrote: "Written", open: "Show", close: "Hide",
};

export const words: Words<keyof typeof zh> = { zh, en };
