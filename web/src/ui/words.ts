// Words every page uses: states of loading, refusals, dates. 通用文字。
import type { Words } from "./lang.tsx";

const zh = {
  "app.name": "信衡", "app.workbench": "工作台", "app.centre": "企业中心", demo: "演示 · 数据均为虚构", skip: "跳到正文",
  loading: "正在读取…", retry: "重试", back: "返回", close: "关闭", cancel: "取消", print: "打印",
  all: "全部", more: "加载更多", rows: "共 {n} 行", "rows.more": "已显示 {n} 行，还有更多", none: "无", today: "今天", search: "查找", clear: "清除", yes: "是", no: "否",
  "long_term": "长期", until: "至 {date}", basis: "依据", join: "、", why: "为什么会看到这个？", "day.form": "年-月-日", "day.hint": "可直接输入 20261122",
  "trouble.title": "没有成功", "trouble.code": "问题代码", "trouble.id": "编号", "trouble.clause": "依据", "trouble.fields": "请检查", "trouble.crash": "页面出错了",
  "trouble.crash.text": "这一页没能显示，您已提交的内容不受影响。请重试；仍不行，请把下面的信息告诉平台管理员。",
  "trouble.version": "系统已更新，请刷新页面后继续。", refresh: "刷新页面", "notfound.title": "没有这个页面", "notfound.text": "地址可能已变动，或您的身份看不到它。请从左侧导航进入，或切换身份。",
  "forbidden.centre": "委托里没有这一项。需要的话，请企业在“委托经办”里加上；如您另有身份，可在右上角切换。", "forbidden.title": "当前身份没有这项权限", "forbidden.text": "需要的权限：{needs}。如确需办理，请向本单位的安全管理员申请；如您另有身份，可在右上角切换。",
  "standing.text": "已读原文", "standing.secondary": "二手来源", "standing.assumed": "未核实", "standing.adopted": "已采认",
  "standing.text.long": "已核对条文原文。", "standing.secondary.long": "根据官方解读或新闻得知，未见条文原文。", "standing.assumed.long": "由推断得来，未经核实；未经采认，不产生限制作用。", "standing.adopted.long": "未核实的规则，经有权机关说明理由后采认。",
  "table.keys": "用上下方向键选择，回车打开",
} as const;

const en: Record<keyof typeof zh, string> = {
  "app.name": "Xinheng", "app.workbench": "Workbench", "app.centre": "Enterprise centre", demo: "Demonstration · invented data", skip: "Skip to content",
  loading: "Loading…", retry: "Try again", back: "Back", close: "Close", cancel: "Cancel", print: "Print",
  all: "All", more: "Load more", rows: "{n} rows", "rows.more": "{n} rows shown, there are more", none: "None", today: "Today", search: "Find", clear: "Clear", yes: "Yes", no: "No",
  "long_term": "no end date", until: "until {date}", basis: "Basis", join: ", ", why: "Why do I see this?", "day.form": "yyyy-mm-dd", "day.hint": "20261122 works too",
  "trouble.title": "This did not work", "trouble.code": "Problem code", "trouble.id": "Reference", "trouble.clause": "Clause", "trouble.fields": "Please check", "trouble.crash": "This page broke",
  "trouble.crash.text": "This page could not be shown; what you submitted is not affected. Try again; if it goes on, give the lines below to the administrator.",
  "trouble.version": "The system has been updated. Reload the page to go on.", refresh: "Reload", "notfound.title": "There is no such page", "notfound.text": "The address may have changed, or your present post cannot see it. Use the navigation, or switch your post.",
  "forbidden.centre": "What the firm entrusted to you does not include this. Ask the firm to add it under “People who act for us”; if you act for others too, switch at the top right.", "forbidden.title": "Your present post lacks this permission", "forbidden.text": "Needed: {needs}. If your work requires it, ask your body’s security administrator; if you hold another post, switch at the top right.",
  "standing.text": "Text read", "standing.secondary": "Secondary source", "standing.assumed": "Not verified", "standing.adopted": "Adopted",
  "standing.text.long": "Checked against the text of the article.", "standing.secondary.long": "Known from official readings or news; the text itself was not seen.", "standing.assumed.long": "Inferred and not verified; unless adopted, it restricts nobody.", "standing.adopted.long": "A rule not verified, adopted by the competent body, which gave its reasons.",
  "table.keys": "Arrow keys choose, Enter opens",
};

export const common = { zh, en } satisfies Words<keyof typeof zh>;
