import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "今日待办", lead: "{name}，{date}。按期限排列，先做快到期的。", "clock.title": "等您处理", "clock.none": "现在没有等您处理的事", "clock.none.text": "有临期的决定、待匹配的名称或中断的批次时，会出现在这里。", what: "事情", due: "期限", from: "来自", matches: "{n} 条记录只有名称，等待认定", "matches.more": "至少 {n} 条记录只有名称，等待认定", "due.refused": "{doc} 被拒收，须修正后重报", "due.queued": "{doc} 只有名称，须匹配", "draft.review": "待复核：{subject}", "draft.returned": "被退回，须改正：{subject}", "draft.open": "还没有提交：{subject}", running: "批次 {file} 尚未处理完", errors: "批次 {file} 有 {n} 行被拒收", left: "还剩 {n} 天", today: "今天到期", open: "去处理", "quick.title": "常用", "recent.title": "最近的查验", "recent.none": "您还没有查验过。",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "Desk", lead: "{name}, {date}. By deadline: what ends first comes first.", "clock.title": "Waiting for you", "clock.none": "Nothing waits for you now", "clock.none.text": "Decisions close to their deadline, names to be matched and batches that broke off appear here.", what: "What", due: "Until", from: "From", matches: "{n} records have a name only and wait for a decision", "matches.more": "At least {n} records have a name only and wait for a decision", "due.refused": "{doc} was refused; mend and report it again", "due.queued": "{doc} has a name only and needs a match", "draft.review": "To be reviewed: {subject}", "draft.returned": "Returned, to be mended: {subject}", "draft.open": "Not submitted yet: {subject}", running: "Batch {file} is not finished", errors: "Batch {file}: {n} rows refused", left: "{n} days left", today: "due today", open: "Open", "quick.title": "Often used", "recent.title": "Recent checks", "recent.none": "You have not checked anything yet.",
};

export const words = { zh, en } satisfies Words<keyof typeof zh>;
